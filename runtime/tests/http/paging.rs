//! Paged lists: forward, backward, and with broken cursors.

use std::collections::BTreeMap;

use sdkgen_runtime::private::{Call, Core, Decode, Fault, Field, Next, Operation, Reader, blank};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{ErrorKind, Items, Pages, Paginate, PaginateBackward, Request};

use crate::support::{client, now};

#[derive(Debug, PartialEq)]
pub(crate) struct Page {
    items: Vec<String>,
    info: Info,
}

#[derive(Debug, PartialEq)]
struct Info {
    more: bool,
    less: bool,
    first: Option<String>,
    last: Option<String>,
}

impl Decode for Page {
    fn blank() -> Self {
        Self { items: Vec::new(), info: blank() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        const FIELDS: &[Field] = &[Field::required("items"), Field::required("info")];
        reader.object(FIELDS, &mut [&mut self.items, &mut self.info])
    }
}

impl Decode for Info {
    fn blank() -> Self {
        Self { more: false, less: false, first: None, last: None }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        const FIELDS: &[Field] =
            &[Field::optional("first"), Field::optional("last"), Field::required("more"), Field::required("less")];
        reader.object(FIELDS, &mut [&mut self.first, &mut self.last, &mut self.more, &mut self.less])
    }
}

static LIST: Operation = Operation::new("things.list", sdkgen_runtime::http::Method::GET, "/things");

#[derive(Clone, Debug)]
pub(crate) struct List {
    call: Call<Page>,
}

impl List {
    pub(crate) fn new(core: &Core) -> Self {
        let mut call = Call::json(core, &LIST, &[]);
        call.query("limit", &2_i64);
        Self { call }
    }

    fn starting(core: &Core, name: &'static str, cursor: &str) -> Self {
        let mut list = Self::new(core);
        list.call.query(name, &cursor);
        list
    }
}

impl Paginate for List {
    type Page = Page;
    type Item = String;

    fn into_call(self) -> Call<Page> {
        self.call
    }

    fn items(page: Page) -> Vec<String> {
        page.items
    }

    fn next(page: &Page) -> Next {
        Next::cursor("after", page.info.more, page.info.last.as_deref()).without("before")
    }
}

impl PaginateBackward for List {
    fn previous(page: &Page) -> Next {
        Next::cursor("before", page.info.less, page.info.first.as_deref()).without("after")
    }
}

fn page(items: &[&str], first: Option<&str>, last: Option<&str>, less: bool, more: bool) -> MockReply {
    let text = |cursor: Option<&str>| cursor.map_or("null".to_owned(), |cursor| format!("{cursor:?}"));
    let info = format!(r#"{{"first": {}, "last": {}, "less": {less}, "more": {more}}}"#, text(first), text(last));
    MockReply::new(200).json(format!(r#"{{"items": {items:?}, "info": {info}}}"#))
}

/// The letters a to f, two per page; a cursor is the letter at the edge.
fn alphabet() -> MockTransport {
    MockTransport::from_fn(|request: &Request| {
        let query: BTreeMap<String, String> = request.query().into_iter().collect();
        match (query.get("after").map(String::as_str), query.get("before").map(String::as_str)) {
            (None, None) | (None, Some("c")) => page(&["a", "b"], Some("a"), Some("b"), false, true),
            (Some("b"), None) | (None, Some("e")) => page(&["c", "d"], Some("c"), Some("d"), true, true),
            (Some("d"), None) | (None, Some("~")) => page(&["e", "f"], Some("e"), Some("f"), true, false),
            other => panic!("{other:?}"),
        }
    })
}

fn queries(mock: &MockTransport) -> Vec<String> {
    mock.requests().iter().map(|request| request.raw_query().to_owned()).collect()
}

/// All items, or those before the error and the error.
fn all(mut items: Items<List>) -> (Vec<String>, Option<sdkgen_runtime::Error>) {
    now(async move {
        let mut seen = Vec::new();
        loop {
            match items.try_next().await {
                Ok(Some(item)) => seen.push(item),
                Ok(None) => return (seen, None),
                Err(error) => {
                    assert!(!items.is_complete() && items.position().is_some(), "an error is not the end");
                    return (seen, Some(error));
                }
            }
        }
    })
}

#[test]
fn forward_to_the_end() {
    let mock = alphabet();
    let (items, error) = all(Items::new(List::new(&client(&mock))));
    assert!(error.is_none());
    assert_eq!(items, ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(queries(&mock), ["limit=2", "limit=2&after=b", "limit=2&after=d"]);
}

#[test]
fn forward_from_the_middle() {
    let mock = alphabet();
    let (items, _) = all(Items::new(List::starting(&client(&mock), "before", "e")));
    assert_eq!(items, ["c", "d", "e", "f"]);
    assert_eq!(queries(&mock), ["limit=2&before=e", "limit=2&after=d"]);
}

#[test]
fn backward_to_the_beginning() {
    let mock = alphabet();
    let (items, error) = all(Items::new(List::starting(&client(&mock), "after", "d")).backward());
    assert!(error.is_none());
    assert_eq!(items, ["f", "e", "d", "c", "b", "a"]);
    assert_eq!(queries(&mock), ["limit=2&after=d", "limit=2&before=e", "limit=2&before=c"]);
}

#[test]
fn whole_pages() {
    let mock = alphabet();
    let mut pages = Pages::new(List::starting(&client(&mock), "before", "~")).backward();
    let seen = now(async move {
        let mut seen = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            seen.push(page.items.concat());
        }
        seen
    });
    assert_eq!(seen, ["ef", "cd", "ab"]);
}

#[test]
fn an_empty_page_is_not_the_end() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], Some("a"), Some("1"), false, true));
    mock.enqueue(page(&[], None, Some("2"), true, true));
    mock.enqueue(page(&["b"], Some("b"), None, true, false));
    assert_eq!(all(Items::new(List::new(&client(&mock)))).0, ["a", "b"]);
    assert_eq!(queries(&mock), ["limit=2", "limit=2&after=1", "limit=2&after=2"]);
}

