//! Errors that a server reports within a stream, and responses that are not streams.

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Decode, Fault, Field, Framing, Operation, Reader, blank};
use sdkgen_runtime::serde_json::{Value, json};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Error, ErrorKind, EventStream, StreamEnd, UnrecognizedJson};

use crate::support::{client, now};

static CHAT: Operation =
    Operation::new("chats.create", Method::POST, "/chats").stream(Framing::Events, "text/event-stream");
static FEED: Operation = Operation::new("feeds.read", Method::GET, "/feed")
    .stream(Framing::Events, "text/event-stream")
    .whole_events(false, &[]);
static LOG: Operation =
    Operation::new("logs.follow", Method::GET, "/log").stream(Framing::JsonLines, "application/x-ndjson");

/// A model with fields as the generator emits them.
macro_rules! model {
    ($name:ident { $($required:ident: $ty:ty),* } { $($optional:ident: $inner:ty),* }) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name { $($required: $ty,)* $($optional: Option<$inner>,)* }

        impl Decode for $name {
            fn blank() -> Self {
                Self { $($required: blank(),)* $($optional: None,)* }
            }

            fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                const FIELDS: &[Field] = &[
                    $(Field::required(stringify!($required)),)* $(Field::optional(stringify!($optional)),)*
                ];
                reader.object(FIELDS, &mut [$(&mut self.$required,)* $(&mut self.$optional,)*])
            }
        }
    };
}

model!(Chunk { id: String } { text: String });
model!(Loose {} { id: String, text: String });
model!(Run { id: String } { error: Value });
model!(ErrorRecord {} { error: Value, text: String });
model!(Failure { code: i64, message: String } {});
model!(Named { event: String, data: Chunk } {});

/// A union with a variant for errors, and one for everything else.
#[derive(Clone, Debug, PartialEq)]
enum Event {
    Chunk(Chunk),
    Error(Failure),
    Unrecognized(UnrecognizedJson),
}

impl Decode for Event {
    fn blank() -> Self {
        Self::Unrecognized(blank())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = match reader.tag("type")?.as_deref() {
            Some("chunk") => Self::Chunk(reader.value()?),
            Some("error") => Self::Error(reader.value()?),
            _ => Self::Unrecognized(reader.value()?),
        };
        Ok(())
    }
}

fn open<T: Decode>(operation: &'static Operation, media_type: &str, text: &str) -> Result<EventStream<T>, Error> {
    let mock = MockTransport::new();
    // In small pieces, so that nothing depends on their boundaries.
    let pieces: Vec<Vec<u8>> = text.as_bytes().chunks(5).map(<[u8]>::to_vec).collect();
    mock.enqueue(MockReply::new(200).header("content-type", media_type).pieces(pieces));
    now(Call::<EventStream<T>>::records(&client(&mock), operation, &[]).send())
}

fn events<T: Decode>(text: &str) -> EventStream<T> {
    open(&CHAT, "text/event-stream", text).expect("the media type is that of events")
}

/// Returns the error of the first record.
fn reported(stream: &mut EventStream<impl Decode>) -> Error {
    let Err(error) = now(stream.try_next()) else { panic!("the record is no error") };
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Stream, Some(200)));
    assert!(error.is_stream() && error.may_have_been_sent() && !error.is_retryable());
    error
}

#[test]
fn an_error_has_the_words_of_the_server_and_its_body() {
    let text = "event: error\ndata: {\"code\": 7, \"message\": \"overloaded\"}\n\ndata: {\"id\": \"a\"}\n\n";
    let mut stream = events::<Chunk>(text);
    let error = reported(&mut stream);
    assert_eq!(error.to_string(), "chats.create: the server reported an error in the stream: overloaded");
    assert_eq!(error.server_message().as_deref(), Some("overloaded"));
    assert_eq!(error.body_as::<Failure>(), Some(Failure { code: 7, message: "overloaded".to_owned() }));
    // The stream continues if the server continues.
    assert_eq!(now(stream.try_next()).unwrap().map(|chunk| chunk.id).as_deref(), Some("a"));
    assert_eq!(now(stream.try_next()).unwrap(), None);
    assert_eq!(stream.end(), Some(StreamEnd::Closed));
}

