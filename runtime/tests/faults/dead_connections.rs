//! Connections that die without notice: nothing is read from them or written to them any more.

use std::time::Duration;

use sdkgen_runtime::{ErrorKind, RequestOptions};

use crate::lab::{Act, Lab, Seen};
use crate::support::{after, assert_error, before, builder, get};

const LIMIT: Duration = Duration::from_millis(300);

/// The first connection serves one request and is dead from then on; all others work.
fn first_dies(request: &Seen) -> Act {
    if request.connection == 1 { Act::ok("1").dead() } else { Act::ok("2") }
}

/// After an attempt over HTTP/2 that timed out, the next attempt uses a new connection.
#[tokio::test]
async fn http2_connection_is_left_after_a_timeout() {
    let lab = Lab::http2(first_dies);
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap(), 1);
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
    assert_eq!(get(&core, "c").send().await.unwrap(), 2);
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 2, 2], 2));
}

/// The same after the time limit of the call passed.
#[tokio::test]
async fn http2_connection_is_left_after_the_limit_of_the_call() {
    let lab = Lab::http2(first_dies);
    let core = builder(&lab).total_timeout(LIMIT).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap(), 1);
    let text = "things.get: not done within 300ms, the time limit of the call";
    assert_error(after(LIMIT, get(&core, "b").send()).await, ErrorKind::Timeout, text);
    assert_eq!(get(&core, "c").send().await.unwrap(), 2);
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 2], 2));
}

/// If all HTTP/2 connections are dead, each attempt uses a new one.
#[tokio::test]
async fn http2_attempts_do_not_share_a_dead_connection() {
    let lab = Lab::http2(|_| Act::new().dead());
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    let text = "things.get: no complete response within 300ms, the time limit of an attempt (3 attempts)";
    let error = assert_error(get(&core, "a").send().await, ErrorKind::Timeout, text);
    assert!(error.may_have_been_sent() && error.is_retryable());
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 2, 3], 3));
}

/// A POST that timed out is not sent again, but the next one uses another connection.
#[tokio::test]
async fn http2_post_is_not_repeated_on_the_new_connection() {
    let lab = Lab::http2(first_dies);
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    get(&core, "a").send().await.unwrap();
    let error = crate::support::create(&core).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    crate::support::create(&core).send().await.unwrap();
    assert_eq!(lab.log().lines(), ["GET /things/a", "POST /things"]);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// A request in flight on a retired connection completes, and its connection is closed afterwards.
#[tokio::test]
async fn http2_requests_in_flight_complete() {
    let lab = Lab::http2(|request| match request.target.as_str() {
        "/things/slow" => Act::new().head(200, &[]).data("1").pause(900).last("2"),
        "/things/lost" => Act::new().hang(),
        _ => Act::ok("3"),
    });
    let core = builder(&lab).max_retries(0).build().unwrap();
    let slow = tokio::spawn(get(&core, "slow").send());
    lab.until("the slow request", |log| log.requests.len() == 1).await;
    let hasty = core.with_options(RequestOptions::new().attempt_timeout(LIMIT));
    assert!(get(&hasty, "lost").send().await.unwrap_err().is_timeout());
    assert_eq!(get(&core, "other").send().await.unwrap(), 3);
    assert_eq!(slow.await.unwrap().unwrap(), 12);
    lab.until("the end of the first connection", |log| log.closed == 1).await;
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 1, 2], 2));
}

/// Many requests that time out together on an HTTP/2 connection open one new connection, not one each.
#[tokio::test]
async fn http2_timeouts_together_open_one_connection() {
    let lab = Lab::http2(|request| match (request.connection, request.number) {
        (1, 1) => Act::ok("1"),
        (1, _) => Act::new().hang(),
        _ => Act::ok("2"),
    });
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    // Without an existing connection, the calls would open several, of which the pool keeps one.
    assert_eq!(get(&core, "first").send().await.unwrap(), 1);
    let calls: Vec<_> = (0..20).map(|id| tokio::spawn(get(&core, &id.to_string()).send())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 2);
    }
    let log = lab.log();
    assert_eq!(log.requests.len(), 41);
    let second = log.requests.iter().filter(|request| request.number > 21).map(|request| request.connection);
    assert_eq!(second.collect::<std::collections::BTreeSet<_>>().len(), 1);
}

/// A silent stream over HTTP/2 retires its connection too.
#[tokio::test]
async fn http2_connection_is_left_after_a_silent_stream() {
    let lab = Lab::http2(|request| match request.connection {
        1 => Act::new().head(200, &[]).data("1").dead(),
        _ => Act::ok("2"),
    });
    let core = builder(&lab).attempt_timeout(LIMIT).max_retries(0).build().unwrap();
    let mut stream = get(&core, "a").send_streaming().await.unwrap();
    assert_eq!(&stream.try_next().await.unwrap().unwrap()[..], b"1");
    let error = stream.try_next().await.unwrap_err();
    assert!(
        error.to_string().contains("nothing more arrived within 300ms, the time limit between two pieces"),
        "{error}"
    );
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
    assert_eq!(lab.log().connections, 2);
}

