//! Parameters and fields on the wire: queries, headers and bodies. The table for paths is next to the code.

use std::collections::BTreeMap;

use sdkgen_runtime::private::{Call, Encode, Style};
use sdkgen_runtime::serde_json::json;
use sdkgen_runtime::testing::MockTransport;

use crate::support::{GET, client, get, now, ok, post, query, sent};

#[test]
fn scalars_in_a_query() {
    let cases: &[(&dyn Encode, &str)] = &[
        (&"a", "q=a"),
        (&"", "q="),
        (&"a b+c&d=e", "q=a%20b%2Bc%26d%3De"),
        (&"ü/?", "q=%C3%BC%2F%3F"),
        (&"\"\\\n\u{1}", "q=%22%5C%0A%01"),
        (&"-._~!*'()", "q=-._~%21%2A%27%28%29"),
        (&1_i64, "q=1"),
        (&-5_i64, "q=-5"),
        (&u64::MAX, "q=18446744073709551615"),
        (&1.5_f64, "q=1.5"),
        (&true, "q=true"),
        (&Some("a".to_owned()), "q=a"),
        (&Option::<String>::None, ""),
        (&json!(null), ""),
    ];
    for (value, expected) in cases {
        assert_eq!(query("q", *value), *expected);
    }
    assert_eq!(query("expand[]", &vec!["a".to_owned(), "b".to_owned()]), "expand%5B%5D=a&expand%5B%5D=b");
}

#[test]
fn lists_and_objects_in_a_query() {
    let list = vec!["a,b".to_owned(), "c d".to_owned()];
    let numbers: Vec<i64> = vec![1, 2];
    let object = BTreeMap::from([("a b".to_owned(), 1_i64), ("c".to_owned(), 2)]);
    let nested = json!({"name": "x", "size": {"gt": 1, "in": [2, 3]}, "tags": ["a", "b"], "none": null});
    let cases: &[(Option<Style>, &dyn Encode, &str)] = &[
        (None, &list, "q=a%2Cb&q=c%20d"),
        (None, &numbers, "q=1&q=2"),
        (None, &Vec::<String>::new(), ""),
        (None, &object, "a%20b=1&c=2"),
        (None, &json!([1, null, [2], {"a": 3}]), "q=1&q=%5B2%5D&q=%7B%22a%22%3A3%7D"),
        (None, &json!({"a": [1, 2], "b": null}), "a=1&a=2"),
        (Some(Style::FormComma), &list, "q=a%2Cb,c%20d"),
        (Some(Style::FormComma), &object, "q=a%20b,1,c,2"),
        (Some(Style::FormComma), &"a,b", "q=a%2Cb"),
        (Some(Style::FormComma), &Vec::<String>::new(), ""),
        (Some(Style::SpaceDelimited), &numbers, "q=1%202"),
        (Some(Style::PipeDelimited), &numbers, "q=1%7C2"),
        (Some(Style::Json), &nested["size"], "q=%7B%22gt%22%3A1%2C%22in%22%3A%5B2%2C3%5D%7D"),
        (Some(Style::WholeQuery), &"a b&c", "a%20b%26c"),
        (Some(Style::WholeQuery), &object, "%7B%22a%20b%22%3A1%2C%22c%22%3A2%7D"),
        (Some(Style::PipeDelimited), &object, "q=a%20b%7C1%7Cc%7C2"),
        (
            Some(Style::DeepObject),
            &nested,
            "q%5Bname%5D=x&q%5Bsize%5D%5Bgt%5D=1&q%5Bsize%5D%5Bin%5D%5B0%5D=2&q%5Bsize%5D%5Bin%5D%5B1%5D=3\
             &q%5Btags%5D%5B0%5D=a&q%5Btags%5D%5B1%5D=b",
        ),
        (Some(Style::DeepObject), &numbers, "q%5B0%5D=1&q%5B1%5D=2"),
        (Some(Style::DeepObject), &Option::<String>::None, ""),
    ];
    for (style, value, expected) in cases {
        let mock = MockTransport::from_fn(|_| ok());
        let mut call = get(&client(&mock));
        match style {
            Some(style) => call.query_styled("q", *style, *value),
            None => call.query("q", *value),
        }
        assert_eq!(sent(&mock, call).raw_query(), *expected, "{style:?}");
    }
}

#[test]
fn parameters_keep_their_order_and_are_replaced_in_place() {
    let mock = MockTransport::from_fn(|_| ok());
    let mut call = get(&client(&mock));
    call.query("b", &1_i64);
    call.query("a", &2_i64);
    call.query("c", &3_i64);
    call.query("b", &4_i64);
    call.query("c", &Option::<i64>::None);
    let request = sent(&mock, call);
    assert_eq!(request.raw_query(), "b=4&a=2");
    assert_eq!(request.query(), [("b".to_owned(), "4".to_owned()), ("a".to_owned(), "2".to_owned())]);
}

#[test]
fn header_parameters() {
    let cases: &[(&dyn Encode, Option<&str>)] = &[
        (&"a b", Some("a b")),
        (&"", Some("")),
        (&7_i64, Some("7")),
        (&vec![1_i64, 2], Some("1,2")),
        (&BTreeMap::from([("a".to_owned(), 1_i64)]), Some("a,1")),
        (&Option::<String>::None, None),
        (&Vec::<String>::new(), None),
    ];
    for (value, expected) in cases {
        let mock = MockTransport::from_fn(|_| ok());
        let mut call = get(&client(&mock));
        call.header("X-Thing", *value);
        assert_eq!(sent(&mock, call).header("x-thing"), *expected);
    }
    let mock = MockTransport::new();
    let mut call = get(&client(&mock));
    call.header("X-Thing", &"a\nb");
    let error = now(call.send()).unwrap_err();
    let words = "things.get: the header parameter `X-Thing` has a line break or a control character";
    assert!(error.is_build() && error.to_string() == words, "{error}");
}

