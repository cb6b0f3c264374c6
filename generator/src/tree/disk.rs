//! What stands on the disk at a path of the output, looked at before anything is opened: links lead elsewhere, and
//! pipes and devices may never end. Knows nothing of what a run made.

use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::{Error, MARK};

/// How much of a file is read to look for the mark.
const HEAD: u64 = 1024;

/// Whether a plain file is at `path` below `root`.
///
/// # Errors
///
/// A link or a special file at `path` or at a folder above it, a folder at `path`, and what the system says.
pub(super) fn is_there(root: &Path, path: &str) -> Result<bool, Error> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(is_folder_there(root, folder)? && is_file(&root.join(path))?)
}

/// Whether there is a folder at `path` below `root`; an empty path is the root, which is not looked at.
///
/// # Errors
///
/// A link or a file at `path` or above it, and what the system says.
pub(super) fn is_folder_there(root: &Path, path: &str) -> Result<bool, Error> {
    let mut target = root.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        target.push(part);
        if !is_a(&target, Metadata::is_dir)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a plain file is at `path`, whose folder was looked at.
pub(super) fn is_file(path: &Path) -> Result<bool, Error> {
    is_a(path, Metadata::is_file)
}

/// Whether something is at `path`; anything but what is wanted is an error.
fn is_a(path: &Path, wanted: fn(&Metadata) -> bool) -> Result<bool, Error> {
    let path_of = || path.to_owned();
    match fs::symlink_metadata(path) {
        Ok(about) if wanted(&about) => Ok(true),
        Ok(about) if about.is_symlink() => Err(Error::Link { path: path_of() }),
        Ok(_) => Err(Error::Special { path: path_of() }),
        Err(error) if is_missing(&error) => Ok(false),
        Err(source) => Err(Error::Io { path: path_of(), source }),
    }
}

/// Whether the plain file at `path` holds exactly `text`; no more is read than that.
pub(super) fn holds(path: &Path, text: &str) -> Result<bool, Error> {
    let length = fs::symlink_metadata(path).map_err(io_error(path))?.len();
    Ok(length == text.len() as u64 && head(path, length)? == text.as_bytes())
}

/// Whether the plain file at `path` says near its beginning that it was generated.
pub(super) fn is_marked(path: &Path) -> Result<bool, Error> {
    head(path, HEAD).map(|head| has_mark(&head))
}

/// Whether a text says near its beginning that it was generated.
pub(super) fn has_mark(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD as usize)];
    head.windows(MARK.len()).any(|window| window == MARK.as_bytes())
}

/// The first bytes of a plain file.
pub(super) fn head(path: &Path, bytes: u64) -> Result<Vec<u8>, Error> {
    let mut head = Vec::new();
    let file = fs::File::open(path).map_err(io_error(path))?;
    file.take(bytes).read_to_end(&mut head).map_err(io_error(path))?;
    Ok(head)
}

/// The files below a folder, as paths below `root`; links are not followed, and a folder that is not there has none.
pub(super) fn files_below(root: &Path, folder: &str) -> Result<Vec<String>, Error> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let path = root.join(&folder);
        let listed = match fs::read_dir(&path) {
            Ok(listed) => listed,
            Err(error) if is_missing(&error) => continue,
            Err(error) => return Err(io_error(&path)(error)),
        };
        for entry in listed {
            let entry = entry.map_err(io_error(&path))?;
            let below = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type().map_err(io_error(&path))?.is_dir();
            if is_folder { folders.push(below) } else { found.push(below) }
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a new file; what stands there already, of a run that was interrupted, is replaced and not followed.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    let open = || OpenOptions::new().write(true).create_new(true).open(path);
    let file = match open() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::remove_file(path).and_then(|()| open()),
        other => other,
    };
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(io_error(path))
}

/// Removes the folders above a file that is gone, up to `root`, as far as they are empty.
pub(super) fn remove_empty_above(root: &Path, path: &str) {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        // One that is not empty stays, and so do those above it.
        if fs::remove_dir(root.join(above)).is_err() {
            return;
        }
        folder = above;
    }
}

pub(super) fn io_error(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path: PathBuf = path.to_owned();
    move |source| Error::Io { path: path.clone(), source }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
