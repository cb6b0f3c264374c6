//! Lists that go on: pages and items, forward and backward, and what must not become an endless loop.

mod server;

use keycard::models::{CredentialExpand, CredentialListResponse, ServiceAccountCredential};
use keycard::{Client, Error, ErrorKind};
use server::{Response, Server};

fn credentials(server: &Server) -> keycard::resources::organizations::service_accounts::credentials::Credentials {
    let client = Client::builder().base_url(server.url()).bearer_token("t").build().expect("a client can be built");
    client.organizations().service_accounts().credentials()
}

/// A page with these items and cursors; a missing cursor is left out, `next` and `prev` say whether there is more.
fn page(ids: &[&str], (prev, start): (bool, Option<&str>), (next, end): (bool, Option<&str>)) -> Response {
    let items: Vec<String> = ids
        .iter()
        .map(|id| format!(r#"{{"id":"{id}","client_id":"c","created_at":"2019-12-27T18:11:19.117Z","name":"n"}}"#))
        .collect();
    let cursor =
        |name: &str, value: Option<&str>| value.map(|value| format!(r#","{name}":"{value}""#)).unwrap_or_default();
    let info = format!(
        r#"{{"has_next_page":{next},"has_prev_page":{prev}{}{}}}"#,
        cursor("start_cursor", start),
        cursor("end_cursor", end)
    );
    Response::json(200, format!(r#"{{"items":[{}],"page_info":{info}}}"#, items.join(",")))
}

/// Three pages from the first to the last, the one in the middle empty.
fn forward() -> [Response; 3] {
    [
        page(&["1", "2"], (false, Some("s1")), (true, Some("e 1"))),
        page(&[], (true, Some("s2")), (true, Some("e2"))),
        page(&["3"], (true, Some("s3")), (false, Some("e3"))),
    ]
}

/// The same pages, from the last to the first.
fn backward() -> [Response; 3] {
    let [first, second, third] = forward();
    [third, second, first]
}

fn queries(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.query().to_owned()).collect()
}

#[tokio::test]
async fn items_of_all_pages() -> Result<(), Error> {
    let server = Server::new(forward());
    let mut items = credentials(&server).list("acme", "sa").limit(2).expand([CredentialExpand::Permissions]).items();
    let mut ids = Vec::new();
    while let Some(ServiceAccountCredential { id, .. }) = items.try_next().await? {
        ids.push(id);
    }
    assert_eq!(ids, ["1", "2", "3"]);
    let expected =
        ["limit=2&expand=permissions", "limit=2&expand=permissions&after=e%201", "limit=2&expand=permissions&after=e2"];
    assert_eq!(queries(&server), expected);
    assert!(items.try_next().await?.is_none(), "the end stays the end");
    assert_eq!(server.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn whole_pages() -> Result<(), Error> {
    let server = Server::new(forward());
    let mut pages = credentials(&server).list("acme", "sa").pages();
    let mut sizes = Vec::new();
    while let Some(CredentialListResponse { items, .. }) = pages.try_next().await? {
        sizes.push(items.len());
    }
    assert_eq!(sizes, [2, 0, 1]);
    assert_eq!(queries(&server), ["", "after=e%201", "after=e2"]);
    Ok(())
}

#[tokio::test]
async fn items_backward() -> Result<(), Error> {
    let server = Server::new(backward());
    let mut items = credentials(&server).list("acme", "sa").before("end").items().backward();
    let mut ids = Vec::new();
    while let Some(credential) = items.try_next().await? {
        ids.push(credential.id);
    }
    assert_eq!(ids, ["3", "2", "1"]);
    assert_eq!(queries(&server), ["before=end", "before=s3", "before=s2"]);
    Ok(())
}

#[tokio::test]
async fn pages_backward() -> Result<(), Error> {
    let server = Server::new(backward());
    let mut pages = credentials(&server).list("acme", "sa").before("end").pages().backward();
    let mut ids = Vec::new();
    while let Some(page) = pages.try_next().await? {
        ids.extend(page.items.into_iter().map(|credential| credential.id));
    }
    // Within a page the order stays that of the page.
    assert_eq!(ids, ["3", "1", "2"]);
    Ok(())
}

#[tokio::test]
async fn only_one_cursor_is_sent() -> Result<(), Error> {
    let server = Server::new(forward());
    let mut pages = credentials(&server).list("acme", "sa").before("b").pages();
    while pages.try_next().await?.is_some() {}
    assert_eq!(queries(&server), ["before=b", "after=e%201", "after=e2"]);
    Ok(())
}

#[tokio::test]
async fn a_walk_can_begin_in_the_middle() -> Result<(), Error> {
    let [_, second, third] = forward();
    let server = Server::new([second, third]);
    let mut items = credentials(&server).list("acme", "sa").after("e 1").items();
    assert_eq!(items.try_next().await?.map(|credential| credential.id).as_deref(), Some("3"));
    assert!(items.try_next().await?.is_none());
    assert_eq!(queries(&server), ["after=e%201", "after=e2"]);
    Ok(())
}

#[tokio::test]
async fn a_repeated_cursor_is_an_error() {
    let first = page(&["1"], (false, None), (true, Some("a")));
    let second = page(&["2"], (true, None), (true, Some("b")));
    let again = page(&["1"], (true, None), (true, Some("a")));
    let server = Server::new([first, second, again]);
    let mut items = credentials(&server).list("acme", "sa").items();
    let mut seen = 0;
    let error = loop {
        match items.try_next().await {
            Ok(Some(_)) => seen += 1,
            Ok(None) => panic!("the list ended after {seen} items, although it goes round"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(seen <= 3);
    assert!(items.try_next().await.is_err() && !items.is_complete(), "an error is not the end");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn more_without_a_cursor_is_an_error() {
    let server = Server::new([page(&["1"], (false, None), (true, None))]);
    let mut pages = credentials(&server).list("acme", "sa").pages();
    assert!(pages.try_next().await.is_ok_and(|page| page.is_some()));
    let error = pages.try_next().await.expect_err("nobody knows where to go on");
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_failing_page_ends_the_walk_with_its_error() {
    let [first, ..] = forward();
    let server = Server::new([first, Response::error(403, "forbidden", "not yours")]);
    let mut items = credentials(&server).list("acme", "sa").items();
    assert!(items.try_next().await.is_ok() && items.try_next().await.is_ok());
    let error = items.try_next().await.expect_err("the second page is refused");
    assert!(error.is_forbidden(), "{error:?}");
}
