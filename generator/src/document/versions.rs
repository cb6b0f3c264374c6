//! Converts other versions of OpenAPI to the shape of 3.0, on the raw value. Knows which versions exist; the
//! conversions are in modules of their own.

mod swagger2;
mod v31;
mod v32;

use serde_json::Value;

use super::budget::Budget;
use super::grammar::{Kind, walk_mut};
use super::notes::Notes;
use super::path::Path;
use super::refs::Fetch;
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::Pointer;

/// A version that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// As written.
    pub(super) text: String,
    edition: Edition,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edition {
    /// Swagger 2.0.
    Two,
    /// OpenAPI 3.0.
    ThreeZero,
    /// OpenAPI 3.1.
    ThreeOne,
    /// OpenAPI 3.2.
    ThreeTwo,
}

/// Detects the version. Reports an error if it cannot be read, or if the value is not an OpenAPI document.
pub(super) fn detect(root: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let of = |key: &str| match root.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()),
        // `openapi: 3.0` without quotes is a number to YAML.
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let (key, text) = match (of("openapi"), of("swagger")) {
        (Some(text), _) => ("openapi", text),
        (None, Some(text)) => ("swagger", text),
        (None, None) => {
            diagnostics.push(unknown_document(root));
            return None;
        }
    };
    let edition = match (key, &text.split('.').take(2).collect::<Vec<_>>()[..]) {
        ("swagger", ["2"] | ["2", _]) => Edition::Two,
        ("openapi", ["3"] | ["3", "0"]) => Edition::ThreeZero,
        ("openapi", ["3", "1"]) => Edition::ThreeOne,
        ("openapi", ["3", "2"]) => Edition::ThreeTwo,
        _ => {
            let name = if key == "swagger" { "Swagger" } else { "OpenAPI" };
            let location = Location::Node(Pointer::root().child(key));
            diagnostics.push(unsupported(location, format!("{name} {text} is not supported")));
            return None;
        }
    };
    Some(Version { text, edition })
}

/// Imports the parts of other files that the conversion needs. `name` is the name of the document's own file in their
/// references.
pub(super) fn import_other_files(
    root: &mut Value,
    version: &Version,
    name: &str,
    fetch: &mut Fetch<'_>,
    budget: &mut Budget,
    diagnostics: &mut Diagnostics,
) {
    if version.edition == Edition::Two {
        swagger2::import_other_files(root, name, fetch, budget, diagnostics);
    }
}

/// Updates references in another file to locations of the document that [`restructure`] moves.
pub(super) fn update_moved_references(part: &mut Value, key: &str, version: &Version, name: &str) {
    if version.edition == Edition::Two {
        swagger2::update_moved_references(part, key, name);
    }
}

/// Brings the structure of a document of another version to that of 3.0, before references are looked up.
pub(super) fn restructure(root: &mut Value, version: &Version, notes: &Notes, diagnostics: &mut Diagnostics) {
    match version.edition {
        Edition::Two => swagger2::convert(root, notes, diagnostics),
        Edition::ThreeZero => {}
        Edition::ThreeOne => {
            v31::bind_dynamic(root, notes, diagnostics);
            v31::resolve_names(root, notes);
        }
        Edition::ThreeTwo => {
            v32::restructure(root, notes);
            v31::bind_dynamic(root, notes, diagnostics);
            v31::resolve_names(root, notes);
        }
    }
}

/// Brings the document to the shape of 3.0.
pub(super) fn upgrade(root: &mut Value, version: &Version, notes: &Notes, diagnostics: &mut Diagnostics) {
    let newest = version.edition == Edition::ThreeTwo;
    if newest {
        v32::expand(root, diagnostics);
        v32::expand_events(root);
    }
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        if newest {
            v32::node(value, kind, at, notes);
        }
        node(value, kind, at, version, notes);
    });
}

