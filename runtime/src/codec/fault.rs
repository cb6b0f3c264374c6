//! Decoding errors with their location. Knows JSON paths, but nothing of readers, responses or calls.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// The maximum length of a value in messages, in characters.
const EXCERPT: usize = 40;

/// A decoding error, with the path of the value that caused it.
///
/// One pointer wide, so that it costs nothing on success; the path is collected while the decoders return.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault(Box<Detail>);

#[derive(Clone, PartialEq, Eq)]
struct Detail {
    problem: Problem,
    /// Innermost first.
    path: Vec<Segment>,
}

#[derive(Clone, PartialEq, Eq)]
enum Problem {
    Syntax { reason: String, offset: usize },
    TooDeep,
    Missing,
    Mismatch { expected: &'static str, found: String },
    Constant { expected: String, found: String },
    Other(String),
}

/// One step of the path to a value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Key(Cow<'static, str>),
    Index(usize),
}

impl Fault {
    /// Returns an error with this message, which should fit on one line and contain no secret.
    #[cold]
    pub fn new(message: impl Into<String>) -> Self {
        Self::of(Problem::Other(message.into()))
    }

    /// Returns the path of the value that caused the error, such as `$.items[3].permissions["a b"]`; `$` is the whole
    /// text.
    pub fn path(&self) -> String {
        written(self.segments())
    }

    /// Returns the steps of the path, outermost first.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.0.path.iter().rev()
    }

    /// Returns whether the text is not JSON, for example because it was truncated.
    pub fn is_syntax(&self) -> bool {
        matches!(self.0.problem, Problem::Syntax { .. })
    }

    #[cold]
    pub(crate) fn syntax(reason: String, offset: usize) -> Self {
        Self::of(Problem::Syntax { reason, offset })
    }

    #[cold]
    pub(crate) fn too_deep() -> Self {
        Self::of(Problem::TooDeep)
    }

    #[cold]
    pub(crate) fn missing() -> Self {
        Self::of(Problem::Missing)
    }

    /// `expected` reads like "an integer"; `found` like "null" or "the string \"a\"".
    #[cold]
    pub(crate) fn mismatch(expected: &'static str, found: impl Into<String>) -> Self {
        Self::of(Problem::Mismatch { expected, found: found.into() })
    }

    /// Returns an error of a constant with another value; both are JSON texts.
    #[cold]
    pub(crate) fn constant(expected: &str, found: &str) -> Self {
        Self::of(Problem::Constant { expected: cut(expected), found: cut(found) })
    }

    /// Returns whether a required field is missing.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self.0.problem, Problem::Missing)
    }

    /// Returns whether the text nests too deeply.
    pub(crate) fn is_too_deep(&self) -> bool {
        matches!(self.0.problem, Problem::TooDeep)
    }

    /// Returns how many steps the path has.
    pub(crate) fn depth(&self) -> usize {
        self.0.path.len()
    }

    /// Returns what was expected, without what was found, such as "an integer".
    pub(crate) fn expected(&self) -> String {
        match &self.0.problem {
            Problem::Missing => "a value".to_owned(),
            Problem::Mismatch { expected, .. } => (*expected).to_owned(),
            Problem::Constant { expected, .. } => format!("the value {expected}"),
            Problem::Syntax { .. } => "valid JSON".to_owned(),
            Problem::TooDeep => "fewer levels".to_owned(),
            Problem::Other(message) => message.clone(),
        }
    }

    /// Returns the path of the value that is `inner` steps above the one that caused the error.
    pub(crate) fn path_above(&self, inner: usize) -> String {
        let count = self.0.path.len().saturating_sub(inner);
        written(self.segments().take(count))
    }

    /// Returns whether a required field of the outermost object is missing.
    pub(crate) fn lacks_member(&self) -> bool {
        matches!(self.0.problem, Problem::Missing) && self.0.path.len() == 1
    }

    /// Returns whether a constant had another value.
    pub(crate) fn is_constant(&self) -> bool {
        matches!(self.0.problem, Problem::Constant { .. })
    }

    /// Returns an error of a string with an invalid format; the message shows its beginning.
    #[cold]
    pub(crate) fn unfit(expected: &'static str, text: &str) -> Self {
        Self::mismatch(expected, format!("the string {}", excerpt(text)))
    }

    #[cold]
    pub(crate) fn at_key(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.0.path.push(Segment::Key(key.into()));
        self
    }

    #[cold]
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Index(index));
        self
    }

    /// Adds a step to the beginning of the path.
    #[cold]
    pub(crate) fn at(&mut self, segment: Segment) {
        self.0.path.push(segment);
    }

    /// Removes the value from the message, since it may be a secret.
    #[cold]
    pub(crate) fn redacted(mut self) -> Self {
        if let Problem::Mismatch { found, .. } | Problem::Constant { found, .. } = &mut self.0.problem {
            *found = String::from("something else");
        }
        self
    }

    fn of(problem: Problem) -> Self {
        Self(Box::new(Detail { problem, path: Vec::new() }))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())?;
        match &self.0.problem {
            Problem::Syntax { reason, offset } => write!(f, ": not valid JSON at byte {offset}: {reason}"),
            Problem::TooDeep => f.write_str(": nested too deeply"),
            Problem::Missing => f.write_str(": required, but missing"),
            Problem::Mismatch { expected, found } => write!(f, ": expected {expected}, found {found}"),
            Problem::Constant { expected, found } => write!(f, ": expected the value {expected}, found {found}"),
            Problem::Other(message) => write!(f, ": {message}"),
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({self})")
    }
}

impl Error for Fault {}

/// Returns a path as text.
fn written<'s>(segments: impl Iterator<Item = &'s Segment>) -> String {
    let mut path = String::from("$");
    for segment in segments {
        match segment {
            Segment::Index(index) => path.push_str(&format!("[{index}]")),
            Segment::Key(key) if is_plain(key) => {
                path.push('.');
                path.push_str(key);
            }
            Segment::Key(key) => path.push_str(&format!("[{:?}]", &**key)),
        }
    }
    path
}

/// Returns `text` quoted and escaped on one line, truncated if it is long.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// Returns JSON on one line, truncated if it is long.
fn cut(json: &str) -> String {
    let (shown, more) = match json.char_indices().nth(EXCERPT) {
        Some((end, _)) => (&json[..end], "…"),
        None => (json, ""),
    };
    format!("{}{more}", shown.replace(['\n', '\r'], " "))
}

fn is_plain(key: &str) -> bool {
    let mut bytes = key.bytes();
    let head = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$');
    head && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-'))
}

/// Truncates a number for a message; numbers are ASCII.
pub(super) fn shorten(text: &str) -> &str {
    text.get(..40).unwrap_or(text)
}
