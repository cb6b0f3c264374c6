//! A request while it is being built: operation, inputs and options, until they become one plain [`Request`] and the
//! rules for sending it. Knows nothing of sending.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::Value;

use super::body::Body;
use super::encoding::Content;
use super::headers::{check_framing, mark_secrets};
use super::idempotency::{self, ONE_REQUEST};
use super::multipart::MultipartForm;
use super::options::RequestOptions;
use super::payload::RequestBody;
use super::query::{Query, pair};
use super::shape::{push_plain, text};
use super::style::{self, Style};
use super::upload::FileUpload;
use super::url;
use super::{Request, path};
use crate::api::Requirements;
use crate::client::{Core, Shared};
use crate::codec::{Encode, decode_json, encode_json};
use crate::redact::Private;
use crate::secret::noting;
use crate::stream::{Framing, WholeEvents};
use crate::{Error, Operation, Secret, Server};

/// Everything that is known about a request before it is sent.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) core: Core,
    pub(crate) target: Target,
    /// The path, or the whole URL of a request to an undocumented endpoint.
    pub(crate) path: Cow<'static, str>,
    pub(crate) query: Query,
    pub(crate) cookies: Query,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) options: RequestOptions,
    /// Whether the body of a success is handed over while it arrives.
    pub(crate) streaming: bool,
    /// How records stand in that body and the media types that ask for them, if records are wanted.
    pub(crate) records: Option<(Framing, &'static str)>,
    /// The inputs that are secrets.
    pub(crate) secrets: Vec<Secret>,
    /// The first input that cannot be sent.
    pub(crate) problem: Option<String>,
}

/// Where a request goes and what it needs there.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) label: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) accept: &'static str,
    pub(crate) content: Content,
    pub(crate) requirements: Option<Requirements>,
    pub(crate) server: Option<Server>,
    pub(crate) repeatable: bool,
    pub(crate) takes_key: bool,
    pub(crate) redirects_answer: bool,
    pub(crate) stream: Option<(Framing, &'static str)>,
    pub(crate) whole_events: Option<WholeEvents>,
}

/// A request and everything that sending it goes by.
pub(crate) struct Plan {
    pub(crate) shared: Arc<Shared>,
    pub(crate) label: Cow<'static, str>,
    pub(crate) request: Request,
    /// What the operation needs; `None` is what the API asks for by default.
    pub(crate) requirements: Option<Requirements>,
    pub(crate) rules: Rules,
    /// What of the request no error may show.
    pub(crate) private: Private,
}

/// What one call may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) max_retries: u32,
    /// Whether the server may see the request twice.
    pub(crate) repeatable: bool,
    pub(crate) attempt_timeout: Duration,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    pub(crate) redirects: bool,
    /// Whether a redirect that is not followed is a success.
    pub(crate) redirects_answer: bool,
    /// Whether the body of a success is handed over while it arrives.
    pub(crate) streaming: bool,
    /// How records stand in that body and the media types that ask for them, if records are wanted.
    pub(crate) records: Option<(Framing, &'static str)>,
    /// How whole events are read, where the records of a stream are such.
    pub(crate) whole_events: Option<WholeEvents>,
}

impl Rules {
    /// Whether a status means success.
    pub(crate) fn accept(&self, status: StatusCode) -> bool {
        status.is_success() || (self.redirects_answer && status.is_redirection())
    }
}

impl Target {
    pub(crate) fn of(operation: &'static Operation) -> Self {
        Self {
            label: Cow::Borrowed(operation.id()),
            method: operation.method(),
            accept: operation.accepted(),
            content: operation.content(),
            requirements: operation.requirements(),
            server: operation.own_server(),
            repeatable: operation.is_repeatable(),
            takes_key: operation.recognises_keys(),
            redirects_answer: operation.takes_redirects(),
            stream: operation.streamed(),
            whole_events: operation.events_as_a_whole(),
        }
    }
}

