//! One attempt, and the attempts of one call: sends, follows redirects, reads the body, keeps to the limits, repeats
//! what may be repeated. Knows nothing of credentials or of what the answer means.

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method};

use super::Shared;
use super::redirect::{self, Redirect};
use crate::redact::{self, Private, Sent};
use crate::request::Request;
use crate::request::draft::Rules;
use crate::response::Answer;
use crate::stream::{Arrival, Limits, Live};
use crate::transport::{Body, Reply, Transport};
use crate::{Error, retry};

/// Redirects that are followed in one attempt.
const MAX_REDIRECTS: usize = 10;
/// Bytes of the body of an error status that are kept.
const MAX_ERROR_BYTES: u64 = 1 << 20;
/// How long the body of an error status may be silent; what came until then is kept.
const ERROR_SILENCE: Duration = Duration::from_secs(5);
/// What is set aside at once for a body of which the server announces the length.
const MAX_RESERVED: u64 = 1 << 20;

/// How far a call has come.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) label: Cow<'static, str>,
    /// When the limit of the whole call passes.
    pub(crate) deadline: Option<Instant>,
    pub(crate) attempts: u32,
    retries: u32,
    /// Whether an attempt may have reached the server.
    sent: bool,
    /// What the caller put into the request that no error may show.
    pub(crate) private: Private,
}

impl Progress {
    pub(crate) fn new(label: Cow<'static, str>, timeout: Option<Duration>, now: Instant) -> Self {
        let deadline = timeout.and_then(|timeout| now.checked_add(timeout));
        Self { label, deadline, ..Self::default() }
    }

    /// The same limit for something that must be done first.
    pub(crate) fn aside(&self) -> Self {
        Self { deadline: self.deadline, ..Self::default() }
    }

    /// Names the operation in an error, tells how far the call had come, and takes credentials out.
    pub(crate) fn mark(&self, error: Error, shared: &Arc<Shared>) -> Error {
        let sent = Sent::new(Arc::clone(shared), self.private.clone());
        error.sent_before(self.sent).within(self.label.clone(), self.attempts).hide(sent)
    }
}

/// The answer of an error, as far as it has come.
struct Begun {
    answer: Answer,
    body: BytesMut,
}

impl Begun {
    fn take(&mut self) -> Answer {
        let empty = Answer::of_head(self.answer.status, HeaderMap::new());
        let mut answer = std::mem::replace(&mut self.answer, empty);
        answer.body = std::mem::take(&mut self.body).freeze();
        answer
    }
}

