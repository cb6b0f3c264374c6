//! What came back: the answer as the transport brought it, and the typed response made of it. Knows nothing of how it
//! was asked for.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use crate::Error;
use crate::codec::{Decode, Fault, decode_into};
use crate::error::message;
use crate::redact::Sent;
use crate::stream::{ByteStream, EventStream, Framing, Live, WholeEvents};

/// An answer, before anything is read out of its body.
#[derive(Clone)]
pub struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) operation: Cow<'static, str>,
    pub(crate) attempts: u32,
    /// What happened on the way that explains the status.
    pub(crate) note: Option<&'static str>,
    /// Whether the body is that of an error and did not arrive in full.
    pub(crate) incomplete: bool,
    /// Whether it comes from another origin than the one asked.
    pub(crate) foreign: bool,
    /// The body, if it is handed over while it arrives; `body` is then empty.
    pub(crate) live: Option<Live>,
    /// How whole events are read, where the records of a stream are such.
    pub(crate) whole_events: Option<WholeEvents>,
    /// What the request was sent with, for errors about the body.
    pub(crate) sent: Option<Sent>,
}

impl Answer {
    /// An answer of which only the head is known.
    pub(crate) fn of_head(status: StatusCode, headers: HeaderMap) -> Self {
        let (body, operation) = (Bytes::new(), Cow::Borrowed(""));
        let (note, live, whole_events, sent) = (None, None, None, None);
        Self {
            status,
            headers,
            body,
            operation,
            attempts: 0,
            note,
            incomplete: false,
            foreign: false,
            live,
            whole_events,
            sent,
        }
    }

    /// Reads a JSON body.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON of that form.
    pub fn json<T: Decode>(&self) -> Result<T, Error> {
        json(self)
    }

    /// Reads a JSON string, or takes the body as it came if it is none; see [`json_or_text`].
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8.
    pub fn json_or_text<T: Decode>(&self) -> Result<T, Error> {
        json_or_text(self)
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        text(self)
    }

    /// Returns the body as it came.
    ///
    /// # Errors
    ///
    /// Never fails; the result is that of the other ways to read a body.
    pub fn bytes(&self) -> Result<Bytes, Error> {
        bytes(self)
    }

    /// Returns a text about this response without the credentials that the request was sent with; `is_cut` tells
    /// whether its end is missing.
    pub(crate) fn redact<'t>(&self, text: &'t str, is_cut: bool) -> Cow<'t, str> {
        self.sent.as_ref().map_or(Cow::Borrowed(text), |sent| sent.redact(text, is_cut))
    }

    /// Returns the media type without its parameters.
    pub(crate) fn media_type(&self) -> Option<&str> {
        let value = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        value.split(';').next().map(str::trim)
    }

    /// Says that the body is encoded in a way that nobody has undone, if so (RFC 9110, section 8.4): whoever undoes an
    /// encoding takes its header away.
    pub(crate) fn is_encoded(&self) -> Option<String> {
        // What is empty is so in any encoding: a response to HEAD, for instance.
        if self.body.is_empty() && self.live.is_none() {
            return None;
        }
        let value = self.headers.get(CONTENT_ENCODING)?;
        let encoding = String::from_utf8_lossy(value.as_bytes());
        if encoding.split(',').all(|name| name.trim().is_empty() || name.trim().eq_ignore_ascii_case("identity")) {
            return None;
        }
        let is_gzip = encoding.split(',').all(|name| name.trim().eq_ignore_ascii_case("gzip"));
        let hint = if is_gzip && cfg!(not(feature = "gzip")) { "; the cargo feature `gzip` does" } else { "" };
        let encoding = message::one_line(&encoding);
        Some(format!("the response is encoded as `{encoding}`, which this client does not decode{hint}"))
    }

    pub(crate) fn is_event_stream(&self) -> bool {
        self.media_type().is_some_and(|media_type| media_type.eq_ignore_ascii_case("text/event-stream"))
    }

    pub(crate) fn is_plain_text(&self) -> bool {
        self.media_type().is_some_and(|media_type| media_type.eq_ignore_ascii_case("text/plain"))
    }
}

/// How an answer becomes a value.
pub(crate) type Finish<T> = fn(&Answer) -> Result<T, Error>;

/// Reads a JSON body. An empty one is fine for a type that may stay away.
pub(crate) fn json<T: Decode>(answer: &Answer) -> Result<T, Error> {
    let mut value = T::blank();
    json_into(&mut value, answer)?;
    Ok(value)
}

/// What comes of asking for a stream and reading it as something else.
const EVENTS: &str = "the response is a stream of events, not a single JSON text";

