//! What a lock does with equal schemas that have one type, when one of them changes.

use sdkgen::Lock;
use sdkgen::diff::{Verdict, compare};
use sdkgen::surface::{Kind, Model, Surface};

use super::changes::{document, lock_of, locked, operation, warnings};
use super::{generate, surface_of};

/// A document whose response has a part of each of these schemas, below the same name.
fn parts(schemas: &[&str]) -> String {
    let components: Vec<String> = schemas
        .iter()
        .enumerate()
        .map(|(index, schema)| format!("Owner{index}: {{type: object, properties: {{part: {schema}}}}}"))
        .collect();
    let reference = |index: usize| format!("owner{index}: {{$ref: '#/components/schemas/Owner{index}'}}");
    let references: Vec<String> = (0..schemas.len()).map(reference).collect();
    let response = format!("{{type: object, properties: {{{}}}}}", references.join(", "));
    document(&operation("/owners", "get", "", &response), &components.join(", "))
}

fn object(properties: &str, required: &str) -> String {
    format!("{{type: object, required: [{required}], properties: {{{properties}}}}}")
}

/// The same document with a request that has both owners.
fn sent(document: &str) -> String {
    let body = "requestBody: {required: true, content: {application/json: {schema: {type: array, items: {anyOf: \
                [{$ref: '#/components/schemas/Owner0'}, {$ref: '#/components/schemas/Owner1'}]}}}}}, ";
    let more = operation("/sent", "post", body, "{type: object}");
    document.replacen("paths: {", &format!("paths: {{{more}, "), 1)
}

/// What becomes of an SDK when its document changes: the surface, and the warnings. A second run changes nothing, and a
/// release neither.
fn changed(before: &str, after: &str) -> (Surface, Vec<String>, Verdict) {
    let lock = locked(before);
    let outcome = generate(after, "", Some(&lock));
    let surface = surface_of(after, "", Some(&lock)).expect("it is an SDK");
    let next = lock_of(&outcome);
    let again = generate(after, "", Some(&next));
    assert_eq!(lock_of(&again), next, "the second run writes the same lock");
    let code = |outcome: &sdkgen::Outcome| -> Vec<String> {
        let files = outcome.files.iter().filter(|file| file.path != sdkgen::LOCK_FILE);
        files.map(|file| file.text.clone()).collect()
    };
    assert_eq!(code(&again), code(&outcome), "the second run writes the same crate");
    let released = next.release(&surface, "0.2.0", false);
    let later = surface_of(after, "", Some(&released)).expect("it is an SDK");
    assert_eq!(later, Surface { version: "0.2.0".to_owned(), ..surface.clone() }, "a release changes nothing");
    let verdict = compare(lock.surface(), &surface).list.iter().map(|change| change.rust).max();
    (surface, warnings(&outcome), verdict.unwrap_or(Verdict::Patch))
}

fn named<'a>(surface: &'a Surface, name: &str) -> &'a Model {
    let model = surface.types.values().find(|model| model.name == name);
    model.unwrap_or_else(|| panic!("`{name}` is in {:?}", names(surface)))
}

fn names(surface: &Surface) -> Vec<&str> {
    let mut names: Vec<&str> = surface.types.values().map(|model| model.name.as_str()).collect();
    names.sort_unstable();
    names
}

/// The fields of a struct with their types, or the values of an enumeration.
fn members(model: &Model) -> Vec<String> {
    match &model.kind {
        Kind::Struct { fields, .. } => fields.values().cloned().map(String::from).collect(),
        Kind::Enumeration(values) => values.keys().cloned().collect(),
        Kind::Union { variants, .. } => variants.keys().cloned().collect(),
        Kind::Alias(ty) => vec![ty.clone()],
    }
}

#[test]
fn a_lock_knows_all_places_of_a_type() {
    let lock = locked(&parts(&["{enum: [a, b]}"; 3]));
    let places = "places = [\n    \"/components/schemas/Owner1.part\",\n    \"/components/schemas/Owner2.part\",\n]";
    assert!(lock.text().contains(places), "{}", lock.text());
    let lines: Vec<&str> = lock.text().leak().lines().collect();
    let without: Vec<&str> = lines.iter().copied().filter(|line| !line.contains(".part\",")).collect();
    let without = without.join("\n").replace("places = [\n]\n", "");
    let old = Lock::parse(&without).unwrap_or_else(|error| panic!("{}", error.message));
    assert_eq!(lock_of(&generate(&parts(&["{enum: [a, b]}"; 3]), "", Some(&old))).surface(), lock.surface());
}

