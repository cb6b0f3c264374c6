//! From text to a [`Document`] in the shape of OpenAPI 3.0. Knows nothing of Rust, names or the SDK.

mod build;
pub mod document;
pub mod facets;
mod grammar;
mod load;
pub mod locate;
mod mend;
mod notes;
mod operations;
mod path;
mod refs;
pub mod templates;
mod versions;

pub(crate) use build::MUTUAL_TLS;
pub use document::{Document, MoreOperation, Resolved};

use self::notes::Notes;
use crate::diagnostics::Diagnostics;
use crate::report::Stage;

/// A document's text and what to call it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name as shown in diagnostics, usually the path that the user gave.
    pub name: String,
    /// The document, JSON or YAML.
    pub text: String,
}

/// Loads a document.
///
/// `lenient` lets documents through that nobody can correct: what would be refused (a repeated `operationId`, a path
/// placeholder without parameter, a repeated key) is repaired with a warning.
///
/// `None` if there is an error among `diagnostics`.
pub fn load(
    source: &Source,
    lenient: bool,
    diagnostics: &mut Diagnostics,
    observer: &mut dyn FnMut(Stage),
) -> Option<Document> {
    observer(Stage::Load);
    let mut root = load::read(source, lenient, diagnostics)?;
    let version = versions::detect(&root, diagnostics)?;
    let notes = Notes::default();
    versions::restructure(&mut root, &version, &notes, diagnostics);
    refs::settle(&mut root, lenient, &notes, diagnostics);

    observer(Stage::Versions);
    versions::upgrade(&mut root, &version, &notes, diagnostics);

    observer(Stage::Mend);
    mend::mend(&mut root, &notes);
    templates::settle(&mut root, &notes);
    operations::ids(&mut root, lenient, diagnostics);
    operations::placeholders(&mut root, &notes);

    let operations = operations::count(&root);
    let schemas = entries(&root, "schemas");
    let built = build::build(root, &notes);
    notes.tell(diagnostics);
    let build::Built { openapi, more_operations, events, skipped } = built;
    let document = Document { openapi, version: version.text, more_operations, operations, schemas, events, skipped };
    (!diagnostics.has_errors()).then_some(document)
}

fn entries(root: &serde_json::Value, section: &str) -> usize {
    let section = root.get("components").and_then(|components| components.get(section));
    section.and_then(serde_json::Value::as_object).map_or(0, serde_json::Map::len)
}
