//! Compares the fields of structs: whether they are there, can be absent or null, and their types.

use std::collections::HashMap;

use super::effects::{self, of_added, of_removed};
use super::sides::ModelPair;
use super::types::{Form, accepts, inside};
use super::wire::Member;
use super::{Change, Effect, Verdict, rules};
use crate::ir::Type;
use crate::surface::{Kind, Model, Named};

/// A field in both versions.
pub(super) struct Field<'p, 'a> {
    pub(super) pair: &'p ModelPair<'p, 'a>,
    pub(super) name: &'p str,
    pub(super) old: Option<&'p Member<'a>>,
    pub(super) new: Option<&'p Member<'a>>,
    /// Whether it contains the items of pages.
    pub(super) is_items: bool,
}

impl Field<'_, '_> {
    pub(super) fn change(&self, rule: &'static rules::Rule) -> Change {
        let mut change = self.pair.part(rule, self.name);
        if self.old.is_some() || self.new.is_some() {
            let at = |member: Option<&Member<'_>>| member.map(|member| member.at.to_owned());
            change.at = (at(self.old), at(self.new));
        }
        change
    }

    pub(super) fn compare(&self, old: Option<&Named>, new: Option<&Named>, list: &mut Vec<Change>) {
        match (old, new) {
            (None, Some(new)) => list.push(self.added(new)),
            (Some(old), None) => list.push(self.removed(old)),
            (Some(old), Some(new)) => {
                list.extend(self.changed(&old.ty, &new.ty));
                if old.name != new.name {
                    let taken = match &self.pair.new.kind {
                        Kind::Struct { fields, .. } => fields.iter().find(|(_, field)| field.name == old.name),
                        _ => None,
                    };
                    let rule = if taken.is_some() { &rules::N13 } else { &rules::N10 };
                    let pairs = self.pair.pairs;
                    let fits = taken.is_some_and(|(_, field)| pairs.current(&field.ty) == pairs.translate(&old.ty));
                    list.push(self.change(rule).from(&old.name).to(&new.name).silent(fits));
                }
            }
            (None, None) => {
                if let (Some(old), Some(new)) =
                    (self.old.and_then(|old| old.constant), self.new.and_then(|new| new.constant))
                    && old != new
                {
                    list.push(self.change(&rules::E14).from(old.to_string()).to(new.to_string()));
                }
            }
        }
    }

    fn added(&self, new: &Named) -> Change {
        let direction = self.pair.direction;
        let required = self.new.map_or(!Form::of(&new.ty).optional, |member| member.presence.required);
        let is_argument = self.is_argument(&self.pair.new.kind);
        let was_constant = self.pair.old.constants.contains_key(self.name);
        let rule = match (was_constant, is_argument) {
            (true, true) => &rules::E8,
            (true, false) => &rules::E9,
            (false, true) => &rules::M3,
            (false, false) if direction.sent => &rules::M2,
            (false, false) => &rules::M1,
        };
        let effects = match was_constant {
            true => effects::of_members(self.pair.pairs, direction, self.old, self.new),
            false => Some(of_added(direction, required)),
        };
        // A program that does not set it does not send it any more.
        let is_silent = was_constant && !is_argument && direction.sent;
        self.change(rule).silent(is_silent).to(&new.ty).mentions("", &new.ty).effects(effects)
    }

    fn removed(&self, old: &Named) -> Change {
        let direction = self.pair.direction;
        let required = self.old.map_or(!Form::of(&old.ty).optional, |member| member.presence.required);
        let change = match self.new.and_then(|member| member.constant) {
            Some(constant) => self.change(&rules::E10).to(constant.to_string()).effects(effects::of_members(
                self.pair.pairs,
                direction,
                self.old,
                self.new,
            )),
            None => self.change(&rules::M4).effects(Some(of_removed(direction, required))),
        };
        change.from(&old.ty).mentions(&old.ty, "")
    }

