//! Request bodies: their content and encoding.

use super::Literal;
use super::docs::Docs;
use super::types::{Field, Type, WireName};

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it is required.
    pub required: bool,
    /// The media type that it is sent as, without wildcards.
    pub media_type: String,
    /// The range of media types in the document, if the caller can choose one of it.
    pub range: Option<String>,
    /// The other media types in which the same inputs can be sent.
    pub alternatives: Vec<BodyAlternative>,
    /// The other media types that the operation accepts, as the document spells them.
    pub others: Vec<String>,
    /// Its encoding.
    pub encoding: BodyEncoding,
    /// Its content.
    pub content: BodyContent,
    /// The struct whose properties its fields are, if responses contain it as well: a body can be given as a whole
    /// then. The pass `usage` removes those that responses do not contain.
    pub model: Option<Type>,
    /// The fields of a form or a multipart body whose encoding is not the default.
    pub members: Vec<MemberEncoding>,
    /// Its description in the document.
    pub docs: Docs,
    /// An example of the whole body in the document.
    pub example: Option<Literal>,
}

/// Another media type in which the inputs of a request body can be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyAlternative {
    /// The media type, without wildcards.
    pub media_type: String,
    /// Its encoding.
    pub encoding: BodyEncoding,
    /// The fields whose encoding is not the default.
    pub members: Vec<MemberEncoding>,
}

/// The encoding of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEncoding {
    /// JSON (RFC 8259).
    Json,
    /// A list, each item as JSON on a line of its own.
    JsonLines,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Parts: `multipart/form-data` (RFC 7578) or another kind of RFC 2046.
    Multipart,
    /// Text in UTF-8.
    Text,
    /// Bytes as they are.
    Bytes,
}

/// The content of a request body.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// An object whose properties are inputs of the operation.
    Fields(Vec<Field>),
    /// A value that is one input.
    Whole(Type),
}

/// The encoding of a field of a form or a multipart body (OpenAPI 3.0.4, section Encoding Object). By default a list
/// repeats the name, and an object is JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberEncoding {
    /// The name of the property.
    pub wire: WireName,
    /// The style of a list or an object.
    pub style: Option<FormStyle>,
    /// Its media type.
    pub content_type: Option<String>,
    /// Whether reserved characters are not percent-encoded.
    pub allow_reserved: bool,
    /// The constant headers of its part.
    pub headers: Vec<(String, String)>,
}

/// The style of a list or an object in a form (OpenAPI 3.0.4, section Style Values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `form` with explode: a list repeats the name, the properties of an object are fields.
    Exploded,
    /// `form` without explode: items joined by commas.
    Comma,
    /// Items joined by spaces.
    Space,
    /// Items joined by `|`.
    Pipe,
    /// `name[key]=value`, to any depth.
    Deep,
}