/// Without time limits, PINGs detect that an HTTP/2 connection is dead: its request fails and is sent again.
#[tokio::test]
async fn http2_ping_finds_a_dead_connection() {
    let lab = Lab::http2(first_dies);
    let core = builder(&lab).http2_keep_alive(Duration::from_millis(200)).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap(), 1);
    let result = before(Duration::from_secs(5), get(&core, "b").send()).await;
    assert_eq!(result.unwrap(), 2);
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 2], 2));
}

/// The error of a dead HTTP/2 connection if the request cannot be repeated.
#[tokio::test]
async fn http2_ping_without_a_reply_is_reported() {
    let lab = Lab::http2(|_| Act::new().dead());
    let core = builder(&lab).http2_keep_alive(Duration::from_millis(200)).max_retries(0).build().unwrap();
    let result = before(Duration::from_secs(5), get(&core, "a").send()).await;
    let text = "things.get: the connection broke: operation timed out; the server did not reply to a PING";
    let error = assert_error(result, ErrorKind::Transport, text);
    assert!(error.is_retryable() && error.may_have_been_sent());
}

/// PINGs are also sent on idle connections, so that the next request does not use a dead one.
#[tokio::test]
async fn http2_idle_connection_is_found_dead() {
    let lab = Lab::http2(first_dies);
    let core = builder(&lab).http2_keep_alive(Duration::from_millis(200)).max_retries(0).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap(), 1);
    // Twice the time for sending the PING and waiting for its reply.
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
}

/// A slow server that replies to PINGs may take any time.
#[tokio::test]
async fn http2_slow_server_keeps_its_connection() {
    let lab = Lab::http2(|_| Act::new().pause(1_000).head(200, &[]).last("1"));
    let core = builder(&lab).http2_keep_alive(Duration::from_millis(200)).max_retries(0).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap(), 1);
    assert_eq!(lab.log().connections, 1);
    assert!(lab.log().pings >= 2, "{:?}", lab.log());
}

/// PINGs can be disabled.
#[tokio::test]
async fn http2_pings_can_be_turned_off() {
    let lab = Lab::http2(|_| Act::new().pause(500).head(200, &[]).last("1"));
    let core = builder(&lab).http2_keep_alive(Duration::ZERO).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap(), 1);
    assert_eq!(lab.log().pings, 0);
}

/// A call that the user drops resets its stream over HTTP/2, and the connection stays open.
#[tokio::test]
async fn http2_cancelled_call_keeps_the_connection() {
    let lab = Lab::http2(|request| if request.number == 1 { Act::new().hang() } else { Act::ok("2") });
    let core = builder(&lab).build().unwrap();
    assert!(tokio::time::timeout(LIMIT, get(&core, "a").send()).await.is_err());
    lab.until("RST_STREAM", |log| log.resets == 1).await;
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 1]);
}

/// An attempt over HTTP/1.1 that timed out closes its connection.
#[tokio::test]
async fn http1_connection_is_closed_after_a_timeout() {
    let lab = Lab::plain(|_| Act::new().hang());
    let core = builder(&lab).attempt_timeout(LIMIT).max_retries(0).build().unwrap();
    assert!(get(&core, "a").send().await.unwrap_err().is_timeout());
    lab.until("the end of the connection", |log| log.closed == 1).await;
    assert_eq!(lab.log().connections, 1);
}

/// If all idle HTTP/1.1 connections are dead, they are retired after the first attempt that times out.
#[tokio::test]
async fn http1_idle_connections_are_not_tried_one_by_one() {
    let lab = Lab::plain(|request| match request.on_connection {
        1 if request.number <= 6 => Act::new().pause(100).head(200, &[("content-length", "1")]).last("1"),
        1 => Act::ok("2"),
        _ => Act::new().dead(),
    });
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    let calls: Vec<_> = (0..6).map(|id| tokio::spawn(get(&core, &id.to_string()).send())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 1);
    }
    assert_eq!(lab.log().connections, 6);
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
    assert_eq!((lab.log().requests.len(), lab.log().connections), (8, 7));
    lab.until("the end of idle connections", |log| log.closed >= 5).await;
}

/// Blocking calls have separate connections, and retire dead ones too.
#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_leave_a_dead_connection() {
    let lab = Lab::http2(first_dies);
    let core = builder(&lab).attempt_timeout(LIMIT).build().unwrap();
    assert_eq!(get(&core, "a").send_blocking().unwrap(), 1);
    assert_eq!(get(&core, "b").send_blocking().unwrap(), 2);
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 2], 2));
}
