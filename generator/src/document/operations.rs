//! Checks rules between operations, and between a path and its parameters: ids are unique, each placeholder has a
//! parameter. Works on the raw value, after all references have the same form.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::grammar::{below, operation_keys, reference_of};
use super::notes::Notes;
use super::path::Path;
use super::templates::sent_path;
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::{Pointer, unescaped};

/// Returns how many operations there are under `paths`.
pub(super) fn count(root: &Value) -> usize {
    let items = root.get("paths").and_then(Value::as_object).into_iter().flatten().filter(|(path, _)| is_path(path));
    items.map(|(_, item)| operation_keys(item).len()).sum()
}

/// Reports repeated ids as errors; in a lenient run, the later operation loses its id instead. A HEAD that repeats the
/// id of the GET beside it always does: many documents describe both as one.
pub(super) fn ids(root: &mut Value, lenient: bool, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<String, Pointer> = HashMap::new();
    let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
    for (path, item) in paths.iter_mut().filter(|(path, _)| is_path(path)) {
        let of_get = item.get("get").and_then(|get| get.get("operationId")).and_then(Value::as_str).map(str::to_owned);
        for keys in operation_keys(item) {
            let Some(Value::Object(operation)) = below(item, &keys) else { continue };
            let Some(id) = operation.get("operationId").and_then(Value::as_str).map(str::to_owned) else { continue };
            let location = location_of(path, &keys).child("operationId");
            let method = keys.last().map(String::as_str).unwrap_or_default();
            let Some(other) = first.get(&id) else {
                first.insert(id, location);
                continue;
            };
            let lenient = lenient || (method == "head" && of_get.as_ref() == Some(&id));
            let mut diagnostic = repeated_id(&id, location, other.clone()).lenient(lenient);
            if lenient {
                diagnostic.help = Some("it is named after its method and path".to_owned());
                operation.insert("operationId".to_owned(), json!(id_from(method, path)));
            }
            diagnostics.push(diagnostic);
        }
    }
}

/// Compares the placeholders of each path with the parameters of its operations. A placeholder without parameter gets a
/// required string.
pub(super) fn placeholders(root: &mut Value, notes: &Notes) {
    let shared = root.get("components").and_then(|components| components.get("parameters")).cloned();
    let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
    let paths_at = Path::Root.key("paths");
    for (path, item) in paths.iter_mut().filter(|(path, _)| is_path(path)) {
        let (wanted, at) = (placeholders_of(sent_path(path, item)), paths_at.key(path));
        drop_strangers(item, &wanted, shared.as_ref(), &at, notes);
        let common = names_in_path(item, shared.as_ref());
        for keys in operation_keys(item) {
            let Some(operation) = below(item, &keys).filter(|operation| operation.is_object()) else { continue };
            let location = location_of(path, &keys);
            let at = Path::At(&location);
            drop_strangers(operation, &wanted, shared.as_ref(), &at, notes);
            let own = names_in_path(operation, shared.as_ref());
            for name in wanted.iter().filter(|name| !common.contains(name) && !own.contains(name)) {
                let message = format!("the placeholder `{{{name}}}` has no parameter; a required string is assumed");
                notes.warn(codes::MISSING_PATH_PARAMETER, &at, message);
                add_parameter(operation, name);
            }
        }
    }
}

