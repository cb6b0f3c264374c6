//! From a schema to a type: the dispatch between the kinds of schema.

use openapiv3::Schema;

use super::all_of::{Additional, Clash, Merged, Part};
use super::{Found, Lowering, Node};
use crate::diagnostics::{Diagnostic, Place, codes};
use crate::ir::{Alternative, Constraints, Docs, Item, Origin, Scalar, Shape, Type, TypeId, Union};
use crate::lower::facets::{Facets, Kind};
use crate::pointer::{Pointer, unescaped};

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
        let Some(Found { name: Some(name), .. }) = found else {
            self.untyped(at, format!("`{reference}` was skipped"));
            return Typed { ty: Type::Json, nullable: true };
        };
        let nullable = self.nullable(Node::Reference(reference), at);
        match self.components.get(name) {
            Some(id) => Typed { ty: Type::Named(*id), nullable },
            None => Typed { ty: Type::Json, nullable: true },
        }
    }

    /// The type of a schema that stands where it is used, or in a component that many operations use.
    fn inline(&mut self, schema: &'a Schema, at: &Pointer, origin: Origin) -> Typed {
        let Some(name) = component_of_another_kind(at).filter(|_| !self.is_made(schema)) else {
            return self.inline_here(schema, at, origin);
        };
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
        let nullable = self.nullable(Node::Inline(schema), at);
        if let Some(target) = self.transparent(&facets, at) {
            let typed = self.typed(target.0, &target.1, origin);
            return Typed { nullable: nullable || (typed.nullable && facets.all_of.is_empty()), ..typed };
        }
        let identity = self.identity(&facets, at);
        match self.open.get(&identity) {
            Some(Some(id)) => return Typed { ty: Type::Named(*id), nullable },
            Some(None) => {
                self.untyped(at, "an array or map of itself");
                return Typed { ty: Type::Json, nullable: true };
            }
            None => {}
        }
        if let Some(id) = self.made.get(&identity).filter(|_| self.open.values().flatten().count() > UNFOLDED) {
            return Typed { ty: Type::Named(*id), nullable };
        }
        if self.needs_definition(schema, &facets, at) {
            let name = self.config.type_name(at);
            let origin = name.map_or(origin, |name| Origin::Component(name.to_owned()));
            let docs = self.docs(schema);
            let id = self.define(at.clone(), origin, docs);
            self.open.insert(identity.clone(), Some(id));
            self.made.entry(identity.clone()).or_insert(id);
            let shape = self.shape(schema, &facets, at, Owner::Definition(id));
            self.open.remove(&identity);
            self.result.api.types[id.index()].shape = shape;
            return Typed { ty: Type::Named(id), nullable };
        }
        self.open.insert(identity.clone(), None);
        let shape = self.shape(schema, &facets, at, Owner::Place(origin));
        self.open.remove(&identity);
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

    fn needs_definition(&self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer) -> bool {
        if facets.is_composed() {
            let merged = self.merge(schema, at);
            return match merged.unions.len() {
                0 => merged.is_struct() || (merged.clash.is_none() && is_enumeration(&merged.facets)),
                1 => self.alternatives_beside(&merged, schema, at).is_some_and(|beside| self.are_several(&beside)),
                _ => true,
            };
        }
        match facets.implied_kind() {
            Some(Kind::Object) => !facets.properties.is_empty(),
            Some(Kind::Array) => lists_alternatives_without_type(facets),
            _ => is_enumeration(facets),
        }
    }

    /// The shape of a schema. An [`Shape::Alias`] says that it needs no definition of its own.
    pub(super) fn shape(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer, owner: Owner) -> Shape {
        if !facets.is_composed() && facets.implied_kind() != Some(Kind::Object) {
            return self.plain(schema, facets, at, &owner);
        }
        let merged = self.merge(schema, at);
        if !merged.unions.is_empty() {
            return self.union_beside(&merged, schema, at, owner);
        }
        if let Some(clash) = &merged.clash {
            self.contradiction(clash, at);
            return Shape::Alias(Type::Json);
        }
        let facets = &merged.facets;
        match facets.kind {
            kind @ Some(Kind::Object) => {
                self.tell_unlisted(kind, facets, at);
                self.object(&merged, &owner)
            }
            kind @ Some(Kind::Array) => {
                self.tell_unlisted(kind, facets, at);
                self.array(merged.items.as_ref(), &owner)
            }
            kind => self.single(kind, schema, facets, at),
        }
    }

    /// The shape of a schema that is neither composed nor an object.
    fn plain(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer, owner: &Owner) -> Shape {
        match facets.implied_kind() {
            Some(Kind::Array) if lists_alternatives_without_type(facets) => self.list_or_one(facets, at, owner),
            kind @ Some(Kind::Array) => {
                self.tell_unlisted(kind, facets, at);
                let items = facets.items.map(|items| (Node::from(items), at.child("items")));
                self.array(items.as_ref(), owner)
            }
            kind => self.single(kind, schema, facets, at),
        }
    }

    /// The shape of a single value.
    fn single(&mut self, kind: Option<Kind>, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer) -> Shape {
        self.report_values(facets, at);
        self.tell_unlisted(kind, facets, at);
        match kind {
            Some(Kind::String) => self.string(facets),
            Some(Kind::Integer) => self.integer(facets, at),
            Some(Kind::Number) => Shape::Alias(Type::Scalar(Scalar::F64)),
            Some(Kind::Boolean) => Shape::Alias(Type::Scalar(Scalar::Boolean)),
            Some(Kind::Object | Kind::Array) | None => self.anything(schema, facets, at),
        }
    }

    fn anything(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer) -> Shape {
        if facets.values.as_ref().is_some_and(|values| !values.is_empty()) {
            self.untyped(at, "an enumeration of values of several types");
        } else if !Facets::of(schema).all_of.is_empty() {
            self.untyped(at, "an `allOf` without properties or a type");
        }
        Shape::Alias(Type::Json)
    }

    /// Tells of known values of a type that has no enumerations.
    fn tell_unlisted(&mut self, kind: Option<Kind>, facets: &Facets<'a>, at: &Pointer) {
        let Some(kind @ (Kind::Number | Kind::Boolean | Kind::Object | Kind::Array)) = kind else { return };
        let both = |values: &Vec<serde_json::Value>| kind == Kind::Boolean && values.len() > 1;
        let listed = facets.values.as_ref().is_some_and(|values| !values.is_empty() && !both(values));
        let place = at.child("enum");
        if listed && self.told.insert((place.clone(), at.clone())) {
            let message = format!("the values of {} are not listed in its type; any value is accepted", kind.words());
            self.diagnostics.report(codes::UNSUPPORTED_KEYWORD, &place, message);
        }
    }

    /// A struct if members are known, else a map.
    fn object(&mut self, merged: &Merged<'a>, owner: &Owner) -> Shape {
        if merged.is_struct() {
            return self.structure(merged, owner);
        }
        let item = match &merged.additional {
            Some(Additional::Of((node, place))) => self.typed(*node, place, owner.item()).into(),
            Some(Additional::Any | Additional::None) | None => Item { ty: Type::Json, nullable: false },
        };
        Shape::Alias(Type::Map(Box::new(item)))
    }

    fn array(&mut self, items: Option<&Part<'a>>, owner: &Owner) -> Shape {
        let item = match items {
            Some((node, place)) => self.typed(*node, place, owner.item()),
            None => Typed { ty: Type::Json, nullable: false },
        };
        Shape::Alias(Type::List(Box::new(item.into())))
    }

    /// A list of items, or one of them.
    fn list_or_one(&mut self, facets: &Facets<'a>, at: &Pointer, owner: &Owner) -> Shape {
        let items = facets.items.map(|items| (Node::from(items), at.child("items")));
        let shape = self.array(items.as_ref(), owner);
        let Shape::Alias(Type::List(item)) = &shape else { return shape };
        let alternative = |label: &str, ty, constraints| {
            let docs = Docs::default();
            Alternative {
                label: label.to_owned(),
                ty,
                constant: None,
                tags: Vec::new(),
                boxed: false,
                docs,
                constraints,
            }
        };
        let of_item = items.as_ref().map_or_else(Constraints::default, |(node, at)| self.constraints(*node, at));
        let of_list = Constraints { items: Some(Box::new(of_item.clone())), ..Constraints::default() };
        let of_list = if of_item == Constraints::default() { Constraints::default() } else { of_list };
        let list = alternative("list", Type::List(item.clone()), of_list);
        let variants = vec![list, alternative("one", item.ty.clone(), of_item)];
        Shape::Union(Union { tag: None, variants })
    }

    /// The docs of a member: its own and those of parts that only annotate, else those of the component it refers to.
    pub(super) fn node_docs(&self, node: Node<'a>, at: &Pointer) -> Docs {
        let Node::Inline(schema) = node else {
            return self.find(node, at).map_or_else(Docs::default, |found| self.docs(found.schema));
        };
        let mut docs = self.docs(schema);
        let facets = Facets::of(schema);
        for part in self.all_of_pieces(&facets, at) {
            let Node::Inline(part) = part.node else { continue };
            if Facets::of(part).is_light() {
                let part = self.docs(part);
                docs.deprecated |= part.deprecated;
                docs.description = docs.description.or(part.description);
                docs.summary = docs.summary.or(part.summary);
                docs.example = docs.example.or(part.example);
                docs.link = docs.link.or(part.link);
            }
        }
        if docs.description.is_none()
            && docs.summary.is_none()
            && let Some((inner @ Node::Reference(_), place)) = self.transparent(&facets, at)
        {
            let own = docs;
            docs = self.node_docs(inner, &place);
            docs.deprecated |= own.deprecated;
            docs.example = own.example.or(docs.example);
            docs.link = own.link.or(docs.link);
        }
        docs
    }

    /// Tells of parts that no value is all of; once for each pair.
    pub(super) fn contradiction(&mut self, clash: &Clash, at: &Pointer) {
        let Clash { first: (first, here), second: (second, there) } = clash;
        self.untyped(at, format!("parts that contradict each other: {first} and {second}"));
        if !self.told.insert((here.clone(), there.clone())) {
            return;
        }
        let message = format!("this must be {second}, but also {first}; it becomes free JSON");
        let diagnostic = Diagnostic::new(codes::CONTRADICTION, Place::Node(there.clone()), message)
            .related(Place::Node(here.clone()), format!("{first} is required here"));
        self.diagnostics.push(diagnostic);
    }

    /// Tells that a document multiplies its parts beyond measure.
    pub(super) fn tell_too_many(&mut self) {
        if let Some(at) = self.together.too_many.take() {
            let message = "the parts of `allOf` make too many different schemas; from here on the last part that \
                           describes a property is taken alone";
            self.diagnostics.report(codes::TOO_MANY_PARTS, &at, message);
        }
    }
}

/// Whether a schema lists strings or integers.
fn is_enumeration(facets: &Facets<'_>) -> bool {
    matches!(facets.implied_kind(), Some(Kind::String | Kind::Integer))
        && facets.values.as_ref().is_some_and(|values| !values.is_empty())
}
