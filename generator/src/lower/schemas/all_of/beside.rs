//! Alternatives and the keywords beside them, which hold for each alternative.

use openapiv3::{AdditionalProperties, Schema};

use super::{Merged, Node, Part, Piece, Schemas};
use crate::lower::schemas::alternatives::Beside;
use crate::lower::schemas::facets::Facets;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns the alternatives of a schema whose parts have one list of them, each combined with everything beside the
    /// list; `None` if there are several lists.
    pub(in crate::lower) fn alternatives_beside(
        &self,
        merged: &Merged<'a>,
        schema: &'a Schema,
        at: &Pointer,
    ) -> Option<Beside<'a>> {
        let [(facets, location)] = merged.unions.as_slice() else { return None };
        let parts = self.parts(facets, location);
        let mut siblings = Vec::new();
        self.siblings(&Piece::whole(Node::Inline(schema), at.clone()), &mut siblings, &mut Vec::new());
        let nodes = parts.iter().map(|part| self.alternative_with(part, &siblings)).collect();
        Some(Beside { facets: facets.clone(), parts, nodes })
    }

    /// Returns an alternative combined with what is beside it.
    fn alternative_with(&self, part: &Part<'a>, siblings: &[Piece<'a>]) -> Part<'a> {
        let more = siblings.iter().filter(|piece| !self.light_beside(piece, part));
        let mut pieces: Vec<Piece<'a>> = more.cloned().collect();
        if pieces.is_empty() {
            return part.clone();
        }
        pieces.push(Piece::whole(part.0, part.1.clone()));
        let both = self.combine(pieces);
        // Keywords of objects say nothing about strings.
        if self.merge_node(both.0, &both.1).clash.is_some() { part.clone() } else { both }
    }

    /// Whether a sibling changes nothing of an alternative.
    fn light_beside(&self, piece: &Piece<'a>, part: &Part<'a>) -> bool {
        let Some(mut facets) = piece.facets() else { return false };
        // Beside alternatives that have properties, this would forbid them all, which is never meant.
        if matches!(facets.additional, Some(AdditionalProperties::Any(false))) && facets.properties.is_empty() {
            facets.additional = None;
        }
        self.adds_nothing(&facets, part)
    }

    /// Collects everything in a schema but its list of alternatives.
    fn siblings(&self, piece: &Piece<'a>, siblings: &mut Vec<Piece<'a>>, seen: &mut Vec<&'a str>) {
        let Some(found) = self.find(piece.node, &piece.at) else { return };
        if let Some(name) = found.name {
            if seen.contains(&name) {
                return;
            }
            seen.push(name);
        }
        let has_union = !piece.beside && !self.merge_node(piece.node, &piece.at).unions.is_empty();
        if !has_union {
            siblings.push(piece.clone());
            return;
        }
        let facets = Facets::of(found.schema);
        let parts = self.all_of_pieces(&facets, &found.at);
        for part in parts.into_iter().chain(self.lone_alternatives(&facets, &found.at)) {
            self.siblings(&part, siblings, seen);
        }
        let own = facets.beside();
        if !own.only_annotates() {
            siblings.push(Piece { node: Node::Inline(found.schema), at: found.at, beside: true });
        }
    }
}
