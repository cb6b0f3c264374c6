//! Whether a document only adds to an older one: a judge over the raw JSON of OpenAPI 3 and Swagger 2.0, independent of
//! the generator.
//!
//! What may be added: paths, methods, components, responses, media types, headers, schemes, optional parameters,
//! properties (in what requests contain only optional ones), values of enumerations and alternatives. Texts, examples,
//! tags, identifiers of operations, extensions, servers and the order of anything do not count. All else that differs
//! is a change.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Returns what is not only added, each with its location; nothing if the new document only adds.
pub(super) fn changes(old: &Value, new: &Value) -> Vec<String> {
    let mut judge = Judge { new, sent: sent(new), changes: Vec::new() };
    judge.compare("", Role::Document, false, old, new);
    judge.changes
}

/// What a part of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Document,
    Components,
    /// Members of any name, each of them such a part; further ones may be added.
    Map(Part),
    PathItem,
    Operation,
    /// A parameter: in version 2.0 also with the members of a schema.
    Parameter,
    Body,
    Response,
    MediaType,
    Schema,
    /// Anything that has to stay the same.
    Fixed,
}

/// What the members of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    PathItem,
    Parameter,
    Body,
    Response,
    MediaType,
    Schema,
    Fixed,
}

impl Part {
    fn role(self) -> Role {
        match self {
            Self::PathItem => Role::PathItem,
            Self::Parameter => Role::Parameter,
            Self::Body => Role::Body,
            Self::Response => Role::Response,
            Self::MediaType => Role::MediaType,
            Self::Schema => Role::Schema,
            Self::Fixed => Role::Fixed,
        }
    }
}

/// What a member of a part is; `None` if it does not count.
fn role_of(role: Role, key: &str) -> Option<Role> {
    if key.starts_with("x-") && !["x-nullable", "x-enum-varnames"].contains(&key) {
        return None;
    }
    if matches!(key, "description" | "summary" | "example" | "examples" | "externalDocs" | "tags" | "operationId")
        && !matches!(role, Role::Map(_))
    {
        return None;
    }
    Some(match (role, key) {
        (Role::Document, "paths") => Role::Map(Part::PathItem),
        (Role::Document, "components") => Role::Components,
        (Role::Document, "definitions") | (Role::Components, "schemas") => Role::Map(Part::Schema),
        (Role::Document | Role::Components, "parameters") => Role::Map(Part::Parameter),
        (Role::Document | Role::Components, "responses") => Role::Map(Part::Response),
        (Role::Components, "requestBodies") => Role::Map(Part::Body),
        (Role::Document, "securityDefinitions") | (Role::Components, _) => Role::Map(Part::Fixed),
        (Role::Document, "security" | "consumes" | "produces") => Role::Fixed,
        (Role::Document, _) => return None,
        (Role::Map(part), _) => part.role(),
        (Role::PathItem, "parameters") | (Role::Operation, "parameters") => Role::Map(Part::Parameter),
        (Role::PathItem, "servers") | (Role::Operation, "servers" | "schemes" | "callbacks" | "deprecated") => {
            return None;
        }
        (Role::PathItem, _) => Role::Operation,
        (Role::Operation, "requestBody") => Role::Body,
        (Role::Operation, "responses") => Role::Map(Part::Response),
        (Role::Body | Role::Response, "content") => Role::Map(Part::MediaType),
        (Role::Response, "headers") => Role::Map(Part::Fixed),
        (Role::Response, "links") => return None,
        (Role::MediaType | Role::Parameter | Role::Response, "schema") => Role::Schema,
        (Role::Schema, "title" | "deprecated") | (Role::Parameter, "deprecated") => return None,
        (Role::Schema, "properties") => Role::Map(Part::Schema),
        (Role::Schema | Role::Parameter, "items" | "additionalProperties" | "not") => Role::Schema,
        (Role::Schema, "mapping") => Role::Map(Part::Fixed),
        (Role::Schema, "discriminator") => Role::Schema,
        _ => Role::Fixed,
    })
}

