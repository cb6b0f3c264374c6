//! Sends a request: its attempts, retries, redirects and limits, up to the body of the response. Knows nothing of where
//! credentials come from or of what a response means.

pub(crate) mod budget;
pub(crate) mod progress;
mod redirect;
mod retry;
pub(crate) mod rules;
pub(crate) mod timeout;

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method};

use self::budget::Budget;
use self::progress::Progress;
use self::redirect::Redirect;
use self::rules::Rules;
use self::timeout::within;
use crate::Error;
use crate::redact::RequestSecrets;
use crate::request::Request;
use crate::response::incoming::{IncomingBody, Limits, SharedBody};
use crate::response::raw::RawResponse;
use crate::transport::{Body, Reply, Transport};

/// The maximum number of redirects in one attempt.
const MAX_REDIRECTS: usize = 10;
/// The maximum size of the body of an error response that is kept, in bytes.
const MAX_ERROR_BYTES: u64 = 1 << 20;
/// How long the body of an error response may be silent; what arrived until then is kept.
const ERROR_SILENCE: Duration = Duration::from_secs(5);
/// The maximum capacity that is reserved for a body of announced length, in bytes.
const MAX_RESERVED: u64 = 1 << 20;

/// What all requests of a client are sent with, apart from credentials.
pub(crate) struct Exchange {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) budget: Budget,
}

/// An error response and the part of its body that has arrived.
struct Begun {
    response: RawResponse,
    body: BytesMut,
}

impl Begun {
    fn take(&mut self) -> RawResponse {
        let empty = RawResponse::of_head(self.response.status, HeaderMap::new());
        let mut response = std::mem::replace(&mut self.response, empty);
        response.body = std::mem::take(&mut self.body).freeze();
        response
    }
}

impl Exchange {
    /// Sends `request` until it succeeds or must not be repeated; returns only successful responses.
    pub(crate) async fn send(
        &self,
        request: &Request,
        rules: &Rules,
        progress: &mut Progress,
    ) -> Result<RawResponse, Error> {
        loop {
            let error = match self.attempt(request, rules, progress).await {
                Ok(response) => {
                    self.budget.reward(self.transport.now());
                    return Ok(response);
                }
                Err(error) => error,
            };
            let delay = retry::delay(&error, rules, progress.retries);
            progress.sent |= error.may_have_been_sent();
            let now = self.transport.now();
            let in_time = |delay: &Duration| progress.deadline.is_none_or(|deadline| now + *delay < deadline);
            let delay = delay.filter(in_time).filter(|_| self.budget.take(error.is_timeout(), now));
            let Some(delay) = delay else { return Err(progress.annotate(error)) };
            progress.retries += 1;
            self.transport.sleep(delay).await;
        }
    }

