//! Judges generated SDKs by programs that this project did not write.
//!
//! - [`requests()`] runs the generated tests of each SDK against Prism, a mock server that validates requests, and
//!   finds the cause of each test that fails: the generator, Prism or the document.
//! - [`examples()`] decodes and encodes each example of a document that Ajv, a validator of JSON Schema, accepts.
//!
//! What enters are SDKs that are generated already, each with its document. What leaves is a summary on standard
//! output, and the same as JSON. Nothing in here knows how the SDKs were selected, generated or compiled before, nor
//! any command.

mod examples;
mod requests;
mod validator;

pub(crate) use self::examples::spelled;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::prism;
use crate::project::Project;

/// A generated SDK, and the document it was generated from.
pub(crate) struct Sdk {
    /// The document as reports name it.
    pub(crate) document: String,
    /// The file of the document.
    pub(crate) path: PathBuf,
    /// The name of the crate, and of its folder in [`Folders::crates`].
    pub(crate) name: String,
    /// How many operations the SDK has.
    pub(crate) operations: usize,
}

/// The folders of a run.
#[derive(Clone, Copy)]
pub(crate) struct Folders<'a> {
    /// The crates of the SDKs, each in a folder of its own.
    pub(crate) crates: &'a Path,
    /// Where cargo puts what it compiles.
    pub(crate) target: &'a Path,
    /// For temporary files.
    pub(crate) scratch: &'a Path,
}

/// Runs the generated tests of each SDK against Prism, and finds the cause of each failure. `incomplete` is how many
/// documents lack operations in their SDK, or have none; the summary names it.
///
/// # Errors
///
/// Fails if Prism is not installed, or if a program cannot be started.
pub(crate) fn requests(
    project: &Project,
    folders: Folders<'_>,
    sdks: &[Sdk],
    incomplete: usize,
) -> Result<Value, String> {
    let program = prism::find(project).ok_or_else(prism::missing)?;
    requests::run(project, folders, &program, sdks, incomplete)
}

/// Decodes and encodes each valid example of the documents with the type of the SDK. `config` is the configuration that
/// the SDKs were generated with.
///
/// # Errors
///
/// Fails if Prism, which brings Ajv, is not installed, if the configuration is invalid, or if a program cannot be
/// started.
pub(crate) fn examples(
    project: &Project,
    folders: Folders<'_>,
    sdks: &[Sdk],
    config: Option<&Path>,
) -> Result<Value, String> {
    examples::run(project, folders, sdks, config)
}
