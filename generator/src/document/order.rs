//! Sorts what has no order in OpenAPI: paths, responses and components are members of JSON objects, which are unordered
//! (RFC 8259, section 4). All that follows may then take "the first" of them, and nothing depends on how a document
//! happens to be written. Properties keep their order, since fields and arguments have it, and so does every array.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::grammar::{ADDITIONAL, Kind, walk_mut};
use super::path::Path;

/// Members of the root whose own members are sorted by name; all but webhooks are of Swagger 2.0.
const SECTIONS: [&str; 6] = ["definitions", "parameters", "responses", "securityDefinitions", "webhooks", "x-webhooks"];

/// Sorts paths, the responses and callbacks of operations, webhooks, and all sections of components.
pub(super) fn sort(root: &mut Value) {
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, _| {
        let Value::Object(members) = value else { return };
        match kind {
            Kind::Document => SECTIONS.iter().for_each(|section| sort_member(members, section)),
            Kind::Components => members.values_mut().filter_map(Value::as_object_mut).for_each(sort_by_name),
            Kind::Paths => sort_by(members, by_path),
            Kind::PathItem => sort_member(members, ADDITIONAL),
            Kind::Operation => sort_member(members, "callbacks"),
            Kind::Responses | Kind::Callback => sort_by_name(members),
            _ => {}
        }
    });
}

fn sort_member(object: &mut Map<String, Value>, name: &str) {
    if let Some(Value::Object(members)) = object.get_mut(name) {
        sort_by_name(members);
    }
}

fn sort_by_name(members: &mut Map<String, Value>) {
    sort_by(members, str::cmp);
}

fn sort_by(members: &mut Map<String, Value>, order: impl Fn(&str, &str) -> Ordering) {
    if members.keys().zip(members.keys().skip(1)).all(|(a, b)| order(a, b).is_le()) {
        return;
    }
    let mut sorted: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
    sorted.sort_by(|(a, _), (b, _)| order(a, b));
    members.extend(sorted);
}

/// Compares paths segment by segment, so that a path precedes those below it. The name of a placeholder does not
/// count, and a placeholder precedes all fixed segments: `/pets`, `/pets/{id}`, `/pets/{id}/photos`, `/pets/search`.
fn by_path(a: &str, b: &str) -> Ordering {
    let segments = |path: &str| path.split('/').map(without_names).collect::<Vec<_>>();
    segments(a).cmp(&segments(b)).then_with(|| a.cmp(b))
}

/// Returns a segment without the names of its placeholders, each of which becomes the least character.
fn without_names(segment: &str) -> String {
    let mut text = String::new();
    let mut rest = segment;
    while let Some((before, name)) = rest.split_once('{') {
        text.push_str(before);
        text.push('\0');
        rest = name.split_once('}').map_or("", |(_, rest)| rest);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::sort;

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().expect("it is an object").keys().map(String::as_str).collect()
    }

    #[test]
    fn a_path_precedes_those_below_it() {
        let paths = ["/pets/search", "/pets/{id}/photos", "/pets-2", "/pets/{name}", "/pets/{id}", "/owners", "/pets"];
        let paths: Value =
            paths.iter().map(|path| ((*path).to_owned(), json!({}))).collect::<serde_json::Map<_, _>>().into();
        let mut root = json!({ "paths": paths });
        sort(&mut root);
        let sorted = ["/owners", "/pets", "/pets/{id}", "/pets/{name}", "/pets/{id}/photos", "/pets/search", "/pets-2"];
        assert_eq!(keys(&root["paths"]), sorted);
    }

    #[test]
    fn members_of_objects_are_sorted_but_not_properties() {
        let operation = json!({ "responses": { "default": {}, "404": {}, "200": {}, "2XX": {} } });
        let schema = json!({ "properties": { "b": {}, "a": {} } });
        let mut root = json!({
            "paths": { "/a": { "get": operation } },
            "components": { "schemas": { "B": schema, "A": {}, "a": {} } },
            "x-webhooks": { "b": {}, "a": { "post": operation } },
            "tags": [{ "name": "b" }, { "name": "a" }],
        });
        sort(&mut root);
        assert_eq!(keys(&root["paths"]["/a"]["get"]["responses"]), ["200", "2XX", "404", "default"]);
        assert_eq!(keys(&root["components"]["schemas"]), ["A", "B", "a"]);
        assert_eq!(keys(&root["components"]["schemas"]["B"]["properties"]), ["b", "a"]);
        assert_eq!(keys(&root["x-webhooks"]), ["a", "b"]);
        assert_eq!(keys(&root["x-webhooks"]["a"]["post"]["responses"]), ["200", "2XX", "404", "default"]);
        assert_eq!(root["tags"][0]["name"], "b");
    }

    #[test]
    fn what_is_not_an_object_is_left_alone() {
        for value in [json!(null), json!([1]), json!({ "paths": [], "components": { "schemas": 1 } })] {
            let mut sorted = value.clone();
            sort(&mut sorted);
            assert_eq!(sorted, value);
        }
    }
}
