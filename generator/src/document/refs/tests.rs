//! References that are right, wrong, indirect, and cyclic.

use serde_json::{Value, json};

use super::super::budget::Budget;
use super::super::files::Part;
use super::super::notes::Notes;
use super::resolve_all;
use crate::diagnostics::Diagnostics;
use crate::limits::Limits;

/// The code, the message and the help.
type Report = (&'static str, String, Option<String>);

fn resolved(mut root: Value, lenient: bool) -> (Value, Vec<Report>) {
    let (notes, mut diagnostics) = (Notes::default(), Diagnostics::new());
    let mut fetch = |_: &str, _: &mut Diagnostics| Part::Unreadable("no such file".to_owned());
    let mut budget = Budget::new(&root, &Limits::default());
    resolve_all(&mut root, "api.yaml", lenient, &mut fetch, &mut budget, &notes, &mut diagnostics);
    notes.report(&mut diagnostics);
    let reported = diagnostics.iter().map(|d| (d.code.name, d.message.clone(), d.help.clone())).collect();
    (root, reported)
}

fn schemas(schemas: Value) -> Value {
    json!({"components": {"schemas": schemas}})
}

#[test]
fn what_is_right_stays() {
    let document = json!({
        "components": {
            "schemas": {"A": {"$ref": "#/components/schemas/B~1C"}, "B/C": {"items": {"$ref": "#/components/schemas/A"}}},
            "examples": {"e": {"value": {"$ref": "#/nowhere"}}},
        },
        "paths": {"/a": {"get": {"responses": {"200": {"content": {"a/b": {"example": {"$ref": "no"}}}}}}}},
    });
    assert_eq!(resolved(document.clone(), false), (document, vec![]));
}

#[test]
fn escapes_and_slips_are_brought_into_form() {
    let (root, reported) = resolved(
        schemas(json!({
            "A B": {}, "é": {},
            "X": {"anyOf": [
                {"$ref": "#/components/schemas/A%20B"}, {"$ref": "#/components/schemas/%C3%A9"}, {"$ref": "é"},
                {"$ref": "#components/schemas/é"}, {"$ref": "#/definitions/é"},
            ]},
        })),
        false,
    );
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(root["components"]["schemas"]["X"]["anyOf"], json!([to("A B"), to("é"), to("é"), to("é"), to("é")]));
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["mended-reference"; 3]);
}

#[test]
fn letters_of_the_other_case_are_mended_where_one_component_is_meant() {
    let (root, reported) = resolved(
        schemas(json!({
            "Thing": {},
            "X": {"anyOf": [{"$ref": "#/components/schemas/thing"}, {"$ref": "#/components/Schemas/Thing"}]},
        })),
        false,
    );
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    assert_eq!(root["components"]["schemas"]["X"]["anyOf"], json!([thing, thing]));
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["mended-reference"; 2]);

    let two = json!({"Page": {}, "page": {}, "X": {"items": {"$ref": "#/components/schemas/PAGE"}}});
    let (_, reported) = resolved(schemas(two), false);
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["unknown-reference"]);
}

#[test]
fn unknown_ones_are_reported_with_a_suggestion() {
    let document = schemas(json!({
        "Credential": {},
        "A": {"items": {"$ref": "#/components/schemas/Credentail"}, "not": {"$ref": "#/components/schemas/Credentail"}},
        "B": {"items": {"$ref": "other.yaml#/A"}},
        "C": {"items": {"$ref": "#/components/schemas"}},
    }));
    let (_, reported) = resolved(document.clone(), false);
    assert_eq!(
        reported.iter().map(|t| t.0).collect::<Vec<_>>(),
        ["missing-file", "unknown-reference", "wrong-reference"]
    );
    assert_eq!(reported[1].1, "`#/components/schemas/Credentail` is not in this document (in 2 places)");
    assert_eq!(reported[1].2.as_deref(), Some("did you mean `#/components/schemas/Credential`?"));
    let mut document = document;
    document["components"]["schemas"]["B"] = json!({});
    let (root, reported) = resolved(document, true);
    assert_eq!(reported.len(), 2);
    assert_eq!(root["components"]["schemas"]["A"], json!({"items": {}, "not": {}}));
}

#[test]
fn the_right_name_in_another_section_is_suggested() {
    let (_, reported) = resolved(
        json!({"components": {"schemas": {"A": {"items": {"$ref": "#/components/schemas/Oops"}}},
               "responses": {"Oops": {}}, "headers": {"H": {"schema": {"$ref": "#/components/responses/Oops"}}}}}),
        false,
    );
    assert_eq!(reported[0].2.as_deref(), Some("did you mean `#/components/responses/Oops`?"));
    assert_eq!(reported[1].1, "`#/components/responses/Oops` refers to a response where a schema is expected");
}

