//! Joins two shapes into one that can hold the values of both.

use std::collections::HashMap;

use super::super::edges::rewrite_shape;
use super::super::equal::clear_locations;
use crate::ir::{
    Alternative, Api, Constraints, Field, IntegerEnum, Item, Origin, Presence, Shape, StringEnum, Struct, Type, TypeId,
    Union, Usage, Value, Variant,
};
use crate::surface::{Kind, Surface};

/// Why two shapes cannot become one.
type Why = String;

/// Definitions that become one, and the shapes that these get.
pub(super) struct Joiner<'a> {
    api: &'a Api,
    published: &'a Surface,
    /// From each definition to the one that it is the same as.
    same: HashMap<TypeId, TypeId>,
    shapes: HashMap<TypeId, Shape>,
    /// The definitions that became the same in this step, and the shapes that they had before.
    step: Vec<(TypeId, TypeId, Option<Shape>)>,
    /// What only one of two definitions has.
    differences: Vec<String>,
}

impl<'a> Joiner<'a> {
    pub(super) fn new(api: &'a Api, published: &'a Surface) -> Self {
        let (same, shapes) = (HashMap::new(), HashMap::new());
        Self { api, published, same, shapes, step: Vec::new(), differences: Vec::new() }
    }

    /// Makes two definitions one. Returns in what they differ.
    pub(super) fn join(&mut self, one: TypeId, other: TypeId) -> Result<Vec<String>, Why> {
        self.step.clear();
        self.differences.clear();
        let joined = self.definitions(one, other);
        if joined.is_err() {
            for (one, other, shape) in std::mem::take(&mut self.step).into_iter().rev() {
                self.same.remove(&other);
                match shape {
                    Some(shape) => self.shapes.insert(one, shape),
                    None => self.shapes.remove(&one),
                };
            }
        }
        joined.map(|()| std::mem::take(&mut self.differences))
    }

    /// Returns what every definition is the same as, and the shapes of those that got another one.
    pub(super) fn finish(self) -> (HashMap<TypeId, TypeId>, HashMap<TypeId, Shape>) {
        (self.same, self.shapes)
    }

    fn canonical(&self, id: TypeId) -> TypeId {
        std::iter::successors(Some(id), |id| self.same.get(id).copied()).last().unwrap_or(id)
    }

    fn shape(&self, id: TypeId) -> Shape {
        let mut shape = self.shapes.get(&id).unwrap_or(&self.api.def(id).shape).clone();
        rewrite_shape(&mut shape, &|id| self.canonical(id));
        shape
    }

    fn definitions(&mut self, one: TypeId, other: TypeId) -> Result<(), Why> {
        let (one, other) = (self.canonical(one), self.canonical(other));
        if one == other {
            return Ok(());
        }
        self.step.push((one, other, self.shapes.get(&one).cloned()));
        // Both may contain themselves.
        self.same.insert(other, one);
        let (before, after) = (self.shape(one), self.shape(other));
        if is_same(&before, &after) {
            return Ok(());
        }
        let joined = match (before, after) {
            (Shape::StringEnum(a), Shape::StringEnum(b)) => {
                Shape::StringEnum(StringEnum { values: self.values(a.values, b.values, |value| value.as_str().into()) })
            }
            (Shape::IntegerEnum(a), Shape::IntegerEnum(b)) if a.integer == b.integer => {
                let values = self.values(a.values, b.values, i128::to_string);
                Shape::IntegerEnum(IntegerEnum { integer: a.integer, values })
            }
            (Shape::Struct(a), Shape::Struct(b)) => Shape::Struct(self.structs([one, other], a, b)?),
            (Shape::Union(a), Shape::Union(b)) => Shape::Union(self.unions(a, b)?),
            _ => return Err("it is of another kind".to_owned()),
        };
        self.shapes.insert(one, joined);
        Ok(())
    }

