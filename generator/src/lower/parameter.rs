//! Parameters: those of the path item and of the operation merged, and put in the order of the path template.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{
    MediaType, Parameter as Spec, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr,
};

use super::literal::literal;
use super::{Lowering, Node};
use crate::diagnostics::codes;
use crate::ir::{
    Constraints, Docs, Location, Operation, OperationId, Origin, Parameter, Presence, Style, Type, WireName,
};
use crate::pointer::Pointer;

/// A parameter where it is written.
type Written<'a> = (&'a Spec, Pointer);

impl<'a> Lowering<'a> {
    /// The parameters of an operation: placeholders first, in template order; and the headers that are listed but are
    /// no parameters. An error is a reason to leave the operation out.
    pub(super) fn parameters(
        &mut self,
        item: (&'a PathItem, &Pointer),
        operation: (&'a openapiv3::Operation, &Pointer),
        id: OperationId,
        path: &str,
    ) -> Result<(Vec<Parameter>, Vec<String>), String> {
        let mut headers = Vec::new();
        let mut written = self.written(&item.0.parameters, item.1);
        for own in self.written(&operation.0.parameters, operation.1) {
            let key = key(own.0);
            written.retain(|(parameter, _)| self::key(parameter) != key);
            written.push(own);
        }
        let mut lowered = Vec::with_capacity(written.len());
        for (parameter, at) in written {
            if ignored(parameter) {
                headers.push(parameter.parameter_data_ref().name.clone());
                continue;
            }
            lowered.push(self.parameter(parameter, &at, id)?);
        }
        Ok((in_template_order(lowered, path)?, headers))
    }

    fn written(&mut self, list: &'a [ReferenceOr<Spec>], at: &Pointer) -> Vec<Written<'a>> {
        let document = self.document;
        let place = at.child("parameters");
        let mut written: Vec<Written<'a>> = Vec::with_capacity(list.len());
        for (index, node) in list.iter().enumerate() {
            let at = place.item(index);
            match document.parameter(node, &at) {
                Some(resolved) => {
                    let repeated = written.iter().any(|(parameter, _)| key(parameter) == key(resolved.value));
                    if repeated {
                        let name = &resolved.value.parameter_data_ref().name;
                        let message = format!("the parameter `{name}` is listed twice; the first one is used");
                        self.diagnostics.report(codes::REPEATED_PARAMETER, &at, message);
                    } else {
                        written.push((resolved.value, resolved.at));
                    }
                }
                None => self.diagnostics.report(codes::MISSING_PARAMETER, &at, "this parameter was skipped"),
            }
        }
        written
    }

    fn parameter(&mut self, spec: &'a Spec, at: &Pointer, operation: OperationId) -> Result<Parameter, String> {
        let data = spec.parameter_data_ref();
        let location = location(spec);
        let origin = Origin::Input { operation, name: data.name.clone(), item: false };
        let constant = match &data.format {
            ParameterSchemaOrContent::Schema(node) => self.constant(Node::from(node), &at.child("schema")),
            ParameterSchemaOrContent::Content(_) => None,
        };
        let constant = constant.filter(|_| location != Location::Path);
        let (ty, constraints, style) = match &data.format {
            ParameterSchemaOrContent::Schema(node) => {
                let place = at.child("schema");
                let node = Node::from(node);
                let ty = match constant {
                    Some(_) => Type::Json,
                    None => self.typed(node, &place, origin).ty,
                };
                (ty, self.constraints(node, &place), style(spec, data))
            }
            ParameterSchemaOrContent::Content(content) => {
                let (media, value) = best(content).ok_or("a parameter has neither schema nor content")?;
                let place = at.child("content").child(media).child("schema");
                let ty = match &value.schema {
                    Some(node) => self.typed(Node::from(node), &place, origin).ty,
                    None => Type::Json,
                };
                let whole = data.extensions.contains_key("x-sdkgen-querystring");
                (ty, Constraints::default(), if whole { Style::WholeQuery } else { content_style(media) })
            }
        };
        let ty = self.secret(&data.name, ty, &constraints, false);
        Ok(Parameter {
            wire: WireName::new(&data.name),
            at: at.clone(),
            location,
            style,
            reserved: matches!(spec, Spec::Query { allow_reserved: true, .. }),
            ty,
            constant: constant.as_ref().map(literal),
            presence: Presence { required: data.required || location == Location::Path, nullable: false },
            docs: self.parameter_docs(data, at),
            constraints,
        })
    }

    fn parameter_docs(&self, data: &'a ParameterData, at: &Pointer) -> Docs {
        let schema = match &data.format {
            ParameterSchemaOrContent::Schema(node) => self.node_docs(Node::from(node), &at.child("schema")),
            ParameterSchemaOrContent::Content(_) => Docs::default(),
        };
        let first = data.examples.values().next().and_then(|node| self.document.example(node, at));
        let named = first.and_then(|example| example.value.value.as_ref());
        Docs {
            summary: None,
            description: data.description.clone().or(schema.description).or(schema.summary),
            link: schema.link,
            example: data.example.as_ref().or(named).map(literal).or(schema.example),
            deprecated: data.deprecated.unwrap_or(false) || schema.deprecated,
        }
    }
}

/// What tells parameters apart. The names of headers are the same in any case (RFC 9110, section 5.1).
fn key(parameter: &Spec) -> (Cow<'_, str>, Location) {
    let (name, location) = (&parameter.parameter_data_ref().name, location(parameter));
    let is_header = location == Location::Header;
    (if is_header { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }, location)
}

fn location(parameter: &Spec) -> Location {
    match parameter {
        Spec::Query { .. } => Location::Query,
        Spec::Header { .. } => Location::Header,
        Spec::Path { .. } => Location::Path,
        Spec::Cookie { .. } => Location::Cookie,
    }
}

/// Headers that the specification says to ignore where they are listed as parameters: other parts of the document
/// describe them.
fn ignored(parameter: &Spec) -> bool {
    let name = &parameter.parameter_data_ref().name;
    matches!(parameter, Spec::Header { .. })
        && ["accept", "content-type", "authorization"].iter().any(|header| name.eq_ignore_ascii_case(header))
}

fn style(parameter: &Spec, data: &ParameterData) -> Style {
    let explode = |usual: bool| data.explode.unwrap_or(usual);
    match parameter {
        Spec::Query { style, .. } => match style {
            QueryStyle::Form if explode(true) => Style::Usual,
            QueryStyle::Form => Style::FormComma,
            // With explode, the items of these styles are repeated like those of `form`.
            QueryStyle::SpaceDelimited if explode(false) => Style::Usual,
            QueryStyle::PipeDelimited if explode(false) => Style::Usual,
            QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            QueryStyle::PipeDelimited => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
        },
        Spec::Path { style: PathStyle::Matrix, .. } if explode(false) => Style::MatrixExploded,
        Spec::Path { style: PathStyle::Matrix, .. } => Style::Matrix,
        Spec::Path { style: PathStyle::Label, .. } if explode(false) => Style::LabelExploded,
        Spec::Path { style: PathStyle::Label, .. } => Style::Label,
        Spec::Path { style: PathStyle::Simple, .. } | Spec::Header { .. } if explode(false) => Style::SimpleExploded,
        Spec::Path { .. } | Spec::Header { .. } => Style::Usual,
        Spec::Cookie { .. } if data.extensions.contains_key("x-sdkgen-plain-cookie") => {
            if explode(true) {
                Style::Cookie
            } else {
                Style::CookieComma
            }
        }
        Spec::Cookie { .. } if explode(true) => Style::Usual,
        Spec::Cookie { .. } => Style::FormComma,
    }
}

/// The media type to send: JSON if there is a choice.
fn best(content: &IndexMap<String, MediaType>) -> Option<(&String, &MediaType)> {
    content.iter().find(|(media, _)| content_style(media) == Style::Json).or_else(|| content.first())
}

fn content_style(media: &str) -> Style {
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media.ends_with("/json") || media.ends_with("+json") { Style::Json } else { Style::Text }
}

/// Puts the path parameters in the order of the placeholders, ahead of the others.
fn in_template_order(mut parameters: Vec<Parameter>, path: &str) -> Result<Vec<Parameter>, String> {
    let mut ordered = Vec::with_capacity(parameters.len());
    for name in Operation::placeholders(path) {
        let found = parameters.iter().position(|p| p.location == Location::Path && p.wire.as_str() == name);
        let index = found.ok_or_else(|| format!("the placeholder `{{{name}}}` has no parameter"))?;
        ordered.push(parameters.remove(index));
    }
    parameters.retain(|parameter| parameter.location != Location::Path);
    ordered.extend(parameters);
    Ok(ordered)
}