    async fn attempt(&self, request: &Request, rules: &Rules, progress: &mut Progress) -> Result<RawResponse, Error> {
        let left = progress.deadline.map(|deadline| deadline.saturating_duration_since(self.transport.now()));
        let total = rules.timeout.unwrap_or_default();
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Error::total_timeout(total, false));
        }
        progress.attempts += 1;
        let limit = left.map_or(rules.attempt_timeout, |left| left.min(rules.attempt_timeout));
        let transport = &*self.transport;
        let mut begun = None;
        let done = {
            let work = pin!(self.follow(request, rules, progress.deadline, &progress.secrets, &mut begun));
            within(transport, limit, work).await
        };
        if done.is_none() {
            self.retire_connections(limit);
        }
        // An error response without its body is still an error response.
        let Some(response) = done.or_else(|| begun.map(|mut begun| Ok(begun.take()))) else {
            return Err(if left.is_some_and(|left| left <= rules.attempt_timeout) {
                Error::total_timeout(total, true)
            } else {
                Error::attempt_timeout(limit)
            });
        };
        let mut response = response?;
        response.operation = progress.label.clone();
        response.attempts = progress.attempts;
        response.whole_events = rules.whole_events;
        if rules.accept(response.status) { Ok(response) } else { Err(Error::status_of(response)) }
    }

    /// Retires connections after a request was abandoned after `limit`, since its connection may be dead.
    fn retire_connections(&self, limit: Duration) {
        if let Some(began) = self.transport.now().checked_sub(limit) {
            self.transport.retire_connections(began);
        }
    }

    /// Sends a request and follows its redirects; returns the last response, whatever its status.
    ///
    /// An error response is in `begun` while its body arrives.
    async fn follow(
        &self,
        request: &Request,
        rules: &Rules,
        deadline: Option<Instant>,
        secrets: &RequestSecrets,
        begun: &mut Option<Box<Begun>>,
    ) -> Result<RawResponse, Error> {
        let mut redirected: Option<Request> = None;
        let mut foreign = false;
        let mut hops = 0;
        loop {
            let current = redirected.as_ref().unwrap_or(request);
            let reply = self.transport.send(current).await.map_err(Error::transport)?;
            let next = match rules.redirects {
                true => redirect::of(current, &reply, &|| secrets.credentials()),
                false => Redirect::No,
            };
            let note = match next {
                Redirect::To(_) if hops == MAX_REDIRECTS => Some("too many redirects"),
                Redirect::To(next) => {
                    foreign |= next.foreign;
                    redirected = Some(next.request);
                    hops += 1;
                    continue;
                }
                Redirect::Refused(reason) => Some(reason),
                Redirect::No => None,
            };
            let is_head = current.method == Method::HEAD;
            let Reply { status, headers, body } = reply;
            let mut response = RawResponse::of_head(status, headers);
            response.note = note;
            response.foreign = foreign;
            // A response that is not the expected stream, such as an error page of a proxy, is read for the error too.
            let unfit = rules.records.is_some_and(|(framings, accept)| {
                !framings.iter().any(|framing| framing.fits(response.media_type(), accept))
            });
            if !rules.accept(response.status) || unfit {
                response.incomplete = true;
                let begun = begun.insert(Box::new(Begun { response, body: BytesMut::new() }));
                self.receive_error(begun, body, rules.max_response_bytes).await;
                return Ok(begun.take());
            }
            self.receive(&mut response, body, is_head, (rules, deadline)).await?;
            return Ok(response);
        }
    }

    /// Reads the body of an error response as far as it arrives, since the status is already known.
    async fn receive_error(&self, begun: &mut Begun, mut body: Body, limit: u64) {
        let limit = usize::try_from(limit.min(MAX_ERROR_BYTES)).unwrap_or(usize::MAX);
        loop {
            let Some(next) = within(&*self.transport, ERROR_SILENCE, pin!(body.next())).await else {
                return self.retire_connections(ERROR_SILENCE);
            };
            match next {
                Ok(Some(piece)) => {
                    let room = limit - begun.body.len();
                    begun.body.extend_from_slice(&piece[..piece.len().min(room)]);
                    begun.response.incomplete = piece.len() <= room;
                }
                Ok(None) => begun.response.incomplete = false,
                Err(_) => return,
            }
            if !begun.response.incomplete {
                return;
            }
        }
    }

    /// Reads the body of a response, or stores it in the response while it arrives.
    async fn receive(
        &self,
        response: &mut RawResponse,
        body: Body,
        is_head: bool,
        (rules, deadline): (&Rules, Option<Instant>),
    ) -> Result<(), Error> {
        let limit = rules.max_response_bytes;
        if rules.streaming {
            let total = rules.timeout.unwrap_or_default();
            let limits = Limits { silence: rules.attempt_timeout, deadline, total, held: limit };
            response.incoming = Some(SharedBody::new(IncomingBody::new(body, Arc::clone(&self.transport), limits)));
        } else {
            let announced = || response.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse::<u64>().ok();
            let announced = announced().filter(|_| !is_head);
            response.body = read(body, announced, limit).await?;
        }
        Ok(())
    }
}

/// Reads a whole body of at most `limit` bytes.
async fn read(mut body: Body, announced: Option<u64>, limit: u64) -> Result<Bytes, Error> {
    if announced.is_some_and(|length| length > limit) {
        return Err(Error::too_large(limit));
    }
    let Some(first) = body.next().await.map_err(broken)? else { return Ok(Bytes::new()) };
    let mut second = body.next().await.map_err(broken)?;
    if second.is_none() && first.len() as u64 <= limit {
        return Ok(first);
    }
    let reserved = announced.unwrap_or_default().min(MAX_RESERVED) as usize;
    let mut whole = BytesMut::with_capacity(reserved.max(first.len()));
    whole.extend_from_slice(&first);
    loop {
        if whole.len() as u64 > limit {
            return Err(Error::too_large(limit));
        }
        let Some(piece) = second.take() else { return Ok(whole.freeze()) };
        whole.extend_from_slice(&piece);
        second = body.next().await.map_err(broken)?;
    }
}

/// Returns the error of a broken body. The server has received the request, whatever the transport reports.
fn broken(failure: crate::TransportError) -> Error {
    Error::transport(failure).sent_before(true)
}
