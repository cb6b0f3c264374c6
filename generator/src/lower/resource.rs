//! Resources: from the path of an operation to the resource it belongs to and what it may be called there.
//!
//! `/v1/organizations/{id}/service-accounts` belongs to `organizations / service-accounts`; the verb and the shape of
//! the path give the name. Where every `operationId` is a way of its own (`organizations.serviceAccounts.list`), that
//! way is taken instead. Nothing here knows how a name is spelled in Rust.

use std::collections::HashSet;

use openapiv3::PathItem;

use super::Lowering;
use super::operation::methods;
use crate::document::Document;
use crate::document::templates::readable;
use crate::ir::{Docs, Method, Output, Resource, ResourceId, Type};

/// Where an operation belongs and what it may be called.
pub(super) struct Place {
    /// The resource, each step as the path spells it.
    pub(super) resource: Vec<String>,
    /// Names within it, best first.
    pub(super) names: Vec<String>,
}

/// Last segments that are something done to the collection rather than a collection of their own.
const VERBS: [&str; 24] = [
    "activate",
    "approve",
    "archive",
    "batch",
    "bulk",
    "cancel",
    "confirm",
    "count",
    "deactivate",
    "disable",
    "enable",
    "execute",
    "export",
    "import",
    "invite",
    "preview",
    "publish",
    "query",
    "refresh",
    "reset",
    "restore",
    "search",
    "validate",
    "verify",
];

enum Segment<'a> {
    Fixed(&'a str),
    Placeholder,
}

impl<'a> Lowering<'a> {
    /// Where an operation belongs: what the configuration says, else what the path says.
    pub(super) fn place(
        &self,
        (path, sent): (&str, &str),
        method: &Method,
        (item, operation): (&PathItem, &openapiv3::Operation),
        output: &Output,
    ) -> Place {
        let mut place = match self.place_by_id(operation) {
            Some(place) => place,
            None => {
                let id = operation.operation_id.as_deref();
                self.place_by_path(&readable(sent), method, (item, id), output)
            }
        };
        if place.resource.is_empty() {
            let tag = operation.tags.first().cloned();
            place.resource.push(tag.unwrap_or_else(|| "root".to_owned()));
        }
        let decided = self.config.operation(operation.operation_id.as_deref(), method.as_str(), path);
        if let Some(resource) = decided.and_then(|decided| decided.resource.as_ref()) {
            place.resource = resource.split('.').map(str::to_owned).collect();
        }
        if let Some(name) = decided.and_then(|decided| decided.method.clone()) {
            place.names = vec![name];
        }
        place
    }

    /// Where an operation belongs by its `operationId`, in a document whose identifiers are all of the form
    /// `resource.resource.method` or `resource/method`: somebody has laid out a tree already.
    fn place_by_id(&self, operation: &openapiv3::Operation) -> Option<Place> {
        let separator = self.id_separator?;
        let mut steps: Vec<String> = operation.operation_id.as_deref()?.split(separator).map(str::to_owned).collect();
        let name = steps.pop()?;
        Some(Place { resource: steps, names: vec![name] })
    }

    /// What separates the steps of every `operationId`, if they all have steps.
    pub(super) fn common_separator(document: &Document) -> Option<char> {
        let mut ids = Vec::new();
        for (_, _, operation) in document.openapi.operations() {
            ids.push(operation.operation_id.as_deref()?);
        }
        let steps = |id: &str, separator| {
            let steps: Vec<&str> = id.split(separator).collect();
            steps.len() > 1 && steps.iter().all(|step| step.starts_with(char::is_alphabetic))
        };
        // One word before all others is the name of the API, not a resource.
        let first = |separator| ids.iter().map(|id| id.split(separator).next()).collect::<HashSet<_>>();
        ['.', '/'].into_iter().find(|separator| {
            ids.len() > 1 && ids.iter().all(|id| steps(id, *separator)) && first(*separator).len() > 1
        })
    }

