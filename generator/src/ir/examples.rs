//! The examples that a document shows of what an operation takes and returns.

use std::sync::Arc;

use super::Literal;
use super::location::Location;
use super::types::WireName;

/// An example that the document shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Its name, if it is one of several.
    pub name: Option<String>,
    /// What it shows, in a line.
    pub summary: Option<String>,
    /// What it shows, in Markdown.
    pub description: Option<String>,
    /// The value; a text that is not JSON is a string. Operations that refer to one example share its value.
    pub value: Option<Arc<Literal>>,
    /// The text that is sent for the value, where the document has both.
    pub serialized: Option<String>,
    /// The URL of the value, if it is not in the document.
    pub external: Option<String>,
}

/// An example of a part of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationExample {
    /// What it is an example of.
    pub of: Shown,
    /// The example.
    pub example: Example,
}

/// What an example shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A parameter.
    Parameter(Location, WireName),
    /// The request body of a media type.
    Body {
        /// The media type as the document spells it.
        media_type: String,
    },
    /// The body of a response.
    Response {
        /// The status as the document writes it: `404`, `4XX`, `default`.
        status: String,
        /// The media type as the document spells it.
        media_type: String,
    },
    /// A header of a response.
    Header {
        /// The status as the document writes it.
        status: String,
        /// The name of the header.
        name: String,
    },
}
