//! Turns a request that is being built into a plain [`Request`] and the rules for sending it. Knows nothing of sending.

use std::borrow::Cow;
use std::sync::Arc;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::builder::{RequestBuilder, address};
use crate::api::Requirements;
use crate::client::Shared;
use crate::exchange::rules::{ATTEMPT_TIMEOUT, MAX_RESPONSE_BYTES, MAX_RETRIES, Rules};
use crate::redact::CallerSecrets;
use crate::request::Request;
use crate::request::body::Body;
use crate::request::headers::{check_framing, mark_secrets};
use crate::request::idempotency::{self, ONE_REQUEST};
use crate::request::options::RequestOptions;
use crate::request::payload::RequestBody;
use crate::request::query::{join, pair};
use crate::request::url;
use crate::response::deviation::Origin;
use crate::response::deviations::DeviationLog;
use crate::{Decoding, Error};

/// A request and the rules for sending it.
pub(crate) struct PreparedRequest {
    pub(crate) shared: Arc<Shared>,
    /// The name that errors show.
    pub(crate) label: Cow<'static, str>,
    pub(crate) request: Request,
    /// What the operation requires; `None` for what the API requires by default.
    pub(crate) requirements: Option<Requirements>,
    pub(crate) rules: Rules,
    /// What the caller put into the request that no error may show.
    pub(crate) secrets: CallerSecrets,
    /// Collects deviations of the response; `None` if decoding is strict.
    pub(crate) forgiving: Option<Arc<DeviationLog>>,
}

impl RequestBuilder {
    /// Returns the request and the rules for sending it.
    pub(crate) fn prepare(mut self) -> Result<PreparedRequest, Error> {
        let body = std::mem::take(&mut self.body);
        self.prepare_with(body)
    }

    /// Like [`prepare`](Self::prepare) with the given body, so that the builder can be used again.
    pub(crate) fn prepare_with(&self, body: Body) -> Result<PreparedRequest, Error> {
        self.try_prepare(body).map_err(|problem| Error::build(problem).within(self.endpoint.label.clone(), 0))
    }

    fn try_prepare(&self, body: Body) -> Result<PreparedRequest, String> {
        let Self { core, endpoint, options: own, .. } = self;
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
        let mut url = address(&shared, endpoint.server, &self.path, self.query.length())?;
        self.query.push_to(&mut url, &all.extra_query);
        for (name, value) in &all.extra_query {
            join(&mut url, &pair(name, value));
        }
        // Only an option of this request replaces the whole body, not one of the client.
        let body = match own.body.clone() {
            Some((content_type, bytes)) => Body::Raw(bytes, Some(content_type)),
            None => body,
        };
        let (content_type, bytes) = match body.finish(&endpoint.content, &all.extra_body)? {
            Some(body) => (Some(body.content_type), body.bytes),
            None => (None, RequestBody::empty()),
        };
        let mut request = Request::new(endpoint.method.clone(), url);
        request.headers = self.join_headers(content_type)?;
        if !self.headers.is_empty() {
            check_framing(&mut request.headers, bytes.len(), url::authority(&request.url))?;
        }
        request.body = bytes;
        let keyed = shared.keys.put(&mut request, endpoint.takes_key || idempotency::is_among(&self.headers), own);
        let mut rules = rules(&request, endpoint.repeatable || keyed, &all);
        rules.streaming = self.streaming;
        rules.records = self.records;
        rules.redirects &= !endpoint.redirects_succeed;
        rules.redirects_succeed = endpoint.redirects_succeed;
        rules.whole_events = endpoint.whole_events;
        let cookies = request.headers.get(COOKIE);
        let secrets = CallerSecrets::new(core.shared_options(), own, cookies, &self.secrets);
        let (label, requirements) = (endpoint.label.clone(), endpoint.requirements);
        let forgiving = match all.decoding.unwrap_or(shared.api.decoding) {
            Decoding::Strict => None,
            Decoding::Forgiving => {
                let (operation, method) = (endpoint.label.clone(), endpoint.method.clone());
                let origin = Origin { operation, method, template: endpoint.template.clone() };
                Some(Arc::new(DeviationLog::new(origin, shared.on_deviation.clone())))
            }
        };
        Ok(PreparedRequest { shared, label, request, requirements, rules, secrets, forgiving })
    }

    /// Merges the headers of the SDK, the client, the parameters and this request; later ones take precedence.
    fn join_headers(&self, content_type: Option<HeaderValue>) -> Result<HeaderMap, String> {
        let (client, own) = (self.core.options(), &self.options);
        // The two below, a credential and an idempotency key.
        let few = 3 + usize::from(content_type.is_some()) + usize::from(own.idempotency_key.is_some());
        let mut headers = HeaderMap::with_capacity(few + client.headers.len() + self.headers.len() + own.headers.len());
        headers.insert(ACCEPT, HeaderValue::from_static(self.endpoint.accept));
        headers.insert(USER_AGENT, self.core.shared.exchange.user_agent.clone());
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

fn rules(request: &Request, declared: bool, options: &RequestOptions) -> Rules {
    let allowed = options.retry_unsafe.unwrap_or(false);
    Rules {
        max_retries: options.max_retries.unwrap_or(MAX_RETRIES),
        repeatable: allowed || declared || request.method.is_idempotent(),
        attempt_timeout: options.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT),
        timeout: options.timeout,
        max_response_bytes: options.max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES),
        redirects: true,
        redirects_succeed: false,
        streaming: false,
        records: None,
        whole_events: None,
    }
}
