//! Computes what to send for paths that are not plain templates, and stores it beside the path as `x-sdkgen-path`. The
//! keys of `paths` stay as they are written, since two of them may send the same path. In what is sent, `{+name}` is a
//! value whose slashes are kept (RFC 6570, section 3.2.3). Works on the raw value, after references are resolved.

mod pieces;

use serde_json::{Value, json};

use self::pieces::{Hole, Piece, Sent};
use super::grammar::{below, operation_keys, reference_of};
use super::notes::Notes;
use super::path::Path;
use crate::diagnostics::codes;
use crate::pointer::unescaped;

/// The extension of a path item that holds the path as it is sent.
pub const SENT_PATH: &str = "x-sdkgen-path";

/// Computes the path to send for every path item.
pub(super) fn normalize(root: &mut Value, notes: &Notes) {
    let shared = root.pointer("/components/parameters").cloned().unwrap_or_default();
    let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
    let at = Path::Root.key("paths");
    for (path, item) in paths.iter_mut().filter(|(path, _)| !path.starts_with("x-")) {
        let declared = Declared::of(item, &shared);
        if is_plain(path) && declared.reserved.is_empty() {
            continue;
        }
        let at = at.key(path);
        let sent = sent(path, &declared, &at, notes);
        for (name, value) in sent.query {
            if !value.is_empty() && !value.starts_with('{') {
                without_optional(item, &name, &shared);
            }
            let declared = Declared::of(item, &shared);
            query_parameter(item, &name, &value, &declared, &shared);
        }
        if sent.path != *path
            && let Value::Object(item) = item
        {
            item.insert(SENT_PATH.to_owned(), json!(sent.path));
        }
    }
}

/// Returns the path to send for a path item; `path` if no other one was computed.
pub(super) fn sent_path<'a>(path: &'a str, item: &'a Value) -> &'a str {
    item.get(SENT_PATH).and_then(Value::as_str).unwrap_or(path)
}

/// Returns a path without its escapes: for names, never for sending.
#[must_use]
pub fn readable(sent: &str) -> String {
    if sent.contains('%') { super::refs::decode(sent) } else { sent.to_owned() }
}

/// Returns whether a path is a plain template, as nearly all paths are.
fn is_plain(path: &str) -> bool {
    let mut depth = 0_usize;
    path.starts_with('/')
        && path.bytes().all(|byte| match byte {
            b'{' => {
                depth += 1;
                depth == 1
            }
            b'}' => {
                depth = depth.wrapping_sub(1);
                depth == 0
            }
            b'/' => depth == 0,
            b'-' | b'_' | b'.' | b'~' | b'$' => true,
            b':' | b'@' | b'!' | b'&' | b'\'' | b'(' | b')' | b',' | b';' => depth == 0,
            byte => byte.is_ascii_alphanumeric(),
        })
        && depth == 0
        && !path.contains("{}")
}

fn sent(path: &str, declared: &Declared, at: &Path<'_>, notes: &Notes) -> Sent {
    let mut sent = Sent::default();
    let trimmed = path.trim();
    if !trimmed.starts_with('/') {
        notes.warn(codes::PATH_WITHOUT_SLASH, at, "a path starts with `/`; a slash was added");
        sent.path.push('/');
    }
    let pieces = pieces::pieces(trimmed);
    for piece in &pieces {
        match piece {
            Piece::Text(text) => sent.text(text),
            Piece::Hole(inner) => {
                let mut hole = Hole::of(inner);
                let exact = declared.path_name(inner.trim());
                if let Some(name) = exact.clone().filter(|_| inner.contains(['=', ':'])) {
                    hole = Hole::plain(name);
                } else if let Some(name) = exact.or_else(|| declared.path_name(&hole.name)) {
                    hole.name = name;
                } else if hole.name.is_empty() {
                    hole.name = "value".to_owned();
                }
                hole.keeps_slashes |= declared.reserved.contains(&hole.name);
                sent.hole(&hole);
            }
        }
    }
    if sent.has_fragment {
        let message = "the part after `#` is not sent; it only tells operations apart";
        notes.warn(codes::PATH_FRAGMENT, at, message);
    }
    if !sent.query.is_empty() {
        notes.warn(codes::PATH_QUERY, at, "the part after `?` is sent as query parameters");
    }
    if sent.has_escapes {
        notes.warn(codes::PATH_CHARACTERS, at, "characters that are not allowed in a URL are percent-encoded");
    }
    if sent.has_patterns {
        let message = "the pattern of the placeholder is not checked; slashes in its values are sent as they are if it allows them";
        notes.warn(codes::PLACEHOLDER_PATTERN, at, message);
    }
    sent
}