struct Judge<'a> {
    new: &'a Value,
    /// The components that requests contain.
    sent: BTreeSet<String>,
    changes: Vec<String>,
}

impl Judge<'_> {
    fn compare(&mut self, at: &str, role: Role, sent: bool, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        match (old, new) {
            (Value::Object(old), Value::Object(new)) if role != Role::Fixed => self.objects(at, role, sent, old, new),
            (Value::Array(old), Value::Array(new)) if role == Role::Map(Part::Parameter) => {
                self.parameters(at, old, new);
            }
            _ => self.change(at, old, new),
        }
    }

    fn change(&mut self, at: &str, old: &Value, new: &Value) {
        let shown = |value: &Value| value.to_string().chars().take(60).collect::<String>();
        self.changes.push(format!("{at}: {} is now {}", shown(old), shown(new)));
    }

    fn objects(&mut self, at: &str, role: Role, sent: bool, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (key, before) in old {
            let Some(inner) = role_of(role, key) else { continue };
            let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
            let sent = self.is_sent(&at, inner, sent);
            match (new.get(key), key.as_str()) {
                (Some(after), _) if before == after => {}
                (Some(after), "enum") if is_schema(role) => self.grows(&at, before, after),
                (Some(after), "oneOf" | "anyOf") if role == Role::Schema => self.alternatives(&at, sent, before, after),
                (Some(after), "allOf") if role == Role::Schema => self.parts(&at, sent, before, after),
                (Some(after), "required") if role == Role::Schema => {
                    self.required(&at, sent, old, new, (before, after))
                }
                (Some(after), "consumes" | "produces") => self.grows(&at, before, after),
                (Some(after), _) => self.compare(&at, inner, sent, before, after),
                (None, "required") if role == Role::Schema => {
                    self.changes.push(format!("{at}: nothing is required now"))
                }
                (None, _) => self.changes.push(format!("{at}: removed")),
            }
        }
        for (key, after) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            if role_of(role, key).is_some() && !self.may_be_added(role, sent, key, after, (old, new)) {
                self.changes.push(format!("{at}/{key}: added"));
            }
        }
    }

    fn may_be_added(
        &self,
        role: Role,
        sent: bool,
        key: &str,
        value: &Value,
        (old, new): (&Map<String, Value>, &Map<String, Value>),
    ) -> bool {
        match role {
            Role::Map(_) | Role::Components | Role::PathItem | Role::Document => key != "security",
            Role::Operation => match key {
                "requestBody" => value["required"] != true,
                "parameters" => value.as_array().is_some_and(|list| list.iter().all(|one| self.is_optional(one))),
                "consumes" | "produces" => true,
                _ => false,
            },
            // A response that had no content.
            Role::Response => matches!(key, "headers" | "content" | "schema"),
            Role::Schema => match key {
                "properties" => !sent && !is_alias(old),
                "required" => names(value).iter().all(|name| !sent && is_new(old, new, name)),
                _ => false,
            },
            Role::Parameter | Role::Body | Role::MediaType | Role::Fixed => false,
        }
    }

    fn is_optional(&self, parameter: &Value) -> bool {
        let reference = parameter.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        let parameter = reference.and_then(|pointer| self.new.pointer(pointer)).unwrap_or(parameter);
        parameter["required"] != true
    }

    /// Whether requests contain a part.
    fn is_sent(&self, at: &str, role: Role, sent: bool) -> bool {
        let component = at.strip_prefix("/components/schemas/").or_else(|| at.strip_prefix("/definitions/"));
        match component {
            Some(name) if !name.contains('/') => self.sent.contains(name),
            _ => sent || matches!(role, Role::Body | Role::Parameter | Role::Map(Part::Parameter)),
        }
    }

    fn grows(&mut self, at: &str, old: &Value, new: &Value) {
        let all = new.as_array().map(Vec::as_slice).unwrap_or_default();
        let gone = old.as_array().into_iter().flatten().filter(|value| !all.contains(value));
        self.changes.extend(gone.map(|value| format!("{at}: {value} is gone")));
    }

    /// Alternatives are the same by reference, or else by their order.
    fn alternatives(&mut self, at: &str, sent: bool, old: &Value, new: &Value) {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let (old, new) = (list(old), list(new));
        for (index, before) in old.iter().enumerate() {
            if new.contains(before) {
                continue;
            }
            match new.get(index).filter(|after| before.get("$ref").is_none() && after.get("$ref").is_none()) {
                Some(after) => self.compare(&format!("{at}/{index}"), Role::Schema, sent, before, after),
                None => self.changes.push(format!("{at}/{index}: removed")),
            }
        }
    }

    fn parts(&mut self, at: &str, sent: bool, old: &Value, new: &Value) {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let (old, new) = (list(old), list(new));
        if old.len() != new.len() {
            self.changes.push(format!("{at}: {} parts are now {}", old.len(), new.len()));
            return;
        }
        for (index, (before, after)) in old.iter().zip(&new).enumerate() {
            self.compare(&format!("{at}/{index}"), Role::Schema, sent, before, after);
        }
    }

    fn required(
        &mut self,
        at: &str,
        sent: bool,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        (before, after): (&Value, &Value),
    ) {
        let (before, after) = (names(before), names(after));
        self.changes.extend(before.difference(&after).map(|name| format!("{at}: {name} is optional now")));
        let added = after.difference(&before).filter(|name| sent || !is_new(old, new, name));
        self.changes.extend(added.map(|name| format!("{at}: {name} is required now")));
    }

    fn parameters(&mut self, at: &str, old: &[Value], new: &[Value]) {
        let key = |parameter: &Value| [&parameter["in"], &parameter["name"], &parameter["$ref"]].map(Value::clone);
        for before in old {
            match new.iter().find(|after| key(after) == key(before)) {
                Some(after) => self.compare(&format!("{at}/{}", before["name"]), Role::Parameter, true, before, after),
                None => self.changes.push(format!("{at}: {} is gone", before["name"])),
            }
        }
        let added = new.iter().filter(|after| !old.iter().any(|before| key(before) == key(after)));
        let added: Vec<&Value> = added.filter(|parameter| !self.is_optional(parameter)).collect();
        self.changes.extend(added.iter().map(|parameter| format!("{at}: {} is required", parameter["name"])));
    }
}

