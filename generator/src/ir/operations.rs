//! The operations of an SDK and the resources they belong to.

use super::bodies::Body;
use super::ids::ResourceId;
use super::paging::Paging;
use super::responses::{Answers, ErrorResponse, Output};
use super::security::{Requirement, Server};
use super::types::{Constraints, Docs, Presence, Type, WireName};
use crate::pointer::Pointer;

/// A group of operations: `organizations`, `organizations().service_accounts()`.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The names from the client to it, each as the path spells it.
    pub path: Vec<String>,
    /// The resource it belongs to; `None` directly below the client.
    pub parent: Option<ResourceId>,
    /// What the document says about it (the description of a tag).
    pub docs: Docs,
}

/// An HTTP method (RFC 9110, section 9).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is named by RFC 9110, or by the draft of the QUERY method")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    Query,
    /// Any other, as it is sent: a token of RFC 9110, section 5.6.2.
    Other(String),
}

impl Method {
    /// The method as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(token) => token,
        }
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands in the document.
    pub at: Pointer,
    /// The `operationId`, where the document gives one.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, with its placeholders; `{+name}` is one whose value keeps its slashes.
    pub path: String,
    /// The resource it belongs to.
    pub resource: ResourceId,
    /// Names for it within the resource, best first, each as words or camel case.
    pub names: Vec<String>,
    /// What the document says about it.
    pub docs: Docs,
    /// Path parameters in template order, then the others in the order of the document.
    pub parameters: Vec<Parameter>,
    /// Headers that the document lists as parameters but other parts of it describe: `Accept`, `Content-Type`,
    /// `Authorization` (OpenAPI 3.0.4, section Parameter Object).
    pub own_headers: Vec<String>,
    /// The request body.
    pub body: Option<Body>,
    /// What a success returns.
    pub output: Output,
    /// What else is known of the responses.
    pub answers: Answers,
    /// What failures return.
    pub errors: Vec<ErrorResponse>,
    /// What it requires, where that differs from the API's default; an empty list requires nothing, and so does an
    /// empty alternative.
    pub security: Option<Vec<Requirement>>,
    /// How its pages follow each other.
    pub paging: Option<Paging>,
    /// Where it is served, where that differs from the API's server.
    pub server: Option<Server>,
    /// Where else it is served, according to the document.
    pub other_servers: Vec<Server>,
}

impl Operation {
    /// Whether it has a header parameter `Idempotency-Key` (the IETF's draft "The Idempotency-Key HTTP Header Field").
    #[must_use]
    pub fn takes_idempotency_key(&self) -> bool {
        let is_one = |parameter: &Parameter| {
            parameter.location == Location::Header && parameter.wire.as_str().eq_ignore_ascii_case("idempotency-key")
        };
        self.parameters.iter().any(is_one)
    }

    /// The names between braces in the path template, each once, in order.
    #[must_use]
    pub fn placeholders(path: &str) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for part in path.split('{').skip(1) {
            let Some((name, _)) = part.split_once('}') else { continue };
            let name = name.strip_prefix('+').unwrap_or(name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// A parameter outside the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name as it is sent.
    pub wire: WireName,
    /// Where it stands in the document.
    pub at: Pointer,
    /// Where in the request it goes.
    pub location: Location,
    /// How it is written there.
    pub style: Style,
    /// Whether reserved characters of its values are sent as they are (`allowReserved`).
    pub reserved: bool,
    /// What it holds.
    pub ty: Type,
    /// The only value it takes, if there is only one: an input without a value, or none at all if it is required.
    pub constant: Option<super::Literal>,
    /// Whether it must be given; never nullable.
    pub presence: Presence,
    /// What the document says about it.
    pub docs: Docs,
    /// What values it takes, beyond its type.
    pub constraints: Constraints,
}

/// Where in the request a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is named by the OpenAPI specification, section Parameter Locations")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    /// Its name in the OpenAPI specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter is written (OpenAPI 3.0.4, section Style Values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// What its location does by default: `form` with explode in the query and cookies, `simple` elsewhere.
    Usual,
    /// `form` without explode: items joined by commas.
    FormComma,
    /// `simple` with explode: the members of an object as `key=value`.
    SimpleExploded,
    /// `.a`; items and members joined by commas.
    Label,
    /// `label` with explode: items joined by dots.
    LabelExploded,
    /// `;name=a`; items and members joined by commas.
    Matrix,
    /// `matrix` with explode: the name repeated, members as `;key=value`.
    MatrixExploded,
    /// Items joined by spaces.
    SpaceDelimited,
    /// Items joined by `|`.
    PipeDelimited,
    /// `name[key]=value`.
    DeepObject,
    /// A JSON text (`content: application/json`).
    Json,
    /// A scalar as its text, all else as JSON (`content` of another type).
    Text,
    /// A cookie without percent-encoding; items and members are cookies of their own (OpenAPI 3.2, style `cookie`).
    Cookie,
    /// `cookie` without explode: items joined by commas.
    CookieComma,
    /// The whole query, without a name: a text as it is, anything else as a JSON text (OpenAPI 3.2, `in: querystring`).
    WholeQuery,
}

#[cfg(test)]
mod tests {
    use super::Operation;

    #[test]
    fn placeholders_stand_in_template_order() {
        assert_eq!(Operation::placeholders("/a/{b}/c-{d}.json/{b}"), ["b", "d"]);
        assert_eq!(Operation::placeholders("/a/{+b}"), ["b"]);
        assert!(Operation::placeholders("/a/}{").is_empty());
    }
}
