//! A server echoes what it was sent in every part of a response; no output of the error shows a credential.

use std::error::Error as _;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Core, Framing, Operation};
use sdkgen_runtime::serde_json::{Value, json};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Credential, Error, EventStream, Request, RequestOptions, Secret, TransportErrorKind};

use crate::support::{builder, now};

static EVERYTHING: Operation = Operation::new("things.all", Method::POST, "/all/{secret}")
    .security(&[&["oauth2", "key", "query_key", "cookie_key"]])
    .stream(Framing::Events, "text/event-stream");
static BASIC: Operation = Operation::new("things.basic", Method::GET, "/basic").security(&[&["basic"]]);
static BEARER: Operation = Operation::new("things.bearer", Method::GET, "/bearer").security(&[&["bearer"]]);

/// Where the server echoes a request.
#[derive(Clone, Copy, Debug)]
enum Echo {
    Message,
    Text,
    Nested,
    RequestId,
    Key,
    Found,
    Broken,
    Whole,
    Page,
}

const ECHOES: [Echo; 9] = [
    Echo::Message,
    Echo::Text,
    Echo::Nested,
    Echo::RequestId,
    Echo::Key,
    Echo::Found,
    Echo::Broken,
    Echo::Whole,
    Echo::Page,
];

impl Echo {
    fn reply(self, text: &str) -> MockReply {
        let header: String = text.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').collect();
        match self {
            Self::Message => MockReply::new(400).json(json!({ "error": { "message": format!("Incorrect: {text}") } })),
            Self::Text => MockReply::new(403).header("content-type", "text/plain").body(text.to_owned()),
            // JSON within JSON, as gateways forward errors.
            Self::Nested => MockReply::new(422).json(json!({ "detail": json!({ "got": text }).to_string() })),
            Self::RequestId => MockReply::new(500).header("x-request-id", &header).json("{}"),
            Self::Key => MockReply::new(200).json(json!({ text: 1 })),
            Self::Found => MockReply::new(200).json(json!({ "id": text })),
            Self::Broken => MockReply::failing(TransportErrorKind::Interrupted, text),
            Self::Whole => MockReply::new(200).json(json!(text)),
            Self::Page => MockReply::new(200).header("content-type", &format!("text/{header}")).body(text.to_owned()),
        }
    }
}

/// Everything that a server receives with a request.
fn seen(request: &Request) -> Vec<String> {
    let mut seen = vec![request.url.clone(), String::from_utf8_lossy(&request.body).into_owned()];
    seen.extend(request.headers.values().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()));
    seen.extend(request.query().into_iter().map(|(_, value)| value));
    seen
}

/// What a program may log.
fn printed(error: &Error) -> String {
    let mut printed = format!("{error}\n{error:?}\n{error:#?}\n{:?}", error.server_message());
    let mut cause = error.source();
    while let Some(source) = cause {
        printed.push_str(&format!("\n{source}\n{source:?}"));
        cause = source.source();
    }
    printed
}

