//! Which features need each module of models: those that need one of its definitions, or a module that refers to it.

use std::collections::{BTreeMap, BTreeSet};

use super::published::Published;
use crate::emit::models::modules::Models;
use crate::ir::{Api, FeatureId, Reach};
use crate::naming::{Ident, Names};

/// The modules of models, and which features need each. Modules are identified by their indexes.
pub(super) struct Files<'a> {
    modules: &'a [Models<'a>],
    reach: Vec<Reach>,
    /// How many modules mention each that other features need.
    known: Vec<usize>,
}

impl<'a> Files<'a> {
    /// A model that users have is also compiled under the features under which they have it.
    pub(super) fn of(api: &Api, names: &Names, published: Option<&Published<'_>>, modules: &'a [Models<'a>]) -> Self {
        let mut reach = vec![Reach::By(Vec::new()); modules.len()];
        for (reach, models) in reach.iter_mut().zip(modules) {
            for id in &models.definitions {
                reach.join(api.features.reach(*id));
                for known in published.into_iter().flat_map(|published| published.reach(names, *id)) {
                    reach.join(known);
                }
            }
        }
        close(modules, &mut reach);
        let mut known = vec![0; modules.len()];
        for (own, models) in reach.iter().zip(modules) {
            for other in models.mentions.iter().filter(|other| reach[**other] != *own) {
                known[*other] += 1;
            }
        }
        Self { modules, reach, known }
    }

    /// The definitions that stand in files of one feature alone.
    pub(super) fn definitions_of(&self, id: FeatureId) -> usize {
        let all = self.modules.iter().zip(&self.reach);
        let own = all.filter(|(_, reach)| matches!(reach, Reach::By(by) if by.as_slice() == [id]));
        own.map(|(models, _)| models.definitions.len()).sum()
    }

    /// The modules that the same features need, for each of these sets.
    pub(super) fn by_features(&self) -> BTreeMap<&[FeatureId], Vec<usize>> {
        let mut sets: BTreeMap<&[FeatureId], Vec<usize>> = BTreeMap::new();
        for (at, reach) in self.reach.iter().enumerate() {
            if let Reach::By(features) = reach {
                sets.entry(features).or_default().push(at);
            }
        }
        sets
    }

    /// The features of the modules that any of these mentions.
    pub(super) fn mentioned_by(&self, modules: &[usize]) -> BTreeSet<&[FeatureId]> {
        let mentioned = modules.iter().flat_map(|at| &self.modules[*at].mentions);
        mentioned
            .filter_map(|other| match &self.reach[*other] {
                Reach::By(features) => Some(features.as_slice()),
                Reach::Always => None,
            })
            .collect()
    }

    /// The module of several that others mention most, of several such the first: their common feature is called after
    /// it.
    pub(super) fn principal(&self, modules: &[usize]) -> Option<&'a Ident> {
        modules.iter().rev().max_by_key(|at| self.known[**at]).map(|at| self.modules[*at].module)
    }
}

/// What a file mentions is needed wherever the file is: a file may hold more than a feature asks for.
fn close(modules: &[Models<'_>], reach: &mut [Reach]) {
    let mut open: Vec<usize> = (0..modules.len()).collect();
    while let Some(at) = open.pop() {
        let own = reach[at].clone();
        open.extend(modules[at].mentions.iter().filter(|other| reach[**other].join(&own)));
    }
}
