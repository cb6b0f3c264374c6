//! Turns an OpenAPI document into the Rust SDK that a careful engineer would have written by hand.
//!
//! Most projects use the command `sdkgen`. This library is for programs that generate an SDK themselves, such as a
//! `build.rs` or an `xtask`: [`generate`] takes the text of a document, a [`Config`] (what `sdkgen.toml` contains) and
//! the [`Options`] of the run, and returns an [`Outcome`] with the files of the crate. It is a pure function: the same
//! input gives the same files, and nothing is read or written. [`tree::compare`] compares the files with a folder and
//! writes what differs.
//!
//! ```
//! use std::error::Error;
//! use std::fs;
//! use std::path::Path;
//!
//! use sdkgen::diagnostics::render::{Texts, human};
//! use sdkgen::{Config, Options, Source, generate, tree};
//!
//! /// Generates the SDK of `document` in the folder `out`, and fails if the document has errors.
//! fn generate_sdk(document: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
//!     let source = Source::new(document.display().to_string(), fs::read_to_string(document)?);
//!     let mut config = Config::default();
//!     config.package.name = Some("acme".to_owned());
//!
//!     let outcome = generate(&source, &config, &Options::default());
//!     let texts = Texts { document: &source, config: None };
//!     eprint!("{}", human(&outcome.diagnostics, texts, false));
//!     if outcome.diagnostics.has_errors() {
//!         return Err("no SDK can be generated from this document".into());
//!     }
//!     let files = outcome.files.into_iter().chain(outcome.runtime).collect();
//!     tree::compare(out, files)?.apply()?;
//!     Ok(())
//! }
//! #
//! # let folder = tempfile::tempdir()?;
//! # let (document, out) = (folder.path().join("acme.json"), folder.path().join("acme"));
//! # fs::write(&document, r#"{"openapi": "3.0.3", "info": {"title": "Acme", "version": "1"},
//! #     "servers": [{"url": "https://acme.example"}],
//! #     "paths": {"/pets": {"get": {"responses": {"204": {"description": "None"}}}}}}"#)?;
//! # generate_sdk(&document, &out)?;
//! # assert!(fs::read_to_string(out.join("Cargo.toml"))?.contains("name = \"acme\""));
//! # assert!(out.join("src/lib.rs").is_file() && out.join("sdkgen-runtime/src/lib.rs").is_file());
//! # fs::write(&document, "{}")?;
//! # assert!(generate_sdk(&document, &out).is_err());
//! # Ok::<(), Box<dyn Error>>(())
//! ```
//!
//! Other files that a document refers to are part of its [`Source`]: [`gather`] finds out which are needed, and a
//! [`Reader`] reads them.
//!
//! Modules that are hidden from this documentation are for the command and the tests of this project; they change
//! without notice.

#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod code_samples;
pub mod config;
pub mod diagnostics;
#[doc(hidden)]
pub mod diff;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod drift;
mod emit;
mod english;
mod examples;
mod inlined;
mod inventory;
#[doc(hidden)]
pub mod ir;
mod limits;
mod lock;
#[doc(hidden)]
pub mod lower;
#[doc(hidden)]
pub mod naming;
#[doc(hidden)]
pub mod needs;
mod options;
mod passes;
#[doc(hidden)]
pub mod pointer;
mod prose;
mod reader;
#[doc(hidden)]
pub mod release;
pub mod report;
mod requests;
mod runtime_sources;
mod samples;
mod settings;
mod site;
mod suggest;
#[doc(hidden)]
pub mod surface;
mod text;
mod token;
pub mod tree;

pub use config::Config;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use document::{Overlay, Source, SourceFile, gather};
pub use limits::Limits;
pub use lock::{FILE as LOCK_FILE, Lock};
pub use options::{Options, RuntimePackage};
pub use pointer::Pointer;
pub use reader::Reader;
#[doc(hidden)]
pub use reader::{Refused, bytes};
pub use report::Report;
#[doc(hidden)]
pub use report::Stage;
#[doc(hidden)]
pub use site::{MOST_LOGO, ReferenceCounts, ReferenceOptions, TakeFile};
pub use tree::File;

use std::thread;

use diagnostics::{Location, codes};
use report::{Counted, Generated, Inlined, SinceRelease, Tally};
use settings::Settings;

