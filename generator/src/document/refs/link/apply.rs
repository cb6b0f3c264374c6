//! Applies the plan: puts the other files below the root, rewrites references, and copies targets where no reference is
//! allowed. Limited: copies of copies cannot make a document much larger than its text.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::super::super::budget::Budget;
use super::super::super::files::Part;
use super::scan::Form;
use super::{OutsideTargets, Plan, Shape};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::{OTHER_FILES, Pointer};

/// The greatest depth of copies within copies.
const NESTED: usize = 64;

/// Applies the plan and reports what fails.
pub(super) fn apply(
    root: &mut Value,
    parts: IndexMap<String, Part>,
    plan: Plan,
    lenient: bool,
    budget: &mut Budget,
    diagnostics: &mut Diagnostics,
) -> OutsideTargets {
    for part in parts.values() {
        if let Part::Value(value) = part {
            budget.meets(value);
        }
    }
    embed(root, parts);
    for (location, form, written) in plan.rewrites {
        rewrite(root, &location, form, written);
    }
    for ((_, reference, shape), failed) in plan.failures {
        let count = failed.locations.len();
        for location in &failed.locations {
            forget(root, location, shape, &reference);
        }
        let Some(location) = failed.locations.into_iter().next() else { continue };
        diagnostics.push(failed.failure.diagnostic(&reference, location, count, lenient));
    }
    if !plan.copies.is_empty() {
        Copying { root, copies: plan.copies, states: BTreeMap::new(), budget, diagnostics }.all();
    }
    let one = |(location, shape)| match shape {
        Shape::One(kind) => Some((location, kind)).filter(|(_, kind)| kind.section().is_some()),
        _ => None,
    };
    plan.outside_targets.into_iter().filter_map(one).collect()
}

fn embed(root: &mut Value, parts: IndexMap<String, Part>) {
    let values: Map<String, Value> = parts
        .into_iter()
        .filter_map(|(key, part)| match part {
            Part::Value(value) => Some((key, value)),
            _ => None,
        })
        .collect();
    if let (Value::Object(members), false) = (root, values.is_empty()) {
        members.insert(OTHER_FILES.to_owned(), Value::Object(values));
    }
}

fn rewrite(root: &mut Value, location: &Pointer, form: Form, written: String) {
    let Some(node) = root.pointer_mut(location.as_str()) else { return };
    match (form, node) {
        (Form::Mapping, node) => *node = Value::String(written),
        (Form::Ref | Form::Dynamic, Value::Object(members)) => {
            members.shift_remove("$dynamicRef").filter(|_| form == Form::Dynamic);
            members.insert("$ref".to_owned(), Value::String(written));
        }
        _ => {}
    }
}

/// Removes a reference without target: a schema then allows anything, and an operation is reported as malformed.
fn forget(root: &mut Value, location: &Pointer, shape: Shape, reference: &str) {
    let is_member = location.as_str().ends_with("/$ref");
    let holder = if is_member { location.parent() } else { None };
    if let Some(Value::Object(members)) = holder.and_then(|holder| root.pointer_mut(holder.as_str())) {
        members.shift_remove("$ref");
        return;
    }
    let Some(node) = root.pointer_mut(location.as_str()).filter(|node| node.is_object()) else { return };
    *node = match shape {
        Shape::One(_) => Value::String(reference.to_owned()),
        Shape::Map(_) => Value::Object(Map::new()),
        Shape::List(_) => Value::Array(Vec::new()),
        Shape::Plain => Value::Null,
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

struct Copying<'a> {
    root: &'a mut Value,
    copies: BTreeMap<Pointer, (Pointer, Shape)>,
    states: BTreeMap<Pointer, State>,
    budget: &'a mut Budget,
    diagnostics: &'a mut Diagnostics,
}

impl Copying<'_> {
    fn all(&mut self) {
        let locations: Vec<Pointer> = self.copies.keys().cloned().collect();
        for location in locations {
            if !self.fill(&location, NESTED) {
                return;
            }
        }
    }

    /// Inserts the target, after everything that has to be inserted into the target; returns `false` if that is
    /// impossible.
    fn fill(&mut self, location: &Pointer, levels: usize) -> bool {
        let Some((target, _)) = self.copies.get(location).cloned() else { return true };
        match self.states.get(location) {
            Some(State::Done) => return true,
            Some(State::Open) => return self.refuse_circle(location),
            None if levels == 0 => return self.refuse_circle(location),
            None => {}
        }
        self.states.insert(location.clone(), State::Open);
        let below = format!("{}/", target.as_str());
        let inner: Vec<Pointer> = self
            .copies
            .range(target.clone()..)
            .map(|(inner, _)| inner)
            // In sorted order, locations with the same beginning can be between a location and those below it.
            .take_while(|inner| inner.as_str().starts_with(target.as_str()))
            .filter(|inner| **inner == target || inner.as_str().starts_with(&below))
            .cloned()
            .collect();
        if inner.iter().any(|inner| inner != location && !self.fill(inner, levels - 1)) || inner.contains(location) {
            return inner.contains(location) && self.refuse_circle(location);
        }
        self.states.insert(location.clone(), State::Done);
        self.put(location, &target)
    }

    fn put(&mut self, location: &Pointer, target: &Pointer) -> bool {
        let Some(found) = self.root.pointer(target.as_str()) else { return true };
        if let Err(excess) = self.budget.allows(found, location.segments().count()) {
            self.diagnostics.push(excess.diagnostic(location.clone()));
            return false;
        }
        let copy = found.clone();
        let Some(node) = self.root.pointer_mut(location.as_str()) else { return true };
        let own = node.as_object_mut().map(std::mem::take).unwrap_or_default();
        *node = copy;
        let mut moves: Vec<(Pointer, Pointer)> = Vec::new();
        if let (Value::Object(members), true) = (node, own.len() > 1) {
            moves.extend(members.keys().map(|key| (location.child(key), target.child(key))));
            for (key, value) in own.into_iter().filter(|(key, _)| key != "$ref") {
                moves.retain(|(to, _)| *to != location.child(&key));
                members.insert(key, value);
            }
        } else {
            moves.push((location.clone(), target.clone()));
        }
        self.diagnostics.moved_at_once(moves);
        true
    }

    fn refuse_circle(&mut self, location: &Pointer) -> bool {
        let message = "this reference is in a location that allows none, and is part of a cycle";
        let diagnostic = Diagnostic::new(codes::REFERENCE_CYCLE, Location::Node(location.child("$ref")), message);
        self.diagnostics.push(diagnostic.help("replace one of them with a definition"));
        false
    }
}
