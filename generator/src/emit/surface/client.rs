//! What the client and its builder let users name: credentials, servers, environment variables.

use std::collections::{BTreeMap, BTreeSet};

use super::text;
use crate::emit::Cx;
use crate::emit::operations::{access, servers};
use crate::emit::uses::Uses;
use crate::ir::Scheme;
use crate::naming::{Ident, Variable};
use crate::surface::{Credential, ServerVariable};

/// Returns the credentials, by the names of their schemes.
pub(super) fn credentials(cx: Cx<'_>, uses: &Uses<'_>) -> BTreeMap<String, Credential> {
    let prefix = &cx.names.environment_prefix;
    let names = cx.names.schemes.iter().zip(&cx.names.access_tokens).zip(&cx.names.variables);
    let credential = |(scheme, ((method, token), variable)): (&Scheme, ((&Ident, &Option<Ident>), &Variable))| {
        let mut variables = access::variable_names(prefix, scheme, variable);
        variables.extend(access::token_variable(prefix, scheme, variable).map(|name| vec![name]));
        let credential = Credential {
            method: method.as_str().to_owned(),
            arguments: access::arguments(uses, scheme).iter().map(|(_, ty)| text(ty)).collect(),
            access_token: token.as_ref().map(|token| token.as_str().to_owned()),
            variables,
        };
        (scheme.name.clone(), credential)
    };
    cx.api.schemes.iter().zip(names).map(credential).collect()
}

/// Returns the other methods of the client's builder that not every API has.
pub(super) fn builder(cx: Cx<'_>) -> BTreeMap<String, Vec<String>> {
    let into_text = "impl Into<String>";
    let exchanged = access::are_exchanged(cx);
    let methods: [(&str, bool, &[&str]); 5] = [
        ("credential", !cx.api.schemes.is_empty(), &[into_text, "Credential"]),
        ("token_url", exchanged, &[into_text]),
        ("scopes", exchanged, &["impl IntoIterator<Item = impl Into<String>>"]),
        ("server", servers::is_choice(cx), &["usize"]),
        ("server_variable", !servers::all_variables(cx).is_empty(), &[into_text, into_text]),
    ];
    let methods = methods.into_iter().filter(|(_, is_there, _)| *is_there);
    methods.map(|(name, _, types)| (name.to_owned(), types.iter().map(|ty| (*ty).to_owned()).collect())).collect()
}

/// Returns the variables in URLs of servers.
pub(super) fn server_variables(cx: Cx<'_>) -> BTreeMap<String, ServerVariable> {
    let variables = servers::all_variables(cx).into_iter().map(|(name, variable)| {
        let described = variable.map(|variable| ServerVariable {
            default: variable.default.clone(),
            values: variable.values.iter().cloned().collect(),
        });
        (name.to_owned(), described.unwrap_or_default())
    });
    variables.collect()
}

/// Returns the environment variables that belong to no credential.
pub(super) fn variables(cx: Cx<'_>) -> BTreeSet<String> {
    let token_url = access::are_exchanged(cx).then_some("TOKEN_URL");
    let names = ["BASE_URL", "CUSTOM_HEADERS"].into_iter().chain(token_url);
    names.map(|name| format!("{}_{name}", cx.names.environment_prefix)).collect()
}
