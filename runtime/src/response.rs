//! Responses: reads the body of a raw response as a value. Knows nothing of requests.

pub(crate) mod delay;
pub(crate) mod deviation;
pub(crate) mod deviations;
pub(crate) mod forgiving;
pub(crate) mod incoming;
pub(crate) mod raw;

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use self::deviation::Deviation;
use self::deviations::Deviations;
use self::raw::RawResponse;
use crate::Error;
use crate::codec::{Decode, Fault, decode_into};
use crate::error::message;
use crate::stream::{ByteStream, EventStream, Framing};

impl RawResponse {
    /// Reads a JSON body.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON of that form.
    pub fn json<T: Decode>(&self) -> Result<T, Error> {
        json(self)
    }

    /// Reads a JSON string, or returns the body as text if it is not one; see [`json_or_text`].
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

    /// Returns the body, unread.
    ///
    /// # Errors
    ///
    /// Never fails; returns a `Result` like the other methods.
    pub fn bytes(&self) -> Result<Bytes, Error> {
        bytes(self)
    }
}

/// Reads a response as a value.
pub(crate) type Finish<T> = fn(&RawResponse) -> Result<T, Error>;

/// Reads a JSON body. An empty body is accepted if the type has a value for an absent field.
pub(crate) fn json<T: Decode>(response: &RawResponse) -> Result<T, Error> {
    let mut value = T::blank();
    json_into(&mut value, response)?;
    Ok(value)
}

/// The message if a stream is read as a single value.
const EVENTS: &str = "the response is a stream of events, not a single JSON text";

/// Reads a response that is documented as a JSON string. Servers often send something else instead, such as a file: a
/// body whose content type is not JSON or that is not a JSON string is returned as text. Without a content type, only
/// the body is examined.
pub(crate) fn json_or_text<T: Decode>(response: &RawResponse) -> Result<T, Error> {
    let is_string = || {
        let body = response.body.trim_ascii();
        body.starts_with(b"\"") || body == b"null"
    };
    if (response.media_type().is_none() || response.is_json())
        && is_string()
        && let Ok(value) = json(response)
    {
        return Ok(value);
    }
    let whole = serde_json::Value::String(text(response)?);
    let mut value = T::blank();
    decode_into(&mut value, whole.to_string().as_bytes()).map_err(|fault| Error::decode(response, fault))?;
    Ok(value)
}

fn json_into(value: &mut dyn Decode, response: &RawResponse) -> Result<(), Error> {
    let done = if !response.body.is_empty() {
        forgiving::decode(value, response)
    } else if value.decode_absent() {
        Ok(())
    } else {
        Err(Fault::new("the body is empty"))
    };
    // A caller that asked for a stream by other means should learn what arrived.
    let done = done.map_err(|fault| match message::of_encoding(response) {
        Some(encoded) => Fault::new(encoded),
        None if response.is_event_stream() => Fault::new(EVENTS),
        None => fault,
    });
    done.map_err(|fault| Error::decode(response, fault))
}

pub(crate) fn empty(_: &RawResponse) -> Result<(), Error> {
    Ok(())
}

pub(crate) fn bytes(response: &RawResponse) -> Result<Bytes, Error> {
    Ok(response.body.clone())
}

pub(crate) fn text(response: &RawResponse) -> Result<String, Error> {
    match std::str::from_utf8(&readable(response)?.body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(Error::decode(response, Fault::new(format!("not UTF-8 after byte {}", error.valid_up_to())))),
    }
}

/// Returns an error if the body is still encoded.
fn readable(response: &RawResponse) -> Result<&RawResponse, Error> {
    match message::of_encoding(response) {
        Some(encoded) => Err(Error::decode(response, Fault::new(encoded))),
        None => Ok(response),
    }
}

pub(crate) fn streamed(response: &RawResponse) -> Result<ByteStream, Error> {
    Ok(ByteStream::new(response))
}

