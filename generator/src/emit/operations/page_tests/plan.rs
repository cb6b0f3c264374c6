//! Plans the test of a paged list: the pages that a server returns, and what the request for each of them has to carry.
//! Both follow from how the document says that pages follow each other. Knows the model and literals, no Rust.

mod counted;
mod given;
mod values;

pub(super) use self::given::Decided;
use self::given::Given;
use self::values::{end, place};
use super::json;
use crate::emit::views::Op;
use crate::ir::{Advance, Direction, Literal, Paging, Source, Step};
use crate::samples::Samples;

/// The mark in the JSON of a page that the server replaces by the items.
pub(super) const ITEMS: &str = "sdkgen:items";
/// The mark in the JSON of an item that the server replaces by its identifier.
pub(super) const ID: &str = "sdkgen:id";
/// The mark in URLs that the server replaces by the URL of the first page without its query.
pub(super) const HERE: &str = "sdkgen:here";
/// The query parameter of URLs of further pages.
pub(super) const PAGE: &str = "sdkgen-page";

/// How many items the pages have where nothing depends on it: the list goes on after a page without items.
const USUAL: [usize; 3] = [2, 0, 1];

/// Reading a list once, from its first page to the end.
pub(super) struct Walk {
    pub(super) backward: bool,
    /// The inputs that the test sets besides the required ones, or to other values than samples.
    pub(super) decided: Vec<Decided>,
    pub(super) item: Literal,
    pub(super) keyed: bool,
    pub(super) pages: Vec<Page>,
}

/// A page.
pub(super) struct Page {
    /// What the request for it has to carry.
    pub(super) sent: Sent,
    pub(super) body: Literal,
    pub(super) header: Option<(String, String)>,
    pub(super) items: Items,
}

/// The items of a page.
pub(super) enum Items {
    /// This many that are alike.
    Alike(usize),
    /// One for each of these identifiers.
    Identified(Vec<Literal>),
}

/// What a request has to carry.
pub(super) enum Sent {
    /// Whatever the test sets.
    Anything,
    /// This text in a query parameter, or no such parameter.
    Query(String, Option<String>),
    /// This value at a JSON Pointer of the body, or nothing there.
    Body(String, Option<Literal>),
    /// The query of the URL with this number.
    Url(usize),
}

/// Plans reading a list forward and, if that is possible, backward.
///
/// # Errors
///
/// Fails with the reason why a list of the kind cannot be served.
pub(super) fn walks(op: Op<'_>, paging: &Paging) -> Result<Vec<Walk>, String> {
    let forward = std::iter::once((false, &paging.forward));
    let directions = forward.chain(paging.backward.iter().map(|direction| (true, direction)));
    directions.map(|(backward, direction)| Planner::new(op, paging, direction)?.walk(backward)).collect()
}

struct Planner<'a> {
    paging: &'a Paging,
    direction: &'a Direction,
    given: Given<'a>,
    op: Op<'a>,
    /// A page with the mark for its items.
    page: Literal,
    item: Literal,
    /// How many identifiers were given out.
    identifiers: usize,
}

impl<'a> Planner<'a> {
    fn new(op: Op<'a>, paging: &'a Paging, direction: &'a Direction) -> Result<Self, String> {
        let api = op.cx.api;
        let ty = op.ir.output.json().ok_or("its response is not JSON")?;
        let mut page = Samples::new(api).value(ty, None, None).ok_or("its page has no finite sample")?;
        let item = Samples::new(api).value(&paging.item, None, None).ok_or("its items have no finite sample")?;
        place(api, &mut page, &paging.items, Literal::String(ITEMS.to_owned()))?;
        Ok(Self { paging, direction, given: Given::new(op, direction), op, page, item, identifiers: 0 })
    }

    fn walk(mut self, backward: bool) -> Result<Walk, String> {
        let pages = match &self.direction.advance {
            Advance::Count(count) => self.counted(count)?,
            Advance::Cursor { cursor: Source::LastItem(steps) | Source::FirstItem(steps), .. } => {
                self.identify_items(steps)?;
                self.by_item(backward)?
            }
            Advance::At { parameter: Some(_), path, until_empty: false } => match self.path_in_item(path) {
                Some(rest) => {
                    json::set(&mut self.item, &rest, Literal::String(ID.to_owned()));
                    self.by_item(backward)?
                }
                None => self.by_lead()?,
            },
            Advance::Cursor { .. }
            | Advance::Header { .. }
            | Advance::Url(_)
            | Advance::At { .. }
            | Advance::Link(_) => self.by_lead()?,
        };
        let Self { given, item, paging, .. } = self;
        Ok(Walk { backward, decided: given.decided, item, keyed: paging.keyed, pages })
    }

    /// Plans pages that have a cursor or a URL apart from their items.
    fn by_lead(&mut self) -> Result<Vec<Page>, String> {
        let counts: &[usize] = match (self.ends_empty(), self.direction.more.is_some()) {
            (false, _) => &USUAL,
            (true, true) => &[2, 1, 1],
            (true, false) => &[2, 1, 1, 0],
        };
        let mut sent = self.first();
        let mut pages = Vec::new();
        for (index, &items) in counts.iter().enumerate() {
            let is_last = index + 1 == counts.len();
            let mut page = Page { sent, body: self.page.clone(), header: None, items: Items::Alike(items) };
            sent = self.lead(&mut page, index + 1, is_last)?;
            self.announce(&mut page.body, is_last)?;
            pages.push(page);
        }
        Ok(pages)
    }

