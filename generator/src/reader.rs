//! Reads files that a document refers to. A document is not trusted, so only regular files below the document's folder
//! and below folders that the user allows are read, up to a total size. Each path is checked before the file is opened.

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

/// Why a file is not read.
#[derive(Debug)]
pub enum Refused {
    /// The system returned an error.
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
    /// Creates a reader for the other files of `document`, which reads at most `bytes` bytes, below the document's
    /// folder and below `roots`.
    ///
    /// # Errors
    ///
    /// Returns the first folder that cannot be found, with the error of the system.
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

    /// Reads the file at `relative`, a path from the document's folder with `/` between its parts.
    ///
    /// Links and `..` are resolved first, so the real location of the file counts.
    pub fn read(&mut self, relative: &str) -> SourceFile {
        let path = self.folder.join(relative);
        let real = match path.canonicalize() {
            Ok(real) => real,
            // Whether a file exists outside of the folders is not revealed.
            Err(_) if !self.holds(&self.lexical(relative)) => return outside(&plainly(&path)),
            Err(error) => return SourceFile::Unreadable(error.to_string()),
        };
        if !self.holds(&real) {
            let named = self.lexical(relative);
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

    /// Returns where a missing file would be.
    fn lexical(&self, relative: &str) -> PathBuf {
        // The first of the roots is the document's folder.
        plainly(&self.roots.first().unwrap_or(&self.folder).join(relative))
    }
}

/// Returns the bytes of a regular file of at most `most` bytes. Other files, such as pipes, are not opened.
///
/// # Errors
///
/// Fails if it is not a regular file, if it is larger, or if the system returns an error.
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
    // Some files claim to be empty and are not.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(Refused::System)?;
    if bytes.len() as u64 > most { Err(Refused::TooLarge) } else { Ok(bytes) }
}

fn outside(path: &Path) -> SourceFile {
    let folder = plainly(path).parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    SourceFile::Outside { folder: if folder.is_empty() { ".".to_owned() } else { folder } }
}

/// Removes `.` from a path and, where a component precedes it, `..`.
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
