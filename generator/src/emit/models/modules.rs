//! The modules of models: what is defined in each, and which others it mentions. Knows neither features nor crates.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, TypeId};
use crate::naming::{Ident, Names};

/// A module of models.
pub(in crate::emit) struct Models<'a> {
    pub(in crate::emit) module: &'a Ident,
    /// What is defined in it, in the order of the model: at least one definition.
    pub(in crate::emit) definitions: Vec<TypeId>,
    /// The other modules that it mentions, by their indexes in the list of all.
    pub(in crate::emit) mentions: BTreeSet<usize>,
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
        Models { module, definitions, mentions }
    };
    definitions.into_iter().enumerate().map(models).collect()
}
