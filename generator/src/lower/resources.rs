//! Resources: from the path of an operation to the resource it belongs to and what it may be called there.
//!
//! `/v1/organizations/{id}/service-accounts` belongs to `organizations / service-accounts`; the verb and the shape of
//! the path give the name. Where every `operationId` is a resource path (`organizations.serviceAccounts.list`), that
//! path is taken instead. Nothing here knows how a name is spelled in Rust.

mod actions;
mod ids;
mod names;
mod path;
mod returned;

use std::collections::HashMap;

use self::ids::{Done, Ids, Located};
use self::names::{apart, usual, without_resource};
use self::path::{Path, Paths, Segment, item_of};
pub(super) use self::returned::Returned;
use super::endpoint::Endpoint;
use crate::config::Config;
use crate::document::Document;
use crate::english::{are_alike, words};
use crate::ir::{Claim, Docs, Method, Resource, ResourceId, operation_key, plain};
use crate::surface::Surface;

/// Where an operation belongs and what it may be called.
pub(super) struct Location {
    /// The resource, each step as the path spells it.
    pub(super) resource: Vec<String>,
    /// Names within it, best first.
    pub(super) names: Vec<String>,
    /// How good its claim to the first of them is.
    pub(super) claim: Claim,
}

/// The tree of resources.
pub(super) struct Resources<'a> {
    document: &'a Document,
    config: &'a Config,
    /// What users of the SDK have.
    published: Option<&'a Surface>,
    /// The resources, parents before their children.
    tree: Vec<Resource>,
    /// The resources by their paths without case and separators.
    by_spelling: HashMap<String, ResourceId>,
    /// What the `operationId`s say.
    ids: Ids,
    /// The paths of the document.
    paths: Paths<'a>,
}

impl<'a> Resources<'a> {
    /// Returns an empty tree for the operations of `document`.
    pub(super) fn new(document: &'a Document, config: &'a Config, published: Option<&'a Surface>) -> Self {
        let paths = Paths::of(document);
        let ids = Ids::of(document, &paths);
        Self { document, config, published, tree: Vec::new(), by_spelling: HashMap::new(), ids, paths }
    }

    /// Returns the requested resources.
    pub(super) fn into_tree(self) -> Vec<Resource> {
        self.tree
    }

    /// Finds where an operation belongs: what the configuration says, else what its `operationId` or its path says.
    pub(super) fn locate(&self, endpoint: &Endpoint<'a>, returned: &Returned) -> Location {
        let path = self.paths.get(endpoint.path);
        let by_path = || self.locate_by_path(endpoint, &path, returned).1;
        let located = match self.ids.locate(endpoint, &path) {
            Some(Located::Whole(resource, name)) => (resource, name.unwrap_or_else(by_path)),
            Some(Located::ResourceFirst(group, name)) => {
                (self.resource_of_group(&path, &group), name.unwrap_or_else(by_path))
            }
            None => {
                let (mut resource, name) = self.locate_by_path(endpoint, &path, returned);
                if self.paths.has_earlier_version(&path, &endpoint.method) {
                    resource.insert(0, path.version.clone());
                }
                (resource, name)
            }
        };
        let (mut resource, name) = located;
        if resource.is_empty() {
            let tag = endpoint.operation.tags.first().cloned();
            resource.push(tag.unwrap_or_else(|| "root".to_owned()));
        }
        if let Some(published) = self.published_resource(endpoint, &resource) {
            resource = published;
        }
        let decided = endpoint.decision(self.config);
        if let Some(decided) = decided.and_then(|decided| decided.resource.as_ref()) {
            resource = decided.split('.').map(str::to_owned).collect();
        }
        if let Some(name) = decided.and_then(|decided| decided.method.clone()) {
            return Location { resource, names: vec![name], claim: Claim::Configured };
        }
        let name = without_resource(&name, &resource).unwrap_or(name);
        let others = apart(&name, endpoint, &path, &resource);
        let claim = if others.first() == Some(&name) { Claim::Stated } else { Claim::Usual };
        Location { resource, names: [vec![name], others].concat(), claim }
    }

    /// Returns the resource in which users of the SDK have the operation, if it is not the same as `located`.
    fn published_resource(&self, endpoint: &Endpoint<'a>, located: &[String]) -> Option<Vec<String>> {
        let key = operation_key(endpoint.method.as_str(), endpoint.path);
        let steps: Vec<&str> = self.published?.operations.get(&key)?.resource.split('.').collect();
        let is_same = steps.len() == located.len() && steps.iter().zip(located).all(|(a, b)| plain(a) == plain(b));
        (!is_same).then(|| steps.into_iter().map(str::to_owned).collect())
    }

    /// Returns the resource that a group of operations is about: where the path names it, else where another path
    /// begins with it, else the group itself.
    fn resource_of_group(&self, path: &Path, group: &[String]) -> Vec<String> {
        let mut fixed = path.fixed();
        match fixed.iter().rposition(|segment| are_alike(&words(segment), group)) {
            Some(last) => {
                fixed.truncate(last + 1);
                fixed
            }
            None => vec![self.paths.first_segment_like(group).unwrap_or_else(|| group.join(" "))],
        }
    }

