//! Operations: each one becomes an operation of a resource, or is skipped with a reason.

mod accept;
mod alternatives;
mod body;
mod endless;
mod form;
mod headers;
mod parameters;
mod request_media;
mod response_media;
mod responses;
mod streaming;

use self::accept::Asked;
pub(super) use self::body::preferred;
use self::endless::Endless;
use self::parameters::Accepted;
pub(super) use self::response_media::status_text;
use self::responses::Lowered;
pub(crate) use self::streaming::report_plain_flags;
use super::endpoint::{Endpoint, endpoints};
use super::paging::Rules;
use super::resources::{Resources, Returned};
use super::types::Types;
use super::{paging, security, servers};
use crate::diagnostics::codes;
use crate::ir::{Body, Claim, Docs, Operation, OperationId, ResourceId, operation_key};
use crate::surface::Surface;

/// Lowers every operation of the document. Requests go on asking for the media types that those of `kept` ask for.
pub(super) fn lower<'a>(types: &mut Types<'a>, resources: &mut Resources<'a>, kept: Option<&Surface>) {
    let (document, config) = (types.schemas.document, types.schemas.config);
    let mut rules = Rules::new(config);
    let endless = Endless::of(&types.schemas);
    for endpoint in endpoints(document) {
        let decision = endpoint.decision(config);
        if let Some(reason) = decision.and_then(|decision| decision.skip.clone()) {
            types.account.skip(&endpoint.at, codes::SKIPPED_BY_CONFIGURATION, reason);
            continue;
        }
        let id = OperationId::new(types.api.operations.len());
        let key = operation_key(endpoint.method.as_str(), endpoint.path);
        let asked = Asked::by(kept.and_then(|kept| kept.operations.get(&key)));
        let mut draft = Draft { endpoint: &endpoint, id, key, asked, types, rules: &mut rules, endless: &endless };
        // Whatever can be a reason to skip an operation is checked before any of it is lowered.
        match draft.accept_parameters() {
            Ok(accepted) => {
                let operations = draft.finish(accepted, resources);
                types.api.operations.extend(operations);
            }
            Err(reason) => types.account.skip(&endpoint.at, codes::UNSUPPORTED_OPERATION, reason),
        }
    }
    rules.report(&mut types.account);
}

/// An operation while it is lowered. Once its parameters are accepted, nothing can make it fail: it becomes part of the
/// model as a whole, or nothing of it does.
struct Draft<'c, 'a> {
    endpoint: &'c Endpoint<'a>,
    /// What the types of the operation are named after.
    id: OperationId,
    /// What distinguishes it from all others.
    key: String,
    /// What its requests ask for in the last release.
    asked: Asked,
    types: &'c mut Types<'a>,
    rules: &'c mut Rules<'a>,
    endless: &'c Endless<'a>,
}

impl<'a> Draft<'_, 'a> {
    /// Lowers the operation with these parameters; then follow those that send its other bodies.
    fn finish(&mut self, accepted: Accepted<'a>, resources: &mut Resources<'a>) -> Vec<Operation> {
        let Endpoint { sent_path, operation, ref at, item, ref item_at, .. } = *self.endpoint;
        let own_headers = accepted.own_headers.clone();
        let parameters = self.parameters(accepted);
        let mut body = self.body();
        let bodies = body.as_mut().map(|body| self.other_bodies(body)).unwrap_or_default();
        let Lowered { output, responses, errors } = self.responses();
        let Types { account, api, .. } = &mut *self.types;
        let security = operation.security.as_deref().map(|listed| security::requirements(api, listed, at, account));
        let (server, other_servers) = servers::of_operation((operation, at), (item, item_at), account);
        let mut lowered = Operation {
            at: at.clone(),
            operation_id: operation.operation_id.clone(),
            method: self.endpoint.method.clone(),
            path: sent_path.to_owned(),
            key: std::mem::take(&mut self.key),
            is_alternative: false,
            written_path: self.endpoint.path.to_owned(),
            // Where it belongs depends on whether it pages.
            resource: ResourceId::new(0),
            names: Vec::new(),
            claim: Claim::Usual,
            docs: docs(operation, item),
            parameters,
            own_headers,
            body,
            output,
            responses,
            errors,
            security,
            paging: None,
            server,
            other_servers,
            examples: Vec::new(),
        };
        lowered.paging = paging::paging(self.types, self.rules, self.endpoint, &lowered);
        let is_part = paging::asks_for_part(&self.types.api, &lowered);
        let returned = Returned::of(&self.types.api, &lowered.output, lowered.paging.is_some(), is_part);
        let location = resources.locate(self.endpoint, &returned);
        lowered.resource = resources.resource(&location.resource, operation);
        lowered.names = location.names;
        lowered.claim = location.claim;
        let others: Vec<Operation> = bodies.into_iter().map(|(word, body)| sending(&lowered, word, body)).collect();
        let mut all = vec![lowered];
        all.extend(others);
        all.iter_mut().for_each(|operation| streaming::take_switch_of_stream(self.types, operation));
        all
    }
}

/// Returns the operation that sends another body than `usual`; `word` says which.
fn sending(usual: &Operation, word: &str, body: Body) -> Operation {
    Operation {
        key: format!("{} {}", usual.key, body.media_type),
        is_alternative: true,
        names: usual.names.iter().map(|name| format!("{name} as {word}")).collect(),
        claim: Claim::Usual,
        body: Some(body),
        ..usual.clone()
    }
}

/// Returns what an operation and its path say of it. Texts of the path apply to all of its operations (OpenAPI, section
/// Path Item Object).
fn docs(operation: &openapiv3::Operation, item: &openapiv3::PathItem) -> Docs {
    let mut texts = [&operation.description, &item.description].into_iter().flatten();
    let mut docs = Docs {
        summary: operation.summary.clone().or(item.summary.clone()),
        description: texts.next().cloned(),
        further: Vec::new(),
        link: operation.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone())),
        example: None,
        deprecated: operation.deprecated,
    };
    texts.for_each(|text| docs.add(text));
    docs
}
