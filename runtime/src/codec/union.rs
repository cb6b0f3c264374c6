//! Unions: which variant the value under the cursor is, found by looking ahead. Knows JSON and fields, not the
//! variants.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::fault::Fault;
use super::field::Field;
use super::number::{is_plain, parse_integral};
use super::object::Seen;
use super::reader::{Reader, Shape};

/// How many unions may stand in each other without a level of JSON between them.
const UNIONS: u32 = 32;

/// What a failed attempt counts at least, in bytes.
const ATTEMPT: usize = 64;

/// What a value must look like to be a certain variant of an untagged union.
#[derive(Clone, Copy, Debug)]
pub struct Candidate(Want);

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

impl Candidate {
    /// Whatever there is; comes after all that say more.
    pub const fn any() -> Self {
        Self(Want::Any)
    }

    /// `null`.
    pub const fn null() -> Self {
        Self(Want::Null)
    }

    /// `true` or `false`.
    pub const fn boolean() -> Self {
        Self(Want::Boolean)
    }

    /// A number without a fraction; comes before [`number`](Self::number) unless it is spelled like a float.
    pub const fn integer() -> Self {
        Self(Want::Integer)
    }

    /// Any number.
    pub const fn number() -> Self {
        Self(Want::Number)
    }

    /// Any string.
    pub const fn string() -> Self {
        Self(Want::String)
    }

    /// One of these strings; comes before [`string`](Self::string).
    pub const fn string_of(values: &'static [&'static str]) -> Self {
        Self(Want::StringOf(values))
    }

    /// Any array.
    pub const fn array() -> Self {
        Self(Want::Array)
    }

    /// An object that has all required fields, and contradicts no constant.
    pub const fn object(fields: &'static [Field]) -> Self {
        Self(Want::Object(fields))
    }

    /// An object whose keys are data.
    pub const fn map() -> Self {
        Self(Want::Object(&[]))
    }

    /// Another union: as likely as the likeliest of its own candidates, or whatever there is if none of them fits.
    pub const fn one_of(candidates: &'static [Candidate]) -> Self {
        Self(Want::OneOf(candidates))
    }

    /// Returns whether the text or the entries of a value of this kind have to be known.
    fn looks_into(&self, shape: Shape) -> bool {
        match (shape, self.0) {
            (Shape::Object, Want::Object(fields)) => !fields.is_empty(),
            (Shape::String, Want::StringOf(_)) | (Shape::Number, Want::Integer) => true,
            (_, Want::OneOf(candidates)) => candidates.iter().any(|candidate| candidate.looks_into(shape)),
            _ => false,
        }
    }

    /// Returns whether the kind of JSON fits.
    fn takes(&self, shape: Shape) -> bool {
        match self.0 {
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

impl<'j> Reader<'j> {
    /// Looks ahead for the field `name` of the object under the cursor and returns its value: a string, or the JSON
    /// text of a number or boolean. None if there is no such field, or anything else. Nothing is read.
    ///
    /// # Errors
    ///
    /// Fails if what stands before the field is not JSON.
    pub fn tag(&mut self, name: &str) -> Result<Option<Cow<'j, str>>, Fault> {
        if self.shape()? != Shape::Object {
            return Ok(None);
        }
        let mark = self.mark();
        let tag = self.find_tag(name);
        self.rewind(mark);
        tag
    }

    /// Chooses among `candidates` by looking at the value, and lets `attempt` read it as one of them: the likeliest
    /// first, and the next one when that fails. False if none fits; then nothing is read.
    ///
    /// Likelier is who has more constants that match, then who knows more of the keys, then who misses fewer of its
    /// optional fields, then who comes first.
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON.
    pub fn choose(
        &mut self,
        candidates: &[Candidate],
        attempt: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let evidence = self.evidence(candidates)?;
        let start = self.offset();
        let outer = self.union;
        self.union = (start, if outer.0 == start { outer.1 + 1 } else { 0 });
        if self.union.1 > UNIONS {
            return Err(Fault::too_deep());
        }
        let mark = self.mark();
        let mut tried = Seen::default();
        let mut found = false;
        while let Some(index) = evidence.best(candidates, &tried) {
            if attempt(index, self).is_ok() {
                found = true;
                break;
            }
            tried.insert(index);
            let wasted = self.offset().saturating_sub(start).max(ATTEMPT);
            self.rewind(mark);
            self.spare = self.spare.saturating_sub(wasted);
            if self.spare == 0 {
                break;
            }
        }
        self.union = outer;
        Ok(found)
    }

    fn find_tag(&mut self, name: &str) -> Result<Option<Cow<'j, str>>, Fault> {
        let mut more = self.open_object()?;
        while more {
            if self.key()? == name {
                return match self.shape()? {
                    Shape::String => self.text().map(Some),
                    Shape::Number | Shape::Boolean => self.raw().map(|text| Some(Cow::Borrowed(text))),
                    _ => Ok(None),
                };
            }
            self.skip()?;
            more = self.next_entry()?;
        }
        Ok(None)
    }

    /// Collects what the candidates want to know about the value under the cursor. Nothing is read.
    fn evidence(&mut self, candidates: &[Candidate]) -> Result<Evidence<'j>, Fault> {
        let mut evidence = Evidence { shape: self.shape()?, text: Cow::Borrowed(""), entries: Vec::new() };
        if candidates.iter().any(|candidate| candidate.looks_into(evidence.shape)) {
            let mark = self.mark();
            match evidence.shape {
                Shape::Object => evidence.entries = self.entries()?,
                Shape::String => evidence.text = self.text()?,
                _ => evidence.text = Cow::Borrowed(self.raw()?),
            }
            self.rewind(mark);
        }
        Ok(evidence)
    }

    /// Reads an object: its keys, and the text of each value.
    fn entries(&mut self) -> Result<Vec<(Cow<'j, str>, &'j str)>, Fault> {
        let mut entries = Vec::new();
        let mut more = self.open_object()?;
        while more {
            entries.push((self.key()?, self.raw()?));
            more = self.next_entry()?;
        }
        Ok(entries)
    }
}

