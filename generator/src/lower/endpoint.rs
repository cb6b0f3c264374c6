//! Operations as they are written: a method of a path item. Knows nothing of how they are lowered.

use openapiv3::PathItem;

use crate::config;
use crate::config::Config;
use crate::document::Document;
use crate::document::templates::SENT_PATH;
use crate::ir::Method;
use crate::pointer::Pointer;

/// An operation and the path item that it is written in.
pub(super) struct Endpoint<'a> {
    /// The path, as it is written.
    pub(super) path: &'a str,
    /// The path as it is sent.
    pub(super) sent_path: &'a str,
    /// The method.
    pub(super) method: Method,
    /// The operation.
    pub(super) operation: &'a openapiv3::Operation,
    /// Where the operation is.
    pub(super) at: Pointer,
    /// The path item.
    pub(super) item: &'a PathItem,
    /// Where the path item is.
    pub(super) item_at: Pointer,
}

impl<'a> Endpoint<'a> {
    /// Returns what the configuration decides for the operation.
    pub(super) fn decision(&self, config: &'a Config) -> Option<&'a config::Operation> {
        config.operation(self.operation.operation_id.as_deref(), self.method.as_str(), self.path)
    }
}

/// Returns every operation of a document by path; within a path item, those with a usual method first.
pub(super) fn endpoints(document: &Document) -> impl Iterator<Item = Endpoint<'_>> {
    let section = Pointer::root().child("paths");
    document.openapi.paths.paths.iter().flat_map(move |(path, node)| {
        let item = document.path_item(node, &section.child(path));
        item.into_iter().flat_map(move |item| {
            let (item, item_at) = (item.value, item.at);
            let sent = item.extensions.get(SENT_PATH).and_then(serde_json::Value::as_str).unwrap_or(path);
            let at = item_at.clone();
            let usual = methods(item).map(move |(method, operation)| {
                let at = at.child(&method.as_str().to_ascii_lowercase());
                (method, operation, at)
            });
            let more = document.more_operations.get(path).into_iter().flatten().map(|more| {
                let method = if more.method == "QUERY" { Method::Query } else { Method::Other(more.method.clone()) };
                (method, &more.operation, more.at.clone())
            });
            usual.chain(more).map(move |(method, operation, at)| {
                let item_at = item_at.clone();
                Endpoint { path, sent_path: sent, method, operation, at, item, item_at }
            })
        })
    })
}

/// Returns the methods of a path item, in the order of the specification.
pub(super) fn methods(item: &PathItem) -> impl Iterator<Item = (Method, &openapiv3::Operation)> {
    let all = [
        (Method::Get, &item.get),
        (Method::Put, &item.put),
        (Method::Post, &item.post),
        (Method::Delete, &item.delete),
        (Method::Options, &item.options),
        (Method::Head, &item.head),
        (Method::Patch, &item.patch),
        (Method::Trace, &item.trace),
    ];
    all.into_iter().filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation)))
}
