//! The header `User-Agent`: the products of the caller and of the SDK. Knows no requests.

use http::HeaderValue;

use crate::Error;
use crate::api::Api;

/// The version of the runtime. In an SDK that contains the runtime, the version of its package is another.
const RUNTIME: &str = "0.1.0";

/// The longest version of an API in the header `User-Agent`, in bytes.
const LONGEST_VERSION: usize = 40;

/// Returns `acme-backup/1.2 acme-rust/0.3.0 (api 2024-06-01; sdkgen 0.1.0)`; the first product is that of the caller.
pub(super) fn user_agent(api: &Api, caller: Option<&str>) -> Result<HeaderValue, Error> {
    let caller = caller.map(str::trim).filter(|product| !product.is_empty());
    let caller = caller.map(|product| format!("{product} ")).unwrap_or_default();
    let described = match token(api.described_version) {
        version if version.is_empty() => version,
        version => format!("api {version}; "),
    };
    let text = format!("{caller}{}-rust/{} ({described}sdkgen {RUNTIME})", api.name, api.version);
    HeaderValue::from_str(&text).map_err(|_| Error::build("the user agent has characters that are invalid in a header"))
}

/// Returns what a document says as text that can stand in a comment of a header.
fn token(text: &str) -> String {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "._+-".contains(one);
    let plain: String =
        text.trim().chars().take(LONGEST_VERSION).map(|one| if is_plain(one) { one } else { '-' }).collect();
    plain.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_an_api_stays_in_its_place() {
        let agent = |version: &'static str, caller: Option<&str>| {
            static NAME: &str = "acme";
            let api: &'static Api = Box::leak(Box::new(Api::new(NAME, "0.3.0").describing(version)));
            user_agent(api, caller).map(|value| value.to_str().unwrap().to_owned())
        };
        let ours = format!("acme-rust/0.3.0 (api 2024-06-01; sdkgen {RUNTIME})");
        assert_eq!(agent("2024-06-01", None).unwrap(), ours);
        assert_eq!(agent("2024-06-01", Some(" backup/1.2 ")).unwrap(), format!("backup/1.2 {ours}"));
        assert_eq!(agent("2024-06-01", Some("")).unwrap(), ours);
        assert_eq!(agent("", None).unwrap(), format!("acme-rust/0.3.0 (sdkgen {RUNTIME})"));
        let hostile = agent("1)\r\nX-Evil: \u{e9} (a; b", None).unwrap();
        assert_eq!(hostile, format!("acme-rust/0.3.0 (api 1---X-Evil-----a--b; sdkgen {RUNTIME})"));
        assert!(agent(Box::leak("x".repeat(9000).into_boxed_str()), None).unwrap().len() < 90);
        assert!(agent("1", Some("a\nb")).unwrap_err().is_build());
    }
}
