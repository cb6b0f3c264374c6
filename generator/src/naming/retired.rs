//! Cargo features of earlier releases that no part of the SDK has any more. Cargo refuses to build a package that asks
//! for a feature which does not exist, so that they stay: empty, or enabling the features that have their operations
//! now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Names, features};
use crate::config::Config;
use crate::ir::{Api, Feature};
use crate::surface::Surface;

/// Returns these features, each with those that it enables. `moved` pairs the keys of operations in the lock with those
/// that they have now.
pub(super) fn features(
    api: &Api,
    names: &Names,
    released: &Surface,
    moved: &[(String, String)],
    config: &Config,
) -> BTreeMap<String, BTreeSet<String>> {
    let current: BTreeSet<&str> = names.features.iter().map(String::as_str).collect();
    let instead = successors(api, names, released, moved);
    let now = |feature: &str| match current.get(feature) {
        Some(current) => BTreeSet::from([*current]),
        None => instead.get(feature).cloned().unwrap_or_default(),
    };
    let taken = features::of_dependencies(config);
    let is_retired =
        |name: &&String| !current.contains(name.as_str()) && !taken.contains(name.as_str()) && !name.starts_with('_');
    let mut retired: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in released.features.iter().filter(is_retired) {
        let earlier = released.retired_features.get(name).into_iter().flatten();
        let enabled = earlier.flat_map(|feature| now(feature)).chain(now(name)).map(str::to_owned);
        retired.insert(name.clone(), enabled.collect());
    }
    let had_full = !released.resource_features.is_empty() || released.retired_features.contains_key(features::FULL);
    if had_full && !api.features.list.iter().any(|feature| matches!(feature, Feature::Resource(_))) {
        retired.insert(features::FULL.to_owned(), BTreeSet::new());
    }
    retired
}

/// Returns the features that have now the operations that each feature of the lock had.
fn successors<'a>(
    api: &Api,
    names: &'a Names,
    released: &'a Surface,
    moved: &'a [(String, String)],
) -> HashMap<&'a str, BTreeSet<&'a str>> {
    let mut of_operation: HashMap<&str, &str> = HashMap::new();
    for operation in &api.operations {
        let feature = api.features.of_resource(api.top(operation.resource));
        let name = feature.and_then(|id| names.features.get(id.index()));
        of_operation.extend(name.map(|name| (operation.key.as_str(), name.as_str())));
    }
    let moved: HashMap<&str, &str> = moved.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    let mut successors: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (key, method) in &released.operations {
        let top = method.resource.split('.').next().unwrap_or_default();
        let Some(feature) = released.resource_features.get(top) else { continue };
        let key = moved.get(key.as_str()).copied().unwrap_or(key);
        successors.entry(feature).or_default().extend(of_operation.get(key));
    }
    successors
}
