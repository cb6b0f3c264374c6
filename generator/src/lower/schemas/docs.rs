//! Documentation of schemas.

use openapiv3::Schema;

use super::all_of::described_conditions;
use super::facets::Facets;
use super::literal::literal;
use super::{Node, Schemas};
use crate::ir::Docs;
use crate::pointer::Pointer;

impl<'a> Schemas<'a> {
    /// Returns the documentation of a schema itself.
    pub(in crate::lower) fn docs(&self, schema: &Schema) -> Docs {
        let data = &schema.schema_data;
        let needed = described_conditions(&Facets::of(schema));
        let description: Vec<String> = data.description.iter().cloned().chain(needed).collect();
        Docs {
            summary: data.title.clone(),
            description: (!description.is_empty()).then(|| description.join("\n\n")),
            link: data.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone())),
            example: data.example.as_ref().map(literal),
            deprecated: data.deprecated,
        }
    }

    /// Returns the documentation of a schema: its own and that of parts that only annotate, else that of the component
    /// it refers to.
    pub(in crate::lower) fn node_docs(&self, node: Node<'a>, at: &Pointer) -> Docs {
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
            && let Some((inner @ Node::Reference(_), location)) = self.transparent(&facets, at)
        {
            let own = docs;
            docs = self.node_docs(inner, &location);
            docs.deprecated |= own.deprecated;
            docs.example = own.example.or(docs.example);
            docs.link = own.link.or(docs.link);
        }
        docs
    }

    /// Returns the documentation of a component; none if it is a reference.
    pub(in crate::lower) fn component_docs(&self, name: &str) -> Docs {
        self.component(name).map_or_else(Docs::default, |(_, schema)| self.docs(schema))
    }
}
