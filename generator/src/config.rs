//! The configuration of an SDK: the decisions that its document cannot express, as `sdkgen.toml` contains them.
//!
//! [`Config::parse`] reads the text of such a file. Every key is optional; an unknown key is an error with its line, so
//! that a typo is not silently ignored.

mod auth;
#[doc(hidden)]
pub mod crates_io;
mod docs;
mod features;
mod key_locations;
mod package;
mod paging;
mod shared_paging;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

pub use self::auth::{Auth, AuthType, KeyLocation};
pub use self::docs::{Docs, DocsLink};
pub use self::features::{DefaultFeatures, Features};
pub(crate) use self::key_locations::KeyLocations;
pub use self::package::{Package, Runtime};
pub use self::paging::{PagingChoice, PagingRule};
pub use self::shared_paging::SharedPagingRule;
pub(crate) use self::shared_paging::matches;

use crate::diagnostics::{Diagnostic, Location, codes};
use crate::limits::Limits;
use crate::pointer::Pointer;
use crate::token::is_token;

/// The configuration of one SDK: what `sdkgen.toml` contains. How a single run behaves is in [`Options`](crate::Options).
///
/// [`Config::default`] decides nothing. More fields can be added in later releases; to set some, change a value:
///
/// ```
/// let mut config = sdkgen::Config::default();
/// config.package.name = Some("acme".to_owned());
/// ```
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(description = "The configuration of one SDK.")]
#[serde(default, deny_unknown_fields, rename_all = "snake_case")]
pub struct Config {
    /// Metadata of the crate.
    #[serde(rename = "crate")]
    pub package: Package,
    /// Files to read besides the document.
    pub source: Sources,
    /// Settings of the client.
    pub client: Client,
    /// Settings of security schemes, by their names in the document, and schemes that it does not have.
    pub auth: IndexMap<String, Auth>,
    /// Settings of operations, by `operationId` or by `METHOD /path`.
    pub operations: IndexMap<String, Operation>,
    /// Paging rules for many operations. The first one that fits an operation applies, unless the operation has a
    /// `paging` of its own or a paging extension.
    pub paging: Vec<SharedPagingRule>,
    /// Rust names of types, fields, parameters and enum values, by the JSON Pointer of what is named. If a property has
    /// a type of its own, a name that starts with an upper-case letter names the type, any other one the field.
    pub names: IndexMap<String, String>,
    /// Types of formats: `"string"` represents values of this format as `String`. A `date-time` without an offset is
    /// read as UTC; with `date-time = "strict"` it is an error in fields of models, and with `date-time = "local"` no
    /// `date-time` of this API has an offset.
    pub formats: IndexMap<String, FormatType>,
    /// Settings of models.
    pub models: Models,
    /// Which fields hold secrets.
    pub secrets: Secrets,
    /// Settings of cargo features.
    pub features: Features,
    /// What the next release may change.
    pub release: Release,
    /// The README of the SDK.
    pub readme: Readme,
    /// The reference that `sdkgen docs` makes.
    pub docs: Docs,
    /// Limits on the document.
    pub limits: Limits,
    /// Merged into the emitted `Cargo.toml`, such as `[cargo.dev-dependencies]`.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub cargo: toml::Table,
    // Where the keys are in the text that this was read from.
    #[serde(skip)]
    pub(crate) locations: KeyLocations,
}

/// What the next release may change.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Release {
    /// Changes after which programs compile and do another thing, as `sdkgen release` prints them: `"I7 POST /pets"`.
    /// Without being listed here, they are refused.
    pub accept: Vec<String>,
}

/// The README of the SDK.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Readme {
    /// The operation that the first example calls, by `operationId` or by `METHOD /path`. Default: a list of the
    /// resource that most operations belong to. One that needs more than the client and literals is not shown.
    pub first: Option<String>,
}

/// Files to read besides the document.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sources {
    /// Overlays to apply before those of the command line, relative to the folder of this configuration.
    pub overlays: Vec<String>,
    /// Folders that the document may refer to besides its own, relative to the folder of this configuration. Files in
    /// other folders are never read.
    pub roots: Vec<String>,
}