    fn place_by_path(
        &self,
        path: &str,
        method: &Method,
        (item, id): (&PathItem, Option<&str>),
        output: &Output,
    ) -> Place {
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
            return Place { resource, names: vec![verb.to_owned()] };
        }
        let names = match segments.last() {
            None => vec![verb(method)],
            Some(Segment::Placeholder) => item_names(method, item, done_by_id(id, &resource)),
            Some(Segment::Fixed(last)) => {
                if resource.len() > 1 && self.is_action(path, last, &segments, item) {
                    resource.pop();
                    vec![(*last).to_owned(), format!("{} {last}", verb(method))]
                } else {
                    self.collection_names(path, last, method, item, output)
                }
            }
        };
        Place { resource, names }
    }

    /// Whether the last segment is something done to what stands before it.
    fn is_action(&self, path: &str, last: &str, segments: &[Segment<'_>], item: &PathItem) -> bool {
        let first_word = last.split(['-', '_', '.']).next().unwrap_or_default().to_ascii_lowercase();
        if VERBS.contains(&first_word.as_str()) && !self.has_paths_below(path) {
            return true;
        }
        let after_placeholder =
            segments.len() > 1 && matches!(segments.get(segments.len() - 2), Some(Segment::Placeholder));
        let only_post = methods(item).all(|(method, _)| method == Method::Post);
        after_placeholder && only_post && !self.has_paths_below(path) && !last.ends_with('s')
    }

    fn collection_names(
        &self,
        path: &str,
        last: &str,
        method: &Method,
        item: &PathItem,
        output: &Output,
    ) -> Vec<String> {
        let usual = verb(method);
        if *method != Method::Get {
            let of_all = format!("{usual} all");
            let of_one = matches!(method, Method::Put | Method::Patch | Method::Delete) && self.has_items(path);
            return if of_one { vec![of_all] } else { vec![usual, of_all] };
        }
        let posts = methods(item).any(|(method, _)| method == Method::Post);
        if self.is_list(output) || self.has_items(path) || (posts && last.ends_with('s')) {
            return vec!["list".to_owned(), "list all".to_owned()];
        }
        vec![usual, "get".to_owned()]
    }

    fn is_list(&self, output: &Output) -> bool {
        let Some(ty) = output.json() else { return false };
        let api = &self.result.api;
        match api.resolve(ty) {
            Type::List(_) => true,
            other => {
                api.as_struct(other).is_some_and(|(_, shape)| super::pagination::items_field(api, shape).is_some())
            }
        }
    }

    fn has_items(&self, path: &str) -> bool {
        self.has_longer_path(&format!("{}/{{", path.trim_end_matches('/')), 0)
    }

    fn has_paths_below(&self, path: &str) -> bool {
        self.has_longer_path(&format!("{}/", path.trim_end_matches('/')), 1)
    }

    /// Whether a path begins so, and goes on for so many bytes at least.
    fn has_longer_path(&self, prefix: &str, more: usize) -> bool {
        let from = self.paths.range(prefix..).take_while(|path| path.starts_with(prefix));
        from.take(2).any(|path| path.len() >= prefix.len() + more)
    }

    /// The resource at a path of names; it and its parents are made when first asked for.
    pub(super) fn resource(&mut self, path: &[String], operation: &openapiv3::Operation) -> ResourceId {
        let mut parent = None;
        let mut spelling = String::new();
        for depth in 1..=path.len() {
            spelling.push('/');
            spelling.extend(plain(&path[depth - 1]));
            let known = self.resources.get(&spelling).copied();
            let id = known.unwrap_or_else(|| {
                let docs =
                    if depth == path.len() { self.tag_docs(&path[depth - 1], operation) } else { Docs::default() };
                let resources = &mut self.result.api.resources;
                resources.push(Resource { path: path[..depth].to_vec(), parent, docs });
                let id = ResourceId::new(resources.len() - 1);
                self.resources.insert(spelling.clone(), id);
                id
            });
            parent = Some(id);
        }
        parent.unwrap_or_else(|| ResourceId::new(0))
    }

    /// The description of a tag that means the resource.
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

/// A name without what spelling adds: `service-accounts`, `service_accounts` and `serviceAccounts` are the same words.
fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The segments of a path without those that only tell a version.
fn segments(path: &str) -> Vec<Segment<'_>> {
    let all: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let fixed = all.iter().filter(|segment| !segment.contains('{')).count();
    let prefix = all.iter().take_while(|segment| is_version(segment)).count();
    // A path that is nothing but a version keeps it: a resource needs a name.
    let dropped = if prefix < fixed { prefix } else { 0 };
    all[dropped..]
        .iter()
        .map(|segment| match segment.split_once('{') {
            None => Segment::Fixed(segment),
            Some((name, _)) if is_name(name) => Segment::Fixed(name),
            Some(_) => Segment::Placeholder,
        })
        .collect()
}

