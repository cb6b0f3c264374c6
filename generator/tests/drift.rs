//! The overlays that `sdkgen drift` makes of deviations, and that the generator takes them.

use sdkgen::drift::{Drift, overlay};
use sdkgen::{Config, Diagnostics, Options, Outcome, Overlay, Source, generate};
use serde_json::{Value, json};

fn document(version: &str) -> Value {
    json!({
        "openapi": version, "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example"}], "security": [],
        "paths": {
            "/sessions/{id}": {"get": {
                "operationId": "getSession",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "responses": {"200": {"$ref": "#/components/responses/Session"}, "4XX": {"description": "d"}},
            }},
            "/sessions": {"get": {"operationId": "listSessions", "responses": {"2XX": {"description": "d", "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Session"}}},
            }}}}},
        },
        "components": {
            "responses": {"Session": {"description": "d", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Session"}}}}},
            "schemas": {
                "Session": {"allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {"type": "object", "required": ["automatic_tax", "total"], "properties": {
                        "automatic_tax": {"$ref": "#/components/schemas/Tax"},
                        "total": {"type": "integer", "format": "int32"},
                        "created": {"type": "string", "format": "date-time"},
                        "mode": {"type": "string", "enum": ["payment", "setup"]},
                        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                        "it's": {"type": "boolean"},
                        "payer": {"oneOf": [{"$ref": "#/components/schemas/Person"}, {"$ref": "#/components/schemas/Firm"}]},
                    }},
                ]},
                "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
                "Person": {"type": "object", "required": ["name", "born"], "properties": {
                    "name": {"type": "string"}, "born": {"type": "string"}}},
                "Firm": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
                "Tax": {"type": "object", "required": ["on"], "properties": {"on": {"type": "boolean"}}},
            },
        },
    })
}

fn line(path: &str, found: Option<&str>) -> String {
    json!({
        "operation": "sessions.retrieve", "method": "GET", "path_template": "/sessions/{session}", "status": 200,
        "path": path, "expected": "something", "found": found, "missing": found.is_none(), "effect": "left-out",
    })
    .to_string()
}

fn drift(document: &Value, lines: &[String]) -> Drift {
    let source = Source::new("dir/shop.json", document.to_string());
    let mut diagnostics = Diagnostics::new();
    let drift = overlay(&source, &Config::default(), &lines.join("\n"), &mut diagnostics).expect("they are deviations");
    assert_eq!(diagnostics.iter().map(|one| one.message.clone()).collect::<Vec<_>>(), <[String; 0]>::default());
    drift.expect("the document can be read")
}

/// The models of the document with the overlay; all diagnostics are failures.
fn models(document: &Value, overlays: &[&str]) -> String {
    let mut source = Source::new("shop.json", document.to_string());
    let named = |text: &&str| Overlay { name: "drift.yaml".to_owned(), text: (*text).to_owned() };
    source.overlays = overlays.iter().map(named).collect();
    let Outcome { files, diagnostics, .. } = generate(&source, &Config::default(), &Options::default());
    let codes: Vec<_> = diagnostics.iter().map(|one| format!("{} {}", one.code.name, one.message)).collect();
    assert_eq!(codes, <[String; 0]>::default(), "{overlays:?}");
    let models = files.iter().filter(|file| file.path.starts_with("src/models"));
    models.map(|file| file.text.as_str()).collect()
}

#[test]
fn a_missing_property_becomes_optional() {
    let document = document("3.0.3");
    let drift = drift(&document, &[line("$.automatic_tax", None), line("$.id", None), line("$.automatic_tax", None)]);
    assert_eq!((drift.actions, drift.others.len()), (2, 0));
    let expected = "overlay: 1.0.0
info:
  title: \"What responses show about shop.json\"
  version: \"VERSION\"
actions:
  # GET /sessions/{session} 200: $.automatic_tax: required, but missing (2 times)
  - target: \"$['components']['schemas']['Session']['allOf'][1]['required'][?@ == 'automatic_tax']\"
    remove: true
  # GET /sessions/{session} 200: $.id: required, but missing
  - target: \"$['components']['schemas']['Base']['required']\"
    remove: true
"
    .replace("VERSION", env!("CARGO_PKG_VERSION"));
    assert_eq!(drift.overlay, expected);
    assert!(models(&document, &[]).contains("automatic_tax: required(\"automatic_tax\")"));
    let models = models(&document, &[&drift.overlay]);
    for field in
        ["automatic_tax: optional(\"automatic_tax\")", "id: optional(\"id\")", "total: required_int(\"total\")"]
    {
        assert!(models.contains(field), "{field} is not in {models}");
    }
}

