//! Whether a schema needs a definition: a struct, an enumeration or a union.

use openapiv3::Schema;

use super::Schemas;
use super::facets::{Facets, Kind};
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Whether the type of a schema needs a definition of its own.
    pub(in crate::lower) fn needs_definition(&self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer) -> bool {
        if facets.is_composed() {
            let merged = self.merge(schema, at);
            return match merged.unions.len() {
                0 => merged.is_struct() || (merged.clash.is_none() && is_enumeration(&merged.facets)),
                1 => self.alternatives_beside(&merged, schema, at).is_some_and(|beside| self.are_several(&beside)),
                _ => true,
            };
        }
        match facets.implied_kind() {
            Some(Kind::Object) => !facets.properties.is_empty(),
            Some(Kind::Array) => lists_alternatives_without_type(facets),
            _ => is_enumeration(facets),
        }
    }
}

/// Whether a schema lists strings or integers.
fn is_enumeration(facets: &Facets<'_>) -> bool {
    matches!(facets.implied_kind(), Some(Kind::String | Kind::Integer))
        && facets.values.as_ref().is_some_and(|values| !values.is_empty())
}

/// Whether a schema has `items` with alternatives and no `type`. Some documents mean alternatives of the whole with it,
/// others a list of them.
pub(in crate::lower) fn lists_alternatives_without_type(facets: &Facets<'_>) -> bool {
    let is_choice = |item: &Schema| {
        let item = Facets::of(item);
        !item.one_of.is_empty() || !item.any_of.is_empty()
    };
    facets.kind.is_none() && facets.items.is_some_and(|items| items.as_item().is_some_and(|item| is_choice(item)))
}
