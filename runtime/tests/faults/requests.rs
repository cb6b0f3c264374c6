//! Heads and bodies of requests as the server received them.

use sdkgen_runtime::http::Method;
use sdkgen_runtime::{Credential, RequestOptions};

use crate::lab::{Act, Lab};
use crate::support::{builder, client, create, get};

/// The `Content-Length` headers of requests without a body.
async fn lengths(lab: &Lab) -> Vec<(String, Vec<String>)> {
    let core = client(lab);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::GET, Method::HEAD, Method::DELETE, Method::OPTIONS]
    {
        core.request(method, "/things").send().await.unwrap();
    }
    let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
    lab.log().requests.iter().map(|seen| (seen.method.clone(), owned(seen.all("content-length")))).collect()
}

fn expected() -> Vec<(String, Vec<String>)> {
    let with = ["POST", "PUT", "PATCH"].map(|method| (method.to_owned(), vec!["0".to_owned()]));
    let without = ["GET", "HEAD", "DELETE", "OPTIONS"].map(|method| (method.to_owned(), Vec::new()));
    with.into_iter().chain(without).collect()
}

/// POST, PUT and PATCH without a body have `Content-Length: 0`; GET, HEAD, DELETE and OPTIONS have no length.
#[tokio::test]
async fn length_of_no_body() {
    let lab = Lab::plain(|_| Act::reply(204, &[("content-length", "0")], ""));
    assert_eq!(lengths(&lab).await, expected());
    assert!(lab.log().requests.iter().all(|request| request.header("transfer-encoding").is_none()));
}

/// The same over HTTP/2.
#[tokio::test]
async fn http2_length_of_no_body() {
    let lab = Lab::http2(|_| Act::new().head(204, &[]).last(""));
    let mut lengths = lengths(&lab).await;
    // hyper also sends it with OPTIONS.
    assert_eq!(lengths.pop().map(|(method, _)| method).as_deref(), Some("OPTIONS"));
    assert_eq!(lengths, expected()[..6]);
}

/// The same for a request that is repeated or follows a redirect with its method.
#[tokio::test]
async fn length_of_no_body_is_kept() {
    let lab = Lab::plain(|request| match request.number {
        1 => Act::reply(429, &[("retry-after-ms", "1")], ""),
        2 => Act::reply(307, &[("location", "/elsewhere")], ""),
        3 => Act::reply(303, &[("location", "/result")], ""),
        _ => Act::ok("{}"),
    });
    client(&lab).request(Method::POST, "/things").send().await.unwrap();
    let log = lab.log();
    assert_eq!(log.lines(), ["POST /things", "POST /things", "POST /elsewhere", "GET /result"]);
    let lengths: Vec<_> = log.requests.iter().map(|request| request.header("content-length")).collect();
    assert_eq!(lengths, [Some("0"), Some("0"), Some("0"), None]);
}

/// A body has one length and no other framing.
#[tokio::test]
async fn length_of_a_body() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    create(&client(&lab)).send().await.unwrap();
    let request = lab.log().requests.remove(0);
    assert_eq!((request.all("content-length"), &request.body[..]), (vec!["12"], &br#"{"name":"x"}"#[..]));
    assert!(request.header("transfer-encoding").is_none() && request.header("expect").is_none());
}

/// A header that determines where the request ends or which host it is for cannot be set: nothing is sent.
#[tokio::test]
async fn framing_headers_are_refused() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    for name in ["Content-Length", "CONTENT-length", "Transfer-Encoding", "Host", "host"] {
        let start = format!("`{}` cannot be set as a header: ", name.to_lowercase());
        let mut call = create(&client(&lab));
        call.set_options(RequestOptions::new().header(name, "1"));
        let error = call.send().await.unwrap_err();
        assert!(error.is_build() && error.to_string().starts_with(&format!("things.create: {start}")), "{error}");
        let error = client(&lab).request(Method::POST, "/things").header(name, "1").send().await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("POST /things: {start}")), "{error}");
        let error = builder(&lab).header(name, "1").build().unwrap_err();
        assert!(error.is_build() && error.to_string().starts_with(&start), "{error}");
    }
    assert_eq!(lab.log().connections, 0);
}

/// A key in a cookie or in the query is added to those of the caller, unless the caller set one of the same name.
#[tokio::test]
async fn keys_join_what_the_caller_set() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let core = |scheme| builder(&lab).credential(scheme, Credential::api_key("k1")).build().unwrap();
    let own = |cookies: &str| RequestOptions::new().header("COOKIE", cookies);
    for options in [RequestOptions::new(), own("a=b"), own("a=\u{e9}"), own("b=c; session=mine"), own("")] {
        let mut call = get(&core("cookie_key"), "a");
        call.cookie("p", &"x");
        call.set_options(options);
        call.send().await.unwrap();
    }
    let seen: Vec<_> = lab.log().requests.iter().map(|request| request.all("cookie").join(" and ")).collect();
    let shown: Vec<_> = seen.iter().map(String::as_str).collect();
    assert_eq!(
        shown,
        ["p=x; session=k1", "a=b; session=k1", "a=\u{e9}; session=k1", "b=c; session=mine", "session=k1"]
    );
    let mut call = get(&core("query_key"), "a");
    call.set_options(RequestOptions::new().extra_query("api_key", "mine").extra_query("x", "1"));
    call.send().await.unwrap();
    assert_eq!(lab.log().requests[5].target, "/things/a?api_key=mine&x=1");
}

/// A header parameter with the length is sent once, and only if it is correct.
#[tokio::test]
async fn length_as_a_parameter() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let mut call = create(&client(&lab));
    call.header("Content-Length", &12);
    call.send().await.unwrap();
    assert_eq!(lab.log().requests[0].all("content-length"), ["12"]);
    let mut call = create(&client(&lab));
    call.header("Content-Length", &13);
    let error = call.send().await.unwrap_err();
    let text = "things.create: the header parameter `content-length` says 13, but the body has 12 bytes";
    assert_eq!((error.is_build(), error.to_string().as_str()), (true, text));
    assert_eq!(lab.log().requests.len(), 1);
}

/// A line break in a header is an error, so that no request can be smuggled.
#[tokio::test]
async fn line_break_in_a_header_is_refused() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let mut call = get(&client(&lab), "a");
    call.set_options(RequestOptions::new().header("x-note", "a\r\nGET /evil HTTP/1.1"));
    assert!(call.send().await.unwrap_err().is_build());
    assert_eq!(lab.log().connections, 0);
}

/// A path parameter cannot leave its segment.
#[tokio::test]
async fn path_parameter_stays_in_its_segment() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let core = client(&lab);
    for id in ["../admin", "a?b=c", "a#b", "a/b", "a b", "a\r\nb"] {
        let _ = get(&core, id).send().await;
    }
    assert!(
        lab.log().requests.iter().all(|request| request.target.matches('/').count() == 2),
        "{:?}",
        lab.log().lines()
    );
    assert!(lab.log().requests.iter().all(|request| !request.target.contains(['?', '#', ' '])));
}
