//! A request in the making, as generated code and users hold it. Knows which inputs go where, but not how it is sent.

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
use crate::codec::{Decode, Encode, encode_json};
use crate::outcome::{self, Outcome};
use crate::request::body::Body;
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
use crate::{Core, Error, Operation};

/// A request of a known operation: plain data, and how its answer becomes a `T`.
///
/// An input that cannot be sent is remembered and told when the request is sent, as an error of kind
/// [`Build`](crate::ErrorKind::Build).
#[must_use = "a call does nothing until it is sent"]
pub struct Call<T> {
    pub(crate) builder: Box<RequestBuilder>,
    pub(crate) finish: Finish<T>,
}

impl<T: Decode> Call<T> {
    /// Starts a request that is answered with JSON; `path` holds the values of the path's parameters in its order.
    pub fn json(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::json }
    }
}

impl<T: Decode> Call<T> {
    /// Starts a request that is answered with a JSON string; a body that is none is taken as it came.
    pub fn json_or_text(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::json_or_text }
    }
}

impl Call<()> {
    /// Starts a request of which the answer's body is of no interest.
    pub fn empty(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::empty }
    }
}

impl Call<Bytes> {
    /// Starts a request that is answered with bytes.
    pub fn bytes(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::bytes }
    }
}

impl Call<String> {
    /// Starts a request that is answered with text in UTF-8.
    pub fn text(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: response::text }
    }
}

impl<T: Outcome> Call<T> {
    /// Starts a request that is answered with another type for each status.
    pub fn outcome(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        Self { builder: RequestBuilder::of(core, operation, path), finish: outcome::outcome }
    }
}

impl<T: Decode> Call<EventStream<T>> {
    /// Starts a request that is answered with records of JSON as they come.
    pub fn records(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        let mut builder = RequestBuilder::of(core, operation, path);
        let finish = response::records(builder.stream());
        Self { builder, finish }
    }
}

impl Call<EventStream<String>> {
    /// Starts a request that is answered with events of plain text as they come.
    pub fn text_records(core: &Core, operation: &'static Operation, path: &[&dyn Encode]) -> Self {
        let mut builder = RequestBuilder::of(core, operation, path);
        builder.stream();
        Self { builder, finish: response::text_records }
    }
}

impl<T> Call<T> {
    /// Sets a query parameter in style `form` with `explode`: a list repeats the name, an object sends its own keys. A
    /// value that is absent or null takes the parameter away.
    pub fn query(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.set_query(name, value);
    }

