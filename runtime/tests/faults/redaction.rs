//! Servers that echo what they were sent. `tests/http/redaction.rs` does the same with random secrets in every
//! location.

use std::error::Error as _;

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, ClientBuilder, Framing, Next, Operation};
use sdkgen_runtime::serde_json::{Value, json};
use sdkgen_runtime::{Credential, Error, EventStream, Pages, Paginate, RequestOptions, Secret};

use crate::lab::{Act, Lab, Seen};
use crate::support::{builder, get};

static LOGIN: Operation = Operation::new("logins.create", Method::POST, "/logins");
static CHAT: Operation =
    Operation::new("chats.create", Method::POST, "/chats").stream(Framing::Events, "text/event-stream");

static THINGS: Operation = Operation::new("things.list", Method::GET, "/things");

/// A list whose pages contain the URL of the next one.
struct Links(Call<Value>);

impl Paginate for Links {
    type Page = Value;
    type Item = Value;

    fn into_call(self) -> Call<Value> {
        self.0
    }

    fn items(_: Value) -> Vec<Value> {
        Vec::new()
    }

    fn next(page: &Value) -> Next {
        Next::url(page["next"].as_str())
    }
}

const KEY: &str = "sk+live/hunter2 \"quoted\" 100%";

/// Everything that the server received, verbatim.
fn echo(request: &Seen) -> String {
    let headers = request.headers.iter().map(|(_, value)| format!("{value}; "));
    format!("{} {} {}", request.target, String::from_utf8_lossy(&request.body), headers.collect::<String>())
}

/// No output of an error shows a part of a key in any encoding.
#[track_caller]
fn silent(error: &Error) {
    let mut printed = format!("{error} {error:?} {error:#?} {:?}", error.server_message());
    let mut cause = error.source();
    while let Some(source) = cause {
        printed.push_str(&format!("{source} {source:?}"));
        cause = source.source();
    }
    // The same letters occur in every encoding except Base64.
    for part in ["hunter2", "aHVudGVy", "h1bnRlcj", "odW50ZXIy"] {
        assert!(!printed.contains(part), "{part}: {printed}");
    }
}

fn with(lab: &Lab, scheme: &str) -> ClientBuilder {
    let credential = if scheme == "bearer" { Credential::bearer(KEY) } else { Credential::api_key(KEY) };
    builder(lab).credential(scheme, credential).max_retries(0)
}

/// Keys in headers and in the query, and headers of the user, echoed in a body of JSON, in text, in a header and in the
/// status line.
#[tokio::test]
async fn keys_are_redacted_in_every_echo() {
    for scheme in ["bearer", "key", "query_key"] {
        let lab = Lab::plain(|request| {
            let text = echo(request);
            match request.number {
                1 => Act::reply(401, &[], &json!({ "error": { "message": text } }).to_string()),
                2 => Act::reply(403, &[("content-type", "text/plain")], &text),
                3 => Act::reply(500, &[("x-request-id", &text)], "{}"),
                4 => Act::reply(200, &[], &format!("{{{}: }}", json!(text))),
                _ => Act::new().raw(format!("HTTP/1.1 400 {text}\r\ncontent-length: 0\r\n\r\n")),
            }
        });
        let core = with(&lab, scheme).header("x-user", "hunter2-of-the-user").build().unwrap();
        for _ in 0..5 {
            silent(&get(&core, "a").send().await.unwrap_err());
        }
        assert_eq!(lab.log().requests.len(), 5);
    }
}

/// A password among the fields of a request, echoed in an error response and in an error within a stream.
#[tokio::test]
async fn secret_fields_are_hidden() {
    let lab = Lab::plain(|request| {
        let text = format!("got {}", String::from_utf8_lossy(&request.body));
        if request.target == "/logins" {
            return Act::reply(422, &[("content-type", "text/plain")], &text);
        }
        let events = format!("event: error\ndata: {text}\n\ndata: {{\"error\": {}}}\n\n", json!(text));
        Act::reply(200, &[("content-type", "text/event-stream")], &events)
    });
    let core = builder(&lab).build().unwrap();
    let mut call: Call<Value> = Call::json(&core, &LOGIN, &[]);
    call.body_field("password", &Secret::from(KEY));
    let error = call.send().await.unwrap_err();
    silent(&error);
    assert_eq!(error.to_string(), "logins.create: 422 Unprocessable Entity: got {\"password\":\"[redacted]\"}");
    let mut call: Call<EventStream<Value>> = Call::records(&core, &CHAT, &[]);
    call.body_field("password", &Secret::from(KEY));
    let mut stream = call.send().await.unwrap();
    for _ in 0..2 {
        silent(&stream.try_next().await.unwrap_err());
    }
}

