//! The members of a type as rows of a page. What they contain is shown in place, the nearest first, as far as the page
//! has room; then, and where a type contains itself, a link leads to the page of the model.

use std::collections::VecDeque;

use super::anchors::Anchors;
use super::page::{EnumValue, Inner, Member, Part, Span, Variant};
use super::words;
use crate::ir::{Docs, Field, Item, Presence, Shape, Struct, Type, TypeId, Union, Value};
use crate::prose;
use crate::site::Cx;
use crate::surface;

/// Bytes of HTML of a row without its texts.
const ROW: usize = 420;

/// Makes rows of members, as long as there is room.
pub(super) struct Rows<'a> {
    cx: Cx<'a>,
    room: usize,
    ids: Anchors,
}

/// Rows that are not expanded yet.
struct Pending<'m> {
    /// Where to put them.
    into: &'m mut Inner,
    /// The anchor of the row above.
    above: String,
    ty: TypeId,
    /// The models around it.
    around: Vec<TypeId>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(cx: Cx<'a>, room: usize) -> Self {
        Self { cx, room, ids: Anchors::default() }
    }

    /// Returns an anchor that the page does not have yet.
    pub(super) fn id(&mut self, wanted: &str) -> String {
        let plain: String = wanted.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
        self.ids.free(if plain.is_empty() { "-" } else { &plain })
    }

    /// Expands what these members contain.
    pub(super) fn expand(&mut self, members: &mut [Member], around: &[TypeId]) {
        let mut queue: VecDeque<Pending<'_>> = VecDeque::new();
        members.iter_mut().for_each(|member| queue.extend(pending_of(&mut member.inner, &member.id, around)));
        self.work(queue);
    }

    /// Expands what these variants contain.
    fn expand_variants(&mut self, variants: &mut [Variant], around: &[TypeId]) {
        let mut queue: VecDeque<Pending<'_>> = VecDeque::new();
        variants.iter_mut().for_each(|variant| queue.extend(pending_of(&mut variant.inner, &variant.id, around)));
        self.work(queue);
    }

    /// Returns what a value of a type consists of, `None` if that is nothing; a link on a page that is too long even
    /// without nested rows.
    pub(super) fn content(&mut self, ty: &Type, above: &str) -> Option<Part> {
        let Inner::Elsewhere(id) = link(self.cx, ty) else { return None };
        if !self.cx.shows_models {
            let words = [Span::Text("What it contains is on the page of ".to_owned()), words::model(self.cx, id)];
            return Some(Part::Line(words.into_iter().chain([Span::Text(".".to_owned())]).collect()));
        }
        match &self.cx.api.def(id).shape {
            Shape::Struct(shape) => {
                let mut members = self.members(id, shape, above);
                self.expand(&mut members, &[id]);
                Some(Part::Members(members))
            }
            Shape::Union(union) => {
                let mut variants = self.variants(id, union, above);
                self.expand_variants(&mut variants, &[id]);
                Some(Part::Variants(variants))
            }
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => Some(Part::Values(self.values(id, above))),
            Shape::Alias(_) => None,
        }
    }

    fn work(&mut self, mut queue: VecDeque<Pending<'_>>) {
        while let Some(Pending { into, above, ty, mut around }) = queue.pop_front() {
            if around.contains(&ty) {
                continue;
            }
            let Some(inner) = self.inner(ty, &above) else { continue };
            *into = inner;
            around.push(ty);
            match into {
                Inner::Members { list, .. } => {
                    list.iter_mut().for_each(|row| queue.extend(pending_of(&mut row.inner, &row.id, &around)));
                }
                Inner::Variants { list, .. } => {
                    list.iter_mut().for_each(|row| queue.extend(pending_of(&mut row.inner, &row.id, &around)));
                }
                Inner::None | Inner::Values { .. } | Inner::Elsewhere(_) => {}
            }
        }
    }

    /// Returns what a definition contains, if there is room for it.
    fn inner(&mut self, id: TypeId, above: &str) -> Option<Inner> {
        let needed = size(&self.cx.api.def(id).shape);
        self.room = self.room.checked_sub(needed)?;
        Some(match &self.cx.api.def(id).shape {
            Shape::Struct(shape) => Inner::Members { of: id, list: self.members(id, shape, above) },
            Shape::Union(union) => Inner::Variants { of: id, list: self.variants(id, union, above) },
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => Inner::Values { of: id, list: self.values(id, above) },
            Shape::Alias(_) => return None,
        })
    }

    /// Returns the rows of the fields of a struct.
    fn members(&mut self, id: TypeId, shape: &Struct, above: &str) -> Vec<Member> {
        let fields = self.cx.model(id).map(|model| &model.kind);
        let named = |field: &Field| match fields {
            Some(surface::Kind::Struct { fields, .. }) => fields.get(field.wire.as_str()),
            _ => None,
        };
        let mut rows: Vec<Member> = Vec::with_capacity(shape.fields.len());
        for field in &shape.fields {
            let rust = named(field).map(|named| format!("{}: {}", named.name, named.ty)).unwrap_or_default();
            rows.push(self.field(field, rust, above));
        }
        if let Some(item) = &shape.rest {
            rows.push(self.rest(item, fields, above));
        }
        rows
    }

    /// Returns the row of a field.
    pub(super) fn field(&mut self, field: &Field, rust: String, above: &str) -> Member {
        let wire = field.wire.as_str();
        let ty = field.value.ty();
        let mut facts = match &field.value {
            Value::Constant(value) => vec![("always", words::code(&value.to_string()))],
            Value::Typed(ty) => words::facts(self.cx, Some(ty), Some(&field.constraints)),
        };
        facts.extend(example(&field.docs));
        facts.extend(words::more(&field.docs).map(|line| ("see", line)));
        let mut marks = marks(field.presence);
        marks.extend(field.read_only.then_some("read-only"));
        marks.extend(field.write_only.then_some("write-only"));
        Member {
            id: self.id(&joined(above, wire)),
            wire: words::name(wire),
            rust,
            json: ty.map_or_else(Vec::new, |ty| words::json(self.cx, ty)),
            marks,
            deprecated: field.docs.deprecated,
            prose: texts(&[wire], &field.docs),
            facts,
            inner: ty.map_or(Inner::None, |ty| link(self.cx, ty)),
        }
    }

    /// Returns the row of the properties that have no fields.
    fn rest(&mut self, item: &Item, kind: Option<&surface::Kind>, above: &str) -> Member {
        let rest = match kind {
            Some(surface::Kind::Struct { rest, .. }) => rest.as_ref(),
            _ => None,
        };
        Member {
            id: self.id(&joined(above, "(further)")),
            wire: "further properties".to_owned(),
            rust: rest.map(|rest| format!("{}: {}", rest.name, rest.ty)).unwrap_or_default(),
            json: words::json(self.cx, &item.ty),
            marks: item.nullable.then_some("nullable").into_iter().collect(),
            deprecated: false,
            prose: Vec::new(),
            facts: Vec::new(),
            inner: link(self.cx, &item.ty),
        }
    }

    /// Returns the rows of the values of an enumeration.
    fn values(&mut self, id: TypeId, above: &str) -> Vec<EnumValue> {
        let cx = self.cx;
        let value = |text: String, (index, prose): (usize, &Option<String>), rows: &mut Self| EnumValue {
            id: rows.id(&joined(above, text.trim_matches('"'))),
            rust: cx.names.ty(id).members.get(index).map(|ident| ident.as_str().to_owned()).unwrap_or_default(),
            value: text,
            prose: prose.clone(),
        };
        match &cx.api.def(id).shape {
            Shape::StringEnum(shape) => {
                let values = shape.values.iter().enumerate();
                let text = |text: &str| crate::ir::Literal::String(text.to_owned()).to_string();
                values.map(|(index, one)| value(text(one.value.as_str()), (index, &one.description), self)).collect()
            }
            Shape::IntegerEnum(shape) => {
                let values = shape.values.iter().enumerate();
                values.map(|(index, one)| value(one.value.to_string(), (index, &one.description), self)).collect()
            }
            Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
        }
    }

    /// Returns the rows of the variants of a union.
    fn variants(&mut self, id: TypeId, union: &Union, above: &str) -> Vec<Variant> {
        let cx = self.cx;
        let rows = union.variants.iter().zip(&cx.names.ty(id).members).map(|(variant, ident)| {
            let mut json = Vec::new();
            match (&variant.constant, &union.tag) {
                (Some(text), _) => json.extend(words::code(&format!("{text:?}"))),
                (None, Some(tag)) if !variant.tags.is_empty() => {
                    let tags: Vec<String> = variant.tags.iter().map(|tag| format!("{tag:?}")).collect();
                    json.push(Span::Code(format!("{:?}: {}", tag.as_str(), tags.join(" or "))));
                }
                (None, _) => json.extend(words::json(cx, &variant.ty)),
            }
            let is_constant = variant.constant.is_some();
            Variant {
                id: self.id(&joined(above, ident.as_str())),
                rust: ident.as_str().to_owned(),
                json,
                prose: texts(&[ident.as_str(), &variant.label], &variant.docs),
                facts: words::facts(cx, (!is_constant).then_some(&variant.ty), Some(&variant.constraints)),
                inner: if is_constant { Inner::None } else { link(cx, &variant.ty) },
            }
        });
        rows.collect()
    }
}

