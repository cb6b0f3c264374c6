//! Reads the metadata for the manifest: license and home page. The document is not trusted: what crates.io would
//! refuse, or what is not a link to a page, is left out with a warning.

use openapiv3::{Info, License, OpenAPI};

use super::account::Account;
use crate::config::{Config, crates_io};
use crate::diagnostics::codes;
use crate::document::Document;
use crate::document::extensions::LICENSE_IDENTIFIER;
use crate::ir::About;
use crate::pointer::Pointer;

/// Returns what the document says for the manifest, as far as the configuration does not decide it.
pub(super) fn about(document: &Document, config: &Config, account: &mut Account<'_>) -> About {
    let (openapi, config) = (&document.openapi, &config.package);
    let (has_license, has_homepage) =
        (config.license.is_some() || config.license_file.is_some(), config.homepage.is_some());
    let pages = pages(openapi).map(str::to_owned);
    let mut about = About { websites: document.websites.clone(), pages, ..About::default() };
    if !has_license {
        about.license = license(&openapi.info, account);
    }
    if !has_homepage {
        let docs = openapi.external_docs.as_ref().map(|docs| docs.url.as_str());
        let contact = openapi.info.contact.as_ref().and_then(|contact| contact.url.as_deref());
        let root = Pointer::root();
        let locations = [
            (docs, root.child("externalDocs").child("url")),
            (contact, root.child("info").child("contact").child("url")),
        ];
        about.homepage = locations.into_iter().find_map(|(url, at)| homepage(url?, &at, account));
    }
    about
}

/// Returns the license: its identifier, or a name that is one. Other names are left out, since they may be wrong for
/// the crate.
fn license(info: &Info, account: &mut Account<'_>) -> Option<String> {
    let License { name, extensions, .. } = info.license.as_ref()?;
    let Some(identifier) = extensions.get(LICENSE_IDENTIFIER).and_then(|value| value.as_str()) else {
        return crates_io::license(name).is_ok().then(|| name.clone());
    };
    let at = Pointer::root().child("info").child("license").child("identifier");
    fit(identifier, &at, crates_io::license(identifier), account)
}

fn homepage(url: &str, at: &Pointer, account: &mut Account<'_>) -> Option<String> {
    let url = url.trim();
    fit(url, at, crates_io::link(url), account)
}

fn fit(value: &str, at: &Pointer, check: Result<(), String>, account: &mut Account<'_>) -> Option<String> {
    let Err(fault) = check else { return Some(value.to_owned()) };
    let message = format!("this is left out of `Cargo.toml`: {fault}");
    account.report(codes::UNFIT_FOR_MANIFEST, at, message);
    None
}

/// What relative links in texts are resolved against: the page of `externalDocs`, that of the contact, or a server, in
/// this order (OpenAPI 3.0.4, section Relative References in URLs, names servers; pages are rarely on them).
fn pages(openapi: &OpenAPI) -> Option<&str> {
    let docs = openapi.external_docs.iter().map(|docs| docs.url.as_str());
    let contact = openapi.info.contact.iter().filter_map(|contact| contact.url.as_deref());
    let servers = openapi.servers.iter().map(|server| server.url.as_str()).filter(|url| !url.contains('{'));
    docs.chain(contact)
        .chain(servers)
        .map(str::trim)
        .find(|url| url.starts_with("https://") || url.starts_with("http://"))
}
