//! What values of variables make of a server's URL, and which are refused.

use super::fill::NOT_HOST;
use super::*;

const REGION: ServerVariable = ServerVariable::new("region", "eu").values(&["eu", "us"]);
const BASE: ServerVariable = ServerVariable::new("base", "v2");

fn url(server: Server, chosen: &[(&str, &str)], base: Option<&str>) -> Result<String, String> {
    let chosen = chosen.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let base = base.map(|base| BaseUrl::parse(base).unwrap());
    server.base_url(&chosen, base.as_ref()).map(|base| base.as_str().to_owned())
}

#[test]
fn variables_are_replaced() {
    let server = Server::new("https://{region}.example.com/{base}/").variables(&[REGION, BASE]);
    assert_eq!(url(server, &[], None).as_deref(), Ok("https://eu.example.com/v2"));
    assert_eq!(url(server, &[("region", "us"), ("base", "")], None).as_deref(), Ok("https://us.example.com"));
    let words = "the server variable `region` must be one of `eu`, `us`";
    assert_eq!(url(server, &[("region", "mars")], None), Err(words.to_owned()));
    let open = Server::new("https://{tenant}.example.com");
    let words = "the server `https://{tenant}.example.com` needs a value for the variable `tenant`";
    assert_eq!(url(open, &[], None), Err(words.to_owned()));
    assert_eq!(url(open, &[("tenant", "a")], None).as_deref(), Ok("https://a.example.com"));
    assert!(url(open, &[("tenant", "a b")], None).is_err());
}

#[test]
fn relative_servers_need_a_base() {
    let base = Some("https://host.example.com/own/");
    let words = "the server `/v1` is relative; set the base URL of the client";
    assert_eq!(url(Server::new("/v1"), &[], None), Err(words.to_owned()));
    for (server, expected) in [
        ("/v1", "https://host.example.com/v1"),
        ("/", "https://host.example.com"),
        (".", "https://host.example.com/own"),
        ("v1", "https://host.example.com/own/v1"),
        ("../v1/", "https://host.example.com/v1"),
        ("//other.example.com/x", "https://other.example.com/x"),
        ("http://a.example.com", "http://a.example.com"),
    ] {
        assert_eq!(url(Server::new(server), &[], base).as_deref(), Ok(expected), "{server}");
    }
}

