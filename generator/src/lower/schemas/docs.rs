//! Documentation of schemas.

use openapiv3::{AdditionalProperties, Schema};

use super::all_of::described_conditions;
use super::facets::Facets;
use super::literal::literal;
use super::{Node, Schemas};
use crate::ir::Docs;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns the documentation of a schema itself, and what schemas within it say that have no place of their own.
    pub(in crate::lower) fn docs(&self, schema: &'a Schema, at: &Pointer) -> Docs {
        let mut docs = self.own_docs(schema);
        self.inner_texts(schema, at, &mut docs);
        docs
    }

    /// Returns the documentation of a schema itself.
    fn own_docs(&self, schema: &Schema) -> Docs {
        let data = &schema.schema_data;
        let needed = described_conditions(&Facets::of(schema));
        let description: Vec<String> = data.description.iter().cloned().chain(needed).collect();
        Docs {
            summary: data.title.clone(),
            description: (!description.is_empty()).then(|| description.join("\n\n")),
            further: Vec::new(),
            link: data.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone())),
            example: data.example.as_ref().map(literal),
            deprecated: data.deprecated,
        }
    }

    /// Adds the descriptions of schemas that are written in place and become neither a type nor a field: parts of an
    /// `allOf`, the only alternative beside null, strings among alternatives, plain items.
    fn inner_texts(&self, schema: &'a Schema, at: &Pointer, docs: &mut Docs) {
        self.replaced_texts(schema).into_iter().for_each(|text| docs.add(text));
        let facets = Facets::of(schema);
        let pieces = self.all_of_pieces(&facets, at);
        let mut inner: Vec<(Node<'a>, Pointer)> = pieces.into_iter().map(|piece| (piece.node, piece.at)).collect();
        if !facets.one_of.is_empty() || !facets.any_of.is_empty() {
            let parts = self.parts(&facets, at);
            let is_one = parts.len() == 1 || !self.needs_definition(schema, &facets, at);
            inner.extend(parts.into_iter().filter(|(part, at)| is_one || self.lists_constants(*part, at)));
        }
        let values = [
            (facets.items.map(Node::from), "items"),
            (facets.additional.and_then(described_rest), "additionalProperties"),
        ];
        for (node, key) in values {
            let (Some(node @ Node::Inline(schema)), at) = (node, at.child(key)) else { continue };
            if self.has_no_type(schema, &at) {
                inner.push((node, at));
            }
        }
        for (node, at) in inner {
            let Node::Inline(schema) = node else { continue };
            schema.schema_data.description.iter().for_each(|text| docs.add(text));
            self.inner_texts(schema, &at, docs);
        }
    }

    /// Whether a schema that is written in place gets no type of its own.
    pub(in crate::lower) fn has_no_type(&self, schema: &'a Schema, at: &Pointer) -> bool {
        let facets = Facets::of(schema);
        !self.needs_definition(schema, &facets, at) || self.transparent(&facets, at).is_some()
    }

    /// Whether an alternative is a list of strings, which become alternatives themselves.
    fn lists_constants(&self, part: Node<'a>, at: &Pointer) -> bool {
        self.constants(part, at).is_some_and(|constants| constants.len() > 1)
    }

    /// Returns the documentation of a schema: its own and that of parts that only annotate, else that of the component
    /// it refers to.
    pub(in crate::lower) fn node_docs(&self, node: Node<'a>, at: &Pointer) -> Docs {
        let Node::Inline(schema) = node else {
            return self.find(node, at).map_or_else(Docs::default, |found| self.docs(found.schema, &found.at));
        };
        let mut docs = self.own_docs(schema);
        let facets = Facets::of(schema);
        for part in self.all_of_pieces(&facets, at) {
            let Node::Inline(part) = part.node else { continue };
            if Facets::of(part).is_light() {
                let part = self.own_docs(part);
                docs.deprecated |= part.deprecated;
                docs.description = docs.description.or(part.description);
                docs.summary = docs.summary.or(part.summary);
                docs.example = docs.example.or(part.example);
                docs.link = docs.link.or(part.link);
            }
        }
        if docs.description.is_none()
            && docs.summary.is_none()
            && let Some((inner @ Node::Reference(_), location)) = self.transparent(&facets, at)
        {
            let own = docs;
            docs = self.node_docs(inner, &location);
            docs.deprecated |= own.deprecated;
            docs.example = own.example.or(docs.example);
            docs.link = own.link.or(docs.link);
        }
        self.inner_texts(schema, at, &mut docs);
        docs
    }

    /// Returns the documentation of a component; none if it is a reference.
    pub(in crate::lower) fn component_docs(&self, name: &str) -> Docs {
        self.component(name).map_or_else(Docs::default, |(_, schema)| self.own_docs(schema))
    }
}

/// Returns the schema of additional properties, if it is one.
fn described_rest(additional: &AdditionalProperties) -> Option<Node<'_>> {
    match additional {
        AdditionalProperties::Schema(schema) => Some(Node::from(&**schema)),
        AdditionalProperties::Any(_) => None,
    }
}
