//! What a schema says about its values beyond their type. Every part of an `allOf` holds, so that the constraints of
//! all are merged: the tighter bound counts.

use openapiv3::AdditionalProperties;

use super::all_of::Piece;
use super::integer::whole_literal;
use super::literal::literal;
use super::{Found, Node, Schemas};
use crate::ir::Constraints;
use crate::lower::schemas::facets::{Facets, Kind, least, tighter};
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns what a schema says about its values beyond their type.
    pub(in crate::lower) fn constraints(&self, node: Node<'a>, at: &Pointer) -> Constraints {
        self.constraints_beyond(&Piece::whole(node, at.clone()), &mut Vec::new())
    }

    /// Returns the constraints of a part that was reached through the components in `seen`.
    fn constraints_beyond(&self, piece: &Piece<'a>, seen: &mut Vec<&'a str>) -> Constraints {
        let Some(found) = self.find(piece.node, &piece.at) else { return Constraints::default() };
        if let Some(name) = found.name {
            // A schema that wraps itself says nothing about its values.
            if seen.contains(&name) {
                return Constraints::default();
            }
            seen.push(name);
        }
        let facets = Facets::of(found.schema);
        let is_integer = facets.implied_kind() == Some(Kind::Integer);
        let default = found.schema.schema_data.default.as_ref();
        let default =
            default.map(|value| whole_literal(value).filter(|_| is_integer).unwrap_or_else(|| literal(value)));
        if let Some((inner, location)) = self.text_or_empty(&self.parts(&facets, &found.at)) {
            let inner = self.constraints_beyond(&Piece::whole(*inner, location.clone()), seen);
            return Constraints { default: default.or(inner.default.clone()), empty: true, ..inner };
        }
        // What the schema says itself takes precedence over its parts.
        let mut constraints = Constraints { default, ..self.own_constraints(&facets, &found, seen) };
        if !piece.beside {
            let parts = self.all_of_pieces(&facets, &found.at);
            for part in parts.into_iter().chain(self.lone_alternatives(&facets, &found.at)) {
                constraints = both(constraints, self.constraints_beyond(&part, seen));
            }
            if constraints.formats.is_empty() {
                constraints.formats = self.formats_of_one(&facets, &found.at);
            }
        }
        constraints
    }

    /// Returns the formats of alternatives that are strings with a format each and no other constraint.
    fn formats_of_one(&self, facets: &Facets<'a>, at: &Pointer) -> Vec<String> {
        let format = |(part, location): &(Node<'a>, Pointer)| {
            let facets = Facets::of(self.find(*part, location)?.schema);
            let is_text = matches!(facets.kind, None | Some(Kind::String)) && facets.values.is_none();
            let is_bounded = facets.pattern.is_some() || facets.min_length.is_some() || facets.max_length.is_some();
            facets.format.clone().filter(|_| is_text && !is_bounded && !facets.is_composed())
        };
        let parts = if facets.is_composed() { self.parts(facets, at) } else { Vec::new() };
        let formats: Option<Vec<String>> = parts.iter().map(format).collect();
        formats.unwrap_or_default()
    }

    fn own_constraints(&self, facets: &Facets<'a>, found: &Found<'a>, seen: &mut Vec<&'a str>) -> Constraints {
        let additional = match facets.additional {
            Some(AdditionalProperties::Schema(node)) if facets.properties.is_empty() => {
                Some((Node::from(&**node), "additionalProperties"))
            }
            _ => None,
        };
        let each = facets.items.map(|items| (Node::from(items), "items")).or(additional);
        let items = each.map(|(node, key)| self.constraints_beyond(&Piece::whole(node, found.at.child(key)), seen));
        // These formats have types of their own.
        const OF_NUMBERS: [&str; 6] = ["int32", "int64", "uint32", "uint64", "float", "double"];
        let of_number = matches!(facets.implied_kind(), Some(Kind::Integer | Kind::Number));
        let own_type = of_number && facets.format.as_deref().is_some_and(|format| OF_NUMBERS.contains(&format));
        Constraints {
            min_length: facets.min_length,
            max_length: facets.max_length,
            empty: false,
            pattern: facets.pattern.map(str::to_owned),
            formats: facets.format.clone().filter(|_| !own_type).into_iter().collect(),
            minimum: facets.minimum.clone(),
            maximum: facets.maximum.clone(),
            multiple_of: facets.multiple_of.clone(),
            min_items: facets.min_items,
            max_items: facets.max_items,
            unique_items: facets.unique_items,
            min_properties: facets.min_properties,
            // Without described properties and without additional ones, only the empty object is valid.
            max_properties: facets.max_properties.or(is_closed(facets).then_some(0)),
            items: items.filter(|items| *items != Constraints::default()).map(Box::new),
            default: None,
        }
    }
}

/// Whether a schema allows no properties.
fn is_closed(facets: &Facets<'_>) -> bool {
    let is_object = facets.implied_kind() == Some(Kind::Object);
    let forbids = matches!(facets.additional, Some(AdditionalProperties::Any(false)));
    is_object && forbids && facets.properties.is_empty() && !facets.is_composed()
}

/// Merges the constraints of two parts: the tighter bounds; where both cannot hold, the first one counts.
fn both(first: Constraints, second: Constraints) -> Constraints {
    Constraints {
        min_length: first.min_length.max(second.min_length),
        max_length: least(first.max_length, second.max_length),
        empty: first.empty || second.empty,
        pattern: first.pattern.or(second.pattern),
        formats: if first.formats.is_empty() { second.formats } else { first.formats },
        minimum: tighter(first.minimum, second.minimum, |new, own| new > own),
        maximum: tighter(first.maximum, second.maximum, |new, own| new < own),
        multiple_of: first.multiple_of.or(second.multiple_of),
        min_items: first.min_items.max(second.min_items),
        max_items: least(first.max_items, second.max_items),
        unique_items: first.unique_items || second.unique_items,
        min_properties: first.min_properties.max(second.min_properties),
        // A part without properties that forbids additional ones is not meant to forbid those of the other parts.
        max_properties: least(
            first.max_properties.filter(|most| *most > 0),
            second.max_properties.filter(|most| *most > 0),
        ),
        items: match (first.items, second.items) {
            (Some(first), Some(second)) => Some(Box::new(both(*first, *second))),
            (first, second) => first.or(second),
        },
        default: first.default.or(second.default),
    }
}
