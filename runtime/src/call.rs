//! Calls: requests that are not sent yet, as generated code and users hold them. Knows where parameters and fields go,
//! but not how requests are sent.

pub(crate) mod builder;
pub(crate) mod endpoint;
pub(crate) mod prepared;

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderValue, Method};

use self::builder::RequestBuilder;
use self::endpoint::Endpoint;
use crate::Error;
use crate::client::Core;
use crate::codec::{Decode, Encode, IntoValue, encode_json};
use crate::operation::Operation;
use crate::outcome::{self, Outcome};
use crate::request::body::Body;
use crate::request::encoding::{BodyFormat, Content, Encoding};
use crate::request::multipart::MultipartForm;
use crate::request::options::RequestOptions;
use crate::request::path::check;
use crate::request::style::Style;
use crate::request::upload::FileUpload;
use crate::request::url::path_of;
use crate::response::{self, Finish, Response};
use crate::secret::noting;
#[cfg(feature = "blocking")]
use crate::sending;
use crate::sending::Sending;
use crate::stream::{ByteStream, EventStream};

/// A request of an operation that is not sent yet, and how its response is read as a `T`.
///
/// If a parameter or field is invalid, sending the request returns an error of kind [`Build`](crate::ErrorKind::Build).
#[must_use = "nothing is sent until the call is sent; write `.send().await` or `.send_blocking()`"]
pub struct Call<T> {
    pub(crate) builder: Box<RequestBuilder>,
    pub(crate) finish: Finish<T>,
}

impl<T: Decode> Call<T> {
    /// Returns a call with a JSON response. `path` holds the values of the path parameters, in the order of the
    /// template.
    pub fn json(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::json }
    }
}

impl<T: Decode> Call<T> {
    /// Returns a call whose response is a JSON string. A body that is not a JSON string is returned as it is.
    pub fn json_or_text(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::json_or_text }
    }
}

impl Call<()> {
    /// Returns a call that ignores the body of the response.
    pub fn empty(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::empty }
    }
}

impl Call<Bytes> {
    /// Returns a call whose response is bytes.
    pub fn bytes(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::bytes }
    }
}

impl Call<String> {
    /// Returns a call whose response is text in UTF-8.
    pub fn text(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::text }
    }
}

impl<T: Outcome> Call<T> {
    /// Returns a call whose response has a different type for each status.
    pub fn outcome(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: outcome::outcome }
    }
}

impl<T: Decode> Call<EventStream<T>> {
    /// Returns a call whose response is a stream of JSON records.
    pub fn records(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        let mut builder = RequestBuilder::of(core, operation, path);
        let finish = response::records(builder.stream());
        Self { builder, finish }
    }
}

impl Call<EventStream<String>> {
    /// Returns a call whose response is a stream of server-sent events with plain text.
    pub fn text_records(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        let mut builder = RequestBuilder::of(core, operation, path);
        builder.stream();
        Self { builder, finish: response::text_records }
    }
}

impl<T> Call<T> {
    /// Sets a query parameter in style `form` with `explode`: a list repeats the name, an object sends its own keys. A
    /// value that is absent or null removes the parameter.
    pub fn query(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.set_query(name, value);
    }

    /// Sets a query parameter as [`query`](Self::query) does, unless it is set already.
    pub fn or_query(mut self, name: &'static str, value: &dyn Encode) -> Self {
        if self.builder.parameter(name, false).is_none() {
            self.query(name, value);
        }
        self
    }

