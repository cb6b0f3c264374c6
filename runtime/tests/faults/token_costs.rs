//! Token endpoints and APIs that could cause many requests for tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sdkgen_runtime::private::Core;
use sdkgen_runtime::{Credential, ErrorKind};

use crate::lab::{Act, Lab, Seen};
use crate::support::{after, assert_error, builder, get};

/// Issues `t1`, `t2` and so on, with the properties in `rest`; other requests go to `api`.
fn lab(rest: &'static str, api: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Lab {
    let issued = AtomicUsize::new(0);
    Lab::plain(move |request| {
        if request.target != "/token" {
            return api(request);
        }
        let number = issued.fetch_add(1, Ordering::AcqRel) + 1;
        Act::ok(&format!("{{\"access_token\": \"t{number}\"{rest}}}"))
    })
}

fn client(lab: &Lab) -> Core {
    builder(lab).credential("oauth2", Credential::client_credentials("id", "a-secret")).build().unwrap()
}

fn tokens(lab: &Lab) -> usize {
    lab.log().requests.iter().filter(|request| request.target == "/token").count()
}

/// Sends many requests at once.
async fn all_at_once(core: &Core, count: usize) {
    let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(get(core, "a").send())).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

/// If `expires_in` is zero, negative or nonsense, there is no new token for each request.
#[tokio::test]
async fn a_lifetime_of_zero_is_unknown() {
    for rest in [", \"expires_in\": 0", ", \"expires_in\": \"0\"", ", \"expires_in\": -1", ", \"expires_in\": null"] {
        let lab = lab(rest, |_| Act::ok("{}"));
        let core = client(&lab);
        for _ in 0..10 {
            get(&core, "a").send().await.unwrap();
        }
        assert_eq!((tokens(&lab), lab.log().requests.len()), (1, 11), "{rest}");
    }
}

/// A lifetime that is a string, a fraction or very large is accepted.
#[tokio::test]
async fn odd_lives_are_lives() {
    for rest in
        [", \"expires_in\": \"3600\"", ", \"expires_in\": 3599.5", ", \"expires_in\": 1e300", ", \"expires_in\": 9e18"]
    {
        let lab = lab(rest, |_| Act::ok("{}"));
        let core = client(&lab);
        for _ in 0..3 {
            get(&core, "a").send().await.unwrap();
        }
        assert_eq!((tokens(&lab), lab.log().requests.len()), (1, 4), "{rest}");
    }
}

/// If a token endpoint sends something else than a token, no request is sent to the API, and the error contains the
/// reason.
#[tokio::test]
async fn endpoints_without_a_token() {
    let html: &[(&str, &str)] = &[("content-type", "text/html")];
    let cases = [
        (
            Act::reply(400, &[], "{\"error\": \"invalid_scope\"}"),
            1,
            "the token endpoint responded with 400 Bad Request: invalid_scope",
        ),
        (Act::reply(401, html, "<h1>no</h1>"), 1, "the token endpoint responded with 401 Unauthorized"),
        (Act::reply(302, &[("location", "/login")], ""), 1, "the token endpoint responded with 302 Found"),
        (Act::reply(200, html, "<h1>Sign in</h1>"), 1, "the response of the token endpoint is not JSON"),
        (
            Act::ok("{\"error\": \"invalid_client\", \"error_description\": \"a-secret is\\nwrong\"}"),
            1,
            "the response of the token endpoint has no access token: invalid_client: [redacted] is wrong",
        ),
        (Act::ok("{\"access_token\": \"a\\nb\"}"), 1, "the access token is invalid in a header"),
        (Act::reply(500, html, "<h1>oops</h1>"), 2, "the token endpoint responded with 500 Internal Server Error"),
    ];
    for (act, requests, words) in cases {
        let lab = Lab::plain(move |_| act.clone());
        let credential = Credential::client_credentials("id", "a-secret");
        let core = builder(&lab).credential("oauth2", credential).max_retries(1).build().unwrap();
        assert_error(get(&core, "a").send().await, ErrorKind::Auth, &format!("things.get: no access token: {words}"));
        assert_eq!((tokens(&lab), lab.log().requests.len()), (requests, requests), "{words}");
    }
}

