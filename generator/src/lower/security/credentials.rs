//! Where credentials are sent, checked when everything is known: schemes that nothing requires, servers and token
//! endpoints of another origin, and servers without TLS.

use std::collections::{BTreeMap, HashSet};

use super::super::account::Account;
use super::super::endpoint::endpoints;
use crate::config::Config;
use crate::diagnostics::codes::Code;
use crate::diagnostics::{Diagnostic, Location, codes, quoted};
use crate::document::Document;
use crate::ir::{Api, Need, Requirement, SchemeKind, Server};
use crate::pointer::Pointer;

/// Decides how schemes that no `security` names are used, so that every credential with a setter is sent.
///
/// If no `security` of the document names any scheme, and the root has none either, all credentials are sent with every
/// request that does not refuse them. Otherwise the document says what each request needs: a scheme of the
/// configuration is one more alternative for all operations without a `security` of their own, and any other that
/// nothing needs is left out.
pub(in crate::lower) fn drop_unrequired(
    document: &Document,
    config: &Config,
    api: &mut Api,
    account: &mut Account<'_>,
) {
    let own = api.operations.iter().filter_map(|operation| operation.security.as_ref()).flatten();
    let needs = api.security.iter().chain(own).flatten();
    let sent: HashSet<&str> = needs.map(|need| need.scheme.as_str()).collect();
    let unsent: Vec<String> =
        api.schemes.iter().map(|scheme| scheme.name.clone()).filter(|name| !sent.contains(name.as_str())).collect();
    if unsent.is_empty() {
        return;
    }
    let section = Pointer::root().child("components").child("securitySchemes");
    let listed = document.openapi.components.as_ref().map(|components| &components.security_schemes);
    let is_documented = |name: &String| listed.is_some_and(|listed| listed.contains_key(name));
    let has_open = api.operations.is_empty() || api.operations.iter().any(|operation| operation.security.is_none());
    let alone = |name: String| -> Requirement { vec![Need { scheme: name, scopes: Vec::new() }] };
    if has_open && document.openapi.security.is_none() && !names_a_scheme(document) {
        let names: Vec<String> =
            unsent.iter().filter(|name| is_documented(name)).map(|name| format!("`{name}`")).collect();
        if !names.is_empty() {
            let message = format!(
                "no `security` of the document names a scheme; credentials for {} are sent with every request",
                names.join(", ")
            );
            let help = "add `security` at the root of the document, or `security: []` if nothing needs credentials";
            account.push(Diagnostic::new(codes::ASSUMED_SECURITY, Location::Node(section), message).help(help));
        }
        api.security = unsent.into_iter().map(alone).collect();
        api.security_is_assumed = true;
        return;
    }
    let (added, unsent): (Vec<String>, Vec<String>) =
        unsent.into_iter().partition(|name| has_open && !is_documented(name));
    api.security.extend(added.into_iter().map(alone));
    api.schemes.retain(|scheme| !unsent.contains(&scheme.name));
    for name in unsent {
        let message =
            format!("no operation requires the security scheme `{name}`; the SDK accepts no credential for it");
        let location = match is_documented(&name) {
            true => Location::Node(section.child(&name)),
            false => config.locations.location(&["auth", &name]),
        };
        account.push(Diagnostic::new(codes::UNUSED_SECURITY_SCHEME, location, message));
    }
}

/// Whether a `security` of the root or of any operation names a scheme, even one that is not defined, or one of a
/// skipped operation.
pub(super) fn names_a_scheme(document: &Document) -> bool {
    let root = document.openapi.security.iter().flatten();
    let own = endpoints(document).filter_map(|endpoint| endpoint.operation.security.as_ref()).flatten();
    root.chain(own).any(|requirement| !requirement.is_empty())
}

/// Reports where the document has credentials sent to another origin than that of the API, without TLS, or as a bare
/// key. That is legal, but users of the SDK should know.
pub(in crate::lower) fn report_risks(document: &Document, config: &Config, api: &Api, account: &mut Account<'_>) {
    report_plain_servers(document, api, account);
    report_servers_elsewhere(api, account);
    report_token_endpoints(config, api, account);
    report_bare_keys(config, api, account);
}

/// Reports API keys in `Authorization`, where HTTP wants the name of an authentication scheme first (RFC 9110, section
/// 11.6.2): without a configured prefix, users have to write it in their key, which nothing tells them.
fn report_bare_keys(config: &Config, api: &Api, account: &mut Account<'_>) {
    let section = Pointer::root().child("components").child("securitySchemes");
    for scheme in api.schemes.iter().filter(|scheme| scheme.is_bare_key() && scheme.prefix.is_none()) {
        let name = &scheme.name;
        let message = format!("the key of `{name}` is sent in `Authorization` without a scheme such as `Bearer`");
        let help = "write in the configuration what stands before the key, or `prefix = \"\"` if nothing does";
        let lines = [format!("[auth.{}]", quoted(name)), "prefix = \"Bearer \"".to_owned()];
        let is_documented = config.auth.get(name).is_none_or(|auth| auth.kind.is_none());
        let location = match is_documented {
            true => Location::Node(section.child(name)),
            false => config.locations.location(&["auth", name]),
        };
        let diagnostic = Diagnostic::new(codes::BARE_KEY, location, message);
        account.push(diagnostic.help(help).lines(lines.to_vec()));
    }
}

