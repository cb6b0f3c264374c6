//! The operations of an SDK and the resources they belong to.

use super::bodies::Body;
use super::constraints::Constraints;
use super::docs::Docs;
use super::examples::OperationExample;
use super::ids::ResourceId;
use super::location::Location;
use super::paging::Paging;
use super::responses::{ErrorResponse, Output, Responses};
use super::security::{Requirement, Server};
use super::types::{Presence, Type, WireName};
use crate::pointer::Pointer;

/// A group of operations: `organizations`, `organizations().service_accounts()`.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The names from the client to it, spelled as in the path.
    pub path: Vec<String>,
    /// The resource it belongs to; `None` directly below the client.
    pub parent: Option<ResourceId>,
    /// Its description in the document (that of a tag).
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
    /// Any other method: a token of RFC 9110, section 5.6.2.
    Other(String),
}

impl Method {
    /// Returns the method as it is sent.
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

/// How good the claim of an operation to a name is; of two that would have the same, the one with the better claim has
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// The configuration gives it the name.
    Configured,
    /// Its `operationId` says the name and nothing else.
    Stated,
    /// It is the usual name of such an operation.
    Usual,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its location in the document.
    pub at: Pointer,
    /// The `operationId`, where the document gives one.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, with its placeholders; the slashes in the value of `{+name}` are not encoded.
    pub path: String,
    /// What distinguishes it from all others, whatever else the document has: its method and its path, with
    /// placeholders by their position. The pass `keys` numbers those of a document that has several with one key.
    pub key: String,
    /// Whether it is the operation before it with another request body, in a media type that has a schema of its own.
    pub is_alternative: bool,
    /// The path as the document writes it: also with what follows `?` or `#`.
    pub written_path: String,
    /// The resource it belongs to.
    pub resource: ResourceId,
    /// The proposed names within the resource, best first, each as words or in camel case.
    pub names: Vec<String>,
    /// How good its claim to the first of them is.
    pub claim: Claim,
    /// Its description in the document.
    pub docs: Docs,
    /// Path parameters in template order, then the others in the order of the document.
    pub parameters: Vec<Parameter>,
    /// Headers that the document lists as parameters but other parts of it describe: `Accept`, `Content-Type`,
    /// `Authorization` (OpenAPI 3.0.4, section Parameter Object).
    pub own_headers: Vec<String>,
    /// The request body.
    pub body: Option<Body>,
    /// The type of a success.
    pub output: Output,
    /// The other facts about its responses.
    pub responses: Responses,
    /// The error responses.
    pub errors: Vec<ErrorResponse>,
    /// Its security requirements, if it has its own; an empty list or an empty alternative requires nothing.
    pub security: Option<Vec<Requirement>>,
    /// How its pages follow each other.
    pub paging: Option<Paging>,
    /// Its server, if that is not the API's.
    pub server: Option<Server>,
    /// Its other servers in the document.
    pub other_servers: Vec<Server>,
    /// All examples that the document shows of it, for pages about it; empty in a run that makes none.
    pub examples: Vec<OperationExample>,
}

impl Operation {
    /// Returns the method and the path as the document writes it, by which the configuration names the operation.
    #[must_use]
    pub fn by_path(&self) -> String {
        format!("{} {}", self.method.as_str(), self.written_path)
    }

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
    /// Its location in the document.
    pub at: Pointer,
    /// Its part of the request.
    pub location: Location,
    /// Its style.
    pub style: Style,
    /// Whether reserved characters in its values are not percent-encoded (`allowReserved`).
    pub reserved: bool,
    /// Its type.
    pub ty: Type,
    /// The value, if there is only one: a setter without an argument, or no setter if it is required.
    pub constant: Option<super::Literal>,
    /// Whether it is required; never nullable.
    pub presence: Presence,
    /// Its description in the document.
    pub docs: Docs,
    /// The constraints on its values.
    pub constraints: Constraints,
}

/// The style of a parameter (OpenAPI 3.0.4, section Style Values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// The default of its location: `form` with explode in the query and cookies, `simple` elsewhere.
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
    /// A scalar as its text, anything else as JSON (`content` of another type).
    Text,
    /// A cookie without percent-encoding; each item or property is a separate cookie (OpenAPI 3.2, style `cookie`).
    Cookie,
    /// `cookie` without explode: items joined by commas.
    CookieComma,
    /// The whole query, without a name: a text as it is, anything else as a JSON text (OpenAPI 3.2, `in: querystring`).
    WholeQuery,
}

/// Returns the key of an operation: its method and its path, with placeholders by their position.
#[must_use]
pub fn operation_key(method: &str, path: &str) -> String {
    let mut key = format!("{method} ");
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        key.push_str(before);
        key.push_str("{}");
        rest = after;
    }
    key + rest
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
