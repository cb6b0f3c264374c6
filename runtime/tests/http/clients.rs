//! Building clients: from the environment, by hand, and from other clients.

use std::time::Duration;

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Core, Operation, Scheme, Server, ServerVariable};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Credential, Error, Request, RequestOptions};

use crate::support::{API, builder, client, get, now, ok, sent};

fn lookup(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
    move |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

fn from_variables(builder: ClientBuilder, variables: &[(&str, &str)]) -> Result<Core, Error> {
    builder.from_variables(&lookup(variables))?.build()
}

fn request_with(mock: &MockTransport, variables: &[(&str, &str)]) -> Request {
    sent(mock, get(&from_variables(builder(mock), variables).unwrap()))
}

#[test]
fn headers_of_every_request() {
    let mock = MockTransport::from_fn(|_| ok());
    let request = sent(&mock, get(&client(&mock)));
    assert_eq!((&request.method, request.url.as_str()), (&Method::GET, "https://api.example.com/v1/things/a"));
    let agent = concat!("acme-rust/1.2.3 (sdkgen ", env!("CARGO_PKG_VERSION"), ")");
    assert_eq!(request.header("user-agent"), Some(agent));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.headers.len(), 2, "no other header is invented");
    assert!(request.body.is_empty());
    let core = builder(&mock).user_agent("own/1").header("accept", "application/vnd.acme+json").build().unwrap();
    let request = sent(&mock, get(&core));
    let values = |name| request.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(
        (values("user-agent"), values("accept")),
        (vec![format!("own/1 {agent}").as_str()], vec!["application/vnd.acme+json"])
    );
    let core = builder(&mock).header("user-agent", "own/1").build().unwrap();
    assert_eq!(sent(&mock, get(&core)).header("user-agent"), Some("own/1"));
}

#[test]
fn an_empty_environment_changes_nothing() {
    let mock = MockTransport::from_fn(|_| ok());
    let plain = sent(&mock, get(&client(&mock)));
    assert_eq!(request_with(&mock, &[]), plain);
    let blank = [
        ("ACME_BASE_URL", ""),
        ("ACME_API_KEY", " \t"),
        ("ACME_CLIENT_ID", ""),
        ("ACME_CLIENT_SECRET", "\n"),
        ("ACME_CUSTOM_HEADERS", "  "),
    ];
    assert_eq!(request_with(&mock, &blank), plain);
}

#[test]
fn the_environment_sets_url_headers_and_credentials() {
    let mock = MockTransport::from_fn(|_| ok());
    let request = request_with(
        &mock,
        &[
            ("ACME_BASE_URL", " http://localhost:1/base/ "),
            ("ACME_API_KEY", " key "),
            ("ACME_CUSTOM_HEADERS", "X-One:  a:b \r\n\nno colon\nX-Two:2\n"),
        ],
    );
    assert_eq!(request.url, "http://localhost:1/base/things/a");
    assert_eq!(request.header("authorization"), Some("Bearer key"));
    assert_eq!((request.header("x-one"), request.header("x-two")), (Some("a:b"), Some("2")));
}

#[test]
fn the_names_of_variables() {
    static ALL: Api = Api::new("all", "1")
        .environment_prefix("ALL")
        .servers(&[Server::new("https://a.example.com")])
        .schemes(&[Scheme::bearer("b"), Scheme::basic("u"), Scheme::api_key_header("k", "x-key")])
        .security(&[&["b", "k"], &["u"]]);
    let authorization = |variables: &[(&str, &str)]| {
        let mock = MockTransport::from_fn(|_| ok());
        let core = from_variables(ClientBuilder::new(&ALL).transport(mock.clone()), variables).unwrap();
        sent(&mock, get(&core)).header("authorization").unwrap_or("-").to_owned()
    };
    assert_eq!(authorization(&[("ALL_TOKEN", "t"), ("ALL_API_KEY", "k")]), "Bearer t");
    assert_eq!(authorization(&[("ALL_USERNAME", "u"), ("ALL_PASSWORD", "p")]), "Basic dTpw");
    assert_eq!(authorization(&[("ALL_USERNAME", "u")]), "Basic dTo=");
    assert_eq!(authorization(&[("ALL_PASSWORD", "p")]), "Basic OnA=");
    assert_eq!(authorization(&[("ALL_TOKEN", "t")]), "-");
}

