//! The optional parts of an SDK: each resource directly below the client, and the webhooks. Knows which parts need a
//! definition, not their names.

use super::ids::{FeatureId, ResourceId, TypeId};

/// An optional part of an SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// A resource with everything below it.
    Resource(ResourceId),
    /// The payloads of webhooks and callbacks.
    Events,
}

/// Which features need a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// None: it always exists.
    Always,
    /// Any of these, in order.
    By(Vec<FeatureId>),
}

impl Reach {
    /// Adds the features that need another definition; returns whether any is new.
    pub fn join(&mut self, other: &Self) -> bool {
        match (&mut *self, other) {
            (Self::Always, _) => false,
            (_, Self::Always) => {
                *self = Self::Always;
                true
            }
            (Self::By(own), Self::By(more)) => {
                let before = own.len();
                own.extend(more);
                own.sort_unstable();
                own.dedup();
                own.len() > before
            }
        }
    }
}

/// The features of an SDK; filled in by the pass `features`.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// The features, indexed by [`FeatureId`]: resources in the order of the model, events last.
    pub list: Vec<Feature>,
    /// Which of them need a definition, indexed by [`TypeId`].
    pub reach: Vec<Reach>,
}

impl Features {
    /// The identifiers of all features.
    pub fn ids(&self) -> impl Iterator<Item = FeatureId> + use<> {
        (0..self.list.len()).map(FeatureId::new)
    }

    /// Returns the feature of a top resource.
    #[must_use]
    pub fn of_resource(&self, id: ResourceId) -> Option<FeatureId> {
        self.list.iter().position(|feature| *feature == Feature::Resource(id)).map(FeatureId::new)
    }

    /// Returns the feature of the webhooks and callbacks.
    #[must_use]
    pub fn of_events(&self) -> Option<FeatureId> {
        self.list.iter().position(|feature| *feature == Feature::Events).map(FeatureId::new)
    }

    /// Returns which features need a definition; before the pass `features`, every definition always exists.
    #[must_use]
    pub fn reach(&self, id: TypeId) -> &Reach {
        self.reach.get(id.index()).unwrap_or(&Reach::Always)
    }

    /// Returns whether only webhooks and callbacks need a definition.
    #[must_use]
    pub fn by_events_only(&self, id: TypeId) -> bool {
        let events = self.of_events();
        matches!(self.reach(id), Reach::By(features) if features.iter().all(|id| Some(*id) == events))
    }
}
