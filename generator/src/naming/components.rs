//! Names of component schemas without the namespace that they stand in: `io.k8s.api.core.v1.Pod` is a `Pod`.
//!
//! What is a namespace is read from each name alone where that is possible, so a new component changes no other name:
//! segments in lower case before one that begins with a capital letter, and all up to a version
//! (`messaging.v1.domain_cert`). Two things can move a name:
//!
//! - A component is added whose name ends like that of another one. Both are distinguished by the nearest segments in
//!   which they differ (`CoreV1Event` and `EventsV1Event`): neither has a better claim to the plain name, and a name
//!   that changed its meaning would be worse than one that is gone. A component that has the name without any namespace
//!   keeps it.
//! - A prefix that is no namespace by itself (`Acme_Api_User`) is left out where nine of ten components have it, of ten
//!   or more. A document that comes to have fewer gets the long names.

use std::collections::HashMap;

use super::joined::joined;
use super::words::Words;
use crate::english::is_version;
use crate::ir::{Api, Origin, TypeId};

/// The names of components that stand in a namespace.
pub(super) struct Components(HashMap<TypeId, Words>);

/// The fewest components of which a common prefix is left out.
const FEWEST: usize = 10;

impl Components {
    /// Finds the names of all components but those that have one in the configuration.
    pub(super) fn of(api: &Api, is_decided: impl Fn(TypeId) -> bool) -> Self {
        let names: Vec<(TypeId, &str)> = api
            .type_ids()
            .filter(|id| !is_decided(*id) && api.def(*id).at.as_str().starts_with("/components/schemas/"))
            .filter_map(|id| match &api.def(id).origin {
                Origin::Component(name) => Some((id, name.as_str())),
                _ => None,
            })
            .collect();
        let texts: Vec<&str> = names.iter().map(|(_, name)| *name).collect();
        let short = short_names(&texts);
        Self(names.iter().zip(short).filter_map(|((id, _), short)| Some((*id, short?))).collect())
    }

    /// Returns the name of a component without its namespace, if it has one.
    pub(super) fn name(&self, id: TypeId) -> Option<&Words> {
        self.0.get(&id)
    }
}

/// A name, divided where it says so.
struct Name<'a> {
    segments: Vec<&'a str>,
    /// How many of the segments are a namespace.
    namespace: usize,
}

impl Name<'_> {
    /// Returns the words with this many segments of the namespace.
    fn words(&self, level: usize) -> Words {
        let from = self.namespace.saturating_sub(level);
        self.segments[from..].iter().fold(Words::default(), |words, segment| {
            let own = Words::split(segment);
            joined(&words, &own).unwrap_or_else(|| words.then(&own))
        })
    }
}

/// Returns the shortest name of each that is no other's; `None` for those without a namespace.
fn short_names(names: &[&str]) -> Vec<Option<Words>> {
    let names = divided(names);
    let mut short: Vec<Option<Words>> = vec![None; names.len()];
    let whole = |name: &Name<'_>| Words::split(&name.segments.join("."));
    let plain: Vec<Words> = names.iter().filter(|name| name.namespace == 0).map(whole).collect();
    let most = names.iter().map(|name| name.namespace).max().unwrap_or(0);
    for level in 0..=most {
        let mut counts: HashMap<Words, usize> = plain.iter().map(|words| (words.clone(), 1)).collect();
        let inside = || names.iter().enumerate().filter(|(_, name)| name.namespace > 0);
        for (_, name) in inside() {
            *counts.entry(name.words(level)).or_default() += 1;
        }
        for (index, name) in inside().filter(|(_, name)| level <= name.namespace) {
            let words = name.words(level);
            if short[index].is_none() && counts[&words] == 1 {
                short[index] = Some(words);
            }
        }
    }
    short
}

fn divided<'a>(names: &[&'a str]) -> Vec<Name<'a>> {
    let common = common_prefix(names);
    let divide = |name: &&'a str| {
        let dotted: Vec<&str> = name.split('.').collect();
        let namespace = namespace(&dotted);
        if namespace > 0 {
            return Name { segments: dotted, namespace };
        }
        let parts = segments(name);
        let has_common = parts.len() > common.len() && parts.starts_with(&common) && begins(parts[common.len()]);
        if common.is_empty() || !has_common {
            return Name { segments: vec![name], namespace: 0 };
        }
        Name { segments: parts, namespace: common.len() }
    };
    names.iter().map(divide).collect()
}

