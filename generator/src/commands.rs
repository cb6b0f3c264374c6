//! What the subcommands share: reading files, the clock, telling. The generator itself is the library's.

pub(crate) mod check;
mod clock;
pub(crate) mod config_schema;
pub(crate) mod explain;
pub(crate) mod features;
pub(crate) mod generate;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use sdkgen::diagnostics::render::{Texts, human, json_lines};
use sdkgen::diagnostics::{Diagnostic, Diagnostics, Place};
use sdkgen::spec::{File, Overlay, gather, text_of};
use sdkgen::{Config, Outcome, Source};

use self::clock::Clock;
use crate::MessageFormat;

/// What a run works on.
pub(crate) struct Inputs {
    pub(crate) document: Source,
    pub(crate) config_text: Option<Source>,
    pub(crate) config: Config,
    /// Runs since the files were begun to be read.
    pub(crate) clock: Clock,
}

impl Inputs {
    /// Reads the document and the configuration; what cannot be read is told at once, and `None`.
    pub(crate) fn read(
        document: &Path,
        config: Option<&Path>,
        overlays: &[PathBuf],
        format: MessageFormat,
    ) -> Option<Self> {
        let clock = Clock::start();
        let config_path = config;
        let config_text = match config.map(read).transpose() {
            Ok(text) => text,
            Err(refused) => {
                refuse(&refused.0, None, refused.1, format);
                return None;
            }
        };
        let config = match config_text.as_ref().map(|source| Config::parse(&source.text)).transpose() {
            Ok(config) => config.unwrap_or_default(),
            Err(diagnostic) => {
                refuse(&Source::new(document.display().to_string(), ""), config_text.as_ref(), *diagnostic, format);
                return None;
            }
        };
        let beside = config_path.and_then(Path::parent).unwrap_or(Path::new(""));
        let overlays: Vec<PathBuf> =
            config.source.overlays.iter().map(|way| beside.join(way)).chain(overlays.iter().cloned()).collect();
        let folder = document.parent().unwrap_or(Path::new("")).to_owned();
        let (document, overlays): (Source, Vec<Source>) =
            match (read(document), overlays.iter().map(|overlay| read(overlay)).collect()) {
                (Ok(document), Ok(overlays)) => (document, overlays),
                (Err(refused), _) | (_, Err(refused)) => {
                    refuse(&refused.0, None, refused.1, format);
                    return None;
                }
            };
        let overlay = |source: Source| Overlay { name: source.name, text: source.text };
        let mut document = Source { overlays: overlays.into_iter().map(overlay).collect(), ..document };
        gather(&mut document, &mut |way| read_other(&folder, way));
        Some(Self { document, config_text, config, clock })
    }

    /// Runs the generator, and tells its diagnostics.
    pub(crate) fn run(&mut self, format: MessageFormat) -> Outcome {
        let clock = &mut self.clock;
        let outcome = sdkgen::generate(&self.document, &self.config, &mut |stage| clock.begin(stage));
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

fn read(path: &Path) -> Result<Source, Box<(Source, Diagnostic)>> {
    let name = path.display().to_string();
    let bytes = bytes(path).map_err(|reason| {
        let message = format!("this file cannot be read: {reason}");
        let diagnostic = Diagnostic::error("unreadable-file", Place::Document, message);
        Box::new((Source::new(name.clone(), ""), diagnostic))
    })?;
    text_of(bytes).map(|text| Source::new(name.clone(), text)).map_err(|fault| {
        let place = Place::Position { line: fault.line, column: fault.column };
        let diagnostic = Diagnostic::error("unreadable-file", place, fault.message).help("save it as UTF-8");
        Box::new((Source::new(name, fault.text), diagnostic))
    })
}

/// Reads another file that the document refers to.
fn read_other(folder: &Path, way: &str) -> File {
    let text = bytes(&folder.join(way)).and_then(|bytes| text_of(bytes).map_err(|fault| fault.message));
    text.map_or_else(File::Unreadable, File::Text)
}

/// The bytes of a plain file; others, pipes for instance, may never end.
fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let about = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is no plain file".to_owned());
    }
    std::fs::read(path).map_err(|error| error.to_string())
}