    /// Sets a query parameter in another style.
    pub fn query_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.builder.set_query_styled(name, style, value);
    }

    /// Sets a query parameter without encoding reserved characters of RFC 3986 (`allowReserved`). Existing
    /// percent-encoding is kept; only `&` and `#` are always encoded.
    pub fn query_reserved(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        let RequestBuilder { query, secrets, .. } = &mut *self.builder;
        noting(secrets, || query.set_reserved(name, style, value));
    }

    /// Sets a header parameter in style `simple`. A value that is absent or null removes the parameter.
    pub fn header(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.header(name, Style::Usual, value);
    }

    /// Sets a header parameter in another style.
    pub fn header_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.builder.header(name, style, value);
    }

    /// Sets a cookie parameter, percent-encoded: a list sends several cookies of the same name, an object a cookie for
    /// each of its properties. A value that is absent or null removes the parameter.
    pub fn cookie(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.cookie(name, Style::Usual, value);
    }

    /// Sets a cookie parameter in another style.
    pub fn cookie_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.builder.cookie(name, style, value);
    }

    /// Sends a body even if none of its fields is set.
    pub fn body_object(&mut self) {
        self.builder.start_body();
    }

    /// Sets a field of the body, replacing an earlier one of the same name. A value that is absent removes the field.
    pub fn body_field(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.set_field(name, value);
    }

    /// Sets all fields of the body to the properties of `model`, but for those that requests do not contain
    /// (`without`), in place of all that were set before.
    pub fn body_model(&mut self, model: &dyn Encode, without: &[&str]) {
        self.builder.set_model(model, without);
    }

    /// Sends the body in another format, with what was set so far and what will be set.
    pub fn body_as(&mut self, format: BodyFormat, media_type: &'static str, encodings: &'static [Encoding]) {
        self.builder.set_content(Content { format, media_type, encodings });
    }

    /// Sets a field of a multipart body to a file.
    pub fn body_file(&mut self, name: &'static str, file: &FileUpload) {
        self.body_files(name, std::slice::from_ref(file));
    }

    /// Sets a field of a multipart body to several files.
    pub fn body_files(&mut self, name: &'static str, files: &[FileUpload]) {
        self.builder.files(name, files);
    }

    /// Sets all parts of a multipart body.
    pub fn body_parts(&mut self, form: &MultipartForm) {
        self.builder.set_parts(form);
    }

    /// Sets the whole body, in the format of the operation.
    pub fn body_value(&mut self, value: &dyn Encode) {
        self.builder.set_whole_body(value);
    }

    /// Sets the whole body to bytes.
    pub fn body_bytes(&mut self, bytes: &Bytes) {
        self.builder.set_bytes(bytes);
    }

    /// Sets the whole body to bytes, with the media type of the upload if it has one.
    pub fn body_upload(&mut self, upload: &FileUpload) {
        self.builder.upload(upload);
    }

    /// Sets options; they take precedence over those set before.
    pub fn set_options(&mut self, options: RequestOptions) {
        self.builder.set_options(options);
    }

    /// Sends the request.
    pub fn send(self) -> Sending<T> {
        Sending::new(self.builder, self.finish)
    }

    /// Sends the request and returns the body as it arrives; see [`ByteStream`] for the limits that apply.
    pub fn send_streaming(mut self) -> Sending<ByteStream> {
        self.builder.streaming = true;
        Sending::new(self.builder, response::streamed)
    }

    /// Sends the request, asks for a stream, and reads each record as JSON.
    pub fn send_records<U: Decode>(mut self) -> Sending<EventStream<U>> {
        let finish = response::records(self.builder.stream());
        Sending::new(self.builder, finish)
    }

    /// Sends the request, asks for a stream of server-sent events, and returns their data as text.
    pub fn send_text_records(mut self) -> Sending<EventStream<String>> {
        self.builder.stream();
        Sending::new(self.builder, response::text_records)
    }

    /// Sends the request, asks for `media_type` and returns the response without reading the body.
    pub fn send_as(mut self, media_type: &str) -> Sending<Response<Bytes>> {
        self.builder.options = self.builder.options.header(ACCEPT, media_type);
        Sending::whole(self.builder, response::bytes)
    }

    /// Sends the request and blocks this thread until the response arrives.
    ///
    /// Works on any thread, also inside an async runtime, but blocks the thread like any blocking function.
    ///
    /// # Errors
    ///
    /// Fails like [`send`](Self::send), and if the thread that drives blocking calls cannot be started.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T, Error> {
        (self.finish)(&sending::wait(self.builder)?)
    }
}

