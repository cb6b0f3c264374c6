//! What the subcommands share: reading files, the clock, printing. The generator itself is in the library.

pub(crate) mod check;
mod clock;
pub(crate) mod config_schema;
pub(crate) mod diff;
pub(crate) mod docs;
pub(crate) mod drift;
pub(crate) mod explain;
pub(crate) mod features;
pub(crate) mod generate;
pub(crate) mod lock;
pub(crate) mod release;
pub(crate) mod samples;

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use sdkgen::code_samples::CodeSamples;
use sdkgen::config::crates_io;
use sdkgen::diagnostics::render::{Texts, human, json_lines};
use sdkgen::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use sdkgen::document::{Overlay, gather, text_of};
use sdkgen::surface::Surface;
use sdkgen::tree::{Change, Plan};
use sdkgen::{
    Config, Limits, Lock, Options, Outcome, Reader, ReferenceCounts, ReferenceOptions, Refused, Source, TakeFile, bytes,
};

use self::clock::Clock;
use crate::MessageFormat;

/// The files that the user names: the document, its configuration and overlays.
#[derive(Debug, Args)]
pub(crate) struct Named {
    /// The OpenAPI document, as JSON or YAML; other files that it refers to must be in its folder.
    pub(crate) document: PathBuf,
    /// The configuration, as TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Apply an OpenAPI Overlay to the document; can be repeated, in the order to apply them.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Allow the document to refer to files in this folder too; can be repeated.
    #[arg(long, value_name = "DIR")]
    root: Vec<PathBuf>,
}

/// The document, and the crate that is made from it.
#[derive(Debug, Args)]
pub(crate) struct Made {
    #[command(flatten)]
    named: Named,
    /// The folder of the crate; created if it does not exist.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE", value_parser = crate_name)]
    name: Option<String>,
    /// Make errors about names and references warnings: number names that clash, accept any value for missing targets.
    #[arg(long)]
    lenient_names: bool,
}

impl Made {
    /// Reads the files that they name, and the lock of the crate; reports what cannot be read and returns `None`.
    pub(crate) fn inputs(&self, format: MessageFormat) -> Option<Inputs> {
        self.inputs_with(lock::read(&self.out), format)
    }

    /// Reads the files that they name; reports what cannot be read and returns `None`.
    fn inputs_with(&self, lock: Result<Option<Lock>, Box<Diagnostic>>, format: MessageFormat) -> Option<Inputs> {
        Inputs::read(&self.named, format)?.with(self.name.as_deref(), self.lenient_names, lock, format)
    }
}

/// The document, and the names of the SDK that is made from it elsewhere.
#[derive(Debug, Args)]
pub(crate) struct Sdk {
    #[command(flatten)]
    pub(crate) named: Named,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE", value_parser = crate_name)]
    pub(crate) name: Option<String>,
    /// The lock of the SDK, `sdkgen.lock`: use the names that users of the SDK have.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Make errors about names and references warnings: number names that clash, accept any value for missing targets.
    #[arg(long)]
    lenient_names: bool,
}

impl Sdk {
    /// Reads the files that they name; reports what cannot be read and returns `None`.
    pub(crate) fn inputs(&self, format: MessageFormat) -> Option<Inputs> {
        let lock = self.lock.as_deref().map(lock::read_file).transpose();
        Inputs::read(&self.named, format)?.with(self.name.as_deref(), self.lenient_names, lock, format)
    }
}

/// Parses a name that cargo and crates.io accept.
fn crate_name(name: &str) -> Result<String, String> {
    crates_io::name(name).map(|()| name.to_owned())
}

/// The inputs of a run.
pub(crate) struct Inputs {
    pub(crate) document: Source,
    pub(crate) config_text: Option<Source>,
    pub(crate) config: Config,
    pub(crate) options: Options,
    /// Started before the files were read.
    pub(crate) clock: Clock,
}

