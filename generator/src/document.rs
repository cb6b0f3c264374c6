//! Loads a document: from text to a [`Document`] in the shape of OpenAPI 3.0. Knows nothing of Rust, names or the SDK.

mod budget;
mod build;
pub(crate) mod extensions;
mod file_paths;
mod files;
mod grammar;
mod load;
pub mod loaded;
pub mod locate;
mod measure;
mod mend;
mod mentions;
mod notes;
mod operations;
mod order;
mod overlay;
mod path;
mod refs;
mod source;
pub mod templates;
mod versions;
mod websites;

pub(crate) use build::MUTUAL_TLS;
pub use loaded::{Document, MoreOperation, Resolved};
pub use mentions::Mentions;
pub(crate) use refs::within;
pub use source::{NotText, Overlay, Source, SourceFile, text_of};
pub use websites::Websites;

use self::budget::Budget;
use self::files::Part;
use self::notes::Notes;
use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::limits::Limits;
use crate::report::Stage;

/// Reads a document with its overlays as it is written, without checking it. `None` if it cannot be read; the reason is
/// among `diagnostics`.
pub(crate) fn as_written(source: &Source, limits: &Limits, diagnostics: &mut Diagnostics) -> Option<Value> {
    let mut root = load::read(source, true, diagnostics)?;
    let mut budget = Budget::new(&root, limits);
    overlay::apply(&mut root, source, &mut budget, diagnostics);
    (!diagnostics.has_errors()).then_some(root)
}

/// Applies one action of an overlay.
pub(crate) fn apply_action(root: &mut Value, action: &Value, limits: &Limits, diagnostics: &mut Diagnostics) {
    let text = serde_json::json!({"overlay": "1.0.0", "actions": [action]}).to_string();
    let overlays = vec![Overlay { name: "overlay".to_owned(), text }];
    let source = Source { overlays, ..Source::new("", "") };
    let mut budget = Budget::new(root, limits);
    overlay::apply(root, &source, &mut budget, diagnostics);
}

/// Loads a document.
///
/// `lenient` accepts documents that the user cannot correct: what would be an error (a repeated `operationId`, a path
/// placeholder without parameter, a repeated key) is repaired with a warning.
///
/// `None` if there is an error among `diagnostics`.
pub fn load(
    source: &Source,
    lenient: bool,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
    observer: &mut dyn FnMut(Stage),
) -> Option<Document> {
    observer(Stage::Load);
    let mut root = load::read(source, lenient, diagnostics)?;
    files::reserve_other_files(&mut root);
    let mut budget = Budget::new(&root, limits);
    overlay::apply(&mut root, source, &mut budget, diagnostics);
    measure::paths(&root, limits, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    order::sort(&mut root);
    let version = versions::detect(&root, diagnostics)?;
    let notes = Notes::default();
    let mut requested = HashSet::new();
    let mut fetch = |key: &str, diagnostics: &mut Diagnostics| match source.files.get(key) {
        // Faults of a file are reported once.
        Some(file) if requested.insert(key.to_owned()) => files::parse(key, file, lenient, diagnostics),
        Some(file) => files::parse(key, file, lenient, &mut Diagnostics::new()),
        None => Part::Unreadable("it was not given with the document".to_owned()),
    };
    versions::import_other_files(&mut root, &version, &source.name, &mut fetch, &mut budget, diagnostics);
    versions::restructure(&mut root, &version, &notes, diagnostics);
    mend::spell_methods(&mut root, &notes, diagnostics);
    let mut fetch = |key: &str, diagnostics: &mut Diagnostics| {
        let mut part = fetch(key, diagnostics);
        if let Part::Value(value) = &mut part {
            versions::update_moved_references(value, key, &version, &source.name);
        }
        part
    };
    refs::resolve_all(&mut root, &source.name, lenient, &mut fetch, &mut budget, &notes, diagnostics);
    // Parts of other files are among the components now.
    order::sort(&mut root);
    if !measure::measure(&root, limits, diagnostics) {
        return None;
    }

    observer(Stage::Versions);
    versions::upgrade(&mut root, &version, &notes, diagnostics);

    observer(Stage::Mend);
    mend::mend(&mut root, &notes);
    templates::normalize(&mut root, &notes);
    operations::ids(&mut root, lenient, diagnostics);
    operations::placeholders(&mut root, &notes);

    let operations = operations::count(&root);
    let schemas = entries(&root, "schemas");
    let (websites, mentions) = (websites::find(&root), mentions::find(&root));
    let built = build::build(root, &notes);
    notes.report(diagnostics);
    let build::Built { openapi, more_operations, events, skipped } = built;
    let version = version.text;
    let document =
        Document { openapi, version, more_operations, operations, schemas, events, skipped, websites, mentions };
    (!diagnostics.has_errors()).then_some(document)
}

/// Adds the other files that a document refers to, directly or through other files, to [`Source::files`].
///
/// `read` is called once for each file, with its path from the document's folder; [`Reader::read`](crate::Reader::read)
/// does it safely. Files without schemas or operations, such as samples, are not read.
///
/// ```no_run
/// use std::path::Path;
///
/// use sdkgen::{Config, Reader, Source, gather};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (path, config) = (Path::new("api/openapi.yaml"), Config::default());
/// let mut source = Source::new("api/openapi.yaml", std::fs::read_to_string(path)?);
/// let mut reader = Reader::new(path, &[], config.limits.document_bytes).map_err(|(_, error)| error)?;
/// gather(&mut source, &config.limits, &mut |file| reader.read(file));
/// # Ok(())
/// # }
/// ```
pub fn gather(source: &mut Source, limits: &Limits, read: &mut dyn FnMut(&str) -> SourceFile) {
    if !files::may_need_others(source) {
        return;
    }
    // Faults of the text are reported when it is loaded.
    let Some(mut root) = load::read(source, true, &mut Diagnostics::new()) else { return };
    files::reserve_other_files(&mut root);
    let mut budget = Budget::new(&root, limits);
    overlay::apply(&mut root, source, &mut budget, &mut Diagnostics::new());
    mend::spell_methods(&mut root, &Notes::default(), &mut Diagnostics::new());
    let mut found = BTreeMap::new();
    let mut fetch = |key: &str, diagnostics: &mut Diagnostics| {
        let file = source.files.get(key).cloned().unwrap_or_else(|| read(key));
        let part = files::parse(key, &file, true, diagnostics);
        found.insert(key.to_owned(), file);
        part
    };
    refs::explore(&root, &source.name, &mut fetch);
    source.files = found;
}

/// Returns the value of any text in JSON or YAML; `None` if it is neither.
#[must_use]
pub fn raw(source: &Source) -> Option<serde_json::Value> {
    load::read(source, true, &mut Diagnostics::new())
}

fn entries(root: &serde_json::Value, section: &str) -> usize {
    let section = root.get("components").and_then(|components| components.get(section));
    section.and_then(serde_json::Value::as_object).map_or(0, serde_json::Map::len)
}
