//! What a document describes for one operation, found by the method and path that the generated test names: its
//! responses, body, parameters and security, with references followed. Reads the raw document; judges nothing.

use std::collections::HashSet;

use sdkgen::pointer::escaped;
use serde_json::{Map, Value};

/// How many references in a row are followed.
const HOPS: usize = 32;

/// An operation of a document.
pub(super) struct Operation<'a> {
    document: &'a Value,
    /// The path as the document spells it.
    pub(super) path: String,
    at: String,
    item: String,
}

/// Returns the method and path of a test, from the comment above it.
pub(super) fn endpoint<'a>(tests: &'a str, test: &str) -> Option<(&'a str, &'a str)> {
    let (before, _) = tests.split_once(&format!("async fn {test}()"))?;
    let line = before.lines().rev().find(|line| line.starts_with("/// `"))?;
    line.strip_prefix("/// `")?.strip_suffix('`')?.split_once(' ')
}

impl<'a> Operation<'a> {
    pub(super) fn find(document: &'a Value, (method, path): (&str, &str)) -> Option<Self> {
        // The test names a path without the query or fragment that its key may have.
        let is_it = |key: &&String| *key == path || key.split(['?', '#']).next() == Some(path);
        let keys = || document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let has_method = |key: &&String| {
            let item = follow(document, format!("/paths/{}", escaped(key)));
            let members = item.and_then(|(_, item)| item.as_object()).into_iter().flat_map(Map::keys);
            members.into_iter().any(|key| key.eq_ignore_ascii_case(method))
        };
        let exact = keys().find(|key| *key == path).filter(has_method);
        let path = exact.or_else(|| keys().filter(is_it).find(has_method))?;
        let (item, members) = follow(document, format!("/paths/{}", escaped(path)))?;
        let key = members.as_object()?.keys().find(|key| key.eq_ignore_ascii_case(method))?;
        let at = format!("{item}/{}", escaped(key));
        Some(Self { document, path: path.clone(), at, item })
    }

    /// Whether the document is OpenAPI 3, which ignores some header parameters, and not Swagger 2.0.
    pub(super) fn is_openapi_3(&self) -> bool {
        self.document.get("openapi").is_some()
    }

    /// The operations whose paths differ from this one only in the fragment, which no test names.
    pub(super) fn twins(&self) -> Vec<Self> {
        let keys = self.document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let others = keys.filter(|key| **key != self.path && key.split('#').next() == self.path.split('#').next());
        let method = self.at.rsplit('/').next().unwrap_or_default();
        others.filter_map(|key| Self::find(self.document, (method, key))).collect()
    }

