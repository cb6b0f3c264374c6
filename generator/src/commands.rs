//! What the subcommands share: reading files, the clock, telling. The generator itself is the library's.

pub(crate) mod check;
mod clock;
pub(crate) mod config_schema;
pub(crate) mod explain;
pub(crate) mod features;
pub(crate) mod generate;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use sdkgen::diagnostics::render::{Texts, human, json_lines};
use sdkgen::diagnostics::{Diagnostic, Diagnostics, Place, codes};
use sdkgen::document::{Overlay, gather, text_of};
use sdkgen::{Config, Limits, Options, Outcome, Reader, Refused, Source, bytes};

use self::clock::Clock;
use crate::MessageFormat;

/// What the user names: the document and what goes with it.
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

/// What a run works on.
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

    /// The document with its overlays and the files that it refers to.
    fn texts(named: &Named, config: &Config) -> Result<Source, Box<(Source, Diagnostic)>> {
        let beside = named.config.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let seen = |ways: &[String], more: &[PathBuf]| -> Vec<PathBuf> {
            ways.iter().map(|way| beside.join(way)).chain(more.iter().cloned()).collect()
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
            let diagnostic = Diagnostic::new(codes::UNREADABLE_FILE, Place::Document, message);
            Box::new((Source::new(root.display().to_string(), ""), diagnostic))
        })?;
        gather(&mut document, &config.limits, &mut |way| reader.read(way));
        Ok(document)
    }

    /// Runs the generator, and tells its diagnostics.
    pub(crate) fn run(&mut self, format: MessageFormat) -> Outcome {
        let clock = &mut self.clock;
        let outcome =
            sdkgen::generate_observed(&self.document, &self.config, &self.options, &mut |stage| clock.begin(stage));
        clock.end();
        show(&outcome.diagnostics, &self.document, self.config_text.as_ref(), format);
        outcome
    }
}

/// Tells one diagnostic that stands by itself.
pub(crate) fn refuse(document: &Source, config: Option<&Source>, diagnostic: Diagnostic, format: MessageFormat) {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(diagnostic);
    show(&diagnostics, document, config, format);
}

/// Writes a line to the standard error. If nobody listens there is nobody to tell.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether colours are wanted: on a terminal, unless `NO_COLOR` says otherwise.
pub(crate) fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn show(diagnostics: &Diagnostics, document: &Source, config: Option<&Source>, format: MessageFormat) {
    let texts = Texts { document, config };
    let _ = match format {
        MessageFormat::Human => io::stderr().write_all(human(diagnostics, texts, colours()).as_bytes()),
        MessageFormat::Json => io::stdout().write_all(json_lines(diagnostics, texts).as_bytes()),
    };
}

/// How large a configuration may be.
const CONFIG: u64 = 16 << 20;

/// Reads a file that the user named, if there are not more bytes than `left`.
fn read(path: &Path, left: &mut u64) -> Result<Source, Box<(Source, Diagnostic)>> {
    let name = path.display().to_string();
    let bytes = bytes(path, *left).map_err(|refused| {
        let message = format!("cannot read this file: {refused}");
        let diagnostic = match refused {
            Refused::TooLarge => {
                Diagnostic::new(codes::TOO_LARGE, Place::Document, message).help(Limits::help("document_bytes"))
            }
            _ => Diagnostic::new(codes::UNREADABLE_FILE, Place::Document, message),
        };
        Box::new((Source::new(name.clone(), ""), diagnostic))
    })?;
    *left = left.saturating_sub(bytes.len() as u64);
    text_of(bytes).map(|text| Source::new(name.clone(), text)).map_err(|fault| {
        let place = Place::Position { line: fault.line, column: fault.column };
        let diagnostic = Diagnostic::new(codes::UNREADABLE_FILE, place, fault.message).help("save it as UTF-8");
        Box::new((Source::new(name, fault.text), diagnostic))
    })
}
