//! No output shows a secret.

use sdkgen_runtime::private::{Call, Operation};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Credential, RequestOptions};

use crate::support::{builder, client, now, ok};

static EVERYTHING: Operation = Operation::new("things.all", sdkgen_runtime::http::Method::POST, "/all").security(&[&[
    "basic",
    "key",
    "query_key",
    "cookie_key",
]]);

fn silent(what: &str, shown: &str) {
    for secret in ["hunter2", "SEKRET", "aHVudGVy", "dXNlcjpodW50ZXIy"] {
        assert!(!shown.contains(secret), "{what} shows {secret}: {shown}");
    }
}

fn options() -> RequestOptions {
    RequestOptions::new()
        .header("x-secret", "SEKRET-header")
        .header("authorization", "SEKRET-authorization")
        .extra_query("token", "SEKRET-query")
        .extra_body("password", "SEKRET-body")
}

fn call(core: &sdkgen_runtime::private::Core) -> Call<Value> {
    let mut call = Call::json(core, &EVERYTHING, &[]);
    call.query("q", &"SEKRET-query");
    call.header("x-h", &"SEKRET-header");
    call.body_field("b", &"SEKRET-body");
    call
}

#[test]
fn clients_calls_and_requests_are_silent() {
    let mock = MockTransport::from_fn(|_| ok());
    let builder = builder(&mock)
        .credential("oauth2", Credential::client_credentials("hunter2-id", "hunter2-secret"))
        .credential("bearer", Credential::bearer("hunter2-token"))
        .credential("basic", Credential::basic("user", "hunter2"))
        .credential("key", Credential::api_key("hunter2-key"))
        .credential("query_key", Credential::api_key("hunter2-query"))
        .credential("cookie_key", Credential::api_key("hunter2-cookie"))
        .options(options());
    let shown = format!("{builder:?} {builder:#?}").replace("hunter2-id", "");
    silent("the builder", &shown);
    let core = builder.build().unwrap();
    silent("the client", &format!("{core:?} {core:#?}"));
    silent("options", &format!("{:?}", options().idempotency_key("SEKRET-key")));
    let mut call = call(&core);
    call.set_options(options().idempotency_key("SEKRET-key"));
    silent("a call", &format!("{call:?} {call:#?}"));
    let raw =
        core.request(sdkgen_runtime::http::Method::GET, "/x?token=SEKRET").header("a", "SEKRET").query("b", "SEKRET");
    silent("a raw call", &format!("{raw:?}"));
    let sending = call.clone().send();
    silent("a future", &format!("{sending:?}"));
    now(sending).unwrap();
    let request = mock.requests().pop().unwrap();
    assert!(request.url.contains("SEKRET-query") && request.url.contains("hunter2-query"));
    silent("a request", &format!("{request:?} {request:#?}"));
    silent("the mock", &format!("{mock:?}"));
    let shown = format!("{request:?}");
    assert!(
        shown.contains("https://api.example.com/v1/all") && shown.contains("api key") && shown.contains("x-secret")
    );
}

#[test]
fn errors_are_silent() {
    let body = r#"{"message": "no", "password": "SEKRET-response"}"#;
    let replies = [
        MockReply::new(400).header("set-cookie", "SEKRET").json(body),
        MockReply::new(200).body("SEKRET-text"),
        MockReply::refused(),
        MockReply::reset(),
        MockReply::silence(),
        MockReply::new(302).header("location", "https://other.example.com/?code=SEKRET"),
    ];
    for reply in replies {
        let mock = MockTransport::new();
        mock.enqueue(reply);
        let core = builder(&mock)
            .credential("basic", Credential::basic("user", "hunter2"))
            .credential("query_key", Credential::api_key("hunter2"))
            .credential("key", Credential::api_key("hunter2"))
            .credential("cookie_key", Credential::api_key("hunter2"))
            .max_retries(0)
            .build()
            .unwrap();
        let mut call = call(&core);
        call.set_options(options().idempotency_key("SEKRET-key"));
        let error = now(call.send()).unwrap_err();
        silent("an error", &format!("{error} {error:?} {error:#?}"));
    }
    let mock = MockTransport::new();
    let core = client(&mock);
    let error = now(core.request(sdkgen_runtime::http::Method::GET, "/x?token=SEKRET").header("a", "SEKRET\n").send());
    let error = error.unwrap_err();
    silent("an error", &format!("{error} {error:?}"));
}

/// reqwest includes the URL in its errors, which may contain a key.
#[cfg(feature = "reqwest")]
#[tokio::test]
async fn errors_of_the_real_transport_are_silent() {
    use crate::support::{Act, Server, real};
    use std::error::Error as _;
    static KEYED: Operation =
        Operation::new("things.keyed", sdkgen_runtime::http::Method::GET, "/k").security(&[&["query_key"]]);
    let server = Server::start(|_| Act::Drop);
    // The discard port of a loopback address has no listener.
    for base in [server.url(), "http://127.0.0.1:9".to_owned()] {
        let builder = real(&server).base_url(base).max_retries(0);
        let core = builder.credential("query_key", Credential::api_key("hunter2")).build().unwrap();
        let call: Call<Value> = Call::json(&core, &KEYED, &[]);
        let error = call.send().await.unwrap_err();
        silent("an error", &format!("{error} {error:?}"));
        let mut source = error.source();
        while let Some(cause) = source {
            silent("a source", &format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
    assert!(server.requests()[0].contains("api%20key=hunter2"));
}