/// Whether what stands before a placeholder is a name, to which the placeholder adds something: `share{extension}`.
fn is_name(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.len() > 1 && text.chars().all(is_word) && text.ends_with(char::is_alphanumeric) && !is_version(text)
}

/// `api`, `v1`, `v2.1`, `v1beta2`.
fn is_version(segment: &str) -> bool {
    let text = segment.to_ascii_lowercase();
    let numbered = text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    text == "api" || text == "rest" || (numbered && text.len() <= 10)
}

/// `/v1/{name}:cancel` is `cancel` of `/v1/{name}` (Google's custom methods).
fn split_custom_verb(path: &str) -> (&str, Option<&str>) {
    let last = path.rfind('/').map_or(path, |start| &path[start..]);
    match last.rfind(':') {
        Some(colon) if !last[colon..].contains(['}', '{']) && colon + 1 < last.len() => {
            let cut = path.len() - last.len() + colon;
            (&path[..cut], Some(&path[cut + 1..]))
        }
        _ => (path, None),
    }
}

fn item_names(method: &Method, item: &PathItem, done: Option<&str>) -> Vec<String> {
    let has_update = methods(item).any(|(method, _)| matches!(method, Method::Put | Method::Patch));
    let name = match method {
        Method::Post => match done {
            Some(done) => done.to_owned(),
            None if has_update => "create".to_owned(),
            None => "update".to_owned(),
        },
        other => verb(other),
    };
    vec![name.clone(), format!("{name} one")]
}

/// What a POST to an item does, if its `operationId` is a verb before the item's own name: `runTask` runs a task. A
/// POST may mean anything, so its name is worth more than the shape of its path; verbs that only say "POST" are not.
fn done_by_id<'i>(id: Option<&'i str>, resource: &[String]) -> Option<&'i str> {
    let id = id?;
    let end = id.find(|c: char| !c.is_ascii_lowercase())?;
    let (verb, rest) = id.split_at(end);
    let plain = |text: &str| {
        let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        text.to_ascii_lowercase()
    };
    let (rest, last) = (plain(rest), plain(resource.last()?));
    let of_the_item = !rest.is_empty() && (rest == last || last.strip_suffix('s') == Some(&rest));
    match verb {
        "post" | "save" | "set" | "modify" | "edit" | "change" | "put" | "patch" | "update" => None,
        "add" | "create" | "insert" | "make" | "new" => of_the_item.then_some("create"),
        other => (of_the_item && other.len() > 1).then_some(other),
    }
}

/// The usual name of what a method does to an item.
fn verb(method: &Method) -> String {
    let verb = match method {
        Method::Get => "retrieve",
        Method::Put => "replace",
        Method::Post => "create",
        Method::Delete => "delete",
        Method::Patch => "update",
        Method::Head => "head",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Query => "query",
        Method::Other(token) => return token.to_lowercase(),
    };
    verb.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_version, segments, split_custom_verb};

    #[test]
    fn versions_are_no_resources() {
        assert!(["v1", "v2.1", "v1beta2", "api"].into_iter().all(is_version));
        assert!(!["vaults", "apis", "versions"].into_iter().any(is_version));
        assert_eq!(segments("/api/v1/zones/{id}").len(), 2);
        assert_eq!(segments("/v1").len(), 1, "a path of versions only keeps its name");
    }

    #[test]
    fn custom_verbs_stand_behind_the_last_colon() {
        assert_eq!(split_custom_verb("/v1/{name}:cancel"), ("/v1/{name}", Some("cancel")));
        assert_eq!(split_custom_verb("/v1/{a:b}"), ("/v1/{a:b}", None));
        assert_eq!(split_custom_verb("/v1/things"), ("/v1/things", None));
    }
}
