//! Settings for how the pages of an operation follow each other. Knows no document.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::ir::PagingKind;

/// Whether and how an operation is paged.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum PagingChoice {
    /// Whether pagination is recognised.
    Recognised(bool),
    /// How the operation is paged.
    Rule(Box<PagingRule>),
}

/// How an operation is paged.
///
/// Paths of response properties are names joined by dots: `page_info.end_cursor`. Parameters are looked up in the query
/// and then in the JSON body of the request, where dots lead into objects.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PagingRule {
    /// `cursor`, `last-item`, `header`, `offset`, `page`, `url` or `link`.
    #[serde(deserialize_with = "kind")]
    #[schemars(with = "String", extend("enum" = KINDS.map(PagingKind::as_str)))]
    pub kind: Option<PagingKind>,
    /// The parameter for the cursor, the offset or the page number.
    pub parameter: Option<String>,
    /// The path of the list of items; `.` is the body itself. Default: recognised.
    pub items: Option<String>,
    /// The path of the cursor (`cursor`) or the URL (`url`).
    pub next: Option<String>,
    /// The path of the flag that says whether there is another page.
    pub more: Option<String>,
    /// The path of the flag that says whether this page is the last.
    pub last: Option<String>,
    /// The path of the identifier within an item (`last-item`). Default: `id`.
    pub id: Option<String>,
    /// The response header with the cursor (`header`).
    pub header: Option<String>,
    /// The path of the total number of items (`offset`, `page`).
    pub total: Option<String>,
    /// The path of the total number of pages (`page`).
    pub pages: Option<String>,
    /// The parameter for the page size (`offset`, `page`).
    pub size: Option<String>,
    /// The position of the first page. Default: 0 for `offset`; for `page` 1, unless the document says otherwise.
    pub first: Option<i64>,
}

/// The message for a rule without a kind.
pub(super) const NO_KIND: &str = "`kind` is missing; write for instance `kind = \"offset\"`";

const KINDS: [PagingKind; 7] = [
    PagingKind::Cursor,
    PagingKind::LastItem,
    PagingKind::Header,
    PagingKind::Offset,
    PagingKind::Page,
    PagingKind::Url,
    PagingKind::Link,
];

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<PagingKind>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let found = KINDS.into_iter().find(|kind| kind.as_str() == text);
    let known = || KINDS.map(PagingKind::as_str).join(", ");
    found
        .map(Some)
        .ok_or_else(|| D::Error::custom(format!("there is no pagination kind `{text}`; the kinds are {}", known())))
}

impl<'de> Deserialize<'de> for PagingChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Choice)
    }
}

struct Choice;

impl<'de> Visitor<'de> for Choice {
    type Value = PagingChoice;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`true`, `false` or a table with `kind`")
    }

    fn visit_bool<E: Error>(self, recognised: bool) -> Result<PagingChoice, E> {
        Ok(PagingChoice::Recognised(recognised))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PagingChoice, A::Error> {
        let rule = PagingRule::deserialize(MapAccessDeserializer::new(map))?;
        if rule.kind.is_none() {
            return Err(A::Error::custom(NO_KIND));
        }
        Ok(PagingChoice::Rule(Box::new(rule)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use crate::diagnostics::Location;

    #[test]
    fn a_choice_is_a_flag_or_a_table() {
        let config = Config::parse(
            "[operations.a]\npaging = false\n[operations.b]\npaging = { kind = \"offset\", parameter = \"skip\" }\n",
        );
        let config = config.expect("it is a configuration");
        assert_eq!(config.operations["a"].paging, Some(PagingChoice::Recognised(false)));
        let Some(PagingChoice::Rule(rule)) = &config.operations["b"].paging else { panic!("it is a table") };
        assert_eq!((rule.kind, rule.parameter.as_deref()), (Some(PagingKind::Offset), Some("skip")));
    }

    #[test]
    fn a_mistake_is_reported_with_its_location_and_name() {
        let wrong = [
            ("paging = 1", "`true`, `false` or a table"),
            ("paging = { kind = \"curser\" }", "`curser`; the kinds are cursor, last-item"),
            ("paging = { kind = \"url\", nxt = \"a\" }", "nxt"),
            ("paging = { next = \"a\" }", "`kind` is missing"),
        ];
        for (line, word) in wrong {
            let error = Config::parse(&format!("[operations.a]\n{line}\n")).expect_err("it is wrong");
            assert!(matches!(error.location, Location::Config { line: 2, .. }), "{:?}", error.location);
            assert!(error.message.contains(word), "{}", error.message);
        }
    }
}
