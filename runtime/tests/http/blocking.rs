//! Blocking calls on plain threads, and on threads of an async runtime.

use std::time::Duration;

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::Core;
use sdkgen_runtime::testing::MockTransport;
use sdkgen_runtime::{Items, Pages};

use crate::paging::List;
use crate::support::{Act, Server, client, get, ok, real, reply, service_account};

fn server() -> Server {
    Server::start(|request| {
        let body = if request.starts_with("post /token") { r#"{"access_token": "t"}"# } else { r#"{"a": 1}"# };
        Act::Late(Duration::from_millis(20), reply("200 OK", "", body))
    })
}

fn with_tokens(server: &Server) -> Core {
    let limit = Duration::from_secs(20);
    real(server).credential("oauth2", service_account()).total_timeout(limit).build().unwrap()
}

#[test]
fn on_a_plain_thread() {
    let server = server();
    let core = with_tokens(&server);
    assert_eq!(get(&core).send_blocking().unwrap()["a"], 1);
    let raw = core.request(Method::GET, "/x").send_blocking().unwrap();
    assert_eq!(raw.status().as_u16(), 200);
    let threads: Vec<_> = (0..8)
        .map(|_| {
            std::thread::spawn({
                let call = get(&core);
                move || call.send_blocking()
            })
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap().is_ok()));
    assert_eq!(server.count("post /token"), 1);
}

/// The thread is the only one of its runtime, so the call must not depend on that runtime, not even on a connection
/// that an asynchronous call has left in the pool.
#[tokio::test]
async fn on_the_only_thread_of_a_runtime() {
    let server = server();
    let core = with_tokens(&server);
    get(&core).send().await.unwrap();
    assert_eq!(get(&core).send_blocking().unwrap()["a"], 1);
}

/// The token is being fetched by a task that cannot continue while this thread is blocked.
#[tokio::test]
async fn while_a_task_of_the_same_thread_fetches_a_token() {
    let server = server();
    let core = with_tokens(&server);
    let task = tokio::spawn(get(&core).send());
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(get(&core).send_blocking().unwrap()["a"], 1);
    assert!(task.await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn on_threads_of_a_larger_runtime() {
    let server = server();
    let core = with_tokens(&server);
    let call = get(&core);
    assert!(tokio::task::spawn_blocking(move || call.send_blocking()).await.unwrap().is_ok());
    assert!(get(&core).send_blocking().is_ok());
}

#[test]
fn errors_are_the_same() {
    let server = Server::start(|_| Act::Reply(reply("404 Not Found", "", "")));
    let error = get(&real(&server).build().unwrap()).send_blocking().unwrap_err();
    assert!(error.is_not_found() && error.operation() == Some("things.get"));
}

#[test]
fn with_another_transport() {
    let mock = MockTransport::from_fn(|_| ok());
    assert!(get(&client(&mock)).send_blocking().is_ok());
}

#[test]
fn a_transport_that_panics_is_an_error() {
    let mock = MockTransport::from_fn(|_| panic!("on purpose"));
    let error = get(&client(&mock)).send_blocking().unwrap_err();
    assert!(error.to_string().contains("its transport panicked"), "{error}");
    let mock = MockTransport::from_fn(|_| ok());
    assert!(get(&client(&mock)).send_blocking().is_ok(), "the driver goes on");
}

#[test]
fn pages_and_items() {
    let page = |items: &str, more: bool| {
        let body = format!(r#"{{"items": {items}, "info": {{"last": {items}, "more": {more}, "less": false}}}}"#);
        reply("200 OK", "", &body.replace(r#""last": ["#, r#""last": "#).replace(r#"], "more""#, r#", "more""#))
    };
    let server = Server::start(move |request| {
        Act::Reply(if request.contains("after=a") { page(r#"["b"]"#, false) } else { page(r#"["a"]"#, true) })
    });
    let core = real(&server).build().unwrap();
    let mut items = Items::new(List::new(&core));
    let mut seen = Vec::new();
    while let Some(item) = items.try_next_blocking().unwrap() {
        seen.push(item);
    }
    assert_eq!(seen, ["a", "b"]);
    let mut pages = Pages::new(List::new(&core));
    assert!(pages.try_next_blocking().unwrap().is_some() && pages.try_next_blocking().unwrap().is_some());
    assert!(pages.try_next_blocking().unwrap().is_none());
}
