//! Access tokens from a function of the user. Knows nothing of caching.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::token::Token;
use crate::exchange::Exchange;
use crate::exchange::progress::Progress;
use crate::exchange::rules::Rules;
use crate::exchange::timeout::within;
use crate::{BoxFuture, Error, Secret};

/// How long a token of unknown lifetime is cached.
const LIFE: Duration = Duration::from_secs(60);

/// What the function returns: a token and its remaining lifetime, if known.
pub(crate) type Issued = Result<(Secret, Option<Duration>), String>;

/// The function that returns tokens.
#[derive(Clone)]
pub(crate) struct Source(pub(crate) Arc<dyn Fn() -> BoxFuture<Issued> + Send + Sync>);

impl Source {
    /// Calls the function.
    ///
    /// # Errors
    ///
    /// Fails with an error of kind `Auth` if the function fails or a time limit passes.
    pub(crate) async fn fetch(
        &self,
        exchange: &Exchange,
        rules: &Rules,
        progress: &Progress,
        limit: Option<Duration>,
    ) -> Result<Token, Error> {
        let requested_at = exchange.transport.now();
        let left = progress.deadline.map(|deadline| deadline.saturating_duration_since(requested_at));
        let limit = limit.into_iter().chain(left).min();
        let mut response = self.0();
        let given = match limit {
            Some(limit) => within(&*exchange.transport, limit, response.as_mut()).await,
            None => Some(response.await),
        };
        let timeout = || Error::no_token(Error::total_timeout(rules.timeout.or(limit).unwrap_or_default(), false));
        let (token, life) = given.ok_or_else(timeout)?.map_err(|problem| Error::bad_token(&problem))?;
        if token.expose().trim().is_empty() {
            return Err(Error::bad_token("the source returned an empty token"));
        }
        Token::new(token.expose(), life.unwrap_or(LIFE), requested_at).map_err(|problem| Error::bad_token(&problem))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source")
    }
}
