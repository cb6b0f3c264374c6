//! What `--tests` writes: calls that compile, and that the document does not forbid.

use sdkgen::{Config, Outcome, Source};

/// The test of the only operation of a document.
fn test_of(document: &str) -> String {
    let source = Source::new("document.yaml", document);
    let config = Config { tests: true, ..Config::default() };
    let outcome: Outcome = sdkgen::generate(&source, &config, &mut |_| {});
    let file = outcome.files.iter().find(|file| file.path == "tests/operations.rs").expect("tests are written");
    let (_, test) = file.text.split_once("#[tokio::test]").expect("there is one test");
    test.to_owned()
}

/// A document with one operation that sends this schema.
fn sending(schema: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Tests, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\npaths:\n  \
         /things:\n    post:\n      operationId: createThing\n      requestBody: {{ required: true, content: \
         {{ application/json: {{ schema: {schema} }} }} }}\n      responses: {{ '204': {{ description: done }} }}\n"
    )
}

#[test]
fn lists_and_maps_of_dates_are_built_item_by_item() {
    let at = "{ type: string, format: date-time }";
    let day = "{ type: string, format: date }";
    let properties = format!(
        "{{ times: {{ type: object, additionalProperties: {at} }}, days: {{ type: array, items: {{ type: array, items: {day} }} }}, \
         ids: {{ type: object, additionalProperties: {{ type: string, format: uuid, nullable: true }} }} }}"
    );
    let document = sending(&format!("{{ type: object, required: [times, days, ids], properties: {properties} }}"));
    let test = test_of(&document);
    for built in
        ["BTreeMap::<", "jiff::Timestamp", "parse::<", "Vec::<", "jiff::civil::Date", "Option<", "Some(", "uuid::Uuid"]
    {
        assert!(test.contains(built), "{built}: {test}");
    }
    assert!(!test.contains("from_str"), "{test}");
}

#[test]
fn as_many_members_are_sent_as_there_must_be() {
    let properties =
        "{ id: { type: string, readOnly: true }, a: { type: string }, b: { type: string }, c: { type: string } }";
    let test = test_of(&sending(&format!("{{ minProperties: 2, type: object, properties: {properties} }}")));
    assert!(test.contains(".a(\"text\")") && test.contains(".b(\"text\")") && !test.contains(".c("), "{test}");
    let either =
        format!("{{ type: object, anyOf: [{{ required: [b] }}, {{ required: [c] }}], properties: {properties} }}");
    let test = test_of(&sending(&either));
    assert!(test.contains(".b(\"text\")") && !test.contains(".a(") && !test.contains(".c("), "{test}");
    let inside = sending(&format!(
        "{{ type: object, required: [in], properties: {{ in: {{ type: object, minProperties: 1, properties: {properties} }} }} }}"
    ));
    let test = test_of(&inside);
    assert!(test.contains(r#"{"a":"text"}"#), "{test}");
}