fn hidden(secrets: &[&str], error: &Error, how: Echo) {
    let printed = printed(error);
    for secret in secrets {
        let quoted = Value::from(*secret).to_string();
        let bare = quoted.trim_matches('"');
        let debugged = format!("{secret:?}");
        for way in [*secret, &encoded(secret), bare, debugged.trim_matches('"'), base64(secret).trim_end_matches('=')] {
            assert!(!printed.contains(way), "{how:?} shows {way}: {printed}");
        }
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// The secrets of a client, one for each location.
#[derive(Clone, Debug)]
struct Secrets {
    client: String,
    token: String,
    key: String,
    query: String,
    cookie: String,
    password: String,
    bearer: String,
    header: String,
    fields: [String; 4],
}

fn secrets() -> impl Strategy<Value = Secrets> {
    // All characters that are valid in a header, and more for other locations. Long enough to be found within a word.
    let header = || "[!-~]([ -~]{6,38})[!-~]";
    let input = || "[!-~é🔑]([ -~é🔑\"\\\\\n]{6,38})[!-~]";
    let one = (header(), "[!-~]{8,40}", header(), input(), "[!#-+--:<-\\[\\]-~]{8,40}", header(), header(), header());
    (one, prop::array::uniform4(input())).prop_map(|(one, fields)| {
        let (client, token, key, query, cookie, password, bearer, header) = one;
        Secrets { client, token, key, query, cookie, password, bearer, header, fields }
    })
}

impl Secrets {
    fn all(&self) -> Vec<&str> {
        let Self { client, token, key, query, cookie, password, bearer, header, fields } = self;
        let own = [client, token, key, query, cookie, password, bearer, header];
        own.into_iter().chain(fields).map(String::as_str).collect()
    }

    fn client(&self, mock: &MockTransport) -> Core {
        builder(mock)
            .credential("oauth2", Credential::client_credentials("client-id", &*self.client))
            .credential("key", Credential::api_key(&*self.key))
            .credential("query_key", Credential::api_key(&*self.query))
            .credential("cookie_key", Credential::api_key(&*self.cookie))
            .credential("basic", Credential::basic("user", &*self.password))
            .credential("bearer", Credential::bearer(&*self.bearer))
            .header("x-of-the-user", &self.header)
            .max_retries(0)
            .build()
            .expect("the credentials can be sent")
    }

    fn call<T>(&self, mut call: Call<T>) -> Call<T> {
        let [first, second, third, _] = &self.fields;
        call.body_field("password", &Secret::from(first));
        call.body_field("nested", &[Secret::from(second)]);
        call.query("code", &Secret::from(third));
        call.set_options(RequestOptions::new().header("x-of-this-one", &self.header));
        call
    }
}

/// Issues tokens, and echoes everything else, one piece of it in each response.
fn echoing(how: Echo, token: &str, issues: bool) -> MockTransport {
    let all: Arc<Mutex<Vec<String>>> = Arc::default();
    let token = token.to_owned();
    MockTransport::from_fn(move |request| {
        let mut all = all.lock().expect("no thread panicked");
        all.extend(seen(request));
        if issues && request.url.contains("/token") {
            return MockReply::new(200).json(json!({ "access_token": token, "token_type": "bearer" }));
        }
        let text = all.join(" | ");
        // The first request is echoed as a whole, the others piece by piece.
        if all.len() > 40 { how.reply(&all.pop().unwrap_or_default()) } else { how.reply(&text) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_server_echoes(secrets in secrets()) {
        let all = secrets.all();
        for how in ECHOES {
            let mock = echoing(how, &secrets.token, true);
            let core = secrets.client(&mock);
            let path = Secret::from(&secrets.fields[3]);
            for _ in 0..8 {
                let call: Call<Vec<i64>> = secrets.call(Call::json(&core, &EVERYTHING, &[&path]));
                hidden(&all, &now(call.send()).unwrap_err(), how);
            }
            for operation in [&BASIC, &BEARER] {
                hidden(&all, &now(Call::<Vec<i64>>::json(&core, operation, &[]).send()).unwrap_err(), how);
            }
            // The token endpoint echoes as well.
            let mock = echoing(how, &secrets.token, false);
            let call: Call<Vec<i64>> = secrets.call(Call::json(&secrets.client(&mock), &EVERYTHING, &[&path]));
            hidden(&all, &now(call.send()).unwrap_err(), how);
        }
    }

    #[test]
    fn errors_within_streams(secrets in secrets()) {
        let all = secrets.all();
        let token = secrets.token.clone();
        let mock = MockTransport::from_fn(move |request| {
            if request.url.contains("/token") {
                return MockReply::new(200).json(json!({ "access_token": token }));
            }
            let mut text = String::new();
            for piece in seen(request) {
                let lines = piece.replace('\n', " ");
                let quoted = json!(piece);
                text.push_str(&format!("event: error\ndata: {lines}\n\ndata: {{\"error\": {quoted}}}\n\ndata: {quoted}\n\n"));
                text.push_str(&format!("data: {{{quoted}: 1}}\n\ndata: [{quoted}]\n\n"));
            }
            MockReply::new(200).header("content-type", "text/event-stream").body(text)
        });
        let core = secrets.client(&mock);
        let path = Secret::from(&secrets.fields[3]);
        let call: Call<EventStream<Vec<i64>>> = secrets.call(Call::records(&core, &EVERYTHING, &[&path]));
        let mut stream = now(call.send()).unwrap();
        let mut errors = 0;
        loop {
            match now(stream.try_next()) {
                Ok(None) => break,
                Ok(Some(_)) => {}
                Err(error) => {
                    errors += 1;
                    hidden(&all, &error, Echo::Whole);
                }
            }
        }
        prop_assert!(errors > 40, "{errors}");
    }
}

#[test]
fn the_rest_stays_readable() {
    let secrets = Secrets {
        client: "client-secret-1".to_owned(),
        token: "tok-123456789".to_owned(),
        key: "key-123456789".to_owned(),
        query: "query-123456789".to_owned(),
        cookie: "cookie-123456789".to_owned(),
        password: "password-123456789".to_owned(),
        bearer: "sk-123456789".to_owned(),
        header: "header-123456789".to_owned(),
        fields: ["input-1", "input-2", "input-3", "input-4"].map(str::to_owned),
    };
    let mock = MockTransport::from_fn(|request| {
        let key = request.header("authorization").unwrap_or_default().to_owned();
        let message = format!("Incorrect API key provided: {key}. See https://example.com/keys");
        MockReply::new(401).header("x-request-id", "req_1").json(json!({ "error": { "message": message } }))
    });
    let core = secrets.client(&mock);
    let error = now(Call::<Value>::json(&core, &BEARER, &[]).send()).unwrap_err();
    let expected = "things.bearer: 401 Unauthorized: Incorrect API key provided: [redacted]. See https://example.com/keys \
                    (request id req_1)";
    assert_eq!(error.to_string(), expected);
    // `body` is not redacted.
    assert!(String::from_utf8_lossy(error.body().unwrap()).contains("sk-123456789"));
    let mut call: Call<Value> = Call::json(&core, &EVERYTHING, &[&"a"]);
    call.set_options(RequestOptions::new());
    let error = now(call.send()).unwrap_err();
    assert!(error.is_auth() && error.to_string().contains("Incorrect API key provided: [redacted]."), "{error}");
    // A token endpoint may name an unknown client id.
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(401).json(json!({ "error": "invalid_client", "error_description": "no client-id" })));
    let error = now(Call::<Value>::json(&secrets.client(&mock), &EVERYTHING, &[&"a"]).send()).unwrap_err();
    assert!(error.to_string().ends_with("invalid_client: no client-id"), "{error}");
}

/// A key that the server copies into the URL of another origin is removed; the rest of the query is kept.
#[test]
fn a_redirect_takes_no_key_along() {
    static KEYED: Operation = Operation::new("things.keyed", Method::GET, "/k").security(&[&["query_key"]]);
    let run = |location: fn(&Request) -> String| {
        let mock = MockTransport::from_fn(move |request| {
            let first = request.url.starts_with("https://api.example.com/");
            let reply = MockReply::new(if first { 302 } else { 200 }).json("{}");
            if first { reply.header("location", &location(request)) } else { reply }
        });
        let core = builder(&mock).credential("query_key", Credential::api_key("hunter2/hunter2")).build().unwrap();
        let mut call: Call<Value> = Call::json(&core, &KEYED, &[]);
        call.query("page", &2);
        let result = now(call.send());
        (result, mock.requests().into_iter().map(|request| request.url).collect::<Vec<_>>())
    };
    let (result, urls) = run(|request| format!("https://cdn.example.com/k?{}", request.raw_query()));
    result.unwrap();
    assert_eq!(urls[1], "https://cdn.example.com/k?page=2");
    let (result, urls) =
        run(|request| format!("https://cdn.example.com/k?next={}&a=1", encoded(&encoded(&request.url))));
    result.unwrap();
    assert_eq!(urls[1], "https://cdn.example.com/k?a=1");
    let (result, urls) = run(|_| "https://cdn.example.com/hunter2%2Fhunter2/k".to_owned());
    let error = result.unwrap_err();
    let refused = "the redirect to another origin was not followed, since its URL contains a credential";
    assert_eq!((error.status().map(|status| status.as_u16()), urls.len()), (Some(302), 1));
    assert!(error.to_string().contains(refused), "{error}");
    // Within the origin it is sent along.
    let (_, urls) = run(|request| format!("/k2?{}", request.raw_query()));
    assert!(urls[1].contains("hunter2"));
}