/// Settings of the client.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Client {
    /// The prefix of environment variables, without the final underscore. Default: the crate name in upper case.
    pub environment_prefix: Option<String>,
    /// The default base URL of the client. Default: the first server of the document.
    pub base_url: Option<String>,
    /// The header for idempotency keys that all operations accept. Requests with a key are retried like idempotent
    /// ones. Default: `Idempotency-Key`, for operations that have a parameter of that name.
    pub idempotency_header: Option<String>,
    /// Whether every POST and PATCH request gets a random idempotency key, if its operation has a header for it, so
    /// that it can be retried. All attempts of one request have the same key. Default: `false`.
    pub automatic_idempotency_keys: bool,
    /// What happens by default if a response does not match the document. Users of the SDK can choose otherwise, for a
    /// client or a request. Default: `"strict"`.
    pub decoding: Decoding,
}

/// What happens if a response does not match the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decoding {
    /// The call fails.
    #[default]
    Strict,
    /// What does not match is left out or gets a neutral value, and is reported to the program.
    Forgiving,
}

/// Settings of one operation.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Operation {
    /// The resource path, such as `organizations.service_accounts`.
    pub resource: Option<String>,
    /// The name of the method.
    pub method: Option<String>,
    /// Skips the operation, with this reason.
    pub skip: Option<String>,
    /// `false` if the operation is not paged; or a table that says how it is paged.
    pub paging: Option<PagingChoice>,
}

/// The type of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FormatType {
    /// `String`, with any content.
    String,
    /// Only for `date-time`: `jiff::Timestamp`; a value without an offset is an error.
    Strict,
    /// Only for `date-time`: `jiff::civil::DateTime`, as for `date-time-local`.
    Local,
}

/// Settings of models.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Models {
    /// Component schemas that become models although no operation uses them, such as bodies that you parse yourself.
    pub keep: Vec<String>,
    /// Whether the payloads of webhooks and callbacks become models. Default: `true`.
    pub events: Option<bool>,
    /// What becomes of properties of responses that the document does not describe, where `additionalProperties` does
    /// not allow them. Default: `keep`.
    pub unknown_properties: UnknownProperties,
}

/// What becomes of properties that the document does not describe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnknownProperties {
    /// They are kept with the object, and sent back unchanged when the object is sent.
    #[default]
    Keep,
    /// Every object whose `additionalProperties` is not `false` has a public map of them, which is sent back, too.
    Expose,
    /// They are not read.
    Drop,
}

/// Which properties and parameters hold secrets, besides those of `format: password`, and the `number` of a payment
/// card beside its security code or the month and year in which it expires.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Secrets {
    /// Names of properties and parameters that hold secrets, in any spelling: `client_secret` is `clientSecret` as
    /// well. `*password` is every name that ends in the word. Default: the list of [`Secrets::default`].
    pub fields: Vec<String>,
}

/// Names of credentials.
const CREDENTIALS: [&str; 15] = [
    "*passphrase",
    "*password",
    "*secret",
    "access_token",
    "api_key",
    "api_token",
    "auth_token",
    "bearer_token",
    "id_token",
    "private_key",
    "refresh_token",
    "secret_access_key",
    "secret_key",
    "session_token",
    "token",
];

/// Names of what pays.
const CARDS: [&str; 5] = ["card_number", "cvc", "cvv", "cvv2", "security_code"];

impl Default for Secrets {
    /// `*password`, `*secret`, `access_token`, `api_key`, `card_number`, `cvc` and other names that are secret
    /// everywhere. `token` is one as well, unless it is a piece of text with a measure, leads to a page of a list, has
    /// a default, or is in a path.
    fn default() -> Self {
        Self { fields: CREDENTIALS.iter().chain(&CARDS).map(|name| (*name).to_owned()).collect() }
    }
}

impl Secrets {
    /// Returns the names of credentials.
    pub(crate) fn credentials(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(String::as_str).filter(|name| !CARDS.contains(name))
    }

    /// Whether the list is the default one, which is no decision of a person.
    pub(crate) fn is_default(&self) -> bool {
        self.fields == Self::default().fields
    }
}

impl Config {
    /// Sets the package name, which takes precedence over that of the file.
    pub fn set_name(&mut self, name: impl Into<String>) {
        self.package.name = Some(name.into());
        self.locations.forget(&["crate", "name"]);
    }

    /// Returns the location of a key in the text that this was read from, by the keys above it and itself.
    #[doc(hidden)]
    #[must_use]
    pub fn location(&self, keys: &[&str]) -> Location {
        self.locations.location(keys)
    }

    /// The name decided for the type of the member at `at`.
    pub(crate) fn type_name(&self, at: &Pointer) -> Option<&str> {
        self.names.get(at.as_str()).map(String::as_str).filter(|name| is_capital(name))
    }

