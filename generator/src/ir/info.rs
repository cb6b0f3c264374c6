//! What a document says about its API for readers. Only the reference needs it.

use super::{Docs, OperationId};

/// What a document says about its API besides what it does (OpenAPI, sections Info Object and Tag Object).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// Whom to ask about the API.
    pub contact: Contact,
    /// The name of the license of the API and its URL, as the document writes them.
    pub license: (Option<String>, Option<String>),
    /// The URL of the terms of service.
    pub terms_of_service: Option<String>,
    /// The tags of the document that say more than their name.
    pub tags: Vec<Tag>,
}

/// Whom to ask about an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The name of a person or an organization.
    pub name: Option<String>,
    /// The URL of a page.
    pub url: Option<String>,
    /// An address for mail.
    pub email: Option<String>,
}

/// A tag, by which a document groups its operations.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// What the document says about it.
    pub docs: Docs,
    /// The operations that have it.
    pub operations: Vec<OperationId>,
}
