//! The grammar of an OpenAPI document: which keys of which object contain which kind of object. Only this file
//! distinguishes keywords from data, so a property called `type`, or an example with a `$ref` in it, is not changed.
//! Knows the raw value, not what keywords mean.

use serde_json::{Map, Value};

use super::extensions::ITEM_SCHEMA;
use super::path::Path;

/// The kind of an object of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Document,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Responses,
    Response,
    Header,
    Example,
    Link,
    Callback,
    SecurityScheme,
    MediaType,
    Encoding,
    Schema,
}

/// The kind of the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    One(Kind),
    /// One, or a boolean.
    OneOrFlag(Kind),
    List(Kind),
    Map(Kind),
    /// One, or a list of them.
    Either(Kind),
}

/// The HTTP methods that are keys of a path item.
pub(super) const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The key of a path item for operations with other methods, since 3.2.
pub(super) const ADDITIONAL: &str = "additionalOperations";

/// Keywords of a schema that Swagger 2.0 has on the parameter itself, where many later documents still have them.
pub(super) const PARAMETER_KEYWORDS: [&str; 16] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
];

/// The sections of `components`, each with the kind of its entries.
pub(super) const SECTIONS: [(&str, Kind); 10] = [
    ("schemas", Kind::Schema),
    ("responses", Kind::Response),
    ("parameters", Kind::Parameter),
    ("examples", Kind::Example),
    ("requestBodies", Kind::RequestBody),
    ("headers", Kind::Header),
    ("securitySchemes", Kind::SecurityScheme),
    ("links", Kind::Link),
    ("callbacks", Kind::Callback),
    ("pathItems", Kind::PathItem),
];

impl Kind {
    /// Returns the section of `components` for this kind; such objects may be references.
    pub(super) fn section(self) -> Option<&'static str> {
        SECTIONS.iter().find(|(_, kind)| *kind == self).map(|(section, _)| *section)
    }

    /// Returns the kind in words, with its article.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Document => "a document",
            Self::Components => "components",
            Self::Paths => "paths",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::Responses => "responses",
            Self::Response => "a response",
            Self::Header => "a header",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::SecurityScheme => "a security scheme",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Schema => "a schema",
        }
    }

    /// Returns the kind of the value of `key` in an object of this kind; `None` for data and plain values.
    pub(super) fn slot(self, key: &str) -> Option<Slot> {
        match self {
            Self::Document => match key {
                "paths" => Some(Slot::One(Self::Paths)),
                "components" => Some(Slot::One(Self::Components)),
                "webhooks" | "x-webhooks" => Some(Slot::Map(Self::PathItem)),
                _ => None,
            },
            // Since 3.2. References to them are replaced by copies.
            Self::Components if key == "mediaTypes" => Some(Slot::Map(Self::MediaType)),
            Self::Components => SECTIONS.iter().find(|(section, _)| *section == key).map(|(_, kind)| Slot::Map(*kind)),
            Self::Paths | Self::Callback => named(key, Self::PathItem),
            Self::Responses => named(key, Self::Response),
            Self::PathItem if key == "parameters" => Some(Slot::List(Self::Parameter)),
            Self::PathItem if key == ADDITIONAL => Some(Slot::Map(Self::Operation)),
            // Methods in capitals are not valid, but their meaning is clear.
            Self::PathItem => {
                METHODS.iter().any(|method| method.eq_ignore_ascii_case(key)).then_some(Slot::One(Self::Operation))
            }
            Self::Operation => operation(key),
            Self::RequestBody => (key == "content").then_some(Slot::Map(Self::MediaType)),
            Self::Parameter | Self::Header | Self::MediaType | Self::Response | Self::Encoding => content(key),
            Self::Schema => schema(key),
            Self::Example | Self::Link | Self::SecurityScheme => None,
        }
    }
}

/// Calls `visit` for `value` and then for everything below it that has a kind; what `visit` inserts is visited too.
pub(super) fn walk_mut(
    value: &mut Value,
    kind: Kind,
    at: &Path<'_>,
    visit: &mut dyn FnMut(&mut Value, Kind, &Path<'_>),
) {
    visit(value, kind, at);
    let Value::Object(members) = value else { return };
    if stops_at_reference(members, kind) {
        return;
    }
    for (key, member) in members.iter_mut() {
        let Some(slot) = kind.slot(key) else { continue };
        let at = at.key(key);
        match (slot, member) {
            (Slot::OneOrFlag(_), Value::Bool(_)) => {}
            (Slot::One(kind) | Slot::OneOrFlag(kind), member) => walk_mut(member, kind, &at, visit),
            (Slot::List(kind) | Slot::Either(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    walk_mut(item, kind, &at.item(index), visit);
                }
            }
            (Slot::Either(kind), member) => walk_mut(member, kind, &at, visit),
            (Slot::Map(kind), Value::Object(entries)) => {
                for (name, entry) in entries.iter_mut() {
                    walk_mut(entry, kind, &at.key(name), visit);
                }
            }
            _ => {}
        }
    }
}

/// Like [`walk_mut`], without changing anything.
pub(super) fn walk(value: &Value, kind: Kind, at: &Path<'_>, visit: &mut dyn FnMut(&Value, Kind, &Path<'_>)) {
    visit(value, kind, at);
    let Value::Object(members) = value else { return };
    if stops_at_reference(members, kind) {
        return;
    }
    for (key, member) in members {
        let Some(slot) = kind.slot(key) else { continue };
        let at = at.key(key);
        match (slot, member) {
            (Slot::OneOrFlag(_), Value::Bool(_)) => {}
            (Slot::One(kind) | Slot::OneOrFlag(kind), member) => walk(member, kind, &at, visit),
            (Slot::List(kind) | Slot::Either(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, kind, &at.item(index), visit);
                }
            }
            (Slot::Either(kind), member) => walk(member, kind, &at, visit),
            (Slot::Map(kind), Value::Object(entries)) => {
                for (name, entry) in entries {
                    walk(entry, kind, &at.key(name), visit);
                }
            }
            _ => {}
        }
    }
}

