//! Successes that differ from one status to the next. Knows how a case is chosen, not what the cases are.

use bytes::Bytes;
use http::StatusCode;

use crate::Error;
use crate::response::raw::RawResponse;
use crate::response::{self, Response};

/// What an operation returns that answers with several types; generated code implements it for an enum.
pub trait Outcome: Sized + 'static {
    /// The documented successes; of several that fit a status, the first counts.
    const CASES: &'static [Case<Self>];

    /// Keeps a success that the document does not know.
    fn unrecognized(response: Response<Bytes>) -> Self;
}

/// One success of an operation.
#[derive(Debug)]
pub struct Case<T> {
    first: u16,
    last: u16,
    read: fn(&RawResponse) -> Result<T, Error>,
}

impl<T> Case<T> {
    /// The success of one status.
    pub const fn of(status: u16, read: fn(&RawResponse) -> Result<T, Error>) -> Self {
        Self { first: status, last: status, read }
    }

    /// The success of every status of `first` to `last`.
    pub const fn range(first: u16, last: u16, read: fn(&RawResponse) -> Result<T, Error>) -> Self {
        Self { first, last, read }
    }

    fn fits(&self, status: StatusCode) -> bool {
        (self.first..=self.last).contains(&status.as_u16())
    }
}

/// Reads an answer by its status.
pub(crate) fn outcome<T: Outcome>(response: &RawResponse) -> Result<T, Error> {
    match T::CASES.iter().find(|case| case.fits(response.status)) {
        Some(case) => (case.read)(response),
        None => Ok(T::unrecognized(Response::new(response.clone(), response::bytes(response)?))),
    }
}
