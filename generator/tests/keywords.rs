//! Each keyword of a schema, wherever a schema stands, changes the SDK, is reported, or is listed here as one that
//! needs nothing, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use sdkgen::diagnostics::Location;
use sdkgen::{Config, Options, Outcome, Source};
use serde_json::{Value, json};

/// A keyword, the schema that it is tried on, and its value.
type Row = (&'static str, Value, Value);

/// What a schema is put into, and how.
type Position = (&'static str, fn(&Value, &Value) -> Value);

/// Keywords of every version.
fn common() -> Vec<Row> {
    let text = || json!({"type": "string"});
    let number = || json!({"type": "number"});
    let object = || json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let list = || json!({"type": "array", "items": {"type": "string"}});
    vec![
        ("title", text(), json!("A Title")),
        ("description", text(), json!("Words of its own.")),
        ("type", json!({}), json!("string")),
        ("enum", text(), json!(["first", "second"])),
        ("enum", number(), json!([1.5, 2.5])),
        ("enum", json!({"type": "boolean"}), json!([true])),
        ("enum", json!({"type": "array", "items": {"type": "string"}}), json!([["a"]])),
        ("multipleOf", number(), json!(5)),
        ("maximum", number(), json!(77)),
        ("minimum", number(), json!(7)),
        ("maxLength", text(), json!(77)),
        ("minLength", text(), json!(7)),
        ("pattern", text(), json!("^q+$")),
        ("maxItems", list(), json!(77)),
        ("minItems", list(), json!(7)),
        ("uniqueItems", list(), json!(true)),
        ("maxProperties", object(), json!(77)),
        ("minProperties", object(), json!(7)),
        ("required", object(), json!(["a"])),
        ("required", object(), json!(["absent"])),
        ("properties", object(), json!({"b": {"type": "integer"}})),
        ("additionalProperties", object(), json!(true)),
        ("additionalProperties", object(), json!({"type": "integer"})),
        ("additionalProperties", object(), json!(false)),
        ("items", json!({"type": "array"}), json!({"type": "integer"})),
        ("allOf", object(), json!([{"properties": {"b": {"type": "integer"}}}])),
        ("format", text(), json!("date")),
        ("format", text(), json!("odd")),
        ("format", json!({"type": "integer"}), json!("int32")),
        ("format", json!({"type": "integer"}), json!("unix-time")),
        ("default", text(), json!("usual")),
        ("readOnly", text(), json!(true)),
        ("example", text(), json!("shown")),
        ("discriminator", object(), json!({"propertyName": "a"})),
        ("xml", text(), json!({"name": "y"})),
        ("externalDocs", text(), json!({"url": "https://example.com/more"})),
        ("misspelt", text(), json!(1)),
    ]
}

/// Keywords that OpenAPI 3.0 has beyond those of Swagger 2.0.
fn of_three() -> Vec<Row> {
    let object = || json!({"type": "object", "properties": {"a": {"type": "string"}}});
    vec![
        ("oneOf", json!({}), json!([{"type": "string"}, {"type": "boolean"}])),
        (
            "oneOf",
            object(),
            json!([{"properties": {"b": {"type": "string"}}, "required": ["b"]}, {"properties": {"c": {"type": "string"}}}]),
        ),
        ("anyOf", json!({}), json!([{"type": "string"}, {"type": "boolean"}])),
        ("anyOf", object(), json!([{"required": ["a"]}, {"required": ["b"]}])),
        ("not", json!({"type": "string"}), json!({"enum": ["x"]})),
        ("nullable", json!({"type": "string"}), json!(true)),
        ("writeOnly", json!({"type": "string"}), json!(true)),
        ("deprecated", json!({"type": "string"}), json!(true)),
    ]
}

/// Keywords of OpenAPI 3.0 alone.
fn of_three_zero() -> Vec<Row> {
    let number = || json!({"type": "number", "maximum": 9, "minimum": 1});
    vec![
        ("exclusiveMaximum", number(), json!(true)),
        ("exclusiveMinimum", number(), json!(true)),
        ("prefixItems", json!({"type": "array", "items": {}}), json!([{"type": "string"}])),
        ("if", json!({"type": "string"}), json!({"minLength": 1})),
        ("patternProperties", json!({"type": "object"}), json!({"^x": {"type": "string"}})),
        ("propertyNames", json!({"type": "object"}), json!({"pattern": "^x"})),
    ]
}

/// Keywords of JSON Schema of 2020-12 beyond those of 3.0.
fn of_three_one() -> Vec<Row> {
    let text = || json!({"type": "string"});
    let number = || json!({"type": "number"});
    let object = || json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let list = || json!({"type": "array", "items": {"type": "string"}});
    let added = || json!({"properties": {"added": {"type": "string"}}});
    vec![
        ("type", json!({}), json!(["string", "null"])),
        ("type", json!({}), json!(["string", "boolean"])),
        ("const", text(), json!("only")),
        ("exclusiveMaximum", number(), json!(77)),
        ("exclusiveMinimum", number(), json!(7)),
        ("contains", list(), json!({"type": "string"})),
        ("maxContains", list(), json!(7)),
        ("minContains", list(), json!(7)),
        ("prefixItems", json!({"type": "array"}), json!([{"type": "string"}, {"type": "integer"}])),
        ("unevaluatedItems", json!({"type": "array"}), json!({"type": "integer"})),
        ("unevaluatedItems", list(), json!(false)),
        ("unevaluatedProperties", object(), json!({"type": "integer"})),
        ("unevaluatedProperties", object(), json!(true)),
        ("unevaluatedProperties", object(), json!(false)),
        ("patternProperties", object(), json!({"^x": {"type": "integer"}})),
        ("propertyNames", object(), json!({"pattern": "^x"})),
        ("dependentRequired", object(), json!({"a": ["b"]})),
        ("dependentSchemas", object(), json!({"a": added()})),
        ("if", object(), json!({"required": ["a"]})),
        ("then", object(), added()),
        ("else", object(), added()),
        ("contentEncoding", text(), json!("base64")),
        ("contentEncoding", text(), json!("quoted-printable")),
        ("contentMediaType", text(), json!("image/png")),
        ("contentMediaType", text(), json!("application/json")),
        ("contentSchema", text(), json!({"type": "object"})),
        ("examples", text(), json!(["shown"])),
        ("$comment", text(), json!("a remark")),
        ("$schema", text(), json!("https://json-schema.org/draft/2020-12/schema")),
        ("$id", text(), json!("https://example.com/schema")),
        ("$anchor", text(), json!("anchor")),
        ("$dynamicAnchor", text(), json!("dynamic")),
        ("$vocabulary", text(), json!({})),
        ("$defs", text(), json!({"D": {"type": "string"}})),
    ]
}

/// A document of version 3.1; the other versions are made of it.
fn document(components: Value, operation: Value, webhooks: Value) -> Value {
    json!({
        "openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://example.com"}],
        "paths": {"/t/{id}": {"post": operation}}, "webhooks": webhooks, "components": {"schemas": components},
    })
}

