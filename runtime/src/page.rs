//! Lists that come page by page, forward and backward. Knows requests and cursors, but no operation.
//!
//! # What an operation says
//!
//! Generated code implements [`Paginate`] for its request and, if the list can be walked backward,
//! [`PaginateBackward`]. Both read off a page where the next request goes, as a [`Next`]:
//!
//! ```text
//! fn next(page: &InvoicePage) -> Next {
//!     let info = &page.page_info;
//!     Next::cursor("after", info.has_next_page, info.end_cursor.as_deref()).without("before")
//! }
//!
//! fn previous(page: &InvoicePage) -> Next {
//!     let info = &page.page_info;
//!     Next::cursor("before", info.has_prev_page, info.start_cursor.as_deref()).without("after")
//! }
//! ```
//!
//! `without` names the parameter of the opposite direction: it may stand in the first request, where the caller
//! set it, but must not go along when the walk goes on.
//!
//! A [`Next`] only says what is to be done. What it takes to do it — the offset so far, the number of the page, the URL
//! of this page, the headers of the answer — is known to the walk.
//!
//! # What is guarded
//!
//! A page that announces more but does not say where, a cursor or URL that was followed before, a page that comes a
//! second time, and a URL of another origin are errors of kind [`Paging`](crate::ErrorKind::Paging), told after the items
//! of the page. A page without items is not the end, except where pages or items are counted.
//!
//! A URL is followed with credentials, and therefore only to the origin (scheme, host, port) of this page. One that
//! differs by `http` instead of `https` alone, as servers behind a proxy write it, is followed as `https`.

//!
//! # After an error
//!
//! An error is not the end of the list. The walk stays at the page that could not be had: whoever asks again has that
//! page requested again, and after an error of kind `Paging` gets the same error. As a [`Stream`], a walk ends after
//! two errors in a row, so that collecting one that always fails comes to an end;
//! [`is_complete`](Pages::is_complete) tells that end from the end of the list. [`position`](Pages::position) is where
//! to go on later.

mod link;
mod next;
mod place;
mod walk;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec;

use futures_core::Stream;

pub use self::next::Next;
use self::walk::Walk;
use crate::Error;
use crate::call::Call;
use crate::response::Finish;
use crate::response::raw::RawResponse;

/// A request that is answered with one page of a list.
pub trait Paginate: Sized {
    /// The page as the server sends it.
    type Page: 'static;
    /// What the list is of.
    type Item: 'static;

    /// Returns the request of the first page.
    fn into_call(self) -> Call<Self::Page>;

    /// Takes the items out of a page.
    fn items(page: Self::Page) -> Vec<Self::Item>;

    /// Returns where the page after this one is.
    fn next(page: &Self::Page) -> Next;
}

/// A list that can be walked backward too.
pub trait PaginateBackward: Paginate {
    /// Returns where the page before this one is.
    fn previous(page: &Self::Page) -> Next;
}

/// The pages of a list, one after the other: a [`Stream`], or call [`try_next`](Self::try_next).
#[must_use = "pages are fetched only when they are asked for"]
pub struct Pages<P: Paginate> {
    walk: Box<Walk>,
    finish: Finish<P::Page>,
    next: fn(&P::Page) -> Next,
    left: Option<usize>,
}

impl<P: Paginate> Pages<P> {
    /// Returns the pages from that of `request` on.
    pub fn new(request: P) -> Self {
        let Call { builder, finish } = request.into_call();
        Self { walk: Box::new(Walk::new(builder)), finish, next: P::next, left: None }
    }

    /// Walks backward from the page of the request, to the beginning of the list.
    pub fn backward(mut self) -> Self
    where
        P: PaginateBackward,
    {
        self.next = P::previous;
        self
    }

    /// Ends the walk after this many pages, wherever the list ends.
    pub fn limit(mut self, pages: usize) -> Self {
        self.left = Some(pages);
        self
    }

    /// Limits the walk as a whole, from its first request on; a request gets no more time than is left. Unlimited
    /// unless set: the limit of a call ([`RequestOptions::timeout`](crate::RequestOptions::timeout)) is one of each
    /// page.
    ///
    /// After it has passed, the walk fails with an error of kind [`Timeout`](crate::ErrorKind::Timeout).
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.walk.limit(limit);
        self
    }

    /// Goes to a [`position`](Self::position) of an earlier walk through the same list, in the same direction.
    ///
    /// The request should be made as it was for the earlier walk. A text that is no position, or one of another origin,
    /// is an error of kind [`Build`](crate::ErrorKind::Build) when the first page is asked for.
    pub fn resume(mut self, position: &str) -> Self {
        self.walk.resume(position);
        self
    }

    /// Returns where the walk goes on, as text for [`resume`](Self::resume): with the page after the last one that was
    /// returned, also after an error; `None` at the end of the list.
    ///
    /// It holds the path and the query of a request, but no credential of the client. Whoever can change it chooses
    /// where on the server the next request goes, with the credentials of the client, though never to another origin:
    /// do not take one from somebody who must not.
    pub fn position(&self) -> Option<String> {
        self.walk.position(false, 0)
    }

    /// Returns whether the end of the list was reached: after an error or a limit it was not.
    pub fn is_complete(&self) -> bool {
        self.walk.is_over()
    }

    /// Returns the next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if the request does, if the pages do not lead to an end, or if the limit of the walk passed. The walk
    /// stays at this page: asked again, it sends the request again.
    pub async fn try_next(&mut self) -> Result<Option<P::Page>, Error> {
        std::future::poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// Waits for the next page on this thread; see [`Call::send_blocking`].
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    #[cfg(feature = "blocking")]
    pub fn try_next_blocking(&mut self) -> Result<Option<P::Page>, Error> {
        if self.left == Some(0) {
            return Ok(None);
        }
        match self.walk.wait() {
            Some(response) => self.page(response).map(Some),
            None => Ok(None),
        }
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Page, Error>>> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        match ready!(self.walk.poll_response(context)) {
            Some(response) => Poll::Ready(Some(self.page(response))),
            None => Poll::Ready(None),
        }
    }

    fn page(&mut self, response: Result<RawResponse, Error>) -> Result<P::Page, Error> {
        let response = response?;
        match (self.finish)(&response) {
            Ok(page) => {
                self.walk.advance((self.next)(&page), &response);
                self.left = self.left.map(|left| left - 1);
                Ok(page)
            }
            Err(error) => {
                self.walk.fail();
                Err(error)
            }
        }
    }
}