    pub(super) fn responses(&self) -> Option<&'a Map<String, Value>> {
        follow(self.document, format!("{}/responses", self.at))?.1.as_object()
    }

    pub(super) fn has_success(&self) -> bool {
        let is_success = |status: &String| status.starts_with('2') || status == "default";
        self.responses().is_some_and(|responses| responses.keys().any(is_success))
    }

    /// Whether there are only interim responses (RFC 9110, section 15.2), which a final one has to follow.
    pub(super) fn has_only_interim_responses(&self) -> bool {
        let responses = self.responses();
        responses.is_some_and(|all| !all.is_empty() && all.keys().all(|status| status.starts_with('1')))
    }

    /// The pointer of the schema of a response, and whether the document has an example of the whole response.
    pub(super) fn response_schema(&self, status: &str) -> Option<(String, bool)> {
        let class = format!("{}XX", status.get(..1)?);
        let known = self.responses()?;
        let success = known.keys().find(|key| key.starts_with('2')).map(String::as_str);
        let keys = [Some(status), Some(class.as_str()), success, Some("default")];
        let key = keys.into_iter().flatten().find(|key| known.contains_key(*key))?;
        let (at, response) = follow(self.document, format!("{}/responses/{key}", self.at))?;
        let content = follow(self.document, format!("{at}/content"));
        let Some((at, content)) = content.and_then(|(at, content)| Some((at, content.as_object()?))) else {
            let schema = follow(self.document, format!("{at}/schema"))?.0;
            return Some((schema, response.get("examples").is_some()));
        };
        let (media, value) = content.iter().find(|(media, _)| media.contains("json")).or(content.iter().next())?;
        let has_example = value.get("example").is_some() || value.get("examples").is_some();
        Some((follow(self.document, format!("{at}/{}/schema", escaped(media)))?.0, has_example))
    }

    /// The pointer and the schema of a request body of this media type.
    pub(super) fn body_schema(&self, sent: &str) -> Option<(String, &'a Value)> {
        let (at, body) = match follow(self.document, format!("{}/requestBody", self.at)) {
            Some(body) => body,
            None => return self.parameter("body", None).map(|(at, _)| at).and_then(|at| self.schema(&at)),
        };
        let content = body.get("content")?.as_object()?;
        let essence = sent.split(';').next().unwrap_or_default().trim();
        let media = content.keys().find(|media| media.split(';').next() == Some(essence)).or(content.keys().next())?;
        self.schema(&format!("{at}/content/{}", escaped(media)))
    }

    /// The parameter of this name in `location` (`path`, `query`, `header`, `cookie`, `body`); the first one there if
    /// no name is given.
    pub(super) fn parameter(&self, location: &str, name: Option<&str>) -> Option<(String, &'a Value)> {
        let lists = [&self.at, &self.item].map(|owner| format!("{owner}/parameters"));
        let all = lists.into_iter().flat_map(|list| {
            let length = self.document.pointer(&list).and_then(Value::as_array).map_or(0, Vec::len);
            (0..length).filter_map(move |index| follow(self.document, format!("{list}/{index}")))
        });
        let is_it = |value: &Value| {
            let named = value["name"].as_str().unwrap_or_default();
            value["in"] == location && name.is_none_or(|name| named.eq_ignore_ascii_case(name))
        };
        all.into_iter().find(|(_, value)| is_it(value))
    }

    /// The schema of the parameter or media type at a pointer; in Swagger 2.0 the parameter can be the schema itself.
    pub(super) fn schema(&self, at: &str) -> Option<(String, &'a Value)> {
        follow(self.document, format!("{at}/schema")).or_else(|| follow(self.document, at.to_owned()))
    }

    /// Whether the method is HEAD, so that responses have no content whatever is described (RFC 9110, section 9.3.2).
    pub(super) fn is_head(&self) -> bool {
        self.at.rsplit('/').next().is_some_and(|method| method.eq_ignore_ascii_case("head"))
    }

    /// The schema of the part of a value at the path `steps`; `at` is the pointer of the schema of the whole value.
    pub(super) fn schema_of_part(&self, at: &str, steps: &[String]) -> Option<(String, &'a Value)> {
        self.schemas_along(at, steps)?.pop()
    }

    /// The schemas of all parts along the path `steps` of a value, from that of the whole value at the pointer `at`.
    pub(super) fn schemas_along(&self, at: &str, steps: &[String]) -> Option<Vec<(String, &'a Value)>> {
        // Schemas may contain themselves, and many paths may lead to one: each is tried once for the same remaining
        // steps.
        let mut tried = HashSet::new();
        let mut open = vec![(at.to_owned(), steps, Vec::new())];
        while let Some((at, steps, mut trail)) = open.pop() {
            let Some((at, schema)) = follow(self.document, at) else { continue };
            trail.push((at.clone(), schema));
            let Some((step, rest)) = steps.split_first() else { return Some(trail) };
            if !tried.insert((at.clone(), steps.len())) {
                continue;
            }
            let parts = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| {
                let length = schema.get(key).and_then(Value::as_array).map_or(0, Vec::len);
                (0..length).map(move |index| format!("{key}/{index}"))
            });
            // The last is tried first: the schema's own properties, then the parts in their order.
            open.extend(parts.rev().map(|part| (format!("{at}/{part}"), steps, trail.clone())));
            if schema.get("additionalProperties").is_some_and(Value::is_object) {
                open.push((format!("{at}/additionalProperties"), rest, trail.clone()));
            }
            open.push(match step.parse::<usize>() {
                Ok(_) if schema.get("items").is_some() => (format!("{at}/items"), rest, trail),
                _ => (format!("{at}/properties/{}", escaped(step)), rest, trail),
            });
        }
        None
    }

    /// The schema at a pointer.
    pub(super) fn at(&self, at: &str) -> Option<(String, &'a Value)> {
        follow(self.document, at.to_owned())
    }

    /// Whether each security requirement needs more than one `Authorization` header, of which a request has one.
    pub(super) fn needs_two_authorizations(&self) -> bool {
        let own = self.document.pointer(&format!("{}/security", self.at));
        let requirements = own.or_else(|| self.document.get("security")).and_then(Value::as_array);
        let schemes = self.document.pointer("/components/securitySchemes");
        let is_authorization = |name: &String| {
            let scheme = schemes.and_then(|schemes| schemes.get(name)).unwrap_or(&Value::Null);
            let is_named = scheme["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("authorization"));
            ["http", "oauth2", "openIdConnect"].iter().any(|kind| scheme["type"] == *kind)
                || (scheme["type"] == "apiKey" && scheme["in"] == "header" && is_named)
        };
        let needs_two = |requirement: &Value| {
            requirement
                .as_object()
                .is_some_and(|requirement| requirement.keys().filter(|name| is_authorization(name)).count() > 1)
        };
        requirements.is_some_and(|all| !all.is_empty() && all.iter().all(needs_two))
    }
}

