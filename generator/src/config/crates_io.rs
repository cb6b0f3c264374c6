//! Checks names, versions, licenses, keywords and links as cargo and crates.io do. Each check says why a value is
//! refused. Knows no document and no configuration.

use semver::Version;

/// The most characters that the name of a package has on crates.io.
pub const LONGEST_NAME: usize = 64;

/// The most keywords, and the most categories, of a package on crates.io.
pub const MOST_WORDS: usize = 5;

/// The most cargo features of a package on crates.io.
pub const MOST_FEATURES: usize = 300;

/// The most characters of a keyword.
const LONGEST_KEYWORD: usize = 20;

/// Names that crates.io keeps for Rust itself, with `-` between words, and that of our runtime.
const RESERVED: [&str; 39] = [
    "alloc",
    "arena",
    "ast",
    "builtins",
    "collections",
    "compiler-builtins",
    "compiler-rt",
    "compiletest",
    "core",
    "coretest",
    "debug",
    "driver",
    "flate",
    "fmt-macros",
    "grammar",
    "graphviz",
    "macro",
    "macros",
    "proc-macro",
    "rbml",
    "rust-installer",
    "rustbook",
    "rustc",
    "rustc-back",
    "rustc-borrowck",
    "rustc-driver",
    "rustc-llvm",
    "rustc-resolve",
    "rustc-trans",
    "rustc-typeck",
    "rustdoc",
    "rustllvm",
    "rustuv",
    "serialize",
    "std",
    "syntax",
    "test",
    "unicode",
    "sdkgen-runtime",
];

/// Names that a file cannot have on Windows, which crates.io refuses as well.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Checks the name of a package: letters, digits, `-` and `_` of ASCII, a letter first, 64 of them at most.
///
/// # Errors
///
/// What is wrong with it.
pub fn name(name: &str) -> Result<(), String> {
    let is_plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
    if !is_plain || !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Err("a crate name consists of letters, digits, `-` and `_`, and starts with a letter".to_owned());
    }
    if name.len() > LONGEST_NAME {
        return Err(format!("a crate name has at most {LONGEST_NAME} characters, but this one has {}", name.len()));
    }
    Ok(())
}

/// Whether crates.io keeps a name for itself. Capitals and underscores make no other name there.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    RESERVED.contains(&name.as_str()) || DEVICES.contains(&name.as_str())
}

/// Checks a version (Semantic Versioning 2.0.0).
///
/// # Errors
///
/// What is wrong with it.
pub fn version(version: &str) -> Result<(), String> {
    let fault = |error: semver::Error| format!("`{version}` is not a semantic version such as 1.4.0: {error}");
    Version::parse(version).map(drop).map_err(fault)
}

/// Checks a licence: an SPDX expression of identifiers on the list, `OR`, `AND`, `WITH` and parentheses, or a
/// `LicenseRef-`, which cargo takes and crates.io does not.
///
/// # Errors
///
/// What is wrong with it.
pub fn license(expression: &str) -> Result<(), String> {
    let fault = |error: spdx::ParseError| format!("`{expression}` is not an SPDX expression: {}", error.reason);
    // The grammar knows line breaks between words; manifests and pages do not.
    if expression.chars().any(char::is_control) {
        return Err("an SPDX expression has no control characters".to_owned());
    }
    spdx::Expression::parse(expression).map(drop).map_err(fault)
}

/// Checks a keyword: a letter or a digit, then letters, digits, `-`, `_` and `+` of ASCII, 20 at most.
///
/// # Errors
///
/// What is wrong with it.
pub fn keyword(word: &str) -> Result<(), String> {
    let is_plain = word.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '+'));
    if !is_plain || !word.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return Err(format!(
            "`{word}` is not a valid keyword: use letters, digits, `-`, `_` and `+`, starting with a letter or digit"
        ));
    }
    if word.len() > LONGEST_KEYWORD {
        return Err(format!("the keyword `{word}` has more than {LONGEST_KEYWORD} characters"));
    }
    Ok(())
}