/// Returns the kind of the node at `segments` below the root; `None` for data and for nodes outside the grammar.
pub(super) fn kind_at(segments: &[String]) -> Option<Kind> {
    let mut kind = Kind::Document;
    let mut rest = segments.iter();
    while let Some(key) = rest.next() {
        kind = match kind.slot(key)? {
            Slot::One(kind) | Slot::OneOrFlag(kind) => kind,
            Slot::List(kind) | Slot::Map(kind) => rest.next().map(|_| kind)?,
            Slot::Either(kind) => {
                if rest.clone().next().is_some_and(|key| key.bytes().all(|byte| byte.is_ascii_digit())) {
                    rest.next();
                }
                kind
            }
        };
    }
    Some(kind)
}

/// Returns the keys from a path item to each of its operations, without checking the values.
pub(super) fn operation_keys(item: &Value) -> Vec<Vec<String>> {
    let Some(members) = item.as_object() else { return Vec::new() };
    let fixed = METHODS.iter().filter(|method| members.get(**method).is_some_and(|o| !o.is_null()));
    let additional = members.get(ADDITIONAL).and_then(Value::as_object).into_iter().flatten();
    let additional = additional.filter(|(_, operation)| !operation.is_null());
    let additional = additional.map(|(method, _)| vec![ADDITIONAL.to_owned(), method.clone()]);
    fixed.map(|method| vec![(*method).to_owned()]).chain(additional).collect()
}

/// Returns the node at the end of `keys`.
pub(super) fn below<'a>(value: &'a mut Value, keys: &[String]) -> Option<&'a mut Value> {
    keys.iter().try_fold(value, |value, key| value.get_mut(key.as_str()))
}

/// Returns the text of a reference, if `value` is one.
pub(super) fn reference_of(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

fn stops_at_reference(members: &Map<String, Value>, kind: Kind) -> bool {
    // Only schemas (since 3.1) and path items can have other keys beside the reference.
    !matches!(kind, Kind::Schema | Kind::PathItem)
        && kind.section().is_some()
        && members.get("$ref").is_some_and(Value::is_string)
}

fn named(key: &str, kind: Kind) -> Option<Slot> {
    (!key.starts_with("x-") && key != "$ref").then_some(Slot::One(kind))
}

fn operation(key: &str) -> Option<Slot> {
    match key {
        "parameters" => Some(Slot::List(Kind::Parameter)),
        "requestBody" => Some(Slot::One(Kind::RequestBody)),
        "responses" => Some(Slot::One(Kind::Responses)),
        "callbacks" => Some(Slot::Map(Kind::Callback)),
        _ => None,
    }
}

fn content(key: &str) -> Option<Slot> {
    match key {
        // `itemSchema` is the schema of one record of a stream; the other name is used in the shape of 3.0.
        "schema" | "itemSchema" | ITEM_SCHEMA => Some(Slot::One(Kind::Schema)),
        "content" => Some(Slot::Map(Kind::MediaType)),
        "examples" => Some(Slot::Map(Kind::Example)),
        "headers" => Some(Slot::Map(Kind::Header)),
        "links" => Some(Slot::Map(Kind::Link)),
        "encoding" => Some(Slot::Map(Kind::Encoding)),
        "itemEncoding" => Some(Slot::One(Kind::Encoding)),
        "prefixEncoding" => Some(Slot::List(Kind::Encoding)),
        _ => None,
    }
}

fn schema(key: &str) -> Option<Slot> {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Some(Slot::Map(Kind::Schema))
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(Slot::List(Kind::Schema)),
        "items" => Some(Slot::Either(Kind::Schema)),
        "not" | "if" | "then" | "else" | "contains" | "propertyNames" | "contentSchema" => {
            Some(Slot::One(Kind::Schema))
        }
        "additionalProperties" | "unevaluatedItems" | "unevaluatedProperties" => Some(Slot::OneOrFlag(Kind::Schema)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Kind, Path, kind_at, walk};

    #[test]
    fn data_is_not_visited() {
        let document = json!({
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {
                "schema": {"properties": {"type": {"example": {"properties": {"no": {}}}, "enum": [{"items": {}}]}}},
                "example": {"schema": {"type": "string"}},
            }}}}}}, "x-y": {"get": {}}},
        });
        let mut schemas = Vec::new();
        walk(&document, Kind::Document, &Path::Root, &mut |_, kind, at| {
            if kind == Kind::Schema {
                schemas.push(at.pointer().to_string());
            }
        });
        let schema = "/paths/~1a/get/responses/200/content/application~1json/schema";
        assert_eq!(schemas, [schema.to_owned(), format!("{schema}/properties/type")]);
    }

    #[test]
    fn a_pointer_has_a_kind() {
        let kind = |pointer: &str| kind_at(&crate::pointer::Pointer::parse(pointer).segments().collect::<Vec<_>>());
        assert_eq!(kind(""), Some(Kind::Document));
        assert_eq!(kind("/components/schemas/A/properties/items/items"), Some(Kind::Schema));
        assert_eq!(kind("/components/schemas/A/items/0"), Some(Kind::Schema));
        assert_eq!(kind("/paths/~1a/get/responses/200"), Some(Kind::Response));
        assert_eq!(kind("/components/schemas/A/example/a"), None);
        assert_eq!(kind("/components/schemas"), None);
    }
}
