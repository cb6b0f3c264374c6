//! Streams that report errors, other responses in place of streams, and streams that end early.

use std::time::{Duration, Instant};

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Core, Framing, Operation};
use sdkgen_runtime::serde_json::{Value, json};
use sdkgen_runtime::{ErrorKind, EventStream, StreamEnd};

use crate::lab::{Act, Lab};
use crate::support::{after, assert_error, builder, client, get};

static CHAT: Operation =
    Operation::new("chats.create", Method::POST, "/chats").stream(Framing::Events, "text/event-stream");
static LOG: Operation =
    Operation::new("logs.follow", Method::GET, "/log").stream(Framing::JsonLines, "application/x-ndjson");

const EVENTS: &[(&str, &str)] = &[("content-type", "text/event-stream"), ("transfer-encoding", "chunked")];
const LINES: &[(&str, &str)] = &[("content-type", "application/x-ndjson"), ("transfer-encoding", "chunked")];
/// HTTP/2 has no chunks.
const FRAMES: &[(&str, &str)] = &[("content-type", "text/event-stream")];

async fn chat(core: &Core) -> EventStream<Value> {
    Call::records(core, &CHAT, &[]).send().await.expect("the stream begins well")
}

/// Reads the values until the end.
async fn values(stream: &mut EventStream<Value>) -> Vec<Value> {
    let mut values = Vec::new();
    while let Some(value) = stream.try_next().await.expect("the stream has no fault") {
        values.push(value);
    }
    values
}

/// An event named `error` is an error with the server's message and body; the stream continues after it.
#[tokio::test]
async fn an_error_event_is_an_error() {
    let text =
        "data: 1\n\nevent: error\ndata: {\"error\": {\"message\": \"overloaded\", \"code\": 529}}\n\ndata: 2\n\n";
    let lab = Lab::plain(|_| Act::new().head(200, EVENTS).data(&text[..40]).pause(20).data(&text[40..]).last(""));
    let mut stream = chat(&client(&lab)).await;
    assert_eq!(stream.try_next().await.unwrap(), Some(json!(1)));
    let words = "chats.create: the server reported an error in the stream: overloaded";
    let error = assert_error(stream.try_next().await, ErrorKind::Stream, words);
    assert_eq!(error.body_as::<Value>(), Some(json!({"error": {"message": "overloaded", "code": 529}})));
    assert_eq!(stream.try_next().await.unwrap(), Some(json!(2)));
    // It is not repeated, since the server has executed the request.
    assert_eq!((lab.log().lines(), error.may_have_been_sent()), (vec!["POST /chats".to_owned()], true));
}

/// A line of JSON with a property `error` is an error too.
#[tokio::test]
async fn an_error_line_is_an_error() {
    let lab = Lab::plain(|_| Act::new().head(200, LINES).data("{\"a\":1}\n{\"error\":\"model not found\"}\n").last(""));
    let mut stream: EventStream<Value> = Call::records(&client(&lab), &LOG, &[]).send().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap(), Some(json!({"a": 1})));
    let words = "logs.follow: the server reported an error in the stream: model not found";
    assert_error(stream.try_next().await, ErrorKind::Stream, words);
    assert_eq!((stream.try_next().await.unwrap(), stream.end()), (None, Some(StreamEnd::Closed)));
}

/// One JSON text over several lines in place of JSON lines is one error with the whole text.
#[tokio::test]
async fn one_text_is_no_lines() {
    let json = "{\n  \"error\": {\n    \"message\": \"no credit\"\n  }\n}\n";
    let lab = Lab::plain(move |_| Act::reply(200, &[("content-type", "application/json")], json));
    let mut stream: EventStream<Value> = Call::records(&client(&lab), &LOG, &[]).send().await.unwrap();
    let words = "logs.follow: cannot read the 200 response: $: the response is application/json, not JSON lines, in \
                 {\"error\": {…}}; the server says: no credit";
    let error = assert_error(stream.try_next().await, ErrorKind::Decode, words);
    assert_eq!(error.body_as::<Value>(), Some(json!({"error": {"message": "no credit"}})));
    assert_eq!((stream.try_next().await.unwrap(), stream.end()), (None, Some(StreamEnd::Failed)));
}