impl Shared {
    /// Sends `request` until it succeeds or must not be repeated; returns the answer of a success only.
    pub(crate) async fn exchange(
        self: &Arc<Self>,
        request: &Request,
        rules: &Rules,
        progress: &mut Progress,
    ) -> Result<Answer, Error> {
        loop {
            let error = match self.attempt(request, rules, progress).await {
                Ok(answer) => {
                    self.budget.reward(self.transport.now());
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let delay = retry::delay(&error, rules, progress.retries);
            progress.sent |= error.may_have_been_sent();
            let now = self.transport.now();
            let in_time = |delay: &Duration| progress.deadline.is_none_or(|deadline| now + *delay < deadline);
            let delay = delay.filter(in_time).filter(|_| self.budget.take(error.is_timeout(), now));
            let Some(delay) = delay else { return Err(progress.mark(error, self)) };
            progress.retries += 1;
            self.transport.sleep(delay).await;
        }
    }

    async fn attempt(&self, request: &Request, rules: &Rules, progress: &mut Progress) -> Result<Answer, Error> {
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
            let work = pin!(self.follow(request, rules, progress.deadline, &progress.private, &mut begun));
            within(transport, limit, work).await
        };
        if done.is_none() {
            self.retire_connections(limit);
        }
        // An error whose body does not come is an error all the same.
        let Some(answer) = done.or_else(|| begun.map(|mut begun| Ok(begun.take()))) else {
            return Err(if left.is_some_and(|left| left <= rules.attempt_timeout) {
                Error::total_timeout(total, true)
            } else {
                Error::attempt_timeout(limit)
            });
        };
        let mut answer = answer?;
        answer.operation = progress.label.clone();
        answer.attempts = progress.attempts;
        answer.whole_events = rules.whole_events;
        if rules.accept(answer.status) { Ok(answer) } else { Err(Error::status_of(answer)) }
    }

    /// A request was given up after `limit`: its connection may be dead.
    fn retire_connections(&self, limit: Duration) {
        if let Some(began) = self.transport.now().checked_sub(limit) {
            self.transport.retire_connections(began);
        }
    }

    /// Sends a request and follows its redirects; what the last answer says is up to the caller.
    ///
    /// The answer of an error stands in `begun` while its body is awaited.
    async fn follow(
        &self,
        request: &Request,
        rules: &Rules,
        deadline: Option<Instant>,
        private: &Private,
        begun: &mut Option<Box<Begun>>,
    ) -> Result<Answer, Error> {
        let mut moved: Option<Request> = None;
        let mut foreign = false;
        let mut hops = 0;
        loop {
            let current = moved.as_ref().unwrap_or(request);
            let reply = self.transport.send(current).await.map_err(Error::transport)?;
            let next = match rules.redirects {
                true => redirect::of(current, &reply, &|| redact::credentials(self, private)),
                false => Redirect::No,
            };
            let note = match next {
                Redirect::To(_) if hops == MAX_REDIRECTS => Some("too many redirects"),
                Redirect::To(next) => {
                    foreign |= next.foreign;
                    moved = Some(next.request);
                    hops += 1;
                    continue;
                }
                Redirect::Refused(reason) => Some(reason),
                Redirect::No => None,
            };
            let is_head = current.method == Method::HEAD;
            let Reply { status, headers, body } = reply;
            let mut answer = Answer::of_head(status, headers);
            answer.note = note;
            answer.foreign = foreign;
            // A page of a proxy where records were expected, for instance, is read for the error too.
            let unfit = rules.records.is_some_and(|(framing, accept)| !framing.fits(answer.media_type(), accept));
            if !rules.accept(answer.status) || unfit {
                answer.incomplete = true;
                let begun = begun.insert(Box::new(Begun { answer, body: BytesMut::new() }));
                self.receive_error(begun, body, rules.max_response_bytes).await;
                return Ok(begun.take());
            }
            self.receive(&mut answer, body, is_head, (rules, deadline)).await?;
            return Ok(answer);
        }
    }

    /// Reads the body of an error as far as it comes; the status is what matters.
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
                    begun.answer.incomplete = piece.len() <= room;
                }
                Ok(None) => begun.answer.incomplete = false,
                Err(_) => return,
            }
            if !begun.answer.incomplete {
                return;
            }
        }
    }

    /// Reads the body of an answer, or hands it over.
    async fn receive(
        &self,
        answer: &mut Answer,
        body: Body,
        is_head: bool,
        (rules, deadline): (&Rules, Option<Instant>),
    ) -> Result<(), Error> {
        let limit = rules.max_response_bytes;
        if rules.streaming {
            let total = rules.timeout.unwrap_or_default();
            let limits = Limits { silence: rules.attempt_timeout, deadline, total, held: limit };
            answer.live = Some(Live::new(Arrival::new(body, Arc::clone(&self.transport), limits)));
        } else {
            let announced = || answer.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse::<u64>().ok();
            let announced = announced().filter(|_| !is_head);
            answer.body = read(body, announced, limit).await?;
        }
        Ok(())
    }
}

/// Waits for `work`, but not longer than `limit`. The timer is made only when there is something to wait for.
///
/// The work is borrowed, since a future that is handed on lies twice in the one that waits for it.
pub(crate) fn within<'a, T>(
    transport: &'a dyn Transport,
    limit: Duration,
    mut work: Pin<&'a mut (impl Future<Output = T> + Send + ?Sized)>,
) -> impl Future<Output = Option<T>> + Send {
    let mut timer = None;
    poll_fn(move |context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        let timer = timer.get_or_insert_with(|| transport.sleep(limit));
        timer.as_mut().poll(context).map(|()| None)
    })
}

/// Reads a whole body, but no more than `limit` bytes of it.
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

/// The server has received the request, whatever the transport says.
fn broken(failure: crate::TransportError) -> Error {
    Error::transport(failure).sent_before(true)
}
