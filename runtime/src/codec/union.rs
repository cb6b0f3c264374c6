//! Unions: chooses the variant of the next value by looking ahead. Knows JSON and fields, not the variants.

use std::borrow::Cow;

use super::candidate::{Candidate, Evidence};
use super::fault::Fault;
use super::object::Seen;
use super::reader::{Mark, Reader, Shape};

/// How many unions may be nested without a level of JSON between them.
const UNIONS: u32 = 32;

/// The minimum cost of a failed attempt, in bytes.
const ATTEMPT: usize = 64;

impl<'j> Reader<'j> {
    /// Looks ahead for the field `name` of the next value and returns its value: a string, or the JSON text of a number
    /// or boolean. Returns `None` if there is no such field or it has another type. Reads nothing.
    ///
    /// # Errors
    ///
    /// Fails if the text before the field is not JSON.
    pub fn tag(&mut self, name: &str) -> Result<Option<Cow<'j, str>>, Fault> {
        if self.shape()? != Shape::Object {
            return Ok(None);
        }
        let mark = self.mark();
        let tag = self.find_tag(name);
        self.rewind(mark);
        tag
    }

    /// Says that the union that is being read writes the field `name: value` itself, so that the object that comes next
    /// does not keep it.
    pub fn own_tag(&mut self, name: &'static str, value: &'static str) {
        self.peek();
        self.own_tags.push((self.offset(), name, value));
    }

    /// Returns whether a property of an object that begins at `start` is the tag of a union around it.
    pub(super) fn is_own_tag(&self, start: Mark, name: &str, json: &str) -> bool {
        let is_value = |value: &str| Reader::new(json.as_bytes()).text().is_ok_and(|text| text == value);
        self.own_tags.iter().any(|(at, tag, value)| *at == start.at && *tag == name && is_value(value))
    }

    /// Returns the identifier of the next value, and whether it is all there is: a string is read, of an object that
    /// has an `id` nothing.
    ///
    /// # Errors
    ///
    /// Fails if the value is neither.
    pub(super) fn identifier(&mut self) -> Result<(String, bool), Fault> {
        if self.shape()? == Shape::String {
            return Ok((self.string()?.to_owned(), true));
        }
        match self.tag("id")? {
            Some(id) => Ok((id.into_owned(), false)),
            None => Err(self.mismatch("a string or an object with `id`")),
        }
    }

    /// Chooses among `candidates` by looking ahead, and calls `attempt` to read the value as one of them: the best
    /// match first, and the next one if that fails. Returns `false` if none matches; then nothing is read.
    ///
    /// The best match has the most matching constants, then the most known keys, then the fewest missing optional
    /// fields, then the first position. A constant that does not match, at any depth, excludes the candidate.
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON.
    pub fn choose(
        &mut self,
        candidates: &[Candidate],
        attempt: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        self.choose_among(candidates, Seen::default(), attempt)
    }

    /// Chooses among `candidates` like [`choose`](Self::choose), but only among those that the tag `name` selects. If
    /// it selects only one, a mismatch is an error, unless it is a constant.
    ///
    /// Candidates that do not restrict the tag are tried after those that it selects. If the tag is absent or null,
    /// only those candidates remain that may have no tag.
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON, or does not match the only candidate that the tag selects.
    pub fn choose_tagged(
        &mut self,
        name: &str,
        candidates: &[Candidate],
        attempt: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let tag = self.tag(name)?;
        let is_selected = |candidate: &Candidate| tag.as_deref().is_some_and(|tag| candidate.is_selected_by(tag));
        let mut selected = candidates.iter().enumerate().filter(|(_, candidate)| is_selected(candidate));
        let first = selected.next().map(|(index, _)| index);
        if let (Some(index), None) = (first, selected.next()) {
            return self.attempt_only(index, attempt);
        }
        let is_object = self.shape()? == Shape::Object;
        let stays = |candidate: &Candidate| match first {
            Some(_) => is_selected(candidate),
            None => !candidate.needs_tag() || (is_object && tag.is_none() && candidate.may_be_bare()),
        };
        let mut excluded = Seen::default();
        for (index, candidate) in candidates.iter().enumerate() {
            if !stays(candidate) {
                excluded.insert(index);
            }
        }
        self.choose_among(candidates, excluded, attempt)
    }

    /// Reads the value as the candidate that a tag selects. Returns `false` if a constant differs; then nothing is
    /// read.
    fn attempt_only(
        &mut self,
        index: usize,
        attempt: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let outer = self.enter_union()?;
        let (mark, before) = (self.mark(), self.noted());
        let tags = self.own_tags.len();
        let attempted = attempt(index, self);
        self.own_tags.truncate(tags);
        self.leave_union(outer);
        match attempted {
            Ok(()) => Ok(true),
            Err(fault) if fault.is_constant() => {
                self.rewind(mark);
                self.retract(before);
                Ok(false)
            }
            Err(fault) => self.keep_unrecognized(mark, fault),
        }
    }

    fn choose_among(
        &mut self,
        candidates: &[Candidate],
        mut tried: Seen,
        attempt: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let evidence = self.evidence(candidates)?;
        let start = self.offset();
        let outer = self.enter_union()?;
        let mark = self.mark();
        // A union accepts any JSON, so there is nothing to forgive.
        let tolerance = self.tolerance.take();
        let mut found = false;
        let tags = self.own_tags.len();
        while let Some(index) = evidence.best(candidates, &tried) {
            let attempted = attempt(index, self);
            self.own_tags.truncate(tags);
            if attempted.is_ok() {
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
        self.tolerance = tolerance;
        self.leave_union(outer);
        Ok(found)
    }

    /// Starts reading the variants of a union; returns the state of the surrounding one.
    fn enter_union(&mut self) -> Result<((usize, u32), bool), Fault> {
        let start = self.offset();
        let outer = (self.union, self.exact);
        let nested = if outer.0.0 == start { outer.0.1 + 1 } else { 0 };
        if nested > UNIONS {
            return Err(Fault::too_deep());
        }
        self.union = (start, nested);
        self.exact = true;
        Ok(outer)
    }

    fn leave_union(&mut self, (union, exact): ((usize, u32), bool)) {
        self.union = union;
        self.exact = exact;
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

    /// Collects what the candidates need about the next value. Reads nothing.
    fn evidence(&mut self, candidates: &[Candidate]) -> Result<Evidence<'j>, Fault> {
        let mut evidence = Evidence::of(self.shape()?);
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
    ///
    /// # Errors
    ///
    /// Fails if the next value is not an object.
    pub(crate) fn entries(&mut self) -> Result<Vec<(Cow<'j, str>, &'j str)>, Fault> {
        let mut entries = Vec::new();
        let mut more = self.open_object()?;
        while more {
            entries.push((self.key()?, self.raw()?));
            more = self.next_entry()?;
        }
        Ok(entries)
    }
}