/// An error that a server sends in place of the rest of a stream is returned, with or without the end of the event.
#[tokio::test]
async fn an_error_in_place_of_the_rest_is_an_error() {
    const RESTS: [&str; 4] = [
        "{\"error\": {\"message\": \"overloaded\"}}",
        "{\n  \"error\": {\n    \"message\": \"overloaded\"\n  }\n}",
        "event: error\ndata: \"overloaded\"",
        "data: {\"error\": {\"type\": \"overloaded\"}}\n",
    ];
    let lab = Lab::plain(|request| {
        Act::new().head(200, EVENTS).data("data: 1\n\n").pause(20).data(RESTS[request.number - 1]).last("")
    });
    let core = client(&lab);
    for rest in RESTS {
        let mut stream = chat(&core).await;
        assert_eq!(stream.try_next().await.unwrap(), Some(json!(1)));
        let words = "chats.create: the server reported an error in the stream: overloaded";
        let error = assert_error(stream.try_next().await, ErrorKind::Stream, words);
        assert!(error.body().is_some_and(|body| !body.is_empty()), "{rest}");
        assert_eq!((stream.try_next().await.unwrap(), stream.end()), (None, Some(StreamEnd::Torn)), "{rest}");
    }
}

/// A page of HTML with status 200 in place of events is an error with the page as its body.
#[tokio::test]
async fn a_page_is_no_stream() {
    let lab = Lab::plain(|_| Act::reply(200, &[("content-type", "text/html")], "<h1>Maintenance</h1>"));
    let core = client(&lab);
    let result = Call::<EventStream<Value>>::records(&core, &CHAT, &[]).send().await;
    let words = "chats.create: cannot read the 200 response: $: the response is text/html, not server-sent events, in 20 \
                 bytes of text/html";
    let error = assert_error(result, ErrorKind::Decode, words);
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"<h1>Maintenance</h1>"[..]));
    // The connection is still usable.
    let _ = Call::<EventStream<Value>>::records(&core, &CHAT, &[]).send().await;
    assert_eq!(lab.log().on(), [1, 1]);
}

/// After `[DONE]` the connection is reused, although the response ends only a moment later.
#[tokio::test]
async fn the_connection_is_used_again_after_done() {
    let lab = Lab::plain(|_| {
        Act::new().head(200, EVENTS).data("data: 1\n\n").data("data: [DONE]\n\n").pause(20).data(": bye\n\n").last("")
    });
    let core = client(&lab);
    for _ in 0..3 {
        let mut stream = chat(&core).await;
        assert_eq!(values(&mut stream).await, [json!(1)]);
        assert_eq!(stream.end(), Some(StreamEnd::Terminator));
    }
    assert_eq!(lab.log().on(), [1, 1, 1]);
}

/// The same over HTTP/2: the stream ends normally and is not reset.
#[tokio::test]
async fn no_reset_after_done_over_http2() {
    let lab = Lab::http2(|_| Act::new().head(200, FRAMES).data("data: 1\n\ndata: [DONE]\n\n").pause(20).last(""));
    let core = client(&lab);
    for _ in 0..2 {
        assert_eq!(values(&mut chat(&core).await).await, [json!(1)]);
    }
    assert_eq!((lab.log().connections, lab.log().resets), (1, 0));
}

/// If a server does not end the response after `[DONE]`, the delay is at most 100 ms, and the connection is closed.
#[tokio::test]
async fn done_without_an_end() {
    let lab = Lab::plain(|request| match &*request.target {
        "/chats" => Act::new().head(200, EVENTS).data("data: [DONE]\n\n").hang(),
        _ => Act::ok("{}"),
    });
    let core = client(&lab);
    let mut stream = chat(&core).await;
    let end = after(Duration::from_millis(100), stream.try_next()).await;
    assert_eq!((end.unwrap(), stream.end()), (None, Some(StreamEnd::Terminator)));
    get(&core, "a").send().await.unwrap();
    assert_eq!(lab.log().on(), [1, 2]);
}