/// A lifetime of a millisecond counts as a second.
#[tokio::test]
async fn a_tiny_life_is_a_second() {
    let lab = lab(", \"expires_in\": 0.001", |_| Act::ok("{}"));
    let core = client(&lab);
    for _ in 0..10 {
        get(&core, "a").send().await.unwrap();
    }
    // A busy machine may take longer than that for ten requests.
    assert!(tokens(&lab) <= 2, "{}", tokens(&lab));
}

/// An API that always responds with 401 causes two requests for tokens, not one for each request.
#[tokio::test]
async fn permanent_refusals_cost_two_tokens() {
    let lab = lab("", |_| Act::reply(401, &[], "{\"message\": \"no\"}"));
    let core = client(&lab);
    for number in 0..10 {
        let error = get(&core, "a").send().await.unwrap_err();
        let attempts = if number == 0 { " (2 attempts)" } else { "" };
        assert_eq!(error.to_string(), format!("things.get: 401 Unauthorized: no{attempts}"));
    }
    assert_eq!((tokens(&lab), lab.log().requests.len()), (2, 2 + 11));
}

/// A token that is revoked is replaced, and the request is sent again without an error.
#[tokio::test]
async fn a_revoked_token_is_replaced() {
    let lab = lab("", |request| match request.header("authorization") {
        Some("Bearer t1") if request.number > 3 => Act::reply(401, &[], ""),
        _ => Act::ok("{}"),
    });
    let core = client(&lab);
    for _ in 0..5 {
        get(&core, "a").send().await.unwrap();
    }
    assert_eq!(tokens(&lab), 2);
}

/// A token source is called once for all waiting requests, and its token is cached.
#[tokio::test]
async fn a_source_is_asked_once() {
    let lab = lab("", |_| Act::ok("{}"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let source = Credential::token_source(move || {
        count.fetch_add(1, Ordering::AcqRel);
        async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok("from-the-user".into())
        }
    });
    let core = builder(&lab).credential("bearer", source).build().unwrap();
    all_at_once(&core, 100).await;
    all_at_once(&core, 10).await;
    assert_eq!((asked.load(Ordering::Acquire), lab.log().requests.len()), (1, 110));
    assert!(lab.log().requests.iter().all(|request| request.header("authorization") == Some("Bearer from-the-user")));
}

/// A token source that never returns ends with the time limit of the call.
#[tokio::test]
async fn a_source_that_hangs() {
    let lab = lab("", |_| Act::ok("{}"));
    let source = Credential::token_source(std::future::pending);
    let limit = Duration::from_millis(200);
    let core = builder(&lab).credential("bearer", source).total_timeout(limit).build().unwrap();
    let result = after(limit, get(&core, "a").send()).await;
    let words = "things.get: no access token: not done within 200ms, the time limit of the call";
    assert!(assert_error(result, ErrorKind::Auth, words).is_timeout());
    assert!(lab.log().requests.is_empty());
}

/// The error message of a token source is shown on one line, and no request is sent. Clients that share a source have
/// separate tokens.
#[tokio::test]
async fn sources_without_a_token() {
    let lab = lab("", |_| Act::ok("{}"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let source = Credential::token_source(move || {
        let number = count.fetch_add(1, Ordering::AcqRel);
        async move { ["t1", "", " ", "t2"].get(number).map(|token| (*token).into()).ok_or("vault is\nclosed".to_owned()) }
    });
    let client = || builder(&lab).credential("bearer", source.clone()).build().unwrap();
    let (one, two) = (client(), client());
    get(&one, "a").send().await.unwrap();
    for _ in 0..2 {
        let words = "things.get: no access token: the source returned an empty token";
        assert_error(get(&two, "a").send().await, ErrorKind::Auth, words);
    }
    get(&two, "a").send().await.unwrap();
    get(&one, "a").send().await.unwrap();
    let words = "things.get: no access token: vault is closed";
    assert_error(get(&client(), "a").send().await, ErrorKind::Auth, words);
    let seen: Vec<_> =
        lab.log().requests.iter().map(|request| request.header("authorization").unwrap().to_owned()).collect();
    assert_eq!((seen.join(", ").as_str(), asked.load(Ordering::Acquire)), ("Bearer t1, Bearer t2, Bearer t1", 5));
}