/// Returns how many of the segments of a dotted name are a namespace.
fn namespace(segments: &[&str]) -> usize {
    let Some((last, before)) = segments.split_last() else { return 0 };
    if !segments.iter().all(|segment| begins(segment)) {
        return 0;
    }
    if last.starts_with(char::is_uppercase) && before.iter().all(|segment| segment.starts_with(char::is_lowercase)) {
        return before.len();
    }
    before.iter().rposition(|segment| is_version(segment)).map_or(0, |at| at + 1)
}

/// Returns the segments with which nine of ten names begin; each name has at least one more.
fn common_prefix<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let divided: Vec<Vec<&str>> = names.iter().map(|name| segments(name)).collect();
    let mut common: Vec<&str> = Vec::new();
    loop {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for parts in divided.iter().filter(|parts| parts.len() > common.len() + 1 && parts.starts_with(&common)) {
            *counts.entry(parts[common.len()]).or_default() += 1;
        }
        // At most one segment has nine of ten.
        let next = counts.into_iter().find(|(_, count)| names.len() >= FEWEST && count * 10 >= names.len() * 9);
        let Some((next, _)) = next else { return common };
        common.push(next);
    }
}

fn segments(name: &str) -> Vec<&str> {
    name.split(['.', '_']).collect()
}

/// Whether a segment begins like a name.
fn begins(segment: &str) -> bool {
    segment.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::short_names;

    fn short(names: &[&str]) -> Vec<Option<String>> {
        short_names(names).into_iter().map(|words| Some(words?.pascal())).collect()
    }

    fn check(names: &[(&str, Option<&str>)]) {
        let given: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        let expected: Vec<Option<String>> = names.iter().map(|(_, short)| short.map(str::to_owned)).collect();
        assert_eq!(short(&given), expected);
        let reversed: Vec<&str> = given.iter().rev().copied().collect();
        assert_eq!(short(&reversed), expected.into_iter().rev().collect::<Vec<_>>(), "the order decides nothing");
    }

    #[test]
    fn a_namespace_is_read_from_the_name() {
        check(&[
            ("io.k8s.api.core.v1.Pod", Some("Pod")),
            ("models.User", Some("User")),
            ("messaging.v1.domain_cert_v4", Some("DomainCertV4")),
            ("api.v2010.account.address", Some("AccountAddress")),
            ("api.v2010.account.queue.queue_member", Some("AccountQueueMember")),
            ("billing_portal.session", None),
            ("AnnotationApi.get_list", None),
            ("Order.Item", None),
            ("camt.052", None),
            ("Pet", None),
        ]);
    }

    #[test]
    fn names_that_end_alike_are_distinguished_by_the_nearest_segments() {
        check(&[
            ("io.k8s.api.core.v1.Event", Some("CoreV1Event")),
            ("io.k8s.api.events.v1.Event", Some("EventsV1Event")),
            ("io.k8s.api.autoscaling.v1.Scale", Some("V1Scale")),
            ("io.k8s.api.autoscaling.v2.Scale", Some("V2Scale")),
            ("io.k8s.api.core.v1.Pod", Some("Pod")),
        ]);
        check(&[("a.User", Some("AUser")), ("User", None)]);
        // Nothing distinguishes these: they keep their names.
        check(&[("a.b.User", None), ("a.b_.User", None)]);
    }

    #[test]
    fn a_prefix_of_nine_in_ten_is_left_out() {
        let mut names: Vec<String> = (0..9).map(|index| format!("Acme_Api_Thing{index}")).collect();
        names.push("Other".to_owned());
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let expected: Vec<Option<String>> = (0..9).map(|index| Some(format!("Thing{index}"))).chain([None]).collect();
        assert_eq!(short(&all), expected);
        assert_eq!(short(&all[..9]), vec![None; 9], "too few");
        names.push("Third".to_owned());
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(short(&all), vec![None; 11], "no longer nine in ten");
    }
}