#[test]
fn schemes_of_one_kind_have_separate_variables() {
    static KEYS: Api = Api::new("keys", "1")
        .environment_prefix("KEYS")
        .servers(&[Server::new("https://a.example.com")])
        .schemes(&[
            Scheme::api_key_header("id", "x-id").variable("ID"),
            Scheme::api_key_header("key", "x-key").variable("KEY").prefix("Token "),
            Scheme::basic("login").variable("LOGIN"),
            Scheme::http("digest", "Digest").variable("DIGEST"),
        ])
        .security(&[&["id", "key"], &["login"], &["digest"]]);
    let sent_with = |variables: &[(&str, &str)]| {
        let mock = MockTransport::from_fn(|_| ok());
        let core = from_variables(ClientBuilder::new(&KEYS).transport(mock.clone()), variables).unwrap();
        let request = sent(&mock, get(&core));
        let text = |name| request.header(name).unwrap_or("-").to_owned();
        [text("x-id"), text("x-key"), text("authorization")]
    };
    assert_eq!(sent_with(&[("KEYS_ID", "a"), ("KEYS_KEY", "b")]), ["a", "Token b", "-"]);
    assert_eq!(sent_with(&[("KEYS_ID", "a")]), ["-", "-", "-"], "half a combination is not sent");
    assert_eq!(sent_with(&[("KEYS_LOGIN_USERNAME", "u")]), ["-", "-", "Basic dTo="]);
    assert_eq!(sent_with(&[("KEYS_DIGEST", "username=\"u\"")]), ["-", "-", "Digest username=\"u\""]);
}

#[test]
fn the_variable_of_a_scheme_goes_before_that_of_its_kind() {
    static BOTH: Api = Api::new("both", "1")
        .environment_prefix("BOTH")
        .servers(&[Server::new("https://a.example.com")])
        .schemes(&[
            Scheme::api_key_header("main", "x-main").own_variable("MAIN"),
            Scheme::api_key_header("other", "x-other").variable("OTHER"),
            Scheme::basic("login").own_variable("LOGIN"),
        ])
        .security(&[&["main"], &["other"], &["login"]]);
    let sent_with = |variables: &[(&str, &str)]| {
        let mock = MockTransport::from_fn(|_| ok());
        let core = from_variables(ClientBuilder::new(&BOTH).transport(mock.clone()), variables).unwrap();
        let request = sent(&mock, get(&core));
        let text = |name| request.header(name).unwrap_or("-").to_owned();
        [text("x-main"), text("x-other"), text("authorization")]
    };
    assert_eq!(sent_with(&[("BOTH_API_KEY", "a")]), ["a", "-", "-"]);
    assert_eq!(sent_with(&[("BOTH_API_KEY", "a"), ("BOTH_MAIN", "b")]), ["b", "-", "-"]);
    assert_eq!(sent_with(&[("BOTH_API_KEY", "a"), ("BOTH_MAIN", " ")]), ["a", "-", "-"], "blank is unset");
    assert_eq!(sent_with(&[("BOTH_OTHER", "c")]), ["-", "c", "-"]);
    assert_eq!(sent_with(&[("BOTH_USERNAME", "u")]), ["-", "-", "Basic dTo="]);
    let own = [("BOTH_USERNAME", "v"), ("BOTH_LOGIN_USERNAME", "u")];
    assert_eq!(sent_with(&own), ["-", "-", "Basic dTo="]);
}

#[test]
fn client_credentials_come_in_pairs() {
    let mock = MockTransport::new();
    let error = |name| from_variables(builder(&mock), &[(name, "distinctive-value")]).unwrap_err();
    let words = error("ACME_CLIENT_ID").to_string();
    assert_eq!(words, "ACME_CLIENT_ID is set, but ACME_CLIENT_SECRET is not");
    let words = error("ACME_CLIENT_SECRET").to_string();
    assert_eq!(words, "ACME_CLIENT_SECRET is set, but ACME_CLIENT_ID is not");
    let error = from_variables(builder(&mock), &[("ACME_CUSTOM_HEADERS", "a b: c")]).unwrap_err();
    assert_eq!(error.to_string(), "ACME_CUSTOM_HEADERS: `a b` is not a valid header name");
}