/// The result of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files of the crate, sorted by path. Empty if a diagnostic is an error.
    pub files: Vec<File>,
    /// The files of the bundled runtime, sorted by path; their paths are relative to the folder of the crate as well.
    /// Empty if the runtime is elsewhere ([`Options::runtime_path`], [`config::Package::runtime`]) or a diagnostic is
    /// an error.
    pub runtime: Vec<File>,
    /// What was generated, what was skipped and why.
    pub report: Report,
    /// The errors and warnings.
    pub diagnostics: Diagnostics,
}

/// The model of an SDK with its names, before anything is emitted.
#[doc(hidden)]
#[derive(Debug)]
pub struct Model {
    /// The model.
    pub api: ir::Api,
    /// Its names.
    pub names: naming::Names,
}

/// Generates an SDK from a document. Reads and writes nothing.
///
/// Never fails: what is wrong with the document or the configuration is in [`Outcome::diagnostics`], and if there are
/// errors, there are no files.
///
/// Schemas can nest deeply: run it on a thread with a large stack (the command uses 256 MiB) for documents that are not
/// your own.
#[must_use]
pub fn generate(source: &Source, config: &Config, options: &Options) -> Outcome {
    generate_observed(source, config, options, &mut |_| ())
}

/// Does what [`generate`] does, and calls `observer` when a stage begins.
#[doc(hidden)]
pub fn generate_observed(
    source: &Source,
    config: &Config,
    options: &Options,
    observer: &mut dyn FnMut(Stage),
) -> Outcome {
    let settings = Settings { config, options };
    let mut outcome = Outcome::default();
    if let Some(model) = named_model(source, settings, Examples::Skipped, &mut outcome, observer) {
        observer(Stage::Emit);
        match emit::emit(&model.api, &model.names, settings) {
            Ok(emitted) => {
                outcome.files = emitted.files;
                if let Some(lock) = &options.lock {
                    let surface = emit::surface(&model.api, &model.names, settings);
                    outcome.files.push(File { path: lock::FILE.to_owned(), text: lock.with(&surface).text() });
                    outcome.files.sort_by(|a, b| a.path.cmp(&b.path));
                    lock.renamed(&surface).into_iter().for_each(|warning| outcome.diagnostics.push(warning));
                    outcome.report.since_release = Some(since_release(lock, &surface));
                }
                if settings.is_runtime_bundled() {
                    outcome.runtime = runtime_sources::runtime_sources(&model.api.about, &model.names, config);
                }
                outcome.report.generated.default_features = emitted.default_features;
                for (operation, reason) in emitted.untested_pages {
                    let at = model.api.operations[operation.index()].at.clone();
                    outcome.diagnostics.push(untested_pages(at, &reason));
                }
                if let Some(warning) = too_many(emitted.features) {
                    outcome.diagnostics.push(warning);
                }
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
    report.generated.lines = outcome.files.iter().map(File::lines).sum();
    report.diagnostics = Tally::of(&outcome.diagnostics);
    outcome
}

/// Returns the model of a document with its names; `None` if there is an error among the diagnostics.
#[doc(hidden)]
pub fn model(
    source: &Source,
    config: &Config,
    options: &Options,
    outcome: &mut Outcome,
    observer: &mut dyn FnMut(Stage),
) -> Option<Model> {
    named_model(source, Settings { config, options }, Examples::Read, outcome, observer)
}

/// Returns the surface of the SDK of a document: everything that its users can name. `None` if there is an error among
/// the diagnostics of `outcome`.
#[doc(hidden)]
pub fn surface(source: &Source, config: &Config, options: &Options, outcome: &mut Outcome) -> Option<surface::Surface> {
    let settings = Settings { config, options };
    let model = named_model(source, settings, Examples::Skipped, outcome, &mut |_| ())?;
    Some(emit::surface(&model.api, &model.names, settings))
}

/// Returns what two versions of an SDK are compared by: its surface, and what it sends and reads. `None` if there is an
/// error among the diagnostics of `outcome`.
#[doc(hidden)]
pub fn described(
    source: &Source,
    config: &Config,
    options: &Options,
    outcome: &mut Outcome,
) -> Option<(surface::Surface, diff::Wire)> {
    let settings = Settings { config, options };
    let Model { api, names } = named_model(source, settings, Examples::Skipped, outcome, &mut |_| ())?;
    let surface = emit::surface(&api, &names, settings);
    drop_in_background(names);
    Some((surface, diff::Wire::new(api)))
}

/// Returns the examples of all operations in Rust, as curl commands and as raw HTTP. `None` if there is an error among
/// the diagnostics of `outcome`.
#[doc(hidden)]
pub fn samples(
    source: &Source,
    config: &Config,
    options: &Options,
    outcome: &mut Outcome,
) -> Option<Vec<code_samples::CodeSamples>> {
    let settings = Settings { config, options };
    let Model { api, names } = named_model(source, settings, Examples::Read, outcome, &mut |_| ())?;
    let surface = emit::surface(&api, &names, settings);
    let examples = emit::examples(&api, &names, settings);
    Some(code_samples::of(&api, &surface, &examples, names.krate.as_str()))
}

/// Makes the reference of an API: a page for each resource, operation and model. Gives its files to `take` as they are
/// made, in any order and from several threads. Returns how much there is in it.
///
/// What is wrong with the document or the configuration is in [`Outcome::diagnostics`], and if there are errors, there
/// are no files.
#[doc(hidden)]
pub fn reference(
    source: &Source,
    config: &Config,
    options: &Options,
    with: &ReferenceOptions<'_>,
    take: &TakeFile<'_>,
    observer: &mut dyn FnMut(Stage),
) -> (Outcome, ReferenceCounts) {
    let settings = Settings { config, options };
    let mut outcome = Outcome::default();
    let mut counts = ReferenceCounts::default();
    if let Some(Model { api, names }) = named_model(source, settings, Examples::Read, &mut outcome, observer) {
        observer(Stage::Emit);
        let surface = emit::surface(&api, &names, settings);
        let examples = emit::examples(&api, &names, settings);
        let changes = with.since.map(|old| {
            let wire = diff::Wire::new(api.clone());
            diff::compare_versions(old.into(), diff::Version { surface: &surface, wire: Some(&wire) })
        });
        let (surface, examples, changes) = (&surface, &examples, changes.as_ref());
        let input = site::Input { api: &api, names: &names, surface, examples, config, options: with, changes };
        let mut progress = |begun, all| observer(Stage::Pages(begun, all));
        let made = site::make(&input, take, &mut progress);
        counts = made.counts;
        made.found.into_iter().for_each(|found| outcome.diagnostics.push(found));
        drop_in_background((api, names));
    }
    let report = &mut outcome.report;
    report.generated.files = counts.files;
    report.diagnostics = Tally::of(&outcome.diagnostics);
    (outcome, counts)
}

/// Whether all examples of the document become part of the model. Only pages about the API need them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Examples {
    Read,
    Skipped,
}

fn named_model(
    source: &Source,
    settings: Settings<'_>,
    examples: Examples,
    outcome: &mut Outcome,
    observer: &mut dyn FnMut(Stage),
) -> Option<Model> {
    let Settings { config, options } = settings;
    let diagnostics = &mut outcome.diagnostics;
    let document = document::load(source, options.lenient_names, &config.limits, diagnostics, observer)?;
    observer(Stage::Lower);
    let lower::Lowered { mut api, skipped, untyped, flags } =
        lower::lower(&document, config, (settings.published(), settings.kept()), diagnostics);
    if examples == Examples::Read {
        lower::read_for_pages(&document, &mut api);
    }
    let counted = Counted {
        version: document.version,
        operations: document.operations,
        schemas: document.schemas,
        events: document.events.len(),
    };
    let (left_out, mentions) = (document.skipped, document.mentions);
    // It is larger than all that follows; nothing looks at it any more.
    drop_in_background((document.openapi, document.more_operations, document.events));
    observer(Stage::Check);
    assert_invariants(&api, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    observer(Stage::Passes);
    let lock = (settings.published(), settings.kept());
    let removed = passes::run(&mut api, &config.models.keep, settings.by_resource(), lock, diagnostics);
    let unused = inlined::place(&mut api, removed.components, &mentions);
    lower::report_plain_flags(&api, &flags, diagnostics);
    assert_invariants(&api, diagnostics);
    observer(Stage::Naming);
    let names = names(&mut api, settings, diagnostics);
    let report = &mut outcome.report;
    report.document = counted;
    report.generated = Generated {
        operations: api.documented().count(),
        paged: api.paged(),
        types: api.types.len(),
        features: names.features.len(),
        payloads: api.events.iter().filter(|event| event.payload.is_some()).count(),
        ..Generated::default()
    };
    report.skipped = left_out;
    report.skipped.extend(skipped);
    report.skipped.extend(unused);
    let inlined = api.inlined.iter();
    report.inlined = inlined.map(|one| Inlined { pointer: one.at.clone(), places: one.places.clone() }).collect();
    report.untyped = untyped;
    report.operations = inventory::inventory(&api, &names);
    report.locate(diagnostics);
    account_for_everything(report, diagnostics);
    (!diagnostics.has_errors()).then_some(Model { api, names })
}

/// Names everything. What has another key than in the last release keeps its parts, and its earlier name as an alias.
fn names(api: &mut ir::Api, settings: Settings<'_>, diagnostics: &mut Diagnostics) -> naming::Names {
    let Some(lock) = &settings.options.lock else { return naming::decide(api, settings, diagnostics) };
    let before = diagnostics.clone();
    let mut names = naming::decide(api, settings, diagnostics);
    // An earlier run may have added the new keys to the lock.
    let released = lock.published();
    let diff::Moved { operations, types: moved } = diff::moved(&released, &emit::surface(api, &names, settings));
    if let Some(kept) = settings.kept().filter(|_| !moved.is_empty()) {
        *diagnostics = before;
        passes::keep_moved(api, kept, &moved, diagnostics);
        names = naming::decide(api, settings, diagnostics);
    }
    for (old, key) in moved {
        let earlier = lock.was(&lock::Thing::Type(old.clone())).iter();
        earlier.chain([&released.types[&old].name]).for_each(|name| names.keep_earlier(api, &key, name));
    }
    names.keep_released(api, (lock, &released), &operations, settings.config);
    names
}

fn since_release(lock: &Lock, surface: &surface::Surface) -> SinceRelease {
    let changes = diff::compare(&lock.published(), surface).list;
    let count = |verdict| changes.iter().filter(|change| change.rust == verdict).count();
    SinceRelease {
        version: lock.released().to_owned(),
        breaking: count(diff::Verdict::Major),
        silent: changes.iter().filter(|change| change.silent).count(),
        added: count(diff::Verdict::Minor),
    }
}

/// Drops a large value on another thread, so that the run does not wait for it.
fn drop_in_background<T: Send + 'static>(value: T) {
    const STACK: usize = 64 << 20;
    // A value that no thread could be started for is dropped here.
    let _ = thread::Builder::new().stack_size(STACK).spawn(move || drop(value));
}

/// Reports an internal error unless every operation of the document is generated or skipped with a reason.
fn account_for_everything(report: &Report, diagnostics: &mut Diagnostics) {
    let skipped = report.skipped.iter().filter(|skipped| skipped.pointer.as_str().starts_with("/paths/")).count();
    let known = report.generated.operations + skipped;
    if known < report.document.operations {
        diagnostics.push(internal(format!(
            "the document has {} operations, but {} are generated and {skipped} are skipped with a reason",
            report.document.operations, report.generated.operations
        )));
    }
}

/// Returns a warning if there are more cargo features than crates.io accepts. It is no error, since other registries
/// accept more, and not every SDK is published.
fn too_many(features: usize) -> Option<Diagnostic> {
    let most = config::crates_io::MOST_FEATURES;
    let message = format!("the SDK has {features} cargo features; crates.io accepts {most}");
    (features > most).then(|| {
        Diagnostic::new(codes::TOO_MANY_FEATURES, Location::Document, message)
            .help("set `resources = false` in [features] of the configuration to publish it there")
    })
}

/// Returns a warning about an operation whose pages the generated tests do not read.
fn untested_pages(at: Pointer, reason: &str) -> Diagnostic {
    let message = format!("no test reads the pages of this list: {reason}");
    Diagnostic::new(codes::UNTESTED_PAGES, Location::Node(at), message)
}

fn assert_invariants(api: &ir::Api, diagnostics: &mut Diagnostics) {
    for violation in ir::check::check(api) {
        diagnostics.push(
            Diagnostic::new(codes::INTERNAL_ERROR, Location::Node(violation.at), violation.message)
                .help("this is a bug in sdkgen; please report it with the document"),
        );
    }
}

fn internal(message: String) -> Diagnostic {
    Diagnostic::new(codes::INTERNAL_ERROR, Location::Document, message)
        .help("this is a bug in sdkgen; please report it with the document")
}
