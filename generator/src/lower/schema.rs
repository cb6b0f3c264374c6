//! From a schema to a type: the dispatch between the kinds of schema.

use openapiv3::{AdditionalProperties, Schema};

use super::all_of::Merged;
use super::{Found, Lowering, Node};
use crate::ir::{Alternative, Docs, Item, Origin, Scalar, Shape, Type, TypeId, Union};
use crate::pointer::{Pointer, unescaped};
use crate::spec::facets::{Facets, Kind};

/// How deep inside inline schemas each use of one gets a definition of its own. Further down the first one serves all
/// of them: members that extend their own holder by `allOf` would otherwise unfold each other without measure.
const UNFOLDED: usize = 1;

/// A type and whether null stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl From<Typed> for Item {
    fn from(typed: Typed) -> Self {
        Self { ty: typed.ty, nullable: typed.nullable }
    }
}

/// Who the parts of a schema are named after, should they need names.
#[derive(Clone, Debug)]
pub(super) enum Owner {
    /// The definition that is being made.
    Definition(TypeId),
    /// Nothing of its own: the parts get the origin that the whole would have had.
    Place(Origin),
}

impl Owner {
    /// The origin of the type of a list's or map's item.
    fn item(&self) -> Origin {
        match self {
            Self::Definition(parent) => Origin::Member { parent: *parent, name: "item".to_owned(), item: true },
            Self::Place(origin) => singular(origin.clone()),
        }
    }
}

/// Whether a type is named after a definition that it belongs to.
fn is_hoisted_below(origin: &Origin) -> bool {
    matches!(origin, Origin::Member { .. })
}

/// The name that a schema gets from the response, request body or parameter component that it stands in.
fn component_of_another_kind(at: &Pointer) -> Option<String> {
    let rest = at.as_str().strip_prefix("/components/")?;
    let (section, rest) = rest.split_once('/')?;
    let name = unescaped(rest.split('/').next().unwrap_or_default());
    let kind = match section {
        "responses" => "response",
        "requestBodies" => "body",
        "parameters" => "",
        _ => return None,
    };
    let told = name.to_lowercase().ends_with(kind) || (kind == "body" && name.to_lowercase().ends_with("request"));
    Some(if told { name } else { format!("{name} {kind}") })
}

/// Whether it is `items` with a list of alternatives and no `type`. Lists of schemas were written so once, one for each
/// of several shapes that the whole has; a list of them is meant as often.
fn lists_alternatives_without_type(facets: &Facets<'_>) -> bool {
    let is_choice = |item: &Schema| {
        let item = Facets::of(item);
        !item.one_of.is_empty() || !item.any_of.is_empty()
    };
    facets.kind.is_none() && facets.items.is_some_and(|items| items.as_item().is_some_and(|item| is_choice(item)))
}

fn singular(mut origin: Origin) -> Origin {
    match &mut origin {
        Origin::Member { item, .. }
        | Origin::Input { item, .. }
        | Origin::RequestBody { item, .. }
        | Origin::ResponseBody { item, .. } => *item = true,
        Origin::Component(name) => name.push_str(" item"),
        // Made by a pass, after this.
        Origin::Repeated { .. } => {}
    }
    origin
}

impl<'a> Lowering<'a> {
    /// The type of a schema or reference; `origin` names it, should it need a definition of its own.
    pub(super) fn typed(&mut self, node: Node<'a>, at: &Pointer, origin: Origin) -> Typed {
        match node {
            Node::Reference(reference) => self.reference(reference, at),
            Node::Inline(schema) => self.inline(schema, at, origin),
        }
    }

    /// The type of a reference to a component schema.
    pub(super) fn reference(&mut self, reference: &'a str, at: &Pointer) -> Typed {
        let found = self.find(Node::Reference(reference), at);
        let Some(Found { schema, name: Some(name), .. }) = found else {
            self.untyped(at, format!("`{reference}` was left out"));
            return Typed { ty: Type::Json, nullable: true };
        };
        let nullable = Facets::of(schema).nullable;
        match self.components.get(name) {
            Some(id) => Typed { ty: Type::Named(*id), nullable },
            None => Typed { ty: Type::Json, nullable: true },
        }
    }

