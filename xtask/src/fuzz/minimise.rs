//! Minimises a find: removes everything that is not needed for the fault, and replaces names by plain ones, so that
//! nothing of the original document is left.

use std::time::{Duration, Instant};

use sdkgen::pointer::{escaped, unescaped};
use serde_json::{Map, Value, json};

use super::child::{Judge, Verdict};

/// The time limit for one find.
const TIME: Duration = Duration::from_secs(90);

/// Returns the smallest text with the same fault that is found in time.
pub(super) fn minimise(judge: &mut Judge, fault: &str, text: String) -> Result<String, String> {
    let end = Instant::now() + TIME;
    let mut small = Small { judge, fault, end };
    match serde_json::from_str::<Value>(&text) {
        Ok(value) => {
            let value = small.value(value)?;
            serde_json::to_string_pretty(&value).map_err(|error| error.to_string())
        }
        Err(_) => small.text(text),
    }
}

struct Small<'a> {
    judge: &'a mut Judge,
    fault: &'a str,
    end: Instant,
}

impl Small<'_> {
    fn stays(&mut self, text: &str) -> Result<bool, String> {
        if Instant::now() > self.end {
            return Ok(false);
        }
        Ok(matches!(self.judge.judge(text)?, Verdict::Bad(fault) if fault == self.fault))
    }

    fn value(&mut self, mut value: Value) -> Result<Value, String> {
        loop {
            let before = size(&value);
            let mut locations = Vec::new();
            pointers(&value, String::new(), &mut locations);
            for location in locations {
                // For a large document, even creating the smaller ones takes long.
                if Instant::now() > self.end {
                    return Ok(value);
                }
                for candidate in smaller(&value, &location) {
                    if size(&candidate) < size(&value) && self.stays(&candidate.to_string())? {
                        value = candidate;
                        break;
                    }
                }
            }
            if size(&value) >= before {
                return Ok(value);
            }
        }
    }

    fn text(&mut self, mut text: String) -> Result<String, String> {
        let mut step = text.chars().count() / 2;
        while step > 0 {
            let mut start = 0;
            loop {
                let letters: Vec<char> = text.chars().collect();
                if start >= letters.len() || Instant::now() > self.end {
                    break;
                }
                let end = (start + step).min(letters.len());
                let candidate: String = letters[..start].iter().chain(&letters[end..]).collect();
                if self.stays(&candidate)? {
                    text = candidate;
                } else {
                    start = end;
                }
            }
            step /= 2;
        }
        Ok(text)
    }
}

fn size(value: &Value) -> usize {
    value.to_string().len()
}

/// Collects the locations of all nodes except the root, parents before children.
fn pointers(value: &Value, at: String, locations: &mut Vec<String>) {
    let mut children: Vec<(String, &Value)> = Vec::new();
    match value {
        Value::Object(members) => children.extend(members.iter().map(|(key, member)| (escaped(key), member))),
        Value::Array(items) => children.extend(items.iter().enumerate().map(|(index, item)| (index.to_string(), item))),
        _ => {}
    }
    for (key, child) in children {
        let location = format!("{at}/{key}");
        locations.push(location.clone());
        pointers(child, location, locations);
    }
}

/// Returns variants of the document: without a node, with a simpler one, with one of its children instead, or with a
/// plain key.
fn smaller(value: &Value, location: &str) -> Vec<Value> {
    let Some(node) = value.pointer(location) else { return Vec::new() };
    let mut candidates = Vec::new();
    let (holder, key) = location.rsplit_once('/').unwrap_or(("", location));
    let key = unescaped(key);
    let mut without = value.clone();
    match without.pointer_mut(holder) {
        Some(Value::Object(members)) => {
            members.remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
    candidates.push(without);
    let plain = match node {
        Value::String(text) if text.len() > 1 => {
            vec![json!("a"), json!(text.chars().take(text.chars().count() / 2).collect::<String>())]
        }
        Value::Object(members) => {
            let mut plain: Vec<Value> = vec![json!({})];
            plain.extend(members.values().next().cloned());
            plain
        }
        Value::Array(items) if !items.is_empty() => vec![json!([])],
        _ => Vec::new(),
    };
    for plain in plain {
        let mut candidate = value.clone();
        if let Some(node) = candidate.pointer_mut(location) {
            *node = plain;
        }
        candidates.push(candidate);
    }
    candidates.extend(renamed(value, holder, &key));
    candidates
}

fn renamed(value: &Value, holder: &str, key: &str) -> Option<Value> {
    let mut candidate = value.clone();
    let Some(Value::Object(members)) = candidate.pointer_mut(holder) else { return None };
    if key.chars().count() < 2 {
        return None;
    }
    let mut names = ('a'..='z').map(|letter| letter.to_string()).chain(["/a".to_owned(), "/b".to_owned()]);
    let free = names.find(|name| !members.contains_key(name) && name.starts_with('/') == key.starts_with('/'))?;
    let old = std::mem::take(members);
    *members = old
        .into_iter()
        .map(|(name, member)| (if name == key { free.clone() } else { name }, member))
        .collect::<Map<_, _>>();
    Some(candidate)
}
