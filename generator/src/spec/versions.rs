//! Other versions of OpenAPI are brought to the shape of 3.0, on the raw value. Knows which versions there are; what
//! each needs is in its own module.

mod v31;

use serde_json::Value;

use super::grammar::{Kind, walk_mut};
use super::notes::Notes;
use super::path::Path;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;

/// A version that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// As written.
    pub(super) text: String,
    minor: Minor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Minor {
    Zero,
    One,
}

/// Tells the version; an error if it is none that can be read, or if the value is no OpenAPI document at all.
pub(super) fn detect(root: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let text = match root.get("openapi") {
        Some(Value::String(text)) => text.trim().to_owned(),
        // `openapi: 3.0` without quotes is a number to YAML.
        Some(Value::Number(number)) => number.to_string(),
        _ => {
            diagnostics.push(unknown_document(root));
            return None;
        }
    };
    let minor = match text.split('.').take(2).collect::<Vec<_>>()[..] {
        ["3", "0"] | ["3"] => Minor::Zero,
        ["3", "1"] => Minor::One,
        _ => {
            let place = Place::Node(Pointer::root().child("openapi"));
            diagnostics.push(unsupported(place, format!("OpenAPI {text} cannot be read")));
            return None;
        }
    };
    Some(Version { text, minor })
}

/// Brings the document to the shape of 3.0.
pub(super) fn upgrade(root: &mut Value, version: &Version, notes: &Notes) {
    let whole = version.minor == Minor::One;
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| match kind {
        Kind::Schema if whole => v31::schema(value, at, notes),
        // Many documents call themselves 3.0 and use what came after it; what cannot be mistaken is understood.
        Kind::Schema if v31::is_newer(value) => {
            notes.advise(
                "newer-keyword",
                at,
                "this schema is written as in OpenAPI 3.1, in a document of version 3.0",
                "it was read as in 3.1; say `openapi: 3.1.0` if that is meant",
            );
            v31::schema(value, at, notes);
        }
        _ => {}
    });
}

fn unknown_document(root: &Value) -> Diagnostic {
    if let Some(Value::String(version)) = root.get("swagger") {
        let place = Place::Node(Pointer::root().child("swagger"));
        return unsupported(place, format!("Swagger {version} cannot be read"));
    }
    let place = Place::Node(Pointer::root());
    Diagnostic::error("not-openapi", place, "this is not an OpenAPI document: it does not say `openapi`")
        .help("the first line of a document is usually `openapi: 3.1.0`")
}

fn unsupported(place: Place, message: String) -> Diagnostic {
    Diagnostic::error("unsupported-version", place, message)
        .help("versions 3.0 and 3.1 are supported so far; most tools can export one of them")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Minor, detect};
    use crate::diagnostics::Diagnostics;

    #[test]
    fn versions_are_told_apart() {
        let version = |value| {
            let mut diagnostics = Diagnostics::new();
            let version = detect(&value, &mut diagnostics);
            version.map(|v| v.minor).ok_or_else(|| diagnostics.iter().next().expect("a refusal is told").code)
        };
        assert_eq!(version(json!({"openapi": "3.0.3"})), Ok(Minor::Zero));
        assert_eq!(version(json!({"openapi": 3.0})), Ok(Minor::Zero));
        assert_eq!(version(json!({"openapi": "3.1.0"})), Ok(Minor::One));
        assert_eq!(version(json!({"openapi": 3.1})), Ok(Minor::One));
        assert_eq!(version(json!({"openapi": "3.2.0"})), Err("unsupported-version"));
        assert_eq!(version(json!({"openapi": "4.0"})), Err("unsupported-version"));
        assert_eq!(version(json!({"swagger": "2.0"})), Err("unsupported-version"));
        assert_eq!(version(json!({"title": "x"})), Err("not-openapi"));
        assert_eq!(version(json!([])), Err("not-openapi"));
        assert_eq!(version(json!("3.0.0")), Err("not-openapi"));
    }
}
