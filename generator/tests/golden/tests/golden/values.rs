//! Models: enumerations, recursion, maps, formats, secrets, and the way through serde and back.

use std::collections::HashSet;
use std::fmt::Debug;

use sdkgen_golden::Base64;
use sdkgen_golden::models::{
    Animal, Booking, BookingClass, Connection, Document, Expression, Grove, Item, Level, ModelName, Negation, Nested,
    Number, Obstacles, Passenger, Reaction, Sample, Settings, Sum, Tree, Typed, TypedAdditionalProperty,
};
use sdkgen_golden::serde_json;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json;

/// Reads a value, writes it, and reads what was written: nothing may change.
#[track_caller]
pub(crate) fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) -> T {
    let value: T = serde_json::from_str(text).expect("it can be read");
    let written = serde_json::to_string(&value).expect("it can be written");
    assert_eq!(json(&written), json(text));
    assert_eq!(serde_json::from_str::<T>(&written).expect("it can be read again"), value);
    assert_eq!(serde_json::from_value::<T>(json(text)).expect("a tree will do as well"), value);
    value
}

#[test]
fn enumerations_are_keys() {
    let texts = HashSet::from([Reaction::Plus1, Reaction::from("+1"), Reaction::from("new"), Reaction::from("new")]);
    assert_eq!(texts, HashSet::from([Reaction::Plus1, Reaction::from("new")]));
    let numbers = HashSet::from([Level::from(1), Level::from(1), Level::from(-99)]);
    assert_eq!(numbers.len(), 2);
    assert!(numbers.contains(&Level::from(-99)) && !numbers.contains(&Level::from(-98)));
}

#[test]
fn string_enumerations_are_open() {
    for (text, value) in [
        ("", Reaction::Empty),
        ("+1", Reaction::Plus1),
        ("-1", Reaction::Minus1),
        (">=", Reaction::AtLeast),
        ("3d", Reaction::N3d),
        ("π", Reaction::Π),
        ("Unrecognized", Reaction::UnrecognizedValue),
        ("self", Reaction::Self_),
    ] {
        assert_eq!(Reaction::from(text), value);
        assert_eq!((value.as_str(), value.to_string().as_str()), (text, text));
        assert_eq!(there_and_back::<Reaction>(&json(&format!("{text:?}")).to_string()), value);
    }
    let new = Reaction::from("confused");
    assert!(matches!(new, Reaction::Unrecognized(_)));
    assert_eq!(new.as_str(), "confused");
    assert_eq!(there_and_back::<Reaction>("\"confused\""), new);
}

#[test]
fn numbers_in_names_are_kept_apart() {
    assert_eq!(ModelName::from("gpt-3.5"), ModelName::Gpt3_5);
    assert_eq!(ModelName::from("gpt-35"), ModelName::Gpt35);
}

#[test]
fn integer_enumerations_are_open() {
    assert_eq!(there_and_back::<Level>("-1"), Level::Minus1);
    assert_eq!(there_and_back::<Level>("41").as_i64(), 41);
    assert!(matches!(Level::from(41), Level::Unrecognized(_)));
    let level: Level = 41.into();
    assert_eq!(level.as_i64(), 41);
}

#[test]
fn recursive_values_go_there_and_back() {
    let tree = r#"{"value":1,"next":{"value":2},"maybe":null,"children":[{"value":3,"children":[]}],"by_name":{"x":{"value":4}}}"#;
    let mut read = there_and_back::<Tree>(tree);
    assert_eq!(read.next.as_ref().map(|next| next.value), Some(2));
    assert_eq!(read.maybe, None);
    let built = Tree::new(1).next(Tree::new(2)).maybe(None).children([Tree::new(3).children(Vec::<Tree>::new())]);
    read.by_name = None;
    assert_eq!(read, built);

    let expression = Expression::from(Sum::new(Number::new(1.0), Negation::new(Number::new(2.0))));
    let text =
        r#"{"op":"sum","left":{"op":"number","value":1},"right":{"op":"negation","of":{"op":"number","value":2}}}"#;
    assert_eq!(there_and_back::<Expression>(text), expression);

    let grove = r#"{"tree":{"value":1},"nested":["a",["b",[]]],"parent":{"child":{"name":"c","parent":{}}},"endless":{"again":{"note":"n"}}}"#;
    let read = there_and_back::<Grove>(grove);
    assert!(matches!(&read.nested, Nested::Nesteds(list) if list.len() == 2), "{read:?}");
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(serde_json::from_str::<Nested>(&deep).is_err());
}

#[test]
fn members_beyond_the_known_ones_are_kept() {
    let text =
        r#"{"title":"t","pages":2,"typed":{"additional_properties":"a","left":{"weight":1.5}},"other":"x","more":"y"}"#;
    let read = there_and_back::<Document>(text);
    assert_eq!(read.additional_properties.len(), 2);
    let typed = read.typed.expect("it is there");
    assert_eq!(typed.additional_properties.as_deref(), Some("a"));
    assert_eq!(typed.other_members["left"], TypedAdditionalProperty::new(1.5));
    let other = [("left".to_owned(), TypedAdditionalProperty::new(1.5))].into();
    assert_eq!(typed, Typed::new().additional_properties("a").other_members(other));
}