/// Returns the rows that something not expanded yet stands for.
fn pending_of<'m>(inner: &'m mut Inner, above: &str, around: &[TypeId]) -> Option<Pending<'m>> {
    let Inner::Elsewhere(ty) = *inner else { return None };
    Some(Pending { ty, into: inner, above: above.to_owned(), around: around.to_vec() })
}

/// Returns whether something can be absent or null, in words.
pub(super) fn marks(presence: Presence) -> Vec<&'static str> {
    let mut marks = vec![if presence.required { "required" } else { "optional" }];
    marks.extend(presence.nullable.then_some("nullable"));
    marks
}

/// Returns a link to what a value consists of, if it has a page.
pub(super) fn link(cx: Cx<'_>, ty: &Type) -> Inner {
    match cx.api.resolve(ty) {
        Type::Named(id) => Inner::Elsewhere(*id),
        Type::List(item) | Type::Map(item) => link(cx, &item.ty),
        Type::Generic(_, inner) => link(cx, inner),
        Type::Scalar(_) | Type::Json => Inner::None,
    }
}

/// Returns summary and description in Markdown, but for those that only repeat a name.
pub(super) fn texts(names: &[&str], docs: &Docs) -> Vec<String> {
    prose::texts_beside(names, docs).collect()
}

/// Returns the example of the document as a fact.
pub(super) fn example(docs: &Docs) -> Option<(&'static str, super::page::Line)> {
    docs.example.as_ref().map(|value| ("example", words::code(&value.to_string())))
}

/// Estimates the bytes of HTML of what a definition contains.
fn size(shape: &Shape) -> usize {
    let of_docs =
        |docs: &Docs| docs.summary.iter().chain(&docs.description).chain(&docs.further).map(String::len).sum::<usize>();
    match shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| ROW + of_docs(&field.docs)).sum(),
        Shape::Union(union) => union.variants.iter().map(|variant| ROW + of_docs(&variant.docs)).sum(),
        Shape::StringEnum(shape) => {
            shape.values.iter().map(|one| 120 + one.description.as_ref().map_or(0, String::len)).sum()
        }
        Shape::IntegerEnum(shape) => {
            shape.values.iter().map(|one| 120 + one.description.as_ref().map_or(0, String::len)).sum()
        }
        Shape::Alias(_) => 0,
    }
}

/// Returns the anchor of a member below another.
fn joined(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}
