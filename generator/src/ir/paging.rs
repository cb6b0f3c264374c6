//! How the pages of an operation follow each other.

use std::collections::BTreeMap;

use super::ids::TypeId;
use super::types::{Type, WireName};

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The path to the items of a page; no step if the page is a list itself.
    pub items: Vec<Step>,
    /// The type of an item.
    pub item: Type,
    /// Whether an item may be null; such items are left out.
    pub nullable: bool,
    /// Whether the items are the values of a map: an item is a pair of a key and a value.
    pub keyed: bool,
    /// The position to send for the first page if the caller sets none, where the server returns the whole list without
    /// one.
    pub first: Option<i64>,
    /// How to get the page after this one.
    pub forward: Direction,
    /// How to get the page before this one.
    pub backward: Option<Direction>,
    /// Whether the configuration asks for it, so that nothing that users of the SDK have may prevent it.
    pub configured: bool,
}

/// How to get the next or the previous page.
#[derive(Clone, Debug, PartialEq)]
pub struct Direction {
    /// The step to it.
    pub advance: Advance,
    /// The property of the page that says whether there is one.
    pub more: Option<Flag>,
    /// Whether the parameters are in the JSON body instead of the query; then a name that begins with a slash is a JSON
    /// Pointer.
    pub in_body: bool,
}

/// The step to the next or the previous page.
#[derive(Clone, Debug, PartialEq)]
pub enum Advance {
    /// Send the same request with a cursor.
    Cursor {
        /// The parameter that takes the cursor.
        parameter: WireName,
        /// Where the cursor is.
        cursor: Source,
    },
    /// Send the same request with the value of a response header.
    Header {
        /// The parameter that takes it.
        parameter: WireName,
        /// The name of the header.
        header: String,
    },
    /// Send the same request with another position.
    Count(Count),
    /// Follow the URL in a property.
    Url(Vec<Step>),
    /// Read a value that is within a union or a map from the JSON of the response.
    At {
        /// The parameter that takes it; `None` if it is a URL to follow.
        parameter: Option<WireName>,
        /// The path to it: a JSON Pointer (RFC 6901) in which `-` is the last item of a list.
        path: String,
        /// Whether a page without items is the last one, whatever is there.
        until_empty: bool,
    },
    /// Follow the `Link` header (RFC 8288) under this relation: `next` or `prev`.
    Link(&'static str),
}

/// Where a cursor is.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A property of the page.
    Page(Vec<Step>),
    /// A property of the page that refers to its first or last item; a page without items has none.
    Edge(Vec<Step>),
    /// A property of the last item of the page.
    LastItem(Vec<Step>),
    /// A property of the first item of the page.
    FirstItem(Vec<Step>),
}

/// A position that is a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// The parameter that takes it.
    pub parameter: WireName,
    /// What it counts.
    pub unit: Unit,
    /// The position of the first page.
    pub first: i64,
    /// The parameter for the number of items of a page.
    pub size: Option<PageSize>,
    /// The property with the position of this page.
    pub here: Option<Vec<Step>>,
    /// The property with the number of items of the list.
    pub total: Option<Vec<Step>>,
    /// The property with the number of pages of the list.
    pub pages: Option<Vec<Step>>,
}

/// What a position counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Items.
    Items,
    /// Pages.
    Pages,
}

/// The parameter for the number of items of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageSize {
    /// The parameter.
    pub parameter: WireName,
    /// The number of items if the parameter is not sent.
    pub default: Option<i64>,
    /// The greatest number of items.
    pub maximum: Option<i64>,
}

/// A property that says whether there is another page.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// The path to it.
    pub at: Vec<Step>,
    /// Whether `true` means that this page is the last.
    pub is_last: bool,
}

/// One step from a struct to its field.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The struct.
    pub owner: TypeId,
    /// The index of the field.
    pub field: usize,
}

/// A kind of paging, as reports name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PagingKind {
    /// A cursor in the response's body.
    Cursor,
    /// The identifier of the last item.
    LastItem,
    /// A cursor in a header of the response.
    Header,
    /// An offset.
    Offset,
    /// The number of a page.
    Page,
    /// A URL in the response's body.
    Url,
    /// The `Link` header.
    Link,
}

impl PagingKind {
    /// Returns its name in the configuration.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cursor => "cursor",
            Self::LastItem => "last-item",
            Self::Header => "header",
            Self::Offset => "offset",
            Self::Page => "page",
            Self::Url => "url",
            Self::Link => "link",
        }
    }
}

impl super::Api {
    /// Returns the number of operations with pages, by the name of the kind.
    #[must_use]
    pub fn paged(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for paging in self.documented().filter_map(|operation| operation.paging.as_ref()) {
            *counts.entry(paging.kind().as_str()).or_default() += 1;
        }
        counts
    }
}

impl Paging {
    /// The kind of its forward direction.
    #[must_use]
    pub fn kind(&self) -> PagingKind {
        match &self.forward.advance {
            Advance::Cursor { cursor: Source::Page(_) | Source::Edge(_), .. }
            | Advance::At { parameter: Some(_), until_empty: true, .. } => PagingKind::Cursor,
            Advance::At { parameter: None, .. } => PagingKind::Url,
            Advance::Cursor { .. } | Advance::At { .. } => PagingKind::LastItem,
            Advance::Header { .. } => PagingKind::Header,
            Advance::Count(Count { unit: Unit::Items, .. }) => PagingKind::Offset,
            Advance::Count(Count { unit: Unit::Pages, .. }) => PagingKind::Page,
            Advance::Url(_) => PagingKind::Url,
            Advance::Link(_) => PagingKind::Link,
        }
    }

    /// Returns every step of every path, for rewriting.
    pub fn steps_mut(&mut self) -> impl Iterator<Item = &mut Step> {
        let directions = std::iter::once(&mut self.forward).chain(&mut self.backward);
        self.items.iter_mut().chain(directions.flat_map(Direction::steps_mut))
    }
}

impl Direction {
    /// The parameter that takes the position, if there is one.
    #[must_use]
    pub fn parameter(&self) -> Option<&WireName> {
        match &self.advance {
            Advance::Cursor { parameter, .. } | Advance::Header { parameter, .. } => Some(parameter),
            Advance::Count(count) => Some(&count.parameter),
            Advance::At { parameter, .. } => parameter.as_ref(),
            Advance::Url(_) | Advance::Link(_) => None,
        }
    }

    fn steps_mut(&mut self) -> impl Iterator<Item = &mut Step> {
        let lists: Vec<&mut Vec<Step>> = match &mut self.advance {
            Advance::Cursor {
                cursor: Source::Page(steps) | Source::Edge(steps) | Source::LastItem(steps) | Source::FirstItem(steps),
                ..
            }
            | Advance::Url(steps) => vec![steps],
            Advance::Count(count) => count.here.iter_mut().chain(&mut count.total).chain(&mut count.pages).collect(),
            Advance::Header { .. } | Advance::Link(_) | Advance::At { .. } => Vec::new(),
        };
        lists.into_iter().flatten().chain(self.more.iter_mut().flat_map(|flag| &mut flag.at))
    }
}
