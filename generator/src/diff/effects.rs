//! What differences of values mean between programs and servers of different versions.

use std::collections::BTreeSet;

use super::Effect;
use super::pairs::Pairs;
use super::wire::{Direction, Member, Wire};
use crate::ir::{Constraints, Content, Integer, Item, Literal, Scalar, Shape, Type, Wire as Json};

/// How the values of a new type relate to those of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    Wider,
    Narrower,
    Other,
}

impl Relation {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, other) | (other, Self::Same) => other,
            (one, other) if one == other => one,
            _ => Self::Other,
        }
    }

    fn reversed(self) -> Self {
        match self {
            Self::Wider => Self::Narrower,
            Self::Narrower => Self::Wider,
            other => other,
        }
    }

    /// Returns what the difference means: for an old program with a new server, and the other way round.
    pub(super) fn effects(self, direction: Direction) -> (Effect, Effect) {
        let of = |reads_new: Self| match reads_new {
            Self::Same | Self::Narrower => Effect::Ok,
            Self::Wider => Effect::Some,
            Self::Other => Effect::Breaks,
        };
        both(direction, (of(self.reversed()), of(self)), (of(self), of(self.reversed())))
    }
}

/// Returns the worse of what happens when a value is sent and when it is received, as far as it is.
fn both(direction: Direction, sent: (Effect, Effect), received: (Effect, Effect)) -> (Effect, Effect) {
    let sent = if direction.sent { sent } else { (Effect::Ok, Effect::Ok) };
    let received = if direction.received { received } else { (Effect::Ok, Effect::Ok) };
    worse(sent, received)
}

/// Returns the worse of two effects in each direction.
pub(super) fn worse(one: (Effect, Effect), other: (Effect, Effect)) -> (Effect, Effect) {
    (one.0.max(other.0), one.1.max(other.1))
}

/// Returns what a property or an input that was added, removed or changed means; `None` without wires.
pub(super) fn of_members(
    pairs: &Pairs<'_>,
    direction: Direction,
    old: Option<&Member<'_>>,
    new: Option<&Member<'_>>,
) -> Option<(Effect, Effect)> {
    use Effect::{Breaks, Ok, Some as Partly};
    let (old, new) = (old?, new?);
    // A server ignores what it only sends, and a program may not read what is only sent.
    if old.read_only != new.read_only {
        return Some(if direction.sent { (Ok, Partly) } else { (Ok, Ok) });
    }
    if old.write_only != new.write_only {
        return Some(if direction.received && old.presence.required { (Breaks, Ok) } else { (Ok, Ok) });
    }
    let presence = match (old.presence.required, new.presence.required) {
        (true, false) => both(direction, (Ok, Partly), (Breaks, Ok)),
        (false, true) => both(direction, (Partly, Ok), (Ok, Breaks)),
        _ => (Ok, Ok),
    };
    let strict = |member: &Member<'_>| member.presence.required;
    let null = match (old.presence.nullable, new.presence.nullable) {
        (false, true) => both(direction, (Ok, Partly), (if strict(new) { Breaks } else { Ok }, Ok)),
        (true, false) => both(direction, (Partly, Ok), (Ok, if strict(old) { Breaks } else { Ok })),
        _ => (Ok, Ok),
    };
    let values = match (old.ty, new.ty) {
        (Some(old), Some(new)) => relation(pairs, old, new)?.effects(direction),
        (None, Some(_)) => both(direction, (Ok, Partly), (Effect::Loses, Ok)),
        (Some(_), None) => both(direction, (Partly, Ok), (Ok, Effect::Loses)),
        (None, None) if old.constant != new.constant => (Effect::Loses, Effect::Loses),
        (None, None) => (Ok, Ok),
    };
    Some(worse(worse(presence, null), values))
}

/// Returns what an added member means.
pub(super) fn of_added(direction: Direction, required: bool) -> (Effect, Effect) {
    use Effect::{Breaks, Ok, Some as Partly};
    if required { both(direction, (Breaks, Partly), (Ok, Breaks)) } else { both(direction, (Ok, Partly), (Ok, Ok)) }
}

/// Returns what a removed member means.
pub(super) fn of_removed(direction: Direction, required: bool) -> (Effect, Effect) {
    use Effect::{Breaks, Ok, Some as Partly};
    if required { both(direction, (Partly, Breaks), (Breaks, Ok)) } else { both(direction, (Partly, Ok), (Ok, Ok)) }
}

