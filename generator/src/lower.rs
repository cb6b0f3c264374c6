//! From a document to the model of an SDK: references followed, `allOf` merged, null folded into presence, unions
//! classified, inline schemas hoisted, parameters merged, resources and paging recognised.
//!
//! The document and the configuration are read only. Four contexts hold what is made of them: `schemas` reads the
//! schemas, `types` makes definitions of them, `resources` is the tree of resources, and `account` is what is
//! reported. Everything else is functions, which are given the contexts that they need.
//!
//! Knows nothing of Rust: no token, no identifier, no case.

mod about;
mod account;
mod decisions;
mod endpoint;
mod examples;
mod info;
mod operations;
mod paging;
mod resources;
mod schemas;
mod security;
mod servers;
mod types;
mod webhooks;

use typed_arena::Arena;

use self::account::Account;
pub(crate) use self::operations::report_plain_flags;
use self::resources::Resources;
use self::schemas::Schemas;
use self::types::Types;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::document::extensions::INFO_SUMMARY;
use crate::ir::{Api, Docs};
use crate::pointer::Pointer;
use crate::report::{Skipped, Untyped};
use crate::surface::Surface;

/// What lowering makes of a document.
#[derive(Debug, Default)]
pub struct Lowered {
    /// The model.
    pub api: Api,
    /// Operations that are skipped, each with a reason.
    pub skipped: Vec<Skipped>,
    /// Locations where the document describes a structure and the model has free JSON.
    pub untyped: Vec<Untyped>,
    /// Optional booleans that can only be true, for [`report_plain_flags`].
    pub(crate) flags: Vec<Pointer>,
}

/// Lowers a document. Problems go to `diagnostics`; what has one is skipped or loosely typed, never the whole
/// document.
///
/// An operation that `published` has stays in its resource. A component that is a map in `kept` stays one, and requests
/// go on asking for and sending the media types that they ask for and send there.
pub fn lower(
    document: &Document,
    config: &Config,
    (published, kept): (Option<&Surface>, Option<&Surface>),
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let arena = Arena::new();
    let mut account = Account::new(diagnostics);
    decisions::report_unknown(document, config, &mut account);
    let api = facts(document, config, &mut account);
    let mut types = Types::new(Schemas::new(document, config, &arena), account, api);
    types.components(kept);
    let mut resources = Resources::new(document, config, published);
    operations::lower(&mut types, &mut resources, kept);
    let Types { account, api, .. } = &mut types;
    api.resources = resources.into_tree();
    servers::adopt_from_operations(api);
    security::drop_unrequired(document, config, api, account);
    security::report_missing(document, config, api, account);
    paging::report_maybe_paged(api, config, account);
    security::report_risks(document, config, api, account);
    webhooks::lower(&mut types);
    types.report_too_many();
    let Types { account: Account { skipped, untyped, .. }, api, flags, .. } = types;
    Lowered { api, skipped, untyped, flags }
}

/// The description of the API in the document.
fn facts(document: &Document, config: &Config, account: &mut Account<'_>) -> Api {
    let openapi = &document.openapi;
    let mut api = Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        docs: Docs {
            summary: Some(openapi.info.title.clone()),
            description: described(&openapi.info),
            link: openapi.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone())),
            ..Docs::default()
        },
        about: about::about(document, config, account),
        servers: servers::of_document(document, config, account),
        secrets_are_decided: !config.secrets.is_default(),
        ..Api::default()
    };
    security::schemes(document, config, &mut api, account);
    api
}

/// Reads what only pages about the API show: examples, and what the document says for readers.
pub(crate) fn read_for_pages(document: &Document, api: &mut Api) {
    examples::read(document, api);
    info::read(document, api);
}

/// Returns what the document says the API is: `summary` (since 3.1), then `description`.
fn described(info: &openapiv3::Info) -> Option<String> {
    let summary = info.extensions.get(INFO_SUMMARY).and_then(|summary| summary.as_str());
    let description = info.description.as_deref();
    let summary = summary.filter(|summary| !description.unwrap_or_default().contains(summary.trim()));
    let texts: Vec<&str> = summary.into_iter().chain(description).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}