#[test]
fn targets_elsewhere_become_components() {
    let (root, reported) = resolved(
        json!({
            "components": {"schemas": {
                "A": {"properties": {"b": {"properties": {"c": {"type": "string"}}}}, "$defs": {"d": {"type": "integer"}}},
                "X": {"anyOf": [
                    {"$ref": "#/components/schemas/A/properties/b"},
                    {"$ref": "#/components/schemas/A/properties/b/properties/c"},
                    {"$ref": "#/components/schemas/A/$defs/d"},
                    {"$ref": "#/components/schemas/X/items/properties/c"},
                    {"$ref": "#/paths/~1a~1{b}/get/responses/200/content/a~1b/schema"},
                ], "items": {"$ref": "#/components/schemas/A/properties/b"}},
            }},
            "paths": {"/a/{b}": {"get": {"operationId": "listAs", "responses": {"200": {"content": {"a/b": {
                "schema": {"type": "boolean"}}}}}}}},
        }),
        false,
    );
    assert_eq!(reported, []);
    let schemas = &root["components"]["schemas"];
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(schemas["X"]["anyOf"], json!([to("AB"), to("ABC"), to("AD"), to("ABC"), to("ListAs200")]));
    assert_eq!(schemas["A"], json!({"properties": {"b": to("AB")}, "$defs": {"d": to("AD")}}));
    assert_eq!(schemas["AB"], json!({"properties": {"c": to("ABC")}}));
    assert_eq!(schemas["ABC"], json!({"type": "string"}));
    assert_eq!(schemas["AD"], json!({"type": "integer"}));
    assert_eq!(schemas["ListAs200"], json!({"type": "boolean"}));
    assert_eq!(root["paths"]["/a/{b}"]["get"]["responses"]["200"]["content"]["a/b"]["schema"], to("ListAs200"));
}

#[test]
fn circles_are_refused_and_recursion_is_not() {
    let (_, reported) = resolved(
        schemas(json!({
            "A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/C"},
            "C": {"$ref": "#/components/schemas/A"}, "D": {"$ref": "#/components/schemas/A"},
            "E": {"$ref": "#/components/schemas/E"}, "F": {"items": {"$ref": "#/components/schemas/F"}},
        })),
        false,
    );
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["reference-cycle", "reference-cycle"]);
    assert_eq!(reported[0].1, "these references form a cycle: `A` → `B` → `C` → `A`");
    let (_, reported) = resolved(
        json!({"paths": {"/a": {"get": {"responses": {"200": {"content": {"a/b": {
        "schema": {"$ref": "#/paths/~1a/get/responses/200/content/a~1b/schema"}}}}}}}}}),
        false,
    );
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["reference-cycle"]);
}

#[test]
fn path_items_are_copied() {
    let (root, reported) = resolved(
        json!({
            "paths": {
                "/a": {"get": {"operationId": "x"}, "summary": "s"},
                "/b": {"$ref": "#/paths/~1a", "summary": "t"},
                "/c": {"$ref": "#/components/pathItems/P"},
                "/d": {"$ref": "#/components/pathItems/P"},
            },
            "components": {"pathItems": {"P": {"post": {"operationId": "p"}}}},
        }),
        false,
    );
    assert_eq!(reported, []);
    assert_eq!(root["paths"]["/b"], json!({"get": {}, "summary": "t"}));
    assert_eq!(root["paths"]["/c"], json!({"post": {"operationId": "p"}}));
    assert_eq!(root["paths"]["/d"], json!({"post": {}}));
    let (_, reported) =
        resolved(json!({"paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}}), false);
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["reference-cycle", "reference-cycle"]);
    let (_, reported) = resolved(json!({"paths": {"/a": {"$ref": "a.yaml"}, "/b": {"$ref": "#/x"}}}), false);
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["missing-file", "unknown-reference"]);
}

#[test]
fn mappings_become_references() {
    let (root, reported) = resolved(
        schemas(json!({
            "A": {"discriminator": {"propertyName": "t", "mapping": {
                "a": "B", "b": "#/components/schemas/B", "c": "Nobody", "d": 4,
            }}},
            "B": {},
        })),
        false,
    );
    let mapping = &root["components"]["schemas"]["A"]["discriminator"]["mapping"];
    assert_eq!(*mapping, json!({"a": "#/components/schemas/B", "b": "#/components/schemas/B"}));
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["unknown-mapping"]);
}

#[test]
fn references_where_none_is_allowed_are_copied() {
    let (root, reported) = resolved(
        json!({"paths": {"/a": {"get": {"responses": {"200": {}}}, "put": {"$ref": "#/paths/~1a/get"}}}}),
        false,
    );
    assert_eq!(root["paths"]["/a"]["put"], json!({"responses": {"200": {}}}));
    assert_eq!(reported.iter().map(|t| t.0).collect::<Vec<_>>(), ["misplaced-reference"]);
    let codes = |root| resolved(root, true).1.iter().map(|t| t.0).collect::<Vec<_>>();
    assert!(codes(json!({"paths": {"/a": {"get": {"$ref": "a.yaml"}}}})).contains(&"missing-file"));
    assert!(codes(json!({"paths": {"/a": {"get": {"$ref": "#/paths/~1a/get"}}}})).contains(&"reference-cycle"));
    assert!(codes(json!({"paths": {"/a": {"get": {"$ref": "#/paths/~1b/get"}}}})).contains(&"unknown-reference"));
}