#[test]
fn what_is_set_by_hand_goes_before_the_environment() {
    let variables = [
        ("ACME_BASE_URL", "https://env.example.com"),
        ("ACME_CLIENT_ID", "id"),
        ("ACME_CLIENT_SECRET", "secret"),
        ("ACME_CUSTOM_HEADERS", "x-one: env\nx-two: env"),
    ];
    let mock = MockTransport::from_fn(|_| ok());
    let by_hand = |builder: ClientBuilder| {
        builder
            .base_url("https://hand.example.com")
            .credential("bearer", Credential::bearer("hand"))
            .header("X-One", "hand")
    };
    let before = by_hand(builder(&mock)).from_variables(&lookup(&variables)).unwrap().build().unwrap();
    let after = by_hand(builder(&mock).from_variables(&lookup(&variables)).unwrap()).build().unwrap();
    for core in [before, after] {
        let request = sent(&mock, get(&core));
        assert_eq!(request.url, "https://hand.example.com/things/a");
        assert_eq!(request.header("authorization"), Some("Bearer hand"), "the token of the environment is not fetched");
        assert_eq!((request.header("x-one"), request.header("x-two")), (Some("hand"), Some("env")));
    }
}

#[test]
fn base_urls_that_cannot_be() {
    let mock = MockTransport::new();
    for url in ["api.example.com", "ftp://x", "https://user:hunter2@x", "https://x?key=hunter2"] {
        let error = builder(&mock).base_url(url).build().unwrap_err();
        assert!(error.is_build() && error.to_string().starts_with("the base URL is unusable: "), "{error}");
        assert!(!error.to_string().contains("hunter2"));
    }
}

#[test]
fn servers_of_operations_and_of_none() {
    static RELATIVE: Api = Api::new("relative", "1").servers(&[Server::new("/v2")]);
    static NONE: Api = Api::new("none", "1");
    static UPLOAD: Operation = Operation::new("up", Method::GET, "/up").server("https://uploads.example.com/x/");
    let mock = MockTransport::from_fn(|_| ok());
    assert_eq!(sent(&mock, Call::json(&client(&mock), &UPLOAD, &[])).url, "https://uploads.example.com/x/up");
    let chosen = builder(&mock).base_url("http://localhost:1").build().unwrap();
    assert_eq!(sent(&mock, Call::json(&chosen, &UPLOAD, &[])).url, "http://localhost:1/up");
    assert_eq!((client(&mock).base_url(), chosen.base_url()), ("https://api.example.com/v1", "http://localhost:1"));
    let error = ClientBuilder::new(&RELATIVE).transport(mock.clone()).build().unwrap_err();
    assert!(error.is_build());
    assert_eq!(error.to_string(), "the server `/v2` is relative; set the base URL of the client");
    let error = ClientBuilder::new(&NONE).transport(mock).build().unwrap_err();
    assert_eq!(error.to_string(), "no server is known; set the base URL of the client");
}

static MANY: Api = Api::new("many", "1")
    .environment_prefix("MANY")
    .servers(&[
        Server::new("https://{region}.example.com/v1")
            .variables(&[ServerVariable::new("region", "eu").values(&["eu", "us"])]),
        Server::new("https://sandbox.example.com/"),
        Server::new("/v3"),
    ])
    .operation_servers(&[
        Server::new("https://{bucket}.example.com").variables(&[ServerVariable::new("bucket", "main")])
    ]);

