//! Files as parts of request bodies: they are read while they are sent. Knows nothing of requests.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

/// A file of known length that is read while it is sent, again for each attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyFile {
    path: Arc<PathBuf>,
    length: u64,
}

impl BodyFile {
    /// Returns the file at a path, with the length that it has now.
    ///
    /// # Errors
    ///
    /// Fails if there is no such file, or if it is a folder.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let metadata = std::fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "a folder cannot be uploaded"));
        }
        Ok(Self { path: Arc::new(path.to_owned()), length: metadata.len() })
    }

    /// Returns the path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the number of bytes that are sent, which is the length that the file had when the request was made.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Returns whether nothing is sent.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Opens the file. Reading and opening block the thread; in async code, use a thread for it.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened.
    pub fn open(&self) -> io::Result<FileReader> {
        Ok(FileReader { file: File::open(&*self.path)?, left: self.length })
    }
}

/// What remains of a [`BodyFile`].
#[derive(Debug)]
pub struct FileReader {
    file: File,
    left: u64,
}

impl FileReader {
    /// Reads the next bytes, at most as many as given; `None` after the last.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read, or has become shorter.
    pub fn next(&mut self, most: usize) -> io::Result<Option<Bytes>> {
        if self.left == 0 {
            return Ok(None);
        }
        let wanted = usize::try_from(self.left).map_or(most, |left| left.min(most));
        let mut bytes = vec![0; wanted];
        self.file.read_exact(&mut bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => io::Error::new(error.kind(), "the file became shorter while it was sent"),
            _ => error,
        })?;
        self.left -= wanted as u64;
        Ok(Some(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_in_pieces_of_the_length_it_had() {
        let path = std::env::temp_dir().join(format!("sdkgen-file-{}", std::process::id()));
        std::fs::write(&path, b"0123456789").unwrap();
        let file = BodyFile::new(&path).unwrap();
        std::fs::write(&path, b"0123456789and more").unwrap();
        let mut reader = file.open().unwrap();
        let pieces: Vec<Bytes> = std::iter::from_fn(|| reader.next(4).unwrap()).collect();
        assert_eq!(pieces, ["0123", "4567", "89"]);
        std::fs::write(&path, b"01").unwrap();
        let error = file.open().unwrap().next(4).unwrap_err();
        assert_eq!(error.to_string(), "the file became shorter while it was sent");
        std::fs::remove_file(&path).unwrap();
        assert!(file.open().is_err() && BodyFile::new(&path).is_err());
        assert_eq!(BodyFile::new(&std::env::temp_dir()).unwrap_err().kind(), io::ErrorKind::IsADirectory);
    }
}
