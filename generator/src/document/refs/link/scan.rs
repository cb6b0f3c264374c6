//! Finds the references in one part of a document, each with the expected kind of its target. Knows no other part.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::super::grammar::{Kind, Slot, reference_of, walk};
use super::super::super::path::Path;
use super::Shape;
use super::identifiers::Identifiers;
use crate::pointer::Pointer;

/// A reference.
pub(super) struct Found {
    /// The node that is a reference, or the entry of a mapping.
    pub(super) node: Pointer,
    pub(super) reference: String,
    pub(super) shape: Shape,
    pub(super) form: Form,
}

/// The form of a reference, which determines how it is converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// `$ref` where OpenAPI allows one.
    Ref,
    /// `$dynamicRef`, which is treated as a plain reference.
    Dynamic,
    /// A value of `discriminator.mapping`.
    Mapping,
    /// `$ref` where OpenAPI allows none: it is replaced by a copy of the target.
    Copy,
}

/// Keys with text or plain lists as values, in any object.
const PLAIN: [&str; 9] =
    ["description", "summary", "title", "enum", "required", "tags", "security", "servers", "externalDocs"];
/// Keys of the document with plain objects below them, which can be references too.
const HEADS: [&str; 4] = ["info", "servers", "tags", "security"];

/// Finds references, and the identifiers above them.
pub(super) fn scan(
    value: &Value,
    shape: Shape,
    at: &Path<'_>,
    met: &mut HashSet<(usize, Form)>,
    identifiers: &mut Identifiers,
) -> Vec<Found> {
    let mut scan = Scan { met, identifiers, found: Vec::new() };
    if let Some(reference) = reference_of(value).filter(|_| !matches!(shape, Shape::One(_))) {
        scan.find(value, at, reference, shape, Form::Copy);
    }
    match (shape, value) {
        (Shape::One(kind), value) => scan.walk(value, kind, at),
        (Shape::Map(kind), Value::Object(entries)) => {
            for (name, entry) in entries {
                scan.walk(entry, kind, &at.key(name));
            }
        }
        (Shape::List(kind), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                scan.walk(item, kind, &at.item(index));
            }
        }
        _ => {}
    }
    scan.found
}

struct Scan<'a> {
    met: &'a mut HashSet<(usize, Form)>,
    identifiers: &'a mut Identifiers,
    found: Vec<Found>,
}

impl Scan<'_> {
    fn walk(&mut self, value: &Value, kind: Kind, at: &Path<'_>) {
        walk(value, kind, at, &mut |value, kind, at| {
            let Value::Object(members) = value else { return };
            if kind == Kind::Schema {
                self.identifiers.register(members, at);
                self.mapping(members, at);
                let dynamic = members.get("$dynamicRef").and_then(Value::as_str);
                if let Some(reference) = dynamic.filter(|_| !members.contains_key("$ref")) {
                    self.find(value, at, reference, Shape::One(kind), Form::Dynamic);
                }
            }
            if let Some(reference) = reference_of(value) {
                let form = if kind.section().is_some() { Form::Ref } else { Form::Copy };
                self.find(value, at, reference, Shape::One(kind), form);
            }
            self.holders(members, kind, at);
        });
    }

    /// Finds references in place of a whole map or list, or of a string.
    fn holders(&mut self, members: &Map<String, Value>, kind: Kind, at: &Path<'_>) {
        for (key, member) in members {
            let at = at.key(key);
            if kind == Kind::Document && HEADS.contains(&key.as_str()) {
                self.heads(member, &at, 3);
                continue;
            }
            let Some(reference) = reference_of(member) else { continue };
            let shape = match kind.slot(key) {
                Some(Slot::Map(kind)) => Shape::Map(kind),
                Some(Slot::List(kind)) => Shape::List(kind),
                None if PLAIN.contains(&key.as_str()) => Shape::Plain,
                _ => continue,
            };
            self.find(member, &at, reference, shape, Form::Copy);
        }
    }

    fn heads(&mut self, value: &Value, at: &Path<'_>, levels: usize) {
        if let Some(reference) = reference_of(value) {
            self.find(value, at, reference, Shape::Plain, Form::Copy);
            return;
        }
        match value {
            Value::Object(members) if levels > 0 => {
                members.iter().for_each(|(key, member)| self.heads(member, &at.key(key), levels - 1));
            }
            Value::Array(items) if levels > 0 => {
                items.iter().enumerate().for_each(|(index, item)| self.heads(item, &at.item(index), levels - 1));
            }
            _ => {}
        }
    }

    fn mapping(&mut self, members: &Map<String, Value>, at: &Path<'_>) {
        let mapping = members.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
        let Some(Value::Object(mapping)) = mapping else { return };
        for (name, target) in mapping {
            if let Some(reference) = target.as_str() {
                let (discriminator, holder) = (at.key("discriminator"), "mapping");
                let mapping = discriminator.key(holder);
                self.find(target, &mapping.key(name), reference, Shape::One(Kind::Schema), Form::Mapping);
            }
        }
    }

    fn find(&mut self, value: &Value, at: &Path<'_>, reference: &str, shape: Shape, form: Form) {
        if self.met.insert((std::ptr::from_ref(value) as usize, form)) {
            self.found.push(Found { node: at.pointer(), reference: reference.to_owned(), shape, form });
        }
    }
}