    /// The type of a schema that stands where it is used, or in a component that many operations use.
    fn inline(&mut self, schema: &'a Schema, at: &Pointer, origin: Origin) -> Typed {
        let Some(name) = component_of_another_kind(at) else { return self.inline_here(schema, at, origin) };
        if let Some(known) = self.shared.get(at) {
            return known.clone();
        }
        let typed =
            self.inline_here(schema, at, if is_hoisted_below(&origin) { origin } else { Origin::Component(name) });
        self.shared.insert(at.clone(), typed.clone());
        typed
    }

    fn inline_here(&mut self, schema: &'a Schema, at: &Pointer, origin: Origin) -> Typed {
        let facets = Facets::of(schema);
        let nullable = facets.nullable;
        if let Some(target) = self.transparent(&facets, at) {
            let typed = self.typed(target.0, &target.1, origin);
            return Typed { nullable: nullable || typed.nullable, ..typed };
        }
        match self.open.get(at) {
            Some(Some(id)) => return Typed { ty: Type::Named(*id), nullable },
            Some(None) => {
                self.untyped(at, "a list or map of itself");
                return Typed { ty: Type::Json, nullable: true };
            }
            None => {}
        }
        if let Some(id) = self.made.get(at).filter(|_| self.open.values().flatten().count() > UNFOLDED) {
            return Typed { ty: Type::Named(*id), nullable };
        }
        if self.needs_definition(schema, &facets, at) {
            let name = self.config.type_name(at);
            let origin = name.map_or(origin, |name| Origin::Component(name.to_owned()));
            let docs = self.docs(schema);
            let id = self.define(at.clone(), origin, docs);
            self.open.insert(at.clone(), Some(id));
            self.made.entry(at.clone()).or_insert(id);
            let shape = self.shape(schema, &facets, at, Owner::Definition(id));
            self.open.remove(at);
            self.result.api.types[id.index()].shape = shape;
            return Typed { ty: Type::Named(id), nullable };
        }
        self.open.insert(at.clone(), None);
        let shape = self.shape(schema, &facets, at, Owner::Place(origin));
        self.open.remove(at);
        match shape {
            Shape::Alias(ty) => Typed { ty, nullable },
            // `needs_definition` and `shape` read the same facts; this arm keeps a disagreement harmless.
            _ => Typed { ty: Type::Json, nullable: true },
        }
    }

    /// The shape of a component's schema.
    pub(super) fn component_shape(&mut self, schema: &'a Schema, at: &Pointer, id: TypeId) -> Shape {
        let facets = Facets::of(schema);
        if let Some((node, place)) = self.transparent(&facets, at) {
            let origin = Origin::Member { parent: id, name: "value".to_owned(), item: false };
            return match node {
                Node::Reference(_) => Shape::Alias(self.typed(node, &place, origin).ty),
                Node::Inline(inner) => self.component_shape(inner, &place, id),
            };
        }
        self.shape(schema, &facets, at, Owner::Definition(id))
    }

    /// A schema that only wraps another one: `allOf`, `oneOf` or `anyOf` of one, with nothing but annotations around.
    /// A text beside the empty text is one too.
    pub(super) fn transparent(&self, facets: &Facets<'a>, at: &Pointer) -> Option<(Node<'a>, Pointer)> {
        let bare = facets.properties.is_empty() && facets.additional.is_none() && facets.items.is_none();
        if !bare || facets.values.is_some() {
            return None;
        }
        let lists = [("allOf", facets.all_of), ("oneOf", facets.one_of), ("anyOf", facets.any_of)];
        let mut parts = lists.into_iter().filter(|(_, list)| !list.is_empty());
        let (keyword, list) = parts.next()?;
        if parts.next().is_some() {
            return None;
        }
        let all = list.iter().enumerate().map(|(index, part)| (Node::from(part), at.child(keyword).item(index)));
        let mut saying: Vec<_> = all
            .filter(|(node, place)| {
                let annotates = keyword == "allOf" && self.only_annotates(*node);
                !annotates && !self.is_null(*node, place)
            })
            .collect();
        if keyword != "allOf"
            && let Some(text) = self.text_or_empty(&saying)
            && self.is_plain_text(text)
        {
            saying = vec![text.clone()];
        }
        saying.pop().filter(|_| saying.is_empty())
    }

