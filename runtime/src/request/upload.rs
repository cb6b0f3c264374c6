//! Uploads: bytes or a file, with a name and a media type. Knows nothing of where they are sent.

use std::path::Path;
use std::{fmt, io};

use bytes::Bytes;

use super::file::BodyFile;
use super::payload::BodyPiece;
use crate::codec::IntoValue;

/// What is uploaded: a file in a form, or a body whose media type only the caller knows.
///
/// It is made from bytes or text, or from a path ([`from_path`](Self::from_path)); name and media type are optional.
///
/// ```
/// use sdkgen_runtime::FileUpload;
///
/// let photo = FileUpload::new([0xff, 0xd8]).name("photo.jpg").content_type("image/jpeg");
/// assert_eq!(photo.len(), 2);
/// ```
///
/// `Debug` shows the length, not the bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct FileUpload {
    content: BodyPiece,
    name: Option<String>,
    content_type: Option<String>,
}

impl FileUpload {
    /// Returns an upload of bytes.
    pub fn new(bytes: impl IntoValue<Bytes>) -> Self {
        Self { content: BodyPiece::Bytes(bytes.into_value()), name: None, content_type: None }
    }

    /// Returns an upload of the file at a path, with its name. It is read while it is sent, again for each attempt, and
    /// never in memory as a whole; its length is the one that it has now.
    ///
    /// ```no_run
    /// use sdkgen_runtime::FileUpload;
    ///
    /// # fn run() -> std::io::Result<()> {
    /// let video = FileUpload::from_path("holiday.mp4")?.content_type("video/mp4");
    /// # drop(video);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if there is no such file, or if it is a folder.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self { content: BodyPiece::File(BodyFile::new(path)?), name, content_type: None })
    }

    /// Sets the file name; in a form, the default is the name of the field.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type; the default is the one that the API documents, or `application/octet-stream` if that is not
    /// a single type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Returns the length in bytes.
    pub fn len(&self) -> u64 {
        self.content.len()
    }

    /// Returns whether nothing is uploaded.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    pub(crate) fn content(&self) -> &BodyPiece {
        &self.content
    }

    pub(crate) fn file_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(crate) fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

impl fmt::Debug for FileUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileUpload")
            .field("bytes", &self.len())
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl Default for FileUpload {
    fn default() -> Self {
        Self::new(Bytes::new())
    }
}

impl From<Bytes> for FileUpload {
    fn from(bytes: Bytes) -> Self {
        Self::new(bytes)
    }
}

impl From<Vec<u8>> for FileUpload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for FileUpload {
    fn from(bytes: &[u8]) -> Self {
        Self::new(Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for FileUpload {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<String> for FileUpload {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for FileUpload {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}
