//! What a value must look like to be a variant of a union, and how likely it is each of them. Knows JSON and fields;
//! reads nothing.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::constants::same;
use super::field::Field;
use super::number::{is_plain, parse_integral};
use super::object::Seen;
use super::reader::{Reader, Shape};

/// What a value must look like to be a certain variant of a union.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    want: Want,
    /// The values of the tag that select it; none if it says nothing of the tag.
    tags: &'static [&'static str],
    /// Whether it may come without the tag.
    bare: bool,
    /// What speaks for or against it further down.
    clues: &'static [Clue],
}

#[derive(Clone, Copy, Debug)]
enum Want {
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    StringOf(&'static [&'static str]),
    Array,
    Object(&'static [Field]),
    OneOf(&'static [Candidate]),
}

/// What one field of an object tells about the object. A field that is absent tells nothing.
#[derive(Clone, Copy, Debug)]
pub struct Clue {
    name: &'static str,
    tells: Tells,
}

#[derive(Clone, Copy, Debug)]
enum Tells {
    /// Known values, as JSON texts; whether all others are values of another variant.
    Values(&'static [&'static str], bool),
    Object(&'static [Field], &'static [Clue]),
}

impl Clue {
    /// One of these values, as JSON texts, speaks for the candidate like a constant; another one tells nothing.
    pub const fn values(name: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, tells: Tells::Values(values, false) }
    }

    /// One of these values, as JSON texts, speaks for the candidate like a constant; with another one it is not that
    /// candidate.
    pub const fn only(name: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, tells: Tells::Values(values, true) }
    }

    /// The constants of this object are those of the candidate, and it has all required fields.
    pub const fn object(name: &'static str, fields: &'static [Field], clues: &'static [Clue]) -> Self {
        Self { name, tells: Tells::Object(fields, clues) }
    }
}

impl Candidate {
    const fn of(want: Want) -> Self {
        Self { want, tags: &[], bare: false, clues: &[] }
    }

    /// The same candidate, an object with one of these values of the tag.
    pub const fn tagged(mut self, tags: &'static [&'static str]) -> Self {
        self.tags = tags;
        self
    }

    /// The same candidate, an object with one of these values of the tag, or without a tag.
    pub const fn tagged_or_bare(mut self, tags: &'static [&'static str]) -> Self {
        self.tags = tags;
        self.bare = true;
        self
    }

    /// The same candidate, with what its fields tell.
    pub const fn with(mut self, clues: &'static [Clue]) -> Self {
        self.clues = clues;
        self
    }

    /// Whatever there is; comes after all that say more.
    pub const fn any() -> Self {
        Self::of(Want::Any)
    }

    /// `null`.
    pub const fn null() -> Self {
        Self::of(Want::Null)
    }

    /// `true` or `false`.
    pub const fn boolean() -> Self {
        Self::of(Want::Boolean)
    }

    /// A number without a fraction; comes before [`number`](Self::number) unless it is spelled like a float.
    pub const fn integer() -> Self {
        Self::of(Want::Integer)
    }

    /// Any number.
    pub const fn number() -> Self {
        Self::of(Want::Number)
    }

    /// Any string.
    pub const fn string() -> Self {
        Self::of(Want::String)
    }

    /// One of these strings; comes before [`string`](Self::string).
    pub const fn string_of(values: &'static [&'static str]) -> Self {
        Self::of(Want::StringOf(values))
    }

    /// Any array.
    pub const fn array() -> Self {
        Self::of(Want::Array)
    }

    /// An object that has all required fields, and contradicts no constant.
    pub const fn object(fields: &'static [Field]) -> Self {
        Self::of(Want::Object(fields))
    }

    /// An object whose keys are data.
    pub const fn map() -> Self {
        Self::of(Want::Object(&[]))
    }

    /// Another union: as likely as the likeliest of its own candidates, or whatever there is if none of them fits.
    pub const fn one_of(candidates: &'static [Candidate]) -> Self {
        Self::of(Want::OneOf(candidates))
    }

    /// Returns whether a value of the tag selects it.
    pub(super) fn is_selected_by(&self, tag: &str) -> bool {
        self.tags.contains(&tag)
    }

    /// Returns whether it says something of the tag.
    pub(super) fn needs_tag(&self) -> bool {
        !self.tags.is_empty()
    }

    /// Returns whether it may come without the tag.
    pub(super) fn may_be_bare(&self) -> bool {
        self.bare
    }

    /// Returns whether the text or the entries of a value of this kind have to be known.
    pub(super) fn looks_into(&self, shape: Shape) -> bool {
        match (shape, self.want) {
            (Shape::Object, Want::Object(fields)) => !fields.is_empty(),
            (Shape::String, Want::StringOf(_)) | (Shape::Number, Want::Integer) => true,
            (_, Want::OneOf(candidates)) => candidates.iter().any(|candidate| candidate.looks_into(shape)),
            _ => false,
        }
    }

    /// Returns whether the kind of JSON fits.
    fn takes(&self, shape: Shape) -> bool {
        match self.want {
            Want::Any | Want::OneOf(_) => true,
            Want::Null => shape == Shape::Null,
            Want::Boolean => shape == Shape::Boolean,
            Want::Integer | Want::Number => shape == Shape::Number,
            Want::String | Want::StringOf(_) => shape == Shape::String,
            Want::Array => shape == Shape::Array,
            Want::Object(_) => shape == Shape::Object,
        }
    }
}