/// Checks a category: a slug of crates.io, such as `api-bindings` or `web-programming::http-client`. Whether it is one
/// of those that crates.io has is not known here.
///
/// # Errors
///
/// What is wrong with it.
pub fn category(slug: &str) -> Result<(), String> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
    };
    if slug.split("::").all(is_word) {
        Ok(())
    } else {
        Err(format!("`{slug}` is not a category such as `api-bindings` or `web-programming::http-client`"))
    }
}

/// Checks a link: `http` or `https`, a host, and no characters that a URL writes as `%XX` (RFC 3986).
///
/// # Errors
///
/// What is wrong with it.
pub fn link(url: &str) -> Result<(), String> {
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let Some(rest) = rest else { return Err("a link starts with `https://` or `http://`".to_owned()) };
    if !url.chars().all(|letter| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter)) {
        return Err("a link contains characters that are not allowed in a URL".to_owned());
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    let is_host = |host: &str| host.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._".contains(letter));
    let has_port = authority.split_once(':').is_none_or(|(_, port)| port.parse::<u16>().is_ok());
    let is_named = host.starts_with(|first: char| first.is_ascii_alphanumeric()) && is_host(host) && has_port;
    if is_named { Ok(()) } else { Err("a link needs a plain host name".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{category, is_reserved, keyword, license, link, name, version};

    /// Asserts which of the values are taken.
    fn holds(check: fn(&str) -> Result<(), String>, good: &[&str], bad: &[&str]) {
        for value in good {
            assert_eq!(check(value), Ok(()), "{value:?}");
        }
        for value in bad {
            assert!(check(value).is_err(), "{value:?}");
        }
    }

    #[test]
    fn names_are_those_of_cargo_and_of_at_most_64_characters() {
        let long = "a".repeat(65);
        holds(name, &["a", "d000_x-y", &long[..64]], &["", "1a", "a b", "a/b", "é", "-a", "_", &long]);
        assert!(is_reserved("STD") && is_reserved("proc_macro") && is_reserved("nul") && is_reserved("sdkgen_runtime"));
        assert!(!is_reserved("standard") && !is_reserved("keycard"));
    }

    #[test]
    fn versions_are_semantic() {
        let bad = ["1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3 ", "2024-11-01", "", "1.2.99999999999999999999"];
        holds(version, &["0.1.0", "1.2.3-alpha.1+build.5"], &bad);
    }

    #[test]
    fn licences_are_spdx_expressions() {
        let good =
            ["MIT", "MIT OR Apache-2.0", "(MIT AND BSD-3-Clause) OR GPL-2.0-or-later WITH Classpath-exception-2.0"];
        let bad = [
            "",
            "MIT OR",
            "Apache 2.0",
            "MIT/Apache-2.0",
            "Proprietary",
            "MIT\nOR ISC",
            "MIT\" evil = \"",
            "NOASSERTION x",
        ];
        holds(license, &good, &bad);
        holds(license, &["LicenseRef-Acme"], &[]);
    }

    #[test]
    fn words_are_those_of_crates_io() {
        holds(keyword, &["api", "c++", "3d", "a-b_c"], &["", "-a", "two words", "é", "twenty-one-characters"]);
        let good = ["api-bindings", "web-programming::http-client"];
        holds(category, &good, &["", "API", "a::", "a b", "::a", "a:b"]);
    }

    #[test]
    fn links_lead_to_hosts_by_http() {
        let good = ["https://a.example", "HTTP://a.example:8080/x?y=z#f", "https://user-guide.example/(a),b"];
        let bad = [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "//a.example",
            "a.example",
            "https://",
            "https:///a",
            "https://a.example/ b",
            "https://a.example/<b>",
            "https://a\u{202e}.example",
            "https://a@b.example",
            "https://a.example:port",
            "https://a.example/\n",
            "https://{tenant}.example",
            "",
        ];
        holds(link, &good, &bad);
    }
}
