//! Error responses whose body does not arrive in full keep their status.

use std::time::Duration;

use sdkgen_runtime::ErrorKind;

use crate::lab::{Act, Lab, Step};
use crate::support::{after, assert_error, before, builder, client, get};

const LIMIT: Duration = Duration::from_millis(300);
const INCOMPLETE: &str = "the body of the response did not arrive in full";

/// An error response whose body stalls keeps its status and the part of its body that arrived, when the time limit of
/// the attempt passes.
#[tokio::test]
async fn stalled_body_keeps_the_status() {
    let lab = Lab::plain(|_| Act::new().head(422, &[("content-length", "99")]).data("{\"mess").hang());
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    let text = format!("things.get: 422 Unprocessable Entity: {INCOMPLETE}");
    let error = assert_error(after(LIMIT, get(&core, "a").send()).await, ErrorKind::Status, &text);
    assert_eq!((error.attempts(), &error.body().unwrap()[..]), (1, &b"{\"mess"[..]));
    assert!(error.is_unprocessable() && !error.is_timeout());
}

/// The same over HTTP/2; the next request uses a new connection.
#[tokio::test]
async fn http2_stalled_body_keeps_the_status() {
    let lab = Lab::http2(|request| match request.number {
        1 => Act::new().head(404, &[]).data("{\"mess").hang(),
        _ => Act::ok("2"),
    });
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    let text = format!("things.get: 404 Not Found: {INCOMPLETE}");
    assert_error(after(LIMIT, get(&core, "a").send()).await, ErrorKind::Status, &text);
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// The message of the server is shown if it arrived in full, although the body did not end.
#[tokio::test]
async fn stalled_body_with_its_message() {
    let lab = Lab::plain(|_| Act::new().head(400, &[]).data("{\"message\":\"no such thing\"}").hang());
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    let result = after(LIMIT, get(&core, "a").send()).await;
    assert_error(result, ErrorKind::Status, "things.get: 400 Bad Request: no such thing");
}

/// If the time limit of the call passes during the body of an error response, the error keeps its status.
#[tokio::test]
async fn stalled_body_at_the_limit_of_the_call() {
    let lab = Lab::plain(|_| Act::new().head(503, &[("retry-after", "0")]).hang());
    let core = builder(&lab).total_timeout(LIMIT).build().unwrap();
    let error = after(LIMIT, get(&core, "a").send()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1), "{error:?}");
}

/// A 503 whose body stalls is repeated like any other 503, after its `Retry-After`.
#[tokio::test]
async fn stalled_body_is_repeated_by_its_status() {
    let lab = Lab::plain(|request| match request.number {
        1 => Act::new().head(503, &[("retry-after-ms", "200"), ("content-length", "9")]).hang(),
        _ => Act::ok("{}"),
    });
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    get(&core, "a").send().await.unwrap();
    assert!(lab.log().gaps()[0] >= LIMIT + Duration::from_millis(200));
}

/// The body of an error response may be silent for at most five seconds, whatever the time limit of an attempt.
#[tokio::test]
async fn silent_body_is_abandoned() {
    let lab = Lab::plain(|_| Act::new().head(404, &[("content-length", "9")]).hang());
    let error = after(Duration::from_secs(5), get(&client(&lab), "a").send()).await.unwrap_err();
    assert_eq!(error.to_string(), format!("things.get: 404 Not Found: {INCOMPLETE}"));
    lab.until("the end of the connection", |log| log.closed == 1).await;
}

/// The body of an error response that trickles forever ends with the time limit of the attempt, and the error keeps its
/// status.
#[tokio::test]
async fn trickling_body_keeps_the_status() {
    let lab = Lab::plain(|_| {
        let head = Act::new().head(404, &[("content-length", "99")]);
        (0..99).fold(head, |act, _| act.data(" ").pause(50))
    });
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    let error = after(LIMIT, get(&core, "a").send()).await.unwrap_err();
    assert!(error.is_not_found() && error.body().is_some_and(|body| body.len() >= 2), "{error:?}");
}

/// An error response whose connection breaks within the body keeps its status.
#[tokio::test]
async fn broken_body_keeps_the_status() {
    let lab = Lab::plain(|_| Act::new().head(409, &[("content-length", "99")]).data("{").close());
    let text = format!("things.get: 409 Conflict: {INCOMPLETE}");
    assert_error(get(&client(&lab), "a").send().await, ErrorKind::Status, &text);
}

/// An error response whose HTTP/2 stream is reset within the body keeps its status.
#[tokio::test]
async fn http2_reset_body_keeps_the_status() {
    let lab = Lab::http2(|_| Act::new().head(409, &[]).data("{").then(Step::Reset(2)));
    let text = format!("things.get: 409 Conflict: {INCOMPLETE}");
    assert_error(get(&client(&lab), "a").send().await, ErrorKind::Status, &text);
}

/// The endless body of an error response is truncated after 1 MiB.
#[tokio::test]
async fn endless_body_is_cut_off() {
    let lab = Lab::plain(|_| {
        let head = Act::new().head(404, &[("connection", "close")]);
        (0..512).fold(head, |act, _| act.data([b' '; 65_536]))
    });
    let error = before(Duration::from_secs(10), get(&client(&lab), "a").send()).await.unwrap_err();
    assert_eq!((error.is_not_found(), error.body().unwrap().len()), (true, 1 << 20));
    assert_eq!(error.to_string(), "things.get: 404 Not Found");
}

/// A message with line breaks and control characters is one line of at most 200 characters.
#[tokio::test]
async fn message_is_one_line() {
    let message = format!("{{\"message\":\"a\\r\\nb\\u001b[31m{}\"}}", "c".repeat(10_000));
    let lab = Lab::plain(move |_| Act::reply(400, &[("content-type", "application/json")], &message));
    let text = get(&client(&lab), "a").send().await.unwrap_err().to_string();
    assert!(text.chars().count() < 250 && !text.chars().any(char::is_control), "{text}");
    assert!(text.starts_with("things.get: 400 Bad Request: a b [31mccc") && text.ends_with('…'), "{text}");
}
