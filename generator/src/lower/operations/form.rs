//! Forms and multipart bodies: their fields, which of them are files, and how each is encoded (OpenAPI 3.0.4, section
//! Encoding Object).

use openapiv3::{Encoding, MediaType, ParameterSchemaOrContent, QueryStyle};
use serde_json::Value as Json;

use super::super::schemas::{Facets, Kind, Node};
use super::Draft;
use super::body::BodyKind;
use super::request_media::{Family, Media};
use crate::diagnostics::codes;
use crate::ir::{
    Body, BodyContent, BodyEncoding, Field, FormStyle, Item, MemberEncoding, Scalar, Shape, Type, Value, WireName,
};
use crate::pointer::Pointer;

impl<'a> Draft<'_, 'a> {
    /// Decides about the content of a form or a multipart body.
    pub(in crate::lower) fn form_body(&mut self, body: &mut Body, family: Family, spec: &'a MediaType, at: &Pointer) {
        let is_multipart = family == Family::Multipart;
        body.encoding = if is_multipart { BodyEncoding::Multipart } else { BodyEncoding::Form };
        body.range = None;
        let location = at.child("schema");
        let schema = spec.schema.as_ref().map(Node::from);
        // Additional fields can be sent as well, as extra fields of the body.
        let fields = schema.and_then(|node| self.body_fields(node, &location, true));
        let fields = match fields {
            Some(mut fields) => {
                if is_multipart {
                    fields.iter_mut().for_each(|field| self.make_file(field));
                    fields.iter_mut().for_each(|field| document_types(field, spec));
                } else {
                    body.model = schema.and_then(|node| self.body_model(node, &location));
                }
                body.content = BodyContent::Fields(fields.clone());
                fields
            }
            None => {
                self.whole_form(body, schema, &location);
                Vec::new()
            }
        };
        body.members = self.members(spec, &fields, is_multipart, at);
    }

    /// Returns how the fields are encoded whose encoding is not the default.
    pub(super) fn members(
        &mut self,
        spec: &'a MediaType,
        fields: &[Field],
        is_multipart: bool,
        at: &Pointer,
    ) -> Vec<MemberEncoding> {
        let at = at.child("encoding");
        let mut members = Vec::new();
        for (name, encoding) in &spec.encoding {
            let ty = fields.iter().find(|field| field.wire.as_str() == name).and_then(|field| field.value.ty());
            members.extend(self.member(name, encoding, ty, is_multipart, &at.child(name)));
        }
        members
    }

    /// Decides about a form whose schema has no properties: any pairs, any parts, or a text that is sent as it is.
    fn whole_form(&mut self, body: &mut Body, schema: Option<Node<'a>>, at: &Pointer) {
        let kind = schema.map_or(BodyKind::Nothing, |node| self.body_kind(node, at));
        if !body.required && schema.is_some_and(|node| self.is_bare_object(node, at)) {
            // Some documents describe such a body for every operation, and never use it. Extra fields can be sent
            // nevertheless.
            body.content = BodyContent::Fields(Vec::new());
            return;
        }
        let is_multipart = body.encoding == BodyEncoding::Multipart;
        let anything = || match is_multipart {
            true => Type::Scalar(Scalar::Parts),
            false => Type::any_map(),
        };
        let ty = match (kind, schema) {
            (BodyKind::Structure, Some(node)) => self.whole(node, at),
            (BodyKind::Text, _) if !is_multipart => {
                body.encoding = BodyEncoding::Text;
                Type::Scalar(Scalar::String)
            }
            _ => anything(),
        };
        let ty = match self.types.api.resolve(&ty) {
            Type::List(_) | Type::Scalar(_) if kind == BodyKind::Structure => {
                let message = "the schema of this form is not an object; any names and values are accepted";
                self.types.account.report(codes::FORM_WITHOUT_MEMBERS, at, message);
                anything()
            }
            Type::Map(item) if is_multipart && (item.ty == Type::Json || self.is_binary(&item.ty)) => anything(),
            _ => ty,
        };
        body.content = BodyContent::Whole(ty);
    }

    /// Whether a schema says no more than that the value is an object.
    fn is_bare_object(&self, node: Node<'a>, at: &Pointer) -> bool {
        self.types.schemas.find(node, at).is_some_and(|found| {
            let facets = Facets::of(found.schema);
            let is_alone = facets.all_of.is_empty() && facets.one_of.is_empty() && facets.any_of.is_empty();
            matches!(facets.implied_kind(), None | Some(Kind::Object))
                && facets.values.is_none()
                && facets.properties.is_empty()
                && facets.additional.is_none()
                && is_alone
        })
    }

    /// Makes a field that holds bytes, or a list of them, a file.
    fn make_file(&mut self, field: &mut Field) {
        let Value::Typed(ty) = &field.value else { return };
        if let Some(ty) = self.as_file(ty) {
            field.value = Value::Typed(ty);
            // A part cannot be null.
            field.presence.nullable = false;
        }
    }

    pub(super) fn as_file(&self, ty: &Type) -> Option<Type> {
        let file = || Type::Scalar(Scalar::File);
        let files = || Type::List(Box::new(Item { ty: file(), nullable: false }));
        match self.types.api.resolve(ty) {
            ty if self.is_binary(ty) => Some(file()),
            Type::List(item) if self.is_binary(&item.ty) => Some(files()),
            // A file or a list of files: a list of one is the same as one file.
            Type::Named(id) => match &self.types.api.def(*id).shape {
                Shape::Union(union) => {
                    union.variants.iter().all(|variant| self.as_file(&variant.ty).is_some()).then(files)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a field of a multipart body is bytes. From 3.1 on, a schema that says nothing means bytes.
    fn is_binary(&self, ty: &Type) -> bool {
        match self.types.api.resolve(ty) {
            Type::Scalar(Scalar::Binary) => true,
            Type::Json => {
                !self.types.schemas.document.version.starts_with("3.0")
                    && !self.types.schemas.document.version.starts_with('2')
            }
            _ => false,
        }
    }

    /// Returns how a field is encoded; `None` if as usual.
    fn member(
        &mut self,
        name: &str,
        encoding: &'a Encoding,
        ty: Option<&Type>,
        is_multipart: bool,
        at: &Pointer,
    ) -> Option<MemberEncoding> {
        let is_scalar = ty.is_some_and(|ty| self.is_scalar(ty));
        let style = encoding.style.as_ref().map(|style| form_style(style, encoding.explode));
        let content_type = encoding.content_type.as_deref().filter(|_| style.is_none());
        let content_type = content_type.and_then(|names| self.member_type(names, ty, is_multipart, at));
        let headers = if is_multipart { self.part_headers(encoding, at) } else { Vec::new() };
        let member = MemberEncoding {
            wire: WireName::new(name),
            style: style.filter(|_| !is_scalar),
            content_type,
            allow_reserved: encoding.allow_reserved && !is_multipart,
            headers,
        };
        let is_usual = member.style.is_none()
            && member.content_type.is_none()
            && !member.allow_reserved
            && member.headers.is_empty();
        (!is_usual).then_some(member)
    }

    /// Returns the media type of a field. If a file has several types, or a range of them, the caller chooses.
    fn member_type(&mut self, names: &str, ty: Option<&Type>, is_multipart: bool, at: &Pointer) -> Option<String> {
        let all: Vec<Media> = names.split(',').map(Media::of).filter(|media| !media.is_malformed).collect();
        let concrete: Vec<&Media> = all.iter().filter(|media| !media.is_range).collect();
        let is_file = ty.is_some_and(|ty| matches!(element(ty), Type::Scalar(Scalar::File)));
        if is_file && (concrete.len() != 1 || all.len() != 1) {
            return None;
        }
        let first = *concrete.first()?;
        let is_structure = ty.is_some_and(|ty| !is_file && !self.is_scalar(element(ty)));
        if is_structure && first.family != Family::Json {
            let message = format!("an object cannot be sent as `{}`; it is sent as JSON", first.sent);
            self.types.account.report(codes::UNSUPPORTED_ENCODING, at, message);
            return None;
        }
        // In a form, only JSON differs from what would be sent anyway.
        (is_multipart || first.family == Family::Json).then(|| first.sent.clone())
    }

    fn is_scalar(&self, ty: &Type) -> bool {
        match self.types.api.resolve(ty) {
            Type::Scalar(_) => true,
            Type::Named(id) => {
                matches!(self.types.api.def(*id).shape, Shape::StringEnum(_) | Shape::IntegerEnum(_))
            }
            _ => false,
        }
    }

    /// Returns the headers of a part that have only one possible value; others are reported and left out.
    fn part_headers(&mut self, encoding: &'a Encoding, at: &Pointer) -> Vec<(String, String)> {
        let at = at.child("headers");
        let mut headers = Vec::new();
        for (name, node) in &encoding.headers {
            // The specification says to ignore these: other parts of the document describe them.
            if ["content-type", "content-disposition"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
                continue;
            }
            let location = at.child(name);
            let header = self.types.schemas.document.header(node, &location);
            let value = header.and_then(|header| match &header.value.format {
                ParameterSchemaOrContent::Schema(node) => {
                    self.types.schemas.constant(Node::from(node), &header.at.child("schema"))
                }
                ParameterSchemaOrContent::Content(_) => None,
            });
            match value {
                Some(Json::String(text)) => headers.push((name.clone(), text)),
                Some(value) if !value.is_null() => headers.push((name.clone(), value.to_string())),
                _ => {
                    let message = format!("the header `{name}` of a part has no fixed value; it is ignored");
                    self.types.account.report(codes::UNSUPPORTED_PART_HEADER, &location, message);
                }
            }
        }
        headers
    }
}

/// Documents which media types a file may have, where the caller has to choose one.
fn document_types(field: &mut Field, spec: &MediaType) {
    let encoding = spec.encoding.get(field.wire.as_str()).and_then(|encoding| encoding.content_type.as_deref());
    let is_file = matches!(&field.value, Value::Typed(ty) if *element(ty) == Type::Scalar(Scalar::File));
    let Some(names) = encoding.filter(|names| is_file && names.contains([',', '*'])) else { return };
    let types = format!("Of type `{}`.", names.replace('`', "'"));
    let described = field.docs.description.take().map(|text| format!("{text}\n\n{types}"));
    field.docs.description = Some(described.unwrap_or(types));
}

/// Returns the type of the items of a list, or the type itself.
fn element(ty: &Type) -> &Type {
    match ty {
        Type::List(item) => &item.ty,
        ty => ty,
    }
}

fn form_style(style: &QueryStyle, explode: bool) -> FormStyle {
    match style {
        QueryStyle::DeepObject => FormStyle::Deep,
        _ if explode => FormStyle::Exploded,
        QueryStyle::Form => FormStyle::Comma,
        QueryStyle::SpaceDelimited => FormStyle::Space,
        QueryStyle::PipeDelimited => FormStyle::Pipe,
    }
}
