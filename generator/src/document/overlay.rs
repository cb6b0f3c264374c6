//! Applies overlays (OpenAPI Overlay 1.0 and 1.1): lists of patches, each with the JSONPath (RFC 9535) of the nodes
//! that it changes. Knows the raw value and nothing of OpenAPI.

mod query;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use self::query::Fault;
use super::budget::Budget;
use super::files;
use super::source::{Source, overlay_key};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::Pointer;

/// Applies the overlays of `source` in their order; faults are reported at their locations in the overlay.
pub(super) fn apply(root: &mut Value, source: &Source, budget: &mut Budget, diagnostics: &mut Diagnostics) {
    for (index, overlay) in source.overlays.iter().enumerate() {
        let at = Pointer::root().in_file(&overlay_key(index));
        let Some(value) = files::parse_text(&overlay_key(index), &overlay.text, false, diagnostics) else { continue };
        let Some(actions) = actions(&value, &at, diagnostics) else { continue };
        for (index, action) in actions.iter().enumerate() {
            let at = at.child("actions").item(index);
            if let Err(diagnostic) = act(root, action, &at, budget, diagnostics) {
                // The rest of the budget is not needed any more.
                let is_excess = [codes::TOO_LARGE, codes::TOO_DEEP].contains(&diagnostic.code);
                diagnostics.push(*diagnostic);
                if is_excess {
                    return;
                }
            }
        }
    }
}

/// Returns the actions of an overlay, if the value is one.
fn actions<'a>(overlay: &'a Value, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<&'a Vec<Value>> {
    let version = match overlay.get("overlay") {
        Some(Value::String(version)) => version.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    if version != "1" && !version.starts_with("1.") {
        let (message, location) = if version.is_empty() {
            ("this is not an overlay: it has no `overlay` version".to_owned(), Location::Node(at.clone()))
        } else {
            (format!("overlays of version {version} are not supported"), Location::Node(at.child("overlay")))
        };
        diagnostics
            .push(Diagnostic::new(codes::BAD_OVERLAY, location, message).help("overlays of version 1 are supported"));
        return None;
    }
    let actions = overlay.get("actions").and_then(Value::as_array);
    if actions.is_none() {
        let message = "this overlay has no list of `actions`";
        diagnostics.push(Diagnostic::new(codes::BAD_OVERLAY, Location::Node(at.clone()), message));
    }
    actions
}

fn act(
    root: &mut Value,
    action: &Value,
    at: &Pointer,
    budget: &mut Budget,
    diagnostics: &mut Diagnostics,
) -> Result<(), Box<Diagnostic>> {
    for key in action.as_object().into_iter().flat_map(Map::keys) {
        if !matches!(key.as_str(), "target" | "description" | "update" | "remove" | "copy") && !key.starts_with("x-") {
            let message = format!("an action of an overlay has no `{key}`; it is ignored");
            diagnostics.push(Diagnostic::new(codes::BAD_OVERLAY, Location::Key(at.child(key)), message));
        }
    }
    let targets = query(root, action, "target", at, budget)?;
    if targets.is_empty() {
        let message = "this target matches nothing in the document; the action has no effect";
        let diagnostic = Diagnostic::new(codes::OVERLAY_WITHOUT_EFFECT, Location::Node(at.child("target")), message);
        diagnostics.push(diagnostic.help("targets are JSONPath, such as `$.paths['/pets'].get`"));
        return Ok(());
    }
    if action.get("remove") == Some(&Value::Bool(true)) {
        return remove(root, targets, at, diagnostics);
    }
    let (update, from) = match (action.get("copy"), action.get("update")) {
        (Some(_), _) => match &query(root, action, "copy", at, budget)?[..] {
            [one] => (root.pointer(one.as_str()).cloned(), one.clone()),
            other => {
                return Err(bad(
                    at,
                    "copy",
                    format!("this must match exactly one node, but it matches {}", other.len()),
                ));
            }
        },
        (None, update) => (update.cloned(), at.child("update")),
    };
    let Some(update) = update else {
        let message = "an action needs `update`, `copy` or `remove: true`; this one has no effect";
        diagnostics.push(Diagnostic::new(codes::OVERLAY_WITHOUT_EFFECT, Location::Node(at.clone()), message));
        return Ok(());
    };
    let mut moves = Vec::new();
    for target in targets {
        let allowed = budget.allows(&update, target.segments().count());
        allowed.map_err(|excess| Box::new(excess.diagnostic(at.clone())))?;
        if let Some(node) = root.pointer_mut(target.as_str()) {
            merge(node, &update, &target, &from, &mut moves);
        }
    }
    diagnostics.moved_at_once(moves);
    Ok(())
}

