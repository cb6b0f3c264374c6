//! The plan carried out: the other files put under the root, references rewritten, copies made where no reference may
//! be. Bounded: copies of copies cannot make a document much larger than its text.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::super::super::budget::Budget;
use super::super::super::files::Part;
use super::scan::Form;
use super::{Islands, Plan, Shape};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes};
use crate::pointer::{OTHER_FILES, Pointer};

/// Copies within copies are made this far.
const NESTED: usize = 64;

/// Carries the plan out; tells failures.
pub(super) fn apply(
    root: &mut Value,
    parts: IndexMap<String, Part>,
    plan: Plan,
    lenient: bool,
    budget: &mut Budget,
    diagnostics: &mut Diagnostics,
) -> Islands {
    for part in parts.values() {
        if let Part::Value(value) = part {
            budget.meets(value);
        }
    }
    embed(root, parts);
    for (place, form, written) in plan.rewrites {
        rewrite(root, &place, form, written);
    }
    for ((_, reference, shape), failed) in plan.failures {
        let count = failed.places.len();
        for place in &failed.places {
            forget(root, place, shape, &reference);
        }
        let Some(place) = failed.places.into_iter().next() else { continue };
        diagnostics.push(failed.failure.diagnostic(&reference, place, count, lenient));
    }
    if !plan.copies.is_empty() {
        Copying { root, copies: plan.copies, states: BTreeMap::new(), budget, diagnostics }.all();
    }
    let one = |(place, shape)| match shape {
        Shape::One(kind) => Some((place, kind)).filter(|(_, kind)| kind.section().is_some()),
        _ => None,
    };
    plan.islands.into_iter().filter_map(one).collect()
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

fn rewrite(root: &mut Value, place: &Pointer, form: Form, written: String) {
    let Some(node) = root.pointer_mut(place.as_str()) else { return };
    match (form, node) {
        (Form::Mapping, node) => *node = Value::String(written),
        (Form::Ref | Form::Dynamic, Value::Object(members)) => {
            members.shift_remove("$dynamicRef").filter(|_| form == Form::Dynamic);
            members.insert("$ref".to_owned(), Value::String(written));
        }
        _ => {}
    }
}

/// Takes away what leads nowhere: a schema then allows anything, an operation is malformed, and told to be.
fn forget(root: &mut Value, place: &Pointer, shape: Shape, reference: &str) {
    let is_member = place.as_str().ends_with("/$ref");
    let holder = if is_member { place.parent() } else { None };
    if let Some(Value::Object(members)) = holder.and_then(|holder| root.pointer_mut(holder.as_str())) {
        members.shift_remove("$ref");
        return;
    }
    let Some(node) = root.pointer_mut(place.as_str()).filter(|node| node.is_object()) else { return };
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
        let places: Vec<Pointer> = self.copies.keys().cloned().collect();
        for place in places {
            if !self.fill(&place, NESTED) {
                return;
            }
        }
    }

    /// Puts the target in place, after whatever is to be put into the target; false if that cannot be done.
    fn fill(&mut self, place: &Pointer, levels: usize) -> bool {
        let Some((target, _)) = self.copies.get(place).cloned() else { return true };
        match self.states.get(place) {
            Some(State::Done) => return true,
            Some(State::Open) => return self.refuse_circle(place),
            None if levels == 0 => return self.refuse_circle(place),
            None => {}
        }
        self.states.insert(place.clone(), State::Open);
        let below = format!("{}/", target.as_str());
        let inner: Vec<Pointer> = self
            .copies
            .range(target.clone()..)
            .map(|(inner, _)| inner)
            // Between a place and those below it there are such as begin with the same letters only.
            .take_while(|inner| inner.as_str().starts_with(target.as_str()))
            .filter(|inner| **inner == target || inner.as_str().starts_with(&below))
            .cloned()
            .collect();
        if inner.iter().any(|inner| inner != place && !self.fill(inner, levels - 1)) || inner.contains(place) {
            return inner.contains(place) && self.refuse_circle(place);
        }
        self.states.insert(place.clone(), State::Done);
        self.put(place, &target)
    }

    fn put(&mut self, place: &Pointer, target: &Pointer) -> bool {
        let Some(found) = self.root.pointer(target.as_str()) else { return true };
        if let Err(excess) = self.budget.allows(found, place.segments().count()) {
            self.diagnostics.push(excess.diagnostic(place.clone()));
            return false;
        }
        let copy = found.clone();
        let Some(node) = self.root.pointer_mut(place.as_str()) else { return true };
        let own = node.as_object_mut().map(std::mem::take).unwrap_or_default();
        *node = copy;
        let mut moves: Vec<(Pointer, Pointer)> = Vec::new();
        if let (Value::Object(members), true) = (node, own.len() > 1) {
            moves.extend(members.keys().map(|key| (place.child(key), target.child(key))));
            for (key, value) in own.into_iter().filter(|(key, _)| key != "$ref") {
                moves.retain(|(to, _)| *to != place.child(&key));
                members.insert(key, value);
            }
        } else {
            moves.push((place.clone(), target.clone()));
        }
        self.diagnostics.moved_at_once(moves);
        true
    }

    fn refuse_circle(&mut self, place: &Pointer) -> bool {
        let message = "this reference is in a location that allows none, and is part of a cycle";
        let diagnostic = Diagnostic::new(codes::REFERENCE_CYCLE, Place::Node(place.child("$ref")), message);
        self.diagnostics.push(diagnostic.help("replace one of them with a definition"));
        false
    }
}
