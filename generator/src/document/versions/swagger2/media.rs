//! Reads lists of media types: `consumes` and `produces`.

use serde_json::Value;

use super::super::super::notes::Notes;
use super::super::super::path::Path;
use crate::diagnostics::codes;
use crate::pointer::Pointer;

/// The default media type.
pub(super) const JSON: &str = "application/json";
/// The media type of a form.
pub(super) const URL_ENCODED: &str = "application/x-www-form-urlencoded";
/// The media type of a form with files.
pub(super) const MULTIPART: &str = "multipart/form-data";
/// The media type of any bytes.
pub(super) const BYTES: &str = "application/octet-stream";

const MOST: usize = 16;

/// Returns the listed media types, each once; a single string counts as a list.
fn list(value: Option<Value>) -> Vec<String> {
    let listed = match value {
        Some(Value::Array(items)) => items,
        Some(text @ Value::String(_)) => vec![text],
        _ => Vec::new(),
    };
    let mut types: Vec<String> = Vec::with_capacity(listed.len());
    for item in listed {
        if let Value::String(name) = item
            && !name.trim().is_empty()
            && !types.iter().any(|known| known == name.trim())
        {
            types.push(name.trim().to_owned());
        }
    }
    types
}

/// Returns the first of the listed media types, up to a limit, because the content is copied for each of them.
pub(super) fn limited(value: Option<Value>, at: &Pointer, notes: &Notes) -> Vec<String> {
    let mut types = list(value);
    if types.len() > MOST {
        let message = format!("more than {MOST} media types are listed; the others are ignored");
        notes.warn(codes::TOO_MANY_MEDIA_TYPES, &Path::At(at), message);
        types.truncate(MOST);
    }
    types
}

/// Returns the media type without its parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns whether it is one of the two kinds of forms.
pub(super) fn is_form(name: &str) -> bool {
    matches!(essence(name).as_str(), URL_ENCODED | MULTIPART)
}

/// Returns whether it can represent objects.
pub(super) fn is_structured(name: &str) -> bool {
    let essence = essence(name);
    ["json", "xml", "yaml"].iter().any(|word| essence.contains(word)) || essence.contains('*')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::super::notes::Notes;
    use super::{is_form, is_structured, limited, list};
    use crate::diagnostics::Diagnostics;
    use crate::pointer::Pointer;

    #[test]
    fn lists_and_kinds() {
        assert_eq!(list(Some(json!(["a/b", "a/b", 1, " ", "c/d "]))), ["a/b", "c/d"]);
        assert_eq!(list(Some(json!("a/b"))), ["a/b"]);
        assert!(list(Some(json!({}))).is_empty() && list(None).is_empty());
        let (many, notes) = ((0..99).map(|n| json!(format!("a/{n}"))).collect(), Notes::default());
        assert_eq!(limited(Some(many), &Pointer::root(), &notes).len(), 16);
        let mut diagnostics = Diagnostics::new();
        notes.report(&mut diagnostics);
        assert_eq!(diagnostics.iter().map(|reported| reported.code.name).collect::<Vec<_>>(), ["too-many-media-types"]);
        assert!(is_form("Multipart/Form-Data; boundary=x") && !is_form("application/json"));
        assert!(is_structured("application/hal+json") && is_structured("*/*") && !is_structured("image/png"));
    }
}
