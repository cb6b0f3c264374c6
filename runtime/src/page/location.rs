//! The position at which reading a list can continue later, and the time limit of a list. Knows nothing of the types of
//! pages.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use crate::Error;
use crate::call::builder::RequestBuilder;
use crate::codec::decode_json;

/// The location of a page: the path and the query of its URL, and the cursor in the body.
pub(super) struct Location {
    url: String,
    cursor: Option<(Cow<'static, str>, Value)>,
}

impl Location {
    /// Returns the location of the page that `builder` requests; `cursor` is the field of the body that holds the
    /// cursor.
    pub(super) fn of(builder: &RequestBuilder, cursor: Option<&Cow<'static, str>>) -> Self {
        // An invalid URL is an error when the page is requested.
        let url = builder.whole_url().unwrap_or_default();
        let path = url.split_once("://").and_then(|(_, rest)| Some(rest[rest.find('/')?..].to_owned()));
        let cursor = cursor.and_then(|name| Some((name.clone(), builder.body.field(name)?)));
        Self { url: path.unwrap_or_default(), cursor }
    }

    /// Returns the location as text, with the number of items to skip.
    pub(super) fn write(&self, skip: usize) -> String {
        let mut position = Map::new();
        position.insert("url".to_owned(), self.url.clone().into());
        if let Some((name, value)) = &self.cursor {
            position.insert("body".to_owned(), Value::from_iter([(name.to_string(), value.clone())]));
        }
        if skip > 0 {
            position.insert("skip".to_owned(), skip.into());
        }
        Value::from(position).to_string()
    }

    /// Changes a request to the location that `position` describes; returns how many items to skip, and the field of
    /// the body that holds the cursor.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a position, or leads to another origin.
    pub(super) fn go(position: &str, builder: &mut RequestBuilder) -> Result<(usize, Option<String>), String> {
        let not_one = || "the text is not a position of this list".to_owned();
        let position: Map<String, Value> = decode_json(position.as_bytes()).map_err(|_| not_one())?;
        let url = position.get("url").and_then(Value::as_str).filter(|url| url.starts_with('/')).ok_or_else(not_one)?;
        builder.follow(url)?;
        let cursor = position.get("body").and_then(Value::as_object).and_then(|body| body.iter().next());
        if let Some((name, value)) = cursor {
            builder.body.set_field(name, Some(value.clone()))?;
        }
        let skip = position.get("skip").map_or(Some(0), Value::as_u64);
        let skip = skip.and_then(|skip| usize::try_from(skip).ok()).ok_or_else(not_one)?;
        Ok((skip, cursor.map(|(name, _)| name.clone())))
    }
}

/// The time limit of a list, from its first request on.
pub(super) struct Deadline {
    pub(super) limit: Option<Duration>,
    /// The time limit of each request.
    own: Option<Duration>,
    at: Option<Instant>,
}

impl Deadline {
    pub(super) fn new(builder: &RequestBuilder) -> Self {
        let own = builder.options.timeout.or(builder.core.options().timeout);
        Self { limit: None, own, at: None }
    }

    /// Limits the next request to the time that is left.
    ///
    /// # Errors
    ///
    /// Fails if no time is left.
    pub(super) fn start(&mut self, builder: &mut RequestBuilder) -> Result<(), Error> {
        let Some(limit) = self.limit else { return Ok(()) };
        let now = builder.core.shared.exchange.transport.now();
        if self.at.is_none() {
            self.at = now.checked_add(limit);
        }
        // A limit that overflows the clock is no limit.
        let Some(at) = self.at else { return Ok(()) };
        let left = at.saturating_duration_since(now);
        if left.is_zero() {
            return Err(Error::walk_timeout(limit, false).within(builder.endpoint.label.clone(), 0));
        }
        builder.options.timeout = Some(self.own.map_or(left, |own| own.min(left)));
        Ok(())
    }

    /// Replaces an error with one about the limit of the list, if that limit ended a request.
    pub(super) fn explain(&self, error: Error, builder: &RequestBuilder) -> Error {
        let passed = self.at.is_some_and(|at| builder.core.shared.exchange.transport.now() >= at);
        match self.limit.filter(|_| passed && error.is_timeout()) {
            Some(limit) => Error::walk_timeout(limit, error.may_have_been_sent())
                .within(builder.endpoint.label.clone(), error.attempts()),
            None => error,
        }
    }
}