#[test]
fn cookie_parameters_share_one_header() {
    let mock = MockTransport::from_fn(|_| ok());
    let mut call = get(&client(&mock));
    call.cookie("a", &"1 2;");
    call.cookie("b", &true);
    call.cookie("a", &"3");
    call.cookie("c", &vec!["x".to_owned(), "y".to_owned()]);
    call.cookie("b", &Option::<bool>::None);
    let request = sent(&mock, call);
    assert_eq!(request.header("cookie"), Some("a=3; c=x; c=y"));
}

#[test]
fn bodies() {
    let mock = MockTransport::from_fn(|_| ok());
    let core = client(&mock);
    let none = sent(&mock, Call::json(&core, &crate::support::POST, &[]));
    assert_eq!((none.header("content-type"), none.body.len()), (None, 0));
    let mut call = Call::json(&core, &crate::support::POST, &[]);
    call.body_object();
    let empty = sent(&mock, call);
    assert_eq!((empty.header("content-type"), &empty.body[..]), (Some("application/json"), &b"{}"[..]));
    let mut call = post(&core);
    call.body_field("size", &2_i64);
    call.body_field("gone", &Option::<i64>::None);
    call.body_field("name", &"y");
    assert_eq!(&sent(&mock, call).body[..], br#"{"size":2,"name":"y"}"#);
    let mut call = Call::json(&core, &crate::support::POST, &[]);
    call.body_value(&json!([1, "a"]));
    assert_eq!(sent(&mock, call).json(), Some(json!([1, "a"])));
}

#[test]
fn a_path_that_cannot_be_is_never_sent() {
    let mock = MockTransport::new();
    for id in ["", ".", ".."] {
        let call: Call<String> = Call::json(&client(&mock), &GET, &[&id]);
        let error = now(call.send()).unwrap_err();
        assert!(error.is_build() && error.to_string().starts_with("things.get: the path parameter `id` "), "{error}");
    }
    assert!(mock.requests().is_empty());
}

/// The paths of that table must not be changed by the URL parser of the transport.
#[cfg(feature = "reqwest")]
#[tokio::test]
async fn paths_and_queries_arrive_as_they_were_made() {
    use crate::support::{Act, Server, real, reply};
    let server = Server::start(|_| Act::Reply(reply("200 OK", "", "{}")));
    let core = real(&server).build().unwrap();
    for (id, expected) in [
        ("a/b", "/things/a%2fb?q=%7c%27%22"),
        ("%2e", "/things/%252e?q=%7c%27%22"),
        ("%2e%2E", "/things/%252e%252e?q=%7c%27%22"),
        ("...", "/things/...?q=%7c%27%22"),
        ("ü \\", "/things/%c3%bc%20%5c?q=%7c%27%22"),
        ("\t\n", "/things/%09%0a?q=%7c%27%22"),
    ] {
        let mut call: Call<sdkgen_runtime::serde_json::Value> = Call::json(&core, &GET, &[&id]);
        call.query("q", &"|'\"");
        call.send().await.unwrap();
        let line = server.requests().pop().unwrap();
        assert_eq!(line.split(' ').nth(1), Some(expected));
    }
}

#[test]
fn plain_cookies_are_sent_as_they_are_or_not_at_all() {
    let mock = MockTransport::from_fn(|_| crate::support::ok());
    let core = client(&mock);
    let cookie = |style, value: &dyn sdkgen_runtime::private::Encode| {
        let mut call: Call<sdkgen_runtime::serde_json::Value> = Call::json(&core, &GET, &[&"a"]);
        call.cookie_styled("c", style, value);
        let error = now(call.send()).err().map(|error| error.to_string());
        let sent = mock.requests().pop().filter(|_| error.is_none());
        error.map_or_else(|| Ok(sent.unwrap().header("cookie").unwrap_or_default().to_owned()), Err)
    };
    let list = ["a%20b", "c=d/e"].map(str::to_owned).to_vec();
    assert_eq!(cookie(Style::Cookie, &"a%20b+c=/?:@!").as_deref(), Ok("c=a%20b+c=/?:@!"));
    assert_eq!(cookie(Style::Cookie, &7_i64).as_deref(), Ok("c=7"));
    assert_eq!(cookie(Style::Cookie, &"").as_deref(), Ok("c="));
    assert_eq!(cookie(Style::Cookie, &list).as_deref(), Ok("c=a%20b; c=c=d/e"));
    assert_eq!(cookie(Style::CookieComma, &list).as_deref(), Ok("c=a%20b,c=d/e"));
    assert_eq!(cookie(Style::Cookie, &json!({"x": "1", "y": ["2", "3"]})).as_deref(), Ok("x=1; y=2; y=3"));
    assert_eq!(cookie(Style::CookieComma, &json!({"x": "1"})).as_deref(), Ok("c=x,1"));
    assert_eq!(cookie(Style::Cookie, &None::<String>).as_deref(), Ok(""));
    for bad in ["a b", "a;b", "a,b", "a\"b", "a\\b", "a\r\nb", "a\tb", "\u{fc}", "\0"] {
        for style in [Style::Cookie, Style::CookieComma] {
            let words = "the cookie parameter `c` has characters that are invalid in a cookie";
            assert!(cookie(style, &bad).is_err_and(|error| error.contains(words)), "{bad:?}");
        }
    }
    assert!(cookie(Style::Cookie, &json!({"no name": "1"})).is_err());
}