fn operation(parameters: Value, body: Value, response: &Value) -> Value {
    let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
    let mut all = vec![];
    let parameters = parameters.as_array().cloned().unwrap_or_default();
    if parameters.iter().all(|parameter| parameter["in"] != "path") {
        all.push(id);
    }
    all.extend(parameters);
    let mut operation = json!({
        "operationId": "makeT", "parameters": all,
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": response}}}},
    });
    if !body.is_null() {
        operation["requestBody"] = json!({"required": true, "content": body});
    }
    operation
}

/// A document whose response is an object with this property.
fn held(property: &Value, more: Value) -> Value {
    let mut components = json!({"Holder": {"type": "object", "properties": {"p": property}}});
    if let (Value::Object(components), Value::Object(more)) = (&mut components, more) {
        components.extend(more);
    }
    let holder = json!({"$ref": "#/components/schemas/Holder"});
    document(components, operation(json!([]), Value::Null, &holder), json!({}))
}

fn parameter(location: &str, schema: &Value) -> Value {
    let parameter = json!([{"name": "id", "in": location, "required": location == "path", "schema": schema}]);
    document(json!({}), operation(parameter, Value::Null, &json!({"type": "string"})), json!({}))
}

fn field(media: &str, schema: &Value) -> Value {
    let body = json!({media: {"schema": {"type": "object", "properties": {"p": schema}}}});
    document(json!({}), operation(json!([]), body, &json!({"type": "string"})), json!({}))
}

