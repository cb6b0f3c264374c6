//! Writes a request as HTTP/1.1 (RFC 9112).

use super::{Base, FILE, Part, Payload, Piece, Request};

/// What stands for the content of a file.
const CONTENT: &str = "(content of the file)";

impl Request {
    /// Returns the request as it is sent; variables stand for credentials. Lines of the head end with CR and LF.
    pub(crate) fn http(&self) -> String {
        let path = match &self.base {
            Base::Url(url) => {
                let after = url.split_once("://").map_or("", |(_, after)| after);
                after.find('/').map_or("", |start| &after[start..])
            }
            Base::Variable(_) => "",
        };
        let mut head = format!("{} {path}{} HTTP/1.1\r\nHost: {}\r\n", self.method, shown(&self.target), self.host());
        if let Some([user, password]) = &self.basic {
            head.push_str(&format!("Authorization: Basic (Base64 of ${user}:${password})\r\n"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {}\r\n", shown(value)));
        }
        let Some((media_type, body)) = self.body() else { return head + "\r\n" };
        let length = body.len();
        head.push_str(&format!("Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n{body}"));
        head
    }

    /// Returns the media type and the body.
    fn body(&self) -> Option<(String, String)> {
        Some(match &self.payload {
            Payload::None => return None,
            Payload::Text { media_type, text } => (media_type.clone(), text.clone()),
            Payload::Form { media_type, pairs } => {
                let pairs: Vec<String> = pairs.iter().map(|pair| format!("{}={}", pair.name, pair.encoded)).collect();
                (media_type.clone(), pairs.join("&"))
            }
            Payload::File { media_type } => (media_type.clone(), CONTENT.to_owned()),
            Payload::Parts { media_type, parts } => {
                let boundary = boundary(parts);
                let is_form = media_type == "multipart/form-data";
                let one = |part: &Part| format!("--{boundary}\r\n{}", written(part, is_form));
                let body: String = parts.iter().map(one).chain([format!("--{boundary}--\r\n")]).collect();
                (format!("{media_type}; boundary={boundary}"), body)
            }
        })
    }
}

/// Returns a text with the names of its variables.
fn shown(text: &[Piece]) -> String {
    let pieces = text.iter().map(|piece| match piece {
        Piece::Plain(text) => text.clone(),
        Piece::Variable(name) => format!("${name}"),
    });
    pieces.collect()
}

/// Returns a boundary that does not occur in any part.
fn boundary(parts: &[Part]) -> String {
    let is_taken = |boundary: &str| {
        let occurs = |text: &str| text.contains(boundary);
        parts.iter().any(|part| part.text.as_deref().is_some_and(occurs) || occurs(&part.name))
    };
    let mut boundary = "boundary".to_owned();
    while is_taken(&boundary) {
        boundary.push('-');
    }
    boundary
}

/// Returns a part with its headers.
fn written(part: &Part, is_form: bool) -> String {
    // As browsers do it (RFC 7578, section 2).
    let name = part.name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let file = if part.text.is_none() { format!("; filename=\"{FILE}\"") } else { String::new() };
    let disposition =
        if is_form { format!("Content-Disposition: form-data; name=\"{name}\"{file}\r\n") } else { String::new() };
    let content_type = part.media_type.as_ref().map(|name| format!("Content-Type: {name}\r\n")).unwrap_or_default();
    format!("{disposition}{content_type}\r\n{}\r\n", part.text.as_deref().unwrap_or(CONTENT))
}
