//! Paged lists: errors between pages, limits, and resuming later.

use std::collections::HashSet;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Core, Next, Operation};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::{Error, ErrorKind, Items, Pages, Paginate};

use crate::lab::{Act, Lab, Seen};
use crate::support::{after, assert_error, before, builder, client};

static LIST: Operation = Operation::new("things.list", Method::GET, "/things");
static SEARCH: Operation = Operation::new("things.search", Method::POST, "/search").repeatable();

/// A list whose pages contain the cursor of the next one, in the query or in the body.
struct List {
    call: Call<Value>,
}

impl List {
    fn new(core: &Core) -> Self {
        let mut call = Call::json(core, &LIST, &[]);
        call.query("filter", &"a b");
        Self { call }
    }
}

impl Paginate for List {
    type Page = Value;
    type Item = i64;

    fn into_call(self) -> Call<Value> {
        self.call
    }

    fn items(page: Value) -> Vec<i64> {
        page["items"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
    }

    fn next(page: &Value) -> Next {
        Next::cursor_only("after", page["next"].as_str())
    }
}

/// The same list, with the cursor in the body.
struct Search(List);

impl Paginate for Search {
    type Page = Value;
    type Item = i64;

    fn into_call(self) -> Call<Value> {
        self.0.call
    }

    fn items(page: Value) -> Vec<i64> {
        List::items(page)
    }

    fn next(page: &Value) -> Next {
        Next::cursor_only("/page/after", page["next"].as_str()).in_body()
    }
}

fn search(core: &Core) -> Search {
    let mut call = Call::json(core, &SEARCH, &[]);
    call.body_field("text", &"x");
    Search(List { call })
}

/// Five pages of two items each: 1 and 2, 3 and 4, and so on.
fn page(request: &Seen) -> Act {
    let body: Value = sdkgen_runtime::serde_json::from_slice(&request.body).unwrap_or_default();
    let in_query = request.target.split_once("after=").map(|(_, after)| after.to_owned());
    let after = in_query.or_else(|| body["page"]["after"].as_str().map(str::to_owned));
    let number: i64 = after.map_or(1, |after| after.parse().unwrap());
    let next = if number < 5 { format!("\"{}\"", number + 1) } else { "null".to_owned() };
    Act::ok(&format!(r#"{{"items":[{},{}],"next":{next}}}"#, number * 2 - 1, number * 2))
}

/// Returns the next item of a stream, like `StreamExt::next`.
async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

async fn rest<P: Paginate>(items: &mut Items<P>) -> Vec<P::Item> {
    let mut rest = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        rest.push(item);
    }
    rest
}

/// Every page is returned once, and the list is complete at the end.
#[tokio::test]
async fn whole_list() {
    let lab = Lab::plain(page);
    let mut items = Items::new(List::new(&client(&lab)));
    assert!(!items.is_complete());
    assert_eq!(rest(&mut items).await, (1..=10).collect::<Vec<_>>());
    assert!(items.is_complete() && items.position().is_none());
    assert_eq!((lab.log().requests.len(), lab.log().connections), (5, 1));
}

/// An error is not the end of the list: the same page is requested again, and no item is lost.
#[tokio::test]
async fn error_is_not_the_end() {
    let lab = Lab::plain(|request| if request.number == 3 { Act::reply(403, &[], "") } else { page(request) });
    let mut items = Items::new(List::new(&client(&lab)));
    let mut seen = Vec::new();
    while let Some(Ok(item)) = next(&mut items).await {
        seen.push(item);
    }
    assert_eq!((seen.as_slice(), items.is_complete()), ([1, 2, 3, 4].as_slice(), false));
    while let Some(Ok(item)) = next(&mut items).await {
        seen.push(item);
    }
    assert_eq!((seen, items.is_complete()), ((1..=10).collect(), true));
    assert_eq!(lab.log().requests.len(), 6);
}

/// A stream of a list that always fails ends after two errors in a row, and the list is not complete.
#[tokio::test]
async fn errors_for_ever_end_a_stream() {
    let lab = Lab::plain(|request| if request.number > 1 { Act::reply(403, &[], "") } else { page(request) });
    let mut pages = Pages::new(List::new(&client(&lab)));
    let mut results = Vec::new();
    while let Some(result) = next(&mut pages).await {
        results.push(result.map_err(|error| error.is_forbidden()));
    }
    assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false]);
    assert!(!pages.is_complete() && next(&mut pages).await.is_none());
    // `try_next` still returns the page or the error.
    assert!(pages.try_next().await.unwrap_err().is_forbidden());
    assert_eq!(lab.log().requests.len(), 4);
}

