//! The loaded document, and how its references are followed. Knows the shape of OpenAPI 3.0, and not how the document
//! was loaded.

use indexmap::IndexMap;
use openapiv3::{
    Components, Example, Header, Link, OpenAPI, Operation, Parameter, PathItem, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};

use super::{Mentions, Websites};
use crate::pointer::{Pointer, unescaped};
use crate::report::Skipped;

/// A document in the shape of OpenAPI 3.0, converted from its own version.
///
/// Every reference is of the form `#/components/<section>/<name>`, and no chain of references is a cycle.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document itself.
    pub openapi: OpenAPI,
    /// The version as written, such as `3.1.0`.
    pub version: String,
    /// Operations with methods that a path item of 3.0 has no field for, by path.
    pub more_operations: IndexMap<String, Vec<MoreOperation>>,
    /// Operations under `paths`, counted before anything was dropped.
    pub operations: usize,
    /// Entries of `components.schemas`, counted before anything was dropped.
    pub schemas: usize,
    /// Webhooks and callbacks. Only their bodies are used.
    pub events: Vec<Event>,
    /// Operations and components that had to be left out because they are malformed.
    pub skipped: Vec<Skipped>,
    /// The websites that its texts link to.
    pub websites: Websites,
    /// Where its components are mentioned.
    pub mentions: Mentions,
}

/// A request that the API makes: a webhook, or a callback of an operation.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name in the document.
    pub name: String,
    /// The operation that a callback belongs to, as `POST /path`; `None` for a webhook.
    pub operation: Option<String>,
    /// Where it is.
    pub at: Pointer,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `requestBody`.
    pub body: Option<ReferenceOr<RequestBody>>,
    /// The header and query parameters that it has: where, name, and description.
    pub parameters: Vec<(String, String, Option<String>)>,
    /// What the API expects as responses: status and description.
    pub responses: Vec<(String, String)>,
}

/// An operation with a method that came after 3.0.
#[derive(Clone, Debug)]
pub struct MoreOperation {
    /// The method as it is sent: `QUERY`, or one of `additionalOperations`; always a token (RFC 9110, section 5.6.2).
    pub method: String,
    /// Where it is.
    pub at: Pointer,
    /// The operation.
    pub operation: Operation,
}

/// The target of a node after following references.
#[derive(Debug)]
pub struct Resolved<'a, T> {
    /// The value at the end of the chain.
    pub value: &'a T,
    /// Where that value is: the component, or the node itself if it is not a reference.
    pub at: Pointer,
    /// The name of the component at the end of the chain; `None` if the node is not a reference.
    pub name: Option<&'a str>,
}

impl Document {
    /// Follows a schema; `None` if the component was left out.
    #[must_use]
    pub fn schema<'a>(&'a self, node: &'a ReferenceOr<Schema>, at: &Pointer) -> Option<Resolved<'a, Schema>> {
        follow(self.section(|components| &components.schemas), "schemas", node, at)
    }

