//! HTTP/2: streams and connections that end early, and invalid frames.

use std::time::Duration;

use sdkgen_runtime::ErrorKind;

use crate::lab::{Act, DATA, HEADERS, Lab, PING, SETTINGS, Step, WINDOW_UPDATE, frame};
use crate::support::{before, builder, client, create, get};

/// Codes of RFC 9113, section 7.
const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const ENHANCE_YOUR_CALM: u32 = 11;
const HTTP_1_1_REQUIRED: u32 = 13;

/// Requests share one connection.
#[tokio::test]
async fn one_connection_for_all() {
    let lab = Lab::http2(|request| Act::ok(&format!("\"{}\"", request.target)));
    let core = client(&lab);
    for id in ["a", "b", "c"] {
        assert_eq!(get(&core, id).send().await.unwrap(), format!("/things/{id}"));
    }
    assert_eq!((lab.log().connections, lab.log().handshakes, lab.log().requests.len()), (1, 1, 3));
    assert_eq!(lab.log().requests.iter().map(|request| request.stream).collect::<Vec<_>>(), [1, 3, 5]);
}

/// A hundred concurrent requests share the existing connection.
#[tokio::test]
async fn hundred_at_once() {
    let lab = Lab::http2(|request| Act::new().pause(50).head(200, &[]).last(format!("\"{}\"", request.target)));
    let core = client(&lab);
    get(&core, "first").send().await.unwrap();
    let calls: Vec<_> = (0..100).map(|id| tokio::spawn(get(&core, &id.to_string()).send())).collect();
    for (id, call) in calls.into_iter().enumerate() {
        assert_eq!(call.await.unwrap().unwrap(), format!("/things/{id}"));
    }
    assert_eq!((lab.log().connections, lab.log().requests.len()), (1, 101));
}

/// A POST whose stream is reset with INTERNAL_ERROR is not sent again.
#[tokio::test]
async fn post_is_not_doubled_after_a_reset_stream() {
    let lab = Lab::http2(|_| Act::new().then(Step::Reset(INTERNAL_ERROR)));
    let error = create(&client(&lab)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error:?}");
    assert_eq!(lab.log().lines(), ["POST /things"]);
    assert_eq!(lab.log().requests[0].body, br#"{"name":"x"}"#);
}

/// A GET is sent again on the same connection.
#[tokio::test]
async fn get_survives_a_reset_stream() {
    let lab = Lab::http2(|request| match request.number {
        1 => Act::new().then(Step::Reset(INTERNAL_ERROR)),
        _ => Act::ok("2"),
    });
    assert_eq!(get(&client(&lab), "a").send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 1]);
}

/// A request on a refused stream was not processed (RFC 9113, section 8.7), so a POST is sent again.
#[tokio::test]
async fn refused_stream_is_sent_again() {
    let lab = Lab::http2(|request| match request.number {
        1 => Act::new().then(Step::Reset(REFUSED_STREAM)),
        _ => Act::ok("2"),
    });
    assert_eq!(create(&client(&lab)).send().await.unwrap(), 2);
    assert_eq!(lab.log().lines(), ["POST /things", "POST /things"]);
}

