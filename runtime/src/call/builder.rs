//! A request that is being built: the facts of its operation, parameters, body and options. Knows nothing of sending.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::endpoint::Endpoint;
use crate::Secret;
use crate::client::{Core, Shared};
use crate::codec::{Encode, decode_json, encode_json};
use crate::operation::Operation;
use crate::request::body::Body;
use crate::request::encoding::Content;
use crate::request::multipart::MultipartForm;
use crate::request::options::RequestOptions;
use crate::request::query::Query;
use crate::request::shape::{push_plain, text};
use crate::request::style::{self, Style};
use crate::request::upload::FileUpload;
use crate::request::{path, url};
use crate::secret::noting;
use crate::server::Server;
use crate::stream::Framing;

/// The media types that ask for a stream of records, whatever its framing.
const ANY_STREAM: &str = "text/event-stream, application/x-ndjson, application/jsonl, application/json-seq";

/// A request that is being built.
#[derive(Clone)]
pub(crate) struct RequestBuilder {
    pub(crate) core: Core,
    pub(crate) endpoint: Endpoint,
    /// The path, or the absolute URL of a request to an undocumented endpoint.
    pub(crate) path: Cow<'static, str>,
    pub(crate) query: Query,
    pub(crate) cookies: Query,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) options: RequestOptions,
    /// Whether the body of a success is handed over while it arrives.
    pub(crate) streaming: bool,
    /// What the framing of the records in that body can be and the media types that ask for them, if records are
    /// expected.
    pub(crate) records: Option<(&'static [Framing], &'static str)>,
    /// The parameters and fields that are secrets.
    pub(crate) secrets: Vec<Secret>,
    /// What is wrong with the first invalid parameter or field.
    pub(crate) problem: Option<String>,
}

impl RequestBuilder {
    pub(crate) fn new(core: &Core, endpoint: Endpoint, path: Result<Cow<'static, str>, String>) -> Self {
        let (path, problem) = match path {
            Ok(path) => (path, None),
            Err(problem) => (Cow::Borrowed(""), Some(problem)),
        };
        Self {
            core: core.clone(),
            endpoint,
            path,
            query: Query::default(),
            cookies: Query::default(),
            headers: HeaderMap::new(),
            body: Body::None,
            options: RequestOptions::new(),
            streaming: false,
            records: None,
            secrets: Vec::new(),
            problem,
        }
    }

    pub(crate) fn of(core: &Core, operation: &'static Operation, values: &[&dyn Encode]) -> Box<Self> {
        let mut secrets = Vec::new();
        let path = noting(&mut secrets, || path::fill(operation.path(), operation.styles_of_path(), values));
        let mut builder = Box::new(Self::new(core, Endpoint::of(operation), path));
        builder.secrets = secrets;
        builder
    }

    /// Sets options; they take precedence over those set before.
    pub(crate) fn set_options(&mut self, options: RequestOptions) {
        self.options = options.over(&self.options);
    }

    /// Sets a query parameter in the default style.
    pub(crate) fn set_query(&mut self, name: &'static str, value: &dyn Encode) {
        noting(&mut self.secrets, || self.query.set(Cow::Borrowed(name), value));
    }