fn report_plain_servers(document: &Document, api: &Api, account: &mut Account<'_>) {
    let location = Pointer::root().child("servers");
    let listed = document.openapi.servers.iter().map(|server| server.url.trim().to_owned());
    let listed: Vec<String> = listed.collect();
    let mut found: Vec<(Pointer, String)> = Vec::new();
    for server in api.servers.iter().filter(|server| is_plain(&server.usual())) {
        // The base URL of the configuration is not in the document, and is trusted.
        let Some(index) = listed.iter().position(|url| *url == server.url) else { continue };
        found.push((location.item(index), server.usual()));
    }
    for operation in &api.operations {
        let own = operation.server.iter().map(Server::usual).filter(|url| is_plain(url));
        found.extend(own.map(|url| (operation.at.clone(), url)));
    }
    let mut reported = HashSet::new();
    for (at, url) in found {
        if reported.insert(origin(&url)) {
            let message = format!("requests and credentials are sent to `{url}` without encryption");
            account.report(codes::INSECURE_SERVER, &at, message);
        }
    }
}

/// Reports one warning for each origin, however many operations it serves.
fn report_servers_elsewhere(api: &Api, account: &mut Account<'_>) {
    let home: HashSet<Option<String>> = api.servers.iter().map(|server| origin(&server.usual())).collect();
    let mut elsewhere: BTreeMap<String, (Pointer, usize)> = BTreeMap::new();
    for operation in &api.operations {
        let needs = operation.security.as_ref().unwrap_or(&api.security);
        let Some(server) = operation.server.as_ref().filter(|_| needs.iter().any(|all| !all.is_empty())) else {
            continue;
        };
        let Some(there) = origin(&server.usual()) else { continue };
        if !home.contains(&Some(there.clone())) {
            elsewhere.entry(there).or_insert_with(|| (operation.at.clone(), 0)).1 += 1;
        }
    }
    for (there, (at, count)) in elsewhere {
        let which = match count {
            1 => "this operation is".to_owned(),
            2 => "this operation and another one are".to_owned(),
            many => format!("this operation and {} others are", many - 1),
        };
        let message = format!("{which} served at `{there}`, which receives the credentials too");
        let help = "a base URL that users set takes precedence over servers of operations";
        account.push(Diagnostic::new(ELSEWHERE, Location::Node(at), message).help(help));
    }
}

fn report_token_endpoints(config: &Config, api: &Api, account: &mut Account<'_>) {
    let home: HashSet<Option<String>> = api.servers.iter().map(|server| origin(&server.usual())).collect();
    let section = Pointer::root().child("components").child("securitySchemes");
    let mut found = Vec::new();
    for scheme in &api.schemes {
        let SchemeKind::ClientCredentials { token_url, .. } = &scheme.kind else { continue };
        let decided = config.auth.get(&scheme.name).is_some_and(|auth| auth.token_url.is_some());
        let Some(there) = origin(token_url).filter(|_| !decided) else { continue };
        let at = section.child(&scheme.name);
        if is_plain(token_url) {
            let message = format!("client secrets are sent to `{token_url}` without encryption");
            found.push((codes::INSECURE_SERVER, at.clone(), message));
        }
        if !home.contains(&Some(there.clone())) && !home.is_empty() {
            let message = format!("client secrets are sent to `{there}`, which is not a server of the API");
            found.push((ELSEWHERE, at, message));
        }
    }
    found.into_iter().for_each(|(code, at, message)| account.report(code, &at, message));
}

/// The code for credentials that are sent to another origin.
const ELSEWHERE: &Code = codes::CREDENTIALS_TO_ANOTHER_ORIGIN;

/// Returns scheme, host and port in lower case, without the default port of the scheme; `None` for a relative URL.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(usual).unwrap_or(&authority);
    Some(format!("{scheme}://{authority}"))
}

/// Whether requests are sent over the network without TLS.
fn is_plain(url: &str) -> bool {
    let Some(origin) = origin(url) else { return false };
    let Some(authority) = origin.strip_prefix("http://") else { return false };
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_address = host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    !is_address && host != "localhost" && !host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::{is_plain, origin};

    #[test]
    fn origins_are_compared_as_the_web_does() {
        assert_eq!(origin("https://API.example.com:443/v1"), origin("https://api.example.com"));
        assert_ne!(origin("http://api.example.com"), origin("https://api.example.com"));
        assert_ne!(origin("https://api.example.com:8443"), origin("https://api.example.com"));
        assert_eq!(origin("/v1"), None);
    }

    #[test]
    fn loopback_needs_no_encryption() {
        for url in
            ["http://localhost:8080/x", "http://127.0.0.5", "http://[::1]:1", "https://a", "/v1", "http://a.localhost"]
        {
            assert!(!is_plain(url), "{url}");
        }
        for url in ["http://a", "HTTP://localhost.example.com", "http://10.0.0.1", "http://0.0.0.0:80"] {
            assert!(is_plain(url), "{url}");
        }
    }
}