/// The node at a pointer, with references within this document followed, and its pointer.
fn follow(document: &Value, at: String) -> Option<(String, &Value)> {
    let mut at = at;
    for _ in 0..HOPS {
        let value = document.pointer(&at)?;
        match value.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#')) {
            Some(next) => at = next.to_owned(),
            None => return Some((at, value)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{Operation, endpoint};

    #[test]
    fn tests_name_their_operation() {
        let tests = "/// `GET /a`\n#[tokio::test]\nasync fn a_list() -> Outcome {\n}\n/// `PUT /b/{c}`\n#[tokio::test]\n\
                     async fn b() -> Outcome {\n";
        assert_eq!(endpoint(tests, "a_list"), Some(("GET", "/a")));
        assert_eq!(endpoint(tests, "b"), Some(("PUT", "/b/{c}")));
        assert_eq!(endpoint(tests, "c"), None);
    }

    #[test]
    fn references_are_followed() {
        let schema = json!({"allOf": [{"properties": {"b": {"items": {"$ref": "#/components/schemas/C"}}}}]});
        let document = json!({
            "openapi": "3.0.0",
            "paths": {"/a~b": {"post": {
                "parameters": [{"$ref": "#/components/parameters/P"}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                "responses": {"default": {"$ref": "#/components/responses/R"}},
                "security": [{"x": [], "y": []}],
            }}},
            "components": {
                "schemas": {"A": schema, "C": {"type": "string"}},
                "parameters": {"P": {"in": "header", "name": "Q", "schema": {"type": "array"}}},
                "responses": {"R": {"content": {"application/json": {"schema": {}, "example": 1}}}},
                "securitySchemes": {
                    "x": {"type": "http"},
                    "y": {"type": "apiKey", "in": "header", "name": "Authorization"},
                },
            },
        });
        let operation = Operation::find(&document, ("POST", "/a~b")).unwrap();
        assert!(operation.has_success() && operation.needs_two_authorizations());
        let (body, _) = operation.body_schema("application/json; charset=utf-8").unwrap();
        assert_eq!(body, "/components/schemas/A");
        let (location, _) = operation.schema_of_part(&body, &["b".to_owned(), "0".to_owned()]).unwrap();
        assert_eq!(location, "/components/schemas/C");
        assert_eq!(operation.parameter("header", Some("q")).unwrap().0, "/components/parameters/P");
        let response = "/components/responses/R/content/application~1json/schema".to_owned();
        assert_eq!(operation.response_schema("200"), Some((response, true)));
        assert!(Operation::find(&document, ("GET", "/a~b")).is_none());
        let document = json!({"paths": {"/a": {"get": {}}, "/a?b={b}": {"get": {}, "post": {}}}});
        let path = |method: &str| Operation::find(&document, (method, "/a")).map(|operation| operation.path);
        assert_eq!([path("GET"), path("POST"), path("PUT")], [Some("/a".into()), Some("/a?b={b}".into()), None]);
    }

    #[test]
    fn other_members_that_are_forbidden_describe_none() {
        let part = json!({"properties": {"a": {"type": "string"}}});
        let schemas = json!({"S": {"allOf": [part], "additionalProperties": false}});
        let document = json!({"paths": {"/a": {"get": {}}}, "components": {"schemas": schemas}});
        let operation = Operation::find(&document, ("GET", "/a")).unwrap();
        let below =
            |step: &str| operation.schema_of_part("/components/schemas/S", &[step.to_owned()]).map(|(at, _)| at);
        assert_eq!(below("a").as_deref(), Some("/components/schemas/S/allOf/0/properties/a"));
        assert_eq!(below("b"), None);
    }

    #[test]
    fn parts_that_hold_each_other_are_tried_once() {
        let name = |index: usize| format!("#/components/schemas/P{index}");
        let base = json!({"oneOf": (0..9).map(|index| json!({"$ref": name(index)})).collect::<Vec<_>>()});
        let part = |index: usize| {
            let own = json!({"properties": {format!("p{index}"): {"type": "string"}}});
            (format!("P{index}"), json!({"allOf": [{"$ref": "#/components/schemas/Base"}, own]}))
        };
        let mut schemas: Map<String, Value> = (0..9).map(part).collect();
        schemas.insert("Base".to_owned(), base);
        let document = json!({"paths": {"/a": {"get": {}}}, "components": {"schemas": schemas}});
        let operation = Operation::find(&document, ("GET", "/a")).unwrap();
        let below =
            |step: &str| operation.schema_of_part("/components/schemas/Base", &[step.to_owned()]).map(|(at, _)| at);
        assert_eq!(below("missing"), None);
        assert_eq!(below("p8").as_deref(), Some("/components/schemas/P8/allOf/1/properties/p8"));
    }
}
