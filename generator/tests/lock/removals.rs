//! Documents that lose what operations need, and what cargo features compile then. `cargo xtask semver grow` has it
//! too.

use sdkgen::surface::Surface;
use serde_json::{Map, Value, json};

/// A change of a document after which its operations need less.
pub(super) type Removal = (&'static str, fn(&mut Value) -> Option<()>);

/// The changes.
pub(super) const REMOVALS: [Removal; 3] = [
    ("every second operation is removed", |document| remove(document, 0)),
    ("the other operations are removed", |document| remove(document, 1)),
    ("every second operation without bodies", |document| {
        for operation in operations(document, 0)? {
            operation.remove("requestBody");
            operation.insert("responses".to_owned(), json!({"204": {"description": "Nothing"}}));
        }
        Some(())
    }),
];

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Removes every second operation, beginning with this one.
fn remove(document: &mut Value, first: usize) -> Option<()> {
    let mut index = first;
    for item in document.get_mut("paths")?.as_object_mut()?.values_mut().filter_map(Value::as_object_mut) {
        item.retain(|method, _| {
            index += usize::from(METHODS.contains(&method.as_str()));
            !METHODS.contains(&method.as_str()) || index.is_multiple_of(2)
        });
    }
    Some(())
}

/// Returns every second operation.
fn operations(document: &mut Value, first: usize) -> Option<Vec<&mut Map<String, Value>>> {
    let items = document.get_mut("paths")?.as_object_mut()?.values_mut().filter_map(Value::as_object_mut);
    let all = items.flatten().filter(|(method, _)| METHODS.contains(&method.as_str()));
    Some(all.skip(first).step_by(2).filter_map(|(_, operation)| operation.as_object_mut()).collect())
}

/// Returns the models that are not compiled any more under features that still exist, with these features.
pub(super) fn lost_features(before: &Surface, after: &Surface) -> Vec<String> {
    let mut lost = Vec::new();
    for (key, old) in &before.types {
        let Some(new) = after.types.get(key).filter(|new| !new.features.is_empty()) else { continue };
        if old.features.is_empty() {
            lost.push(format!("{key} was always compiled, and now if {:?}", new.features));
        }
        // The features of resources that are gone stay, and enable nothing.
        let is_there = |feature: &&String| {
            after.features.contains(*feature) && !after.retired_features.contains_key(feature.as_str())
        };
        let features = old.features.difference(&new.features).filter(is_there);
        lost.extend(features.map(|feature| format!("{key} is not compiled any more if {feature}")));
    }
    lost
}
