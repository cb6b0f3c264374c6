//! The engine that reads objects: one loop for all models. Knows fields and slots, nothing of concrete types.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Decode;
use super::collections::DecodeMap;
use super::fault::Fault;
use super::field::Field;
use super::kept::{Kept, same};
use super::marks::mark;
use super::reader::{Mark, Reader};

/// How many fields are compared with a key before the key is read.
const NEAR: usize = 4;

impl<'j> Reader<'j> {
    /// Reads an object into `slots`, those of the fields that are not constants, in the same order.
    ///
    /// Unknown keys are skipped; of duplicate keys, the last one counts; null counts as absent if the type of an
    /// optional field has no null, or if it is not kept.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not an object, a required field is missing, a field does not match its type or a
    /// constant has another value.
    pub fn object(&mut self, fields: &[Field], slots: &mut [&mut dyn Decode]) -> Result<(), Fault> {
        self.read_fields(fields, slots, &mut Others::default())
    }

    /// Reads an object like [`object_with`](Self::object_with), and keeps what the fields do not describe.
    ///
    /// # Errors
    ///
    /// Fails like `object_with`.
    pub fn object_kept(
        &mut self,
        fields: &[Field],
        slots: &mut [&mut dyn Decode],
        kept: &mut Kept,
    ) -> Result<(), Fault> {
        self.object_with(fields, slots, Some(kept), None, None)
    }

    /// Reads an object like [`object_kept`](Self::object_kept), and marks which absent fields are null.
    ///
    /// # Errors
    ///
    /// Fails like `object_with`.
    pub fn object_marked(
        &mut self,
        fields: &[Field],
        slots: &mut [&mut dyn Decode],
        kept: &mut Kept,
        nulls: &mut [u64],
    ) -> Result<(), Fault> {
        self.object_with(fields, slots, Some(kept), Some(nulls), None)
    }

