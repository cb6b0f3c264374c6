//! `sdkgen lock`: writes the lock of an SDK, or takes the names that the generator would choose today.

use std::path::Path;

use clap::Args;
use sdkgen::diagnostics::{Diagnostic, Location, codes};
use sdkgen::{LOCK_FILE, Lock, bytes, tree};

use super::{Made, print_line};
use crate::MessageFormat;

/// The arguments of `sdkgen lock`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    made: Made,
    /// Take the names and shapes that the generator would choose without the lock; the names of the last release become
    /// deprecated aliases.
    #[arg(long)]
    accept: bool,
}

/// The maximum size of a lock in bytes.
const MOST: u64 = 256 << 20;

/// Reads the lock in the folder of a crate; `None` if it never had one.
pub(super) fn read(folder: &Path) -> Result<Option<Lock>, Box<Diagnostic>> {
    let lock = read_present(folder)?;
    // A record that cannot be read is reported by what writes the crate.
    if lock.is_none() && tree::wrote(folder, LOCK_FILE).unwrap_or(false) {
        let message = format!("`{LOCK_FILE}` is gone, and with it the names that users of the SDK have");
        let help = "restore it from the version control, or run `sdkgen lock` to name everything anew";
        return Err(Box::new(Diagnostic::new(codes::BAD_LOCK, Location::Document, message).help(help)));
    }
    Ok(lock)
}

/// Reads the lock in the folder of a crate; `None` if it has none now.
fn read_present(folder: &Path) -> Result<Option<Lock>, Box<Diagnostic>> {
    let path = folder.join(LOCK_FILE);
    if path.exists() { read_file(&path).map(Some) } else { Ok(None) }
}

/// Reads a lock.
pub(super) fn read_file(path: &Path) -> Result<Lock, Box<Diagnostic>> {
    let refused = |message: String| Box::new(Diagnostic::new(codes::BAD_LOCK, Location::Document, message));
    let bytes = bytes(path, MOST).map_err(|error| refused(format!("cannot read `{}`: {error}", path.display())))?;
    let text = String::from_utf8(bytes).map_err(|_| refused(format!("`{}` is not UTF-8", path.display())))?;
    Lock::parse(&text)
}

/// Runs it; returns false if there are errors.
pub(crate) fn run(arguments: &Arguments, format: MessageFormat) -> bool {
    let lock = read_present(&arguments.made.out);
    let Some(mut inputs) = arguments.made.inputs_with(lock, format) else { return false };
    let known = inputs.options.lock.clone();
    if arguments.accept {
        inputs.options.lock = None;
    }
    let Some(surface) = inputs.surface(format) else { return false };
    let lock = match &known {
        None => Lock::new(surface),
        Some(known) if arguments.accept => known.accepting(&surface),
        Some(known) => known.with(&surface),
    };
    if known.as_ref() == Some(&lock) {
        print_line("the lock is up to date");
        return true;
    }
    let path = arguments.made.out.join(LOCK_FILE);
    let written = std::fs::create_dir_all(&arguments.made.out).and_then(|()| std::fs::write(&path, lock.text()));
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