    /// Whether a page without items is the last one, whatever leads on from it.
    fn ends_empty(&self) -> bool {
        matches!(
            self.direction.advance,
            Advance::Cursor { cursor: Source::Edge(_), .. } | Advance::At { until_empty: true, .. }
        )
    }

    /// Plans pages that are followed by an identifier of an item. Without a flag, the last page has no items.
    fn by_item(&mut self, backward: bool) -> Result<Vec<Page>, String> {
        let is_flagged = self.direction.more.is_some();
        let counts: &[usize] = if is_flagged { &[2, 1, 1] } else { &[2, 1, 1, 0] };
        let mut sent = self.first();
        let mut pages = Vec::new();
        for (index, items) in counts.iter().enumerate() {
            let ids = (0..*items).map(|_| self.next_identifier()).collect::<Result<Vec<_>, _>>()?;
            let mut body = self.page.clone();
            self.announce(&mut body, index + 1 == counts.len())?;
            let at = if backward { ids.first() } else { ids.last() };
            let next = self.given.sent(at);
            let page = Page { sent, body, header: None, items: Items::Identified(ids) };
            sent = next;
            pages.push(page);
        }
        Ok(pages)
    }

    /// What the first request has to carry.
    fn first(&self) -> Sent {
        match self.direction.parameter() {
            Some(_) => self.given.sent(self.given.position().as_ref()),
            None => Sent::Anything,
        }
    }

    /// Writes into a page what leads to the next one; returns what the request for that has to carry.
    fn lead(&self, page: &mut Page, number: usize, is_last: bool) -> Result<Sent, String> {
        let api = self.op.cx.api;
        // A flag says that a page is the last one although it has a cursor.
        let is_over = is_last && self.direction.more.is_none() && !self.ends_empty();
        // Absolute and relative URLs are followed.
        let url = format!("{}?{PAGE}={}", if number == 1 { HERE } else { "" }, number + 1);
        let url = || Literal::String(url.clone());
        match &self.direction.advance {
            Advance::Cursor { cursor: Source::Page(steps) | Source::Edge(steps), .. } => {
                let cursor = values::nth_of_step(api, steps, number)?;
                if is_over {
                    end(api, &mut page.body, steps)?
                } else {
                    place(api, &mut page.body, steps, cursor.clone())?
                }
                Ok(self.given.sent(Some(&cursor)))
            }
            Advance::Url(steps) => {
                if is_over {
                    end(api, &mut page.body, steps)?
                } else {
                    place(api, &mut page.body, steps, url())?
                }
                Ok(Sent::Url(number + 1))
            }
            Advance::At { parameter, path, .. } => {
                let path = json::steps(path);
                let value = match parameter {
                    Some(_) => values::like(json::get(&page.body, &path), number),
                    None => url(),
                };
                if is_over {
                    json::remove(&mut page.body, &path)
                } else {
                    json::set(&mut page.body, &path, value.clone())
                }
                Ok(if parameter.is_some() { self.given.sent(Some(&value)) } else { Sent::Url(number + 1) })
            }
            Advance::Header { header, .. } => {
                let cursor = values::text(number);
                page.header = (!is_over).then(|| (header.clone(), cursor.clone()));
                Ok(self.given.sent(Some(&Literal::String(cursor))))
            }
            Advance::Link(relation) => {
                // The last page has a link, too, but not one to the next page.
                let relation = if is_over { "first" } else { relation };
                page.header = Some(("Link".to_owned(), format!("<{}>; rel=\"{relation}\"", json::text(&url()))));
                Ok(Sent::Url(number + 1))
            }
            Advance::Cursor { .. } | Advance::Count(_) => Ok(Sent::Anything),
        }
    }

    /// Sets the flag that says whether there is another page.
    fn announce(&self, body: &mut Literal, is_last: bool) -> Result<(), String> {
        match &self.direction.more {
            Some(flag) => place(self.op.cx.api, body, &flag.at, Literal::Boolean(flag.is_last == is_last)),
            None => Ok(()),
        }
    }

    /// Puts the mark for the identifier into the item.
    fn identify_items(&mut self, steps: &[Step]) -> Result<(), String> {
        place(self.op.cx.api, &mut self.item, steps, Literal::String(ID.to_owned()))
    }

    fn next_identifier(&mut self) -> Result<Literal, String> {
        self.identifiers += 1;
        match &self.direction.advance {
            Advance::Cursor { cursor: Source::LastItem(steps) | Source::FirstItem(steps), .. } => {
                values::nth_of_step(self.op.cx.api, steps, self.identifiers)
            }
            _ => Ok(values::like(None, self.identifiers)),
        }
    }

    /// Returns the part of a path that is within an item; `None` if it leads elsewhere.
    fn path_in_item(&self, path: &str) -> Option<Vec<String>> {
        let mut steps = json::steps(path).into_iter();
        let mut items = self.op.cx.api.names_of(&self.paging.items);
        let is_item = items.all(|name| steps.next().is_some_and(|step| step == name));
        (is_item && steps.next().is_some_and(|step| ["-", "0"].contains(&step.as_str()))).then(|| steps.collect())
    }
}
