//! Request bodies: which media type, and whether the members of an object become inputs of their own.

use openapiv3::MediaType;

use super::literal::literal;
use super::{Lowering, Node};
use crate::ir::{Body, BodyContent, BodyEncoding, Docs, Field, Literal, OperationId, Origin, Type};
use crate::pointer::Pointer;
use crate::spec::facets::Facets;

impl<'a> Lowering<'a> {
    /// The body of an operation. An error is a reason to leave the operation out.
    pub(super) fn body(
        &mut self,
        operation: &'a openapiv3::Operation,
        at: &Pointer,
        id: OperationId,
    ) -> Result<Option<Body>, String> {
        let Some(node) = &operation.request_body else { return Ok(None) };
        let document = self.document;
        let place = at.child("requestBody");
        let resolved = document.request_body(node, &place).ok_or("its request body was left out")?;
        let Some((media_type, content)) = preferred(resolved.value.content.iter()) else {
            let types: Vec<_> = resolved.value.content.keys().map(String::as_str).collect();
            if types.is_empty() {
                return Ok(None);
            }
            return Err(format!("request bodies of type {} are not supported", types.join(", ")));
        };
        let at = resolved.at.child("content").child(media_type).child("schema");
        let described = content.schema.as_ref().map(|schema| self.node_docs(Node::from(schema), &at));
        let example = self.body_example(content, &at).or_else(|| described.as_ref()?.example.clone());
        let content = self.body_content(content, &at, id);
        Ok(Some(Body {
            required: resolved.value.required,
            media_type: if media_type.contains('*') { "application/json" } else { media_type }.to_owned(),
            encoding: BodyEncoding::Json,
            content,
            docs: match &resolved.value.description {
                Some(text) => Docs { description: Some(text.clone()), ..Docs::default() },
                None => described.unwrap_or_default(),
            },
            example,
        }))
    }

    /// The body that the document shows; of several the first.
    fn body_example(&self, media: &'a MediaType, at: &Pointer) -> Option<Literal> {
        let named = || {
            let examples = media.examples.values();
            examples.filter_map(|node| self.document.example(node, at)?.value.value.as_ref()).next()
        };
        media.example.as_ref().or_else(named).map(literal)
    }

    fn body_content(&mut self, media: &'a MediaType, at: &Pointer, operation: OperationId) -> BodyContent {
        let Some(schema) = &media.schema else { return BodyContent::Whole(Type::Json) };
        let node = Node::from(schema);
        if let Some(fields) = self.body_fields(node, at, operation) {
            return BodyContent::Fields(fields.into_iter().filter(|field| !field.read_only).collect());
        }
        let origin = Origin::RequestBody { operation, item: false };
        BodyContent::Whole(self.typed(node, at, origin).ty)
    }

    /// The members of a body that is an object with known members and no others.
    fn body_fields(&mut self, node: Node<'a>, at: &Pointer, operation: OperationId) -> Option<Vec<Field>> {
        match node {
            Node::Reference(_) => {
                let ty = self.typed(node, at, Origin::RequestBody { operation, item: false }).ty;
                let (_, shape) = self.result.api.as_struct(&ty)?;
                (shape.rest.is_none()).then(|| shape.fields.clone())
            }
            Node::Inline(schema) => {
                let facets = Facets::of(schema);
                if let Some((inner, place)) = self.transparent(&facets, at) {
                    return self.body_fields(inner, &place, operation);
                }
                let merged = self.merge(schema, at);
                let plain = merged.is_struct() && merged.unions.is_empty() && merged.others.is_empty();
                let has_rest = merged
                    .additional
                    .as_ref()
                    .is_some_and(|(additional, _)| !matches!(additional, openapiv3::AdditionalProperties::Any(false)));
                if !plain || has_rest {
                    return None;
                }
                let origin = |name: &str| Origin::Input { operation, name: name.to_owned(), item: false };
                Some(self.fields(&merged, origin))
            }
        }
    }

    /// The type of a body that is one value; used for responses as well.
    pub(super) fn media_type(&mut self, media: &'a MediaType, at: &Pointer, origin: Origin) -> Type {
        match &media.schema {
            Some(schema) => self.typed(Node::from(schema), &at.child("schema"), origin).ty,
            None => Type::Json,
        }
    }
}

/// The JSON media type among those offered: plain JSON first, then anything that ends in `+json`.
pub(super) fn preferred<'m>(
    content: impl Iterator<Item = (&'m String, &'m MediaType)> + Clone,
) -> Option<(&'m str, &'m MediaType)> {
    let essence = |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let plain = content.clone().find(|(name, _)| essence(name) == "application/json");
    let json = || content.clone().find(|(name, _)| essence(name).ends_with("+json") || essence(name) == "text/json");
    let any = || content.clone().find(|(name, _)| matches!(essence(name).as_str(), "*/*" | "application/*"));
    plain.or_else(json).or_else(any).map(|(name, media)| (name.as_str(), media))
}