#[test]
fn servers_and_their_variables_are_chosen() {
    static UPLOAD: Operation = Operation::new("up", Method::GET, "/up")
        .server("https://{bucket}.example.com")
        .server_variables(&[ServerVariable::new("bucket", "main")]);
    static NEAR: Operation = Operation::new("near", Method::GET, "/near").server("/v9");
    let mock = MockTransport::from_fn(|_| ok());
    let builder = || ClientBuilder::new(&MANY).transport(mock.clone());
    let urls = |builder: ClientBuilder| {
        let core = builder.build().unwrap();
        let url = |call| sent(&mock, call).url;
        [url(get(&core)), url(Call::json(&core, &UPLOAD, &[])), url(Call::json(&core, &NEAR, &[]))]
    };
    let [eu, main, near] =
        ["https://eu.example.com/v1/things/a", "https://main.example.com/up", "https://eu.example.com/v9/near"];
    assert_eq!(urls(builder()), [eu, main, near]);
    let us = urls(builder().server_variable("region", "us").server_variable("bucket", "b"));
    let expected = ["https://us.example.com/v1/things/a", "https://b.example.com/up", "https://us.example.com/v9/near"];
    assert_eq!(us, expected);
    assert_eq!(urls(builder().server(1))[0], "https://sandbox.example.com/things/a");
    // A base URL takes precedence over every server; a relative server is resolved against it.
    let own = "http://localhost:1/own";
    let all = |end: &str| [format!("{own}/things/a"), format!("{own}/up"), format!("{own}/{end}")];
    assert_eq!(urls(builder().base_url(own)), all("near"));
    assert_eq!(urls(builder().base_url(own).server(1)), all("near"));
    let [first, up, _] = urls(builder().base_url(own).server(2));
    assert_eq!((first.as_str(), up.as_str()), ("http://localhost:1/v3/things/a", "http://localhost:1/v3/up"));
    let environment = [("MANY_BASE_URL", own)];
    let by_hand = builder().from_variables(&lookup(&environment)).unwrap().server(1);
    assert_eq!(
        urls(by_hand)[0],
        "https://sandbox.example.com/things/a",
        "a setting takes precedence over the environment"
    );

    let error = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    let words = "the server variable `region` must be one of `eu`, `us`";
    assert_eq!(error(builder().server_variable("region", "mars")), words);
    for value in ["evil.example/", "x@evil", "a#", "a?", "a\\", "a:1", "%2f", "a\r\nb", "a\tb", "a\u{3002}b", ""] {
        let words = error(builder().server_variable("bucket", value));
        assert!(words.starts_with("the server variable `bucket` "), "{value:?}: {words}");
        // A base URL that takes precedence replaces it.
        assert!(builder().server_variable("bucket", value).base_url("https://x.example").build().is_ok());
    }
    assert_eq!(error(builder().server_variable("regoin", "eu")), "no server has a variable `regoin`");
    assert_eq!(error(builder().server(7)), "there is no server 7: the API has 3, counted from 0");
    assert_eq!(error(builder().server(2)), "the server `/v3` is relative; set the base URL of the client");
}

#[test]
fn derived_clients() {
    let mock = MockTransport::from_fn(|_| ok());
    let core = builder(&mock).header("x-a", "client").header("x-b", "client").header("x-c", "client").build().unwrap();
    let derived = core.with_options(RequestOptions::new().header("x-b", "derived").extra_query("trace", "1"));
    let again = derived.with_options(RequestOptions::new().header("x-c", "again").without_header("x-a"));
    let seen = |core: &Core| {
        let request = sent(&mock, get(core));
        let text = |name| request.header(name).unwrap_or("-").to_owned();
        [text("x-a"), text("x-b"), text("x-c"), request.raw_query().to_owned()]
    };
    assert_eq!(seen(&core), ["client", "client", "client", ""]);
    assert_eq!(seen(&derived), ["client", "derived", "client", "trace=1"]);
    assert_eq!(seen(&again), ["-", "derived", "again", "trace=1"]);
    assert_eq!(seen(&core), ["client", "client", "client", ""], "the first is as it was");
}

#[test]
fn time_limits_are_inherited() {
    let mock = MockTransport::from_fn(|_| MockReply::silence());
    let core = builder(&mock).attempt_timeout(Duration::from_secs(3)).max_retries(0).build().unwrap();
    let derived = core.with_options(RequestOptions::new().attempt_timeout(Duration::from_secs(2)));
    let mut own = get(&derived);
    own.set_options(RequestOptions::new().attempt_timeout(Duration::from_secs(1)));
    for call in [get(&core), get(&derived), own] {
        assert!(now(call.send()).unwrap_err().is_timeout());
    }
    assert_eq!(mock.delays(), [3, 2, 1].map(Duration::from_secs));
}

