//! One plain struct for all schemas: the `openapiv3` crate has a dozen shapes of them.
//!
//! Does not know how schemas are used.

mod both;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::{Number, Value};

use crate::document::extensions::{EXACT_MAXIMUM, EXACT_MINIMUM};

pub(in crate::lower) use self::both::{least, tighter};

/// The JSON type that a schema names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named by JSON Schema")]
pub(in crate::lower) enum Kind {
    String,
    Number,
    Integer,
    Boolean,
    Object,
    Array,
}

/// A property of an object schema.
pub(in crate::lower) type Property<'a> = (&'a str, &'a ReferenceOr<Box<Schema>>);

/// A list of alternatives or parts; empty where the keyword is absent.
pub(in crate::lower) type SchemaList<'a> = &'a [ReferenceOr<Schema>];

/// The keywords of a schema, whatever its shape is.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Facets<'a> {
    /// `type`.
    pub(in crate::lower) kind: Option<Kind>,
    /// `format`.
    pub(in crate::lower) format: Option<String>,
    /// `pattern`.
    pub(in crate::lower) pattern: Option<&'a str>,
    /// `enum`.
    pub(in crate::lower) values: Option<Vec<Value>>,
    /// `minLength`.
    pub(in crate::lower) min_length: Option<u64>,
    /// `maxLength`.
    pub(in crate::lower) max_length: Option<u64>,
    /// `minimum` and whether it is exclusive.
    pub(in crate::lower) minimum: Option<(String, bool)>,
    /// `maximum` and whether it is exclusive.
    pub(in crate::lower) maximum: Option<(String, bool)>,
    /// `multipleOf`.
    pub(in crate::lower) multiple_of: Option<String>,
    /// `minItems`.
    pub(in crate::lower) min_items: Option<u64>,
    /// `maxItems`.
    pub(in crate::lower) max_items: Option<u64>,
    /// `uniqueItems`.
    pub(in crate::lower) unique_items: bool,
    /// `minProperties`.
    pub(in crate::lower) min_properties: Option<u64>,
    /// `maxProperties`.
    pub(in crate::lower) max_properties: Option<u64>,
    /// `properties`.
    pub(in crate::lower) properties: Vec<Property<'a>>,
    /// `required`.
    pub(in crate::lower) required: &'a [String],
    /// `additionalProperties`.
    pub(in crate::lower) additional: Option<&'a AdditionalProperties>,
    /// `items`.
    pub(in crate::lower) items: Option<&'a ReferenceOr<Box<Schema>>>,
    /// `allOf`.
    pub(in crate::lower) all_of: SchemaList<'a>,
    /// `oneOf`.
    pub(in crate::lower) one_of: SchemaList<'a>,
    /// `anyOf`.
    pub(in crate::lower) any_of: SchemaList<'a>,
    /// `not`.
    pub(in crate::lower) not: Option<&'a ReferenceOr<Schema>>,
    /// `discriminator`.
    pub(in crate::lower) discriminator: Option<&'a Discriminator>,
    /// `nullable`, or `null` among the values.
    pub(in crate::lower) nullable: bool,
    /// The extensions beside the keywords.
    pub(in crate::lower) extensions: Option<&'a IndexMap<String, Value>>,
}

