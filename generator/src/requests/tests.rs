//! No text of a document ends what contains it: the commands run in a real shell, with a `curl` that prints what it is
//! given.

use std::process::Command;

use proptest::prelude::*;

use super::{Base, Pair, Part, Payload, Piece, Request, encode};

fn plain(text: &str) -> Vec<Piece> {
    vec![Piece::Plain(text.to_owned())]
}

fn request(payload: Payload) -> Request {
    Request {
        method: "POST".to_owned(),
        base: Base::Url("https://a.example/v1".to_owned()),
        target: plain("/pets"),
        headers: Vec::new(),
        basic: None,
        payload,
    }
}

/// Returns the arguments that the command of a request gives to curl.
fn arguments(request: &Request) -> Vec<String> {
    let script = format!("curl() {{ for one in \"$@\"; do printf '%s\\0' \"$one\"; done; }}\n{}\n", request.curl());
    let output = Command::new("sh").arg("-c").arg(&script).env("TOKEN", "a b$c").output().expect("there is a shell");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}\n{script}");
    let text = String::from_utf8(output.stdout).expect("UTF-8 goes in");
    text.split_terminator('\0').map(str::to_owned).collect()
}

#[test]
fn a_command_has_a_line_for_each_option() {
    let json = Payload::Text { media_type: "application/json".to_owned(), text: "{\n  \"a\": \"it's\"\n}".to_owned() };
    let mut one = request(json);
    one.header("Accept", plain("application/json"));
    one.header("Authorization", vec![Piece::Plain("Bearer ".to_owned()), Piece::Variable("TOKEN".to_owned())]);
    one.header("X-Empty", plain(""));
    let expected = r#"curl -X POST 'https://a.example/v1/pets' \
  -H 'Accept: application/json' \
  -H "Authorization: Bearer $TOKEN" \
  -H 'X-Empty;' \
  -H 'Content-Type: application/json' \
  -d '{
  "a": "it'\''s"
}'"#;
    assert_eq!(one.curl(), expected);
    assert_eq!(arguments(&one)[6], "Authorization: Bearer a b$c");
    let head = "POST /v1/pets HTTP/1.1\r\nHost: a.example\r\nAccept: application/json\r\n\
                Authorization: Bearer $TOKEN\r\nX-Empty: \r\nContent-Type: application/json\r\n\
                Content-Length: 17\r\n\r\n";
    assert_eq!(one.http(), format!("{head}{{\n  \"a\": \"it's\"\n}}"));
}

#[test]
fn other_bodies_are_forms_parts_and_files() {
    let pair = |encoded: &str, plain: Option<&str>| Pair {
        name: "a".to_owned(),
        encoded: encoded.to_owned(),
        plain: plain.map(str::to_owned),
    };
    let media_type = "application/x-www-form-urlencoded".to_owned();
    let form = request(Payload::Form { media_type, pairs: vec![pair("x+y", Some("x y")), pair("1,2", None)] });
    assert_eq!(arguments(&form)[3..], ["--data-urlencode", "a=x y", "--data-raw", "a=1,2"]);
    assert!(form.http().ends_with("Content-Length: 11\r\n\r\na=x+y&a=1,2"));

    let part = |media_type: Option<&str>, text: Option<&str>| Part {
        name: "a".to_owned(),
        media_type: media_type.map(str::to_owned),
        text: text.map(str::to_owned),
    };
    let json = "application/json";
    let parts = vec![part(None, Some("@x")), part(Some(json), Some("{\"b\":1}")), part(Some("image/png"), None)];
    let multipart = request(Payload::Parts { media_type: "multipart/form-data".to_owned(), parts });
    let expected =
        ["--form-string", "a=@x", "-F", "a=\"{\\\"b\\\":1}\";type=application/json", "-F", "a=@file;type=image/png"];
    assert_eq!(arguments(&multipart)[3..], expected);
    assert!(
        multipart
            .http()
            .contains("--boundary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n@x\r\n--boundary\r\n")
    );

    let file = request(Payload::File { media_type: "image/png".to_owned() });
    assert_eq!(arguments(&file)[3..], ["-H", "Content-Type: image/png", "--data-binary", "@file"]);
}

#[test]
fn credentials_are_never_ended_by_what_stands_beside_them() {
    let mut one = request(Payload::None);
    one.method = "GET".to_owned();
    one.target.extend([
        Piece::Plain("?k=".to_owned()),
        Piece::Variable("TOKEN".to_owned()),
        Piece::Plain("x".to_owned()),
    ]);
    one.header("X-Key", vec![Piece::Plain("`id` \"$(id)!".to_owned()), Piece::Variable("TOKEN".to_owned())]);
    one.basic = Some(["TOKEN".to_owned(), "TOKEN".to_owned()]);
    let expected = ["https://a.example/v1/pets?k=a b$cx", "-u", "a b$c:a b$c", "-H", "X-Key: `id` \"$(id)!a b$c"];
    assert_eq!(arguments(&one), expected);
}

fn texts() -> impl Strategy<Value = String> {
    let hostile = r#"['"`$\\!;&|<>(){}\[\]*?~#%=@ \r\n\t-]{0,12}"#;
    prop_oneof![hostile.prop_map(|text| text), ".{0,24}".prop_map(|text: String| text.replace('\0', ""))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_is_given_back_by_a_shell(text in texts(), value in texts(), name in texts()) {
        let mut one = request(Payload::Text { media_type: "text/plain".to_owned(), text: text.clone() });
        one.header("X-Text", plain(&value));
        one.header(&name, plain("other"));
        one.target = plain(&format!("/{}", encode::in_url(&name)));
        let given = arguments(&one);
        prop_assert_eq!(given.last(), Some(&text));
        let sent = encode::without_controls(&value).trim().to_owned();
        let expected = if sent.is_empty() { "X-Text;".to_owned() } else { format!("X-Text: {sent}") };
        prop_assert!(given.contains(&expected), "{:?}", given);
        // What is no name of a header is not sent.
        prop_assert_eq!(given.iter().any(|one| one.ends_with(": other")), encode::is_header_name(&name));

        let part = Part { name: "a".to_owned(), media_type: None, text: Some(text.clone()) };
        let parts = request(Payload::Parts { media_type: "multipart/form-data".to_owned(), parts: vec![part] });
        let given = arguments(&parts);
        prop_assert_eq!(given.last(), Some(&format!("a={text}")));
    }

    #[test]
    fn no_text_adds_a_header(text in texts(), name in texts(), value in texts()) {
        let mut one = request(Payload::Text { media_type: encode::without_controls(&value), text: text.clone() });
        one.header(&name, plain(&value));
        one.header("X-Text", plain(&value));
        one.target = plain(&format!("/{}", encode::in_url(&value)));
        let http = one.http();
        let (head, body) = http.split_once("\r\n\r\n").expect("a line ends the head");
        prop_assert_eq!(body, text);
        let named = usize::from(encode::is_header_name(&name));
        prop_assert_eq!(head.split("\r\n").count(), 5 + named, "{}", head);
        prop_assert!(!head.replace("\r\n", "").contains(|c: char| c.is_control()));
        prop_assert!(head.split("\r\n").next().is_some_and(|line| line.split(' ').count() == 3));
    }
}
