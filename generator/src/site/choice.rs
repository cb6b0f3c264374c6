//! What the configuration chooses: which resources are shown, and which come first.

use std::collections::HashMap;

use crate::config::Config;
use crate::diagnostics::{Diagnostic, codes};
use crate::ir::{Api, BodyContent, ErrorResponse, Operation, OperationId, ResourceId, Type, TypeId};
use crate::naming::Names;
use crate::suggest::nearest;

/// What is shown.
#[derive(Debug)]
pub(super) struct Choice {
    /// Whether each resource is left out.
    resources: Vec<bool>,
    /// Whether each model is left out.
    models: Vec<bool>,
    /// Whether each webhook or callback is left out.
    events: Vec<bool>,
    /// The places of the resources that the configuration puts first.
    places: HashMap<ResourceId, usize>,
    operations: Vec<ResourceId>,
}

impl Choice {
    /// Finds the resources that the configuration names; reports names that are none.
    pub(super) fn of(api: &Api, names: &Names, config: &Config, found: &mut Vec<Diagnostic>) -> Self {
        let known: Vec<(String, ResourceId)> = api.resource_ids().map(|id| (calls(api, names, id), id)).collect();
        let mut find = |key: &str, list: &[String]| -> Vec<ResourceId> {
            let mut ids = Vec::new();
            for (index, name) in list.iter().enumerate() {
                match known.iter().find(|(known, _)| known == name) {
                    Some((_, id)) => ids.push(*id),
                    None => {
                        let message = format!(
                            "`{key}` of the reference names the resource `{}`, which the SDK does not have",
                            name.escape_debug()
                        );
                        let help = match nearest(name, known.iter().map(|(known, _)| known.as_str())) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => "remove it, or write the calls that return the resource, joined by dots".to_owned(),
                        };
                        let location = config.locations.location(&["docs", key, &index.to_string()]);
                        found.push(Diagnostic::new(codes::UNKNOWN_DECISION, location, message).help(help));
                    }
                }
            }
            ids
        };
        let first = find("order", &config.docs.order);
        let hidden = find("hide", &config.docs.hide);
        let mut resources = vec![false; api.resources.len()];
        // Parents precede their children.
        for id in api.resource_ids() {
            let parent = api.resources[id.index()].parent;
            resources[id.index()] = hidden.contains(&id) || parent.is_some_and(|parent| resources[parent.index()]);
        }
        let is_hidden = |operation: &Operation| resources[operation.resource.index()];
        let callers: Vec<String> = api.operations.iter().filter(|one| is_hidden(one)).map(Operation::by_path).collect();
        let of_hidden = |operation: &String| callers.contains(operation);
        let events: Vec<bool> =
            api.events.iter().map(|event| event.operation.as_ref().is_some_and(of_hidden)).collect();
        let models = models(api, &is_hidden, &events);
        let mut places = HashMap::new();
        first.into_iter().enumerate().for_each(|(place, id)| {
            places.entry(id).or_insert(place);
        });
        let operations = api.operations.iter().map(|operation| operation.resource).collect();
        Self { resources, models, events, places, operations }
    }

    pub(super) fn shows_resource(&self, id: ResourceId) -> bool {
        !self.resources[id.index()]
    }

    pub(super) fn shows_operation(&self, id: OperationId) -> bool {
        self.shows_resource(self.operations[id.index()])
    }

    pub(super) fn shows_model(&self, id: TypeId) -> bool {
        !self.models[id.index()]
    }

    pub(super) fn shows_event(&self, index: usize) -> bool {
        !self.events[index]
    }

    /// Returns the place of a resource among those beside it; those without one come last.
    pub(super) fn place(&self, id: ResourceId) -> usize {
        self.places.get(&id).copied().unwrap_or(usize::MAX)
    }

    /// Returns the number of operations that are left out.
    pub(super) fn hidden_operations(&self) -> usize {
        self.operations.iter().filter(|id| !self.shows_resource(**id)).count()
    }
}

/// Returns the calls that return a resource, joined by dots.
pub(super) fn calls(api: &Api, names: &Names, id: ResourceId) -> String {
    let step = |id: ResourceId| {
        let name = names.resource(id).accessor.as_str();
        name.strip_prefix("r#").unwrap_or(name).to_owned()
    };
    api.path_to(id).into_iter().map(step).collect::<Vec<_>>().join(".")
}

/// Returns which models are left out: those that only operations and webhooks need that are left out themselves. A
/// model that nothing needs is kept on purpose, and shown.
fn models(api: &Api, is_hidden: &dyn Fn(&Operation) -> bool, events: &[bool]) -> Vec<bool> {
    let reached = |hidden: bool| {
        let mut open: Vec<TypeId> = Vec::new();
        let operations = api.operations.iter().filter(|operation| is_hidden(operation) == hidden);
        operations.for_each(|operation| open.extend(types(operation).filter_map(Type::mentioned)));
        let payloads = api.events.iter().zip(events).filter(|(_, is_hidden)| **is_hidden == hidden);
        open.extend(payloads.filter_map(|(event, _)| event.payload.as_ref()?.mentioned()));
        let mut reached = vec![false; api.types.len()];
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut reached[id.index()], true) {
                open.extend(api.def(id).shape.mentioned());
            }
        }
        reached
    };
    let (by_hidden, by_shown) = (reached(true), reached(false));
    by_hidden.into_iter().zip(by_shown).map(|(hidden, shown)| hidden && !shown).collect()
}

/// Returns the types that an operation mentions.
fn types(operation: &Operation) -> impl Iterator<Item = &Type> {
    let streamed = operation.responses.stream.as_ref().and_then(|stream| stream.records.item.as_ref());
    let body: Vec<&Type> = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Whole(ty)) => vec![ty],
        Some(BodyContent::Fields(fields)) => fields.iter().filter_map(|field| field.value.ty()).collect(),
        None => Vec::new(),
    };
    let errors = operation.errors.iter().flat_map(ErrorResponse::types);
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    operation.output.types().into_iter().chain(streamed).chain(body).chain(errors).chain(parameters)
}
