//! What of two versions is the same thing: by its key, and where a schema moved, by where it is used.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Version;
use super::types::{tokens, translate};
use crate::surface::{Kind, Method, Model, Surface};

/// The things of two versions that are the same.
pub(super) struct Pairs<'a> {
    pub(super) old: Version<'a>,
    pub(super) new: Version<'a>,
    /// The operations, by their keys in the old and the new version.
    pub(super) operations: BTreeMap<&'a str, &'a str>,
    /// The models, by their keys in the old and the new version.
    pub(super) types: BTreeMap<&'a str, &'a str>,
    /// The names of models that have another one now.
    pub(super) names: HashMap<&'a str, &'a str>,
    /// The models of the old version, by name.
    pub(super) old_models: HashMap<&'a str, &'a Model>,
    /// The models of the new version, by name.
    pub(super) new_models: HashMap<&'a str, &'a Model>,
    /// The aliases that are not models in the other version, with what they stand for.
    old_aliases: HashMap<&'a str, &'a str>,
    new_aliases: HashMap<&'a str, &'a str>,
    matched_operations: BTreeSet<&'a str>,
    matched_types: BTreeSet<&'a str>,
}

/// Replaces aliases by what they stand for.
fn expand(text: &str, aliases: &HashMap<&str, &str>) -> String {
    let mut text = text.to_owned();
    // Lowering refuses circles of aliases.
    for _ in 0..=aliases.len() {
        let expanded = translate(&text, aliases);
        if expanded == text {
            break;
        }
        text = expanded;
    }
    text
}

/// Returns the aliases of a version that are aliases in the other one too, or are not there.
fn aliases<'a>(surface: &'a Surface, other: impl Fn(&str) -> Option<&'a Model>) -> HashMap<&'a str, &'a str> {
    let found = surface.types.iter().filter_map(|(key, model)| match &model.kind {
        Kind::Alias(ty) if other(key).is_none_or(|other| matches!(other.kind, Kind::Alias(_))) => {
            Some((model.name.as_str(), ty.as_str()))
        }
        _ => None,
    });
    found.collect()
}

impl<'a> Pairs<'a> {
    pub(super) fn of(old: Version<'a>, new: Version<'a>) -> Self {
        let operations = operations(old.surface, new.surface);
        let types = types(old.surface, new.surface, &operations);
        let names = types.iter().filter_map(|(before, after)| {
            let (before, after) = (&old.surface.types[*before].name, &new.surface.types[*after].name);
            (before != after).then_some((before.as_str(), after.as_str()))
        });
        let names = names.collect();
        let models = |surface: &'a Surface| surface.types.values().map(|model| (model.name.as_str(), model)).collect();
        let back: BTreeMap<&str, &str> = types.iter().map(|(old, new)| (*new, *old)).collect();
        Self {
            old,
            new,
            names,
            old_aliases: aliases(old.surface, |key| new.surface.types.get(*types.get(key)?)),
            new_aliases: aliases(new.surface, |key| old.surface.types.get(*back.get(key)?)),
            old_models: models(old.surface),
            new_models: models(new.surface),
            matched_operations: operations.values().copied().collect(),
            matched_types: types.values().copied().collect(),
            operations,
            types,
        }
    }

    /// Returns a type of the old version as the new version spells it, without aliases.
    pub(super) fn translate(&self, text: &str) -> String {
        translate(&expand(text, &self.old_aliases), &self.names)
    }

    /// Returns a type of the new version without aliases.
    pub(super) fn current(&self, text: &str) -> String {
        expand(text, &self.new_aliases)
    }

    pub(super) fn removed_operations(&self) -> impl Iterator<Item = (&'a str, &'a Method)> {
        let all = self.old.surface.operations.iter().map(|(key, method)| (key.as_str(), method));
        all.filter(|(key, _)| !self.operations.contains_key(key))
    }

    pub(super) fn added_operations(&self) -> impl Iterator<Item = (&'a str, &'a Method)> {
        let all = self.new.surface.operations.iter().map(|(key, method)| (key.as_str(), method));
        all.filter(|(key, _)| !self.matched_operations.contains(key))
    }

    pub(super) fn removed_types(&self) -> impl Iterator<Item = (&'a str, &'a Model)> {
        let all = self.old.surface.types.iter().map(|(key, model)| (key.as_str(), model));
        all.filter(|(key, _)| !self.types.contains_key(key))
    }

    pub(super) fn added_types(&self) -> impl Iterator<Item = (&'a str, &'a Model)> {
        let all = self.new.surface.types.iter().map(|(key, model)| (key.as_str(), model));
        all.filter(|(key, _)| !self.matched_types.contains(key))
    }

