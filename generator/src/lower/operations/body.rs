//! Request bodies: which media type is sent, and whether the properties of an object become fields of their own.

use openapiv3::{AdditionalProperties, MediaType, ReferenceOr, RequestBody};

use super::super::endpoint::Endpoint;
use super::super::schemas::{Additional, Facets, Kind, Node, literal};
use super::Draft;
use super::request_media::{self as media, Family, Media};
use crate::diagnostics::{codes, kept_content_type};
use crate::ir::{
    Body, BodyContent, BodyEncoding, Docs, Field, Item, Literal, Method, OperationId, Origin, Scalar, Type,
};
use crate::pointer::Pointer;

impl<'a> Draft<'_, 'a> {
    /// Lowers the request body. Whatever its type is, it can be sent.
    pub(super) fn body(&mut self) -> Option<Body> {
        let Endpoint { operation, ref at, .. } = *self.endpoint;
        let node = operation.request_body.as_ref()?;
        let document = self.types.schemas.document;
        let location = at.child("requestBody");
        let Some(resolved) = document.request_body(node, &location) else {
            let message = "this request body was skipped; the operation takes bytes of any media type instead";
            self.types.account.report(codes::MISSING_REQUEST_BODY, &location, message);
            return Some(of_bytes());
        };
        let names = resolved.value.content.keys().map(String::as_str);
        let (name, media) = media::best(names.clone(), self.asked.sent())?;
        if let Some((usual, _)) = media::best(names.clone(), None).filter(|(usual, _)| *usual != name) {
            let at = resolved.at.child("content").child(usual);
            self.types.account.push(kept_content_type(&at, usual, name));
        }
        self.body_as(resolved.value, &resolved.at, (name, media))
    }

    /// Lowers the request body in each other media type that has a schema of its own and whose inputs can be typed, and
    /// takes them from the others of `chosen`.
    pub(super) fn other_bodies(&mut self, chosen: &mut Body) -> Vec<(&'static str, Body)> {
        let Endpoint { operation, ref at, .. } = *self.endpoint;
        let document = self.types.schemas.document;
        let node = operation.request_body.as_ref();
        let Some(resolved) = node.and_then(|node| document.request_body(node, &at.child("requestBody"))) else {
            return Vec::new();
        };
        let id = self.id;
        let mut found: Vec<(&'static str, Body)> = Vec::new();
        for name in std::mem::take(&mut chosen.others) {
            let media = Media::of(&name);
            let word = match media.family {
                _ if media.is_range || media.is_malformed => None,
                Family::Form => Some("form"),
                Family::Multipart => media.is_form_data().then_some("multipart"),
                Family::Json => media.is_plain_json().then_some("json"),
                _ => None,
            };
            let is_new = |(known, _): &(&str, Body)| Some(*known) != word;
            let Some(word) = word.filter(|_| found.iter().all(is_new) && self.is_structure(resolved.value, &name))
            else {
                chosen.others.push(name);
                continue;
            };
            self.id = OperationId::new(id.index() + 1 + found.len());
            if let Some(body) = self.body_as(resolved.value, &resolved.at, (&name, media)) {
                found.push((word, Body { others: Vec::new(), ..body }));
            }
        }
        self.id = id;
        found
    }

    /// Whether a media type has a schema, and not one that another has too.
    fn is_structure(&self, body: &'a RequestBody, name: &str) -> bool {
        let schema = |name: &str| body.content.get(name).and_then(|spec| spec.schema.as_ref());
        let own = schema(name);
        own.is_some() && body.content.keys().all(|other| other == name || schema(other) != own)
    }

    /// Lowers the request body as it is sent in one media type.
    fn body_as(&mut self, body: &'a RequestBody, body_at: &Pointer, (name, media): (&str, Media)) -> Option<Body> {
        let method = &self.endpoint.method;
        let others = body.content.keys().filter(|other| *other != name).cloned().collect();
        let at = body_at.child("content").child(name);
        if media.is_malformed {
            let message = format!("`{name}` is not a media type; `{}` is sent", media.sent);
            self.types.account.report(codes::MALFORMED_MEDIA_TYPE, &at, message);
        }
        let spec = body.content.get(name)?;
        let schema_at = at.child("schema");
        if !body.required && !gives_meaning_to_bodies(method) && self.is_empty_object(spec, &schema_at) {
            return None;
        }
        let described = spec.schema.as_ref().map(|schema| self.types.schemas.node_docs(Node::from(schema), &schema_at));
        let example = self.body_example(spec, &schema_at).or_else(|| described.as_ref()?.example.clone());
        let mut lowered = Body {
            required: body.required,
            docs: match (&body.description, described) {
                (None, described) => described.unwrap_or_default(),
                (Some(text), described) => {
                    let mut docs = Docs { description: Some(text.clone()), ..Docs::default() };
                    let is_inline = matches!(spec.schema, Some(ReferenceOr::Item(_)));
                    let own = described.filter(|_| is_inline).unwrap_or_default();
                    own.description.iter().chain(&own.further).for_each(|text| docs.add(text));
                    docs
                }
            },
            example,
            others,
            ..of_bytes()
        };
        lowered.media_type.clone_from(&media.sent);
        lowered.range = media.is_range.then(|| name.to_owned());
        self.body_content(&mut lowered, &media, spec, &at);
        self.alternatives(&mut lowered, spec, (&body.content, &body_at.child("content")));
        Some(lowered)
    }

    /// Whether a schema describes an object without any properties.
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

    /// Returns the first example of the body in the document.
    fn body_example(&self, media: &'a MediaType, at: &Pointer) -> Option<Literal> {
        let named = || {
            let examples = media.examples.values();
            let mut values =
                examples.filter_map(|node| self.types.schemas.document.example(node, at)?.value.value.as_ref());
            values.find(|value| !value.is_null())
        };
        media.example.as_ref().or_else(named).map(literal)
    }

    /// Decides about content and encoding of the body, by the family of its media type.
    fn body_content(&mut self, body: &mut Body, media: &Media, spec: &'a MediaType, at: &Pointer) {
        let schema = spec.schema.as_ref().map(Node::from);
        let location = at.child("schema");
        let kind = schema.map(|node| self.body_kind(node, &location));
        match (media.family, kind) {
            (Family::Any, Some(BodyKind::Structure)) => {
                body.range = None;
                "application/json".clone_into(&mut body.media_type);
                self.json_body(body, schema, &location);
            }
            (Family::Json, _) => {
                body.range = None;
                self.json_body(body, schema, &location);
            }
            (Family::JsonLines, Some(BodyKind::Structure)) => self.lines_body(body, schema, &location),
            (Family::Form | Family::Multipart, _) => self.form_body(body, media.family, spec, at),
            (Family::Text, Some(BodyKind::Binary)) => {}
            (Family::Text | Family::JsonLines, _) | (Family::Unknown, Some(BodyKind::Text)) => {
                body.encoding = BodyEncoding::Text;
                body.content = BodyContent::Whole(Type::Scalar(Scalar::String));
                body.example = schema.and_then(|node| self.spelled(node, &location, body.example.take()));
                self.report_untyped_body(kind, media, at, "text");
            }
            (Family::Bytes | Family::Unknown | Family::Any, _) => {
                self.report_untyped_body(kind, media, at, "bytes");
            }
        }
        // Only the caller knows which type of a range it is.
        if body.range.is_some() && matches!(body.content, BodyContent::Whole(Type::Scalar(Scalar::Bytes))) {
            body.content = BodyContent::Whole(Type::Scalar(Scalar::File));
        }
    }

    /// Returns an example of a text that is a single value: that of the document, else a plain number or boolean.
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

    /// Reports a structure that is not typed.
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
                Some(fields) => {
                    body.model = self.body_model(node, at);
                    BodyContent::Fields(fields)
                }
                None => BodyContent::Whole(self.whole(node, at)),
            },
        };
    }

    /// Makes a body of JSON lines: the list that the schema describes, or a list of what it describes.
    fn lines_body(&mut self, body: &mut Body, schema: Option<Node<'a>>, at: &Pointer) {
        let ty = schema.map_or(Type::Json, |node| self.whole(node, at));
        let is_list = matches!(self.types.api.resolve(&ty), Type::List(_));
        let ty = if is_list { ty } else { Type::List(Box::new(Item { ty, nullable: false })) };
        body.encoding = BodyEncoding::JsonLines;
        body.content = BodyContent::Whole(ty);
    }

    /// Returns the type of a body that is passed as one value.
    pub(in crate::lower) fn whole(&mut self, node: Node<'a>, at: &Pointer) -> Type {
        self.types.typed(node, at, Origin::RequestBody { operation: self.id, item: false }).ty
    }

    /// Returns the fields of a body that is an object with known properties. If additional ones are allowed, only if
    /// `open` is set.
    pub(in crate::lower) fn body_fields(&mut self, node: Node<'a>, at: &Pointer, open: bool) -> Option<Vec<Field>> {
        let mut fields = match node {
            Node::Reference(_) => {
                let ty = self.whole(node, at);
                let (_, shape) = self.types.api.as_struct(&ty)?;
                (open || shape.rest.is_none()).then(|| shape.fields.clone())?
            }
            Node::Inline(schema) => {
                let facets = Facets::of(schema);
                if let Some((inner, location)) = self.types.schemas.transparent(&facets, at) {
                    return self.body_fields(inner, &location, open);
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

    /// Returns the struct whose properties are the fields of a body.
    pub(in crate::lower) fn body_model(&mut self, node: Node<'a>, at: &Pointer) -> Option<Type> {
        match node {
            Node::Reference(_) => {
                let ty = self.whole(node, at);
                self.types.api.as_struct(&ty).map(|(id, _)| Type::Named(id))
            }
            Node::Inline(schema) => {
                let (inner, location) = self.types.schemas.transparent(&Facets::of(schema), at)?;
                self.body_model(inner, &location)
            }
        }
    }

    /// Returns what the schema of a body describes.
    pub(in crate::lower) fn body_kind(&self, node: Node<'a>, at: &Pointer) -> BodyKind {
        let Some(found) = self.types.schemas.find(node, at) else { return BodyKind::Nothing };
        let written = Facets::of(found.schema);
        let facets = self.types.schemas.flat(node, at).unwrap_or_default();
        match facets.implied_kind() {
            Some(Kind::String) if facets.format.as_deref() == Some("binary") => BodyKind::Binary,
            Some(Kind::String) => BodyKind::Text,
            None if written.is_unconstrained() => BodyKind::Nothing,
            _ => BodyKind::Structure,
        }
    }
}

/// Whether a method gives a meaning to bodies. If not, a body is ignored unless the document says more about it
/// (OpenAPI 3.0.3, section Operation Object; RFC 9110, sections 9.3.1, 9.3.2 and 9.3.5).
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

/// Returns a body of which nothing is known.
fn of_bytes() -> Body {
    Body {
        required: false,
        media_type: media::OCTETS.to_owned(),
        range: None,
        alternatives: Vec::new(),
        others: Vec::new(),
        encoding: BodyEncoding::Bytes,
        content: BodyContent::Whole(Type::Scalar(Scalar::Bytes)),
        model: None,
        members: Vec::new(),
        docs: Docs::default(),
        example: None,
    }
}

/// Returns the JSON media type among those listed: plain JSON first, then anything that ends in `+json`, then what may
/// be anything. Of equals the first by name: the order of the document means nothing.
pub(in crate::lower) fn preferred<'m>(
    content: impl Iterator<Item = (&'m String, &'m MediaType)>,
) -> Option<(&'m str, &'m MediaType)> {
    let rank = |name: &str| match name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "application/json" => Some(0),
        essence if essence.ends_with("+json") || essence == "text/json" => Some(1),
        "*/*" | "application/*" => Some(2),
        _ => None,
    };
    let json = content.filter_map(|(name, media)| Some((rank(name)?, name.as_str(), media)));
    json.min_by_key(|(rank, name, _)| (*rank, *name)).map(|(_, name, media)| (name, media))
}