    fn is_argument(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Struct { new: Some(new), .. } => new.iter().any(|name| name == self.name),
            _ => false,
        }
    }

    /// Compares the types of a field that both versions have.
    fn changed(&self, old: &str, new: &str) -> Option<Change> {
        let pairs = self.pair.pairs;
        let effects = effects::of_members(pairs, self.pair.direction, self.old, self.new);
        let translated = pairs.translate(old);
        let current = pairs.current(new);
        if translated == current {
            return self.unchanged_type(effects);
        }
        let (before, after) = (Form::of(&translated), Form::of(&current));
        let flags = |member: &&Member<'_>| (member.read_only, member.write_only);
        let is_flagged = self.old.as_ref().map(flags) != self.new.as_ref().map(flags);
        let rule = match (before.optional, after.optional) {
            (false, true) if is_flagged => self.less_present(after.bare),
            _ if before.bare != after.bare => type_rule(self.pair, self.old, self.new, before.bare, after.bare),
            (false, true) => self.less_present(after.bare),
            (true, false) => self.more_present(),
            _ if after.boxed => &rules::M39,
            _ => &rules::M38,
        };
        Some(self.change(rule).from(old).to(new).mentions(old, new).effects(effects))
    }

    /// Returns the rule for a setter that is gone, or that accepts null now, or no longer, and not all that was passed
    /// to it before.
    fn set_otherwise(&self) -> Option<&'static rules::Rule> {
        let setters = |model: &'_ Model| Some(model.constructor.as_ref()?.setters.clone());
        let (old, new) = (setters(self.pair.old)?.remove(self.name)?, setters(self.pair.new)?.remove(self.name));
        // Without a constructor, the model itself is no longer sent.
        let is_argument = self.is_argument(&self.pair.new.kind);
        let Some(new) = new else { return Some(if is_argument { &rules::M8 } else { &rules::M46 }) };
        if accepts(&self.pair.pairs.current(&new), &self.pair.pairs.translate(&old)) {
            return None;
        }
        match (old.contains("Patch<"), new.contains("Patch<")) {
            (false, true) => Some(&rules::M9),
            (true, false) => Some(&rules::M45),
            _ => None,
        }
    }

    /// Compares what a type of Rust does not say.
    fn unchanged_type(&self, effects: Option<(Effect, Effect)>) -> Option<Change> {
        let (was, is) = (self.is_argument(&self.pair.old.kind), self.is_argument(&self.pair.new.kind));
        let has_new = |kind: &Kind| matches!(kind, Kind::Struct { new: Some(_), .. });
        let both = has_new(&self.pair.old.kind) && has_new(&self.pair.new.kind);
        match (was, is) {
            (true, false) if both => return Some(self.change(&rules::M7).effects(effects)),
            (false, true) if both => return Some(self.change(&rules::M8).effects(effects)),
            _ => {}
        }
        if let Some(rule) = self.set_otherwise() {
            return Some(self.change(rule).rust(Verdict::Major).effects(effects));
        }
        let (old, new) = (self.old?, self.new?);
        let rule = match (old.presence.nullable, new.presence.nullable) {
            (false, true) => &rules::M9,
            _ if effects? == (Effect::Ok, Effect::Ok) => return None,
            _ if old.presence.required && !new.presence.required => &rules::M6,
            _ if !old.presence.required && new.presence.required => &rules::M5,
            (true, false) => &rules::M45,
            _ => &rules::M24,
        };
        Some(self.change(rule).rust(Verdict::Patch).effects(effects))
    }

    /// Returns the rule for a field that is within an `Option` now.
    fn less_present(&self, bare: &str) -> &'static rules::Rule {
        let members = self.old.zip(self.new);
        match members {
            _ if self.is_items && inside(bare, "Vec").is_some() => &rules::P6,
            Some((old, new)) if new.read_only && !old.read_only => &rules::M14,
            Some((old, new)) if new.write_only && !old.write_only => &rules::M15,
            Some((old, new)) if old.presence.required && new.presence.required => &rules::M10,
            Some(_) if !self.pair.direction.received => &rules::M7,
            _ => &rules::M6,
        }
    }

    /// Returns the rule for a field that is no longer within an `Option`.
    fn more_present(&self) -> &'static rules::Rule {
        match self.old.zip(self.new) {
            Some((old, new)) if old.presence.required && new.presence.required => &rules::M45,
            Some(_) if !self.pair.direction.received => &rules::M8,
            _ => &rules::M5,
        }
    }
}

/// Returns the rule for a type that is another one, from the types of Rust and from what is sent.
pub(super) fn type_rule(
    pair: &ModelPair<'_, '_>,
    old_member: Option<&Member<'_>>,
    new_member: Option<&Member<'_>>,
    old: &str,
    new: &str,
) -> &'static rules::Rule {
    let pairs = pair.pairs;
    let item = |text: &str| inside(text, "Vec").or(inside(text, "BTreeMap")).map(str::to_owned);
    let model = |models: &HashMap<&str, &Model>, text: &str| models.get(text).map(|model| model.kind.clone());
    let is_integer = |text: &str| matches!(text, "i32" | "i64" | "u32" | "u64" | "i128");
    let resolved = |version: super::Version<'_>, member: Option<&Member<'_>>| -> Option<Type> {
        Some(version.wire?.api().resolve(member?.ty?).clone())
    };
    let texts = (resolved(pairs.old, old_member), resolved(pairs.new, new_member));
    let formatted = |ty: &Option<Type>| match ty {
        Some(Type::Scalar(scalar)) => scalar.text().map(|_| scalar.is_plain_text()),
        _ => None,
    };
    match (model(&pairs.old_models, old), model(&pairs.new_models, new)) {
        (_, Some(Kind::Union { .. })) => return &rules::U11,
        (Some(Kind::Union { .. }), _) => return &rules::U12,
        (None, Some(Kind::Enumeration(_))) | (Some(Kind::Enumeration(_)), None) if [old, new].contains(&"String") => {
            return &rules::M36;
        }
        (None, Some(Kind::Struct { .. })) if old == "Value" => return &rules::M31,
        (None, Some(Kind::Struct { .. })) if is_map(old) => return &rules::M32,
        (Some(Kind::Struct { .. }), None) if is_map(new) => return &rules::M32,
        _ => {}
    }
    match (item(old), item(new)) {
        (Some(old), Some(new)) if Form::of(&new).bare == old || new.ends_with(&format!("Option<{}>", tail(&old))) => {
            return &rules::M29;
        }
        (Some(_), Some(_)) => return &rules::M30,
        _ => {}
    }
    match (formatted(&texts.0), formatted(&texts.1)) {
        _ if [old, new].contains(&"Secret") => &rules::M44,
        (Some(true), Some(false)) => &rules::M25,
        (Some(false), Some(_)) => &rules::M26,
        _ if is_integer(old) && new == "f64" => &rules::M21,
        _ if old == "f64" && is_integer(new) => &rules::M22,
        _ if is_integer(old) && is_integer(new) => &rules::M23,
        _ => &rules::M24,
    }
}

/// Returns the last argument of a list of types.
fn tail(text: &str) -> &str {
    text.split_once(", ").map_or(text, |(_, tail)| tail)
}

pub(super) fn is_map(ty: &str) -> bool {
    ty.starts_with("BTreeMap<")
}
