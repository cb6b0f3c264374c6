//! Objects with everything: what is added, what is left out, and where it ends.

use super::value;
use crate::ir::{
    Alternative, Api, Constraints, Derives, Docs, Field, Item, Literal, Origin, Presence, Scalar, Shape, Struct, Type,
    TypeDef, TypeId, Union, Usage, Value, WireName,
};
use crate::pointer::Pointer;

const TEXT: Type = Type::Scalar(Scalar::String);

fn field(wire: &str, ty: Type) -> Field {
    Field {
        wire: WireName::new(wire),
        at: Pointer::root(),
        value: Value::Typed(ty),
        presence: Presence { required: false, nullable: false },
        boxed: false,
        docs: Docs::default(),
        constraints: Constraints::default(),
        read_only: false,
        write_only: false,
        asked: false,
        apart: false,
    }
}

fn required(wire: &str, ty: Type) -> Field {
    Field { presence: Presence { required: true, nullable: false }, ..field(wire, ty) }
}

fn structure(fields: Vec<Field>) -> Shape {
    Shape::Struct(Struct { fields, ..Struct::default() })
}

fn named(index: usize) -> Type {
    Type::Named(TypeId::new(index))
}

fn list_of(ty: Type) -> Type {
    Type::List(Box::new(Item { ty, nullable: false }))
}

fn api(shapes: Vec<Shape>) -> Api {
    let def = |shape| TypeDef {
        at: Pointer::root(),
        origin: Origin::Component("A".to_owned()),
        docs: Docs::default(),
        shape,
        usage: Usage::default(),
        derives: Derives::default(),
    };
    Api { types: shapes.into_iter().map(def).collect(), ..Api::default() }
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
        Field { apart: true, ..field("c", TEXT) },
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
    let shape = || structure(vec![field("a", TEXT), field("b", TEXT), Field { apart: true, ..field("c", TEXT) }]);
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
    };
    let union = || Shape::Union(Union { tag: None, variants: vec![alternative(1), alternative(2)] });
    let one = || structure(vec![required("a", TEXT), field("b", TEXT)]);
    let other = |name: &str| structure(vec![required(name, TEXT)]);
    assert_eq!(first(vec![union(), one(), other("b")]), r#"{"a":"text"}"#, "with `b` it would be of both");
    assert_eq!(first(vec![union(), one(), other("c")]), r#"{"a":"text","b":"text"}"#);
}

#[test]
fn parameters_stay_plain() {
    let shape = structure(vec![field("a", TEXT), field("b", list_of(TEXT)), field("c", Type::Scalar(Scalar::I64))]);
    let made = value(&api(vec![shape]), true, &named(0), None, &[]).map(|made| made.to_string());
    assert_eq!(made.as_deref(), Some(r#"{"a":"text","c":1}"#));
}