fn is_schema(role: Role) -> bool {
    matches!(role, Role::Schema | Role::Parameter)
}

fn names(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
}

/// Whether a schema is nothing but another one, for which it is a name: with properties, it is a type of its own.
fn is_alias(schema: &Map<String, Value>) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice);
    matches!(parts, Some([part]) if part.get("$ref").is_some())
}

/// Whether a property is one that the older schema does not have.
fn is_new(old: &Map<String, Value>, new: &Map<String, Value>, name: &str) -> bool {
    let has = |schema: &Map<String, Value>| schema.get("properties").is_some_and(|all| all.get(name).is_some());
    has(new) && !has(old)
}

/// Returns the names of the schemas that requests contain.
fn sent(document: &Value) -> BTreeSet<String> {
    let mut open = Vec::new();
    let operations = document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object());
    for (key, part) in operations.flatten() {
        if key == "parameters" {
            references(part, &mut open);
        }
        ["parameters", "requestBody"]
            .iter()
            .filter_map(|key| part.get(*key))
            .for_each(|part| references(part, &mut open));
    }
    let mut known = BTreeSet::new();
    while let Some(pointer) = open.pop() {
        if known.insert(pointer.clone()) {
            document.pointer(&pointer).into_iter().for_each(|part| references(part, &mut open));
        }
    }
    let name = |pointer: &String| {
        let rest = pointer.strip_prefix("/components/schemas/").or_else(|| pointer.strip_prefix("/definitions/"))?;
        Some(rest.to_owned())
    };
    known.iter().filter_map(name).collect()
}

