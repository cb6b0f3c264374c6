//! Imports what the conversion needs into the document: path items, parameters and responses in other files replace the
//! references to them. Schemas are not imported, since they are converted after references are resolved. What cannot be
//! imported stays unchanged; the resolution of references reports why.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::super::super::budget::Budget;
use super::super::super::file_paths::{Target, split, target};
use super::super::super::files::Part;
use super::super::super::grammar::{METHODS, reference_of};
use super::super::super::refs::{Fetch, decode};
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

/// The greatest length of a chain of references.
const HOPS: usize = 64;

/// The keys of the root whose entries are converted, with their names in 2.0 and 3.0.
const MOVED: [(&str, &str); 3] = [
    ("/definitions/", "/components/schemas/"),
    ("/parameters/", "/components/parameters/"),
    ("/responses/", "/components/responses/"),
];

/// Imports everything. `name` is the name of the document's own file in references of other files.
pub(in super::super) fn import_other_files(
    root: &mut Value,
    name: &str,
    fetch: &mut Fetch<'_>,
    budget: &mut Budget,
    diagnostics: &mut Diagnostics,
) {
    let own = name.rfind('/').map_or(name, |cut| &name[cut + 1..]).to_owned();
    // References with the document's own name lead to locations that the conversion moves; without the name they are
    // rewritten.
    references(root, &mut |reference| match split(reference) {
        (path, Some(fragment)) if !path.is_empty() && target("", path) == Target::File(own.clone()) => {
            Some(format!("#{fragment}"))
        }
        _ => None,
    });
    let (budget, brought) = (Some(budget), HashSet::new());
    let mut bringing = Bringing { own, fetch, parts: HashMap::new(), budget, brought, diagnostics };
    for section in ["parameters", "responses"] {
        for (location, node) in entries(root, &Pointer::root(), section) {
            bringing.replace(node, location);
        }
    }
    for (location, item) in entries(root, &Pointer::root(), "paths") {
        bringing.path_item(item, &location);
        bringing.parameters(item, &location);
        let Some(members) = item.as_object_mut() else { continue };
        for (key, operation) in members.iter_mut() {
            if !METHODS.contains(&key.to_ascii_lowercase().as_str()) {
                continue;
            }
            let location = location.child(key);
            bringing.parameters(operation, &location);
            for (location, response) in entries(operation, &location, "responses") {
                bringing.replace(response, location);
            }
        }
    }
}

/// Updates references in another file to parts of the document that the conversion moves.
pub(in super::super) fn update_moved_references(part: &mut Value, key: &str, name: &str) {
    let own = name.rfind('/').map_or(name, |cut| &name[cut + 1..]);
    references(part, &mut |reference| {
        let (path, fragment) = split(reference);
        if path.is_empty() || target(key, path) != Target::File(own.to_owned()) {
            return None;
        }
        let (was, now) = MOVED.iter().find(|(was, _)| fragment.is_some_and(|fragment| fragment.starts_with(was)))?;
        Some(format!("{path}#{now}{}", fragment?.strip_prefix(was)?))
    });
}

struct Bringing<'a, 'f> {
    /// The name of the document's own file in references of other files.
    own: String,
    fetch: &'a mut Fetch<'f>,
    /// The files that could be read, by their paths from the document's folder.
    parts: HashMap<String, Option<Value>>,
    /// How much may still be copied; `None` after the limit was exceeded and reported.
    budget: Option<&'a mut Budget>,
    /// The path items that were imported: a second copy of one cannot have the same `operationId`.
    brought: HashSet<Pointer>,
    diagnostics: &'a mut Diagnostics,
}

impl Bringing<'_, '_> {
    fn parameters(&mut self, holder: &mut Value, location: &Pointer) {
        let Some(parameters) = holder.get_mut("parameters").and_then(Value::as_array_mut) else { return };
        let location = location.child("parameters");
        for (index, parameter) in parameters.iter_mut().enumerate() {
            self.replace(parameter, location.item(index));
        }
    }