/// Returns the names between braces, in order, each once, without the `+` of those whose slashes are kept.
fn placeholders_of(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = path;
    while let Some((_, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        let name = name.strip_prefix('+').unwrap_or(name);
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = behind;
    }
    names
}

/// Removes path parameters for which the path has no placeholder.
fn drop_strangers(holder: &mut Value, wanted: &[String], shared: Option<&Value>, at: &Path<'_>, notes: &Notes) {
    let Some(parameters) = holder.get_mut("parameters").and_then(Value::as_array_mut) else { return };
    let mut index = 0;
    parameters.retain(|parameter| {
        let stranger = path_name(parameter, shared).filter(|name| !wanted.iter().any(|known| known == name));
        if let Some(name) = stranger {
            let message = format!("the path has no placeholder `{{{name}}}` for this parameter; it is ignored");
            notes.warn(codes::UNUSED_PATH_PARAMETER, &at.key("parameters").item(index), message);
        }
        index += 1;
        stranger.is_none()
    });
}

fn names_in_path(holder: &Value, shared: Option<&Value>) -> Vec<String> {
    let parameters = holder.get("parameters").and_then(Value::as_array).into_iter().flatten();
    parameters.filter_map(|parameter| path_name(parameter, shared)).map(str::to_owned).collect()
}

/// Returns the name of a parameter, if it is in the path.
fn path_name<'a>(parameter: &'a Value, shared: Option<&'a Value>) -> Option<&'a str> {
    let mut parameter = parameter;
    // Chains of references are short, and no cycles at this stage.
    for _ in 0..64 {
        let Some(reference) = reference_of(parameter) else { break };
        let name = unescaped(reference.strip_prefix("#/components/parameters/")?);
        parameter = shared?.get(&name)?;
    }
    (parameter.get("in")?.as_str()? == "path").then(|| parameter.get("name")?.as_str()).flatten()
}

fn add_parameter(operation: &mut Value, name: &str) {
    let parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    let Value::Object(members) = operation else { return };
    match members.get_mut("parameters").and_then(Value::as_array_mut) {
        Some(parameters) => parameters.push(parameter),
        None => {
            members.insert("parameters".to_owned(), json!([parameter]));
        }
    }
}

fn location_of(path: &str, keys: &[String]) -> Pointer {
    keys.iter().fold(Pointer::root().child("paths").child(path), |location, key| location.child(key))
}

fn repeated_id(id: &str, location: Pointer, other: Pointer) -> Diagnostic {
    let message = format!("the operationId `{id}` is already in use");
    Diagnostic::new(codes::DUPLICATE_OPERATION_ID, Location::Node(location), message)
        .help("give each operation its own `operationId`")
        .related(Location::Node(other), "it was first used here")
}

fn id_from(method: &str, path: &str) -> String {
    let words = path.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

fn is_path(key: &str) -> bool {
    !key.starts_with("x-")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::notes::Notes;
    use super::{ids, placeholders, placeholders_of};
    use crate::diagnostics::Diagnostics;

    #[test]
    fn placeholders_are_read_in_order() {
        assert_eq!(placeholders_of("/a/{b}/c:{d}/{b}"), ["b", "d"]);
        assert!(placeholders_of("/a/{/}x{").len() <= 1);
        assert!(placeholders_of("/{}").is_empty());
    }

    #[test]
    fn a_placeholder_wants_a_parameter() {
        let document = json!({
            "components": {"parameters": {"b": {"name": "b", "in": "path"}, "c": {"$ref": "#/components/parameters/b"}}},
            "paths": {
                "/1/{a}/{b}": {
                    "parameters": [{"$ref": "#/components/parameters/c"}],
                    "get": {"parameters": [{"name": "a", "in": "path"}]},
                    "put": {"parameters": [{"name": "a", "in": "query"}, {"name": "z", "in": "path"}]},
                },
            },
        });
        let mut mended = document;
        let notes = Notes::default();
        placeholders(&mut mended, &notes);
        let own = &mended["paths"]["/1/{a}/{b}"]["put"]["parameters"];
        let added = json!({"name": "a", "in": "path", "required": true, "schema": {"type": "string"}});
        assert_eq!(*own, json!([{"name": "a", "in": "query"}, added]));
        let mut reported = Diagnostics::new();
        notes.report(&mut reported);
        let codes: Vec<_> = reported.iter().map(|diagnostic| diagnostic.code.name).collect();
        assert_eq!(codes, ["unused-path-parameter", "missing-path-parameter"]);
    }

    #[test]
    fn ids_are_unique() {
        let document =
            json!({"paths": {"/a": {"get": {"operationId": "x"}}, "/b/{c}": {"post": {"operationId": "x"}}}});
        let mut diagnostics = Diagnostics::new();
        ids(&mut document.clone(), false, &mut diagnostics);
        let first = diagnostics.iter().next().expect("it is refused");
        assert_eq!((first.code.name, first.related.len()), ("duplicate-operation-id", 1));

        let (mut lenient, mut diagnostics) = (document, Diagnostics::new());
        ids(&mut lenient, true, &mut diagnostics);
        assert!(!diagnostics.has_errors());
        assert_eq!(lenient["paths"]["/b/{c}"]["post"]["operationId"], "post_b_c");
    }

    #[test]
    fn a_head_may_repeat_the_id_of_its_get() {
        let both = |head: &str, get: &str| json!({head: {"operationId": "x"}, get: {"operationId": "x"}});
        let mut document = json!({"paths": {"/a": both("head", "get")}});
        let mut diagnostics = Diagnostics::new();
        ids(&mut document, false, &mut diagnostics);
        assert!(!diagnostics.has_errors());
        assert_eq!(diagnostics.iter().map(|one| one.code.name).collect::<Vec<_>>(), ["duplicate-operation-id"]);
        let ids_of = ["get", "head"].map(|method| document["paths"]["/a"][method]["operationId"].clone());
        assert_eq!(ids_of, ["x", "head_a"]);
        // The GET of another path, and other methods, are other operations.
        for item in [
            json!({"/a": both("get", "post")}),
            json!({"/a": {"get": {"operationId": "x"}},
            "/b": {"head": {"operationId": "x"}}}),
        ] {
            let mut diagnostics = Diagnostics::new();
            ids(&mut json!({"paths": item}), false, &mut diagnostics);
            assert!(diagnostics.has_errors());
        }
    }
}
