//! What a page says about where the next one is. Says only what is to be done: the walk does it. Knows no request.

/// Where the next page is.
///
/// Whatever the kind, a `Next` is made of the page alone; what the request had (the offset so far, the page's number)
/// and what came in headers is known to the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub(super) step: Step,
    pub(super) without: Option<&'static str>,
    pub(super) in_body: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nowhere: this page is the last.
    End,
    /// The server says that there is one, but not where.
    Lost,
    /// The same request with this value of this parameter.
    Cursor(&'static str, String),
    /// The same request with what a header of the answer says as the value of this parameter.
    Header { parameter: &'static str, header: &'static str },
    /// The same request a page or so many items further on.
    Count(Count),
    /// What stands at this URL.
    Url(String),
    /// What stands at the URL that the `Link` header names under this relation.
    Link(&'static str),
}

/// A position that is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) parameter: &'static str,
    pub(super) unit: Unit,
    /// The position of the first page.
    pub(super) first: i64,
    /// The position of this page as the server tells it.
    pub(super) here: Option<i64>,
    /// How many items this page has.
    pub(super) received: usize,
    pub(super) size: Option<Size>,
    /// How many items the list has.
    pub(super) total: Option<i64>,
    /// How many pages the list has.
    pub(super) pages: Option<i64>,
    pub(super) more: Option<bool>,
}

/// What a position counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Items,
    Pages,
}

/// The parameter that says how many items a page may have, and what is documented of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) parameter: &'static str,
    pub(super) default: Option<i64>,
    pub(super) maximum: Option<i64>,
}

impl Next {
    /// The next page has this cursor in the parameter `name`, if there is `more`.
    pub fn cursor(name: &'static str, more: bool, cursor: Option<&str>) -> Self {
        Self::cursor_only(name, cursor).more(Some(more))
    }

    /// The next page has this cursor in the parameter `name`; without a cursor, or with an empty one, there is none.
    pub fn cursor_only(name: &'static str, cursor: Option<&str>) -> Self {
        match cursor.filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => Self::of(Step::Cursor(name, cursor.to_owned())),
            None => Self::end(),
        }
    }

    /// The next page has the value of the answer's header `header` in the parameter `name`; without that header, or
    /// with an empty one, there is none.
    pub fn header(name: &'static str, header: &'static str) -> Self {
        Self::of(Step::Header { parameter: name, header })
    }

    /// The next page begins `received` items further on, counted by the parameter `name` from 0. A page without items
    /// is the last one. Where the server sends a `Link` header that tells of pages, it is followed instead.
    pub fn offset(name: &'static str, received: usize) -> Self {
        Self::of(Step::Count(Count::new(name, Unit::Items, 0, received)))
    }

    /// The next page has the next number in the parameter `name`, counted from 1. A page without items (`received` says
    /// how many there are) is the last one. Where the server sends a `Link` header that tells of pages, it is followed
    /// instead.
    pub fn page(name: &'static str, received: usize) -> Self {
        Self::of(Step::Count(Count::new(name, Unit::Pages, 1, received)))
    }

    /// The next page is at this URL, which may be relative to that of this page; without one, or with an empty one,
    /// there is none. It is followed within the origin only.
    pub fn url(url: Option<&str>) -> Self {
        match url.filter(|url| !url.is_empty()) {
            Some(url) => Self::of(Step::Url(url.to_owned())),
            None => Self::end(),
        }
    }

    /// The next page is where the answer's `Link` header says (RFC 8288), under this relation: `next`, `prev`. It is
    /// followed within the origin only.
    pub fn link(relation: &'static str) -> Self {
        Self::of(Step::Link(relation))
    }

    /// There is no next page.
    pub fn end() -> Self {
        Self::of(Step::End)
    }

    /// Says what the page itself says: whether there is another one; `None` if it says nothing.
    pub fn more(mut self, more: Option<bool>) -> Self {
        self.step = match (self.step, more) {
            (_, Some(false)) => Step::End,
            (Step::End, Some(true)) => Step::Lost,
            (Step::Count(count), Some(true)) => Step::Count(Count { more, ..count }),
            (step, _) => step,
        };
        self
    }

    /// The count begins with `first`.
    pub fn first(self, first: i64) -> Self {
        self.counting(|count| count.first = first)
    }

    /// The position of this page as the server tells it; it counts where the request says none.
    pub fn here(self, here: Option<i64>) -> Self {
        self.counting(|count| count.here = here)
    }

    /// The parameter `name` says how many items a page has. A page with fewer is the last one, if the number that the
    /// server goes by is known: what was asked for where a `maximum` is documented, or else the documented `default`.
    pub fn size(self, name: &'static str, default: Option<i64>, maximum: Option<i64>) -> Self {
        self.counting(|count| count.size = Some(Size { parameter: name, default, maximum }))
    }

    /// How many items the list has.
    pub fn total(self, total: Option<i64>) -> Self {
        self.counting(|count| count.total = total)
    }

    /// How many pages the list has.
    pub fn pages(self, pages: Option<i64>) -> Self {
        self.counting(|count| count.pages = pages)
    }

    /// The parameter is a member of the JSON body rather than of the query; a name that begins with a slash is a JSON
    /// Pointer (RFC 6901).
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Takes the parameter `name` away when the walk goes on.
    pub fn without(mut self, name: &'static str) -> Self {
        self.without = Some(name);
        self
    }

    fn of(step: Step) -> Self {
        Self { step, without: None, in_body: false }
    }

    fn counting(mut self, change: impl FnOnce(&mut Count)) -> Self {
        if let Step::Count(count) = &mut self.step {
            change(count);
        }
        self
    }
}

impl Count {
    fn new(parameter: &'static str, unit: Unit, first: i64, received: usize) -> Self {
        Self { parameter, unit, first, here: None, received, size: None, total: None, pages: None, more: None }
    }

    /// Returns the position of the page after the one at `here`, or `None` if that is the last one. `seen` is how many
    /// items the list has up to and with this page, if that is known; `asked` how many items were asked for.
    pub(super) fn after(&self, here: i64, seen: Option<i64>, asked: Option<i64>) -> Option<i64> {
        if self.received == 0 {
            return None;
        }
        let received = i64::try_from(self.received).ok()?;
        let next = here.checked_add(if self.unit == Unit::Items { received } else { 1 })?;
        if self.more == Some(true) {
            return Some(next);
        }
        let last = match (self.pages, self.total, seen) {
            (Some(pages), ..) => next.saturating_sub(self.first) >= pages,
            (None, Some(total), Some(seen)) => seen >= total,
            _ => self.size.and_then(|size| size.known(asked)).is_some_and(|size| received < size),
        };
        (!last).then_some(next)
    }
}

impl Size {
    /// How many items the server puts on a full page, if that is certain.
    pub(super) fn known(self, asked: Option<i64>) -> Option<i64> {
        match (asked, self.maximum) {
            (Some(asked), Some(maximum)) => Some(asked.min(maximum)),
            (Some(_), None) => None,
            (None, _) => self.default,
        }
    }
}