/// Reads a text of which the document says that it is a JSON string. Servers often send something else under that
/// name, such as a file, which is then taken as it came: where the content type is not JSON, and where the body is no
/// JSON string. Without a content type, the body decides.
pub(crate) fn json_or_text<T: Decode>(answer: &Answer) -> Result<T, Error> {
    let is_string = || {
        let body = answer.body.trim_ascii();
        body.starts_with(b"\"") || body == b"null"
    };
    if answer.media_type().is_none_or(is_json)
        && is_string()
        && let Ok(value) = json(answer)
    {
        return Ok(value);
    }
    let whole = serde_json::Value::String(text(answer)?);
    let mut value = T::blank();
    decode_into(&mut value, whole.to_string().as_bytes()).map_err(|fault| Error::decode(answer, fault))?;
    Ok(value)
}

pub(crate) fn is_json(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

fn json_into(value: &mut dyn Decode, answer: &Answer) -> Result<(), Error> {
    let done = if !answer.body.is_empty() {
        decode_into(value, &answer.body)
    } else if value.decode_absent() {
        Ok(())
    } else {
        Err(Fault::new("the body is empty"))
    };
    // Whoever asks for a stream in a way that the SDK does not know of should be told what came.
    let done = done.map_err(|fault| match answer.is_encoded() {
        Some(encoded) => Fault::new(encoded),
        None if answer.is_event_stream() => Fault::new(EVENTS),
        None => fault,
    });
    done.map_err(|fault| Error::decode(answer, fault))
}

pub(crate) fn empty(_: &Answer) -> Result<(), Error> {
    Ok(())
}

pub(crate) fn bytes(answer: &Answer) -> Result<Bytes, Error> {
    Ok(answer.body.clone())
}

pub(crate) fn text(answer: &Answer) -> Result<String, Error> {
    match std::str::from_utf8(&readable(answer)?.body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(Error::decode(answer, Fault::new(format!("not UTF-8 after byte {}", error.valid_up_to())))),
    }
}

/// Refuses what is encoded, and would be read as nonsense.
fn readable(answer: &Answer) -> Result<&Answer, Error> {
    match answer.is_encoded() {
        Some(encoded) => Err(Error::decode(answer, Fault::new(encoded))),
        None => Ok(answer),
    }
}

pub(crate) fn streamed(answer: &Answer) -> Result<ByteStream, Error> {
    Ok(ByteStream::new(answer))
}

/// Reads records as JSON, and text as it is, by how they stand in the stream.
pub(crate) fn records<T: Decode>(framing: Framing) -> Finish<EventStream<T>> {
    match framing {
        Framing::Events => |answer| EventStream::json(readable(answer)?, Framing::Events),
        Framing::JsonLines => |answer| EventStream::json(readable(answer)?, Framing::JsonLines),
        Framing::JsonSequence => |answer| EventStream::json(readable(answer)?, Framing::JsonSequence),
    }
}

/// Takes the data of events as text.
pub(crate) fn text_records(answer: &Answer) -> Result<EventStream<String>, Error> {
    EventStream::text(readable(answer)?, Framing::Events)
}

/// A value with everything that came along with it.
#[derive(Clone)]
pub struct Response<T> {
    answer: Box<Answer>,
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new(answer: Answer, value: T) -> Self {
        Self { answer: Box::new(answer), value }
    }

    /// Reads the value out of an answer and keeps both.
    pub(crate) fn read(answer: Answer, finish: Finish<T>) -> Result<Self, Error> {
        let value = finish(&answer)?;
        Ok(Self::new(answer, value))
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// Returns the name that the server gave the request, which its operators ask for.
    pub fn request_id(&self) -> Option<&str> {
        message::request_id(&self.answer.headers)
    }

    /// Returns a header, or `None` if it is not there or not text. Of several of the name it is the first.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.answer.headers.get(name)?.to_str().ok()
    }

    /// Reads a header as a number, a date, an enumeration of the SDK or anything else that is read from text; `None` if
    /// it is not there or has another form.
    ///
    /// ```
    /// # fn example(response: sdkgen_runtime::Response<()>) {
    /// let left: Option<u32> = response.header_as("x-ratelimit-remaining");
    /// # }
    /// ```
    pub fn header_as<U: FromStr>(&self, name: &str) -> Option<U> {
        self.header(name)?.trim().parse().ok()
    }

    /// Returns the entity tag of what was returned, for an `If-Match` header later (RFC 9110, section 8.8.3). It comes
    /// with its quotation marks, as it has to be sent back.
    pub fn etag(&self) -> Option<&str> {
        self.answer.headers.get(http::header::ETAG).and_then(|value| value.to_str().ok())
    }

    /// Returns how many times the request was sent or tried to be sent.
    pub fn attempts(&self) -> u32 {
        self.answer.attempts
    }

    /// Returns the body as it came.
    pub fn raw_body(&self) -> &Bytes {
        &self.answer.body
    }

    /// Returns the value.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// Returns the value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Reads the body as JSON of another type.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON of that form.
    pub fn json<U: Decode>(&self) -> Result<U, Error> {
        json(&self.answer)
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        text(&self.answer)
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Response");
        debug.field("status", &self.status().as_u16()).field("request_id", &self.request_id());
        debug.field("value", &self.value).finish()
    }
}
