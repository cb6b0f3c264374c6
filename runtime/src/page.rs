//! Paged lists, forward and backward. Knows requests and cursors, but no operation.
//!
//! # What an operation implements
//!
//! Generated code implements [`Paginate`] for its request and, if the list can be read backward, [`PaginateBackward`].
//! Both return the location of the next page as a [`Next`]:
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
//! `without` names the parameter of the opposite direction: the caller may set it for the first request, but it must
//! not be sent with later ones.
//!
//! A [`Next`] only describes the next page. The offset so far, the number of the page, the URL of this page and the
//! headers of the response are known to the `Walk`.
//!
//! # What is guarded
//!
//! The following are errors of kind [`Paging`](crate::ErrorKind::Paging), returned after the items of the page: a page
//! that announces more without a cursor, a cursor or URL that was followed before, a repeated page, and a URL of
//! another origin. A page without items does not end the list, unless pages or items are counted.
//!
//! A URL is followed with credentials, and therefore only within the origin (scheme, host, port) of this page. If it
//! differs only by `http` instead of `https`, as servers behind a proxy write it, it is followed as `https`.
//!
//! # Streams
//!
//! `take` and `try_collect` are methods of [`Pages`] and [`Items`], so they need no trait of a crate for streams. With
//! `StreamExt` or `TryStreamExt` in scope they are still the ones that are called: `take` is a stream as well, and
//! `try_collect` returns a `Vec` and has no type argument. All other methods of these traits are as usual.
//!
//! # After an error
//!
//! An error does not end the list. The next call requests the failed page again; after an error of kind `Paging`, it
//! returns the same error. A [`Stream`] ends after two errors in a row, so that collecting it terminates;
//! [`is_complete`](Pages::is_complete) distinguishes that from the end of the list. [`position`](Pages::position)
//! returns where to continue later.

mod link;
mod location;
mod next;
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

/// A request whose response is one page of a list.
pub trait Paginate: Sized {
    /// The type of a page.
    type Page: 'static;
    /// The type of an item.
    type Item: 'static;

    /// Returns the request of the first page.
    fn into_call(self) -> Call<Self::Page>;

    /// Returns the items of a page.
    fn items(page: Self::Page) -> Vec<Self::Item>;

    /// Returns the location of the page after this one.
    fn next(page: &Self::Page) -> Next;
}

/// A list that can also be read backward.
pub trait PaginateBackward: Paginate {
    /// Returns the location of the page before this one.
    fn previous(page: &Self::Page) -> Next;
}

/// The pages of a list: a [`Stream`], or call [`try_next`](Self::try_next).
#[must_use = "no page is fetched until it is asked for; call `.try_next().await` in a loop"]
pub struct Pages<P: Paginate> {
    walk: Box<Walk>,
    finish: Finish<P::Page>,
    next: fn(&P::Page) -> Next,
    left: Option<usize>,
}

impl<P: Paginate> Pages<P> {
    /// Returns the pages of a list, beginning with that of `request`.
    pub fn new(request: P) -> Self {
        let Call { builder, finish } = request.into_call();
        Self { walk: Box::new(Walk::new(builder)), finish, next: P::next, left: None }
    }

    /// Reads the list backward, from the page of the request to the beginning of the list.
    pub fn backward(mut self) -> Self
    where
        P: PaginateBackward,
    {
        self.next = P::previous;
        self
    }

    /// Limits the number of pages.
    pub fn limit(mut self, pages: usize) -> Self {
        self.left = Some(pages);
        self
    }

    /// Reads at most `pages` pages: [`limit`](Self::limit) under the name that iterators use.
    pub fn take(self, pages: usize) -> Self {
        self.limit(pages)
    }

