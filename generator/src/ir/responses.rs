//! The responses of an operation: successes, errors, streams, headers, links.

use super::scalar::Scalar;
use super::types::{Type, WireName};

/// What a success returns.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Nothing.
    Empty,
    /// JSON.
    Json {
        /// The type of the body.
        ty: Type,
        /// Whether a success may also come without a body or with `null`.
        optional: bool,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Records that come one by one.
    Stream(Records),
    /// Another type for each status.
    Several(Vec<Success>),
}

impl Output {
    /// The type of the JSON body; of several the first.
    #[must_use]
    pub fn json(&self) -> Option<&Type> {
        match self {
            Self::Json { ty, .. } => Some(ty),
            Self::Several(successes) => successes.iter().find_map(|success| success.output.json()),
            Self::Empty | Self::Text | Self::Bytes | Self::Stream(_) => None,
        }
    }

    /// Every type that it holds.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Json { ty, .. } => vec![ty],
            Self::Stream(records) => records.item.iter().collect(),
            Self::Several(successes) => successes.iter().flat_map(|success| success.output.types()).collect(),
            Self::Empty | Self::Text | Self::Bytes => Vec::new(),
        }
    }

    /// The same, for rewriting.
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
    /// What it is called, in words.
    pub label: String,
    /// What the document says about it.
    pub description: String,
    /// What it returns; never [`Output::Several`] or [`Output::Stream`].
    pub output: Output,
}

impl Success {
    /// The first and the last status that it stands for.
    #[must_use]
    pub fn range(&self) -> (u16, u16) {
        match self.status.parse() {
            Ok(code) => (code, code),
            Err(_) => (200, 299),
        }
    }
}

/// Records that come one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Records {
    /// How they stand in the body.
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
    /// The names of the events for which it is the other of the two.
    pub except: Vec<String>,
}

/// How records stand in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events,
    /// One JSON text a line.
    JsonLines,
    /// JSON texts after separators (RFC 7464).
    JsonSequence,
}

/// What is known of the responses of an operation besides their types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// The media types to ask for; `application/json` if `None`.
    pub accept: Option<String>,
    /// A stream that the operation returns instead, if it is asked to.
    pub stream: Option<Streaming>,
    /// Media types of successes that have no type here.
    pub others: Vec<String>,
    /// Headers of successes.
    pub headers: Vec<ResponseHeader>,
    /// What can be done with a success.
    pub links: Vec<Link>,
    /// Whether a redirect is the response itself.
    pub redirects: bool,
}

/// A stream as an alternative to the usual response.
#[derive(Clone, Debug, PartialEq)]
pub struct Streaming {
    /// The records.
    pub records: Records,
    /// The media type that asks for it.
    pub media_type: String,
    /// The input that turns it on.
    pub switch: Option<Switch>,
}

/// An input that turns a stream on: it is true or false.
#[derive(Clone, Debug, PartialEq)]
pub enum Switch {
    /// A member of the body.
    Field(WireName),
    /// A query parameter.
    Query(WireName),
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeader {
    /// Its name.
    pub name: String,
    /// What it holds; `None` for anything that is best read as text.
    pub ty: Option<Scalar>,
    /// What the document says about it.
    pub description: String,
}

/// What can be done with a success (OpenAPI 3.0.4, section Link Object).
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// The operation it leads to, by `operationId`, or by whatever the document has instead.
    pub target: String,
    /// Parameters of that operation, each with the value in the document's words.
    pub parameters: Vec<(String, String)>,
    /// What the document says about it.
    pub description: String,
}

/// What a failure returns.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorResponse {
    /// The status as the document writes it: `404`, `4XX`, `default`.
    pub status: String,
    /// What the document says about it.
    pub description: String,
    /// The type of its JSON body.
    pub ty: Option<Type>,
    /// The media types of its body that have no type here.
    pub others: Vec<String>,
}
