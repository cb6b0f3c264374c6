//! Where bearer tokens come from that change while a client lives: a token endpoint, or the user. Knows nothing of the
//! requests that the tokens are for.

use std::fmt;
use std::sync::Arc;

use super::client_credentials::{Token, TokenSource};
use super::secret_header;
use crate::client::Shared;
use crate::client::exchange::{Progress, within};
use crate::redact::Redactor;
use crate::request::draft::Rules;
use crate::{BoxFuture, Error, Secret};

/// Where tokens are to be had.
pub(crate) enum Tokens {
    /// By the client credentials grant.
    Fetched(Box<TokenSource>),
    /// From the user, who is asked before each request.
    Given(Source),
}

/// What the user gives to be asked for tokens.
#[derive(Clone)]
pub(crate) struct Source(pub(crate) Arc<dyn Fn() -> BoxFuture<Result<Secret, String>> + Send + Sync>);

impl Tokens {
    /// Returns a token, fetched if need be.
    ///
    /// # Errors
    ///
    /// Fails, with an error of kind `Auth`, if there is no token to be had or the limit of the whole call passes.
    pub(crate) async fn token(
        &self,
        shared: &Arc<Shared>,
        rules: &Rules,
        progress: &Progress,
    ) -> Result<Arc<Token>, Error> {
        let source = match self {
            Self::Fetched(source) => return source.token(shared, rules, progress).await,
            Self::Given(Source(source)) => source,
        };
        let now = shared.transport.now();
        let given = match progress.deadline {
            Some(deadline) => {
                within(&*shared.transport, deadline.saturating_duration_since(now), source().as_mut()).await
            }
            None => Some(source().await),
        };
        let timeout = || Error::no_token(Error::total_timeout(rules.timeout.unwrap_or_default(), false));
        let token = given.ok_or_else(timeout)?.map_err(|problem| Error::bad_token(&problem))?;
        let header =
            secret_header(&format!("Bearer {}", token.expose())).map_err(|problem| Error::bad_token(&problem))?;
        Ok(Arc::new(Token::once(header, now)))
    }

    /// Adds what is known of the tokens to what nothing may show.
    pub(crate) fn hide(&self, redactor: &mut Redactor) {
        match self {
            Self::Fetched(source) => source.hide(redactor),
            Self::Given(_) => {}
        }
    }

    /// Forgets `token`, which the server refused.
    pub(crate) fn reject(&self, token: &Arc<Token>) {
        match self {
            Self::Fetched(source) => source.reject(token),
            Self::Given(_) => {}
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source")
    }
}
