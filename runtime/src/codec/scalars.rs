//! Encodes and decodes booleans, numbers and strings. Strings are never read as numbers, nor numbers as strings.

use super::writer::whole;
use super::{Decode, Encode, Fault, Reader, Writer};
use crate::secret::{self, Secret};

macro_rules! integers {
    ($($type:ty: $write:ident as $wide:ty),*) => {$(
        impl Encode for $type {
            fn encode(&self, writer: &mut Writer<'_>) {
                writer.$write(<$wide>::from(*self));
            }
        }

        impl Decode for $type {
            fn blank() -> Self {
                0
            }

            fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                *self = reader.integer(<$type>::MIN.into(), <$type>::MAX.into())? as Self;
                Ok(())
            }
        }
    )*};
}

integers!(i8: signed as i64, i16: signed as i64, i32: signed as i64, i64: signed as i64);
integers!(u8: unsigned as u64, u16: unsigned as u64, u32: unsigned as u64, u64: unsigned as u64);

impl Encode for i128 {
    fn encode(&self, writer: &mut Writer<'_>) {
        match i64::try_from(*self) {
            Ok(number) => writer.signed(number),
            Err(_) => writer.raw(&self.to_string()),
        }
    }
}

impl Decode for i128 {
    fn blank() -> Self {
        0
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.integer(Self::MIN, Self::MAX)?;
        Ok(())
    }
}

impl Encode for f64 {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.float(*self);
    }
}

impl Decode for f64 {
    fn blank() -> Self {
        0.0
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.float()?;
        Ok(())
    }
}

impl Encode for f32 {
    fn encode(&self, writer: &mut Writer<'_>) {
        match whole(f64::from(*self)) {
            Some(number) => writer.signed(number),
            // Not widened, so that 0.1 stays 0.1.
            None => writer.serde(self),
        }
    }
}

impl Decode for f32 {
    fn blank() -> Self {
        0.0
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.float()? as f32;
        if self.is_finite() { Ok(()) } else { Err(Fault::new("beyond the range of 32-bit floats")) }
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.boolean(*self);
    }
}

impl Decode for bool {
    fn blank() -> Self {
        false
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.boolean()?;
        Ok(())
    }
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(self);
    }
}

impl Encode for String {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(self);
    }
}

impl Decode for String {
    fn blank() -> Self {
        Self::new()
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.string()?.to_owned();
        Ok(())
    }
}

impl Encode for Secret {
    fn encode(&self, writer: &mut Writer<'_>) {
        secret::note(self);
        writer.string(self.expose());
    }
}

impl Decode for Secret {
    fn blank() -> Self {
        Self::from("")
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        match reader.string() {
            Ok(text) => *self = Self::from(text),
            Err(fault) => return Err(fault.redacted()),
        }
        Ok(())
    }
}