/// What is known about a value before it is decoded.
struct Evidence<'j> {
    shape: Shape,
    /// A string or number, where a candidate asks for it.
    text: Cow<'j, str>,
    /// The entries of an object, where a candidate asks for them.
    entries: Vec<(Cow<'j, str>, &'j str)>,
}

/// Greater is likelier: how specific, constants, known keys, missing optional fields, position.
type Rank = (u8, usize, usize, Reverse<usize>, Reverse<usize>);

impl Evidence<'_> {
    /// The likeliest candidate that was not tried.
    fn best(&self, candidates: &[Candidate], tried: &Seen) -> Option<usize> {
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
        match candidate.0 {
            Want::Any => Some(anything),
            Want::OneOf(inner) => {
                inner.iter().filter_map(|candidate| self.rank(index, candidate)).max().or(Some(anything))
            }
            Want::StringOf(values) => values.contains(&&*self.text).then_some(certain),
            Want::Integer if is_plain(&self.text) => Some(certain),
            Want::Integer => parse_integral(&self.text).map(|_| (1, 0, 0, Reverse(1), Reverse(index))),
            Want::Object(fields) => self.rank_object(index, fields),
            _ => Some(plain),
        }
    }

    fn rank_object(&self, index: usize, fields: &[Field]) -> Option<Rank> {
        let (mut constants, mut known, mut missing) = (0, 0, 0);
        for field in fields {
            // Of a key that comes twice the last one counts.
            let value = self.entries.iter().rev().find(|(key, _)| key == field.name);
            match (field.constant, value) {
                (Some(json), Some((_, value))) if same(json, value) => constants += 1,
                (Some(_), Some(_)) => return None,
                (_, None) if field.required => return None,
                (_, Some(_)) => known += 1,
                (_, None) => missing += 1,
            }
        }
        Some((1, constants, known, Reverse(missing), Reverse(index)))
    }
}

/// Returns whether two JSON scalars are the same value.
fn same(constant: &str, found: &str) -> bool {
    if constant == found {
        return true;
    }
    if constant.starts_with('"') && found.starts_with('"') {
        let [mut constant, mut found] = [constant, found].map(|json| Reader::new(json.as_bytes()));
        return matches!((constant.text(), found.text()), (Ok(constant), Ok(found)) if constant == found);
    }
    matches!((constant.parse::<f64>(), found.parse::<f64>()), (Ok(constant), Ok(found)) if constant == found)
}
