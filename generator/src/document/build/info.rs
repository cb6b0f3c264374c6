//! Converts the small objects about the API: information, servers, tags, links to documentation.

use openapiv3::{Contact, ExternalDocumentation, Info, License, Server, ServerVariable, Tag};
use serde_json::Value;

use super::super::extensions::{INFO_SUMMARY, LICENSE_IDENTIFIER};
use super::super::notes::Notes;
use super::super::path::Path;
use super::fields::Fields;
use crate::diagnostics::codes;

/// The title and version of the API.
pub(super) fn info(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Info> {
    let mut fields = Fields::of(value, "`info`", at, notes)?;
    let summary = fields.text("summary");
    let summary = summary.map(|summary| (INFO_SUMMARY.to_owned(), Value::String(summary)));
    Some(Info {
        title: fields.text("title").unwrap_or_default(),
        description: fields.text("description"),
        terms_of_service: fields.text("termsOfService"),
        contact: fields.one("contact", contact),
        license: fields.one("license", license),
        version: fields.text("version").unwrap_or_default(),
        // Since 3.1.
        extensions: fields.extensions().into_iter().chain(summary).collect(),
    })
}

/// Returns a server; one without a URL is at `/`.
pub(super) fn server(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Server> {
    let mut fields = Fields::of(value, "a server", at, notes)?;
    let url = fields.text("url").unwrap_or_else(|| {
        fields.complain(codes::MISSING_URL, "this server has no `url`; `/` is assumed");
        "/".to_owned()
    });
    Some(Server {
        url,
        // Since 3.2 a server may have a name.
        description: fields.text("description").or_else(|| fields.text("name")),
        variables: fields.map("variables", variable),
        extensions: fields.extensions(),
    })
}

/// A tag.
pub(super) fn tag(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Tag> {
    if let Value::String(name) = value {
        return Some(Tag { name, ..Tag::default() });
    }
    let mut fields = Fields::of(value, "a tag", at, notes)?;
    Some(Tag {
        name: fields.text("name")?,
        description: fields.text("description"),
        external_docs: fields.one("externalDocs", external_docs),
        extensions: fields.extensions(),
    })
}

/// Converts a link to external documentation; `None` without a URL.
pub(super) fn external_docs(value: Value, at: &Path<'_>, notes: &Notes) -> Option<ExternalDocumentation> {
    if let Value::String(url) = value {
        return Some(ExternalDocumentation { url, ..ExternalDocumentation::default() });
    }
    let mut fields = Fields::of(value, "`externalDocs`", at, notes)?;
    let description = fields.text("description");
    Some(ExternalDocumentation { description, url: fields.text("url")?, extensions: fields.extensions() })
}

fn contact(value: Value, at: &Path<'_>, notes: &Notes) -> Option<Contact> {
    let mut fields = Fields::of(value, "a contact", at, notes)?;
    Some(Contact {
        name: fields.text("name"),
        url: fields.text("url"),
        email: fields.text("email"),
        extensions: fields.extensions(),
    })
}

fn license(value: Value, at: &Path<'_>, notes: &Notes) -> Option<License> {
    let mut fields = Fields::of(value, "a license", at, notes)?;
    let identifier = fields.text("identifier");
    let (name, url) = (fields.text("name").unwrap_or_default(), fields.text("url"));
    let mut extensions = fields.extensions();
    // Since 3.1: an SPDX expression.
    extensions.extend(identifier.map(|identifier| (LICENSE_IDENTIFIER.to_owned(), Value::String(identifier))));
    Some(License { name, url, extensions })
}

fn variable(value: Value, at: &Path<'_>, notes: &Notes) -> Option<ServerVariable> {
    let mut fields = Fields::of(value, "a server variable", at, notes)?;
    let enumeration = fields.texts("enum").unwrap_or_default();
    Some(ServerVariable {
        default: fields.text("default").or_else(|| enumeration.first().cloned()).unwrap_or_default(),
        enumeration,
        description: fields.text("description"),
        extensions: fields.extensions(),
    })
}
