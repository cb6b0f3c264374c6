//! Files on the disk that a document refers to. A document is not trusted, so a reference can read only what the user
//! meant: plain files below the document's own folder and below folders that the user names, up to a size. Everything
//! is looked at before anything is opened.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use crate::document::{SourceFile, text_of};

/// Reads the files that one document refers to.
#[derive(Debug)]
pub struct Reader {
    /// The document's folder, as the user names it.
    folder: PathBuf,
    /// The folders below which files are read, without links.
    roots: Vec<PathBuf>,
    /// How many more bytes may be read.
    left: u64,
}

/// Why the bytes of a file are not there.
#[derive(Debug)]
pub enum Refused {
    /// The system says no.
    System(io::Error),
    /// It is a folder, a pipe, a socket or a device: reading it may never end.
    NotPlain,
    /// It is larger than what may be read.
    TooLarge,
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(error) => error.fmt(formatter),
            Self::NotPlain => formatter.write_str("it is not a regular file"),
            Self::TooLarge => formatter.write_str("it exceeds the limit on the size of files"),
        }
    }
}

impl std::error::Error for Refused {}

impl Reader {
    /// A reader for the files of `document` that may read `bytes` bytes, below the document's folder and below `roots`.
    ///
    /// # Errors
    ///
    /// A folder that is not there, with what the system says.
    pub fn new(document: &Path, roots: &[PathBuf], bytes: u64) -> Result<Self, (PathBuf, io::Error)> {
        let folder = match document.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let all = std::iter::once(&folder).chain(roots);
        let roots =
            all.map(|root| root.canonicalize().map_err(|error| (root.clone(), error))).collect::<Result<_, _>>();
        roots.map(|roots| Self { folder, roots, left: bytes })
    }

    /// Reads the file at `way`, a path from the document's folder with `/` between its parts.
    ///
    /// Links and `..` are followed first: what counts is where the file really is.
    pub fn read(&mut self, way: &str) -> SourceFile {
        let path = self.folder.join(way);
        let real = match path.canonicalize() {
            Ok(real) => real,
            // Whether something is there outside of the folders is nothing to tell.
            Err(_) if !self.holds(&self.lexical(way)) => return outside(&plainly(&path)),
            Err(error) => return SourceFile::Unreadable(error.to_string()),
        };
        if !self.holds(&real) {
            let named = self.lexical(way);
            return outside(if self.holds(&named) { &real } else { &path });
        }
        match bytes(&real, self.left) {
            Ok(bytes) => {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                text_of(bytes).map_or_else(|fault| SourceFile::Unreadable(fault.message), SourceFile::Text)
            }
            Err(Refused::TooLarge) => SourceFile::TooLarge,
            Err(refused) => SourceFile::Unreadable(refused.to_string()),
        }
    }

    fn holds(&self, real: &Path) -> bool {
        self.roots.iter().any(|root| real.starts_with(root))
    }

    /// Where a file that is not there would be.
    fn lexical(&self, way: &str) -> PathBuf {
        // The first of the roots is the document's folder.
        plainly(&self.roots.first().unwrap_or(&self.folder).join(way))
    }
}

/// The bytes of a plain file, if there are at most `most`. Others, pipes for instance, are not opened.
///
/// # Errors
///
/// What is no plain file, what is too large, and what the system says.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Refused> {
    let about = fs::metadata(path).map_err(Refused::System)?;
    if !about.is_file() {
        return Err(Refused::NotPlain);
    }
    if about.len() > most {
        return Err(Refused::TooLarge);
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(Refused::System)?;
    // Some files say that they are empty and are not.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(Refused::System)?;
    if bytes.len() as u64 > most { Err(Refused::TooLarge) } else { Ok(bytes) }
}

fn outside(path: &Path) -> SourceFile {
    let folder = plainly(path).parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    SourceFile::Outside { folder: if folder.is_empty() { ".".to_owned() } else { folder } }
}

/// A path without `.` and, where something is in front of it, without `..`.
fn plainly(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match (part, plain.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                plain.pop();
            }
            (Component::ParentDir, Some(Component::RootDir)) => {}
            (part, _) => plain.push(part),
        }
        plain
    })
}

#[cfg(test)]
mod tests;
