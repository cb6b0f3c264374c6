//! Writes JSON text. Knows JSON, fields and maps; nothing of concrete models.

use std::fmt::Display;
use std::io::Write;

use super::Encode;
use super::collections::{EncodeMap, Items};
use super::field::Field;
use super::kept::{Kept, Written};
use super::marks::is_marked;
use super::scan::find_special;

/// How many bytes of text without escapes are copied at once.
const SHORT: usize = 16;

/// A writer of JSON text without white space.
pub struct Writer<'a> {
    out: &'a mut Vec<u8>,
    /// What takes the parts of the next object in place of writing them.
    show: Option<Show<'a>>,
    /// Tags that the next object must write unless it has those fields itself.
    tags: Tags,
}

/// Takes the parts of an object.
type Show<'a> = &'a mut dyn FnMut(&[Field], &[&dyn Encode], Others<'_>);

/// Names and values of tags, the outermost first. Unions directly within unions are rare, so one tag needs no
/// allocation.
#[derive(Default)]
struct Tags {
    first: Option<(&'static str, &'static str)>,
    more: Vec<(&'static str, &'static str)>,
}

impl<'a> Writer<'a> {
    /// Returns a writer that appends to `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, show: None, tags: Tags::default() }
    }

    /// Returns a writer that hands the parts of the next object to `show`, and writes what else there is to `out`.
    pub(super) fn showing(out: &'a mut Vec<u8>, show: Show<'a>) -> Self {
        Self { out, show: Some(show), tags: Tags::default() }
    }

    /// Writes an object: its constants, its required fields, and the optional ones that are not absent.
    ///
    /// `slots` are the values of the fields that are not constants, in the same order.
    pub fn object(&mut self, fields: &[Field], slots: &[&dyn Encode]) {
        self.fields(fields, slots, Others::default());
    }

    /// Writes an object like [`object_with`](Self::object_with), with the properties in `kept`.
    pub fn object_kept(&mut self, fields: &[Field], slots: &[&dyn Encode], kept: &Kept) {
        self.object_with(fields, slots, Some(kept), None, None);
    }

    /// Writes an object like [`object_kept`](Self::object_kept), with null for absent fields that are marked in `nulls`.
    pub fn object_marked(&mut self, fields: &[Field], slots: &[&dyn Encode], kept: &Kept, nulls: &[u64]) {
        self.object_with(fields, slots, Some(kept), Some(nulls), None);
    }

    /// Writes an object like [`object`](Self::object), with its constants as they were read, and null for absent fields
    /// that are marked in `nulls`; then the properties in `kept` and the entries of `rest` whose keys are no fields.
    pub fn object_with(
        &mut self,
        fields: &[Field],
        slots: &[&dyn Encode],
        kept: Option<&Kept>,
        nulls: Option<&[u64]>,
        rest: Option<&dyn EncodeMap>,
    ) {
        self.fields(fields, slots, Others { rest, kept, nulls: nulls.unwrap_or_default() });
    }

    /// Writes `value`, an object, with the field `name: tag` in front unless `value` itself writes that field.
    ///
    /// A value that is not an object is written unchanged.
    pub fn tagged(&mut self, name: &'static str, tag: &'static str, value: &dyn Encode) {
        let depth = self.tags.len();
        self.tags.push(name, tag);
        value.encode(self);
        // An object has taken all tags; any other value has left its own.
        self.tags.truncate(depth);
    }

    /// Writes all entries of `map` as one object.
    pub fn map(&mut self, map: &dyn EncodeMap) {
        self.fields(&[], &[], Others { rest: Some(map), ..Others::default() });
    }

    /// Writes an array.
    pub fn array(&mut self, items: &dyn Items) {
        self.tags.clear();
        self.out.push(b'[');
        let mut index = 0;
        while let Some(item) = items.item(index) {
            if index > 0 {
                self.out.push(b',');
            }
            item.encode(self);
            index += 1;
        }
        self.out.push(b']');
    }

    /// Writes a string, quoted and escaped.
    pub fn string(&mut self, text: &str) {
        write_string(self.out, text);
    }

    /// Writes a number.
    pub fn unsigned(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut left = number;
        loop {
            start -= 1;
            // A remainder of ten is a digit.
            digits[start] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[start..]);
    }

    /// Writes a number.
    pub fn signed(&mut self, number: i64) {
        if number < 0 {
            self.out.push(b'-');
        }
        self.unsigned(number.unsigned_abs());
    }

    /// Writes a number in the shortest form that reads back as the same one, or null if it is not finite.
    ///
    /// An integral number below 2^53 is written without a fraction: `422`, not `422.0`, for servers that expect an
    /// integer. Negative zero keeps its fraction, since `-0` would lose its sign when read as an integer.
    pub fn float(&mut self, number: f64) {
        match whole(number) {
            Some(number) => self.signed(number),
            None => self.serde(&number),
        }
    }

    /// Writes `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// Writes `json` verbatim; it must be one valid JSON value.
    pub fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Writes the `Display` output of `value` as a string; it must not need escapes.
    pub(crate) fn display(&mut self, value: &dyn Display) {
        // Writing to a vector does not fail.
        let _ = write!(self.out, "\"{value}\"");
    }

    /// Writes `value`, which must be a scalar, with serde_json, which writes its own numbers.
    #[allow(clippy::disallowed_methods)]
    pub(crate) fn serde<T: serde::Serialize>(&mut self, value: &T) {
        let start = self.out.len();
        if serde_json::to_writer(&mut *self.out, value).is_err() {
            self.out.truncate(start);
            self.null();
        }
    }

    fn fields(&mut self, fields: &[Field], slots: &[&dyn Encode], others: Others<'_>) {
        debug_assert_eq!(slots.len(), fields.iter().filter(|field| !field.is_constant()).count());
        if let Some(show) = self.show.take() {
            return show(fields, slots, others);
        }
        let start = self.out.len();
        self.out.push(b'{');
        if !self.tags.is_empty() {
            self.write_tags(start, fields, slots, others);
        }
        let mut slots = slots.iter();
        for (index, field) in fields.iter().enumerate() {
            if let Some(json) = field.constant {
                let written = others.kept.map_or(Written::Json(json), |kept| kept.written(field, json));
                if let Written::Json(json) = written {
                    self.field(start, field);
                    self.raw(json);
                }
                continue;
            }
            let Some(slot) = slots.next() else { break };
            if field.required || !slot.is_absent() {
                self.field(start, field);
                slot.encode(self);
            } else if others.writes_null(index, field) {
                self.field(start, field);
                self.null();
            }
        }
        for (name, json) in others.kept.iter().flat_map(|kept| kept.properties()) {
            self.key(start, name);
            self.raw(json);
        }
        if let Some(rest) = others.rest {
            self.write_rest(start, fields, rest);
        }
        self.out.push(b'}');
    }

    /// Writes the text before the value of a field.
    #[inline]
    fn field(&mut self, start: usize, field: &Field) {
        let Some((ready, length)) = field.ready() else { return self.key(start, field.name) };
        let at = self.out.len();
        // Copying a fixed number of bytes and truncating is much faster than copying the exact number.
        if at > start + 1 {
            self.out.extend_from_slice(ready);
            self.out.truncate(at + length);
        } else {
            self.out.extend_from_slice(&ready[1..]);
            self.out.truncate(at + length - 1);
        }
    }

    fn key(&mut self, start: usize, name: &str) {
        if self.out.len() > start + 1 {
            self.out.push(b',');
        }
        write_string(self.out, name);
        self.out.push(b':');
    }

    fn write_rest(&mut self, start: usize, fields: &[Field], rest: &dyn EncodeMap) {
        rest.each(&mut |key, value| {
            // A typed field determines its own key, even if it is absent.
            if !fields.iter().any(|field| field.name == key) {
                self.key(start, key);
                value.encode(self);
            }
        });
    }

    #[cold]
    fn write_tags(&mut self, start: usize, fields: &[Field], slots: &[&dyn Encode], others: Others<'_>) {
        let Tags { first, mut more } = std::mem::take(&mut self.tags);
        let Some(first) = first else { return };
        self.write_tag(start, first, fields, slots, others);
        for (index, &tag) in more.iter().enumerate() {
            let written = first.0 == tag.0 || more[..index].iter().any(|(earlier, _)| *earlier == tag.0);
            if !written {
                self.write_tag(start, tag, fields, slots, others);
            }
        }
        more.clear();
        self.tags.more = more;
    }

    fn write_tag(
        &mut self,
        start: usize,
        (name, tag): (&str, &str),
        fields: &[Field],
        slots: &[&dyn Encode],
        others: Others<'_>,
    ) {
        if !writes(fields, slots, others, name) && !others.has(name) {
            self.key(start, name);
            write_string(self.out, tag);
        }
    }
}

