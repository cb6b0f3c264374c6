//! Decisions of the configuration about something that is not in the document: without an error, a misspelled name
//! would have no effect.

use std::collections::BTreeSet;

use super::account::Account;
use super::endpoint::endpoints;
use crate::config::{Config, matches};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::Document;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// Reports an error for each operation, security scheme, component and path that only the configuration names.
pub(super) fn report_unknown(document: &Document, config: &Config, account: &mut Account<'_>) {
    Decisions { document, config, account }.report_unknown();
}

/// The decisions of the configuration, beside the document that they are about.
struct Decisions<'c, 'a> {
    document: &'c Document,
    config: &'c Config,
    account: &'c mut Account<'a>,
}

impl Decisions<'_, '_> {
    fn report_unknown(&mut self) {
        let config = self.config;
        if !config.operations.is_empty() || !config.paging.is_empty() || config.readme.first.is_some() {
            let known = self.operation_keys();
            if let Some(key) = &config.readme.first {
                self.demand(&known, key, &["readme", "first"], "operation");
            }
            for key in config.operations.keys() {
                self.demand(&known, key, &["operations", key], "operation");
            }
            self.report_unknown_in_paging(&known);
        }
        let components = self.component_pointers();
        let below = |section: &str| -> BTreeSet<String> {
            let section = Pointer::root().child("components").child(section);
            let inner = components.iter().map(|location| Pointer::parse(location));
            let inner = inner.filter(|location| location.parent().as_ref() == Some(&section));
            inner.filter_map(|location| location.segments().last()).collect()
        };
        let schemes = if config.auth.is_empty() { BTreeSet::new() } else { below("securitySchemes") };
        // A scheme with a type is added if the document has none of its name.
        for (key, _) in config.auth.iter().filter(|(_, auth)| auth.kind.is_none()) {
            self.demand(&schemes, key, &["auth", key], "security scheme");
        }
        let schemas = if config.models.keep.is_empty() { BTreeSet::new() } else { below("schemas") };
        for (index, name) in config.models.keep.iter().enumerate() {
            self.demand(&schemas, name, &["models", "keep", &index.to_string()], "component schema");
        }
        for at in config.names.keys() {
            let keys: Vec<String> = Pointer::parse(at).segments().collect();
            let depth = match keys.first().map(String::as_str) {
                Some("components") => 3,
                Some("paths") => 2,
                // Webhooks, and what is checked elsewhere.
                _ => continue,
            };
            let base = keys.iter().take(depth).fold(Pointer::root(), |location, key| location.child(key));
            if !components.contains(base.as_str()) {
                let near = nearest(base.as_str(), components.iter().map(String::as_str));
                let near = near.map(|near| format!("{near}{}", at.get(base.as_str().len()..).unwrap_or_default()));
                self.unknown_decision(at, &["names", at], "place", near.as_deref());
            }
        }
    }

    /// Reports the operations that only paging rules name.
    fn report_unknown_in_paging(&mut self, known: &BTreeSet<String>) {
        let config = self.config;
        for (index, rule) in config.paging.iter().enumerate() {
            for (key, list) in [("operations", &rule.operations), ("except", &rule.except)] {
                for (number, pattern) in list.iter().enumerate() {
                    if !known.iter().any(|name| matches(pattern, name)) {
                        let near = nearest(pattern, known.iter().map(String::as_str));
                        let keys = ["paging", &index.to_string(), key, &number.to_string()];
                        self.unknown_decision(pattern, &keys, "operation", near);
                    }
                }
            }
        }
    }

    fn demand(&mut self, known: &BTreeSet<String>, name: &str, keys: &[&str], what: &str) {
        if !known.contains(name) {
            let near = nearest(name, known.iter().map(String::as_str));
            self.unknown_decision(name, keys, what, near);
        }
    }

    fn unknown_decision(&mut self, name: &str, keys: &[&str], what: &str, near: Option<&str>) {
        let message = format!("the configuration has a setting for the {what} `{name}`, which is not in the document");
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if keys.first() == Some(&"auth") => "correct the name, or add the scheme with a `type`".to_owned(),
            None => "remove it, or correct the name".to_owned(),
        };
        let location = self.config.locations.location(keys);
        self.account.push(Diagnostic::new(codes::UNKNOWN_DECISION, location, message).help(help));
    }

    /// Returns every operation by its id and by its method and path, also those that are skipped.
    fn operation_keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for endpoint in endpoints(self.document) {
            keys.extend(endpoint.operation.operation_id.iter().cloned());
            keys.insert(format!("{} {}", endpoint.method.as_str(), endpoint.path));
        }
        for skipped in &self.document.skipped {
            if let [paths, path, method] = &skipped.pointer.segments().collect::<Vec<_>>()[..]
                && paths == "paths"
            {
                keys.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        keys
    }

    /// Returns the pointers of components and paths.
    fn component_pointers(&self) -> BTreeSet<String> {
        let openapi = &self.document.openapi;
        let mut locations: BTreeSet<String> =
            self.document.skipped.iter().map(|skipped| skipped.pointer.as_str().to_owned()).collect();
        let paths = Pointer::root().child("paths");
        locations.extend(openapi.paths.paths.keys().map(|path| paths.child(path).as_str().to_owned()));
        let Some(components) = &openapi.components else { return locations };
        let section = Pointer::root().child("components");
        let mut add = |name: &str, keys: Vec<&String>| {
            let section = section.child(name);
            locations.extend(keys.into_iter().map(|key| section.child(key).as_str().to_owned()));
        };
        add("schemas", components.schemas.keys().collect());
        add("responses", components.responses.keys().collect());
        add("parameters", components.parameters.keys().collect());
        add("examples", components.examples.keys().collect());
        add("requestBodies", components.request_bodies.keys().collect());
        add("headers", components.headers.keys().collect());
        add("securitySchemes", components.security_schemes.keys().collect());
        add("links", components.links.keys().collect());
        add("callbacks", components.callbacks.keys().collect());
        locations
    }
}
