//! The values of an example request: those that the document shows, else those of the Rust example, else samples.

use std::collections::BTreeMap;

use crate::ir::{Api, Body, Constraints, Field, Literal, Location, Operation, Parameter, Scalar, Shown, Type, Value};
use crate::samples::{Samples, fits, within};
use crate::surface::Surface;

/// Finds the values of the inputs of an operation.
pub(super) struct Values<'a> {
    api: &'a Api,
    operation: &'a Operation,
    /// The names of the arguments in Rust by their keys: the Rust example has them as texts.
    words: BTreeMap<&'a str, &'a str>,
}

impl<'a> Values<'a> {
    pub(super) fn new(api: &'a Api, surface: &'a Surface, operation: &'a Operation) -> Self {
        let method = surface.operations.get(&operation.key);
        let arguments = method.into_iter().flat_map(|method| &method.arguments);
        let words = arguments.map(|(key, named)| (key.as_str(), named.name.trim_start_matches("r#").trim_matches('_')));
        Self { api, operation, words: words.collect() }
    }

    /// Returns the value of a parameter.
    pub(super) fn parameter(&self, parameter: &Parameter) -> Option<Literal> {
        if let Some(constant) = &parameter.constant {
            return Some(constant.clone());
        }
        let named = self.operation.examples.iter().filter(|shown| {
            matches!(&shown.of, Shown::Parameter(location, wire)
                if *location == parameter.location && *wire == parameter.wire)
        });
        let shown = parameter.docs.example.iter().chain(named.filter_map(|shown| shown.example.value.as_deref()));
        // An empty value cannot be in a path.
        let shown = shown.filter(|value| parameter.location != Location::Path || value.as_str() != Some(""));
        let key = format!("{} {}", parameter.location.as_str(), parameter.wire.as_str());
        self.value(&key, &parameter.ty, Some(&parameter.constraints), shown, Samples::of_parameters(self.api))
    }

    /// Returns the value of a field of the body.
    pub(super) fn field(&self, field: &Field, shown: Option<&Literal>) -> Option<Literal> {
        let ty = match &field.value {
            Value::Constant(value) => return Some(value.clone()),
            Value::Typed(ty) => ty,
        };
        if shown == Some(&Literal::Null) && field.presence.nullable {
            return Some(Literal::Null);
        }
        let key = format!("body {}", field.wire.as_str());
        let shown = shown.into_iter().chain(&field.docs.example);
        let value = self.value(&key, ty, Some(&field.constraints), shown, Samples::new(self.api));
        value.or_else(|| field.presence.nullable.then_some(Literal::Null))
    }

    /// Returns the value of a whole body.
    pub(super) fn whole(&self, ty: &Type, body: &Body) -> Option<Literal> {
        Samples::new(self.api).value(ty, None, self.bodies(body))
    }

    /// Returns the examples of the body: the first one, then the others of its media type.
    pub(super) fn bodies<'s>(&'s self, body: &'s Body) -> impl Iterator<Item = &'s Literal> {
        let named = self
            .operation
            .examples
            .iter()
            .filter(|shown| matches!(&shown.of, Shown::Body { media_type } if *media_type == body.media_type));
        body.example.iter().chain(named.filter_map(|shown| shown.example.value.as_deref()))
    }

    fn value<'s>(
        &self,
        key: &str,
        ty: &Type,
        constraints: Option<&Constraints>,
        shown: impl Iterator<Item = &'s Literal>,
        mut samples: Samples<'_>,
    ) -> Option<Literal> {
        let is_good = |value: &Literal| {
            fits(self.api, ty, value) && constraints.is_none_or(|constraints| within(constraints, value))
        };
        let word = || {
            let word = Literal::String((*self.words.get(key)?).to_owned());
            let is_text = |ty: &Type| *self.api.resolve(ty) == Type::Scalar(Scalar::String);
            let has_format = |one: &Constraints| !one.formats.is_empty() || one.pattern.is_some();
            let value = match self.api.resolve(ty) {
                Type::List(item) if is_text(&item.ty) => {
                    let of_items = constraints.and_then(|constraints| constraints.items.as_deref());
                    let is_plain = of_items.is_none_or(|items| !has_format(items) && within(items, &word));
                    is_plain.then(|| Literal::List(vec![word]))?
                }
                ty if is_text(ty) => word,
                _ => return None,
            };
            (is_good(&value) && !constraints.is_some_and(has_format)).then_some(value)
        };
        let shown: Vec<&Literal> = shown.collect();
        if !shown.iter().any(|value| is_good(value))
            && let Some(word) = word()
        {
            return Some(word);
        }
        samples.value(ty, constraints, shown)
    }
}