/// The secret of a client, which the token endpoint echoes verbatim and decoded.
#[tokio::test]
async fn the_token_endpoint_is_hidden_too() {
    let lab = Lab::plain(|request| {
        let got = request.header("authorization").unwrap_or_default();
        let words = format!("client-id:hunter2-secret is not {got}");
        Act::reply(401, &[], &json!({ "error": "invalid_client", "error_description": words }).to_string())
    });
    let credential = Credential::client_credentials("client-id", "hunter2-secret");
    let core = builder(&lab).credential("oauth2", credential).build().unwrap();
    let error = get(&core, "a").send().await.unwrap_err();
    silent(&error);
    let words = "things.get: no access token: the token endpoint responded with 401 Unauthorized: invalid_client: \
                 [redacted] is not [redacted]";
    assert_eq!(error.to_string().trim_end_matches('='), words);
}

/// A key in a host name, where case is ignored, is redacted; host names are truncated.
#[tokio::test]
async fn keys_in_names_of_hosts_are_hidden() {
    let lab = Lab::plain(|request| {
        let host = if request.number == 1 { "SK-Live-Hunter2" } else { &*"h".repeat(1 << 20) };
        Act::ok(&json!({ "next": format!("http://{host}/things?page=2") }).to_string())
    });
    let core = builder(&lab).credential("key", Credential::api_key("SK-Live-Hunter2")).build().unwrap();
    for shown in ["http://[redacted],", "http://hhhh"] {
        let mut pages = Pages::new(Links(Call::json(&core, &THINGS, &[])));
        pages.try_next().await.unwrap();
        let error = pages.try_next().await.unwrap_err();
        silent(&error);
        let text = error.to_string();
        assert!(text.contains(shown) && text.len() < 500, "{text}");
    }
}

/// Parts of a header that the user set are redacted, and headers of a server are truncated.
#[tokio::test]
async fn parts_of_a_header_are_hidden() {
    let lab = Lab::plain(|request| {
        let long = "x".repeat(60_000);
        match request.number {
            1 => Act::reply(401, &[("content-type", "text/plain")], "no such token: hunter2-of-the-user"),
            2 => Act::reply(401, &[("x-request-id", &long)], ""),
            _ => Act::reply(200, &[("content-type", &format!("text/{long}"))], "x"),
        }
    });
    let core = builder(&lab).header("authorization", "Token token=\"hunter2-of-the-user\"").build().unwrap();
    for _ in 0..3 {
        let error = get(&core, "a").send().await.unwrap_err();
        silent(&error);
        assert!(error.to_string().len() < 500 && format!("{error:?}").len() < 1_000, "{error}");
    }
}

/// So are keys in additional parameters and fields; short words are kept.
#[tokio::test]
async fn keys_in_extra_parameters_are_redacted() {
    let lab = Lab::plain(|request| Act::reply(401, &[("content-type", "text/plain")], &echo(request)));
    let options = || RequestOptions::new().extra_query("mode", "fast").extra_query("api_key", "hunter2-of-the-query");
    let core = builder(&lab).options(options()).build().unwrap();
    let own = || RequestOptions::new().extra_body("password", "hunter2-of-the-body").extra_body("count", 7);
    let mut call: Call<Value> = Call::json(&core, &LOGIN, &[]);
    call.set_options(own());
    let error = call.send().await.unwrap_err();
    silent(&error);
    let words = "logins.create: 401 Unauthorized: /logins?mode=fast&api_key=[redacted] \
                 {\"password\":\"[redacted]\",\"count\":7} application/json;";
    assert!(error.to_string().starts_with(words), "{error}");
}

/// A key in the query is removed when a redirect copies the query to another origin.
#[tokio::test]
async fn a_redirect_takes_no_key_along() {
    let other = Lab::plain(|_| Act::ok("{}"));
    let url = other.url();
    let lab = Lab::plain(move |request| {
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        Act::reply(307, &[("location", &format!("{url}/things?page=2&{query}"))], "")
    });
    let core = with(&lab, "query_key").build().unwrap();
    get(&core, "a").send().await.unwrap();
    assert!(lab.log().requests[0].target.contains("hunter2"));
    assert_eq!(other.log().lines(), ["GET /things?page=2"]);
}
