//! Paging rules for many operations. Knows no document.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::paging::{NO_KIND, PagingRule};
use crate::ir::PagingKind;

/// A paging rule for many operations: all that it fits.
///
/// A rule fits an operation if the request has the parameters that the rule names, the response has the properties that
/// it names, and their types are right. It takes the keys of [`PagingRule`] and, to narrow it, those below. In
/// `operations` and `except`, operations are named as in `[operations]`: by `operationId` or by `METHOD /path`. An
/// asterisk stands for any text.
///
/// ```
/// let config = sdkgen::Config::parse(
///     "[[paging]]\nkind = \"cursor\"\nparameter = \"after\"\nnext = \"page.end\"\noperations = [\"GET /v1/*\"]\n",
/// )?;
/// let rule = &config.paging[0];
/// assert!(rule.holds_for(Some("listThings"), "GET", "/v1/things"));
/// assert!(!rule.holds_for(Some("listThings"), "GET", "/v2/things"));
/// # Ok::<(), Box<sdkgen::Diagnostic>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(
    default,
    deny_unknown_fields,
    description = "A paging rule for many operations: all whose request has the parameters and whose response has the \
                   properties that it names.\n\nOperations are named as in `[operations]`; an asterisk stands for any \
                   text."
)]
pub struct SharedPagingRule {
    /// How the operations are paged.
    #[schemars(flatten)]
    pub rule: PagingRule,
    /// The operations that the rule may apply to, such as `["GET /v1/*", "listThings"]`. Default: all.
    pub operations: Vec<String>,
    /// Operations that the rule does not apply to.
    pub except: Vec<String>,
}

impl SharedPagingRule {
    /// Whether the rule may apply to an operation, whatever its request and response are.
    #[must_use]
    pub fn holds_for(&self, id: Option<&str>, method: &str, path: &str) -> bool {
        let by_path = format!("{method} {path}");
        let names = |pattern: &String| matches(pattern, &by_path) || id.is_some_and(|id| matches(pattern, id));
        (self.operations.is_empty() || self.operations.iter().any(names)) && !self.except.iter().any(names)
    }
}

/// Whether a pattern, in which an asterisk stands for any text, matches a whole name.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(start) else { return false };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    // The first match of each part leaves the most for those after it.
    for part in middle.split('*') {
        let Some((_, after)) = name.split_once(part) else { return false };
        name = after;
    }
    name.ends_with(end)
}

/// Returns a key without which a rule of this kind fits no operation, if the rule lacks one.
fn missing(rule: &PagingRule, kind: PagingKind) -> Option<&'static str> {
    let needs_parameter = !matches!(kind, PagingKind::Url | PagingKind::Link);
    let needs_next = matches!(kind, PagingKind::Cursor | PagingKind::Url);
    let missing = [
        ("parameter", needs_parameter && rule.parameter.is_none()),
        ("next", needs_next && rule.next.is_none()),
        ("header", kind == PagingKind::Header && rule.header.is_none()),
    ];
    missing.into_iter().find_map(|(key, is_missing)| is_missing.then_some(key))
}

impl<'de> Deserialize<'de> for SharedPagingRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Rule)
    }
}

struct Rule;

impl<'de> Visitor<'de> for Rule {
    type Value = SharedPagingRule;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a table with `kind`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SharedPagingRule, A::Error> {
        let (mut operations, mut except) = (Vec::new(), Vec::new());
        let rest = Rest { map, operations: &mut operations, except: &mut except };
        let rule = PagingRule::deserialize(MapAccessDeserializer::new(rest))?;
        let kind = rule.kind.ok_or_else(|| A::Error::custom(NO_KIND))?;
        let Some(key) = missing(&rule, kind) else { return Ok(SharedPagingRule { rule, operations, except }) };
        Err(A::Error::custom(format!("`{key}` is missing; a rule of kind `{}` needs it", kind.as_str())))
    }
}

