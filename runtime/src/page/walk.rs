//! The part of a walk through pages that is the same for all lists: requests, cursors, guards. Knows no page's type.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::task::{Context, Poll, ready};

use super::{Next, Step};
use crate::request::draft::Draft;
use crate::response::Answer;
use crate::sending::start;
use crate::{BoxFuture, Error};

/// A walk through the pages of a list.
pub(super) struct Walk {
    draft: Box<Draft>,
    state: State,
    /// Hashes of the cursors that were followed: a walk may be long, and its cursors too.
    seen: HashSet<u64>,
    hasher: RandomState,
}

enum State {
    /// The next request is ready to be sent.
    Ready,
    Underway(BoxFuture<Result<Answer, Error>>),
    /// The last page led astray; to be told when the next one is asked for.
    Failed(Error),
    Over,
}

impl Walk {
    pub(super) fn new(draft: Box<Draft>) -> Self {
        Self { draft, state: State::Ready, seen: HashSet::new(), hasher: RandomState::new() }
    }

    pub(super) fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Answer, Error>>> {
        let answer = match self.begin() {
            Some(Ok(work)) => ready!(work.as_mut().poll(context)),
            Some(Err(error)) => Err(error),
            None => return Poll::Ready(None),
        };
        self.state = State::Over;
        Poll::Ready(Some(answer))
    }

    #[cfg(feature = "blocking")]
    pub(super) fn wait(&mut self) -> Option<Result<Answer, Error>> {
        if let Err(error) = self.begin()? {
            self.state = State::Over;
            return Some(Err(error));
        }
        let State::Underway(work) = std::mem::replace(&mut self.state, State::Over) else { return None };
        Some(crate::blocking::wait(work).and_then(|answer| answer))
    }

    /// Returns the request that is underway, begun if need be; `None` if the walk is over.
    fn begin(&mut self) -> Option<Result<&mut BoxFuture<Result<Answer, Error>>, Error>> {
        if let State::Ready = self.state {
            self.state = State::Underway(start(Draft::clone(&self.draft)));
        }
        match &mut self.state {
            State::Underway(work) => Some(Ok(work)),
            State::Failed(error) => Some(Err(error.clone())),
            State::Ready | State::Over => None,
        }
    }

    /// Ends the walk.
    pub(super) fn end(&mut self) {
        self.state = State::Over;
    }

    /// Gets ready for the next page; `answer` was the last one.
    pub(super) fn advance(&mut self, next: Next, answer: &Answer) {
        self.state = match next.step {
            Step::End => State::Over,
            Step::Lost => {
                State::Failed(Error::paging(answer, "the page announces another one, but names no cursor for it"))
            }
            Step::Query(name, cursor) => {
                self.remember(name);
                self.draft.query.set(name.into(), &cursor);
                if self.remember(name) {
                    State::Ready
                } else {
                    State::Failed(Error::paging(answer, "a cursor came up again, so the pages go round in a circle"))
                }
            }
        };
        if let Some(name) = next.without {
            self.draft.query.remove(name);
        }
    }

    /// Returns `false` if the parameter has had its present value before.
    fn remember(&mut self, name: &str) -> bool {
        let Some(part) = self.draft.query.part(name) else { return true };
        self.seen.insert(self.hasher.hash_one(part))
    }
}
