//! The cursor over JSON text. Knows JSON, nothing of fields, unions or models.
//!
//! The text is validated as UTF-8 once, so a string without escapes is a slice of it. Strings are read in `string`,
//! numbers in `number`, and both process eight bytes at a time (`scan`).
//!
//! The tokeniser is part of this crate. With jiter, the best maintained tokeniser for this purpose, decoding took as
//! long as with `serde_json` and derives; a token is so small that a call into another crate costs more than reading
//! it. Tests compare it with serde_json: both accept the same texts and read the same values.

use std::borrow::Cow;

use super::fault::{Fault, excerpt, shorten};
use super::field::Field;
use super::tolerance::Tolerance;
use super::{Decode, Sequence};

/// How deeply arrays and objects may nest.
pub(super) const DEPTH: u32 = 128;

/// A cursor over JSON text.
pub struct Reader<'j> {
    pub(super) text: &'j str,
    /// Whether the text is followed by bytes that are not UTF-8.
    cut: bool,
    /// The offset of the cursor, in bytes.
    pub(super) at: usize,
    /// How many arrays and objects are open.
    pub(super) depth: u32,
    /// How many bytes unions may still read again, so that a hostile text cannot take exponential time.
    pub(super) spare: usize,
    /// The offset of the innermost union, and how many unions around it are at the same offset.
    pub(super) union: (usize, u32),
    /// Whether a variant of a union is being read; a deviating constant then excludes the variant and is not recorded.
    pub(super) exact: bool,
    /// The tags that unions write themselves: the offset of the object, the name and the value.
    pub(super) own_tags: Vec<(usize, &'static str, &'static str)>,
    /// Whether a key was repeated, so that slots may hold values of earlier duplicates.
    pub(crate) repeated: bool,
    /// The depth of the outermost value that was read as any JSON.
    pub(crate) free: Option<u32>,
    /// Whether date-times must have an offset.
    pub(super) strict: bool,
    /// The last string with escapes, unescaped.
    pub(super) unescaped: String,
    /// How many elements the last array that was read has.
    pub(super) kept: usize,
    /// What forgiving decoding found so far; `None` if a deviation is an error.
    pub(super) tolerance: Option<Box<Tolerance>>,
}

/// A saved offset in the text.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: usize,
    depth: u32,
    free: Option<u32>,
}

