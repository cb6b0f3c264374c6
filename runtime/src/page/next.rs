//! The location of the next page, as a page describes it. Knows no request.

/// The location of the next page.
///
/// A `Next` is made from the page alone. The request (the offset so far, the number of the page) and the headers of the
/// response are added when it is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub(super) step: Step,
    pub(super) without: Option<&'static str>,
    pub(super) in_body: bool,
    /// Whether the list ends here if the page is as empty as it seems.
    pub(super) seems_last: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// There is none.
    End,
    /// The server announces one without a cursor.
    NoCursor,
    /// The same request with this value of a parameter.
    Cursor(&'static str, String),
    /// The same request with the value of a response header as the value of a parameter.
    Header { parameter: &'static str, header: &'static str },
    /// What is at a path of the JSON body: the value of a parameter of the same request, or without one the URL of the
    /// page.
    At { parameter: Option<&'static str>, path: &'static str },
    /// The same request with the next page number or offset.
    Count(Count),
    /// The page at this URL.
    Url(String),
    /// The page at the URL of this relation in the `Link` header.
    Link(&'static str),
}

/// A page number or an offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) parameter: &'static str,
    pub(super) unit: Unit,
    /// The number or offset of the first page.
    pub(super) first: i64,
    /// The number or offset of this page, as the server sends it.
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

/// The unit of a [`Count`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Items,
    Pages,
}

/// The parameter for the maximum number of items of a page, and its documented limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) parameter: &'static str,
    pub(super) default: Option<i64>,
    pub(super) maximum: Option<i64>,
}

impl Next {
    /// Returns the page with this cursor in the parameter `name`, if there is `more`.
    pub fn cursor(name: &'static str, more: bool, cursor: Option<&str>) -> Self {
        Self::cursor_only(name, cursor).more(Some(more))
    }

    /// Returns the page with this cursor in the parameter `name`; without a cursor, or with an empty one, there is
    /// none.
    pub fn cursor_only(name: &'static str, cursor: Option<&str>) -> Self {
        match cursor.filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => Self::of(Step::Cursor(name, cursor.to_owned())),
            None => Self::end(),
        }
    }

    /// Returns the page with the value of the response header `header` in the parameter `name`; without that header, or
    /// with an empty one, there is none.
    pub fn header(name: &'static str, header: &'static str) -> Self {
        Self::of(Step::Header { parameter: name, header })
    }

    /// Returns the page whose offset in the parameter `name` is greater by `received`, counted from 0. A page without
    /// items is the last one. If the server sends a `Link` header with page relations, it is followed instead.
    pub fn offset(name: &'static str, received: usize) -> Self {
        Self::of(Step::Count(Count::new(name, Unit::Items, 0, received)))
    }

    /// Returns the page with the next number in the parameter `name`, counted from 1. A page without items (`received`
    /// is their number) is the last one. If the server sends a `Link` header with page relations, it is followed
    /// instead.
    pub fn page(name: &'static str, received: usize) -> Self {
        Self::of(Step::Count(Count::new(name, Unit::Pages, 1, received)))
    }

    /// Returns the page at this URL, which may be relative to that of this page; without one, or with an empty one,
    /// there is none. It is followed only within the origin.
    pub fn url(url: Option<&str>) -> Self {
        match url.filter(|url| !url.is_empty()) {
            Some(url) => Self::of(Step::Url(url.to_owned())),
            None => Self::end(),
        }
    }

    /// Returns the page at the URL of this relation, such as `next` or `prev`, in the `Link` header of the response
    /// (RFC 8288). It is followed only within the origin.
    pub fn link(relation: &'static str) -> Self {
        Self::of(Step::Link(relation))
    }

    /// Returns the page with the text or number at a path of the JSON body in the parameter `name`; without one, or
    /// with an empty one, there is none. The path is a JSON Pointer (RFC 6901) in which `-` is the last item of a list.
    /// It is for values that are within a union, where no field leads to them.
    pub fn cursor_at(name: &'static str, path: &'static str) -> Self {
        Self::of(Step::At { parameter: Some(name), path })
    }

    /// Returns the page at the URL at a path of the JSON body, as [`url`](Self::url) does with a URL and
    /// [`cursor_at`](Self::cursor_at) with a path. If an object is there, its `href` or `url` is the URL, as in
    /// [links of JSON:API](https://jsonapi.org/format/#document-links).
    pub fn url_at(path: &'static str) -> Self {
        Self::of(Step::At { parameter: None, path })
    }

    /// Returns that there is no next page.
    pub fn end() -> Self {
        Self::of(Step::End)
    }

    /// Sets whether the page announces another one; `None` if it does not say.
    pub fn more(mut self, more: Option<bool>) -> Self {
        self.step = match (self.step, more) {
            (_, Some(false)) => Step::End,
            (Step::End, Some(true)) => Step::NoCursor,
            (Step::Count(count), Some(true)) => Step::Count(Count { more, ..count }),
            (step, _) => step,
        };
        self
    }

    /// Sets the number or offset of the first page.
    pub fn first(self, first: i64) -> Self {
        self.counting(|count| count.first = first)
    }

    /// Ends the list if this page has no items; `received` is their number. This is for cursors that refer to an item
    /// of the page or to the position after it, which a server may also send with the last page.
    pub fn until_empty(mut self, received: usize) -> Self {
        self.seems_last = received == 0;
        self
    }

    /// Sets the number or offset of this page as the server sends it; it is used if the request has none.
    pub fn here(self, here: Option<i64>) -> Self {
        self.counting(|count| count.here = here)
    }

    /// Sets the parameter for the maximum number of items of a page. A page with fewer items is the last one, if the
    /// number that the server uses is known: the requested one if a `maximum` is documented, or else the documented
    /// `default`.
    pub fn size(self, name: &'static str, default: Option<i64>, maximum: Option<i64>) -> Self {
        self.counting(|count| count.size = Some(Size { parameter: name, default, maximum }))
    }

    /// Sets how many items the list has.
    pub fn total(self, total: Option<i64>) -> Self {
        self.counting(|count| count.total = total)
    }

    /// Sets how many pages the list has.
    pub fn pages(self, pages: Option<i64>) -> Self {
        self.counting(|count| count.pages = pages)
    }

    /// Declares that the parameter is a field of the JSON body rather than of the query; a name that begins with a
    /// slash is a JSON Pointer (RFC 6901).
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Removes the parameter `name` from the requests for further pages.
    pub fn without(mut self, name: &'static str) -> Self {
        self.without = Some(name);
        self
    }

    fn of(step: Step) -> Self {
        Self { step, without: None, in_body: false, seems_last: false }
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

    /// Returns the number or offset of the page after the one at `here`, or `None` if that is the last one. `seen` is
    /// the number of items up to and including this page, if known; `requested` is the number that was requested per
    /// page.
    pub(super) fn after(&self, here: i64, seen: Option<i64>, requested: Option<i64>) -> Option<i64> {
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
            _ => self.size.and_then(|size| size.known(requested)).is_some_and(|size| received < size),
        };
        (!last).then_some(next)
    }
}

impl Size {
    /// Returns how many items a full page has, if that is certain.
    pub(super) fn known(self, requested: Option<i64>) -> Option<i64> {
        match (requested, self.maximum) {
            (Some(requested), Some(maximum)) => Some(requested.min(maximum)),
            (Some(_), None) => None,
            (None, _) => self.default,
        }
    }
}
