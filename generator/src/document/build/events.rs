//! Converts webhooks and callbacks. Only their request bodies are used, since an SDK does not serve requests.

use openapiv3::RequestBody;
use serde_json::Value;

use super::super::grammar::{METHODS, reference_of};
use super::super::loaded::Event;
use super::super::notes::Notes;
use super::super::path::Path;
use super::content::request_body;
use super::fields::or_reference;

/// The keys of webhooks: since 3.1, and before that.
const WEBHOOKS: [&str; 2] = ["webhooks", "x-webhooks"];

/// The greatest number of references that are followed in a chain.
const HOPS: usize = 16;

struct Events<'a> {
    root: &'a Value,
    notes: &'a Notes,
    found: Vec<Event>,
}

/// Returns the webhooks and callbacks of a document, webhooks first.
pub(super) fn events(root: &Value, notes: &Notes) -> Vec<Event> {
    let mut events = Events { root, notes, found: Vec::new() };
    for key in WEBHOOKS {
        let at = Path::Root.key(key);
        for (name, item) in members(root.get(key)) {
            events.path_item(name, None, item, &at.key(name));
        }
    }
    let at = Path::Root.key("paths");
    for (path, item) in members(root.get("paths")) {
        let at = at.key(path);
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            events.callbacks(&format!("{} {path}", method.to_uppercase()), operation, &at.key(method));
        }
    }
    events.found
}

impl<'a> Events<'a> {
    fn callbacks(&mut self, operation: &str, value: &'a Value, at: &Path<'_>) {
        let at = at.key("callbacks");
        for (name, callback) in members(value.get("callbacks")) {
            let at = at.key(name);
            for (expression, item) in members(Some(follow(self.root, callback))) {
                if expression != "$ref" && !expression.starts_with("x-") {
                    self.path_item(name, Some(operation), item, &at.key(expression));
                }
            }
        }
    }

    fn path_item(&mut self, name: &str, operation: Option<&str>, item: &'a Value, at: &Path<'_>) {
        let item = follow(self.root, item);
        for method in METHODS {
            let Some(called) = item.get(method).filter(|called| called.is_object()) else { continue };
            let at = at.key(method);
            let text = |key: &str| called.get(key).and_then(Value::as_str).map(str::to_owned);
            let body = called.get("requestBody").filter(|body| !body.is_null());
            let body = body.and_then(|body| {
                or_reference::<RequestBody>(body.clone(), &at.key("requestBody"), self.notes, request_body)
            });
            self.found.push(Event {
                name: name.to_owned(),
                operation: operation.map(str::to_owned),
                at: at.pointer(),
                summary: text("summary"),
                description: text("description"),
                body,
                parameters: self.parameters(item, called),
                responses: self.responses(called),
            });
        }
    }

    /// Returns the parameters of a request: those of its path, and its own.
    fn parameters(&self, item: &'a Value, called: &'a Value) -> Vec<(String, String, Option<String>)> {
        let mut parameters: Vec<(String, String, Option<String>)> = Vec::new();
        for list in [item.get("parameters"), called.get("parameters")] {
            for one in list.and_then(Value::as_array).into_iter().flatten() {
                let one = follow(self.root, one);
                let text = |key: &str| one.get(key).and_then(Value::as_str).map(str::to_owned);
                let (Some(place), Some(name)) = (text("in"), text("name")) else { continue };
                parameters.retain(|(other_place, other, _)| (other_place, other) != (&place, &name));
                parameters.push((place, name, text("description")));
            }
        }
        parameters
    }

    /// Returns the responses that the API expects.
    fn responses(&self, called: &'a Value) -> Vec<(String, String)> {
        let described = members(called.get("responses")).filter_map(|(status, response)| {
            let text = follow(self.root, response).get("description")?.as_str()?;
            Some((status.clone(), text.to_owned()))
        });
        described.collect()
    }
}

/// Returns the target of a reference; `null` for a faulty one, which was reported before.
fn follow<'a>(root: &'a Value, mut value: &'a Value) -> &'a Value {
    for _ in 0..HOPS {
        let Some(reference) = reference_of(value) else { return value };
        let Some(target) = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)) else { break };
        value = target;
    }
    &Value::Null
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}
