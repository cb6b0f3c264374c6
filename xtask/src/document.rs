//! The documents of a folder, read and counted without the generator: what it says of itself is held against this.

mod yaml;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::crates;

/// The keys of a path item that are operations, in lower case.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
/// What files with documents are called.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// A document, as far as it can be read.
pub(crate) struct Document {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its size.
    pub(crate) bytes: u64,
    /// Its content, or why only the generator may be able to read it.
    pub(crate) value: Result<Value, String>,
}

impl Document {
    /// Reads a file; `None` if it is no document, for instance a part of one.
    pub(crate) fn read(path: &Path) -> Option<Self> {
        let value = parse(path);
        let is_document = |value: &Value| value.get("openapi").is_some() || value.get("swagger").is_some();
        if value.as_ref().is_ok_and(|value| !is_document(value)) {
            return None;
        }
        let bytes = fs::metadata(path).map_or(0, |data| data.len());
        Some(Self { path: path.to_owned(), bytes, value })
    }

    /// The version, such as `3.0.1`.
    pub(crate) fn version(&self) -> Option<String> {
        let value = self.value.as_ref().ok()?;
        let version = value.get("openapi").or_else(|| value.get("swagger"))?;
        Some(version.as_str().map_or_else(|| version.to_string(), str::to_owned))
    }

    /// The operations below `paths`, those of referenced path items included; `None` if it cannot be read.
    pub(crate) fn operations(&self) -> Option<usize> {
        let value = self.value.as_ref().ok()?;
        let Some(paths) = value.get("paths").and_then(Value::as_object) else { return Some(0) };
        let count = |item: &Value| match item.get("$ref").and_then(Value::as_str) {
            // A reference that leads nowhere leaves what stands beside it.
            Some(reference) => self.follow(reference).map_or_else(|| operations_of(item), |item| operations_of(&item)),
            None => operations_of(item),
        };
        // Extensions are no paths (OpenAPI 3.0.3, section Paths Object).
        let paths = paths.iter().filter(|(path, _)| !path.starts_with("x-"));
        Some(paths.map(|(_, item)| count(item)).sum())
    }

    /// What a reference of this document means, here or in a file beside it.
    fn follow(&self, reference: &str) -> Option<Value> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        if file.is_empty() {
            return self.value.as_ref().ok()?.pointer(pointer).cloned();
        }
        let other = parse(&self.path.parent()?.join(file)).ok()?;
        other.pointer(pointer).cloned()
    }
}

/// The files below a folder that may be documents, sorted; a file is returned itself.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if folder.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut found = crates::files(folder)?;
    found.retain(|path| path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known)));
    Ok(found)
}

fn operations_of(item: &Value) -> usize {
    let Some(item) = item.as_object() else { return 0 };
    let is_operation =
        |(key, value): &(&String, &Value)| METHODS.contains(&key.to_lowercase().as_str()) && value.is_object();
    let more = item.get("additionalOperations").and_then(Value::as_object).map_or(0, Map::len);
    item.iter().filter(is_operation).count() + more
}

fn parse(path: &Path) -> Result<Value, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    if path.extension().is_some_and(|ending| ending == "json") {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    yaml::parse(text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Document, files};

    fn written(name: &str, text: &str) -> Option<Document> {
        let folder = std::env::temp_dir().join(format!("xtask-corpus-document-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        Document::read(&path)
    }

    #[test]
    fn a_part_of_a_document_is_none() {
        assert!(written("part.yaml", "type: object").is_none());
        assert!(written("list.json", "[1]").is_none());
        assert!(written("broken.json", "{").is_some_and(|document| document.operations().is_none()));
    }

    #[test]
    fn operations_are_counted_whatever_their_case_and_place() {
        let text = "openapi: 3.2.0\npaths:\n  /a: { get: {}, POST: {}, parameters: [] }\n  /b: { $ref: '#/x/b~1c' }\n  \
                    /c: { additionalOperations: { LINK: {} }, get: none }\nx: { b/c: { delete: {}, 200: {} } }\n";
        let document = written("count.yaml", text).unwrap();
        assert_eq!(document.operations(), Some(4));
        assert_eq!(document.version().as_deref(), Some("3.2.0"));
    }

    #[test]
    fn numbers_of_any_size_are_read() {
        let text = "openapi: 3.0.0\npaths: { /a: { get: { maximum: 18446744073709551616, minimum: -9223372036854775809 } } }\n";
        assert_eq!(written("large.yaml", text).and_then(|document| document.operations()), Some(1));
    }

    #[test]
    fn files_come_in_order() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/fixtures");
        let files = files(&folder).unwrap();
        assert!(files.len() > 40 && files.is_sorted());
    }
}