/// Where schemas stand. Each is given the schema, and the schema without the keyword.
fn positions() -> Vec<Position> {
    fn other() -> Value {
        json!({"type": "object", "required": ["zz"], "properties": {"zz": {"type": "integer"}}})
    }
    fn hook(schema: &Value) -> Value {
        let payload = json!({"type": "object", "properties": {"p": schema}});
        let hook = json!({"post": {"operationId": "hooked", "requestBody": {"content": {"application/json": {"schema": payload}}}, "responses": {"200": {"description": "ok"}}}});
        document(json!({}), operation(json!([]), Value::Null, &json!({"type": "string"})), json!({"hooked": hook}))
    }
    vec![
        ("component", |schema, _| held(&json!({"$ref": "#/components/schemas/T"}), json!({"T": schema}))),
        ("property", |schema, _| held(schema, json!({}))),
        ("list item", |schema, _| held(&json!({"type": "array", "items": schema}), json!({}))),
        ("map value", |schema, _| held(&json!({"type": "object", "additionalProperties": schema}), json!({}))),
        ("allOf part", |schema, _| held(&json!({"allOf": [schema], "description": "Whole."}), json!({}))),
        ("oneOf alternative", |schema, _| held(&json!({"oneOf": [schema, other()]}), json!({}))),
        ("anyOf alternative", |schema, _| held(&json!({"anyOf": [schema, other()]}), json!({}))),
        ("beside $ref", |schema, base| {
            let mut beside = schema.clone();
            if let (Value::Object(beside), Value::Object(base)) = (&mut beside, base) {
                beside.retain(|key, value| base.get(key) != Some(value));
                beside.insert("$ref".to_owned(), json!("#/components/schemas/T"));
            }
            held(&beside, json!({"T": base}))
        }),
        ("request body", |schema, _| {
            let body = json!({"application/json": {"schema": schema}});
            document(json!({}), operation(json!([]), body, &json!({"type": "string"})), json!({}))
        }),
        ("response", |schema, _| document(json!({}), operation(json!([]), Value::Null, schema), json!({}))),
        ("query parameter", |schema, _| parameter("query", schema)),
        ("path parameter", |schema, _| parameter("path", schema)),
        ("header parameter", |schema, _| parameter("header", schema)),
        ("cookie parameter", |schema, _| parameter("cookie", schema)),
        ("form field", |schema, _| field("application/x-www-form-urlencoded", schema)),
        ("multipart field", |schema, _| field("multipart/form-data", schema)),
        ("webhook payload", |schema, _| hook(schema)),
    ]
}

/// Where a schema is no field or parameter of its own, so that no item of the SDK has docs for it alone.
const WITHOUT_DOCS: [&str; 6] =
    ["list item", "map value", "oneOf alternative", "anyOf alternative", "request body", "response"];

/// Why a keyword needs nothing there, if it does not.
fn exempt(keyword: &str, value: &Value, position: &str) -> Option<&'static str> {
    const BOUNDS: [&str; 14] = [
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxProperties",
        "minProperties",
        "format",
    ];
    let without_docs = WITHOUT_DOCS.contains(&position);
    let is_parameter = position.ends_with(" parameter");
    Some(match keyword {
        "$comment" => "a remark for authors",
        "$schema" | "$vocabulary" => "names the dialect, which is known",
        "$id" | "$anchor" | "$dynamicAnchor" => "names a schema, and nothing refers to it",
        "$defs" => "holds schemas, and nothing refers to them",
        "xml" => "XML is not written",
        "discriminator" => "there are no alternatives and no derived schemas that it could distinguish",
        "additionalProperties" | "unevaluatedProperties" if *value == json!(false) => {
            "what the document does not describe is not kept in any case"
        }
        "contentMediaType" if *value == json!("image/png") => "bytes in JSON are text",
        "nullable" if is_parameter => "a parameter cannot be null",
        "nullable" if position == "request body" => "a text body cannot be null",
        "nullable" => "a field of a response that may be absent takes null for it",
        "example" | "examples" => "samples of inputs are made of it, where there are any",
        "readOnly" | "writeOnly" if without_docs || is_parameter => "concerns properties only (OpenAPI 3.0.3)",
        "writeOnly" if ["form field", "multipart field"].contains(&position) => "only requests contain it in any case",
        "deprecated" if without_docs || position == "path parameter" => "there is no item that could be deprecated",
        "title" | "description" | "default" if without_docs => "there is no item whose docs could hold it",
        "description" if position == "allOf part" => "the whole has a description of its own",
        "externalDocs" if without_docs || is_parameter => "there is no item whose docs could hold it",
        _ if BOUNDS.contains(&keyword) && without_docs && !position.ends_with(" alternative") => {
            "a check of the server's, stated in the docs of fields and inputs"
        }
        _ => return None,
    })
}

/// A document in the words of an older version.
fn as_version(version: &str, mut document: Value) -> Value {
    match version {
        "2.0" => as_swagger(document),
        "3.0.3" => {
            document["openapi"] = json!(version);
            document
        }
        _ => document,
    }
}

