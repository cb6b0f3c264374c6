//! `sdkgen lock`: writes the lock of an SDK, or takes the names that the generator would choose today.

use std::path::{Path, PathBuf};

use clap::Args;
use sdkgen::diagnostics::{Diagnostic, Location, codes};
use sdkgen::{Config, LOCK_FILE, Lock, Options, Outcome, Source, bytes};

use super::generate::crate_name;
use super::{Inputs, Named, print_line, refuse, show};
use crate::MessageFormat;

/// The arguments of `sdkgen lock`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    named: Named,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE", value_parser = crate_name)]
    name: Option<String>,
    /// Number names that clash instead of refusing the document.
    #[arg(long)]
    lenient_names: bool,
    /// Take the names and shapes that the generator would choose without the lock; the names of the last release become
    /// deprecated aliases.
    #[arg(long)]
    accept: bool,
}

/// The maximum size of a lock in bytes.
const MOST: u64 = 256 << 20;

/// Reads the lock in the folder of a crate; `None` if there is none.
pub(super) fn read(folder: &Path) -> Result<Option<Lock>, Box<Diagnostic>> {
    let path = folder.join(LOCK_FILE);
    if !path.exists() {
        return Ok(None);
    }
    let refused = |message: String| Box::new(Diagnostic::new(codes::BAD_LOCK, Location::Document, message));
    let bytes = bytes(&path, MOST).map_err(|error| refused(format!("cannot read `{}`: {error}", path.display())))?;
    let text = String::from_utf8(bytes).map_err(|_| refused(format!("`{}` is not UTF-8", path.display())))?;
    Lock::parse(&text).map(Some)
}

/// Runs it; returns false if there are errors.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let Some(mut inputs) = Inputs::read(&arguments.named, format) else { return false };
    if let Some(name) = &arguments.name {
        inputs.config.set_name(name);
    }
    inputs.options.lenient_names = arguments.lenient_names;
    let known = match read(&arguments.out) {
        Ok(known) => known,
        Err(diagnostic) => {
            refuse(&inputs.document, None, *diagnostic, format);
            return false;
        }
    };
    let held = known.clone().filter(|_| !arguments.accept);
    let options = Options { lock: held, ..inputs.options };
    let Some(surface) = surface(&inputs.document, inputs.config_text.as_ref(), &inputs.config, &options, format) else {
        return false;
    };
    let lock = match &known {
        None => Lock::new(surface),
        Some(known) if arguments.accept => known.accepting(&surface),
        Some(known) => known.with(&surface),
    };
    if known.as_ref() == Some(&lock) {
        print_line("the lock is up to date");
        return true;
    }
    let path = arguments.out.join(LOCK_FILE);
    let written = std::fs::create_dir_all(&arguments.out).and_then(|()| std::fs::write(&path, lock.text()));
    if let Err(error) = written {
        print_line(&format!("sdkgen: {}: {error}", path.display()));
        return false;
    }
    for (old, new) in known.iter().flat_map(|known| known.changed_names(&lock)) {
        print_line(&format!("{old} is now {new}"));
    }
    print_line(&format!("written: {}; `sdkgen generate` keeps these names", path.display()));
    true
}

/// Returns the surface of a document; prints the diagnostics.
fn surface(
    document: &Source,
    config_text: Option<&Source>,
    config: &Config,
    options: &Options,
    format: MessageFormat,
) -> Option<sdkgen::surface::Surface> {
    let mut outcome = Outcome::default();
    let surface = sdkgen::surface(document, config, options, &mut outcome);
    show(&outcome.diagnostics, document, config_text, format);
    surface
}