    /// Reads the text of a configuration file.
    ///
    /// # Errors
    ///
    /// Fails with a diagnostic at a line and column of `text` if it is not valid TOML, or has an unknown key or an
    /// invalid value.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let refuse = |location: Location, message: &str| {
            let refused = Diagnostic::new(codes::BAD_CONFIGURATION, location, message.trim().to_owned());
            Box::new(refused.help("`sdkgen config-schema` prints the keys"))
        };
        let parsed: Result<Self, toml::de::Error> = toml::from_str(text);
        let config = parsed.map_err(|error| {
            let (line, column) = error.span().map_or((1, 1), |span| line_and_column(text, span.start));
            refuse(Location::Config { line, column }, error.message())
        })?;
        let config = Self { locations: KeyLocations::of(text), ..config };
        if let Some(header) = config.client.idempotency_header.as_ref().filter(|header| !is_token(header)) {
            let location = config.locations.location(&["client", "idempotency_header"]);
            return Err(refuse(location, &format!("`{}` is not a valid header name", header.escape_debug())));
        }
        for (scheme, auth) in &config.auth {
            if let Some((key, problem)) = auth.fault(scheme) {
                return Err(refuse(config.locations.location(&["auth", scheme, key]), &problem));
            }
        }
        let is_of_dates = |(format, ty): &(&String, &FormatType)| {
            *format != "date-time" && matches!(ty, FormatType::Strict | FormatType::Local)
        };
        match config.formats.iter().find(is_of_dates) {
            Some((format, _)) => Err(refuse(
                config.locations.location(&["formats", format]),
                &format!("only `date-time` can be `strict` or `local`; `{format}` can only be `\"string\"`"),
            )),
            None => Ok(config),
        }
    }

    /// Returns the JSON schema of the configuration (2020-12), with which editors complete and check TOML.
    #[must_use]
    pub fn json_schema() -> String {
        let mut schema = schemars::schema_for!(Self);
        schema.insert("title".to_owned(), "The configuration of sdkgen".into());
        // A schema is made of strings, lists and objects, all of which JSON has.
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Returns the settings of an operation, by its `operationId` or by its method and path.
    pub(crate) fn operation(&self, id: Option<&str>, method: &str, path: &str) -> Option<&Operation> {
        id.and_then(|id| self.operations.get(id)).or_else(|| self.operations.get(&format!("{method} {path}")))
    }
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Whether it begins as names of types do.
fn is_capital(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{Config, FormatType};
    use crate::diagnostics::Location;

    #[test]
    fn keys_are_read() {
        let config = Config::parse(
            "[crate]\nname = \"keycard\"\n[auth.bearer]\nenvironment = \"API_KEY\"\n\
             [formats]\ndate-time = \"string\"\n",
        );
        let config = config.expect("it is a configuration");
        assert_eq!(config.package.name.as_deref(), Some("keycard"));
        assert_eq!(config.auth["bearer"].environment.as_deref(), Some("API_KEY"));
        assert!(config.formats.contains_key("date-time"));
        assert!(config.secrets.fields.iter().any(|field| field == "access_token"));
    }

    #[test]
    fn rules_of_date_times_are_for_date_times() {
        let config = Config::parse("[formats]\ndate-time = \"strict\"\n").expect("it is a configuration");
        assert_eq!(config.formats["date-time"], FormatType::Strict);
        let error =
            Config::parse("[formats]\nuri = \"string\"\ndate = \"strict\"\n").expect_err("dates have no offset");
        assert_eq!(error.location, Location::Config { line: 3, column: 1 });
        assert!(error.message.contains("`date`"), "{}", error.message);
    }

    #[test]
    fn the_idempotency_header_is_a_header() {
        let parse = |name: &str| Config::parse(&format!("[client]\nidempotency_header = \"{name}\"\n"));
        assert_eq!(parse("X-Key").expect("it is one").client.idempotency_header.as_deref(), Some("X-Key"));
        for name in ["", "a b", "ü", "a:"] {
            let error = parse(name).expect_err("it is none");
            assert_eq!(
                (error.location, error.message.contains("header")),
                (Location::Config { line: 2, column: 1 }, true)
            );
        }
    }

    #[test]
    fn a_typo_has_a_place() {
        let error = Config::parse("[crate]\nname = \"a\"\nversoin = \"1\"\n").expect_err("there is no such key");
        assert_eq!(error.location, Location::Config { line: 3, column: 1 });
        assert!(error.message.contains("versoin"), "{}", error.message);
    }
}
