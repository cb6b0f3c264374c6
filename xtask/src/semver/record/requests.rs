//! What programs recorded: the requests of each call, in a form in which the same requests are equal.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::crates::lines_of_json;

/// The requests that a program made: by call and round.
#[derive(Debug, Default, PartialEq)]
pub(in crate::semver) struct Recording(BTreeMap<(String, u64), Value>);

/// A call that makes other requests with another SDK.
#[derive(Debug)]
pub(in crate::semver) struct Difference {
    pub(in crate::semver) call: String,
    /// The requests with both SDKs.
    pub(in crate::semver) old: Value,
    pub(in crate::semver) new: Value,
}

impl Recording {
    /// Reads what a program printed.
    pub(in crate::semver) fn read(printed: &[u8]) -> Self {
        let calls = lines_of_json(printed).into_iter().filter_map(|line| {
            let call = (line["call"].as_str()?.to_owned(), line["round"].as_u64()?);
            let requests: Vec<Value> = line["requests"].as_array()?.iter().map(request).collect();
            Some((call, if requests.is_empty() { line["failed"].clone() } else { requests.into() }))
        });
        Self(calls.collect())
    }

    /// How many calls made a request.
    pub(in crate::semver) fn requests(&self) -> usize {
        self.0.values().filter(|requests| requests.is_array()).count()
    }

    /// The calls that made none, with what failed.
    pub(in crate::semver) fn failures(&self) -> impl Iterator<Item = String> {
        let failed = self.0.iter().filter_map(|((call, round), requests)| Some((call, round, requests.as_str()?)));
        failed.map(|(call, round, why)| format!("{call} ({round}): {why}"))
    }

    /// Returns the calls that make other requests in `new`, each once.
    pub(in crate::semver) fn differences(&self, new: &Self) -> Vec<Difference> {
        let mut found: Vec<Difference> = Vec::new();
        for ((call, round), old) in &self.0 {
            let new = new.0.get(&(call.clone(), *round)).unwrap_or(&Value::Null);
            if old != new && found.last().is_none_or(|last| last.call != *call) {
                found.push(Difference { call: call.clone(), old: old.clone(), new: new.clone() });
            }
        }
        found
    }
}

impl Difference {
    /// Returns what differs first, for people.
    pub(in crate::semver) fn shown(&self) -> String {
        let [old, new] = [&self.old, &self.new].map(ToString::to_string);
        let same = old.chars().zip(new.chars()).take_while(|(one, other)| one == other).count();
        let part = |text: &str| text.chars().skip(same.saturating_sub(30)).take(100).collect::<String>();
        format!("{}: {} is now {}", self.call, part(&old), part(&new))
    }
}

/// Returns a request without what does not count: the order of fields, parameters, headers and the members of objects
/// in them, and the boundaries between parts.
fn request(request: &Value) -> Value {
    let mut headers: Vec<Value> = request["headers"].as_array().cloned().unwrap_or_default();
    headers.iter_mut().filter(|header| header[1].is_string()).for_each(|header| {
        header[1] = members(header[1].as_str().unwrap_or_default()).into();
    });
    headers.sort_by_key(ToString::to_string);
    let mut body = request["body"].as_str().unwrap_or_default().to_owned();
    let content_type = headers.iter().find(|header| header[0] == "content-type");
    let content_type = content_type.and_then(|header| header[1].as_str()).unwrap_or_default().to_owned();
    if let Some((_, boundary)) = content_type.split_once("boundary=") {
        body = body.replace(boundary, "-");
        headers.iter_mut().filter(|header| header[0] == "content-type").for_each(|header| {
            header[1] = content_type.replace(boundary, "-").into();
        });
    }
    let body = if content_type.starts_with("application/x-www-form-urlencoded") {
        pairs(&body).into()
    } else if content_type.starts_with("multipart/") {
        let mut parts: Vec<&str> = body.split("-----").collect();
        parts.sort_unstable();
        json!(parts)
    } else {
        serde_json::from_str(&body).map_or(Value::String(body), sorted)
    };
    let (url, query) = request["url"].as_str().unwrap_or_default().split_once('?').unwrap_or_else(|| {
        let url = request["url"].as_str().unwrap_or_default();
        (url, "")
    });
    let url = url.split('/').map(members).collect::<Vec<_>>().join("/");
    let query: Vec<String> = pairs(query).into_iter().map(query_pair).collect();
    json!({"method": request["method"], "url": url, "query": query, "headers": headers, "body": body})
}

/// The pairs of a query or a form, by name; pairs of one name keep their order.
fn pairs(text: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = text.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_by_key(|pair| pair.split('=').next().unwrap_or_default());
    pairs
}

fn query_pair(pair: &str) -> String {
    pair.split_once('=').map_or_else(|| members(pair), |(name, value)| format!("{name}={}", members(value)))
}

