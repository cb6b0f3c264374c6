//! Idempotency keys: their origin, their header, and the retries that they allow.

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Core, Next, Operation, Paginate, Scheme, Server};
use sdkgen_runtime::serde_json::{Value, json};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Credential, Items, RequestOptions};

use crate::support::{now, ok};

static PLAIN: Api = api("plain");
static NAMED: Api = api("named").idempotency_header("X-Idem-Key");
static AUTOMATIC: Api = api("automatic").idempotency_header("X-Idem-Key").automatic_idempotency_keys();

const SERVERS: &[Server] = &[Server::new("https://api.example.com")];
const SCHEMES: &[Scheme] = &[Scheme::client_credentials("oauth2", "/token", &[])];

const fn api(name: &'static str) -> Api {
    Api::new(name, "1").servers(SERVERS).schemes(SCHEMES).security(&[&["oauth2"]])
}

static PAY: Operation = Operation::new("pay", Method::POST, "/payments").takes_idempotency_key();
static POST: Operation = Operation::new("post", Method::POST, "/things");
static PATCH: Operation = Operation::new("patch", Method::PATCH, "/things");
static PUT: Operation = Operation::new("put", Method::PUT, "/things");
static GET: Operation = Operation::new("get", Method::GET, "/things");

fn client(api: &'static Api, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (MockTransport, Core) {
    let mock = MockTransport::from_fn(|_| ok());
    let core = change(ClientBuilder::new(api).transport(mock.clone())).build().expect("the client can be built");
    (mock, core)
}

/// The keys of a failing and a successful attempt; only one if there was no second attempt.
fn keys(
    api: &'static Api,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
    header: &str,
    operation: &'static Operation,
    options: RequestOptions,
) -> Vec<Option<String>> {
    let (mock, core) = client(api, change);
    mock.enqueue(MockReply::new(500));
    let mut call: Call<Value> = Call::json(&core, operation, &[]);
    call.set_options(options);
    let _ = now(call.send());
    mock.requests().iter().map(|request| request.header(header).map(str::to_owned)).collect()
}

#[test]
fn the_header_that_the_api_or_the_user_names() {
    let key = || RequestOptions::new().idempotency_key("k");
    let sent = |key: &str, times| vec![Some(key.to_owned()); times];
    let as_it_is = |builder| builder;
    // Known, so that the request is repeated: declared by the operation, named by the SDK, named by the user.
    assert_eq!(keys(&PLAIN, as_it_is, "idempotency-key", &PAY, key()), sent("k", 2));
    assert_eq!(keys(&NAMED, as_it_is, "x-idem-key", &POST, key()), sent("k", 2));
    assert_eq!(keys(&NAMED, as_it_is, "x-idem-key", &PAY, key()), sent("k", 2));
    let by_user = |builder: ClientBuilder| builder.idempotency_header("Request-Token");
    assert_eq!(keys(&NAMED, by_user, "request-token", &POST, key()), sent("k", 2));
    // A header has the same effect as the option.
    let by_hand = RequestOptions::new().header("X-Idem-Key", "own");
    assert_eq!(keys(&NAMED, as_it_is, "x-idem-key", &POST, by_hand), sent("own", 2));
    // The header is not declared: the key is sent, but the request is not repeated.
    assert_eq!(keys(&PLAIN, as_it_is, "idempotency-key", &POST, key()), sent("k", 1));
    let by_hand = RequestOptions::new().header("Idempotency-Key", "own");
    assert_eq!(keys(&PLAIN, as_it_is, "idempotency-key", &POST, by_hand), sent("own", 1));
    assert!(keys(&NAMED, as_it_is, "idempotency-key", &POST, key()).iter().all(Option::is_none));
    let error = ClientBuilder::new(&PLAIN).transport(MockTransport::new()).idempotency_header("a b").build();
    assert!(error.unwrap_err().to_string().contains("is not a valid header name"));
}

#[test]
fn a_key_of_a_whole_client_is_an_error() {
    let key = || RequestOptions::new().idempotency_key("k");
    let words =
        "an idempotency key belongs to one request: set it in the options of that request, not in those of a client";
    let error = ClientBuilder::new(&PLAIN).transport(MockTransport::new()).options(key()).build().unwrap_err();
    assert_eq!((error.is_build(), error.to_string().as_str()), (true, words));
    let (mock, core) = client(&PLAIN, |builder| builder);
    let derived = core.with_options(key()).with_options(RequestOptions::new().max_retries(1));
    let error = now(Call::<Value>::json(&derived, &PAY, &[]).send()).unwrap_err();
    assert_eq!((error.is_build(), error.to_string()), (true, format!("pay: {words}")));
    assert!(mock.requests().is_empty());
    now(Call::<Value>::json(&core, &PAY, &[]).send()).unwrap();
    assert!(mock.requests()[0].header("idempotency-key").is_none());
}

