//! Compares a value with the same value after decoding and encoding. Numbers are compared as numbers, timestamps as
//! instants, UUIDs without regard to case; a property that was null may be absent. Everything else is a difference.

use serde_json::Value;

/// A difference: its kind and its path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The kind, in words.
    pub(super) kind: &'static str,
    /// The keys and indices that lead to it.
    pub(super) path: Vec<String>,
}

/// A property that is absent afterwards.
pub(super) const DROPPED: &str = "a property was dropped";

/// All differences.
pub(super) fn differences(sent: &Value, back: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(sent, back, &mut Vec::new(), &mut found);
    found
}

fn compare(sent: &Value, back: &Value, path: &mut Vec<String>, found: &mut Vec<Difference>) {
    let mut differ = |kind, path: &[String]| found.push(Difference { kind, path: path.to_vec() });
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            for (key, value) in sent {
                path.push(key.clone());
                match back.get(key) {
                    Some(other) => compare(value, other, path, found),
                    None if value.is_null() => {}
                    None => found.push(Difference { kind: DROPPED, path: path.clone() }),
                }
                path.pop();
            }
            for key in back.keys().filter(|key| !sent.contains_key(*key)) {
                let path = path.iter().chain([key]).cloned().collect();
                found.push(Difference { kind: "a property was added", path });
            }
        }
        (Value::Array(sent), Value::Array(back)) if sent.len() == back.len() => {
            for (index, (value, other)) in sent.iter().zip(back).enumerate() {
                path.push(index.to_string());
                compare(value, other, path, found);
                path.pop();
            }
        }
        (Value::Array(_), Value::Array(_)) => differ("a list has another length", path),
        (Value::Number(one), Value::Number(other)) => {
            if one != other && one.as_f64() != other.as_f64() {
                differ("a number is different", path);
            }
        }
        (Value::String(one), Value::String(other)) => {
            let is_same = one == other
                || instant(one).is_some_and(|instant_of| Some(instant_of) == instant(other))
                || is_uuid(one) && one.eq_ignore_ascii_case(other);
            if !is_same {
                differ("a string is different", path);
            }
        }
        (one, other) if one == other => {}
        _ => differ("a value has another type", path),
    }
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-')
}

/// The instant of an RFC 3339 timestamp: seconds since 1970 and nanoseconds.
fn instant(text: &str) -> Option<(i64, u32)> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let mut numbers = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let start = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = time.split_at(start);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut numbers = clock.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let nanos = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let offset = if zone.eq_ignore_ascii_case("z") {
        0
    } else {
        let (hours, minutes) = zone.get(1..)?.split_once(':')?;
        let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
        if zone.starts_with('-') { -minutes } else { minutes }
    };
    Some((days(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + second, nanos))
}

/// Days since 1970 in the Gregorian calendar; years begin in March, so that leap days come last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (153 * month + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{DROPPED, differences, instant};

    fn kinds(sent: &Value, back: &Value) -> Vec<(&'static str, String)> {
        differences(sent, back).into_iter().map(|found| (found.kind, found.path.join("/"))).collect()
    }

    #[test]
    fn different_spellings_of_one_value_are_equal() {
        assert_eq!(kinds(&json!({"a": 1, "b": null}), &json!({"a": 1.0})), []);
        assert_eq!(kinds(&json!(["2020-01-01T01:00:00.5+01:00"]), &json!(["2020-01-01T00:00:00.500Z"])), []);
        let uuid = "00000000-0000-0000-0000-00000000ABCD";
        assert_eq!(kinds(&json!(uuid), &json!(uuid.to_lowercase())), []);
    }

    #[test]
    fn everything_else_is_a_difference() {
        assert_eq!(kinds(&json!({"a": {"b": 1}}), &json!({"a": {}})), [(DROPPED, "a/b".into())]);
        assert_eq!(kinds(&json!({}), &json!({"a": null})), [("a property was added", "a".into())]);
        assert_eq!(kinds(&json!([1.5]), &json!([1.25])), [("a number is different", "0".into())]);
        assert_eq!(kinds(&json!("2020-01-01T00:00:00Z"), &json!("2020-01-01T00:00:01Z")).len(), 1);
        assert_eq!(kinds(&json!("A"), &json!("a")).len(), 1);
        assert_eq!(kinds(&json!([1]), &json!([1, 2])).len(), 1);
        assert_eq!(kinds(&json!(1), &json!("1")).len(), 1);
    }

    #[test]
    fn instants_are_counted_from_1970() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some((0, 0)));
        assert_eq!(instant("2000-02-29T12:00:00.25-00:30"), Some((951_827_400, 250_000_000)));
        assert_eq!(instant("2000-02-29"), None);
        assert_eq!(instant("no T at all"), None);
    }
}
