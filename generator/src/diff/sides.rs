//! An operation and a model in both versions, and how changes name them.

use super::pairs::Pairs;
use super::wire::Direction;
use super::{Change, Version, rules};
use crate::ir::{Operation, Requirement};
use crate::surface::{Method, Model};

/// An operation in both versions.
pub(super) struct MethodPair<'p, 'a> {
    pub(super) pairs: &'p Pairs<'a>,
    pub(super) old_key: &'a str,
    pub(super) key: &'a str,
    pub(super) old: &'a Method,
    pub(super) new: &'a Method,
    /// What users call it: the resource and the method of the new version.
    pub(super) subject: String,
}

impl<'p, 'a> MethodPair<'p, 'a> {
    pub(super) fn of(pairs: &'p Pairs<'a>, old_key: &'a str, key: &'a str) -> Self {
        let (old, new) = (&pairs.old.surface.operations[old_key], &pairs.new.surface.operations[key]);
        Self { pairs, old_key, key, old, new, subject: call(new) }
    }

    /// Returns the operation of both wires.
    pub(super) fn wires(&self) -> Option<(&'a Operation, &'a Operation)> {
        let (old, new) = (self.pairs.old.wire?, self.pairs.new.wire?);
        Some((old.operation(self.old_key)?, new.operation(self.key)?))
    }

    /// Creates a change of the operation.
    pub(super) fn change(&self, rule: &'static rules::Rule) -> Change {
        let (old, new) = self.wires().unzip();
        let at = |operation: Option<&'a Operation>| operation.map(|operation| operation.at.as_str());
        Change::new(rule, self.key, &self.subject).at(at(old), at(new))
    }
}

/// Returns the location of a model; without a document, only that of a component is known.
pub(super) fn location<'a>(version: Version<'a>, key: &'a str) -> Option<&'a str> {
    match version.wire {
        Some(wire) => wire.def(key).map(|def| def.at.as_str()),
        None => key.starts_with('/').then_some(key),
    }
}

/// Returns what users call a method: `users.keys.list`.
pub(super) fn call(method: &Method) -> String {
    if method.resource.is_empty() { method.name.clone() } else { format!("{}.{}", method.resource, method.name) }
}

/// A model in both versions.
pub(super) struct ModelPair<'p, 'a> {
    pub(super) pairs: &'p Pairs<'a>,
    pub(super) old_key: &'a str,
    pub(super) key: &'a str,
    pub(super) old: &'a Model,
    pub(super) new: &'a Model,
    pub(super) direction: Direction,
}

impl<'a> ModelPair<'_, 'a> {
    /// Creates a change of the model.
    pub(super) fn change(&self, rule: &'static rules::Rule) -> Change {
        let (old, new) = self.locations();
        Change::new(rule, self.key, &self.new.name).at(old, new)
    }

    /// Creates a change of one of its fields or variants.
    pub(super) fn part(&self, rule: &'static rules::Rule, name: &str) -> Change {
        let subject = format!("{}.{name}", self.new.name);
        let (old, new) = self.locations();
        Change::new(rule, format!("{} {name}", self.key), subject).at(old, new)
    }

    fn locations(&self) -> (Option<&'a str>, Option<&'a str>) {
        (location(self.pairs.old, self.old_key), location(self.pairs.new, self.key))
    }
}

/// Returns security requirements as a text: `apiKey or oauth(read)`.
pub(super) fn requirements(list: &[Requirement]) -> String {
    let need = |need: &crate::ir::Need| {
        if need.scopes.is_empty() { need.scheme.clone() } else { format!("{}({})", need.scheme, need.scopes.join(" ")) }
    };
    let all = |requirement: &Requirement| match &requirement[..] {
        [] => "nothing".to_owned(),
        needs => needs.iter().map(need).collect::<Vec<_>>().join(" and "),
    };
    if list.is_empty() { "nothing".to_owned() } else { list.iter().map(all).collect::<Vec<_>>().join(" or ") }
}
