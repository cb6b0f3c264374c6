//! Multipart bodies: `multipart/form-data` (RFC 7578) and the other kinds of RFC 2046. Knows no operation.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::encoding::{Encoding, FormStyle};
use super::form::{Pair, pairs};
use super::payload::{BodyPiece, RequestBody};
use super::upload::FileUpload;
use crate::codec::{Encode, encode_json};
use crate::secret::noting;
use crate::{Secret, random};

/// The maximum size of parts that are searched for the boundary, in bytes.
const SEARCHED: usize = 16 << 10;

/// A `multipart/form-data` body that is built by hand, for an operation whose parts the API does not describe, or one
/// that accepts such a body in addition to the media type that the SDK supports; in that case
/// [`RequestOptions::multipart`](crate::RequestOptions::multipart) sends it.
///
/// ```
/// use sdkgen_runtime::{FileUpload, MultipartForm, RequestOptions};
///
/// let form = MultipartForm::new().text("title", "A photo").file("photo", FileUpload::new(vec![0xff]).name("photo.jpg"));
/// let options = RequestOptions::new().multipart(form);
/// # let _ = options;
/// ```
///
/// `Debug` shows the names of the parts, not their contents.
#[derive(Clone, Default)]
pub struct MultipartForm {
    parts: Vec<Part>,
    /// The secrets in the parts.
    secrets: Vec<Secret>,
    /// What is wrong with the first invalid part.
    problem: Option<String>,
}

impl MultipartForm {
    /// Returns a form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let body = Bytes::from(text.into()).into();
        self.parts.push(Part { name: name.into(), file_name: None, content_type: None, headers: &[], body });
        self
    }

    /// Adds JSON, from a model or any JSON value.
    #[must_use]
    pub fn json(mut self, name: impl Into<String>, value: impl Encode) -> Self {
        let body = Bytes::from(noting(&mut self.secrets, || encode_json(&value))).into();
        let content_type = Some("application/json".to_owned());
        self.parts.push(Part { name: name.into(), file_name: None, content_type, headers: &[], body });
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: impl AsRef<str>, file: impl Into<FileUpload>) -> Self {
        match Part::of_file(name.as_ref(), None, &file.into()) {
            Ok(part) => self.parts.push(part),
            Err(problem) => drop(self.problem.get_or_insert(problem)),
        }
        self
    }

    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// Returns the parts as a body to which fields can be added.
    pub(crate) fn to_body(&self) -> Result<Multipart, String> {
        match &self.problem {
            Some(problem) => Err(problem.clone()),
            None => Ok(Multipart { fields: vec![(Cow::Borrowed(""), self.parts.clone())] }),
        }
    }

    /// Returns the content type and the body.
    pub(crate) fn finish(self) -> Result<(HeaderValue, RequestBody), String> {
        let (boundary, body) = self.to_body()?.finish(true);
        let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"));
        Ok((content_type.map_err(|error| error.to_string())?, body))
    }
}

impl fmt::Debug for MultipartForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.parts.iter().map(|part| part.name.as_str()).collect();
        f.debug_struct("MultipartForm").field("parts", &names).finish_non_exhaustive()
    }
}

/// A multipart body that is being built.
#[derive(Clone, Debug, Default)]
pub(crate) struct Multipart {
    fields: Vec<(Cow<'static, str>, Vec<Part>)>,
}

#[derive(Clone, Debug)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: &'static [(&'static str, &'static str)],
    body: BodyPiece,
}

impl Multipart {
    /// Sets a field; a value that is absent removes it.
    pub(super) fn set(&mut self, name: Cow<'static, str>, encoding: Option<&Encoding>, value: &dyn Encode) {
        let pairs = if value.is_absent() { Vec::new() } else { pairs(&name, encoding, value) };
        let parts = pairs.into_iter().map(|pair| Part::of_pair(pair, encoding)).collect();
        self.put(name, parts);
    }

    /// Sets a field to files, one part for each.
    ///
    /// # Errors
    ///
    /// Fails if the media type of a file is invalid.
    pub(super) fn set_files(
        &mut self,
        name: Cow<'static, str>,
        encoding: Option<&Encoding>,
        files: &[FileUpload],
    ) -> Result<(), String> {
        let parts: Result<Vec<Part>, String> = files.iter().map(|file| Part::of_file(&name, encoding, file)).collect();
        self.put(name, parts?);
        Ok(())
    }

    /// Returns the boundary and the body, in which every part is a separate piece.
    pub(super) fn finish(self, is_form: bool) -> (String, RequestBody) {
        let parts: Vec<(Vec<u8>, BodyPiece)> =
            self.fields.into_iter().flat_map(|(_, parts)| parts).map(|part| (part.head(is_form), part.body)).collect();
        let boundary = boundary(&parts);
        let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
        let mut before = "";
        for (head, body) in parts {
            let head = [before.as_bytes(), b"--", boundary.as_bytes(), b"\r\n", &head, b"\r\n"].concat();
            pieces.extend([Bytes::from(head).into(), body]);
            before = "\r\n";
        }
        pieces.push(Bytes::from(format!("{before}--{boundary}--\r\n")).into());
        (boundary, RequestBody::of_pieces(pieces))
    }

    fn put(&mut self, name: Cow<'static, str>, parts: Vec<Part>) {
        self.fields.retain(|(known, _)| *known != name);
        if !parts.is_empty() {
            self.fields.push((name, parts));
        }
    }
}

