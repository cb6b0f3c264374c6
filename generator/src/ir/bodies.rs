//! Request bodies: their content and encoding.

use super::Literal;
use super::types::{Docs, Field, Type, WireName};

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be sent.
    pub required: bool,
    /// The media type that it is sent as, without wildcards.
    pub media_type: String,
    /// The media types that the document names, where these are a range and the caller may say which one it is.
    pub range: Option<String>,
    /// Other media types that the operation takes instead, as the document spells them.
    pub others: Vec<String>,
    /// How it is written.
    pub encoding: BodyEncoding,
    /// What it holds.
    pub content: BodyContent,
    /// Members of a form or a multipart body with an encoding other than the usual one.
    pub members: Vec<MemberEncoding>,
    /// What the document says about it.
    pub docs: Docs,
    /// A whole body that the document shows.
    pub example: Option<Literal>,
}

/// How a request body is written.
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

/// What a request body holds.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// An object whose members are the inputs of the operation.
    Fields(Vec<Field>),
    /// A value that is one input.
    Whole(Type),
}

/// How a member of a form or of a multipart body is written (OpenAPI 3.0.4, section Encoding Object). The usual
/// encoding: a list repeats the name, an object is JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberEncoding {
    /// The member.
    pub wire: WireName,
    /// How a list or an object is written.
    pub style: Option<FormStyle>,
    /// Its media type.
    pub content_type: Option<String>,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// Headers that its part always has.
    pub headers: Vec<(String, String)>,
}

/// How a list or an object in a form is written (OpenAPI 3.0.4, section Style Values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `form` with explode: a list repeats the name, the members of an object stand by themselves.
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
