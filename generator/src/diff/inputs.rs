//! Compares the inputs of an operation: arguments, setters, and how they are sent.

use std::collections::{BTreeMap, BTreeSet};

use super::effects::{self, Relation, of_added, of_removed};
use super::sides::MethodPair;
use super::types::{accepts, value};
use super::wire::{Direction, Member};
use super::{Change, Effect, Verdict, rules};
use crate::ir::Type;
use crate::surface::{BODY_MEDIA_TYPE, BODY_MODEL, Kind, Method, Named};

/// What a setter changes that sends nothing new.
const NO_EFFECTS: (Effect, Effect) = (Effect::Ok, Effect::Ok);

/// An input of a method.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    named: &'a Named,
    required: bool,
}

/// Whether an input is another way to send what other inputs are: the body as a whole, or its media type.
fn sends_nothing(key: &str) -> bool {
    key == BODY_MODEL || key.split_once(' ').is_some_and(|(location, _)| location == BODY_MEDIA_TYPE)
}

/// Returns the inputs of a method by their keys; those in the path by their position: `path 0`, `query limit`, `body`.
pub(super) fn by_key(method: &Method) -> BTreeMap<String, Input<'_>> {
    let arguments = method.arguments.iter().zip(argument_keys(method));
    let arguments = arguments.map(|((_, named), key)| (key, Input { named, required: true }));
    let setters = method.setters.iter().map(|(key, named)| (key.clone(), Input { named, required: false }));
    arguments.chain(setters).collect()
}

fn argument_keys(method: &Method) -> Vec<String> {
    let mut in_path = 0;
    let key = |(key, _): &(String, Named)| {
        if !key.starts_with("path ") {
            return key.clone();
        }
        in_path += 1;
        format!("path {}", in_path - 1)
    };
    method.arguments.iter().map(key).collect()
}

/// Whether a call with the arguments of one method compiles with those of another one.
pub(super) fn accept(pair: &MethodPair<'_, '_>) -> bool {
    let (old, new) = (&pair.old.arguments, &pair.new.arguments);
    pair.old.inputs.is_none()
        && pair.new.inputs.is_none()
        && old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|((_, old), (_, new))| accepts(&pair.pairs.current(&new.ty), &pair.pairs.translate(&old.ty)))
}

/// Compares the inputs of an operation.
pub(super) fn compare(pair: &MethodPair<'_, '_>, list: &mut Vec<Change>) {
    let mut both = Both::of(pair);
    both.whole_body(list);
    both.moves(list);
    both.order(list);
    let keys: BTreeSet<String> = both.old.keys().chain(both.new.keys()).cloned().collect();
    for key in keys {
        both.input(&key, list);
    }
    both.names(list);
    both.sending(list);
    let in_path = |method: &'_ Method| -> Vec<String> {
        let keys = method.arguments.iter().map(|(key, _)| key);
        keys.filter_map(|key| key.strip_prefix("path ")).map(str::to_owned).collect()
    };
    let (old, new) = (in_path(pair.old), in_path(pair.new));
    if old.len() == new.len() && old != new {
        list.push(pair.change(&rules::O8).from(old.join(", ")).to(new.join(", ")));
    }
    match (&pair.old.inputs, &pair.new.inputs) {
        (None, Some(new)) => list.push(pair.change(&rules::I10).to(new)),
        (Some(old), None) => list.push(pair.change(&rules::I13).from(old)),
        (Some(before), Some(after)) if before != after => {
            let is_same_method = (&pair.old.resource, &pair.old.name) == (&pair.new.resource, &pair.new.name);
            if is_same_method {
                list.push(pair.change(&rules::N5).from(before).to(after));
            }
        }
        _ => {}
    }
}

