//! Several schemas that hold at once, combined into one: an `allOf` that is not in the document, made where several
//! parts describe a property, an item or an alternative. It is merged like those of documents when it is read, so that
//! parts are merged at any depth, and no deeper than needed.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use openapiv3::{ReferenceOr, Schema, SchemaData, SchemaKind};
use typed_arena::Arena;

use super::{Node, Part, Schemas};
use crate::lower::schemas::facets::Facets;
use crate::pointer::Pointer;

/// The most schemas that are combined. Documents stay far below, unless they are made to multiply their parts.
const MOST: usize = 5_000;

/// The most schemas that are compared with each other to find out whether one implies another one, and how deep
/// alternatives of alternatives are compared.
const COMPARED: usize = 8;
const NESTED: usize = 2;

/// How deep combined schemas may be inside each other.
const DEEPEST: usize = 100;

/// One of several schemas that hold at once.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Piece<'a> {
    pub(in crate::lower) node: Node<'a>,
    pub(in crate::lower) at: Pointer,
    /// Whether only the keywords beside `allOf`, `oneOf` and `anyOf` count.
    pub(in crate::lower) beside: bool,
}

impl<'a> Piece<'a> {
    /// Returns a piece of which everything counts.
    pub(in crate::lower) fn whole(node: Node<'a>, at: Pointer) -> Self {
        Self { node, at, beside: false }
    }

    /// Returns what the schema says, if it is written in place.
    pub(in crate::lower) fn facets(&self) -> Option<Facets<'a>> {
        let Node::Inline(schema) = self.node else { return None };
        let facets = Facets::of(schema);
        Some(if self.beside { facets.beside() } else { facets })
    }

    /// Returns what identifies the piece.
    fn key(&self) -> (String, bool) {
        let text = match self.node {
            Node::Reference(reference) => reference,
            Node::Inline(_) => self.at.as_str(),
        };
        (text.to_owned(), self.beside)
    }
}

/// What identifies a schema: where it is written, and its number if it was combined from several, else 0.
pub(in crate::lower) type Identity = (Pointer, usize);

/// What is known of a combined schema beside its parts.
struct Numbered<'a> {
    number: usize,
    parts: Vec<Piece<'a>>,
    /// The descriptions of parts that another part replaces.
    replaced: Vec<&'a str>,
}

/// The combined schemas of a document.
pub(in crate::lower) struct Combined<'a> {
    arena: &'a Arena<Schema>,
    known: RefCell<HashMap<Vec<(String, bool)>, Part<'a>>>,
    /// Each by the address of its `allOf` list.
    parts: RefCell<HashMap<*const ReferenceOr<Schema>, Numbered<'a>>>,
    /// Where the limit was reached, if it was.
    pub(in crate::lower) too_many: RefCell<Option<Pointer>>,
    made: Cell<usize>,
}

impl<'a> Combined<'a> {
    /// Starts without combined schemas; they are kept in `arena`.
    pub(in crate::lower) fn new(arena: &'a Arena<Schema>) -> Self {
        let (known, parts) = Default::default();
        Self { arena, known, parts, too_many: RefCell::default(), made: Cell::new(0) }
    }
}

impl<'a> Schemas<'a> {
    /// Returns the parts that a schema lists in `allOf`.
    pub(in crate::lower) fn all_of_pieces(&self, facets: &Facets<'a>, at: &Pointer) -> Vec<Piece<'a>> {
        if facets.all_of.is_empty() {
            return Vec::new();
        }
        if let Some(known) = self.combined.parts.borrow().get(&facets.all_of.as_ptr()) {
            return known.parts.clone();
        }
        let location = at.child("allOf");
        let parts = facets.all_of.iter().enumerate();
        parts.map(|(index, part)| Piece::whole(Node::from(part), location.item(index))).collect()
    }

    /// Whether a schema was combined from several, so that it is not in the document.
    pub(in crate::lower) fn is_made(&self, schema: &Schema) -> bool {
        let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return false };
        self.combined.parts.borrow().contains_key(&all_of.as_ptr())
    }

