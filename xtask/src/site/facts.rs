//! What a document says, read without the generator: operations, parameters, properties, values and descriptions, each
//! with where it stands. Follows references within the document; what no operation leads to does not count.

mod others;

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::words::letters;

/// Something that a document says.
pub(super) struct Fact {
    /// Where it stands: a JSON Pointer.
    pub(super) at: String,
    pub(super) said: Said,
}

/// What is said.
pub(super) enum Said {
    /// An operation: its method and path.
    Operation(String),
    /// A text about an operation: its endpoint, and the text in Markdown.
    About(String, String),
    /// A parameter: the endpoint of its operation, its name, and its description.
    Parameter(String, String, Option<String>),
    /// A property and its description.
    Property(String, Option<String>),
    /// A value of an enumeration, as JSON.
    Value(String),
    /// The description of a schema.
    Schema(String),
    /// A text about the API as a whole.
    Whole(String),
    /// An example of a body of an operation in JSON: the endpoint, and the value.
    Example(String, Value),
}

/// Reads all facts of a document. What a schema at one of the pointers of `skipped` leads to does not count.
pub(super) fn read(document: &Value, skipped: &[String]) -> Vec<Fact> {
    let skipped = skipped.iter().map(String::as_str).collect();
    let mut reader = Reader { document, skipped, facts: Vec::new(), seen: HashSet::new() };
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/')) {
        let (item, at) = reader.follow(item, format!("/paths/{}", escaped(path)));
        let Some(item) = item.as_object() else { continue };
        for (method, operation) in item {
            if METHODS.contains(&method.to_lowercase().as_str()) {
                reader.operation(path, item, (method, operation), &at);
            }
        }
    }
    reader.whole();
    reader.webhooks();
    reader.facts
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

struct Reader<'a> {
    document: &'a Value,
    skipped: HashSet<&'a str>,
    facts: Vec<Fact>,
    /// The pointers of schemas that were read.
    seen: HashSet<String>,
}

impl<'a> Reader<'a> {
    /// Follows references within the document.
    fn follow(&self, mut value: &'a Value, mut at: String) -> (&'a Value, String) {
        for _ in 0..20 {
            let Some(pointer) = value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'))
            else {
                break;
            };
            let decoded = pointer.replace("%7B", "{").replace("%7D", "}");
            let Some(target) = self.document.pointer(&decoded) else { break };
            (value, at) = (target, decoded);
        }
        (value, at)
    }

    fn add(&mut self, at: &str, said: Said) {
        self.facts.push(Fact { at: at.to_owned(), said });
    }

    fn operation(
        &mut self,
        path: &str,
        item: &'a Map<String, Value>,
        (method, operation): (&str, &'a Value),
        above: &str,
    ) {
        let at = format!("{above}/{method}");
        let endpoint = format!("{} {path}", method.to_uppercase());
        self.add(&at, Said::Operation(endpoint.clone()));
        for key in ["summary", "description"] {
            if let Some(text) = text(operation, key) {
                self.add(&format!("{at}/{key}"), Said::About(endpoint.clone(), text));
            }
        }
        let own = operation.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate();
        let shared = item.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate();
        let own: Vec<(&Value, String)> =
            own.map(|(index, one)| self.follow(one, format!("{at}/parameters/{index}"))).collect();
        let key = |one: &Value| (one.get("name").cloned(), one.get("in").cloned());
        let keys: Vec<_> = own.iter().map(|(one, _)| key(one)).collect();
        let shared = shared.map(|(index, one)| self.follow(one, format!("{above}/parameters/{index}")));
        let shared: Vec<(&Value, String)> = shared.filter(|(one, _)| !keys.contains(&key(one))).collect();
        for (parameter, at) in own.into_iter().chain(shared) {
            self.parameter(&endpoint, parameter, &at);
        }
        if let Some(body) = operation.get("requestBody") {
            let (body, at) = self.follow(body, format!("{at}/requestBody"));
            if let Some(text) = text(body, "description") {
                self.add(&format!("{at}/description"), Said::About(endpoint.clone(), text));
            }
            self.content(body, &at);
            self.examples(body, &endpoint, &at);
        }
        for (status, response) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
            let (response, at) = self.follow(response, format!("{at}/responses/{status}"));
            // The report lists informational responses, which are not received.
            if status.starts_with('1') {
                continue;
            }
            if let Some(text) = text(response, "description") {
                self.add(&format!("{at}/description"), Said::About(endpoint.clone(), text));
            }
            self.named(response, "headers", &endpoint, &at);
            self.named(response, "links", &endpoint, &at);
            self.content(response, &at);
            self.examples(response, &endpoint, &at);
            if let Some(schema) = response.get("schema") {
                self.schema(schema, format!("{at}/schema"));
            }
        }
    }

