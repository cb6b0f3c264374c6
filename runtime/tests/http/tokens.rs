//! Tokens fetched over real sockets by many concurrent callers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sdkgen_runtime::Error;
use sdkgen_runtime::private::Core;
use sdkgen_runtime::serde_json::Value;

use crate::support::{Act, Server, get, real, reply, service_account};

/// A loopback server that issues numbered tokens after a while.
fn slow_endpoint(token: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> Server {
    let issued = AtomicUsize::new(0);
    Server::start(move |request| {
        if request.starts_with("post /token") {
            let number = issued.fetch_add(1, Ordering::AcqRel) + 1;
            Act::Late(Duration::from_millis(300), token(number))
        } else {
            Act::Reply(reply("200 OK", "", "{}"))
        }
    })
}

async fn fifty(core: &Core) -> Vec<Result<Value, Error>> {
    let tasks: Vec<_> = (0..50).map(|_| tokio::spawn(get(core).send())).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_callers_fetch_one_token() {
    let server = slow_endpoint(|number| reply("200 OK", "", &format!(r#"{{"access_token": "t{number}"}}"#)));
    let core = real(&server).credential("oauth2", service_account()).build().unwrap();
    assert!(fifty(&core).await.iter().all(Result::is_ok));
    assert_eq!((server.count("post /token"), server.count("get /things/a")), (1, 50));
    assert!(server.requests().iter().skip(1).all(|request| request.contains("authorization: bearer t1")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_callers_share_one_failure_and_the_next_succeeds() {
    let server = slow_endpoint(|number| match number {
        1 => reply("503 Service Unavailable", "", r#"{"error": "temporarily_unavailable"}"#),
        _ => reply("200 OK", "", r#"{"access_token": "x"}"#),
    });
    let core = real(&server).credential("oauth2", service_account()).max_retries(0).build().unwrap();
    let results = fifty(&core).await;
    assert!(results.iter().all(|result| result.as_ref().is_err_and(Error::is_auth)));
    assert_eq!(server.count("post /token"), 1);
    assert!(get(&core).send().await.is_ok());
    assert_eq!(server.count("post /token"), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancelled_caller_does_not_cancel_the_token() {
    let server = slow_endpoint(|number| reply("200 OK", "", &format!(r#"{{"access_token": "t{number}"}}"#)));
    let core = real(&server).credential("oauth2", service_account()).build().unwrap();
    let first = tokio::spawn(get(&core).send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let second = tokio::spawn(get(&core).send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    first.abort();
    assert!(second.await.unwrap().is_ok());
    assert_eq!(server.count("post /token"), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_callers_replace_a_rejected_token_once() {
    let issued = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        if request.starts_with("post /token") {
            let number = issued.fetch_add(1, Ordering::AcqRel) + 1;
            Act::Reply(reply("200 OK", "", &format!(r#"{{"access_token": "t{number}"}}"#)))
        } else if request.contains("bearer t1\r\n") {
            Act::Late(Duration::from_millis(100), reply("401 Unauthorized", "", ""))
        } else {
            Act::Reply(reply("200 OK", "", "{}"))
        }
    });
    let core = real(&server).credential("oauth2", service_account()).build().unwrap();
    assert!(fifty(&core).await.iter().all(Result::is_ok));
    assert_eq!(server.count("post /token"), 2);
}