/// Adds the references in a part of a document.
pub(super) fn references(part: &Value, found: &mut Vec<String>) {
    match part {
        Value::Object(members) => {
            for (key, member) in members {
                match member.as_str().and_then(|text| text.strip_prefix('#')) {
                    Some(pointer) if key == "$ref" => found.push(pointer.to_owned()),
                    _ => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::changes;

    fn document() -> Value {
        let content =
            |name: &str| json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
        json!({"openapi": "3.0.3", "info": {"version": "1"}, "paths": {"/a": {"post": {
            "parameters": [{"name": "p", "in": "query", "schema": {"type": "string"}}],
            "requestBody": {"content": content("Sent")},
            "responses": {"200": {"description": "It", "content": content("Received")}}}}},
            "components": {"schemas": {
                "Sent": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "enum": ["x"]}}},
                "Received": {"type": "object", "properties": {"b": {"type": "string"}}}}}})
    }

    /// The number of changes that one replacement makes.
    fn changed(pointer: &str, value: Value) -> usize {
        let mut new = document();
        *new.pointer_mut(pointer).expect("it is there") = value;
        changes(&document(), &new).len()
    }

    #[test]
    fn additions_are_no_changes() {
        assert_eq!(changed("/info", json!({"version": "2"})), 0);
        assert_eq!(changed("/components/schemas/Sent/properties/a/enum", json!(["y", "x"])), 0);
        let properties = json!({"a": {"type": "string", "enum": ["x"]}, "c": {"type": "string"}});
        assert_eq!(changed("/components/schemas/Sent/properties", properties), 0);
        let received = json!({"type": "object", "required": ["c"], "properties": {"b": {"type": "string"}, "c": {}}});
        assert_eq!(changed("/components/schemas/Received", received), 0);
        let two = json!([{"name": "q", "in": "query"}, {"name": "p", "in": "query", "schema": {"type": "string"}}]);
        assert_eq!(changed("/paths/~1a/post/parameters", two), 0);
    }

    /// rustc refuses a program that uses the one where it has the other.
    #[test]
    fn a_property_of_what_was_only_a_name_is_a_change() {
        let received = |schema: Value| {
            let mut document = document();
            document["components"]["schemas"]["Received"] = schema;
            document
        };
        let reference = json!([{"$ref": "#/components/schemas/Other"}]);
        let alias = received(json!({"allOf": reference}));
        let grown = received(json!({"allOf": reference, "properties": {"c": {"type": "string"}}}));
        assert_eq!(changes(&alias, &grown), ["/components/schemas/Received/properties: added"]);
        // With a part of its own, it is a type of its own already.
        let parts = json!([reference[0], {"properties": {"b": {"type": "string"}}}]);
        let own = received(json!({"allOf": parts}));
        let grown = received(json!({"allOf": parts, "properties": {"c": {"type": "string"}}}));
        assert_eq!(changes(&own, &grown), [""; 0]);
    }

    #[test]
    fn everything_else_is_a_change() {
        assert_eq!(changed("/components/schemas/Sent/properties/a/enum", json!(["y"])), 1);
        assert_eq!(changed("/components/schemas/Sent/required", json!([])), 1);
        assert_eq!(changed("/components/schemas/Received/properties", json!({})), 1);
        assert_eq!(changed("/components/schemas/Received/properties/b", json!({"type": "integer"})), 1);
        let two = json!([{"name": "q", "in": "query", "required": true}]);
        assert_eq!(changed("/paths/~1a/post/parameters", two), 2);
        let sent = json!({"type": "object", "required": ["a", "c"], "properties": {
            "a": {"type": "string", "enum": ["x"]}, "c": {"type": "string"}}});
        assert_eq!(changed("/components/schemas/Sent", sent), 1);
    }
}
