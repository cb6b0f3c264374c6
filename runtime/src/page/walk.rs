//! The part of reading a paged list that is the same for all lists: requests, cursors, positions, guards, limits. Knows
//! nothing of the types of pages.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, RandomState};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde_json::Value;

use super::link::Links;
use super::location::{Deadline, Location};
use super::next::{Count, Next, Size, Step, Unit};
use crate::call::builder::RequestBuilder;
use crate::codec::{Encode, decode_json};
use crate::request::url;
use crate::response::raw::RawResponse;
use crate::sending::repeat;
use crate::{BoxFuture, Error};

/// The state of reading a paged list.
pub(super) struct Walk {
    pub(super) builder: Box<RequestBuilder>,
    state: State,
    /// Hashes of the cursors and URLs that were followed, since lists and cursors may be long.
    seen: HashSet<u64>,
    /// How many items the list has up to this page, if reading started at the beginning of the list.
    items: Option<i64>,
    /// The hash of the last page's body, where pages or items are counted.
    body: Option<u64>,
    hasher: RandomState,
    deadline: Deadline,
    /// How many errors were returned since the last page.
    errors: u32,
    /// The field of the body that holds the cursor.
    pub(super) cursor: Option<Cow<'static, str>>,
    /// The location of the last page.
    last: Option<Location>,
}

enum State {
    /// The next request is ready to be sent.
    Ready,
    Fetching(BoxFuture<Result<RawResponse, Error>>),
    /// The last page cannot be followed; returned whenever the next one is requested.
    Failed(Error),
    /// The last page ended the list.
    Over,
}

impl Walk {
    pub(super) fn new(builder: Box<RequestBuilder>) -> Self {
        Self {
            deadline: Deadline::new(&builder),
            builder,
            state: State::Ready,
            seen: HashSet::new(),
            items: None,
            body: None,
            hasher: RandomState::new(),
            errors: 0,
            cursor: None,
            last: None,
        }
    }

    /// Limits the time for all pages, from the first request on.
    pub(super) fn limit(&mut self, limit: Duration) {
        self.deadline.limit = Some(limit);
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// Returns whether the last page cannot be followed.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self.state, State::Failed(_))
    }

    /// Returns whether two errors were returned since the last page, so that a stream should end.
    pub(super) fn is_stuck(&self) -> bool {
        self.errors >= 2
    }

