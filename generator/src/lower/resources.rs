//! Resources: from the path of an operation to the resource it belongs to and what it may be called there.
//!
//! `/v1/organizations/{id}/service-accounts` belongs to `organizations / service-accounts`; the verb and the shape of
//! the path give the name. Where every `operationId` is a resource path (`organizations.serviceAccounts.list`), that
//! path is taken instead. Nothing here knows how a name is spelled in Rust.

mod names;
mod path;

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::PathItem;

use self::names::{done_by_id, is_verb, item_names, verb};
use self::path::{Segment, segments, split_custom_verb};
use super::endpoint::{Endpoint, methods};
use crate::config::Config;
use crate::document::Document;
use crate::document::templates::readable;
use crate::ir::{Docs, Method, Resource, ResourceId, plain};

/// Where an operation belongs and what it may be called.
pub(super) struct Location {
    /// The resource, each step as the path spells it.
    pub(super) resource: Vec<String>,
    /// Names within it, best first.
    pub(super) names: Vec<String>,
}

/// The tree of resources.
pub(super) struct Resources<'a> {
    document: &'a Document,
    config: &'a Config,
    /// The resources, parents before their children.
    tree: Vec<Resource>,
    /// The resources by their paths without case and separators.
    by_spelling: HashMap<String, ResourceId>,
    /// What separates the steps of every `operationId`, if they all are resource paths.
    id_separator: Option<char>,
    /// Every path template, sorted, so that those below another one are found quickly.
    paths: BTreeSet<&'a str>,
}

impl<'a> Resources<'a> {
    /// Returns an empty tree for the operations of `document`.
    pub(super) fn new(document: &'a Document, config: &'a Config) -> Self {
        Self {
            document,
            config,
            tree: Vec::new(),
            by_spelling: HashMap::new(),
            id_separator: common_separator(document),
            paths: document.openapi.paths.paths.keys().map(String::as_str).collect(),
        }
    }

    /// Returns the requested resources.
    pub(super) fn into_tree(self) -> Vec<Resource> {
        self.tree
    }

    /// Finds where an operation belongs: what the configuration says, else what the path says. `returns_list` is
    /// whether it returns a list or a page.
    pub(super) fn locate(&self, endpoint: &Endpoint<'a>, returns_list: bool) -> Location {
        let mut location = match self.locate_by_id(endpoint.operation) {
            Some(location) => location,
            None => self.locate_by_path(endpoint, &readable(endpoint.sent_path), returns_list),
        };
        if location.resource.is_empty() {
            let tag = endpoint.operation.tags.first().cloned();
            location.resource.push(tag.unwrap_or_else(|| "root".to_owned()));
        }
        let decided = endpoint.decision(self.config);
        if let Some(resource) = decided.and_then(|decided| decided.resource.as_ref()) {
            location.resource = resource.split('.').map(str::to_owned).collect();
        }
        if let Some(name) = decided.and_then(|decided| decided.method.clone()) {
            location.names = vec![name];
        }
        location
    }

    /// Finds where an operation belongs by its `operationId`, in a document whose identifiers are all of the form
    /// `resource.resource.method` or `resource/method`.
    fn locate_by_id(&self, operation: &openapiv3::Operation) -> Option<Location> {
        let separator = self.id_separator?;
        let mut steps: Vec<String> = operation.operation_id.as_deref()?.split(separator).map(str::to_owned).collect();
        let name = steps.pop()?;
        Some(Location { resource: steps, names: vec![name] })
    }