/// Neither a blank item, nor a decoding error.
#[test]
fn every_usual_form_is_an_error_whatever_the_type() {
    fn check<T: Decode>(what: &str) {
        let texts = [
            ("data: {\"error\": {\"message\": \"boom\"}}\n\n", "boom"),
            ("data: {\"error\": \"boom\"}\n\n", "boom"),
            ("event: error\ndata: {\"message\": \"boom\"}\n\n", "boom"),
            ("event: error\ndata: {\"type\": \"x\", \"error\": {\"message\": \"boom\"}}\n\n", "boom"),
            ("event: error\ndata: boom\n\n", "boom"),
            ("event: error\ndata: {\"text\": \"boom\"}\n\n", ""),
            ("event: error\n\n", ""),
            ("event: error\ndata: \"boom\"\n\n", "boom"),
            // A complete record with an additional error.
            ("data: {\"type\": \"chunk\", \"id\": \"a\", \"error\": {\"message\": \"boom\"}}\n\n", "boom"),
        ];
        for (text, message) in texts {
            let error = reported(&mut events::<T>(text));
            assert_eq!(error.server_message().unwrap_or_default(), message, "{what}: {text}");
        }
    }
    check::<Chunk>("an object with a required field");
    check::<Loose>("an object without required fields");
    check::<Value>("any JSON");
    check::<Event>("a union");
    let line = "{\"id\": \"a\"}\n{\"error\": \"boom\"}\n{\"id\": \"b\"}\n";
    let mut stream = open::<Chunk>(&LOG, "application/x-ndjson", line).unwrap();
    assert_eq!(now(stream.try_next()).unwrap().map(|chunk| chunk.id).as_deref(), Some("a"));
    assert_eq!(reported(&mut stream).server_message().as_deref(), Some("boom"));
    assert_eq!(now(stream.try_next()).unwrap().map(|chunk| chunk.id).as_deref(), Some("b"));
}

/// An object with the value `error` in a property, which does not match the type.
#[test]
fn an_object_that_calls_itself_an_error() {
    fn check<T: Decode>(text: &str) {
        let error = reported(&mut events::<T>(&format!("data: {text}\n\n")));
        assert_eq!(error.server_message().as_deref(), Some("boom"), "{text}");
    }
    for text in [r#"{"type": "error", "message": "boom"}"#, r#"{"object": "error", "message": "boom", "code": 400}"#] {
        check::<Chunk>(text);
        check::<Loose>(text);
    }
    // Any JSON, and unions that accept anything, are records.
    let text = "data: {\"type\": \"error\", \"message\": \"boom\", \"code\": 1}\n\n";
    assert!(now(events::<Value>(text).try_next()).unwrap().is_some());
    let event = now(events::<Event>(text).try_next()).unwrap().unwrap();
    assert_eq!(event, Event::Error(Failure { code: 1, message: "boom".to_owned() }));
    let text = "data: {\"level\": \"error\", \"message\": \"boom\"}\n\n";
    assert!(matches!(now(events::<Event>(text).try_next()).unwrap(), Some(Event::Unrecognized(_))));
    // So is an object with a known field, and earlier attempts leave no values in it.
    let text = "data: {\"level\": \"error\", \"text\": \"a\"}\n\ndata: {\"id\": \"b\", \"level\": \"error\"}\n\n";
    let mut stream = events::<Loose>(text);
    let loose = now(stream.try_next()).unwrap().unwrap();
    assert_eq!((loose.id, loose.text.as_deref()), (None, Some("a")));
    let loose = now(stream.try_next()).unwrap().unwrap();
    assert_eq!((loose.id.as_deref(), loose.text), (Some("b"), None));
    // An error deeper in the record is a decoding error.
    let error = now(events::<Chunk>("data: {\"id\": 7, \"level\": \"error\"}\n\n").try_next()).unwrap_err();
    assert!(error.is_decode(), "{error}");
}

