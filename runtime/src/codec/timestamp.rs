//! Date-times of RFC 3339 as instants, and back. Knows text and jiff, nothing of JSON.
//!
//! Three kinds of date-times are common in responses but not instants of jiff. They must not be errors:
//!
//! - *The end of time.* RFC 3339 ends with the year 9999, [`Timestamp::MAX`] 26 hours earlier. Instants in between
//!   often mean "never": `9999-12-31T23:59:59Z` is read as `Timestamp::MAX`, all others as one of the last nanoseconds
//!   before it. They are therefore written back unchanged, to the millisecond, and remain distinct from "never".
//! - *No offset.* `2026-01-02T03:04:05` is read as UTC, unless offsets are required (`strict`).
//! - *Spellings.* More than nine fractional digits, which are truncated, and the hour 24, which is the end of the day.
//!
//! A leap second (`23:59:60`) is read as the second before it, as jiff does.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::{SignedDuration, Timestamp};

/// The last nanosecond that RFC 3339 can write in UTC.
const LAST: DateTime = DateTime::constant(9999, 12, 31, 23, 59, 59, 999_999_999);

/// The nanoseconds between `Timestamp::MAX` and [`LAST`]: 26 hours without a second.
const BEYOND: i128 = (26 * 3600 - 1) * SECOND;

const SECOND: i128 = 1_000_000_000;
const MILLISECOND: i128 = 1_000_000;

/// Fractions of the last second that consist of nines only, as nanoseconds before [`LAST`]: from nine nines to three.
const NINES: [i128; 7] = [0, 9, 99, 999, 9_999, 99_999, 999_999];

/// Parses a date-time. Without an offset, it is in UTC, or `None` if `strict` is set.
pub(super) fn parse(text: &str, strict: bool) -> Option<Timestamp> {
    text.parse().ok().or_else(|| parse_unusual(text, strict))
}

#[cold]
fn parse_unusual(text: &str, strict: bool) -> Option<Timestamp> {
    let (text, next_day) = usual(text);
    let pieces = Pieces::parse(&*text).ok()?;
    let offset = match (pieces.offset(), pieces.time_zone_annotation()) {
        (Some(offset), _) => offset.to_numeric_offset().seconds(),
        (None, None) if !strict => 0,
        _ => return None,
    };
    let local = DateTime::from_parts(pieces.date(), pieces.time()?);
    let left = LAST.duration_since(local) + SignedDuration::from_secs(i64::from(offset));
    let left = left - SignedDuration::from_hours(if next_day { 24 } else { 0 });
    let left = left.as_nanos();
    if left < BEYOND {
        return Some(fold(left));
    }
    Timestamp::MAX.checked_sub(SignedDuration::from_nanos_i128(left - BEYOND)).ok()
}

/// Returns the date-time in a form that jiff accepts, and whether it is at the end of the day rather than at its start.
fn usual(text: &str) -> (Cow<'_, str>, bool) {
    /// The range of the hour in a date-time.
    const HOUR: std::ops::Range<usize> = 11..13;
    let mut text = Cow::Borrowed(text);
    if let Some((before, after)) = text.split_once('.') {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 9 {
            text = Cow::Owned(format!("{before}.{}{}", &after[..9], &after[digits..]));
        }
    }
    let is_end = text.get(HOUR) == Some("24") && {
        let rest = text[HOUR.end..].split(['Z', 'z', '+', '-']).next().unwrap_or_default();
        rest.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
    };
    if is_end {
        text.to_mut().replace_range(HOUR, "00");
    }
    (text, is_end)
}

/// Returns the instant that represents the one this many nanoseconds before [`LAST`], which is out of range; later ones
/// are read as "never".
fn fold(left: i128) -> Timestamp {
    let steps = match NINES.iter().position(|nines| left <= *nines) {
        _ if left < 0 => 0,
        Some(nines) => 1 + nines as i64,
        None => match left / MILLISECOND {
            // The exact second of "never" is the last one.
            999 => 0,
            milliseconds => NINES.len() as i64 + milliseconds as i64,
        },
    };
    // A few milliseconds before the end of the range.
    Timestamp::MAX.checked_sub(SignedDuration::from_nanos(steps)).unwrap_or(Timestamp::MAX)
}

/// Returns how many nanoseconds before [`LAST`] the represented instant is, if an instant represents another one.
fn unfold(instant: Timestamp) -> Option<i128> {
    let steps = instant.duration_until(Timestamp::MAX).as_nanos();
    let left = match usize::try_from(steps).ok()? {
        0 => SECOND - 1,
        nines @ 1..=7 => NINES[nines - 1],
        // The second of "never" is handled separately.
        1006 => return None,
        _ => (steps - NINES.len() as i128) * MILLISECOND + (MILLISECOND - 1),
    };
    (left < BEYOND).then_some(left)
}

