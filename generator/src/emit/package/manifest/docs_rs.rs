//! The settings of docs.rs, which stops builds that take more than about 6 GB of memory or 15 minutes: of a very large
//! SDK it documents as many resources as fit.

use std::collections::BTreeSet;

use toml::Table;

use super::table as entries;
use crate::emit::Cx;
use crate::emit::package::split;
use crate::ir::{FeatureId, Reach};

/// The most definitions and operations that are documented. rustdoc takes about 0.25 GB and half a megabyte for each
/// (measured with all features: Kubernetes 1,392 and 0.93 GB, Stripe 2,392 and 1.46 GB, GitHub 3,832 and 2.13 GB), so
/// that this is half of what docs.rs has.
const DOCUMENTED: usize = 6_000;

/// The only target: an SDK is the same on every system.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What every SDK has beside the parts of the API, and what is on by default.
const USUAL: [&str; 3] = ["blocking", "gzip", "testing"];

/// The settings of the crate.
pub(super) fn table(cx: Cx<'_>) -> Table {
    settings(documented(cx, DOCUMENTED).map(|features| USUAL.into_iter().chain(features).collect()))
}

/// The settings of a part: of its features those that the documented ones turn on are not known to it by name, and it
/// is small, as it is one of several.
pub(super) fn of_part(cx: Cx<'_>, part: usize) -> Table {
    let is_bare = split::features(cx, part).is_empty();
    if is_bare { entries([("targets", vec![TARGET].into())]) } else { settings(None) }
}

/// These features, or all of them.
fn settings(features: Option<Vec<&str>>) -> Table {
    let features = match features {
        Some(features) => ("features", features.into()),
        None => ("all-features", true.into()),
    };
    entries([features, ("targets", vec![TARGET].into())])
}

/// The parts of the API that are documented, by name, if these are not all: what is on by default, then one resource
/// after the other, the smallest first, so that as many as possible have docs.
fn documented(cx: Cx<'_>, most: usize) -> Option<Vec<&str>> {
    let api = cx.api;
    let is_small = api.types.len() + api.operations.len() <= most;
    if is_small || cx.cfg_features.resources().is_empty() {
        return None;
    }
    let is_default = |id: &FeatureId| cx.cfg_features.is_default(name(cx, *id));
    let mut chosen = Chosen { cx, features: api.features.ids().filter(is_default).collect() };
    let mut others: Vec<FeatureId> = api.features.ids().filter(|id| !is_default(id)).collect();
    others.sort_by_cached_key(|id| (chosen.with(*id), name(cx, *id)));
    for id in others {
        if chosen.with(id) <= most {
            chosen.features.insert(id);
        }
    }
    let mut names: Vec<&str> = chosen.features.into_iter().map(|id| name(cx, id)).collect();
    names.sort_unstable();
    Some(names)
}

fn name(cx: Cx<'_>, id: FeatureId) -> &str {
    cx.names.features.get(id.index()).map_or("", String::as_str)
}

/// The features that were chosen so far.
struct Chosen<'a> {
    cx: Cx<'a>,
    features: BTreeSet<FeatureId>,
}

impl Chosen<'_> {
    /// How many definitions and operations there are with one more.
    fn with(&self, more: FeatureId) -> usize {
        let api = self.cx.api;
        let is_on = |id: FeatureId| id == more || self.features.contains(&id);
        let types = api.type_ids().filter(|id| match api.features.reach(*id) {
            Reach::Always => true,
            Reach::By(by) => by.iter().any(|id| is_on(*id)),
        });
        let operations = api
            .operations
            .iter()
            .filter(|operation| api.features.of_resource(api.top(operation.resource)).is_none_or(is_on));
        types.count() + operations.count()
    }
}
