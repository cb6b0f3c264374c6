//! Replaces the variables in the URL of a server by values. Knows nothing of servers and clients.
//!
//! A value may contain only the characters that are allowed in its part of the URL, so no value can send requests and
//! their credentials to a host that the template does not name, or to other paths of the same host.
//!
//! | part | template | allowed value |
//! |---|---|---|
//! | scheme | `{scheme}://…` | `http` or `https` |
//! | whole URL | `{base}/v1` | a URL of `http` or `https` without query and user name; a path if the default is one |
//! | host | `https://{tenant}.example.com` | ASCII letters, digits, `-`, `_` and `.` |
//! | whole host | `https://{host}/v1` | the same or an IPv6 address in brackets; with a port if the template has none |
//! | port | `https://example.com:{port}` | a number up to 65535 |
//! | path | `https://example.com/{base}` | characters of a path, but no segment `.` or `..`, whether encoded or not |
//!
//! If a variable follows a complete host (`https://example.com{base}`), its default decides what it is: a port if the
//! default begins with `:`, a path if it begins with `/`, either if it is empty.
//!
//! The runtime and the generator have equal copies of this file, so that the values in documents are checked by the
//! same rules as those of callers.

/// The replacement of a variable.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Value<'v> {
    /// The value; `None` is replaced by a placeholder.
    pub(super) text: Option<&'v str>,
    /// The default in the document, which shows what the variable contains.
    pub(super) default: Option<&'v str>,
}

/// A value that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault<'t> {
    pub(super) variable: &'t str,
    /// What is wrong, without the value.
    pub(super) why: &'static str,
}

const NOT_HTTP: &str = "must be `http` or `https`";
const NOT_LETTERS: &str = "is part of the URL's scheme and may hold letters only";
const NOT_URL: &str = "must be a URL of `http` or `https`, without a user name, a query or a fragment";
pub(super) const NOT_HOST: &str = "is part of the host and may hold only ASCII letters, digits, `-`, `_` and `.`";
const EMPTY_LABEL: &str = "leaves a part of the host name empty";
const NOT_PORT: &str = "must be a port: a number up to 65535";
const NOT_PATH: &str =
    "is part of the path and may hold no `?`, `#`, `\\`, `{`, `}`, white space or control characters";
const NOT_AFTER_HOST: &str = "follows the host, so that it must be empty or begin with `/` or `:`";
const DOT_SEGMENTS: &str = "is part of the path and may hold no segment `.` or `..`";

/// The most levels of percent-encoding in a path.
const MOST_LEVELS: usize = 3;

/// The part of the URL that contains a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Scheme,
    Url,
    Host,
    Port,
    Path,
}

/// Returns the URL with all variables replaced.
///
/// # Errors
///
/// Fails at the first variable whose value is not allowed in its part of the URL.
pub(super) fn fill<'t, 'v>(template: &'t str, value: &dyn Fn(&str) -> Value<'v>) -> Result<String, Fault<'t>> {
    let mut url = String::with_capacity(template.len() + 16);
    let mut hosts: Vec<(&str, &str)> = Vec::new();
    let mut rest = template;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else { break };
        url.push_str(literal);
        let Value { text, default } = value(name);
        let part = part_of(&url, tail);
        let text = match text {
            Some(text) => {
                let context = Context { before: &url, after: tail, default };
                context.check(part, text).map_err(|why| Fault { variable: name, why })?;
                text
            }
            None => placeholder(part),
        };
        if matches!(part, Part::Host | Part::Url) {
            hosts.push((name, text));
        }
        url.push_str(text);
        rest = tail;
    }
    url.push_str(rest);
    let host = authority(&url).map(|text| text.split(['/', ':']).next().unwrap_or_default());
    let is_whole = |host: &str| {
        let labels = host.strip_suffix('.').unwrap_or(host);
        host.starts_with('[') || labels.split('.').all(|label| !label.is_empty())
    };
    if let (Some(host), Some(first)) = (host, hosts.first())
        && !is_whole(host)
    {
        let is_cause = |(_, text): &&(&str, &str)| text.is_empty() || text.starts_with('.') || text.ends_with('.');
        let (variable, _) = hosts.iter().find(is_cause).unwrap_or(first);
        return Err(Fault { variable, why: EMPTY_LABEL });
    }
    Ok(url)
}

/// Returns the names between braces, in order.
pub(super) fn variables(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// Returns the part of the URL after its scheme, if there is a scheme.
fn authority(url: &str) -> Option<&str> {
    url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//"))
}

/// Returns the part of the URL between `before` and `after`.
fn part_of(before: &str, after: &str) -> Part {
    match authority(before) {
        None if after.contains("://") => Part::Scheme,
        None if before.is_empty() => Part::Url,
        None => Part::Path,
        Some(authority) if authority.contains('/') => Part::Path,
        Some(authority) if authority.rsplit(']').next().unwrap_or_default().contains(':') => Part::Port,
        Some(_) => Part::Host,
    }
}

/// Returns a valid value for a variable whose value is not known.
fn placeholder(part: Part) -> &'static str {
    match part {
        Part::Scheme => "https",
        Part::Url => "https://x",
        Part::Port => "443",
        Part::Host | Part::Path => "x",
    }
}

/// The text of the URL around a variable.
struct Context<'a> {
    before: &'a str,
    after: &'a str,
    default: Option<&'a str>,
}