    pub(super) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawResponse, Error>>> {
        let response = match self.begin() {
            Some(Ok(work)) => ready!(work.as_mut().poll(context)),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        Poll::Ready(Some(self.arrived(response)))
    }

    #[cfg(feature = "blocking")]
    pub(super) fn wait(&mut self) -> Option<Result<RawResponse, Error>> {
        if let Err(error) = self.begin()? {
            return Some(Err(error));
        }
        let State::Fetching(work) = std::mem::replace(&mut self.state, State::Over) else { return None };
        let response = crate::blocking::wait(work).and_then(|response| response);
        Some(self.arrived(response))
    }

    /// Returns the request in flight, starting it if necessary; `None` at the end of the list.
    fn begin(&mut self) -> Option<Result<&mut BoxFuture<Result<RawResponse, Error>>, Error>> {
        if let State::Ready = self.state {
            match self.deadline.start(&mut self.builder) {
                Ok(()) => self.state = State::Fetching(repeat(&self.builder)),
                Err(error) => {
                    self.errors += 1;
                    return Some(Err(error));
                }
            }
        }
        match &mut self.state {
            State::Fetching(work) => Some(Ok(work)),
            State::Failed(error) => {
                self.errors += 1;
                Some(Err(error.clone()))
            }
            State::Ready | State::Over => None,
        }
    }

    /// Processes the result of a request. After an error, the same page is requested again.
    fn arrived(&mut self, response: Result<RawResponse, Error>) -> Result<RawResponse, Error> {
        match response {
            Ok(response) => {
                self.state = State::Over;
                Ok(response)
            }
            Err(error) => {
                self.fail();
                Err(self.deadline.explain(error, &self.builder))
            }
        }
    }

    /// Stays at the current page after an error.
    pub(super) fn fail(&mut self) {
        self.errors += 1;
        self.state = State::Ready;
    }

    /// Prepares the request for the next page; `response` is that of the last one.
    pub(super) fn advance(&mut self, mut next: Next, response: &RawResponse) {
        self.errors = 0;
        // Items that were left out count, or the rest of the list would be lost, or at another offset.
        let whole = |kept| response.forgiving.as_ref().map_or(kept, |forgiving| forgiving.whole_length(kept));
        if let Step::Count(count) = &mut next.step {
            count.received = whole(count.received);
        }
        if next.seems_last && whole(0) == 0 {
            next.step = Step::End;
        }
        self.last = Some(Location::of(&self.builder, self.cursor.as_ref()));
        self.state = match self.turn(&next, response) {
            Ok(true) => State::Ready,
            Ok(false) => State::Over,
            Err(message) => State::Failed(Error::paging(response, message)),
        };
        if let Some(name) = next.without {
            self.builder.remove_parameter(name, next.in_body);
        }
    }

    /// Changes the request to the next page; returns `false` if there is none.
    fn turn(&mut self, next: &Next, response: &RawResponse) -> Result<bool, String> {
        match &next.step {
            Step::End => Ok(false),
            Step::NoCursor => Err("the page announces another one, but has no cursor for it".to_owned()),
            Step::Cursor(name, cursor) => self.go_to_cursor(name, cursor, next.in_body),
            Step::Header { parameter, header } => {
                match response.headers.get(*header).and_then(|cursor| cursor.to_str().ok()) {
                    Some("") | None => Ok(false),
                    Some(cursor) => self.go_to_cursor(parameter, cursor, next.in_body),
                }
            }
            Step::At { parameter: Some(name), path } => match text_at(&response.body, path, &[]) {
                Some(cursor) => self.go_to_cursor(name, &cursor, next.in_body),
                None => Ok(false),
            },
            Step::At { parameter: None, path } => match text_at(&response.body, path, &URLS) {
                Some(url) => self.go_to_url(&url),
                None => Ok(false),
            },
            Step::Count(count) => match self.linked(response, next.in_body)? {
                Some(more) => Ok(more),
                None => self.go_to_count(count, response, next.in_body),
            },
            Step::Url(url) => self.go_to_url(url),
            Step::Link(relation) => match Links::of(&response.headers).target(relation) {
                Some(url) => self.go_to_url(url),
                None => Ok(false),
            },
        }
    }

    /// Follows the `Link` header of a list whose pages are counted. Returns `None` if there is no such header or it
    /// leads to another origin, since servers behind a proxy may not know their own address.
    fn linked(&mut self, response: &RawResponse, in_body: bool) -> Result<Option<bool>, String> {
        let links = Links::of(&response.headers);
        if in_body || !links.have_page_relations() {
            return Ok(None);
        }
        match links.target("next") {
            Some(next) if url::join(&self.builder.whole_url()?, next).is_ok() => self.go_to_url(next).map(Some),
            Some(_) => Ok(None),
            None => Ok(Some(false)),
        }
    }

    fn go_to_cursor(&mut self, name: &'static str, cursor: &str, in_body: bool) -> Result<bool, String> {
        let before = self.builder.parameter(name, in_body).map(|before| self.hasher.hash_one((name, &*before)));
        self.seen.extend(before);
        self.set_parameter(name, in_body, &cursor)?;
        if self.remember((name, cursor)) {
            Ok(true)
        } else {
            Err("a cursor was repeated, so the pages form a cycle".to_owned())
        }
    }

    fn go_to_count(&mut self, count: &Count, response: &RawResponse, in_body: bool) -> Result<bool, String> {
        let name = count.parameter;
        let here = match self.builder.parameter(name, in_body) {
            Some(text) => number(&text)
                .ok_or_else(|| format!("`{name}` is not a number, so the next page cannot be determined"))?,
            None => count.here.unwrap_or(count.first),
        };
        let received = i64::try_from(count.received).unwrap_or(i64::MAX);
        let before = self.items.or(self.before(count, here, in_body));
        self.items = before.map(|before| before.saturating_add(received));
        let requested = |size: Size| number(&self.builder.parameter(size.parameter, in_body)?);
        let Some(next) = count.after(here, self.items, count.size.and_then(requested)) else { return Ok(false) };
        let body = self.hasher.hash_one(&response.body);
        if self.body.replace(body) == Some(body) {
            return Err("the same page was received twice, so the list does not advance".to_owned());
        }
        self.set_parameter(name, in_body, &next)?;
        Ok(true)
    }

    /// Returns how many items precede the page at `here`, which is the first page that was requested.
    fn before(&self, count: &Count, here: i64, in_body: bool) -> Option<i64> {
        let skipped = here.saturating_sub(count.first);
        match count.unit {
            Unit::Items => Some(skipped),
            Unit::Pages if skipped == 0 => Some(0),
            Unit::Pages => {
                let size = count.size?;
                let requested = self.builder.parameter(size.parameter, in_body).and_then(|text| number(&text));
                Some(skipped.saturating_mul(size.known(requested)?))
            }
        }
    }

    fn go_to_url(&mut self, url: &str) -> Result<bool, String> {
        self.remember(self.builder.whole_url()?.as_str());
        self.builder.follow(url)?;
        if self.remember(self.builder.whole_url()?.as_str()) {
            Ok(true)
        } else {
            Err("a URL was repeated, so the pages form a cycle".to_owned())
        }
    }

    fn set_parameter(&mut self, name: &'static str, in_body: bool, value: &dyn Encode) -> Result<(), String> {
        if in_body {
            self.cursor = Some(Cow::Borrowed(name));
        }
        self.builder.set_parameter(name, in_body, value)
    }

    /// Returns the position at which to continue: in the last page if `at_last` is set, else in the next one, after
    /// `skip` of its items; `None` at the end of the list.
    pub(super) fn position(&self, at_last: bool, skip: usize) -> Option<String> {
        if let Some(last) = self.last.as_ref().filter(|_| at_last) {
            return Some(last.write(skip));
        }
        (!self.is_over()).then(|| Location::of(&self.builder, self.cursor.as_ref()).write(skip))
    }

    /// Continues at a position; returns how many items of its page to skip. If the position is invalid, requesting the
    /// first page fails.
    pub(super) fn resume(&mut self, position: &str) -> usize {
        match Location::go(position, &mut self.builder) {
            Ok((skip, cursor)) => {
                self.cursor = cursor.map(Cow::Owned);
                skip
            }
            Err(problem) => {
                let problem = Error::build(format!("the list cannot be resumed: {problem}"));
                self.state = State::Failed(problem.within(self.builder.endpoint.label.clone(), 0));
                0
            }
        }
    }

    /// Remembers `what`; returns `false` if it was remembered before.
    fn remember(&mut self, what: impl Hash) -> bool {
        self.seen.insert(self.hasher.hash_one(what))
    }
}

/// The properties of a link that is an object that may hold its URL; see `Next::url_at`.
const URLS: [&str; 2] = ["href", "url"];

/// Returns the text or the number at a path of a JSON text, unless it is empty; `-` is the last item of a list. If an
/// object is there, the first of its properties `within` that it has is meant.
fn text_at(body: &[u8], path: &str, within: &[&str]) -> Option<String> {
    let whole: Value = decode_json(body).ok()?;
    let found = path.split('/').skip(1).try_fold(&whole, |value, part| match value {
        Value::Array(items) if part == "-" => items.last(),
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => value.get(part.replace("~1", "/").replace("~0", "~")),
    })?;
    let found = if found.is_object() { within.iter().find_map(|name| found.get(name))? } else { found };
    let text = match found {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Parses a number, which a server may write with a fraction.
fn number(text: &str) -> Option<i64> {
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}
