//! Request bodies: which media type, and whether the members of an object become inputs of their own.

use openapiv3::{AdditionalProperties, MediaType};

use super::all_of::Additional;
use super::literal::literal;
use super::media::{self, Family, Media};
use super::{Lowering, Node};
use crate::diagnostics::codes;
use crate::ir::{
    Body, BodyContent, BodyEncoding, Docs, Field, Item, Literal, Method, OperationId, Origin, Scalar, Type,
};
use crate::lower::facets::{Facets, Kind};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The body of an operation. Whatever its type, it can be sent.
    pub(super) fn body(
        &mut self,
        operation: &'a openapiv3::Operation,
        method: &Method,
        at: &Pointer,
        id: OperationId,
    ) -> Option<Body> {
        let node = operation.request_body.as_ref()?;
        let document = self.document;
        let place = at.child("requestBody");
        let Some(resolved) = document.request_body(node, &place) else {
            let message = "this request body was skipped; the operation takes bytes of any media type instead";
            self.diagnostics.report(codes::MISSING_REQUEST_BODY, &place, message);
            return Some(of_bytes());
        };
        let names = resolved.value.content.keys().map(String::as_str);
        let (name, media) = media::best(names.clone())?;
        let others = names.filter(|other| *other != name).map(str::to_owned).collect();
        let at = resolved.at.child("content").child(name);
        if media.is_malformed {
            let message = format!("`{name}` is not a media type; `{}` is sent", media.sent);
            self.diagnostics.report(codes::MALFORMED_MEDIA_TYPE, &at, message);
        }
        let spec = resolved.value.content.get(name)?;
        let schema_at = at.child("schema");
        if !resolved.value.required && !gives_meaning_to_bodies(method) && self.is_empty_object(spec, &schema_at) {
            return None;
        }
        let described = spec.schema.as_ref().map(|schema| self.node_docs(Node::from(schema), &schema_at));
        let example = self.body_example(spec, &schema_at).or_else(|| described.as_ref()?.example.clone());
        let mut body = Body {
            required: resolved.value.required,
            docs: match &resolved.value.description {
                Some(text) => Docs { description: Some(text.clone()), ..Docs::default() },
                None => described.unwrap_or_default(),
            },
            example,
            others,
            ..of_bytes()
        };
        body.media_type.clone_from(&media.sent);
        body.range = media.is_range.then(|| name.to_owned());
        self.body_content(&mut body, &media, spec, &at, id);
        Some(body)
    }

    /// Whether a schema describes an object, and nothing that could be in it.
    fn is_empty_object(&self, media: &'a MediaType, at: &Pointer) -> bool {
        let found = media.schema.as_ref().and_then(|schema| self.find(Node::from(schema), at));
        let facets = found.map(|found| Facets::of(found.schema));
        facets.is_some_and(|facets| {
            facets.implied_kind() == Some(Kind::Object)
                && facets.properties.is_empty()
                && matches!(facets.additional, None | Some(AdditionalProperties::Any(false)))
                && !facets.is_composed()
        })
    }

    /// The body that the document shows; of several the first.
    fn body_example(&self, media: &'a MediaType, at: &Pointer) -> Option<Literal> {
        let named = || {
            let examples = media.examples.values();
            examples.filter_map(|node| self.document.example(node, at)?.value.value.as_ref()).next()
        };
        media.example.as_ref().or_else(named).map(literal)
    }

    /// What the body holds and how it is written, by the family of its media type.
    fn body_content(&mut self, body: &mut Body, media: &Media, spec: &'a MediaType, at: &Pointer, id: OperationId) {
        let schema = spec.schema.as_ref().map(Node::from);
        let place = at.child("schema");
        let kind = schema.map(|node| self.body_kind(node, &place));
        match (media.family, kind) {
            (Family::Any, Some(BodyKind::Structure)) => {
                body.range = None;
                "application/json".clone_into(&mut body.media_type);
                self.json_body(body, schema, &place, id);
            }
            (Family::Json, _) => {
                body.range = None;
                self.json_body(body, schema, &place, id);
            }
            (Family::JsonLines, Some(BodyKind::Structure)) => self.lines_body(body, schema, &place, id),
            (Family::Form | Family::Multipart, _) => self.form_body(body, media.family, spec, at, id),
            (Family::Text, Some(BodyKind::Binary)) => {}
            (Family::Text | Family::JsonLines, _) | (Family::Unknown, Some(BodyKind::Text)) => {
                body.encoding = BodyEncoding::Text;
                body.content = BodyContent::Whole(Type::Scalar(Scalar::String));
                body.example = schema.and_then(|node| self.spelled(node, &place, body.example.take()));
                self.told_as(kind, media, at, "text");
            }
            (Family::Bytes | Family::Unknown | Family::Any, _) => {
                self.told_as(kind, media, at, "bytes");
            }
        }
        // Of a range, only the caller knows which type it is.
        if body.range.is_some() && matches!(body.content, BodyContent::Whole(Type::Scalar(Scalar::Bytes))) {
            body.content = BodyContent::Whole(Type::Scalar(Scalar::File));
        }
    }

    /// An example of a text that spells a single value: what is shown, else the plainest number or boolean.
    fn spelled(&self, node: Node<'a>, at: &Pointer, shown: Option<Literal>) -> Option<Literal> {
        let kind = self.flat(node, at).unwrap_or_default().implied_kind();
        let plainest = match kind {
            Some(Kind::Integer | Kind::Number) => {
                let least = self.constraints(node, at).minimum.and_then(|(least, _)| least.parse::<f64>().ok());
                Some(least.map_or(1.0, |least| least.ceil().max(1.0)).to_string())
            }
            Some(Kind::Boolean) => Some("true".to_owned()),
            _ => None,
        };
        match shown {
            Some(number @ (Literal::Number(_) | Literal::Boolean(_))) => Some(Literal::String(number.to_string())),
            shown => shown.or(plainest.map(Literal::String)),
        }
    }

    /// Tells of a structure that is not typed.
    fn told_as(&mut self, kind: Option<BodyKind>, media: &Media, at: &Pointer, what: &str) {
        if kind == Some(BodyKind::Structure) {
            self.untyped(at, format!("a request body of type `{}`, taken as {what}", media.sent));
        }
    }

    fn json_body(&mut self, body: &mut Body, schema: Option<Node<'a>>, at: &Pointer, operation: OperationId) {
        body.encoding = BodyEncoding::Json;
        body.content = match schema {
            None => BodyContent::Whole(Type::Json),
            Some(node) => match self.body_fields(node, at, operation, false) {
                Some(fields) => BodyContent::Fields(fields),
                None => BodyContent::Whole(self.whole(node, at, operation)),
            },
        };
    }

    /// Lines of JSON: the list that the schema describes, or a list of what it describes.
    fn lines_body(&mut self, body: &mut Body, schema: Option<Node<'a>>, at: &Pointer, operation: OperationId) {
        let ty = schema.map_or(Type::Json, |node| self.whole(node, at, operation));
        let is_list = matches!(self.result.api.resolve(&ty), Type::List(_));
        let ty = if is_list { ty } else { Type::List(Box::new(Item { ty, nullable: false })) };
        body.encoding = BodyEncoding::JsonLines;
        body.content = BodyContent::Whole(ty);
    }

    /// The type of a body that is one input.
    pub(super) fn whole(&mut self, node: Node<'a>, at: &Pointer, operation: OperationId) -> Type {
        self.typed(node, at, Origin::RequestBody { operation, item: false }).ty
    }

    /// The members of a body that is an object with known members; with others beside them only if it is `open`.
    pub(super) fn body_fields(
        &mut self,
        node: Node<'a>,
        at: &Pointer,
        operation: OperationId,
        open: bool,
    ) -> Option<Vec<Field>> {
        let mut fields = match node {
            Node::Reference(_) => {
                let ty = self.whole(node, at, operation);
                let (_, shape) = self.result.api.as_struct(&ty)?;
                (open || shape.rest.is_none()).then(|| shape.fields.clone())?
            }
            Node::Inline(schema) => {
                let facets = Facets::of(schema);
                if let Some((inner, place)) = self.transparent(&facets, at) {
                    return self.body_fields(inner, &place, operation, open);
                }
                let merged = self.merge(schema, at);
                let plain = merged.is_struct() && merged.unions.is_empty();
                let has_rest = matches!(merged.additional, Some(Additional::Any | Additional::Of(_)));
                if !plain || (has_rest && !open) {
                    return None;
                }
                if !has_rest {
                    self.tell_undescribed(&merged);
                }
                let origin = |name: &str| Origin::Input { operation, name: name.to_owned(), item: false };
                self.fields(&merged, origin)
            }
        };
        fields.retain(|field| !field.read_only);
        Some(fields)
    }

    /// What the schema of a body says beside its structure.
    pub(super) fn body_kind(&self, node: Node<'a>, at: &Pointer) -> BodyKind {
        let Some(found) = self.find(node, at) else { return BodyKind::Nothing };
        let written = Facets::of(found.schema);
        let facets = self.flat(node, at).unwrap_or_default();
        match facets.implied_kind() {
            Some(Kind::String) if facets.format.as_deref() == Some("binary") => BodyKind::Binary,
            Some(Kind::String) => BodyKind::Text,
            None if written.says_nothing() => BodyKind::Nothing,
            _ => BodyKind::Structure,
        }
    }

    /// The type of a body that is one value; used for responses.
    pub(super) fn media_type(&mut self, media: &'a MediaType, at: &Pointer, origin: Origin) -> Type {
        match &media.schema {
            Some(schema) => self.typed(Node::from(schema), &at.child("schema"), origin).ty,
            None => Type::Json,
        }
    }
}

/// Whether the body of such a request has a meaning by the method alone. If not, a body is ignored unless more is said
/// of it (OpenAPI 3.0.3, section Operation Object; RFC 9110, sections 9.3.1, 9.3.2 and 9.3.5).
fn gives_meaning_to_bodies(method: &Method) -> bool {
    !matches!(method, Method::Get | Method::Head | Method::Delete)
}

/// What the schema of a body describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    Nothing,
    Text,
    Binary,
    Structure,
}

/// A body of which nothing is known.
fn of_bytes() -> Body {
    Body {
        required: false,
        media_type: media::OCTETS.to_owned(),
        range: None,
        others: Vec::new(),
        encoding: BodyEncoding::Bytes,
        content: BodyContent::Whole(Type::Scalar(Scalar::Bytes)),
        members: Vec::new(),
        docs: Docs::default(),
        example: None,
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
