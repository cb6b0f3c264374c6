//! What the test gives to a request, and where the position of a page is in it.

use super::Sent;
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::operations::operation_tests::{Amount, shown, value};
use crate::emit::operations::page_tests::json;
use crate::emit::views::Op;
use crate::ir::{BodyContent, Direction, Literal, Type};
use crate::samples::fits;

/// An input with the value that a test sets.
pub(in crate::emit::operations) struct Decided {
    in_body: bool,
    /// Its wire name; `None` for the body as a whole.
    wire: Option<String>,
    pub(in crate::emit::operations) value: Literal,
}

impl Decided {
    /// Returns whether it is this input.
    pub(in crate::emit::operations) fn is(&self, input: &Input<'_>) -> bool {
        self.in_body != input.is_parameter() && self.wire.as_deref() == input.wire
    }
}

/// The inputs that a test sets.
pub(super) struct Given<'a> {
    op: Op<'a>,
    inputs: Inputs<'a>,
    direction: &'a Direction,
    pub(super) decided: Vec<Decided>,
}

/// Where a value is in a request.
struct Place {
    wire: Option<String>,
    /// The path within the input.
    rest: Vec<String>,
}

impl<'a> Given<'a> {
    pub(super) fn new(op: Op<'a>, direction: &'a Direction) -> Self {
        Self { op, inputs: Inputs::of(op), direction, decided: Vec::new() }
    }

    /// Returns the position that the first request has.
    pub(super) fn position(&self) -> Option<Literal> {
        self.get(self.direction.parameter()?.as_str())
    }

    /// Returns the value that the first request has for a parameter of the direction.
    pub(super) fn get(&self, name: &str) -> Option<Literal> {
        let place = self.place(name);
        let value = self.value(self.input(&place)?)?;
        json::get(&value, &place.rest).cloned()
    }

    /// Sets a parameter of the direction in the first request; returns whether that is possible.
    pub(super) fn set(&mut self, name: &str, new: &Literal) -> bool {
        let (api, place) = (self.op.cx.api, self.place(name));
        let Some(input) = self.input(&place) else { return false };
        let sample = || value(self.op, input, shown(self.op, input), Amount::Least);
        let whole = self.value(input).or_else(sample).unwrap_or(Literal::Null);
        let Some(new) = type_at(self.op, input.ty, &place.rest).map_or_else(
            || Some(new.clone()),
            |ty| [new.clone(), Literal::String(json::text(new))].into_iter().find(|new| fits(api, ty, new)),
        ) else {
            return false;
        };
        let mut whole = if place.rest.is_empty() { Literal::Null } else { whole };
        json::set(&mut whole, &place.rest, new);
        let in_body = self.direction.in_body;
        self.decided.retain(|decided| decided.wire != place.wire);
        self.decided.push(Decided { in_body, wire: place.wire, value: whole });
        true
    }

    /// Returns what a request has to carry whose position is `value`, in the type that the document says.
    pub(super) fn sent(&self, value: Option<&Literal>) -> Sent {
        let Some(name) = self.direction.parameter() else { return Sent::Anything };
        if !self.direction.in_body {
            return Sent::Query(name.as_str().to_owned(), value.map(json::text));
        }
        let (api, place) = (self.op.cx.api, self.place(name.as_str()));
        let ty = self.input(&place).and_then(|input| type_at(self.op, input.ty, &place.rest));
        let typed = |value: &Literal| {
            let text = Literal::String(json::text(value));
            let is_text = ty.is_some_and(|ty| !fits(api, ty, value) && fits(api, ty, &text));
            if is_text { text } else { value.clone() }
        };
        let steps: Vec<String> = place.wire.iter().cloned().chain(place.rest).collect();
        Sent::Body(json::pointer(&steps), value.map(typed))
    }

    fn place(&self, name: &str) -> Place {
        if !self.direction.in_body {
            return Place { wire: Some(name.to_owned()), rest: Vec::new() };
        }
        let mut steps = json::steps(name);
        let is_whole = self.op.ir.body.as_ref().is_some_and(|body| matches!(body.content, BodyContent::Whole(_)));
        let wire = (!is_whole && !steps.is_empty()).then(|| steps.remove(0));
        Place { wire, rest: steps }
    }

    fn input(&self, place: &Place) -> Option<&Input<'a>> {
        let is_there = |input: &&Input<'_>| match self.direction.in_body {
            true => !input.is_parameter() && input.as_model().is_none() && input.wire == place.wire.as_deref(),
            false => input.location == "query" && input.wire == place.wire.as_deref(),
        };
        self.inputs.required().chain(self.inputs.optional()).find(is_there)
    }

    /// Returns what the first request has for an input.
    fn value(&self, input: &Input<'_>) -> Option<Literal> {
        let decided = self.decided.iter().find(|decided| decided.is(input)).map(|decided| decided.value.clone());
        let is_set = input.presence.required || input.needed;
        decided.or_else(|| is_set.then(|| value(self.op, input, shown(self.op, input), Amount::Least)).flatten())
    }
}

/// Returns the type at a path of properties of a type.
fn type_at<'a>(op: Op<'a>, ty: &'a Type, path: &[String]) -> Option<&'a Type> {
    path.iter().try_fold(ty, |ty, step| {
        let (_, shape) = op.cx.api.as_struct(ty)?;
        shape.fields.iter().find(|field| field.wire.as_str() == step)?.value.ty()
    })
}