    /// Returns the descriptions of the parts of a combined schema that do not stand in its own.
    pub(in crate::lower) fn replaced_texts(&self, schema: &Schema) -> Vec<&'a str> {
        let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return Vec::new() };
        let parts = self.combined.parts.borrow();
        parts.get(&all_of.as_ptr()).map(|known| known.replaced.clone()).unwrap_or_default()
    }

    /// Returns what identifies a schema.
    pub(in crate::lower) fn identity(&self, facets: &Facets<'a>, at: &Pointer) -> Identity {
        let parts = self.combined.parts.borrow();
        let number = if facets.all_of.is_empty() { None } else { parts.get(&facets.all_of.as_ptr()) };
        (at.clone(), number.map_or(0, |known| known.number))
    }

    /// Combines schemas into one. If one of them implies all others, it is that one.
    pub(in crate::lower) fn combine(&self, mut pieces: Vec<Piece<'a>>) -> Part<'a> {
        if let [Piece { node, at, beside: false }] = pieces.as_slice() {
            return (*node, at.clone());
        }
        let mut keys = Vec::with_capacity(pieces.len());
        pieces.retain(|piece| {
            let key = piece.key();
            let is_new = !keys.contains(&key);
            if is_new {
                keys.push(key);
            }
            is_new
        });
        if let Some(known) = self.combined.known.borrow().get(&keys) {
            return known.clone();
        }
        let significant = self.significant(&pieces);
        let last = significant.last().or(pieces.last()).cloned();
        let Some(last) = last else { return (Node::Reference(""), Pointer::root()) };
        let part = match self.only_one(&pieces, &significant) {
            Some(only) => (only.node, only.at),
            None if self.combined.made.get() >= MOST || self.depth.get() > DEEPEST => {
                self.combined.too_many.borrow_mut().get_or_insert_with(|| last.at.clone());
                return (last.node, last.at);
            }
            None => (Node::Inline(self.make(&pieces, significant)), last.at),
        };
        self.combined.known.borrow_mut().insert(keys, part.clone());
        part
    }

    /// Returns the schemas that say something which no other one implies.
    fn significant(&self, pieces: &[Piece<'a>]) -> Vec<Piece<'a>> {
        let mut significant: Vec<Piece<'a>> =
            pieces.iter().filter(|piece| !self.is_unconstrained(piece)).cloned().collect();
        if significant.len() > COMPARED {
            return significant;
        }
        let mut index = 0;
        while index < significant.len() {
            let others = significant.iter().enumerate().filter(|(other, _)| *other != index);
            let implied = others.into_iter().any(|(_, other)| self.implies(other, &significant[index], 0));
            if implied {
                significant.remove(index);
            } else {
                index += 1;
            }
        }
        significant
    }

    /// Returns the schema that replaces all of them, if the others add nothing, not even documentation.
    fn only_one(&self, pieces: &[Piece<'a>], significant: &[Piece<'a>]) -> Option<Piece<'a>> {
        let only = match significant {
            [only] => only,
            [] => pieces.last()?,
            _ => return None,
        };
        let is_word = |piece: &&Piece<'a>| match piece.node {
            Node::Reference(_) => false,
            Node::Inline(schema) => piece.at != only.at && has_words(&schema.schema_data),
        };
        (!only.beside && !pieces.iter().any(|piece| is_word(&piece))).then(|| only.clone())
    }

    fn make(&self, pieces: &[Piece<'a>], parts: Vec<Piece<'a>>) -> &'a Schema {
        let number = self.combined.made.get() + 1;
        self.combined.made.set(number);
        // Only the address of this list is used; `parts` has the schemas.
        let nothing = ReferenceOr::Reference { reference: String::new() };
        let schema_kind = SchemaKind::AllOf { all_of: vec![nothing; parts.len().max(1)] };
        let schema = self.combined.arena.alloc(Schema { schema_data: self.words(pieces), schema_kind });
        if let SchemaKind::AllOf { all_of } = &schema.schema_kind {
            let replaced = replaced(pieces, schema.schema_data.description.as_deref());
            self.combined.parts.borrow_mut().insert(all_of.as_ptr(), Numbered { number, parts, replaced });
        }
        schema
    }

    /// Merges documentation and annotations of all of them: the last one that has any counts, and schemas that are
    /// written in place take precedence over references.
    fn words(&self, pieces: &[Piece<'a>]) -> SchemaData {
        let mut words = SchemaData::default();
        let mut of_components = SchemaData::default();
        for piece in pieces.iter().filter(|piece| !piece.beside) {
            match (piece.node, self.find(piece.node, &piece.at)) {
                (Node::Inline(schema), _) => lay_words(&mut words, &schema.schema_data),
                (Node::Reference(_), Some(found)) => lay_words(&mut of_components, &found.schema.schema_data),
                _ => {}
            }
        }
        if words.title.is_some() || words.description.is_some() {
            (of_components.title, of_components.description) = (None, None);
        }
        let own = std::mem::take(&mut words);
        lay_words(&mut of_components, &own);
        of_components
    }

    fn is_unconstrained(&self, piece: &Piece<'a>) -> bool {
        piece.facets().is_some_and(|facets| facets.only_annotates() && (piece.beside || !facets.nullable))
    }

    /// Whether every value of `piece` is one of `other`, because it extends that, or that lists it as an alternative.
    fn implies(&self, piece: &Piece<'a>, other: &Piece<'a>, depth: usize) -> bool {
        if piece.beside || other.beside || depth > NESTED {
            return false;
        }
        if let (Node::Reference(_), Node::Reference(_)) = (piece.node, other.node)
            && let (Some(own), Some(other)) = (self.find(piece.node, &piece.at), self.find(other.node, &other.at))
            && let (Some(own), Some(base)) = (own.name, other.name)
            && self.extends(own, base)
        {
            return true;
        }
        if let Some(own) = self.plain_alternatives(piece) {
            return own.iter().all(|alternative| self.implies(alternative, other, depth + 1));
        }
        let listed = self.plain_alternatives(other);
        listed.is_some_and(|listed| listed.iter().any(|alternative| self.implies(piece, alternative, depth + 1)))
    }

    /// Returns the alternatives of a schema that is nothing but a list of references.
    fn plain_alternatives(&self, piece: &Piece<'a>) -> Option<Vec<Piece<'a>>> {
        let found = self.find(piece.node, &piece.at)?;
        let facets = Facets::of(found.schema);
        let list = if facets.one_of.is_empty() { facets.any_of } else { facets.one_of };
        let rest = Facets { one_of: &[], any_of: &[], ..facets.clone() };
        let is_plain =
            rest.only_annotates() && !facets.nullable && (facets.one_of.is_empty() || facets.any_of.is_empty());
        let references = list.iter().map(|part| match Node::from(part) {
            node @ Node::Reference(_) => Some(Piece::whole(node, found.at.clone())),
            Node::Inline(_) => None,
        });
        let references: Vec<Piece<'a>> = references.collect::<Option<_>>()?;
        (is_plain && references.len() > 1).then_some(references)
    }

    /// Whether a component is another one, or extends it by `allOf`, however far.
    fn extends(&self, name: &'a str, base: &str) -> bool {
        let mut seen = vec![name];
        let mut next = 0;
        while let Some(name) = seen.get(next).copied() {
            if name == base {
                return true;
            }
            next += 1;
            let Some((_, schema)) = self.component(name) else { continue };
            for part in Facets::of(schema).all_of {
                if let node @ Node::Reference(_) = Node::from(part)
                    && let Some(name) = self.find(node, &Pointer::root()).and_then(|found| found.name)
                    && !seen.contains(&name)
                {
                    seen.push(name);
                }
            }
        }
        false
    }
}

/// Returns the descriptions that are written in place, but for the one that was chosen.
fn replaced<'a>(pieces: &[Piece<'a>], chosen: Option<&str>) -> Vec<&'a str> {
    let texts = pieces.iter().filter(|piece| !piece.beside).filter_map(|piece| match piece.node {
        Node::Inline(schema) => schema.schema_data.description.as_deref(),
        Node::Reference(_) => None,
    });
    texts.filter(|text| Some(*text) != chosen).collect()
}

fn has_words(data: &SchemaData) -> bool {
    let SchemaData { title, description, external_docs, default, example, .. } = data;
    title.is_some()
        || description.is_some()
        || external_docs.is_some()
        || default.is_some()
        || example.is_some()
        || data.nullable
        || data.read_only
        || data.write_only
        || data.deprecated
}

/// Merges the annotations of a schema over others. `nullable` is left out, since no part alone decides about it.
fn lay_words(below: &mut SchemaData, over: &SchemaData) {
    fn lay<T: Clone>(below: &mut Option<T>, over: &Option<T>) {
        if over.is_some() {
            below.clone_from(over);
        }
    }
    lay(&mut below.title, &over.title);
    lay(&mut below.description, &over.description);
    lay(&mut below.external_docs, &over.external_docs);
    lay(&mut below.default, &over.default);
    lay(&mut below.example, &over.example);
    below.read_only |= over.read_only;
    below.write_only |= over.write_only;
    below.deprecated |= over.deprecated;
}
