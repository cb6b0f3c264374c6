//! What schemas say of a value beside its type: whether it is constant, read-only or write-only.

use openapiv3::Schema;
use serde_json::{Number, Value};

use super::facets::{Facets, Kind};
use super::integer::whole;
use super::{Node, Schemas};
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns the only value that a schema allows, if there is only one.
    pub(in crate::lower) fn constant(&self, node: Node<'a>, at: &Pointer) -> Option<Value> {
        let facets = self.flat(node, at)?;
        match facets.values.as_deref() {
            Some([only]) if !facets.nullable => {
                let whole = whole(only).filter(|_| facets.implied_kind() == Some(Kind::Integer));
                Some(whole.and_then(Number::from_i128).map_or_else(|| only.clone(), Value::Number))
            }
            _ => None,
        }
    }

    /// Whether a value is read-only, and whether it is write-only: as its schema or one of its parts says.
    pub(in crate::lower) fn visibility(&self, node: Node<'a>, at: &Pointer) -> (bool, bool) {
        let Some(found) = self.find(node, at) else { return (false, false) };
        let of = |schema: &Schema| (schema.schema_data.read_only, schema.schema_data.write_only);
        let mut visibility = of(found.schema);
        for part in self.all_of_pieces(&Facets::of(found.schema), &found.at) {
            if let Some(part) = self.find(part.node, &part.at) {
                let (read_only, write_only) = of(part.schema);
                visibility = (visibility.0 || read_only, visibility.1 || write_only);
            }
        }
        visibility
    }
}
