//! Operations: each method of each path item becomes one operation of a resource, or is left out with a reason.

use openapiv3::PathItem;

use super::Lowering;
use super::parameter::Accepted;
use super::response::Lowered;
use crate::diagnostics::codes;
use crate::document::templates::SENT_PATH;
use crate::ir::{Docs, Method, Operation, OperationId};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    pub(super) fn operations(&mut self) {
        let document = self.document;
        let section = Pointer::root().child("paths");
        for (path, node) in &document.openapi.paths.paths {
            let place = section.child(path);
            let Some(item) = document.path_item(node, &place) else { continue };
            for (method, operation) in methods(item.value) {
                let at = item.at.child(&method.as_str().to_ascii_lowercase());
                self.operation(path, (item.value, &item.at), method, (operation, &at));
            }
            for more in document.more_operations.get(path).into_iter().flatten() {
                let method = if more.method == "QUERY" { Method::Query } else { Method::Other(more.method.clone()) };
                self.operation(path, (item.value, &item.at), method, (&more.operation, &more.at));
            }
        }
    }

    fn operation(
        &mut self,
        path: &'a str,
        item: (&'a PathItem, &Pointer),
        method: Method,
        (operation, at): (&'a openapiv3::Operation, &Pointer),
    ) {
        let decided = self.config.operation(operation.operation_id.as_deref(), method.as_str(), path);
        if let Some(reason) = decided.and_then(|decided| decided.skip.clone()) {
            return self.skip(at, codes::SKIPPED_BY_CONFIGURATION, reason);
        }
        let sent = item.0.extensions.get(SENT_PATH).and_then(serde_json::Value::as_str).unwrap_or(path);
        // Whatever can be a reason to skip an operation is checked before any of it is lowered.
        match self.accept_parameters(item, (operation, at), sent) {
            Ok(accepted) => self.lower_operation((path, sent), item, method, (operation, at), accepted),
            Err(reason) => self.skip(at, codes::UNSUPPORTED_OPERATION, reason),
        }
    }

    fn lower_operation(
        &mut self,
        (path, sent): (&'a str, &'a str),
        item: (&'a PathItem, &Pointer),
        method: Method,
        (operation, at): (&'a openapiv3::Operation, &Pointer),
        accepted: Accepted<'a>,
    ) {
        let id = OperationId::new(self.result.api.operations.len());
        let own_headers = accepted.own_headers.clone();
        let parameters = self.parameters(accepted, id, sent);
        let body = self.body(operation, &method, at, id);
        let Lowered { output, answers, errors } = self.responses(operation, &method, at, id);
        let place = self.place((path, sent), &method, (item.0, operation), &output);
        let resource = self.resource(&place.resource, operation);
        let security = operation.security.as_deref().map(|listed| self.requirements(listed, at));
        let (server, other_servers) = self.own_servers((operation, at), item);
        let mut lowered = Operation {
            at: at.clone(),
            operation_id: operation.operation_id.clone(),
            method,
            path: sent.to_owned(),
            resource,
            names: place.names,
            docs: Docs {
                summary: operation.summary.clone().or(item.0.summary.clone()),
                description: operation.description.clone().or(item.0.description.clone()),
                link: operation.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone())),
                example: None,
                deprecated: operation.deprecated,
            },
            parameters,
            own_headers,
            body,
            output,
            answers,
            errors,
            security,
            paging: None,
            server,
            other_servers,
        };
        lowered.paging = self.paging(&lowered, operation);
        self.settle_stream(&mut lowered);
        self.result.api.operations.push(lowered);
    }
}

/// The methods of a path item, in the order of the specification.
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
