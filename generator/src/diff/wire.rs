//! What an SDK sends and reads: the model of the API, with the keys by which versions are compared.

use std::collections::{BTreeMap, HashMap};

use crate::ir::{
    Api, BodyContent, Constraints, Docs, Field, Literal, Location, MemberEncoding, Operation, Parameter, Presence,
    Shape, Style, Type, TypeDef, TypeId, Value,
};

/// What an SDK sends and reads, by the keys of its document.
#[derive(Debug)]
pub struct Wire {
    api: Api,
    operations: BTreeMap<String, usize>,
    types: HashMap<String, TypeId>,
}

impl Wire {
    /// Creates it from the model of an SDK.
    #[must_use]
    pub fn new(api: Api) -> Self {
        let operations = api.operations.iter().enumerate();
        let operations = operations.map(|(index, operation)| (operation.key.clone(), index)).collect();
        let types = api.type_ids().flat_map(|id| api.def(id).keys.iter().map(move |key| (key.clone(), id))).collect();
        Self { api, operations, types }
    }

    pub(super) fn api(&self) -> &Api {
        &self.api
    }

    pub(super) fn operation(&self, key: &str) -> Option<&Operation> {
        self.operations.get(key).map(|index| &self.api.operations[*index])
    }

    pub(super) fn def(&self, key: &str) -> Option<&TypeDef> {
        self.types.get(key).map(|id| self.api.def(*id))
    }

    /// Returns the key of a definition.
    pub(super) fn key(&self, id: TypeId) -> &str {
        self.api.def(id).keys.first().map_or("", String::as_str)
    }

    /// Returns the inputs of an operation, by the keys of [`super::inputs::by_key`].
    pub(super) fn inputs<'a>(&'a self, operation: &'a Operation) -> BTreeMap<String, Member<'a>> {
        let mut inputs = BTreeMap::new();
        let mut in_path = 0;
        for parameter in &operation.parameters {
            let mut key = format!("{} {}", parameter.location.as_str(), parameter.wire.as_str());
            if parameter.location == Location::Path && parameter.constant.is_none() {
                key = format!("path {in_path}");
                in_path += 1;
            }
            inputs.insert(key, Member::of_parameter(parameter));
        }
        let Some(body) = &operation.body else { return inputs };
        match &body.content {
            BodyContent::Fields(fields) => inputs.extend(fields.iter().map(|field| {
                let form = body.members.iter().find(|encoding| encoding.wire == field.wire);
                (format!("body {}", field.wire.as_str()), Member { form, ..Member::of_field(field) })
            })),
            BodyContent::Whole(ty) => {
                let presence = Presence { required: body.required, nullable: false };
                let at = operation.at.as_str();
                inputs.insert("body".to_owned(), Member { ty: Some(ty), ..Member::new(at, presence, &body.docs) });
            }
        }
        inputs
    }

    /// Returns the properties of a struct.
    pub(super) fn properties(&self, key: &str) -> BTreeMap<&str, Member<'_>> {
        match self.def(key).map(|def| &def.shape) {
            Some(Shape::Struct(shape)) => {
                shape.fields.iter().map(|field| (field.wire.as_str(), Member::of_field(field))).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    /// Returns the directions in which operations use a definition.
    pub(super) fn direction(&self, key: &str) -> Direction {
        let usage = self.def(key).map(|def| def.usage).unwrap_or_default();
        Direction { sent: usage.sent, received: usage.received || !usage.sent }
    }
}

/// Who sends a value: the program, the server, or both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Direction {
    pub(super) sent: bool,
    pub(super) received: bool,
}

impl Direction {
    pub(super) const SENT: Self = Self { sent: true, received: false };
    pub(super) const RECEIVED: Self = Self { sent: false, received: true };

    pub(super) fn or(self, other: Self) -> Self {
        Self { sent: self.sent || other.sent, received: self.received || other.received }
    }
}

/// A property or an input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'a> {
    pub(super) at: &'a str,
    pub(super) ty: Option<&'a Type>,
    pub(super) constant: Option<&'a Literal>,
    pub(super) presence: Presence,
    pub(super) constraints: Option<&'a Constraints>,
    pub(super) docs: &'a Docs,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) style: Option<(Style, bool)>,
    pub(super) form: Option<&'a MemberEncoding>,
}

impl<'a> Member<'a> {
    fn new(at: &'a str, presence: Presence, docs: &'a Docs) -> Self {
        Self {
            at,
            ty: None,
            constant: None,
            presence,
            constraints: None,
            docs,
            read_only: false,
            write_only: false,
            style: None,
            form: None,
        }
    }

    fn of_parameter(parameter: &'a Parameter) -> Self {
        Self {
            ty: parameter.constant.is_none().then_some(&parameter.ty),
            constant: parameter.constant.as_ref(),
            constraints: Some(&parameter.constraints),
            style: Some((parameter.style, parameter.reserved)),
            ..Self::new(parameter.at.as_str(), parameter.presence, &parameter.docs)
        }
    }

    fn of_field(field: &'a Field) -> Self {
        let (ty, constant) = match &field.value {
            Value::Typed(ty) => (Some(ty), None),
            Value::Constant(value) => (None, Some(value)),
        };
        Self {
            ty,
            constant,
            constraints: Some(&field.constraints),
            read_only: field.read_only,
            write_only: field.write_only,
            ..Self::new(field.at.as_str(), field.presence, &field.docs)
        }
    }
}
