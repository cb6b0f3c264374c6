//! The kinds of pagination other than cursors in the query: counted pages, URLs, headers, fields of the body; and their
//! guards.

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Core, Decode, Fault, Field, Next, Operation, Reader, blank};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Error, ErrorKind, Items, Paginate, PaginateBackward, Request};

use crate::support::{client, now};

#[derive(Debug)]
struct Page {
    items: Vec<String>,
    next: Option<String>,
    previous: Option<String>,
    total: Option<i64>,
    pages: Option<i64>,
    more: Option<bool>,
    here: Option<i64>,
}

impl Decode for Page {
    fn blank() -> Self {
        Self { items: blank(), next: None, previous: None, total: None, pages: None, more: None, here: None }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        const FIELDS: &[Field] = &[
            Field::required("items"),
            Field::optional("next"),
            Field::optional("previous"),
            Field::optional("total"),
            Field::optional("pages"),
            Field::optional("more"),
            Field::optional("here"),
        ];
        let Self { items, next, previous, total, pages, more, here } = self;
        reader.object(FIELDS, &mut [items, next, previous, total, pages, more, here])
    }
}

static LIST: Operation = Operation::new("things.list", Method::GET, "/things");
static SEARCH: Operation = Operation::new("things.search", Method::POST, "/things/search");
static ELSEWHERE: Operation =
    Operation::new("things.elsewhere", Method::GET, "/things").server("https://other.example.com/v2");

/// A list whose next page is `$next`.
macro_rules! list {
    ($name:ident, $next:expr) => {
        #[derive(Clone)]
        struct $name(Call<Page>);

        impl $name {
            fn of(core: &Core, operation: &'static Operation) -> Self {
                Self(Call::json(core, operation, &[]))
            }

            #[allow(dead_code, reason = "not every list is that of the usual operation")]
            fn new(core: &Core) -> Self {
                Self::of(core, &LIST)
            }

            #[allow(dead_code, reason = "not every list has parameters")]
            fn with(mut self, name: &'static str, value: i64) -> Self {
                self.0.query(name, &value);
                self
            }
        }

        impl Paginate for $name {
            type Page = Page;
            type Item = String;

            fn into_call(self) -> Call<Page> {
                self.0
            }

            fn items(page: Page) -> Vec<String> {
                page.items
            }

            fn next(page: &Page) -> Next {
                let next: fn(&Page) -> Next = $next;
                next(page)
            }
        }
    };
}

list!(ByOffset, |page| Next::offset("offset", page.items.len()).total(page.total).more(page.more));
list!(BySize, |page| Next::offset("offset", page.items.len()).size("limit", Some(2), Some(3)));
list!(ByUnknownSize, |page| Next::offset("offset", page.items.len()).size("limit", None, None));
list!(ByPage, |page| Next::page("page", page.items.len()).pages(page.pages).here(page.here));
list!(ByPageOfTotal, |page| Next::page("page", page.items.len()).size("limit", Some(2), None).total(page.total));
list!(ByPageFromZero, |page| Next::page("page", page.items.len()).first(0).pages(page.pages));
list!(ByUrl, |page| Next::url(page.next.as_deref()));
list!(ByLink, |_| Next::link("next"));
list!(ByHeader, |_| Next::header("token", "x-next-token"));
list!(ByPathOfUrl, |_| Next::url_at("/links/0/next~1page"));
list!(ByPathOfLast, |_| Next::cursor_at("after", "/items/-"));
list!(ByPathOfLink, |_| Next::url_at("/links/next"));
list!(ByEdge, |page| Next::cursor_only("after", page.next.as_deref()).until_empty(page.items.len()));
list!(ByBody, |page| Next::cursor_only("/page/after", page.next.as_deref()).in_body());
list!(ByBodyOffset, |page| Next::offset("offset", page.items.len()).total(page.total).in_body());

impl PaginateBackward for ByUrl {
    fn previous(page: &Page) -> Next {
        Next::url(page.previous.as_deref())
    }
}

impl PaginateBackward for ByLink {
    fn previous(_: &Page) -> Next {
        Next::link("prev")
    }
}

