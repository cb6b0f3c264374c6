//! The examples that `sdkgen samples` writes for other tools.

use sdkgen::code_samples::{CodeSamples, list, markdown, overlay};
use sdkgen::{Config, Options, Outcome, Overlay, Source, generate};
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://{region}.pets.example/v1", "variables": {"region": {"default": "eu"}}}],
        "security": [{"key": []}],
        "components": {"securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "basic": {"type": "http", "scheme": "basic"},
            "other": {"type": "apiKey", "in": "query", "name": "k[]"},
        }},
        "paths": {
            "/pets/{id}/it's": {"get": {
                "operationId": "getPet",
                "x-codeSamples": [{"lang": "PHP", "source": "echo 1;"}],
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}, "example": "a/b '1'"},
                    {"name": "tags", "in": "query", "required": true, "style": "pipeDelimited", "explode": false,
                        "schema": {"type": "array", "items": {"type": "string"}}, "example": ["x", "y z"]},
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    {"name": "session", "in": "cookie", "required": true, "schema": {"type": "string"},
                        "example": "c,d"},
                    {"name": "X-Trace", "in": "header", "required": true, "schema": {"type": "string"},
                        "example": "a\r\nX-Evil: 1"},
                ],
                "responses": {"200": {"description": "d", "content": {
                    "application/json": {"schema": {"type": "object"}}}}},
            }},
            "/pets": {
                "post": {
                    "operationId": "createPet", "security": [{"basic": [], "other": []}],
                    "requestBody": {"required": true, "content": {"application/json": {"schema": {
                        "type": "object", "required": ["name"], "additionalProperties": false,
                        "properties": {"name": {"type": "string"}, "age": {"type": "integer", "maximum": 9}},
                    }, "example": {"name": "O'Tom", "age": 10, "unknown": 1}}}},
                    "responses": {"204": {"description": "d"}},
                },
            },
            "/photos": {"post": {
                "operationId": "sendPhoto", "security": [],
                "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {
                    "type": "object", "required": ["title", "photo"],
                    "properties": {"title": {"type": "string"}, "photo": {"type": "string", "format": "binary"}},
                }}}},
                "responses": {"204": {"description": "d"}},
            }},
        },
    })
}

fn source() -> Source {
    Source::new("pets.json", document().to_string())
}

fn samples() -> Vec<CodeSamples> {
    let mut outcome = Outcome::default();
    sdkgen::samples(&source(), &Config::default(), &Options::default(), &mut outcome).expect("the document is accepted")
}

fn curl(path: &str) -> String {
    samples().into_iter().find(|one| one.path == path).expect("the operation is there").curl
}

#[test]
fn commands_have_what_the_document_shows() {
    let expected = r#"curl 'https://eu.pets.example/v1/pets/a%2Fb%20%271%27/it'\''s?tags=x%7Cy%20z' \
  -H 'Accept: application/json' \
  -H 'X-Trace: a  X-Evil: 1' \
  -H "X-Key: $PETS_API_KEY" \
  -H 'Cookie: session=c%2Cd'"#;
    assert_eq!(curl("/pets/{id}/it's"), expected);
    // An age above the maximum gets another value, and what the schema does not allow is left out.
    let expected = r#"curl -X POST "https://eu.pets.example/v1/pets?k%5B%5D=$PETS_OTHER" \
  -u "$PETS_USERNAME:$PETS_PASSWORD" \
  -H 'Accept: */*' \
  -H 'Content-Type: application/json' \
  -d '{
  "name": "O'\''Tom",
  "age": 1
}'"#;
    assert_eq!(curl("/pets"), expected);
    let expected = r"curl -X POST 'https://eu.pets.example/v1/photos' \
  -H 'Accept: */*' \
  --form-string 'title=title' \
  -F 'photo=@file;type=application/octet-stream'";
    assert_eq!(curl("/photos"), expected);
}

#[test]
fn our_own_overlays_take_the_samples() {
    let samples = samples();
    let (text, others) = overlay("Samples", &samples);
    assert!(others.is_empty());
    let mut changed = source();
    changed.overlays.push(Overlay { name: "samples.json".to_owned(), text: text.clone() });
    let (before, after) = [source(), changed].map(|one| generate(&one, &Config::default(), &Options::default())).into();
    let codes = |outcome: &Outcome| outcome.diagnostics.iter().map(|one| one.code.name).collect::<Vec<_>>();
    assert_eq!(codes(&before), codes(&after), "no action is without effect");
    assert_eq!(before.files, after.files);

    // What the specification says: each target is one operation, and its lists are appended.
    let parsed: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(parsed["overlay"], "1.0.0");
    let actions = parsed["actions"].as_array().expect("a list");
    assert_eq!(actions.len(), 3);
    let document = document();
    for action in actions {
        let query = action["target"].as_str().expect("a text");
        let path = serde_json_path::JsonPath::parse(query).expect("it is a JSONPath");
        let found = path.query(&document).exactly_one().expect("it selects one node");
        assert!(found.get("operationId").is_some());
        let list = action["update"]["x-codeSamples"].as_array().expect("a list");
        let langs: Vec<&Value> = list.iter().map(|one| &one["lang"]).collect();
        assert_eq!(langs, ["Rust", "Shell"]);
    }
}

#[test]
fn lists_and_sections_have_all_operations() {
    let samples = samples();
    let parsed: Value = serde_json::from_str(&list(&samples)).expect("it is JSON");
    let first = parsed.as_array().and_then(|list| list.iter().find(|one| one["path"] == "/pets")).expect("it is there");
    assert!(first["rust"].as_str().is_some_and(|text| text.contains("client")));
    assert!(
        first["http"].as_str().is_some_and(|text| text.starts_with("POST /v1/pets?k%5B%5D=$PETS_OTHER HTTP/1.1\r\n"))
    );
    let text = markdown(&samples);
    assert_eq!(text.matches("\n## ").count() + 1, 3);
    assert!(text.contains("```sh\ncurl ") && text.contains("```http\nPOST "));
}
