//! Gives each definition the key by which versions of an SDK are compared: where the document says it, whatever else
//! the document has. The location of its schema is no such key, since the parts of an `allOf` are those of several
//! definitions.
//!
//! A component is its location, a part of another definition is the key of that and the name of the property, and a
//! part of a request or a response is the operation with the input or the status.

use std::collections::HashMap;

use crate::ir::{Api, Origin, TypeId};

pub(super) fn run(api: &mut Api) {
    let mut known: HashMap<String, usize> = HashMap::new();
    for operation in &mut api.operations {
        number(&mut operation.key, &mut known);
    }
    let mut keys: HashMap<TypeId, String> = HashMap::new();
    for id in api.type_ids() {
        key(api, id, &mut keys);
    }
    // Of several with one key, those that come later in the document have a number.
    let mut order: Vec<TypeId> = api.type_ids().collect();
    order.sort_by_key(|id| (api.def(*id).at.as_str().to_owned(), *id));
    let mut known: HashMap<String, usize> = HashMap::new();
    for id in order {
        let Some(mut key) = keys.remove(&id) else { continue };
        number(&mut key, &mut known);
        api.types[id.index()].keys = vec![key];
    }
}

/// Appends a number to a key that is known.
fn number(key: &mut String, known: &mut HashMap<String, usize>) {
    let count = known.entry(key.clone()).or_default();
    *count += 1;
    if *count > 1 {
        key.push_str(&format!(" #{count}"));
    }
}

/// Returns the key of a definition. Definitions precede their parts, so that no chain of them is long.
fn key(api: &Api, id: TypeId, keys: &mut HashMap<TypeId, String>) -> String {
    if let Some(key) = keys.get(&id) {
        return key.clone();
    }
    let items = |item: bool| if item { "[]" } else { "" };
    let def = api.def(id);
    let key = match &def.origin {
        Origin::Member { parent, name, item } if *parent < id => {
            format!("{}.{name}{}", key(api, *parent, keys), items(*item))
        }
        Origin::Input { operation, name, item } => {
            format!("{} {name}{}", api.operations[operation.index()].key, items(*item))
        }
        Origin::RequestBody { operation, item } => {
            format!("{} request{}", api.operations[operation.index()].key, items(*item))
        }
        Origin::ResponseBody { operation, status, item } => {
            let status = status.as_deref().unwrap_or("response");
            format!("{} {status}{}", api.operations[operation.index()].key, items(*item))
        }
        Origin::Component(_) | Origin::Member { .. } | Origin::Repeated { .. } => def.at.as_str().to_owned(),
    };
    keys.insert(id, key.clone());
    key
}