impl<P: Paginate> Stream for Pages<P> {
    type Item = Result<P::Page, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.walk.is_stuck() { Poll::Ready(None) } else { self.poll_page(context) }
    }
}

impl<P: Paginate> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

/// The items of all pages of a list, one after the other: a [`Stream`], or call [`try_next`](Self::try_next).
#[must_use = "items are fetched only when they are asked for"]
pub struct Items<P: Paginate> {
    pages: Pages<P>,
    here: vec::IntoIter<P::Item>,
    /// How many items the page has that those here are of.
    count: usize,
    /// How many items of the next page were taken by an earlier walk.
    skip: usize,
    reversed: bool,
    left: Option<usize>,
}

impl<P: Paginate> Items<P> {
    /// Returns the items from the page of `request` on.
    pub fn new(request: P) -> Self {
        let here = Vec::new().into_iter();
        Self { pages: Pages::new(request), here, count: 0, skip: 0, reversed: false, left: None }
    }

    /// Walks backward from the last item of the request's page to the first item of the list.
    pub fn backward(self) -> Self
    where
        P: PaginateBackward,
    {
        Self { pages: self.pages.backward(), reversed: true, ..self }
    }

    /// Ends the walk after this many items, wherever the list ends.
    pub fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Limits the walk as a whole, from its first request on; a request gets no more time than is left. Unlimited
    /// unless set: the limit of a call ([`RequestOptions::timeout`](crate::RequestOptions::timeout)) is one of each
    /// page.
    ///
    /// After it has passed, the walk fails with an error of kind [`Timeout`](crate::ErrorKind::Timeout).
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.pages.walk.limit(limit);
        self
    }

    /// Goes to a [`position`](Self::position) of an earlier walk through the same list, in the same direction.
    ///
    /// The request should be made as it was for the earlier walk. A text that is no position, or one of another origin,
    /// is an error of kind [`Build`](crate::ErrorKind::Build) when the first item is asked for.
    pub fn resume(mut self, position: &str) -> Self {
        self.skip = self.pages.walk.resume(position);
        self
    }

    /// Returns where the walk goes on, as text for [`resume`](Self::resume): with the item after the last one that was
    /// returned, also after an error; `None` at the end of the list.
    ///
    /// It holds the path and the query of a request, but no credential of the client. Whoever can change it chooses
    /// where on the server the next request goes, with the credentials of the client, though never to another origin:
    /// do not take one from somebody who must not.
    pub fn position(&self) -> Option<String> {
        let taken = self.count - self.here.len();
        if self.here.len() > 0 {
            return self.pages.walk.position(true, taken);
        }
        // There is no next page, so that of the last items is the place, of which all were taken.
        if self.count > 0 && self.pages.walk.is_astray() {
            return self.pages.walk.position(true, self.count);
        }
        self.pages.walk.position(false, self.skip)
    }

    /// Returns whether the end of the list was reached: after an error or a limit it was not.
    pub fn is_complete(&self) -> bool {
        self.here.len() == 0 && self.pages.walk.is_over()
    }

    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if a request does, if the pages do not lead to an end, or if the limit of the walk passed. The walk stays
    /// at this page: asked again, it sends the request again.
    pub async fn try_next(&mut self) -> Result<Option<P::Item>, Error> {
        std::future::poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Waits for the next item on this thread; see [`Call::send_blocking`].
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    #[cfg(feature = "blocking")]
    pub fn try_next_blocking(&mut self) -> Result<Option<P::Item>, Error> {
        loop {
            if let Some(item) = self.take() {
                return Ok(item);
            }
            match self.pages.try_next_blocking()? {
                Some(page) => self.turn(page),
                None => return Ok(None),
            }
        }
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            if let Some(item) = self.take() {
                return Poll::Ready(item.map(Ok));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.turn(page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn turn(&mut self, page: P::Page) {
        let mut items = P::items(page);
        if self.reversed {
            items.reverse();
        }
        self.count = items.len();
        self.here = items.into_iter();
        if let Some(last) = std::mem::take(&mut self.skip).checked_sub(1) {
            self.here.nth(last);
        }
    }

    /// The next item of this page, or `Some(None)` if there must be no more; `None` if another page is needed.
    fn take(&mut self) -> Option<Option<P::Item>> {
        if self.left == Some(0) {
            return Some(None);
        }
        let item = self.here.next()?;
        self.left = self.left.map(|left| left - 1);
        Some(Some(item))
    }
}

/// No item is ever pinned.
impl<P: Paginate> Unpin for Items<P> {}

impl<P: Paginate> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.pages.walk.is_stuck() { Poll::Ready(None) } else { self.poll_item(context) }
    }
}

impl<P: Paginate> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
