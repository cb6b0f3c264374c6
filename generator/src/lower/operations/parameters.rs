//! Parameters: those of the path item and of the operation merged, and put in the order of the path template.

use std::borrow::Cow;

use openapiv3::{
    MediaType, Parameter as Spec, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, Schema,
};

use super::super::endpoint::Endpoint;
use super::super::schemas::{Node, literal};
use super::Draft;
use crate::diagnostics::codes;
use crate::document::extensions::{PLAIN_COOKIE, WHOLE_QUERY};
use crate::ir::{Constraints, Docs, Location, Operation, Origin, Parameter, Presence, Style, Type, WireName};
use crate::lower::security::is_configured_key;
use crate::pointer::Pointer;

/// A parameter where it is written.
struct Written<'a> {
    spec: &'a Spec,
    at: Pointer,
}

/// What a parameter says of its value.
enum Format<'a> {
    Schema(&'a ReferenceOr<Schema>),
    /// One media type of `content`, the one that is sent.
    Content(&'a str, &'a MediaType),
}

/// The parameters of an operation that can be lowered, in the order of the document.
pub(in crate::lower) struct Accepted<'a> {
    parameters: Vec<(Written<'a>, Format<'a>)>,
    /// The headers that are listed but are not parameters.
    pub(in crate::lower) own_headers: Vec<String>,
}

impl<'a> Draft<'_, 'a> {
    /// Merges the parameters of a path item and of an operation, and checks that they can be lowered. An error is the
    /// reason to skip the operation; nothing of it has been lowered then.
    pub(in crate::lower) fn accept_parameters(&mut self) -> Result<Accepted<'a>, String> {
        let Endpoint { sent_path, operation, ref at, item, ref item_at, .. } = *self.endpoint;
        let mut written = self.written(&item.parameters, item_at);
        for own in self.written(&operation.parameters, at) {
            let key = key(own.spec);
            written.retain(|inherited| self::key(inherited.spec) != key);
            written.push(own);
        }
        let config = self.types.schemas.config;
        written.retain(|written| !is_configured_key(config, written.spec));
        let (ignored, written): (Vec<_>, Vec<_>) = written.into_iter().partition(|written| is_ignored(written.spec));
        let own_headers = ignored.iter().map(|written| written.spec.parameter_data_ref().name.clone()).collect();
        let with_format = |written: Written<'a>| format(written.spec).map(|format| (written, format));
        let parameters: Option<Vec<_>> = written.into_iter().map(with_format).collect();
        let parameters = parameters.ok_or("a parameter has neither schema nor content")?;
        let fills = |Written { spec, .. }: &Written<'a>, name: &str| {
            location(spec) == Location::Path && spec.parameter_data_ref().name == name
        };
        let mut placeholders = Operation::placeholders(sent_path).into_iter();
        match placeholders.find(|name| !parameters.iter().any(|(written, _)| fills(written, name))) {
            Some(name) => Err(format!("the placeholder `{{{name}}}` has no parameter")),
            None => Ok(Accepted { parameters, own_headers }),
        }
    }

    /// Lowers parameters: placeholders first, in template order.
    pub(in crate::lower) fn parameters(&mut self, accepted: Accepted<'a>) -> Vec<Parameter> {
        let accepted = accepted.parameters.into_iter();
        let lowered = accepted.map(|(written, format)| self.parameter(&written, &format)).collect();
        in_template_order(lowered, self.endpoint.sent_path)
    }

    fn written(&mut self, list: &'a [ReferenceOr<Spec>], at: &Pointer) -> Vec<Written<'a>> {
        let document = self.types.schemas.document;
        let section = at.child("parameters");
        let mut written: Vec<Written<'a>> = Vec::with_capacity(list.len());
        for (index, node) in list.iter().enumerate() {
            let at = section.item(index);
            match document.parameter(node, &at) {
                Some(resolved) => {
                    if written.iter().any(|known| key(known.spec) == key(resolved.value)) {
                        let name = &resolved.value.parameter_data_ref().name;
                        let message = format!("the parameter `{name}` is listed twice; the first one is used");
                        self.types.account.report(codes::REPEATED_PARAMETER, &at, message);
                    } else {
                        written.push(Written { spec: resolved.value, at: resolved.at });
                    }
                }
                None => self.types.account.report(codes::MISSING_PARAMETER, &at, "this parameter was skipped"),
            }
        }
        written
    }

    fn parameter(&mut self, written: &Written<'a>, format: &Format<'a>) -> Parameter {
        let Written { spec, at } = written;
        let data = spec.parameter_data_ref();
        let location = location(spec);
        let origin = Origin::Input { operation: self.id, name: data.name.clone(), item: false };
        let (ty, constant, constraints, style) = match *format {
            Format::Schema(node) => {
                let (node, schema_at) = (Node::from(node), at.child("schema"));
                let constant = self.types.schemas.constant(node, &schema_at).filter(|_| location != Location::Path);
                let ty = match constant {
                    Some(_) => Type::Json,
                    None => self.types.typed(node, &schema_at, origin).ty,
                };
                (ty, constant, self.types.schemas.constraints(node, &schema_at), style(spec, data))
            }
            Format::Content(media, content) => {
                let schema_at = at.child("content").child(media).child("schema");
                let ty = match &content.schema {
                    Some(node) => self.types.typed(Node::from(node), &schema_at, origin).ty,
                    None => Type::Json,
                };
                let is_whole_query = data.extensions.contains_key(WHOLE_QUERY);
                let style = if is_whole_query { Style::WholeQuery } else { content_style(media) };
                (ty, None, Constraints::default(), style)
            }
        };
        let docs = self.parameter_docs(data, at);
        let ty = self.types.schemas.secret((&data.name, location), ty, &constraints, &docs);
        Parameter {
            wire: WireName::new(&data.name),
            at: at.clone(),
            location,
            style,
            reserved: matches!(spec, Spec::Query { allow_reserved: true, .. }),
            ty,
            constant: constant.as_ref().map(literal),
            presence: Presence { required: data.required || location == Location::Path, nullable: false },
            docs,
            constraints,
        }
    }

    fn parameter_docs(&self, data: &'a ParameterData, at: &Pointer) -> Docs {
        let (schema, is_inline) = match &data.format {
            ParameterSchemaOrContent::Schema(node) => {
                let docs = self.types.schemas.node_docs(Node::from(node), &at.child("schema"));
                (docs, matches!(node, ReferenceOr::Item(_)))
            }
            ParameterSchemaOrContent::Content(_) => (Docs::default(), false),
        };
        let first = data.examples.values().next().and_then(|node| self.types.schemas.document.example(node, at));
        let named = first.and_then(|example| example.value.value.as_ref()).filter(|value| !value.is_null());
        let mut docs = Docs {
            description: data.description.clone(),
            link: schema.link,
            example: data.example.as_ref().or(named).map(literal).or(schema.example),
            deprecated: data.deprecated.unwrap_or(false) || schema.deprecated,
            ..Docs::default()
        };
        if docs.description.is_none() {
            docs.description = schema.description.or(schema.summary);
            docs.further = schema.further;
        } else if is_inline {
            // What a component says stands with its type.
            schema.description.iter().chain(&schema.further).for_each(|text| docs.add(text));
        }
        docs
    }
}