/// What is known about a value before it is decoded.
pub(super) struct Evidence<'j> {
    pub(super) shape: Shape,
    /// A string or number, where a candidate asks for it.
    pub(super) text: Cow<'j, str>,
    /// The entries of an object, where a candidate asks for them.
    pub(super) entries: Vec<(Cow<'j, str>, &'j str)>,
}

/// Greater is likelier: how specific, constants and known values, known keys, missing optional fields, position.
type Rank = (u8, usize, usize, Reverse<usize>, Reverse<usize>);

impl Evidence<'_> {
    /// Nothing but the kind of value.
    pub(super) fn of(shape: Shape) -> Self {
        Self { shape, text: Cow::Borrowed(""), entries: Vec::new() }
    }

    /// The likeliest candidate that was not tried.
    pub(super) fn best(&self, candidates: &[Candidate], tried: &Seen) -> Option<usize> {
        let left = candidates.iter().enumerate().filter(|(index, _)| !tried.has(*index));
        let best = left.filter_map(|(index, candidate)| Some((self.rank(index, candidate)?, index))).max();
        best.map(|(_, index)| index)
    }

    fn rank(&self, index: usize, candidate: &Candidate) -> Option<Rank> {
        if !candidate.takes(self.shape) {
            return None;
        }
        let plain = (1, 0, 0, Reverse(0), Reverse(index));
        let certain = (1, 1, 0, Reverse(0), Reverse(index));
        let anything = (0, 0, 0, Reverse(0), Reverse(index));
        match candidate.want {
            Want::Any => Some(anything),
            Want::OneOf(inner) => {
                inner.iter().filter_map(|candidate| self.rank(index, candidate)).max().or(Some(anything))
            }
            Want::StringOf(values) => values.contains(&&*self.text).then_some(certain),
            Want::Integer if is_plain(&self.text) => Some(certain),
            Want::Integer => parse_integral(&self.text).map(|_| (1, 0, 0, Reverse(1), Reverse(index))),
            Want::Object(fields) => {
                let (constants, known, missing) = weigh(&self.entries, fields, candidate.clues)?;
                Some((1, constants, known, Reverse(missing), Reverse(index)))
            }
            _ => Some(plain),
        }
    }
}

/// What a constant that matches counts beside one of several known values.
const CONSTANT: usize = 2;

/// What an object tells about a candidate: what constants and known values count, how many keys are known, and how many
/// optional fields are missing. Nothing if it is not that candidate.
fn weigh(entries: &[(Cow<'_, str>, &str)], fields: &[Field], clues: &[Clue]) -> Option<(usize, usize, usize)> {
    // Of a key that comes twice the last one counts.
    let value = |name: &str| entries.iter().rev().find(|(key, _)| key == name).map(|(_, json)| *json);
    let (mut constants, mut known, mut missing) = (0, 0, 0);
    for field in fields {
        match (field.constant, value(field.name)) {
            (Some(constant), Some(json)) if same(constant, json) => constants += CONSTANT,
            (Some(_), Some("null")) if field.nullable => {}
            (Some(_), Some(_)) => return None,
            (_, None) if field.required => return None,
            (_, Some(_)) => known += 1,
            (_, None) => missing += 1,
        }
    }
    for clue in clues {
        let Some(json) = value(clue.name) else { continue };
        match clue.tells {
            Tells::Values(values, _) if values.iter().any(|value| same(value, json)) => constants += 1,
            Tells::Values(_, true) if json != "null" => return None,
            Tells::Values(..) => {}
            Tells::Object(fields, clues) if json.starts_with('{') => {
                let entries = Reader::new(json.as_bytes()).entries().ok()?;
                constants += weigh(&entries, fields, clues)?.0;
            }
            Tells::Object(..) => {}
        }
    }
    Some((constants, known, missing))
}