/// The parameters of a path item and of its operations.
struct Declared {
    /// The location and the name of each.
    names: Vec<(String, String)>,
    /// The path parameters whose slashes are kept: by `allowReserved`, or by the older extension of Azure.
    reserved: Vec<String>,
}

impl Declared {
    fn of(item: &mut Value, shared: &Value) -> Self {
        let (mut names, mut reserved) = (Vec::new(), Vec::new());
        each_list(item, &mut |parameters| {
            for parameter in parameters.iter() {
                let parameter = resolved(parameter, shared);
                let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let is_set = |key: &str| parameter.get(key) == Some(&Value::Bool(true));
                if text("in") == "path" && (is_set("allowReserved") || is_set("x-ms-skip-url-encoding")) {
                    reserved.push(text("name"));
                }
                names.push((text("in"), text("name")));
            }
        });
        Self { names, reserved }
    }

    /// Returns the path parameter of this name, or the only one that differs only in case.
    fn path_name(&self, wanted: &str) -> Option<String> {
        let names = || self.names.iter().filter(|(location, _)| location == "path").map(|(_, name)| name);
        let found = names().find(|name| *name == wanted);
        found.or_else(|| names().find(|name| name.eq_ignore_ascii_case(wanted))).cloned()
    }

    fn has_query(&self, wanted: &str) -> bool {
        self.names.iter().any(|(location, name)| location == "query" && name == wanted)
    }
}

/// Removes the optional parameters that a path has a value for: without that value, a request is for another path.
fn without_optional(item: &mut Value, name: &str, shared: &Value) {
    each_list(item, &mut |parameters| {
        parameters.retain(|parameter| {
            let parameter = resolved(parameter, shared);
            let is = |key: &str, value: &str| parameter.get(key).is_some_and(|known| known == value);
            !(is("in", "query") && is("name", name)) || parameter.get("required") == Some(&Value::Bool(true))
        });
    });
}

/// Adds `name=value` to the query of every operation of `item` that has no parameter of that name.
fn query_parameter(item: &mut Value, name: &str, value: &str, declared: &Declared, shared: &Value) {
    let hole = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    if declared.has_query(name) || hole.is_some_and(|hole| declared.has_query(hole)) {
        return;
    }
    if let Some(own) = hole.and_then(|hole| declared.path_name(hole)) {
        // The document describes it as a path parameter, which it is not.
        each_list(item, &mut |parameters| {
            for parameter in parameters.iter_mut() {
                let is_own = |key: &str, value: &str| resolved(parameter, shared).get(key).is_some_and(|v| v == value);
                if is_own("in", "path") && is_own("name", &own) {
                    let mut copy = resolved(parameter, shared).clone();
                    copy["in"] = json!("query");
                    copy["name"] = json!(name);
                    *parameter = copy;
                }
            }
        });
        return;
    }
    let schema = match hole {
        Some(_) => json!({"type": "string"}),
        None => json!({"type": "string", "enum": [value]}),
    };
    let parameter = json!({"name": name, "in": "query", "required": true, "schema": schema});
    if let Value::Object(members) = item
        && let Value::Array(parameters) = members.entry("parameters").or_insert_with(|| json!([]))
    {
        parameters.push(parameter);
    }
}

/// Calls `visit` with every list of parameters of a path item.
fn each_list(item: &mut Value, visit: &mut dyn FnMut(&mut Vec<Value>)) {
    let mut of = |holder: Option<&mut Value>| {
        if let Some(Value::Array(parameters)) = holder.and_then(|holder| holder.get_mut("parameters")) {
            visit(parameters);
        }
    };
    let operations = operation_keys(item);
    of(Some(item));
    for keys in operations {
        of(below(item, &keys));
    }
}

fn resolved<'a>(parameter: &'a Value, shared: &'a Value) -> &'a Value {
    let mut node = parameter;
    for _ in 0..64 {
        let name = reference_of(node).and_then(|reference| reference.strip_prefix("#/components/parameters/"));
        match name.and_then(|name| shared.get(unescaped(name))) {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

#[cfg(test)]
mod tests;