/// A server that fails midway may send the body of an error response within the stream.
#[test]
fn an_error_among_events_is_an_error() {
    let plain = "{\"error\": {\"message\": \"boom\"}}";
    let pretty = "{\n  \"error\": {\n    \"message\": \"boom\"\n  }\n}";
    for (stray, rest) in [(plain, ""), (plain, "\n"), (plain, "\n\n"), (pretty, ""), (pretty, "\r\n\r\n")] {
        let mut stream = events::<i64>(&format!("data: 1\n\n{stray}{rest}"));
        assert_eq!(now(stream.try_next()).unwrap(), Some(1));
        assert_eq!(reported(&mut stream).server_message().as_deref(), Some("boom"), "{stray}{rest}");
        assert_eq!(now(stream.try_next()).unwrap(), None);
        assert!(stream.end().is_some());
    }
    // The stream continues if the server continues; other text is ignored.
    let mut stream = events::<i64>(&format!("data: 1\n\n{plain}\n\ndata: 2\n\nnonsense\n{{}}\n\ndata: [DONE]\n\n"));
    assert_eq!(now(stream.try_next()).unwrap(), Some(1));
    assert_eq!(reported(&mut stream).body_as::<Value>(), Some(json!({"error": {"message": "boom"}})));
    assert_eq!((now(stream.try_next()).unwrap(), now(stream.try_next()).unwrap()), (Some(2), None));
    assert_eq!(stream.end(), Some(StreamEnd::Terminator));
}

/// An error that is not ended by a blank line is kept.
#[test]
fn an_error_in_an_unfinished_event_is_an_error() {
    for text in [
        "event: error\ndata: boom",
        "event: error\ndata: {\"message\": \"boom\"}\n",
        "data: {\"error\": \"boom\"}\r\n",
        "data: {\"error\": \"boom\"}",
    ] {
        let mut stream = events::<i64>(&format!("data: 1\n\n{text}"));
        assert_eq!(now(stream.try_next()).unwrap(), Some(1));
        assert_eq!(reported(&mut stream).server_message().as_deref(), Some("boom"), "{text}");
        assert_eq!((now(stream.try_next()).unwrap(), stream.end()), (None, Some(StreamEnd::Torn)), "{text}");
    }
}

/// A record that the API describes is a record, whatever its name.
#[test]
fn what_the_api_describes_is_a_record() {
    let mut runs =
        events::<Run>("data: {\"id\": \"a\", \"error\": {\"message\": \"boom\"}}\n\ndata: {\"id\": \"b\"}\n\n");
    let run = now(runs.try_next()).unwrap().unwrap();
    assert_eq!((run.id.as_str(), run.error), ("a", Some(json!({"message": "boom"}))));
    let run = now(runs.try_next()).unwrap().unwrap();
    assert_eq!((run.id.as_str(), run.error), ("b", None));
    let record =
        now(events::<ErrorRecord>("event: error\ndata: {\"error\": \"boom\"}\n\n").try_next()).unwrap().unwrap();
    assert_eq!(record, ErrorRecord { error: Some(json!("boom")), text: None });
    let failure = "event: error\ndata: {\"type\": \"error\", \"code\": 1, \"message\": \"boom\"}\n\n";
    let event = now(events::<Event>(failure).try_next()).unwrap().unwrap();
    assert_eq!(event, Event::Error(Failure { code: 1, message: "boom".to_owned() }));
    // An event of that name with an ordinary record.
    assert!(now(events::<Chunk>("event: error\ndata: {\"id\": \"a\"}\n\n").try_next()).unwrap().is_some());
    let named = |text: &str| now(open::<Named>(&FEED, "text/event-stream", text).unwrap().try_next());
    assert!(named("event: error\ndata: {\"id\": \"a\"}\n\n").unwrap().is_some());
    let error = named("event: error\ndata: {\"error\": {\"message\": \"boom\"}}\n\n").unwrap_err();
    assert_eq!((error.kind(), error.server_message().as_deref()), (ErrorKind::Stream, Some("boom")));
    // Empty values of `error` are not errors.
    for nothing in ["null", "false", "\"\"", "{}", "[]", "0"] {
        let text = format!("data: {{\"id\": \"a\", \"error\": {nothing}}}\n\n");
        assert!(now(events::<Chunk>(&text).try_next()).unwrap().is_some(), "{nothing}");
        assert!(now(events::<Value>(&text).try_next()).unwrap().is_some(), "{nothing}");
    }
}

