//! Resolves `$id`, `$anchor` and `$dynamicAnchor` of schemas (JSON Schema 2020-12, section 8): the names that they
//! define, and the targets of references by these names. Knows no files.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::super::file_paths::{identifier, split};
use super::super::super::path::Path;
use super::super::resolve::decode;
use crate::pointer::Pointer;

/// The names that schemas define.
#[derive(Default)]
pub(super) struct Identifiers {
    /// Schemas with an `$id`, each with its `$id`.
    resources: HashMap<Pointer, String>,
    locations: HashMap<String, Pointer>,
    /// Anchors, by the schema with an `$id` that contains them, or else by their file.
    anchors: HashMap<(Pointer, String), Pointer>,
}

impl Identifiers {
    /// Registers the names of one schema; the schemas around it must be registered before.
    pub(super) fn register(&mut self, members: &Map<String, Value>, at: &Path<'_>) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if let Some(id) = text("$id") {
            let location = at.pointer();
            let base = location.parent().and_then(|parent| self.resource(&parent)).map_or("", |(_, id)| id);
            let id = identifier(base, split(id).0);
            self.locations.entry(id.clone()).or_insert_with(|| location.clone());
            self.resources.insert(location, id);
        }
        for anchor in [text("$anchor"), text("$dynamicAnchor")].into_iter().flatten() {
            let location = at.pointer();
            let holder = self.holder(&location);
            self.anchors.entry((holder, anchor.to_owned())).or_insert(location);
        }
    }

    /// Returns the location that a reference in `node` means, if it uses such a name.
    pub(super) fn target(&self, node: &Pointer, reference: &str) -> Option<Pointer> {
        if self.resources.is_empty() && self.anchors.is_empty() {
            return None;
        }
        let (path, fragment) = split(reference);
        let holder = if path.is_empty() {
            self.holder(node)
        } else {
            let base = self.resource(node).map_or("", |(_, id)| id);
            self.locations.get(&identifier(base, path)).or_else(|| self.locations.get(path))?.clone()
        };
        match fragment.unwrap_or_default() {
            "" => (!path.is_empty()).then_some(holder),
            pointer if pointer.starts_with('/') => {
                // Without an `$id` around it, a pointer means the file.
                self.resources.contains_key(&holder).then_some(())?;
                Some(pointer.split('/').skip(1).fold(holder, |location, key| location.child(&decode(key))))
            }
            anchor => self.anchors.get(&(holder, decode(anchor))).cloned(),
        }
    }

    fn holder(&self, location: &Pointer) -> Pointer {
        match self.resource(location) {
            Some((holder, _)) => holder,
            None => location.file().0.map_or(Pointer::root(), |file| Pointer::root().in_file(&file)),
        }
    }

    /// Returns the schema with an `$id` at a location or nearest around it.
    fn resource(&self, location: &Pointer) -> Option<(Pointer, &str)> {
        if self.resources.is_empty() {
            return None;
        }
        let mut location = Some(location.clone());
        while let Some(here) = location {
            if let Some(id) = self.resources.get(&here) {
                return Some((here, id));
            }
            location = here.parent();
        }
        None
    }
}
