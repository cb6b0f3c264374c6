//! Unions: each alternative, tags that are declared, inferred or missing, evidence, and what no release knows yet.

use std::borrow::Borrow as _;

use sdkgen_golden::models::{
    Account, Block, BlockRule, ByTarget, Card, Cat, Circle, Condition, Dog, Event, Fish, Group, ImageBlock,
    ImageBlockType, Medium, Pet, RentalPlace, Shape, Source, TenantOrFormerTenant, TextBlock, Value,
};
use sdkgen_golden::{Clearable, Expandable, IntoValue, serde_json};

use super::{body, json, responding};

async fn exchanged(pet: impl IntoValue<Pet>, response: &str) -> (String, Pet) {
    let (client, mock) = responding(response);
    let response = client.pets().update(pet).await.expect("the call succeeds");
    (body(&mock), response)
}

#[tokio::test]
async fn a_declared_tag_is_written_whether_or_not_the_variant_has_it() {
    let cat = r#"{"kind":"kitten","name":"Mi"}"#;
    assert_eq!(exchanged(Cat::new("kitten", "Mi"), cat).await, (cat.to_owned(), Pet::from(Cat::new("kitten", "Mi"))));
    let dog = r#"{"kind":"dog","name":"Bo","barks":true}"#;
    assert_eq!(
        exchanged(Dog::new("Bo").barks(true), dog).await,
        (dog.to_owned(), Pet::from(Dog::new("Bo").barks(true)))
    );
    let fish = r#"{"kind":"fish","name":"Wanda"}"#;
    assert_eq!(exchanged(Fish::new("Wanda"), fish).await, (fish.to_owned(), Pet::from(Fish::new("Wanda"))));
}

#[tokio::test]
async fn an_unknown_tag_is_kept_and_sent_back() {
    let bird = r#"{"kind":"bird","wings":[2,{"left":null}]}"#;
    let (_, response) = exchanged(Fish::new("f"), bird).await;
    assert!(matches!(&response, Pet::Unrecognized(_)), "{response:?}");
    assert_eq!(response.name(), None);
    let (body, _) = exchanged(response, bird).await;
    assert_eq!(json(&body), json(bird));
}

#[test]
fn members_of_every_alternative_are_reached_directly() {
    assert_eq!(Pet::from(Dog::new("Bo")).name(), Some("Bo"));
    assert_eq!(Pet::from(Fish::new("Wanda")).name(), Some("Wanda"));
}

#[tokio::test]
async fn a_tag_without_mapping_is_the_name_of_the_component() {
    let text = r#"[{"@type":"Circle","radius":1.5},{"@type":"Group","members":[{"@type":"Circle","radius":2}]}]"#;
    let (client, mock) = responding(text);
    let circle = |radius| Shape::from(Circle::new(radius));
    let shapes = [circle(1.5), Shape::from(Group::new([circle(2.0)]))];
    let mut response = client.shapes().update(&shapes).await.expect("the call succeeds");
    assert_eq!(json(&body(&mock)), json(text));
    assert_eq!(response.remove(0), shapes[0]);
    assert_eq!(response.remove(0), shapes[1], "a tag with one value is nothing to hold");
    let bare = r#"{"members":[]}"#;
    let group: Shape = serde_json::from_str(bare).expect("evidence decides without a tag");
    assert!(matches!(&group, Shape::Group(_)), "{group:?}");
    assert_eq!(serde_json::to_string(&group).expect("it can be written"), bare, "an optional tag stays absent");
}