/// A page that cannot be decoded is requested again too.
#[tokio::test]
async fn unreadable_page_is_asked_for_again() {
    let lab = Lab::plain(|request| if request.number == 2 { Act::ok("{") } else { page(request) });
    let mut pages = Pages::new(List::new(&client(&lab)));
    assert!(pages.try_next().await.unwrap().is_some());
    assert!(pages.try_next().await.unwrap_err().is_decode());
    assert_eq!(pages.try_next().await.unwrap().unwrap()["items"][0], 3);
}

/// Pages that form a cycle are an error each time, without another request.
#[tokio::test]
async fn circle_stays_an_error() {
    let lab = Lab::plain(|_| Act::ok(r#"{"items":[1],"next":"2"}"#));
    let mut items = Items::new(List::new(&client(&lab)));
    assert_eq!((items.try_next().await.unwrap(), items.try_next().await.unwrap()), (Some(1), Some(1)));
    for _ in 0..2 {
        let text = "things.list: a cursor was repeated, so the pages form a cycle";
        assert_error(items.try_next().await, ErrorKind::Paging, text);
    }
    assert_eq!((items.is_complete(), lab.log().requests.len()), (false, 2));
}

/// The time limit of a list applies to all its pages, precisely.
#[tokio::test]
async fn limit_of_the_list() {
    let lab = Lab::plain(|request| {
        let slow = Act::new().pause(150);
        Act { steps: [slow.steps, page(request).steps].concat() }
    });
    let core = builder(&lab).total_timeout(Duration::from_secs(5)).build().unwrap();
    let mut items = Items::new(List::new(&core)).timeout(Duration::from_millis(400));
    let reading = async {
        let mut seen = Vec::new();
        loop {
            match items.try_next().await {
                Ok(item) => seen.extend(item),
                Err(error) => return (seen, error),
            }
        }
    };
    let (seen, error) = after(Duration::from_millis(400), reading).await;
    let text = "things.list: not done within 400ms, the time limit of the list";
    let error = assert_error(Err::<(), Error>(error), ErrorKind::Timeout, text);
    assert!(seen.len() >= 2 && error.is_timeout(), "{seen:?}");
    // The limit stays passed, without another request.
    let requests = lab.log().requests.len();
    let error = before(Duration::from_millis(100), items.try_next()).await.unwrap_err();
    assert!(error.is_timeout() && lab.log().requests.len() == requests && items.position().is_some());
}

/// The time limit of a list is not that of its pages: the next page may use what is left, retries included.
#[tokio::test]
async fn limit_of_the_list_bounds_retries() {
    let lab = Lab::plain(|request| if request.number == 1 { page(request) } else { Act::reply(503, &[], "") });
    let core = builder(&lab).max_retries(50).build().unwrap();
    let mut pages = Pages::new(List::new(&core)).timeout(Duration::from_millis(1_500));
    pages.try_next().await.unwrap();
    let error = before(Duration::from_millis(1_600), pages.try_next()).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
}

/// With a limit of items, no page is requested that is not needed.
#[tokio::test]
async fn limit_of_items() {
    let lab = Lab::plain(page);
    let core = client(&lab);
    let mut items = Items::new(List::new(&core)).limit(4);
    assert_eq!(rest(&mut items).await, [1, 2, 3, 4]);
    assert_eq!((items.is_complete(), lab.log().requests.len()), (false, 2));
    assert!(Items::new(List::new(&core)).limit(0).try_next().await.unwrap().is_none());
    assert_eq!(lab.log().requests.len(), 2);
}

/// So with a limit of pages.
#[tokio::test]
async fn limit_of_pages() {
    let lab = Lab::plain(page);
    let mut pages = Pages::new(List::new(&client(&lab))).limit(2);
    let mut count = 0;
    while let Some(page) = next(&mut pages).await {
        page.unwrap();
        count += 1;
    }
    assert_eq!((count, lab.log().requests.len(), pages.is_complete()), (2, 2, false));
}

/// A list can be resumed at any position, with the same parameters.
#[tokio::test]
async fn resumed_anywhere() {
    let lab = Lab::plain(page);
    let core = client(&lab);
    for taken in 0..10 {
        let mut items = Items::new(List::new(&core)).limit(taken);
        let mut all = rest(&mut items).await;
        let position = items.position().expect("the list goes on");
        let mut items = Items::new(List::new(&core)).resume(&position);
        assert_eq!(items.position().as_deref(), Some(&*position), "nothing was taken yet");
        all.extend(rest(&mut items).await);
        assert_eq!(all, (1..=10).collect::<Vec<_>>(), "after {taken}");
    }
    assert!(
        lab.log().requests.iter().all(|request| request.target.contains("filter=a%20b")),
        "{:?}",
        lab.log().lines()
    );
}

/// After an error, it resumes with the page that failed.
#[tokio::test]
async fn resumed_after_an_error() {
    let lab = Lab::plain(|request| if request.number == 2 { Act::reply(403, &[], "") } else { page(request) });
    let core = client(&lab);
    let mut items = Items::new(List::new(&core));
    assert_eq!((items.try_next().await.unwrap(), items.try_next().await.unwrap()), (Some(1), Some(2)));
    assert!(items.try_next().await.is_err());
    let position = items.position().unwrap();
    assert_eq!(rest(&mut Items::new(List::new(&core)).resume(&position)).await, (3..=10).collect::<Vec<_>>());
}

/// The cursor may be in the body.
#[tokio::test]
async fn resumed_in_the_body() {
    let lab = Lab::plain(page);
    let core = client(&lab);
    let mut items = Items::new(search(&core)).limit(5);
    rest(&mut items).await;
    let position = items.position().unwrap();
    assert_eq!(rest(&mut Items::new(search(&core)).resume(&position)).await, [6, 7, 8, 9, 10]);
    let items = Items::new(search(&core)).resume(&position);
    assert_eq!(items.position().as_deref(), Some(&*position), "nothing was taken yet");
    let bodies: HashSet<_> = lab.log().requests.iter().map(|request| request.body.clone()).collect();
    assert!(bodies.contains(br#"{"text":"x","page":{"after":"3"}}"#.as_slice()), "{:?}", lab.log().requests);
}

/// After pages that form a cycle, resuming returns no item again.
#[tokio::test]
async fn resumed_in_a_circle() {
    let lab = Lab::plain(|_| Act::ok(r#"{"items":[1,2],"next":"2"}"#));
    let core = client(&lab);
    let mut items = Items::new(List::new(&core));
    while items.try_next().await.is_ok() {}
    let position = items.position().unwrap();
    // A resumed list does not know the earlier cursors, but skips the items that were returned.
    let mut items = Items::new(List::new(&core)).resume(&position);
    let text = "things.list: a cursor was repeated, so the pages form a cycle";
    assert_error(items.try_next().await, ErrorKind::Paging, text);
    assert_eq!(items.position().as_deref(), Some(&*position));
}

/// An invalid position is an error before anything is sent, and no position leads to another origin.
#[tokio::test]
async fn positions_that_are_none() {
    let lab = Lab::plain(page);
    let core = client(&lab);
    let texts = ["", "{}", "null", "after=2", r#"{"url":"https://example.com/x"}"#, r#"{"url":"/x","skip":-1}"#];
    let hosts =
        ["//example.com/x", "/\\\\example.com/x", "/\\t/example.com/x", "//user@localhost/x", "/\\n/localhost:1/x"];
    let elsewhere = hosts.map(|url| format!(r#"{{"url":"{url}"}}"#));
    for position in texts.into_iter().chain(elsewhere.iter().map(String::as_str)) {
        let error = Items::new(List::new(&core)).resume(position).try_next().await.expect_err(position);
        let start = "things.list: the list cannot be resumed: ";
        assert!(error.is_build() && error.to_string().starts_with(start), "{position}: {error}");
    }
    assert_eq!(lab.log().connections, 0);
}
