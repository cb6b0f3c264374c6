//! Idempotency keys as the server receives them: which requests have one, and which are repeated because of it.

use std::sync::{Arc, Mutex};

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Core, Operation};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::{ErrorKind, RequestOptions};

use crate::lab::{Act, Lab, Step};
use crate::support::{assert_error, builder, client, create};

static PAY: Operation = Operation::new("payments.create", Method::POST, "/payments").takes_idempotency_key();

/// A server that breaks the connection of every other request, after it has read it.
fn lab() -> Lab {
    let seen = Arc::new(Mutex::new(0));
    Lab::plain(move |_| {
        let mut seen = seen.lock().expect("no script panics");
        *seen += 1;
        if *seen % 2 == 1 { Act::new().then(Step::Break) } else { Act::ok("{}") }
    })
}

fn pay(core: &Core, options: RequestOptions) -> Call<Value> {
    let mut call = Call::json(core, &PAY, &[]);
    call.set_options(options);
    call
}

fn keys(lab: &Lab, header: &str) -> Vec<Option<String>> {
    lab.log().requests.iter().map(|request| request.header(header).map(str::to_owned)).collect()
}

/// A key that the operation declares makes a POST repeatable; both attempts have it.
#[tokio::test]
async fn a_declared_key_allows_to_repeat() {
    let lab = lab();
    pay(&client(&lab), RequestOptions::new().idempotency_key("k-1")).send().await.unwrap();
    assert_eq!(keys(&lab, "idempotency-key"), [Some("k-1".to_owned()), Some("k-1".to_owned())]);
}

/// A key on an operation that may ignore it is sent, and the POST is not repeated.
#[tokio::test]
async fn an_unknown_key_does_not() {
    let lab = lab();
    let mut call = create(&client(&lab));
    call.set_options(RequestOptions::new().idempotency_key("k-1"));
    let error = call.send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.may_have_been_sent()), (ErrorKind::Transport, 1, true));
    assert_eq!(keys(&lab, "idempotency-key"), [Some("k-1".to_owned())]);
}

/// A key of a derived client is an error before anything is sent.
#[tokio::test]
async fn a_key_of_a_client_is_refused() {
    let lab = lab();
    let core = client(&lab).with_options(RequestOptions::new().idempotency_key("k-1"));
    let words = "payments.create: an idempotency key belongs to one request: set it in the options of that request, not \
                 in those of a client";
    assert_error(pay(&core, RequestOptions::new()).send().await, ErrorKind::Build, words);
    // So is a key that is set by the name of its header, and a header that cannot be set is invalid for keys.
    let core = client(&lab).with_options(RequestOptions::new().header("idempotency-Key", "k-1"));
    assert_error(pay(&core, RequestOptions::new()).send().await, ErrorKind::Build, words);
    let built = builder(&lab).header("X-KEY", "k-1").idempotency_header("x-key").build();
    assert_error(built, ErrorKind::Build, words.trim_start_matches("payments.create: "));
    let built = builder(&lab).idempotency_header("Content-Length").build();
    let words =
        "the idempotency header is unusable: `content-length` cannot be set as a header: it follows from the body";
    assert_error(built, ErrorKind::Build, words);
    assert!(lab.log().requests.is_empty());
}

/// Automatic keys: one for each request, the same for all of its attempts, in the named header.
#[tokio::test]
async fn automatic_keys_are_one_for_each_request() {
    let lab = lab();
    let core = builder(&lab).idempotency_header("X-Key").automatic_idempotency_keys(true).build().unwrap();
    for _ in 0..2 {
        create(&core).send().await.unwrap();
    }
    let keys: Vec<_> = keys(&lab, "x-key").into_iter().map(Option::unwrap).collect();
    assert_eq!((keys.len(), keys[0] == keys[1], keys[2] == keys[3]), (4, true, true));
    assert_ne!(keys[0], keys[2]);
}
