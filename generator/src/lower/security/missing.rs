//! Documents that say nothing about credentials: a warning, with what the configuration can say instead.

use std::collections::{BTreeMap, HashSet};

use openapiv3::{Parameter, ReferenceOr};

use super::super::account::Account;
use super::super::endpoint::endpoints;
use super::names_a_scheme;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Location, codes, quoted};
use crate::document::Document;
use crate::english::words;
use crate::ir::Api;
use crate::pointer::Pointer;

/// Warns if the SDK has no scheme for credentials, and the document does not say that none are needed. A `security`
/// that names a scheme which is not defined is reported already.
pub(in crate::lower) fn report(document: &Document, config: &Config, api: &Api, account: &mut Account<'_>) {
    let is_open = document.openapi.security.is_none() && !names_a_scheme(document);
    let has_none = api.schemes.is_empty() && api.certificates.is_empty();
    if !(is_open && has_none && api.operations.iter().any(|operation| operation.security.is_none())) {
        return;
    }
    let evidence = evidence(document, config);
    let without = "the document has no usable security scheme, so the SDK cannot send credentials";
    let message = match &evidence {
        Some((place, name, _)) => {
            format!("{without}; most operations have the {place} parameter `{}`", name.escape_debug())
        }
        None => without.to_owned(),
    };
    let help = "if the API needs credentials, add a scheme in the configuration (or by an overlay); otherwise add \
                `security: []` at the root of the document";
    let diagnostic = Diagnostic::new(codes::NO_CREDENTIALS, Location::Document, message);
    account.push(diagnostic.help(help).lines(lines(evidence)));
}

/// Returns the lines of a scheme that a person can correct, after what the operations have instead.
fn lines(evidence: Option<(&str, String, Written)>) -> Vec<String> {
    let lines = |name: &str, kind: &str, others: &str| {
        vec![format!("[auth.{name}]"), format!("type = {}{others}", quoted(kind))]
    };
    match evidence {
        None => lines("token", "bearer", " # or \"basic\", \"api-key\", \"client-credentials\""),
        Some((.., Written::Bearer)) => lines("token", "bearer", ""),
        Some((.., Written::Basic)) => lines("login", "basic", ""),
        Some((place, name, Written::Key)) => {
            let place = format!("in = {}", quoted(place));
            lines("api_key", "api-key", "").into_iter().chain([place, format!("name = {}", quoted(&name))]).collect()
        }
    }
}

/// How a parameter is a credential.
enum Written {
    Bearer,
    Basic,
    Key,
}

/// Returns the parameter that at least three of four operations have and that holds a credential: its place, its name
/// and how it is written.
fn evidence(document: &Document, config: &Config) -> Option<(&'static str, String, Written)> {
    // What the name of a secret field ends in: `key`, `token` and so on.
    let last = |name: &str| words(name).pop();
    let secret: HashSet<String> = config.secrets.credentials().filter_map(last).collect();
    let mut found: BTreeMap<(&'static str, String), (usize, &Parameter)> = BTreeMap::new();
    let mut operations = 0;
    for endpoint in endpoints(document) {
        operations += 1;
        let own = listed(document, &endpoint.operation.parameters, &endpoint.at);
        let all = own.chain(listed(document, &endpoint.item.parameters, &endpoint.item_at));
        let keys = all.filter_map(|parameter| {
            let name = &parameter.parameter_data_ref().name;
            let place = match parameter {
                Parameter::Header { .. } => "header",
                Parameter::Query { .. } => "query",
                _ => return None,
            };
            let holds =
                (place == "header" && is_authorization(name)) || last(name).is_some_and(|it| secret.contains(&it));
            holds.then(|| ((place, name.clone()), parameter))
        });
        let keys: BTreeMap<_, _> = keys.collect();
        for (key, parameter) in keys {
            found.entry(key).or_insert((0, parameter)).0 += 1;
        }
    }
    let ((place, name), (count, parameter)) = found.into_iter().rev().max_by_key(|(_, (count, _))| *count)?;
    let written = match () {
        () if place != "header" || !is_authorization(&name) => Written::Key,
        () if says_basic(parameter) => Written::Basic,
        () => Written::Bearer,
    };
    (count * 4 >= operations * 3).then_some((place, name, written))
}

fn listed<'a>(
    document: &'a Document,
    list: &'a [ReferenceOr<Parameter>],
    at: &Pointer,
) -> impl Iterator<Item = &'a Parameter> {
    let section = at.child("parameters");
    let resolved = list.iter().enumerate();
    resolved.filter_map(move |(index, node)| Some(document.parameter(node, &section.item(index))?.value))
}

fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

/// Whether the description or the example of an `Authorization` header is about HTTP Basic.
fn says_basic(parameter: &Parameter) -> bool {
    let data = parameter.parameter_data_ref();
    let example = data.example.as_ref().and_then(|example| example.as_str());
    let texts = [data.description.as_deref(), example];
    let has = |word: &str| texts.iter().flatten().any(|text| words(text).iter().any(|other| other == word));
    has("basic") && !has("bearer")
}