impl Context<'_> {
    /// Checks a value.
    fn check(&self, part: Part, text: &str) -> Result<(), &'static str> {
        match part {
            Part::Scheme if self.before.is_empty() && self.after.starts_with("://") => {
                ensure(text.eq_ignore_ascii_case("http") || text.eq_ignore_ascii_case("https"), NOT_HTTP)
            }
            Part::Scheme => ensure(text.bytes().all(|byte| byte.is_ascii_alphabetic()), NOT_LETTERS),
            Part::Url => self.url(text),
            Part::Host => self.host(text),
            Part::Port if self.default_begins('/') => behind_host(text, false, true),
            Part::Port => ensure(is_port(text) || (text.is_empty() && self.default == Some("")), NOT_PORT),
            Part::Path => path(text),
        }
    }

    fn default_begins(&self, with: char) -> bool {
        self.default.is_some_and(|default| default.starts_with(with))
    }

    /// Whether the variable ends the host.
    fn is_last(&self) -> bool {
        self.after.is_empty() || self.after.starts_with('/')
    }

    /// Checks a value at the beginning of the URL.
    fn url(&self, text: &str) -> Result<(), &'static str> {
        let is_http = |scheme: &str| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        let Some((scheme, rest)) = text.split_once("://") else {
            let is_path = self.default.is_some_and(|default| !default.contains("://"));
            let first = text.split('/').next().unwrap_or_default();
            ensure(is_path && !text.starts_with("//") && !first.contains(':'), NOT_URL)?;
            return path(text);
        };
        ensure(is_http(scheme), NOT_URL)?;
        if !self.is_last() && !self.after.starts_with('{') {
            // The rest of the host follows.
            return ensure(rest.bytes().all(is_of_host), NOT_HOST);
        }
        let (host, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        ensure(is_host_and_port(host, true) || (host.is_empty() && self.after.starts_with('{')), NOT_URL)?;
        path(rest)
    }

    /// Checks a value within the host.
    fn host(&self, text: &str) -> Result<(), &'static str> {
        let begins = self.before.ends_with("//");
        // With a dot, the value would continue the name of the host to that of another domain.
        let glued = self.is_last() && self.before.ends_with(|last: char| last.is_ascii_alphanumeric());
        match self.default {
            Some(default) if default.starts_with('/') => behind_host(text, false, true),
            Some(default) if default.starts_with(':') => behind_host(text, true, false),
            None | Some("") if glued => behind_host(text, true, true),
            Some(default) if glued && !default.contains('.') => {
                ensure(text.bytes().all(|byte| is_of_host(byte) && byte != b'.'), NOT_HOST)
            }
            _ if begins && (self.is_last() || self.after.starts_with('{')) => {
                ensure(is_host_and_port(text, true), NOT_HOST)
            }
            _ if begins && self.after.starts_with(':') => ensure(is_host_and_port(text, false), NOT_HOST),
            _ => ensure(text.bytes().all(is_of_host), NOT_HOST),
        }
    }
}

fn ensure(condition: bool, otherwise: &'static str) -> Result<(), &'static str> {
    if condition { Ok(()) } else { Err(otherwise) }
}

/// Checks what follows a complete host: nothing, a port or a path.
fn behind_host(text: &str, may_be_port: bool, may_be_path: bool) -> Result<(), &'static str> {
    if text.is_empty() {
        return Ok(());
    }
    if let Some(port) = text.strip_prefix(':').filter(|_| may_be_port) {
        return ensure(is_port(port), NOT_PORT);
    }
    ensure(may_be_path && text.starts_with('/'), NOT_AFTER_HOST)?;
    path(text)
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Whether a text is a host that is not empty, with or without a port.
fn is_host_and_port(text: &str, may_have_port: bool) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => (
            address.parse::<std::net::Ipv6Addr>().is_ok(),
            port.strip_prefix(':').or((!port.is_empty()).then_some("?")),
        ),
        None => match text.split_once(':') {
            Some((host, port)) => (is_host(host), Some(port)),
            None => (is_host(text), None),
        },
    };
    host && port.is_none_or(|port| may_have_port && is_port(port))
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_of_host)
}

fn is_port(text: &str) -> bool {
    text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// Checks a part of a path: it may contain the characters of RFC 3986, section 3.3, and characters beyond ASCII, but no
/// segment `.` or `..` in any encoding that a server may decode.
fn path(text: &str) -> Result<(), &'static str> {
    let is_plain = |c: char| match c {
        c if c.is_ascii() => c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%".contains(c),
        c => !c.is_control() && !c.is_whitespace(),
    };
    ensure(text.chars().all(is_plain), NOT_PATH)?;
    let mut decoded = text.as_bytes().to_vec();
    // Some servers decode more than once. A path with more levels than that is not a real name.
    let mut levels = 0;
    while decoded.contains(&b'%') {
        levels += 1;
        ensure(levels <= MOST_LEVELS, NOT_PATH)?;
        let shorter = percent_decoded(&decoded).ok_or(NOT_PATH)?;
        let slashes = |text: &[u8]| text.iter().filter(|byte| **byte == b'/').count();
        let is_safe = |byte: &u8| !byte.is_ascii_control() && !matches!(byte, b'?' | b'#' | b'\\' | b'{' | b'}');
        ensure(shorter.iter().all(is_safe) && slashes(&shorter) == slashes(&decoded), NOT_PATH)?;
        decoded = shorter;
    }
    // Some servers remove parameters, so `..;a` is `..` for them.
    let mut segments = decoded.split(|byte| *byte == b'/').map(|segment| segment.split(|byte| *byte == b';').next());
    ensure(!segments.any(|segment| matches!(segment, Some(b"." | b".."))), DOT_SEGMENTS)
}

/// Removes one level of percent-encoding; returns `None` if a `%` is not followed by two digits.
fn percent_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        if *first != b'%' {
            decoded.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(others.get(..2)?).ok()?;
        let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        decoded.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &others[2..];
    }
    Some(decoded)
}
