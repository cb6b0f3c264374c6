//! All examples that the document shows of parameters, bodies and responses. Only the reference and the samples need
//! them, so a run that generates an SDK does not read them.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{Example as Written, MediaType, Parameter, ReferenceOr, RequestBody, Response};
use serde_json::Value;

use super::endpoint::{Endpoint, endpoints};
use super::operations::status_text;
use super::schemas::literal;
use crate::document::Document;
use crate::document::extensions::SERIALIZED;
use crate::ir::{Api, Example, Literal, Location, OperationExample, Shown, WireName};
use crate::pointer::Pointer;

/// Reads the examples of every operation of the model.
pub(crate) fn read(document: &Document, api: &mut Api) {
    let mut reader = Reader { document, known: HashMap::new(), list: Vec::new() };
    // Both are in the order of the document; operations that were skipped are missing.
    let mut operations = api.operations.iter_mut().peekable();
    for endpoint in endpoints(document) {
        if let Some(operation) = operations.next_if(|operation| operation.at == endpoint.at) {
            reader.operation(&endpoint);
            operation.examples = std::mem::take(&mut reader.list);
        }
    }
}

struct Reader<'a> {
    document: &'a Document,
    /// The values of examples by their address: many operations refer to the same.
    known: HashMap<*const Value, Arc<Literal>>,
    list: Vec<OperationExample>,
}

impl<'a> Reader<'a> {
    fn operation(&mut self, endpoint: &Endpoint<'a>) {
        let Endpoint { operation, ref at, item, .. } = *endpoint;
        let parameters = |list: &'a [ReferenceOr<Parameter>]| {
            let resolved = list.iter().filter_map(|node| self.document.parameter(node, at));
            resolved.map(|found| (located(found.value), found.value)).collect::<Vec<_>>()
        };
        let (shared, own) = (parameters(&item.parameters), parameters(&operation.parameters));
        let is_replaced = |key: &(Location, &str)| own.iter().any(|(other, _)| other == key);
        let shared = shared.into_iter().filter(|(key, _)| !is_replaced(key)).collect::<Vec<_>>();
        for ((location, name), parameter) in shared.into_iter().chain(own) {
            let data = parameter.parameter_data_ref();
            let of = Shown::Parameter(location, WireName::new(name));
            self.add(&of, data.example.as_ref(), &data.examples, at);
        }
        let body = operation.request_body.as_ref().and_then(|node| self.document.request_body(node, at));
        if let Some(RequestBody { content, .. }) = body.map(|found| found.value) {
            self.content(content, at, |media_type| Shown::Body { media_type });
        }
        let responses = &operation.responses;
        let coded = responses.responses.iter().map(|(status, node)| (status_text(status), node));
        for (status, node) in coded.chain(responses.default.iter().map(|node| ("default".to_owned(), node))) {
            if let Some(found) = self.document.response(node, at) {
                self.response(&status, found.value, at);
            }
        }
    }

    fn response(&mut self, status: &str, response: &'a Response, at: &Pointer) {
        for (name, node) in &response.headers {
            let Some(found) = self.document.header(node, at) else { continue };
            let of = Shown::Header { status: status.to_owned(), name: name.clone() };
            self.add(&of, found.value.example.as_ref(), &found.value.examples, at);
        }
        self.content(&response.content, at, |media_type| Shown::Response { status: status.to_owned(), media_type });
    }

    fn content(&mut self, content: &'a IndexMap<String, MediaType>, at: &Pointer, of: impl Fn(String) -> Shown) {
        for (name, media) in content {
            self.add(&of(name.clone()), media.example.as_ref(), &media.examples, at);
        }
    }

    /// Adds the only example, and the named ones.
    fn add(
        &mut self,
        of: &Shown,
        only: Option<&'a Value>,
        named: &'a IndexMap<String, ReferenceOr<Written>>,
        at: &Pointer,
    ) {
        if let Some(value) = only {
            let example = Example { value: Some(self.value(value)), ..Example::default() };
            self.list.push(OperationExample { of: of.clone(), example });
        }
        for (name, node) in named {
            let Some(found) = self.document.example(node, at) else { continue };
            let Written { summary, description, value, external_value, extensions } = found.value;
            let example = Example {
                name: Some(name.clone()),
                summary: summary.clone(),
                description: description.clone(),
                value: value.as_ref().map(|value| self.value(value)),
                serialized: extensions.get(SERIALIZED).and_then(Value::as_str).map(str::to_owned),
                external: external_value.clone(),
            };
            self.list.push(OperationExample { of: of.clone(), example });
        }
    }

    fn value(&mut self, value: &'a Value) -> Arc<Literal> {
        let known = self.known.entry(std::ptr::from_ref(value));
        Arc::clone(known.or_insert_with(|| Arc::new(literal(value))))
    }
}

fn located(parameter: &Parameter) -> (Location, &str) {
    let location = match parameter {
        Parameter::Path { .. } => Location::Path,
        Parameter::Query { .. } => Location::Query,
        Parameter::Header { .. } => Location::Header,
        Parameter::Cookie { .. } => Location::Cookie,
    };
    (location, &parameter.parameter_data_ref().name)
}
