//! Unions: by tag, by evidence, and values that match no variant.

use std::collections::BTreeMap;

use sdkgen_runtime::UnrecognizedJson;
use sdkgen_runtime::private::{Candidate, Clue, Field, Reader};
use serde_json::{Value, json};

use crate::models::{Document, Dog, Invoice, Pet, Source};
use crate::{again, decode, encode, fault};

#[test]
fn a_tag_is_found_at_any_position() {
    for json in [
        r#"{"kind":"cat","lives":9}"#,
        r#"{"lives":9,"kind":"cat"}"#,
        r#"{"x":[{"kind":"dog"}],"lives":9, "\u006bind" : "c\u0061t"}"#,
    ] {
        let pet: Pet = decode(json);
        assert!(matches!(&pet, Pet::Cat(cat) if cat.lives == 9), "{pet:?}");
        assert_eq!(encode(&pet), r#"{"kind":"cat","lives":9}"#);
    }
}

#[test]
fn a_tag_is_written_once() {
    let dog = |kind: Option<&str>| Pet::Dog(Box::new(Dog { kind: kind.map(String::from), chases: None }));
    assert_eq!(encode(&dog(None)), r#"{"kind":"dog"}"#);
    assert_eq!(encode(&dog(Some("dog"))), r#"{"kind":"dog"}"#);
    let json = r#"{"kind":"dog","chases":{"kind":"cat","lives":1}}"#;
    assert_eq!(again::<Pet>(json), json);
    let map = |entries: &[(&str, Value)]| {
        Pet::Free(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    };
    assert_eq!(encode(&map(&[])), r#"{"kind":"7"}"#);
    assert_eq!(encode(&map(&[("a", json!({"b": 1}))])), r#"{"kind":"7","a":{"b":1}}"#);
    assert_eq!(encode(&map(&[("kind", json!(7))])), r#"{"kind":7}"#);
}

#[test]
fn a_tag_stays_out_of_what_is_no_object() {
    use sdkgen_runtime::private::{Encode, Writer};

    #[derive(Debug)]
    struct Tagged<'a>(&'a dyn Encode);

    impl Encode for Tagged<'_> {
        fn encode(&self, writer: &mut Writer<'_>) {
            writer.tagged("kind", "x", self.0);
        }
    }

    let empty: BTreeMap<String, Value> = BTreeMap::new();
    assert_eq!(encode(&[Tagged(&"text"), Tagged(&empty)]), r#"["text",{"kind":"x"}]"#);
    assert_eq!(encode(&Tagged(&vec![json!({})])), "[{}]");
    assert_eq!(encode(&Tagged(&Tagged(&empty))), r#"{"kind":"x"}"#, "also when two unions agree on it");
    assert_eq!(encode(&vec![Tagged(&1_u8), Tagged(&json!({"a": {}}))]), r#"[1,{"kind":"x","a":{}}]"#);
}

#[test]
fn tags_that_are_no_strings() {
    let tag = |json: &'static str| {
        let mut reader = Reader::new(json.as_bytes());
        let tag = reader.tag("kind").expect("valid JSON").map(|tag| tag.into_owned());
        let rest: Value = reader.value().expect("nothing was read");
        assert_eq!(rest, decode::<Value>(json));
        tag
    };
    assert_eq!(tag(r#"{"kind":7}"#).as_deref(), Some("7"));
    assert_eq!(tag(r#"{"kind": true }"#).as_deref(), Some("true"));
    assert_eq!(tag(r#"{"kind":null}"#), None);
    assert_eq!(tag(r#"{"kind":{}}"#), None);
    assert_eq!(tag("{}"), None);
    assert_eq!(tag("[1]"), None);
    assert_eq!(tag("\"kind\""), None);
    assert!(Reader::new(br#"{"a":tru,"kind":1}"#).tag("kind").is_err());
}

#[test]
fn unknown_variants_are_kept_verbatim() {
    for json in [r#"{"kind":"cow", "milk" : 1e2}"#, "[1 ,2]", "null", r#""cow\u0021""#, "12345678901234567890123", "{}"]
    {
        let pet: Pet = decode(&format!(" {json} "));
        assert!(matches!(&pet, Pet::Unrecognized(raw) if raw.as_str() == json), "{pet:?}");
        assert_eq!(encode(&pet), json);
        let pets: Vec<Pet> = decode(&format!("[{json} ,{json}]"));
        assert_eq!(encode(&pets), format!("[{json},{json}]"));
    }
    let raw: UnrecognizedJson = decode(r#"{"a": [1]}"#);
    assert_eq!(raw.to_value(), json!({"a": [1]}));
    assert_ne!(raw, decode(r#"{"a":[1]}"#));
    let long: UnrecognizedJson = decode(&format!("\"{}\"", "é".repeat(1000)));
    assert!(format!("{long:?}").chars().count() < 250);
    assert_eq!(serde_json::to_string(&raw).expect("text"), r#"{"a":[1]}"#);
}

#[test]
fn a_known_tag_with_a_broken_body_is_a_fault() {
    assert_eq!(fault::<Pet>(r#"{"kind":"cat","lives":"nine"}"#).path(), "$.lives");
    assert_eq!(fault::<Vec<Pet>>(r#"[{"kind":"dog","chases":{"kind":"cat"}}]"#).path(), "$[0].chases.lives");
}

#[test]
fn an_untagged_union_of_four_shapes() {
    for (json, variant) in [
        (r#""src_1""#, "Id"),
        (r#"{"number":"4242","month":1}"#, "Card"),
        (r#"{"left":"a","right":[{"number":"1"}]}"#, "Node"),
        (r#"["a",{"number":"1"},[]]"#, "Many"),
        ("7", "Unrecognized"),
        (r#"{"left":"a"}"#, "Unrecognized"),
        (r#"{"number":1}"#, "Unrecognized"),
        (r#"{"number":"1","month":300}"#, "Unrecognized"),
    ] {
        let source: Source = decode(json);
        assert!(format!("{source:?}").starts_with(variant), "{source:?}");
        assert_eq!(encode(&source), json);
    }
    assert!(fault::<Source>(r#"{"number":"1""#).is_syntax(), "a text that was cut short fits nothing");
    assert!(fault::<Source>(r#"["a""#).is_syntax());
}

/// The order in which candidates are tried if each of them fails.
fn order(json: &str, candidates: &[Candidate]) -> Vec<usize> {
    let mut reader = Reader::new(json.as_bytes());
    let mut order = Vec::new();
    let found = reader.choose(candidates, &mut |index, reader| {
        order.push(index);
        reader.value::<Value>()?;
        Err(sdkgen_runtime::Fault::new("no"))
    });
    assert_eq!(found, Ok(false));
    let rest: Value = reader.value().expect("the cursor is where it was");
    assert_eq!(rest, decode::<Value>(json));
    order
}

#[test]
fn evidence_by_kind() {
    let all = [
        Candidate::any(),
        Candidate::null(),
        Candidate::boolean(),
        Candidate::integer(),
        Candidate::number(),
        Candidate::string(),
        Candidate::array(),
        Candidate::map(),
    ];
    assert_eq!(order("null", &all), [1, 0]);
    assert_eq!(order("true", &all), [2, 0]);
    assert_eq!(order("1", &all), [3, 4, 0]);
    assert_eq!(order("-12", &all), [3, 4, 0]);
    assert_eq!(order("1.5", &all), [4, 0]);
    assert_eq!(order("1.0", &all), [4, 3, 0]);
    assert_eq!(order("1e99", &all), [4, 0]);
    assert_eq!(order("\"a\"", &all), [5, 0]);
    assert_eq!(order("[]", &all), [6, 0]);
    assert_eq!(order("{\"a\":1}", &all), [7, 0]);
    assert_eq!(order("1", &[Candidate::number(), Candidate::integer()]), [1, 0]);
    assert_eq!(order("{}", &[Candidate::string(), Candidate::integer()]), [] as [usize; 0]);
}

#[test]
fn evidence_by_string_values() {
    let candidates = [Candidate::string(), Candidate::string_of(&["auto", "none"]), Candidate::string_of(&["a\"b"])];
    assert_eq!(order("\"auto\"", &candidates), [1, 0]);
    assert_eq!(order("\"\\u0061uto\"", &candidates), [1, 0]);
    assert_eq!(order(r#""a\"b""#, &candidates), [2, 0]);
    assert_eq!(order("\"else\"", &candidates), [0]);
    assert_eq!(order("\"else\"", &candidates[1..]), [] as [usize; 0]);
}

#[test]
fn evidence_by_keys_and_constants() {
    const A: &[Field] = &[Field::required("id"), Field::optional("x")];
    const B: &[Field] = &[Field::required("id"), Field::required("y"), Field::optional("z")];
    const LAX: &[Field] = &[Field::optional("p"), Field::optional("q"), Field::optional("r")];
    const P: &[Field] = &[Field::optional("p")];
    const CARD: &[Field] = &[Field::constant("type", "\"card\""), Field::required("id")];
    const BANK: &[Field] = &[Field::constant("type", "\"bank\""), Field::required("id")];
    const ONE: &[Field] = &[Field::constant("v", "1")];

    let objects = [Candidate::object(A), Candidate::object(B), Candidate::object(LAX)];
    // required keys
    assert_eq!(order(r#"{"id":1}"#, &objects), [0, 2]);
    assert_eq!(order(r#"{"y":1}"#, &objects), [2]);
    // more known keys
    assert_eq!(order(r#"{"id":1,"y":2}"#, &objects), [1, 0, 2]);
    assert_eq!(order(r#"{"id":1,"p":2,"q":3}"#, &objects), [2, 0]);
    // as many known keys: fewer missing optional ones, then the order of declaration
    assert_eq!(order(r#"{"id":1,"x":1,"y":2}"#, &objects), [0, 1, 2]);
    assert_eq!(order("{}", &objects), [2]);
    assert_eq!(order(r#"{"p":1}"#, &[Candidate::object(LAX), Candidate::object(P)]), [1, 0]);
    assert_eq!(order(r#"{"id":1}"#, &[Candidate::object(A), Candidate::object(A), Candidate::any()]), [0, 1, 2]);
    // null that is distinct from absence counts as any other value, and its absence as any other
    const ID: &[Field] = &[Field::required("id")];
    const KEPT: &[Field] = &[Field::required("id"), Field::optional_nullable("x")];
    assert_eq!(order(r#"{"id":1,"x":null}"#, &[Candidate::object(ID), Candidate::object(KEPT)]), [1, 0]);
    assert_eq!(order(r#"{"id":1}"#, &[Candidate::object(KEPT), Candidate::object(ID)]), [1, 0]);
    for json in [r#"{"id":1}"#, r#"{"id":1,"x":1}"#, r#"{"id":1,"x":null}"#] {
        assert_eq!(order(json, &[Candidate::object(KEPT), Candidate::object(A)]), [0, 1]);
        assert_eq!(order(json, &[Candidate::object(A), Candidate::object(KEPT)]), [0, 1]);
    }
    // constants
    let tagged = [Candidate::object(A), Candidate::object(CARD), Candidate::object(BANK)];
    assert_eq!(order(r#"{"type":"card","id":1,"x":2}"#, &tagged), [1, 0]);
    assert_eq!(order(r#"{"id":1,"type":"b\u0061nk"}"#, &tagged), [2, 0]);
    assert_eq!(order(r#"{"type":"else","id":1}"#, &tagged), [0]);
    assert_eq!(order(r#"{"id":1}"#, &tagged), [0], "a constant that must be there is not");
    const MAYBE: &[Field] = &[Field::optional_constant("type", "\"card\""), Field::required("id")];
    assert_eq!(order(r#"{"id":1}"#, &[Candidate::object(MAYBE)]), [0], "one that may be absent contradicts nothing");
    assert_eq!(order(r#"{"id":1,"type":null}"#, &[Candidate::object(MAYBE)]), [0]);
    const NULL: &[Field] = &[Field::constant_or_null("type", "\"card\""), Field::required("id")];
    assert_eq!(order(r#"{"id":1,"type":null}"#, &[Candidate::object(NULL)]), [0]);
    assert_eq!(order(r#"{"id":1}"#, &[Candidate::object(NULL)]), [] as [usize; 0]);
    assert_eq!(order(r#"{"id":1,"type":"bank"}"#, &[Candidate::object(MAYBE)]), [] as [usize; 0]);
    assert_eq!(order(r#"{"v":1.0}"#, &[Candidate::object(ONE)]), [0]);
    assert_eq!(order(r#"{"v":"1"}"#, &[Candidate::object(ONE)]), [] as [usize; 0]);
    assert_eq!(order(r#"{"v":2,"v":1}"#, &[Candidate::object(ONE)]), [0], "the last duplicate counts");
    assert_eq!(order(r#""text""#, &[Candidate::object(A), Candidate::string()]), [1]);
}

#[test]
fn a_union_in_a_union_is_as_likely_as_its_best() {
    const REF: &[Field] = &[Field::optional("ref")];
    const BY_NAME: &[Field] = &[Field::optional("ref"), Field::required("name")];
    const INNER: &[Candidate] = &[Candidate::object(BY_NAME), Candidate::string_of(&["all"]), Candidate::integer()];
    const TWICE: &[Candidate] = &[Candidate::map(), Candidate::one_of(&[Candidate::one_of(INNER), Candidate::null()])];
    const OUTER: &[Candidate] = &[Candidate::object(REF), Candidate::one_of(INNER), Candidate::string()];
    assert_eq!(order(r#"{"ref":1,"name":2}"#, OUTER), [1, 0], "more of the keys are known");
    assert_eq!(order(r#"{"ref":1}"#, OUTER), [0, 1], "a value that matches no candidate is tried last");
    assert_eq!(order(r#""all""#, OUTER), [1, 2]);
    assert_eq!(order(r#""some""#, OUTER), [2, 1]);
    assert_eq!(order("7", OUTER), [1]);
    assert_eq!(order("[]", OUTER), [1], "it may know more than its candidates say");
    assert_eq!(order(r#"{"name":1}"#, TWICE), [1, 0]);
}

/// Two candidates per level that both fail at the innermost one: without a limit this takes 2 to the power of the
/// depth.
#[test]
fn looking_ahead_again_and_again_has_an_end() {
    use sdkgen_runtime::private::{Decode, Fault};

    #[derive(Debug)]
    struct Twice;

    impl Decode for Twice {
        fn blank() -> Self {
            Self
        }

        fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
            let found = reader.choose(&[Candidate::array(), Candidate::array()], &mut |_, reader| {
                reader.value::<Vec<Twice>>().map(drop)
            })?;
            if found { Ok(()) } else { Err(Fault::new("no")) }
        }
    }

    let json = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    fault::<Twice>(&json);
}

/// A union that is its own variant would never end.
#[test]
fn a_union_of_itself_ends() {
    use sdkgen_runtime::private::{Decode, Fault};

    #[derive(Debug)]
    struct Itself;

    impl Decode for Itself {
        fn blank() -> Self {
            Self
        }

        fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
            let found = reader.choose(&[Candidate::any(), Candidate::any()], &mut |_, reader| {
                reader.value::<Box<Itself>>().map(drop)
            })?;
            if found { Ok(()) } else { Err(Fault::new("no")) }
        }
    }

    fault::<Itself>("1");
}

#[test]
fn evidence_below_the_top() {
    const EVENT: &[Field] = &[Field::required("meta"), Field::optional("note")];
    const PAID: &[Field] = &[Field::constant("name", "\"paid\""), Field::optional("at")];
    const REFUNDED: &[Field] = &[Field::constant("name", "\"refunded\"")];
    const DEEP: &[Field] = &[Field::optional("meta")];
    const EVENTS: &[Candidate] = &[
        Candidate::object(EVENT),
        Candidate::object(EVENT).with(&[Clue::object("meta", PAID, &[])]),
        Candidate::object(EVENT).with(&[Clue::object("meta", REFUNDED, &[])]),
        Candidate::object(DEEP).with(&[Clue::object("meta", DEEP, &[Clue::object("meta", PAID, &[])])]),
    ];
    assert_eq!(order(r#"{"meta":{"name":"paid"}}"#, EVENTS), [1, 3, 0]);
    assert_eq!(order(r#"{"meta":{"name":"r\u0065funded"}}"#, EVENTS), [2, 3, 0]);
    assert_eq!(order(r#"{"meta":{"name":"voided"}}"#, EVENTS), [3, 0]);
    assert_eq!(order(r#"{"meta":{}}"#, EVENTS), [3, 0], "a constant that must be there is not");
    assert_eq!(order(r#"{"meta":{"meta":{"name":"paid"}}}"#, EVENTS), [3, 0]);
    assert_eq!(order(r#"{"meta":{"meta":{"name":"voided"}}}"#, EVENTS), [0]);
    assert_eq!(order(r#"{"meta":null}"#, EVENTS), [3, 0, 1, 2], "other values are no evidence");
}

#[test]
fn known_values_count_for_a_candidate() {
    const STATE: &[Field] = &[Field::required("state")];
    let known = |clue: fn(&'static str, &'static [&'static str]) -> Clue| {
        const AB: &[&str] = &["\"a\"", "\"b\""];
        const C: &[&str] = &["\"c\"", "3"];
        [AB, C].map(|values| clue("state", values))
    };
    let [ab, c] = known(Clue::values);
    let soft = [Candidate::object(STATE).with(leaked(ab)), Candidate::object(STATE).with(leaked(c))];
    assert_eq!(order(r#"{"state":"c"}"#, &soft), [1, 0]);
    assert_eq!(order(r#"{"state":3}"#, &soft), [1, 0]);
    assert_eq!(order(r#"{"state":"d"}"#, &soft), [0, 1]);
    let [ab, c] = known(Clue::only);
    let hard = [Candidate::object(STATE).with(leaked(ab)), Candidate::object(STATE).with(leaked(c))];
    assert_eq!(order(r#"{"state":"b"}"#, &hard), [0]);
    assert_eq!(order(r#"{"state":"d"}"#, &hard), [] as [usize; 0]);
    assert_eq!(order(r#"{"state":null}"#, &hard), [0, 1]);
}

fn leaked(clue: Clue) -> &'static [Clue] {
    Box::leak(Box::new([clue]))
}

/// The order in which candidates are tried by a tag if each of them fails, and the result.
fn tagged_order(json: &str, candidates: &[Candidate]) -> (Vec<usize>, Result<bool, String>) {
    let mut order = Vec::new();
    let found = Reader::new(json.as_bytes()).choose_tagged("type", candidates, &mut |index, _| {
        order.push(index);
        Err(sdkgen_runtime::Fault::new("no"))
    });
    (order, found.map_err(|fault| fault.to_string()))
}

#[test]
fn a_tag_goes_before_evidence() {
    const X: &[Field] = &[Field::required("x")];
    const Y: &[Field] = &[Field::required("y")];
    let all = [
        Candidate::object(X).tagged(&["a", "7"]),
        Candidate::object(Y).tagged(&["b"]),
        Candidate::object(X).tagged_or_bare(&["c"]),
        Candidate::object(Y).tagged_or_bare(&["c"]),
        Candidate::object(X),
        Candidate::string(),
    ];
    let fault = Err("$: no".to_owned());
    let none = |order: &[usize]| (order.to_vec(), Ok(false));
    assert_eq!(tagged_order(r#"{"y":1,"type":"a"}"#, &all), (vec![0], fault.clone()), "whatever else there is");
    assert_eq!(tagged_order(r#"{"type":7}"#, &all), (vec![0], fault));
    assert_eq!(tagged_order(r#"{"type":"c","y":1}"#, &all), none(&[3]), "evidence decides between twins");
    assert_eq!(tagged_order(r#"{"type":"c","x":1,"y":1}"#, &all), none(&[2, 3]));
    assert_eq!(tagged_order(r#"{"type":"d","x":1}"#, &all), none(&[4]), "who says nothing of the tag");
    assert_eq!(tagged_order(r#"{"type":"d","y":1}"#, &all), none(&[]));
    assert_eq!(tagged_order(r#"{"x":1}"#, &all), none(&[2, 4]));
    assert_eq!(tagged_order(r#"{"y":1,"type":null}"#, &all), none(&[3]));
    assert_eq!(tagged_order(r#""text""#, &all), none(&[5]));
    assert_eq!(tagged_order("[]", &all), none(&[]));
}

/// A deviating constant of a plain object is kept; in a union, it excludes the variant.
#[test]
fn a_variant_whose_constant_differs_is_not_that_variant() {
    let invoice =
        |object: &str| format!(r#"{{"object":"{object}","id":"i","status":"paid","lines":[],"paid_at":null}}"#);
    for (json, is_known) in [
        (invoice("invoice"), true),
        (invoice("else"), false),
        (invoice("invoice").replace("null}", &format!("null,\"parent\":{}}}", invoice("else"))), false),
    ] {
        let document: Document = decode(&json);
        assert_eq!(matches!(document, Document::Invoice(_)), is_known, "{document:?}");
        let map: BTreeMap<String, Document> = decode(&format!(r#"{{"a":{json}}}"#));
        assert_eq!(matches!(map["a"], Document::Invoice(_)), is_known);
        if !is_known {
            assert_eq!(encode(&map), format!(r#"{{"a":{json}}}"#));
        }
        // After the union, constants are kept again.
        let both = format!("{json} {}", invoice("else"));
        let mut reader = Reader::new(both.as_bytes());
        reader.value::<Document>().expect("a union takes anything");
        let behind: Invoice = reader.value().expect("a plain object keeps its constants");
        assert_eq!(encode(&behind), invoice("else"));
    }
}
