//! Values with everything that may be left out: every optional member that a request may hold beside the others, in
//! nested objects as well, down to a depth and as many as a test can bear.

use super::fits::{fits, within};
use super::{Samples, is_plain};
use crate::ir::{Api, Constraints, Field, Literal, Scalar, Shape, Struct, Type, Union};

/// Objects within each other at most that get what they may hold.
const DEEPEST: usize = 4;
/// Members of the whole value at most, where objects within it have more than they must.
const MEMBERS: usize = 100;
/// Members of a value at most.
const WIDEST: usize = 1000;
/// A flag that turns a stream on where it is true: the response would be another one.
const SWITCH: &str = "stream";

/// What is added to objects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Full {
    /// How many objects within each other get what they may hold; none where only what is needed is made.
    depth: usize,
    /// How many objects are open.
    within: usize,
    /// How many members are left to make.
    left: usize,
    /// Whether there were too few left.
    spent: bool,
}

/// A value of a type with everything that may be set; `plain` where no list and no object within an object can be
/// spelled.
pub(in crate::emit) fn value(
    api: &Api,
    plain: bool,
    ty: &Type,
    constraints: Option<&Constraints>,
    shown: &[&Literal],
) -> Option<Literal> {
    let samples = || if plain { Samples::of_parameters(api) } else { Samples::new(api) };
    let mut best: Option<Literal> = None;
    for depth in 1..=DEEPEST {
        let left = if depth == 1 { WIDEST } else { MEMBERS };
        let mut samples = Samples { full: Full { depth, left, ..Full::default() }, ..samples() };
        let value = samples.value(ty, constraints, shown.iter().copied());
        if value.is_none() || value == best || (depth > 1 && samples.full.spent) {
            break;
        }
        best = value;
    }
    best.or_else(|| samples().value(ty, constraints, shown.iter().copied()))
}

impl Samples<'_> {
    /// Whether values get more than they need.
    pub(super) fn is_full(&self) -> bool {
        self.full.depth > 0
    }

    /// Whether no more members may be made.
    pub(super) fn is_spent(&self) -> bool {
        self.is_full() && self.full.left == 0
    }

    /// An object that the document shows, with what it leaves out; `None` if it is to stay as it is.
    pub(super) fn completed(&mut self, ty: &Type, shown: &Literal) -> Option<Literal> {
        let api = self.api;
        let (Type::Named(id), Literal::Object(given), true) = (api.resolve(ty), shown, self.is_full()) else {
            return None;
        };
        let Shape::Struct(shape) = &api.def(*id).shape else { return None };
        let is_given = |field: &Field| given.iter().any(|(key, _)| key == field.wire.as_str());
        if self.open.contains(id) || shape.fields.iter().any(|field| field.apart && is_given(field)) {
            return None;
        }
        self.open.push(*id);
        let value = self.whole(shape, given);
        self.open.pop();
        value
    }

    /// An object with every member that it may have, of those shown the value shown.
    pub(super) fn whole(&mut self, shape: &Struct, given: &[(String, Literal)]) -> Option<Literal> {
        self.full.within += 1;
        let members = self.whole_members(shape, given);
        self.full.within -= 1;
        members.map(Literal::Object)
    }

    fn whole_members(&mut self, shape: &Struct, given: &[(String, Literal)]) -> Option<Vec<(String, Literal)>> {
        let mut members = Vec::with_capacity(shape.fields.len());
        for field in &shape.fields {
            let shown = given.iter().find(|(key, _)| key == field.wire.as_str()).map(|(_, value)| value);
            let is_needed = field.presence.required || shape.asked.contains(&field.wire);
            if !is_needed && !self.adds(field, shown) {
                continue;
            }
            self.full.left = self.full.left.saturating_sub(1);
            let value = match shown.filter(|shown| **shown != Literal::Null) {
                Some(shown) => {
                    field.value.ty().and_then(|ty| self.completed(ty, shown)).or_else(|| Some(shown.clone()))
                }
                None => self.field(field),
            };
            match value {
                // What may be left out, and of which only a value that is too short can be made, is left out.
                Some(value) if is_needed || within(&field.constraints, &value) => {
                    members.push((field.wire.as_str().to_owned(), value));
                }
                None if field.presence.required => return None,
                _ => {}
            }
        }
        let is_known = |key: &str| shape.fields.iter().any(|field| field.wire.as_str() == key);
        members.extend(given.iter().filter(|(key, _)| !is_known(key)).cloned());
        Some(members)
    }

    /// Whether an object gets a member that it need not have.
    fn adds(&mut self, field: &Field, shown: Option<&Literal>) -> bool {
        let is_switch = field.wire.as_str() == SWITCH
            && field.value.ty().is_some_and(|ty| *self.api.resolve(ty) == Type::Scalar(Scalar::Boolean));
        if field.apart || field.read_only || (is_switch && shown.is_none()) {
            return false;
        }
        let is_shown = shown.is_some() || field.docs.example.is_some() || field.write_only;
        if self.filled && !is_shown && !is_plain(self.api, &field.value) {
            return false;
        }
        if !is_shown && self.full.within > self.full.depth {
            return false;
        }
        self.full.spent |= self.full.left == 0;
        self.full.left > 0
    }

    /// A value of the first alternative that has one. What it need not hold may make it a value of another alternative
    /// as well, which `oneOf` forbids: then it holds what it needs.
    pub(super) fn alternative(&mut self, union: &Union) -> Option<Literal> {
        let (index, value) = (0..union.variants.len()).find_map(|index| Some((index, self.variant(union, index)?)))?;
        if !self.is_full() || !is_of_several(self.api, union, &value) {
            return Some(value);
        }
        let full = std::mem::take(&mut self.full);
        let plain = self.variant(union, index).filter(|plain| !is_of_several(self.api, union, plain));
        self.full = full;
        Some(plain.unwrap_or(value))
    }
}

/// Whether an object is a value of more than one alternative, and no tag tells which one is meant.
fn is_of_several(api: &Api, union: &Union, value: &Literal) -> bool {
    let fitting = union.variants.iter().filter(|variant| variant.constant.is_none() && fits(api, &variant.ty, value));
    union.tag.is_none() && matches!(value, Literal::Object(_)) && fitting.take(2).count() > 1
}

#[cfg(test)]
mod tests;
