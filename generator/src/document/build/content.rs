//! Converts parameters, headers, bodies, responses, media types and their examples.

use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, Encoding, Example, Header, HeaderStyle, Link, LinkOperation, MediaType, Parameter, ParameterData,
    ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, RequestBody, Response, Schema,
};
use serde_json::{Value, json};

use super::super::extensions::ITEM_SCHEMA;
use super::super::notes::Notes;
use super::super::path::Path;
use super::fields::Fields;
use super::schema::schema;
use crate::diagnostics::codes;

/// Converts a parameter; `None` if it has no valid `in`.
pub(super) fn parameter(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Parameter> {
    let mut fields = Fields::of(value, "a parameter", at, notes)?;
    let (Some(name), Some(location)) = (fields.text("name"), fields.text("in")) else {
        fields.complain(codes::MALFORMED_PARAMETER, "a parameter needs `name` and `in`; this one is skipped");
        return None;
    };
    let style = fields.text("style");
    let parameter_data = data(&mut fields, name);
    match location.as_str() {
        "query" => Some(Parameter::Query {
            parameter_data,
            allow_reserved: fields.flag("allowReserved").unwrap_or_default(),
            style: pick(&fields, style, &query_style).unwrap_or_default(),
            allow_empty_value: fields.flag("allowEmptyValue"),
        }),
        "header" => {
            let style = pick(&fields, style, &header_style).unwrap_or_default();
            Some(Parameter::Header { parameter_data, style })
        }
        "path" => {
            Some(Parameter::Path { parameter_data, style: pick(&fields, style, &path_style).unwrap_or_default() })
        }
        "cookie" => {
            let style = pick(&fields, style, &cookie_style).unwrap_or_default();
            Some(Parameter::Cookie { parameter_data, style })
        }
        other => {
            let message = format!("a parameter cannot be in `{other}`; it is skipped");
            fields.complain(codes::MALFORMED_PARAMETER, message);
            None
        }
    }
}

/// A header.
pub(super) fn header(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Header> {
    let mut fields = Fields::of(value, "a header", at, notes)?;
    let style = fields.text("style");
    Some(Header {
        style: pick(&fields, style, &header_style).unwrap_or_default(),
        description: fields.text("description"),
        required: fields.flag("required").unwrap_or_default(),
        deprecated: fields.flag("deprecated"),
        format: schema_or_content(&mut fields),
        example: fields.data("example").filter(|value| !value.is_null()),
        examples: examples(&mut fields),
        extensions: fields.extensions(),
    })
}

/// A request body.
pub(super) fn request_body(value: Value, at: &Path<'_>, notes: &Notes) -> Option<RequestBody> {
    let mut fields = Fields::of(value, "a request body", at, notes)?;
    Some(RequestBody {
        description: fields.text("description"),
        content: fields.map("content", media_type).unwrap_or_default(),
        required: fields.flag("required").unwrap_or_default(),
        extensions: fields.extensions(),
    })
}

/// A response.
pub(super) fn response(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Response> {
    let mut fields = Fields::of(value, "a response", at, notes)?;
    Some(Response {
        description: fields.text("description").unwrap_or_default(),
        headers: fields.map_or_reference("headers", header).unwrap_or_default(),
        content: fields.map("content", media_type).unwrap_or_default(),
        links: fields.map_or_reference("links", link).unwrap_or_default(),
        extensions: fields.extensions(),
    })
}

/// Converts a link; `None` if it has no target.
pub(super) fn link(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Link> {
    let mut fields = Fields::of(value, "a link", at, notes)?;
    let operation = match (fields.text("operationId"), fields.text("operationRef")) {
        (Some(id), _) => LinkOperation::OperationId(id),
        (None, Some(reference)) => LinkOperation::OperationRef(reference),
        (None, None) => {
            fields.complain(codes::MALFORMED_LINK, "a link needs `operationId` or `operationRef`; this one is ignored");
            return None;
        }
    };
    let parameters = match fields.data("parameters") {
        Some(Value::Object(parameters)) => parameters.into_iter().collect(),
        _ => IndexMap::new(),
    };
    Some(Link {
        description: fields.text("description"),
        operation,
        request_body: fields.data("requestBody").filter(|value| !value.is_null()),
        parameters,
        server: None,
        extensions: fields.extensions(),
    })
}

/// An example.
pub(super) fn example(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Example> {
    // A plain value instead of an example object is common, and its meaning is clear.
    if !is_example(&value) {
        return Some(Example { value: Some(value), ..Example::default() });
    }
    let mut fields = Fields::of(value, "an example", at, notes)?;
    Some(Example {
        summary: fields.text("summary"),
        description: fields.text("description"),
        value: fields.data("value"),
        external_value: fields.text("externalValue"),
        extensions: fields.extensions(),
    })
}

/// Whether a value is an example object: it has a property of one, or none at all.
fn is_example(value: &Value) -> bool {
    const KEYWORDS: [&str; 4] = ["summary", "description", "value", "externalValue"];
    let Value::Object(members) = value else { return false };
    members.is_empty() || members.keys().any(|key| KEYWORDS.contains(&key.as_str()))
}

fn media_type(value: Value, at: &Path<'_>, notes: &Notes) -> Option<MediaType> {
    let mut fields = Fields::of(value, "a media type", at, notes)?;
    let item = fields.one_or_reference(ITEM_SCHEMA, schema);
    Some(MediaType {
        // Only streams have the schema of one record, which takes precedence.
        schema: item.or_else(|| fields.one_or_reference("schema", schema)),
        example: fields.data("example").filter(|value| !value.is_null()),
        examples: examples(&mut fields),
        encoding: fields.map("encoding", encoding).unwrap_or_default(),
        extensions: fields.extensions(),
    })
}

fn encoding(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Encoding> {
    let mut fields = Fields::of(value, "an encoding", at, notes)?;
    let style = fields.text("style");
    let style = pick(&fields, style, &query_style);
    let (explode, allow_reserved) = (fields.flag("explode"), fields.flag("allowReserved"));
    // If any of the three exists, the style applies instead of the content type (OpenAPI 3.0.4).
    let is_styled = explode.is_some() || allow_reserved.is_some();
    let style = style.or_else(|| is_styled.then(QueryStyle::default));
    Some(Encoding {
        content_type: fields.text("contentType"),
        headers: fields.map_or_reference("headers", header).unwrap_or_default(),
        explode: explode.unwrap_or(matches!(style, Some(QueryStyle::Form))),
        style,
        allow_reserved: allow_reserved.unwrap_or_default(),
        extensions: fields.extensions(),
    })
}

fn data(fields: &mut Fields<'_>, name: String) -> ParameterData {
    ParameterData {
        name,
        description: fields.text("description"),
        required: fields.flag("required").unwrap_or_default(),
        deprecated: fields.flag("deprecated"),
        format: schema_or_content(fields),
        example: fields.data("example").filter(|value| !value.is_null()),
        examples: examples(fields),
        explode: fields.flag("explode"),
        extensions: fields.extensions(),
    }
}

/// Returns the schema, else the content, else a string schema, because every value can be sent as text.
fn schema_or_content(fields: &mut Fields<'_>) -> ParameterSchemaOrContent {
    let schema: Option<ReferenceOr<Schema>> = fields.one_or_reference("schema", schema);
    let content = fields.map("content", media_type).filter(|content| !content.is_empty());
    match (schema, content) {
        (Some(schema), _) => ParameterSchemaOrContent::Schema(schema),
        (None, Some(content)) => ParameterSchemaOrContent::Content(content),
        (None, None) => {
            fields.complain(codes::MISSING_SCHEMA, "it has neither `schema` nor `content`; a string is assumed");
            let text = super::schema::schema(json!({"type": "string"}), fields.at(), &Notes::default());
            ParameterSchemaOrContent::Schema(text.map_or_else(|| ReferenceOr::ref_(""), ReferenceOr::Item))
        }
    }
}

fn examples(fields: &mut Fields<'_>) -> IndexMap<String, ReferenceOr<Example>> {
    fields.map_or_reference("examples", example).unwrap_or_default()
}

fn pick<T>(fields: &Fields<'_>, style: Option<String>, known: &dyn Fn(&str) -> Option<T>) -> Option<T> {
    let style = style?;
    let picked = known(&style);
    if picked.is_none() {
        fields.complain(
            codes::UNKNOWN_STYLE,
            format!("the style `{style}` is not supported here; the default style is used"),
        );
    }
    picked
}

fn query_style(name: &str) -> Option<QueryStyle> {
    match name {
        "form" => Some(QueryStyle::Form),
        "spaceDelimited" => Some(QueryStyle::SpaceDelimited),
        "pipeDelimited" => Some(QueryStyle::PipeDelimited),
        "deepObject" => Some(QueryStyle::DeepObject),
        _ => None,
    }
}

fn path_style(name: &str) -> Option<PathStyle> {
    match name {
        "matrix" => Some(PathStyle::Matrix),
        "label" => Some(PathStyle::Label),
        "simple" => Some(PathStyle::Simple),
        _ => None,
    }
}

fn header_style(name: &str) -> Option<HeaderStyle> {
    (name == "simple").then_some(HeaderStyle::Simple)
}

fn cookie_style(name: &str) -> Option<CookieStyle> {
    (name == "form").then_some(CookieStyle::Form)
}
