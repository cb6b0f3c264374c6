//! How often a request reaches the server: repeated if that may help and does no harm, and never otherwise.

use std::time::Duration;

use sdkgen_runtime::ErrorKind;

use crate::lab::{Act, Lab, Step};
use crate::support::{after, assert_error, builder, client, create, get};

/// A GET whose connection breaks is sent again on another connection.
#[tokio::test]
async fn get_survives_a_reset() {
    let lab = Lab::plain(|request| if request.number == 1 { Act::new().then(Step::Break) } else { Act::ok("{}") });
    get(&client(&lab), "a").send().await.unwrap();
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 2], 2));
}

/// A POST whose connection breaks is not sent again, since the server may have executed it.
#[tokio::test]
async fn post_is_not_doubled_after_a_reset() {
    let lab = Lab::plain(|_| Act::new().then(Step::Break));
    let result = create(&client(&lab)).send().await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.may_have_been_sent()), (ErrorKind::Transport, 1, true));
    assert_eq!(lab.log().lines(), ["POST /things"]);
}

/// The time limit of an attempt ends a request without a response, precisely.
#[tokio::test]
async fn attempt_timeout_is_exact() {
    let lab = Lab::plain(|_| Act::new().hang());
    let core = builder(&lab).attempt_timeout(Duration::from_millis(300)).max_retries(0).build().unwrap();
    let result = after(Duration::from_millis(300), get(&core, "a").send()).await;
    assert_error(
        result,
        ErrorKind::Timeout,
        "things.get: no complete response within 300ms, the time limit of an attempt",
    );
    assert_eq!(lab.log().requests.len(), 1);
}
