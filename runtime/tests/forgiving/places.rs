//! Where decoding recovers from a deviation, and from which ones it does not.

use std::collections::BTreeMap;

use sdkgen_runtime::jiff::Timestamp;
use sdkgen_runtime::private::{Decode, Fault, Field, Reader, blank};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::uuid::Uuid;
use sdkgen_runtime::{Base64, ErrorKind, Expandable, Secret};

use crate::models::{Document, Invoice, Level, Line, Node, Open, Pet, Source, Status};
use crate::{decoded, forgiving};

/// A struct whose fields all have one type, to be read where the type is required and where it is optional.
struct Of<T> {
    needed: T,
    wanted: Option<T>,
    list: Option<Vec<T>>,
    map: Option<BTreeMap<String, T>>,
}

impl<T: Decode> Decode for Of<T> {
    fn blank() -> Self {
        Self { needed: blank(), wanted: None, list: None, map: None }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        const FIELDS: &[Field] =
            &[Field::required("needed"), Field::optional("wanted"), Field::optional("list"), Field::optional("map")];
        reader.object(FIELDS, &mut [&mut self.needed, &mut self.wanted, &mut self.list, &mut self.map])
    }
}

#[test]
fn an_optional_field_is_left_out() {
    let (value, deviations) = decoded::<Of<i64>>(r#"{"needed": 1, "wanted": "x"}"#);
    assert_eq!((value.needed, value.wanted), (1, None));
    assert_eq!(deviations, ["$.wanted: expected an integer, found a string; it was left out"]);
    // The text before and after it is read.
    let (value, deviations) = decoded::<Of<i64>>(r#"{"list": [7], "wanted": {"a": ["]}"]}, "needed": 1, "map": {}}"#);
    assert_eq!((value.needed, value.wanted, value.list, value.map), (1, None, Some(vec![7]), Some(BTreeMap::new())));
    assert_eq!(deviations.len(), 1);
}

#[test]
fn items_and_entries_are_left_out() {
    let (value, deviations) =
        decoded::<Of<i64>>(r#"{"needed": 1, "list": [1, "2", 3, null, []], "map": {"a": 1, "b c": true, "c": 3}}"#);
    assert_eq!(value.list, Some(vec![1, 3]));
    assert_eq!(value.map.unwrap().into_iter().collect::<Vec<_>>(), [("a".to_owned(), 1), ("c".to_owned(), 3)]);
    assert_eq!(
        deviations,
        [
            "$.list[1]: expected an integer, found a string; it was left out",
            "$.list[3]: expected an integer, found null; it was left out",
            "$.list[4]: expected an integer, found an array; it was left out",
            "$.map[\"b c\"]: expected an integer, found a boolean; it was left out",
        ]
    );
    let (whole, deviations) = decoded::<Vec<u8>>("[1, 256, 2]");
    assert_eq!(whole, [1, 2]);
    assert_eq!(deviations.len(), 1);
    // Maps in maps, both with deviations; each of them is reported once.
    let (map, deviations) = decoded::<BTreeMap<String, BTreeMap<String, u8>>>(
        r#"{"a": {"b": "x", "c": 1}, "d": 2, "e": {"f": -1, "g": 3}}"#,
    );
    assert_eq!((map.len(), &map["a"]["c"], map["a"].len(), &map["e"]["g"]), (2, &1, 1, &3));
    assert_eq!(deviations.len(), 3, "{deviations:?}");
    // Of duplicate keys, the last one counts.
    let (map, _) = decoded::<BTreeMap<String, u8>>(r#"{"a": "x", "b": 1, "a": 2, "b": "x"}"#);
    assert_eq!(map.into_iter().collect::<Vec<_>>(), [("a".to_owned(), 2)]);
}

#[test]
fn a_required_field_gets_the_neutral_value_of_its_type() {
    fn neutral<T: Decode + 'static>() -> T {
        let (missing, deviations) = decoded::<Of<T>>("{}");
        assert_eq!(deviations, ["$.needed: required, but missing; it has a neutral value instead"]);
        // No type takes this, so it is the same as if the value were missing.
        let (_, deviations) = decoded::<Of<T>>(r#"{"needed": 1e400}"#);
        assert_eq!(deviations.len(), 1, "{deviations:?}");
        missing.needed
    }
    assert_eq!(neutral::<String>(), "");
    assert_eq!(neutral::<i64>(), 0);
    assert_eq!(neutral::<f64>().to_bits(), 0);
    assert!(!neutral::<bool>());
    assert_eq!(neutral::<Secret>().expose(), "");
    assert_eq!(neutral::<Base64>().as_bytes().len(), 0);
    assert_eq!(neutral::<Vec<Timestamp>>(), []);
    assert_eq!(neutral::<BTreeMap<String, Uuid>>(), BTreeMap::new());
    assert!(matches!(neutral::<Status>(), Status::Unrecognized(value) if value.as_str().is_empty()));
    // Zero might be a variant.
    assert!(matches!(neutral::<Level>(), Level::Unrecognized(value) if value.as_i64() == i64::MIN));
    assert_eq!(neutral::<Expandable<Value>>().id(), "");
    assert_eq!(neutral::<Line>(), Line { price: 0.0, level: None, tags: BTreeMap::new() });
    let (invoice, deviations) = decoded::<Of<Box<Invoice>>>("{}");
    assert_eq!((invoice.needed.id.as_str(), invoice.needed.lines.len()), ("", 0));
    assert_eq!(deviations.len(), 1);
}

#[test]
fn a_union_without_a_matching_variant_is_no_deviation() {
    let (value, deviations) = decoded::<Of<Source>>(r#"{"needed": {"number": 5}, "wanted": 7}"#);
    assert!(matches!(value.needed, Source::Unrecognized(json) if json.as_str() == r#"{"number": 5}"#));
    assert!(matches!(value.wanted, Some(Source::Unrecognized(_))));
    assert_eq!(deviations, <[String; 0]>::default());
    let (value, deviations) = decoded::<Of<Pet>>("{}");
    assert!(matches!(value.needed, Pet::Unrecognized(json) if json.as_str() == "null"));
    assert_eq!(deviations.len(), 1);
}

#[test]
fn a_variant_that_a_tag_selects_is_kept_as_it_is() {
    // Within the variant, decoding is forgiving.
    let (value, deviations) = decoded::<Of<Pet>>(r#"{"needed": {"kind": "cat", "lives": "nine"}}"#);
    assert!(matches!(value.needed, Pet::Cat(cat) if cat.lives == 0));
    assert_eq!(deviations, ["$.needed.lives: expected an integer, found a string; it has a neutral value instead"]);
    // A constant excludes the variant, as with strict decoding.
    let json = r#"{"needed": {"object": "bill", "id": "i"}}"#;
    let (value, deviations) = decoded::<Of<Document>>(json);
    assert!(matches!(value.needed, Document::Unrecognized(_)));
    assert_eq!(deviations, <[String; 0]>::default());
    // What was noted before that does not count.
    let json = r#"{"needed": {"id": "i", "lines": 7, "object": "bill"}}"#;
    let (value, deviations) = decoded::<Of<Document>>(json);
    assert!(matches!(value.needed, Document::Unrecognized(_)));
    assert_eq!(deviations, <[String; 0]>::default());
}

/// A variant whose timestamp has no neutral value.
#[derive(Debug)]
enum Event {
    At(At),
    Unrecognized(sdkgen_runtime::UnrecognizedJson),
}

#[derive(Debug)]
struct At {
    at: Timestamp,
}

impl Decode for At {
    fn blank() -> Self {
        Self { at: blank() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(&[Field::required("at")], &mut [&mut self.at])
    }
}

impl Decode for Event {
    fn blank() -> Self {
        Self::Unrecognized(blank())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        const CANDIDATES: &[sdkgen_runtime::private::Candidate] =
            &[sdkgen_runtime::private::Candidate::any().tagged(&["at"])];
        let mut read = |_: usize, reader: &mut Reader<'_>| {
            *self = Self::At(reader.value()?);
            Ok(())
        };
        if !reader.choose_tagged("type", CANDIDATES, &mut read)? {
            *self = Self::Unrecognized(reader.value()?);
        }
        Ok(())
    }
}

#[test]
fn a_variant_without_a_neutral_value_is_kept_as_json() {
    let json = r#"{"needed": {"type": "at", "at": 7}, "list": [{"type": "at", "at": "2026-01-02T03:04:05Z"}, {"type": "at"}]}"#;
    let (value, deviations) = decoded::<Of<Event>>(json);
    assert!(matches!(&value.needed, Event::Unrecognized(json) if json.as_str() == r#"{"type": "at", "at": 7}"#));
    let list = value.list.unwrap();
    assert!(matches!(&list[0], Event::At(at) if at.at.as_second() > 0));
    assert!(matches!(&list[1], Event::Unrecognized(_)));
    assert_eq!(
        deviations,
        [
            "$.needed.at: expected a string, found an integer; $.needed was kept as unrecognized",
            "$.list[1].at: required, but missing; $.list[1] was kept as unrecognized",
        ]
    );
}

#[test]
fn what_has_no_neutral_value_goes_with_what_contains_it() {
    let (value, deviations) = decoded::<Of<i64>>(r#"{"needed": 1}"#);
    assert_eq!((value.needed, deviations.len()), (1, 0));
    let json = r#"{"needed": {"at": "2026-01-02T03:04:05Z"}, "wanted": {"at": 1}, "list": [{"at": "yesterday"}, {}]}"#;
    let (value, deviations) = decoded::<Of<At>>(json);
    assert!(value.wanted.is_none());
    assert_eq!(value.list.unwrap().len(), 0);
    assert_eq!(
        deviations,
        [
            "$.wanted.at: expected a string, found an integer; $.wanted was left out",
            "$.list[0].at: expected an RFC 3339 date-time, found a string; $.list[0] was left out",
            "$.list[1].at: required, but missing; $.list[1] was left out",
        ]
    );
    // At last it is the response itself, with the error of strict decoding.
    let error = forgiving::<Of<At>>(r#"{"wanted": 7}"#).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let message = "sessions.create: cannot read the 201 response: $.wanted: expected an object, found the number 7, in \
                   {\"wanted\": 0}";
    assert_eq!(error.to_string(), message);
    assert_eq!(error.body_as::<Value>().unwrap()["wanted"], 7);
    for uuid in [r#"{"needed": ""}"#, "{}", r#"{"needed": null}"#] {
        assert!(forgiving::<Of<Uuid>>(uuid).is_err(), "{uuid}");
    }
}

#[test]
fn nullable_fields_are_null() {
    let (value, deviations) = decoded::<Of<Option<i64>>>(r#"{"needed": "x"}"#);
    assert_eq!(value.needed, None);
    assert_eq!(deviations, ["$.needed: expected an integer, found a string; it was left out"]);
    let (invoice, deviations) =
        decoded::<Invoice>(r#"{"object": "bill", "id": 7, "status": 8, "note": [], "paid_at": ""}"#);
    assert_eq!((invoice.id.as_str(), invoice.paid_at, invoice.note), ("", None, None));
    assert_eq!(deviations.len(), 5, "{deviations:?}");
    let (open, deviations) = decoded::<Open>(r#"{"name": false, "more": {"a": 1}}"#);
    assert_eq!((open.name.as_str(), &open.other["more"]["a"]), ("", &Value::from(1)));
    assert_eq!(deviations.len(), 1);
}

#[test]
fn what_is_not_json_stays_an_error() {
    for json in [
        "",
        "{",
        r#"{"needed": "x""#,
        r#"{"needed": "x", "wanted": "x}"#,
        r#"{"needed": "x", "list": [1,, 2]}"#,
        r#"{"needed": "x"} {}"#,
        r#"{"needed": tru}"#,
        r#"{"needed": {"a": "#,
        "<html>",
    ] {
        assert!(forgiving::<Of<i64>>(json).is_err(), "{json}");
    }
    // A value of the wrong type in place of the whole response is an error too.
    for json in ["[]", "7", "null", "\"\""] {
        assert!(forgiving::<Of<i64>>(json).is_err(), "{json}");
    }
    let deep = format!(r#"{{"needed": {}1{}}}"#, "[".repeat(200), "]".repeat(200));
    let error = forgiving::<Of<i64>>(&deep).err().unwrap();
    assert!(error.to_string().contains("expected an integer"), "{error}");
}

/// A type that requires itself.
struct Chain {
    next: Option<Box<Chain>>,
    wrapped: Vec<Chain>,
}

impl Decode for Chain {
    fn blank() -> Self {
        Self { next: None, wrapped: Vec::new() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        struct Needed<'a>(&'a mut Option<Box<Chain>>);
        impl Decode for Needed<'_> {
            fn blank() -> Self {
                unreachable!("only read into")
            }

            fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                self.0.insert(Box::new(Chain::blank())).decode(reader)
            }
        }
        const FIELDS: &[Field] = &[Field::required("next"), Field::optional("wrapped")];
        reader.object(FIELDS, &mut [&mut Needed(&mut self.next), &mut self.wrapped])
    }
}

#[test]
fn a_type_that_requires_itself_has_no_neutral_value() {
    assert!(forgiving::<Chain>("{}").is_err());
    let (chains, deviations) = decoded::<Vec<Chain>>("[{}, {\"next\": {}}]");
    assert_eq!((chains.len(), deviations.len()), (0, 2));
}

#[test]
fn hostile_bodies_take_linear_time() {
    // Many deviations: the first hundred are listed.
    let many = format!("[{}1]", "true,".repeat(200_000));
    let response = forgiving::<Vec<i64>>(&many).unwrap();
    assert_eq!(response.get(), &[1]);
    assert_eq!((response.deviations().len(), response.deviation_count()), (100, 200_000));
    // Deep ones: each level has a deviation of its own.
    let mut deep = String::from("{}");
    for _ in 0..60 {
        deep = format!(r#"{{"kind": 7, "chases": {deep}, "lines": [{}]}}"#, "1,".repeat(500) + "1");
    }
    assert!(forgiving::<Node>(&deep).is_ok());
    let mut nested = String::from("[{}]");
    for _ in 0..60 {
        nested = format!(r#"[{{"wrapped": {nested}, "pad": "{}"}}]"#, "x".repeat(2_000));
    }
    let response = forgiving::<Vec<Chain>>(&nested).unwrap();
    assert_eq!(response.get().len(), 0);
}
