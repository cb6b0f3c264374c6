//! What `--tests` expects of requests for pages: the values follow from the document.

use sdkgen::{Config, Options, Outcome, Source};

/// Generates one GET with these query parameters, whose response is an object with these properties.
fn generate(parameters: &str, schema: &str) -> Outcome {
    let document = format!(
        "{{openapi: 3.0.3, info: {{title: Things, version: '1'}}, servers: [{{url: 'https://a.example'}}], paths: \
         {{/things: {{get: {{parameters: [{parameters}], responses: {{'200': {{description: Things, content: \
         {{application/json: {{schema: {{type: object, {schema}}}}}}}}}}}}}}}}}}}"
    );
    let options = Options { tests: true, ..Options::default() };
    let outcome = sdkgen::generate(&Source::new("things.yaml", document), &Config::default(), &options);
    assert!(!outcome.diagnostics.has_errors(), "{:?}", outcome.diagnostics);
    outcome
}

fn file(outcome: &Outcome) -> &str {
    let file = outcome.files.iter().find(|file| file.path == "tests/paging.rs").expect("a list is paged");
    &file.text
}

/// The pages of the only list, each with what its request has to carry, the number of its items and its body.
fn pages(parameters: &str, schema: &str) -> Vec<String> {
    let outcome = generate(parameters, schema);
    let (_, test) = file(&outcome).split_once("loopback::list(").expect("the list is tested");
    let (_, lines) = test.split_once("r#\"").expect("the test has lines");
    let (lines, _) = lines.split_once("\"#").expect("the lines end");
    lines.lines().skip(1).map(str::to_owned).collect()
}

const THINGS: &str = "things: {type: array, items: {type: object, required: [id], properties: {id: {type: integer}}}}";

#[test]
fn cursors_are_expected_as_pages_have_them() {
    let pages = pages(
        "{name: cursor, in: query, schema: {type: string}}",
        &format!("properties: {{{THINGS}, next_cursor: {{type: string}}}}"),
    );
    let page = |sent: &str, items: u32, rest: &str| {
        format!(r#"{{{sent},"items":{items},"body":{{"things":"sdkgen:items"{rest}}}}}"#)
    };
    assert_eq!(
        pages,
        [
            page(r#""query":"cursor""#, 2, r#","next_cursor":"c1/+=""#),
            page(r#""query":"cursor","value":"c1/+=""#, 0, r#","next_cursor":"c2/+=""#),
            page(r#""query":"cursor","value":"c2/+=""#, 1, ""),
        ]
    );
}

#[test]
fn positions_are_counted_until_the_document_says_that_a_page_is_the_last() {
    let offset = "{name: offset, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer";
    let sent = |parameters: &str, schema: &str| -> Vec<String> {
        let head = |page: String| page.split_once(",\"body\"").expect("a page has a body").0.to_owned();
        pages(parameters, &format!("properties: {{{THINGS}{schema}}}")).into_iter().map(head).collect()
    };
    let three = [
        r#"{"query":"offset","items":2"#,
        r#"{"query":"offset","value":"2","items":2"#,
        r#"{"query":"offset","value":"4","items":1"#,
    ];
    assert_eq!(sent(&format!("{offset}, maximum: 100}}}}"), ""), three, "the last page has fewer items");
    assert_eq!(sent(&format!("{offset}}}}}"), ", total: {type: integer}"), three, "all items were received");
    let four = [&three[..], &[r#"{"query":"offset","value":"5","items":0"#]].concat();
    assert_eq!(sent(&format!("{offset}, default: 20}}}}"), ""), four, "the server may send fewer than requested");
}

#[test]
fn lists_that_cannot_end_are_reported() {
    let outcome = generate(
        "{name: cursor, in: query, schema: {type: integer}}",
        &format!("required: [next_cursor], properties: {{{THINGS}, next_cursor: {{type: integer}}}}"),
    );
    let reported = outcome.diagnostics.iter().find(|reported| reported.code.name == "untested-pages");
    let reason = "no value of `next_cursor` says that a page is the last one";
    assert!(reported.is_some_and(|reported| reported.message.ends_with(reason)), "{:?}", outcome.diagnostics);
    let text = file(&outcome);
    assert!(
        text.contains("//! One list is not tested:") && text.contains("//! - `GET /things`: no value of"),
        "{text}"
    );
    assert!(!text.contains("#[tokio::test]"), "{text}");
}