#[test]
fn automatic_keys() {
    let none = RequestOptions::new;
    let header = "x-idem-key";
    let as_it_is = |builder| builder;
    for operation in [&POST, &PATCH, &PAY] {
        let sent = keys(&AUTOMATIC, as_it_is, header, operation, none());
        let [Some(first), Some(second)] = &sent[..] else { panic!("{sent:?}") };
        assert_eq!(first, second, "all attempts of a request have one key");
        let uuid: sdkgen_runtime::uuid::Uuid = first.parse().unwrap();
        assert_eq!(uuid.get_version_num(), 4);
        assert_ne!(keys(&AUTOMATIC, as_it_is, header, operation, none())[0], sent[0], "two requests have two");
    }
    // Idempotent methods need none; a key of the user takes precedence.
    for operation in [&GET, &PUT] {
        assert_eq!(keys(&AUTOMATIC, as_it_is, header, operation, none()), [None, None]);
    }
    assert_eq!(keys(&AUTOMATIC, as_it_is, header, &POST, none().idempotency_key("k"))[0].as_deref(), Some("k"));
    assert_eq!(keys(&AUTOMATIC, as_it_is, header, &POST, none().header(header, "own"))[0].as_deref(), Some("own"));
    assert_eq!(keys(&AUTOMATIC, as_it_is, header, &POST, none().without_header(header)), [None]);
    let off = |builder: ClientBuilder| builder.automatic_idempotency_keys(false);
    assert_eq!(keys(&AUTOMATIC, off, header, &POST, none()), [None]);
    // Without a named header, only operations that declare it get a key.
    let on = |builder: ClientBuilder| builder.automatic_idempotency_keys(true);
    assert_eq!(keys(&PLAIN, on, "idempotency-key", &PAY, none()).len(), 2);
    assert_eq!(keys(&PLAIN, on, "idempotency-key", &POST, none()), [None]);
}

/// The key stays the same after a new token and after a redirect.
#[test]
fn one_key_over_tokens_and_redirects() {
    let mock = MockTransport::from_fn(|request| match request.path() {
        "/token" => MockReply::new(200).json(r#"{"access_token": "t"}"#),
        _ => ok(),
    });
    let credential = Credential::client_credentials("id", "secret");
    let core = ClientBuilder::new(&AUTOMATIC).transport(mock.clone()).credential("oauth2", credential).build().unwrap();
    mock.enqueue(MockReply::new(200).json(r#"{"access_token": "t0"}"#));
    mock.enqueue(MockReply::new(401));
    mock.enqueue(MockReply::new(200).json(r#"{"access_token": "t1"}"#));
    mock.enqueue(MockReply::new(307).header("location", "/moved"));
    now(Call::<Value>::json(&core, &POST, &[]).send()).unwrap();
    let requests = mock.requests();
    let keys: Vec<_> = requests.iter().filter_map(|request| request.header("x-idem-key")).collect();
    assert_eq!((keys.len(), requests.len()), (3, 5));
    assert!(keys.iter().all(|key| *key == keys[0]));
}

struct Search(Call<Value>);

impl Paginate for Search {
    type Page = Value;
    type Item = Value;

    fn into_call(self) -> Call<Value> {
        self.0
    }

    fn items(page: Value) -> Vec<Value> {
        page["items"].as_array().cloned().unwrap_or_default()
    }

    fn next(page: &Value) -> Next {
        Next::cursor_only("after", page["next"].as_str())
    }
}

/// A server that recognises the key would send the first page forever.
#[test]
fn a_key_is_that_of_the_first_page() {
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(200).json(json!({ "items": [1], "next": "b" })));
    mock.enqueue(MockReply::new(200).json(json!({ "items": [2] })));
    let core = ClientBuilder::new(&NAMED).transport(mock.clone()).build().unwrap();
    let mut call: Call<Value> = Call::json(&core, &POST, &[]);
    call.set_options(RequestOptions::new().idempotency_key("k"));
    let mut items = Items::new(Search(call));
    while now(items.try_next()).unwrap().is_some() {}
    let keys: Vec<_> = mock.requests().iter().map(|request| request.header("x-idem-key").map(str::to_owned)).collect();
    assert_eq!(keys, [Some("k".to_owned()), None]);
}