    /// Finds where an operation belongs by its path and its method.
    fn locate_by_path(&self, endpoint: &Endpoint<'_>, path: &str, returns_list: bool) -> Location {
        let Endpoint { method, item, .. } = endpoint;
        let id = endpoint.operation.operation_id.as_deref();
        let (path, custom_verb) = split_custom_verb(path);
        let segments = segments(path);
        let mut resource: Vec<String> = segments
            .iter()
            .filter_map(|segment| match segment {
                Segment::Fixed(text) => Some((*text).to_owned()),
                Segment::Placeholder => None,
            })
            .collect();
        if let Some(verb) = custom_verb {
            return Location { resource, names: vec![verb.to_owned()] };
        }
        let names = match segments.last() {
            None => vec![verb(method)],
            Some(Segment::Placeholder) => item_names(method, item, done_by_id(id, &resource)),
            Some(Segment::Fixed(last)) => {
                if resource.len() > 1 && self.is_action(path, last, &segments, item) {
                    resource.pop();
                    vec![(*last).to_owned(), format!("{} {last}", verb(method))]
                } else {
                    self.collection_names(path, last, endpoint, returns_list)
                }
            }
        };
        Location { resource, names }
    }

    /// Whether the last segment is an action on what precedes it.
    fn is_action(&self, path: &str, last: &str, segments: &[Segment<'_>], item: &PathItem) -> bool {
        if is_verb(last) && !self.has_paths_below(path) {
            return true;
        }
        let after_placeholder =
            segments.len() > 1 && matches!(segments.get(segments.len() - 2), Some(Segment::Placeholder));
        let only_post = methods(item).all(|(method, _)| method == Method::Post);
        after_placeholder && only_post && !self.has_paths_below(path) && !last.ends_with('s')
    }

    fn collection_names(&self, path: &str, last: &str, endpoint: &Endpoint<'_>, returns_list: bool) -> Vec<String> {
        let Endpoint { method, item, .. } = endpoint;
        let usual = verb(method);
        if *method != Method::Get {
            let of_all = format!("{usual} all");
            let of_one = matches!(method, Method::Put | Method::Patch | Method::Delete) && self.has_items(path);
            return if of_one { vec![of_all] } else { vec![usual, of_all] };
        }
        let posts = methods(item).any(|(method, _)| method == Method::Post);
        if returns_list || self.has_items(path) || (posts && last.ends_with('s')) {
            return vec!["list".to_owned(), "list all".to_owned()];
        }
        vec![usual, "get".to_owned()]
    }

    fn has_items(&self, path: &str) -> bool {
        self.has_longer_path(&format!("{}/{{", path.trim_end_matches('/')), 0)
    }

    fn has_paths_below(&self, path: &str) -> bool {
        self.has_longer_path(&format!("{}/", path.trim_end_matches('/')), 1)
    }

    /// Whether there is a path that begins with `prefix` and has at least `more` bytes after it.
    fn has_longer_path(&self, prefix: &str, more: usize) -> bool {
        let from = self.paths.range(prefix..).take_while(|path| path.starts_with(prefix));
        from.take(2).any(|path| path.len() >= prefix.len() + more)
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
        let same = |a: &str, b: &str| {
            let plain =
                |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
            plain(a).ends_with(&plain(b))
        };
        let mut tags = self.document.openapi.tags.iter();
        let tag = tags.find(|tag| operation.tags.contains(&tag.name) && same(&tag.name, name));
        Docs { description: tag.and_then(|tag| tag.description.clone()), ..Docs::default() }
    }
}

/// Returns what separates the steps of every `operationId`, if they all have steps.
fn common_separator(document: &Document) -> Option<char> {
    let mut ids = Vec::new();
    for (_, _, operation) in document.openapi.operations() {
        ids.push(operation.operation_id.as_deref()?);
    }
    let steps = |id: &str, separator| {
        let steps: Vec<&str> = id.split(separator).collect();
        steps.len() > 1 && steps.iter().all(|step| step.starts_with(char::is_alphabetic))
    };
    // A word that all of them begin with is the name of the API, not a resource.
    let first = |separator| ids.iter().map(|id| id.split(separator).next()).collect::<HashSet<_>>();
    ['.', '/']
        .into_iter()
        .find(|separator| ids.len() > 1 && ids.iter().all(|id| steps(id, *separator)) && first(*separator).len() > 1)
}
