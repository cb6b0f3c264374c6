//! Forgiving decoding: deviations are noted instead of failing the whole value. Knows the engine, nothing of responses.
//!
//! A value is always decoded strictly first, so what strict decoding accepts is read in the same way, and at the same
//! cost, whether or not decoding is forgiving. Only if that fails, the value is decoded again with a [`Tolerance`]. The
//! engine then recovers at the nearest place that can do without the value that does not match its type:
//!
//! - an optional field is left out, and so is an element of a list or an entry of a map;
//! - a required field gets the neutral value of its type, if there is one (see [`NEUTRAL`]);
//! - a variant of a union that a tag selects is kept as JSON that was not recognised.
//!
//! Otherwise the error goes up to the next such place, at last to the whole value. All of this is here and not generic,
//! so models have no code for it.
//!
//! Recovering reads a value again to find its end. A budget limits that, so that the time is linear in the length of
//! the text, however deeply deviations nest.

use std::collections::BTreeSet;

use super::Decode;
use super::collections::{DecodeMap, Sequence};
use super::fault::{Fault, Segment};
use super::field::Field;
use super::object::Search;
use super::reader::{DEPTH, Mark, Reader};
use super::tolerance::{Noted, Remedy, Shortened, Tolerance};

/// The cost of a neutral value, in bytes that may be read again.
const FILL: usize = 64;

/// The texts from which a neutral value is decoded; the first one that the type accepts counts. A type that accepts
/// none of them, such as a timestamp, has no neutral value. A union accepts the first one, a struct only an object
/// whose required fields are neutral in turn.
const NEUTRAL: [&str; 6] = ["null", "\"\"", "{}", "[]", "0", "false"];

/// Decodes the JSON value in `json` into `value`, which strict decoding has refused, and returns what deviates.
pub(crate) fn forgiving_into(value: &mut dyn Decode, json: &[u8]) -> (Result<(), Fault>, Box<Tolerance>) {
    let mut reader = Reader::new(json);
    // `value` may hold what strict decoding read.
    reader.repeated = true;
    reader.tolerance = Some(Box::new(Tolerance::new(json.len())));
    let result = value.decode(&mut reader).and_then(|()| reader.finish());
    (result, reader.tolerance.unwrap_or_else(|| Box::new(Tolerance::new(0))))
}

