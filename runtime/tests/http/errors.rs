//! Messages of errors.

use std::error::Error as _;
use std::time::Duration;

use sdkgen_runtime::private::{Call, Decode, Fault, Field, Reader, blank};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Error, ErrorKind};

use crate::support::{GET, client, get, now};

fn error_of(reply: MockReply) -> Error {
    let mock = MockTransport::new();
    mock.enqueue(reply.header("x-should-retry", "false"));
    now(get(&client(&mock)).send()).unwrap_err()
}

#[derive(Debug)]
struct Problem {
    code: String,
}

impl Decode for Problem {
    fn blank() -> Self {
        Self { code: blank() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(const { &[Field::required("code")] }, &mut [&mut self.code])
    }
}

#[test]
fn a_status_with_everything_around_it() {
    let body = r#"{"code": "taken", "message": "The name\n is taken."}"#;
    let error = error_of(MockReply::new(409).header("X-Request-Id", "r-1").json(body));
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.to_string(), "things.get: 409 Conflict: The name is taken. (request id r-1)");
    assert_eq!((error.operation(), error.request_id()), (Some("things.get"), Some("r-1")));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(409));
    assert_eq!(error.headers().unwrap()["content-type"], "application/json");
    assert_eq!(&error.body().unwrap()[..], body.as_bytes());
    assert_eq!(error.server_message().as_deref(), Some("The name is taken."));
    assert_eq!(error.message(), "The name is taken.");
    assert_eq!(error.code().as_deref(), Some("taken"));
    assert_eq!(error.body_as::<Problem>().unwrap().code, "taken");
    assert!(error.body_as::<Vec<String>>().is_none());
    assert!(error.is_conflict() && !error.is_not_found() && !error.is_retryable() && error.may_have_been_sent());
    assert!(error.source().is_none());
}

#[test]
fn each_status_has_its_question() {
    type Question = fn(&Error) -> bool;
    let questions: [(u16, Question); 8] = [
        (400, Error::is_bad_request),
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (412, Error::is_precondition_failed),
        (422, Error::is_unprocessable),
        (429, Error::is_rate_limited),
    ];
    for (status, _) in questions {
        let error = error_of(MockReply::new(status));
        let yes: Vec<u16> = questions.iter().filter(|(_, asks)| asks(&error)).map(|(status, _)| *status).collect();
        assert_eq!(yes, [status]);
        assert!(error.has_status(status) && !error.has_status(405));
        assert!(!error.is_server_error() && !error.is_auth() && !error.is_timeout());
    }
    assert!(error_of(MockReply::new(503)).is_server_error());
}

#[test]
fn a_delay_that_the_server_asks_for_is_known() {
    let limited = error_of(MockReply::new(429).header("retry-after", "300"));
    assert_eq!(limited.retry_after(), Some(Duration::from_secs(300)));
    assert_eq!(
        error_of(MockReply::new(429).header("retry-after-ms", "250000")).retry_after(),
        Some(Duration::from_secs(250))
    );
    assert_eq!(error_of(MockReply::new(404)).retry_after(), None);
    assert_eq!(error_of(MockReply::refused()).retry_after(), None);
}

#[test]
fn a_limit_can_be_said_by_headers_of_403() {
    let spent = |left: &str| MockReply::new(403).header("x-ratelimit-remaining", left);
    assert!(error_of(spent("0")).is_rate_limited() && error_of(spent("0")).is_forbidden());
    assert!(error_of(MockReply::new(403).header("retry-after", "60")).is_rate_limited());
    assert!(!error_of(spent("4999")).is_rate_limited());
    assert!(!error_of(MockReply::new(404).header("x-ratelimit-remaining", "0")).is_rate_limited());
}

