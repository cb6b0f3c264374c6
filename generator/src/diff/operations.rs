//! Compares operations: those that came and went, and what their methods are called.

use super::pairs::Pairs;
use super::sides::{MethodPair, call, requirements};
use super::wire::Wire;
use super::{Change, constants, inputs, names, responses, rules};
use crate::ir::{Operation, Requirement, Server};
use crate::surface::Method;

/// Returns every type that a method mentions.
fn mentions(method: &Method) -> String {
    let inputs = method.arguments.iter().map(|(_, named)| named).chain(method.setters.values());
    let types = inputs.map(|named| named.ty.as_str()).chain([method.returns.as_str()]);
    types.chain(method.item.as_deref()).collect::<Vec<_>>().join(" ")
}

/// Compares the operations of two versions.
pub(super) fn compare(pairs: &Pairs<'_>, list: &mut Vec<Change>) {
    let at = |wire: Option<&Wire>, key: &str| Some(wire?.operation(key)?.at.as_str().to_owned());
    for (key, method) in pairs.removed_operations() {
        let mut change = Change::new(&rules::O2, key, call(method)).mentions(mentions(method), "");
        if let Some((rule, other, fits)) = names::taken(pairs, key) {
            change = Change { rule, ..change }.silent(fits).to(other);
        }
        change.at.0 = at(pairs.old.wire, key);
        list.push(change.from(key));
    }
    for (key, method) in pairs.added_operations() {
        let mut change = Change::new(&rules::O1, key, call(method)).to(key).mentions("", mentions(method));
        change.at.1 = at(pairs.new.wire, key);
        list.push(change);
    }
    names::methods(pairs, list);
    for (old_key, key) in pairs.operations.iter().map(|(old, new)| (*old, *new)) {
        let pair = MethodPair::of(pairs, old_key, key);
        if old_key != key {
            list.push(pair.change(&rules::O9).from(old_key).to(key));
        }
        inputs::compare(&pair, list);
        constants::compare(&pair, list);
        responses::compare(&pair, list);
        facts(&pair, list);
    }
}

/// Compares what is known about an operation besides its types.
fn facts(pair: &MethodPair<'_, '_>, list: &mut Vec<Change>) {
    let Some((old, new)) = pair.wires() else { return };
    match (old.docs.deprecated, new.docs.deprecated) {
        (false, true) => list.push(pair.change(&rules::O3)),
        (true, false) => list.push(pair.change(&rules::O4)),
        _ => {}
    }
    let is_same_name = (&pair.old.resource, &pair.old.name) == (&pair.new.resource, &pair.new.name);
    if old.operation_id != new.operation_id && is_same_name {
        let mut change = pair.change(&rules::O5);
        (change.old, change.new) = (old.operation_id.clone(), new.operation_id.clone());
        list.push(change);
    }
    if old.security != new.security {
        let text = |security: &Option<Vec<Requirement>>| security.as_deref().map(requirements);
        let mut change = pair.change(&rules::O22);
        (change.old, change.new) = (text(&old.security), text(&new.security));
        list.push(change);
    }
    let servers = |operation: &Operation| -> Vec<String> {
        operation.server.iter().chain(&operation.other_servers).map(|server: &Server| server.url.clone()).collect()
    };
    let (before, after) = (servers(old), servers(new));
    if before != after {
        list.push(pair.change(&rules::O23).from(before.join(", ")).to(after.join(", ")));
    }
}