/// If a server continues to send after `[DONE]`, only a limited amount is read.
#[tokio::test]
async fn done_is_followed_by_no_end_of_data() {
    let lab = Lab::plain(|_| {
        let act = Act::new().head(200, EVENTS).data("data: [DONE]\n\n");
        (0..2_000).fold(act, |act, _| act.data([b' '; 65_536]))
    });
    let start = Instant::now();
    assert!(values(&mut chat(&client(&lab)).await).await.is_empty());
    lab.until("the end of the connection", |log| log.closed == 1).await;
    // The buffers of the system hold more than the 64 KiB.
    assert!(lab.log().sent < 64 << 20, "{} bytes in {:?}", lab.log().sent, start.elapsed());
}

/// An end without `[DONE]`, or within an event, is distinguished from a complete stream.
#[tokio::test]
async fn an_early_end_is_reported() {
    let lab = Lab::plain(|request| {
        let rest = ["", "data: 2", "data: [DONE]\n\n", "data: [DONE]"][request.number - 1];
        let text = format!("data: 1\n\n{rest}");
        Act::new().head(200, EVENTS).data(text).last("")
    });
    let core = client(&lab);
    for end in [StreamEnd::Closed, StreamEnd::Torn, StreamEnd::Terminator, StreamEnd::Terminator] {
        let mut stream = chat(&core).await;
        assert_eq!(values(&mut stream).await, [json!(1)]);
        assert_eq!(stream.end(), Some(end));
    }
}

/// So is an end within a line of JSON.
#[tokio::test]
async fn a_torn_line_is_reported() {
    let lab = Lab::plain(|_| Act::new().head(200, LINES).data("{\"a\":1}\n{\"a\":").last(""));
    let mut stream: EventStream<Value> = Call::records(&client(&lab), &LOG, &[]).send().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap(), Some(json!({"a": 1})));
    assert!(stream.try_next().await.unwrap_err().is_decode());
    assert_eq!((stream.try_next().await.unwrap(), stream.end()), (None, Some(StreamEnd::Torn)));
}

/// A connection that breaks within a stream is an error, and the stream ends as failed.
#[tokio::test]
async fn a_broken_stream_has_failed() {
    let lab = Lab::plain(|_| Act::new().head(200, EVENTS).data("data: 1\n\n").close());
    let mut stream = chat(&client(&lab)).await;
    assert_eq!(stream.try_next().await.unwrap(), Some(json!(1)));
    let error = stream.try_next().await.unwrap_err();
    assert_eq!((error.kind(), stream.end()), (ErrorKind::Transport, Some(StreamEnd::Failed)));
    assert_eq!(stream.try_next().await.unwrap(), None);
}

/// A silent stream ends with the time limit of an attempt.
#[tokio::test]
async fn a_silent_stream_ends() {
    let lab = Lab::plain(|_| Act::new().head(200, EVENTS).data("data: 1\n\n").hang());
    let core = builder(&lab).attempt_timeout(Duration::from_millis(200)).build().unwrap();
    let mut stream = chat(&core).await;
    assert_eq!(stream.try_next().await.unwrap(), Some(json!(1)));
    let result = after(Duration::from_millis(200), stream.try_next()).await;
    let words = "chats.create: nothing more arrived within 200ms, the time limit between two pieces";
    assert_error(result, ErrorKind::Timeout, words);
    assert_eq!(stream.end(), Some(StreamEnd::Failed));
}

/// The name and the identifier of an event are available with the typed value.
#[tokio::test]
async fn names_and_identifiers_are_visible() {
    let text = "event: delta\nid: 7\ndata: {\"text\": \"a\"}\n\n";
    let lab = Lab::plain(move |_| Act::new().head(200, EVENTS).data(text).last(""));
    let mut stream = chat(&client(&lab)).await;
    let item = stream.try_next_item().await.unwrap().unwrap();
    assert_eq!((item.event.event.as_str(), item.event.id.as_deref()), ("delta", Some("7")));
    assert_eq!(item.value, json!({"text": "a"}));
}
