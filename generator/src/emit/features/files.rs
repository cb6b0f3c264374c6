//! Which features need each module of models: what its definitions need, and what is mentioned by any module that is
//! needed. Knows no feature by name.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, FeatureId, Item, Reach, Shape, Type, TypeId, Value};
use crate::naming::{Ident, Names};

/// The modules of models, and which features need each.
pub(super) struct Files<'a> {
    list: Vec<File<'a>>,
    /// How many modules mention each that other features need.
    known: BTreeMap<&'a Ident, usize>,
}

struct File<'a> {
    module: &'a Ident,
    definitions: usize,
    reach: Reach,
    /// The other modules that it mentions.
    mentions: BTreeSet<usize>,
}

impl<'a> Files<'a> {
    pub(super) fn of(api: &Api, names: &'a Names) -> Self {
        let modules: BTreeSet<&Ident> = api.type_ids().map(|id| &names.ty(id).module).collect();
        let number: BTreeMap<&Ident, usize> = modules.iter().enumerate().map(|(at, module)| (*module, at)).collect();
        let new = |module| File { module, definitions: 0, reach: Reach::By(Vec::new()), mentions: BTreeSet::new() };
        let mut list: Vec<File<'_>> = modules.into_iter().map(new).collect();
        let at = |id: TypeId| number.get(&names.ty(id).module).copied();
        for id in api.type_ids() {
            let Some(file) = at(id).and_then(|at| list.get_mut(at)) else { continue };
            file.definitions += 1;
            file.reach.join(api.features.reach(id));
            mentioned(&api.def(id).shape, &mut |id| file.mentions.extend(at(id)));
        }
        let mut files = Self { list, known: BTreeMap::new() };
        files.close();
        for file in &files.list {
            let others = file.mentions.iter().filter_map(|at| files.list.get(*at));
            for other in others.filter(|other| other.reach != file.reach) {
                *files.known.entry(other.module).or_default() += 1;
            }
        }
        files
    }

    /// What a file mentions is needed wherever the file is: a file may hold more than a feature asks for.
    fn close(&mut self) {
        let mut open: Vec<usize> = (0..self.list.len()).collect();
        while let Some(file) = open.pop().and_then(|at| self.list.get(at)) {
            let (reach, mentions) = (file.reach.clone(), file.mentions.clone());
            let mut grows = |other: &usize| self.list.get_mut(*other).is_some_and(|other| other.reach.join(&reach));
            open.extend(mentions.into_iter().filter(|other| grows(other)));
        }
    }

    /// The definitions that stand in files of one feature alone.
    pub(super) fn definitions_of(&self, id: FeatureId) -> usize {
        let own = self.list.iter().filter(|file| matches!(&file.reach, Reach::By(by) if by.as_slice() == [id]));
        own.map(|file| file.definitions).sum()
    }

    /// The modules that the same features need, for each of these sets.
    pub(super) fn by_features(&self) -> BTreeMap<&[FeatureId], Vec<&'a Ident>> {
        let mut sets: BTreeMap<&[FeatureId], Vec<&Ident>> = BTreeMap::new();
        for file in &self.list {
            if let Reach::By(features) = &file.reach {
                sets.entry(features).or_default().push(file.module);
            }
        }
        sets
    }

    /// The features of the modules that any of these mentions.
    pub(super) fn mentioned_by(&self, modules: &[&Ident]) -> BTreeSet<&[FeatureId]> {
        let files = modules.iter().filter_map(|module| self.list.binary_search_by_key(module, |file| file.module).ok());
        let mentioned = files.flat_map(|at| &self.list[at].mentions).map(|other| &self.list[*other].reach);
        mentioned
            .filter_map(|reach| match reach {
                Reach::By(features) => Some(features.as_slice()),
                Reach::Always => None,
            })
            .collect()
    }

    /// The module of several that others mention most: their common feature is called after it.
    pub(super) fn principal(&self, modules: &[&'a Ident]) -> Option<&'a Ident> {
        let count = |module: &&Ident| self.known.get(module).copied().unwrap_or_default();
        // Of several the first.
        modules.iter().rev().copied().max_by_key(count)
    }
}

/// The definitions that a shape mentions.
pub(in super::super) fn mentioned(shape: &Shape, visit: &mut dyn FnMut(TypeId)) {
    let mut of_type = |mut ty: &Type| {
        while let Type::List(item) | Type::Map(item) = ty {
            ty = &item.ty;
        }
        if let Type::Named(id) = ty {
            visit(*id);
        }
    };
    match shape {
        Shape::Struct(shape) => {
            for field in &shape.fields {
                if let Value::Typed(ty) = &field.value {
                    of_type(ty);
                }
            }
            shape.rest.iter().for_each(|Item { ty, .. }| of_type(ty));
        }
        Shape::Union(union) => union.variants.iter().for_each(|variant| of_type(&variant.ty)),
        Shape::Alias(ty) => of_type(ty),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
    }
}
