//! Reads an object of the raw value key by key. A value of the wrong type drops only that key and is reported; a number
//! or boolean where a string belongs is read as its text. Knows no kind of object.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::{Number, Value};

use super::super::notes::Notes;
use super::super::path::Path;
use crate::diagnostics::codes::{self, Code};

/// Converts a raw value to a `T`; returns `None`, and notes why, if that is impossible.
pub(super) type Build<T> = fn(Value, &Path<'_>, &Notes) -> Option<T>;

/// The properties of an object that were not taken yet.
pub(super) struct Fields<'a> {
    /// A list, because searching so few is faster than hashing.
    members: Vec<(String, Value)>,
    at: &'a Path<'a>,
    notes: &'a Notes,
}

impl<'a> Fields<'a> {
    /// Reads `value` as an object; `null` is an empty one. `what` is its kind with an article, for messages.
    pub(super) fn of(value: Value, what: &str, at: &'a Path<'a>, notes: &'a Notes) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self { members: members.into_iter().collect(), at, notes }),
            Value::Null => Some(Self { members: Vec::new(), at, notes }),
            other => {
                notes.warn(codes::MALFORMED, at, format!("{what} must be an object, but this is {}", article(&other)));
                None
            }
        }
    }

    /// The location of the object.
    pub(super) fn at(&self) -> &'a Path<'a> {
        self.at
    }

    /// Takes the value of `key`, `null` included.
    pub(super) fn data(&mut self, key: &str) -> Option<Value> {
        self.find(key).map(Value::take)
    }

    /// Takes a string.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let value = self.present(key)?;
        text(value, &self.at.key(key), self.notes)
    }

    /// Takes a boolean.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        match self.present(key)? {
            Value::Bool(flag) => Some(flag),
            Value::String(word) if word == "true" || word == "false" => Some(word == "true"),
            other => self.wrong(key, "`true` or `false`", &other),
        }
    }

    /// Takes a number.
    pub(super) fn number(&mut self, key: &str) -> Option<Number> {
        match self.present(key)? {
            Value::Number(number) => Some(number),
            Value::String(digits) if digits.parse::<Number>().is_ok() => digits.parse().ok(),
            other => self.wrong(key, "a number", &other),
        }
    }

    /// Takes a count.
    pub(super) fn size(&mut self, key: &str) -> Option<usize> {
        let number = self.number(key)?;
        // Some documents have `10.0`, which means `10`.
        let whole =
            number.as_u64().or_else(|| number.as_f64().filter(|n| n.fract() == 0.0 && *n >= 0.0).map(|n| n as u64));
        match whole.and_then(|whole| usize::try_from(whole).ok()) {
            Some(size) => Some(size),
            None => self.wrong(key, "a whole number, 0 or more", &Value::Number(number)),
        }
    }

    /// Takes an array as it is.
    pub(super) fn items(&mut self, key: &str) -> Option<Vec<Value>> {
        match self.present(key)? {
            Value::Array(items) => Some(items),
            other => self.wrong(key, "an array", &other),
        }
    }

    /// Takes an array of strings.
    pub(super) fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        self.each(key, text)
    }

    /// Takes an object.
    pub(super) fn one<T>(&mut self, key: &str, build: Build<T>) -> Option<T> {
        let value = self.present(key)?;
        build(value, &self.at.key(key), self.notes)
    }

    /// Takes an object or a reference to one.
    pub(super) fn one_or_reference<T>(&mut self, key: &str, build: Build<T>) -> Option<ReferenceOr<T>> {
        let value = self.present(key)?;
        or_reference(value, &self.at.key(key), self.notes, build)
    }

    /// Takes an array of objects, without those that cannot be converted.
    pub(super) fn list<T>(&mut self, key: &str, build: Build<T>) -> Option<Vec<T>> {
        self.each(key, build)
    }

    /// Takes an array of objects or references.
    pub(super) fn list_or_reference<T>(&mut self, key: &str, build: Build<T>) -> Option<Vec<ReferenceOr<T>>> {
        self.each(key, |value, at, notes| or_reference(value, at, notes, build))
    }

    /// Takes a map of objects, without those that cannot be converted.
    pub(super) fn map<T>(&mut self, key: &str, build: Build<T>) -> Option<IndexMap<String, T>> {
        self.entries(key, build)
    }

    /// Takes a map of objects or references.
    pub(super) fn map_or_reference<T>(
        &mut self,
        key: &str,
        build: Build<T>,
    ) -> Option<IndexMap<String, ReferenceOr<T>>> {
        self.entries(key, |value, at, notes| or_reference(value, at, notes, build))
    }

    /// Takes everything whose key begins with `x-`.
    pub(super) fn extensions(&mut self) -> IndexMap<String, Value> {
        let extensions = self.members.iter_mut().filter(|(key, _)| key.starts_with("x-"));
        extensions.map(|(key, value)| (std::mem::take(key), value.take())).collect()
    }

    /// Returns the keys that were not taken, except extensions.
    pub(super) fn left(&self) -> impl Iterator<Item = &str> {
        let left = self.members.iter().filter(|(key, value)| !value.is_null() && !key.is_empty());
        left.map(|(key, _)| key.as_str()).filter(|key| !key.starts_with("x-"))
    }

    /// Notes a fault of the value of `key`.
    pub(super) fn complain_of(&self, key: &str, code: &'static Code, message: impl Into<String>) {
        self.notes.warn(code, &self.at.key(key), message);
    }

    /// Notes that something is wrong with the object as a whole.
    pub(super) fn complain(&self, code: &'static Code, message: impl Into<String>) {
        self.notes.warn(code, self.at, message);
    }

    /// Converts every item of an array. The capacity is exact because the results are large and are kept.
    fn each<T>(&mut self, key: &str, build: impl Fn(Value, &Path<'_>, &Notes) -> Option<T>) -> Option<Vec<T>> {
        let items = self.items(key)?;
        let at = self.at.key(key);
        let mut made = Vec::with_capacity(items.len());
        made.extend(items.into_iter().enumerate().filter_map(|(n, item)| build(item, &at.item(n), self.notes)));
        Some(made)
    }

    fn entries<T>(
        &mut self,
        key: &str,
        build: impl Fn(Value, &Path<'_>, &Notes) -> Option<T>,
    ) -> Option<IndexMap<String, T>> {
        let at = self.at.key(key);
        match self.present(key)? {
            Value::Object(entries) => {
                let mut made = IndexMap::with_capacity(entries.len());
                made.extend(
                    entries
                        .into_iter()
                        .filter_map(|(name, value)| build(value, &at.key(&name), self.notes).map(|one| (name, one))),
                );
                Some(made)
            }
            other => self.wrong(key, "an object", &other),
        }
    }

    fn present(&mut self, key: &str) -> Option<Value> {
        self.find(key).filter(|value| !value.is_null()).map(Value::take)
    }

    fn find(&mut self, key: &str) -> Option<&mut Value> {
        self.members.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    fn wrong<T>(&self, key: &str, wanted: &str, found: &Value) -> Option<T> {
        let message = format!("`{key}` must be {wanted}, but this is {}; it is ignored", article(found));
        self.notes.warn(codes::MALFORMED, &self.at.key(key), message);
        None
    }
}

/// Converts a reference, or an object by `build`.
pub(super) fn or_reference<T>(value: Value, at: &Path<'_>, notes: &Notes, build: Build<T>) -> Option<ReferenceOr<T>> {
    match value {
        Value::Object(mut members) if members.get("$ref").is_some_and(Value::is_string) => {
            match members.get_mut("$ref").map(Value::take) {
                Some(Value::String(reference)) => Some(ReferenceOr::Reference { reference }),
                _ => None,
            }
        }
        value => build(value, at, notes).map(ReferenceOr::Item),
    }
}

/// Converts a string; a number or a boolean becomes its text.
pub(super) fn text(value: Value, at: &Path<'_>, notes: &Notes) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        other => {
            notes.warn(
                codes::MALFORMED,
                at,
                format!("this must be a string, but it is {}; it is ignored", article(&other)),
            );
            None
        }
    }
}

/// Returns the kind of a raw value, with its article.
pub(super) fn article(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