/// The inputs of an operation in both versions, without those that a change already covers.
struct Both<'p, 'a> {
    pair: &'p MethodPair<'p, 'a>,
    old: BTreeMap<String, Input<'a>>,
    new: BTreeMap<String, Input<'a>>,
    old_wire: BTreeMap<String, Member<'a>>,
    new_wire: BTreeMap<String, Member<'a>>,
    /// The new keys of inputs that moved to another part of the request.
    moved: BTreeMap<String, String>,
}

impl<'p, 'a> Both<'p, 'a> {
    fn of(pair: &'p MethodPair<'p, 'a>) -> Self {
        let wire = |version: super::Version<'a>, key: &str| {
            version.wire.and_then(|wire| Some(wire.inputs(wire.operation(key)?))).unwrap_or_default()
        };
        Self {
            pair,
            old: by_key(pair.old),
            new: by_key(pair.new),
            old_wire: wire(pair.pairs.old, pair.old_key),
            new_wire: wire(pair.pairs.new, pair.key),
            moved: BTreeMap::new(),
        }
    }

    fn change(&self, rule: &'static rules::Rule, key: &str) -> Change {
        let name = self.new.get(key).or(self.old.get(key)).map(|input| input.named.name.as_str());
        let name = name.filter(|_| key.starts_with("path ") || ["body", BODY_MODEL].contains(&key));
        let name = name.unwrap_or(key.split_once(' ').map_or(key, |(_, wire)| wire));
        let at = |wire: &BTreeMap<String, Member<'a>>| wire.get(key).map(|member| member.at.to_owned());
        let mut change =
            Change::new(rule, format!("{} {key}", self.pair.key), format!("{}({name})", self.pair.subject));
        change.at = (at(&self.old_wire), at(&self.new_wire));
        let operation = self.pair.change(rule).at;
        if change.at == (None, None) {
            change.at = operation;
        }
        change
    }

    /// Compares bodies of which one has fields that are inputs, and the other one is an input as a whole.
    fn whole_body(&mut self, list: &mut Vec<Change>) {
        let is_field = |key: &&String| key.starts_with("body ");
        let has = |inputs: &BTreeMap<String, Input<'a>>| {
            (inputs.contains_key("body"), inputs.keys().any(|key| is_field(&key)))
        };
        let (old, new) = (has(&self.old), has(&self.new));
        if !(old == (true, false) && new == (false, true) || old == (false, true) && new == (true, false)) {
            return;
        }
        let whole =
            self.new.get("body").or(self.old.get("body")).map(|input| input.named.ty.clone()).unwrap_or_default();
        let stored = value(&whole);
        let models = if new.0 { &self.pair.pairs.new_models } else { &self.pair.pairs.old_models };
        let rule = match models.get(stored.as_str()).map(|model| &model.kind) {
            Some(Kind::Union { .. }) => &rules::I38,
            _ if stored.starts_with("Vec<") => &rules::I36,
            _ => &rules::I37,
        };
        let fields = |inputs: &BTreeMap<String, Input<'a>>| {
            inputs.keys().filter_map(|key| key.strip_prefix("body ")).collect::<Vec<_>>().join(", ")
        };
        let (from, to) = if new.0 { (fields(&self.old), whole) } else { (whole, fields(&self.new)) };
        let mentions = (from.clone(), to.clone());
        list.push(self.change(rule, "body").from(from).to(to).mentions(mentions.0, mentions.1));
        for inputs in [&mut self.old, &mut self.new] {
            inputs.retain(|key, _| key != "body" && !key.starts_with("body "));
        }
    }

    /// Reports inputs that moved to another part of the request.
    fn moves(&mut self, list: &mut Vec<Change>) {
        let gone = self.old.keys().filter(|key| !self.new.contains_key(*key) && key.contains(' '));
        let pairs = gone.filter_map(|key| {
            let (_, wire) = key.split_once(' ')?;
            let is_same = |other: &&String| {
                !self.old.contains_key(*other) && other.split_once(' ').is_some_and(|(_, name)| name == wire)
            };
            Some((key.clone(), self.new.keys().find(is_same)?.clone()))
        });
        self.moved = pairs.collect();
        for (old, new) in self.moved.clone() {
            let (before, after) = (self.old[&old], self.new[&new]);
            let same = before.required == after.required
                && accepts(&self.pair.pairs.current(&after.named.ty), &self.pair.pairs.translate(&before.named.ty))
                && (after.required || before.named.name == after.named.name);
            let rule = if after.required { &rules::I15 } else { &rules::I14 };
            let verdict = if same { Verdict::Patch } else { Verdict::Major };
            let mut change = self.change(rule, &new).from(old.as_str()).to(new.as_str()).rust(verdict);
            change.at.0 = self.old_wire.get(&old).map(|member| member.at.to_owned());
            list.push(change);
        }
    }

    /// Reports arguments in another order.
    fn order(&mut self, list: &mut Vec<Change>) {
        let pair = self.pair;
        if pair.old.inputs.is_some() || pair.new.inputs.is_some() {
            return;
        }
        let key = |key: String| self.moved.get(&key).cloned().unwrap_or(key);
        let old: Vec<String> = argument_keys(pair.old).into_iter().map(key).collect();
        let new = argument_keys(pair.new);
        if old == new {
            return;
        }
        let sorted = |keys: &[String]| keys.iter().cloned().collect::<BTreeSet<_>>();
        let names = |method: &Method| {
            method.arguments.iter().map(|(_, named)| named.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let is_same = sorted(&old) == sorted(&new);
        let fit = accept(pair);
        let rule = match (is_same, fit) {
            (true, true) => &rules::I7,
            (true, false) => &rules::I8,
            // The set of arguments changed: each of them is reported.
            (false, false) => return,
            (false, true) => &rules::I42,
        };
        list.push(pair.change(rule).from(names(pair.old)).to(names(pair.new)));
        if !is_same {
            for key in sorted(&old).symmetric_difference(&sorted(&new)) {
                // An argument that became a setter is still there.
                if !(self.old.contains_key(key) && self.new.contains_key(key)) {
                    self.old.remove(key);
                    self.new.remove(key);
                }
            }
        }
    }

    fn input(&self, key: &str, list: &mut Vec<Change>) {
        let (old_wire, new_wire) = (self.old_wire.get(key), self.new_wire.get(key));
        match (self.old.get(key), self.new.get(key)) {
            (None, Some(new)) if !self.moved.values().any(|moved| moved == key) => {
                let was_sent = self.pair.old.constants.contains_key(key);
                let rule = match new.required {
                    false if was_sent => &rules::I46,
                    true if self.pair.new.inputs.is_some() && self.pair.old.inputs.is_some() => &rules::I11,
                    true => &rules::I4,
                    false => &rules::I1,
                };
                let effects = if sends_nothing(key) { NO_EFFECTS } else { of_added(Direction::SENT, new.required) };
                list.push(self.change(rule, key).to(&new.named.ty).mentions("", &new.named.ty).effects(Some(effects)));
            }
            (Some(old), None) if !self.moved.contains_key(key) => {
                let constant = new_wire.and_then(|member| member.constant);
                let rule = if constant.is_some() { &rules::I31 } else { &rules::I3 };
                let effects = match constant {
                    Some(_) => effects::of_members(self.pair.pairs, Direction::SENT, old_wire, new_wire),
                    None if sends_nothing(key) => Some(NO_EFFECTS),
                    None => Some(of_removed(Direction::SENT, old.required)),
                };
                let mut change =
                    self.change(rule, key).from(&old.named.ty).mentions(&old.named.ty, "").effects(effects);
                change.new = constant.map(ToString::to_string);
                list.push(change);
            }
            (Some(old), Some(new)) => {
                if let Some(change) = self.changed(key, *old, *new) {
                    list.push(change);
                }
            }
            _ => {}
        }
        if let (Some(old), Some(new)) = (old_wire, new_wire) {
            let change = |rule| self.change(rule, key);
            facts(Direction::SENT, old, new, &change, list);
            if (old.style, old.form) != (new.style, new.form) {
                list.push(change(&rules::I32));
            }
        }
    }

    /// Compares an input that both versions have.
    fn changed(&self, key: &str, old: Input<'_>, new: Input<'_>) -> Option<Change> {
        let pairs = self.pair.pairs;
        let effects = effects::of_members(pairs, Direction::SENT, self.old_wire.get(key), self.new_wire.get(key));
        let (translated, current) = (pairs.translate(&old.named.ty), pairs.current(&new.named.ty));
        let texts = |change: Change| {
            let mentions = (old.named.ty.as_str(), new.named.ty.as_str());
            change.from(&old.named.ty).to(&new.named.ty).mentions(mentions.0, mentions.1).effects(effects)
        };
        match (old.required, new.required) {
            (false, true) => return Some(texts(self.change(&rules::I5, key))),
            (true, false) => return Some(texts(self.change(&rules::I6, key))),
            _ => {}
        }
        // The fields of a struct have other types than arguments.
        let is_moved = self.pair.old.inputs.is_some() != self.pair.new.inputs.is_some();
        let is_kept = accepts(&current, &translated) || (is_moved && value(&current) == value(&translated));
        let rule = match is_kept {
            true if current.contains("Patch<") && !translated.contains("Patch<") => &rules::I26,
            true if current.contains("Secret") && !translated.contains("Secret") => &rules::I29,
            true => {
                let effects = effects.filter(|effects| *effects != (Effect::Ok, Effect::Ok))?;
                return Some(self.change(&rules::I41, key).rust(Verdict::Patch).effects(Some(effects)));
            }
            false => self.type_rule(&translated, &current, key),
        };
        Some(texts(self.change(rule, key)))
    }

    /// Returns what kind of change it is that an input does not take any more what it took.
    fn type_rule(&self, old: &str, new: &str, key: &str) -> &'static rules::Rule {
        let pairs = self.pair.pairs;
        let (before, after) = (value(old), value(new));
        let list = |text: &str| text.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>')).map(str::to_owned);
        let is_enumeration = |text: &str| {
            let model = pairs.new_models.get(text).or(pairs.old_models.get(text));
            model.is_some_and(|model| matches!(model.kind, Kind::Enumeration(_)))
        };
        let is_union =
            |text: &str| pairs.new_models.get(text).is_some_and(|model| matches!(model.kind, Kind::Union { .. }));
        if old.contains("Patch<") && !new.contains("Patch<") && before == after {
            return &rules::I27;
        }
        if before == after {
            return &rules::I41;
        }
        let relation = || {
            let (old, new) = (self.old_wire.get(key)?.ty?, self.new_wire.get(key)?.ty?);
            effects::relation(pairs, old, new)
        };
        match (list(&before), list(&after)) {
            (Some(old), Some(new)) if is_enumeration(&new) && !is_enumeration(&old) => &rules::I23,
            (Some(_), None) | (None, Some(_)) => &rules::I24,
            _ if before == "Secret" && after == "String" => &rules::I30,
            _ if is_enumeration(&after) && before == "String" => &rules::I21,
            _ if is_enumeration(&before) && after == "String" => &rules::I22,
            _ if is_union(&after) => &rules::I40,
            _ if ["i32", "u32"].contains(&before.as_str()) && after == "i64" => &rules::I19,
            _ => match relation() {
                Some(Relation::Narrower) => &rules::I20,
                _ => &rules::I41,
            },
        }
    }

    /// Compares the names of setters, which programs write.
    fn names(&self, list: &mut Vec<Change>) {
        let setters = |method: &'a Method| -> BTreeMap<&'a str, (&'a str, &'a Named)> {
            let arguments = method.arguments.iter().filter(|_| method.inputs.is_some());
            let arguments = arguments.map(|(key, named)| (key.as_str(), named));
            let all = arguments.chain(method.setters.iter().map(|(key, named)| (key.as_str(), named)));
            all.map(|(key, named)| (named.name.as_str(), (key, named))).collect()
        };
        let (old, new) = (setters(self.pair.old), setters(self.pair.new));
        let old_keys: BTreeMap<&str, &Named> = old.values().copied().collect();
        let new_keys: BTreeMap<&str, &Named> = new.values().copied().collect();
        for (key, before) in old_keys {
            let taken = new
                .get(before.name.as_str())
                .filter(|(other, _)| *other != key && self.moved.get(key).is_none_or(|moved| moved != other));
            if let Some((other, after)) = taken {
                let fits = accepts(&self.pair.pairs.current(&after.ty), &self.pair.pairs.translate(&before.ty));
                list.push(self.change(&rules::I16, key).from(key).to(*other).silent(fits).rust(Verdict::Major));
            } else if let Some(after) = new_keys.get(key)
                && after.name != before.name
                && !key.starts_with("path ")
            {
                let change = self.change(&rules::I17, key).from(&before.name).to(&after.name);
                let new = self.pair.pairs.new.surface;
                let has_alias = new.has_alias(&self.pair.new.request, &before.name, &after.name);
                list.push(if has_alias { change.rust(Verdict::Minor) } else { change });
            }
        }
    }

    /// Compares how the body is sent.
    fn sending(&self, list: &mut Vec<Change>) {
        let bodies = self.pair.wires().map(|(old, new)| (old.body.as_ref(), new.body.as_ref()));
        if let (None, Some(old), Some(new)) = (&bodies, &self.pair.old.content_type, &self.pair.new.content_type)
            && old != new
        {
            list.push(self.change(&rules::I35, "body").from(old).to(new));
        }
        let Some((Some(old), Some(new))) = bodies else { return };
        if (&old.media_type, old.encoding) != (&new.media_type, new.encoding) {
            list.push(self.change(&rules::I35, "body").from(&old.media_type).to(&new.media_type));
        }
        let is_whole = self.new.contains_key("body");
        match (old.required, new.required) {
            (true, false) if !is_whole => list.push(self.change(&rules::I33, "body")),
            (false, true) if !is_whole => list.push(self.change(&rules::I34, "body")),
            _ => {}
        }
    }
}

