//! Redirects, and what is sent along.

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Operation};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Credential, Request, RequestOptions};

use crate::support::{builder, client, get, now, ok, post};

fn to(status: u16, location: &str) -> MockReply {
    MockReply::new(status).header("location", location)
}

#[test]
fn within_the_origin_everything_goes_along() {
    for status in [301, 302, 303, 307, 308] {
        let mock = MockTransport::new();
        mock.enqueue(to(status, "/v1/other?x=1#part"));
        mock.enqueue(ok());
        let core = builder(&mock).credential("bearer", Credential::bearer("b")).build().unwrap();
        now(get(&core).send()).unwrap();
        let [first, second] = <[Request; 2]>::try_from(mock.requests()).unwrap();
        assert_eq!(second.url, "https://api.example.com/v1/other?x=1");
        assert_eq!((&second.method, &second.headers), (&first.method, &first.headers), "{status}");
    }
}

#[test]
fn a_post_is_kept_turned_or_not_followed() {
    let run = |status| {
        let mock = MockTransport::new();
        mock.enqueue(to(status, "/v1/other"));
        mock.enqueue(ok());
        (now(post(&client(&mock)).send()), mock.requests())
    };
    for status in [307, 308] {
        let (result, requests) = run(status);
        assert!(result.is_ok());
        assert_eq!((&requests[1].method, &requests[1].body), (&Method::POST, &requests[0].body));
        assert_eq!(requests[1].header("content-type"), Some("application/json"));
    }
    let (result, requests) = run(303);
    assert!(result.is_ok());
    assert_eq!((&requests[1].method, requests[1].body.len()), (&Method::GET, 0));
    assert_eq!(requests[1].header("content-type"), None);
    for status in [301, 302] {
        let (result, requests) = run(status);
        let words = result.unwrap_err().to_string();
        assert!(
            words.ends_with("the redirect was not followed, since it would turn the request into a GET"),
            "{words}"
        );
        assert_eq!(requests.len(), 1);
    }
}

#[test]
fn to_another_origin_no_credential_and_no_body() {
    static ALL: Operation =
        Operation::new("all", Method::GET, "/all").security(&[&["bearer", "key", "query_key", "cookie_key"]]);
    for target in ["https://other.example.com/x", "https://api.example.com:8443/x", "https://evil.api.example.com/x"] {
        let mock = MockTransport::new();
        mock.enqueue(to(302, target));
        mock.enqueue(ok());
        let core = builder(&mock)
            .credential("bearer", Credential::bearer("hunter2"))
            .credential("key", Credential::api_key("hunter2"))
            .credential("query_key", Credential::api_key("hunter2"))
            .credential("cookie_key", Credential::api_key("hunter2"))
            .header("x-own-secret", "hunter2")
            .build()
            .unwrap();
        let mut call: Call<Value> = Call::json(&core, &ALL, &[]);
        call.set_options(RequestOptions::new().idempotency_key("hunter2"));
        now(call.send()).unwrap();
        let second = mock.requests().pop().unwrap();
        assert_eq!(second.url, target);
        let names: Vec<_> = second.headers.keys().map(|name| name.as_str().to_owned()).collect();
        assert_eq!(names, ["accept", "user-agent"]);
    }
    for status in [307, 308] {
        let mock = MockTransport::new();
        mock.enqueue(to(status, "https://other.example.com/x"));
        let words = now(post(&client(&mock)).send()).unwrap_err().to_string();
        let end = "the redirect to another origin was not followed, since the request is not a plain GET";
        assert!(words.ends_with(end), "{words}");
        assert_eq!(mock.requests().len(), 1);
    }
}

#[test]
fn where_no_redirect_leads() {
    for (location, end) in [
        ("http://api.example.com/x", "the redirect leads from https to http"),
        ("http://other.example.com/x", "the redirect leads from https to http"),
        ("ftp://api.example.com/x", "the redirect has no valid location"),
        ("https://user:pass@api.example.com/x", "the redirect has no valid location"),
        ("http://[", "the redirect has no valid location"),
    ] {
        let mock = MockTransport::new();
        mock.enqueue(to(302, location));
        let error = now(get(&client(&mock)).send()).unwrap_err();
        assert!(error.to_string().ends_with(end), "{error}");
        assert_eq!((error.status().map(|status| status.as_u16()), mock.requests().len()), (Some(302), 1));
    }
}

#[test]
fn a_circle_ends() {
    let mock = MockTransport::from_fn(|_| to(302, "/v1/things/a"));
    let error = now(get(&client(&mock)).send()).unwrap_err();
    assert_eq!(error.to_string(), "things.get: 302 Found: too many redirects");
    assert_eq!((mock.requests().len(), error.attempts()), (11, 1));
}

#[test]
fn a_refusal_from_elsewhere_does_not_cost_the_token() {
    let mock = MockTransport::from_fn(|request: &Request| match request.path() {
        "/token" => MockReply::new(200).json(r#"{"access_token": "t"}"#),
        "/v1/things/a" => to(302, "https://other.example.com/x"),
        _ => MockReply::new(401),
    });
    let core = builder(&mock).credential("oauth2", crate::support::service_account()).build().unwrap();
    assert!(now(get(&core).send()).unwrap_err().is_unauthorized());
    assert_eq!(mock.requests().len(), 3);
}

/// Two ports of the same host are two origins: reqwest itself must not send anything along either.
#[cfg(feature = "reqwest")]
#[tokio::test]
async fn credentials_stay_on_their_port() {
    use crate::support::{Act, Server, real, reply};
    let other = Server::start(|_| Act::Reply(reply("200 OK", "", "{}")));
    let target = format!("location: {}/elsewhere\r\n", other.url());
    let server = Server::start(move |_| Act::Reply(reply("302 Found", &target, "")));
    let core = real(&server)
        .credential("bearer", Credential::bearer("hunter2"))
        .header("x-api-key", "hunter2")
        .header("cookie", "hunter2")
        .build()
        .unwrap();
    get(&core).send().await.unwrap();
    assert!(server.requests()[0].contains("authorization: bearer hunter2"));
    let arrived = other.requests();
    assert_eq!(arrived.len(), 1);
    assert!(arrived[0].starts_with("get /elsewhere ") && !arrived[0].contains("hunter2"), "{}", arrived[0]);
    assert!(!arrived[0].contains("referer"));
}
