//! Makes complete sample values: with every optional property that requests can have together, also in nested objects,
//! down to a depth and up to a number that a test can handle.

use super::fits::{fits, within};
use super::{Samples, is_plain};
use crate::ir::{Api, Constraints, Field, Literal, Scalar, Shape, Struct, Type, Union};

/// The greatest depth at which objects get optional properties.
const DEEPEST: usize = 4;
/// The most properties of a whole value, if nested objects have optional ones.
const MEMBERS: usize = 100;
/// The most properties of a value.
const WIDEST: usize = 1000;
/// The name of a property that turns a stream on, which would change the type of the response.
const SWITCH: &str = "stream";

/// Which optional properties are added to objects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Full {
    /// The depth to which objects get optional properties; 0 if only required ones are made.
    depth: usize,
    /// The number of open objects.
    within: usize,
    /// The number of properties that can still be added.
    left: usize,
    /// Whether the limit was reached.
    spent: bool,
}

/// Returns a value of a type with all optional properties; `plain` if lists and objects within an object cannot be
/// represented.
pub(crate) fn value(
    api: &Api,
    plain: bool,
    ty: &Type,
    constraints: Option<&Constraints>,
    shown: &[&Literal],
) -> Option<Literal> {
    let samples = || if plain { Samples::of_parameters(api) } else { Samples::new(api) };
    let mut best: Option<Literal> = None;
    for depth in 1..=DEEPEST {
        let left = if depth == 1 { WIDEST } else { MEMBERS };
        let mut samples = Samples { full: Full { depth, left, ..Full::default() }, ..samples() };
        let value = samples.value(ty, constraints, shown.iter().copied());
        if value.is_none() || value == best || (depth > 1 && samples.full.spent) {
            break;
        }
        best = value;
    }
    best.or_else(|| samples().value(ty, constraints, shown.iter().copied()))
}

impl Samples<'_> {
    /// Returns whether optional properties are added.
    pub(super) fn is_full(&self) -> bool {
        self.full.depth > 0
    }

    /// Returns whether the limit of properties is reached.
    pub(super) fn is_spent(&self) -> bool {
        self.is_full() && self.full.left == 0
    }

    /// Adds the missing properties to an example of the document; `None` if it stays unchanged.
    pub(super) fn completed(&mut self, ty: &Type, shown: &Literal) -> Option<Literal> {
        let api = self.api;
        let (Type::Named(id), Literal::Object(given), true) = (api.resolve(ty), shown, self.is_full()) else {
            return None;
        };
        let Shape::Struct(shape) = &api.def(*id).shape else { return None };
        let is_given = |field: &Field| given.iter().any(|(key, _)| key == field.wire.as_str());
        if self.open.contains(id) || shape.fields.iter().any(|field| field.conflicting && is_given(field)) {
            return None;
        }
        self.open.push(*id);
        let value = self.whole(shape, given);
        self.open.pop();
        value
    }

    /// Returns an object with every property that it can have; `given` properties keep their value.
    pub(super) fn whole(&mut self, shape: &Struct, given: &[(String, Literal)]) -> Option<Literal> {
        self.full.within += 1;
        let members = self.whole_members(shape, given);
        self.full.within -= 1;
        members.map(Literal::Object)
    }

    fn whole_members(&mut self, shape: &Struct, given: &[(String, Literal)]) -> Option<Vec<(String, Literal)>> {
        let mut members = Vec::with_capacity(shape.fields.len());
        for field in &shape.fields {
            let shown = given.iter().find(|(key, _)| key == field.wire.as_str()).map(|(_, value)| value);
            let is_needed = field.presence.required || shape.needed.contains(&field.wire);
            if !is_needed && !self.adds(field, shown) {
                continue;
            }
            self.full.left = self.full.left.saturating_sub(1);
            let value = match shown.filter(|shown| **shown != Literal::Null) {
                Some(shown) => {
                    field.value.ty().and_then(|ty| self.completed(ty, shown)).or_else(|| Some(shown.clone()))
                }
                None => self.field(field),
            };
            match value {
                // An optional property is omitted if its sample would violate its constraints.
                Some(value) if is_needed || within(&field.constraints, &value) => {
                    members.push((field.wire.as_str().to_owned(), value));
                }
                None if field.presence.required => return None,
                _ => {}
            }
        }
        let is_known = |key: &str| shape.fields.iter().any(|field| field.wire.as_str() == key);
        members.extend(given.iter().filter(|(key, _)| !is_known(key)).cloned());
        Some(members)
    }

    /// Returns whether an object gets an optional property.
    fn adds(&mut self, field: &Field, shown: Option<&Literal>) -> bool {
        let is_switch = field.wire.as_str() == SWITCH
            && field.value.ty().is_some_and(|ty| *self.api.resolve(ty) == Type::Scalar(Scalar::Boolean));
        if field.conflicting || field.read_only || (is_switch && shown.is_none()) {
            return false;
        }
        let is_shown = shown.is_some() || field.docs.example.is_some() || field.write_only;
        if self.filled && !is_shown && !is_plain(self.api, &field.value) {
            return false;
        }
        if !is_shown && self.full.within > self.full.depth {
            return false;
        }
        self.full.spent |= self.full.left == 0;
        self.full.left > 0
    }

    /// Returns a value of the first variant that has one. If its optional properties also match another variant, which
    /// `oneOf` forbids, it has only the required ones.
    pub(super) fn alternative(&mut self, union: &Union) -> Option<Literal> {
        let (index, value) = (0..union.variants.len()).find_map(|index| Some((index, self.variant(union, index)?)))?;
        if !self.is_full() || !is_of_several(self.api, union, &value) {
            return Some(value);
        }
        let full = std::mem::take(&mut self.full);
        let plain = self.variant(union, index).filter(|plain| !is_of_several(self.api, union, plain));
        self.full = full;
        Some(plain.unwrap_or(value))
    }
}

