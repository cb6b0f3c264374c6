//! JSON media types that say by a parameter that they are endless, such as `application/json;stream=watch`: the
//! response is one JSON text after another, each on a line. Documents often write the schema of the response that ends
//! beside them, since both media types are generated from one description. What a record is then shows in other
//! operations.

use std::collections::HashMap;

use openapiv3::{ReferenceOr, Response, Schema};

use super::super::endpoint::endpoints;
use super::super::schemas::{Kind, Node, Schemas};
use super::response_media as media;
use crate::pointer::Pointer;

/// The records of such media types, by their names.
#[derive(Default)]
pub(super) struct Endless<'a> {
    /// The only schema that is no list; `None` if there are several.
    records: HashMap<String, Option<&'a ReferenceOr<Schema>>>,
}

impl<'a> Endless<'a> {
    /// Reads the successful responses of all operations.
    pub(super) fn of(schemas: &Schemas<'a>) -> Self {
        let mut endless = Self::default();
        for endpoint in endpoints(schemas.document) {
            let at = endpoint.at.child("responses");
            for (status, node) in &endpoint.operation.responses.responses {
                let status = media::status_text(status);
                let found = schemas.document.response(node, &at.child(&status)).filter(|_| status.starts_with('2'));
                if let Some(found) = found {
                    endless.add(schemas, found.value, &found.at);
                }
            }
        }
        endless
    }

    fn add(&mut self, schemas: &Schemas<'a>, response: &'a Response, at: &Pointer) {
        for (name, media) in response.content.iter().filter(|(name, _)| media::stream_switch(name).is_some()) {
            let Some(schema) = &media.schema else { continue };
            if is_list(schemas, schema, &at.child("content").child(name).child("schema")) {
                continue;
            }
            let known = self.records.entry(media::spelled(name)).or_insert(Some(schema));
            if *known != Some(schema) {
                *known = None;
            }
        }
    }

    /// Returns the schema of a record of a media type whose own schema is that of the response that ends: nothing is
    /// known of it if it is not the same wherever it is described.
    pub(super) fn record(&self, name: &str) -> Option<&'a ReferenceOr<Schema>> {
        self.records.get(&media::spelled(name)).copied().flatten()
    }
}

/// Whether a schema describes a list, or an object around a list of objects.
pub(super) fn is_list<'a>(schemas: &Schemas<'a>, schema: &'a ReferenceOr<Schema>, at: &Pointer) -> bool {
    let node = Node::from(schema);
    let Some(facets) = schemas.flat(node, at) else { return false };
    let lists = facets.properties.iter().filter(|(name, node)| {
        let at = at.child("properties").child(name);
        let list = schemas.flat(Node::from(*node), &at).and_then(|facets| facets.items);
        list.is_some_and(|item| schemas.kind(Node::from(item), &at.child("items")) == Some(Kind::Object))
    });
    facets.implied_kind() == Some(Kind::Array) || lists.count() == 1
}
