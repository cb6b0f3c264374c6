//! Responses: what a success returns, and what failures do.

use indexmap::IndexMap;
use openapiv3::{MediaType, Response, StatusCode};

use super::body::preferred;
use super::{Lowering, Node};
use crate::ir::{ErrorResponse, OperationId, Origin, Output, Scalar, Type};
use crate::pointer::Pointer;
use crate::spec::facets::{Facets, Kind};

/// A response where it is written, under its status.
struct Written<'a> {
    status: String,
    response: &'a Response,
    at: Pointer,
}

impl<'a> Lowering<'a> {
    /// What a success returns and what failures return.
    pub(super) fn responses(
        &mut self,
        operation: &'a openapiv3::Operation,
        at: &Pointer,
        id: OperationId,
    ) -> (Output, Vec<ErrorResponse>) {
        let (successes, failures) = self.written_responses(operation, at);
        let output = self.output(&successes, at, id);
        let errors = failures.iter().map(|failure| self.error_response(failure, id)).collect();
        (output, errors)
    }

    /// The responses that mean success, and the others. A lone `default` means both.
    fn written_responses(
        &self,
        operation: &'a openapiv3::Operation,
        at: &Pointer,
    ) -> (Vec<Written<'a>>, Vec<Written<'a>>) {
        let document = self.document;
        let place = at.child("responses");
        let coded = operation.responses.responses.iter().map(|(status, node)| (status_text(status), node));
        let default = operation.responses.default.iter().map(|node| ("default".to_owned(), node));
        let all = coded.chain(default).filter_map(|(status, node)| {
            let resolved = document.response(node, &place.child(&status))?;
            Some(Written { status, response: resolved.value, at: resolved.at })
        });
        let (mut successes, mut failures): (Vec<_>, Vec<_>) = all.partition(|written| written.status.starts_with('2'));
        if successes.is_empty()
            && let Some(index) = failures.iter().position(|written| written.status == "default")
        {
            successes.push(failures.remove(index));
        }
        (successes, failures)
    }

    fn output(&mut self, successes: &[Written<'a>], at: &Pointer, id: OperationId) -> Output {
        let mut outputs: Vec<Output> = Vec::new();
        for written in successes {
            let status = (outputs.iter().any(|output| *output != Output::Empty)).then(|| written.status.clone());
            let output = self.success(&written.response.content, &written.at, id, status);
            if !outputs.contains(&output) {
                outputs.push(output);
            }
        }
        let empty = outputs.contains(&Output::Empty);
        outputs.retain(|output| *output != Output::Empty);
        if outputs.len() > 1 {
            let message =
                "successes differ in type; the first one is typed, the others are reached by the raw response";
            self.diagnostics.warning("several-success-types", &at.child("responses"), message);
            self.untyped(&at.child("responses"), "a success of a second type");
        }
        match outputs.into_iter().next() {
            None => Output::Empty,
            Some(Output::Json { ty, optional }) => Output::Json { ty, optional: optional || empty },
            Some(other) => other,
        }
    }

    fn success(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        at: &Pointer,
        operation: OperationId,
        status: Option<String>,
    ) -> Output {
        let origin = Origin::ResponseBody { operation, status, item: false };
        if let Some((name, media)) = preferred(content.iter()) {
            let at = at.child("content").child(name);
            let nullable = self.is_nullable(media, &at);
            let ty = self.media_type(media, &at, origin);
            return match ty {
                Type::Scalar(Scalar::Binary) => Output::Bytes,
                ty => Output::Json { ty, optional: nullable },
            };
        }
        let Some((name, media)) = content.first() else { return Output::Empty };
        let text = name.starts_with("text/") || name.contains("xml") || name.contains("yaml") || name.contains("csv");
        let binary = media.schema.as_ref().is_some_and(|schema| {
            self.find(Node::from(schema), at).is_some_and(|found| {
                let facets = Facets::of(found.schema);
                facets.kind == Some(Kind::String) && facets.format.as_deref() == Some("binary")
            })
        });
        let described = media.schema.as_ref().is_some_and(|schema| {
            self.find(Node::from(schema), at).is_some_and(|found| {
                matches!(Facets::of(found.schema).implied_kind(), Some(Kind::Object | Kind::Array))
            })
        });
        if described {
            let reason = format!("a response of type `{name}`, handed over as {}", if text { "text" } else { "bytes" });
            self.untyped(&at.child("content").child(name), reason);
        }
        if text && !binary && !name.starts_with("text/event-stream") { Output::Text } else { Output::Bytes }
    }

    fn is_nullable(&self, media: &'a MediaType, at: &Pointer) -> bool {
        let node = media.schema.as_ref().map(Node::from);
        node.and_then(|node| self.find(node, at)).is_some_and(|found| Facets::of(found.schema).nullable)
    }

    fn error_response(&mut self, written: &Written<'a>, operation: OperationId) -> ErrorResponse {
        let ty = preferred(written.response.content.iter()).map(|(name, media)| {
            let origin = Origin::ResponseBody { operation, status: Some(written.status.clone()), item: false };
            self.media_type(media, &written.at.child("content").child(name), origin)
        });
        ErrorResponse { status: written.status.clone(), description: written.response.description.clone(), ty }
    }
}

fn status_text(status: &StatusCode) -> String {
    match status {
        StatusCode::Code(code) => code.to_string(),
        StatusCode::Range(range) => format!("{range}XX"),
    }
}
