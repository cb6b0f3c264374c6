//! The features of the SDK that users have. What they enable must go on compiling what they use: a model is never
//! compiled under fewer features than before, and what was on by default stays on.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{FeatureId, Reach, TypeId};
use crate::naming::{FULL, Names};
use crate::surface::Surface;

/// The features in the surface that users have.
pub(super) struct Published<'a> {
    surface: &'a Surface,
    /// Which of the features that still exist compile each model, by its name.
    reach: HashMap<&'a str, Reach>,
}

impl<'a> Published<'a> {
    pub(super) fn of(surface: &'a Surface, names: &Names) -> Self {
        let ids: HashMap<&str, FeatureId> =
            names.features.iter().enumerate().map(|(index, name)| (name.as_str(), FeatureId::new(index))).collect();
        let now = |name: &str| match names.retired_features.get(name) {
            Some(enabled) => enabled.iter().filter_map(|name| ids.get(name.as_str()).copied()).collect(),
            None => ids.get(name).copied().into_iter().collect::<Vec<_>>(),
        };
        let mut reach: HashMap<&str, Reach> = HashMap::new();
        for model in surface.types.values() {
            let by: BTreeSet<FeatureId> = model.features.iter().flat_map(|name| now(name)).collect();
            let own = if model.features.is_empty() { Reach::Always } else { Reach::By(by.into_iter().collect()) };
            reach.entry(&model.name).or_insert_with(|| Reach::By(Vec::new())).join(&own);
        }
        Self { surface, reach }
    }

    /// Returns which features compile a model in the SDK that users have, by any of its names.
    pub(super) fn reach(&self, names: &Names, id: TypeId) -> impl Iterator<Item = &Reach> {
        let names = names.ty(id);
        [&names.ident].into_iter().chain(&names.was).filter_map(|ident| self.reach.get(ident.as_str()))
    }

    /// Whether a feature was on by default.
    pub(super) fn is_default(&self, feature: &str) -> bool {
        let default = &self.surface.default_features;
        default.contains(FULL) || default.contains(feature)
    }

    /// Whether a feature is enabled by one that was on by default, and that nothing else has any more.
    pub(super) fn replaces_default(&self, names: &Names, feature: &str) -> bool {
        let enabling = names.retired_features.iter().filter(|(_, enabled)| enabled.iter().any(|name| name == feature));
        enabling.map(|(name, _)| name).any(|name| self.is_default(name))
    }

    /// Whether there were features of resources, and all of them were on by default.
    pub(super) fn all_resources_are_default(&self) -> bool {
        let mut resources = self.surface.resource_features.values().peekable();
        resources.peek().is_some() && resources.all(|feature| self.is_default(feature))
    }
}
