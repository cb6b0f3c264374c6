//! The example request of each operation, as a curl command and as raw HTTP: with the values that the document shows or
//! allows, as far as possible those of the Rust example, and with the security that applies. Credentials are
//! environment variables with the names that the SDK reads.
//!
//! A [`Request`] says what is sent; no text in it can end what contains it, whatever the document has. `curl` and
//! `http` only write it.

mod access;
mod body;
mod curl;
mod encode;
mod http;
mod style;
mod values;

pub(crate) use self::body::is_json;
use self::encode::{in_url, is_header_name, push_path, push_unreserved, without_controls};
use self::values::Values;
use crate::ir::{Api, Location, Operation, Parameter, Server, Style};
use crate::surface::Surface;

/// A request, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// The method: a token.
    method: String,
    /// The base of the URL.
    base: Base,
    /// The path and the query, percent-encoded.
    target: Text,
    /// The headers: valid names, and values without control characters.
    headers: Vec<(String, Text)>,
    /// The variables with user name and password.
    basic: Option<[String; 2]>,
    /// The body.
    payload: Payload,
}

/// The base of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Base {
    /// An absolute URL without trailing slash, percent-encoded.
    Url(String),
    /// The environment variable of the base URL: the document has none.
    Variable(String),
}

/// A text with environment variables in it.
type Text = Vec<Piece>;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Variable(String),
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Payload {
    None,
    /// A text, such as JSON.
    Text {
        media_type: String,
        text: String,
    },
    /// Names with values, encoded: each with what curl can encode itself, if that gives the same.
    Form {
        media_type: String,
        pairs: Vec<Pair>,
    },
    /// Parts of a multipart body.
    Parts {
        media_type: String,
        parts: Vec<Part>,
    },
    /// A file.
    File {
        media_type: String,
    },
}

/// A pair of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    /// The name, percent-encoded.
    name: String,
    /// The value, percent-encoded.
    encoded: String,
    /// The value, if it is encoded like every other.
    plain: Option<String>,
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: String,
    media_type: Option<String>,
    /// The text; `None` for a file.
    text: Option<String>,
}

/// The name of the file in examples.
const FILE: &str = "file";
/// The host in raw HTTP, if the document has none (RFC 2606).
const HOST: &str = "api.example.com";

