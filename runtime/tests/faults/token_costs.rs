//! Token endpoints and APIs that make tokens expensive.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sdkgen_runtime::{Core, Credential, ErrorKind};

use crate::lab::{Act, Lab, Seen};
use crate::support::{after, assert_error, builder, get};

/// Issues `t1`, `t2` and so on, with what `rest` says beside the token; `api` does the rest.
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

/// Asks many times at once.
async fn all_at_once(core: &Core, count: usize) {
    let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(get(core, "a").send())).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

/// `expires_in: 0`, a negative one or nonsense do not cost a token for each request.
#[tokio::test]
async fn a_life_of_nothing_says_nothing() {
    for rest in [", \"expires_in\": 0", ", \"expires_in\": \"0\"", ", \"expires_in\": -1", ", \"expires_in\": null"] {
        let lab = lab(rest, |_| Act::ok("{}"));
        let core = client(&lab);
        for _ in 0..10 {
            get(&core, "a").send().await.unwrap();
        }
        assert_eq!((tokens(&lab), lab.log().requests.len()), (1, 11), "{rest}");
    }
}

/// A life of a thousandth of a second counts as a second.
#[tokio::test]
async fn a_tiny_life_is_a_second() {
    let lab = lab(", \"expires_in\": 0.001", |_| Act::ok("{}"));
    let core = client(&lab);
    for _ in 0..10 {
        get(&core, "a").send().await.unwrap();
    }
    // A machine under load may take longer than that for ten requests.
    assert!(tokens(&lab) <= 2, "{}", tokens(&lab));
}

/// An API that answers 401 whatever comes costs two tokens, not one for each request.
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

/// A token that ends early is replaced, and the request sent again: nobody notices.
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

/// A source of the user's is asked once for all who wait, and its token is kept.
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

/// A source that never returns ends with the limit of the whole call.
#[tokio::test]
async fn a_source_that_hangs() {
    let lab = lab("", |_| Act::ok("{}"));
    let source = Credential::token_source(std::future::pending);
    let limit = Duration::from_millis(200);
    let core = builder(&lab).credential("bearer", source).total_timeout(limit).build().unwrap();
    let result = after(limit, get(&core, "a").send()).await;
    let words = "things.get: no access token: not done within 200ms, the limit of the whole call";
    assert!(assert_error(result, ErrorKind::Auth, words).is_timeout());
    assert!(lab.log().requests.is_empty());
}
