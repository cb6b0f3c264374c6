//! What a value must look like to be a variant of a union, and how well it matches each variant. Knows JSON and fields;
//! reads nothing.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::field::Field;
use super::kept::same;
use super::number::{is_plain, parse_integral};
use super::object::Seen;
use super::reader::{Reader, Shape};

/// What a value must look like to be one variant of a union.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    want: Want,
    /// The tag values that select the variant; empty if it does not restrict the tag.
    tags: &'static [&'static str],
    /// Whether the variant may have no tag.
    bare: bool,
    /// Evidence in nested values.
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

/// Evidence for or against a variant from one field of an object. An absent field is no evidence.
#[derive(Clone, Copy, Debug)]
pub struct Clue {
    name: &'static str,
    implies: Implies,
}

#[derive(Clone, Copy, Debug)]
enum Implies {
    /// Known values, as JSON texts, and whether any other value excludes the variant.
    Values(&'static [&'static str], bool),
    Object(&'static [Field], &'static [Clue]),
}

impl Clue {
    /// Returns a clue that one of these values, as JSON texts, counts for the candidate like a constant; other values
    /// are no evidence.
    pub const fn values(name: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, implies: Implies::Values(values, false) }
    }

    /// Returns a clue that one of these values, as JSON texts, counts for the candidate like a constant; any other
    /// value excludes the candidate.
    pub const fn only(name: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, implies: Implies::Values(values, true) }
    }

    /// Returns a clue that the value of the field is an object with all required fields and matching constants.
    pub const fn object(name: &'static str, fields: &'static [Field], clues: &'static [Clue]) -> Self {
        Self { name, implies: Implies::Object(fields, clues) }
    }
}

impl Candidate {
    const fn of(want: Want) -> Self {
        Self { want, tags: &[], bare: false, clues: &[] }
    }

    /// Requires one of these values of the tag.
    pub const fn tagged(mut self, tags: &'static [&'static str]) -> Self {
        self.tags = tags;
        self
    }

    /// Requires one of these values of the tag, or no tag.
    pub const fn tagged_or_bare(mut self, tags: &'static [&'static str]) -> Self {
        self.tags = tags;
        self.bare = true;
        self
    }

    /// Adds the clues of its fields.
    pub const fn with(mut self, clues: &'static [Clue]) -> Self {
        self.clues = clues;
        self
    }

    /// Returns a candidate that matches any value; tried after all more specific ones.
    pub const fn any() -> Self {
        Self::of(Want::Any)
    }

    /// Returns a candidate for `null`.
    pub const fn null() -> Self {
        Self::of(Want::Null)
    }

    /// Returns a candidate for `true` and `false`.
    pub const fn boolean() -> Self {
        Self::of(Want::Boolean)
    }

    /// Returns a candidate for numbers without a fraction; tried before [`number`](Self::number) unless the number is
    /// written as a float.
    pub const fn integer() -> Self {
        Self::of(Want::Integer)
    }

    /// Returns a candidate for numbers.
    pub const fn number() -> Self {
        Self::of(Want::Number)
    }

    /// Returns a candidate for strings.
    pub const fn string() -> Self {
        Self::of(Want::String)
    }

    /// Returns a candidate for these strings; tried before [`string`](Self::string).
    pub const fn string_of(values: &'static [&'static str]) -> Self {
        Self::of(Want::StringOf(values))
    }

    /// Returns a candidate for arrays.
    pub const fn array() -> Self {
        Self::of(Want::Array)
    }

    /// Returns a candidate for objects that have all required fields and contradict no constant.
    pub const fn object(fields: &'static [Field]) -> Self {
        Self::of(Want::Object(fields))
    }

    /// Returns a candidate for objects whose keys are data.
    pub const fn map() -> Self {
        Self::of(Want::Object(&[]))
    }

    /// Returns a candidate for another union: matches as well as the best of its own candidates, or like
    /// [`any`](Self::any) if none of them matches.
    pub const fn one_of(candidates: &'static [Candidate]) -> Self {
        Self::of(Want::OneOf(candidates))
    }

    /// Returns whether a value of the tag selects the candidate.
    pub(super) fn is_selected_by(&self, tag: &str) -> bool {
        self.tags.contains(&tag)
    }

    /// Returns whether the candidate restricts the tag.
    pub(super) fn needs_tag(&self) -> bool {
        !self.tags.is_empty()
    }

    /// Returns whether the candidate may have no tag.
    pub(super) fn may_be_bare(&self) -> bool {
        self.bare
    }

    /// Returns whether the text or the entries of a value of this kind are needed.
    pub(super) fn looks_into(&self, shape: Shape) -> bool {
        match (shape, self.want) {
            (Shape::Object, Want::Object(fields)) => !fields.is_empty(),
            (Shape::String, Want::StringOf(_)) | (Shape::Number, Want::Integer) => true,
            (_, Want::OneOf(candidates)) => candidates.iter().any(|candidate| candidate.looks_into(shape)),
            _ => false,
        }
    }

    /// Returns whether the kind of JSON matches.
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
    /// A string or number, if a candidate needs it.
    pub(super) text: Cow<'j, str>,
    /// The entries of an object, if a candidate needs them.
    pub(super) entries: Vec<(Cow<'j, str>, &'j str)>,
}

/// A greater score is a better match: specificity, constants and known values, known keys, missing optional fields,
/// position.
type Rank = (u8, usize, usize, Reverse<usize>, Reverse<usize>);

impl Evidence<'_> {
    /// Returns the score if only the kind of value matches.
    pub(super) fn of(shape: Shape) -> Self {
        Self { shape, text: Cow::Borrowed(""), entries: Vec::new() }
    }

    /// Returns the best candidate that was not tried.
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

/// The weight of a matching constant relative to one of several known values.
const CONSTANT: usize = 2;

/// Scores an object for a candidate: the weight of constants and known values, the number of known keys, and the number
/// of missing optional fields. Returns `None` if the object is not that candidate.
fn weigh(entries: &[(Cow<'_, str>, &str)], fields: &[Field], clues: &[Clue]) -> Option<(usize, usize, usize)> {
    // Of duplicate keys, the last one counts.
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
        match clue.implies {
            Implies::Values(values, _) if values.iter().any(|value| same(value, json)) => constants += 1,
            Implies::Values(_, true) if json != "null" => return None,
            Implies::Values(..) => {}
            Implies::Object(fields, clues) if json.starts_with('{') => {
                let entries = Reader::new(json.as_bytes()).entries().ok()?;
                constants += weigh(&entries, fields, clues)?.0;
            }
            Implies::Object(..) => {}
        }
    }
    Some((constants, known, missing))
}