impl Inputs {
    /// Reads the document and the configuration; reports what cannot be read and returns `None`.
    pub(crate) fn read(named: &Named, format: MessageFormat) -> Option<Self> {
        let clock = Clock::start();
        let nothing = Source::new(named.document.display().to_string(), "");
        let config_text = match named.config.as_deref().map(|path| read(path, &mut { CONFIG })).transpose() {
            Ok(text) => text,
            Err(refused) => {
                refuse(&refused.0, None, refused.1, format);
                return None;
            }
        };
        let config = match config_text.as_ref().map(|source| Config::parse(&source.text)).transpose() {
            Ok(config) => config.unwrap_or_default(),
            Err(diagnostic) => {
                refuse(&nothing, config_text.as_ref(), *diagnostic, format);
                return None;
            }
        };
        match Self::texts(named, &config) {
            Ok(document) => Some(Self { document, config_text, config, options: Options::default(), clock }),
            Err(refused) => {
                refuse(&refused.0, None, refused.1, format);
                None
            }
        }
    }

    /// Takes the name of the crate and the lock; reports a lock that cannot be read and returns `None`.
    fn with(
        mut self,
        name: Option<&str>,
        lenient_names: bool,
        lock: Result<Option<Lock>, Box<Diagnostic>>,
        format: MessageFormat,
    ) -> Option<Self> {
        if let Some(name) = name {
            self.config.set_name(name);
        }
        self.options.lenient_names = lenient_names;
        match lock {
            Ok(lock) => self.options.lock = lock,
            Err(diagnostic) => {
                refuse(&self.document, None, *diagnostic, format);
                return None;
            }
        }
        Some(self)
    }

    /// Reads the document with its overlays and the files that it refers to.
    fn texts(named: &Named, config: &Config) -> Result<Source, Box<(Source, Diagnostic)>> {
        let beside = named.config.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let seen = |paths: &[String], more: &[PathBuf]| -> Vec<PathBuf> {
            paths.iter().map(|relative_path| beside.join(relative_path)).chain(more.iter().cloned()).collect()
        };
        let mut left = config.limits.document_bytes;
        let mut document = read(&named.document, &mut left)?;
        for overlay in seen(&config.source.overlays, &named.overlay) {
            let source = read(&overlay, &mut left)?;
            document.overlays.push(Overlay { name: source.name, text: source.text });
        }
        let roots = seen(&config.source.roots, &named.root);
        let mut reader = Reader::new(&named.document, &roots, left).map_err(|(root, error)| {
            let message = format!("cannot read this folder: {error}");
            let diagnostic = Diagnostic::new(codes::UNREADABLE_FILE, Location::Document, message);
            Box::new((Source::new(root.display().to_string(), ""), diagnostic))
        })?;
        gather(&mut document, &config.limits, &mut |relative_path| reader.read(relative_path));
        Ok(document)
    }

    /// Returns what users of the SDK can name; prints the diagnostics if there is an error.
    pub(crate) fn surface(&self, format: MessageFormat) -> Option<Surface> {
        let mut outcome = Outcome::default();
        let surface = sdkgen::surface(&self.document, &self.config, &self.options, &mut outcome);
        if surface.is_none() {
            show(&outcome.diagnostics, &self.document, self.config_text.as_ref(), format);
        }
        surface
    }

    /// Makes the reference, gives its files to `take`, and prints the diagnostics. Returns how much there is in it.
    pub(crate) fn reference(
        &mut self,
        with: &ReferenceOptions<'_>,
        take: &TakeFile<'_>,
        format: MessageFormat,
    ) -> (Outcome, ReferenceCounts) {
        let clock = &mut self.clock;
        let observer = &mut |stage| clock.begin(stage);
        let made = sdkgen::reference(&self.document, &self.config, &self.options, with, take, observer);
        clock.end();
        show(&made.0.diagnostics, &self.document, self.config_text.as_ref(), format);
        made
    }

    /// Returns the examples of all operations and prints the diagnostics.
    pub(crate) fn samples(&self, format: MessageFormat) -> Option<Vec<CodeSamples>> {
        let mut outcome = Outcome::default();
        let samples = sdkgen::samples(&self.document, &self.config, &self.options, &mut outcome);
        show(&outcome.diagnostics, &self.document, self.config_text.as_ref(), format);
        samples
    }

