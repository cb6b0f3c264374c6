//! The parameter or field that turns a stream on. The SDK sets it, since the type of the response depends on it.

use std::collections::HashSet;

use super::super::schemas::Kind;
use super::super::types::{Types, unlisted};
use super::response_media as media;
use crate::diagnostics::{Diagnostics, codes};
use crate::ir::{
    Api, BodyContent, Docs, Field, Literal, Location, Operation, Output, Parameter, Scalar, Shape, Switch, Type, Value,
};
use crate::pointer::Pointer;

/// The name of this input where both of its values are allowed, unless the media type of the stream names it.
const SWITCH: &str = "stream";

/// Removes the input that turns the stream of an operation on from its inputs.
///
/// If the stream is one of two responses, a method of its own sends `true`; the other one sends `false` if the input is
/// required or true by default, and else nothing. If there is only the stream, `true` is always sent.
pub(super) fn take_switch_of_stream(types: &Types<'_>, operation: &mut Operation) {
    let stream = operation.responses.stream.as_ref();
    let named = stream.and_then(|stream| media::stream_switch(&stream.media_type)).unwrap_or(SWITCH).to_owned();
    Switches { api: &types.api, only_true: &types.only_true, named }.apply(operation);
}

/// Reports those of `flags`, optional booleans that can only be true, that the model still has as fields with any
/// value. Those that turn a stream on are constants, and those of removed definitions are not in the SDK.
pub(crate) fn report_plain_flags(api: &Api, flags: &[Pointer], diagnostics: &mut Diagnostics) {
    if flags.is_empty() {
        return;
    }
    let of_types = api.types.iter().filter_map(|def| match &def.shape {
        Shape::Struct(shape) => Some(&shape.fields),
        _ => None,
    });
    let of_bodies = api.operations.iter().filter_map(|operation| match &operation.body.as_ref()?.content {
        BodyContent::Fields(fields) => Some(fields),
        _ => None,
    });
    let plain = of_types.chain(of_bodies).flatten().filter(|field| matches!(field.value, Value::Typed(_)));
    let plain: HashSet<&Pointer> = plain.map(|field| &field.at).collect();
    for flag in flags.iter().filter(|flag| plain.contains(flag)) {
        diagnostics.report(codes::UNSUPPORTED_KEYWORD, &flag.child("enum"), unlisted(Kind::Boolean));
    }
}

/// What decides which input turns a stream on.
struct Switches<'c> {
    api: &'c Api,
    /// The optional properties that can only be true.
    only_true: &'c HashSet<Pointer>,
    /// The name of the input.
    named: String,
}

impl Switches<'_> {
    fn apply(&self, operation: &mut Operation) {
        if matches!(operation.output, Output::Stream(_)) {
            self.always_stream(operation);
        } else if operation.responses.stream.is_some() {
            let Some((switch, docs)) = self.take_switch(operation) else { return };
            if let Some(stream) = &mut operation.responses.stream {
                stream.switch = Some(switch);
                stream.switch_docs = docs;
            }
        }
    }

    /// Takes the input away, or makes it constant; returns it with its description.
    fn take_switch(&self, operation: &mut Operation) -> Option<(Switch, Docs)> {
        if let Some(BodyContent::Fields(fields)) = operation.body.as_mut().map(|body| &mut body.content)
            && let Some(index) = fields.iter().position(|field| self.is_switch(field))
        {
            let field = &mut fields[index];
            let (wire, docs) = (field.wire.clone(), field.docs.clone());
            if field.presence.required || field.constraints.default == Some(Literal::Boolean(true)) {
                fix(field, false);
            } else {
                fields.remove(index);
            }
            return Some((Switch::Field(wire), docs));
        }
        let index = operation.parameters.iter().position(|parameter| self.is_switch_in_query(parameter))?;
        let parameter = &mut operation.parameters[index];
        let (wire, docs) = (parameter.wire.clone(), parameter.docs.clone());
        if parameter.presence.required || parameter.constraints.default == Some(Literal::Boolean(true)) {
            fix_parameter(parameter, false);
        } else {
            operation.parameters.remove(index);
        }
        Some((Switch::Query(wire), docs))
    }

    /// Always sends what requests the stream: a boolean with the usual name, or one that can only be true. Of several
    /// that can only be true, only one that is true by default is meant.
    fn always_stream(&self, operation: &mut Operation) {
        if let Some(BodyContent::Fields(fields)) = operation.body.as_mut().map(|body| &mut body.content) {
            let alone = fields.iter().filter(|field| self.is_only_true(field)).count() == 1;
            for field in fields {
                let is_true_by_default = field.constraints.default == Some(Literal::Boolean(true));
                if self.is_switch(field) || (self.is_only_true(field) && (alone || is_true_by_default)) {
                    fix(field, true);
                }
            }
        }
        let is_only_true = |parameter: &Parameter| parameter.constant == Some(Literal::Boolean(true));
        let alone = operation.parameters.iter().filter(|parameter| is_only_true(parameter)).count() == 1;
        for parameter in &mut operation.parameters {
            let in_query = parameter.location == Location::Query;
            let is_true_by_default = parameter.constraints.default == Some(Literal::Boolean(true));
            let only = in_query && is_only_true(parameter) && (alone || is_true_by_default);
            if only || self.is_switch_in_query(parameter) {
                fix_parameter(parameter, true);
            }
        }
    }

    fn is_switch(&self, field: &Field) -> bool {
        field.wire.as_str() == self.named && matches!(&field.value, Value::Typed(ty) if self.is_flag(ty))
    }

    fn is_only_true(&self, field: &Field) -> bool {
        self.only_true.contains(&field.at) && matches!(field.value, Value::Typed(_))
    }

    fn is_switch_in_query(&self, parameter: &Parameter) -> bool {
        let is_flag = match &parameter.constant {
            Some(constant) => *constant == Literal::Boolean(true),
            None => self.is_flag(&parameter.ty),
        };
        parameter.location == Location::Query && parameter.wire.as_str() == self.named && is_flag
    }

    fn is_flag(&self, ty: &Type) -> bool {
        *self.api.resolve(ty) == Type::Scalar(Scalar::Boolean)
    }
}

/// Makes a field constant.
fn fix(field: &mut Field, value: bool) {
    field.value = Value::Constant(Literal::Boolean(value));
    field.presence.required = true;
    field.presence.nullable = false;
}

fn fix_parameter(parameter: &mut Parameter, value: bool) {
    parameter.constant = Some(Literal::Boolean(value));
    parameter.presence.required = true;
}
