//! Options of one request, and the head of a response.

use std::sync::Arc;

use sdkgen_runtime::serde_json::{Value, json};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{RequestOptions, Transport};

use crate::support::{builder, client, get, now, ok, post, sent};

#[test]
fn options_reach_the_request() {
    let mock = MockTransport::from_fn(|_| ok());
    let mut call = post(&client(&mock));
    call.query("known", &"1");
    call.header("x-documented", &"a");
    call.header("x-both", &"parameter");
    call.set_options(
        RequestOptions::new()
            .header("x-trace", "ü")
            .header("x-both", "option")
            .without_header("user-agent")
            .extra_query("known", "2")
            .extra_query("a b", "c&d")
            .extra_body("extra", json!([1]))
            .extra_body("name", "other")
            .idempotency_key("key-1"),
    );
    let request = sent(&mock, call);
    assert_eq!(request.raw_query(), "known=2&a%20b=c%26d");
    assert_eq!(&request.body[..], br#"{"name":"other","extra":[1]}"#);
    assert_eq!(request.header("x-documented"), Some("a"));
    assert_eq!(request.headers["x-trace"].as_bytes(), "ü".as_bytes());
    assert_eq!(request.header("x-both"), Some("option"));
    assert_eq!(request.header("idempotency-key"), Some("key-1"));
    assert_eq!(request.header("user-agent"), None);
}

#[test]
fn options_add_up() {
    let mock = MockTransport::from_fn(|_| ok());
    let mut call = get(&client(&mock));
    call.set_options(RequestOptions::new().header("x-a", "1").header("x-b", "1"));
    call.set_options(RequestOptions::new().header("x-b", "2"));
    let request = sent(&mock, call);
    assert_eq!((request.header("x-a"), request.header("x-b")), (Some("1"), Some("2")));
}

#[test]
fn options_that_cannot_be() {
    let cases = [
        (RequestOptions::new().header("a b", "c"), "`a b` is not a valid header name"),
        (
            RequestOptions::new().header("x-a", "b\r\nc"),
            "the value of the header `x-a` contains a line break or a control character",
        ),
        (
            RequestOptions::new().idempotency_key(""),
            "the idempotency key is empty or has characters that are invalid in a header",
        ),
        (RequestOptions::new().without_header("a b"), "the name of a removed header is invalid"),
    ];
    for (options, problem) in cases {
        let mock = MockTransport::new();
        let mut call = get(&client(&mock));
        call.set_options(options);
        let error = now(call.send()).unwrap_err();
        assert!(error.is_build() && !error.may_have_been_sent() && !error.is_retryable() && error.attempts() == 0);
        assert_eq!(error.to_string(), format!("things.get: {problem}"));
        assert!(mock.requests().is_empty());
    }
    let mock = MockTransport::new();
    let mut call = get(&client(&mock));
    call.body_value(&vec![1_i64]);
    call.set_options(RequestOptions::new().extra_body("a", 1));
    assert!(now(call.send()).unwrap_err().is_build());
}

#[test]
fn the_whole_response() {
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(500));
    mock.enqueue(MockReply::new(200).header("request-id", "r-2").header("etag", "e").json("[1]"));
    let response = now(get(&client(&mock)).send_with_response()).unwrap();
    assert_eq!((response.status().as_u16(), response.request_id(), response.attempts()), (200, Some("r-2"), 2));
    assert_eq!(response.headers()["etag"], "e");
    assert_eq!(&response.raw_body()[..], b"[1]");
    assert_eq!((response.get(), response.clone().into_inner()), (&json!([1]), json!([1])));
}

#[test]
fn responses_without_json() {
    use sdkgen_runtime::private::{Call, Operation};
    static TEXT: Operation = Operation::new("t", sdkgen_runtime::http::Method::GET, "/t").accept("text/plain");
    let mock = MockTransport::from_fn(|_| MockReply::new(200).body("hello"));
    let core = client(&mock);
    assert_eq!(now(Call::text(&core, &TEXT, &[]).send()).unwrap(), "hello");
    assert_eq!(&now(Call::bytes(&core, &TEXT, &[]).send()).unwrap()[..], b"hello");
    assert_eq!(mock.requests()[0].header("accept"), Some("text/plain"));
    now(Call::empty(&core, &TEXT, &[]).send()).unwrap();
    mock.enqueue(MockReply::new(200).body(vec![b'a', 0xff]));
    let error = now(Call::text(&core, &TEXT, &[]).send()).unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("not UTF-8 after byte 1"), "{error}");
}

#[test]
fn an_empty_body_is_fine_where_nothing_must_be_there() {
    use sdkgen_runtime::private::Call;
    let mock = MockTransport::from_fn(|_| MockReply::new(204));
    let core = client(&mock);
    let optional: Call<Option<String>> = Call::json(&core, &crate::support::GET, &[&"a"]);
    assert_eq!(now(optional.send()).unwrap(), None);
    let required: Call<String> = Call::json(&core, &crate::support::GET, &[&"a"]);
    let error = now(required.send()).unwrap_err();
    assert_eq!(error.to_string(), "things.get: cannot read the 204 response: $: the body is empty");
}

#[test]
fn a_shared_transport_is_a_transport() {
    let mock = MockTransport::from_fn(|_| ok());
    let shared: Arc<dyn Transport> = Arc::new(mock.clone());
    let core = builder(&mock).transport(shared).build().unwrap();
    assert_eq!(now(get(&core).send()).unwrap(), Value::Object(Default::default()));
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn headers_that_hold_credentials_are_marked() {
    let mock = MockTransport::from_fn(|_| ok());
    let core = builder(&mock).header("Authorization", "Bearer hunter2").header("x-plain", "1").build().unwrap();
    let mut call = get(&core);
    call.header("X-Api-Key", &"hunter2");
    call.cookie("session", &"hunter2");
    call.set_options(RequestOptions::new().header("Proxy-Authorization", "hunter2"));
    let request = sent(&mock, call);
    let marked = request.headers.iter().filter(|(_, value)| value.is_sensitive()).map(|(name, _)| name.as_str());
    let mut marked: Vec<_> = marked.collect();
    marked.sort_unstable();
    assert_eq!(marked, ["authorization", "cookie", "proxy-authorization", "x-api-key"]);
    assert!(!format!("{:?}", request.headers).contains("hunter2"));
}