    /// Limits the time for all pages, from the first request on; the default is no limit. The time limit of a call
    /// ([`RequestOptions::timeout`](crate::RequestOptions::timeout)) applies to each page, in addition.
    ///
    /// After the limit, reading fails with an error of kind [`Timeout`](crate::ErrorKind::Timeout).
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.walk.limit(limit);
        self
    }

    /// Continues at a [`position`](Self::position) that was saved before, of the same list in the same direction.
    ///
    /// The parameters of the request should be the same as before. If `position` is invalid or of another origin,
    /// reading the first page fails with an error of kind [`Build`](crate::ErrorKind::Build).
    pub fn resume(mut self, position: &str) -> Self {
        self.walk.resume(position);
        self
    }

    /// Returns the position after the last page that was returned, as text for [`resume`](Self::resume); `None` at the
    /// end of the list.
    ///
    /// It contains the path and the query of a request, but no credential of the client. Do not accept a position from
    /// an untrusted source: it determines the path of the next request, which is sent with the credentials of the
    /// client, though never to another origin.
    pub fn position(&self) -> Option<String> {
        self.walk.position(false, 0)
    }

    /// Returns whether the end of the list was reached, rather than an error or a limit.
    pub fn is_complete(&self) -> bool {
        self.walk.is_over()
    }

    /// Returns the next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if the request fails, if pages repeat or cannot be followed, or if the time limit passed. The next call
    /// sends the request again.
    pub async fn try_next(&mut self) -> Result<Option<P::Page>, Error> {
        std::future::poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// Blocks this thread until the next page arrives; see `send_blocking` of a call.
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

    /// Returns all pages. All of them are in memory at once, however long the list is: limit their number with
    /// [`take`](Self::take), or read one after the other with [`try_next`](Self::try_next).
    ///
    /// # Errors
    ///
    /// Fails with the first error, without the pages before it.
    #[doc(alias = "collect")]
    pub async fn try_collect(mut self) -> Result<Vec<P::Page>, Error> {
        let mut all = Vec::new();
        while let Some(one) = self.try_next().await? {
            all.push(one);
        }
        Ok(all)
    }

    /// Blocks this thread until all pages have arrived; see [`try_collect`](Self::try_collect).
    ///
    /// # Errors
    ///
    /// Fails with the first error.
    #[cfg(feature = "blocking")]
    pub fn try_collect_blocking(mut self) -> Result<Vec<P::Page>, Error> {
        let mut all = Vec::new();
        while let Some(one) = self.try_next_blocking()? {
            all.push(one);
        }
        Ok(all)
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

/// The items of all pages of a list: a [`Stream`], or call [`try_next`](Self::try_next).
#[must_use = "nothing is fetched until it is asked for; call `.try_next().await` in a loop, or `.try_collect().await`"]
pub struct Items<P: Paginate> {
    pages: Pages<P>,
    here: vec::IntoIter<P::Item>,
    /// How many items the current page has.
    count: usize,
    /// How many items of the next page to skip, since they were returned before the position was saved.
    skip: usize,
    reversed: bool,
    left: Option<usize>,
}

impl<P: Paginate> Items<P> {
    /// Returns the items of a list, beginning with the page of `request`.
    pub fn new(request: P) -> Self {
        let here = Vec::new().into_iter();
        Self { pages: Pages::new(request), here, count: 0, skip: 0, reversed: false, left: None }
    }

    /// Reads the list backward, from the last item of the request's page to the first item of the list.
    pub fn backward(self) -> Self
    where
        P: PaginateBackward,
    {
        Self { pages: self.pages.backward(), reversed: true, ..self }
    }

    /// Limits the number of items. No page is fetched after the one with the last of them.
    pub fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Reads at most `items` items: [`limit`](Self::limit) under the name that iterators use.
    pub fn take(self, items: usize) -> Self {
        self.limit(items)
    }

    /// Limits the time for all pages, from the first request on; the default is no limit. The time limit of a call
    /// ([`RequestOptions::timeout`](crate::RequestOptions::timeout)) applies to each page, in addition.
    ///
    /// After the limit, reading fails with an error of kind [`Timeout`](crate::ErrorKind::Timeout).
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.pages.walk.limit(limit);
        self
    }

    /// Continues at a [`position`](Self::position) that was saved before, of the same list in the same direction.
    ///
    /// The parameters of the request should be the same as before. If `position` is invalid or of another origin,
    /// reading the first item fails with an error of kind [`Build`](crate::ErrorKind::Build).
    pub fn resume(mut self, position: &str) -> Self {
        self.skip = self.pages.walk.resume(position);
        self
    }

    /// Returns the position after the last item that was returned, as text for [`resume`](Self::resume); `None` at the
    /// end of the list.
    ///
    /// It contains the path and the query of a request, but no credential of the client. Do not accept a position from
    /// an untrusted source: it determines the path of the next request, which is sent with the credentials of the
    /// client, though never to another origin.
    pub fn position(&self) -> Option<String> {
        let taken = self.count - self.here.len();
        if self.here.len() > 0 {
            return self.pages.walk.position(true, taken);
        }
        // There is no next page, so the position is after the last item of this page.
        if self.count > 0 && self.pages.walk.is_broken() {
            return self.pages.walk.position(true, self.count);
        }
        self.pages.walk.position(false, self.skip)
    }

    /// Returns whether the end of the list was reached, rather than an error or a limit.
    pub fn is_complete(&self) -> bool {
        self.here.len() == 0 && self.pages.walk.is_over()
    }

    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if a request fails, if pages repeat or cannot be followed, or if the time limit passed. The next call
    /// sends the request again.
    pub async fn try_next(&mut self) -> Result<Option<P::Item>, Error> {
        std::future::poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Blocks this thread until the next item arrives; see `send_blocking` of a call.
    ///
    /// # Errors
    ///
    /// Fails like [`try_next`](Self::try_next).
    #[cfg(feature = "blocking")]
    pub fn try_next_blocking(&mut self) -> Result<Option<P::Item>, Error> {
        loop {
            if let Some(item) = self.next_here() {
                return Ok(item);
            }
            match self.pages.try_next_blocking()? {
                Some(page) => self.turn(page),
                None => return Ok(None),
            }
        }
    }

    /// Returns all items. All of them are in memory at once, however long the list is: limit their number with
    /// [`take`](Self::take), or read one after the other with [`try_next`](Self::try_next).
    ///
    /// # Errors
    ///
    /// Fails with the first error, without the items before it.
    #[doc(alias = "collect")]
    pub async fn try_collect(mut self) -> Result<Vec<P::Item>, Error> {
        let mut all = Vec::new();
        while let Some(one) = self.try_next().await? {
            all.push(one);
        }
        Ok(all)
    }

    /// Blocks this thread until all items have arrived; see [`try_collect`](Self::try_collect).
    ///
    /// # Errors
    ///
    /// Fails with the first error.
    #[cfg(feature = "blocking")]
    pub fn try_collect_blocking(mut self) -> Result<Vec<P::Item>, Error> {
        let mut all = Vec::new();
        while let Some(one) = self.try_next_blocking()? {
            all.push(one);
        }
        Ok(all)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            if let Some(item) = self.next_here() {
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

    /// Returns the next item of this page; `Some(None)` if the limit is reached, `None` if another page is needed.
    fn next_here(&mut self) -> Option<Option<P::Item>> {
        if self.left == Some(0) {
            return Some(None);
        }
        let item = self.here.next()?;
        self.left = self.left.map(|left| left - 1);
        Some(Some(item))
    }
}

/// Items are never pinned.
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
