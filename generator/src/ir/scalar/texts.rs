//! Whether a text is a value of a scalar that every reader accepts: RFC 3339 without its rare cases, UUIDs, base64.
//! Examples in documents are not always valid; a generated test must not fail for that. Knows text only.

/// Whether a text is a calendar day (RFC 3339, `full-date`).
pub(crate) fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, "0000-00-00") else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether a text is a date-time with an offset (RFC 3339, `date-time`). The last days of the year 9999 are rejected
/// because not every type can represent them.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((local, offset)) = text.split_at_checked("2024-01-02T03:04:05".len()) else { return false };
    let digits = offset.strip_prefix('.').map_or(0, |rest| 1 + rest.bytes().take_while(u8::is_ascii_digit).count());
    let (fraction, offset) = offset.split_at(digits);
    let is_offset = offset.eq_ignore_ascii_case("z")
        || (offset.starts_with(['+', '-'])
            && numbers(&offset[1..], "00:00").is_some_and(|[hours, minutes]| hours < 24 && minutes < 60));
    is_offset && is_local_date_time(&format!("{local}{fraction}")) && !text.starts_with("9999-12-3")
}

/// Whether a text is a date-time without an offset.
pub(crate) fn is_local_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = numbers(time, "00:00:00").is_some_and(|[h, m, s]| h < 24 && m < 60 && s < 60);
    is_date(date) && is_time && is_fraction
}

/// Whether a text is a UUID (RFC 9562) with hyphens.
pub(super) fn is_uuid(text: &str) -> bool {
    let form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    text.len() == form.len()
        && form.bytes().zip(text.bytes()).all(|(form, byte)| match form {
            b'x' => byte.is_ascii_hexdigit(),
            other => byte == other,
        })
}

/// Whether a text may be base64 (RFC 4648) with padding.
pub(super) fn is_base64(text: &str) -> bool {
    text.len().is_multiple_of(4) && text.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c))
}

/// The numbers of a text of this form, in which each run of zeros is one.
fn numbers<const N: usize>(text: &str, form: &str) -> Option<[u32; N]> {
    let is_of_form = text.len() == form.len()
        && form.bytes().zip(text.bytes()).all(|(form, byte)| match form {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        });
    let found = is_of_form.then(|| text.split(['-', ':']).map_while(|digits| digits.parse().ok()).collect::<Vec<_>>());
    found?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::{is_base64, is_date, is_date_time, is_local_date_time, is_uuid};

    #[test]
    fn dates_are_days_of_the_calendar() {
        for text in ["2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["2023-02-29", "1900-02-29", "2024-00-10", "2024-13-01", "2024-04-31", "2024-4-1", "24-04-01", ""] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn uuids_have_hyphens_and_base64_has_padding() {
        for text in ["01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-AC96-774B-BCCE-B302099A8057"] {
            assert!(is_uuid(text), "{text}");
        }
        for text in ["01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a805g", "é", ""] {
            assert!(!is_uuid(text), "{text}");
        }
        assert!(["", "dGV4dA==", "+/+/"].into_iter().all(is_base64));
        assert!(!["dGV4dA", "dGV4d_-=", "éé"].into_iter().any(is_base64));
    }

    #[test]
    fn date_times_have_an_offset_or_none() {
        for text in ["2024-01-02T03:04:05Z", "2024-01-02t03:04:05.123456789z", "2024-01-02T03:04:05.5+01:00"] {
            assert!(is_date_time(text) && !is_local_date_time(text), "{text}");
        }
        for text in ["2024-01-02T03:04:05", "2024-01-02T03:04:05.25"] {
            assert!(!is_date_time(text) && is_local_date_time(text), "{text}");
        }
        for text in ["2024-01-02", "2024-01-02T03:04", "2024-01-02T24:00:00Z", "9999-12-31T23:59:59Z", "soon", "é"] {
            assert!(!is_date_time(text), "{text}");
        }
        for text in
            ["2024-02-30T03:04:05Z", "2024-01-02T03:04:05.Zz", "2024-01-02T03:04:05+25:00", "2024-01-02T03:04:05.Z"]
        {
            assert!(!is_date_time(text), "{text}");
        }
    }
}
