//! Actions: segments of paths that are what is done rather than a resource.

use super::Resources;
use super::ids::Done;
use super::names::JOINING;
use super::path::{Path, Segment, item_of};
use super::returned::Returned;
use crate::english::{are_alike, are_many, is_verb, singular, words};
use crate::ir::Method;
use crate::lower::endpoint::Endpoint;

impl Resources<'_> {
    /// Returns the name of what the last segment does, if it is an action on what precedes it rather than a resource;
    /// and the resource that the action is one of, if that is not what precedes it.
    pub(super) fn action(
        &self,
        endpoint: &Endpoint<'_>,
        path: &Path,
        last: &str,
        returned: &Returned,
        done: Option<&Done>,
    ) -> Option<(Option<String>, String)> {
        let own = words(last);
        let (first, is_many) = (own.first()?, are_many(&own));
        if self.paths.below(&path.segments) > 0 {
            return None;
        }
        let methods: Vec<&Method> =
            self.paths.methods(endpoint.path).iter().filter(|method| **method != Method::Head).collect();
        let is_alone = methods.len() < 2;
        let says_id = done.is_some_and(|done| done.verb == *first);
        // Several words that end with a plural are a verb and its object, or a noun made of two.
        let is_action = says_id || (is_verb(first) && (own.len() == 1 || !is_many));
        let is_asked = methods.iter().all(|method| matches!(method, Method::Get | Method::Post | Method::Query));
        let is_list = returned.is_list(last);
        let is_noun = is_alone
            && match endpoint.method {
                // Below a path that only groups others, it is one of them.
                Method::Post => !is_many && self.paths.is_thing(&path.segments[..path.segments.len() - 1]),
                Method::Get => !is_many || returned.is_no_json(),
                _ => false,
            };
        if path.fixed().len() > 1 {
            let is_part = (is_action && (is_alone || is_asked)) || is_noun;
            let creates = !is_action && endpoint.method == Method::Post && done.is_some_and(Done::creates);
            let name = if creates { format!("create {last}") } else { last.to_owned() };
            return is_part.then_some((None, name));
        }
        // A path of its own, such as `/health`, belongs to what its tag says.
        let tag = endpoint.operation.tags.first().filter(|tag| !are_alike(&words(tag), &own))?;
        let is_part = is_alone && (is_action || (endpoint.method == Method::Get && !is_many)) && !is_list;
        is_part.then(|| (Some(tag.clone()), last.to_owned()))
    }

    /// Returns the name of an action whose argument is the last segment: `/apps/get-or-create/{name}`, and
    /// `/apps/by-name/{name}` beside `/apps/{id}`.
    pub(super) fn action_with_argument(
        &self,
        endpoint: &Endpoint<'_>,
        path: &Path,
        parameter: &str,
        done: Option<&Done>,
    ) -> Option<String> {
        let at = path.segments.iter().rposition(|segment| matches!(segment, Segment::Fixed(_)))?;
        let (before, parent) = (path.segments.get(..at)?, path.segments.get(..=at)?);
        let Some(Segment::Fixed(last)) = parent.last() else { return None };
        let is_alone = self.paths.methods(endpoint.path).len() == 1 && self.paths.below(parent) == 1;
        if !is_alone || path.fixed().len() < 2 || self.paths.contains(parent) {
            return None;
        }
        let own = words(last);
        let (first, is_many) = (own.first()?, are_many(&own));
        if !is_many && (is_verb(first) || done.is_some_and(|done| done.verb == *first)) {
            return Some(last.clone());
        }
        let by: Vec<&str> = own.iter().map(String::as_str).filter(|word| *word != "by").collect();
        let argument = words(parameter);
        let is_about_it = !by.is_empty() && by.iter().all(|word| argument.iter().any(|other| other == word));
        let has_siblings = self.paths.contains(before) || self.paths.contains(&item_of(before));
        let is_one = at + 2 == path.segments.len();
        (is_one && endpoint.method == Method::Get && is_about_it && has_siblings)
            .then(|| format!("retrieve by {}", by.join(" ")))
    }

    /// Returns where an action and its name are, if what follows it in the path is only its target:
    /// `/apps/{id}/move/team/{team}` is `move to team` of `/apps`. That a word is a verb is no evidence here, since
    /// parts of things are called so as well: the `operationId` or the summary has to begin with it.
    pub(super) fn action_on_target(
        &self,
        endpoint: &Endpoint<'_>,
        path: &Path,
        done: Option<&Done>,
    ) -> Option<(usize, String)> {
        let is_verb_at = |at: &usize| match &path.segments[*at] {
            Segment::Fixed(text) => words(text).first().is_some_and(|first| is_verb(first)),
            Segment::Parameter(_) => false,
        };
        let at = (1..path.segments.len()).rev().find(is_verb_at)?;
        let Segment::Fixed(action) = &path.segments[at] else { return None };
        let verb = words(action).into_iter().next()?;
        let target = path.segments[at + 1..].iter().rev().find_map(|segment| match segment {
            Segment::Fixed(text) => Some(text),
            Segment::Parameter(_) => None,
        })?;
        let is_asked = matches!(endpoint.method, Method::Get | Method::Head | Method::Query);
        // Of several targets, each is an operation of the resource that the action is.
        let is_alone = self.paths.methods(endpoint.path).len() == 1
            && self.paths.below(&path.segments) == 0
            && self.paths.below(&path.segments[..=at]) == 1;
        if is_asked || !is_alone || !self.paths.is_thing(&path.segments[..at]) {
            return None;
        }
        let summary = words(endpoint.operation.summary.as_deref().unwrap_or_default());
        let says_summary = summary.first().is_some_and(|first| singular(first) == verb);
        if !says_summary && done.is_none_or(|done| done.verb != verb) {
            return None;
        }
        let fixed = path.segments[..at].iter().filter(|segment| matches!(segment, Segment::Fixed(_))).count();
        let id = words(endpoint.operation.operation_id.as_deref().unwrap_or_default());
        let texts = [id, summary];
        let joined = texts.iter().find_map(|text| joined_to(text, &words(target)));
        let name = joined.map_or_else(|| action.clone(), |joining| format!("{action} {joining} {target}"));
        Some((fixed, name))
    }
}

/// Returns the word that joins `target` to what precedes it in a text: `to` for "move an app to another team".
fn joined_to<'a>(text: &'a [String], target: &[String]) -> Option<&'a str> {
    let at = (1..text.len()).find(|at| {
        let there = text.get(*at..*at + target.len());
        there.is_some_and(|there| are_alike(there, target))
    })?;
    let near = text[at.saturating_sub(2)..at].iter().rev();
    let articles = ["a", "an", "the"];
    let mut joining = near.filter(|word| JOINING.contains(&word.as_str()) && !articles.contains(&word.as_str()));
    joining.next().map(String::as_str)
}