    /// Finds where an operation belongs and its usual name there, by its path and its method.
    fn locate_by_path(&self, endpoint: &Endpoint<'_>, path: &Path, returned: &Returned) -> (Vec<String>, String) {
        let mut resource = path.fixed();
        if let Some(verb) = &path.verb {
            return (resource, verb.clone());
        }
        let done = Done::of(endpoint);
        let done = done.as_ref();
        if let Some((at, name)) = self.action_on_target(endpoint, path, done) {
            resource.truncate(at);
            return (resource, name);
        }
        let methods = self.paths.methods(endpoint.path);
        match path.segments.last() {
            Some(Segment::Fixed(last)) => match self.action(endpoint, path, last, returned, done) {
                Some((group, name)) => {
                    resource.pop();
                    resource.extend(group);
                    (resource, name)
                }
                None => (resource, self.name_of_collection(endpoint, path, last, returned, done)),
            },
            Some(Segment::Parameter(parameter)) => {
                if let Some(name) = self.action_with_argument(endpoint, path, parameter, done) {
                    resource.pop();
                    return (resource, name);
                }
                // `/logs/{object_id}` with pages is not one log.
                let is_list = endpoint.method == Method::Get && matches!(returned, Returned::List);
                let name = match is_list {
                    true => "list".to_owned(),
                    false => name_of_item(&endpoint.method, methods, done, &resource),
                };
                (resource, name)
            }
            None => (resource, usual(&endpoint.method, methods)),
        }
    }

    /// Returns the name of an operation on a whole collection.
    fn name_of_collection(
        &self,
        endpoint: &Endpoint<'_>,
        path: &Path,
        last: &str,
        returned: &Returned,
        done: Option<&Done>,
    ) -> String {
        let methods = self.paths.methods(endpoint.path);
        let usual = usual(&endpoint.method, methods);
        let has_items = || self.paths.have_method(&item_of(&path.segments), &endpoint.method);
        match endpoint.method {
            Method::Get if returned.is_list(last) || done.is_some_and(Done::lists) => "list".to_owned(),
            Method::Post if done.is_some_and(Done::updates) => "update".to_owned(),
            // `POST /search` is about what its `operationId` says is searched.
            Method::Post if path.fixed().len() == 1 && done.is_some_and(|done| done.does(last)) => {
                done.map(Done::object).unwrap_or(usual)
            }
            Method::Delete if has_items() => format!("{usual} all"),
            Method::Patch | Method::Put if has_items() => format!("{usual} many"),
            _ => usual,
        }
    }

    /// Returns the resource at a path of names; it and its parents are created if they do not exist.
    pub(in crate::lower) fn resource(&mut self, path: &[String], operation: &openapiv3::Operation) -> ResourceId {
        let mut parent = None;
        let mut spelling = String::new();
        for depth in 1..=path.len() {
            spelling.push('/');
            spelling.push_str(&plain(&path[depth - 1]));
            let known = self.by_spelling.get(&spelling).copied();
            let id = known.unwrap_or_else(|| {
                let docs =
                    if depth == path.len() { self.tag_docs(&path[depth - 1], operation) } else { Docs::default() };
                self.tree.push(Resource { path: path[..depth].to_vec(), parent, docs });
                let id = ResourceId::new(self.tree.len() - 1);
                self.by_spelling.insert(spelling.clone(), id);
                id
            });
            parent = Some(id);
        }
        parent.unwrap_or_else(|| ResourceId::new(0))
    }

    /// Returns the description of a tag that means the resource.
    fn tag_docs(&self, name: &str, operation: &openapiv3::Operation) -> Docs {
        let same = |tag: &str, name: &str| {
            let (tag, name) = (words(tag).concat(), words(name).concat());
            !name.is_empty() && tag.ends_with(&name)
        };
        let mut tags = self.document.openapi.tags.iter();
        let tag = tags.find(|tag| operation.tags.contains(&tag.name) && same(&tag.name, name));
        Docs { description: tag.and_then(|tag| tag.description.clone()), ..Docs::default() }
    }
}

/// Returns the name of an operation on one item. A POST may mean anything, so that its `operationId` says more than the
/// shape of its path, unless it only says "POST".
fn name_of_item(method: &Method, methods: &[Method], done: Option<&Done>, resource: &[String]) -> String {
    let verb = done.and_then(|done| done.to(resource));
    match (method, verb) {
        (Method::Post, Some(verb)) => verb.to_owned(),
        (Method::Post, None) => {
            let has_update = methods.iter().any(|method| matches!(method, Method::Put | Method::Patch));
            let creates = done.is_some_and(|done| done.creates() && done.is_about(resource));
            if has_update || creates { "create" } else { "update" }.to_owned()
        }
        _ => usual(method, methods),
    }
}
