//! Credentials in texts of servers, in every encoding.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

use super::*;

fn of(credentials: &[&str]) -> Redactor {
    let mut redactor = Redactor::default();
    credentials.iter().for_each(|text| redactor.add(text));
    redactor
}

#[test]
fn every_way_to_write_a_credential() {
    let redactor = of(&["sk-\"a\\b/c d+é\u{1f511}%"]);
    let encodings = [
        "sk-\"a\\b/c d+é\u{1f511}%",
        r#"sk-\"a\\b\/c d+é🔑%"#,
        r#"sk-\"a\\b/c d+\u00e9\ud83d\udd11%"#,
        r#"sk-\\\"a\\\\b/c d+\\u00E9\\ud83d\\udd11%"#,
        "sk-%22a%5Cb%2Fc%20d%2B%C3%A9%F0%9F%94%91%25",
        "sk-%22a%5cb%2fc+d%2b%c3%a9%f0%9f%94%91%25",
        "sk-%2522a%255Cb%252Fc%2520d%252B%25C3%25A9%25F0%259F%2594%2591%2525",
        "sk-&quot;a\\b/c d&#43;&#xE9;🔑%",
        r#"sk-\"a\\b/c d+\u{e9}🔑%"#,
        "sk-\"a\\b/c \n d+é🔑%",
        "SK-\"A\\b/c D+é🔑%",
    ];
    for encoded in encodings {
        assert_eq!(
            redactor.redact(&format!("key: {encoded}, twice {encoded}."), false),
            "key: [redacted], twice [redacted]."
        );
    }
    let encoded = STANDARD.encode("sk-\"a\\b/c d+é\u{1f511}%");
    assert_eq!(redactor.redact(&format!("<{encoded}>"), false).trim_end_matches(['=', '>']), "<[redacted]");
}

#[test]
fn what_is_no_credential_stays() {
    let redactor = of(&["tok", "hunter2-hunter2-hunter2"]);
    assert_eq!(
        redactor.redact("a token, stoked: 100% & \\u12 %2 %zz \\", false),
        "a token, stoked: 100% & \\u12 %2 %zz \\"
    );
    assert_eq!(redactor.redact("bad tok; tok", false), "bad [redacted]; [redacted]");
    assert_eq!(redactor.redact("hunter2", false), "hunter2");
    assert_eq!(redactor.redact("", true), "");
    assert_eq!(Redactor::default().redact("anything", true), "anything");
}

#[test]
fn what_is_cut_off_is_a_credential_still() {
    let redactor = of(&["hunter2-hunter2-hunter2"]);
    assert_eq!(redactor.redact("key hunter2-hunter2-…", false), "key [redacted]…");
    assert_eq!(redactor.redact("key \"hunte\"…", false), "key \"[redacted]\"…");
    assert_eq!(redactor.redact("key hunt...", false), "key [redacted]...");
    assert_eq!(redactor.redact("key hunter", true), "key [redacted]");
    assert_eq!(redactor.redact("key hunter2-hunter2-h.", false), "key [redacted].");
}

#[test]
fn what_headers_hold() {
    let mut redactor = Redactor::default();
    let value = |text: &str| HeaderValue::from_str(text).unwrap();
    redactor.add_header(&AUTHORIZATION, &value(&format!("Basic {}", STANDARD.encode("user-name:pass word"))));
    redactor.add_header(&AUTHORIZATION, &value(&format!("basic {}", STANDARD.encode("key-as-name:x"))));
    redactor.add_header(&COOKIE, &value("theme=dark-mode; session=\"s%2Fs-1234\""));
    redactor.add_header(&HeaderName::from_static("x-key"), &value("Token abc-def-ghi"));
    let shown = |text: &str| redactor.redact(text, false).into_owned();
    assert_eq!(shown("user-name pass word key-as-name"), "user-name [redacted] [redacted]");
    assert_eq!(shown("s/s-1234 s%2Fs-1234 dark-mode abc-def-ghi"), "[redacted] [redacted] [redacted] [redacted]");
    assert_eq!(shown(&STANDARD.encode("user-name:pass word")), "[redacted]");
    let mut redactor = Redactor::default();
    redactor.add_header(&AUTHORIZATION, &value("Token token=\"abc-def\", id=7, of=me:ghi-jkl"));
    redactor.add_header(&HeaderName::from_static("x-key"), &value("id:0123456789abcdef, mode=production"));
    redactor.add_header(&COOKIE, &value("debug=1; page=ab"));
    let shown = |text: &str| redactor.redact(text, false).into_owned();
    assert_eq!(shown("abc-def me:ghi-jkl 0123456789abcdef"), "[redacted] [redacted] [redacted]");
    assert_eq!(shown("id 7 of production, page 1: ab"), "id 7 of production, page 1: ab");
}

/// A server chooses the text, but must not be able to make redaction slow.
#[test]
fn hostile_texts_take_little_time() {
    let redactor = of(&["a b c d e f g h", "\\\\\\\\\\\\", "%%%%%%%%", "&&&&&&&&", "hunter2-hunter2"]);
    for piece in [" ", "\\", "%", "%25", "&", "\\n", "a\\n", "a ", "&#", "\\u{", "hunter2-hunter", "+", "%20"] {
        // Once alone, and once after the beginning of a credential.
        let text = format!("{0}a{0}", piece.repeat((1 << 14) / piece.len()));
        let start = std::time::Instant::now();
        let _ = redactor.redact(&text, true);
        let took = start.elapsed();
        // The limit allows for an unoptimised build on a busy machine.
        assert!(took.as_secs_f64() < 2.0, "{piece:?} takes {took:?}");
    }
}

proptest! {
    #[test]
    fn no_text_shows_a_credential(
        credential in "[ -~é🔑]{6,40}",
        before in ".{0,20}",
        after in ".{0,20}",
        encoding in 0..4,
    ) {
        let credential = credential.trim();
        prop_assume!(credential.chars().count() >= 6);
        let redactor = of(&[credential]);
        let written = match encoding {
            0 => credential.to_owned(),
            1 => utf8_percent_encode(credential, NON_ALPHANUMERIC).to_string(),
            2 => serde_json::to_string(credential).unwrap(),
            _ => STANDARD.encode(credential),
        };
        let text = format!("{before}{written}{after}");
        let shown = redactor.redact(&text, false).into_owned();
        prop_assert!(shown.contains(MARK), "{shown}");
        let bare = written.trim_matches(['"', '=']);
        prop_assert!(!shown.contains(bare), "{shown}");
    }

    #[test]
    fn any_text_is_borne(credential in ".{0,8}", text in "[%\\\\+&u{}0-9a-f;#x ]{0,60}", is_cut: bool) {
        let redactor = of(&[&credential, "%u\\", "\\\\\\"]);
        let _ = redactor.redact(&text, is_cut);
        redactor.finds(&text, true);
    }
}
