//! What `--tests` writes: calls that compile, and that the document does not forbid.

use sdkgen::{Config, Options, Outcome, Source};

/// The tests of a document.
fn tests_of(document: &str) -> Vec<String> {
    let source = Source::new("document.yaml", document);
    let options = Options { tests: true, ..Options::default() };
    let outcome: Outcome = sdkgen::generate(&source, &Config::default(), &options);
    let file = outcome.files.iter().find(|file| file.path == "tests/operations.rs").expect("tests are written");
    file.text.split("#[tokio::test]").skip(1).map(str::to_owned).collect()
}

/// The first test of the only operation of a document.
fn test_of(document: &str) -> String {
    tests_of(document).swap_remove(0)
}

/// The second test of the only operation of a document that sends this schema.
fn full_test_of(schema: &str) -> String {
    let mut tests = tests_of(&sending_from("3.1.0", schema));
    assert_eq!(tests.len(), 2, "{tests:?}");
    tests.swap_remove(1)
}

/// A document with one operation that sends this schema.
fn sending(schema: &str) -> String {
    sending_from("3.0.3", schema)
}

fn sending_from(version: &str, schema: &str) -> String {
    format!(
        "openapi: {version}\ninfo: {{ title: Tests, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\npaths:\n  \
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

#[test]
fn a_second_test_sets_everything() {
    let test = full_test_of(
        "{ type: object, required: [a], properties: { a: { type: string }, b: { type: integer, minimum: 3 }, \
         c: { type: string, enum: [x, y], deprecated: true }, d: { type: string, readOnly: true }, \
         e: { type: object, properties: { f: { type: string, format: email }, g: { type: array, items: \
         { type: string, nullable: true } } } }, h: { type: [string, 'null'], format: date }, stream: { type: boolean } } }",
    );
    for set in ["create_with_everything()", ".b(3)", "::X)", r#"{"f":"someone@example.com","g":["text"]}"#, ".h("] {
        assert!(test.contains(set), "{set}: {test}");
    }
    assert!(!test.contains(".d(") && !test.contains(".stream("), "{test}");
}

#[test]
fn there_is_one_test_where_nothing_more_can_be_set() {
    let schemas = [
        "{ type: object, required: [a], properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { type: string, example: shown } } }",
        "{ type: object, properties: { id: { type: string, readOnly: true } } }",
        "{ type: array, items: { type: string } }",
    ];
    for schema in schemas {
        assert_eq!(tests_of(&sending(schema)).len(), 1, "{schema}");
    }
}

#[test]
fn a_second_test_has_a_name_of_its_own() {
    let operation = |path: &str| {
        format!(
            "  /things/{{id}}/{path}:\n    post:\n      parameters: [{{ name: id, in: path, required: true, schema: \
             {{ type: string }} }}, {{ name: q, in: query, deprecated: true, schema: {{ type: string }} }}]\n      \
             responses: {{ '204': {{ description: done }} }}\n"
        )
    };
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: Tests, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\npaths:\n{}{}",
        operation("start"),
        operation("start-with-everything")
    );
    let tests = tests_of(&document);
    let name = |test: &String| {
        test.split_once("async fn ").and_then(|(_, rest)| rest.split_once('(')).map(|it| it.0.to_owned())
    };
    let mut names: Vec<String> = tests.iter().filter_map(name).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().any(|name| name.ends_with("start_with_everything")), "{names:?}");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 4, "{names:?}");
}

/// Which of the members `a` to `d` the second test sets, with a rule beside them.
fn set_beside(rule: &str) -> String {
    let test = full_test_of(&format!(
        "{{ type: object, properties: {{ a: {{ type: string }}, b: {{ type: string }}, c: {{ type: string }}, \
         d: {{ type: string }} }}, {rule} }}"
    ));
    ["a", "b", "c", "d"].into_iter().filter(|name| test.contains(&format!(".{name}(\"text\")"))).collect()
}

#[test]
fn what_the_document_forbids_together_is_left_out() {
    let rules = [
        ("description: none", "abcd"),
        ("oneOf: [{ required: [a] }, { required: [b] }, { required: [c] }]", "ad"),
        ("oneOf: [{ required: [a, b] }, { required: [a] }]", "acd"),
        ("oneOf: [{ required: [a], not: { required: [b] } }, { required: [b], not: { required: [a] } }]", "acd"),
        // What is required is an argument, not a setter.
        ("required: [b], oneOf: [{ required: [a] }, { required: [b] }]", "cd"),
        (
            "oneOf: [{ required: [a] }, { required: [b] }, { not: { anyOf: [{ required: [a] }, { required: [b] }] } }]",
            "acd",
        ),
        ("anyOf: [{ required: [a] }, { required: [b] }]", "abcd"),
        ("anyOf: [{ required: [a], not: { required: [b] } }, { required: [b], not: { required: [a] } }]", "acd"),
        ("allOf: [{ not: { required: [a, b] } }, { oneOf: [{ required: [c] }, { required: [d] }] }]", "ac"),
        ("not: { required: [d] }", "abc"),
        ("not: { required: [a, d] }", "abc"),
        ("not: { anyOf: [{ required: [a, b] }, { required: [c, d] }] }", "ac"),
        ("not: { required: [a, e] }", "abcd"),
        ("dependentRequired: { a: [b, c] }", "abcd"),
        ("dependentRequired: { a: [e], b: [a] }", "cd"),
        ("not: { required: [d, c] }, dependentRequired: { b: [c] }", "ad"),
        ("dependentSchemas: { a: { required: [e] } }", "bcd"),
        ("maxProperties: 2", "ab"),
        ("maxProperties: 2, required: [d]", "a"),
    ];
    for (rule, set) in rules {
        assert_eq!(set_beside(rule), set, "{rule}");
    }
}

#[test]
fn what_the_document_requires_is_set_although_it_is_deprecated() {
    let test = test_of(&sending(
        "{ type: object, anyOf: [{ required: [old] }, { required: [new] }], \
         properties: { old: { type: string, deprecated: true }, new: { type: string } } }",
    ));
    assert!(test.contains(".old(\"text\")"), "{test}");
}

#[test]
fn maps_have_as_many_members_as_they_must() {
    let test = test_of(&sending(
        "{ type: object, required: [m], properties: { m: { type: object, minProperties: 3, additionalProperties: \
         { type: integer, minimum: 7 } } } }",
    ));
    assert!(test.contains(r#"{"key":7,"key2":7,"key3":7}"#), "{test}");
}
