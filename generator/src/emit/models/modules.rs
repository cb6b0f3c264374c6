//! The modules of models: what is defined in each, in which files, and which others it mentions. Knows neither features
//! nor crates.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::length;
use crate::ir::{Api, Origin, TypeId};
use crate::naming::{Ident, Names};

/// A module of models.
pub(in crate::emit) struct Models<'a> {
    pub(in crate::emit) module: &'a Ident,
    /// What is defined in it, in the order of the model: at least one definition.
    pub(in crate::emit) definitions: Vec<TypeId>,
    /// The definitions in the file of the module: all of them, unless that file would be too long.
    pub(in crate::emit) here: Vec<TypeId>,
    /// The files in the folder of the module: the other definitions.
    pub(in crate::emit) files: Vec<Part>,
    /// The other modules that it mentions, by their indexes in the list of all.
    pub(in crate::emit) mentions: BTreeSet<usize>,
}

/// A file in the folder of a module.
pub(in crate::emit) struct Part {
    pub(in crate::emit) file: Ident,
    /// What is defined in it: at least one definition.
    pub(in crate::emit) definitions: Vec<TypeId>,
}

/// All modules, sorted by name.
pub(in crate::emit) fn all<'a>(api: &Api, names: &'a Names) -> Vec<Models<'a>> {
    let mut definitions: BTreeMap<&Ident, Vec<TypeId>> = BTreeMap::new();
    for id in api.type_ids() {
        definitions.entry(&names.ty(id).module).or_default().push(id);
    }
    let mut index = vec![0; api.types.len()];
    for (at, ids) in definitions.values().enumerate() {
        ids.iter().for_each(|id| index[id.index()] = at);
    }
    let models = |(at, (module, definitions)): (usize, (_, Vec<TypeId>))| {
        let mentioned = definitions.iter().flat_map(|id| api.def(*id).shape.mentioned());
        let mentions = mentioned.map(|id| index[id.index()]).filter(|other| *other != at).collect();
        let mut parts = Tree::of(api, &definitions).divided(length::LONGEST);
        // What is inline in a component goes below it, that of a resource stands side by side.
        let is_whole = parts.first().is_some_and(|first| matches!(api.def(first[0]).origin, Origin::Component(_)));
        let here = if parts.len() == 1 || is_whole { parts.remove(0) } else { Vec::new() };
        let firsts: Vec<TypeId> = parts.iter().map(|part| part[0]).collect();
        let files = names.files(module, &firsts).into_iter().zip(parts);
        let files = files.map(|(file, definitions)| Part { file, definitions }).collect();
        Models { module, definitions, here, files, mentions }
    };
    definitions.into_iter().enumerate().map(models).collect()
}

/// The definitions of a module, each below the one of which it is a part.
struct Tree<'a> {
    api: &'a Api,
    definitions: &'a [TypeId],
    below: BTreeMap<Option<TypeId>, Vec<TypeId>>,
}

impl<'a> Tree<'a> {
    fn of(api: &'a Api, definitions: &'a [TypeId]) -> Self {
        let own: BTreeSet<TypeId> = definitions.iter().copied().collect();
        let mut below: BTreeMap<Option<TypeId>, Vec<TypeId>> = BTreeMap::new();
        for id in definitions {
            below.entry(owner(api, *id).filter(|owner| own.contains(owner))).or_default().push(*id);
        }
        Self { api, definitions, below }
    }

    /// The definitions of each file: one file if it has no more lines than `most`, else one for each definition with
    /// all of its parts, and so on where one of these is still too long.
    fn divided(&self, most: usize) -> Vec<Vec<TypeId>> {
        let length = |ids: &[TypeId]| ids.iter().map(|id| length::of_definition(self.api.def(*id))).sum::<usize>();
        if length(self.definitions) <= most {
            return vec![self.definitions.to_vec()];
        }
        let mut files = Vec::new();
        let mut open = self.parts(None);
        open.reverse();
        while let Some(id) = open.pop() {
            let whole = self.whole(id);
            if length(&whole) <= most {
                files.push(whole);
            } else {
                files.push(vec![id]);
                open.extend(self.parts(Some(id)).into_iter().rev());
            }
        }
        files
    }

    fn parts(&self, of: Option<TypeId>) -> Vec<TypeId> {
        self.below.get(&of).cloned().unwrap_or_default()
    }

    /// A definition, and all of its parts behind it.
    fn whole(&self, id: TypeId) -> Vec<TypeId> {
        let mut all = vec![id];
        let mut next = 0;
        while let Some(id) = all.get(next) {
            all.extend(self.parts(Some(*id)));
            next += 1;
        }
        all
    }
}

/// The definition of which another one is a part.
fn owner(api: &Api, id: TypeId) -> Option<TypeId> {
    let origin = match &api.def(id).origin {
        Origin::Repeated { first, within: true, .. } => first,
        origin => origin,
    };
    match origin {
        Origin::Member { parent, .. } => Some(*parent),
        _ => None,
    }
}
