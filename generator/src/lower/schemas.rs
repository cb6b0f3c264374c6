//! What the schemas of the document say: references followed, parts of an `allOf` merged, alternatives and their tags
//! recognised. Reads the document and changes nothing; knows neither definitions nor operations.

mod all_of;
mod alternatives;
mod constraints;
mod definition;
mod derived;
mod docs;
mod enumeration;
mod facets;
mod integer;
mod labels;
mod literal;
mod property;
mod scalar;
mod secrets;
mod tag;
mod tag_values;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use openapiv3::{ReferenceOr, Schema};
use typed_arena::Arena;

use self::all_of::Combined;
pub(in crate::lower) use self::all_of::{Additional, Clash, Identity, Merged, Part};
pub(in crate::lower) use self::alternatives::{Beside, Parts, component_name};
pub(in crate::lower) use self::definition::lists_alternatives_without_type;
use self::derived::Derived;
pub(in crate::lower) use self::derived::is_base;
pub(in crate::lower) use self::enumeration::integer_enum;
pub(in crate::lower) use self::enumeration::is_fraction;
pub(in crate::lower) use self::facets::{Facets, Kind};
pub(in crate::lower) use self::integer::{integer_type, whole};
pub(in crate::lower) use self::literal::literal;
use self::secrets::Secrets;
pub(in crate::lower) use self::tag::{DEEPEST, Tag};
pub(in crate::lower) use self::tag_values::{Conflict, choose_values};
use crate::config::Config;
use crate::document::Document;
use crate::pointer::{Pointer, unescaped};

/// Reads the schemas of a document.
pub(in crate::lower) struct Schemas<'a> {
    /// The document.
    pub(in crate::lower) document: &'a Document,
    /// The configuration.
    pub(in crate::lower) config: &'a Config,
    /// How many inline schemas are being lowered inside each other.
    pub(in crate::lower) depth: Cell<usize>,
    /// The schemas that are combined from several.
    combined: Combined<'a>,
    /// Whether components admit null, as far as that was computed.
    nullables: RefCell<HashMap<&'a str, bool>>,
    /// The components that extend a component by `allOf`, by its name.
    derived: Derived<'a>,
    /// The names of secrets.
    secrets: Secrets,
}

/// A schema or a reference to one, boxed or not.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) enum Node<'a> {
    Reference(&'a str),
    Inline(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Schema>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Box<Schema>>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

/// A schema after references are followed.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Found<'a> {
    pub(in crate::lower) schema: &'a Schema,
    pub(in crate::lower) at: Pointer,
    /// The component's name, if it was reached through a reference.
    pub(in crate::lower) name: Option<&'a str>,
}

impl<'a> Schemas<'a> {
    /// Reads the schemas of `document`; those that are combined from several are kept in `arena`.
    pub(in crate::lower) fn new(document: &'a Document, config: &'a Config, arena: &'a Arena<Schema>) -> Self {
        Self {
            document,
            config,
            depth: Cell::new(0),
            combined: Combined::new(arena),
            nullables: RefCell::default(),
            derived: derived::derived(document),
            secrets: Secrets::new(config),
        }
    }

    /// Follows a reference to the schema that it leads to; `None` if that component was skipped.
    pub(in crate::lower) fn find(&self, node: Node<'a>, at: &Pointer) -> Option<Found<'a>> {
        match node {
            Node::Inline(schema) => Some(Found { schema, at: at.clone(), name: None }),
            Node::Reference(reference) => {
                let name = unescaped(reference.strip_prefix("#/components/schemas/")?);
                let components = self.document.openapi.components.as_ref()?;
                let (_, node) = components.schemas.get_key_value(&name)?;
                let resolved =
                    self.document.schema(node, &Pointer::root().child("components").child("schemas").child(&name))?;
                let name = match resolved.name {
                    Some(name) => name,
                    None => components.schemas.get_key_value(&name)?.0,
                };
                Some(Found { schema: resolved.value, at: resolved.at, name: Some(name) })
            }
        }
    }

    pub(in crate::lower) fn component(&self, name: &str) -> Option<(&'a str, &'a Schema)> {
        match self.component_node(name)? {
            (name, Node::Inline(schema)) => Some((name, schema)),
            (_, Node::Reference(_)) => None,
        }
    }

    pub(in crate::lower) fn component_node(&self, name: &str) -> Option<(&'a str, Node<'a>)> {
        let components = self.document.openapi.components.as_ref()?;
        let (name, node) = components.schemas.get_key_value(name)?;
        Some((name, Node::from(node)))
    }

    /// Returns the JSON type that a schema or its parts name or imply.
    pub(in crate::lower) fn kind(&self, node: Node<'a>, at: &Pointer) -> Option<Kind> {
        self.flat(node, at).and_then(|facets| facets.implied_kind())
    }

    /// Returns the location from which on too many schemas were combined, if there were too many; only once.
    pub(in crate::lower) fn take_too_many(&self) -> Option<Pointer> {
        self.combined.too_many.take()
    }
}
