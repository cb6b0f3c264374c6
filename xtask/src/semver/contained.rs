//! Whether everything that the surface of an SDK lets users name is in the surface of another one, by the keys of the
//! document: a judge that knows neither rules nor documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use sdkgen::surface::{Constructor, Credential, Kind, Method, Model, Surface};

/// What of a surface another one does not have.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// What programs cannot name any more.
    pub(super) names: Vec<String>,
    /// What programs compile without, and then do something else.
    pub(super) silent: Vec<String>,
}

impl Lost {
    fn name(&mut self, what: impl Into<String>) {
        self.names.push(what.into());
    }

    /// Records that a part is not the same.
    fn differs<T: PartialEq + Debug + ?Sized>(&mut self, what: &str, old: &T, new: &T) {
        if old != new {
            self.name(format!("{what}: {old:?} is now {new:?}"));
        }
    }

    /// Records the members that are missing or not the same.
    fn within<T: PartialEq + Debug>(&mut self, what: &str, old: &BTreeMap<String, T>, new: &BTreeMap<String, T>) {
        for (key, old) in old {
            match new.get(key) {
                Some(new) => self.differs(&format!("{what} {key}"), old, new),
                None => self.name(format!("{what} {key} is gone")),
            }
        }
    }

    fn subset(&mut self, what: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) {
        let lost: Vec<String> = old.difference(new).map(|lost| format!("{what} {lost} is gone")).collect();
        self.names.extend(lost);
    }
}

/// Returns what the surface `new` lacks of the surface `old`.
pub(super) fn lost(old: &Surface, new: &Surface) -> Lost {
    let mut lost = Lost::default();
    lost.within("resource", &old.resources, &new.resources);
    lost.within("module", &old.modules, &new.modules);
    lost.within("feature of", &old.resource_features, &new.resource_features);
    lost.within("builder", &old.builder, &new.builder);
    lost.subset("feature", &old.features, &new.features);
    lost.subset("default feature", &old.default_features, &new.default_features);
    for (key, old) in &old.operations {
        match new.operations.get(key) {
            Some(new) => method(&mut lost, key, old, new),
            None => lost.name(format!("{key} is gone")),
        }
    }
    for (key, old) in &old.types {
        match new.types.get(key) {
            Some(new) => model(&mut lost, key, old, new),
            // The schema of the type is elsewhere.
            None => match new.types.values().find(|new| new.name == old.name) {
                Some(new) => model(&mut lost, key, old, new),
                None => lost.name(format!("type {key} ({}) is gone", old.name)),
            },
        }
    }
    lost.within("credential", &methods(old), &methods(new));
    for (key, old) in &old.credentials {
        match new.credentials.get(key) {
            Some(new) => credential(&mut lost, key, old, new),
            None => lost.silent.push(format!("scheme {key} is gone")),
        }
    }
    if !new.servers.starts_with(&old.servers) {
        lost.silent.push(format!("servers: {:?} are now {:?}", old.servers, new.servers));
    }
    lost.silent.extend(old.variables.difference(&new.variables).map(|name| format!("variable {name} is gone")));
    lost
}

/// The methods that take credentials, with the types of their arguments.
fn methods(surface: &Surface) -> BTreeMap<String, Vec<String>> {
    let of = |credential: &Credential| {
        let token = credential.access_token.clone().map(|method| (method, vec!["impl Into<Secret>".to_owned()]));
        token.into_iter().chain([(credential.method.clone(), credential.arguments.clone())])
    };
    surface.credentials.values().flat_map(of).collect()
}

fn credential(lost: &mut Lost, key: &str, old: &Credential, new: &Credential) {
    if old.method != new.method {
        lost.silent.push(format!("{} of {key} is now {}", old.method, new.method));
    }
    let gone = old.variables.iter().filter(|variables| !new.variables.contains(variables));
    lost.silent.extend(gone.map(|variables| format!("variables {variables:?} are gone")));
}

