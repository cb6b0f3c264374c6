//! Several schemas that hold at once, as one: an `allOf` that no document holds, made where a member, an item or an
//! alternative is described by several parts. It is merged like those of documents when its turn comes, so that parts
//! are merged at any depth, and no deeper than somebody looks.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use openapiv3::{ReferenceOr, Schema, SchemaData, SchemaKind};
use typed_arena::Arena;

use super::{Node, Part, Schemas};
use crate::lower::schemas::facets::Facets;
use crate::pointer::Pointer;

/// The most schemas that are made of several. Documents stay far below; one that is built to multiply its own parts
/// does not.
const MOST: usize = 5_000;

/// The most schemas that are compared with each other, whether one implies another one, and how deep alternatives of
/// alternatives are looked at for it.
const COMPARED: usize = 8;
const NESTED: usize = 2;

/// How deep inside of each other such schemas are made.
const DEEPEST: usize = 100;

/// One of several schemas that hold at once.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Piece<'a> {
    pub(in crate::lower) node: Node<'a>,
    pub(in crate::lower) at: Pointer,
    /// Only what stands beside `allOf`, `oneOf` and `anyOf` counts.
    pub(in crate::lower) beside: bool,
}

impl<'a> Piece<'a> {
    /// A schema with all that it says.
    pub(in crate::lower) fn whole(node: Node<'a>, at: Pointer) -> Self {
        Self { node, at, beside: false }
    }

    /// What it says, if it is written in place.
    pub(in crate::lower) fn facets(&self) -> Option<Facets<'a>> {
        let Node::Inline(schema) = self.node else { return None };
        let facets = Facets::of(schema);
        Some(if self.beside { facets.beside() } else { facets })
    }

    /// What tells it from any other one.
    fn key(&self) -> (String, bool) {
        let text = match self.node {
            Node::Reference(reference) => reference,
            Node::Inline(_) => self.at.as_str(),
        };
        (text.to_owned(), self.beside)
    }
}

/// What tells schemas apart: where they are written, and which of those made of several it is, if it is one.
pub(in crate::lower) type Identity = (Pointer, usize);

/// The number of a schema that was made of several, and its parts.
type Numbered<'a> = (usize, Vec<Piece<'a>>);

/// The schemas that were made of several.
pub(in crate::lower) struct Combined<'a> {
    arena: &'a Arena<Schema>,
    known: RefCell<HashMap<Vec<(String, bool)>, Part<'a>>>,
    /// The parts of each, by the address of its own list of parts, with its number.
    parts: RefCell<HashMap<*const ReferenceOr<Schema>, Numbered<'a>>>,
    /// Where there were too many, if there were.
    pub(in crate::lower) too_many: RefCell<Option<Pointer>>,
    made: Cell<usize>,
}

impl<'a> Combined<'a> {
    /// None yet; they live in `arena`.
    pub(in crate::lower) fn new(arena: &'a Arena<Schema>) -> Self {
        let (known, parts) = Default::default();
        Self { arena, known, parts, too_many: RefCell::default(), made: Cell::new(0) }
    }
}

impl<'a> Schemas<'a> {
    /// The parts that a schema lists in `allOf`.
    pub(in crate::lower) fn all_of_pieces(&self, facets: &Facets<'a>, at: &Pointer) -> Vec<Piece<'a>> {
        if facets.all_of.is_empty() {
            return Vec::new();
        }
        if let Some((_, parts)) = self.combined.parts.borrow().get(&facets.all_of.as_ptr()) {
            return parts.clone();
        }
        let place = at.child("allOf");
        let parts = facets.all_of.iter().enumerate();
        parts.map(|(index, part)| Piece::whole(Node::from(part), place.item(index))).collect()
    }

    /// Whether a schema is one that was made of several, and no document holds it.
    pub(in crate::lower) fn is_made(&self, schema: &Schema) -> bool {
        let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return false };
        self.combined.parts.borrow().contains_key(&all_of.as_ptr())
    }

    /// What tells a schema from all others.
    pub(in crate::lower) fn identity(&self, facets: &Facets<'a>, at: &Pointer) -> Identity {
        let parts = self.combined.parts.borrow();
        let number = if facets.all_of.is_empty() { None } else { parts.get(&facets.all_of.as_ptr()) };
        (at.clone(), number.map_or(0, |(number, _)| *number))
    }

    /// One schema of all these. Where one of them says it all, it is that one.
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
        let saying = self.saying(&pieces);
        let last = saying.last().or(pieces.last()).cloned();
        let Some(last) = last else { return (Node::Reference(""), Pointer::root()) };
        let part = match self.only_one(&pieces, &saying) {
            Some(only) => (only.node, only.at),
            None if self.combined.made.get() >= MOST || self.depth.get() > DEEPEST => {
                self.combined.too_many.borrow_mut().get_or_insert_with(|| last.at.clone());
                return (last.node, last.at);
            }
            None => (Node::Inline(self.make(&pieces, saying)), last.at),
        };
        self.combined.known.borrow_mut().insert(keys, part.clone());
        part
    }

    /// The schemas that say something which no other one implies.
    fn saying(&self, pieces: &[Piece<'a>]) -> Vec<Piece<'a>> {
        let mut saying: Vec<Piece<'a>> = pieces.iter().filter(|piece| !self.is_silent(piece)).cloned().collect();
        if saying.len() > COMPARED {
            return saying;
        }
        let mut index = 0;
        while index < saying.len() {
            let others = saying.iter().enumerate().filter(|(other, _)| *other != index);
            let implied = others.into_iter().any(|(_, other)| self.implies(other, &saying[index], 0));
            if implied {
                saying.remove(index);
            } else {
                index += 1;
            }
        }
        saying
    }

    /// The schema that stands for all of them, if the others add not even a word.
    fn only_one(&self, pieces: &[Piece<'a>], saying: &[Piece<'a>]) -> Option<Piece<'a>> {
        let only = match saying {
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
        // Only the address of the list is of use; what is in it is told beside.
        let nothing = ReferenceOr::Reference { reference: String::new() };
        let schema_kind = SchemaKind::AllOf { all_of: vec![nothing; parts.len().max(1)] };
        let schema = self.combined.arena.alloc(Schema { schema_data: self.words(pieces), schema_kind });
        if let SchemaKind::AllOf { all_of } = &schema.schema_kind {
            self.combined.parts.borrow_mut().insert(all_of.as_ptr(), (number, parts));
        }
        schema
    }

    /// What all of them say in words: the last one that says something, and schemas that are written in place before
    /// those that are only referred to.
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

    fn is_silent(&self, piece: &Piece<'a>) -> bool {
        piece.facets().is_some_and(|facets| facets.only_annotates() && (piece.beside || !facets.nullable))
    }

    /// Whether every value of `piece` is one of `other` by what they are: it extends that, or that lists it.
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

    /// The alternatives of a schema that is nothing but a list of references.
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

/// Lays the words of a schema over others. Whether the whole may be null is no matter of one part alone.
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
