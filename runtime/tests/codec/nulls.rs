//! Optional fields that may be null: null, absence and a value when reading, writing, setting and comparing.

use sdkgen_runtime::Patch;
use sdkgen_runtime::private::{Decode, Encode, Fault, Field, Nulls, Reader, Writer};
use serde_json::Value;

use crate::models::Invoice;
use crate::{again, decode, encode};

/// An invoice with these members before the last one.
fn invoice(members: &str) -> String {
    format!(r#"{{"object":"invoice","id":"i","status":"paid","lines":[],{members}"paid_at":1}}"#)
}

fn read(members: &str) -> Invoice {
    decode(&invoice(members))
}

#[test]
fn null_absence_and_a_value_are_written_as_they_were_read() {
    for (members, note) in [("", None), (r#""note":null,"#, None), (r#""note":"x","#, Some("x"))] {
        let read = read(members);
        assert_eq!(read.note.as_deref(), note);
        assert_eq!(encode(&read), invoice(members));
        let by_serde: Invoice = serde_json::from_str(&invoice(members)).expect("serde reads it");
        assert_eq!(by_serde, read);
        assert_eq!(serde_json::to_string(&by_serde).expect("serde writes it"), invoice(members));
    }
    assert_eq!(
        again::<Invoice>(&invoice("\"note\" :\n null ,")),
        invoice(r#""note":null,"#),
        "white space is none of it"
    );
}

#[test]
fn a_null_that_is_not_distinct_is_left_out() {
    let read = read(r#""customer":null,"#);
    assert_eq!((read.customer.as_deref(), encode(&read)), (None, invoice("")));
    assert_eq!(read, decode(&invoice("")));
}

#[test]
fn boxed_fields_and_nested_objects_keep_theirs() {
    let inner = |members: &str| format!(r#""parent":{},"#, invoice(members));
    for members in ["", r#""parent":null,"#, r#""note":null,"parent":null,"#, &inner(""), &inner(r#""note":null,"#)] {
        let read = read(members);
        assert_eq!(encode(&read), invoice(members));
        assert_eq!(read.clone(), read);
    }
}

#[test]
fn setters_set_each_of_the_three() {
    let parent = || read("");
    let set = [
        (read("").note("x"), r#""note":"x","#.to_owned()),
        (read("").note(None), r#""note":null,"#.to_owned()),
        (read("").note(None).note(Patch::Absent), String::new()),
        (read("").note(None).note("x"), r#""note":"x","#.to_owned()),
        (read(r#""note":null,"#).note(Patch::Absent), String::new()),
        (read("").parent(parent()), format!(r#""parent":{},"#, invoice(""))),
        (read("").parent(None), r#""parent":null,"#.to_owned()),
    ];
    for (value, members) in set {
        assert_eq!(encode(&value), invoice(&members));
        assert_eq!(value, read(&members));
    }
}

#[test]
fn a_value_is_written_although_it_was_null() {
    let mut changed = read(r#""note":null,"#);
    changed.note = Some("x".to_owned());
    assert_eq!(encode(&changed), invoice(r#""note":"x","#));
    assert_eq!(changed, read(r#""note":"x","#), "a mark counts only without a value");
    assert!(!format!("{changed:?}").contains("nulls"), "{changed:?}");
    changed.note = None;
    assert_eq!(encode(&changed), invoice(r#""note":null,"#), "it is null again");
    let mut cleared = read(r#""note":"x","#);
    cleared.note = None;
    assert_eq!(encode(&cleared), invoice(""), "what was not null is left out");
}

#[test]
fn objects_that_are_written_differently_differ() {
    let (null, absent) = (read(r#""note":null,"#), read(""));
    assert_ne!(null, absent);
    assert_eq!(null, read(r#""note":null,"#));
    assert!(format!("{null:?}").contains(r#"nulls: ["note"]"#), "{null:?}");
    assert!(!format!("{absent:?}").contains("nulls"), "{absent:?}");
    let outer = |members: &str| read(&format!(r#""parent":{},"#, invoice(members)));
    assert_ne!(outer(r#""note":null,"#), outer(""));
}

#[test]
fn of_duplicate_keys_the_last_one_counts() {
    assert_eq!(encode(&read(r#""note":null,"note":"x","#)), invoice(r#""note":"x","#));
    assert_eq!(encode(&read(r#""note":"x","note":null,"#)), invoice(r#""note":null,"#));
    // Placeholders are decoded into again if a whole object is repeated.
    let twice = format!(r#""parent":{},"parent":{},"#, invoice(r#""note":null,"#), invoice(""));
    assert_eq!(encode(&read(&twice)), invoice(&format!(r#""parent":{},"#, invoice(""))));
}

#[test]
fn a_tag_is_not_written_beside_a_null_of_its_name() {
    let written = |invoice: &Invoice| {
        let mut json = Vec::new();
        Writer::new(&mut json).tagged("note", "tag", invoice);
        String::from_utf8(json).expect("JSON text is UTF-8")
    };
    assert_eq!(written(&read(r#""note":null,"#)), invoice(r#""note":null,"#));
    assert_eq!(written(&read("")), invoice("").replacen('{', r#"{"note":"tag","#, 1));
}

#[test]
fn any_json_may_be_null() {
    let text = r#"{"any":null}"#;
    assert_eq!(again::<Wide>(text), text);
    assert_eq!(again::<Wide>("{}"), "{}");
}

/// Of its 130 fields, the first one and the last one may be null; the others are never there.
#[derive(Debug, PartialEq)]
struct Wide {
    any: Option<Value>,
    between: [Option<u8>; 128],
    last: Option<u8>,
    nulls: Nulls<3>,
}

impl Wide {
    const FIELDS: &'static [Field] = &{
        let mut fields = [Field::optional("-"); 130];
        fields[0] = Field::optional_nullable("any");
        fields[129] = Field::optional_nullable("last");
        fields
    };
}

impl Encode for Wide {
    fn encode(&self, writer: &mut Writer<'_>) {
        let mut slots: Vec<&dyn Encode> = vec![&self.any];
        slots.extend(self.between.iter().map(|slot| slot as &dyn Encode));
        slots.push(&self.last);
        writer.object_with(Self::FIELDS, &slots, None, Some(&self.nulls.0), None);
    }
}

impl Decode for Wide {
    fn blank() -> Self {
        Self { any: None, between: [None; 128], last: None, nulls: Nulls::NONE }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let mut slots: Vec<&mut dyn Decode> = vec![&mut self.any];
        slots.extend(self.between.iter_mut().map(|slot| slot as &mut dyn Decode));
        slots.push(&mut self.last);
        reader.object_with(Self::FIELDS, &mut slots, None, Some(&mut self.nulls.0), None)
    }
}

#[test]
fn objects_of_many_fields_have_more_marks() {
    for text in [r#"{"any":null,"last":null}"#, r#"{"last":null}"#, r#"{"any":null,"last":1}"#, r#"{"any":[null]}"#] {
        assert_eq!(again::<Wide>(text), text);
    }
    assert_ne!(decode::<Wide>(r#"{"last":null}"#), decode::<Wide>("{}"));
    assert_eq!(size_of::<Nulls>(), size_of::<u64>());
}

#[test]
fn a_position_without_a_mark_is_no_panic() {
    let mut nulls = Nulls::<1>::NONE;
    assert_eq!(nulls.set(64, Patch::<u8>::Null), None);
    assert_eq!(nulls.set(200, Patch::Value(1)), Some(1));
    assert_eq!(nulls, Nulls::default());
}
