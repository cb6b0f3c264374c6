//! Settings of security schemes, and schemes that the document does not have. Knows no document.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::token::is_token;

/// Settings of one security scheme. With `type`, the scheme need not be in the document.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// How the scheme works, in place of what the document says. A scheme that the document does not have is added: it
    /// applies to all operations without a `security` of their own, and wherever a `security` names it.
    #[serde(rename = "type")]
    pub kind: Option<AuthType>,
    /// The part of the request that contains the key; for `type = "api-key"`.
    #[serde(rename = "in")]
    pub location: Option<KeyLocation>,
    /// The name of the header, query parameter or cookie that contains the key; for `type = "api-key"`. Parameters of
    /// operations with this name are left out, since the credential is sent in their place.
    pub name: Option<String>,
    /// The name of the environment variable, without the prefix and its underscore.
    pub environment: Option<String>,
    /// The URL of the token endpoint, if the document has none or a wrong one.
    pub token_url: Option<String>,
    /// The text before an API key in its header, such as `"Token "` with its space.
    pub prefix: Option<String>,
}

/// How a security scheme works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuthType {
    /// A token in `Authorization: Bearer`.
    Bearer,
    /// A user name and a password in `Authorization: Basic`.
    Basic,
    /// A key in a header, the query or a cookie; needs `in` and `name`.
    ApiKey,
    /// OAuth 2.0 client credentials, which are exchanged for access tokens; needs `token_url`.
    ClientCredentials,
}

/// The part of the request that contains a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is named by the OpenAPI specification, section Security Scheme Object")]
pub enum KeyLocation {
    Header,
    Query,
    Cookie,
}

impl Auth {
    /// Returns what is wrong with the settings of the scheme `scheme`, if anything is, with the key that is at fault.
    pub(super) fn fault(&self, scheme: &str) -> Option<(&'static str, String)> {
        let is_key = self.kind == Some(AuthType::ApiKey);
        if let Some((key, _)) = [("in", self.location.is_some()), ("name", self.name.is_some())]
            .into_iter()
            .find(|(_, is_set)| *is_set && !is_key)
        {
            return Some((key, format!("`{key}` needs `type = \"api-key\"`")));
        }
        let kind = self.kind?;
        if !scheme.chars().any(char::is_alphanumeric) {
            return Some(("type", "the name of a security scheme has at least one letter or digit".to_owned()));
        }
        let missing = |key: &str, name: &str, example: &str| {
            Some(("type", format!("`{key}` is missing; `type = \"{name}\"` needs it, such as `{key} = \"{example}\"`")))
        };
        match (kind, self.location, &self.name, &self.token_url) {
            (AuthType::ApiKey, None, ..) => return missing("in", "api-key", "header"),
            (AuthType::ApiKey, _, None, _) => return missing("name", "api-key", "X-Api-Key"),
            (AuthType::ClientCredentials, _, _, None) => {
                return missing("token_url", "client-credentials", "https://auth.example.com/token");
            }
            (AuthType::Bearer | AuthType::Basic | AuthType::ApiKey, _, _, Some(_)) => {
                return Some(("token_url", "`token_url` needs `type = \"client-credentials\"`".to_owned()));
            }
            _ => {}
        }
        if self.prefix.is_some() && !(is_key && self.location == Some(KeyLocation::Header)) {
            return Some(("prefix", "`prefix` needs `type = \"api-key\"` and `in = \"header\"`".to_owned()));
        }
        let (name, location) = (self.name.as_deref()?, self.location?);
        let (fits, what) = match location {
            KeyLocation::Header => (is_token(name), "header"),
            KeyLocation::Cookie => (is_token(name), "cookie"),
            KeyLocation::Query => (!name.is_empty(), "query parameter"),
        };
        (!fits).then(|| ("name", format!("`{}` is not a valid name of a {what}", name.escape_debug())))
    }
}

#[cfg(test)]
mod tests {
    use crate::Config;
    use crate::diagnostics::Location;

    #[test]
    fn a_scheme_has_the_keys_that_its_type_needs() {
        for text in [
            "type = \"bearer\"",
            "type = \"basic\"\nenvironment = \"LOGIN\"",
            "type = \"api-key\"\nin = \"query\"\nname = \"key\"",
            "type = \"api-key\"\nin = \"header\"\nname = \"Authorization\"\nprefix = \"token \"",
            "type = \"client-credentials\"\ntoken_url = \"/token\"",
            "token_url = \"/token\"\nprefix = \"a\"",
        ] {
            Config::parse(&format!("[auth.a]\n{text}\n")).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        }
    }

    #[test]
    fn wrong_and_missing_keys_have_a_place() {
        let cases = [
            ("in = \"header\"", 2, "`in` needs `type = \"api-key\"`"),
            ("type = \"bearer\"\nname = \"X-Key\"", 3, "`name` needs `type = \"api-key\"`"),
            ("type = \"api-key\"", 2, "`in` is missing"),
            ("type = \"api-key\"\nin = \"header\"", 2, "`name` is missing"),
            ("type = \"api-key\"\nin = \"body\"\nname = \"a\"", 3, "unknown variant `body`"),
            ("type = \"api-key\"\nin = \"header\"\nname = \"a b\"", 4, "not a valid name of a header"),
            ("type = \"api-key\"\nin = \"cookie\"\nname = \"a;b\"", 4, "not a valid name of a cookie"),
            ("type = \"api-key\"\nin = \"query\"\nname = \"\"", 4, "not a valid name of a query parameter"),
            ("type = \"api-key\"\nin = \"query\"\nname = \"a\"\nprefix = \"b\"", 5, "`prefix` needs"),
            ("type = \"client-credentials\"", 2, "`token_url` is missing"),
            ("type = \"basic\"\ntoken_url = \"/token\"", 3, "`token_url` needs"),
            ("type = \"digest\"", 2, "unknown variant `digest`"),
            ("kind = \"bearer\"", 2, "unknown field `kind`"),
        ];
        for (text, line, message) in cases {
            let fault = Config::parse(&format!("[auth.a]\n{text}\n")).expect_err(text);
            assert!(matches!(fault.location, Location::Config { line: at, .. } if at == line), "{text}: {fault:?}");
            assert!(fault.message.contains(message), "{text}: {}", fault.message);
        }
        assert!(Config::parse("[auth.\"-\"]\ntype = \"bearer\"\n").is_err());
    }
}