/// Returns what identifies a parameter. Names of headers do not depend on case (RFC 9110, section 5.1).
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

/// Whether a parameter is a header that the specification says to ignore: other parts of the document describe it.
fn is_ignored(parameter: &Spec) -> bool {
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
        Spec::Cookie { .. } if data.extensions.contains_key(PLAIN_COOKIE) => {
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

/// Returns what a parameter says of its value: its schema, or one media type of its content, JSON if it is among them.
/// `None` if it has neither.
fn format(parameter: &Spec) -> Option<Format<'_>> {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(node) => Some(Format::Schema(node)),
        ParameterSchemaOrContent::Content(content) => {
            let json = content.iter().find(|(media, _)| content_style(media) == Style::Json);
            json.or_else(|| content.first()).map(|(media, value)| Format::Content(media, value))
        }
    }
}

fn content_style(media: &str) -> Style {
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media.ends_with("/json") || media.ends_with("+json") { Style::Json } else { Style::Text }
}

/// Puts the path parameters first, in the order of the placeholders. Those without a placeholder are removed.
fn in_template_order(mut parameters: Vec<Parameter>, path: &str) -> Vec<Parameter> {
    let placeholders = Operation::placeholders(path);
    let position = |parameter: &Parameter| match parameter.location {
        Location::Path => placeholders.iter().position(|name| *name == parameter.wire.as_str()),
        _ => Some(usize::MAX),
    };
    parameters.retain(|parameter| position(parameter).is_some());
    parameters.sort_by_key(position);
    parameters
}