fn method(lost: &mut Lost, key: &str, old: &Method, new: &Method) {
    let names = |method: &Method| (method.resource.clone(), method.name.clone(), method.request.clone());
    lost.differs(key, &names(old), &names(new));
    lost.differs(&format!("{key} inputs"), &old.inputs, &new.inputs);
    if old.inputs.is_none() {
        let types = |method: &Method| method.arguments.iter().map(|(_, named)| named.ty.clone()).collect::<Vec<_>>();
        let keys = |method: &Method| method.arguments.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        lost.differs(&format!("{key} arguments"), &types(old), &types(new));
        if types(old) == types(new) && keys(old) != keys(new) {
            lost.silent.push(format!("{key} arguments: {:?} are now {:?}", keys(old), keys(new)));
        }
    }
    let types = |method: &Method| method.inputs_new.iter().map(|named| named.ty.clone()).collect::<Vec<_>>();
    lost.differs(&format!("{key} inputs"), &types(old), &types(new));
    lost.within(key, &old.inputs_setters, &new.inputs_setters);
    lost.within(key, &old.setters, &new.setters);
    lost.differs(&format!("{key} returns"), &old.returns, &new.returns);
    lost.within(key, &old.outcomes, &new.outcomes);
    lost.within(key, &old.outcome_types, &new.outcome_types);
    if old.item.is_some() {
        lost.differs(&format!("{key} item"), &old.item, &new.item);
    }
    if old.events.is_some() {
        lost.differs(&format!("{key} events"), &old.events, &new.events);
    }
    let kinds = |method: &Method| [method.backward, method.streaming, method.other_media_types];
    if kinds(old).iter().zip(kinds(new)).any(|(old, new)| *old && !new) {
        lost.differs(&format!("{key} backward, streaming, other media types"), &kinds(old), &kinds(new));
    }
}

fn model(lost: &mut Lost, key: &str, old: &Model, new: &Model) {
    let name = &old.name;
    lost.differs(&format!("type {key}"), name, &new.name);
    lost.subset(&format!("trait of {name}:"), &old.derives, &new.derives);
    lost.subset(&format!("conversion of {name}:"), &old.conversions, &new.conversions);
    if !new.features.is_empty() {
        lost.subset(&format!("feature of {name}:"), &old.features, &new.features);
        if old.features.is_empty() {
            lost.name(format!("{name} needs a feature"));
        }
    }
    match (&old.kind, &new.kind) {
        (
            Kind::Struct { fields, rest, new: order, .. },
            Kind::Struct { fields: new_fields, rest: new_rest, new: new_order, .. },
        ) => {
            lost.within(name, fields, new_fields);
            if rest.is_some() {
                lost.differs(&format!("rest of {name}"), rest, new_rest);
            }
            constructor(lost, name, (old.constructor.as_ref(), order), (new.constructor.as_ref(), new_order));
        }
        (Kind::Enumeration(old), Kind::Enumeration(new)) => lost.within(name, old, new),
        (Kind::Union { variants, accessors }, Kind::Union { variants: new_variants, accessors: new_accessors }) => {
            lost.within(name, variants, new_variants);
            lost.within(name, accessors, new_accessors);
        }
        (Kind::Alias(old), Kind::Alias(new)) => lost.differs(name, old, new),
        _ => lost.name(format!("{name} is something else")),
    }
}

/// A constructor with the wire names of its arguments.
type Constructed<'a> = (Option<&'a Constructor>, &'a Option<Vec<String>>);

fn constructor(lost: &mut Lost, name: &str, (old, order): Constructed<'_>, (new, new_order): Constructed<'_>) {
    let Some(old) = old else { return };
    let Some(new) = new else {
        lost.name(format!("{name} cannot be created"));
        return;
    };
    let called = |constructor: &Constructor| (constructor.name.clone(), constructor.arguments.clone());
    lost.differs(&format!("{name}::{}", old.name), &called(old), &called(new));
    if called(old) == called(new) && order != new_order {
        lost.silent.push(format!("{name}::{}: {order:?} are now {new_order:?}", old.name));
    }
    lost.within(&format!("{name} set"), &old.setters, &new.setters);
    if old.rest && !new.rest {
        lost.name(format!("{name} has no setter of further properties"));
    }
}