    fn parameter(&mut self, endpoint: &str, parameter: &'a Value, at: &str) {
        let Some(name) = text(parameter, "name") else { return };
        let described = ["Accept", "Content-Type", "Authorization"];
        let is_header = parameter.get("in").and_then(Value::as_str) == Some("header");
        if is_header && described.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
            return;
        }
        if parameter.get("in").and_then(Value::as_str) == Some("body") {
            if let Some(schema) = parameter.get("schema") {
                self.schema(schema, format!("{at}/schema"));
            }
            return;
        }
        self.add(at, Said::Parameter(endpoint.to_owned(), name, text(parameter, "description")));
        if let Some(schema) = parameter.get("schema") {
            self.schema(schema, format!("{at}/schema"));
        }
    }

    fn content(&mut self, holder: &'a Value, at: &str) {
        for (media, content) in holder.get("content").and_then(Value::as_object).into_iter().flatten() {
            if let Some(schema) = content.get("schema").filter(|_| media.contains("json")) {
                self.schema(schema, format!("{at}/content/{}/schema", escaped(media)));
            }
        }
    }

    fn schema(&mut self, schema: &'a Value, at: String) {
        self.described(schema, at, true);
    }

    /// Reads a schema. The description of one that `is_new` is a fact of its own; that of a property is known.
    fn described(&mut self, schema: &'a Value, at: String, is_new: bool) {
        if self.skipped.contains(at.as_str()) {
            return;
        }
        let is_new = is_new || schema.get("$ref").is_some();
        let (schema, at) = self.follow(schema, at);
        if !schema.is_object() || !self.seen.insert(at.clone()) {
            return;
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let at = format!("{at}/properties/{}", escaped(name));
            // A description beside a reference is that of the property.
            let (target, _) = self.follow(property, at.clone());
            let description = text(property, "description").or_else(|| text(target, "description"));
            self.add(&at, Said::Property(name.clone(), description.filter(|_| target == property)));
            self.described(property, at, false);
        }
        for (index, value) in schema.get("enum").and_then(Value::as_array).into_iter().flatten().enumerate() {
            if value.is_string() || value.is_i64() {
                self.add(&format!("{at}/enum/{index}"), Said::Value(value.to_string()));
            }
        }
        if let Some(text) = text(schema, "description").filter(|text| is_new && !repeats(&at, text)) {
            self.add(&format!("{at}/description"), Said::Schema(text));
        }
        for key in ["items", "additionalProperties", "not"] {
            if let Some(inner) = schema.get(key).filter(|inner| inner.is_object() && key != "not") {
                self.schema(inner, format!("{at}/{key}"));
            }
        }
        for key in ["allOf", "oneOf", "anyOf", "prefixItems"] {
            for (index, inner) in schema.get(key).and_then(Value::as_array).into_iter().flatten().enumerate() {
                self.schema(inner, format!("{at}/{key}/{index}"));
            }
        }
    }
}

/// Returns a text that is not blank; blanks around it are no part of it.
fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Whether the description of a schema only repeats its name.
fn repeats(at: &str, text: &str) -> bool {
    at.rsplit('/').next().is_some_and(|name| letters(name) == letters(text))
}

/// Returns a key as a step of a JSON Pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Said, read};

    #[test]
    fn what_operations_lead_to_is_read() {
        let document = json!({
            "paths": {"/a": {"parameters": [{"$ref": "#/components/parameters/p"}], "get": {
                "summary": "All.",
                "responses": {"200": {"description": "ok", "content": {"application/json": {"schema":
                    {"type": "array", "items": {"$ref": "#/components/schemas/A"}}}}}}
            }}},
            "components": {
                "parameters": {"p": {"name": "p", "in": "query", "schema": {"enum": ["x"]}}},
                "schemas": {"A": {"description": "An A.", "properties": {"self": {"$ref": "#/components/schemas/A"}}}, "B": {}}
            }
        });
        let said: Vec<String> = read(&document, &[])
            .iter()
            .map(|fact| match &fact.said {
                Said::Operation(endpoint) => endpoint.clone(),
                Said::About(_, text) | Said::Schema(text) | Said::Whole(text) => text.clone(),
                Said::Parameter(_, name, _) | Said::Property(name, _) => name.clone(),
                Said::Value(value) => value.clone(),
                Said::Example(_, value) => value.to_string(),
            })
            .collect();
        assert_eq!(said, ["GET /a", "All.", "p", "\"x\"", "ok", "self", "An A."]);
    }
}