    /// Inserts a path item; keys beside the reference take precedence.
    fn path_item(&mut self, item: &mut Value, location: &Pointer) {
        let Some(beside) = item.as_object().filter(|members| members.contains_key("$ref")).cloned() else { return };
        let target = reference_of(item).and_then(|reference| self.target(reference));
        self.replace(item, location.clone());
        let Some(members) = item.as_object_mut() else { return };
        if target.is_some_and(|(key, inner)| !self.brought.insert(inner.in_file(&key))) {
            for operation in members.values_mut().filter_map(Value::as_object_mut) {
                operation.shift_remove("operationId");
            }
        }
        for (key, value) in beside.into_iter().filter(|(key, _)| key != "$ref") {
            self.diagnostics.moved(location.child(&key), location.child(&key).as_written());
            members.insert(key, value);
        }
    }

    /// Replaces a reference to another file by its target.
    fn replace(&mut self, node: &mut Value, location: Pointer) {
        for _ in 0..HOPS {
            let Some((key, target)) = reference_of(node).and_then(|reference| self.target(reference)) else { return };
            let found = match self.parts.get(&key) {
                Some(Some(part)) => part.pointer(target.as_str()),
                _ => None,
            };
            let (Some(found), Some(budget)) = (found.filter(|found| found.is_object()), &mut self.budget) else {
                return;
            };
            if let Err(excess) = budget.allows(found, location.segments().count()) {
                self.budget = None;
                return self.diagnostics.push(excess.diagnostic(location.child("$ref")));
            }
            let mut copy = found.clone();
            references(&mut copy, &mut |reference| seen_from_the_document(reference, &key, &self.own));
            *node = copy;
            self.diagnostics.moved(location.clone(), target.in_file(&key));
        }
    }

    /// Returns the file and the location in it, if it is another file that can be read.
    fn target(&mut self, reference: &str) -> Option<(String, Pointer)> {
        let (path, fragment) = split(reference);
        let Target::File(key) = target("", path) else { return None };
        if path.is_empty() || key == self.own {
            return None;
        }
        let (fetch, diagnostics) = (&mut *self.fetch, &mut *self.diagnostics);
        let budget = &mut self.budget;
        self.parts.entry(key.clone()).or_insert_with(|| match fetch(&key, diagnostics) {
            Part::Value(value) => {
                if let Some(budget) = budget {
                    budget.meets(&value);
                }
                Some(value)
            }
            // The resolution of references tries it again and reports it.
            Part::Unreadable(_) | Part::Outside(_) | Part::TooLarge | Part::Broken => None,
        });
        let fragment = fragment.unwrap_or_default();
        let inner = fragment.strip_prefix('/').unwrap_or(fragment);
        let segments = inner.split('/').filter(|_| !fragment.is_empty());
        Some((key, segments.fold(Pointer::root(), |location, segment| location.child(&decode(segment)))))
    }
}

/// Returns the entries of a map, each with its location.
fn entries<'a>(holder: &'a mut Value, at: &Pointer, key: &str) -> Vec<(Pointer, &'a mut Value)> {
    let location = at.child(key);
    let members = holder.get_mut(key).and_then(Value::as_object_mut);
    members.into_iter().flatten().map(|(name, node)| (location.child(name), node)).collect()
}

/// Returns a reference of the file `key` as the document itself would have it.
fn seen_from_the_document(reference: &str, key: &str, own: &str) -> Option<String> {
    let (path, fragment) = split(reference);
    let file = if path.is_empty() { key.to_owned() } else { file(key, path)? };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    if file == own {
        return Some(if fragment.is_empty() { "#".to_owned() } else { fragment });
    }
    Some(format!("{}{fragment}", file.replace('%', "%25").replace('#', "%23")))
}

fn file(key: &str, path: &str) -> Option<String> {
    match target(key, path) {
        Target::File(file) => Some(file),
        Target::Remote(_) => None,
    }
}

/// Replaces the references below a value for which `better` returns another text.
fn references(value: &mut Value, better: &mut dyn FnMut(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| references(item, better)),
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match member {
                    Value::String(text) if key == "$ref" => {
                        if let Some(written) = better(text) {
                            *text = written;
                        }
                    }
                    member => references(member, better),
                }
            }
        }
        _ => {}
    }
}
