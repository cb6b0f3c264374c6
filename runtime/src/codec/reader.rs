//! The cursor over JSON text. Knows JSON, nothing of fields, unions or models.
//!
//! The text is checked to be UTF-8 once, so a string without escapes is a slice of it. Strings are read in `string`,
//! numbers in `number`, and both look at eight bytes at a time (`scan`).
//!
//! The tokeniser is our own. With every token from jiter, the best of the well-kept tokenisers for this purpose,
//! decoding took as long as with `serde_json` and derives; a token is so small that a call into another crate costs
//! more than reading it. serde_json is the reference in the tests: both take the same texts for JSON, and the same
//! values for their meaning.

use std::borrow::Cow;

use super::fault::{Fault, excerpt, shorten};
use super::field::Field;
use super::{Decode, Sequence};

/// How deeply arrays and objects may nest.
const DEPTH: u32 = 128;

/// A cursor over JSON text.
pub struct Reader<'j> {
    pub(super) text: &'j str,
    /// Whether the text goes on with something that is not UTF-8.
    cut: bool,
    /// Where the cursor stands, in bytes.
    pub(super) at: usize,
    /// How many arrays and objects are open.
    pub(super) depth: u32,
    /// Bytes that unions may still read a second time, so that a hostile text cannot cost exponential time.
    pub(super) spare: usize,
    /// Where the innermost union stands, and how many stand around it at the same place.
    pub(super) union: (usize, u32),
    /// Whether a variant of a union is being read: it is another variant if a constant differs, so that none is kept.
    pub(super) exact: bool,
    /// Whether a key came twice, so that slots may hold what an earlier duplicate left.
    pub(crate) repeated: bool,
    /// How many arrays and objects stand around the outermost value that was taken as free JSON.
    pub(crate) free: Option<u32>,
    /// Whether date-times must have an offset.
    pub(super) strict: bool,
    /// The last string that had escapes.
    pub(super) unescaped: String,
}

/// A place in the text to come back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    at: usize,
    depth: u32,
    free: Option<u32>,
}

/// What kind of value stands under the cursor.
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
    /// Returns a cursor at the start of `json`, behind a byte order mark.
    ///
    /// What is not UTF-8 ends the text: reading on to there is a fault, and so is [`finish`](Self::finish).
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
            repeated: false,
            free: None,
            strict: false,
            unescaped: String::new(),
        }
    }

    /// Reads one value.
    ///
    /// # Errors
    ///
    /// Fails as [`Decode::decode`] does.
    pub fn value<T: Decode>(&mut self) -> Result<T, Fault> {
        let mut value = T::blank();
        value.decode(self)?;
        Ok(value)
    }

    /// Checks that nothing but white space is left.
    ///
    /// # Errors
    ///
    /// Fails if there is more.
    pub fn finish(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None if !self.cut => Ok(()),
            _ => Err(self.syntax("something follows the value")),
        }
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    ///
    /// Fails if something else stands there.
    pub fn boolean(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// Reads `null` if it stands there, and returns whether it did.
    ///
    /// # Errors
    ///
    /// Fails if something stands there that only begins like it.
    #[inline]
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.peek() == Some(b'n') { self.word("null").map(|()| true) } else { Ok(false) }
    }

    /// Reads any value and returns its text, without the white space around it.
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

    /// Takes note that the value under the cursor is taken as free JSON.
    #[inline]
    pub(super) fn note_free(&mut self) {
        self.free = Some(self.free.map_or(self.depth, |free| free.min(self.depth)));
    }

    /// Reads an array into `items`, element by element.
    ///
    /// # Errors
    ///
    /// Fails if something else stands there or an element does not fit.
    pub fn array(&mut self, items: &mut dyn Sequence) -> Result<(), Fault> {
        let mut more = self.open_array()?;
        let mut index = 0;
        while more {
            if let Err(fault) = items.next_slot().decode(self) {
                return Err(fault.at_index(index));
            }
            index += 1;
            more = self.next_element()?;
        }
        Ok(())
    }

    /// The kind of the value under the cursor; nothing is read but white space.
    pub(super) fn shape(&mut self) -> Result<Shape, Fault> {
        match self.peek() {
            Some(b'"') => Ok(Shape::String),
            Some(b'-' | b'0'..=b'9') => Ok(Shape::Number),
            Some(b'{') => Ok(Shape::Object),
            Some(b'[') => Ok(Shape::Array),
            Some(b't' | b'f') => Ok(Shape::Boolean),
            Some(b'n') => Ok(Shape::Null),
            _ => Err(self.syntax("a value should stand here")),
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
            return Err(self.syntax("a key should stand here"));
        }
        let key = self.text()?;
        self.colon()?;
        Ok(key)
    }

    /// Reads the key of `field` and the colon, if they stand under the cursor without anything between them. False
    /// says nothing: what is unusual is left to [`key`](Self::key).
    #[inline]
    pub(super) fn passes(&mut self, field: &Field) -> bool {
        // What stands before the key is the end of the entry before it, and does not matter.
        let rest = self.text.as_bytes().get(self.at.wrapping_sub(1)..).and_then(|rest| rest.first_chunk());
        let length = rest.map_or(0, |rest| field.key_length(rest));
        self.at += length;
        length > 0
    }

    /// Moves to the next entry of an object; false at its end.
    pub(super) fn next_entry(&mut self) -> Result<bool, Fault> {
        self.next_or(b'}')
    }

    /// Where the cursor stands, in bytes.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Reads a null if nothing but white space was read since `offset`.
    #[cold]
    pub(super) fn null_since(&mut self, offset: usize) -> bool {
        let read = self.text.get(offset..self.at).unwrap_or_default();
        read.trim_ascii().is_empty() && self.null() == Ok(true)
    }

    /// Remembers where the cursor stands.
    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth, free: self.free }
    }

    /// Goes back to a remembered place.
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.at = mark.at;
        self.depth = mark.depth;
        self.free = mark.free;
    }

    /// The next byte that is no white space.
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

    /// Enters what opens under the cursor.
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

    /// Passes over a comma, or leaves what ends with `bracket`; returns whether it was a comma.
    #[inline]
    fn next_or(&mut self, bracket: u8) -> Result<bool, Fault> {
        let next = self.peek();
        if next == Some(b',') {
            self.at += 1;
            return Ok(true);
        }
        if next != Some(bracket) {
            return Err(self.syntax("a comma should stand here"));
        }
        self.at += 1;
        self.depth -= 1;
        Ok(false)
    }

    /// Reads the colon behind a key.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b':') {
            return Err(self.syntax("a colon should stand here"));
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, word: &'static str) -> Result<(), Fault> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.syntax("a value should stand here"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Says what stands under the cursor instead of what was expected. Nothing is read.
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

    /// Says that the text is no JSON where the cursor stands.
    #[cold]
    #[inline(never)]
    pub(super) fn syntax(&self, reason: &str) -> Fault {
        let reason = match self.at == self.text.len() {
            true if self.cut => "not UTF-8",
            true => "it ends too early",
            false => reason,
        };
        Fault::syntax(reason.to_owned(), self.at)
    }
}
