//! Encodes and decodes lists, maps, options and boxes. This code is compiled for each element type, so the loops are in
//! the reader and the writer.

use std::collections::BTreeMap;
use std::mem;

use super::collections::{DecodeMap, EncodeMap, Items, Sequence};
use super::{Decode, Encode, Fault, Reader, Writer};

/// Collects strings from anything that yields text, borrowed or owned.
pub(super) fn texts<I>(items: I) -> Vec<String>
where
    I: IntoIterator<Item: AsRef<str>>,
{
    items.into_iter().map(|item| item.as_ref().to_owned()).collect()
}

impl<T: Encode> Items for [T] {
    fn item(&self, index: usize) -> Option<&dyn Encode> {
        match self.get(index) {
            Some(item) => Some(item),
            None => None,
        }
    }
}

impl<T: Encode> Items for Vec<T> {
    fn item(&self, index: usize) -> Option<&dyn Encode> {
        self.as_slice().item(index)
    }
}

impl<T: Decode> Sequence for Vec<T> {
    fn slot(&mut self, count: usize) -> &mut dyn Decode {
        self.truncate(count);
        self.push(T::blank());
        &mut self[count]
    }
}

impl<T: Encode> EncodeMap for BTreeMap<String, T> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode)) {
        for (key, value) in self {
            write(key, value);
        }
    }

    fn has(&self, key: &str) -> bool {
        self.contains_key(key)
    }
}

impl<T: Decode> DecodeMap for BTreeMap<String, T> {
    fn slot(&mut self, key: &str) -> &mut dyn Decode {
        let slot = self.entry(key.to_owned()).or_insert_with(T::blank);
        // A duplicate key must not keep anything of its first value.
        *slot = T::blank();
        slot
    }

    fn forget(&mut self) {
        self.clear();
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.array(&self);
    }
}

impl<T: Encode> Items for &[T] {
    fn item(&self, index: usize) -> Option<&dyn Encode> {
        (**self).item(index)
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, writer: &mut Writer<'_>) {
        self.as_slice().encode(writer);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.array(self);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        match reader.array(self) {
            Ok(()) => {
                self.truncate(reader.kept);
                Ok(())
            }
            Err(fault) => Err(fault),
        }
    }

    fn decode_absent(&mut self) -> bool {
        self.truncate(0);
        false
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.map(self);
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.map(self)
    }

    fn decode_absent(&mut self) -> bool {
        self.clear();
        false
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn blank() -> Self {
        None
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        // This is compiled for each type of a field, so it is as short as possible.
        match reader.null() {
            Ok(is_null) => {
                // The value of an earlier duplicate must not remain.
                self.decode_absent();
                if is_null {
                    return Ok(());
                }
            }
            Err(fault) => return Err(fault),
        }
        // There is nothing left to drop.
        mem::forget(self.replace(T::blank()));
        match self {
            Some(value) => value.decode(reader),
            None => Ok(()),
        }
    }

    fn decode_absent(&mut self) -> bool {
        *self = None;
        true
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        (**self).encode(writer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        (**self).decode(reader)
    }

    fn decode_absent(&mut self) -> bool {
        (**self).decode_absent()
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer<'_>) {
        (**self).encode(writer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}
