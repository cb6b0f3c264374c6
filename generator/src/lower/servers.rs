//! Servers: of the document, of path items and of operations.

mod fill;

use std::collections::BTreeSet;

use openapiv3::{PathItem, Server as Spec};

use self::fill::{Fault, Value, fill};
use super::account::Account;
use crate::config::Config;
use crate::diagnostics::codes::Code;
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::document::Document;
use crate::ir::{Api, Operation, Server, ServerVariable};
use crate::pointer::Pointer;

/// How many variables a server may have: more than any real one, few enough to try each value that is listed.
const MOST_VARIABLES: usize = 32;

/// Returns the servers of the document as a whole; a base URL of the configuration comes first.
pub(super) fn of_document(document: &Document, config: &Config, account: &mut Account<'_>) -> Vec<Server> {
    let mut servers = usable(&document.openapi.servers, &Pointer::root(), account);
    if let Some(url) = &config.client.base_url {
        report_missing_path(url, &servers, config, account);
        let documented = servers.iter().position(|server| server.url == *url).map(|index| servers.remove(index));
        servers.retain(|server| server.url != *url);
        servers.insert(0, documented.unwrap_or_else(|| Server::at(url.clone())));
    }
    servers
}

/// Warns if the document says only the path of its server, and the base URL of the configuration is without it.
fn report_missing_path(url: &str, servers: &[Server], config: &Config, account: &mut Account<'_>) {
    let Some(first) = servers.first().filter(|_| !servers.iter().any(Server::is_absolute)) else { return };
    let path = first.usual();
    let (path, url) = (path.trim_matches('/'), url.trim_end_matches('/'));
    if path.is_empty() || url.ends_with(&format!("/{path}")) {
        return;
    }
    let message = format!("the base URL does not end with `/{path}`, the path of the server in the document");
    let diagnostic =
        Diagnostic::new(codes::MISSING_BASE_PATH, config.locations.location(&["client", "base_url"]), message);
    account.push(diagnostic.help(format!("if the API is served below it: base_url = \"{url}/{path}\"")));
}

/// If only operations have servers, takes their first one as the server of the API.
pub(super) fn adopt_from_operations(api: &mut Api) {
    if api.servers.is_empty() {
        let own = api.operations.iter().filter_map(|operation| operation.server.as_ref());
        api.servers.extend(own.filter(|server| server.is_absolute()).take(1).cloned());
    }
}

/// Returns the servers of an operation, else those of its path item: the one that is used, and the others.
pub(super) fn of_operation(
    (operation, at): (&openapiv3::Operation, &Pointer),
    (item, item_at): (&PathItem, &Pointer),
    account: &mut Account<'_>,
) -> (Option<Server>, Vec<Server>) {
    let own = usable(&operation.servers, at, account);
    let mut servers = if own.is_empty() { usable(&item.servers, item_at, account) } else { own }.into_iter();
    (servers.next(), servers.collect())
}

fn usable(listed: &[Spec], at: &Pointer, account: &mut Account<'_>) -> Vec<Server> {
    let section = at.child("servers");
    let servers = listed.iter().enumerate();
    servers.filter_map(|(index, spec)| server(spec, &section.item(index), account)).collect()
}

fn server(spec: &Spec, at: &Pointer, account: &mut Account<'_>) -> Option<Server> {
    let mut url = spec.url.trim().to_owned();
    if let Some(end) = url.find(['?', '#']) {
        let message = format!("`{}` must not be part of a server URL; it is ignored", &url[end..]);
        report_once(account, codes::SERVER_QUERY, at, message);
        url.truncate(end);
    }
    // Where the document is served from is unknown; `https` is the safe assumption.
    if url.starts_with("//") {
        url.insert_str(0, "https:");
    }
    let names: BTreeSet<&str> = fill::variables(&url).collect();
    if names.len() > MOST_VARIABLES {
        let message = format!("this server is ignored: its URL has more than {MOST_VARIABLES} variables");
        report_once(account, codes::UNUSABLE_SERVER, at, message);
        return None;
    }
    let listed = spec.variables.iter().flatten();
    let variables = listed.filter(|(name, _)| names.contains(name.as_str())).map(|(name, variable)| ServerVariable {
        name: name.clone(),
        default: Some(variable.default.clone()),
        values: variable.enumeration.clone(),
        description: variable.description.clone(),
    });
    let mut variables: Vec<ServerVariable> = variables.collect();
    check_values(&url, &mut variables, at, account);
    for name in Operation::placeholders(&url) {
        if !variables.iter().any(|variable| variable.name == name) {
            let message = format!("the variable `{name}` of this server is not described; callers have to set it");
            report_once(account, codes::UNKNOWN_SERVER_VARIABLE, at, message);
        }
    }
    let server = Server { url, description: spec.description.clone(), variables };
    if let Some(problem) = problem(&server.usual()) {
        report_once(account, codes::UNUSABLE_SERVER, at, format!("this server is ignored: {problem}"));
        return None;
    }
    Some(server)
}

