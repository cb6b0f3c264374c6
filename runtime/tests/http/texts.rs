//! Responses that are documented as JSON strings, and that servers send in other formats.

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Operation};
use sdkgen_runtime::testing::{MockReply, MockTransport};

use crate::support::{client, get, now};

static FILE: Operation = Operation::new("files.content", Method::GET, "/content");

fn read(reply: MockReply) -> Result<String, sdkgen_runtime::Error> {
    let mock = MockTransport::new();
    mock.enqueue(reply);
    now(Call::json_or_text(&client(&mock), &FILE, &[]).send())
}

fn typed(content_type: &str, body: &'static str) -> MockReply {
    MockReply::new(200).header("content-type", content_type).body(body)
}

#[test]
fn a_json_string_is_read() {
    for content_type in ["application/json", "application/json; charset=utf-8", "application/vnd.x+json"] {
        assert_eq!(read(typed(content_type, " \"a\\nb\"\n")).unwrap(), "a\nb");
    }
    assert_eq!(read(MockReply::new(200).body(r#""a""#)).unwrap(), "a", "without a content type, the body decides");
}

#[test]
fn anything_else_is_taken_as_it_came() {
    let bodies = [
        "hello",
        r#"{"a": 1}"#,
        "{\"a\": 1}\n{\"a\": 2}\n",
        "1",
        "[]",
        r#""a" "b""#,
        r#""open"#,
        "",
        "\u{fc}\t\0",
        "<p>\"x\"</p>",
    ];
    for body in bodies {
        for content_type in ["application/json", "text/plain", "application/octet-stream"] {
            assert_eq!(read(typed(content_type, body)).unwrap(), body, "{body:?} as {content_type}");
        }
        assert_eq!(read(MockReply::new(200).body(body)).unwrap(), body);
    }
    assert_eq!(read(typed("text/csv", r#""a""#)).unwrap(), r#""a""#, "a table of one cell keeps its quotes");
}

#[test]
fn bytes_that_are_no_text_are_an_error() {
    let reply = MockReply::new(200).header("content-type", "application/json").body(&b"\xff\xfe"[..]);
    assert!(read(reply).unwrap_err().is_decode());
}

#[test]
fn null_is_nothing_where_that_is_allowed() {
    let optional = |body: &'static str| {
        let mock = MockTransport::new();
        mock.enqueue(typed("application/json", body));
        now(Call::<Option<String>>::json_or_text(&client(&mock), &FILE, &[]).send()).unwrap()
    };
    assert_eq!(
        [optional("null"), optional("\"x\""), optional("y")],
        [None, Some("x".to_owned()), Some("y".to_owned())]
    );
    assert_eq!(read(typed("application/json", "null")).unwrap(), "null");
}

#[test]
fn an_unexpected_stream_is_named() {
    let mock = MockTransport::new();
    mock.enqueue(typed("text/event-stream", "data: {}\n\n"));
    let error = now(get(&client(&mock)).send()).unwrap_err();
    assert!(error.to_string().contains("the response is a stream of events, not a single JSON text"), "{error}");
}