#[test]
fn unsendable_requests_fail_at_once() {
    let mock = MockTransport::new();
    let error = builder(&mock).header("x-a", "line\nbreak").build().unwrap_err();
    assert!(error.is_build());
    assert_eq!(error.to_string(), "the value of the header `x-a` contains a line break or a control character");
    assert!(builder(&mock).user_agent("a\nb").build().unwrap_err().is_build());
    assert!(ClientBuilder::new(&API).from_env().is_ok(), "no variable of this API is set here");
}

#[test]
fn undocumented_endpoints() {
    let mock = MockTransport::from_fn(|_| MockReply::new(201).header("x-request-id", "r-1").json(r#"{"a": [1, 2]}"#));
    let core = builder(&mock).credential("bearer", Credential::bearer("b")).build().unwrap();
    let call = core.request(Method::POST, "/new/thing").query("tag", ["a", "b"].as_slice()).query("n", 1_i64);
    let response = now(call.header("x-own", "1").json(sdkgen_runtime::serde_json::json!({"x": null}))).unwrap();
    assert_eq!((response.status().as_u16(), response.request_id(), response.attempts()), (201, Some("r-1"), 1));
    let read: std::collections::BTreeMap<String, Vec<i64>> = response.json().unwrap();
    assert_eq!(read["a"], [1, 2]);
    assert!(response.json::<Vec<i64>>().unwrap_err().is_decode());
    assert_eq!(response.text().unwrap(), r#"{"a": [1, 2]}"#);
    let request = mock.requests().pop().unwrap();
    assert_eq!(request.url, "https://api.example.com/v1/new/thing?tag=a&tag=b&n=1");
    assert_eq!(request.header("authorization"), Some("Bearer b"));
    assert_eq!((request.header("x-own"), request.header("content-type")), (Some("1"), Some("application/json")));
    assert_eq!(&request.body[..], br#"{"x":null}"#);
}

#[test]
fn base_urls_keep_their_host() {
    let mock = MockTransport::new();
    for url in ["https://api.example\t.evil.example", "https://api.example\r\n.evil.example"] {
        let error = builder(&mock).base_url(url).build().unwrap_err();
        assert_eq!(error.to_string(), "the base URL is unusable: it contains a control character");
    }
}

#[test]
fn a_mock_without_a_response_left_fails_at_once() {
    let mock = MockTransport::new();
    let error = now(get(&client(&mock)).send()).unwrap_err();
    assert!(error.to_string().contains("the mock has no response left"), "{error}");
    assert_eq!((mock.requests().len(), mock.delays().len()), (1, 0));
}

#[test]
fn undocumented_endpoints_stay_within_the_origin() {
    let mock = MockTransport::from_fn(|_| ok());
    let core = client(&mock);
    assert!(now(core.request(Method::GET, "https://api.example.com/other?x=1").query("y", "2").send()).is_ok());
    assert_eq!(mock.requests()[0].url, "https://api.example.com/other?x=1&y=2");
    for path in [
        "https://other.example.com/",
        "http://api.example.com/",
        "relative",
        "",
        "/x#y",
        "https://u:p@api.example.com/",
    ] {
        let error = now(core.request(Method::GET, path).send()).unwrap_err();
        assert!(error.is_build(), "{path}");
    }
    for path in [
        "/..",
        "/a/../b",
        "/a/.",
        "/%2e%2e/b",
        "/.%2E",
        "/a\r\nb",
        "/a\tb",
        "/a\0",
        "/a\\b",
        "/a\u{85}",
        "https://api.example.com/v1/../admin",
        "https://api.example.com\\@evil.example/",
    ] {
        let error = now(core.request(Method::GET, path).send()).unwrap_err();
        assert!(error.is_build() && error.to_string().contains("the path contains a"), "{path:?}: {error}");
    }
    for path in ["/a..b/...", "/a%20b", "/?x=/../y", "/a/"] {
        assert!(now(core.request(Method::GET, path).send()).is_ok(), "{path}");
    }
    let error = now(core.request(Method::GET, "https://u:hunter2@api.example.com/x?y=hunter2").send()).unwrap_err();
    assert_eq!(error.operation(), Some("GET /x"));
    let body = now(core.request(Method::PUT, "/raw").body("text/plain", "hello").send());
    assert!(body.is_ok());
    let request = mock.requests().pop().unwrap();
    assert_eq!((request.header("content-type"), &request.body[..]), (Some("text/plain"), &b"hello"[..]));
}