impl Reader<'_> {
    /// Reads the value of an open integer enum. The neutral value is the initial one of `value`, since zero may be a
    /// variant.
    #[doc(hidden)]
    pub fn open_integer(&mut self, value: &mut dyn Decode) -> Result<(), Fault> {
        if !self.tolerance.as_ref().is_some_and(|tolerance| tolerance.neutral) {
            return value.decode(self);
        }
        let mut zero = 0_i64;
        zero.decode(self)
    }

    /// Returns how many deviations are noted.
    pub(super) fn noted(&self) -> (usize, usize) {
        self.tolerance.as_ref().map_or((0, 0), |tolerance| (tolerance.noted.len(), tolerance.more))
    }

    /// Removes the deviations that were noted since [`noted`](Self::noted) returned `before`.
    #[cold]
    pub(super) fn retract(&mut self, before: (usize, usize)) {
        if let Some(tolerance) = &mut self.tolerance {
            tolerance.noted.truncate(before.0);
            tolerance.more = before.1;
        }
    }

    /// Keeps the value as JSON that was not recognised, if a variant that a tag selects does not match it; returns
    /// `false` as [`choose`](Self::choose) does.
    ///
    /// # Errors
    ///
    /// Fails if that is not possible, in particular if decoding is strict.
    #[cold]
    pub(super) fn keep_unrecognized(&mut self, mark: Mark, fault: Fault) -> Result<bool, Fault> {
        if self.tolerance.is_none() {
            return Err(fault);
        }
        let fault = self.pass(mark, fault)?;
        self.rewind(mark);
        self.note(fault, 0, Remedy::Unrecognized);
        Ok(false)
    }

    /// Reads an array like [`array`](Self::array), without the elements that do not match their type.
    #[cold]
    #[inline(never)]
    pub(super) fn forgiving_array(&mut self, items: &mut dyn Sequence) -> Result<(), Fault> {
        let depth = self.depth;
        let mut more = self.open_array()?;
        let (mut index, mut kept) = (0, 0);
        while more {
            let (mark, before) = (self.mark(), self.noted());
            let result = items.slot(kept).decode(self);
            self.locate(before, &|| Segment::Index(index));
            match result {
                Ok(()) => kept += 1,
                Err(fault) => {
                    let fault = self.pass(mark, fault).map_err(|fault| fault.at_index(index))?;
                    self.note(fault.at_index(index), 1, Remedy::LeftOut);
                }
            }
            index += 1;
            more = self.next_element()?;
        }
        if let Some(tolerance) = self.tolerance.as_mut().filter(|_| kept < index) {
            tolerance.shorten(Shortened { depth, kept, whole: index });
        }
        self.kept = kept;
        Ok(())
    }

    /// Reads a field. If its value does not match its type, leaves the field out or uses the neutral value.
    #[cold]
    #[inline(never)]
    pub(super) fn forgiving_field(
        &mut self,
        search: &mut Search<'_>,
        index: usize,
        slot: &mut dyn Decode,
    ) -> Result<(), Fault> {
        let name = search.fields[index].name;
        let (mark, before) = (self.mark(), self.noted());
        let result = self.slot(search, index, slot);
        self.locate(before, &|| Segment::Key(name.into()));
        let Err(fault) = result else { return Ok(()) };
        let fault = self.pass(mark, fault).map_err(|fault| fault.at_key(name))?.at_key(name);
        match self.replace(slot) {
            Some(remedy) => self.note(fault, 1, remedy),
            None => return Err(fault),
        }
        Ok(())
    }

    /// Reads an entry of a map; if it does not match its type, adds the key to `refused`.
    #[cold]
    #[inline(never)]
    pub(super) fn forgiving_entry(
        &mut self,
        map: &mut dyn DecodeMap,
        refused: &mut BTreeSet<String>,
        name: &str,
    ) -> Result<(), Fault> {
        let (mark, before) = (self.mark(), self.noted());
        let result = map.slot(name).decode(self);
        self.locate(before, &|| Segment::Key(name.to_owned().into()));
        let Err(fault) = result else {
            // Of duplicate keys, the last one counts.
            refused.remove(name);
            return Ok(());
        };
        let at_key = |fault: Fault| fault.at_key(name.to_owned());
        let fault = self.pass(mark, fault).map_err(at_key)?;
        self.note(at_key(fault), 1, Remedy::LeftOut);
        refused.insert(name.to_owned());
        Ok(())
    }

    /// Reads the entries of a map once more, from the beginning of the object at `start`, without those that were
    /// refused: a map cannot remove entries, since that would be compiled for each type of value.
    #[cold]
    pub(super) fn read_entries_again(
        &mut self,
        start: Mark,
        fields: &[Field],
        map: &mut dyn DecodeMap,
        refused: &BTreeSet<String>,
    ) -> Result<(), Fault> {
        let end = self.offset();
        map.forget();
        self.rewind(start);
        let length = end.saturating_sub(self.offset());
        let Some(tolerance) = self.tolerance.as_mut().filter(|tolerance| tolerance.affords(length)) else {
            return Err(Fault::new("too many deviations"));
        };
        tolerance.spend(length);
        let outer = std::mem::replace(&mut tolerance.quiet, true);
        let result = self.entries_but(fields, map, refused);
        if let Some(tolerance) = &mut self.tolerance {
            tolerance.quiet = outer;
        }
        result
    }

    fn entries_but(
        &mut self,
        fields: &[Field],
        map: &mut dyn DecodeMap,
        refused: &BTreeSet<String>,
    ) -> Result<(), Fault> {
        let mut more = self.open_object()?;
        while more {
            let name = self.key()?;
            if refused.contains(&*name) || Search::new(fields).find(&name).is_some() {
                self.skip()?;
            } else {
                // An entry that does not decode has a duplicate that replaces it.
                self.forgiving_entry(map, &mut BTreeSet::new(), &name)?;
            }
            more = self.next_entry()?;
        }
        Ok(())
    }

    /// Handles a required field that is missing.
    ///
    /// # Errors
    ///
    /// Fails unless decoding is forgiving and the type of the field has a neutral value.
    #[cold]
    pub(super) fn lack(&mut self, field: &Field, slot: &mut dyn Decode) -> Result<(), Fault> {
        let fault = Fault::missing().at_key(field.name);
        match self.replace(slot) {
            Some(remedy) => self.note(fault, 1, remedy),
            None => return Err(fault),
        }
        Ok(())
    }

    /// Moves behind the value at `mark`, which does not match its type, and returns the fault.
    ///
    /// # Errors
    ///
    /// Fails with the fault if it must not be forgiven, or if the value is not JSON.
    fn pass(&mut self, mark: Mark, fault: Fault) -> Result<Fault, Fault> {
        // Within a variant of a union, a deviating constant excludes the variant.
        if fault.is_syntax() || fault.is_too_deep() || (self.exact && fault.is_constant()) {
            return Err(fault);
        }
        self.rewind(mark);
        let start = self.offset();
        self.skip()?;
        let length = self.offset().saturating_sub(start);
        match self.tolerance.as_mut().is_some_and(|tolerance| tolerance.spend(length)) {
            true => Ok(fault),
            false => Err(fault),
        }
    }

    /// Resets a field whose value cannot be used, and returns how; `None` if the field cannot do without a value.
    fn replace(&mut self, slot: &mut dyn Decode) -> Option<Remedy> {
        if !self.tolerance.as_mut()?.spend(FILL) {
            return None;
        }
        if slot.decode_absent() {
            return Some(Remedy::LeftOut);
        }
        let mut tolerance = self.tolerance.take()?;
        let outer = std::mem::replace(&mut tolerance.neutral, true);
        let mut tolerance = Some(tolerance);
        let found = NEUTRAL.iter().any(|text| {
            let mut reader = Reader::new(text.as_bytes());
            // Types may require themselves.
            reader.depth = DEPTH.min(self.depth + 1);
            reader.repeated = true;
            reader.tolerance = tolerance.take();
            let result = slot.decode(&mut reader);
            tolerance = reader.tolerance.take();
            result.is_ok()
        });
        if let Some(tolerance) = &mut tolerance {
            tolerance.neutral = outer;
        }
        self.tolerance = tolerance;
        found.then_some(Remedy::Neutral)
    }

    /// Adds a step to the paths of the deviations that were noted since [`noted`](Self::noted) returned `before`.
    fn locate(&mut self, before: (usize, usize), segment: &dyn Fn() -> Segment) {
        let noted = self.tolerance.iter_mut().flat_map(|tolerance| &mut tolerance.noted).skip(before.0);
        noted.for_each(|noted| noted.fault.at(segment()));
    }

    fn note(&mut self, fault: Fault, steps: usize, remedy: Remedy) {
        if let Some(tolerance) = &mut self.tolerance {
            let inner = fault.depth().saturating_sub(steps);
            tolerance.note(Noted { fault, inner, remedy });
        }
    }
}
