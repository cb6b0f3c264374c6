//! Operations whose success responses have several types. Knows how a case is chosen, not what the cases are.

use bytes::Bytes;
use http::StatusCode;

use crate::Error;
use crate::response::raw::RawResponse;
use crate::response::{self, Response};

/// The result of an operation whose success responses have several types; generated code implements it for an enum.
pub trait Outcome: Sized + 'static {
    /// The documented success responses; the first one that matches a status applies.
    const CASES: &'static [Case<Self>];

    /// Returns the value for a success status that is not documented.
    fn unrecognized(response: Response<Bytes>) -> Self;
}

/// One success response of an operation.
#[derive(Debug)]
pub struct Case<T> {
    first: u16,
    last: u16,
    read: fn(&RawResponse) -> Result<T, Error>,
}

impl<T> Case<T> {
    /// Returns the success response of one status.
    pub const fn of(status: u16, read: fn(&RawResponse) -> Result<T, Error>) -> Self {
        Self { first: status, last: status, read }
    }

    /// Returns the success response of every status from `first` to `last`, inclusive.
    pub const fn range(first: u16, last: u16, read: fn(&RawResponse) -> Result<T, Error>) -> Self {
        Self { first, last, read }
    }

    fn fits(&self, status: StatusCode) -> bool {
        (self.first..=self.last).contains(&status.as_u16())
    }
}

/// Reads a response according to its status.
pub(crate) fn outcome<T: Outcome>(response: &RawResponse) -> Result<T, Error> {
    match T::CASES.iter().find(|case| case.fits(response.status)) {
        Some(case) => (case.read)(response),
        None => Ok(T::unrecognized(Response::new(response.clone(), response::bytes(response)?))),
    }
}