#[test]
fn maps_of_maps_and_free_json_are_kept() {
    let text = r#"{"flags":{"a":true},"matrix":{"r":{"c":0.5},"s":{}},"nullable_values":{"n":null,"m":1},"free":{"x":[1,null]},"anything":[{}]}"#;
    let read = there_and_back::<Settings>(text);
    assert_eq!(read.matrix["r"]["c"], 0.5);
    assert_eq!(read.nullable_values.expect("it is there")["n"], None);
}

#[test]
fn formats_have_types_of_their_own() {
    let text = r#"{"at":"2024-01-31T12:00:00Z","day":"2024-02-29","id":"67e55044-10b1-426f-9247-bb680e5fe0c8","payload":"aGk=",
        "i32":-5,"i64":-9223372036854775808,"u64":18446744073709551615,"f64":0.1,"link":"https://example.com","semver":"1.2"}"#;
    let read = there_and_back::<Sample>(text);
    assert_eq!(read.payload, Base64::from(b"hi"));
    assert_eq!(read.day.day(), 29);
    assert_eq!(read.u64, u64::MAX);
    assert!(serde_json::from_str::<Sample>(&text.replace("2024-02-29", "2024-02-30")).is_err());
    assert!(serde_json::from_str::<Sample>(&text.replace(":-5,", ":5000000000,")).is_err());
}

#[test]
fn secrets_are_never_shown() {
    let text = r#"{"id":"1","client_secret":"hush-1","keys":["hush-2"],"password":"hush-3"}"#;
    let read = there_and_back::<Connection>(text);
    assert_eq!(read.client_secret.expose(), "hush-1");
    let shown = format!("{read:?} {read:#?}");
    assert!(!shown.contains("hush"), "{shown}");
}

#[test]
fn parts_of_all_of_are_one_flat_struct() {
    let read = there_and_back::<Animal>(r#"{"id":"1","name":"n","legs":4,"home":{"from":1}}"#);
    assert_eq!((read.name.as_str(), read.legs), ("n", 4));
    let error =
        serde_json::from_str::<Animal>(r#"{"id":"1","legs":4}"#).expect_err("the second part requires the name");
    assert!(error.to_string().contains("name"), "{error}");
}

#[test]
fn a_struct_with_too_many_required_members_begins_empty() {
    let booking =
        Booking::empty().a("1").b("2").c(3).d(true).e(0.5).f(Passenger::new("p")).travel_class(BookingClass::X);
    let text = r#"{"a":"1","b":"2","c":3,"d":true,"e":0.5,"f":{"name":"p"},"g":null,"class":"x"}"#;
    assert_eq!(there_and_back::<Booking>(text), booking);
}

#[test]
#[expect(deprecated, reason = "what is deprecated still works")]
fn constants_are_written_and_kept_where_they_differ() {
    let read =
        there_and_back::<Item>(r#"{"object":"item","id":"1","name":"n","owner":null,"reaction":"","legacy":"l"}"#);
    assert_eq!(read.legacy.as_deref(), Some("l"));
    for object in [r#""object":"something else","#, r#""object":null,"#, ""] {
        let text = format!(r#"{{{object}"id":"1","name":"n","owner":null,"reaction":"","legacy":"l"}}"#);
        let other = read_item(&text);
        assert_eq!(json(&serde_json::to_string(&other).expect("it can be written")), json(&text), "as it was");
        assert_ne!(other, read);
    }
    let newer = r#"{"object":"item","id":"1","name":"n","owner":null,"reaction":"","legacy":"l","new":[]}"#;
    let newer_item = read_item(newer);
    assert_eq!(json(&serde_json::to_string(&newer_item).expect("it can be written")), json(newer), "it is kept");
    assert_ne!(newer_item, read);
}

fn read_item(text: &str) -> Item {
    serde_json::from_str(text).expect("it is an item")
}

#[test]
fn names_that_collide_with_those_of_rust_are_models_like_others() {
    let text = r#"{"option":{"o":"1"},"type":{"type":"Self"},"3d":{"x":1.5},"π":{"pi":3.1},"string":{"s":"t","n":1},"field":{"f":"v"},
        "vec":[{"list":["a"]}],"map":{"k":"small"},"foo_bar":{"a":"1"},"FooBar":{"b":"2"},"time":"2024-01-31T12:00:00Z"}"#;
    let read = there_and_back::<Obstacles>(text);
    assert_eq!(read.foo_bar.and_then(|value| value.a).as_deref(), Some("1"));
    assert_eq!(read.foo_bar_capital.and_then(|value| value.b).as_deref(), Some("2"));
}
