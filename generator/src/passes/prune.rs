//! Removes definitions that no operation reaches.

use super::edges::{of_events, of_request, of_response, reached, rewrite};
use crate::ir::{Api, Inlined, Origin, Shape, TypeDef, TypeId, Variant};

/// Removes definitions that are not reached; returns the removed components. They have no places yet.
pub(super) fn run(api: &mut Api, keep: &[String]) -> Vec<Inlined> {
    let operations = api.operations.iter().flat_map(|operation| of_request(operation).chain(of_response(operation)));
    let reached = reached(api, operations.chain(of_events(api)).chain(kept(api, keep)).collect(), |_, _| true);
    let mut renumbered = Vec::with_capacity(api.types.len());
    let mut removed = Vec::new();
    let mut kept = 0;
    for id in api.type_ids() {
        renumbered.push(TypeId::new(kept));
        if reached[id.index()] {
            kept += 1;
        } else if let TypeDef { origin: Origin::Component(name), at, docs, .. } = api.def(id) {
            let mut docs = docs.clone();
            described_values(&api.def(id).shape).iter().for_each(|text| docs.add(text));
            removed.push(Inlined { name: name.clone(), at: at.clone(), docs, places: Vec::new() });
        }
    }
    name_orphans(api, &reached);
    let mut flags = reached.iter();
    api.types.retain(|_| flags.next().copied().unwrap_or(false));
    rewrite(api, &|id| renumbered.get(id.index()).copied().unwrap_or(id));
    removed
}

/// Returns the values of an enumeration that have a description, with these.
fn described_values(shape: &Shape) -> Vec<String> {
    fn texts<V>(values: &[Variant<V>], spelled: impl Fn(&V) -> String) -> Vec<String> {
        let described = values.iter().filter_map(|one| Some((&one.value, one.description.as_ref()?)));
        described.map(|(value, text)| format!("`{}`: {text}", spelled(value))).collect()
    }
    match shape {
        Shape::StringEnum(list) => texts(&list.values, |value| value.as_str().to_owned()),
        Shape::IntegerEnum(list) => texts(&list.values, i128::to_string),
        Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
    }
}

/// Names a hoisted type whose owner is removed after the name that the owner would have had.
fn name_orphans(api: &mut Api, reached: &[bool]) {
    for id in api.type_ids() {
        let Origin::Member { parent, name, item } = api.def(id).origin.clone() else { continue };
        if reached.get(parent.index()).copied().unwrap_or(true) {
            continue;
        }
        if let Origin::Component(owner) = &api.def(parent).origin {
            let member = if item { name.strip_suffix('s').unwrap_or(&name) } else { &name };
            api.types[id.index()].origin = Origin::Component(format!("{owner} {member}"));
        }
    }
}

/// Returns the components that the configuration keeps.
pub(super) fn kept(api: &Api, keep: &[String]) -> Vec<TypeId> {
    let named = |id: &TypeId| matches!(&api.def(*id).origin, Origin::Component(name) if keep.contains(name));
    api.type_ids().filter(named).collect()
}