/// Returns an instant as RFC 3339 in UTC, with as many fractional digits as necessary.
pub(super) struct Written(pub(super) Timestamp);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beyond = unfold(self.0).and_then(|left| {
            // Less than 26 hours.
            LAST.checked_sub(SignedDuration::from_nanos(i64::try_from(left).ok()?)).ok()
        });
        match beyond {
            Some(time) => write!(f, "{time}Z"),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{BEYOND, Written, parse};

    #[track_caller]
    fn again(text: &str) -> String {
        Written(parse(text, true).expect("it is a date-time")).to_string()
    }

    #[test]
    fn instants_beyond_the_range_are_written_as_they_came() {
        for text in [
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.9Z",
            "9999-12-31T23:59:59.999Z",
            "9999-12-31T23:59:59.9999Z",
            "9999-12-31T23:59:59.999999Z",
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:58Z",
            "9999-12-31T00:00:00Z",
            "9999-12-31T12:34:56.789Z",
            "9999-12-30T22:00:01Z",
            "9999-12-30T22:00:00Z",
            "9999-12-30T22:00:00.5Z",
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
        ] {
            assert_eq!(again(text), text);
        }
        assert_eq!(parse("9999-12-31T23:59:59Z", true), Some(Timestamp::MAX));
        assert_eq!(again("9999-12-31T23:59:59+02:00"), "9999-12-31T21:59:59Z");
        assert_eq!(again("9999-12-31T23:59:59-02:00"), "9999-12-31T23:59:59Z", "there is no later one");
        assert_eq!(again("9999-12-31T24:00:00Z"), "9999-12-31T23:59:59Z");
        assert_eq!(again("9999-12-31T23:59:60Z"), "9999-12-31T23:59:59Z");
        assert_eq!(again("9999-12-31T12:00:00.0001Z"), "9999-12-31T12:00:00Z");
        assert_eq!(again("0000-01-01T00:00:00+23:59"), "-000001-12-31T00:01:00Z");
    }

    #[test]
    fn instants_beyond_the_range_keep_their_order() {
        let times =
            ["9999-12-30T22:00:00Z", "9999-12-30T22:00:01Z", "9999-12-31T00:00:00Z", "9999-12-31T23:59:58.999Z"];
        let times = times.map(|text| parse(text, true).expect("it is a date-time"));
        assert!(times.is_sorted() && times[3] < Timestamp::MAX);
        let last = "9999-12-31T23:59:59.999999999".parse::<jiff::civil::DateTime>().expect("it is a time");
        let max = Timestamp::MAX.to_zoned_datetime(jiff::tz::TimeZone::UTC).datetime();
        assert_eq!(last.duration_since(max).as_nanos(), BEYOND);
    }

    #[test]
    fn unusual_spellings_are_read() {
        for (text, instant) in [
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59Z"),
            ("2026-02-28T24:00:00Z", "2026-03-01T00:00:00Z"),
            ("2026-02-28T24:00:00.000+01:00", "2026-02-28T23:00:00Z"),
            ("2026-01-02T03:04:05.1234567891234Z", "2026-01-02T03:04:05.123456789Z"),
            ("2026-01-02T03:04:05.1234567891234+01:00", "2026-01-02T02:04:05.123456789Z"),
            ("2026-01-02t03:04:05z", "2026-01-02T03:04:05Z"),
            ("2026-01-02 03:04:05-00:00", "2026-01-02T03:04:05Z"),
        ] {
            assert_eq!(again(text), instant);
        }
        for text in ["2026-02-28T24:00:01Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-02", "soon", ""] {
            assert_eq!(parse(text, false), None, "{text}");
        }
    }

    #[test]
    fn without_an_offset_it_is_utc_unless_one_is_required() {
        for text in ["2026-01-02T03:04:05", "2026-01-02 03:04:05", "2026-01-02T03:04:05.000000"] {
            assert_eq!(parse(text, false), "2026-01-02T03:04:05Z".parse().ok(), "{text}");
            assert_eq!(parse(text, true), None, "{text}");
        }
        assert_eq!(parse("9999-12-31T23:59:59", false), Some(Timestamp::MAX));
        assert_eq!(parse("2026-01-02T03:04:05[Europe/Berlin]", false), None, "what offset that is needs a database");
    }
}