fn page(items: &[&str], rest: &str) -> MockReply {
    MockReply::new(200).json(format!(r#"{{"items": {items:?}{rest}}}"#))
}

fn queries(mock: &MockTransport) -> Vec<String> {
    mock.requests().iter().map(|request| request.raw_query().to_owned()).collect()
}

fn urls(mock: &MockTransport) -> Vec<String> {
    mock.requests().iter().map(|request| request.url.clone()).collect()
}

/// All items joined, and the error that ended the list.
fn read_all<P: Paginate<Item = String>>(mut items: Items<P>) -> (String, Option<Error>) {
    now(async move {
        let mut seen = String::new();
        loop {
            match items.try_next().await {
                Ok(Some(item)) => seen.push_str(&item),
                Ok(None) => return (seen, None),
                Err(error) => return (seen, Some(error)),
            }
        }
    })
}

fn all<P: Paginate<Item = String>>(request: P) -> String {
    let (seen, error) = read_all(Items::new(request));
    assert!(error.is_none(), "{error:?}");
    seen
}

/// The items, and the message of the error of kind `Paging` that ends the list.
fn led_astray<P: Paginate<Item = String>>(request: P) -> (String, String) {
    let (seen, error) = read_all(Items::new(request));
    let error = error.expect("the list fails");
    assert_eq!(error.kind(), ErrorKind::Paging);
    (seen, error.to_string())
}

/// The letters a to e, `limit` per page, but at most 3.
fn letters(rest: &'static str) -> MockTransport {
    MockTransport::from_fn(move |request: &Request| {
        let number = |name: &str, usual: usize| {
            let found = request.query().into_iter().find(|(key, _)| key == name);
            found.map_or(usual, |(_, value)| value.parse().unwrap())
        };
        let letters = ["a", "b", "c", "d", "e"];
        let size = number("limit", 2).min(3);
        let start = number("offset", number("page", 1).saturating_sub(1) * size).min(5);
        page(&letters[start..(start + size).min(5)], rest)
    })
}

#[test]
fn offsets_end_with_the_total_or_an_empty_page() {
    let mock = letters(r#", "total": 5"#);
    assert_eq!(all(ByOffset::new(&client(&mock))), "abcde");
    assert_eq!(queries(&mock), ["", "offset=2", "offset=4"]);
    let mock = letters("");
    assert_eq!(all(ByOffset::new(&client(&mock)).with("offset", 1)), "bcde");
    assert_eq!(queries(&mock), ["offset=1", "offset=3", "offset=5"]);
}

#[test]
fn a_flag_goes_before_the_total() {
    let mock = letters(r#", "total": 2, "more": true"#);
    assert_eq!(all(ByOffset::new(&client(&mock))), "abcde");
    let mock = letters(r#", "total": 5, "more": false"#);
    assert_eq!(all(ByOffset::new(&client(&mock))), "ab");
}

#[test]
fn a_short_page_ends_the_list_if_its_size_is_known() {
    let mock = letters("");
    assert_eq!(all(BySize::new(&client(&mock))), "abcde");
    assert_eq!(queries(&mock).len(), 3, "the default is 2");
    let mock = letters("");
    assert_eq!(all(BySize::new(&client(&mock)).with("limit", 100)), "abcde");
    assert_eq!(queries(&mock), ["limit=100", "limit=100&offset=3"], "the maximum is 3");
    let mock = letters("");
    assert_eq!(all(ByUnknownSize::new(&client(&mock)).with("limit", 100)), "abcde");
    assert_eq!(queries(&mock).len(), 3, "a server may send fewer than were asked for");
}

#[test]
fn pages_are_counted_from_where_they_begin() {
    let mock = letters(r#", "pages": 3"#);
    assert_eq!(all(ByPage::new(&client(&mock))), "abcde");
    assert_eq!(queries(&mock), ["", "page=2", "page=3"]);
    let mock = letters("");
    assert_eq!(all(ByPage::new(&client(&mock)).with("page", 2)), "cde");
    assert_eq!(queries(&mock), ["page=2", "page=3", "page=4"]);
    let mock = MockTransport::new();
    ["a", "b"].iter().for_each(|item| mock.enqueue(page(&[item], r#", "pages": 2"#)));
    assert_eq!(all(ByPageFromZero::new(&client(&mock))), "ab");
    assert_eq!(queries(&mock), ["", "page=1"]);
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "here": 0"#));
    mock.enqueue(page(&[], r#", "here": 1"#));
    assert_eq!(all(ByPage::new(&client(&mock))), "a");
    assert_eq!(queries(&mock), ["", "page=1"], "the server says that it counts from 0");
}

#[test]
fn pages_end_with_the_total_of_items() {
    let mock = letters(r#", "total": 5"#);
    assert_eq!(all(ByPageOfTotal::new(&client(&mock))), "abcde");
    assert_eq!(queries(&mock).len(), 3);
    let mock = letters(r#", "total": 5"#);
    assert_eq!(all(ByPageOfTotal::new(&client(&mock)).with("page", 2)), "cde");
    assert_eq!(queries(&mock).len(), 2);
}

#[test]
fn a_page_that_comes_again_is_an_error() {
    let mock = MockTransport::from_fn(|_| page(&["x"], ""));
    let (seen, message) = led_astray(ByPage::new(&client(&mock)));
    assert_eq!((seen.as_str(), mock.requests().len()), ("xx", 2));
    assert_eq!(message, "things.list: the same page was received twice, so the list does not advance");
    let mut odd = ByPage::new(&client(&mock));
    odd.0.query("page", &"first");
    assert!(led_astray(odd).1.contains("`page` is not a number"));
    let mock = letters("");
    let far = ByOffset::new(&client(&MockTransport::from_fn(|_| page(&["x"], "")))).with("offset", i64::MAX);
    assert_eq!(all(far), "x", "numbers do not overflow");
    assert_eq!(mock.requests().len(), 0);
}

#[test]
fn a_link_header_goes_before_a_count() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], "").header("link", r#"<https://api.example.com/things?page=7>; rel="next""#));
    mock.enqueue(page(&["b"], "").header("link", r#"</things?page=1>; rel="first""#));
    assert_eq!(all(ByPage::new(&client(&mock))), "ab");
    assert_eq!(queries(&mock), ["", "page=7"]);
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], "").header("link", r#"<http://internal:8080/things?page=2>; rel="next""#));
    mock.enqueue(page(&[], ""));
    assert_eq!(all(ByPage::new(&client(&mock))), "a");
    assert_eq!(queries(&mock), ["", "page=2"], "a URL that must not be followed does not stop the count");
}

#[test]
fn urls_are_followed_within_the_origin() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "next": "https://api.example.com/other?x=1&y=a%20b#f""#));
    mock.enqueue(page(&["b"], r#", "next": "?x=2""#));
    mock.enqueue(page(&["c"], r#", "next": "/things?x=3""#));
    mock.enqueue(page(&["d"], r#", "next": "http://api.example.com/things?x=4""#));
    mock.enqueue(page(&["e"], r#", "next": """#));
    assert_eq!(all(ByUrl::new(&client(&mock)).with("limit", 1)), "abcde");
    let base = "https://api.example.com";
    let wanted = ["/v1/things?limit=1", "/other?x=1&y=a%20b", "/other?x=2", "/things?x=3", "/things?x=4"];
    assert_eq!(urls(&mock), wanted.map(|rest| format!("{base}{rest}")));
}

#[test]
fn a_path_leads_to_what_no_field_has() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "links": [{"next/page": "?x=2"}]"#));
    mock.enqueue(page(&["b"], r#", "links": []"#));
    assert_eq!(all(ByPathOfUrl::new(&client(&mock))), "ab");
    assert_eq!(queries(&mock), ["", "x=2"]);
    let mock = MockTransport::new();
    mock.enqueue(page(&["a", "b"], ""));
    mock.enqueue(page(&["c"], ""));
    mock.enqueue(page(&[], ""));
    assert_eq!(all(ByPathOfLast::new(&client(&mock))), "abc");
    assert_eq!(queries(&mock), ["", "after=b", "after=c"]);
}

#[test]
fn a_link_may_be_an_object() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "links": {"next": "?x=2"}"#));
    mock.enqueue(page(&["b"], r#", "links": {"next": {"href": "?x=3", "meta": {}}}"#));
    mock.enqueue(page(&["c"], r#", "links": {"next": {"meta": {}, "url": "?x=4"}}"#));
    mock.enqueue(page(&["d"], r#", "links": {"next": {"meta": {}}}"#));
    assert_eq!(all(ByPathOfLink::new(&client(&mock))), "abcd");
    assert_eq!(queries(&mock), ["", "x=2", "x=3", "x=4"]);
    for end in ["", r#", "links": null"#, r#", "links": {"next": null}"#, r#", "links": {"next": {"href": ""}}"#] {
        let mock = MockTransport::new();
        mock.enqueue(page(&["a"], end));
        assert_eq!(all(ByPathOfLink::new(&client(&mock))), "a", "{end}");
    }
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "links": {"next": {"href": "https://evil.example.com/x"}}"#));
    assert_eq!(led_astray(ByPathOfLink::new(&client(&mock))).0, "a");
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn a_cursor_of_an_empty_page_may_lead_nowhere() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "next": "1""#));
    mock.enqueue(page(&[], r#", "next": "1""#));
    assert_eq!(all(ByEdge::new(&client(&mock))), "a");
    assert_eq!(queries(&mock), ["", "after=1"]);
}

#[test]
fn a_position_is_sent_if_the_caller_sends_none() {
    let mock = letters(r#", "pages": 1"#);
    let list = ByPageFromZero::new(&client(&mock));
    assert_eq!(all(ByPageFromZero(list.0.or_query("page", &0))), "ab");
    assert_eq!(queries(&mock), ["page=0"]);
    let mock = letters(r#", "pages": 1"#);
    let list = ByPageFromZero::new(&client(&mock)).with("page", 2);
    assert_eq!(all(ByPageFromZero(list.0.or_query("page", &0))), "cd");
    assert_eq!(queries(&mock), ["page=2"]);
}

#[test]
fn urls_of_other_origins_are_refused() {
    for foreign in ["https://evil.example.com/x", "//evil.example.com/x", "https://api.example.com:8443/x", "ftp://a/x"]
    {
        let mock = MockTransport::new();
        mock.enqueue(page(&["a"], &format!(r#", "next": "{foreign}""#)));
        let (seen, message) = led_astray(ByUrl::new(&client(&mock)));
        assert_eq!((seen.as_str(), mock.requests().len()), ("a", 1), "{foreign}");
        assert!(message.contains("credentials are not sent to another origin"), "{message}");
    }
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], "").header("link", r#"<https://evil.example.com/x>; rel="next""#));
    assert_eq!(led_astray(ByLink::new(&client(&mock))).0, "a");
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn the_origin_is_that_of_the_operation() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "next": "https://other.example.com/v2/things?p=2""#));
    mock.enqueue(page(&["b"], ""));
    assert_eq!(all(ByUrl::of(&client(&mock), &ELSEWHERE)), "ab");
    assert_eq!(urls(&mock)[1], "https://other.example.com/v2/things?p=2");
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "next": "https://api.example.com/things?p=2""#));
    assert_eq!(led_astray(ByUrl::of(&client(&mock), &ELSEWHERE)).0, "a");
}

#[test]
fn a_url_that_comes_again_is_an_error() {
    let mock = MockTransport::from_fn(|_| page(&["x"], r#", "next": "/things?x=1""#));
    let (seen, message) = led_astray(ByUrl::new(&client(&mock)));
    assert_eq!((seen.as_str(), mock.requests().len()), ("xx", 2));
    assert_eq!(message, "things.list: a URL was repeated, so the pages form a cycle");
}

#[test]
fn link_headers_lead_forward_and_backward() {
    let mock = MockTransport::from_fn(|request: &Request| match request.raw_query() {
        "" => page(&["a"], "").header("link", r#"<https://api.example.com/things?p=2>; rel="next""#),
        _ => page(&["b"], "").header("link", r#"</things>; rel="first prev""#),
    });
    assert_eq!(all(ByLink::new(&client(&mock))), "ab");
    let (seen, error) = read_all(Items::new(ByLink::new(&client(&mock)).with("p", 2)).backward());
    assert!(error.is_none() && seen == "ba");
    let mock = MockTransport::new();
    mock.enqueue(page(&["b", "c"], r#", "previous": "/things?p=1""#));
    mock.enqueue(page(&["a"], ""));
    let (seen, _) = read_all(Items::new(ByUrl::new(&client(&mock)).with("p", 2)).backward());
    assert_eq!(seen, "cba");
}

#[test]
fn cursors_come_in_headers() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], "").header("X-Next-Token", "t 1"));
    mock.enqueue(page(&[], "").header("x-next-token", "t2"));
    mock.enqueue(page(&["b"], "").header("x-next-token", ""));
    assert_eq!(all(ByHeader::new(&client(&mock)).with("limit", 1)), "ab");
    assert_eq!(queries(&mock), ["limit=1", "limit=1&token=t%201", "limit=1&token=t2"]);
    let mock = MockTransport::from_fn(|_| page(&["x"], "").header("x-next-token", "t"));
    assert_eq!(led_astray(ByHeader::new(&client(&mock))).0, "xx");
}

#[test]
fn positions_go_into_the_body() {
    let mock = MockTransport::new();
    mock.enqueue(page(&["a"], r#", "next": "c1""#));
    mock.enqueue(page(&["b"], ""));
    let mut search = ByBody::of(&client(&mock), &SEARCH);
    search.0.body_field("query", &"x");
    assert_eq!(all(search), "ab");
    let bodies: Vec<_> = mock.requests().iter().map(|request| request.json().unwrap().to_string()).collect();
    assert_eq!(bodies, [r#"{"query":"x"}"#, r#"{"query":"x","page":{"after":"c1"}}"#]);
    let mock = MockTransport::new();
    mock.enqueue(page(&["a", "b"], r#", "total": 3"#));
    mock.enqueue(page(&["c"], r#", "total": 3"#));
    assert_eq!(all(ByBodyOffset::of(&client(&mock), &SEARCH)), "abc");
    assert_eq!(mock.requests()[1].json().unwrap().to_string(), r#"{"offset":2}"#);
    let mock = MockTransport::from_fn(|_| page(&["x"], r#", "next": "c1""#));
    assert_eq!(led_astray(ByBody::of(&client(&mock), &SEARCH)).0, "xx");
}
