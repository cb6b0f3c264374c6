//! Determines which parts of the SDK need which definitions. A part is a resource directly below the client with
//! everything below it, or the webhooks. The result is exact for each definition.

use std::collections::HashMap;

use super::edges::{of_events, of_request, of_response};
use super::prune::kept;
use crate::ir::{Api, Feature, FeatureId, Features, Reach, ResourceId, TypeId};
use crate::surface::Surface;

/// The name of the feature of webhooks and callbacks in a surface.
const EVENTS: &str = "webhooks";

/// Fills [`Api::features`] in. A single resource has a feature as well, so that users can ask for it by name before
/// and after the API has a second one. Without `by_resource`, the definitions that operations need always exist; so do
/// those that the configuration keeps. The feature of webhooks that users have stays, even if operations need all that
/// it compiles.
pub(super) fn run(api: &mut Api, keep: &[String], by_resource: bool, published: Option<&Surface>) {
    let top: Vec<ResourceId> = api.resource_ids().filter(|id| api.resources[id.index()].parent.is_none()).collect();
    let mut always = kept(api, keep);
    let mut starts: HashMap<ResourceId, Vec<TypeId>> = HashMap::new();
    for operation in &api.operations {
        let start = if by_resource { starts.entry(api.top(operation.resource)).or_default() } else { &mut always };
        start.extend(of_request(operation).chain(of_response(operation)));
    }
    let mut flood = Flood { api, reach: vec![Reach::By(Vec::new()); api.types.len()] };
    flood.always(always);
    let mut list = Vec::new();
    for resource in top.into_iter().filter(|_| by_resource) {
        flood.by(FeatureId::new(list.len()), starts.remove(&resource).unwrap_or_default());
        list.push(Feature::Resource(resource));
    }
    let events: Vec<TypeId> = of_events(api).collect();
    let is_published = published.is_some_and(|surface| surface.features.contains(EVENTS)) && !events.is_empty();
    if is_published || events.iter().any(|id| flood.reach[id.index()] != Reach::Always) {
        flood.by(FeatureId::new(list.len()), events);
        list.push(Feature::Events);
    }
    api.features = Features { list, reach: flood.reach };
}

struct Flood<'a> {
    api: &'a Api,
    reach: Vec<Reach>,
}

impl Flood<'_> {
    fn always(&mut self, mut waiting: Vec<TypeId>) {
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut self.reach[id.index()], Reach::Always) != Reach::Always {
                waiting.extend(self.api.def(id).shape.mentioned());
            }
        }
    }

    /// Adds a feature to all definitions that it reaches. Features are added in order, so each list is sorted and its
    /// last item shows whether it was added already.
    fn by(&mut self, feature: FeatureId, mut waiting: Vec<TypeId>) {
        while let Some(id) = waiting.pop() {
            let Reach::By(features) = &mut self.reach[id.index()] else { continue };
            if features.last() != Some(&feature) {
                features.push(feature);
                waiting.extend(self.api.def(id).shape.mentioned());
            }
        }
    }
}
