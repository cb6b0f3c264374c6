//! Which components every operation and every component mentions. Knows references and the grammar, not what becomes of
//! a component.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::grammar::{Kind, SECTIONS, operation_keys, reference_of, walk};
use super::path::Path;
use crate::pointer::Pointer;

/// Where each component is mentioned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// For each component, by its reference, the operations, events and components with a reference to it.
    places: BTreeMap<String, BTreeSet<Pointer>>,
}

impl Mentions {
    /// Returns the places that mention a component and that satisfy `is_shown`, in order. A place that does not is
    /// followed to those that mention it.
    pub(crate) fn of(&self, component: &Pointer, is_shown: &dyn Fn(&Pointer) -> bool) -> Vec<Pointer> {
        let (mut shown, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting = vec![component];
        while let Some(next) = waiting.pop() {
            for place in self.places.get(&format!("#{}", next.as_str())).into_iter().flatten() {
                if is_shown(place) {
                    shown.insert(place.clone());
                } else if seen.insert(place) {
                    waiting.push(place);
                }
            }
        }
        shown.into_iter().collect()
    }

    fn add(&mut self, node: &Value, kind: Kind, place: &Pointer) {
        walk(node, kind, &Path::Root, &mut |value, kind, _| {
            let Some(reference) = reference_of(value).filter(|_| kind.section().is_some()) else { return };
            match self.places.get_mut(reference) {
                Some(places) if places.contains(place) => {}
                Some(places) => {
                    places.insert(place.clone());
                }
                None => {
                    self.places.insert(reference.to_owned(), BTreeSet::from([place.clone()]));
                }
            }
        });
    }
}

/// Finds where components are mentioned.
pub(super) fn find(root: &Value) -> Mentions {
    let mut mentions = Mentions::default();
    let components = Pointer::root().child("components");
    for (section, kind) in SECTIONS {
        let at = components.child(section);
        for (name, node) in entries(root.pointer(&format!("/components/{section}"))) {
            mentions.add(node, kind, &at.child(name));
        }
    }
    for section in ["paths", "webhooks", "x-webhooks"] {
        let at = Pointer::root().child(section);
        for (name, item) in entries(root.get(section)) {
            let at = at.child(name);
            // Parameters of a path are those of each of its operations.
            let shared = item.get("parameters").and_then(Value::as_array);
            for keys in operation_keys(item) {
                let place = keys.iter().fold(at.clone(), |at, key| at.child(key));
                let operation = keys.iter().try_fold(item, |value, key| value.get(key.as_str()));
                operation.into_iter().for_each(|operation| mentions.add(operation, Kind::Operation, &place));
                shared.into_iter().flatten().for_each(|parameter| mentions.add(parameter, Kind::Parameter, &place));
            }
        }
    }
    mentions
}

/// Returns the entries of an object; none of another value.
fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;
    use crate::pointer::Pointer;

    #[test]
    fn what_has_no_place_of_its_own_is_followed() {
        let reference = |to: &str| json!({ "$ref": format!("#/components/schemas/{to}") });
        let mentions = find(&json!({
            "paths": { "/a": {
                "parameters": [{ "name": "x", "in": "query", "schema": reference("Shared") }],
                "get": { "responses": { "200": { "$ref": "#/components/responses/Ok" } } },
                "put": { "requestBody": { "content": { "application/json": { "schema": reference("Circle") } } } },
            } },
            "components": {
                "responses": { "Ok": { "content": { "application/json": { "schema": reference("Part") } } } },
                "schemas": {
                    "Part": {}, "Shared": {}, "Alone": {},
                    "Circle": { "allOf": [reference("Circle"), reference("Part")], "example": reference("Alone") },
                },
            },
        }));
        let schemas = Pointer::root().child("components").child("schemas");
        let of = |name: &str, shown: &[&str]| {
            let places = mentions.of(&schemas.child(name), &|place| {
                place.as_str().starts_with("/paths/") || shown.iter().any(|shown| *place == schemas.child(shown))
            });
            places.iter().map(|place| place.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of("Part", &[]), ["/paths/~1a/get", "/paths/~1a/put"]);
        assert_eq!(of("Part", &["Circle"]), ["/components/schemas/Circle", "/paths/~1a/get"]);
        assert_eq!(of("Shared", &[]), ["/paths/~1a/get", "/paths/~1a/put"]);
        assert!(of("Alone", &[]).is_empty());
    }
}