    fn values<T: PartialEq>(
        &mut self,
        one: Vec<Variant<T>>,
        other: Vec<Variant<T>>,
        text: impl Fn(&T) -> String,
    ) -> Vec<Variant<T>> {
        let lacks = |list: &[Variant<T>], value: &T| !list.iter().any(|known| known.value == *value);
        let only = one.iter().filter(|variant| lacks(&other, &variant.value));
        let only = only.chain(other.iter().filter(|variant| lacks(&one, &variant.value)));
        self.differences.extend(only.map(|variant| format!("`{}`", text(&variant.value))));
        let (known, mut values) = (one.len(), one);
        for variant in other {
            if lacks(&values[..known], &variant.value) {
                values.push(variant);
            }
        }
        values
    }

    fn structs(&mut self, ids: [TypeId; 2], one: Struct, other: Struct) -> Result<Struct, Why> {
        let published = ids.iter().find_map(|id| self.published.model(self.api.def(*id).published.as_ref()));
        let known = match published.map(|model| &model.kind) {
            Some(Kind::Struct { fields, .. }) => Some(fields),
            _ => None,
        };
        let usages = ids.map(|id| self.api.def(id).usage);
        let usage =
            Usage { sent: usages.iter().any(|usage| usage.sent), received: usages.iter().any(|usage| usage.received) };
        let is_plain = |field: &Field| {
            let known = known.and_then(|fields| fields.get(field.wire.as_str()));
            known.map(|named| !named.is_option())
        };
        let mut fields = Vec::new();
        for field in &one.fields {
            let known = is_plain(field);
            fields.push(match other.fields.iter().find(|of_other| of_other.wire == field.wire) {
                Some(of_other) => self.both(field, of_other, known, usage)?,
                None => self.only(field, known, usage)?,
            });
        }
        for field in other.fields.iter().filter(|field| !one.fields.iter().any(|known| known.wire == field.wire)) {
            fields.push(self.only(field, is_plain(field), usage)?);
        }
        let rest = match (one.rest, other.rest) {
            (Some(one), Some(other)) => {
                Some(self.items(&one, &other).map_err(|why| format!("further properties {why}"))?)
            }
            (one, other) => one.or(other),
        };
        Ok(Struct { fields, rest, keeps_unknown: one.keeps_unknown || other.keeps_unknown, needed: one.needed })
    }

    /// Joins a property that two structs have. `is_plain` is whether users have a field that is no `Option`.
    fn both(&mut self, one: &Field, other: &Field, is_plain: Option<bool>, usage: Usage) -> Result<Field, Why> {
        let wire = one.wire.as_str();
        let value = match (&one.value, &other.value) {
            (Value::Constant(a), Value::Constant(b)) if a == b => one.value.clone(),
            (Value::Typed(a), Value::Typed(b)) => {
                Value::Typed(self.types(a, b).map_err(|why| format!("`{wire}` {why}"))?)
            }
            _ => return Err(format!("`{wire}` has another value")),
        };
        let mut presence = Presence {
            required: one.presence.required && other.presence.required,
            nullable: one.presence.nullable || other.presence.nullable,
        };
        if one.presence != other.presence && is_plain == Some(true) && is_option(presence) {
            if presence.nullable || usage.received {
                return Err(format!("`{wire}` is always there in one of them only"));
            }
            // Requests may have what they need not have.
            presence.required = true;
        }
        if one.presence != other.presence {
            self.differences.push(format!("`{wire}`"));
        }
        let mut field = Field { value, presence, ..one.clone() };
        field.docs.deprecated = one.docs.deprecated && other.docs.deprecated;
        if one.docs.example != other.docs.example {
            field.docs.example = None;
        }
        if one.constraints != other.constraints {
            field.constraints = Constraints::default();
        }
        field.read_only = one.read_only && other.read_only;
        field.write_only = one.write_only && other.write_only;
        field.needed = one.needed || other.needed;
        field.conflicting = one.conflicting || other.conflicting;
        Ok(field)
    }

    /// Returns a property that only one of two structs has: it becomes optional.
    fn only(&mut self, field: &Field, is_plain: Option<bool>, usage: Usage) -> Result<Field, Why> {
        let wire = field.wire.as_str();
        let is_needed = field.presence.required && (is_plain == Some(true) || (usage.sent && !field.read_only));
        if is_needed || (is_plain == Some(true) && is_option(field.presence)) {
            return Err(format!("only one of them has `{wire}`, and always"));
        }
        self.differences.push(format!("`{wire}`"));
        let presence = Presence { required: false, ..field.presence };
        Ok(Field { presence, ..field.clone() })
    }

