//! Cuts a large document down to some of its paths, and to the components that these need.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::additive::references;

/// Keeps at most so many paths of a document, spread over all of them, and what they refer to. Returns what was cut;
/// nothing if the document has no more paths.
pub(super) fn cut(document: &mut Value, most: usize) -> Option<String> {
    let paths = document.get_mut("paths")?.as_object_mut()?;
    let all = paths.len();
    if all <= most {
        return None;
    }
    let mut number = 0;
    paths.retain(|_, _| {
        number += 1;
        // One of every `all / most`.
        number * most / all > (number - 1) * most / all
    });
    let before = schemas(document);
    components(document);
    Some(format!("cut down to {most} of its {all} paths, and to {} of its {before} schemas", schemas(document)))
}

fn schemas(document: &Value) -> usize {
    document.pointer("/components/schemas").and_then(Value::as_object).map_or(0, Map::len)
}

/// Removes the components that nothing refers to; security schemes are mentioned by their names, and stay.
fn components(document: &mut Value) {
    let Some(Value::Object(mut sections)) = document.get_mut("components").map(Value::take) else { return };
    let mut open = Vec::new();
    references(document, &mut open);
    let mut known = BTreeSet::new();
    while let Some(pointer) = open.pop() {
        let Some((section, name)) = component(&pointer) else { continue };
        if known.insert((section.to_owned(), name.clone())) {
            sections
                .get(section)
                .and_then(|all| all.get(&name))
                .into_iter()
                .for_each(|part| references(part, &mut open));
        }
    }
    for (section, parts) in sections.iter_mut().filter(|(section, _)| *section != "securitySchemes") {
        if let Value::Object(parts) = parts {
            parts.retain(|name, _| known.contains(&(section.clone(), name.clone())));
        }
    }
    document["components"] = Value::Object(sections);
}

/// The section and the name of the component that a pointer leads to, or into.
fn component(pointer: &str) -> Option<(&str, String)> {
    let (section, name) = pointer.strip_prefix("/components/")?.split_once('/')?;
    let name = name.split('/').next().unwrap_or(name);
    Some((section, name.replace("~1", "/").replace("~0", "~")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::cut;

    fn document() -> Value {
        let of =
            |name: &str| json!({"get": {"responses": {"200": {"$ref": format!("#/components/responses/{name}")}}}});
        let response = |name: &str| {
            let schema = json!({"$ref": format!("#/components/schemas/{name}")});
            json!({"description": "It", "content": {"application/json": {"schema": schema}}})
        };
        json!({"paths": {"/a": of("a"), "/b": of("b"), "/c": of("c"), "/d": of("d")}, "components": {
            "responses": {"a": response("A"), "b": response("B"), "c": response("C"), "d": response("D")},
            "schemas": {"A": {}, "B": {}, "C": {}, "D": {"items": {"$ref": "#/components/schemas/E"}}, "E": {}},
            "securitySchemes": {"key": {}}}})
    }

    #[test]
    fn paths_stay_with_all_that_they_need() {
        let mut document = document();
        let said = cut(&mut document, 2);
        assert_eq!(said.as_deref(), Some("cut down to 2 of its 4 paths, and to 3 of its 5 schemas"));
        let paths: Vec<&String> = document["paths"].as_object().into_iter().flatten().map(|(path, _)| path).collect();
        assert_eq!(paths, ["/b", "/d"]);
        assert_eq!(
            document["components"]["schemas"],
            json!({"B": {}, "D": {"items": {"$ref": "#/components/schemas/E"}}, "E": {}})
        );
        assert_eq!(document["components"]["securitySchemes"], json!({"key": {}}));
    }

    #[test]
    fn a_small_document_stays_as_it_is() {
        let mut same = document();
        assert_eq!(cut(&mut same, 4), None);
        assert_eq!(same, document());
    }
}
