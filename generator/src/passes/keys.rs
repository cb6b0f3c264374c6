//! Gives each definition the key by which versions of an SDK are compared: where the document says it, whatever else
//! the document has. The location of its schema is no such key, since the parts of an `allOf` are those of several
//! definitions.
//!
//! A component is its location, a part of another definition is the key of that and the name of the property, and a
//! part of a request or a response is the operation with the input or the status.

use std::collections::HashMap;

use crate::ir::{Api, Origin, TypeId};
use crate::surface::Surface;

pub(super) fn run(api: &mut Api, published: Option<&Surface>) {
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
    if let Some(published) = published {
        find_published(api, published);
    }
}

/// Finds out which type users have for each definition: one that has its key, else one that is also the type of the
/// schema with this key.
fn find_published(api: &mut Api, published: &Surface) {
    let places = || published.types.iter().flat_map(|(key, model)| model.places.iter().map(move |place| (place, key)));
    // If a merge of two versions of a lock left a place to two types, the first of them has it.
    let by_place: HashMap<&String, &String> = places().rev().collect();
    for def in &mut api.types {
        let known = |key: &&String| published.types.contains_key(*key);
        let key = def.keys.iter().find(known).or_else(|| def.keys.iter().find_map(|key| by_place.get(key).copied()));
        def.published = key.cloned();
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
