//! Servers in the emitted source: the facts, and the methods that select a server.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Cx;
use crate::emit::docs::{list, paragraphs, wrapped};
use crate::emit::uses::Uses;
use crate::ir::{Operation, Server, ServerVariable};
use crate::prose::code;

/// The servers, as a part of the API's facts.
pub(in crate::emit) fn of_api(cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
    let servers = cx.api.servers.iter().map(|server| value(uses, server));
    let servers: Vec<TokenStream> = servers.collect();
    let servers = (!servers.is_empty()).then(|| quote!(.servers(&[#(#servers),*])));
    let with_variables = of_operations(cx).filter(|server| !names(server).is_empty());
    let mut own: Vec<&Server> = Vec::new();
    let mut seen = HashSet::new();
    own.extend(with_variables.filter(|server| seen.insert((&server.url, &server.variables))));
    own.sort_by(|one, other| one.url.cmp(&other.url));
    let own = own.into_iter().map(|server| value(uses, server));
    let own: Vec<TokenStream> = own.collect();
    let own = (!own.is_empty()).then(|| quote!(.operation_servers(&[#(#own),*])));
    quote!(#servers #own)
}

/// A server as a value.
fn value(uses: &Uses<'_>, server: &Server) -> TokenStream {
    let (ty, url) = (uses.name("Server"), &server.url);
    let variables = variables(uses, server);
    let variables = (!variables.is_empty()).then(|| quote!(.variables(#variables)));
    quote!(#ty::new(#url) #variables)
}

/// The operation's own server, as a part of its facts.
pub(in crate::emit) fn of_operation(uses: &Uses<'_>, operation: &Operation) -> TokenStream {
    let Some(server) = &operation.server else { return TokenStream::new() };
    let url = &server.url;
    let variables = variables(uses, server);
    let variables = (!variables.is_empty()).then(|| quote!(.server_variables(#variables)));
    quote!(.server(#url) #variables)
}

fn variables(uses: &Uses<'_>, server: &Server) -> TokenStream {
    let list = server.variables.iter().map(|variable| {
        // With its path: resources may be called the same.
        let ty = uses.runtime_path("ServerVariable");
        let (name, values) = (&variable.name, &variable.values);
        let values = (!values.is_empty()).then(|| quote!(.values(&[#(#values),*])));
        match &variable.default {
            Some(default) => quote!(#ty::new(#name, #default) #values),
            None => quote!(#ty::required(#name) #values),
        }
    });
    let list: Vec<TokenStream> = list.collect();
    if list.is_empty() { TokenStream::new() } else { quote!(&[#(#list),*]) }
}

/// The methods of the client's builder that select a server and its variables, if there is a choice.
pub(in crate::emit) fn setters(cx: Cx<'_>) -> TokenStream {
    let server = is_choice(cx).then(|| {
        let lines = cx.api.servers.iter().enumerate().map(|(index, server)| {
            format!("{index}: {}{}", code(&server.url), described(cx, server.description.as_deref()))
        });
        let docs = paragraphs([
            "Selects the server by its index; the first one by default.".to_owned(),
            list(lines),
            "An explicit base URL takes precedence; a relative server URL is resolved against it.".to_owned(),
        ]);
        quote! {
            #docs
            pub fn server(mut self, index: usize) -> Self {
                self.inner = self.inner.server(index);
                self
            }
        }
    });
    let variables = all_variables(cx);
    let variable = (!variables.is_empty()).then(|| {
        let lines = variables.iter().map(|(name, variable)| match variable {
            Some(variable) => variable_line(cx, variable),
            None => format!("{}: must be set; the document has no default", code(name)),
        });
        let docs = paragraphs([
            "Sets a variable in the URL of the server; `build` fails if the name or the value is unknown.".to_owned(),
            wrapped(
                "It also fails if the value is invalid in its part of the URL, so that no value can send requests to \
                 a host that the document does not name.",
            ),
            list(lines),
        ]);
        quote! {
            #docs
            pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.inner = self.inner.server_variable(name, value);
                self
            }
        }
    });
    quote!(#server #variable)
}

/// Whether there are several servers to select from.
pub(in crate::emit) fn is_choice(cx: Cx<'_>) -> bool {
    cx.api.servers.len() > 1
}

/// The variables in URLs of servers, by name, in the order of the servers; without what the document says of one that
/// it does not describe.
pub(in crate::emit) fn all_variables<'a>(cx: Cx<'a>) -> Vec<(&'a str, Option<&'a ServerVariable>)> {
    let mut variables: Vec<(&str, Option<&ServerVariable>)> = Vec::new();
    for server in cx.api.servers.iter().chain(of_operations(cx)) {
        for name in names(server) {
            if !variables.iter().any(|(known, _)| *known == name) {
                variables.push((name, server.variables.iter().find(|variable| variable.name == name)));
            }
        }
    }
    variables
}

fn variable_line(cx: Cx<'_>, variable: &ServerVariable) -> String {
    let values: Vec<String> = variable.values.iter().map(|value| code(value)).collect();
    let values = if values.is_empty() { String::new() } else { format!("one of {}; ", values.join(", ")) };
    let default = match variable.default.as_deref() {
        None => "must be set".to_owned(),
        Some("") => "empty by default".to_owned(),
        Some(default) => format!("{} by default", code(default)),
    };
    let description = described(cx, variable.description.as_deref());
    format!("{}: {values}{default}{description}", code(&variable.name))
}

/// Lists the other servers of an operation.
pub(in crate::emit) fn others(operation: &Operation) -> String {
    let urls: Vec<String> = operation.other_servers.iter().map(|server| code(&server.url)).collect();
    if urls.is_empty() { String::new() } else { wrapped(&format!("Also served at {}.", urls.join(", "))) }
}

fn described(cx: Cx<'_>, description: Option<&str>) -> String {
    description
        .map(|text| cx.phrase(text))
        .filter(|text| !text.trim().is_empty())
        .map(|text| format!(", {}", text.trim()))
        .unwrap_or_default()
}

/// The servers that only single operations have.
fn of_operations<'a>(cx: Cx<'a>) -> impl Iterator<Item = &'a Server> {
    cx.api.operations.iter().filter_map(|operation| operation.server.as_ref())
}

/// The names between the braces of a server's URL.
fn names(server: &Server) -> Vec<&str> {
    Operation::placeholders(&server.url)
}
