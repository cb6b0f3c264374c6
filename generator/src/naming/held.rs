//! The names that users of the SDK have: those in the lock. They come before every other proposal but those of the
//! configuration, and nothing else can take them.

use std::collections::HashMap;

use crate::ir::{Api, Operation, OperationId, ResourceId, TypeDef, plain};
use crate::lock::{Lock, Thing};
use crate::settings::Settings;
use crate::surface::{Kind, Method, Model, Surface};

/// The names in the lock; without a lock there are none.
#[derive(Clone, Copy)]
pub(super) struct Held<'a>(Option<&'a Lock>);

impl<'a> Held<'a> {
    pub(super) fn of(settings: Settings<'a>) -> Self {
        Self(settings.options.lock.as_ref())
    }

    fn surface(self) -> Option<&'a Surface> {
        self.0.map(Lock::surface)
    }

    /// Returns what the lock has of an operation.
    pub(super) fn operation(self, operation: &Operation) -> Option<&'a Method> {
        self.surface()?.operations.get(&operation.key)
    }

    /// Returns the earlier names of a definition that is called `ident` now.
    pub(super) fn earlier_types(self, def: &TypeDef, ident: &str) -> Vec<&'a str> {
        let (Some(key), Some(model)) = (&def.published, self.model(def)) else { return Vec::new() };
        self.earlier(&Thing::Type(key.clone()), &model.name, ident)
    }

    /// Returns the earlier names of a request that is called `ident` now.
    pub(super) fn earlier_requests(self, operation: &Operation, ident: &str) -> Vec<&'a str> {
        let Some(method) = self.operation(operation) else { return Vec::new() };
        self.earlier(&Thing::Request(operation.key.clone()), &method.request, ident)
    }

    /// Returns the earlier names of a method that is called `ident` now, in the resource to which these calls lead.
    pub(super) fn earlier_methods(self, operation: &Operation, resource: &str, ident: &str) -> Vec<&'a str> {
        let Some(method) = self.operation(operation) else { return Vec::new() };
        let was = self.0.map_or(&[][..], |lock| lock.was(&Thing::Operation(operation.key.clone())));
        let was = was.iter().filter_map(|whole| whole.rsplit_once('.')).filter(|(before, _)| *before == resource);
        let last = Some(method.name.as_str()).filter(|_| method.resource == resource);
        was.map(|(_, name)| name).chain(last).filter(|name| *name != ident).collect()
    }

    /// Returns the earlier names of a value of an enumeration that is called `ident` now.
    pub(super) fn earlier_values(self, def: &TypeDef, value: &str, ident: &str) -> Vec<&'a str> {
        let mut names = Vec::new();
        // A run before the release may have added the key that it has now.
        for key in def.formerly.iter().chain(&def.published) {
            let last = member(self.surface().and_then(|surface| surface.types.get(key)), value);
            let thing = || Thing::Member(key.clone(), value.to_owned());
            names.extend(last.into_iter().flat_map(|last| self.earlier(&thing(), last, ident)));
        }
        names
    }

    /// Returns the earlier names of an input that is called `ident` now.
    pub(super) fn earlier_inputs(self, operation: &Operation, key: &str, ident: &str) -> Vec<&'a str> {
        let thing = || Thing::Input(operation.key.clone(), key.to_owned());
        let last = input(self.operation(operation), key);
        last.map(|last| self.earlier(&thing(), last, ident)).unwrap_or_default()
    }

    fn earlier(self, thing: &Thing, last: &'a str, ident: &str) -> Vec<&'a str> {
        let was = self.0.map_or(&[][..], |lock| lock.was(thing)).iter().map(String::as_str);
        was.chain([last]).filter(|name| *name != ident).collect()
    }

    /// Returns the calls that lead to each resource, in the lock.
    pub(super) fn resources(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.surface()
            .into_iter()
            .flat_map(|surface| &surface.resources)
            .map(|(path, handle)| (path.as_str(), handle.as_str()))
    }

    /// Returns the names in the lock that the modules of resources have: the types of resources, requests, inputs and
    /// results.
    pub(super) fn names_in_resources(self) -> impl Iterator<Item = &'a str> {
        let methods = self.surface().into_iter().flat_map(|surface| surface.operations.values());
        self.resources().map(|(_, handle)| handle).chain(methods.flat_map(of_method))
    }

    /// Returns what the lock has of a definition.
    pub(super) fn model(self, def: &TypeDef) -> Option<&'a Model> {
        self.surface()?.model(def.published.as_ref())
    }

    /// Returns what the lock has of the members of a definition, which keep their names wherever the document has it.
    pub(super) fn members(self, def: &TypeDef) -> Option<&'a Model> {
        self.surface()?.model(def.published.as_ref().or(def.formerly.as_ref()))
    }

    /// Returns the name of the method for a credential.
    pub(super) fn credential(self, scheme: &str) -> Option<&'a str> {
        Some(self.surface()?.credentials.get(scheme)?.method.as_str())
    }

    /// Returns the variables that a credential is read from: alternatives, each of them set together.
    pub(super) fn variables(self, scheme: &str) -> impl DoubleEndedIterator<Item = &'a [String]> {
        let credential = self.surface().and_then(|surface| surface.credentials.get(scheme));
        credential.into_iter().flat_map(|credential| &credential.variables).map(Vec::as_slice)
    }
}