    /// Follows a boxed schema; `None` if the component was left out.
    #[must_use]
    pub fn boxed_schema<'a>(
        &'a self,
        node: &'a ReferenceOr<Box<Schema>>,
        at: &Pointer,
    ) -> Option<Resolved<'a, Schema>> {
        match node {
            ReferenceOr::Item(value) => Some(Resolved { value, at: at.clone(), name: None }),
            ReferenceOr::Reference { reference } => {
                chase(self.section(|components| &components.schemas), "schemas", reference)
            }
        }
    }

    /// Follows a parameter; `None` if the component was left out.
    #[must_use]
    pub fn parameter<'a>(&'a self, node: &'a ReferenceOr<Parameter>, at: &Pointer) -> Option<Resolved<'a, Parameter>> {
        follow(self.section(|components| &components.parameters), "parameters", node, at)
    }

    /// Follows a request body; `None` if the component was left out.
    #[must_use]
    pub fn request_body<'a>(
        &'a self,
        node: &'a ReferenceOr<RequestBody>,
        at: &Pointer,
    ) -> Option<Resolved<'a, RequestBody>> {
        follow(self.section(|components| &components.request_bodies), "requestBodies", node, at)
    }

    /// Follows a response; `None` if the component was left out.
    #[must_use]
    pub fn response<'a>(&'a self, node: &'a ReferenceOr<Response>, at: &Pointer) -> Option<Resolved<'a, Response>> {
        follow(self.section(|components| &components.responses), "responses", node, at)
    }

    /// Follows a header; `None` if the component was left out.
    #[must_use]
    pub fn header<'a>(&'a self, node: &'a ReferenceOr<Header>, at: &Pointer) -> Option<Resolved<'a, Header>> {
        follow(self.section(|components| &components.headers), "headers", node, at)
    }

    /// Follows an example; `None` if the component was left out.
    #[must_use]
    pub fn example<'a>(&'a self, node: &'a ReferenceOr<Example>, at: &Pointer) -> Option<Resolved<'a, Example>> {
        follow(self.section(|components| &components.examples), "examples", node, at)
    }

    /// Follows a link; `None` if the component was left out.
    #[must_use]
    pub fn link<'a>(&'a self, node: &'a ReferenceOr<Link>, at: &Pointer) -> Option<Resolved<'a, Link>> {
        follow(self.section(|components| &components.links), "links", node, at)
    }

    /// Follows a security scheme; `None` if the component was left out.
    #[must_use]
    pub fn security_scheme<'a>(
        &'a self,
        node: &'a ReferenceOr<SecurityScheme>,
        at: &Pointer,
    ) -> Option<Resolved<'a, SecurityScheme>> {
        follow(self.section(|components| &components.security_schemes), "securitySchemes", node, at)
    }

    /// Follows a path item. References to path items were replaced by the item itself when the document was loaded, so
    /// this is `None` only for a document that was built by other means.
    #[must_use]
    pub fn path_item<'a>(&'a self, node: &'a ReferenceOr<PathItem>, at: &Pointer) -> Option<Resolved<'a, PathItem>> {
        node.as_item().map(|value| Resolved { value, at: at.clone(), name: None })
    }

    fn section<'a, T>(
        &'a self,
        pick: impl Fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
    ) -> Option<&'a IndexMap<String, ReferenceOr<T>>> {
        self.openapi.components.as_ref().map(pick)
    }
}

type Section<'a, T> = Option<&'a IndexMap<String, ReferenceOr<T>>>;

fn follow<'a, T>(
    section: Section<'a, T>,
    section_name: &str,
    node: &'a ReferenceOr<T>,
    at: &Pointer,
) -> Option<Resolved<'a, T>> {
    match node {
        ReferenceOr::Item(value) => Some(Resolved { value, at: at.clone(), name: None }),
        ReferenceOr::Reference { reference } => chase(section, section_name, reference),
    }
}

fn chase<'a, T>(section: Section<'a, T>, section_name: &str, reference: &'a str) -> Option<Resolved<'a, T>> {
    let section = section?;
    let mut reference = reference;
    // A chain that is longer than the number of entries is a cycle; `refs` rejects those, so the limit is never
    // reached.
    for _ in 0..=section.len() {
        let name = component(reference, section_name)?;
        let (name, node) = section.get_key_value(&name)?;
        match node {
            ReferenceOr::Item(value) => {
                let at = Pointer::root().child("components").child(section_name).child(name);
                return Some(Resolved { value, at, name: Some(name) });
            }
            ReferenceOr::Reference { reference: next } => reference = next,
        }
    }
    None
}

fn component(reference: &str, section: &str) -> Option<String> {
    let name = reference.strip_prefix("#/components/")?.strip_prefix(section)?.strip_prefix('/')?;
    Some(unescaped(name))
}