#[test]
fn text_has_errors_too() {
    let mock = MockTransport::new();
    let text = "data: a\n\nevent: error\ndata: boom\n\ndata: {\"error\": \"bang\"}\n\ndata: {\"error\": null}\n\n";
    mock.enqueue(MockReply::new(200).header("content-type", "text/event-stream").body(text));
    let mut stream = now(Call::text_records(&client(&mock), &CHAT, &[]).send()).unwrap();
    assert_eq!(now(stream.try_next()).unwrap().as_deref(), Some("a"));
    assert_eq!(reported(&mut stream).server_message().as_deref(), Some("boom"));
    assert_eq!(reported(&mut stream).server_message().as_deref(), Some("bang"));
    assert_eq!(now(stream.try_next()).unwrap().as_deref(), Some("{\"error\": null}"));
}

#[test]
fn a_response_of_another_type_is_an_error_with_its_body() {
    let page = "<!DOCTYPE html><title>502 Bad Gateway</title>";
    let error = open::<Value>(&CHAT, "text/html; charset=utf-8", page).unwrap_err();
    let expected = "chats.create: cannot read the 200 response: $: the response is text/html, not server-sent events, in \
                    45 bytes of text/html";
    assert_eq!((error.to_string().as_str(), error.is_decode()), (expected, true));
    assert_eq!(error.body().map(|body| &body[..]), Some(page.as_bytes()));
    assert!(open::<Value>(&LOG, "text/html", page).unwrap_err().to_string().contains("not JSON lines"));
    assert!(open::<Value>(&LOG, "text/event-stream", "data: 1\n\n").is_err());
    let error = open::<Value>(&CHAT, "application/json", "{\"error\": {\"message\": \"no credit\"}}").unwrap_err();
    assert!(error.to_string().ends_with("; the server says: no credit"), "{error}");
    assert_eq!(error.body_as::<Value>(), Some(json!({"error": {"message": "no credit"}})));
    // A missing or generic media type is accepted; the body then decides.
    for media_type in ["text/plain", "", "application/octet-stream"] {
        let mut stream = open::<Value>(&CHAT, media_type, "data: 1\n\n").unwrap();
        assert_eq!(now(stream.try_next()).unwrap(), Some(json!(1)));
        let mut stream = open::<Value>(&CHAT, media_type, page).unwrap();
        let error = now(stream.try_next()).unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("not server-sent events"), "{error}");
        assert_eq!(error.body().map(|body| &body[..]), Some(page.as_bytes()));
        assert_eq!((now(stream.try_next()).unwrap(), stream.end()), (None, Some(StreamEnd::Failed)));
    }
    assert!(now(open::<Value>(&LOG, "application/json", "1\n").unwrap().try_next()).unwrap().is_some());
}

