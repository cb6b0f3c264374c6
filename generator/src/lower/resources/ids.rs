//! What an `operationId` says: the resource and the method, where all identifiers of a document are written in one way
//! that names both; else the verb.

use std::ops::Range;

use openapiv3::Operation;

use super::super::endpoint::{Endpoint, endpoints};
use super::names::{id_words, says_method};
use super::path::{Path, Paths};
use crate::document::Document;
use crate::english::{are_alike, is_verb, singular, words};
use crate::ir::plain;

/// How the identifiers of nine of ten operations of a document are written: one that is added must not change the names
/// of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// The resource, its resources and the method, with a separator: `organizations.members.list`. The first steps,
    /// which all identifiers have in common, are the name of the API.
    Separated(char, usize),
    /// A group of operations and an operation, as TypeSpec, AutoRest and NSwag write them: `Members_listAll`.
    Groups,
    /// The resource, then what is done with it: `ContainerInspect`.
    ResourceFirst,
    /// Otherwise: `listMembers`.
    Other,
}

/// The `operationId`s of a document.
pub(super) struct Ids {
    style: Style,
}

/// Where an operation belongs by its identifier.
pub(super) enum Located {
    /// The resource step by step, and the method, if its name says more than the method of the request.
    Whole(Vec<String>, Option<String>),
    /// The words of the resource, and the method, if its name says more than the method of the request.
    ResourceFirst(Vec<String>, Option<String>),
}

impl Ids {
    pub(super) fn of(document: &Document, paths: &Paths<'_>) -> Self {
        Self { style: style(document, paths) }
    }

    /// Returns what the identifier says of resource and method, if the identifiers of this document say that.
    pub(super) fn locate(&self, endpoint: &Endpoint<'_>, path: &Path) -> Option<Located> {
        let id = endpoint.operation.operation_id.as_deref()?;
        match self.style {
            Style::Separated(separator, common) => {
                let steps = steps(id, separator)?;
                let (name, resource) = steps.get(common..)?.split_last()?;
                let resource: Vec<String> = resource.iter().map(|step| (*step).to_owned()).collect();
                (!resource.is_empty()).then(|| Located::Whole(resource, Some((*name).to_owned())))
            }
            Style::Groups => {
                let (group, name) = group(id)?;
                Some(Located::Whole(vec![group.to_owned()], says_more(name).then(|| name.to_owned())))
            }
            Style::ResourceFirst => {
                let mut rest = words(id);
                let group: Vec<String> = rest.drain(resource_within(endpoint.operation, path, &rest)?).collect();
                let name = rest.join(" ");
                let name = says_more(&name).then_some(name);
                (rest.len() <= MOST_WORDS).then_some(Located::ResourceFirst(group, name))
            }
            Style::Other => None,
        }
    }
}

fn style(document: &Document, paths: &Paths<'_>) -> Style {
    let all: Vec<Endpoint<'_>> = endpoints(document).collect();
    let ids: Vec<&str> = all.iter().filter_map(|endpoint| endpoint.operation.operation_id.as_deref()).collect();
    let is_usual = |count: usize| count > 1 && count * 10 >= all.len() * 9;
    for separator in ['.', '/'] {
        let steps: Vec<Vec<&str>> = ids.iter().filter_map(|id| steps(id, separator)).collect();
        if let Some(common) = common_steps(&steps).filter(|_| is_usual(steps.len())) {
            return Style::Separated(separator, common);
        }
    }
    let groups: Vec<(&str, &str)> = ids.iter().filter_map(|id| group(id)).collect();
    if is_usual(groups.len()) && are_groups(&groups) {
        return Style::Groups;
    }
    let named: Vec<&Endpoint<'_>> = all.iter().filter(|endpoint| endpoint.operation.operation_id.is_some()).collect();
    let is_resource_first = |endpoint: &&&Endpoint<'_>| {
        let id = words(endpoint.operation.operation_id.as_deref().unwrap_or_default());
        let within = resource_within(endpoint.operation, &paths.get(endpoint.path), &id);
        within.is_some_and(|within| within.start == 0 && within.len() + 1 == id.len())
    };
    let count = named.iter().filter(is_resource_first).count();
    // Three of five: a document written in another way has few that happen to look like it.
    if named.len() > 2 && count * 5 >= named.len() * 3 { Style::ResourceFirst } else { Style::Other }
}

/// Whether the name of an operation says more than its method.
fn says_more(name: &str) -> bool {
    !["get", "post", "put", "patch", "getall", "getone"].contains(&plain(name).as_str())
}

/// The most words that an identifier says of what is done; more of them name a resource of the resource as well.
const MOST_WORDS: usize = 2;

/// Returns the steps of an identifier, if there is a resource and a method.
fn steps(id: &str, separator: char) -> Option<Vec<&str>> {
    let steps: Vec<&str> = id.split(separator).collect();
    (steps.len() > 1 && steps.iter().all(|step| step.starts_with(char::is_alphabetic))).then_some(steps)
}

