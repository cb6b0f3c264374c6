//! Converts schemas. The keywords of a schema determine its kind in `openapiv3`, as in that crate's own
//! deserialization.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType, NumberType, ObjectType,
    ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type,
};
use serde_json::{Number, Value};

use super::super::extensions::{EXACT_MAXIMUM, EXACT_MINIMUM};
use super::super::notes::Notes;
use super::super::path::Path;
use super::fields::{Fields, or_reference, text};
use super::info::external_docs;
use crate::diagnostics::codes;

/// Converts a schema; one that is not an object is noted and has no constraints.
pub(super) fn schema(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Schema> {
    let fields = Fields::of(value, "a schema", at, notes);
    let Some(mut fields) = fields else {
        return Some(Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(AnySchema::default()) });
    };
    let keywords = Keywords::take(&mut fields);
    let mut schema_data = data(&mut fields);
    for (key, bound) in [(EXACT_MINIMUM, &keywords.minimum), (EXACT_MAXIMUM, &keywords.maximum)] {
        let inexact = bound.as_ref().filter(|bound| bound.as_i128().is_some_and(|whole| whole.abs() > EXACT));
        schema_data.extensions.extend(inexact.map(|bound| (key.to_owned(), Value::Number(bound.clone()))));
    }
    report_the_rest(&fields, &keywords);
    Some(Schema { schema_data, schema_kind: keywords.kind() })
}

/// Keywords that need no conversion: names and locations of schemas, which only the resolution of references needs,
/// comments, and the representation in XML, which no SDK sends.
const NEED_NOTHING: [&str; 13] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "definitions",
    "examples",
    "externalValue",
    "id",
    "xml",
];

