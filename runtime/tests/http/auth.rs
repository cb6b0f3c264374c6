//! The location of credentials, and how tokens are fetched, cached and replaced.

use std::time::{Duration, Instant};

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Core, Operation, Scheme, Server};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{
    BoxFuture, Credential, Error, ErrorKind, Reply, Request, RequestOptions, Transport, TransportError,
};

use crate::support::{builder, get, now, ok, post, sent, service_account};

/// A mock with a token endpoint that issues `t1`, `t2` and so on; other requests go to `api`.
fn endpoint(life: &'static str, mut api: impl FnMut(&Request) -> MockReply + Send + 'static) -> MockTransport {
    let mut issued = 0;
    MockTransport::from_fn(move |request: &Request| {
        if !request.url.starts_with("https://auth.example.com") {
            return api(request);
        }
        issued += 1;
        MockReply::new(200).json(format!(r#"{{"access_token": "t{issued}", "token_type": "bearer"{life}}}"#))
    })
}

fn with_tokens(mock: &MockTransport) -> Core {
    builder(mock).credential("oauth2", service_account()).build().unwrap()
}

fn token_requests(mock: &MockTransport) -> usize {
    mock.requests().iter().filter(|request| request.url.starts_with("https://auth")).count()
}

/// The `Authorization` of all requests to the API.
fn tokens_sent(mock: &MockTransport) -> Vec<String> {
    let requests = mock.requests().into_iter().filter(|request| request.url.starts_with("https://api"));
    requests.map(|request| request.header("authorization").unwrap_or("none").to_owned()).collect()
}

fn call(core: &Core) -> Result<Value, Error> {
    now(get(core).send())
}

#[test]
fn the_token_request_is_that_of_the_rfc() {
    let mock = endpoint("", |_| ok());
    call(&with_tokens(&mock)).unwrap();
    let request = &mock.requests()[0];
    assert_eq!((&request.method, request.url.as_str()), (&Method::POST, "https://auth.example.com/token"));
    assert_eq!(request.header("authorization"), Some("Basic Y2xpZW50LWlkOmNsaWVudC1zZWNyZXQ="));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(&request.body[..], b"grant_type=client_credentials&scope=read%20write%20all");
    assert_eq!(tokens_sent(&mock), ["Bearer t1"]);
}

#[test]
fn an_id_with_a_colon_is_encoded() {
    let mock = endpoint("", |_| ok());
    let credential = Credential::client_credentials("https://a", "b c");
    call(&builder(&mock).credential("oauth2", credential).build().unwrap()).unwrap();
    let expected = "Basic aHR0cHMlM0ElMkYlMkZhOmIrYw==";
    assert_eq!(mock.requests()[0].header("authorization"), Some(expected));
}

#[test]
fn a_token_is_kept_until_shortly_before_its_end() {
    let mock = endpoint(r#", "expires_in": 100"#, |_| ok());
    let core = with_tokens(&mock);
    let derived = core.with_options(RequestOptions::new().max_retries(0));
    call(&core).unwrap();
    mock.advance(Duration::from_secs(89));
    call(&derived).unwrap();
    assert_eq!(token_requests(&mock), 1);
    mock.advance(Duration::from_secs(2));
    call(&core).unwrap();
    call(&derived).unwrap();
    assert_eq!(tokens_sent(&mock), ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"]);
}

#[test]
fn a_long_life_ends_sixty_seconds_early_and_a_missing_one_is_an_hour() {
    for life in [r#", "expires_in": 3600"#, r#", "expires_in": "3600""#, "", r#", "expires_in": null"#] {
        let mock = endpoint(life, |_| ok());
        let core = with_tokens(&mock);
        call(&core).unwrap();
        mock.advance(Duration::from_secs(3_539));
        call(&core).unwrap();
        assert_eq!(token_requests(&mock), 1, "{life}");
        mock.advance(Duration::from_secs(2));
        call(&core).unwrap();
        assert_eq!(token_requests(&mock), 2, "{life}");
    }
}

#[test]
fn a_failed_early_refresh_does_no_harm_while_the_token_lives() {
    let mock = endpoint(r#", "expires_in": 100"#, |_| ok());
    let core = with_tokens(&mock);
    call(&core).unwrap();
    mock.advance(Duration::from_secs(91));
    mock.enqueue(MockReply::new(500));
    call(&core).unwrap();
    call(&core).unwrap();
    assert_eq!(tokens_sent(&mock), ["Bearer t1"; 3]);
    assert_eq!(token_requests(&mock), 2, "the second call does not try again");
    mock.advance(Duration::from_secs(10));
    mock.enqueue(MockReply::new(400).json(r#"{"error": "invalid_client"}"#));
    assert!(call(&core).unwrap_err().is_auth(), "after its end it does");
}

#[test]
fn a_rejected_token_is_replaced_once_for_any_method() {
    let mock =
        endpoint(
            "",
            |request| {
                if request.header("authorization") == Some("Bearer t1") { MockReply::new(401) } else { ok() }
            },
        );
    let core = with_tokens(&mock);
    now(post(&core).send()).unwrap();
    call(&core).unwrap();
    assert_eq!(tokens_sent(&mock), ["Bearer t1", "Bearer t2", "Bearer t2"]);
    assert_eq!(token_requests(&mock), 2);
    assert!(mock.delays().is_empty());
}

#[test]
fn a_second_rejection_is_the_error() {
    let mock = endpoint("", |_| MockReply::new(401).json(r#"{"message": "no"}"#));
    let error = call(&with_tokens(&mock)).unwrap_err();
    assert!(error.is_unauthorized() && !error.is_auth());
    assert_eq!((error.attempts(), token_requests(&mock)), (2, 2));
    assert_eq!(error.to_string(), "things.get: 401 Unauthorized: no (2 attempts)");
}

#[test]
fn a_refusal_without_a_fetched_token_is_not_repeated() {
    let mock = MockTransport::from_fn(|_| MockReply::new(401));
    let core = builder(&mock).credential("bearer", Credential::bearer("x")).build().unwrap();
    assert!(call(&core).unwrap_err().is_unauthorized());
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn a_refused_client_is_an_auth_error_that_lasts_ten_seconds() {
    let mock = endpoint("", |_| ok());
    let refused = r#"{"error": "invalid_client", "error_description": "unknown id"}"#;
    mock.enqueue(MockReply::new(401).header("x-request-id", "r-9").json(refused));
    let core = with_tokens(&mock);
    let error = call(&core).unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Auth, Some(401)));
    assert_eq!(error.body().map(|body| &body[..]), Some(refused.as_bytes()));
    assert!(!error.is_unauthorized() && !error.may_have_been_sent() && error.attempts() == 0);
    let words = "no access token: the token endpoint responded with 401 Unauthorized: invalid_client: unknown id";
    assert_eq!(error.to_string(), format!("things.get: {words} (request id r-9)"));
    mock.advance(Duration::from_secs(9));
    assert_eq!(call(&core).unwrap_err().to_string(), error.to_string());
    assert_eq!(token_requests(&mock), 1, "no further request");
    mock.advance(Duration::from_secs(2));
    assert!(call(&core).is_ok());
    assert_eq!(token_requests(&mock), 2);
}

#[test]
fn a_token_request_that_fails_by_chance_is_forgotten() {
    let mock = endpoint("", |_| ok());
    (0..3).for_each(|_| mock.enqueue(MockReply::new(503)));
    let core = with_tokens(&mock);
    assert!(call(&core).unwrap_err().is_auth());
    assert!(call(&core).is_ok());
}

#[test]
fn token_requests_are_repeated_like_any_other() {
    let mock = endpoint("", |_| ok());
    [MockReply::new(503), MockReply::reset()].into_iter().for_each(|reply| mock.enqueue(reply));
    call(&with_tokens(&mock)).unwrap();
    assert_eq!((token_requests(&mock), mock.delays().len()), (3, 2));
    let mock = endpoint("", |_| ok());
    (0..3).for_each(|_| mock.enqueue(MockReply::refused()));
    let error = call(&with_tokens(&mock)).unwrap_err();
    assert!(error.is_auth() && error.is_retryable() && !error.is_timeout() && !error.may_have_been_sent());
    let mock = endpoint("", |_| ok());
    (0..3).for_each(|_| mock.enqueue(MockReply::silence()));
    assert!(call(&with_tokens(&mock)).unwrap_err().is_timeout());
}

#[test]
fn responses_without_a_token() {
    let cases = [
        ("<html>", "the response of the token endpoint is not JSON"),
        ("{}", "the response of the token endpoint has no access token"),
        (r#"{"access_token": ""}"#, "the response of the token endpoint has no access token"),
        (r#"{"access_token": "a\nb"}"#, "the access token is invalid in a header"),
        (
            r#"{"access_token": "a", "token_type": "mac"}"#,
            "the token endpoint issued a token that is not a bearer token",
        ),
    ];
    for (body, words) in cases {
        let mock = MockTransport::new();
        mock.enqueue(MockReply::new(200).body(body));
        let error = call(&with_tokens(&mock)).unwrap_err();
        assert_eq!(error.to_string(), format!("things.get: no access token: {words}"));
        assert!(error.is_auth() && error.body().is_none());
    }
}

#[test]
fn the_token_endpoint_is_not_followed_elsewhere() {
    let mock = MockTransport::from_fn(|_| MockReply::new(307).header("location", "https://auth.example.com/other"));
    assert!(call(&with_tokens(&mock)).unwrap_err().is_auth());
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn a_header_of_the_caller_suppresses_the_token() {
    let mock = endpoint("", |_| ok());
    let core = builder(&mock).credential("oauth2", service_account()).header("Authorization", "Own x").build().unwrap();
    call(&core).unwrap();
    let mut one = get(&with_tokens(&mock));
    one.set_options(RequestOptions::new().header("authorization", "Own y"));
    now(one.send()).unwrap();
    assert_eq!((tokens_sent(&mock), token_requests(&mock)), (vec!["Own x".to_owned(), "Own y".to_owned()], 0));
}

#[test]
fn the_location_of_each_credential() {
    static ALL: Operation =
        Operation::new("all", Method::GET, "/all").security(&[&["basic", "key", "query_key", "cookie_key"]]);
    let mock = MockTransport::from_fn(|_| ok());
    let core = builder(&mock)
        .credential("basic", Credential::basic("user", "pass"))
        .credential("key", Credential::api_key("k1"))
        .credential("query_key", Credential::api_key("k 2"))
        .credential("cookie_key", Credential::api_key("k3"))
        .header("cookie", "theme=dark")
        .build()
        .unwrap();
    let mut call = Call::json(&core, &ALL, &[]);
    call.query("q", &1_i64);
    let request = sent(&mock, call);
    assert_eq!(request.header("authorization"), Some("Basic dXNlcjpwYXNz"));
    assert_eq!(request.header("x-api-key"), Some("k1"));
    assert_eq!(request.raw_query(), "q=1&api%20key=k%202");
    assert_eq!(request.header("cookie"), Some("theme=dark; session=k3"));
    assert_eq!(request.headers.get_all("cookie").iter().count(), 1);
}

#[test]
fn the_first_alternative_that_is_complete() {
    static BOTH: Operation = Operation::new("o", Method::GET, "/o").security(&[&["key", "basic"], &[], &["bearer"]]);
    static NONE: Operation = Operation::new("o", Method::GET, "/o").security(&[]);
    static OTHER: Operation = Operation::new("o", Method::GET, "/o").security(&[&["unknown"], &["query_key"]]);
    let authorization = |builder: ClientBuilder, mock: &MockTransport, operation: &'static Operation| {
        let call = Call::json(&builder.build().unwrap(), operation, &[]);
        let request = sent(mock, call);
        let text = |name| request.header(name).unwrap_or("-").to_owned();
        [text("x-api-key"), text("authorization")]
    };
    let mock = MockTransport::from_fn(|_| ok());
    let key = || builder(&mock).credential("key", Credential::api_key("k"));
    let bearer = || key().credential("bearer", Credential::bearer("b"));
    assert_eq!(authorization(key(), &mock, &BOTH), ["-", "-"]);
    assert_eq!(authorization(bearer(), &mock, &BOTH), ["-", "Bearer b"]);
    let all = bearer().credential("basic", Credential::basic("u", "p"));
    assert_eq!(authorization(all, &mock, &BOTH), ["k", "Basic dTpw"]);
    assert_eq!(authorization(bearer(), &mock, &NONE), ["-", "-"]);
    assert_eq!(authorization(bearer(), &mock, &OTHER), ["-", "-"]);
    assert_eq!(authorization(builder(&mock), &mock, &BOTH), ["-", "-"]);
}

#[test]
fn a_ready_token_replaces_client_credentials() {
    let mock = MockTransport::from_fn(|_| ok());
    call(&builder(&mock).credential("oauth2", Credential::bearer("ready")).build().unwrap()).unwrap();
    assert_eq!(tokens_sent(&mock), ["Bearer ready"]);
}

#[test]
fn credentials_that_cannot_be_used() {
    let mock = MockTransport::new();
    let problem = |scheme: &str, credential| builder(&mock).credential(scheme, credential).build().unwrap_err();
    let error = problem("unknown", Credential::bearer("x"));
    assert!(error.is_build());
    assert_eq!(error.to_string(), "the API has no security scheme `unknown`");
    assert!(problem("bearer", Credential::basic("u", "p")).is_build());
    assert!(problem("bearer", Credential::bearer("a\nb")).is_build());
    assert!(problem("basic", Credential::basic("a:b", "p")).is_build());
    assert!(problem("cookie_key", Credential::api_key("a;b")).is_build());
    let error = builder(&mock).credential("oauth2", service_account()).token_url("ftp://x").build().unwrap_err();
    assert!(error.to_string().starts_with("the credential of `oauth2` is unusable: the token URL is unusable"));
}

#[test]
fn the_token_url_can_be_moved() {
    let mock = MockTransport::from_fn(|request: &Request| {
        if request.path().ends_with("/login") { MockReply::new(200).json(r#"{"access_token": "x"}"#) } else { ok() }
    });
    let at = |base: &str, token: &str| {
        let builder = builder(&mock).credential("oauth2", service_account()).base_url(base).token_url(token);
        call(&builder.build().unwrap()).unwrap();
        mock.requests()[mock.requests().len() - 2].url.clone()
    };
    assert_eq!(at("https://proxy.example.com/", "https://id.example.com/login"), "https://id.example.com/login");
    assert_eq!(at("https://proxy.example.com/x", "/login"), "https://proxy.example.com/x/login");
    assert_eq!(at("https://proxy.example.com/", "login"), "https://proxy.example.com/login");
}

/// A mock whose responses take a few turns of the scheduler, and whose time limits never pass.
struct Slow(MockTransport);

impl Transport for Slow {
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        let reply = self.0.send(request);
        Box::pin(async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            reply.await
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }

    fn now(&self) -> Instant {
        self.0.now()
    }
}

#[tokio::test]
async fn an_early_refresh_is_one_request_without_waiting() {
    let mock = endpoint(r#", "expires_in": 100"#, |_| ok());
    let core = builder(&mock).transport(Slow(mock.clone())).credential("oauth2", service_account()).build().unwrap();
    get(&core).send().await.unwrap();
    mock.advance(Duration::from_secs(91));
    let tasks: Vec<_> = (0..50).map(|_| tokio::spawn(get(&core).send())).collect();
    for task in tasks {
        assert!(task.await.unwrap().is_ok());
    }
    assert_eq!(token_requests(&mock), 2);
    let sent = tokens_sent(&mock);
    let renewed = sent.iter().filter(|token| *token == "Bearer t2").count();
    assert_eq!((sent.len(), renewed), (51, 1), "only the caller that refreshes waits for the new token");
}

#[test]
fn a_source_of_tokens_is_called_once_a_minute_and_after_a_rejection() {
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = asked.clone();
    let source = Credential::token_source(move || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { if number < 3 { Ok(format!("t{number}").into()) } else { Err("the login has ended".to_owned()) } }
    });
    let mock = MockTransport::from_fn(|request: &Request| {
        MockReply::new(if request.header("authorization") == Some("Bearer t0") { 401 } else { 200 }).json("{}")
    });
    let core = builder(&mock).credential("bearer", source).build().unwrap();
    for _ in 0..3 {
        call(&core).unwrap();
    }
    mock.advance(Duration::from_secs(61));
    call(&core).unwrap();
    assert_eq!(tokens_sent(&mock), ["Bearer t0", "Bearer t1", "Bearer t1", "Bearer t1", "Bearer t2"]);
    mock.advance(Duration::from_secs(61));
    let error = call(&core).unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.to_string(), "things.get: no access token: the login has ended");
}

#[test]
fn a_source_that_returns_the_life_of_its_tokens() {
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = asked.clone();
    let source = Credential::expiring_token_source(move || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { Ok((format!("t{number}").into(), Duration::from_secs(1_000))) }
    });
    let mock = MockTransport::from_fn(|_| ok());
    let core = builder(&mock).credential("bearer", source).build().unwrap();
    for seconds in [0, 930, 15] {
        mock.advance(Duration::from_secs(seconds));
        call(&core).unwrap();
    }
    // A minute before its end it is replaced.
    assert_eq!(tokens_sent(&mock), ["Bearer t0", "Bearer t0", "Bearer t1"]);
}

/// A server that always rejects tokens must not cause a new token for each request.
#[test]
fn replacements_of_rejected_tokens_are_limited() {
    let mock = endpoint("", |_| MockReply::new(401));
    let core = with_tokens(&mock);
    for _ in 0..20 {
        assert!(call(&core).unwrap_err().is_unauthorized());
    }
    assert_eq!((token_requests(&mock), tokens_sent(&mock).len()), (2, 21));
    // Later, another attempt is permitted.
    mock.advance(Duration::from_secs(61));
    assert!(call(&core).unwrap_err().is_unauthorized());
    assert_eq!(token_requests(&mock), 3);
}

/// A server that responds with 401 where it means 403 accepts each new token for other requests.
#[test]
fn refusals_of_one_operation_do_not_cost_a_token_each() {
    let mock = endpoint("", |request| if request.path().ends_with("/things") { MockReply::new(401) } else { ok() });
    let core = with_tokens(&mock);
    for _ in 0..20 {
        call(&core).unwrap();
        assert!(now(crate::support::post(&core).send()).unwrap_err().is_unauthorized());
    }
    assert_eq!(token_requests(&mock), 4);
    for _ in 0..10 {
        mock.advance(Duration::from_secs(30));
        assert!(now(crate::support::post(&core).send()).unwrap_err().is_unauthorized());
        call(&core).unwrap();
    }
    assert_eq!(token_requests(&mock), 14);
}

#[test]
fn scopes_can_be_narrowed() {
    let body = |scopes: &[&str]| {
        let mock = endpoint("", |_| ok());
        let core = builder(&mock).credential("oauth2", service_account()).scopes(scopes.iter().copied());
        call(&core.build().unwrap()).unwrap();
        String::from_utf8(mock.requests()[0].body.to_vec()).unwrap()
    };
    assert_eq!(body(&["read"]), "grant_type=client_credentials&scope=read");
    assert_eq!(body(&[]), "grant_type=client_credentials");
}

static OPEN: Api = Api::new("open", "1")
    .environment_prefix("OPEN")
    .servers(&[Server::new("https://api.example.com")])
    .schemes(&[Scheme::bearer("token"), Scheme::basic("login"), Scheme::api_key_header("key", "X-Api-Key")])
    .security(&[&["token"], &["login"], &["key"]])
    .all_credentials();

/// If the API has no security requirements, all credentials are sent.
#[test]
fn every_credential_is_sent_without_requirements() {
    static PLAIN: Operation = Operation::new("a", Method::GET, "/a");
    static NONE: Operation = Operation::new("b", Method::GET, "/b").security(&[]);
    let mock = MockTransport::from_fn(|_| ok());
    let builder = || ClientBuilder::new(&OPEN).transport(mock.clone());
    let sent = |core: &Core, operation| {
        let request = sent(&mock, Call::json(core, operation, &[]));
        [request.header("authorization").map(str::to_owned), request.header("x-api-key").map(str::to_owned)]
    };
    let (bearer, key) = (Some("Bearer t".to_owned()), Some("k".to_owned()));
    let token = builder().credential("token", Credential::bearer("t"));
    assert_eq!(sent(&token.build().unwrap(), &PLAIN), [bearer.clone(), None]);
    let both = builder().credential("token", Credential::bearer("t")).credential("key", Credential::api_key("k"));
    let both = both.build().unwrap();
    assert_eq!(sent(&both, &PLAIN), [bearer.clone(), key.clone()]);
    assert_eq!(sent(&both, &NONE), [None, None]);
    // Of two credentials in one header, the one that the user set.
    let variables = |name: &str| match name {
        "OPEN_USERNAME" | "OPEN_PASSWORD" => Some("x".to_owned()),
        "OPEN_API_KEY" => Some("k".to_owned()),
        _ => None,
    };
    let mixed = builder().from_variables(&variables).unwrap();
    assert_eq!(sent(&mixed.build().unwrap(), &PLAIN), [Some("Basic eDp4".to_owned()), key.clone()]);
    let mixed = builder().from_variables(&variables).unwrap().credential("token", Credential::bearer("t"));
    assert_eq!(sent(&mixed.build().unwrap(), &PLAIN), [bearer, key]);
    let given = || Credential::token_source(|| async { Ok::<_, String>("s".into()) });
    let source = builder().from_variables(&variables).unwrap().credential("token", given());
    assert_eq!(sent(&source.build().unwrap(), &PLAIN)[0].as_deref(), Some("Bearer s"));
}

static REFUSING: Api = Api::new("acme", "1.2.3")
    .environment_prefix("ACME")
    .servers(&[Server::new("https://api.example.com/v1")])
    .schemes(&[
        Scheme::bearer("ApiKeyAuth").own_variable("API_KEY"),
        Scheme::basic("login").own_variable("LOGIN"),
        Scheme::api_key_header("app", "X-App").variable("APP").setter("app"),
        Scheme::api_key_query("query", "api key").own_variable("QUERY"),
        Scheme::api_key_cookie("cookie", "session"),
        Scheme::client_credentials("oauth2", "https://auth.example.com/token", &[]),
    ])
    .security(&[&[], &["login", "app"], &["ApiKeyAuth"]]);

static OF_NOTHING: Operation = Operation::new("open", Method::GET, "/open").security(&[]);
static OF_QUERY: Operation = Operation::new("query", Method::GET, "/a").security(&[&["query"]]);
static OF_COOKIE: Operation = Operation::new("cookie", Method::GET, "/a").security(&[&["cookie"]]);
static OF_APP: Operation = Operation::new("app", Method::GET, "/a").security(&[&["login", "app"]]);
static OF_OAUTH: Operation = Operation::new("oauth", Method::GET, "/a").security(&[&["oauth2"]]);
static OF_UNKNOWN: Operation = Operation::new("unknown", Method::GET, "/a").security(&[&["unknown"]]);
static BY_DEFAULT: Operation = Operation::new("usual", Method::GET, "/a");

/// The error of an operation that the server refuses with 401.
fn refused(operation: &'static Operation, client: impl Fn(ClientBuilder) -> ClientBuilder) -> String {
    let mock =
        MockTransport::from_fn(|_| MockReply::new(401).header("x-request-id", "r").json(r#"{"message": "Bad"}"#));
    let core = client(ClientBuilder::new(&REFUSING).transport(mock)).build().unwrap();
    now(Call::<Value>::json(&core, operation, &[]).send()).unwrap_err().to_string()
}

#[test]
fn a_refused_request_without_credentials_says_how_to_set_them() {
    let said = |operation| refused(operation, |client| client);
    let missing = |operation: &str, names: &str, calls: &str| {
        format!(
            "{operation}: 401 Unauthorized: Bad (no credentials were sent: set {names} for Client::from_env(), or call \
             Client::builder(){calls}) (request id r)"
        )
    };
    assert_eq!(said(&BY_DEFAULT), missing("usual", "ACME_API_KEY", ".bearer_token(..)"));
    assert_eq!(said(&OF_QUERY), missing("query", "ACME_API_KEY", ".api_key(..)"));
    assert_eq!(said(&OF_COOKIE), missing("cookie", "ACME_API_KEY", ".api_key(..)"));
    let both = missing("app", "ACME_USERNAME and ACME_PASSWORD and ACME_APP", ".basic_auth(..).app(..)");
    assert_eq!(said(&OF_APP), both);
    assert_eq!(said(&OF_OAUTH), missing("oauth", "ACME_CLIENT_ID and ACME_CLIENT_SECRET", ".client_credentials(..)"));
    // One of two is not sent; the other one is missing.
    let half = refused(&OF_APP, |client| client.credential("login", Credential::basic("user", "pass-word")));
    assert_eq!(half, missing("app", "ACME_APP", ".app(..)"));
    assert_eq!(half.lines().count(), 1);
}

#[test]
fn what_was_sent_or_is_not_needed_is_not_asked_for() {
    let plain = |operation: &str| format!("{operation}: 401 Unauthorized: Bad (request id r)");
    assert_eq!(refused(&OF_NOTHING, |client| client), plain("open"));
    assert_eq!(refused(&OF_UNKNOWN, |client| client), plain("unknown"));
    let token = |client: ClientBuilder| client.credential("ApiKeyAuth", Credential::bearer("t-0-k-e-n"));
    assert_eq!(refused(&BY_DEFAULT, token), plain("usual"));
    assert_eq!(refused(&BY_DEFAULT, |client| client.header("authorization", "Bearer own")), plain("usual"));
    assert_eq!(refused(&OF_COOKIE, |client| client.header("cookie", "a=1; session=own")), plain("cookie"));
    let query = RequestOptions::new().extra_query("api key", "own");
    assert_eq!(refused(&OF_QUERY, |client| client.options(query.clone())), plain("query"));
}
