//! Measures the size of the SDK that a document describes, before anything is generated: a short text can describe a
//! large SDK, because `allOf` repeats what it refers to. Knows where schemas are, and stops at the limit.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::grammar::{Kind, reference_of, walk};
use super::path::Path;
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::limits::Limits;
use crate::pointer::{Pointer, unescaped};

/// Rejects paths that no server would accept, before they are parsed.
pub(super) fn paths(root: &Value, limits: &Limits, diagnostics: &mut Diagnostics) {
    let paths = root.get("paths").and_then(Value::as_object);
    for path in paths.into_iter().flat_map(Map::keys) {
        let (segments, length) = (path.matches('/').count() as u64, path.len() as u64);
        let (key, message) = if length > limits.path_bytes {
            ("path_bytes", format!("this path is {length} bytes long; the limit is {}", limits.path_bytes))
        } else if segments > limits.path_segments {
            let most = limits.path_segments;
            ("path_segments", format!("this path has {segments} segments; the limit is {most}"))
        } else {
            continue;
        };
        let location = Location::Key(Pointer::root().child("paths").child(path));
        diagnostics.push(Diagnostic::new(codes::TOO_LARGE, location, message).help(Limits::help(key)));
    }
}

/// Reports a document that describes too many operations, fields or values; returns `false` if it does.
pub(super) fn measure(root: &Value, limits: &Limits, diagnostics: &mut Diagnostics) -> bool {
    let schemas = root.pointer("/components/schemas").and_then(Value::as_object);
    let mut counting = Counting { schemas, fields: 0, enum_values: 0, operations: 0, limits, met: None };
    walk(root, Kind::Document, &Path::Root, &mut |value, kind, at| counting.count(value, kind, at));
    let Some((key, most, location)) = counting.met else { return true };
    let message = format!("from here on, the document has more than {most} {}", key.replace('_', " "));
    diagnostics.push(Diagnostic::new(codes::TOO_LARGE, Location::Node(location), message).help(Limits::help(key)));
    false
}

struct Counting<'a> {
    schemas: Option<&'a Map<String, Value>>,
    fields: u64,
    enum_values: u64,
    operations: u64,
    limits: &'a Limits,
    /// The limit that was exceeded, and where.
    met: Option<(&'static str, u64, Pointer)>,
}

impl Counting<'_> {
    fn count(&mut self, value: &Value, kind: Kind, at: &Path<'_>) {
        if self.met.is_some() {
            return;
        }
        match kind {
            Kind::Operation => self.operations += 1,
            Kind::Parameter => self.fields += 1,
            Kind::Schema => self.schema(value),
            _ => {}
        }
        let counts = [
            ("operations", self.operations, self.limits.operations),
            ("fields", self.fields, self.limits.fields),
            ("enum_values", self.enum_values, self.limits.enum_values),
        ];
        let met = counts.into_iter().find(|(_, count, most)| count > most);
        self.met = met.map(|(key, _, most)| (key, most, at.pointer()));
    }

    fn schema(&mut self, schema: &Value) {
        let length = |key: &str| match schema.get(key) {
            Some(Value::Array(items)) => items.len() as u64,
            Some(Value::Object(members)) => members.len() as u64,
            _ => 0,
        };
        self.enum_values = self.enum_values.saturating_add(length("enum"));
        let own = length("properties") + length("oneOf") + length("anyOf") + length("allOf");
        self.fields = self.fields.saturating_add(own);
        if length("allOf") > 0 {
            self.inherited(schema);
        }
    }

    /// Counts the properties that `allOf` merges: each part once, up to the limit.
    fn inherited(&mut self, schema: &Value) {
        let (mut seen, mut rest) = (HashSet::new(), parts(schema));
        while let Some(part) = rest.pop() {
            let named = reference_of(part).and_then(|reference| reference.strip_prefix("#/components/schemas/"));
            let part = match named.map(unescaped) {
                Some(name) => match self.schemas.and_then(|schemas| schemas.get(&name)) {
                    Some(target) if seen.insert(name) => target,
                    _ => continue,
                },
                None => part,
            };
            let properties = part.get("properties").and_then(Value::as_object).map_or(0, Map::len);
            self.fields = self.fields.saturating_add(1 + properties as u64);
            if self.fields > self.limits.fields {
                return;
            }
            rest.extend(parts(part));
        }
    }
}

fn parts(schema: &Value) -> Vec<&Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten().collect()
}
