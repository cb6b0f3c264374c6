//! Objects: from merged properties to a struct.

use openapiv3::Schema;
use serde_json::{Number, Value as Json};

use super::all_of::{Additional, Merged};
use super::integer::whole;
use super::literal::literal;
use super::schema::{Owner, Typed};
use super::{Lowering, Node};
use crate::diagnostics::codes;
use crate::ir::{Constraints, Field, Item, Origin, Presence, Scalar, Shape, Struct, Type, Value, WireName};
use crate::lower::facets::{Facets, Kind};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The struct that merged parts make.
    pub(super) fn structure(&mut self, merged: &Merged<'a>, owner: &Owner) -> Shape {
        let fields = self.fields(merged, |name| match owner {
            Owner::Definition(parent) => Origin::Member { parent: *parent, name: name.to_owned(), item: false },
            Owner::Place(origin) => origin.clone(),
        });
        let rest = self.rest(merged, owner);
        let asked = fields.iter().filter(|field| field.asked).map(|field| field.wire.clone()).collect();
        if rest.is_none() {
            self.tell_undescribed(merged);
        }
        Shape::Struct(Struct { fields, rest, asked })
    }

    /// Tells of members that are required and that no part describes: there is no way to set them.
    pub(super) fn tell_undescribed(&mut self, merged: &Merged<'a>) {
        for (names, at) in &merged.requiring {
            for name in names.iter().filter(|name| !merged.properties.contains_key(name.as_str())) {
                if self.told.insert((at.clone(), at.child(name))) {
                    let message =
                        format!("`{name}` is required, but not described as a property; the type has no such field");
                    self.diagnostics.report(codes::UNDESCRIBED_PROPERTY, at, message);
                }
            }
        }
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
        merged.rules.set_apart(&mut fields);
        fields
    }

    fn field(&mut self, name: &'a str, node: Node<'a>, at: &Pointer, required: bool, origin: Origin) -> Field {
        let docs = self.node_docs(node, at);
        let constraints = self.constraints(node, at);
        let (read_only, write_only) = self.visibility(node, at);
        let only = self.constant(node, at);
        if !required && only == Some(Json::Bool(true)) {
            self.only_true.insert(at.clone());
        }
        let constant = only.filter(|_| required);
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
            apart: false,
        }
    }

    /// A string that is a secret by its format, by its name or because it is only ever sent.
    pub(super) fn secret(&self, name: &str, ty: Type, constraints: &Constraints, write_only: bool) -> Type {
        let named = self.config.secrets.fields.iter().any(|field| field == name);
        let secret = named || write_only || constraints.formats == ["password"];
        match ty {
            Type::Scalar(Scalar::String) if secret => Type::Scalar(Scalar::Secret),
            other => other,
        }
    }

    /// The only value that a schema admits, if there is only one.
    pub(super) fn constant(&self, node: Node<'a>, at: &Pointer) -> Option<Json> {
        let facets = self.flat(node, at)?;
        match facets.values.as_deref() {
            Some([only]) if !facets.nullable => {
                let whole = whole(only).filter(|_| facets.implied_kind() == Some(Kind::Integer));
                Some(whole.and_then(Number::from_i128).map_or_else(|| only.clone(), Json::Number))
            }
            _ => None,
        }
    }

    fn rest(&mut self, merged: &Merged<'a>, owner: &Owner) -> Option<Item> {
        match &merged.additional {
            None => self.config.models.keep_unknown.then_some(Item { ty: Type::Json, nullable: false }),
            Some(Additional::None) => None,
            Some(Additional::Any) => Some(Item { ty: Type::Json, nullable: false }),
            Some(Additional::Of((node, place))) => {
                let origin = match owner {
                    Owner::Definition(parent) => {
                        Origin::Member { parent: *parent, name: "additional_properties".to_owned(), item: true }
                    }
                    Owner::Place(origin) => origin.clone(),
                };
                Some(self.typed(*node, place, origin).into())
            }
        }
    }

    /// Whether only responses, and whether only requests hold a value: as its schema or one of the parts says.
    fn visibility(&self, node: Node<'a>, at: &Pointer) -> (bool, bool) {
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
