//! Headers of responses, and links of successful ones.

use openapiv3::{Header, LinkOperation, ParameterSchemaOrContent, Response};

use super::super::schemas::{Kind, Node};
use super::Draft;
use crate::ir::{Content, Link, ResponseHeader, Scalar, Shape, Type};
use crate::pointer::Pointer;

impl<'a> Draft<'_, 'a> {
    /// Adds the headers of a response to those of others.
    pub(in crate::lower) fn response_headers(
        &mut self,
        response: &'a Response,
        at: &Pointer,
        headers: &mut Vec<ResponseHeader>,
    ) {
        for (name, node) in &response.headers {
            let location = at.child("headers").child(name);
            let Some(found) = self.types.schemas.document.header(node, &location) else { continue };
            if headers.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                continue;
            }
            let ty = self.header_type(found.value, &found.at);
            let description = found.value.description.clone().unwrap_or_default();
            headers.push(ResponseHeader { name: name.clone(), ty, description });
        }
    }

    /// Returns the type of a header, if it is not plain text and can be parsed from text.
    fn header_type(&mut self, header: &'a Header, at: &Pointer) -> Option<Scalar> {
        let ParameterSchemaOrContent::Schema(schema) = &header.format else { return None };
        let facets = self.types.schemas.flat(Node::from(schema), &at.child("schema"))?;
        if facets.values.is_some() {
            return None;
        }
        let shape = match facets.implied_kind()? {
            Kind::Integer => self.types.integer(&facets, &at.child("schema")),
            Kind::String => self.types.schemas.string(&facets),
            Kind::Number => Shape::Alias(Type::Scalar(Scalar::F64)),
            Kind::Boolean => Shape::Alias(Type::Scalar(Scalar::Boolean)),
            Kind::Object | Kind::Array => return None,
        };
        match shape {
            Shape::Alias(Type::Scalar(scalar)) => {
                scalar.text().is_none_or(|text| text.content == Content::Value).then_some(scalar)
            }
            _ => None,
        }
    }

    /// Adds the links of a successful response to those of the others.
    pub(in crate::lower) fn links(&mut self, response: &'a Response, at: &Pointer, links: &mut Vec<Link>) {
        for (name, node) in &response.links {
            let location = at.child("links").child(name);
            let Some(found) = self.types.schemas.document.link(node, &location) else { continue };
            let link = found.value;
            let target = match &link.operation {
                LinkOperation::OperationId(id) => id.clone(),
                LinkOperation::OperationRef(reference) => reference.clone(),
            };
            let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let mut parameters: Vec<(String, String)> =
                link.parameters.iter().map(|(name, value)| (name.clone(), text(value))).collect();
            parameters.extend(link.request_body.as_ref().map(|body| ("request body".to_owned(), text(body))));
            let link = Link {
                name: name.clone(),
                target,
                parameters,
                description: link.description.clone().unwrap_or_default(),
            };
            if !links.contains(&link) {
                links.push(link);
            }
        }
    }
}