/// The same as Swagger 2.0; its parameters have no schemas but for bodies.
fn as_swagger(document: Value) -> Value {
    let text = document.to_string().replace("#/components/schemas/", "#/definitions/");
    let document: Value = serde_json::from_str(&text).expect("it was JSON");
    let mut operation = document["paths"]["/t/{id}"]["post"].clone();
    let body = operation["requestBody"]["content"]["application/json"]["schema"].clone();
    let mut parameters = vec![json!({"name": "id", "in": "path", "required": true, "type": "string"})];
    if !body.is_null() {
        parameters.push(json!({"name": "body", "in": "body", "required": true, "schema": body}));
    }
    let response = operation["responses"]["200"]["content"]["application/json"]["schema"].clone();
    operation["responses"] = json!({"200": {"description": "ok", "schema": response}});
    operation["parameters"] = json!(parameters);
    if let Value::Object(operation) = &mut operation {
        operation.shift_remove("requestBody");
    }
    json!({
        "swagger": "2.0", "info": document["info"], "host": "example.com", "paths": {"/t/{id}": {"post": operation}},
        "definitions": document["components"]["schemas"],
    })
}

/// Whether schemas stand there in a version.
fn has(version: &str, position: &str) -> bool {
    const OF_TWO: [&str; 8] =
        ["component", "property", "list item", "map value", "allOf part", "beside $ref", "request body", "response"];
    match version {
        "2.0" => OF_TWO.contains(&position),
        "3.0.3" => position != "webhook payload",
        _ => true,
    }
}

fn generate(document: &Value) -> Outcome {
    let options = Options { lenient_names: true, ..Options::default() };
    sdkgen::generate(&Source::new("t.json", document.to_string()), &Config::default(), &options)
}

fn text(outcome: &Outcome) -> BTreeMap<&str, &str> {
    outcome.files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect()
}

/// Returns what an outcome reports, as lines that name the keyword's location.
fn reported(outcome: &Outcome) -> BTreeSet<String> {
    let location = |location: &Location| match location {
        Location::Node(pointer) | Location::Key(pointer) => pointer.as_str().to_owned(),
        _ => String::new(),
    };
    let reported = outcome.diagnostics.iter().map(|diagnostic| {
        let related: Vec<String> = diagnostic.related.iter().map(|(at, _)| location(at)).collect();
        format!(
            "{} {} {} {}",
            diagnostic.code.name,
            location(&diagnostic.location),
            related.join(" "),
            diagnostic.message
        )
    });
    let untyped = outcome.report.untyped.iter().map(|untyped| format!("untyped {untyped:?}"));
    reported.chain(untyped).collect()
}

/// How many cells there are of each outcome.
#[derive(Default)]
struct Account {
    honoured: usize,
    reported: usize,
    needless: usize,
    /// The positions where a keyword changes nothing and is not reported, by the row.
    silent: BTreeMap<String, Vec<&'static str>>,
}

impl Account {
    fn of(version: &str, rows: &[Row]) -> Self {
        let mut account = Self::default();
        let mut plain: BTreeMap<String, Outcome> = BTreeMap::new();
        for (keyword, base, value) in rows {
            for (position, put) in positions().into_iter().filter(|(position, _)| has(version, position)) {
                let mut schema = base.clone();
                schema[*keyword] = value.clone();
                let without = plain
                    .entry(format!("{position} {base}"))
                    .or_insert_with(|| generate(&as_version(version, put(base, base))));
                let with = generate(&as_version(version, put(&schema, base)));
                assert!(!with.files.is_empty(), "{version} {keyword} {position}: {:?}", reported(&with));
                if reported(&with).difference(&reported(without)).any(|line| line.contains(keyword)) {
                    account.reported += 1;
                } else if text(&with) != text(without) {
                    account.honoured += 1;
                } else if exempt(keyword, value, position).is_some() {
                    account.needless += 1;
                } else {
                    account.silent.entry(format!("{version} {keyword}: {value} on {base}")).or_default().push(position);
                }
            }
        }
        account
    }
}

fn check(version: &str, rows: &[Row]) {
    let Account { honoured, reported, needless, silent } = Account::of(version, rows);
    let cells = honoured + reported + needless + silent.values().map(Vec::len).sum::<usize>();
    println!("{version}: {cells} cells, {honoured} honoured, {reported} reported, {needless} need nothing");
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_keyword_of_2_0_is_honoured_or_reported() {
    check("2.0", &common());
}

#[test]
fn every_keyword_of_3_0_is_honoured_or_reported() {
    check("3.0.3", &[common(), of_three(), of_three_zero()].concat());
}

#[test]
fn every_keyword_of_3_1_is_honoured_or_reported() {
    let of_three: Vec<Row> = of_three().into_iter().filter(|row| row.0 != "nullable").collect();
    check("3.1.0", &[common(), of_three, of_three_one()].concat());
}
