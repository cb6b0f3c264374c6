//! Schemas that only wrap another one.

use super::{Node, Part, Piece, Schemas};
use crate::ir::{Shape, Type};
use crate::lower::schemas::facets::{Facets, Kind};
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns the schema that another one only wraps: the only one of an `allOf`, `oneOf` or `anyOf`, with nothing
    /// beside it that would change its type. A string beside the empty string is one too.
    pub(in crate::lower) fn transparent(&self, facets: &Facets<'a>, at: &Pointer) -> Option<Part<'a>> {
        let bare = facets.properties.is_empty() && facets.additional.is_none() && facets.items.is_none();
        let lists = [facets.all_of, facets.one_of, facets.any_of];
        if !bare || lists.iter().filter(|list| !list.is_empty()).count() != 1 {
            return None;
        }
        let around = facets.clone().beside();
        let around = if around.is_null() { Facets::default() } else { around };
        if !facets.all_of.is_empty() {
            return self.wrapped_part(around, self.all_of_pieces(facets, at));
        }
        let mut parts = self.parts(facets, at);
        if let Some(text) = self.text_or_empty(&parts)
            && self.is_plain_text(text)
        {
            parts = vec![text.clone()];
        }
        let only = parts.pop().filter(|_| parts.is_empty())?;
        self.adds_nothing(&around, &only).then_some(only)
    }

    /// Returns the only part of an `allOf` that has a structure, if the others change nothing of it.
    fn wrapped_part(&self, around: Facets<'a>, pieces: Vec<Piece<'a>>) -> Option<Part<'a>> {
        let (mut around, mut wrapped, mut light) = (around, Vec::new(), Vec::new());
        for piece in pieces.into_iter().filter(|piece| !self.is_null(piece.node, &piece.at)) {
            match self.light(&piece) {
                Some(facets) if facets.only_annotates() => {}
                Some(facets) => light.push((facets, piece)),
                None => wrapped.push(piece),
            }
        }
        if wrapped.is_empty() && light.len() == 1 && around.only_annotates() {
            return light.pop().map(|(_, piece)| (piece.node, piece.at));
        }
        for (facets, _) in &light {
            let required = if facets.required.is_empty() { around.required } else { facets.required };
            let names_both = !facets.required.is_empty() && !around.required.is_empty();
            if names_both {
                return None;
            }
            around = Facets { required, ..around.and(facets) };
        }
        let only = wrapped.pop().filter(|piece| wrapped.is_empty() && !piece.beside)?;
        let only = (only.node, only.at);
        self.adds_nothing(&around, &only).then_some(only)
    }

    /// Returns what a part says, if it is written in place and contains no other schema.
    fn light(&self, piece: &Piece<'a>) -> Option<Facets<'a>> {
        piece.facets().filter(Facets::is_light)
    }

    /// Whether the type of a schema stays the same if `light` holds as well.
    pub(in crate::lower) fn adds_nothing(&self, light: &Facets<'a>, (node, at): &Part<'a>) -> bool {
        if !light.is_light() {
            return false;
        }
        if light.is_unconstrained() && light.format.is_none() && light.required.is_empty() && light.maximum.is_none() {
            return true;
        }
        let merged = self.merge_node(*node, at);
        if merged.clash.is_some() || light.required.iter().any(|name| !merged.required.contains(name.as_str())) {
            return false;
        }
        if let [(facets, location)] = merged.unions.as_slice() {
            let of_kind =
                |part: &Part<'a>| self.flat(part.0, &part.1).is_some_and(|facets| facets.implied_kind() == light.kind);
            let kinds_fit = light.kind.is_none() || self.parts(facets, location).iter().all(of_kind);
            return kinds_fit && light.values.is_none() && light.format.is_none();
        }
        let base = merged.facets;
        let both = base.clone().and(&Facets { kind: light.implied_kind(), ..light.clone() });
        let same_scalar = match base.kind {
            Some(Kind::String) => base.values.is_some() || self.string(&base) == self.string(&both),
            Some(Kind::Integer) => base.format == both.format && exceeds(&base) == exceeds(&both),
            _ => true,
        };
        both.kind == base.kind && both.values == base.values && same_scalar
    }

    /// Returns the one alternative that is a string without listed values, if all others are the empty string, which
    /// often has a meaning of its own.
    pub(in crate::lower) fn text_or_empty<'p>(&self, parts: &'p [Part<'a>]) -> Option<&'p Part<'a>> {
        let mut others = parts.iter().filter(|(node, location)| !self.is_empty_text(*node, location));
        let text = others.next().filter(|_| parts.len() > 1 && others.next().is_none())?;
        let facets = self.flat(text.0, &text.1)?;
        (facets.implied_kind() == Some(Kind::String) && facets.values.is_none()).then_some(text)
    }

    /// Whether the type of a string can represent any text.
    fn is_plain_text(&self, (node, location): &Part<'a>) -> bool {
        let shape = self.flat(*node, location).map(|facets| self.string(&facets));
        matches!(shape, Some(Shape::Alias(Type::Scalar(scalar))) if scalar.is_plain_text())
    }

    /// Whether a schema allows only the empty string.
    fn is_empty_text(&self, node: Node<'a>, at: &Pointer) -> bool {
        let values = self.flat(node, at).and_then(|facets| facets.values);
        values.is_some_and(|values| matches!(values.as_slice(), [only] if only == ""))
    }

    /// Whether a schema allows only null.
    pub(in crate::lower) fn is_null(&self, node: Node<'a>, at: &Pointer) -> bool {
        self.find(node, at).is_some_and(|found| Facets::of(found.schema).is_null())
    }

    /// Returns the alternatives of lists that have only one besides null: they hold whenever the schema does.
    pub(in crate::lower) fn lone_alternatives(&self, facets: &Facets<'a>, at: &Pointer) -> Vec<Piece<'a>> {
        let lone = super::one_keyword_each(facets).filter_map(|facets| {
            let mut parts = self.parts(&facets, at);
            parts.pop().filter(|_| parts.is_empty())
        });
        lone.map(|(node, at)| Piece::whole(node, at)).collect()
    }
}

/// Whether a bound exceeds a signed integer of 64 bits.
fn exceeds(facets: &Facets<'_>) -> bool {
    facets.maximum.as_ref().is_some_and(|(bound, _)| bound.parse::<i64>().is_err())
}
