//! What an operation returns, as far as its name depends on it.

use crate::english::{are_many, singular, words};
use crate::ir::{Api, Field, Output, Struct, Type};

/// Fields that hold the content of an envelope, without case and separators. A field that is added to a response later
/// must not rename its operation, so that no other list counts, unless it is called like the resource.
const CONTENT: [&str; 9] = ["items", "data", "results", "values", "entries", "records", "list", "resources", "result"];

/// Fields that hold such an object one level further down.
const CONTAINERS: [&str; 7] = ["data", "result", "results", "response", "payload", "embedded", "body"];

/// What an operation returns.
#[derive(Debug)]
pub(in crate::lower) enum Returned {
    /// A list, or a page of one.
    List,
    /// What is requested like a page; nothing shows how it leads to the next one.
    Part,
    /// An object, with the names of its fields that are lists, and of those in the object that it only wraps.
    Object(Vec<String>),
    /// Nothing that the document describes.
    Unknown,
    /// Something that is not JSON.
    Other,
}

impl Returned {
    /// Returns what an output is; if it has pages, it is a list. `is_part` says whether its request is one for a part
    /// of a list.
    pub(in crate::lower) fn of(api: &Api, output: &Output, has_pages: bool, is_part: bool) -> Self {
        if (has_pages || is_part) && output.json().is_some() {
            return if has_pages { Self::List } else { Self::Part };
        }
        let ty = match output {
            Output::Json { ty, .. } => ty,
            Output::Several(successes) => match successes.iter().find_map(|success| success.output.json()) {
                Some(ty) => ty,
                None => return Self::Other,
            },
            Output::Empty => return Self::Unknown,
            Output::Text | Output::Bytes | Output::Stream(_) => return Self::Other,
        };
        match api.resolve(ty) {
            Type::List(_) => Self::List,
            Type::Json => Self::Unknown,
            other => match api.as_struct(other) {
                Some((_, shape)) => Self::Object(lists(api, shape)),
                None => Self::Object(Vec::new()),
            },
        }
    }

    /// Whether it is a list of what the segment `last` names. An object that a singular names is one thing, whatever
    /// lists it has, unless it is an envelope.
    pub(super) fn is_list(&self, last: &str) -> bool {
        let own = words(last);
        let is_many = are_many(&own);
        match self {
            Self::List | Self::Part => true,
            Self::Object(lists) => {
                lists.iter().any(|list| if is_many { is_content(list, &own) } else { is_envelope(list) })
            }
            Self::Unknown => is_many,
            Self::Other => false,
        }
    }

    /// Whether it is text, bytes or a stream.
    pub(super) fn is_no_json(&self) -> bool {
        matches!(self, Self::Other)
    }
}

/// Whether a field of this name holds the content of an envelope in the resource `own`: it is called so, or like the
/// resource.
fn is_content(field: &str, own: &[String]) -> bool {
    let words = words(field);
    let last = |words: &[String]| words.last().map(|word| singular(word));
    is_envelope(field) || (last(&words) == last(own) && !own.is_empty())
}

/// Whether a list of this name makes an object an envelope.
fn is_envelope(field: &str) -> bool {
    CONTENT.contains(&words(field).concat().as_str())
}

fn lists(api: &Api, shape: &Struct) -> Vec<String> {
    let mut names = Vec::new();
    for field in &shape.fields {
        let Some(ty) = field.value.ty() else { continue };
        let name = field.wire.as_str();
        match api.resolve(ty) {
            Type::List(_) => names.push(name.to_owned()),
            // `items: {"key": …}`, and nothing else is called so.
            Type::Map(_) if name == "items" => names.push(name.to_owned()),
            other if CONTAINERS.contains(&words(name).concat().as_str()) => {
                let inner = api.as_struct(other).into_iter().flat_map(|(_, inner)| &inner.fields);
                let is_list = |ty: &Type| matches!(api.resolve(ty), Type::List(_));
                let inner = inner.filter(|field| field.value.ty().is_some_and(is_list));
                // In HAL, everything embedded in a collection is its content.
                let called =
                    |field: &Field| if name == "_embedded" { CONTENT[0] } else { field.wire.as_str() }.to_owned();
                names.extend(inner.map(called));
            }
            _ => {}
        }
    }
    names
}