    /// Whether both keys are of the same model.
    pub(super) fn is_same_type(&self, old: &str, new: &str) -> bool {
        self.types.get(old) == Some(&new)
    }
}

/// Pairs operations by their keys; those that are left, by their keys without versions.
fn operations<'a>(old: &'a Surface, new: &'a Surface) -> BTreeMap<&'a str, &'a str> {
    let common = old.operations.keys().filter(|key| new.operations.contains_key(*key));
    let mut pairs: BTreeMap<&str, &str> = common.map(|key| (key.as_str(), key.as_str())).collect();
    let mut gone: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for key in old.operations.keys().filter(|key| !new.operations.contains_key(*key)) {
        gone.entry(without_version(key)).or_default().push(key);
    }
    let mut came: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for key in new.operations.keys().filter(|key| !old.operations.contains_key(*key)) {
        came.entry(without_version(key)).or_default().push(key);
    }
    pairs.extend(gone.iter().filter_map(|(plain, before)| match (&before[..], came.get(plain).map(Vec::as_slice)) {
        ([before], Some([after])) => Some((*before, *after)),
        _ => None,
    }));
    pairs
}

/// Returns the key of an operation without the segments of its path that are versions: `v1`, `2.0`, `v2beta1`.
fn without_version(key: &str) -> String {
    let is_version = |segment: &&str| {
        let number = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
        number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
    };
    key.split('/').filter(|segment| !is_version(segment)).collect::<Vec<_>>().join("/")
}

fn types<'a>(
    old: &'a Surface,
    new: &'a Surface,
    operations: &BTreeMap<&'a str, &'a str>,
) -> BTreeMap<&'a str, &'a str> {
    // What has nothing in common under one key may be found under another one.
    let common = || old.types.iter().filter_map(|(key, model)| Some((key.as_str(), model, new.types.get(key)?)));
    let names = |surface: &'a Surface| -> BTreeSet<&'a str> {
        surface.types.iter().filter(|(key, _)| is_alternative(key)).map(|(_, model)| model.name.as_str()).collect()
    };
    let (old_alternatives, new_alternatives) = (names(old), names(new));
    // Alternatives are numbered, so that one before another moves it: those that keep their names are the same.
    let has_moved = |key: &str, before: &Model, after: &Model| {
        let is_elsewhere =
            new_alternatives.contains(before.name.as_str()) || old_alternatives.contains(after.name.as_str());
        is_alternative(key) && before.name != after.name && is_elsewhere
    };
    let is_kept = |key: &str, old: &Model, new: &Model| !are_unlike(old, new) && !has_moved(key, old, new);
    let kept: BTreeSet<&str> =
        common().filter(|(key, old, new)| is_kept(key, old, new)).map(|(key, _, _)| key).collect();
    let mut search = Search {
        old,
        new,
        old_names: by_name(old),
        new_names: by_name(new),
        pairs: kept.iter().map(|key| (*key, *key)).collect(),
        taken: kept,
    };
    if search.pairs.len() == old.types.len() || search.pairs.len() == new.types.len() {
        return search.pairs;
    }
    for (before, after) in operations {
        search.method(&old.operations[*before], &new.operations[*after]);
    }
    let mut queue: Vec<(&str, &str)> = search.pairs.iter().map(|(old, new)| (*old, *new)).collect();
    while let Some((before, after)) = queue.pop() {
        let found = search.model(&old.types[before], &new.types[after]);
        queue.extend(found);
    }
    for (name, before) in &search.old_names.clone() {
        if let Some(after) = search.new_names.get(name).copied()
            && let Some(pair) = search.pair(before, after)
        {
            let mut queue = vec![pair];
            while let Some((before, after)) = queue.pop() {
                queue.extend(search.model(&old.types[before], &new.types[after]));
            }
        }
    }
    let left: Vec<&str> = common().map(|(key, _, _)| key).collect();
    for key in left.into_iter().filter(|key| !search.pairs.contains_key(key)).collect::<Vec<_>>() {
        if search.taken.insert(key) {
            search.pairs.insert(key, key);
        }
    }
    search.pairs
}

fn by_name(surface: &Surface) -> BTreeMap<&str, &str> {
    surface.types.iter().map(|(key, model)| (model.name.as_str(), key.as_str())).collect()
}

/// Looks for the models of the new version that are those of the old one under other keys.
struct Search<'a> {
    old: &'a Surface,
    new: &'a Surface,
    old_names: BTreeMap<&'a str, &'a str>,
    new_names: BTreeMap<&'a str, &'a str>,
    pairs: BTreeMap<&'a str, &'a str>,
    taken: BTreeSet<&'a str>,
}

