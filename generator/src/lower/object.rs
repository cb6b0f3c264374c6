//! Objects: from merged properties to a struct.

use openapiv3::{AdditionalProperties, Schema};
use serde_json::{Number, Value as Json};

use super::all_of::Merged;
use super::integer::{whole, whole_literal};
use super::literal::literal;
use super::schema::{Owner, Typed};
use super::{Lowering, Node};
use crate::ir::{Constraints, Field, Item, Origin, Presence, Scalar, Shape, Struct, Type, Value, WireName};
use crate::pointer::Pointer;
use crate::spec::facets::{Facets, Kind};

impl<'a> Lowering<'a> {
    /// The struct that merged parts make.
    pub(super) fn structure(&mut self, merged: &Merged<'a>, owner: &Owner) -> Shape {
        let fields = self.fields(merged, |name| match owner {
            Owner::Definition(parent) => Origin::Member { parent: *parent, name: name.to_owned(), item: false },
            Owner::Place(origin) => origin.clone(),
        });
        let rest = self.rest(merged, owner);
        let asked = fields.iter().filter(|field| field.asked).map(|field| field.wire.clone()).collect();
        Shape::Struct(Struct { fields, rest, asked })
    }

    /// The fields that merged parts make; `origin` names the type of a field after the field.
    pub(super) fn fields(&mut self, merged: &Merged<'a>, origin: impl Fn(&str) -> Origin) -> Vec<Field> {
        let properties = merged.properties.iter();
        let mut fields: Vec<Field> = properties
            .map(|(name, (node, at))| {
                let required = merged.required.contains(name);
                let asked = !required && merged.asked.contains(name);
                Field { asked, ..self.field(name, *node, at, required, origin(name)) }
            })
            .collect();
        let is_sent = |field: &Field| (field.presence.required || field.asked) && !field.read_only;
        let missing = merged.least.saturating_sub(fields.iter().filter(|field| is_sent(field)).count());
        let further = fields.iter_mut().filter(|field| !is_sent(field) && !field.read_only && !field.docs.deprecated);
        further.take(missing).for_each(|field| field.asked = true);
        fields
    }

    fn field(&mut self, name: &'a str, node: Node<'a>, at: &Pointer, required: bool, origin: Origin) -> Field {
        let docs = self.node_docs(node, at);
        let constraints = self.constraints(node, at);
        let (read_only, write_only) = self.visibility(node, at);
        let constant = if required { self.constant(node, at) } else { None };
        let (value, nullable) = match constant {
            Some(value) => (Value::Constant(literal(&value)), false),
            None => {
                let Typed { ty, nullable } = self.typed(node, at, origin);
                (Value::Typed(self.secret(name, ty, &constraints, write_only)), nullable)
            }
        };
        let presence = Presence { required, nullable };
        let wire = WireName::new(name);
        Field {
            wire,
            at: at.clone(),
            value,
            presence,
            boxed: false,
            docs,
            constraints,
            read_only,
            write_only,
            asked: false,
        }
    }

    /// A string that is a secret by its format, by its name or because it is only ever sent.
    pub(super) fn secret(&self, name: &str, ty: Type, constraints: &Constraints, write_only: bool) -> Type {
        let named = self.config.secrets.fields.iter().any(|field| field == name);
        let secret = named || write_only || constraints.format.as_deref() == Some("password");
        match ty {
            Type::Scalar(Scalar::String) if secret => Type::Scalar(Scalar::Secret),
            other => other,
        }
    }

    /// The only value that a schema admits, if there is only one.
    pub(super) fn constant(&self, node: Node<'a>, at: &Pointer) -> Option<Json> {
        let found = self.find(node, at)?;
        let facets = Facets::of(found.schema);
        match facets.values.as_deref() {
            Some([only]) if !facets.nullable => {
                let whole = whole(only).filter(|_| facets.implied_kind() == Some(Kind::Integer));
                Some(whole.and_then(Number::from_i128).map_or_else(|| only.clone(), Json::Number))
            }
            _ => None,
        }
    }

    fn rest(&mut self, merged: &Merged<'a>, owner: &Owner) -> Option<Item> {
        let Some((additional, place)) = merged.additional.as_ref() else {
            return self.config.models.keep_unknown.then_some(Item { ty: Type::Json, nullable: false });
        };
        match additional {
            AdditionalProperties::Any(false) => None,
            AdditionalProperties::Any(true) => Some(Item { ty: Type::Json, nullable: false }),
            AdditionalProperties::Schema(node) => {
                let origin = match owner {
                    Owner::Definition(parent) => {
                        Origin::Member { parent: *parent, name: "additional_properties".to_owned(), item: true }
                    }
                    Owner::Place(origin) => origin.clone(),
                };
                Some(self.typed(Node::from(&**node), place, origin).into())
            }
        }
    }

    fn visibility(&self, node: Node<'a>, at: &Pointer) -> (bool, bool) {
        let of = |schema: &Schema| (schema.schema_data.read_only, schema.schema_data.write_only);
        self.find(node, at).map_or((false, false), |found| of(found.schema))
    }

    /// What a schema says of its values beyond their type.
    pub(super) fn constraints(&self, node: Node<'a>, at: &Pointer) -> Constraints {
        self.constraints_beyond(node, at, &mut Vec::new())
    }

    /// The same, for a wrapper that was reached through these components.
    fn constraints_beyond(&self, node: Node<'a>, at: &Pointer, seen: &mut Vec<&'a str>) -> Constraints {
        let Some(found) = self.find(node, at) else { return Constraints::default() };
        if let Some(name) = found.name {
            // A wrapper that leads back to itself says nothing of its values.
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
        if let Some((inner, place)) = self.text_or_empty(&self.parts(&facets, &found.at)) {
            let inner = self.constraints_beyond(*inner, place, seen);
            return Constraints { default: default.or(inner.default.clone()), empty: true, ..inner };
        }
        if let Some((inner, place)) = self.transparent(&facets, &found.at) {
            let inner = self.constraints_beyond(inner, &place, seen);
            return Constraints { default: default.or(inner.default.clone()), ..inner };
        }
        let items =
            facets.items.map(|items| self.constraints_beyond(Node::from(items), &found.at.child("items"), seen));
        let own_type = matches!(facets.implied_kind(), Some(Kind::Integer | Kind::Number));
        let mut constraints = Constraints {
            min_length: facets.min_length,
            max_length: facets.max_length,
            empty: false,
            pattern: facets.pattern.map(str::to_owned),
            format: facets.format.filter(|_| !own_type),
            minimum: facets.minimum,
            maximum: facets.maximum,
            multiple_of: facets.multiple_of,
            min_items: facets.min_items,
            max_items: facets.max_items,
            unique_items: facets.unique_items,
            items: items.filter(|items| *items != Constraints::default()).map(Box::new),
            default,
        };
        // Every part of an `allOf` holds; what the schema says itself goes before its parts, and they are few.
        for (index, part) in facets.all_of.iter().enumerate() {
            let place = found.at.child("allOf").item(index);
            constraints = constraints.over(self.constraints_beyond(Node::from(part), &place, seen));
        }
        constraints
    }
}
