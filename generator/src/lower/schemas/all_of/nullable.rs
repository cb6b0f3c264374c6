//! Whether a value may be null: by the schema, by one of its alternatives, or by all of its parts.

use super::{Node, Piece, Schemas};
use crate::lower::schemas::facets::{Facets, SchemaList};
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Whether a schema allows null.
    pub(in crate::lower) fn nullable(&self, node: Node<'a>, at: &Pointer) -> bool {
        self.piece_nullable(&Piece::whole(node, at.clone()))
    }

    fn piece_nullable(&self, piece: &Piece<'a>) -> bool {
        let Some(found) = self.find(piece.node, &piece.at) else { return true };
        let facets = Facets::of(found.schema);
        let Some(name) = found.name else {
            return facets.nullable || (!piece.beside && self.parts_nullable(&facets, &found.at));
        };
        if let Some(known) = self.nullables.borrow().get(name) {
            return *known;
        }
        // A component that leads back to itself allows null only if something else says so.
        self.nullables.borrow_mut().insert(name, false);
        let nullable = facets.nullable || self.parts_nullable(&facets, &found.at);
        self.nullables.borrow_mut().insert(name, nullable);
        nullable
    }

    fn parts_nullable(&self, facets: &Facets<'a>, at: &Pointer) -> bool {
        let alternatives = |keyword: &str, list: SchemaList<'a>| {
            let mut all = list.iter().enumerate();
            all.any(|(index, part)| {
                let piece = Piece::whole(Node::from(part), at.child(keyword).item(index));
                self.piece_nullable(&piece)
            })
        };
        if alternatives("oneOf", facets.one_of) || alternatives("anyOf", facets.any_of) {
            return true;
        }
        let parts = self.all_of_pieces(facets, at);
        let written = self.identity(facets, at).1 == 0;
        if parts.iter().any(|part| self.is_idiom(part, written)) {
            return true;
        }
        let mut saying = parts.iter().filter(|part| !self.is_silent_of_null(part)).peekable();
        saying.peek().is_some() && saying.all(|part| self.piece_nullable(part))
    }

    /// Whether the only purpose of a part is to allow null: `{nullable: true}`, which says nothing by itself, or
    /// nothing but null. In an `allOf` of a document the type may be beside it.
    fn is_idiom(&self, piece: &Piece<'a>, written: bool) -> bool {
        let Some(found) = self.find(piece.node, &piece.at) else { return false };
        let facets = Facets::of(found.schema);
        let bare = facets.values.is_none() && facets.is_light();
        let untyped = facets.kind.is_none() || (written && found.name.is_none());
        facets.is_null() || (facets.nullable && bare && untyped)
    }

    /// Whether a part names neither a type nor values: it allows null, but not on purpose.
    fn is_silent_of_null(&self, piece: &Piece<'a>) -> bool {
        let Node::Inline(schema) = piece.node else { return false };
        let facets = Facets::of(schema);
        let composed = facets.is_composed() && !piece.beside;
        facets.implied_kind().is_none() && facets.values.is_none() && !composed
    }
}