/// Keywords that only restrict which values are valid and do not affect types.
const CHECKS: [&str; 13] = [
    "additionalItems",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependencies",
    "dependentRequired",
    "maxContains",
    "minContains",
    "not",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords of JSON Schema that the document's version of OpenAPI does not have.
const NEWER: [&str; 8] =
    ["$dynamicRef", "$recursiveRef", "const", "dependentSchemas", "else", "if", "patternProperties", "prefixItems"];

/// Notes every keyword that has no effect.
fn report_the_rest(fields: &Fields<'_>, keywords: &Keywords) {
    let not = keywords.any.not.is_some().then_some("not");
    for key in fields.left().chain(not).filter(|key| !NEED_NOTHING.contains(key)) {
        if CHECKS.contains(&key) {
            let message = format!("`{key}` is not supported; the type ignores it");
            fields.complain_of(key, codes::UNSUPPORTED_KEYWORD, message);
        } else if NEWER.contains(&key) || key == "then" {
            let message = format!("`{key}` is not a keyword of this version of OpenAPI; it is ignored");
            fields.complain_of(key, codes::UNSUPPORTED_KEYWORD, message);
        } else {
            fields.complain_of(key, codes::UNKNOWN_KEYWORD, format!("`{key}` is not a schema keyword; it is ignored"));
        }
    }
}

fn data(fields: &mut Fields<'_>) -> SchemaData {
    SchemaData {
        nullable: fields.flag("nullable").unwrap_or_default(),
        read_only: fields.flag("readOnly").unwrap_or_default(),
        write_only: fields.flag("writeOnly").unwrap_or_default(),
        deprecated: fields.flag("deprecated").unwrap_or_default(),
        external_docs: fields.one("externalDocs", external_docs),
        example: fields.data("example").filter(|value| !value.is_null()),
        title: fields.text("title"),
        description: fields.text("description"),
        discriminator: fields.one("discriminator", discriminator),
        default: fields.data("default").filter(|value| !value.is_null()),
        extensions: fields.extensions(),
    }
}

fn boxed(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Box<Schema>> {
    schema(value, at, notes).map(Box::new)
}

fn reference(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Box<ReferenceOr<Schema>>> {
    or_reference(value, at, notes, schema).map(Box::new)
}

fn additional(value: Value, at: &Path<'_>, notes: &Notes) -> Option<AdditionalProperties> {
    match value {
        Value::Bool(any) => Some(AdditionalProperties::Any(any)),
        other => reference(other, at, notes).map(AdditionalProperties::Schema),
    }
}

fn discriminator(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Discriminator> {
    // A plain name is a common mistake, and its meaning is clear.
    if let Value::String(property_name) = value {
        return Some(Discriminator { property_name, mapping: IndexMap::new(), extensions: IndexMap::new() });
    }
    let mut fields = Fields::of(value, "a discriminator", at, notes)?;
    let Some(property_name) = fields.text("propertyName") else {
        fields.complain(codes::MALFORMED, "this discriminator has no `propertyName`; it is ignored");
        return None;
    };
    let mapping = fields.map("mapping", text).unwrap_or_default();
    Some(Discriminator { property_name, mapping, extensions: fields.extensions() })
}

/// The greatest integer up to which an `f64` represents every integer.
const EXACT: i128 = 1 << 53;

/// The keywords that determine the kind.
struct Keywords {
    any: AnySchema,
    multiple_of: Option<Number>,
    minimum: Option<Number>,
    maximum: Option<Number>,
    enumeration: Option<Vec<Value>>,
    has_properties: bool,
    has_required: bool,
    one_of: Option<Vec<ReferenceOr<Schema>>>,
    all_of: Option<Vec<ReferenceOr<Schema>>>,
    any_of: Option<Vec<ReferenceOr<Schema>>>,
}

impl Keywords {
    fn take(fields: &mut Fields<'_>) -> Self {
        let properties = fields.map_or_reference("properties", boxed);
        let required = fields.texts("required");
        let (has_properties, has_required) = (properties.is_some(), required.is_some());
        let any = AnySchema {
            typ: fields.text("type"),
            pattern: fields.text("pattern"),
            exclusive_minimum: fields.flag("exclusiveMinimum"),
            exclusive_maximum: fields.flag("exclusiveMaximum"),
            properties: properties.unwrap_or_default(),
            required: required.unwrap_or_default(),
            additional_properties: fields.one("additionalProperties", additional),
            min_properties: fields.size("minProperties"),
            max_properties: fields.size("maxProperties"),
            items: fields.one_or_reference("items", boxed),
            min_items: fields.size("minItems"),
            max_items: fields.size("maxItems"),
            unique_items: fields.flag("uniqueItems"),
            format: fields.text("format"),
            min_length: fields.size("minLength"),
            max_length: fields.size("maxLength"),
            not: fields.one("not", reference),
            ..AnySchema::default()
        };
        Self {
            any,
            multiple_of: fields.number("multipleOf"),
            minimum: fields.number("minimum"),
            maximum: fields.number("maximum"),
            enumeration: fields.items("enum"),
            has_properties,
            has_required,
            one_of: fields.list_or_reference("oneOf", schema),
            all_of: fields.list_or_reference("allOf", schema),
            any_of: fields.list_or_reference("anyOf", schema),
        }
    }

    fn kind(mut self) -> SchemaKind {
        let Some(name) = self.any.typ.clone() else { return self.composed() };
        match self.typed(&name) {
            Some(kind) => SchemaKind::Type(kind),
            None => self.mixed(),
        }
    }

    /// Returns a schema of one type, if it has no keyword of another type.
    fn typed(&mut self, name: &str) -> Option<Type> {
        if self.composes() {
            return None;
        }
        let (text, number, object, array) = (self.of_text(), self.of_number(), self.of_object(), self.of_array());
        let format = self.any.format.clone();
        match name {
            "string" if !(number || object || array) => Some(Type::String(StringType {
                format: format.into(),
                pattern: self.any.pattern.clone(),
                enumeration: self.values(|value| value.as_str().map(str::to_owned))?,
                min_length: self.any.min_length,
                max_length: self.any.max_length,
            })),
            "number" if !(text || object || array) => Some(Type::Number(NumberType {
                format: format.into(),
                multiple_of: self.multiple_of.as_ref().and_then(Number::as_f64),
                exclusive_minimum: self.any.exclusive_minimum.unwrap_or_default(),
                exclusive_maximum: self.any.exclusive_maximum.unwrap_or_default(),
                minimum: self.minimum.as_ref().and_then(Number::as_f64),
                maximum: self.maximum.as_ref().and_then(Number::as_f64),
                enumeration: self.values(Value::as_f64)?,
            })),
            "integer" if !(text || object || array) => Some(Type::Integer(IntegerType {
                format: format.into(),
                multiple_of: whole(self.multiple_of.as_ref())?,
                exclusive_minimum: self.any.exclusive_minimum.unwrap_or_default(),
                exclusive_maximum: self.any.exclusive_maximum.unwrap_or_default(),
                minimum: whole(self.minimum.as_ref())?,
                maximum: whole(self.maximum.as_ref())?,
                enumeration: self.values(Value::as_i64)?,
            })),
            "boolean" if !(text || number || object || array || format.is_some()) => {
                Some(Type::Boolean(BooleanType { enumeration: self.values(Value::as_bool)? }))
            }
            "object" if !(text || number || array || format.is_some() || self.enumeration.is_some()) => {
                Some(Type::Object(ObjectType {
                    properties: std::mem::take(&mut self.any.properties),
                    required: std::mem::take(&mut self.any.required),
                    additional_properties: self.any.additional_properties.take(),
                    min_properties: self.any.min_properties,
                    max_properties: self.any.max_properties,
                }))
            }
            "array" if !(text || number || object || format.is_some() || self.enumeration.is_some()) => {
                Some(Type::Array(ArrayType {
                    items: self.any.items.take(),
                    min_items: self.any.min_items,
                    max_items: self.any.max_items,
                    unique_items: self.any.unique_items.unwrap_or_default(),
                }))
            }
            _ => None,
        }
    }

    /// Returns a composition, if there is no other keyword.
    fn composed(self) -> SchemaKind {
        let alone = !(self.of_text() || self.of_number() || self.of_object() || self.of_array())
            && self.any.format.is_none()
            && self.enumeration.is_none();
        match self {
            Self { one_of: Some(one_of), all_of: None, any_of: None, any: AnySchema { not: None, .. }, .. }
                if alone =>
            {
                SchemaKind::OneOf { one_of }
            }
            Self { one_of: None, all_of: Some(all_of), any_of: None, any: AnySchema { not: None, .. }, .. }
                if alone =>
            {
                SchemaKind::AllOf { all_of }
            }
            Self { one_of: None, all_of: None, any_of: Some(any_of), any: AnySchema { not: None, .. }, .. }
                if alone =>
            {
                SchemaKind::AnyOf { any_of }
            }
            Self { one_of: None, all_of: None, any_of: None, any: AnySchema { not: Some(not), .. }, .. } if alone => {
                SchemaKind::Not { not }
            }
            mixed => mixed.mixed(),
        }
    }

    fn mixed(self) -> SchemaKind {
        SchemaKind::Any(AnySchema {
            multiple_of: self.multiple_of.and_then(|number| number.as_f64()),
            minimum: self.minimum.and_then(|number| number.as_f64()),
            maximum: self.maximum.and_then(|number| number.as_f64()),
            enumeration: self.enumeration.unwrap_or_default(),
            one_of: self.one_of.unwrap_or_default(),
            all_of: self.all_of.unwrap_or_default(),
            any_of: self.any_of.unwrap_or_default(),
            ..self.any
        })
    }

    fn composes(&self) -> bool {
        self.one_of.is_some() || self.all_of.is_some() || self.any_of.is_some() || self.any.not.is_some()
    }

    fn of_text(&self) -> bool {
        self.any.pattern.is_some() || self.any.min_length.is_some() || self.any.max_length.is_some()
    }

    fn of_number(&self) -> bool {
        self.multiple_of.is_some()
            || self.minimum.is_some()
            || self.maximum.is_some()
            || self.any.exclusive_minimum.is_some()
            || self.any.exclusive_maximum.is_some()
    }

    fn of_object(&self) -> bool {
        self.has_properties
            || self.has_required
            || self.any.additional_properties.is_some()
            || self.any.min_properties.is_some()
            || self.any.max_properties.is_some()
    }

    fn of_array(&self) -> bool {
        self.any.items.is_some()
            || self.any.min_items.is_some()
            || self.any.max_items.is_some()
            || self.any.unique_items.is_some()
    }

    /// Returns the values of the enumeration, `null` as `None`; `None` if a value has another type.
    fn values<T>(&self, take: impl Fn(&Value) -> Option<T>) -> Option<Vec<Option<T>>> {
        let values = self.enumeration.iter().flatten();
        values.map(|value| if value.is_null() { Some(None) } else { take(value).map(Some) }).collect()
    }
}

/// Returns an optional number as an integer; `None` if it has a fraction or is too large.
fn whole(number: Option<&Number>) -> Option<Option<i64>> {
    number.map_or(Some(None), |number| number.as_i64().map(Some))
}
