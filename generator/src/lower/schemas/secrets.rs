//! Which strings are secrets: what their format or their name says, and payment cards by what stands beside them.

use std::collections::HashSet;

use crate::config::Config;
use crate::english::words;
use crate::ir::{Constraints, Docs, Field, Location, Scalar, Type, Value};
use crate::pointer::Pointer;

/// The names of secrets, as the configuration has them.
pub(super) struct Secrets {
    /// Whole names, as [`letters`].
    names: HashSet<String>,
    /// Words that names end in.
    endings: Vec<Vec<String>>,
    /// Whether a person wrote them: then they are secrets wherever they stand.
    decided: bool,
}

impl Secrets {
    pub(super) fn new(config: &Config) -> Self {
        let (endings, names): (Vec<_>, Vec<_>) =
            config.secrets.fields.iter().partition(|name| name.trim().starts_with('*'));
        Self {
            names: names.into_iter().map(|name| letters(name)).filter(|name| !name.is_empty()).collect(),
            endings: endings.into_iter().map(|name| words(name)).filter(|words| !words.is_empty()).collect(),
            decided: !config.secrets.is_default(),
        }
    }

    /// Whether a name is one of the configuration.
    fn holds(&self, name: &str) -> bool {
        let letters = letters(name);
        self.names.contains(&letters)
            || self.endings.iter().any(|ending| {
                let may_end = ending.last().is_some_and(|last| letters.ends_with(last));
                may_end && words(name).ends_with(ending)
            })
    }

    /// Whether a name has other meanings as well: a piece of text, the location of a page, an identifier.
    fn may_be_none(&self, name: &str) -> bool {
        !self.decided && letters(name) == "token"
    }
}

impl super::Schemas<'_> {
    /// Makes secrets of the strings of an object that are some. Being write-only makes none: that says where a value
    /// is, not who may see it.
    pub(in crate::lower) fn hide(&self, fields: &mut [Field]) {
        let hidden: Vec<usize> = (0..fields.len()).filter(|index| self.is_hidden(fields, *index)).collect();
        for index in hidden {
            fields[index].value = Value::Typed(Type::Scalar(Scalar::Secret));
        }
    }

    fn is_hidden(&self, fields: &[Field], index: usize) -> bool {
        let field = &fields[index];
        if !matches!(field.value, Value::Typed(Type::Scalar(Scalar::String))) {
            return false;
        }
        let name = field.wire.as_str();
        if field.constraints.formats == ["password"] {
            return true;
        }
        if self.secrets.may_be_none(name)
            && (is_part_of_text(fields, index)
                || turns_pages(&field.docs)
                || is_of_pages(&field.at)
                || field.constraints.default.is_some())
        {
            return false;
        }
        self.secrets.holds(name) || (is_of_cards(name) && has_card(fields))
    }

    /// Returns the type of a parameter: a string whose format or name says that it is a secret becomes one.
    pub(in crate::lower) fn secret(
        &self,
        (name, location): (&str, Location),
        ty: Type,
        constraints: &Constraints,
        docs: &Docs,
    ) -> Type {
        // What is called `token` in a path often is the identifier of one.
        let is_none = || {
            self.secrets.may_be_none(name)
                && (location == Location::Path || turns_pages(docs) || constraints.default.is_some())
        };
        match ty {
            Type::Scalar(Scalar::String)
                if constraints.formats == ["password"] || (self.secrets.holds(name) && !is_none()) =>
            {
                Type::Scalar(Scalar::Secret)
            }
            other => other,
        }
    }
}

/// Returns a name without case and signs.
fn letters(name: &str) -> String {
    name.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a token is a piece of text: it has measures, and nothing else that is text.
fn is_part_of_text(fields: &[Field], index: usize) -> bool {
    let others = || fields.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, field)| &field.value);
    others().any(|value| matches!(value, Value::Typed(Type::Scalar(Scalar::F64))))
        && !others().any(|value| matches!(value, Value::Typed(Type::Scalar(Scalar::String))))
}

/// Whether docs are about the pages of a list.
fn turns_pages(docs: &Docs) -> bool {
    docs.texts().any(is_about_pages)
}

/// Whether a property belongs to an object that is named after pages: `paging`, `PageInfo`.
fn is_of_pages(property: &Pointer) -> bool {
    let segments: Vec<String> = property.segments().collect();
    // The object, the word `properties` and the property.
    segments.iter().rev().nth(2).is_some_and(|object| is_about_pages(object))
}

fn is_about_pages(text: &str) -> bool {
    words(text).iter().any(|word| word.starts_with("pag") || word.starts_with("cursor"))
}

/// Whether the number of a payment card may have this name; elsewhere it may be any number.
fn is_of_cards(name: &str) -> bool {
    letters(name) == "number"
}

/// Whether an object has the security code of a payment card, or the month and the year in which one expires.
fn has_card(fields: &[Field]) -> bool {
    let names: Vec<String> = fields.iter().map(|field| letters(field.wire.as_str())).collect();
    let expires = |what: &str| names.iter().any(|name| name.starts_with("exp") && name.ends_with(what));
    names.iter().any(|name| ["cvc", "cvv", "cvv2", "securitycode"].contains(&name.as_str()))
        || (expires("month") && expires("year"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_spelling_and_by_their_last_words() {
        let secrets = Secrets::new(&Config::default());
        for name in
            ["client_secret", "clientSecret", "Client-Secret", "password", "dbPassword", "apikey", "cvc", "token"]
        {
            assert!(secrets.holds(name), "{name}");
        }
        for name in ["next_page_token", "tokens", "number", "passwordless", "secretary", "key", "nosecret", ""] {
            assert!(!secrets.holds(name), "{name}");
        }
        let config = Config::parse("[secrets]\nfields = [\"house code\", \"* pin\", \"\", \"*\"]").unwrap();
        let secrets = Secrets::new(&config);
        for (name, expected) in
            [("houseCode", true), ("doorPin", true), ("pin", true), ("password", false), ("", false)]
        {
            assert_eq!(secrets.holds(name), expected, "{name}");
        }
    }
}