impl<'a> Search<'a> {
    fn method(&mut self, old: &'a Method, new: &'a Method) {
        let inputs = |method: &'a Method| {
            let all = method.arguments.iter().map(|(key, named)| (key.as_str(), named.ty.as_str()));
            all.chain(method.setters.iter().map(|(key, named)| (key.as_str(), named.ty.as_str())))
                .collect::<BTreeMap<_, _>>()
        };
        self.texts(&old.returns, &new.returns);
        let (before, after) = (inputs(old), inputs(new));
        for (key, old) in before {
            if let Some(new) = after.get(key) {
                self.texts(old, new);
            }
        }
    }

    fn model(&mut self, old: &'a Model, new: &'a Model) -> Vec<(&'a str, &'a str)> {
        let mut found = Vec::new();
        match (&old.kind, &new.kind) {
            (Kind::Struct { fields: old, rest: old_rest, .. }, Kind::Struct { fields: new, rest: new_rest, .. }) => {
                let common = old.iter().filter_map(|(wire, old)| Some((old, new.get(wire)?)));
                for (old, new) in common.chain(old_rest.iter().zip(new_rest)) {
                    found.extend(self.texts(&old.ty, &new.ty));
                }
            }
            (Kind::Union { variants: old, .. }, Kind::Union { variants: new, .. }) => {
                for (old, new) in old.iter().filter_map(|(tag, old)| Some((old, new.get(tag)?))) {
                    found.extend(self.texts(&old.ty, &new.ty));
                }
            }
            (Kind::Alias(old), Kind::Alias(new)) => found.extend(self.texts(old, new)),
            _ => {}
        }
        found
    }

    /// Pairs the models that two types mention in the same positions.
    fn texts(&mut self, old: &'a str, new: &'a str) -> Vec<(&'a str, &'a str)> {
        fn words(text: &str) -> Vec<&str> {
            tokens(text)
                .filter(|(_, is_word)| *is_word)
                .map(|(token, _)| token)
                .filter(|word| !WRAPPERS.contains(word))
                .collect()
        }
        if old == new {
            return Vec::new();
        }
        let (old, new) = (words(old), words(new));
        if old.len() != new.len() {
            return Vec::new();
        }
        let keys = old.into_iter().zip(new);
        let keys: Vec<_> =
            keys.filter_map(|(old, new)| Some((*self.old_names.get(old)?, *self.new_names.get(new)?))).collect();
        keys.into_iter().filter_map(|(old, new)| self.pair(old, new)).collect()
    }

    fn pair(&mut self, old: &'a str, new: &'a str) -> Option<(&'a str, &'a str)> {
        let is_free = !self.pairs.contains_key(old) && !self.taken.contains(new);
        if !is_free || !are_alike(&self.old.types[old], &self.new.types[new]) {
            return None;
        }
        self.pairs.insert(old, new);
        self.taken.insert(new);
        Some((old, new))
    }
}

/// Types around others, which may be added or removed.
const WRAPPERS: [&str; 5] = ["Option", "Box", "Vec", "impl", "Into"];

/// Whether the number of an alternative is a part of a key.
fn is_alternative(key: &str) -> bool {
    key.contains("/oneOf/") || key.contains("/anyOf/")
}

/// Whether two models have the same key and nothing in common.
fn are_unlike(old: &Model, new: &Model) -> bool {
    match (&old.kind, &new.kind) {
        (Kind::Struct { fields: old, .. }, Kind::Struct { fields: new, .. }) => {
            old.len() > 2 && new.len() > 2 && !old.keys().any(|key| new.contains_key(key))
        }
        _ => false,
    }
}

/// Whether a model may be another one under another key: most of the smaller one is in the other.
fn are_alike(old: &Model, new: &Model) -> bool {
    fn overlap<T, U>(old: &BTreeMap<String, T>, new: &BTreeMap<String, U>) -> bool {
        let common = old.keys().filter(|key| new.contains_key(*key)).count();
        common * 2 >= old.len().min(new.len())
    }
    match (&old.kind, &new.kind) {
        (Kind::Struct { fields: old, .. }, Kind::Struct { fields: new, .. }) => overlap(old, new),
        (Kind::Enumeration(old), Kind::Enumeration(new)) => overlap(old, new),
        (Kind::Union { variants: old, .. }, Kind::Union { variants: new, .. }) => overlap(old, new),
        (Kind::Alias(_), Kind::Alias(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::without_version;

    #[test]
    fn versions_are_no_part_of_what_an_operation_is() {
        assert_eq!(without_version("GET /v1/x/{}"), "GET /x/{}");
        assert_eq!(without_version("GET /v2beta1/x"), "GET /x");
        assert_eq!(without_version("GET /vaults/x"), "GET /vaults/x");
    }
}
