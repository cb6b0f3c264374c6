//! Responses that are read while they arrive.

use std::time::Duration;

use sdkgen_runtime::bytes::Bytes;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Core, Framing, Operation};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{ByteStream, Error, ErrorKind, EventStream, RequestOptions};

use crate::support::{client, get, now};

static FILE: Operation = Operation::new("files.download", Method::GET, "/file").accept("*/*");
static CHAT: Operation =
    Operation::new("chats.create", Method::POST, "/chats").stream(Framing::Events, "text/event-stream");
static LOG: Operation =
    Operation::new("logs.follow", Method::GET, "/log").stream(Framing::JsonLines, "application/jsonl");

fn file(core: &Core) -> Call<Bytes> {
    Call::bytes(core, &FILE, &[])
}

fn mock(replies: impl IntoIterator<Item = MockReply>) -> (MockTransport, Core) {
    let mock = MockTransport::new();
    replies.into_iter().for_each(|reply| mock.enqueue(reply));
    let core = client(&mock);
    (mock, core)
}

/// The pieces until the end, and the error that ended them.
async fn drain(mut stream: ByteStream) -> (Vec<Bytes>, Option<Error>) {
    let mut pieces = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(piece)) => pieces.push(piece),
            Ok(None) => return (pieces, None),
            Err(error) => {
                assert!(stream.try_next().await.unwrap().is_none(), "a failed stream is over");
                return (pieces, Some(error));
            }
        }
    }
}