/// Returns how the values of two types relate; `None` without wires.
pub(super) fn relation(pairs: &Pairs<'_>, old: &Type, new: &Type) -> Option<Relation> {
    let (before, after) = (pairs.old.wire?, pairs.new.wire?);
    Some(relate(&Sides { pairs, before, after }, old, new))
}

struct Sides<'p, 'a> {
    pairs: &'p Pairs<'a>,
    before: &'a Wire,
    after: &'a Wire,
}

fn relate(sides: &Sides<'_, '_>, old: &Type, new: &Type) -> Relation {
    if let (Type::Named(old), Type::Named(new)) = (old, new)
        && sides.pairs.is_same_type(sides.before.key(*old), sides.after.key(*new))
    {
        return Relation::Same;
    }
    let (old, new) = (sides.before.api().resolve(old), sides.after.api().resolve(new));
    match (old, new) {
        (Type::Json, Type::Json) => Relation::Same,
        (Type::Json, _) => Relation::Narrower,
        (_, Type::Json) => Relation::Wider,
        (Type::Scalar(old), Type::Scalar(new)) => scalars(*old, *new),
        (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => items(sides, old, new),
        (Type::Generic(one, old), Type::Generic(other, new)) if one == other => relate(sides, old, new),
        (Type::Generic(_, old), new) if relate(sides, old, new) == Relation::Same => Relation::Narrower,
        (old, Type::Generic(_, new)) if relate(sides, old, new) == Relation::Same => Relation::Wider,
        (Type::Named(old), Type::Named(new))
            if sides.pairs.is_same_type(sides.before.key(*old), sides.after.key(*new)) =>
        {
            Relation::Same
        }
        _ => definitions(sides, old, new),
    }
}

fn items(sides: &Sides<'_, '_>, old: &Item, new: &Item) -> Relation {
    let null = match (old.nullable, new.nullable) {
        (false, true) => Relation::Wider,
        (true, false) => Relation::Narrower,
        _ => Relation::Same,
    };
    null.and(relate(sides, &old.ty, &new.ty))
}

/// Relates types of which at least one is a definition that the other is not.
fn definitions(sides: &Sides<'_, '_>, old: &Type, new: &Type) -> Relation {
    fn shape<'a>(wire: &'a Wire, ty: &Type) -> Option<&'a Shape> {
        match ty {
            Type::Named(id) => Some(&wire.api().def(*id).shape),
            _ => None,
        }
    }
    let is_text = |ty: &Type| matches!(ty, Type::Scalar(scalar) if scalar.is_plain_text());
    match (shape(sides.before, old), shape(sides.after, new)) {
        (Some(Shape::StringEnum(old)), Some(Shape::StringEnum(new))) => {
            let values = |shape: &crate::ir::StringEnum| -> BTreeSet<String> {
                shape.values.iter().map(|variant| variant.value.as_str().to_owned()).collect()
            };
            let (old, new) = (values(old), values(new));
            match (old.is_subset(&new), new.is_subset(&old)) {
                (true, true) => Relation::Same,
                (true, false) => Relation::Wider,
                (false, true) => Relation::Narrower,
                (false, false) => Relation::Other,
            }
        }
        (Some(Shape::StringEnum(_)), None) if is_text(new) => Relation::Wider,
        (None, Some(Shape::StringEnum(_))) if is_text(old) => Relation::Narrower,
        (old_shape, Some(Shape::Union(union)))
            if !matches!(old_shape, Some(Shape::Union(_)))
                && union.variants.iter().any(|variant| relate(sides, old, &variant.ty) == Relation::Same) =>
        {
            Relation::Wider
        }
        (Some(Shape::Union(union)), new_shape)
            if !matches!(new_shape, Some(Shape::Union(_)))
                && union.variants.iter().any(|variant| relate(sides, &variant.ty, new) == Relation::Same) =>
        {
            Relation::Narrower
        }
        (Some(Shape::Struct(old)), Some(Shape::Struct(new))) if old == new => Relation::Same,
        _ => Relation::Other,
    }
}

fn scalars(old: Scalar, new: Scalar) -> Relation {
    if old == new {
        return Relation::Same;
    }
    match (&old.row().wire, &new.row().wire) {
        (Json::Text(old), Json::Text(new)) => match (old.content, new.content) {
            (Content::Text, Content::Text) => Relation::Same,
            (Content::Text, _) => Relation::Narrower,
            (_, Content::Text) => Relation::Wider,
            _ => Relation::Other,
        },
        (Json::Integer(old), Json::Integer(new)) => integers(*old, *new),
        (Json::Integer(_), Json::Number) => Relation::Wider,
        (Json::Number, Json::Integer(_)) => Relation::Narrower,
        _ => Relation::Other,
    }
}