/// Removes defaults and listed values that the SDK would not accept from callers, and reports them.
fn check_values(url: &str, variables: &mut [ServerVariable], at: &Pointer, account: &mut Account<'_>) {
    while let Err(fault) = filled(url, variables) {
        let Some(variable) = variables.iter_mut().find(|variable| variable.name == fault.variable) else { return };
        if variable.default.take().is_none() {
            return;
        }
        let message = format!("the default of the server variable `{}` {}", fault.variable, fault.why);
        let diagnostic = unfit_value(at.child("variables").child(fault.variable), message);
        account.push_once(diagnostic.help("without a default, users of the SDK have to set the variable"));
    }
    for index in 0..variables.len() {
        let (name, values) = (variables[index].name.clone(), std::mem::take(&mut variables[index].values));
        let (kept, unfit): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| {
            let chosen = |other: &str| (other == name).then_some(value.as_str());
            filled_with(url, variables, &chosen).map_or_else(|fault| fault.variable != name, |_| true)
        });
        variables[index].values = kept;
        if let Some(first) = unfit.first() {
            let chosen = |other: &str| (other == name).then_some(first.as_str());
            let why = filled_with(url, variables, &chosen).map_or_else(|fault| fault.why, |_| "does not fit");
            let left = if variables[index].values.is_empty() {
                ", and since no other value is listed, any valid value is accepted"
            } else {
                ""
            };
            let message = format!("a listed value of the server variable `{name}` {why}; it is ignored{left}");
            account.push_once(unfit_value(at.child("variables").child(&name).child("enum"), message));
        }
    }
}

/// Returns the warning that a value in the document does not fit its variable.
fn unfit_value(at: Pointer, message: String) -> Diagnostic {
    Diagnostic::new(codes::UNFIT_SERVER_VARIABLE, Location::Node(at), message)
}

/// Reports a server once: those of a path item are read for each of its operations.
fn report_once(account: &mut Account<'_>, code: &'static Code, at: &Pointer, message: String) {
    account.push_once(Diagnostic::new(code, Location::Node(at.clone()), message));
}

/// Returns the URL with the defaults of its variables.
fn filled<'u>(url: &'u str, variables: &[ServerVariable]) -> Result<String, Fault<'u>> {
    filled_with(url, variables, &|_| None)
}

/// Returns the URL with the values that `chosen` returns, and the defaults of the other variables.
fn filled_with<'u, 'v>(
    url: &'u str,
    variables: &'v [ServerVariable],
    chosen: &dyn Fn(&str) -> Option<&'v str>,
) -> Result<String, Fault<'u>> {
    fill(url, &|name| {
        let variable = variables.iter().find(|variable| variable.name == name);
        let default = variable.and_then(|variable| variable.default.as_deref());
        Value { text: chosen(name).or(default), default }
    })
}

/// Returns why requests cannot be sent to this URL; `None` if they can.
fn problem(url: &str) -> Option<String> {
    if url.contains(char::is_whitespace) {
        return Some("its URL contains white space".to_owned());
    }
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split('/').next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" if authority.is_empty() => Some("its URL has no host".to_owned()),
        "http" | "https" if authority.contains('@') => Some("its URL contains a user name".to_owned()),
        "http" | "https" => None,
        // A scheme that is a variable without a value is for the caller to choose.
        other if other.contains('{') => None,
        other => Some(format!("its scheme is `{other}`, not `http` or `https`")),
    }
}