fn node(value: &mut Value, kind: Kind, at: &Path<'_>, version: &Version, notes: &Notes) {
    let whole = matches!(version.edition, Edition::ThreeOne | Edition::ThreeTwo);
    match kind {
        Kind::Schema if whole => v31::schema(value, at, notes),
        Kind::Schema => {
            if version.edition == Edition::Two {
                swagger2::schema(value);
            }
            newer_schema(value, version, at, notes);
            ignored_siblings(value, at, notes);
            v31::values_of_several_types(value);
        }
        _ => {}
    }
}

/// Converts keywords of a newer version whose meaning is clear, because many documents state an older version than they
/// use.
fn newer_schema(value: &mut Value, version: &Version, at: &Path<'_>, notes: &Notes) {
    if !v31::is_newer(value) {
        return;
    }
    let named = if version.edition == Edition::Two { "2.0" } else { "3.0" };
    notes.advise(
        codes::NEWER_KEYWORD,
        at,
        format!("this schema uses keywords of OpenAPI 3.1 in a document of version {named}"),
        "it is read as in 3.1; write `openapi: 3.1.0` if that is meant",
    );
    v31::schema(value, at, notes);
}

/// Reports keys beside a reference, which are ignored before 3.1 (OpenAPI 3.0.3, section Reference Object).
fn ignored_siblings(value: &Value, at: &Path<'_>, notes: &Notes) {
    let Value::Object(members) = value else { return };
    if !members.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    for key in members.keys().filter(|key| *key != "$ref" && !key.starts_with("x-")) {
        notes.advise(
            codes::IGNORED_SIBLING,
            &at.key(key),
            format!("`{key}` beside `$ref` has no effect before OpenAPI 3.1; it is ignored"),
            "write `allOf` with the reference as its only item, or `openapi: 3.1.0`",
        );
    }
}

fn unknown_document(root: &Value) -> Diagnostic {
    if let Some(Value::String(version)) = root.get("swaggerVersion") {
        let location = Location::Node(Pointer::root().child("swaggerVersion"));
        return unsupported(location, format!("Swagger {version} is not supported"));
    }
    let location = Location::Node(Pointer::root());
    Diagnostic::new(codes::NOT_OPENAPI, location, "this is not an OpenAPI document: it has no `openapi` version")
        .help("the first line of a document is usually `openapi: 3.1.0`")
}

fn unsupported(location: Location, message: String) -> Diagnostic {
    Diagnostic::new(codes::UNSUPPORTED_VERSION, location, message)
        .help("versions 2.0 and 3.0 to 3.2 are supported; most tools can export one of them")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Edition, detect};
    use crate::diagnostics::Diagnostics;

    #[test]
    fn versions_are_distinguished() {
        let version = |value| {
            let mut diagnostics = Diagnostics::new();
            let version = detect(&value, &mut diagnostics);
            version
                .map(|v| v.edition)
                .ok_or_else(|| diagnostics.iter().next().expect("a refusal is reported").code.name)
        };
        assert_eq!(version(json!({"openapi": "3.0.3"})), Ok(Edition::ThreeZero));
        assert_eq!(version(json!({"openapi": 3.0})), Ok(Edition::ThreeZero));
        assert_eq!(version(json!({"openapi": "3.1.0"})), Ok(Edition::ThreeOne));
        assert_eq!(version(json!({"openapi": 3.1})), Ok(Edition::ThreeOne));
        assert_eq!(version(json!({"openapi": "3.2.0"})), Ok(Edition::ThreeTwo));
        assert_eq!(version(json!({"openapi": "3.3.0"})), Err("unsupported-version"));
        assert_eq!(version(json!({"openapi": "4.0"})), Err("unsupported-version"));
        assert_eq!(version(json!({"swagger": "2.0"})), Ok(Edition::Two));
        assert_eq!(version(json!({"swagger": 2.0})), Ok(Edition::Two));
        assert_eq!(version(json!({"swagger": "1.2"})), Err("unsupported-version"));
        assert_eq!(version(json!({"swaggerVersion": "1.2"})), Err("unsupported-version"));
        assert_eq!(version(json!({"title": "x"})), Err("not-openapi"));
        assert_eq!(version(json!([])), Err("not-openapi"));
        assert_eq!(version(json!("3.0.0")), Err("not-openapi"));
    }
}