/// Reads the records of a stream as JSON.
pub(crate) fn records<T: Decode>(framing: Framing) -> Finish<EventStream<T>> {
    match framing {
        Framing::Events => |response| EventStream::json(readable(response)?, Framing::Events),
        Framing::JsonLines => |response| EventStream::json(readable(response)?, Framing::JsonLines),
        Framing::JsonSequence => |response| EventStream::json(readable(response)?, Framing::JsonSequence),
    }
}

/// Reads the records of a stream as JSON, in the framing that its media type says.
pub(crate) fn any_records<T: Decode>(response: &RawResponse) -> Result<EventStream<T>, Error> {
    EventStream::json(readable(response)?, Framing::of(response.media_type()))
}

/// Reads the data of server-sent events as text.
pub(crate) fn text_records(response: &RawResponse) -> Result<EventStream<String>, Error> {
    EventStream::text(readable(response)?, Framing::Events)
}

/// A value with the status and the headers of its response.
#[derive(Clone)]
pub struct Response<T> {
    raw: Box<RawResponse>,
    value: T,
    /// `None` if there are none.
    deviations: Option<Box<Deviations>>,
}

impl<T> Response<T> {
    pub(crate) fn new(response: RawResponse, value: T) -> Self {
        Self { raw: Box::new(response), value, deviations: None }
    }

    /// Reads the value of a response and keeps both.
    pub(crate) fn read(response: RawResponse, finish: Finish<T>) -> Result<Self, Error> {
        let value = finish(&response)?;
        let deviations = response.forgiving.as_ref().and_then(|forgiving| forgiving.take());
        Ok(Self { deviations: deviations.map(Box::new), ..Self::new(response, value) })
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// Returns the identifier that the server gave the request, to be quoted in support requests.
    pub fn request_id(&self) -> Option<&str> {
        message::request_id(&self.raw.headers)
    }

    /// Returns the first header of that name, or `None` if it is absent or not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.headers.get(name)?.to_str().ok()
    }

    /// Parses a header as a number, a date, an enum of the SDK or any other type that implements [`FromStr`]; returns
    /// `None` if the header is absent or invalid.
    ///
    /// ```
    /// # fn example(response: sdkgen_runtime::Response<()>) {
    /// let left: Option<u32> = response.header_as("x-ratelimit-remaining");
    /// # }
    /// ```
    pub fn header_as<U: FromStr>(&self, name: &str) -> Option<U> {
        self.header(name)?.trim().parse().ok()
    }

    /// Returns the entity tag of the response, for a later `If-Match` header (RFC 9110, section 8.8.3). It includes the
    /// quotation marks, which must be sent back.
    pub fn etag(&self) -> Option<&str> {
        self.raw.headers.get(http::header::ETAG).and_then(|value| value.to_str().ok())
    }

    /// Returns the number of attempts.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// Returns where the body deviates from the document, if decoding is [forgiving](crate::Decoding::Forgiving) and the
    /// body could not be decoded otherwise: at most 100 deviations, in the order in which they were found.
    ///
    /// ```
    /// # fn example(response: sdkgen_runtime::Response<()>) {
    /// for deviation in response.deviations() {
    ///     eprintln!("{deviation}");
    /// }
    /// # }
    /// ```
    pub fn deviations(&self) -> &[Deviation] {
        self.deviations.as_ref().map_or(&[], |deviations| &deviations.list)
    }

    /// Returns the number of deviations, including those that [`deviations`](Self::deviations) does not list.
    pub fn deviation_count(&self) -> usize {
        self.deviations.as_ref().map_or(0, |deviations| deviations.list.len() + deviations.more)
    }

    /// Returns the body, unread.
    pub fn raw_body(&self) -> &Bytes {
        &self.raw.body
    }

    /// Returns the value.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// Returns the value without the response.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Reads the body as JSON, as a type of the caller's choice.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON of that form.
    pub fn json<U: Decode>(&self) -> Result<U, Error> {
        json(&self.raw)
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// Fails if the body is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        text(&self.raw)
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Response");
        debug.field("status", &self.status().as_u16()).field("request_id", &self.request_id());
        debug.field("value", &self.value);
        if !self.deviations().is_empty() {
            debug.field("deviations", &self.deviations());
        }
        debug.finish()
    }
}