/// Compares what is documented about a property or an input, and not a part of its type.
pub(super) fn facts(
    direction: Direction,
    old: &Member<'_>,
    new: &Member<'_>,
    change: &dyn Fn(&'static rules::Rule) -> Change,
    list: &mut Vec<Change>,
) {
    match (old.docs.deprecated, new.docs.deprecated) {
        (false, true) => list.push(change(&rules::O3)),
        (true, false) => list.push(change(&rules::O4)),
        _ => {}
    }
    let (Some(before), Some(after)) = (old.constraints, new.constraints) else { return };
    if before.default != after.default && direction.sent {
        let text = |value: &Option<crate::ir::Literal>| value.as_ref().map(ToString::to_string);
        let mut found = change(&rules::D1);
        (found.old, found.new) = (text(&before.default), text(&after.default));
        list.push(found);
    }
    let is_same_type = matches!((old.ty, new.ty), (Some(Type::Scalar(old)), Some(Type::Scalar(new))) if old == new);
    let relation = effects::constraints(before, after, is_same_type);
    let rule = match relation {
        Relation::Same => return,
        Relation::Narrower => &rules::D2,
        Relation::Wider => &rules::D3,
        Relation::Other => &rules::M27,
    };
    // What is read is not validated, so that only a server can refuse a value.
    let effects = match relation {
        Relation::Narrower if direction.sent => (Effect::Some, Effect::Ok),
        Relation::Wider if direction.sent => (Effect::Ok, Effect::Some),
        Relation::Other if direction.sent => (Effect::Some, Effect::Some),
        _ => (Effect::Ok, Effect::Ok),
    };
    list.push(change(rule).effects(Some(effects)));
}