impl Part {
    fn of_pair(pair: Pair, encoding: Option<&Encoding>) -> Self {
        let separator = match encoding.and_then(|encoding| encoding.style) {
            Some(FormStyle::Space) => " ",
            Some(FormStyle::Pipe) => "|",
            _ => ",",
        };
        let declared = encoding.filter(|encoding| encoding.style.is_none()).and_then(|encoding| encoding.content_type);
        let usual = if pair.json { Some("application/json") } else { None };
        Self {
            name: pair.name,
            file_name: None,
            content_type: declared.or(usual).map(str::to_owned),
            headers: encoding.map_or(&[], |encoding| encoding.headers),
            body: Bytes::from(pair.texts.join(separator)).into(),
        }
    }

    /// Servers distinguish files from texts by the file name, so there always is one.
    fn of_file(name: &str, encoding: Option<&Encoding>, file: &FileUpload) -> Result<Self, String> {
        if file.media_type().is_some_and(|media_type| HeaderValue::from_str(media_type).is_err()) {
            return Err(format!("the content type of the file `{name}` has characters that are invalid in a header"));
        }
        let declared = encoding.and_then(|encoding| encoding.content_type);
        let content_type = file.media_type().or(declared).unwrap_or("application/octet-stream");
        Ok(Self {
            name: name.to_owned(),
            file_name: Some(file.file_name().unwrap_or(name).to_owned()),
            content_type: Some(content_type.to_owned()),
            headers: encoding.map_or(&[], |encoding| encoding.headers),
            body: file.content().clone(),
        })
    }

    /// Returns the headers of the part, each with its line break.
    fn head(&self, is_form: bool) -> Vec<u8> {
        let mut head = String::new();
        let named = self.file_name.as_ref();
        if is_form {
            head.push_str(&format!("Content-Disposition: form-data; name=\"{}\"", quoted(&self.name)));
            head.extend(named.map(|name| format!("; filename=\"{}\"", quoted(name))));
            head.push_str("\r\n");
        } else if let Some(name) = named.filter(|name| **name != self.name) {
            head.push_str(&format!("Content-Disposition: attachment; filename=\"{}\"\r\n", quoted(name)));
        }
        let text = || (!is_form).then_some("text/plain; charset=utf-8");
        let content_type = self.content_type.as_deref().or_else(text);
        head.extend(content_type.map(|media_type| format!("Content-Type: {media_type}\r\n")));
        for (name, value) in self.headers {
            // An invalid name or value would change the meaning of what follows.
            if HeaderName::from_bytes(name.as_bytes()).is_ok() && HeaderValue::from_str(value).is_ok() {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        head.into_bytes()
    }
}

/// Returns a name between quotes, escaped the way browsers do (RFC 7578, section 2; WHATWG HTML, multipart/form-data
/// encoding algorithm).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a boundary that does not occur in any part.
///
/// For small parts the boundary is derived from their contents, which are searched for it, so that a repeated request
/// is the same request. Searching large parts or files would take too long, so their boundary is random: 128 bits that
/// the author of the contents cannot predict.
fn boundary(parts: &[(Vec<u8>, BodyPiece)]) -> String {
    let has_file = parts.iter().any(|(_, body)| matches!(body, BodyPiece::File(_)));
    if has_file || pieces(parts).map(<[u8]>::len).sum::<usize>() > SEARCHED {
        return format!("sdkgen-{:032x}", random::bits());
    }
    // FNV-1a is sufficient, since the parts are searched anyway.
    free(parts, pieces(parts).flatten().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| mix(hash, *byte)))
}

/// Returns the first boundary, counted from `hash`, that does not occur in any part.
fn free(parts: &[(Vec<u8>, BodyPiece)], mut hash: u64) -> String {
    loop {
        let boundary = format!("sdkgen-{hash:016x}");
        if !pieces(parts).any(|piece| contains(piece, boundary.as_bytes())) {
            return boundary;
        }
        hash = mix(hash, b'+');
    }
}

/// What is in memory of all parts.
fn pieces(parts: &[(Vec<u8>, BodyPiece)]) -> impl Iterator<Item = &[u8]> {
    parts.iter().flat_map(|(head, body)| {
        let body = if let BodyPiece::Bytes(bytes) = body { bytes.as_ref() } else { &[] };
        [head.as_slice(), body]
    })
}

fn mix(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use bytes::Bytes;

    use super::{SEARCHED, boundary, free};

    #[test]
    fn a_boundary_that_stands_in_a_part_is_passed_over() {
        let taken = "sdkgen-0000000000000007";
        assert_eq!(free(&[], 7), taken);
        let inside = |head: &str, body: &str| vec![(head.as_bytes().to_vec(), Bytes::from(body.to_owned()).into())];
        let in_body = free(&inside("", &format!("a{taken}b")), 7);
        assert_ne!(in_body, taken);
        assert_eq!(free(&inside(taken, ""), 7), in_body);
        assert_ne!(free(&inside(&in_body, taken), 7), in_body);
        assert_ne!(boundary(&inside("a", "b")), boundary(&inside("a", "c")));
    }

    #[test]
    fn large_parts_have_a_random_boundary() {
        let large = vec![(Vec::new(), Bytes::from("x".repeat(SEARCHED + 1)).into())];
        let boundaries: HashSet<String> = (0..1_000).map(|_| boundary(&large)).collect();
        assert_eq!(boundaries.len(), 1_000);
        assert!(boundaries.iter().all(|boundary| boundary.len() == "sdkgen-".len() + 32));
    }
}