/// If a server refuses all streams, retries end.
#[tokio::test]
async fn refused_streams_end() {
    let lab = Lab::http2(|_| Act::new().then(Step::Reset(REFUSED_STREAM)));
    let error = before(Duration::from_secs(10), get(&client(&lab), "a").send()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{error:?}");
    assert!(lab.log().requests.len() <= 9, "{} requests", lab.log().requests.len());
}

/// After GOAWAY, the request in flight completes; the next one uses another connection.
#[tokio::test]
async fn goaway_lets_requests_finish() {
    let lab = Lab::http2(|request| match request.connection {
        1 => Act::new().then(Step::GoAway(request.stream, NO_ERROR)).pause(100).head(200, &[]).last("1"),
        _ => Act::ok("2"),
    });
    let core = client(&lab);
    assert_eq!(create(&core).send().await.unwrap(), 1);
    assert_eq!(create(&core).send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// A request that GOAWAY excludes was not processed (RFC 9113, section 6.8), so a POST is sent again.
#[tokio::test]
async fn goaway_that_excludes_a_request() {
    let lab = Lab::http2(|request| match request.connection {
        1 => Act::new().then(Step::GoAway(0, NO_ERROR)).close(),
        _ => Act::ok("2"),
    });
    assert_eq!(create(&client(&lab)).send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// After ENHANCE_YOUR_CALM, the client uses another connection.
#[tokio::test]
async fn enhance_your_calm() {
    let lab = Lab::http2(|request| match request.connection {
        1 => Act::new().then(Step::GoAway(request.stream, ENHANCE_YOUR_CALM)).close(),
        _ => Act::ok("2"),
    });
    assert_eq!(get(&client(&lab), "a").send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// HTTP_1_1_REQUIRED is a broken connection, and retries end.
#[tokio::test]
async fn http1_required() {
    let lab = Lab::http2(|_| Act::new().then(Step::Reset(HTTP_1_1_REQUIRED)));
    let error = before(Duration::from_secs(10), create(&client(&lab)).send()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error:?}");
}

/// A connection that ends in the middle of a response is an error, and a GET is sent again on another one.
#[tokio::test]
async fn connection_that_ends_within_a_response() {
    let lab = Lab::http2(|request| match request.connection {
        1 => Act::new().head(200, &[]).data("1").close(),
        _ => Act::ok("2"),
    });
    assert_eq!(get(&client(&lab), "a").send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// Invalid frames end the connection, and a POST is not sent again.
#[tokio::test]
async fn wrong_frames() {
    let wrong = [
        ("DATA before HEADERS", frame(DATA, 0, 1, b"x")),
        ("SETTINGS of a stream", frame(SETTINGS, 0, 1, &[])),
        ("PING of five bytes", frame(PING, 0, 0, b"12345")),
        ("a window of nothing", frame(WINDOW_UPDATE, 0, 0, &[0; 4])),
        ("HEADERS of no HPACK", frame(HEADERS, 4, 1, &[0xff; 8])),
        ("HEADERS of a stream of our own", frame(HEADERS, 4, 2, &[0x88])),
        ("no frame at all", b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
    ];
    for (what, bytes) in wrong {
        let lab = Lab::http2(move |_| Act::new().raw(&bytes));
        let error = before(Duration::from_secs(10), create(&client(&lab)).send()).await.expect_err(what);
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{what}: {error:?}");
        assert_eq!(lab.log().lines(), ["POST /things"], "{what}");
    }
}

/// Headers that are too large are an error.
#[tokio::test]
async fn head_without_end() {
    let lab = Lab::http2(|_| {
        let value = "y".repeat(16_000);
        let headers: Vec<_> = (0..1_000).map(|_| ("x", value.as_str())).collect();
        Act::new().head(200, &headers).last("{}")
    });
    let error = before(Duration::from_secs(10), create(&client(&lab)).send()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error:?}");
}

/// Endless PINGs of the server end with the time limit of the attempt.
#[tokio::test]
async fn pings_without_end() {
    let lab =
        Lab::http2(|_| (0..200).fold(Act::new(), |act, _| act.raw(frame(PING, 0, 0, b"12345678").repeat(20)).pause(5)));
    let core = builder(&lab).attempt_timeout(Duration::from_millis(300)).max_retries(0).build().unwrap();
    let error = before(Duration::from_secs(5), get(&core, "a").send()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Transport), "{error:?}");
}

/// Endless empty frames of a body, which no size limit catches, end with the time limit of the attempt.
#[tokio::test]
async fn empty_frames_without_end() {
    let lab = Lab::http2(|_| {
        (0..300).fold(Act::new().head(200, &[]), |act, _| act.raw(frame(DATA, 0, 1, b"").repeat(20)).pause(5))
    });
    let core = builder(&lab).attempt_timeout(Duration::from_millis(300)).max_retries(0).build().unwrap();
    let error = before(Duration::from_secs(5), get(&core, "a").send()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Transport), "{error:?}");
}

/// Bodies of some megabytes are received and sent in full.
#[tokio::test]
async fn large_bodies() {
    let lab = Lab::http2(|request| Act::ok(&format!("\"{}\"", "x".repeat(request.body.len()))));
    let body = vec![b'y'; 1 << 20];
    let call = client(&lab).request(sdkgen_runtime::http::Method::POST, "/a").body("text/plain", body.clone());
    let response = before(Duration::from_secs(20), call.send()).await.unwrap();
    assert_eq!((response.raw_body().len(), lab.log().requests.remove(0).body == body), ((1 << 20) + 2, true));
}

/// A handshake that never ends is abandoned in time; since nothing was sent, a POST is repeated.
#[tokio::test]
async fn handshake_that_never_ends() {
    let lab = Lab::greeting(|_| Act::new().hang(), |_| Act::ok("{}"));
    let url = lab.url().replace("http:", "https:");
    let core = builder(&lab).base_url(url).connect_timeout(Duration::from_millis(200)).max_retries(1).build().unwrap();
    let error = before(Duration::from_secs(5), create(&core).send()).await.unwrap_err();
    assert_eq!(error.to_string(), "things.create: establishing the connection took too long (2 attempts)");
    assert!(error.is_timeout() && !error.may_have_been_sent());
    assert_eq!(lab.log().connections, 2);
}