/// Returns the locations that the JSONPath under `key` selects, in the order of the document, each once.
fn query(
    root: &Value,
    action: &Value,
    key: &str,
    at: &Pointer,
    budget: &mut Budget,
) -> Result<Vec<Pointer>, Box<Diagnostic>> {
    let Some(text) = action.get(key).and_then(Value::as_str) else {
        let message = format!("an action needs a `{key}` that is a string");
        return Err(Box::new(Diagnostic::new(codes::BAD_OVERLAY, Location::Node(at.clone()), message)));
    };
    query::locations(root, text, budget).map_err(|fault| match fault {
        Fault::Syntax(reason) => bad(at, key, format!("this is not a valid JSONPath: {reason}")),
        Fault::Excess(excess) => Box::new(excess.diagnostic(at.child(key))),
    })
}

fn bad(at: &Pointer, key: &str, message: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(codes::BAD_OVERLAY, Location::Node(at.child(key)), message))
}

fn remove(
    root: &mut Value,
    targets: Vec<Pointer>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Result<(), Box<Diagnostic>> {
    let mut holders: BTreeMap<(usize, Pointer), Vec<String>> = BTreeMap::new();
    for target in targets {
        let Some((holder, key)) = target.parent().zip(target.segments().last()) else {
            return Err(bad(at, "target", "the document as a whole cannot be removed".to_owned()));
        };
        holders.entry((holder.segments().count(), holder)).or_default().push(key);
    }
    // The deepest first, so that the other locations stay valid.
    for ((_, holder), keys) in holders.into_iter().rev() {
        match root.pointer_mut(holder.as_str()) {
            Some(Value::Object(members)) => {
                let keys: BTreeSet<String> = keys.into_iter().collect();
                members.retain(|key, _| !keys.contains(key));
            }
            Some(Value::Array(items)) => {
                let gone: BTreeSet<usize> = keys.iter().filter_map(|key| key.parse().ok()).collect();
                let left: Vec<usize> = (0..items.len()).filter(|index| !gone.contains(index)).collect();
                let mut index = 0;
                items.retain(|_| {
                    index += 1;
                    !gone.contains(&(index - 1))
                });
                let shifted = left.into_iter().enumerate().filter(|(new, old)| new != old);
                diagnostics.moved_at_once(shifted.map(|(new, old)| (holder.item(new), holder.item(old))));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Merges objects key by key, appends to lists, and replaces everything else.
fn merge(node: &mut Value, update: &Value, at: &Pointer, from: &Pointer, moves: &mut Vec<(Pointer, Pointer)>) {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                let (at, from) = (at.child(key), from.child(key));
                match members.get_mut(key) {
                    Some(member) => merge(member, update, &at, &from, moves),
                    None => {
                        members.insert(key.clone(), update.clone());
                        moves.push((at, from));
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => {
            for (index, item) in more.iter().enumerate() {
                moves.push((at.item(items.len()), from.item(index)));
                items.push(item.clone());
            }
        }
        (Value::Array(items), one) => {
            moves.push((at.item(items.len()), from.clone()));
            items.push(one.clone());
        }
        (node, update) => {
            *node = update.clone();
            moves.push((at.clone(), from.clone()));
        }
    }
}

#[cfg(test)]
mod tests;