impl Tags {
    fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    fn push(&mut self, name: &'static str, tag: &'static str) {
        if self.first.is_none() {
            self.first = Some((name, tag));
        } else {
            self.more.push((name, tag));
        }
    }

    fn truncate(&mut self, length: usize) {
        if length == 0 {
            self.first = None;
        }
        self.more.truncate(length.saturating_sub(1));
    }

    fn clear(&mut self) {
        self.truncate(0);
    }
}

/// The additional properties of an object, what was kept beside its fields, and the marks of the fields that are null.
#[derive(Clone, Copy, Default)]
pub(super) struct Others<'o> {
    pub(super) rest: Option<&'o dyn EncodeMap>,
    pub(super) kept: Option<&'o Kept>,
    pub(super) nulls: &'o [u64],
}

impl Others<'_> {
    /// Returns whether there is a property with this name beside the fields.
    fn has(&self, name: &str) -> bool {
        self.rest.is_some_and(|rest| rest.has(name)) || self.kept.is_some_and(|kept| kept.has(name))
    }

    /// Returns whether an absent field is written as null.
    #[inline]
    fn writes_null(&self, index: usize, field: &Field) -> bool {
        field.keeps_null() && is_marked(self.nulls, index)
    }
}

/// Returns whether an object writes the field `name` itself. A constant that was absent when it was read stays absent.
fn writes(fields: &[Field], slots: &[&dyn Encode], others: Others<'_>, name: &str) -> bool {
    let mut slots = slots.iter();
    for (index, field) in fields.iter().enumerate() {
        let slot = if field.is_constant() { None } else { slots.next() };
        if field.name == name {
            let is_there = field.required || slot.is_none_or(|slot| !slot.is_absent());
            return is_there || others.writes_null(index, field);
        }
    }
    false
}