impl Draft {
    pub(crate) fn new(core: &Core, target: Target, path: Result<Cow<'static, str>, String>) -> Self {
        let (path, problem) = match path {
            Ok(path) => (path, None),
            Err(problem) => (Cow::Borrowed(""), Some(problem)),
        };
        Self {
            core: core.clone(),
            target,
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
        let mut draft = Box::new(Self::new(core, Target::of(operation), path));
        draft.secrets = secrets;
        draft
    }

    /// Sets options, over those set so far.
    pub(crate) fn set_options(&mut self, options: RequestOptions) {
        self.options = options.over(&self.options);
    }

    /// Sets a query parameter in the usual style.
    pub(crate) fn set_query(&mut self, name: &'static str, value: &dyn Encode) {
        noting(&mut self.secrets, || self.query.set(Cow::Borrowed(name), value));
    }

    /// Sets a query parameter in another style.
    pub(crate) fn set_query_styled(&mut self, name: &'static str, style: Style, value: &dyn Encode) {
        noting(&mut self.secrets, || self.query.set_styled(name, style, value));
    }

    /// Sends a body even if no member of it is set.
    pub(crate) fn start_body(&mut self) {
        self.body.start(&self.target.content);
    }

    /// Sets a member of the body.
    pub(crate) fn set_member(&mut self, name: &'static str, value: &dyn Encode) {
        noting(&mut self.secrets, || self.body.set(&self.target.content, Cow::Borrowed(name), value));
    }

    /// Sets the whole body to bytes.
    pub(crate) fn set_bytes(&mut self, bytes: &Bytes) {
        self.body = Body::Raw(bytes.clone().into(), None);
    }

    /// Sets the whole body, in the format of the operation.
    pub(crate) fn set_whole_body(&mut self, value: &dyn Encode) {
        if let Err(problem) = noting(&mut self.secrets, || self.body.set_whole(&self.target.content, value)) {
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

    /// Sets a header parameter; a value that is absent, null or an empty list takes it away.
    pub(crate) fn header(&mut self, name: &str, style: Style, value: &dyn Encode) {
        let Ok(checked) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.note(format!("the header parameter `{name}` has a name that no header can have"));
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

    /// Sets a member of a multipart body to files.
    pub(crate) fn files(&mut self, name: &str, files: &[FileUpload]) {
        if let Err(problem) = self.body.set_files(&self.target.content, name, files) {
            self.note(problem);
        }
    }

    /// Sets the whole body to bytes of a type that the caller may say.
    pub(crate) fn upload(&mut self, upload: &FileUpload) {
        let content_type = upload.media_type().map(HeaderValue::from_str).transpose();
        match content_type {
            Ok(content_type) => self.body = Body::Raw(upload.bytes().clone().into(), content_type),
            Err(_) => self.note("the content type of the body has characters that no header can carry".to_owned()),
        }
    }

    /// Asks for a stream of records and returns how they stand in it.
    pub(crate) fn stream(&mut self) -> Framing {
        self.streaming = true;
        let (framing, accept) = self.target.stream.unwrap_or((Framing::Events, "text/event-stream"));
        self.target.accept = accept;
        self.records = Some((framing, accept));
        framing
    }

    pub(crate) fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Returns an input of the query or the body as text.
    pub(crate) fn input(&self, name: &str, in_body: bool) -> Option<Cow<'_, str>> {
        if !in_body {
            return self.query.value(name);
        }
        match self.body.member(name)? {
            Value::Null => None,
            value => Some(Cow::Owned(text(&value))),
        }
    }

    /// Sets an input of the query or the body.
    pub(crate) fn set_input(&mut self, name: &'static str, in_body: bool, value: &dyn Encode) -> Result<(), String> {
        // Another page is another request.
        self.options.idempotency_key = None;
        if !in_body {
            self.query.set(Cow::Borrowed(name), value);
            return Ok(());
        }
        let value = decode_json(&encode_json(value)).map_err(|error| error.to_string())?;
        self.body.set_member(name, Some(value))
    }

    /// Takes an input away.
    pub(crate) fn remove_input(&mut self, name: &'static str, in_body: bool) {
        if !in_body {
            self.query.remove(name);
        } else if self.body.member(name).is_some() {
            // A body that has the member is an object, so that nothing can fail.
            let _ = self.body.set_member(name, None);
        }
    }

    /// Returns the URL with the query, but without what options and credentials add to it.
    pub(crate) fn whole_url(&self) -> Result<String, String> {
        let mut url = address(&self.core.shared, self.target.server, &self.path, self.query.length())?;
        self.query.push_to(&mut url, &[]);
        Ok(url)
    }

    /// Turns the request to the URL that an answer to it names, relative or not.
    ///
    /// # Errors
    ///
    /// Fails unless it is of the same origin, since credentials go along.
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

    /// Makes the request and the rules for sending it.
    pub(crate) fn plan(mut self) -> Result<Plan, Error> {
        let body = std::mem::take(&mut self.body);
        self.plan_with(body)
    }

    /// Like [`plan`](Self::plan) with another body, so that the draft can be used again.
    pub(crate) fn plan_with(&self, body: Body) -> Result<Plan, Error> {
        self.checked_plan(body).map_err(|problem| Error::build(problem).within(self.target.label.clone(), 0))
    }

    fn checked_plan(&self, body: Body) -> Result<Plan, String> {
        let Self { core, target, options: own, .. } = self;
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let shared = Arc::clone(&core.shared);
        if shared.keys.is_in(core.options()) {
            return Err(ONE_REQUEST.to_owned());
        }
        let mut all = own.clone().over(core.options());
        if let Some(problem) = all.problem.take() {
            return Err(problem);
        }
        let mut url = address(&shared, target.server, &self.path, self.query.length())?;
        self.query.push_to(&mut url, &all.extra_query);
        for (name, value) in &all.extra_query {
            super::query::join(&mut url, &pair(name, value));
        }
        // A body that replaces the whole one is of this request alone, whatever the client has.
        let body = match own.body.clone() {
            Some((content_type, bytes)) => Body::Raw(bytes, Some(content_type)),
            None => body,
        };
        let (content_type, bytes) = match body.finish(&target.content, &all.extra_body)? {
            Some(body) => (Some(body.content_type), body.bytes),
            None => (None, RequestBody::empty()),
        };
        let mut request = Request::new(target.method.clone(), url);
        request.headers = self.join_headers(content_type)?;
        if !self.headers.is_empty() {
            check_framing(&mut request.headers, bytes.len(), url::authority(&request.url))?;
        }
        request.body = bytes;
        let keyed = shared.keys.put(&mut request, target.takes_key || idempotency::is_among(&self.headers), own);
        let mut rules = rules(&request, target.repeatable || keyed, &all);
        rules.streaming = self.streaming;
        rules.records = self.records;
        rules.redirects &= !target.redirects_answer;
        rules.redirects_answer = target.redirects_answer;
        rules.whole_events = target.whole_events;
        let cookies = request.headers.get(COOKIE);
        let private = Private::new(core.shared_options(), own, cookies, &self.secrets);
        Ok(Plan { shared, label: target.label.clone(), request, requirements: target.requirements, rules, private })
    }

    /// The later goes before the earlier: ours, the client's, the parameters', those of this one request.
    fn join_headers(&self, content_type: Option<HeaderValue>) -> Result<HeaderMap, String> {
        let (client, own) = (self.core.options(), &self.options);
        // The first two, and what is added later: a credential, a key against repetition.
        let few = 3 + usize::from(content_type.is_some()) + usize::from(own.idempotency_key.is_some());
        let mut headers = HeaderMap::with_capacity(few + client.headers.len() + self.headers.len() + own.headers.len());
        headers.insert(ACCEPT, HeaderValue::from_static(self.target.accept));
        headers.insert(USER_AGENT, self.core.shared.user_agent.clone());
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        put_headers(&mut headers, &client.removed_headers, &client.headers);
        put_headers(&mut headers, &[], &self.headers);
        if let Some(cookies) = self.cookies.cookies() {
            headers.insert(COOKIE, HeaderValue::try_from(cookies).map_err(|_| "a cookie cannot be sent".to_owned())?);
        }
        put_headers(&mut headers, &own.removed_headers, &own.headers);
        if headers.len() > 2 {
            mark_secrets(&mut headers, self.core.shared.api.schemes);
        }
        Ok(headers)
    }
}

fn put_headers(headers: &mut HeaderMap, removed: &[HeaderName], added: &HeaderMap) {
    removed.iter().for_each(|name| drop(headers.remove(name)));
    for (name, value) in added {
        headers.insert(name, value.clone());
    }
}

/// The first set of: the user's base URL, the operation's server, the API's first server.
/// There is room for `more` bytes behind the path.
fn address(shared: &Shared, server: Option<Server>, path: &str, more: usize) -> Result<String, String> {
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

fn rules(request: &Request, declared: bool, options: &RequestOptions) -> Rules {
    let allowed = options.retry_unsafe.unwrap_or(false);
    Rules {
        max_retries: options.max_retries.unwrap_or(crate::client::MAX_RETRIES),
        repeatable: allowed || declared || request.method.is_idempotent(),
        attempt_timeout: options.attempt_timeout.unwrap_or(crate::client::ATTEMPT_TIMEOUT),
        timeout: options.timeout,
        max_response_bytes: options.max_response_bytes.unwrap_or(crate::client::MAX_RESPONSE_BYTES),
        redirects: true,
        redirects_answer: false,
        streaming: false,
        records: None,
        whole_events: None,
    }
}