    /// Reads an object like [`object`](Self::object), but reads unknown properties into `rest`, or keeps their text in
    /// `kept` if there is no `rest`; records absent and deviating constants in `kept`, and marks the fields that are
    /// null rather than absent in `nulls`.
    ///
    /// # Errors
    ///
    /// Fails like `object`, and if an entry of `rest` does not match its type. With `kept`, a deviating constant
    /// is an error only if the object is, or is a part of, a variant of a union.
    pub fn object_with<'a>(
        &mut self,
        fields: &[Field],
        slots: &mut [&mut dyn Decode],
        mut kept: Option<&'a mut Kept>,
        mut nulls: Option<&'a mut [u64]>,
        mut rest: Option<&'a mut dyn DecodeMap>,
    ) -> Result<(), Fault> {
        kept.iter_mut().for_each(|kept| kept.forget());
        nulls.iter_mut().for_each(|nulls| nulls.fill(0));
        rest.iter_mut().for_each(|rest| rest.forget());
        self.read_fields(fields, slots, &mut Others { rest, kept, nulls, refused: BTreeSet::new() })
    }

    /// Reads an object whose keys are data into `map`.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not an object, or an entry does not match its type.
    pub fn map(&mut self, map: &mut dyn DecodeMap) -> Result<(), Fault> {
        self.object_with(&[], &mut [], None, None, Some(map))
    }

    fn read_fields(
        &mut self,
        fields: &[Field],
        slots: &mut [&mut dyn Decode],
        others: &mut Others<'_>,
    ) -> Result<(), Fault> {
        debug_assert_eq!(slots.len(), fields.iter().filter(|field| !field.is_constant()).count());
        let mut search = Search::new(fields);
        self.peek();
        let start = self.mark();
        let mut more = self.open_object()?;
        while more {
            match self.entry(&mut search)? {
                Entry::Slot(field, slot) => {
                    if let Some(nulls) = others.nulls.as_deref_mut().filter(|_| fields[field].keeps_null()) {
                        // Whatever else begins like null is an error.
                        mark(nulls, field, self.peek() == Some(b'n'));
                    }
                    if self.tolerance.is_some() {
                        self.forgiving_field(&mut search, field, &mut *slots[slot])?;
                    } else {
                        self.field(&mut search, field, &mut *slots[slot])?;
                    }
                }
                Entry::Constant(index) => {
                    self.repeated |= search.seen.insert(index);
                    self.constant(&fields[index], others)?;
                }
                Entry::Unknown(name) => match &mut others.rest {
                    None => self.unknown(&name, start, others)?,
                    Some(rest) if self.tolerance.is_some() => {
                        self.forgiving_entry(&mut **rest, &mut others.refused, &name)?;
                    }
                    Some(rest) => {
                        if let Err(fault) = rest.slot(&name).decode(self) {
                            return Err(fault.at_key(name.into_owned()));
                        }
                    }
                },
            }
            more = self.next_entry()?;
        }
        if let Some(rest) = others.rest.as_deref_mut().filter(|_| !others.refused.is_empty()) {
            self.read_entries_again(start, fields, rest, &others.refused)?;
        }
        self.missing(&search, slots, others)
    }

    /// Keeps the text of a property that has no field, in an object that begins at `start`.
    #[cold]
    fn unknown(&mut self, name: &str, start: Mark, others: &mut Others<'_>) -> Result<(), Fault> {
        let Some(kept) = others.kept.as_deref_mut() else { return self.skip() };
        let json = self.raw()?;
        // The union around the object writes its tag itself.
        if !self.is_own_tag(start, name, json) {
            kept.unknown(name, json);
        }
        Ok(())
    }

    /// Reads a key and finds its field.
    #[inline]
    fn entry(&mut self, search: &mut Search<'_>) -> Result<Entry<'j>, Fault> {
        self.peek();
        let (first, mut slot) = search.next;
        // An optional field or two may be absent.
        for (index, field) in search.fields.iter().enumerate().skip(first).take(NEAR) {
            if self.passes(field) {
                return Ok(search.found((index, slot)));
            }
            slot += usize::from(!field.is_constant());
        }
        let name = self.key()?;
        Ok(search.find(&name).unwrap_or(Entry::Unknown(name)))
    }

    fn field(&mut self, search: &mut Search<'_>, index: usize, slot: &mut dyn Decode) -> Result<(), Fault> {
        match self.slot(search, index, slot) {
            Ok(()) => Ok(()),
            Err(fault) => Err(fault.at_key(search.fields[index].name)),
        }
    }

    /// Reads a field like [`field`](Self::field), without its name in errors.
    #[inline]
    pub(super) fn slot(&mut self, search: &mut Search<'_>, index: usize, slot: &mut dyn Decode) -> Result<(), Fault> {
        self.repeated |= search.seen.insert(index);
        let before = self.offset();
        let strict = std::mem::replace(&mut self.strict, search.fields[index].strict);
        let result = slot.decode(self);
        self.strict = strict;
        let Err(fault) = result else { return Ok(()) };
        // If the type of an optional field has no null, null counts as absent.
        if !search.fields[index].required && self.null_since(before) {
            return Ok(());
        }
        Err(fault)
    }

    /// Compares a constant with the next value, and records the value if it differs.
    fn constant(&mut self, field: &Field, others: &mut Others<'_>) -> Result<(), Fault> {
        let json = self.raw()?;
        let Some(expected) = field.constant else { return Ok(()) };
        if same(expected, json) {
            if let Some(kept) = &mut others.kept {
                kept.agree(field);
            }
            return Ok(());
        }
        let is_null = field.nullable && json == "null";
        match &mut others.kept {
            Some(kept) if is_null || !self.exact => kept.differ(field, json),
            _ => return Err(Fault::constant(expected, json).at_key(field.name)),
        }
        Ok(())
    }

    fn missing(
        &mut self,
        search: &Search<'_>,
        slots: &mut [&mut dyn Decode],
        others: &mut Others<'_>,
    ) -> Result<(), Fault> {
        if search.seen.count() == search.fields.len() {
            return Ok(());
        }
        let mut slots = slots.iter_mut();
        for (index, field) in search.fields.iter().enumerate() {
            if field.is_constant() {
                if let Some(kept) = others.kept.as_mut().filter(|_| !search.seen.has(index)) {
                    kept.absent(field);
                }
                continue;
            }
            let Some(slot) = slots.next() else { break };
            let required = field.required;
            // Without duplicates, every slot is still blank.
            if !(required || self.repeated) || search.seen.has(index) {
                continue;
            }
            if !slot.decode_absent() && required {
                self.lack(field, &mut **slot)?;
            }
        }
        Ok(())
    }
}