/// Returns whether an object matches more than one variant of a union without a tag.
fn is_of_several(api: &Api, union: &Union, value: &Literal) -> bool {
    let fitting = union.variants.iter().filter(|variant| variant.constant.is_none() && fits(api, &variant.ty, value));
    union.tag.is_none() && matches!(value, Literal::Object(_)) && fitting.take(2).count() > 1
}

#[cfg(test)]
mod tests {
    use super::super::making::{self, TEXT, api, list_of, named, structure};
    use super::value;
    use crate::ir::{Alternative, Constraints, Docs, Field, Integer, Literal, Scalar, Shape, Type, Union, Value};

    fn field(wire: &str, ty: Type) -> Field {
        making::field(wire, Value::Typed(ty), false)
    }

    fn required(wire: &str, ty: Type) -> Field {
        making::field(wire, Value::Typed(ty), true)
    }

    /// The value of the first definition.
    fn first(shapes: Vec<Shape>) -> String {
        shown(shapes, &[])
    }

    fn shown(shapes: Vec<Shape>, shown: &[&Literal]) -> String {
        value(&api(shapes), false, &named(0), None, shown).expect("it has a value").to_string()
    }

    #[test]
    fn all_members_are_there_that_a_request_may_hold() {
        let shape = structure(vec![
            required("a", TEXT),
            field("b", list_of(named(1))),
            Field { conflicting: true, ..field("c", TEXT) },
            Field { read_only: true, ..field("d", TEXT) },
            field("stream", Type::Scalar(Scalar::Boolean)),
            field("e", named(1)),
        ]);
        let inner = structure(vec![field("f", Type::Scalar(Scalar::Boolean))]);
        assert_eq!(first(vec![shape, inner]), r#"{"a":"text","b":[{"f":true}],"e":{"f":true}}"#);
    }

    #[test]
    fn recursion_and_depth_end() {
        let node = structure(vec![field("next", named(0)), field("children", list_of(named(0))), field("a", TEXT)]);
        assert_eq!(first(vec![node]), r#"{"children":[],"a":"text"}"#);
        let two = Constraints { min_items: Some(2), ..Constraints::default() };
        let children = Field { constraints: two, ..field("children", list_of(named(0))) };
        assert_eq!(first(vec![structure(vec![children])]), "{}", "what can only be too short is left out");
        let deep = (1..=9).map(|index| structure(vec![field("in", named(index))])).chain([structure(vec![])]);
        assert_eq!(first(deep.collect()), r#"{"in":{"in":{"in":{"in":{}}}}}"#);
    }

    #[test]
    fn wide_objects_are_not_entered() {
        let many = || (0..30).map(|index| field(&format!("m{index}"), named(1))).collect::<Vec<_>>();
        let leaf = structure((0..30).map(|index| field(&format!("n{index}"), TEXT)).collect());
        let made = first(vec![structure(many()), leaf]);
        assert!(made.contains(r#""m29":{}"#) && !made.contains("n0"), "{made}");
    }

    #[test]
    fn a_tower_of_required_members_ends() {
        // 20 members of which each holds 20, twelve times over: no machine could hold the value.
        let storey = |index: usize| structure((0..20).map(|m| required(&format!("m{m}"), named(index + 1))).collect());
        let mut shapes = vec![structure(vec![field("tower", named(1)), field("z", TEXT)])];
        shapes.extend((1..12).map(storey));
        shapes.push(structure(vec![field("a", TEXT)]));
        let made = value(&api(shapes), false, &named(0), None, &[]);
        assert_eq!(made.map(|made| made.to_string()).as_deref(), Some("{}"));
    }

    #[test]
    fn what_is_shown_is_completed() {
        let shape =
            || structure(vec![field("a", TEXT), field("b", TEXT), Field { conflicting: true, ..field("c", TEXT) }]);
        let text = |text: &str| Literal::String(text.to_owned());
        let with_b = Literal::Object(vec![("b".to_owned(), text("shown"))]);
        assert_eq!(shown(vec![shape()], &[&with_b]), r#"{"a":"text","b":"shown"}"#);
        let with_c = Literal::Object(vec![("c".to_owned(), text("shown"))]);
        assert_eq!(shown(vec![shape()], &[&with_c]), r#"{"c":"shown"}"#, "nothing goes beside what excludes it");
    }

    #[test]
    fn a_value_is_of_one_alternative() {
        let alternative = |index: usize| Alternative {
            label: index.to_string(),
            ty: named(index),
            constant: None,
            tags: Vec::new(),
            boxed: false,
            docs: Docs::default(),
            constraints: Constraints::default(),
        };
        let union = || Shape::Union(Union { tag: None, variants: vec![alternative(1), alternative(2)] });
        let one = || structure(vec![required("a", TEXT), field("b", TEXT)]);
        let other = |name: &str| structure(vec![required(name, TEXT)]);
        assert_eq!(first(vec![union(), one(), other("b")]), r#"{"a":"text"}"#, "with `b` it would be of both");
        assert_eq!(first(vec![union(), one(), other("c")]), r#"{"a":"text","b":"text"}"#);
    }

    #[test]
    fn parameters_stay_plain() {
        let shape = structure(vec![
            field("a", TEXT),
            field("b", list_of(TEXT)),
            field("c", Type::Scalar(Scalar::Integer(Integer::I64))),
        ]);
        let made = value(&api(vec![shape]), true, &named(0), None, &[]).map(|made| made.to_string());
        assert_eq!(made.as_deref(), Some(r#"{"a":"text","c":1}"#));
    }
}