#[test]
fn a_place_is_unreleased_until_a_release() {
    let lock = locked(&parts(&["{enum: [a, b]}"; 2]));
    let grown = lock_of(&generate(&parts(&["{enum: [a, b]}"; 3]), "", Some(&lock)));
    let line = "    \"place /components/schemas/Owner0.part /components/schemas/Owner2.part\",";
    assert!(grown.text().lines().any(|known| known == line), "{}", grown.text());
    assert_eq!(grown.published(), *lock.surface());
    assert_eq!(lock_of(&generate(&parts(&["{enum: [a, b]}"; 2]), "", Some(&grown))), lock);
}

#[test]
fn enumerations_that_grow_apart_stay_one() {
    let same = "{enum: [a, b]}";
    for after in [[same, "{enum: [a, c, b]}"], ["{enum: [a, c, b]}", same]] {
        let (surface, warnings, verdict) = changed(&parts(&[same; 2]), &parts(&after));
        assert_eq!(members(named(&surface, "Part")), ["a", "b", "c"]);
        let expected = "joined-type: `Part` is the type of 2 schemas that were equal and now differ in `c`; it has what \
                        any of them has";
        assert_eq!((warnings, verdict), (vec![expected.to_owned()], Verdict::Minor));
    }
    let (surface, _, verdict) = changed(&parts(&[same; 2]), &parts(&["{enum: [a, b, d]}", "{enum: [a, c, b]}"]));
    assert_eq!((members(named(&surface, "Part")).len(), verdict), (4, Verdict::Minor));
}

#[test]
fn structs_that_grow_apart_stay_one() {
    let same = object("a: {type: string}, b: {type: integer}", "a");
    let more = object("a: {type: string, description: New text}, c: {type: string}, b: {type: integer}", "a");
    let (surface, warnings, verdict) = changed(&parts(&[&same, &same]), &parts(&[&same, &more]));
    assert_eq!(members(named(&surface, "Part")), ["a: String", "b: Option<i64>", "c: Option<String>"]);
    assert_eq!((warnings.len(), verdict), (1, Verdict::Minor));
    // What responses always have in one place is optional.
    let more = object("a: {type: string}, c: {type: string}, b: {type: integer}", "a, c");
    let (surface, _, verdict) = changed(&parts(&[&same, &same]), &parts(&[&more, &same]));
    assert_eq!(members(named(&surface, "Part")), ["a: String", "b: Option<i64>", "c: Option<String>"]);
    assert_eq!(verdict, Verdict::Minor);
    let (surface, _, verdict) = changed(
        &sent(&parts(&[&same, &same])),
        &sent(&parts(&[&same, &object("a: {type: string}, c: {type: string}, b: {type: integer}", "a")])),
    );
    assert_eq!(members(named(&surface, "Part")), ["a: String", "b: Option<i64>", "c: Option<String>"]);
    assert_eq!(verdict, Verdict::Minor);
}

#[test]
fn only_text_that_differs_parts_nothing() {
    let text = |text: &str| object(&format!("a: {{type: string, maxLength: 5, description: {text}}}"), "a");
    let (one, other) = (text("One"), text("Other").replace('5', "6"));
    let (surface, warnings, verdict) = changed(&parts(&[&one, &one]), &parts(&[&one, &other]));
    assert_eq!(names(&surface).iter().filter(|name| name.contains("Part")).count(), 1);
    assert_eq!((warnings, verdict), (vec![], Verdict::Patch));
}

#[test]
fn what_no_type_fits_gets_a_type_of_its_own() {
    let same = object("a: {type: string}, b: {type: integer}", "a");
    let other = object("a: {type: string}, b: {type: boolean}", "a");
    for (after, gone) in [([&same, &other], 1), ([&other, &same], 1)] {
        let (surface, warnings, verdict) = changed(&parts(&[&same, &same]), &parts(&after.map(String::as_str)));
        assert_eq!(names(&surface).iter().filter(|name| name.ends_with("Part")).count(), 2, "{:?}", names(&surface));
        // The first of them keeps the name, whichever changed.
        let first = if after[0] == &same { "b: Option<i64>" } else { "b: Option<bool>" };
        assert_eq!(members(named(&surface, "Part")), ["a: String", first]);
        assert_eq!(surface.types[&format!("/components/schemas/Owner{gone}.part")].name, format!("Owner{gone}Part"));
        let expected = "parted-type: users of the SDK have `Part` for this schema too, but it is no longer like \
                        `/components/schemas/Owner0.part`: `b` has another type; it gets a type of its own";
        assert_eq!((warnings, verdict), (vec![expected.to_owned()], Verdict::Major));
    }
    // A field that programs read without `Option`.
    let (surface, ..) = changed(&parts(&[&same, &same]), &parts(&[&same, &same.replace("[a]", "[]")]));
    assert_eq!(members(named(&surface, "Part")), ["a: String", "b: Option<i64>"]);
    assert_eq!(members(named(&surface, "Owner1Part")), ["a: Option<String>", "b: Option<i64>"]);
}

