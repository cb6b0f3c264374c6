//! Converts the raw value, which now has the shape of 3.0, into `openapiv3`'s types. Each path and each component is
//! converted separately, so a malformed node removes only itself. This replaces that crate's own deserialization, which
//! copies every subtree once per level, reads malformed ones twice per level, and does not report where a fault is.

mod content;
mod events;
mod fields;
mod info;
mod operation;
mod schema;
mod security;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Paths, ReferenceOr};
use serde_json::{Map, Value};

use self::fields::{Build, Fields, article, or_reference};
pub(crate) use self::security::MUTUAL_TLS;
use super::loaded::{Event, MoreOperation};
use super::notes::Notes;
use super::path::Path;
use crate::diagnostics::codes;
use crate::report::Skipped;

/// The converted document, and the parts that could not be converted.
pub(super) struct Built {
    pub(super) openapi: OpenAPI,
    pub(super) more_operations: IndexMap<String, Vec<MoreOperation>>,
    pub(super) events: Vec<Event>,
    pub(super) skipped: Vec<Skipped>,
}

/// Converts the document. `root` must be an object; other faults are noted.
pub(super) fn build(root: Value, notes: &Notes) -> Built {
    let (mut skipped, mut more_operations) = (Vec::new(), IndexMap::new());
    let at = Path::Root;
    let events = events::events(&root, notes);
    let Some(mut fields) = Fields::of(root, "a document", &at, notes) else {
        return Built { openapi: OpenAPI::default(), more_operations, events, skipped };
    };
    let path_values = fields.data("paths");
    let component_values = fields.data("components");
    let openapi = OpenAPI {
        openapi: fields.text("openapi").unwrap_or_default(),
        info: fields.one("info", info::info).unwrap_or_default(),
        servers: fields.list("servers", info::server).unwrap_or_default(),
        paths: paths(path_values, &at.key("paths"), notes, (&mut more_operations, &mut skipped)),
        components: components(component_values, &at.key("components"), notes, &mut skipped),
        security: fields.list("security", operation::security),
        tags: fields.list("tags", info::tag).unwrap_or_default(),
        external_docs: fields.one("externalDocs", info::external_docs),
        extensions: fields.extensions(),
    };
    Built { openapi, more_operations, events, skipped }
}

fn paths(
    value: Option<Value>,
    at: &Path<'_>,
    notes: &Notes,
    (more_operations, skipped): (&mut IndexMap<String, Vec<MoreOperation>>, &mut Vec<Skipped>),
) -> Paths {
    let mut paths = Paths::default();
    for (path, value) in members(value, "`paths`", at, notes) {
        if path.starts_with("x-") {
            paths.extensions.insert(path, value);
            continue;
        }
        let (item, more) = operation::path_item(value, &at.key(&path), notes, skipped).unwrap_or_default();
        if !more.is_empty() {
            more_operations.insert(path.clone(), more);
        }
        paths.paths.insert(path, ReferenceOr::Item(item));
    }
    paths
}

fn components(value: Option<Value>, at: &Path<'_>, notes: &Notes, skipped: &mut Vec<Skipped>) -> Option<Components> {
    let mut components = Components::default();
    let value = value.filter(|value| !value.is_null())?;
    for (section, value) in members(Some(value), "`components`", at, notes) {
        let at = at.key(&section);
        let mut maker = Maker { at: &at, notes, skipped };
        match section.as_str() {
            "schemas" => components.schemas = maker.section(value, schema::schema),
            "responses" => components.responses = maker.section(value, content::response),
            "parameters" => components.parameters = maker.section(value, content::parameter),
            "examples" => components.examples = maker.section(value, content::example),
            "requestBodies" => components.request_bodies = maker.section(value, content::request_body),
            "headers" => components.headers = maker.section(value, content::header),
            "securitySchemes" => components.security_schemes = maker.section(value, security::security_scheme),
            "links" => components.links = maker.section(value, content::link),
            extension if extension.starts_with("x-") => {
                components.extensions.insert(section, value);
            }
            // Callbacks are read with their operations, path items where they are referenced.
            _ => {}
        }
    }
    Some(components)
}

struct Maker<'a> {
    at: &'a Path<'a>,
    notes: &'a Notes,
    skipped: &'a mut Vec<Skipped>,
}

impl Maker<'_> {
    fn section<T>(&mut self, value: Value, build: Build<T>) -> IndexMap<String, ReferenceOr<T>> {
        let mut section = IndexMap::new();
        for (name, value) in members(Some(value), "a section of `components`", self.at, self.notes) {
            let at = self.at.key(&name);
            if !value.is_object() {
                let reason = format!("a component must be an object, but this is {}", article(&value));
                self.notes.warn(codes::MALFORMED_COMPONENT, &at, reason.clone());
                self.skipped.push(Skipped::new(at.pointer(), codes::MALFORMED_COMPONENT, reason));
                continue;
            }
            match or_reference(value, &at, self.notes, build) {
                Some(made) => {
                    section.insert(name, made);
                }
                // What is missing was noted before.
                None => {
                    let reason =
                        "it lacks a field that this kind of component requires, or has an unsupported type".to_owned();
                    self.skipped.push(Skipped::new(at.pointer(), codes::MALFORMED_COMPONENT, reason));
                }
            }
        }
        section
    }
}

fn members(value: Option<Value>, what: &str, at: &Path<'_>, notes: &Notes) -> Map<String, Value> {
    match value {
        Some(Value::Object(members)) => members,
        None | Some(Value::Null) => Map::new(),
        Some(other) => {
            notes.warn(codes::MALFORMED, at, format!("{what} must be an object, but this is {}", article(&other)));
            Map::new()
        }
    }
}

#[cfg(test)]
mod tests;
