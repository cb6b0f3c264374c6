//! Skips unknown values. Knows the cursor, nothing of the surrounding values.

use super::Fault;
use super::reader::{Reader, Shape};

impl Reader<'_> {
    /// Skips one value of any kind. Does not recurse.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let floor = self.depth;
        // One bit for each open level, set for an object; 128 bits suffice because of the depth limit.
        let mut objects = 0_u128;
        loop {
            let mut more = match self.shape()? {
                Shape::Object => {
                    objects = objects << 1 | 1;
                    self.open_object()? && self.skip_key()?
                }
                Shape::Array => {
                    objects <<= 1;
                    self.open_array()?
                }
                scalar => {
                    self.skip_scalar(scalar)?;
                    if self.depth == floor {
                        return Ok(());
                    }
                    self.skip_to_next(objects)?
                }
            };
            while !more {
                objects >>= 1;
                if self.depth == floor {
                    return Ok(());
                }
                more = self.skip_to_next(objects)?;
            }
        }
    }

    fn skip_scalar(&mut self, shape: Shape) -> Result<(), Fault> {
        match shape {
            Shape::Null => self.null().map(drop),
            Shape::Boolean => self.boolean().map(drop),
            Shape::String => self.string().map(drop),
            _ => self.number("a number").map(drop),
        }
    }

    fn skip_key(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("expected a key"));
        }
        self.string()?;
        self.colon().map(|()| true)
    }

    fn skip_to_next(&mut self, objects: u128) -> Result<bool, Fault> {
        if objects & 1 == 1 { Ok(self.next_entry()? && self.skip_key()?) } else { self.next_element() }
    }
}