/// The kind of the next value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl<'j> Reader<'j> {
    /// Returns a cursor at the start of `json`, after a byte order mark.
    ///
    /// Invalid UTF-8 ends the text: reading up to there is an error, and so is [`finish`](Self::finish).
    pub fn new(json: &'j [u8]) -> Self {
        let (text, cut) = match std::str::from_utf8(json) {
            Ok(text) => (text, false),
            Err(error) => (std::str::from_utf8(&json[..error.valid_up_to()]).unwrap_or_default(), true),
        };
        Self {
            text,
            cut,
            at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
            depth: 0,
            spare: text.len().saturating_mul(16).saturating_add(1 << 16),
            union: (usize::MAX, 0),
            exact: false,
            own_tags: Vec::new(),
            repeated: false,
            free: None,
            strict: false,
            unescaped: String::new(),
            kept: 0,
            tolerance: None,
        }
    }

    /// Reads one value.
    ///
    /// # Errors
    ///
    /// Fails like [`Decode::decode`].
    pub fn value<T: Decode>(&mut self) -> Result<T, Fault> {
        let mut value = T::blank();
        value.decode(self)?;
        Ok(value)
    }

    /// Checks that only white space is left.
    ///
    /// # Errors
    ///
    /// Fails if there is anything else.
    pub fn finish(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None if !self.cut => Ok(()),
            _ => Err(self.syntax("unexpected text after the value")),
        }
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    ///
    /// Fails if the next value is something else.
    pub fn boolean(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// Reads `null` if it is the next value, and returns whether it was.
    ///
    /// # Errors
    ///
    /// Fails if the text only begins like `null`.
    #[inline]
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.peek() == Some(b'n') { self.word("null").map(|()| true) } else { Ok(false) }
    }

    /// Reads any value and returns its text, without surrounding white space.
    ///
    /// # Errors
    ///
    /// Fails if the text is not JSON, or nests too deeply.
    pub fn raw(&mut self) -> Result<&'j str, Fault> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }

    /// Records that the next value is read as any JSON.
    #[inline]
    pub(super) fn note_free(&mut self) {
        self.free = Some(self.free.map_or(self.depth, |free| free.min(self.depth)));
    }

    /// Reads an array into `items`, element by element. The first `kept` of them are its elements then, and the caller
    /// removes the rest.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not an array, or an element does not match its type.
    pub fn array(&mut self, items: &mut dyn Sequence) -> Result<(), Fault> {
        if self.tolerance.is_some() {
            return self.forgiving_array(items);
        }
        let mut more = self.open_array()?;
        let mut index = 0;
        while more {
            if let Err(fault) = items.slot(index).decode(self) {
                return Err(fault.at_index(index));
            }
            index += 1;
            more = self.next_element()?;
        }
        self.kept = index;
        Ok(())
    }

    /// Returns the kind of the next value; reads only white space.
    pub(super) fn shape(&mut self) -> Result<Shape, Fault> {
        match self.peek() {
            Some(b'"') => Ok(Shape::String),
            Some(b'-' | b'0'..=b'9') => Ok(Shape::Number),
            Some(b'{') => Ok(Shape::Object),
            Some(b'[') => Ok(Shape::Array),
            Some(b't' | b'f') => Ok(Shape::Boolean),
            Some(b'n') => Ok(Shape::Null),
            _ => Err(self.syntax("expected a value")),
        }
    }

    /// Enters an array; returns whether it has an element.
    pub(super) fn open_array(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'[') {
            return Err(self.mismatch("an array"));
        }
        self.enter()?;
        Ok(!self.closes(b']'))
    }

    /// Moves to the next element of an array; false at its end.
    pub(super) fn next_element(&mut self) -> Result<bool, Fault> {
        self.next_or(b']')
    }

    /// Enters an object; returns whether it has an entry.
    pub(super) fn open_object(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        self.enter()?;
        Ok(!self.closes(b'}'))
    }

    /// Reads a key and the colon after it.
    pub(super) fn key(&mut self) -> Result<Cow<'j, str>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("expected a key"));
        }
        let key = self.text()?;
        self.colon()?;
        Ok(key)
    }

    /// Reads the key of `field` and the colon, if they follow exactly. On `false`, the key may still be the same in
    /// another spelling; [`key`](Self::key) reads any key.
    #[inline]
    pub(super) fn passes(&mut self, field: &Field) -> bool {
        // The byte before the key is the end of the previous entry, and does not matter.
        let rest = self.text.as_bytes().get(self.at.wrapping_sub(1)..).and_then(|rest| rest.first_chunk());
        let length = rest.map_or(0, |rest| field.key_length(rest));
        self.at += length;
        length > 0
    }

    /// Moves to the next entry of an object; false at its end.
    pub(super) fn next_entry(&mut self) -> Result<bool, Fault> {
        self.next_or(b'}')
    }

    /// Returns the offset of the cursor, in bytes.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Reads a null if only white space was read since `offset`.
    #[cold]
    pub(super) fn null_since(&mut self, offset: usize) -> bool {
        let read = self.text.get(offset..self.at).unwrap_or_default();
        read.trim_ascii().is_empty() && self.null() == Ok(true)
    }

    /// Saves the offset of the cursor.
    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth, free: self.free }
    }

    /// Returns to a saved offset.
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.at = mark.at;
        self.depth = mark.depth;
        self.free = mark.free;
    }

    /// Returns the next byte that is not white space.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    /// Enters the array or object that begins at the cursor.
    #[inline]
    fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == DEPTH {
            return Err(Fault::too_deep());
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Leaves the array or object that was entered last if it ends here.
    #[inline]
    fn closes(&mut self, bracket: u8) -> bool {
        let closes = self.peek() == Some(bracket);
        if closes {
            self.at += 1;
            self.depth -= 1;
        }
        closes
    }

    /// Skips a comma, or leaves the array or object that ends with `bracket`; returns whether it was a comma.
    #[inline]
    fn next_or(&mut self, bracket: u8) -> Result<bool, Fault> {
        let next = self.peek();
        if next == Some(b',') {
            self.at += 1;
            return Ok(true);
        }
        if next != Some(bracket) {
            return Err(self.syntax("expected a comma"));
        }
        self.at += 1;
        self.depth -= 1;
        Ok(false)
    }

    /// Reads the colon after a key.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b':') {
            return Err(self.syntax("expected a colon"));
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, word: &'static str) -> Result<(), Fault> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.syntax("expected a value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Returns an error about the next value instead of the expected one. Reads nothing.
    #[cold]
    #[inline(never)]
    pub(super) fn mismatch(&mut self, expected: &'static str) -> Fault {
        let mark = self.mark();
        let found = match self.shape() {
            Err(fault) => return fault,
            Ok(Shape::Array) => String::from("an array"),
            Ok(Shape::Object) => String::from("an object"),
            Ok(Shape::String) => match self.string() {
                Ok(text) => format!("the string {}", excerpt(text)),
                Err(fault) => return fault,
            },
            Ok(shape) => match self.raw() {
                Ok(text) if shape == Shape::Number => format!("the number {}", shorten(text)),
                Ok(text) => text.to_owned(),
                Err(fault) => return fault,
            },
        };
        self.rewind(mark);
        Fault::mismatch(expected, found)
    }

    /// Returns an error of invalid JSON at the cursor.
    #[cold]
    #[inline(never)]
    pub(super) fn syntax(&self, reason: &str) -> Fault {
        let reason = match self.at == self.text.len() {
            true if self.cut => "not UTF-8",
            true => "unexpected end of the text",
            false => reason,
        };
        Fault::syntax(reason.to_owned(), self.at)
    }
}