/// Returns the number as an integer, if a float represents it exactly, and it is not negative zero.
pub(super) fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    let is_whole = number.abs() < LIMIT && number.fract() == 0.0 && (number != 0.0 || number.is_sign_positive());
    // Within the limit the cast is exact.
    is_whole.then_some(number as i64)
}

fn write_string(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let plain = find_special(rest);
        match rest.first_chunk::<SHORT>() {
            // As with fields, copying a fixed number of bytes is much faster than copying the exact number.
            Some(chunk) if plain <= SHORT => {
                let length = out.len() + plain;
                out.extend_from_slice(chunk);
                out.truncate(length);
            }
            _ => out.extend_from_slice(&rest[..plain]),
        }
        let Some((&byte, after)) = rest[plain..].split_first() else { break };
        escape(out, byte);
        rest = after;
    }
    out.push(b'"');
}

#[inline]
fn escape(out: &mut Vec<u8>, byte: u8) {
    match LETTERS.get(usize::from(byte)) {
        Some(&letter) if letter != 0 => out.extend_from_slice(&[b'\\', letter]),
        _ => escape_control(out, byte),
    }
}

/// The escape letter for each byte that has one; 0 for all others. A table, since branches on the byte are hard to
/// predict.
const LETTERS: [u8; b'\\' as usize + 1] = {
    let mut letters = [0; b'\\' as usize + 1];
    letters[b'"' as usize] = b'"';
    letters[b'\\' as usize] = b'\\';
    letters[b'\n' as usize] = b'n';
    letters[b'\r' as usize] = b'r';
    letters[b'\t' as usize] = b't';
    letters[0x08] = b'b';
    letters[0x0C] = b'f';
    letters
};

#[cold]
fn escape_control(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.extend_from_slice(b"\\u00");
    out.push(HEX[usize::from(byte >> 4)]);
    out.push(HEX[usize::from(byte & 15)]);
}