#[test]
fn another_value_in_place_of_a_constant_is_another_variant_and_kept_in_a_plain_object() {
    let circle = r#"{"@type":"Circle","members":[1],"radius":"wide"}"#;
    assert!(serde_json::from_str::<Shape>(circle).is_err(), "what the tag selects must fit");
    let group = r#"{"@type":"Crowd","members":[]}"#;
    let shape: Shape = serde_json::from_str(group).expect("anything is a shape");
    assert!(matches!(&shape, Shape::Unrecognized(_)), "{shape:?}");
    let plain: Group = serde_json::from_str(group).expect("a plain object keeps it");
    assert_eq!(serde_json::to_string(&plain).expect("it can be written"), group);
    assert_ne!(plain, Group::new(Vec::<Shape>::new()));
    assert_eq!(format!("{plain:?}"), r#"Group { members: [], constants: {"@type": "Crowd"} }"#);
    assert_eq!(format!("{:?}", Group::new(Vec::<Shape>::new())), "Group { members: [] }");
}

#[tokio::test]
async fn an_inferred_tag_selects_and_is_written() {
    let text = r#"[{"type":"text","text":"a"},{"type":"photo","url":"u"},{"type":"rule"},{"type":"video","length":1}]"#;
    let (client, mock) = responding(text);
    let known = [
        Block::from(TextBlock::new("a")),
        Block::from(ImageBlock::new(ImageBlockType::Photo, "u")),
        Block::from(BlockRule::new()),
    ];
    let response = client.messages().create(&known).await.expect("the call succeeds");
    assert_eq!(response[..3], known);
    assert!(matches!(response[3], Block::Unrecognized(_)));
    assert_eq!(body(&mock), r#"{"blocks":[{"type":"text","text":"a"},{"type":"photo","url":"u"},{"type":"rule"}]}"#);
}

#[tokio::test]
async fn evidence_selects_where_no_tag_does() {
    let text = r#"["s",{"number":"1","holder":"h"},{"holder":"h","iban":"2"},["a"],7,true,{"neither":1},1.5,null]"#;
    let (client, mock) = responding(text);
    let response = client.sources().create("tok_1").await.expect("the call succeeds");
    assert_eq!(body(&mock), r#"{"source":"tok_1"}"#);
    let known = [
        Source::from("s"),
        Source::from(Card::new("1").holder("h")),
        Source::from(Account::new("2").holder("h")),
        Source::Strings(vec!["a".to_owned()]),
        Source::Integer(7),
        Source::Boolean(true),
    ];
    assert_eq!(response[..6], known);
    assert!(response[6..].iter().all(|source| matches!(source, Source::Unrecognized(_))), "{response:?}");
    let again = serde_json::to_string(&response).expect("it can be written");
    assert_eq!(json(&again), json(text), "what is not recognised is kept");
}

/// What several variants have can be read without a `match`, whether each of them always has it or not.
#[test]
fn fields_that_two_variants_have_can_be_read_from_the_union() {
    let read = |json: &str| serde_json::from_str::<Medium>(json).expect("it is read");
    let clip = r#"{"kind":"clip","id":"b","title":"t","size":3}"#;
    let last = read(clip);
    assert_eq!((last.id(), last.title(), last.size()), (Some("b"), Some("t"), Some(3)));
    assert_eq!((last.note(), last.count(), last.source(), last.next(), last.former()), (None, None, None, None, None));
    let more = r#","note":"n","count":2,"source":{"number":"1"}"#;
    let within = format!(r#"{more},"next":{clip},"former":{clip}}}"#);
    for head in [r#"{"kind":"clip","id":"a","title":"t","size":3"#, r#"{"kind":"still","id":"a","borrow":"c""#] {
        let medium = read(&format!("{head}{within}"));
        assert_eq!((medium.id(), medium.note(), medium.count()), (Some("a"), Some("n"), Some(2)));
        assert_eq!(medium.source(), Some(&Card::new("1")));
        let ids = [medium.next(), medium.former()].map(|clip| clip.map(|clip| clip.id.as_str()));
        assert_eq!(ids, [Some("b"), Some("b")]);
    }
    // A union within the union has the accessor too; another type is as good as no field.
    let photo = read(r#"{"kind":"photo","id":"p","size":1.5}"#);
    assert!(matches!(photo, Medium::Print(_)), "{photo:?}");
    assert_eq!((photo.id(), photo.size(), photo.title()), (Some("p"), None, None));
    let reel = read(r#"{"kind":"reel","id":7,"borrow":"c"}"#);
    assert_eq!(reel.id(), None);
    let borrowed: &Medium = reel.borrow();
    assert_eq!(borrowed, &reel, "`borrow` is the method of the trait");
    assert_eq!(read(r#"{"kind":"new","id":"n"}"#).id(), None);
}

#[test]
fn alternatives_beside_members_hold_those_members() {
    let read = |text: &str| serde_json::from_str::<Event>(text).expect("it is an event");
    let event = read(r#"{"id":"1","type":"created","by":"me"}"#);
    assert_eq!(event.id(), Some("1"));
    assert!(matches!(&event, Event::Created(created) if created.by == "me"));
    assert!(matches!(read(r#"{"type":"deleted","id":"2"}"#), Event::Deleted(deleted) if deleted.reason.is_none()));
}

#[test]
fn alternatives_called_like_names_of_the_prelude_work() {
    let read = |text: &str| serde_json::from_str::<Value>(text).expect("it is a value");
    assert!(matches!(read(r#"{"ok":"yes"}"#), Value::Result(_)));
    assert!(matches!(read(r#"{"op":"add","maybe":null}"#), Value::Patch(patch) if patch.op == "add"));
    assert_eq!(read("\"s\""), Value::from("s"));
}

#[test]
fn a_union_in_a_union_takes_what_its_alternatives_know_best() {
    let read = |json: &str| serde_json::from_str::<Condition>(json).expect("it is read");
    let by_name = read(r#"{"ref":"main","name":"sdk"}"#);
    let Condition::ByTarget(target) = &by_name else { panic!("{by_name:?}") };
    assert!(matches!(&**target, ByTarget::ByName(by) if by.ref_.as_deref() == Some("main")), "{by_name:?}");
    assert_eq!(serde_json::to_string(&by_name).expect("it can be written"), r#"{"ref":"main","name":"sdk"}"#);
    assert!(matches!(read(r#"{"ref":"main"}"#), Condition::ByRef(_)));
    assert!(matches!(read("{}"), Condition::ByRef(_)));
    assert!(matches!(read("7"), Condition::ByTarget(target) if *target == ByTarget::Integer(7)));
    let other = read(r#"["x"]"#);
    assert_eq!(serde_json::to_string(&other).expect("it can be written"), r#"["x"]"#);
}

#[test]
fn a_tag_decides_where_it_is_and_evidence_where_it_is_not() {
    let read = |json: &str| serde_json::from_str::<Shape>(json).expect("it is read");
    assert!(matches!(read(r#"{"radius":1,"members":[]}"#), Shape::Group(_)), "a circle is written with its tag");
    assert!(matches!(read(r#"{"radius":1}"#), Shape::Unrecognized(_)), "nothing is added to what was read");
    assert!(matches!(read(r#"{"radius":1,"members":[],"@type":"Group"}"#), Shape::Group(_)));
    assert!(matches!(read(r#"{"members":[],"@type":null}"#), Shape::Group(_)));
    let newer = read(r#"{"radius":1,"members":[],"@type":"Triangle"}"#);
    assert!(matches!(newer, Shape::Unrecognized(_)), "{newer:?}");
}

#[tokio::test]
async fn what_is_expanded_and_what_is_not_have_an_identifier() {
    let text =
        r#"{"id":"r","tenant":{"id":"t","rentals":["r",{"id":"q","tenant":"t"}]},"owner":{"id":"o","left":true}}"#;
    let (client, mock) = responding(text);
    let place = RentalPlace::new(3);
    let rental = client.rentals().update().days(5).tools(["saw"]).labels(Clearable::Clear).place(place).await;
    let rental = rental.expect("the call succeeds");
    assert_eq!(json(&body(&mock)), json(r#"{"days":5,"tools":["saw"],"labels":"","place":{"shelf":3}}"#));
    let tenant = rental.tenant.object().expect("it is expanded");
    assert_eq!((rental.tenant.id(), tenant.id.as_str()), ("t", "t"));
    assert_eq!(tenant.rentals.iter().map(Expandable::id).collect::<Vec<_>>(), ["r", "q"]);
    assert_eq!(tenant.rentals[0].object(), None);
    let owner = rental.owner.as_ref().expect("there is one");
    assert_eq!(owner.id(), "o");
    assert!(matches!(owner.object(), Some(TenantOrFormerTenant::FormerTenant(former)) if former.left));
    assert_eq!(json(&serde_json::to_string(&rental).expect("text")), json(text));
}
