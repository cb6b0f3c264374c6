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
//! of the page; the walk then ends. A page without items is not the end, except where pages or items are counted.
//!
//! A URL is followed with credentials, and therefore only to the origin (scheme, host, port) of this page. One that
//! differs by `http` instead of `https` alone, as servers behind a proxy write it, is followed as `https`.

mod link;
mod next;
mod walk;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

pub use self::next::Next;
use self::walk::Walk;
use crate::Error;
use crate::call::Call;
use crate::response::{Answer, Finish};

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
    walk: Walk,
    finish: Finish<P::Page>,
    next: fn(&P::Page) -> Next,
}

impl<P: Paginate> Pages<P> {
    /// Returns the pages from that of `request` on.
    pub fn new(request: P) -> Self {
        let Call { draft, finish } = request.into_call();
        Self { walk: Walk::new(draft), finish, next: P::next }
    }

    /// Walks backward from the page of the request, to the beginning of the list.
    pub fn backward(mut self) -> Self
    where
        P: PaginateBackward,
    {
        self.next = P::previous;
        self
    }

    /// Returns the next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if the request does, or if the pages do not lead to an end; the walk is then over.
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
        match self.walk.wait().transpose()? {
            Some(answer) => self.page(Ok(answer)).map(Some),
            None => Ok(None),
        }
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Page, Error>>> {
        match ready!(self.walk.poll_answer(context)) {
            Some(answer) => Poll::Ready(Some(self.page(answer))),
            None => Poll::Ready(None),
        }
    }

    fn page(&mut self, answer: Result<Answer, Error>) -> Result<P::Page, Error> {
        let answer = answer?;
        match (self.finish)(&answer) {
            Ok(page) => {
                self.walk.advance((self.next)(&page), &answer);
                Ok(page)
            }
            Err(error) => {
                self.walk.end();
                Err(error)
            }
        }
    }
}

impl<P: Paginate> Stream for Pages<P> {
    type Item = Result<P::Page, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
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
    reversed: bool,
}

impl<P: Paginate> Items<P> {
    /// Returns the items from the page of `request` on.
    pub fn new(request: P) -> Self {
        Self { pages: Pages::new(request), here: Vec::new().into_iter(), reversed: false }
    }

    /// Walks backward from the last item of the request's page to the first item of the list.
    pub fn backward(self) -> Self
    where
        P: PaginateBackward,
    {
        Self { pages: self.pages.backward(), reversed: true, ..self }
    }

    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if a request does, or if the pages do not lead to an end; the walk is then over.
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
            if let Some(item) = self.here.next() {
                return Ok(Some(item));
            }
            match self.pages.try_next_blocking()? {
                Some(page) => self.turn(page),
                None => return Ok(None),
            }
        }
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            if let Some(item) = self.here.next() {
                return Poll::Ready(Some(Ok(item)));
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
        self.here = items.into_iter();
    }
}

/// No item is ever pinned.
impl<P: Paginate> Unpin for Items<P> {}

impl<P: Paginate> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<P: Paginate> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