/// The keys of a table that are those of a [`PagingRule`]; the others are read on the way. With `serde(flatten)`,
/// errors would have no location.
struct Rest<'l, A> {
    map: A,
    operations: &'l mut Vec<String>,
    except: &'l mut Vec<String>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, mut seed: K) -> Result<Option<K::Value>, A::Error> {
        loop {
            seed = match self.map.next_key_seed(KeySeed(seed))? {
                None => return Ok(None),
                Some(Key::OfRule(key)) => return Ok(Some(key)),
                Some(Key::Operations(seed)) => {
                    *self.operations = self.map.next_value()?;
                    seed
                }
                Some(Key::Except(seed)) => {
                    *self.except = self.map.next_value()?;
                    seed
                }
            };
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// Reads a key; what reads those of a [`PagingRule`] is within.
struct KeySeed<K>(K);

enum Key<K, V> {
    Operations(K),
    Except(K),
    OfRule(V),
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for KeySeed<K> {
    type Value = Key<K, K::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for KeySeed<K> {
    type Value = Key<K, K::Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key of a paging rule")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        match key {
            "operations" => Ok(Key::Operations(self.0)),
            "except" => Ok(Key::Except(self.0)),
            key => {
                // The only error is that the key is unknown; its message ends with the keys that are known.
                let known = |error: E| E::custom(format!("{}, `operations`, `except`", error.to_string().trim_end()));
                self.0.deserialize(StrDeserializer::new(key)).map(Key::OfRule).map_err(known)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use crate::diagnostics::Location;

    #[test]
    fn rules_are_read_in_order() {
        let config = Config::parse(
            "[[paging]]\nkind = \"link\"\n[[paging]]\noperations = [\"a\", \"GET /b*\"]\nkind = \"page\"\n\
             except = [\"c\"]\nparameter = \"p\"\n",
        );
        let [first, second] = &config.expect("it is a configuration").paging[..] else { panic!("there are two") };
        assert_eq!((first.rule.kind, first.operations.len()), (Some(PagingKind::Link), 0));
        assert_eq!((second.rule.kind, second.rule.parameter.as_deref()), (Some(PagingKind::Page), Some("p")));
        assert_eq!(
            (&second.operations[..], &second.except[..]),
            (&["a".to_owned(), "GET /b*".to_owned()][..], &["c".to_owned()][..])
        );
    }

    #[test]
    fn a_mistake_is_reported_with_its_location_and_name() {
        let wrong = [
            ("kind = \"link\"\nitem = \"a\"\n", 5, "unknown field `item`, expected one of `kind`, `parameter`"),
            ("kind = \"link\"\noperation = [\"a\"]\n", 5, "`first`, `operations`, `except`"),
            ("kind = \"link\"\noperations = \"a\"\n", 5, "sequence"),
            ("kind = \"link\"\nexcept = [1]\n", 5, "string"),
            ("kind = \"curser\"\n", 4, "`curser`; the kinds are cursor, last-item"),
            ("next = \"a\"\n", 3, "`kind` is missing"),
            ("kind = \"cursor\"\nnext = \"a\"\n", 3, "`parameter` is missing; a rule of kind `cursor`"),
            ("kind = \"cursor\"\nparameter = \"a\"\n", 3, "`next` is missing"),
            ("kind = \"url\"\n", 3, "`next` is missing"),
            ("kind = \"header\"\nparameter = \"a\"\n", 3, "`header` is missing"),
            ("kind = \"link\"\nfirst = \"a\"\n", 5, "string \"a\""),
        ];
        for (rule, line, words) in wrong {
            let text = format!("[[paging]]\nkind = \"link\"\n[[paging]]\n{rule}");
            let error = Config::parse(&text).expect_err("it is wrong");
            assert!(error.message.contains(words), "{rule}: {}", error.message);
            let Location::Config { line: found, .. } = error.location else { panic!("{:?}", error.location) };
            assert_eq!(found, line, "{rule}: {}", error.message);
        }
        let error = Config::parse("paging = { kind = \"link\" }\n").expect_err("there is no list");
        assert!(error.message.contains("sequence"), "{}", error.message);
    }

    #[test]
    fn an_asterisk_stands_for_any_text() {
        let cases = [
            ("GET /a", "GET /a", true),
            ("GET /a", "GET /ab", false),
            ("GET /a/*", "GET /a/b/{c}", true),
            ("GET /a/*", "GET /a", false),
            ("* /a", "POST /a", true),
            ("*", "", true),
            ("**", "x", true),
            ("list*", "list", true),
            ("*/b/*/b", "/a/b/b", false),
            ("*/b/*/b", "/a/b/c/b/b", true),
            ("*ab*ba", "aba", false),
            ("GET /ü*ü", "GET /ü–ü", true),
        ];
        for (pattern, name, is_match) in cases {
            assert_eq!(matches(pattern, name), is_match, "{pattern} {name}");
        }
    }

    #[test]
    fn exceptions_take_precedence() {
        let rule = SharedPagingRule {
            operations: vec!["GET *".to_owned(), "searchThings".to_owned()],
            except: vec!["* /things/{id}/*".to_owned()],
            ..SharedPagingRule::default()
        };
        assert!(rule.holds_for(None, "GET", "/things"));
        assert!(rule.holds_for(Some("searchThings"), "POST", "/things"));
        assert!(!rule.holds_for(None, "POST", "/things"));
        assert!(!rule.holds_for(Some("searchThings"), "GET", "/things/{id}/parts"));
    }
}