/// A server, values with the URLs that they make, and values that are refused.
type Row = (Server, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// The URL for a value in each part; `None` if it is rejected.
#[test]
fn values_fit_their_part_of_the_url() {
    const TENANT: Server = Server::new("https://{v}.api.example");
    const HOST: Server = Server::new("https://{v}/v1");
    const PORT: Server = Server::new("https://api.example:{v}/v1");
    const PATH: Server = Server::new("https://api.example/{v}/v1");
    const SCHEME: Server = Server::new("{v}://api.example");
    const WHOLE: Server = Server::new("{v}/v1");
    const GLUED: Server = Server::new("https://api.example{v}");
    const RELATIVE: Server = Server::new("/{v}/v1");
    let cases: &[Row] = &[
        (
            TENANT,
            &[("acme", "https://acme.api.example"), ("a.b-c_d", "https://a.b-c_d.api.example")],
            &[
                "",
                ".",
                "a.",
                "a..b",
                "evil.example/",
                "x@evil",
                "a#",
                "a?",
                "a\\",
                "a:1",
                "%2f",
                "a%2f",
                "a\r\nb",
                "a\tb",
                "a b",
                "a\u{3002}b",
                "a\u{ff0e}b",
                "\u{fc}",
                "evil.example#",
                "[::1]",
                "a{b}",
                "\0",
                "a\u{ad}",
            ],
        ),
        (
            HOST,
            &[
                ("api.example", "https://api.example/v1"),
                ("localhost:8080", "https://localhost:8080/v1"),
                ("[::1]:80", "https://[::1]:80/v1"),
            ],
            &["", "a@b", "a/b", "a:b", "a:99999", "[::1", "[x]", "[::1]x", "https://x", "a:1:2", "a?b", "a\\b", ".a"],
        ),
        (PORT, &[("8443", "https://api.example:8443/v1")], &["", "a", "1@evil", "443/x", "99999", "-1", "+1", " 1"]),
        (
            PATH,
            &[
                ("", "https://api.example//v1"),
                ("a/b", "https://api.example/a/b/v1"),
                ("a:b@c", "https://api.example/a:b@c/v1"),
            ],
            &[
                "..",
                ".",
                "a/../b",
                "%2e%2e",
                ".%2E",
                "%252e%252e",
                "a?b",
                "a#b",
                "a\\b",
                "a%5cb",
                "a%2fb",
                "a\nb",
                "a%0ab",
                "a b",
                "%",
                "%zz",
                "a%3fb",
                "..;x",
                "{v}",
                "%25252525252e",
            ],
        ),
        (
            SCHEME,
            &[("http", "http://api.example"), ("HTTPS", "https://api.example")],
            &["", "ftp", "https://evil/", "x:"],
        ),
        (
            WHOLE,
            &[("https://a.example", "https://a.example/v1"), ("http://a:1/b", "http://a:1/b/v1")],
            &[
                "",
                "ftp://x",
                "javascript:x",
                "//evil",
                "/v2",
                "https://",
                "https://u@x",
                "https://x/?a",
                "https://x/..",
                "https://x\\y",
                "https://a\tb",
            ],
        ),
        (
            GLUED,
            &[("", "https://api.example"), (":1", "https://api.example:1"), ("/v2", "https://api.example/v2")],
            &[".evil", "evil", "@evil", ":a", ":1@x", "/..", "/a?b", "\\x", "#"],
        ),
        (RELATIVE, &[("a", "https://base.example/a/v1")], &["/evil", "..", "\\evil", "a?b", "\tx"]),
    ];
    for (server, good, bad) in cases {
        let base = Some("https://base.example");
        for (value, expected) in *good {
            assert_eq!(url(*server, &[("v", value)], base).as_deref(), Ok(*expected), "{value:?} in {server:?}");
        }
        for value in *bad {
            let made = url(*server, &[("v", value)], base);
            let shown = |message: &String| value.len() > 2 && message.contains(value);
            assert!(made.as_ref().is_err_and(|message| !shown(message)), "{value:?} in {server:?}: {made:?}");
        }
    }
}

#[test]
fn defaults_decide_what_a_variable_after_the_host_is() {
    let with = |default: &'static str, value: &str| {
        let variables: &'static [ServerVariable] = Box::leak(Box::new([ServerVariable::new("v", default)]));
        url(Server::new("https://api.example{v}").variables(variables), &[("v", value)], None)
    };
    assert_eq!(with("/v2", "/v3").as_deref(), Ok("https://api.example/v3"));
    assert_eq!(with(":8080", ":1").as_deref(), Ok("https://api.example:1"));
    assert_eq!(with(".com", ".org").as_deref(), Ok("https://api.example.org"));
    assert_eq!(with("1", "2").as_deref(), Ok("https://api.example2"));
    for (default, value) in
        [("/v2", ".evil"), ("/v2", ":1"), (":8080", "/x"), (":8080", "1"), ("1", ".evil"), ("", "x")]
    {
        assert!(with(default, value).is_err(), "{default} {value}");
    }
}

#[test]
fn several_variables_in_a_row() {
    const ALL: Server = Server::new("{scheme}://{host}:{port}{base}").variables(&[ServerVariable::new("base", "/v1")]);
    const TWO: Server = Server::new("{server}{suffix}").variables(&[ServerVariable::new("suffix", ".example.com")]);
    let server = ALL;
    let made = |base| url(server, &[("scheme", "http"), ("host", "::"), ("port", "1"), ("base", base)], None);
    assert_eq!(made("/x"), Err(format!("the server variable `host` {NOT_HOST}")));
    let made = |base| url(server, &[("scheme", "http"), ("host", "[::1]"), ("port", "1"), ("base", base)], None);
    assert_eq!(made("/x").as_deref(), Ok("http://[::1]:1/x"));
    assert!(made("0").is_err() && made("@evil").is_err());
    const PAIR: Server = Server::new("https://{a}{b}.example");
    assert_eq!(url(PAIR, &[("a", "x"), ("b", "y")], None).as_deref(), Ok("https://xy.example"));
    assert!(url(PAIR, &[("a", "evil:80"), ("b", "0")], None).is_err());
    assert!(url(PAIR, &[("a", "evil:80"), ("b", "/")], None).is_err());
    let server = TWO;
    let made = |of: &str, suffix| url(server, &[("server", of), ("suffix", suffix)], None);
    assert_eq!(made("https://a", ".example.com").as_deref(), Ok("https://a.example.com"));
    assert!(made("https://a", "@evil").is_err() && made("https://u@a", ".b").is_err());
    let server = Server::new("{base}.example.com");
    assert_eq!(url(server, &[("base", "https://a")], None).as_deref(), Ok("https://a.example.com"));
    for bad in ["https://evil/", "https://evil:1", "https://evil?", "https://evil#", "https://", "https://evil\\"] {
        assert!(url(server, &[("base", bad)], None).is_err(), "{bad}");
    }
}
