//! Converts Swagger 2.0 to the shape of OpenAPI 3.0, on the raw value. Each part of a document has a module here and
//! records what it moves, so that diagnostics show the document as written, and references into moved parts still lead
//! there. Knows no later stage.

mod bodies;
mod files;
mod locations;
mod media;
mod parameters;
mod references;
mod responses;
mod schemas;
mod security;
mod servers;

use serde_json::{Map, Value, json};

use self::locations::{TrackedLocation, TrackedLocations};
use self::parameters::Payload;
use super::super::grammar::METHODS;
use super::super::notes::Notes;
use super::super::path::Path;
use crate::diagnostics::Diagnostics;
use crate::diagnostics::codes::Code;
use crate::pointer::Pointer;

pub(super) use self::files::{import_other_files, update_moved_references};
pub(super) use self::schemas::schema;

type Members = Map<String, Value>;

/// Defaults for the whole document, and the definitions that operations refer to.
struct Shared {
    consumes: Vec<String>,
    produces: Vec<String>,
    parameters: Members,
    responses: Members,
    servers: servers::Servers,
}

/// The data that every step of the conversion needs.
struct Context<'a> {
    shared: Shared,
    locations: TrackedLocations,
    notes: &'a Notes,
}

impl Context<'_> {
    fn warn(&self, code: &'static Code, at: &Pointer, message: impl Into<String>) {
        self.notes.warn(code, &Path::At(at), message);
    }
}

/// Converts the structure of a document. Its schemas stay as they are until references are resolved; see [`schema`].
pub(super) fn convert(root: &mut Value, notes: &Notes, diagnostics: &mut Diagnostics) {
    let Value::Object(members) = root else { return };
    let location = TrackedLocation::root();
    members.shift_remove("swagger");
    members.insert("openapi".to_owned(), json!("3.0.3"));
    let shared = Shared {
        consumes: media::limited(members.shift_remove("consumes"), &location.now.child("consumes"), notes),
        produces: media::limited(members.shift_remove("produces"), &location.now.child("produces"), notes),
        parameters: object(members.shift_remove("parameters")),
        responses: object(members.shift_remove("responses")),
        servers: servers::Servers::take(members, &location, notes),
    };
    let mut cx = Context { shared, locations: TrackedLocations::default(), notes };
    if let Some(servers) = cx.shared.servers.of_document() {
        members.insert("servers".to_owned(), servers);
    }
    components(members, &location, &mut cx);
    if let Some(Value::Object(paths)) = members.get_mut("paths") {
        let location = location.key("paths");
        for (path, item) in paths.iter_mut().filter(|(path, _)| !path.starts_with("x-")) {
            if let Value::Object(item) = item {
                path_item(item, &location.key(path), &mut cx);
            }
        }
    }
    references::rewrite(root, &cx.locations);
    schemas::discriminator_values(root);
    diagnostics.moved_at_once(cx.locations.into_moves());
}

fn components(members: &mut Members, location: &TrackedLocation, cx: &mut Context<'_>) {
    let schemas = object(members.shift_remove("definitions"));
    let schemes = object(members.shift_remove("securityDefinitions"));
    let mut sections = object(members.shift_remove("components"));
    let all = location.moved(location.now.child("components"));
    let mut add = |section: &str, made: Members| {
        if made.is_empty() {
            return;
        }
        if let Value::Object(entries) = sections.entry(section).or_insert_with(|| json!({})) {
            entries.extend(made);
        }
    };
    let section = |now: &str, was: &str| TrackedLocation { now: all.now.child(now), was: location.was.child(was) };
    let at = section("schemas", "definitions");
    cx.locations.record(&at);
    add("schemas", schemas);
    let at = section("securitySchemes", "securityDefinitions");
    cx.locations.record(&at);
    add("securitySchemes", security::schemes(schemes, &at, cx));
    let at = section("responses", "responses");
    cx.locations.record(&at);
    add("responses", responses::shared(&at, cx));
    let at = section("parameters", "parameters");
    cx.locations.record(&at);
    add("parameters", parameters::shared(&at, cx));
    let at = section("requestBodies", "parameters");
    add("requestBodies", bodies::shared(&at, cx));
    if !sections.is_empty() {
        members.insert("components".to_owned(), Value::Object(sections));
    }
}

fn path_item(item: &mut Members, location: &TrackedLocation, cx: &mut Context<'_>) {
    let inherited = parameters::split(item, location, cx);
    for (key, operation) in item.iter_mut() {
        let Value::Object(operation) = operation else { continue };
        if METHODS.contains(&key.to_ascii_lowercase().as_str()) {
            self::operation(operation, &inherited, &location.key(key), cx);
        }
    }
}

fn operation(operation: &mut Members, inherited: &[Payload], location: &TrackedLocation, cx: &mut Context<'_>) {
    let own = |members: &mut Members, key| {
        let listed = members.shift_remove(key)?;
        Some(media::limited(Some(listed), &location.now.child(key), cx.notes))
    };
    let consumes = own(operation, "consumes");
    let produces = own(operation, "produces").unwrap_or_else(|| cx.shared.produces.clone());
    let mut payload = parameters::split(operation, location, cx);
    let overridden = |other: &Payload| payload.iter().any(|own| own.is_same(other));
    let more: Vec<Payload> = inherited.iter().filter(|other| !overridden(other)).cloned().collect();
    payload.extend(more);
    if let Some(body) = bodies::body(payload, consumes.as_deref(), location, cx) {
        operation.insert("requestBody".to_owned(), body);
    }
    if let Some(Value::Object(responses)) = operation.get_mut("responses") {
        responses::of_operation(responses, &produces, &location.key("responses"), cx);
    }
    if let Some(schemes) = operation.shift_remove("schemes")
        && let Some(servers) = cx.shared.servers.of_operation(&schemes)
    {
        operation.insert("servers".to_owned(), servers);
    }
}

/// Decodes a segment of a reference to a raw key: percent-escapes first, then those of the pointer.
fn decoded(segment: &str) -> String {
    super::super::refs::decode(segment)
}

fn object(value: Option<Value>) -> Members {
    match value {
        Some(Value::Object(members)) => members,
        _ => Members::new(),
    }
}

#[cfg(test)]
mod tests;
