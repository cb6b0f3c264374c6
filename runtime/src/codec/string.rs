//! Reads strings: borrowed if they have no escapes, else unescaped into a buffer of the reader. Knows strings, nothing
//! of other values.

use std::borrow::Cow;

use super::accept::FromText;
use super::fault::Fault;
use super::reader::Reader;
use super::scan::find_special;

/// The character of each escape letter; 0 if there is unknown escape. A table, since branches on the letter are hard to
/// predict.
const MEANT: [u8; 128] = {
    let mut meant = [0; 128];
    meant[b'"' as usize] = b'"';
    meant[b'\\' as usize] = b'\\';
    meant[b'/' as usize] = b'/';
    meant[b'n' as usize] = b'\n';
    meant[b't' as usize] = b'\t';
    meant[b'r' as usize] = b'\r';
    meant[b'b' as usize] = 0x08;
    meant[b'f' as usize] = 0x0C;
    meant
};

impl<'j> Reader<'j> {
    /// Reads a string.
    ///
    /// # Errors
    ///
    /// Fails if the next value is something else.
    pub fn string(&mut self) -> Result<&str, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch("a string"));
        }
        match self.plain_string() {
            Some(text) => Ok(text),
            None => self.escaped_string(),
        }
    }

    /// Reads the value of an open string enum.
    #[doc(hidden)]
    pub fn open_string<T: FromText>(&mut self, value: &mut T) -> Result<(), Fault> {
        *value = T::from(self.string()?);
        Ok(())
    }

    /// Reads the string at the cursor, borrowed from the text if it has no escapes.
    #[inline]
    pub(super) fn text(&mut self) -> Result<Cow<'j, str>, Fault> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped_string().map(|text| Cow::Owned(text.to_owned())),
        }
    }

    /// Reads the string at the cursor if it has no escapes.
    #[inline]
    fn plain_string(&mut self) -> Option<&'j str> {
        let start = self.at + 1;
        let rest = &self.text.as_bytes()[start..];
        let length = find_special(rest);
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        self.at = start + length + 1;
        Some(&self.text[start..start + length])
    }

    /// Reads the string at the cursor, with or without escapes.
    #[inline(never)]
    fn escaped_string(&mut self) -> Result<&str, Fault> {
        let bytes = self.text.as_bytes();
        self.unescaped.clear();
        // One iteration for most texts; longer ones double the capacity.
        self.unescaped.reserve((bytes.len() - self.at).min(1 << 10));
        self.at += 1;
        loop {
            let end = self.at + find_special(&bytes[self.at..]);
            // Both ends are next to ASCII, or at the end of the text.
            self.unescaped.push_str(&self.text[self.at..end]);
            self.at = end;
            match bytes.get(end) {
                Some(b'\\') => self.escape()?,
                Some(b'"') => break,
                _ => return Err(self.syntax("control character in a string")),
            }
        }
        self.at += 1;
        Ok(&self.unescaped)
    }

    /// Reads the escape at the cursor.
    #[inline]
    fn escape(&mut self) -> Result<(), Fault> {
        self.at += 1;
        let letter = self.text.as_bytes().get(self.at).copied().unwrap_or_default();
        let meant = MEANT[usize::from(letter & 0x7F)];
        if meant == 0 || letter > 0x7F {
            return if letter == b'u' { self.unicode_escape() } else { Err(self.syntax("unknown escape")) };
        }
        self.at += 1;
        self.unescaped.push(char::from(meant));
        Ok(())
    }

    /// Reads the `uXXXX` of an escape, and the next escape if both are a surrogate pair.
    #[inline(never)]
    fn unicode_escape(&mut self) -> Result<(), Fault> {
        let mut code = self.code_unit()?;
        if (0xD800..0xDC00).contains(&code) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            self.at += 1;
            let low = self.code_unit()?;
            // Anything else that follows gives an invalid character.
            code = if (0xDC00..0xE000).contains(&low) {
                0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            } else {
                code
            };
        }
        // Unpaired surrogates are not characters.
        let Some(character) = char::from_u32(code) else { return Err(self.syntax("unpaired surrogate")) };
        self.unescaped.push(character);
        Ok(())
    }

    /// Reads a `u` and four hexadecimal digits.
    fn code_unit(&mut self) -> Result<u32, Fault> {
        self.at += 1;
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.text.as_bytes().get(self.at).and_then(|&byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { return Err(self.syntax("expected four hexadecimal digits")) };
            code = code << 4 | digit;
            self.at += 1;
        }
        Ok(code)
    }
}