    /// Sets a query parameter in another style.
    pub(crate) fn set_query_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        noting(&mut self.secrets, || self.query.set_styled(name, style, value));
    }

    /// Sends a body even if none of its fields is set.
    pub(crate) fn start_body(&mut self) {
        self.body.start(&self.endpoint.content);
    }

    /// Sets a field of the body.
    pub(crate) fn set_field(&mut self, name: &'static str, value: &dyn Encode) {
        noting(&mut self.secrets, || self.body.set(&self.endpoint.content, Cow::Borrowed(name), value));
    }

    /// Sets all fields of the body to the properties of a model.
    pub(crate) fn set_model(&mut self, model: &dyn Encode, without: &[&str]) {
        noting(&mut self.secrets, || self.body.set_model(&self.endpoint.content, model, without));
    }

    /// Sets the format of the body.
    pub(crate) fn set_content(&mut self, content: Content) {
        self.endpoint.content = content;
        self.body.convert(&content);
    }

    /// Sets the whole body to bytes.
    pub(crate) fn set_bytes(&mut self, bytes: &Bytes) {
        self.body = Body::Raw(bytes.clone().into(), None);
    }

    /// Sets the whole body, in the format of the operation.
    pub(crate) fn set_whole_body(&mut self, value: &dyn Encode) {
        if let Err(problem) = noting(&mut self.secrets, || self.body.set_whole(&self.endpoint.content, value)) {
            self.note(problem);
        }
    }

    /// Sets all parts of a multipart body.
    pub(crate) fn set_parts(&mut self, form: &MultipartForm) {
        match form.to_body() {
            Ok(parts) => {
                self.secrets.extend(form.secrets().iter().cloned());
                self.body = Body::Multipart(parts);
            }
            Err(problem) => self.note(problem),
        }
    }

    /// Sets a header parameter; a value that is absent, null or an empty list removes it.
    pub(crate) fn header(&mut self, name: &str, style: Style, value: &dyn Encode) {
        let Ok(checked) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.note(format!("the header parameter `{name}` has a name that is invalid in a header"));
        };
        let text = noting(&mut self.secrets, || style::expanded(name, style, value, push_plain));
        let Some(text) = text else {
            self.headers.remove(&checked);
            return;
        };
        match HeaderValue::from_bytes(text.as_bytes()) {
            Ok(value) => drop(self.headers.insert(checked, value)),
            Err(_) => self.note(format!("the header parameter `{name}` has a line break or a control character")),
        }
    }

    /// Sets a cookie parameter in any style.
    pub(crate) fn cookie(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        if !matches!(style, Style::Cookie | Style::CookieComma) {
            return noting(&mut self.secrets, || self.cookies.set_cookie(name, style, value));
        }
        let cookies = &mut self.cookies;
        let set = || cookies.set_plain_cookie(name, style == Style::Cookie, value);
        if let Err(problem) = noting(&mut self.secrets, set) {
            self.note(problem);
        }
    }

    /// Sets a field of a multipart body to several files.
    pub(crate) fn files(&mut self, name: &str, files: &[FileUpload]) {
        if let Err(problem) = self.body.set_files(&self.endpoint.content, name, files) {
            self.note(problem);
        }
    }

    /// Sets the whole body to bytes, with the media type of the upload if it has one.
    pub(crate) fn upload(&mut self, upload: &FileUpload) {
        let content_type = upload.media_type().map(HeaderValue::from_str).transpose();
        match content_type {
            Ok(content_type) => {
                self.body = Body::Raw(crate::RequestBody::of_piece(upload.content().clone()), content_type)
            }
            Err(_) => self.note("the content type of the body has characters that are invalid in a header".to_owned()),
        }
    }

    /// Asks for a stream of records and returns its framing.
    pub(crate) fn stream(&mut self) -> Framing {
        self.streaming = true;
        let (framing, accept) = self.endpoint.stream.unwrap_or((Framing::Events, "text/event-stream"));
        self.endpoint.accept = accept;
        self.records = Some((framing.alone(), accept));
        framing
    }

    /// Asks for a stream of records in any framing.
    pub(crate) fn stream_any(&mut self) {
        self.streaming = true;
        self.endpoint.accept = ANY_STREAM;
        self.records = Some((&Framing::ALL, ANY_STREAM));
    }

    pub(crate) fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Returns a query parameter or a field of the body as text.
    pub(crate) fn parameter(&self, name: &str, in_body: bool) -> Option<Cow<'_, str>> {
        if !in_body {
            return self.query.value(name);
        }
        match self.body.field(name)? {
            Value::Null => None,
            value => Some(Cow::Owned(text(&value))),
        }
    }

    /// Sets a query parameter or a field of the body.
    pub(crate) fn set_parameter(
        &mut self,
        name: &'static str,
        in_body: bool,
        value: &dyn Encode,
    ) -> Result<(), String> {
        // Another page is another request.
        self.options.idempotency_key = None;
        if !in_body {
            self.query.set(Cow::Borrowed(name), value);
            return Ok(());
        }
        let value = decode_json(&encode_json(value)).map_err(|error| error.to_string())?;
        self.body.set_field(name, Some(value))
    }

    /// Removes a query parameter or a field of the body.
    pub(crate) fn remove_parameter(&mut self, name: &'static str, in_body: bool) {
        if !in_body {
            self.query.remove(name);
        } else if self.body.field(name).is_some() {
            // A body that has the field is an object, so this cannot fail.
            let _ = self.body.set_field(name, None);
        }
    }

    /// Returns the URL with its query, without the additions of options and credentials.
    pub(crate) fn whole_url(&self) -> Result<String, String> {
        let mut url = address(&self.core.shared, self.endpoint.server, &self.path, self.query.length())?;
        self.query.push_to(&mut url, &[]);
        Ok(url)
    }

    /// Changes the URL of the request to the absolute or relative URL that a response contains.
    ///
    /// # Errors
    ///
    /// Fails if the URL is of another origin, since credentials are sent along.
    pub(crate) fn follow(&mut self, target: &str) -> Result<(), String> {
        self.options.idempotency_key = None;
        let here = self.whole_url()?;
        let next = url::join(&here, target)?;
        let (path, query) = next.split_once('?').unwrap_or((&next, ""));
        self.query = Query::of_url(query);
        self.core.shared.auth.names_in_query().for_each(|name| self.query.remove(name));
        self.path = Cow::Owned(path.to_owned());
        Ok(())
    }
}

/// Returns the URL of `path` on the first of these that is set: the user's base URL, the operation's server, the API's
/// first server. Reserves space for `more` bytes after the path.
pub(super) fn address(shared: &Shared, server: Option<Server>, path: &str, more: usize) -> Result<String, String> {
    if path.contains('#') {
        return Err("the path has a fragment, which is never sent".to_owned());
    }
    let own = match server.filter(|_| !shared.base_is_chosen) {
        Some(server) => {
            let own = server.base_url(&shared.server_variables, Some(&shared.base));
            Some(own.map_err(|problem| format!("the operation's server is unusable: {problem}"))?)
        }
        None => None,
    };
    let home = own.as_ref().unwrap_or(&shared.base);
    if url::is_absolute(path) {
        let own = url::same_origin(home.as_str(), path) && !url::has_user(path) && !path.contains('\\');
        let foreign = || "the URL is of another origin than the base URL of this client".to_owned();
        return if own { Ok(path.to_owned()) } else { Err(foreign()) };
    }
    if !path.starts_with('/') {
        return Err("the path does not begin with a slash".to_owned());
    }
    Ok(home.join(path, more))
}
