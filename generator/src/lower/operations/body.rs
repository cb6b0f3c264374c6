//! Request bodies: which media type, and whether the members of an object become inputs of their own.

use openapiv3::{AdditionalProperties, MediaType};

use super::super::endpoint::Endpoint;
use super::super::schemas::{Additional, Facets, Kind, Node, literal};
use super::Draft;
use super::request_media::{self as media, Family, Media};
use crate::diagnostics::codes;
use crate::ir::{Body, BodyContent, BodyEncoding, Docs, Field, Item, Literal, Method, Origin, Scalar, Type};
use crate::pointer::Pointer;

impl<'a> Draft<'_, 'a> {
    /// The body of the operation. Whatever its type, it can be sent.
    pub(super) fn body(&mut self) -> Option<Body> {
        let Endpoint { operation, ref method, ref at, .. } = *self.endpoint;
        let node = operation.request_body.as_ref()?;
        let document = self.types.schemas.document;
        let place = at.child("requestBody");
        let Some(resolved) = document.request_body(node, &place) else {
            let message = "this request body was skipped; the operation takes bytes of any media type instead";
            self.types.account.report(codes::MISSING_REQUEST_BODY, &place, message);
            return Some(of_bytes());
        };
        let names = resolved.value.content.keys().map(String::as_str);
        let (name, media) = media::best(names.clone())?;
        let others = names.filter(|other| *other != name).map(str::to_owned).collect();
        let at = resolved.at.child("content").child(name);
        if media.is_malformed {
            let message = format!("`{name}` is not a media type; `{}` is sent", media.sent);
            self.types.account.report(codes::MALFORMED_MEDIA_TYPE, &at, message);
        }
        let spec = resolved.value.content.get(name)?;
        let schema_at = at.child("schema");
        if !resolved.value.required && !gives_meaning_to_bodies(method) && self.is_empty_object(spec, &schema_at) {
            return None;
        }
        let described = spec.schema.as_ref().map(|schema| self.types.schemas.node_docs(Node::from(schema), &schema_at));
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
        self.body_content(&mut body, &media, spec, &at);
        Some(body)
    }

    /// Whether a schema describes an object, and nothing that could be in it.
    fn is_empty_object(&self, media: &'a MediaType, at: &Pointer) -> bool {
        let found = media.schema.as_ref().and_then(|schema| self.types.schemas.find(Node::from(schema), at));
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
            examples.filter_map(|node| self.types.schemas.document.example(node, at)?.value.value.as_ref()).next()
        };
        media.example.as_ref().or_else(named).map(literal)
    }

    /// What the body holds and how it is written, by the family of its media type.
    fn body_content(&mut self, body: &mut Body, media: &Media, spec: &'a MediaType, at: &Pointer) {
        let schema = spec.schema.as_ref().map(Node::from);
        let place = at.child("schema");
        let kind = schema.map(|node| self.body_kind(node, &place));
        match (media.family, kind) {
            (Family::Any, Some(BodyKind::Structure)) => {
                body.range = None;
                "application/json".clone_into(&mut body.media_type);
                self.json_body(body, schema, &place);
            }
            (Family::Json, _) => {
                body.range = None;
                self.json_body(body, schema, &place);
            }
            (Family::JsonLines, Some(BodyKind::Structure)) => self.lines_body(body, schema, &place),
            (Family::Form | Family::Multipart, _) => self.form_body(body, media.family, spec, at),
            (Family::Text, Some(BodyKind::Binary)) => {}
            (Family::Text | Family::JsonLines, _) | (Family::Unknown, Some(BodyKind::Text)) => {
                body.encoding = BodyEncoding::Text;
                body.content = BodyContent::Whole(Type::Scalar(Scalar::String));
                body.example = schema.and_then(|node| self.spelled(node, &place, body.example.take()));
                self.report_untyped_body(kind, media, at, "text");
            }
            (Family::Bytes | Family::Unknown | Family::Any, _) => {
                self.report_untyped_body(kind, media, at, "bytes");
            }
        }
        // Of a range, only the caller knows which type it is.
        if body.range.is_some() && matches!(body.content, BodyContent::Whole(Type::Scalar(Scalar::Bytes))) {
            body.content = BodyContent::Whole(Type::Scalar(Scalar::File));
        }
    }

    /// An example of a text that spells a single value: what is shown, else the plainest number or boolean.
    fn spelled(&self, node: Node<'a>, at: &Pointer, shown: Option<Literal>) -> Option<Literal> {
        let kind = self.types.schemas.flat(node, at).unwrap_or_default().implied_kind();
        let plainest = match kind {
            Some(Kind::Integer | Kind::Number) => {
                let least =
                    self.types.schemas.constraints(node, at).minimum.and_then(|(least, _)| least.parse::<f64>().ok());
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
    fn report_untyped_body(&mut self, kind: Option<BodyKind>, media: &Media, at: &Pointer, what: &str) {
        if kind == Some(BodyKind::Structure) {
            self.types.account.untyped(at, format!("a request body of type `{}`, taken as {what}", media.sent));
        }
    }

    fn json_body(&mut self, body: &mut Body, schema: Option<Node<'a>>, at: &Pointer) {
        body.encoding = BodyEncoding::Json;
        body.content = match schema {
            None => BodyContent::Whole(Type::Json),
            Some(node) => match self.body_fields(node, at, false) {
                Some(fields) => BodyContent::Fields(fields),
                None => BodyContent::Whole(self.whole(node, at)),
            },
        };
    }

    /// Lines of JSON: the list that the schema describes, or a list of what it describes.
    fn lines_body(&mut self, body: &mut Body, schema: Option<Node<'a>>, at: &Pointer) {
        let ty = schema.map_or(Type::Json, |node| self.whole(node, at));
        let is_list = matches!(self.types.api.resolve(&ty), Type::List(_));
        let ty = if is_list { ty } else { Type::List(Box::new(Item { ty, nullable: false })) };
        body.encoding = BodyEncoding::JsonLines;
        body.content = BodyContent::Whole(ty);
    }

    /// The type of a body that is one input.
    pub(in crate::lower) fn whole(&mut self, node: Node<'a>, at: &Pointer) -> Type {
        self.types.typed(node, at, Origin::RequestBody { operation: self.id, item: false }).ty
    }

    /// The members of a body that is an object with known members; with others beside them only if it is `open`.
    pub(in crate::lower) fn body_fields(&mut self, node: Node<'a>, at: &Pointer, open: bool) -> Option<Vec<Field>> {
        let mut fields = match node {
            Node::Reference(_) => {
                let ty = self.whole(node, at);
                let (_, shape) = self.types.api.as_struct(&ty)?;
                (open || shape.rest.is_none()).then(|| shape.fields.clone())?
            }
            Node::Inline(schema) => {
                let facets = Facets::of(schema);
                if let Some((inner, place)) = self.types.schemas.transparent(&facets, at) {
                    return self.body_fields(inner, &place, open);
                }
                let merged = self.types.schemas.merge(schema, at);
                let plain = merged.is_struct() && merged.unions.is_empty();
                let has_rest = matches!(merged.additional, Some(Additional::Any | Additional::Of(_)));
                if !plain || (has_rest && !open) {
                    return None;
                }
                if !has_rest {
                    self.types.report_undescribed(&merged);
                }
                let operation = self.id;
                let origin = |name: &str| Origin::Input { operation, name: name.to_owned(), item: false };
                self.types.fields(&merged, origin)
            }
        };
        fields.retain(|field| !field.read_only);
        Some(fields)
    }

    /// What the schema of a body says beside its structure.
    pub(in crate::lower) fn body_kind(&self, node: Node<'a>, at: &Pointer) -> BodyKind {
        let Some(found) = self.types.schemas.find(node, at) else { return BodyKind::Nothing };
        let written = Facets::of(found.schema);
        let facets = self.types.schemas.flat(node, at).unwrap_or_default();
        match facets.implied_kind() {
            Some(Kind::String) if facets.format.as_deref() == Some("binary") => BodyKind::Binary,
            Some(Kind::String) => BodyKind::Text,
            None if written.says_nothing() => BodyKind::Nothing,
            _ => BodyKind::Structure,
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
pub(in crate::lower) enum BodyKind {
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
pub(in crate::lower) fn preferred<'m>(
    content: impl Iterator<Item = (&'m String, &'m MediaType)> + Clone,
) -> Option<(&'m str, &'m MediaType)> {
    let essence = |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let plain = content.clone().find(|(name, _)| essence(name) == "application/json");
    let json = || content.clone().find(|(name, _)| essence(name).ends_with("+json") || essence(name) == "text/json");
    let any = || content.clone().find(|(name, _)| matches!(essence(name).as_str(), "*/*" | "application/*"));
    plain.or_else(json).or_else(any).map(|(name, media)| (name.as_str(), media))
}
