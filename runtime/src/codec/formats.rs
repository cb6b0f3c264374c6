//! Strings of a known format: instants, dates, times and UUIDs. Besides `timestamp`, the only file of the codec that
//! mentions jiff and uuid.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use uuid::Uuid;

use super::timestamp::{self, Written};
use super::{Decode, Encode, Fault, Reader, Writer};

impl Encode for Timestamp {
    /// Writes RFC 3339 in UTC, with as many fractional digits as necessary.
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.display(&Written(*self));
    }
}

impl Decode for Timestamp {
    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let strict = reader.strict;
        let text = reader.string()?;
        *self = timestamp::parse(text, strict).ok_or_else(|| Fault::unfit("an RFC 3339 date-time", text))?;
        Ok(())
    }
}

impl Encode for DateTime {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.display(self);
    }
}

impl Decode for DateTime {
    fn blank() -> Self {
        Self::ZERO
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.string()?;
        // jiff would also accept an offset, which would be lost, and a date alone.
        let is_local = text.get(11..).is_some_and(|time| !time.contains(['Z', 'z', '+', '-', '[']));
        let time = if is_local { text.parse().ok() } else { None };
        *self = time.ok_or_else(|| Fault::unfit("a date-time without an offset", text))?;
        Ok(())
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.display(self);
    }
}

impl Decode for Date {
    fn blank() -> Self {
        Self::ZERO
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.string()?;
        // jiff would also accept a date-time, whose time would be lost.
        let date = if text.len() == "2006-01-02".len() { text.parse().ok() } else { None };
        *self = date.ok_or_else(|| Fault::unfit("an RFC 3339 date", text))?;
        Ok(())
    }
}

impl Encode for Time {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.display(self);
    }
}

impl Decode for Time {
    fn blank() -> Self {
        Self::MIN
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.string()?;
        // jiff would also accept a date-time, whose date would be lost.
        let time = if text.contains('-') { None } else { text.parse().ok() };
        *self = time.ok_or_else(|| Fault::unfit("a time of day", text))?;
        Ok(())
    }
}

impl Encode for Uuid {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl Decode for Uuid {
    fn blank() -> Self {
        Self::nil()
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.string()?;
        *self = Self::try_parse(text).map_err(|_| Fault::unfit("a UUID", text))?;
        Ok(())
    }
}