    /// Sets a query parameter in another style.
    pub fn query_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.builder.set_query_styled(name, style, value);
    }

    /// Sets a query parameter and leaves the reserved characters of RFC 3986 in its values as they are, and what is
    /// percent-encoded there already (`allowReserved`); only `&` and `#` are always encoded.
    pub fn query_reserved(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        let RequestBuilder { query, secrets, .. } = &mut *self.builder;
        noting(secrets, || query.set_reserved(name, style, value));
    }

    /// Sets a header parameter in style `simple`. A value that is absent or null takes the parameter away.
    pub fn header(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.header(name, Style::Usual, value);
    }

    /// Sets a header parameter in another style.
    pub fn header_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.builder.header(name, style, value);
    }

    /// Sets a cookie parameter, percent-encoded: a list sends several cookies of the same name, an object a cookie for
    /// each of its members. A value that is absent or null takes the parameter away.
    pub fn cookie(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.cookie(name, Style::Usual, value);
    }

    /// Sets a cookie parameter in another style.
    pub fn cookie_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        self.builder.cookie(name, style, value);
    }

    /// Sends a body even if no member of it is set.
    pub fn body_object(&mut self) {
        self.builder.start_body();
    }

    /// Sets a member of the body, in place of an earlier one of the same name. A value that is absent takes the member
    /// away.
    pub fn body_field(&mut self, name: &'static str, value: &dyn Encode) {
        self.builder.set_member(name, value);
    }

    /// Sets a member of a multipart body to a file.
    pub fn body_file(&mut self, name: &'static str, file: &FileUpload) {
        self.body_files(name, std::slice::from_ref(file));
    }

    /// Sets a member of a multipart body to files.
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

    /// Sets the whole body to bytes of a type that the caller may say.
    pub fn body_upload(&mut self, upload: &FileUpload) {
        self.builder.upload(upload);
    }

    /// Sets options, over those set so far.
    pub fn set_options(&mut self, options: RequestOptions) {
        self.builder.set_options(options);
    }

    /// Sends the request.
    pub fn send(self) -> Sending<T> {
        Sending::new(self.builder, self.finish)
    }

    /// Sends the request and returns the body as it arrives; see [`ByteStream`] for the limits that hold.
    pub fn send_streaming(mut self) -> Sending<ByteStream> {
        self.builder.streaming = true;
        Sending::new(self.builder, response::streamed)
    }

    /// Sends the request, asks for records as they come, and reads each as JSON.
    pub fn send_records<U: Decode>(mut self) -> Sending<EventStream<U>> {
        let finish = response::records(self.builder.stream());
        Sending::new(self.builder, finish)
    }

    /// Sends the request, asks for events as they come, and takes their data as text.
    pub fn send_text_records(mut self) -> Sending<EventStream<String>> {
        self.builder.stream();
        Sending::new(self.builder, response::text_records)
    }

    /// Sends the request, asks for `media_type` and returns the answer as it came.
    pub fn send_as(mut self, media_type: &str) -> Sending<Response<Bytes>> {
        self.builder.options = self.builder.options.header(ACCEPT, media_type);
        Sending::whole(self.builder, response::bytes)
    }

    /// Sends the request and waits for the answer on this thread.
    ///
    /// It works on any thread, also inside an async runtime, but holds the thread up like any blocking function.
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
    /// Sends the request and returns the value with everything that came along with it.
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

/// A request to an endpoint that the SDK does not know, made by [`Core::request`]; await it.
#[derive(Clone)]
#[must_use = "nothing happens until the request is awaited"]
pub struct RawCall {
    builder: Box<RequestBuilder>,
}

impl Core {
    /// Starts a request to an endpoint that the SDK does not know; `path` begins with a slash and goes after the base
    /// URL.
    ///
    /// It is sent with the credentials that the API asks for by default. A whole URL is fine if it has the origin of
    /// the base URL. A path with a control character, a backslash or a segment `.` or `..` is refused when the request
    /// is sent: it would lead elsewhere than it looks.
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

    /// Sets a query parameter: scalars as they are, a list by repeating the name.
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

    /// Sets a JSON body, from a model or free JSON.
    pub fn json(mut self, value: impl Encode) -> Self {
        self.builder.body = Body::Json(noting(&mut self.builder.secrets, || encode_json(&value)));
        self
    }

    /// Sets a body of another type.
    pub fn body(mut self, content_type: impl AsRef<str>, bytes: impl Into<Bytes>) -> Self {
        match HeaderValue::from_str(content_type.as_ref()) {
            Ok(content_type) => self.builder.body = Body::Raw(bytes.into().into(), Some(content_type)),
            Err(_) => self.builder.note("the content type has characters that no header can carry".to_owned()),
        }
        self
    }

    /// Sets options of this one request, over those set so far.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.builder.set_options(options);
        self
    }

    /// Sends the request; awaiting the request itself is the same. [`Response::json`] reads the answer.
    pub fn send(self) -> Sending<Response<Bytes>> {
        Sending::whole(self.builder, response::bytes)
    }

    /// Sends the request and returns the body as it arrives; see [`ByteStream`] for the limits that hold.
    pub fn send_streaming(mut self) -> Sending<ByteStream> {
        self.builder.streaming = true;
        Sending::new(self.builder, response::streamed)
    }

    /// Sends the request and waits for the answer on this thread; see [`Call::send_blocking`].
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

/// Inputs may be secrets: only the method and the path are shown.
fn show(f: &mut fmt::Formatter<'_>, name: &str, builder: &RequestBuilder) -> fmt::Result {
    f.debug_struct(name)
        .field("method", &builder.endpoint.method)
        .field("path", &path_of(&builder.path))
        .finish_non_exhaustive()
}