impl<'a> Facets<'a> {
    /// Collects the keywords of a schema.
    #[must_use]
    pub(in crate::lower) fn of(schema: &'a Schema) -> Self {
        let mut facets = match &schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => Self {
                kind: Some(Kind::String),
                format: string_format(&string.format),
                pattern: string.pattern.as_deref(),
                values: values(&string.enumeration, |text| Value::String(text.clone())),
                min_length: string.min_length.map(|length| length as u64),
                max_length: string.max_length.map(|length| length as u64),
                ..Self::default()
            },
            SchemaKind::Type(Type::Number(number)) => Self {
                kind: Some(Kind::Number),
                format: number_format(&number.format),
                values: values(&number.enumeration, |value| {
                    Number::from_f64(*value).map_or(Value::Null, Value::Number)
                }),
                minimum: number.minimum.map(|bound| (bound.to_string(), number.exclusive_minimum)),
                maximum: number.maximum.map(|bound| (bound.to_string(), number.exclusive_maximum)),
                multiple_of: number.multiple_of.map(|factor| factor.to_string()),
                ..Self::default()
            },
            SchemaKind::Type(Type::Integer(integer)) => Self {
                kind: Some(Kind::Integer),
                format: integer_format(&integer.format),
                values: values(&integer.enumeration, |value| Value::from(*value)),
                minimum: integer.minimum.map(|bound| (bound.to_string(), integer.exclusive_minimum)),
                maximum: integer.maximum.map(|bound| (bound.to_string(), integer.exclusive_maximum)),
                multiple_of: integer.multiple_of.map(|factor| factor.to_string()),
                ..Self::default()
            },
            SchemaKind::Type(Type::Boolean(boolean)) => Self {
                kind: Some(Kind::Boolean),
                values: values(&boolean.enumeration, |value| Value::Bool(*value)),
                ..Self::default()
            },
            SchemaKind::Type(Type::Object(object)) => Self {
                kind: Some(Kind::Object),
                properties: object.properties.iter().map(|(name, property)| (name.as_str(), property)).collect(),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                min_properties: object.min_properties.map(|count| count as u64),
                max_properties: object.max_properties.map(|count| count as u64),
                ..Self::default()
            },
            SchemaKind::Type(Type::Array(array)) => Self {
                kind: Some(Kind::Array),
                items: array.items.as_ref(),
                min_items: array.min_items.map(|count| count as u64),
                max_items: array.max_items.map(|count| count as u64),
                unique_items: array.unique_items,
                ..Self::default()
            },
            SchemaKind::OneOf { one_of } => Self { one_of, ..Self::default() },
            SchemaKind::AllOf { all_of } => Self { all_of, ..Self::default() },
            SchemaKind::AnyOf { any_of } => Self { any_of, ..Self::default() },
            SchemaKind::Not { not } => Self { not: Some(not), ..Self::default() },
            SchemaKind::Any(any) => Self::of_any(any),
        };
        facets.discriminator = schema.schema_data.discriminator.as_ref();
        facets.extensions = Some(&schema.schema_data.extensions);
        facets.nullable |= schema.schema_data.nullable;
        for (key, bound) in [(EXACT_MINIMUM, &mut facets.minimum), (EXACT_MAXIMUM, &mut facets.maximum)] {
            if let (Some((text, _)), Some(exact)) = (bound, schema.schema_data.extensions.get(key)) {
                *text = exact.to_string();
            }
        }
        if let Some(values) = &mut facets.values {
            facets.nullable |= values.contains(&Value::Null);
            values.retain(|value| !value.is_null());
        }
        facets
    }

    fn of_any(any: &'a AnySchema) -> Self {
        Self {
            kind: any.typ.as_deref().and_then(kind),
            format: any.format.clone(),
            pattern: any.pattern.as_deref(),
            values: (!any.enumeration.is_empty()).then(|| any.enumeration.clone()),
            min_length: any.min_length.map(|length| length as u64),
            max_length: any.max_length.map(|length| length as u64),
            minimum: any.minimum.as_ref().map(|bound| (bound.to_string(), any.exclusive_minimum.unwrap_or_default())),
            maximum: any.maximum.as_ref().map(|bound| (bound.to_string(), any.exclusive_maximum.unwrap_or_default())),
            multiple_of: any.multiple_of.as_ref().map(ToString::to_string),
            min_items: any.min_items.map(|count| count as u64),
            max_items: any.max_items.map(|count| count as u64),
            unique_items: any.unique_items.unwrap_or_default(),
            min_properties: any.min_properties.map(|count| count as u64),
            max_properties: any.max_properties.map(|count| count as u64),
            properties: any.properties.iter().map(|(name, property)| (name.as_str(), property)).collect(),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            items: any.items.as_ref(),
            all_of: &any.all_of,
            one_of: &any.one_of,
            any_of: &any.any_of,
            not: any.not.as_deref(),
            ..Self::default()
        }
    }

    /// Returns the JSON type that the schema names, or that its keywords imply.
    #[must_use]
    pub(in crate::lower) fn implied_kind(&self) -> Option<Kind> {
        if self.kind.is_some() {
            return self.kind;
        }
        if !self.properties.is_empty() || self.additional.is_some() {
            return Some(Kind::Object);
        }
        if self.items.is_some() {
            return Some(Kind::Array);
        }
        let values = self.values.as_ref()?;
        if !values.is_empty() && values.iter().all(Value::is_string) {
            return Some(Kind::String);
        }
        let is_integer = |value: &Value| value.is_i64() || value.is_u64();
        let is_whole = |value: &Value| value.as_f64().is_some_and(|number| number.fract() == 0.0);
        match values.as_slice() {
            // `2.0` beside `1` is another spelling of `2`.
            values if values.iter().any(is_integer) && values.iter().all(is_whole) => Some(Kind::Integer),
            [_, ..] if values.iter().all(Value::is_number) => Some(Kind::Number),
            _ => None,
        }
    }

    /// Whether the schema says nothing about the structure of values.
    #[must_use]
    pub(in crate::lower) fn is_unconstrained(&self) -> bool {
        self.implied_kind().is_none() && self.values.is_none() && !self.is_composed()
    }

    /// Returns the keywords beside `allOf`, `oneOf` and `anyOf`.
    #[must_use]
    pub(in crate::lower) fn beside(self) -> Self {
        Self { all_of: &[], one_of: &[], any_of: &[], ..self }
    }

    /// Whether the schema allows null and nothing else.
    #[must_use]
    pub(in crate::lower) fn is_null(&self) -> bool {
        self.nullable && self.values.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether the schema contains no other schema: it is about single values, about required properties, or about
    /// nothing.
    #[must_use]
    pub(in crate::lower) fn is_light(&self) -> bool {
        self.properties.is_empty() && self.additional.is_none() && self.items.is_none() && !self.is_composed()
    }

    /// Whether the schema says nothing about values, neither about their structure nor about their bounds.
    #[must_use]
    pub(in crate::lower) fn only_annotates(&self) -> bool {
        let bounds = self.min_length.is_some()
            || self.max_length.is_some()
            || self.pattern.is_some()
            || self.minimum.is_some()
            || self.maximum.is_some()
            || self.multiple_of.is_some()
            || self.min_items.is_some()
            || self.max_items.is_some()
            || self.min_properties.is_some()
            || self.max_properties.is_some()
            || self.unique_items;
        self.is_unconstrained() && !bounds && self.format.is_none() && self.required.is_empty() && self.not.is_none()
    }

    /// Whether the schema is composed of others: `allOf`, `oneOf` or `anyOf`.
    #[must_use]
    pub(in crate::lower) fn is_composed(&self) -> bool {
        ![self.all_of, self.one_of, self.any_of].iter().all(|schemas| schemas.is_empty())
    }
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "string" => Kind::String,
        "number" => Kind::Number,
        "integer" => Kind::Integer,
        "boolean" => Kind::Boolean,
        "object" => Kind::Object,
        "array" => Kind::Array,
        _ => return None,
    })
}

fn values<T>(list: &[Option<T>], value: impl Fn(&T) -> Value) -> Option<Vec<Value>> {
    (!list.is_empty()).then(|| list.iter().map(|entry| entry.as_ref().map_or(Value::Null, &value)).collect())
}

fn string_format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => Some(
            match known {
                StringFormat::Date => "date",
                StringFormat::DateTime => "date-time",
                StringFormat::Password => "password",
                StringFormat::Byte => "byte",
                StringFormat::Binary => "binary",
            }
            .to_owned(),
        ),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn number_format(format: &VariantOrUnknownOrEmpty<NumberFormat>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => Some("float".to_owned()),
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double) => Some("double".to_owned()),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn integer_format(format: &VariantOrUnknownOrEmpty<IntegerFormat>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Some("int32".to_owned()),
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => Some("int64".to_owned()),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