#[test]
fn how_a_stream_ended() {
    let cases = [
        ("data: 1\n\ndata: [DONE]\n\n", StreamEnd::Terminator),
        ("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n", StreamEnd::Terminator),
        // Not every server ends its last event.
        ("data: 1\n\ndata: [DONE]\n", StreamEnd::Terminator),
        ("data: 1\n\ndata: [DONE]", StreamEnd::Terminator),
        ("data: 1\n\ndata: [DON", StreamEnd::Torn),
        ("data: 1\n\n", StreamEnd::Closed),
        ("data: 1\n\n: bye\n", StreamEnd::Closed),
        ("data: 1\n\ndata: 2\n", StreamEnd::Torn),
        ("data: 1\n\nda", StreamEnd::Torn),
        ("data: 1\n\nevent: x\n", StreamEnd::Torn),
    ];
    for (text, end) in cases {
        let mut stream = events::<i64>(text);
        assert_eq!((now(stream.try_next()).unwrap(), stream.end()), (Some(1), None), "{text}");
        assert_eq!((now(stream.try_next()).unwrap(), stream.end()), (None, Some(end)), "{text}");
        assert_eq!((now(stream.try_next()).unwrap(), stream.end()), (None, Some(end)), "{text}");
    }
}

/// A response that is one JSON text over several lines is not a stream of lines.
#[test]
fn one_text_is_no_lines() {
    for rest in ["", "\n", "\n\n"] {
        let text = format!(
            "{{\n  \"error\": {{\n    \"message\": \"boom\",\n\n    \"codes\": [\n      1\n    ]\n  }}\n}}{rest}"
        );
        let mut stream = open::<Value>(&LOG, "application/json; charset=utf-8", &text).unwrap();
        let error = now(stream.try_next()).unwrap_err();
        let words = "the response is application/json, not JSON lines";
        assert!(error.is_decode() && error.to_string().contains(words), "{error}");
        assert!(error.to_string().ends_with("; the server says: boom"), "{error}");
        assert_eq!(error.body_as::<Value>(), Some(json!({"error": {"message": "boom", "codes": [1]}})));
        assert_eq!((now(stream.try_next()).unwrap(), stream.end()), (None, Some(StreamEnd::Failed)));
    }
    // JSON lines may have that media type too, and an invalid line among others is one error.
    let mut stream = open::<Value>(&LOG, "application/json", "1\n{\n2\n").unwrap();
    assert_eq!(now(stream.try_next()).unwrap(), Some(json!(1)));
    assert!(now(stream.try_next()).unwrap_err().is_decode());
    assert_eq!(now(stream.try_next()).unwrap(), Some(json!(2)));
}

/// A truncated line is an error, and is distinguished from an end between two lines.
#[test]
fn how_lines_ended() {
    for (text, end) in [("1\n[2]", StreamEnd::Closed), ("1\n[2]\n", StreamEnd::Closed), ("1\n[2", StreamEnd::Torn)] {
        let mut stream = open::<Value>(&LOG, "application/x-ndjson", text).unwrap();
        assert_eq!(now(stream.try_next()).unwrap(), Some(json!(1)));
        assert_eq!(now(stream.try_next()).is_err_and(|error| error.is_decode()), end == StreamEnd::Torn);
        assert_eq!((now(stream.try_next()).unwrap(), stream.end()), (None, Some(end)), "{text}");
    }
}

#[test]
fn names_and_identifiers_beside_the_value() {
    let mut stream = events::<i64>("event: count\nid: 7\ndata: 1\n\ndata: 2\n\nevent: count\ndata: x\n\n");
    let item = now(stream.try_next_item()).unwrap().unwrap();
    assert_eq!((item.value, item.event.event.as_str(), item.event.id.as_deref()), (1, "count", Some("7")));
    let item = now(stream.try_next_item()).unwrap().unwrap();
    assert_eq!((item.value, item.event.event.as_str(), item.event.data.as_str()), (2, "message", "2"));
    assert!(now(stream.try_next_item()).unwrap_err().is_decode());
    assert!(now(stream.try_next_item()).unwrap().is_none());
}