fn integers(old: Integer, new: Integer) -> Relation {
    let range = |integer: Integer| match integer {
        Integer::I32 => (-(1_i128 << 31), (1_i128 << 31) - 1),
        Integer::I64 => (-(1_i128 << 63), (1_i128 << 63) - 1),
        Integer::U32 => (0, (1_i128 << 32) - 1),
        Integer::U64 => (0, (1_i128 << 64) - 1),
        Integer::I128 => (i128::MIN, i128::MAX),
    };
    let ((old_least, old_most), (new_least, new_most)) = (range(old), range(new));
    match (new_least <= old_least && new_most >= old_most, new_least >= old_least && new_most <= old_most) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Wider,
        (false, true) => Relation::Narrower,
        (false, false) => Relation::Other,
    }
}

/// Returns how the values that constraints allow relate. Another format is a part of another type, if that changed.
pub(super) fn constraints(old: &Constraints, new: &Constraints, is_same_type: bool) -> Relation {
    let least = |old: Option<u64>, new: Option<u64>| bound(new.unwrap_or(0).cmp(&old.unwrap_or(0)));
    let most = |old: Option<u64>, new: Option<u64>| bound(old.unwrap_or(u64::MAX).cmp(&new.unwrap_or(u64::MAX)));
    let told = |old: &dyn Fn(&Constraints) -> Option<String>, a: &Constraints, b: &Constraints| match (old(a), old(b)) {
        (None, None) => Relation::Same,
        (None, Some(_)) => Relation::Narrower,
        (Some(_), None) => Relation::Wider,
        (Some(one), Some(other)) if one == other => Relation::Same,
        (Some(_), Some(_)) => Relation::Other,
    };
    let items = match (&old.items, &new.items) {
        (Some(old), Some(new)) => constraints(old, new, is_same_type),
        (None, Some(new)) => constraints(&Constraints::default(), new, is_same_type),
        (Some(old), None) => constraints(old, &Constraints::default(), is_same_type),
        (None, None) => Relation::Same,
    };
    let formats = |constraints: &Constraints| {
        (is_same_type && !constraints.formats.is_empty()).then(|| constraints.formats.join(" "))
    };
    [
        least(old.min_length, new.min_length),
        least(old.min_items, new.min_items),
        least(old.min_properties, new.min_properties),
        most(old.max_length, new.max_length),
        most(old.max_items, new.max_items),
        most(old.max_properties, new.max_properties),
        number(old.minimum.as_ref(), new.minimum.as_ref()),
        number(old.maximum.as_ref(), new.maximum.as_ref()).mirrored(old.maximum.is_some() && new.maximum.is_some()),
        told(&|constraints| constraints.pattern.clone(), old, new),
        told(&|constraints| constraints.multiple_of.clone(), old, new),
        told(&|constraints| constraints.unique_items.then(String::new), old, new),
        told(&formats, old, new),
        items,
    ]
    .into_iter()
    .fold(Relation::Same, Relation::and)
}

impl Relation {
    /// Returns the relation of upper bounds from that of lower ones.
    fn mirrored(self, both: bool) -> Self {
        if both { self.reversed() } else { self }
    }
}

fn bound(order: std::cmp::Ordering) -> Relation {
    match order {
        std::cmp::Ordering::Less => Relation::Wider,
        std::cmp::Ordering::Equal => Relation::Same,
        std::cmp::Ordering::Greater => Relation::Narrower,
    }
}

/// Relates two lower bounds.
fn number(old: Option<&(String, bool)>, new: Option<&(String, bool)>) -> Relation {
    match (old, new) {
        (None, None) => Relation::Same,
        (None, Some(_)) => Relation::Narrower,
        (Some(_), None) => Relation::Wider,
        (Some(old), Some(new)) if old == new => Relation::Same,
        (Some((old, old_excluded)), Some((new, new_excluded))) => {
            let value = |text: &str| Literal::Number(text.to_owned()).whole().map(|whole| whole as f64);
            let parse = |text: &str| value(text).or_else(|| text.parse::<f64>().ok());
            match parse(new).zip(parse(old)).and_then(|(new, old)| new.partial_cmp(&old)) {
                Some(std::cmp::Ordering::Equal) => bound(new_excluded.cmp(old_excluded)),
                Some(order) => bound(order),
                None => Relation::Other,
            }
        }
    }
}