/// Returns a part of a request, decoded, with the members of an object sorted, if it is one in any style: JSON, names
/// before values (`a,1,b,2`), or pairs (`a=1,b=2`, `.a=1.b=2`, `;a=1;b=2`). The program makes values with digits in
/// them, and names seldom have some.
fn members(text: &str) -> String {
    let text = decoded(text);
    if let Ok(object @ Value::Object(_)) = serde_json::from_str(&text) {
        return sorted(object).to_string();
    }
    let (start, rest) = text.split_at(text.len() - text.trim_start_matches(['.', ';']).len());
    for separator in [",", ".", ";"] {
        let mut parts: Vec<&str> = rest.split(separator).collect();
        if parts.len() > 1 && parts.iter().all(|part| part.contains('=')) {
            // Items of a list have one name, and their order counts.
            parts.sort_by_key(|part| part.split('=').next());
            return format!("{start}{}", parts.join(separator));
        }
    }
    let parts: Vec<&str> = rest.split(',').collect();
    let has_digit = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let is_object = parts.len() > 2
        && parts.len().is_multiple_of(2)
        && parts.chunks(2).all(|pair| !has_digit(pair[0]) && has_digit(pair[1]));
    if !is_object {
        return text;
    }
    let mut members: Vec<String> = parts.chunks(2).map(|pair| pair.join(",")).collect();
    members.sort();
    format!("{start}{}", members.join(","))
}

/// Returns a text without escapes of ASCII.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(code) => format!("{whole}{}{}", char::from(code), &part[2..]),
            None => format!("{whole}%{part}"),
        }
    })
}

/// Returns a value with the members of all objects in the order of their names.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let members: BTreeMap<String, Value> =
                object.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            Value::Object(members.into_iter().collect::<Map<String, Value>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Recording;

    fn recording(url: &str, content_type: &str, body: &str) -> Recording {
        let headers = json!([["content-type", content_type], ["accept", "*/*"]]);
        let request = json!({"method": "POST", "url": url, "headers": headers, "body": body});
        Recording::read(json!({"call": "pets.create", "round": 0, "requests": [request]}).to_string().as_bytes())
    }

    #[test]
    fn order_and_boundaries_do_not_count() {
        let json = "application/json";
        let one = recording("https://a.test/p?b=1&a=2&a=1", json, r#"{"x": 1, "y": [2]}"#);
        let two = recording("https://a.test/p?a=2&a=1&b=1", json, r#"{"y": [2], "x": 1}"#);
        assert!(one.differences(&two).is_empty());
        let other = recording("https://a.test/p?a=1&a=2&b=1", json, r#"{"y": [2], "x": 1}"#);
        assert_eq!(one.differences(&other).len(), 1);
        let form = |boundary: &str, parts: [&str; 2]| {
            let body = format!("--{boundary}\r\n{}\r\n--{boundary}\r\n{}\r\n--{boundary}--", parts[0], parts[1]);
            recording("https://a.test/p", &format!("multipart/form-data; boundary={boundary}"), &body)
        };
        assert!(form("x1", ["a", "b"]).differences(&form("y2", ["a", "b"])).is_empty());
        assert_eq!(form("x1", ["a", "b"]).differences(&form("x1", ["a", "c"])).len(), 1);
    }

    #[test]
    fn the_order_of_members_does_not_count() {
        let same = |one: &str, other: &str| {
            let of = |part: &str| recording(&format!("https://a.test/{part}?x={part}"), "text/plain", "x");
            of(one).differences(&of(other)).is_empty()
        };
        for (one, other) in [
            ("%7B%22a%22:1,%22b%22:2%7D", "%7B%22b%22:2,%22a%22:1%7D"),
            (".from,1,to,2", ".to,2,from,1"),
            ("from=1,to=2", "to=2,from=1"),
            (".from=1.to=2", ".to=2.from=1"),
            (";from=1;to=2", ";to=2;from=1"),
        ] {
            assert!(same(one, other), "{one}");
        }
        for (one, other) in [
            ("from,1,to,2", "from,2,to,1"),
            ("from=1,to=2", "from=2,to=1"),
            ("text-1,text-2", "text-2,text-1"),
            (";each=1;each=2", ";each=2;each=1"),
            ("1,2", "2,1"),
        ] {
            assert!(!same(one, other), "{one}");
        }
    }

    #[test]
    fn a_call_that_fails_is_one_that_differs() {
        let failed = json!({"call": "pets.create", "round": 0, "requests": [], "failed": "Config"}).to_string();
        let failed = Recording::read(failed.as_bytes());
        let sent = recording("https://a.test/p", "text/plain", "x");
        assert_eq!((failed.requests(), sent.requests()), (0, 1));
        assert_eq!(failed.failures().collect::<Vec<_>>(), ["pets.create (0): Config"]);
        let differences = sent.differences(&failed);
        assert_eq!(differences[0].new, Value::from("Config"));
        assert!(differences[0].shown().starts_with("pets.create: "));
    }
}