/// Returns the group and the name of an operation, if an identifier is both.
fn group(id: &str) -> Option<(&str, &str)> {
    let (group, name) = id.split_once('_')?;
    let is_name = |text: &str| text.starts_with(char::is_alphabetic) && !text.contains('_');
    (is_name(group) && is_name(name)).then_some((group, name))
}

/// Returns how many steps all identifiers begin with, if something is left of each that is a resource and a method.
fn common_steps(ids: &[Vec<&str>]) -> Option<usize> {
    let shortest = ids.iter().map(Vec::len).min()?;
    let is_common = |at: &usize| ids.iter().all(|other| other.get(*at) == ids.first().and_then(|first| first.get(*at)));
    let common = (0..shortest).take_while(is_common).count();
    (common + 2 <= shortest).then_some(common)
}

/// Whether these are groups of operations and operations. Others write words with `_` between them, of which the first
/// is a verb (`list_pets`), and gRPC gateways the name of an interface, of which all have the same last word.
fn are_groups(ids: &[(&str, &str)]) -> bool {
    let groups: Vec<Vec<String>> = ids.iter().map(|(group, _)| words(group)).collect();
    let verbs = groups.iter().filter(|group| group.first().is_some_and(|word| is_verb(word))).count();
    let mut last = groups.iter().map(|group| group.last());
    let one = last.next();
    verbs * 2 < ids.len() && last.any(|other| Some(other) != one)
}

/// Returns which of an identifier's words are the resource, a tag or a segment of the path: not all of them. Those in
/// front take precedence, but for an action on what the others name: `leaveGroup` of `/group/leave` is about a group.
fn resource_within(operation: &Operation, path: &Path, id: &[String]) -> Option<Range<usize>> {
    let fixed = path.fixed();
    let names: Vec<Vec<String>> =
        operation.tags.iter().chain(&fixed).map(|name| words(name)).filter(|name| !name.is_empty()).collect();
    let is_action = |name: &[String], rest: &[String]| {
        let is_last = fixed.len() > 1 && fixed.last().is_some_and(|last| words(last) == name);
        is_last && name.first().is_some_and(|first| is_verb(first)) && names.iter().any(|other| are_alike(other, rest))
    };
    let at = |start: usize| {
        let fits = |name: &&Vec<String>| {
            let there = id.get(start..start + name.len());
            let is_there = name.len() < id.len() && there.is_some_and(|there| are_alike(there, name));
            is_there && !is_action(name, &[&id[..start], &id[start + name.len()..]].concat())
        };
        names.iter().filter(fits).map(|name| start..start + name.len()).max_by_key(Range::len)
    };
    (0..id.len()).find_map(at)
}

/// What an identifier says is done, where it begins with a verb or a verb follows the name of the API.
pub(super) struct Done {
    /// The verb.
    pub(super) verb: String,
    /// The words after it.
    rest: Vec<String>,
}

impl Done {
    pub(super) fn of(endpoint: &Endpoint<'_>) -> Option<Self> {
        let mut id = id_words(endpoint);
        let at = id.iter().position(|word| is_verb(word))?;
        let mut rest = id.split_off(at);
        let verb = rest.remove(0);
        Some(Self { verb, rest })
    }

    /// Returns the verb if it is done to the resource itself: `runTask` runs a task. Verbs that say no more than the
    /// method of the request are none.
    pub(super) fn to(&self, resource: &[String]) -> Option<&str> {
        (self.is_about(resource) && !says_method(&self.verb)).then_some(&self.verb)
    }

    /// Whether it is done to the resource, and to nothing else.
    pub(super) fn is_about(&self, resource: &[String]) -> bool {
        let own: Vec<String> = resource.iter().flat_map(|step| words(step)).collect();
        let is_known = |word: &String| {
            let own = own.iter().any(|own| singular(own) == singular(word));
            own || ["by", "id", "the", "a", "an"].contains(&word.as_str())
        };
        !self.rest.is_empty() && self.rest.iter().all(is_known)
    }

    /// Whether `segment` is what is done, and done to something. Where another verb follows, the first may be a noun:
    /// `Contact_Post`.
    pub(super) fn does(&self, segment: &str) -> bool {
        let is_object = !self.rest.is_empty() && !self.rest.iter().any(|word| is_verb(word));
        is_object && words(segment) == [self.verb.as_str()]
    }

    /// Returns the words of what it is done to.
    pub(super) fn object(&self) -> String {
        self.rest.join(" ")
    }

    /// Whether something that exists is changed.
    pub(super) fn updates(&self) -> bool {
        ["change", "edit", "modify", "replace", "set", "update"].contains(&self.verb.as_str())
    }

    /// Whether things are listed.
    pub(super) fn lists(&self) -> bool {
        self.verb == "list"
    }

    /// Whether something is made.
    pub(super) fn creates(&self) -> bool {
        ["add", "create", "insert", "make", "new"].contains(&self.verb.as_str())
    }
}
