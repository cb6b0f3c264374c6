//! The facts of one operation of an API. Knows nothing of values or of sending.

use http::Method;

use crate::api::Requirements;
use crate::request::encoding::{BodyFormat, Content, Encoding};
use crate::request::style::Style;
use crate::server::Server;
use crate::server::ServerVariable;
use crate::stream::{Framing, WholeEvents};

/// The facts of one operation, written once by generated code as a `static`.
#[derive(Debug)]
pub struct Operation {
    id: &'static str,
    method: Method,
    /// A method that [`Method`] has no constant for.
    custom: Option<&'static str>,
    path: &'static str,
    path_styles: &'static [Style],
    accept: &'static str,
    content: Content,
    security: Option<Requirements>,
    server: Option<Server>,
    repeatable: bool,
    takes_key: bool,
    redirects_succeed: bool,
    stream: Option<(Framing, &'static str)>,
    whole_events: Option<WholeEvents>,
}

impl Operation {
    /// Returns the facts of the operation `id`; `path` is a template with parameters in braces.
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            custom: None,
            path,
            path_styles: &[],
            accept: "application/json",
            content: Content::JSON,
            security: None,
            server: None,
            repeatable: false,
            takes_key: false,
            redirects_succeed: false,
            stream: None,
            whole_events: None,
        }
    }

    /// Sets the styles of the path parameters, in the order of the template; the default is `simple`.
    pub const fn path_styles(mut self, styles: &'static [Style]) -> Self {
        self.path_styles = styles;
        self
    }

    /// Returns the facts of an operation with a method that [`Method`] has no constant for, such as `QUERY`.
    ///
    /// # Panics
    ///
    /// Panics if `method` is not a token (RFC 9110, section 5.6.2); in a `static` this is a compile error.
    pub const fn custom(id: &'static str, method: &'static str, path: &'static str) -> Self {
        assert!(is_token(method.as_bytes()), "a method is a token");
        let mut operation = Self::new(id, Method::POST, path);
        operation.custom = Some(method);
        operation
    }

    /// Sets the accepted media types; the default is `application/json`.
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// Sets the format and the media type of the body; the default is JSON and `application/json`.
    pub const fn body(mut self, format: BodyFormat, media_type: &'static str) -> Self {
        self.content.format = format;
        self.content.media_type = media_type;
        self
    }

    /// Sets the encodings of those fields of a form or a multipart body that do not have the default encoding.
    pub const fn encodings(mut self, encodings: &'static [Encoding]) -> Self {
        self.content.encodings = encodings;
        self
    }

    /// Sets the security requirements: alternative combinations of scheme names. With an empty list, no credentials are
    /// sent. The default is the requirements of the API.
    pub const fn security(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = Some(alternatives);
        self
    }

    /// Sets the server of this operation. A base URL set by the user takes precedence.
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(Server::new(url));
        self
    }

    /// Sets the variables of the server; call it after [`server`](Self::server).
    pub const fn server_variables(mut self, variables: &'static [ServerVariable]) -> Self {
        if let Some(server) = self.server {
            self.server = Some(server.variables(variables));
        }
        self
    }

    /// Declares that the operation is idempotent, whatever its method.
    pub const fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Declares that the operation has a header parameter `Idempotency-Key`.
    pub const fn takes_idempotency_key(mut self) -> Self {
        self.takes_key = true;
        self
    }

    /// Declares that a redirect is a success of the operation and is not followed.
    pub const fn redirects_are_responses(mut self) -> Self {
        self.redirects_succeed = true;
        self
    }

    /// Sets the framing of records in a stream, and the media types that ask for a stream.
    pub const fn stream(mut self, framing: Framing, media_types: &'static str) -> Self {
        self.stream = Some((framing, media_types));
        self
    }

    /// Declares that the records of the stream are whole server-sent events: objects of `event`, `data`, `id` and
    /// `retry`. The data is text if `text` is set, else JSON; for the events named in `except` it is the opposite.
    pub const fn whole_events(mut self, text: bool, except: &'static [&'static str]) -> Self {
        self.whole_events = Some(WholeEvents { text, except });
        self
    }

    /// Returns the name of the operation, such as `invoices.list`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the method.
    pub fn method(&self) -> Method {
        // `custom` has checked that it is a token, so the fallback is never used.
        self.custom.and_then(|token| Method::from_bytes(token.as_bytes()).ok()).unwrap_or_else(|| self.method.clone())
    }

    /// Returns the path template.
    pub fn path(&self) -> &'static str {
        self.path
    }

    pub(crate) fn styles_of_path(&self) -> &'static [Style] {
        self.path_styles
    }

    pub(crate) fn accepted(&self) -> &'static str {
        self.accept
    }

    pub(crate) fn content(&self) -> Content {
        self.content
    }

    pub(crate) fn requirements(&self) -> Option<Requirements> {
        self.security
    }

    pub(crate) fn own_server(&self) -> Option<Server> {
        self.server
    }

    pub(crate) fn takes_redirects(&self) -> bool {
        self.redirects_succeed
    }

    pub(crate) fn streamed(&self) -> Option<(Framing, &'static str)> {
        self.stream
    }

    pub(crate) fn events_as_a_whole(&self) -> Option<WholeEvents> {
        self.whole_events
    }

    pub(crate) fn recognises_keys(&self) -> bool {
        self.takes_key
    }

    pub(crate) fn is_repeatable(&self) -> bool {
        self.repeatable
    }
}

const fn is_token(text: &[u8]) -> bool {
    let mut rest = text;
    while let [byte, others @ ..] = rest {
        match byte {
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~' => {
            }
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        rest = others;
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Operation, is_token};

    #[test]
    fn methods_of_any_name() {
        static QUERY: Operation = Operation::custom("things.query", "QUERY", "/things").repeatable();
        assert_eq!(QUERY.method().as_str(), "QUERY");
        assert_eq!(Operation::new("things.get", http::Method::GET, "/things").method(), http::Method::GET);
        assert!(is_token(b"M-SEARCH") && !is_token(b"") && !is_token(b"a b") && !is_token("ü".as_bytes()));
    }
}