/// The map for unknown properties, what is kept without one, and the marks of the fields that are null.
#[derive(Default)]
struct Others<'o> {
    rest: Option<&'o mut dyn DecodeMap>,
    kept: Option<&'o mut Kept>,
    nulls: Option<&'o mut [u64]>,
    /// The keys of unknown properties that do not match their type, where that is not an error.
    refused: BTreeSet<String>,
}

/// What a key belongs to.
pub(super) enum Entry<'j> {
    /// A field, and its slot.
    Slot(usize, usize),
    /// A constant.
    Constant(usize),
    /// An unknown key.
    Unknown(Cow<'j, str>),
}

/// Finds fields by key. Keys mostly come in the order of the fields, so the search starts after the last one found.
pub(super) struct Search<'f> {
    pub(super) fields: &'f [Field],
    /// The field to look at first, and its slot.
    next: (usize, usize),
    seen: Seen,
}

impl<'f> Search<'f> {
    pub(super) fn new(fields: &'f [Field]) -> Self {
        Self { fields, next: (0, 0), seen: Seen::default() }
    }

    pub(super) fn find<'j>(&mut self, name: &str) -> Option<Entry<'j>> {
        let (start, slot) = self.next;
        let found = find(self.fields, (start, slot), self.fields.len(), name)
            .or_else(|| find(self.fields, (0, 0), start, name));
        Some(self.found(found?))
    }

    /// Records where the next search starts.
    #[inline]
    fn found<'j>(&mut self, (field, slot): (usize, usize)) -> Entry<'j> {
        if self.fields[field].is_constant() {
            self.next = (field + 1, slot);
            return Entry::Constant(field);
        }
        self.next = (field + 1, slot + 1);
        Entry::Slot(field, slot)
    }
}

/// Searches for a field from `start`, a field and the next slot, up to `end`.
fn find(fields: &[Field], start: (usize, usize), end: usize, name: &str) -> Option<(usize, usize)> {
    let mut slot = start.1;
    for (index, field) in fields[..end].iter().enumerate().skip(start.0) {
        if field.name == name {
            return Some((index, slot));
        }
        slot += usize::from(!field.is_constant());
    }
    None
}

/// A set of indices that allocates only beyond 64 of them.
#[derive(Default)]
pub(super) struct Seen {
    low: u64,
    high: Vec<u64>,
    count: usize,
}

impl Seen {
    /// Adds an index; returns whether it was present already.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let word = if index < 64 { &mut self.low } else { self.high_word(index) };
        let bit = 1 << (index % 64);
        let was = *word & bit != 0;
        *word |= bit;
        self.count += usize::from(!was);
        was
    }

    /// Returns whether the index was added.
    #[inline]
    pub(super) fn has(&self, index: usize) -> bool {
        let word = if index < 64 { self.low } else { self.high.get(index / 64 - 1).copied().unwrap_or_default() };
        word & (1 << (index % 64)) != 0
    }

    /// Returns how many indices were added.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    #[cold]
    fn high_word(&mut self, index: usize) -> &mut u64 {
        let at = index / 64 - 1;
        if self.high.len() <= at {
            self.high.resize(at + 1, 0);
        }
        &mut self.high[at]
    }
}
