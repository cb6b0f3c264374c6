//! Earlier names of resources: a deprecated method, and a deprecated module, lead to the resource that has the
//! operations now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::reserved::RESOURCE_METHODS;
use super::{Ident, Names};
use crate::ir::{Api, ResourceId};
use crate::lock::{Lock, Thing};
use crate::surface::Surface;

/// A resource that has another name now.
#[derive(Clone, Debug)]
pub struct EarlierResource {
    /// The calls that led to it: `zoo.widgets`.
    pub path: String,
    /// The resource below which it was; `None` for the client.
    pub parent: Option<ResourceId>,
    /// The method that returned it, and its module.
    pub accessor: Ident,
    /// The type that had its methods, if it has another name now.
    pub handle: Option<Ident>,
    /// The resource that has its operations now.
    pub now: ResourceId,
}

/// Adds the earlier names of resources whose operations are all in one other resource now, and those of their methods.
pub(super) fn resources(api: &Api, names: &mut Names, lock: &Lock, released: &Surface) {
    let places = places(api, lock, released);
    let mut reached: HashMap<String, ResourceId> =
        api.resource_ids().map(|id| (names.resource_path(api, id), id)).collect();
    // Parents precede their children.
    for (path, now) in successors(api, &places) {
        if reached.contains_key(&path) {
            continue;
        }
        let (before, last) = path.rsplit_once('.').unwrap_or(("", &path));
        let parent = if before.is_empty() { None } else { Some(reached.get(before).copied()) };
        // What it was below is gone.
        if parent == Some(None) {
            continue;
        }
        let parent = parent.flatten();
        let own = [parent.map(|parent| names.resource_path(api, parent)).unwrap_or_default(), last.to_owned()];
        let own = own.join(".").trim_start_matches('.').to_owned();
        if let Some(same) = reached.get(&own).copied() {
            reached.insert(path, same);
        } else if is_free(api, names, parent, last) {
            let handle = handle(names, released, &path, now);
            let accessor = Ident::new(last.to_owned());
            names.earlier_resources.push(EarlierResource { path: path.clone(), parent, accessor, handle, now });
            reached.insert(path, now);
        }
    }
    methods(api, names, &places, &reached);
}

/// The calls that led to each operation in this release or in an earlier one: those to its resource, and its method.
fn places(api: &Api, lock: &Lock, released: &Surface) -> Vec<Vec<(String, String)>> {
    let of_operation = |key: &String| {
        let Some(method) = released.operations.get(key) else { return Vec::new() };
        let was = lock.was(&Thing::Operation(key.clone())).iter().filter_map(|whole| whole.rsplit_once('.'));
        let was = was.map(|(resource, name)| (resource.to_owned(), name.to_owned()));
        was.chain([(method.resource.clone(), method.name.clone())]).collect()
    };
    api.operations.iter().map(|operation| of_operation(&operation.key)).collect()
}

/// Returns the resources that have the operations now that were in each resource, where that is a single one.
fn successors(api: &Api, places: &[Vec<(String, String)>]) -> BTreeMap<String, ResourceId> {
    let (mut own, mut below) = (BTreeMap::new(), BTreeMap::new());
    for (operation, places) in api.operations.iter().zip(places) {
        let now = api.path_to(operation.resource);
        for (path, _) in places {
            own.entry(path.clone()).or_insert_with(BTreeSet::new).insert(Some(operation.resource));
            for (depth, (end, _)) in path.match_indices('.').enumerate() {
                let ancestor = now.get(depth).copied().filter(|_| now.len() > depth + 1);
                below.entry(path[..end].to_owned()).or_insert_with(BTreeSet::new).insert(ancestor);
            }
        }
    }
    let single = |(path, found): (String, BTreeSet<Option<ResourceId>>)| match found.len() {
        1 => Some((path, found.into_iter().next()??)),
        _ => None,
    };
    // The operations of a resource itself decide; one that only has others below it is where those are.
    below.retain(|path, _| !own.contains_key(path));
    below.into_iter().chain(own).filter_map(single).collect()
}

/// Whether a resource, or the client, has no method of this name.
fn is_free(api: &Api, names: &Names, parent: Option<ResourceId>, name: &str) -> bool {
    let children = api.resource_ids().filter(|id| api.resources[id.index()].parent == parent);
    let mut accessors = children.map(|id| &names.resource(id).accessor);
    let earlier = names.earlier_resources.iter().filter(|earlier| earlier.parent == parent);
    let mut accessors_was = earlier.map(|earlier| &earlier.accessor);
    let operations = api.operation_ids().filter(|id| Some(api.operations[id.index()].resource) == parent);
    let mut methods =
        operations.map(|id| names.operation(id)).flat_map(|names| names.was.iter().chain([&names.method]));
    let is_it = |ident: &Ident| ident.as_str() == name;
    !RESOURCE_METHODS.contains(&name) && !accessors.any(is_it) && !accessors_was.any(is_it) && !methods.any(is_it)
}

/// Returns the earlier name of a type with the methods of a resource, if it has another one now.
fn handle(names: &Names, released: &Surface, path: &str, now: ResourceId) -> Option<Ident> {
    let of_alias = || {
        let before = format!("{path}::");
        released.aliases.keys().find_map(|alias| alias.strip_prefix(&before))
    };
    let handle = released.resources.get(path).map(String::as_str).or_else(of_alias)?;
    (handle != names.resource(now).handle.as_str()).then(|| Ident::new(handle.to_owned()))
}

/// Adds the earlier names of methods whose resource has another name too.
fn methods(api: &Api, names: &mut Names, places: &[Vec<(String, String)>], reached: &HashMap<String, ResourceId>) {
    for (id, places) in api.operation_ids().zip(places) {
        let resource = api.operations[id.index()].resource;
        for (path, name) in places {
            // Nearly every method has the name that it had.
            let is_other = names.operations[id.index()].method.as_str() != name;
            if is_other && reached.get(path) == Some(&resource) && is_free(api, names, Some(resource), name) {
                names.operations[id.index()].was.push(Ident::new(name.clone()));
            }
        }
        let own = &mut names.operations[id.index()];
        let has = |name: &String| own.was.iter().chain([&own.method]).any(|ident| ident.as_str() == name);
        let leading = places.iter().filter(|(path, name)| reached.get(path) == Some(&resource) && has(name));
        own.was_at = leading.map(|(path, name)| format!("{path}.{name}")).collect();
    }
}
