//! Properties that the document does not describe: kept with the object, and sent back.

use sdkgen_runtime::UnrecognizedJson;
use sdkgen_runtime::private::{Candidate, Kept, conversions, decode_json, object, union};

use crate::{again, decode, encode};

/// Describes `name` only.
#[derive(Clone, Default)]
struct Team {
    name: Option<String>,
    kept: Kept,
}

object!(Team, kept in kept { name: optional("name") });

/// Has a constant, and does not keep what is unknown.
#[derive(Clone, Default)]
struct Club {
    kept: Kept,
}

object!(Club, kept in kept, without Dropped { _: constant("v", "1") });

/// A union whose tag is not a property of what it holds.
#[derive(Clone, Debug, PartialEq)]
enum Group {
    Team(Team),
    Club(Club),
    Unrecognized(UnrecognizedJson),
}

impl Group {
    const CANDIDATES: &'static [Candidate] =
        &[Candidate::object(Team::FIELDS).tagged(&["team"]), Candidate::object(Club::FIELDS).tagged(&["club"])];
}

conversions!(Group { Team(Team), Club(Club) });

union!(Group, choose_tagged("type") {
    0 => Team tagged(value, "type", "team"),
    _ => Club tagged(value, "type", "club"),
});

fn named(name: &str) -> Team {
    Team { name: Some(name.to_owned()), ..Team::default() }
}

#[test]
fn what_is_unknown_is_sent_back_unchanged() {
    let json = r#"{"name":"a","colour":"red","count":1.50,"more":{"b":[ 1, null ]}}"#;
    let mut team: Team = decode(json);
    assert_eq!(encode(&team), json);
    team.name = None;
    assert_eq!(encode(&team), r#"{"colour":"red","count":1.50,"more":{"b":[ 1, null ]}}"#);
    let by_serde: Team = serde_json::from_str(json).expect("serde reads it");
    let value = serde_json::to_value(&by_serde).expect("serde writes it");
    assert_eq!(value, serde_json::from_str::<serde_json::Value>(json).expect("valid JSON"));
}

#[test]
fn of_a_key_that_comes_twice_the_last_one_counts() {
    assert_eq!(again::<Team>(r#"{"a":1,"b":2,"a":3}"#), r#"{"a":3,"b":2}"#);
    // Also of an object that comes twice.
    let teams: std::collections::BTreeMap<String, Team> = decode(r#"{"x":{"a":1},"x":{"b":2}}"#);
    assert_eq!(encode(&teams), r#"{"x":{"b":2}}"#);
}

#[test]
fn names_are_escaped_and_records_stay_on_their_lines() {
    assert_eq!(again::<Team>("{\"a\\\"\\u000a\":[1,\n\r\n2]}"), "{\"a\\\"\\n\":[1,   2]}");
}

#[test]
fn equality_knows_what_is_kept_but_not_its_spelling() {
    assert_eq!(decode::<Team>(r#"{"a":1,"b":"x"}"#), decode::<Team>(r#"{"b":"\u0078", "a":1.0}"#));
    assert_ne!(decode::<Team>(r#"{"a":1}"#), decode::<Team>(r#"{"a":2}"#));
    assert_ne!(decode::<Team>(r#"{"a":1}"#), Team::default());
}

/// An unknown property can be a secret.
#[test]
fn debug_shows_names_only() {
    let team: Team = decode(r#"{"name":"a","token":"s3cr3t","b":1}"#);
    assert_eq!(format!("{team:?}"), r#"Team { name: Some("a"), unknown: ["b", "token"] }"#);
    assert_eq!(format!("{:?}", named("a")), r#"Team { name: Some("a") }"#);
}

#[test]
fn a_tag_that_the_union_writes_is_not_kept() {
    let group: Group = decode(r#"{"type":"team","name":"a"}"#);
    assert_eq!(group, Group::Team(named("a")));
    assert_eq!(encode(&group), r#"{"type":"team","name":"a"}"#);
    assert_eq!(again::<Group>(r#"{"name":"a","x":1,"type":"t\u0065am"}"#), r#"{"type":"team","name":"a","x":1}"#);
    // Beside the union it is a property like any other, and a deeper one is no tag.
    let json = r#"{"type":"team","name":"a"}"#;
    assert_ne!(decode::<Team>(json), named("a"));
    assert_eq!(encode(&Group::Team(decode(json))), r#"{"name":"a","type":"team"}"#);
    let json = r#"{"type":"team","more":{"type":"team"}}"#;
    assert_eq!(again::<Group>(json), json);
}

#[test]
fn what_is_dropped_is_read_nowhere() {
    let club: Club = decode(r#"{"v":2,"x":{"y":[1]}}"#);
    assert_eq!(encode(&club), r#"{"v":2}"#);
    assert!(decode_json::<Club>(br#"{"v":1,"x":}"#).is_err(), "it still has to be JSON");
}

#[test]
fn a_text_of_many_unknown_properties_takes_time_in_proportion() {
    let json = (0..100_000).map(|index| format!("\"k{index}\":0")).collect::<Vec<_>>().join(",");
    let team: Team = decode(&format!("{{{json}}}"));
    assert_eq!(encode(&team).len(), json.len() + 2);
}