impl<T: 'static> Call<T> {
    /// Sends the request and returns the value together with the status and the headers of the response.
    pub fn send_with_response(self) -> Sending<Response<T>> {
        Sending::whole(self.builder, self.finish)
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { builder: self.builder.clone(), finish: self.finish }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, "Call", &self.builder)
    }
}

/// A request to an endpoint that the SDK does not know, returned by [`Core::request`]; await it to send it.
#[derive(Clone)]
#[must_use = "nothing is sent until the request is awaited; write `.await` or `.send_blocking()`"]
pub struct RawCall {
    builder: Box<RequestBuilder>,
}

impl Core {
    /// Returns a request to an endpoint that the SDK does not know; `path` begins with a slash and is appended to the
    /// base URL.
    ///
    /// It is sent with the credentials that the API requires by default. An absolute URL is accepted if it has the
    /// origin of the base URL. Sending fails if the path contains a control character, a backslash or a segment `.` or
    /// `..`, which URL parsers resolve to another path.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawCall {
        RawCall::new(self, method, path.into())
    }
}

impl RawCall {
    fn new(core: &Core, method: Method, path: String) -> Self {
        let endpoint = Endpoint::undocumented(method, &path);
        let path = check(&path).map(|()| Cow::Owned(path));
        Self { builder: Box::new(RequestBuilder::new(core, endpoint, path)) }
    }

    /// Sets a query parameter; a list repeats the name.
    pub fn query(mut self, name: impl Into<String>, value: impl Encode) -> Self {
        let RequestBuilder { query, secrets, .. } = &mut *self.builder;
        noting(secrets, || query.set(Cow::Owned(name.into()), &value));
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.builder.options = self.builder.options.header(name, value);
        self
    }

    /// Sets a JSON body, from a model or any JSON value.
    pub fn json(mut self, value: impl Encode) -> Self {
        self.builder.body = Body::Json(noting(&mut self.builder.secrets, || encode_json(&value)));
        self
    }

    /// Sets a body of another media type.
    pub fn body(mut self, content_type: impl AsRef<str>, bytes: impl IntoValue<Bytes>) -> Self {
        match HeaderValue::from_str(content_type.as_ref()) {
            Ok(content_type) => self.builder.body = Body::Raw(bytes.into_value().into(), Some(content_type)),
            Err(_) => self.builder.note("the content type has characters that are invalid in a header".to_owned()),
        }
        self
    }

    /// Sets options of this request; they take precedence over those set before.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.builder.set_options(options);
        self
    }

    /// Sends the request; the same as awaiting it. [`Response::json`] reads the body.
    pub fn send(self) -> Sending<Response<Bytes>> {
        Sending::whole(self.builder, response::bytes)
    }

    /// Sends the request and returns the body as it arrives; see [`ByteStream`] for the limits that apply.
    pub fn send_streaming(mut self) -> Sending<ByteStream> {
        self.builder.streaming = true;
        Sending::new(self.builder, response::streamed)
    }

    /// Sends the request, asks for a stream, and reads each record as JSON: server-sent events, JSON lines or a JSON
    /// text sequence, whichever the media type of the response is.
    pub fn send_events<T: Decode>(mut self) -> Sending<EventStream<T>> {
        self.builder.stream_any();
        Sending::new(self.builder, response::any_records)
    }

    /// Sends the request and blocks this thread until the response arrives; see [`Call::send_blocking`].
    ///
    /// # Errors
    ///
    /// Fails like [`send`](Self::send), and if the thread that drives blocking calls cannot be started.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<Bytes>, Error> {
        Response::read(sending::wait(self.builder)?, response::bytes)
    }
}

impl IntoFuture for RawCall {
    type Output = Result<Response<Bytes>, Error>;
    type IntoFuture = Sending<Response<Bytes>>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, "RawCall", &self.builder)
    }
}

/// Shows only the method and the path, since parameters and fields may be secrets.
fn show(f: &mut fmt::Formatter<'_>, name: &str, builder: &RequestBuilder) -> fmt::Result {
    f.debug_struct(name)
        .field("method", &builder.endpoint.method)
        .field("path", &path_of(&builder.path))
        .finish_non_exhaustive()
}
