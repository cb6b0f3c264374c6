//! How the reference looks and what it shows. Knows no document.

use std::path::{Component, Path};

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The reference that `sdkgen docs` makes.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Docs {
    /// The title of the reference. Default: the title of the document.
    #[serde(deserialize_with = "title")]
    pub title: Option<String>,
    /// An image beside the title, relative to the folder of this configuration: SVG, PNG, JPEG or WebP.
    #[serde(deserialize_with = "logo")]
    pub logo: Option<String>,
    /// The colour of links, as `#rrggbb`. Where it could not be read on the background, a lighter or darker shade is
    /// used.
    #[serde(deserialize_with = "accent")]
    pub accent: Option<String>,
    /// Links in the header of all pages.
    pub links: Vec<DocsLink>,
    /// Markdown files that become pages, in this order, relative to the folder of this configuration. The first heading
    /// is the title. They may link to each other and to the web; images become links.
    #[serde(deserialize_with = "guides")]
    pub guides: Vec<String>,
    /// The resources to show first, in this order, by the calls that return them: `organizations.service_accounts`. The
    /// others follow by name.
    pub order: Vec<String>,
    /// Resources to leave out, by the calls that return them, with everything below them, the webhooks of their methods
    /// and the models that nothing else needs.
    pub hide: Vec<String>,
}

/// A link in the header.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocsLink {
    /// Its text.
    #[serde(deserialize_with = "label")]
    pub label: String,
    /// Where it leads: an `http`, `https` or `mailto` URL.
    #[serde(deserialize_with = "url")]
    pub url: String,
}

/// Reads a text that a check lets pass.
fn checked<'de, D: Deserializer<'de>>(
    deserializer: D,
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    check(&text).map_err(D::Error::custom)?;
    Ok(text)
}

fn title<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, is_line).map(Some)
}

fn label<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, is_line)
}

fn url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |text| {
        let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if is_plain && matches!(scheme.as_str(), "http" | "https" | "mailto") {
            Ok(())
        } else {
            Err(format!("`{}` is not an http, https or mailto URL", text.escape_debug()))
        }
    })
}

fn logo<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, |text| is_file(text, &["svg", "png", "jpg", "jpeg", "webp"])).map(Some)
}

fn accent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, |text| match text.strip_prefix('#') {
        Some(digits) if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(()),
        _ => Err(format!("`{}` is not a colour; write it as `#rrggbb`, such as `#4338ca`", text.escape_debug())),
    })
    .map(Some)
}

fn guides<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let guides = Vec::<String>::deserialize(deserializer)?;
    guides.iter().try_for_each(|guide| is_file(guide, &["md", "markdown"])).map_err(D::Error::custom)?;
    match guides.iter().enumerate().find(|(index, guide)| guides[..*index].contains(guide)) {
        Some((_, twice)) => Err(D::Error::custom(format!("`{twice}` is listed twice"))),
        None => Ok(guides),
    }
}

fn is_line(text: &str) -> Result<(), String> {
    let is_line = !text.trim().is_empty() && !text.contains(char::is_control);
    if is_line { Ok(()) } else { Err("expected a text in one line, which is not empty".to_owned()) }
}

/// Checks a relative path of a file with one of these extensions.
fn is_file(text: &str, extensions: &[&str]) -> Result<(), String> {
    let path = Path::new(text);
    let is_relative =
        path.components().all(|part| matches!(part, Component::Normal(_) | Component::ParentDir | Component::CurDir));
    if text.is_empty() || !is_relative {
        return Err(format!("`{}` is not a path relative to the folder of the configuration", text.escape_debug()));
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    if extensions.contains(&extension.as_str()) {
        Ok(())
    } else {
        Err(format!("`{}` does not end in .{}", text.escape_debug(), extensions.join(" or .")))
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::diagnostics::Location;

    #[test]
    fn keys_of_the_reference_are_read() {
        let text = "[docs]\ntitle = \"Pets\"\nlogo = \"../logo.svg\"\naccent = \"#4338CA\"\nguides = [\"guides/start.md\"]\n\
                    links = [{ label = \"Status\", url = \"https://status.example\" }]\norder = [\"pets\"]\nhide = [\"a.b\"]\n";
        let docs = Config::parse(text).expect("it is a configuration").docs;
        assert_eq!((docs.title.as_deref(), docs.accent.as_deref()), (Some("Pets"), Some("#4338CA")));
        assert_eq!((docs.links.len(), docs.guides.len(), docs.hide.len()), (1, 1, 1));
    }

    #[test]
    fn wrong_values_have_their_line() {
        for line in [
            "title = \"\"",
            "logo = \"logo.gif\"",
            "logo = \"/logo.png\"",
            "accent = \"red\"",
            "accent = \"#12345\"",
            "accent = \"#12345g\"",
            "links = [{ label = \"a\", url = \"javascript:alert(1)\" }]",
            "links = [{ label = \"a\", url = \"a.html\" }]",
            "links = [{ label = \"\", url = \"https://a.example\" }]",
            "guides = [\"a.html\"]",
            "guides = [\"a.md\", \"a.md\"]",
            "hide = \"pets\"",
            "theme = \"dark\"",
        ] {
            let error = Config::parse(&format!("[docs]\n{line}\n")).expect_err(line);
            assert!(matches!(error.location, Location::Config { line: 2, .. }), "{line}: {:?}", error.location);
            assert_eq!(error.code.name, "bad-configuration");
        }
    }
}