    /// Runs the generator and prints its diagnostics.
    pub(crate) fn run(&mut self, format: MessageFormat) -> Outcome {
        let clock = &mut self.clock;
        let outcome =
            sdkgen::generate_observed(&self.document, &self.config, &self.options, &mut |stage| clock.begin(stage));
        clock.end();
        show(&outcome.diagnostics, &self.document, self.config_text.as_ref(), format);
        outcome
    }
}

/// Prints a single diagnostic.
pub(crate) fn refuse(document: &Source, config: Option<&Source>, diagnostic: Diagnostic, format: MessageFormat) {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(diagnostic);
    show(&diagnostics, document, config, format);
}

/// Writes a line to the standard error. Errors are ignored, since there is nowhere to report them.
pub(crate) fn print_line(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Returns whether to print colours: on a terminal, unless `NO_COLOR` is set.
pub(crate) fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints why a command failed; returns false.
fn failed(why: &str) -> bool {
    print_line(&format!("sdkgen: {why}"));
    false
}

/// Writes a text to a file, or to the standard output without one; returns false if that fails, after saying why.
fn write_text(path: Option<&Path>, text: &str) -> bool {
    let written = match path {
        Some(path) => std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display())),
        None => io::stdout().write_all(text.as_bytes()).map_err(|error| format!("cannot write: {error}")),
    };
    written.map_or_else(|why| failed(&why), |()| true)
}

/// Returns a line for each file that differs, and what to do; empty if there are no differences.
fn differences(plan: &Plan) -> String {
    let mut text = String::new();
    for (path, change) in &plan.differences {
        let word = match change {
            Change::Missing => "missing",
            Change::Changed => "differs",
            Change::Stray => "stray",
        };
        // Writing to a string cannot fail, nor can it below.
        let _ = writeln!(text, "{word}: {path}");
    }
    if !plan.is_empty() {
        text.push_str("run the same command without `--check` to bring them up to date");
    }
    text
}

fn show(diagnostics: &Diagnostics, document: &Source, config: Option<&Source>, format: MessageFormat) {
    let texts = Texts { document, config };
    let _ = match format {
        MessageFormat::Human => io::stderr().write_all(human(diagnostics, texts, colours()).as_bytes()),
        MessageFormat::Json => io::stdout().write_all(json_lines(diagnostics, texts).as_bytes()),
    };
}

/// The maximum size of a configuration in bytes.
const CONFIG: u64 = 16 << 20;

/// Reads a file that the user named, if there are not more bytes than `left`.
fn read(path: &Path, left: &mut u64) -> Result<Source, Box<(Source, Diagnostic)>> {
    let name = path.display().to_string();
    let bytes = bytes(path, *left).map_err(|refused| {
        let message = format!("cannot read this file: {refused}");
        let diagnostic = match refused {
            Refused::TooLarge => {
                Diagnostic::new(codes::TOO_LARGE, Location::Document, message).help(Limits::help("document_bytes"))
            }
            _ => Diagnostic::new(codes::UNREADABLE_FILE, Location::Document, message),
        };
        Box::new((Source::new(name.clone(), ""), diagnostic))
    })?;
    *left = left.saturating_sub(bytes.len() as u64);
    text_of(bytes).map(|text| Source::new(name.clone(), text)).map_err(|fault| {
        let location = Location::Position { line: fault.line, column: fault.column };
        let diagnostic = Diagnostic::new(codes::UNREADABLE_FILE, location, fault.message).help("save it as UTF-8");
        Box::new((Source::new(name, fault.text), diagnostic))
    })
}

#[cfg(test)]
mod tests {
    use super::crate_name;

    #[test]
    fn names_that_cargo_refuses_are_refused() {
        for bad in ["", "1a", "a b", "a/b", "é", "-a"] {
            assert!(crate_name(bad).is_err(), "{bad}");
        }
        assert!(crate_name("d000_x-y").is_ok());
    }
}
