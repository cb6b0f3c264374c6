//! Servers: of the document, of path items and of operations.

use openapiv3::{PathItem, Server as Spec};

use super::Lowering;
use crate::ir::{Operation, Server, ServerVariable};
use crate::pointer::Pointer;

impl Lowering<'_> {
    pub(super) fn servers(&mut self) {
        let document = self.document;
        let mut servers = self.usable(&document.openapi.servers, &Pointer::root());
        if let Some(url) = &self.config.client.base_url {
            servers.retain(|server| server.url != *url);
            servers.insert(0, Server::at(url.clone()));
        }
        self.result.api.servers = servers;
    }

    /// Where the document as a whole names no server but its operations do, their first one is the API's as well.
    pub(super) fn servers_of_operations(&mut self) {
        let api = &mut self.result.api;
        if api.servers.is_empty() {
            let own = api.operations.iter().filter_map(|operation| operation.server.as_ref());
            api.servers.extend(own.filter(|server| server.is_absolute()).take(1).cloned());
        }
    }

    /// The servers of an operation, else those of its path item: the one that is used, and the others.
    pub(super) fn own_servers(
        &mut self,
        (operation, at): (&openapiv3::Operation, &Pointer),
        (item, place): (&PathItem, &Pointer),
    ) -> (Option<Server>, Vec<Server>) {
        let own = self.usable(&operation.servers, at);
        let mut servers = if own.is_empty() { self.usable(&item.servers, place) } else { own }.into_iter();
        (servers.next(), servers.collect())
    }

    fn usable(&mut self, listed: &[Spec], at: &Pointer) -> Vec<Server> {
        let place = at.child("servers");
        let servers = listed.iter().enumerate();
        servers.filter_map(|(index, server)| self.server(server, &place.item(index))).collect()
    }

    fn server(&mut self, spec: &Spec, at: &Pointer) -> Option<Server> {
        let mut url = spec.url.trim().to_owned();
        if let Some(end) = url.find(['?', '#']) {
            let message = format!("`{}` does not belong into the URL of a server; it is left out", &url[end..]);
            self.tell_once("server-query", at, message);
            url.truncate(end);
        }
        // The document's own scheme is unknown; it is `https` on the web of today.
        if url.starts_with("//") {
            url.insert_str(0, "https:");
        }
        let listed = spec.variables.iter().flatten();
        let variables =
            listed.filter(|(name, _)| url.contains(&format!("{{{name}}}"))).map(|(name, variable)| ServerVariable {
                name: name.clone(),
                default: variable.default.clone(),
                values: variable.enumeration.clone(),
                description: variable.description.clone(),
            });
        let variables: Vec<ServerVariable> = variables.collect();
        for name in Operation::placeholders(&url) {
            if !variables.iter().any(|variable| variable.name == name) {
                let message = format!("the variable `{name}` of this server is not described; callers have to set it");
                self.tell_once("unknown-server-variable", at, message);
            }
        }
        let server = Server { url, description: spec.description.clone(), variables };
        if let Some(problem) = problem(&server.usual()) {
            self.tell_once("unusable-server", at, format!("this server is left out: {problem}"));
            return None;
        }
        Some(server)
    }

    /// The servers of a path item are looked at once for each of its operations.
    fn tell_once(&mut self, code: &'static str, at: &Pointer, message: String) {
        let place = crate::diagnostics::Place::Node(at.clone());
        if !self.diagnostics.iter().any(|told| told.code == code && told.place == place) {
            self.diagnostics.warning(code, at, message);
        }
    }
}

/// Why requests cannot go there.
fn problem(url: &str) -> Option<String> {
    if url.contains(char::is_whitespace) {
        return Some("its URL has white space".to_owned());
    }
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split('/').next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" if authority.is_empty() => Some("its URL names no host".to_owned()),
        "http" | "https" if authority.contains('@') => Some("its URL holds a user name".to_owned()),
        "http" | "https" => None,
        // A scheme that is a variable without a value is for the caller to choose.
        other if other.contains('{') => None,
        other => Some(format!("its scheme is `{other}`, not `http` or `https`")),
    }
}