    /// The one alternative that is a text without known values, if all others are the empty text, as one that has a
    /// meaning of its own.
    pub(super) fn text_or_empty<'p>(&self, parts: &'p [(Node<'a>, Pointer)]) -> Option<&'p (Node<'a>, Pointer)> {
        let mut others = parts.iter().filter(|(node, place)| !self.is_empty_text(*node, place));
        let text = others.next().filter(|_| parts.len() > 1 && others.next().is_none())?;
        let facets = Facets::of(self.find(text.0, &text.1)?.schema);
        (facets.implied_kind() == Some(Kind::String) && facets.values.is_none()).then_some(text)
    }

    /// Whether the type of a string can hold any text.
    fn is_plain_text(&self, (node, place): &(Node<'a>, Pointer)) -> bool {
        let shape = self.find(*node, place).map(|found| self.string(&Facets::of(found.schema)));
        matches!(shape, Some(Shape::Alias(Type::Scalar(Scalar::String | Scalar::Secret))))
    }

    /// Whether a schema admits the empty text only.
    fn is_empty_text(&self, node: Node<'a>, at: &Pointer) -> bool {
        let values = self.find(node, at).and_then(|found| Facets::of(found.schema).values);
        values.is_some_and(|values| matches!(values.as_slice(), [only] if only == ""))
    }

    fn only_annotates(&self, node: Node<'a>) -> bool {
        match node {
            Node::Reference(_) => false,
            Node::Inline(schema) => {
                let facets = Facets::of(schema);
                facets.says_nothing() && facets.required.is_empty() && !facets.not
            }
        }
    }

    /// Whether a schema admits null only.
    pub(super) fn is_null(&self, node: Node<'a>, at: &Pointer) -> bool {
        self.find(node, at).is_some_and(|found| {
            let facets = Facets::of(found.schema);
            facets.nullable && facets.values.as_ref().is_some_and(Vec::is_empty)
        })
    }

    fn needs_definition(&self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer) -> bool {
        if !facets.all_of.is_empty() {
            let merged = self.merge(schema, at);
            return if merged.unions.is_empty() { merged.is_struct() } else { true };
        }
        if !facets.one_of.is_empty() || !facets.any_of.is_empty() {
            return !facets.properties.is_empty() || self.union_needs_definition(facets, at);
        }
        match facets.implied_kind() {
            Some(Kind::Object) => !facets.properties.is_empty(),
            Some(Kind::Array) => lists_alternatives_without_type(facets),
            Some(Kind::String) => facets.values.as_ref().is_some_and(|values| !values.is_empty()),
            Some(Kind::Integer) => facets.values.as_ref().is_some_and(|values| !values.is_empty()),
            _ => false,
        }
    }

    /// The shape of a schema. An [`Shape::Alias`] says that it needs no definition of its own.
    pub(super) fn shape(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer, owner: Owner) -> Shape {
        if !facets.all_of.is_empty() {
            return self.all_of(schema, facets, at, owner);
        }
        if !facets.one_of.is_empty() || !facets.any_of.is_empty() {
            if !facets.properties.is_empty() {
                return self.all_of(schema, facets, at, owner);
            }
            return self.union(facets, at, owner);
        }
        self.report_values(facets, at);
        match facets.implied_kind() {
            Some(Kind::Object) => self.object(schema, facets, at, owner),
            Some(Kind::Array) if lists_alternatives_without_type(facets) => self.list_or_one(facets, at, &owner),
            Some(Kind::Array) => self.array(facets, at, &owner),
            Some(Kind::String) => self.string(facets),
            Some(Kind::Integer) => self.integer(facets, at),
            Some(Kind::Number) => Shape::Alias(Type::Scalar(Scalar::F64)),
            Some(Kind::Boolean) => Shape::Alias(Type::Scalar(Scalar::Boolean)),
            None => self.anything(facets, at),
        }
    }

    fn anything(&mut self, facets: &Facets<'a>, at: &Pointer) -> Shape {
        if facets.values.as_ref().is_some_and(|values| !values.is_empty()) {
            self.untyped(at, "an enumeration of values of several types");
        }
        Shape::Alias(Type::Json)
    }

    fn object(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer, owner: Owner) -> Shape {
        if facets.properties.is_empty() {
            return Shape::Alias(match facets.additional {
                Some(AdditionalProperties::Schema(node)) => {
                    let place = at.child("additionalProperties");
                    let item = self.typed(Node::from(&**node), &place, owner.item());
                    Type::Map(Box::new(item.into()))
                }
                Some(AdditionalProperties::Any(false)) | Some(AdditionalProperties::Any(true)) | None => {
                    Type::Map(Box::new(Item { ty: Type::Json, nullable: false }))
                }
            });
        }
        let merged = self.merge(schema, at);
        self.structure(&merged, &owner)
    }

    fn array(&mut self, facets: &Facets<'a>, at: &Pointer, owner: &Owner) -> Shape {
        let item = match facets.items {
            Some(items) => self.typed(Node::from(items), &at.child("items"), owner.item()),
            None => Typed { ty: Type::Json, nullable: false },
        };
        Shape::Alias(Type::List(Box::new(item.into())))
    }

    /// A list of items, or one of them.
    fn list_or_one(&mut self, facets: &Facets<'a>, at: &Pointer, owner: &Owner) -> Shape {
        let shape = self.array(facets, at, owner);
        let Shape::Alias(Type::List(item)) = &shape else { return shape };
        let alternative = |label: &str, ty| {
            let docs = Docs::default();
            Alternative { label: label.to_owned(), ty, constant: None, tags: Vec::new(), boxed: false, docs }
        };
        let variants = vec![alternative("list", Type::List(item.clone())), alternative("one", item.ty.clone())];
        Shape::Union(Union { tag: None, variants })
    }

    fn all_of(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer, owner: Owner) -> Shape {
        let merged = self.merge(schema, at);
        if !merged.unions.is_empty() {
            return self.union_beside_object(&merged, at, owner);
        }
        if merged.is_struct() {
            return self.structure(&merged, &owner);
        }
        if matches!(merged.others.first(), Some((Node::Inline(first), _)) if std::ptr::eq(*first, schema)) {
            // The parts add nothing to the type that the schema names itself.
            return self.shape(schema, &Facets { all_of: &[], ..facets.clone() }, at, owner);
        }
        self.all_of_others(&merged, facets, at, owner)
    }

    /// `allOf` of parts that are no objects: the first one that says what it is.
    fn all_of_others(&mut self, merged: &Merged<'a>, facets: &Facets<'a>, at: &Pointer, owner: Owner) -> Shape {
        let origin = match owner {
            Owner::Definition(parent) => Origin::Member { parent, name: "value".to_owned(), item: false },
            Owner::Place(origin) => origin,
        };
        if let Some((node, place)) = merged.others.first() {
            return Shape::Alias(self.typed(*node, place, origin).ty);
        }
        if let Some((additional, place)) = &merged.additional
            && let AdditionalProperties::Schema(node) = additional
        {
            let item = self.typed(Node::from(&**node), place, singular(origin));
            return Shape::Alias(Type::Map(Box::new(item.into())));
        }
        if facets.implied_kind() == Some(Kind::Object) || merged.object {
            return Shape::Alias(Type::Map(Box::new(Item { ty: Type::Json, nullable: false })));
        }
        self.untyped(at, "an `allOf` whose parts say nothing of the structure");
        Shape::Alias(Type::Json)
    }

    /// The docs of a member: its own, else those of the component it refers to.
    pub(super) fn node_docs(&self, node: Node<'a>, at: &Pointer) -> Docs {
        match node {
            Node::Reference(_) => self.find(node, at).map_or_else(Docs::default, |found| self.docs(found.schema)),
            Node::Inline(schema) => {
                let mut docs = self.docs(schema);
                if docs.description.is_none()
                    && docs.summary.is_none()
                    && let Some((inner @ Node::Reference(_), place)) = self.transparent(&Facets::of(schema), at)
                {
                    let deprecated = docs.deprecated;
                    docs = self.node_docs(inner, &place);
                    docs.deprecated |= deprecated;
                }
                docs
            }
        }
    }
}
