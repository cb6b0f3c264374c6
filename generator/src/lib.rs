//! Turns an OpenAPI document into the Rust SDK that a careful engineer would have written by hand.
//!
//! [`generate`] is the whole pipeline, and pure: no clock, no environment, no network, no order of a hash map.
//!
//! ```text
//! document::load     text → one document in the shape of OpenAPI 3.0
//! lower          document → model of the SDK                        ir::Api
//! ir::check      invariants asserted                                ── barrier
//! passes         tags, share, prune, recursion, layout, usage, derives, features
//! naming         every identifier decided                           ── barrier
//! emit           model + names → files
//! tree           files → disk, by the caller
//! ```

#![forbid(unsafe_code)]

pub mod config;
pub mod diagnostics;
pub mod document;
mod emit;
pub mod ir;
pub mod limits;
pub mod lower;
pub mod naming;
pub mod needs;
pub mod passes;
pub mod pointer;
pub mod reader;
pub mod report;
pub mod runtime_sources;
mod suggest;
mod text;
mod token;
pub mod tree;

pub use config::Config;
pub use document::Source;
pub use limits::Limits;
pub use report::{Report, Stage};
pub use tree::File;

use std::thread;

use diagnostics::{Diagnostic, Diagnostics, Place, codes};
use report::{Counted, Generated, Skipped, Tally};

/// What a run makes.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files of the crate, sorted by path; none if there is an error among the diagnostics.
    pub files: Vec<File>,
    /// The files of the runtime that travels with the crate, below its folder; none if it is elsewhere.
    pub runtime: Vec<File>,
    /// The account of the run.
    pub report: Report,
    /// What there is to tell.
    pub diagnostics: Diagnostics,
}

/// The model of an SDK with its names, before anything is emitted.
#[derive(Debug)]
pub struct Model {
    /// The model.
    pub api: ir::Api,
    /// Its names.
    pub names: naming::Names,
}

/// Makes an SDK of a document. `observer` is called when a stage begins.
pub fn generate(source: &Source, config: &Config, observer: &mut dyn FnMut(Stage)) -> Outcome {
    let mut outcome = Outcome::default();
    if let Some(model) = model(source, config, &mut outcome, observer) {
        observer(Stage::Emit);
        match emit::emit(&model.api, &model.names, config) {
            Ok(emitted) => {
                outcome.files = emitted.files;
                if config.is_runtime_bundled() {
                    outcome.runtime = runtime_sources::runtime_sources(&model.api.about, &model.names, config);
                }
                outcome.report.generated.default_features = emitted.default_features;
                too_many(emitted.features).into_iter().for_each(|told| outcome.diagnostics.push(told));
            }
            Err(message) => outcome.diagnostics.push(internal(message)),
        }
        drop_in_background(model);
    }
    if outcome.diagnostics.has_errors() {
        outcome.files.clear();
        outcome.runtime.clear();
    }
    let report = &mut outcome.report;
    report.generated.files = outcome.files.len();
    report.generated.lines = outcome.files.iter().map(|file| lines(&file.text)).sum();
    report.diagnostics = Tally::of(&outcome.diagnostics);
    outcome
}

/// Makes the model of a document and decides its names; `None` if there is an error among the diagnostics.
pub fn model(
    source: &Source,
    config: &Config,
    outcome: &mut Outcome,
    observer: &mut dyn FnMut(Stage),
) -> Option<Model> {
    let diagnostics = &mut outcome.diagnostics;
    let document = document::load(source, config.lenient_names, &config.limits, diagnostics, observer)?;
    observer(Stage::Lower);
    let lower::Lowered { mut api, skipped, untyped } = lower::lower(&document, config, diagnostics);
    let counted = Counted {
        version: document.version,
        operations: document.operations,
        schemas: document.schemas,
        events: document.events.len(),
    };
    let left_out = document.skipped;
    // It is larger than all that follows; nothing looks at it any more.
    drop_in_background((document.openapi, document.more_operations, document.events));
    observer(Stage::Check);
    assert_invariants(&api, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    observer(Stage::Passes);
    let removed = passes::run(&mut api, &config.models.keep, config.features.by_resource(), diagnostics);
    assert_invariants(&api, diagnostics);
    observer(Stage::Naming);
    let names = naming::decide(&api, config, diagnostics);
    let report = &mut outcome.report;
    report.document = counted;
    report.generated = Generated {
        operations: api.operations.len(),
        paged: api.paged(),
        types: api.types.len(),
        features: names.features.len(),
        payloads: api.events.iter().filter(|event| event.payload.is_some()).count(),
        ..Generated::default()
    };
    report.skipped = left_out;
    report.skipped.extend(skipped);
    let unused = removed.unused.into_iter();
    report.skipped.extend(unused.map(|(pointer, reason)| Skipped::new(pointer, codes::UNUSED_SCHEMA, reason)));
    report.untyped = untyped;
    report.locate(diagnostics);
    account_for_everything(report, diagnostics);
    (!diagnostics.has_errors()).then_some(Model { api, names })
}

/// Drops something large while others go on: it takes a while, and nobody waits for it.
fn drop_in_background<T: Send + 'static>(value: T) {
    const STACK: usize = 64 << 20;
    // A value that no thread could be started for is dropped here.
    let _ = thread::Builder::new().stack_size(STACK).spawn(move || drop(value));
}

/// The number of lines, without looking for where they begin.
fn lines(text: &str) -> usize {
    let ends = text.bytes().filter(|byte| *byte == b'\n').count();
    ends + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

/// In the document = generated + skipped with a reason. Anything else is a fault of the generator, and told.
fn account_for_everything(report: &Report, diagnostics: &mut Diagnostics) {
    let skipped = report.skipped.iter().filter(|skipped| skipped.pointer.as_str().starts_with("/paths/")).count();
    let told = report.generated.operations + skipped;
    if told < report.document.operations {
        diagnostics.push(internal(format!(
            "the document has {} operations, but {} are generated and {skipped} are skipped with a reason",
            report.document.operations, report.generated.operations
        )));
    }
}

/// More features than crates.io takes. Other registries may, and not every SDK is published.
fn too_many(features: usize) -> Option<Diagnostic> {
    let most = config::crates_io::MOST_FEATURES;
    let message = format!("the SDK has {features} cargo features; crates.io accepts {most}");
    (features > most).then(|| {
        Diagnostic::new(codes::TOO_MANY_FEATURES, Place::Document, message)
            .help("set `resources = false` in [features] of the configuration to publish it there")
    })
}

fn assert_invariants(api: &ir::Api, diagnostics: &mut Diagnostics) {
    for violation in ir::check::check(api) {
        diagnostics.push(
            Diagnostic::new(codes::INTERNAL_ERROR, Place::Node(violation.at), violation.message)
                .help("this is a bug in sdkgen; please report it with the document"),
        );
    }
}

fn internal(message: String) -> Diagnostic {
    Diagnostic::new(codes::INTERNAL_ERROR, Place::Document, message)
        .help("this is a bug in sdkgen; please report it with the document")
}
