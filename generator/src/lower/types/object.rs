//! Objects: from merged properties to a struct.

use serde_json::Value as Json;

use super::super::schemas::{Additional, Merged, Node, literal};
use super::{Owner, Typed, Types};
use crate::config::UnknownProperties;
use crate::diagnostics::codes;
use crate::ir::{Field, Item, Origin, Presence, Shape, Struct, Type, Value, WireName};
use crate::pointer::Pointer;

impl<'a> Types<'a> {
    /// Returns the struct that merged parts make.
    pub(in crate::lower) fn structure(&mut self, merged: &Merged<'a>, owner: &Owner) -> Shape {
        let fields = self.fields(merged, |name| match owner {
            Owner::Definition(parent) => Origin::Member { parent: *parent, name: name.to_owned(), item: false },
            Owner::Origin(origin) => origin.clone(),
        });
        let rest = self.rest(merged, owner);
        let needed = fields.iter().filter(|field| field.needed).map(|field| field.wire.clone()).collect();
        if rest.is_none() {
            self.report_undescribed(merged);
        }
        let keeps_unknown = self.schemas.config.models.unknown_properties != UnknownProperties::Drop;
        Shape::Struct(Struct { fields, rest, keeps_unknown, needed })
    }

    /// Reports properties that are required and that no part describes: the struct has no field for them.
    pub(in crate::lower) fn report_undescribed(&mut self, merged: &Merged<'a>) {
        for (names, at) in &merged.requiring {
            for name in names.iter().filter(|name| !merged.properties.contains_key(name.as_str())) {
                if self.account.is_first(at.clone(), at.child(name)) {
                    let message =
                        format!("`{name}` is required, but not described as a property; the type has no such field");
                    self.account.report(codes::UNDESCRIBED_PROPERTY, at, message);
                }
            }
        }
    }

    /// Returns the fields that merged parts make. `origin` is what the type of a field is named after.
    pub(in crate::lower) fn fields(&mut self, merged: &Merged<'a>, origin: impl Fn(&str) -> Origin) -> Vec<Field> {
        let properties = merged.properties.iter();
        let mut fields: Vec<Field> = properties
            .map(|(name, (node, at))| {
                let required = merged.required.contains(name);
                let needed = !required && merged.needed.contains(name);
                Field { needed, ..self.field(name, *node, at, required, origin(name)) }
            })
            .collect();
        self.schemas.hide(&mut fields);
        let is_sent = |field: &Field| (field.presence.required || field.needed) && !field.read_only;
        let missing = merged.least.saturating_sub(fields.iter().filter(|field| is_sent(field)).count());
        let further = fields.iter_mut().filter(|field| !is_sent(field) && !field.read_only && !field.docs.deprecated);
        further.take(missing).for_each(|field| field.needed = true);
        merged.rules.mark_conflicting(&mut fields);
        fields
    }

    fn field(&mut self, name: &'a str, node: Node<'a>, at: &Pointer, required: bool, origin: Origin) -> Field {
        let docs = self.schemas.node_docs(node, at);
        let constraints = self.schemas.constraints(node, at);
        let (read_only, write_only) = self.schemas.visibility(node, at);
        let only = self.schemas.constant(node, at);
        if !required && only == Some(Json::Bool(true)) {
            self.only_true.insert(at.clone());
        }
        let constant = only.filter(|_| required);
        let (value, nullable) = match constant {
            Some(value) => (Value::Constant(literal(&value)), false),
            None => {
                let Typed { ty, nullable } = self.typed(node, at, origin);
                (Value::Typed(ty), nullable)
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
            needed: false,
            conflicting: false,
        }
    }

    fn rest(&mut self, merged: &Merged<'a>, owner: &Owner) -> Option<Item> {
        match &merged.additional {
            None => {
                let exposed = self.schemas.config.models.unknown_properties == UnknownProperties::Expose;
                exposed.then_some(Item { ty: Type::Json, nullable: false })
            }
            Some(Additional::None) => None,
            Some(Additional::Any) => Some(Item { ty: Type::Json, nullable: false }),
            Some(Additional::Of((node, location))) => {
                let origin = match owner {
                    Owner::Definition(parent) => {
                        Origin::Member { parent: *parent, name: "additional_properties".to_owned(), item: true }
                    }
                    Owner::Origin(origin) => origin.clone(),
                };
                Some(self.typed(*node, location, origin).into())
            }
        }
    }
}