#[test]
fn a_cursor_without_more_is_not_followed() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], Some("a"), Some("1"), false, false));
    assert_eq!(all(Items::new(List::new(&client(&mock)))).0, ["a"]);
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn a_repeated_cursor_is_an_error_after_the_items() {
    let mock = MockTransport::from_fn(|_| page(&["x"], Some("1"), Some("1"), true, true));
    let (items, error) = all(Items::new(List::new(&client(&mock))));
    let error = error.unwrap();
    assert_eq!((items.len(), error.kind(), mock.requests().len()), (2, ErrorKind::Paging, 2));
    assert_eq!(error.operation(), Some("things.list"));
    assert_eq!(error.to_string(), "things.list: a cursor was repeated, so the pages form a cycle");
    let mock = MockTransport::from_fn(|_| page(&["x"], None, Some("here"), true, true));
    let (items, error) = all(Items::new(List::starting(&client(&mock), "after", "here")));
    assert_eq!((items.len(), error.map(|error| error.kind())), (1, Some(ErrorKind::Paging)));
}

#[test]
fn a_longer_circle_is_found_too() {
    let mock = MockTransport::from_fn(|request: &Request| {
        let after = request.query().into_iter().find(|(name, _)| name == "after").map(|(_, value)| value);
        let next = match after.as_deref() {
            None | Some("3") => "1",
            Some("1") => "2",
            _ => "3",
        };
        page(&["x"], None, Some(next), true, true)
    });
    let (items, error) = all(Items::new(List::new(&client(&mock))));
    assert_eq!((items.len(), error.map(|error| error.kind())), (4, Some(ErrorKind::Paging)));
}

#[test]
fn more_without_a_cursor_is_an_error_after_the_items() {
    for cursor in [None, Some("")] {
        let mock = MockTransport::new();
        mock.enqueue(page(&["a"], None, cursor, false, true));
        let (items, error) = all(Items::new(List::new(&client(&mock))));
        assert_eq!((items.len(), error.map(|error| error.kind())), (1, Some(ErrorKind::Paging)));
    }
}

#[test]
fn a_failed_request_is_not_the_end() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], None, Some("1"), false, true));
    mock.enqueue(MockReply::new(403));
    let (items, error) = all(Items::new(List::new(&client(&mock))));
    assert!(items == ["a"] && error.is_some_and(|error| error.is_forbidden()));
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(200).json(r#"{"items": [1]}"#));
    let (_, error) = all(Items::new(List::new(&client(&mock))));
    assert!(error.is_some_and(|error| error.is_decode()));
}

#[test]
fn where_the_next_page_is() {
    assert_eq!(Next::cursor_only("c", None), Next::end());
    assert_eq!(Next::cursor_only("c", Some("")), Next::end());
    assert_eq!(Next::cursor_only("c", Some("x")), Next::cursor("c", true, Some("x")));
    assert_ne!(Next::cursor("c", true, None), Next::end());
    assert_eq!(Next::cursor("c", false, Some("x")), Next::end());
}

#[test]
fn collecting_and_taking() {
    let mock = alphabet();
    let items = || Items::new(List::new(&client(&mock)));
    assert_eq!(now(items().try_collect()).unwrap(), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(mock.requests().len(), 3);
    let mock = alphabet();
    let items = || Items::new(List::new(&client(&mock)));
    assert_eq!(now(items().take(3).try_collect()).unwrap(), ["a", "b", "c"]);
    assert_eq!(mock.requests().len(), 2);
    assert_eq!(now(items().take(2).try_collect()).unwrap(), ["a", "b"]);
    assert_eq!(mock.requests().len(), 3, "the last item of a page needs no other page");
    assert_eq!(now(items().take(0).try_collect()).unwrap(), Vec::<String>::new());
    assert_eq!(mock.requests().len(), 3);
    let pages = now(Pages::new(List::new(&client(&mock))).take(2).try_collect()).unwrap();
    assert_eq!(pages.iter().map(|page| page.items.concat()).collect::<Vec<_>>(), ["ab", "cd"]);
    assert_eq!(mock.requests().len(), 5);
}

#[test]
fn collecting_fails_with_the_first_error() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], None, Some("1"), false, true));
    mock.enqueue(MockReply::new(403));
    let error = now(Items::new(List::new(&client(&mock))).try_collect()).unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(mock.requests().len(), 2, "nothing is requested after it");
}
