//! Security schemes in the emitted source: the facts, the methods that take credentials, and the docs of both.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Cx;
use crate::emit::docs::{list, paragraphs, wrapped};
use crate::emit::uses::Uses;
use crate::ir::{KeyLocation, Need, Operation, Requirement, Scheme, SchemeKind};
use crate::naming::{Ident, Variable};
use crate::prose::code;
use crate::text::own::blocks;

/// The security schemes, as a part of the API's facts.
pub(in crate::emit) fn schemes(cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
    if cx.api.schemes.is_empty() {
        return TokenStream::new();
    }
    let ty = uses.name("Scheme");
    let names = cx.names.schemes.iter().zip(&cx.names.variables);
    let schemes = cx.api.schemes.iter().zip(names).map(|(scheme, (setter, variable))| {
        let made = scheme_value(&ty, scheme);
        let variable = variable.own.as_ref().map(|own| match variable.reads_usual {
            true => quote!(.own_variable(#own)),
            false => quote!(.variable(#own)),
        });
        let prefix = scheme.prefix.as_ref().map(|prefix| quote!(.prefix(#prefix)));
        let setter = Some(setter.as_str()).filter(|setter| usual_setter(scheme) != Some(setter));
        let setter = setter.map(|setter| quote!(.setter(#setter)));
        quote!(#made #variable #prefix #setter)
    });
    quote!(.schemes(&[#(#schemes),*]))
}

/// The method of the client's builder that the runtime takes for the setter of a scheme, unless it is told another one.
fn usual_setter(scheme: &Scheme) -> Option<&'static str> {
    match scheme.kind {
        SchemeKind::Bearer => Some("bearer_token"),
        SchemeKind::Basic => Some("basic_auth"),
        SchemeKind::Http { .. } => None,
        SchemeKind::ApiKey { .. } => Some("api_key"),
        SchemeKind::ClientCredentials { .. } => Some("client_credentials"),
    }
}

fn scheme_value(ty: &TokenStream, scheme: &Scheme) -> TokenStream {
    let name = &scheme.name;
    match &scheme.kind {
        SchemeKind::Bearer => quote!(#ty::bearer(#name)),
        SchemeKind::Basic => quote!(#ty::basic(#name)),
        SchemeKind::Http { word } => quote!(#ty::http(#name, #word)),
        SchemeKind::ApiKey { location: KeyLocation::Header, name: key } => quote!(#ty::api_key_header(#name, #key)),
        SchemeKind::ApiKey { location: KeyLocation::Query, name: key } => quote!(#ty::api_key_query(#name, #key)),
        SchemeKind::ApiKey { location: KeyLocation::Cookie, name: key } => quote!(#ty::api_key_cookie(#name, #key)),
        SchemeKind::ClientCredentials { token_url, scopes } => {
            quote!(#ty::client_credentials(#name, #token_url, &[#(#scopes),*]))
        }
    }
}

/// Returns a line for each environment variable of the schemes: its name and what it holds.
pub(in crate::emit) fn variables(cx: Cx<'_>) -> Vec<String> {
    let prefix = &cx.names.environment_prefix;
    let schemes = cx.api.schemes.iter().zip(&cx.names.variables);
    let lines = schemes.flat_map(|(scheme, variable)| {
        let usual = format!("{}: {}", variables_in_words(prefix, scheme, variable), what(scheme));
        let token = token_variable(prefix, scheme, variable).map(|name| format!("`{name}`: an access token"));
        std::iter::once(usual).chain(token)
    });
    lines.collect()
}

/// Returns the names of the variables of a scheme: alternatives, each of them variables that are set together.
pub(in crate::emit) fn variable_names(prefix: &str, scheme: &Scheme, variable: &Variable) -> Vec<Vec<String>> {
    let suffixes: &[&str] = match &scheme.kind {
        SchemeKind::ClientCredentials { .. } => {
            return vec![vec![format!("{prefix}_CLIENT_ID"), format!("{prefix}_CLIENT_SECRET")]];
        }
        SchemeKind::Basic => &["_USERNAME", "_PASSWORD"],
        SchemeKind::Bearer => &["_TOKEN"],
        SchemeKind::ApiKey { .. } => &["_API_KEY"],
        SchemeKind::Http { .. } => &["_AUTHORIZATION"],
    };
    let with = |start: &str, ends: &[&str]| ends.iter().map(|end| format!("{prefix}{start}{end}")).collect();
    let usual = variable.reads_usual.then(|| with("", suffixes));
    let own = variable.own.as_ref().map(|own| {
        let ends = if matches!(scheme.kind, SchemeKind::Basic) { suffixes } else { &[""] };
        with(&format!("_{own}"), ends)
    });
    let mut names: Vec<Vec<String>> = usual.into_iter().chain(own).collect();
    if variable.is_common() {
        names.reverse();
    }
    names
}

/// Returns the names of the variables of a scheme, as code.
pub(in crate::emit) fn variables_in_words(prefix: &str, scheme: &Scheme, variable: &Variable) -> String {
    let together = |names: &Vec<String>| names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" and ");
    variable_names(prefix, scheme, variable).iter().map(together).collect::<Vec<_>>().join(" or ")
}

/// Returns the name of the variable for an access token, if the scheme exchanges other credentials for one.
pub(in crate::emit) fn token_variable(prefix: &str, scheme: &Scheme, variable: &Variable) -> Option<String> {
    let trades = matches!(scheme.kind, SchemeKind::ClientCredentials { .. });
    trades.then(|| format!("{prefix}_{}", variable.own.as_deref().unwrap_or("ACCESS_TOKEN")))
}

fn what(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::ClientCredentials { .. } => "OAuth 2.0 client credentials".to_owned(),
        SchemeKind::Basic => "user name and password".to_owned(),
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::ApiKey { .. } => "an API key".to_owned(),
        SchemeKind::Http { word } => format!("the credentials after the word {} in `Authorization`", code(word)),
    }
}

/// The methods of the client's builder that take credentials.
pub(in crate::emit) fn setters(cx: Cx<'_>, uses: &Uses<'_>) -> TokenStream {
    let names = cx.names.schemes.iter().zip(&cx.names.access_tokens);
    let setters = cx.api.schemes.iter().zip(names).map(|(scheme, (ident, token))| {
        let setter = setter(cx, uses, scheme, ident);
        let token = token.as_ref().map(|ident| {
            let docs = ["Sends an existing access token instead of requesting one with client credentials.".to_owned()];
            bearer(uses, scheme, ident, &paragraphs(docs.into_iter().chain(flows(scheme))))
        });
        quote!(#setter #token)
    });
    let setters: Vec<TokenStream> = setters.collect();
    if setters.is_empty() {
        return TokenStream::new();
    }
    let credential = uses.name("Credential");
    let docs = paragraphs([
        "Sets the credential of a security scheme, by its name.".to_owned(),
        "Use `Credential::token_source` for tokens that change during the lifetime of the client.".to_owned(),
        list(cx.api.schemes.iter().map(|scheme| code(&scheme.name))),
    ]);
    quote! {
        #(#setters)*

        #docs
        pub fn credential(mut self, scheme: impl Into<String>, credential: #credential) -> Self {
            self.inner = self.inner.credential(scheme, credential);
            self
        }
    }
}

/// What users of a key in `Authorization` have to know.
pub(in crate::emit) const BARE_KEY: &str =
    "it begins with the name of its scheme if the API wants one, such as `Bearer`";

fn setter(cx: Cx<'_>, uses: &Uses<'_>, scheme: &Scheme, ident: &Ident) -> TokenStream {
    let credential = uses.name("Credential");
    let name = &scheme.name;
    let described = scheme.description.as_deref().map(|text| cx.markdown(text)).unwrap_or_default();
    let docs = |usual: String| paragraphs([usual, described.clone()].into_iter().chain(flows(scheme)));
    let arguments = arguments(uses, scheme);
    let arguments = arguments.iter().map(|(name, ty)| {
        let name = crate::emit::syntax::ident(name);
        quote!(#name: #ty)
    });
    let (docs, made) = match &scheme.kind {
        SchemeKind::Bearer => return bearer(uses, scheme, ident, &docs("Sends a bearer token.".to_owned())),
        SchemeKind::ApiKey { location, name: key } => {
            let mut usual = format!("Sends an API key {}", location_of(*location, key));
            match &scheme.prefix {
                Some(prefix) if !prefix.is_empty() => usual.push_str(&format!(", after {}.", code(prefix.trim_end()))),
                None if scheme.is_bare_key() => usual.push_str(&format!(", as it is: {BARE_KEY}.")),
                _ => usual.push('.'),
            }
            (docs(wrapped(&usual)), quote!(#credential::api_key(key)))
        }
        SchemeKind::Http { word } => (
            docs(blocks([
                wrapped(&format!("Sends credentials in `Authorization`, after the word {}.", code(word))),
                "They are sent unchanged; challenges of the server are not handled.".to_owned(),
            ])),
            quote!(#credential::api_key(credentials)),
        ),
        SchemeKind::Basic => {
            (docs("Sends a user name and a password.".to_owned()), quote!(#credential::basic(user, password)))
        }
        SchemeKind::ClientCredentials { .. } => {
            let usual = "Exchanges OAuth 2.0 client credentials for access tokens, which are cached and renewed.";
            (paragraphs([usual.to_owned(), described.clone()]), quote!(#credential::client_credentials(id, secret)))
        }
    };
    quote! {
        #docs
        pub fn #ident(mut self, #(#arguments),*) -> Self {
            self.inner = self.inner.credential(#name, #made);
            self
        }
    }
}

/// The arguments of the method that takes a credential, with their types.
pub(in crate::emit) fn arguments(uses: &Uses<'_>, scheme: &Scheme) -> Vec<(&'static str, TokenStream)> {
    let (text, secret) = (quote!(impl Into<String>), uses.name("Secret"));
    let secret = quote!(impl Into<#secret>);
    match scheme.kind {
        SchemeKind::Bearer => vec![("token", secret)],
        SchemeKind::ApiKey { .. } => vec![("key", secret)],
        SchemeKind::Http { .. } => vec![("credentials", secret)],
        SchemeKind::Basic => vec![("user", text), ("password", secret)],
        SchemeKind::ClientCredentials { .. } => vec![("id", text), ("secret", secret)],
    }
}

/// Whether credentials are exchanged for tokens, at a URL that users can set.
pub(in crate::emit) fn are_exchanged(cx: Cx<'_>) -> bool {
    cx.api.schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::ClientCredentials { .. }))
}

/// The location of an API key in the request.
fn location_of(location: KeyLocation, key: &str) -> String {
    match location {
        KeyLocation::Header => format!("in the header {}", code(key)),
        KeyLocation::Query => format!("in the query, as {}", code(key)),
        KeyLocation::Cookie => format!("as the cookie {}", code(key)),
    }
}

fn bearer(uses: &Uses<'_>, scheme: &Scheme, ident: &Ident, docs: &TokenStream) -> TokenStream {
    let [credential, secret] = ["Credential", "Secret"].map(|name| uses.name(name));
    let name = &scheme.name;
    quote! {
        #docs
        pub fn #ident(mut self, token: impl Into<#secret>) -> Self {
            self.inner = self.inner.credential(#name, #credential::bearer(token));
            self
        }
    }
}

/// How users obtain a token.
fn flows(scheme: &Scheme) -> Option<String> {
    let lines = list(scheme.flows.iter().map(|flow| {
        let urls: Vec<String> = flow.urls.iter().map(|(what, url)| format!("{what} at {}", code(url))).collect();
        format!("{}{}{}", flow.name, if urls.is_empty() { "" } else { ": " }, urls.join(", "))
    }));
    (!lines.is_empty()).then(|| blocks(["Tokens come from:".to_owned(), lines]))
}

/// What connections must provide, since requests cannot.
pub(in crate::emit) fn of_connection(cx: Cx<'_>) -> String {
    if cx.api.certificates.is_empty() {
        return String::new();
    }
    let names: Vec<String> = cx.api.certificates.iter().map(|one| code(&one.name)).collect();
    wrapped(&format!(
        "The API requires client certificates ({}). Set a transport that presents one, with \
         `ClientBuilder::transport`.",
        names.join(", ")
    ))
}

/// Returns what an operation requires if the document says nothing about it alone.
pub(in crate::emit) fn by_default(cx: Cx<'_>) -> String {
    if cx.api.security.is_empty() {
        return String::new();
    }
    if cx.api.security_is_assumed {
        let names: Vec<String> = cx.api.security.iter().map(together).collect();
        return wrapped(&format!(
            "The API's document does not say which requests need credentials, so the credentials that are set are \
             sent with every request: {}.",
            names.join(", ")
        ));
    }
    let usual = any_of(&cx.api.security);
    let when = "Requests are sent with these credentials if they are set, unless a method says otherwise:";
    wrapped(&format!("{when} {usual}."))
}

/// Returns what an operation requires, if the document says so for it alone.
pub(in crate::emit) fn required(operation: &Operation) -> String {
    match &operation.security {
        None => String::new(),
        Some(alternatives) if alternatives.iter().all(Vec::is_empty) => "Needs no credentials.".to_owned(),
        Some(alternatives) => wrapped(&format!("Credentials: {}.", any_of(alternatives))),
    }
}

fn any_of(alternatives: &[Requirement]) -> String {
    let combinations: Vec<String> = alternatives.iter().filter(|needs| !needs.is_empty()).map(together).collect();
    let none = if alternatives.iter().any(Vec::is_empty) { ", or none" } else { "" };
    format!("{}{none}", combinations.join(", or "))
}

fn together(needs: &Requirement) -> String {
    needs.iter().map(need).collect::<Vec<_>>().join(" and ")
}

fn need(need: &Need) -> String {
    let scopes: Vec<String> = need.scopes.iter().map(|scope| code(scope)).collect();
    match scopes.as_slice() {
        [] => code(&need.scheme),
        [one] => format!("{} with the scope {one}", code(&need.scheme)),
        many => format!("{} with the scopes {}", code(&need.scheme), many.join(", ")),
    }
}