#[test]
fn of_three_places_one_can_part() {
    let same = object("a: {type: string}", "a");
    let (more, other) = (object("a: {type: string}, c: {type: string}", "a"), object("a: {type: integer}", "a"));
    let (surface, warnings, _) = changed(&parts(&[&same, &same, &same]), &parts(&[&same, &other, &more]));
    assert_eq!(members(named(&surface, "Part")), ["a: String", "c: Option<String>"]);
    assert_eq!(members(named(&surface, "Owner1Part")), ["a: i64"]);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn parts_of_parts_stay_one_too() {
    let inner = |values: &str| object(&format!("kind: {{enum: [{values}]}}, b: {{type: integer}}"), "b");
    let outer = |values: &str, more: &str| object(&format!("inner: {}{more}", inner(values)), "inner");
    let same = outer("x, y", "");
    let new = |values: &str| outer("x, y", &format!(", level: {{enum: [{values}]}}"));
    let (surface, warnings, verdict) = changed(&parts(&[&same, &same]), &parts(&[&same, &outer("x, y, z", "")]));
    let before = locked(&parts(&[&same, &same]));
    assert_eq!(names(&surface), names(before.surface()));
    assert_eq!((warnings.len(), verdict), (1, Verdict::Minor), "{warnings:?}");
    // New parts, which no release has had.
    let (surface, warnings, verdict) = changed(&parts(&[&same, &same]), &parts(&[&new("p, q"), &new("q, r")]));
    let added = names(&surface).into_iter().filter(|name| !names(before.surface()).contains(name)).count();
    assert_eq!((added, warnings.len(), verdict), (1, 1, Verdict::Minor), "{warnings:?}");
}

#[test]
fn a_type_whose_first_place_is_gone_stays() {
    let same = object("a: {type: string}", "a");
    let before = parts(&[&same, &same, &same]);
    let after = before.replacen(&format!("properties: {{part: {same}}}"), "properties: {}", 1);
    assert_ne!(before, after);
    let (surface, ..) = changed(&before, &after);
    assert_eq!(members(named(&surface, "Part")), ["a: String"]);
    assert_eq!(named(&surface, "Part").places.len(), 2);
}

#[test]
fn a_type_that_begins_to_be_sent_in_one_place_stays_one() {
    let same = object("a: {type: string}, b: {type: integer, nullable: true}", "a");
    let before = parts(&[&same, &same]);
    let body = "requestBody: {required: true, content: {application/json: {schema: {type: array, items: \
                {$ref: '#/components/schemas/Owner1'}}}}}, ";
    let more = operation("/sent", "post", body, "{type: object}");
    let (surface, warnings, verdict) = changed(&before, &before.replacen("paths: {", &format!("paths: {{{more}, "), 1));
    assert_eq!(members(named(&surface, "Part")), ["a: String", "b: Option<i64>"]);
    assert_eq!((warnings, verdict), (vec![], Verdict::Minor));
}

#[test]
fn unions_that_grow_apart_stay_one() {
    let variant = |tag: &str| object(&format!("kind: {{enum: [{tag}]}}, {tag}: {{type: string}}"), "kind");
    let union = |tags: &[&str]| {
        let variants: Vec<String> = tags.iter().map(|tag| variant(tag)).collect();
        format!("{{oneOf: [{}], discriminator: {{propertyName: kind}}}}", variants.join(", "))
    };
    let (same, more) = (union(&["x", "y"]), union(&["x", "y", "z"]));
    let (surface, warnings, verdict) = changed(&parts(&[&same, &same]), &parts(&[&same, &more]));
    assert_eq!(members(named(&surface, "Part")), ["x", "y", "z"]);
    assert_eq!((warnings.len(), verdict), (1, Verdict::Minor), "{warnings:?}");
}

#[test]
fn without_a_lock_or_once_accepted_each_has_a_type_of_its_own() {
    let (same, more) = ("{enum: [a, b]}", "{enum: [a, c, b]}");
    let after = parts(&[same, more]);
    let chosen = surface_of(&after, "", None).expect("it is an SDK");
    assert_eq!(names(&chosen).iter().filter(|name| name.ends_with("Part")).count(), 2);
    let accepted = locked(&parts(&[same, same])).accepting(&chosen);
    let surface = surface_of(&after, "", Some(&accepted)).expect("it is an SDK");
    assert_eq!(names(&surface).iter().filter(|name| name.ends_with("Part")).count(), 2);
}
