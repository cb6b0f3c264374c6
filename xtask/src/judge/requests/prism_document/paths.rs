//! Paths and methods as Prism needs them. The fragment of a path is not sent (RFC 9110, section 7.1), so the operations
//! of `/chat` and of `/chat#stream` share a URL: Prism, which matches no path with a fragment, gets one path that
//! accepts the bodies and has the responses of both. A response to HEAD has no content (RFC 9110, section 9.3.2),
//! whatever the document describes.

use serde_json::{Map, Value, json};

/// Joins the operations of paths that differ only by a fragment, and counts the paths that had one.
pub(super) fn join_fragments(document: &mut Value) -> usize {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return 0 };
    let keys: Vec<String> = paths.keys().filter(|key| key.starts_with('/') && key.contains('#')).cloned().collect();
    for key in &keys {
        let Some(Value::Object(item)) = paths.shift_remove(key) else { continue };
        let plain = key.split('#').next().unwrap_or_default().to_owned();
        match paths.entry(plain).or_insert_with(|| json!({})) {
            Value::Object(known) => item.into_iter().for_each(|(member, value)| join(known, member, value)),
            known => *known = Value::Object(item),
        }
    }
    keys.len()
}

/// Adds an entry to a path item; an operation that exists already is joined with it.
fn join(item: &mut Map<String, Value>, member: String, value: Value) {
    match (item.get_mut(&member), value) {
        (Some(Value::Object(known)), Value::Object(other)) => join_operations(known, other),
        (Some(_), _) => {}
        (None, value) => drop(item.insert(member, value)),
    }
}

/// Makes one operation of two: it accepts the body of either, and has the response media types of both.
fn join_operations(known: &mut Map<String, Value>, other: Map<String, Value>) {
    for (key, value) in other {
        match (key.as_str(), known.get_mut(&key)) {
            ("requestBody", Some(body)) => join_bodies(body, value),
            ("responses", Some(Value::Object(responses))) => {
                for (status, response) in value.as_object().cloned().unwrap_or_default() {
                    match responses.get_mut(&status) {
                        Some(known) => join_contents(known, &response),
                        None => drop(responses.insert(status, response)),
                    }
                }
            }
            (_, Some(_)) => {}
            (_, None) => drop(known.insert(key, value)),
        }
    }
}

fn join_contents(known: &mut Value, other: &Value) {
    let Some(content) = other.get("content").and_then(Value::as_object) else { return };
    if known.get("$ref").is_some() {
        return;
    }
    let Some(known) = known.as_object_mut() else { return };
    let Some(all) = known.entry("content").or_insert_with(|| json!({})).as_object_mut() else { return };
    for (media, value) in content {
        all.entry(media.clone()).or_insert_with(|| value.clone());
    }
}

fn join_bodies(known: &mut Value, other: Value) {
    let Some(content) = known.get_mut("content").and_then(Value::as_object_mut) else { return };
    for (media, value) in other.get("content").and_then(Value::as_object).cloned().unwrap_or_default() {
        match content.get_mut(&media).and_then(|media| media.get_mut("schema")) {
            Some(schema) => {
                *schema = json!({"anyOf": [schema.take(), value.get("schema").cloned().unwrap_or_default()]});
            }
            None => drop(content.insert(media, value)),
        }
    }
}

/// Removes the content of responses to HEAD, and counts those that had any.
pub(super) fn empty_heads(document: &mut Value) -> usize {
    let components = document.get("components").or_else(|| document.get("responses")).cloned().unwrap_or_default();
    let items = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    let heads = items.filter_map(|item| item.get_mut("head")?.get_mut("responses")?.as_object_mut());
    let responses = heads.flat_map(Map::values_mut);
    let mut emptied = 0;
    for response in responses {
        if let Some(name) =
            response.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next())
            && let Some(known) = components.get("responses").unwrap_or(&components).get(name)
        {
            *response = known.clone();
        }
        let Some(members) = response.as_object_mut() else { continue };
        let had = ["content", "schema"].map(|key| members.shift_remove(key).is_some());
        emptied += usize::from(had.contains(&true));
    }
    emptied
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{empty_heads, join_fragments};

    #[test]
    fn paths_with_a_fragment_join_the_plain_one() {
        let of = |media: &str, schema: Value| {
            let content = json!({media: {}});
            let body = json!({"content": {"application/json": {"schema": schema}}});
            json!({"post": {"requestBody": body, "responses": {"200": {"content": content}}}})
        };
        let mut document = json!({"paths": {
            "/a": of("application/json", json!(1)),
            "/a#stream": of("text/event-stream", json!(2)),
            "/b#c": {"get": {}},
        }});
        assert_eq!(join_fragments(&mut document), 2);
        let both = &document["paths"]["/a"]["post"];
        assert_eq!(both["requestBody"]["content"]["application/json"]["schema"], json!({"anyOf": [1, 2]}));
        assert_eq!(both["responses"]["200"]["content"], json!({"application/json": {}, "text/event-stream": {}}));
        assert_eq!(document["paths"]["/b"], json!({"get": {}}));
        assert_eq!(document["paths"].as_object().map(serde_json::Map::len), Some(2));
    }

    #[test]
    fn responses_to_head_are_empty() {
        let response = json!({"description": "d", "content": {"application/json": {}}});
        let responses = json!({"200": response, "404": {"$ref": "#/components/responses/R"}, "500": {}});
        let mut document = json!({
            "paths": {"/a": {"head": {"responses": responses}, "get": {"responses": {"200": response}}}},
            "components": {"responses": {"R": response}},
        });
        assert_eq!(empty_heads(&mut document), 2);
        let plain = json!({"description": "d"});
        assert_eq!(document["paths"]["/a"]["head"]["responses"], json!({"200": plain, "404": plain, "500": {}}));
        assert_eq!(document["paths"]["/a"]["get"]["responses"]["200"], response);
    }
}
