//! Redirects over real connections, and what is sent along.

use sdkgen_runtime::ErrorKind;

use crate::lab::{Act, Lab};
use crate::support::{assert_error, bearer, builder, client, create, get};

fn to(status: u16, location: &str) -> Act {
    Act::reply(status, &[("location", location)], "")
}

/// Within the origin, credentials are sent along.
#[tokio::test]
async fn credentials_stay_within_the_origin() {
    let lab = Lab::plain(|request| if request.number == 1 { to(307, "/other") } else { Act::ok("{}") });
    let core = builder(&lab).credential("bearer", bearer()).build().unwrap();
    create(&core).send().await.unwrap();
    let log = lab.log();
    assert_eq!(log.lines(), ["POST /things", "POST /other"]);
    assert_eq!(log.requests[1].header("authorization"), Some("Bearer hunter2"));
    assert_eq!(log.requests[0].body, log.requests[1].body);
}

/// Another port of the same host is another origin: no credential, no cookie and no header of the user is sent there.
#[tokio::test]
async fn credentials_stay_on_their_port() {
    for http2 in [false, true] {
        let start = |script: Box<dyn Fn(&crate::lab::Seen) -> Act + Send + Sync>| {
            if http2 { Lab::http2(script) } else { Lab::plain(script) }
        };
        let other = start(Box::new(|_| Act::ok("{}")));
        let target = format!("{}/x", other.url());
        let lab = start(Box::new(move |_| to(302, &target)));
        let builder =
            builder(&lab).credential("bearer", bearer()).header("x-own", "hunter2").header("cookie", "hunter2");
        get(&builder.build().unwrap(), "a").send().await.unwrap();
        let request = other.log().requests.remove(0);
        assert!(!format!("{request:?}").contains("hunter2"), "{request:?}");
        assert!(format!("{:?}", lab.log()).contains("hunter2"));
    }
}

/// A POST does not become a GET by 301 or 302, and does not go to another origin by 307.
#[tokio::test]
async fn post_is_kept() {
    let other = Lab::plain(|_| Act::ok("{}"));
    let target = format!("{}/x", other.url());
    for (status, target) in [(301, "/x".to_owned()), (302, "/x".to_owned()), (307, target.clone()), (308, target)] {
        let lab = Lab::plain(move |_| to(status, &target));
        let error = create(&client(&lab)).send().await.unwrap_err();
        assert_eq!((error.kind(), lab.log().requests.len()), (ErrorKind::Status, 1), "{status}: {error}");
    }
    assert_eq!(other.log().connections, 0);
}

/// A 303 is followed by a GET without a body and its headers.
#[tokio::test]
async fn see_other_is_a_get() {
    let lab = Lab::plain(|request| if request.number == 1 { to(303, "/result") } else { Act::ok("{}") });
    create(&client(&lab)).send().await.unwrap();
    let request = lab.log().requests.remove(1);
    assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
    assert!(request.header("content-type").is_none() && request.header("content-length").is_none());
}

/// A redirect from `https` to `http` is not followed.
#[tokio::test]
async fn https_stays_https() {
    let plain = Lab::plain(|_| Act::ok("{}"));
    let target = plain.url();
    let lab = Lab::http2(move |_| to(302, &target));
    let text = "things.get: 302 Found: the redirect leads from https to http";
    assert_error(get(&client(&lab), "a").send().await, ErrorKind::Status, text);
    assert_eq!(plain.log().connections, 0);
}

/// A redirect cycle ends after ten redirects.
#[tokio::test]
async fn circle_ends() {
    let lab = Lab::plain(|_| to(302, "/things/a"));
    let error = assert_error(
        get(&client(&lab), "a").send().await,
        ErrorKind::Status,
        "things.get: 302 Found: too many redirects",
    );
    assert_eq!((error.attempts(), lab.log().requests.len(), lab.log().connections), (1, 11, 1));
}

/// A redirect with an invalid location is an error with its status, and is not repeated.
#[tokio::test]
async fn nowhere() {
    for location in ["", "http://[", "ftp://localhost/x", "//user:pass@localhost/x", "javascript:alert(1)", "http:///"]
    {
        let lab = Lab::plain(move |_| to(302, location));
        let result = get(&client(&lab), "a").send().await;
        // An empty reference is the same URL (RFC 3986, section 4.4), which is a redirect cycle.
        let error = result.expect_err(location);
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1), "{location}: {error}");
    }
}

/// A redirect without a location is an error with its status.
#[tokio::test]
async fn without_a_target() {
    let lab = Lab::plain(|_| Act::reply(302, &[], ""));
    assert_error(
        get(&client(&lab), "a").send().await,
        ErrorKind::Status,
        "things.get: 302 Found: the redirect has no valid location",
    );
}