impl Request {
    /// Returns the example request of an operation.
    pub(crate) fn of(api: &Api, surface: &Surface, operation: &Operation) -> Self {
        let values = Values::new(api, surface, operation);
        let mut request = Self {
            method: operation.method.as_str().to_owned(),
            base: base(api, surface, operation),
            target: vec![Piece::Plain(path(operation, &values))],
            headers: Vec::new(),
            basic: None,
            payload: Payload::None,
        };
        let accept = operation.responses.accept.as_deref().unwrap_or("application/json");
        request.header("Accept", vec![Piece::Plain(accept.to_owned())]);
        let mut query = Vec::new();
        let mut cookies: Vec<Text> = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| parameter.presence.required) {
            request.parameter(parameter, &values, &mut query, &mut cookies);
        }
        let mut query: Text = if query.is_empty() { Text::new() } else { vec![Piece::Plain(query.join("&"))] };
        access::add(api, surface, operation, &mut request, &mut query, &mut cookies);
        if !query.is_empty() {
            let is_there = matches!(request.target.first(), Some(Piece::Plain(path)) if path.contains('?'));
            request.target.push(Piece::Plain(if is_there { "&" } else { "?" }.to_owned()));
            request.target.extend(query);
        }
        if !cookies.is_empty() {
            let joined = cookies.join(&Piece::Plain("; ".to_owned()));
            request.header("Cookie", joined);
        }
        request.payload = body::of(api, operation, &values);
        request
    }

    /// Adds a header, if its name is one and nothing else decides its value. Control characters become spaces.
    fn header(&mut self, name: &str, value: Text) {
        const DERIVED: [&str; 4] = ["host", "content-length", "content-type", "transfer-encoding"];
        let is_derived = DERIVED.iter().any(|derived| name.eq_ignore_ascii_case(derived));
        if is_derived || !is_header_name(name) {
            return;
        }
        let last = value.len().saturating_sub(1);
        let clean = value.into_iter().enumerate().map(|(index, piece)| match piece {
            Piece::Plain(text) => {
                let text = without_controls(&text);
                let text = if index == 0 { text.trim_start() } else { &text };
                Piece::Plain(if index == last { text.trim_end() } else { text }.to_owned())
            }
            variable @ Piece::Variable(_) => variable,
        });
        self.headers.push((name.to_owned(), clean.collect()));
    }

    fn parameter(
        &mut self,
        parameter: &Parameter,
        values: &Values<'_>,
        query: &mut Vec<String>,
        cookies: &mut Vec<Text>,
    ) {
        let Some(value) = values.parameter(parameter) else { return };
        let name = parameter.wire.as_str();
        match parameter.location {
            Location::Path => {}
            Location::Query => {
                let encoder = if parameter.reserved { encode::push_reserved } else { push_unreserved };
                query.extend(style::pairs(name, parameter.style, &value, encoder));
            }
            Location::Cookie => {
                let is_plain = matches!(parameter.style, Style::Cookie | Style::CookieComma);
                let encoder = if is_plain { encode::push_cookie } else { push_unreserved };
                let pairs = style::pairs(name, parameter.style, &value, encoder).into_iter();
                let separated = |pair: String| if is_plain { pair } else { pair.replace(',', "%2C") };
                cookies.extend(pairs.map(|pair| vec![Piece::Plain(separated(pair))]));
            }
            Location::Header => {
                let text = style::expanded(name, parameter.style, &value, encode::push_plain);
                self.header(name, vec![Piece::Plain(text.unwrap_or_default())]);
            }
        }
    }

    /// The host that the request is sent to, with its port.
    fn host(&self) -> &str {
        let Base::Url(url) = &self.base else { return HOST };
        let after = url.split_once("://").map_or("", |(_, after)| after);
        let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        if host.is_empty() { HOST } else { host }
    }
}

/// Returns the base of the URL: the first server, with its variables replaced.
fn base(api: &Api, surface: &Surface, operation: &Operation) -> Base {
    let server = operation.server.as_ref().or(api.servers.first());
    match server.map(address).filter(|url| url.contains("://")) {
        Some(url) => Base::Url(url),
        None => {
            let variable = surface.variables.iter().find(|name| name.ends_with("_BASE_URL"));
            Base::Variable(variable.map_or("BASE_URL", String::as_str).to_owned())
        }
    }
}

/// Returns the URL of a server. A variable without default has its first value, else its name.
fn address(server: &Server) -> String {
    let named = server.variables.iter().fold(server.usual(), |url, variable| {
        let name: String = variable.name.chars().filter(char::is_ascii_alphanumeric).collect();
        let value = variable.values.first().map_or(name.as_str(), String::as_str);
        url.replace(&format!("{{{}}}", variable.name), value)
    });
    let url = named.split(['?', '#']).next().unwrap_or_default();
    in_url(url.trim_end_matches('/'))
}

/// Returns the path with values in the place of its parameters.
fn path(operation: &Operation, values: &Values<'_>) -> String {
    let mut path = String::new();
    let mut rest = operation.path.as_str();
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        path.push_str(&in_url(literal));
        let (name, encoder): (&str, encode::Encoder) =
            name.strip_prefix('+').map_or((name, push_unreserved as encode::Encoder), |name| (name, push_path));
        let parameter =
            operation.parameters.iter().find(|one| one.location == Location::Path && one.wire.as_str() == name);
        let filled = parameter.and_then(|one| style::expanded(name, one.style, &values.parameter(one)?, encoder));
        match filled.filter(|text| !text.is_empty()) {
            Some(text) => path.push_str(&text),
            None => push_unreserved(&mut path, name),
        }
        rest = after;
    }
    path.push_str(&in_url(rest));
    if path.starts_with('/') { path } else { format!("/{path}") }
}

#[cfg(test)]
mod tests;
