//! The responses of an operation: successes, errors, streams, headers, links.

use super::docs::Docs;
use super::scalar::Scalar;
use super::types::{Type, WireName};

/// The type of a success.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Nothing.
    Empty,
    /// JSON.
    Json {
        /// The type of the body.
        ty: Type,
        /// Whether the body can also be missing or `null`.
        optional: bool,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Records that are received one by one.
    Stream(Records),
    /// Another type for each status.
    Several(Vec<Success>),
}

impl Output {
    /// Returns the type of the JSON body; the first one if there are several.
    #[must_use]
    pub fn json(&self) -> Option<&Type> {
        match self {
            Self::Json { ty, .. } => Some(ty),
            Self::Several(successes) => successes.iter().find_map(|success| success.output.json()),
            Self::Empty | Self::Text | Self::Bytes | Self::Stream(_) => None,
        }
    }

    /// Returns every type in it.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Json { ty, .. } => vec![ty],
            Self::Stream(records) => records.item.iter().collect(),
            Self::Several(successes) => successes.iter().flat_map(|success| success.output.types()).collect(),
            Self::Empty | Self::Text | Self::Bytes => Vec::new(),
        }
    }

    /// Returns every type in it, for rewriting.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Json { ty, .. } => vec![ty],
            Self::Stream(records) => records.item.iter_mut().collect(),
            Self::Several(successes) => successes.iter_mut().flat_map(|success| success.output.types_mut()).collect(),
            Self::Empty | Self::Text | Self::Bytes => Vec::new(),
        }
    }
}

/// One of several successes.
#[derive(Clone, Debug, PartialEq)]
pub struct Success {
    /// The status as the document writes it: `201`, `2XX`.
    pub status: String,
    /// Its name, in words.
    pub label: String,
    /// Its description in the document.
    pub description: String,
    /// What it returns; never [`Output::Several`] or [`Output::Stream`].
    pub output: Output,
    /// The media type that requests ask for to get it.
    pub media_type: Option<String>,
}

impl Success {
    /// Returns the first and the last status that it represents.
    #[must_use]
    pub fn range(&self) -> (u16, u16) {
        match self.status.parse() {
            Ok(code) => (code, code),
            Err(_) => (200, 299),
        }
    }
}

/// Records that are received one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Records {
    /// Their framing in the body.
    pub framing: Framing,
    /// The type of one; `None` for text.
    pub item: Option<Type>,
    /// Whether the type is that of the whole server-sent event, not only of its data.
    pub whole: Option<WholeEvents>,
}

/// How the data of whole events is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeEvents {
    /// Whether it is text rather than JSON.
    pub text: bool,
    /// The names of the events that are exceptions: JSON rather than text, or text rather than JSON.
    pub except: Vec<String>,
}

/// The framing of records in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events,
    /// One JSON text per line.
    JsonLines,
    /// JSON texts after separators (RFC 7464).
    JsonSequence,
}

/// The facts about the responses of an operation besides their types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Responses {
    /// The successes as the document describes them, also those that return the same.
    pub successes: Vec<Status>,
    /// The value of `Accept`; `application/json` if `None`.
    pub accept: Option<String>,
    /// A stream that the operation returns on request.
    pub stream: Option<Streaming>,
    /// The other media types of successes.
    pub others: Vec<OtherMediaType>,
    /// Headers of successes.
    pub headers: Vec<ResponseHeader>,
    /// The links of successes.
    pub links: Vec<Link>,
    /// Whether a redirect is the response itself.
    pub redirects: bool,
}

impl Responses {
    /// Returns the types of successes beside the usual one: of the records of a stream, and of other media types.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let streamed = self.stream.iter().filter_map(|stream| stream.records.item.as_ref());
        streamed.chain(self.others.iter().filter_map(|other| other.ty.as_ref()))
    }

    /// Returns the same, for rewriting.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let streamed = self.stream.iter_mut().filter_map(|stream| stream.records.item.as_mut());
        streamed.chain(self.others.iter_mut().filter_map(|other| other.ty.as_mut()))
    }
}

/// A media type of a success that requests do not ask for by themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherMediaType {
    /// Its name, as the document spells it.
    pub name: String,
    /// The type of the body, if it is JSON.
    pub ty: Option<Type>,
}

/// A status with its description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The status as the document writes it: `201`, `2XX`.
    pub status: String,
    /// Its description in the document.
    pub description: String,
}

/// A stream as an alternative to the usual response.
#[derive(Clone, Debug, PartialEq)]
pub struct Streaming {
    /// The records.
    pub records: Records,
    /// The media type that requests it.
    pub media_type: String,
    /// The input that turns it on.
    pub switch: Option<Switch>,
    /// The description of this input.
    pub switch_docs: Docs,
}

/// A boolean input that turns a stream on.
#[derive(Clone, Debug, PartialEq)]
pub enum Switch {
    /// A property of the body.
    Field(WireName),
    /// A query parameter.
    Query(WireName),
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeader {
    /// Its name.
    pub name: String,
    /// Its type; `None` for text.
    pub ty: Option<Scalar>,
    /// Its description in the document.
    pub description: String,
}

/// A link from a success to another operation (OpenAPI 3.0.4, section Link Object).
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// The target operation: its `operationId`, or what the document has instead.
    pub target: String,
    /// The parameters of that operation, each with its value or expression in the document.
    pub parameters: Vec<(String, String)>,
    /// Its description in the document.
    pub description: String,
}

/// An error response.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorResponse {
    /// The status as the document writes it: `404`, `4XX`, `default`.
    pub status: String,
    /// Its description in the document.
    pub description: String,
    /// Its JSON bodies, the usual one first: several where media types have different schemas.
    pub bodies: Vec<ErrorBody>,
    /// The media types of its body that have no type here.
    pub others: Vec<String>,
    /// Its headers.
    pub headers: Vec<ResponseHeader>,
}

impl ErrorResponse {
    /// Returns the types of its bodies.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.bodies.iter().map(|body| &body.ty)
    }
}

/// A JSON body of an error response.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorBody {
    /// The media type, as the document writes it.
    pub media_type: String,
    /// What the body is read as.
    pub ty: Type,
}