#[test]
fn pieces_come_as_they_arrive_without_limit() {
    let reply = MockReply::new(200).header("content-length", "7").header("x-request-id", "r").pieces(["ab", "", "cde"]);
    let (_, core) = mock([reply.clone(), reply.clone(), reply]);
    let core = core.with_options(RequestOptions::new().max_response_bytes(3));
    let stream = now(file(&core).send_streaming()).unwrap();
    assert_eq!((stream.status().as_u16(), stream.content_length(), stream.request_id()), (200, Some(7), Some("r")));
    let (pieces, error) = now(drain(stream));
    assert!(error.is_none());
    assert_eq!(pieces, ["ab", "cde"]);
    // A body that is read into memory is limited in size.
    let whole = now(async { file(&core).send_streaming().await.unwrap().bytes().await });
    assert_eq!(whole.unwrap_err().to_string(), "files.download: the response is larger than the limit of 3 bytes");
    assert_eq!(now(file(&core).send()).unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn only_the_head_is_tried_again() {
    let (mock, core) = mock([
        MockReply::new(503),
        MockReply::refused(),
        MockReply::new(200).pieces(["ab"]).then_reset(),
        MockReply::new(200).body("never asked for"),
    ]);
    let (pieces, error) = now(async { drain(file(&core).send_streaming().await.unwrap()).await });
    let error = error.unwrap();
    assert_eq!(pieces, ["ab"]);
    assert_eq!((error.kind(), error.attempts(), error.may_have_been_sent()), (ErrorKind::Transport, 3, true));
    assert_eq!(error.operation(), Some("files.download"));
    assert_eq!(mock.requests().len(), 3);
}

#[test]
fn an_error_status_is_an_error_with_its_body() {
    let (_, core) = mock([MockReply::new(404).json(r#"{"message": "no such file"}"#)]);
    let error = now(file(&core).send_streaming()).unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.server_message().as_deref(), Some("no such file"));
}

#[test]
fn silence_is_limited_and_so_is_the_whole_call() {
    let reply = MockReply::new(200).pieces(["ab"]).then_silence();
    let (mock, core) = mock([reply.clone(), reply]);
    let run = |options: RequestOptions| {
        let mut call = file(&core);
        call.set_options(options);
        now(async { drain(call.send_streaming().await.unwrap()).await }).1.unwrap()
    };
    let error = run(RequestOptions::new().attempt_timeout(Duration::from_secs(7)));
    assert_eq!(error.to_string(), "files.download: nothing more arrived within 7s, the time limit between two pieces");
    assert!(error.is_timeout() && error.may_have_been_sent());
    let error = run(RequestOptions::new().timeout(Duration::from_secs(5)));
    assert_eq!(error.to_string(), "files.download: not done within 5s, the time limit of the call");
    assert_eq!(mock.delays(), [Duration::from_secs(7), Duration::from_secs(5)]);
}

fn events(pieces: &'static [&'static str]) -> MockReply {
    MockReply::new(200).header("content-type", "text/event-stream; charset=utf-8").pieces(pieces.iter().copied())
}

#[test]
fn events_are_read_as_json_until_the_last() {
    let (mock, core) =
        mock([events(&["data: {\"a\"", ":1}\n\nid: 7\ndata: {\"a\":2}\n\ndata: [DONE]\n\ndata: {}\n\n"])]);
    let mut call: Call<Value> = Call::json(&core, &CHAT, &[]);
    call.body_field("stream", &true);
    let mut stream: EventStream<Value> = now(call.send_records()).unwrap();
    assert_eq!(now(stream.try_next()).unwrap().unwrap()["a"], 1);
    assert_eq!(stream.last_event_id(), None);
    assert_eq!(now(stream.try_next()).unwrap().unwrap()["a"], 2);
    assert_eq!(stream.last_event_id(), Some("7"));
    assert!(now(stream.try_next()).unwrap().is_none());
    assert!(now(stream.try_next()).unwrap().is_none());
    let request = mock.requests().pop().unwrap();
    assert_eq!(request.header("accept"), Some("text/event-stream"));
    assert_eq!(request.body, r#"{"stream":true}"#);
}

#[test]
fn an_event_of_another_form_does_not_end_the_stream() {
    let (_, core) = mock([events(&["event: odd\ndata: {\"a\": [oops]}\n\ndata: 2\n\n", "event: e\ndata: 3\n\n"])]);
    let call: Call<EventStream<u64>> = Call::records(&core, &CHAT, &[]);
    let mut stream = now(call.send()).unwrap();
    let error = now(stream.try_next()).unwrap_err();
    assert!(error.is_decode() && error.operation() == Some("chats.create"));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"{\"a\": [oops]}"[..]));
    assert_eq!(now(stream.try_next()).unwrap(), Some(2));
    let raw = now(stream.try_next_event()).unwrap().unwrap();
    assert_eq!((raw.event.as_str(), raw.data.as_str()), ("e", "3"));
    assert_eq!(now(stream.try_next()).unwrap(), None);
}

#[test]
fn a_whole_response_is_not_a_stream() {
    let (_, core) = mock([MockReply::new(200).json("{}"), events(&["data: a\ndata: b\n\n"])]);
    let call: Call<EventStream<Value>> = Call::records(&core, &CHAT, &[]);
    assert!(now(call.send()).unwrap_err().is_decode());
    let call: Call<EventStream<String>> = Call::text_records(&core, &CHAT, &[]);
    let mut stream = now(call.send_with_response()).unwrap().into_inner();
    assert_eq!(now(stream.try_next()).unwrap().as_deref(), Some("a\nb"));
}

#[test]
fn lines_are_records_and_one_may_be_too_large() {
    let (mock, core) = mock([
        MockReply::new(200).pieces(["{\"a\":1}\n{\"a\"", ":2}\n\n{\"a\":3}"]),
        MockReply::new(200).pieces(["1\n", "22222222", "22222222", "2\n3\n"]),
    ]);
    let core = core.with_options(RequestOptions::new().max_response_bytes(8));
    let call: Call<EventStream<Value>> = Call::records(&core, &LOG, &[]);
    let mut stream = now(call.clone().send()).unwrap();
    let mut seen = Vec::new();
    while let Some(record) = now(stream.try_next()).unwrap() {
        seen.push(record["a"].as_i64());
    }
    assert_eq!(seen, [Some(1), Some(2), Some(3)]);
    assert_eq!(mock.requests()[0].header("accept"), Some("application/jsonl"));
    let mut stream = now(call.send()).unwrap();
    assert!(now(stream.try_next()).unwrap().is_some());
    assert_eq!(now(stream.try_next()).unwrap_err().kind(), ErrorKind::TooLarge);
    assert!(now(stream.try_next()).unwrap().is_none());
}

#[test]
fn a_request_to_any_endpoint_can_stream_records() {
    let bodies = [
        ("text/event-stream", "data: {\"a\":1}\n\ndata: {\"a\":2}\n\n"),
        ("application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n"),
        ("application/json;stream=watch", "{\"a\":1}\n{\"a\":2}\n"),
        ("application/json-seq", "\u{1e}{\"a\":1}\n\u{1e}{\"a\":2}\n"),
    ];
    for (media_type, body) in bodies {
        let (mock, core) = mock([MockReply::new(200).header("content-type", media_type).body(body)]);
        let mut stream = now(core.request(Method::GET, "/watch").send_events::<Value>()).unwrap();
        for number in [1, 2] {
            assert_eq!(now(stream.try_next()).unwrap().unwrap()["a"], number, "{media_type}");
        }
        assert!(now(stream.try_next()).unwrap().is_none());
        let accept = mock.requests()[0].headers["accept"].clone();
        assert!(accept.to_str().unwrap().starts_with("text/event-stream, "), "{accept:?}");
    }
    let (_, core) = mock([MockReply::new(200).header("content-type", "text/html").body("<p>Gone</p>")]);
    let error = now(core.request(Method::GET, "/watch").send_events::<Value>()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("text/html"), "{error}");
}

#[test]
fn another_media_type_comes_as_it_is() {
    let (mock, core) = mock([MockReply::new(200).header("content-type", "text/csv").body("a,b\n")]);
    let response = now(get(&core).send_as("text/csv")).unwrap();
    assert_eq!(response.text().unwrap(), "a,b\n");
    assert_eq!(mock.requests()[0].header("accept"), Some("text/csv"));
}

#[cfg(feature = "reqwest")]
mod sockets {
    use super::{Call, EventStream, FILE, LOG, Value};
    use crate::support::{Act, Server, real};

    fn slow() -> Server {
        Server::start(|_| {
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
            Act::Slowly(
                [head, "{\"a\":1}\n{\"a\"", ":2}\n", "{\"a\":3}\n"].map(|piece| piece.as_bytes().to_vec()).into(),
            )
        })
    }

    #[tokio::test]
    async fn a_stream_over_a_socket() {
        let server = slow();
        let core = real(&server).build().unwrap();
        let call: Call<EventStream<Value>> = Call::records(&core, &LOG, &[]);
        let mut stream = call.send().await.unwrap();
        for expected in 1..=3 {
            assert_eq!(stream.try_next().await.unwrap().unwrap()["a"], expected);
        }
        assert!(stream.try_next().await.unwrap().is_none());
        let bytes = Call::bytes(&core, &FILE, &[]).send_streaming().await.unwrap().bytes().await.unwrap();
        assert_eq!(bytes.len(), 24);
    }

    #[cfg(feature = "blocking")]
    #[test]
    fn a_stream_on_a_plain_thread() {
        let server = slow();
        let core = real(&server).build().unwrap();
        let call: Call<EventStream<Value>> = Call::records(&core, &LOG, &[]);
        let mut stream = call.send_blocking().unwrap();
        let mut seen = 0;
        while let Some(record) = stream.try_next_blocking().unwrap() {
            seen += record["a"].as_i64().unwrap();
        }
        assert_eq!(seen, 6);
    }
}

/// The whole event is the item if the API describes it so; the type of `data` depends on the name.
#[test]
fn whole_events_are_objects() {
    static FEED: Operation = Operation::new("feed", Method::GET, "/feed")
        .stream(Framing::Events, "text/event-stream")
        .whole_events(false, &["ping"]);
    static TEXTS: Operation = Operation::new("texts", Method::GET, "/texts")
        .stream(Framing::Events, "text/event-stream")
        .whole_events(true, &["post"]);
    let items = |operation, text: &'static str| {
        let mock = MockTransport::new();
        mock.enqueue(MockReply::new(200).header("content-type", "text/event-stream").body(text));
        let mut events = now(Call::<EventStream<Value>>::records(&client(&mock), operation, &[]).send()).unwrap();
        let mut items = Vec::new();
        while let Some(item) = now(events.try_next()).unwrap() {
            items.push(item.to_string());
        }
        items
    };
    let text = "event: post\nid: 7\nretry: 1500\ndata: {\"title\":\ndata: 1}\n\nevent: ping\ndata: 12\n\ndata: [1]\n\n\
                event: odd\ndata: no \"JSON\"\n\ndata: [DONE]\n\nevent: late\ndata: 1\n\n";
    let expected = [
        r#"{"event":"post","data":{"title":1},"id":"7","retry":1500}"#,
        r#"{"event":"ping","data":"12"}"#,
        r#"{"data":[1]}"#,
        r#"{"event":"odd","data":"no \"JSON\""}"#,
    ];
    assert_eq!(items(&FEED, text), expected);
    let expected = [r#"{"event":"post","data":1}"#, r#"{"event":"x","data":"1"}"#, r#"{"data":"1"}"#];
    assert_eq!(items(&TEXTS, "event: post\ndata: 1\n\nevent: x\ndata: 1\n\ndata: 1\n\n"), expected);
}