/// Returns the name of a field, a value or a variant of a model in the lock.
pub(super) fn member<'a>(model: Option<&'a Model>, key: &str) -> Option<&'a str> {
    match &model?.kind {
        Kind::Struct { fields: members, .. } | Kind::Union { variants: members, .. } => {
            members.get(key).map(|named| named.name.as_str())
        }
        Kind::Enumeration(values) => values.get(key).map(String::as_str),
        Kind::Alias(_) => None,
    }
}

/// Returns the position of an input among the arguments of an operation in the lock.
pub(super) fn position(method: Option<&Method>, key: &str) -> Option<usize> {
    method?.arguments.iter().position(|(known, _)| known == key)
}

/// Returns the name of an input of an operation in the lock.
pub(super) fn input<'a>(method: Option<&'a Method>, key: &str) -> Option<&'a str> {
    let method = method?;
    let argument = position(Some(method), key).map(|index| &method.arguments[index].1);
    argument.or_else(|| method.setters.get(key)).map(|named| named.name.as_str())
}

/// Returns the names that the module of a resource has for one of its methods.
fn of_method(method: &Method) -> impl Iterator<Item = &str> {
    let output = (!method.outcomes.is_empty()).then_some(method.returns.as_str());
    [Some(method.request.as_str()), method.inputs.as_deref(), output].into_iter().flatten()
}

/// The methods in the lock that return resources.
pub(super) struct HeldResources<'a>(Vec<Option<&'a str>>);

impl<'a> HeldResources<'a> {
    /// Finds the resources of the lock by their operations.
    pub(super) fn of(api: &Api, held: Held<'a>) -> Self {
        let mut accessors = vec![None; api.resources.len()];
        for operation in &api.operations {
            let Some(method) = held.operation(operation) else { continue };
            let mut resource = Some(operation.resource);
            let steps: Vec<&str> = method.resource.split('.').collect();
            let path = &api.resources[operation.resource.index()].path;
            if steps.len() != path.len() {
                continue;
            }
            for (step, own) in steps.into_iter().zip(path).rev() {
                let Some(id) = resource else { break };
                // Otherwise the configuration says where the operation is.
                if plain(step) == plain(own) {
                    accessors[id.index()].get_or_insert(step);
                }
                resource = api.resources[id.index()].parent;
            }
        }
        Self(accessors)
    }

    /// Returns the method that returns a resource.
    pub(super) fn accessor(&self, index: usize) -> Option<&'a str> {
        self.0[index]
    }

    /// Returns the methods that return the children of a resource or of the client.
    pub(super) fn below(&self, api: &Api, parent: Option<ResourceId>) -> impl Iterator<Item = &'a str> {
        let children = api.resources.iter().zip(&self.0).filter(move |(resource, _)| resource.parent == parent);
        children.filter_map(|(_, accessor)| *accessor)
    }
}

/// The names in the lock that the modules of resources have.
pub(super) struct HeldRequests<'a> {
    operations: Vec<Option<&'a Method>>,
    by_resource: HashMap<ResourceId, Vec<&'a str>>,
}

impl<'a> HeldRequests<'a> {
    pub(super) fn of(api: &Api, held: Held<'a>) -> Self {
        let operations: Vec<_> = api.operations.iter().map(|operation| held.operation(operation)).collect();
        let mut by_resource: HashMap<ResourceId, Vec<&'a str>> = HashMap::new();
        for (operation, method) in api.operations.iter().zip(&operations) {
            let Some(method) = method else { continue };
            by_resource.entry(operation.resource).or_default().extend(of_method(method));
        }
        Self { operations, by_resource }
    }

    /// Returns what the lock has of an operation.
    pub(super) fn operation(&self, id: OperationId) -> Option<&'a Method> {
        self.operations[id.index()]
    }

    /// Returns the names of requests, of their inputs and of what they return.
    pub(super) fn of_resource(&self, id: ResourceId) -> impl Iterator<Item = &'a str> {
        self.by_resource.get(&id).into_iter().flatten().copied()
    }
}