    fn unions(&mut self, one: Union, other: Union) -> Result<Union, Why> {
        if one.tag != other.tag {
            return Err("another property distinguishes its alternatives".to_owned());
        }
        let (keys, of_other) = (one.keys(), other.keys());
        let mut variants = one.variants;
        for (key, variant) in keys.iter().zip(&mut variants) {
            let Some(index) = of_other.iter().position(|known| known == key) else {
                self.differences.push(format!("`{key}`"));
                continue;
            };
            let same = &other.variants[index];
            if variant.constant != same.constant {
                return Err(format!("`{key}` has another value"));
            }
            variant.ty = self.types(&variant.ty, &same.ty).map_err(|why| format!("`{key}` {why}"))?;
            let more = same.tags.iter().filter(|tag| !variant.tags.contains(tag));
            let more: Vec<String> = more.cloned().collect();
            variant.tags.extend(more);
            if variant.constraints != same.constraints {
                variant.constraints = Constraints::default();
            }
        }
        for (key, variant) in of_other.iter().zip(other.variants).filter(|(key, _)| !keys.contains(key)) {
            self.differences.push(format!("`{key}`"));
            variants.push(variant);
        }
        match repeated_tag(&variants) {
            Some(tag) => Err(format!("`{tag}` selects another alternative")),
            None => Ok(Union { tag: one.tag, variants }),
        }
    }

    fn items(&mut self, one: &Item, other: &Item) -> Result<Item, Why> {
        if one.nullable != other.nullable {
            return Err("can be null in one of them only".to_owned());
        }
        Ok(Item { ty: self.types(&one.ty, &other.ty)?, nullable: one.nullable })
    }

    fn types(&mut self, one: &Type, other: &Type) -> Result<Type, Why> {
        match (one, other) {
            _ if one == other => Ok(one.clone()),
            (Type::List(a), Type::List(b)) => Ok(Type::List(Box::new(self.items(a, b)?))),
            (Type::Map(a), Type::Map(b)) => Ok(Type::Map(Box::new(self.items(a, b)?))),
            (Type::Generic(a, one), Type::Generic(b, other)) if a == b => {
                Ok(Type::Generic(*a, Box::new(self.types(one, other)?)))
            }
            (Type::Named(a), Type::Named(b)) => self.named(*a, *b),
            _ => Err("has another type".to_owned()),
        }
    }

    /// Makes two definitions in the same place of two others one: schemas that are parts of these, and that users do
    /// not have as two types.
    fn named(&mut self, one: TypeId, other: TypeId) -> Result<Type, Why> {
        let (one, other) = (self.canonical(one), self.canonical(other));
        let [a, b] = [one, other].map(|id| self.api.def(id));
        let is_component = |id: TypeId| matches!(self.api.def(id).origin, Origin::Component(_));
        let is_one = match (&a.published, &b.published) {
            (Some(a), Some(b)) => a == b,
            _ => !is_component(one) && !is_component(other),
        };
        if one != other && !is_one {
            return Err("has another type".to_owned());
        }
        // The one that users have stays.
        let (one, other) = if a.published.is_none() && b.published.is_some() { (other, one) } else { (one, other) };
        self.definitions(one, other).map_err(|why| format!("has another type: {why}"))?;
        Ok(Type::Named(self.canonical(one)))
    }
}

fn is_option(presence: Presence) -> bool {
    !presence.required || presence.nullable
}

fn is_same(one: &Shape, other: &Shape) -> bool {
    let [one, other] = [one, other].map(|shape| {
        let mut shape = shape.clone();
        clear_locations(&mut shape);
        shape
    });
    one == other
}

/// Returns a value of the tag that selects several alternatives.
fn repeated_tag(variants: &[Alternative]) -> Option<&String> {
    let mut known = std::collections::HashSet::new();
    variants.iter().flat_map(|variant| &variant.tags).find(|tag| !known.insert(*tag))
}
