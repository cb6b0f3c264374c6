//! How a response deviates from the document, as users see it. Knows nothing of how values are decoded.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::Value;

/// One deviation of a response from the document, found by [forgiving](crate::Decoding::Forgiving) decoding.
///
/// Shows no values of the response: of strings and numbers only that they are there. Paths and keys are those of the
/// response, without the credentials of the client.
///
/// `Display` writes one line:
///
/// ```text
/// sessions.create: $.tax in the 200 response: required, but missing; it has a neutral value instead
/// ```
#[derive(Clone)]
pub struct Deviation(pub(super) Box<Detail>);

/// The operation that a response belongs to.
pub(crate) struct Origin {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) template: Cow<'static, str>,
}

#[derive(Clone)]
pub(super) struct Detail {
    pub(super) origin: Arc<Origin>,
    pub(super) status: StatusCode,
    pub(super) path: String,
    pub(super) affected: String,
    pub(super) expected: String,
    /// `None` if the value is missing.
    pub(super) found: Option<&'static str>,
    pub(super) excerpt: String,
    pub(super) effect: DeviationEffect,
}

/// What a [`Deviation`] did to the decoded value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeviationEffect {
    /// The optional or nullable field is `None`; or the item of a list, the entry of a map or the record of a stream is
    /// left out.
    LeftOut,
    /// The required field has the neutral value of its type.
    Neutral,
    /// The value of a union is kept as `Unrecognized`.
    Unrecognized,
}

impl Deviation {
    /// Returns the name of the operation, such as `invoices.list`.
    pub fn operation(&self) -> &str {
        &self.0.origin.operation
    }

    /// Returns the method of the request.
    pub fn method(&self) -> &Method {
        &self.0.origin.method
    }

    /// Returns the path of the operation with its parameters in braces, such as `/invoices/{id}`; of a request to an
    /// endpoint that the SDK does not know, the path that was sent.
    pub fn path_template(&self) -> &str {
        &self.0.origin.template
    }

    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns where the deviation is in the body, such as `$.items[3].created`. For a record of a stream, `$` is the
    /// record.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns what was expected, such as "an integer"; "a value" if a required property is missing.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// Returns the JSON type of what was found: `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`;
    /// `None` if a required property is missing.
    pub fn found(&self) -> Option<&'static str> {
        self.0.found
    }

    /// Returns whether a required property is missing.
    pub fn is_missing(&self) -> bool {
        self.0.found.is_none()
    }

    /// Returns the object or list that contains the deviation, with its keys and the kinds of its values:
    /// `{"id": "…", "size": 0}`.
    pub fn excerpt(&self) -> &str {
        &self.0.excerpt
    }

    /// Returns what the deviation did to the value at [`affected_path`](Self::affected_path).
    pub fn effect(&self) -> DeviationEffect {
        self.0.effect
    }

    /// Returns the path of the value that was left out or replaced: that of the deviation, or of a value that contains
    /// it, such as `$.items[3]`.
    pub fn affected_path(&self) -> &str {
        &self.0.affected
    }

    /// Returns the deviation as one line of JSON, as `sdkgen drift` reads it: one line for each deviation. It contains
    /// no values of the response.
    ///
    /// ```json
    /// {"operation":"sessions.create","method":"POST","path_template":"/sessions","status":200,"path":"$.tax",
    ///  "expected":"a value","found":null,"missing":true,"effect":"neutral","affected":"$.tax"}
    /// ```
    pub fn to_json(&self) -> String {
        let effect = match self.0.effect {
            DeviationEffect::LeftOut => "left-out",
            DeviationEffect::Neutral => "neutral",
            DeviationEffect::Unrecognized => "unrecognized",
        };
        let fields: [(&str, Value); 10] = [
            ("operation", self.operation().into()),
            ("method", self.method().as_str().into()),
            ("path_template", self.path_template().into()),
            ("status", self.status().as_u16().into()),
            ("path", self.path().into()),
            ("expected", self.expected().into()),
            ("found", self.found().into()),
            ("missing", self.is_missing().into()),
            ("effect", effect.into()),
            ("affected", self.affected_path().into()),
        ];
        let fields = fields.map(|(name, value)| format!("\"{name}\":{value}"));
        format!("{{{}}}", fields.join(","))
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { origin, status, path, affected, expected, found, effect, .. } = &*self.0;
        write!(f, "{}: {path} in the {} response: ", origin.operation, status.as_u16())?;
        match found {
            None => f.write_str("required, but missing")?,
            Some(found) => write!(f, "expected {expected}, found {}", with_article(found))?,
        }
        let what = if affected == path { "it" } else { affected };
        match effect {
            DeviationEffect::LeftOut if found.is_none() && affected == path => Ok(()),
            DeviationEffect::LeftOut => write!(f, "; {what} was left out"),
            DeviationEffect::Neutral => write!(f, "; {what} has a neutral value instead"),
            DeviationEffect::Unrecognized => write!(f, "; {what} was kept as unrecognized"),
        }
    }
}

impl fmt::Debug for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deviation({self})")
    }
}

fn with_article(kind: &str) -> String {
    match kind {
        "null" => kind.to_owned(),
        "array" | "object" | "integer" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}