#[test]
fn a_property_may_be_null_in_the_way_of_each_version() {
    let lines = ["$.automatic_tax", "$.total", "$.mode", "$[\"it's\"]"].map(|path| line(path, Some("null")));
    for version in ["3.0.3", "3.1.0"] {
        let document = document(version);
        let drift = drift(&document, &lines);
        assert_eq!(drift.others, <[String; 0]>::default());
        let models = models(&document, &[&drift.overlay]);
        for field in ["automatic_tax: nullable(\"automatic_tax\")", "total: nullable(\"total\")"] {
            assert!(models.contains(field), "{field} is not in {models}");
        }
        for field in ["mode: optional_nullable(\"mode\")", "it_s: optional_nullable(\"it's\")"] {
            assert!(models.contains(field), "{field} is not in {models}");
        }
        let is_new = drift.overlay.contains("\"null\"");
        assert_eq!((is_new, drift.overlay.contains("\"nullable\":true")), (version == "3.1.0", version == "3.0.3"));
    }
    // The null of Swagger 2.0 is an extension.
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let swagger = json!({
        "swagger": "2.0", "info": {"title": "Shop", "version": "1"}, "host": "shop.example", "security": [],
        "paths": {"/a": {"get": {"operationId": "getA", "produces": ["application/json"],
            "responses": {"200": {"description": "d", "schema": schema}}}}},
    });
    let line = json!({"operationId": "getA", "status": 200, "path": "$.a", "found": "null"}).to_string();
    let drift = drift(&swagger, &[line]);
    assert!(drift.overlay.contains("update: {\"x-nullable\":true}"), "{}", drift.overlay);
    assert!(models(&swagger, &[&drift.overlay]).contains("a: optional_nullable(\"a\")"));
}

#[test]
fn other_types_and_forms_are_accepted() {
    let document = document("3.0.3");
    let lines = [
        line("$.total", Some("string")),
        line("$.created", Some("string")),
        line("$.created", Some("integer")),
        line("$.labels[\"a b\"]", Some("integer")),
        line("$.labels.c", Some("null")),
        line("$.automatic_tax.on", Some("string")),
        line("$.automatic_tax", Some("array")),
        line("$.automatic_tax", Some("null")),
    ];
    let drift = drift(&document, &lines);
    assert_eq!(drift.others, <[String; 0]>::default());
    let models = models(&document, &[&drift.overlay]);
    // Unions have types of their own.
    for ty in ["pub enum SessionTotal", "pub enum SessionCreated", "pub enum SessionAutomaticTax", "pub enum TaxOn"] {
        assert!(models.contains(ty), "{ty} is not in {models}");
    }
    assert!(!models.contains("Timestamp"), "{models}");
}

#[test]
fn an_integer_with_a_fraction_is_a_number() {
    let document = document("3.1.0");
    let drift = drift(&document, &[line("$.total", Some("number"))]);
    assert!(drift.overlay.contains("update: {\"type\":\"number\"}"), "{}", drift.overlay);
    assert!(models(&document, &[&drift.overlay]).contains("pub total: f64"));
}

#[test]
fn what_cannot_be_expressed_is_not_dropped() {
    let document = document("3.0.3");
    let elsewhere = |path: &str| line(path, None).replace("/sessions/{session}", "/carts");
    let lines = [
        elsewhere("$.a"),
        line("$.unknown", None),
        line("$.unknown.deep", Some("null")),
        line("$.mode[0]", Some("null")),
        line("$.id", Some("string")),
        line("$.payer.name", None),
        line("$.payer.born", None),
        line("$.id", None).replace("200", "404"),
        line("$.id", None).replace("200", "500"),
    ];
    let drift = drift(&document, &lines);
    let shown: Vec<_> = drift.others.iter().map(|other| other.replace("GET /sessions/{session} ", "")).collect();
    assert_eq!(
        shown,
        [
            "GET /carts 200: $.a: required, but missing: the document has no such operation",
            "200: $.unknown: required, but missing: the document does not require `unknown`",
            "200: $.unknown.deep: expected something, found null: the document does not describe the property `unknown`",
            "200: $.mode[]: expected something, found null: the document does not describe the items",
            "200: $.payer.name: required, but missing: 2 alternatives of a union describe it, and it is not known which \
             one was sent",
            "404: $.id: required, but missing: the document describes no body of this response",
            "500: $.id: required, but missing: the document has no such response",
            "200: $.id: expected something, found string: the schema accepts this JSON type, and has neither `format` \
             nor `enum` nor `const`",
        ]
    );
    let comments = drift.overlay.lines().filter(|line| line.starts_with("# Not expressed: ")).count();
    assert_eq!((comments, drift.actions), (8, 1));
    assert!(models(&document, &[&drift.overlay]).contains("born: optional(\"born\")"));
    // Lines that are no deviations are errors.
    let refused = overlay(&Source::new("a", document.to_string()), &Config::default(), "{}", &mut Diagnostics::new());
    assert_eq!(refused.unwrap_err().0, 1);
}

#[test]
fn items_of_lists_are_followed() {
    let document = document("3.0.3");
    let line = json!({"operationId": "listSessions", "status": 206, "path": "$[3].total", "missing": true}).to_string();
    let drift = drift(&document, &[line]);
    assert!(drift.overlay.contains("listSessions 206: $[].total: required, but missing"), "{}", drift.overlay);
    let models = models(&document, &[&drift.overlay]);
    assert!(models.contains("total: optional(\"total\")"), "{models}");
}
