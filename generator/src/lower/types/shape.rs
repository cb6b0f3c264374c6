//! From a schema to a shape: the dispatch between the kinds of schema.

use openapiv3::Schema;

use super::super::schemas::{Additional, Clash, Facets, Kind, Merged, Node, Part, lists_alternatives_without_type};
use super::{Owner, Typed, Types};
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::ir::{Alternative, Constraints, Docs, Item, Origin, Scalar, Shape, Type, TypeId, Union};
use crate::pointer::Pointer;

impl<'a> Types<'a> {
    /// Returns the shape of a component schema.
    pub(in crate::lower) fn component_shape(&mut self, schema: &'a Schema, at: &Pointer, id: TypeId) -> Shape {
        let facets = Facets::of(schema);
        if let Some((node, location)) = self.schemas.transparent(&facets, at) {
            let origin = Origin::Member { parent: id, name: "value".to_owned(), item: false };
            return match node {
                Node::Reference(_) => Shape::Alias(self.typed(node, &location, origin).ty),
                Node::Inline(inner) => self.component_shape(inner, &location, id),
            };
        }
        self.shape(schema, &facets, at, Owner::Definition(id))
    }

    /// Returns the shape of a schema. With [`Shape::Alias`] it needs no definition of its own.
    pub(in crate::lower) fn shape(
        &mut self,
        schema: &'a Schema,
        facets: &Facets<'a>,
        at: &Pointer,
        owner: Owner,
    ) -> Shape {
        if !facets.is_composed() && facets.implied_kind() != Some(Kind::Object) {
            return self.plain(schema, facets, at, &owner);
        }
        let merged = self.schemas.merge(schema, at);
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
                self.report_unlisted(kind, facets, at);
                self.object(&merged, &owner)
            }
            kind @ Some(Kind::Array) => {
                self.report_unlisted(kind, facets, at);
                self.array(merged.items.as_ref(), &owner)
            }
            kind => self.single(kind, schema, facets, at),
        }
    }

    /// Returns the shape of a schema that is neither composed nor an object.
    fn plain(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer, owner: &Owner) -> Shape {
        match facets.implied_kind() {
            Some(Kind::Array) if lists_alternatives_without_type(facets) => self.list_or_one(facets, at, owner),
            kind @ Some(Kind::Array) => {
                self.report_unlisted(kind, facets, at);
                self.report_properties(facets, at);
                let items = facets.items.map(|items| (Node::from(items), at.child("items")));
                self.array(items.as_ref(), owner)
            }
            kind => self.single(kind, schema, facets, at),
        }
    }

    /// Returns the shape of a single value.
    fn single(&mut self, kind: Option<Kind>, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer) -> Shape {
        self.report_values(facets, at);
        self.report_unlisted(kind, facets, at);
        self.report_properties(facets, at);
        match kind {
            Some(Kind::String) => self.schemas.string(facets),
            Some(Kind::Integer) => self.integer(facets, at),
            Some(Kind::Number) => Shape::Alias(Type::Scalar(Scalar::F64)),
            Some(Kind::Boolean) => Shape::Alias(Type::Scalar(Scalar::Boolean)),
            Some(Kind::Object | Kind::Array) | None => self.anything(schema, facets, at),
        }
    }

    fn anything(&mut self, schema: &'a Schema, facets: &Facets<'a>, at: &Pointer) -> Shape {
        if facets.values.as_ref().is_some_and(|values| !values.is_empty()) {
            self.account.untyped(at, "an enumeration of values of several types");
        } else if !Facets::of(schema).all_of.is_empty() {
            self.account.untyped(at, "an `allOf` without properties or a type");
        }
        Shape::Alias(Type::Json)
    }

    /// Reports the listed values of a type that cannot be an enumeration.
    fn report_unlisted(&mut self, kind: Option<Kind>, facets: &Facets<'a>, at: &Pointer) {
        let Some(kind @ (Kind::Number | Kind::Boolean | Kind::Object | Kind::Array)) = kind else { return };
        let both = |values: &Vec<serde_json::Value>| kind == Kind::Boolean && values.len() > 1;
        let listed = facets.values.as_ref().is_some_and(|values| !values.is_empty() && !both(values));
        let location = at.child("enum");
        if listed && self.account.is_first(location.clone(), at.clone()) {
            if self.only_true.contains(at) {
                // Whether it turns a stream on is not known yet.
                self.flags.push(at.clone());
            } else {
                self.account.report(codes::UNSUPPORTED_KEYWORD, &location, unlisted(kind));
            }
        }
    }

    /// Reports properties of what is declared to be something else than an object.
    fn report_properties(&mut self, facets: &Facets<'a>, at: &Pointer) {
        let Some(kind) = facets.kind.filter(|kind| *kind != Kind::Object && !facets.properties.is_empty()) else {
            return;
        };
        let location = at.child("properties");
        if self.account.is_first(location.clone(), at.clone()) {
            let message = format!("{} has no properties; these are ignored", kind.words());
            self.account.report(codes::UNSUPPORTED_KEYWORD, &location, message);
        }
    }

    /// Returns a struct if properties are described, else a map.
    fn object(&mut self, merged: &Merged<'a>, owner: &Owner) -> Shape {
        if merged.is_struct() {
            return self.structure(merged, owner);
        }
        let item = match &merged.additional {
            Some(Additional::Of((node, location))) => self.typed(*node, location, owner.item()).into(),
            Some(Additional::Any | Additional::None) | None => Item { ty: Type::Json, nullable: false },
        };
        Shape::Alias(Type::Map(Box::new(item)))
    }

    fn array(&mut self, items: Option<&Part<'a>>, owner: &Owner) -> Shape {
        let item = match items {
            Some((node, location)) => self.typed(*node, location, owner.item()),
            None => Typed { ty: Type::Json, nullable: false },
        };
        Shape::Alias(Type::List(Box::new(item.into())))
    }

    /// Returns a union of a list of items and a single item.
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
        let of_item =
            items.as_ref().map_or_else(Constraints::default, |(node, at)| self.schemas.constraints(*node, at));
        let of_list = Constraints { items: Some(Box::new(of_item.clone())), ..Constraints::default() };
        let of_list = if of_item == Constraints::default() { Constraints::default() } else { of_list };
        let list = alternative("list", Type::List(item.clone()), of_list);
        let variants = vec![list, alternative("one", item.ty.clone(), of_item)];
        Shape::Union(Union { tag: None, variants })
    }

    /// Reports parts that contradict each other, each pair once.
    pub(in crate::lower) fn contradiction(&mut self, clash: &Clash, at: &Pointer) {
        let Clash { first: (first, here), second: (second, there) } = clash;
        self.account.untyped(at, format!("parts that contradict each other: {first} and {second}"));
        if !self.account.is_first(here.clone(), there.clone()) {
            return;
        }
        let message = format!("this must be {second}, but also {first}; it becomes free JSON");
        let diagnostic = Diagnostic::new(codes::CONTRADICTION, Location::Node(there.clone()), message)
            .related(Location::Node(here.clone()), format!("{first} is required here"));
        self.account.push(diagnostic);
    }
}

/// Returns the message about the listed values of a type that cannot be an enumeration.
pub(in crate::lower) fn unlisted(kind: Kind) -> String {
    format!("the values of {} are not listed in its type; any value is accepted", kind.words())
}