#[test]
fn bodies_of_other_kinds() {
    let words = |reply: MockReply| error_of(reply).to_string();
    assert_eq!(words(MockReply::new(500)), "things.get: 500 Internal Server Error");
    assert_eq!(words(MockReply::new(599)), "things.get: 599");
    assert_eq!(error_of(MockReply::new(500)).message(), "500 Internal Server Error");
    let html = MockReply::new(502).header("content-type", "text/html").body("<html>Bad gateway</html>");
    assert_eq!(words(html), "things.get: 502 Bad Gateway");
    let text = MockReply::new(400).header("content-type", "text/plain; charset=utf-8").body("bad\nthing");
    assert_eq!(words(text), "things.get: 400 Bad Request: bad thing");
    assert_eq!(words(MockReply::new(400).json("{")), "things.get: 400 Bad Request");
}

#[test]
fn request_ids_under_other_names() {
    for name in ["request-id", "x-amzn-requestid", "x-amz-request-id", "cf-ray"] {
        assert_eq!(error_of(MockReply::new(400).header(name, "r-1")).request_id(), Some("r-1"), "{name}");
    }
    let both = MockReply::new(400).header("cf-ray", "b").header("x-request-id", "a");
    assert_eq!(error_of(both).request_id(), Some("a"));
}

#[test]
fn a_response_of_another_form() {
    let mock = MockTransport::new();
    let body = r#"{"first": "hunter2", "code": 5, "list": [1]}"#;
    mock.enqueue(MockReply::new(200).header("x-request-id", "r-3").json(body));
    let call: Call<Problem> = Call::json(&client(&mock), &GET, &[&"a"]);
    let error = now(call.send()).unwrap_err();
    assert!(error.is_decode() && error.may_have_been_sent() && !error.is_retryable());
    let words = error.to_string();
    let start = "things.get: cannot read the 200 response: $.code: expected a string";
    assert!(words.starts_with(start), "{words}");
    assert!(words.ends_with(r#", in {"first": "…", "code": 0, "list": […]} (request id r-3)"#), "{words}");
    assert!(!words.contains("hunter2"));
    assert_eq!(&error.body().unwrap()[..], body.as_bytes());
    assert_eq!(error.source().unwrap().downcast_ref::<Fault>().unwrap().path(), "$.code");
}

#[test]
fn a_missing_field_and_a_response_that_is_not_json() {
    let error = |reply| {
        let mock = MockTransport::new();
        mock.enqueue(reply);
        let call: Call<Vec<Problem>> = Call::json(&client(&mock), &GET, &[&"a"]);
        now(call.send()).unwrap_err().to_string()
    };
    let words = error(MockReply::new(200).json(r#"[{"code": "a"}, {"name": "hunter2"}]"#));
    assert!(words.starts_with("things.get: cannot read the 200 response: $[1].code: "), "{words}");
    assert!(words.ends_with(r#", in {"name": "…"}"#), "{words}");
    let html = MockReply::new(200).header("content-type", "text/html").body("<html>hunter2</html>");
    let words = error(html);
    assert!(words.ends_with(", in 20 bytes of text/html") && !words.contains("hunter2"), "{words}");
    assert!(!words.contains('\n'));
}

#[test]
fn errors_can_be_kept_and_passed_on() {
    let error = error_of(MockReply::new(404));
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error.clone());
    assert_eq!(boxed.to_string(), error.to_string());
    let mock = MockTransport::from_fn(|_| MockReply::refused());
    let error = now(get(&client(&mock)).send()).unwrap_err();
    assert_eq!(error.to_string(), "things.get: no connection could be established: connection refused (3 attempts)");
    assert_eq!(error.source().unwrap().to_string(), "connection refused");
    assert!(error.body().is_none() && error.headers().is_none() && error.body_as::<Value>().is_none());
}

#[test]
fn codes_of_other_bodies() {
    let code_of = |body: &str| error_of(MockReply::new(404).json(body)).code();
    assert_eq!(code_of(r#"{"error": {"code": null, "type": "missing"}}"#).as_deref(), Some("missing"));
    assert_eq!(code_of(r#"{"error": "There is nothing here"}"#), None);
    for hostile in
        ["", "{", "\u{0}", "[]", "7", &"[".repeat(100_000), &format!(r#"{{"code": "{}"}}"#, "x".repeat(100_000))]
    {
        assert_eq!(code_of(hostile), None);
    }
    assert_eq!(error_of(MockReply::new(404)).code(), None);
}
