//! Pages that are certain by a description, by a count beside the number of the next page, or by the name of a cursor.

use sdkgen::{Config, Options, Source};

use super::{THINGS, check, code, generate, number, object, paging, query, text};

#[test]
fn a_path_of_the_next_page_beside_a_flag_needs_no_parameter() {
    let page = |next: &str, flag: &str| format!("{THINGS}, {flag}: {{type: boolean}}, next: {{type: string, {next}}}");
    let told = "description: Path to the subsequent page of results.";
    check(&[
        (&[], &page(told, "has_more"), Some("url - next things")),
        (&[number("limit")], &page(told, "has_more"), Some("url - next things")),
        (&[], &page("description: The next page.", "has_more"), None),
        (&[], &page("description: Path of the next thing.", "has_more"), None),
        (&[], &page(told, "active"), None),
    ]);
    let described = "href: {type: string, description: URI of the next page of resources}";
    let links = |name: &str, href: &str| {
        format!("_links: {{type: object, properties: {{{name}: {{type: object, properties: {{{href}}}}}}}}}")
    };
    let embedded = format!("_embedded: {{type: object, properties: {{{THINGS}}}}}");
    check(&[
        (&[], &format!("{}, {embedded}", links("next", described)), Some("url - _links.next.href _embedded.things")),
        (
            &[text("since")],
            &format!("{embedded}, {}", links("next", described)),
            Some("url - _links.next.href _embedded.things"),
        ),
        (&[], &format!("{embedded}, {}", links("next", "href: {type: string}")), None),
        (&[], &format!("{embedded}, {}", links("self", described)), None),
        (&[], &links("next", described), None),
    ]);
    let posted = generate("post", "", &object(&format!("{embedded}, {}", links("next", described))));
    assert_eq!(paging(&posted), None);
}

#[test]
fn the_number_of_the_next_page_counts_where_the_number_of_pages_is_known() {
    let meta = |fields: &str| format!("{THINGS}, meta: {{type: object, properties: {{{fields}}}}}");
    let next = "next_page: {type: integer, nullable: true}";
    let parameters = [number("page"), number("per_page")];
    let all = "current_page: {type: integer}, total_pages: {type: integer}";
    check(&[
        (&parameters, &meta(&format!("{next}, {all}")), Some("page page - things")),
        (
            &parameters,
            &meta(&format!("{next}, current_page: {{type: integer}}")),
            Some("cursor page meta.next_page things"),
        ),
        (
            &parameters,
            &meta(&format!("{next}, total_pages: {{type: integer}}")),
            Some("cursor page meta.next_page things"),
        ),
        // The number of pages may be unknown.
        (
            &parameters,
            &meta(&format!("{next}, current_page: {{type: integer}}, total_pages: {{type: integer, nullable: true}}")),
            Some("cursor page meta.next_page things"),
        ),
        (
            &[text("page")],
            &meta(&format!("next_page: {{type: string}}, {all}")),
            Some("cursor page meta.next_page things"),
        ),
    ]);
    let outcome = generate("get", &parameters.join(", "), &object(&meta(&format!("{next}, {all}"))));
    assert!(code(&outcome).contains(".pages("), "{}", code(&outcome));
}

#[test]
fn a_query_takes_the_digits_of_a_cursor() {
    let meta = |token: &str| {
        let token = format!("{{type: string, {token}}}");
        format!("{THINGS}, meta: {{type: object, properties: {{previous_token: {token}, next_token: {token}}}}}")
    };
    let digits = meta("pattern: '^[0-9]+$'");
    check(&[
        (&[number("pagination_token")], &digits, Some("cursor pagination_token meta.next_token things")),
        // These may be times.
        (&[number("after")], &digits, None),
        (&[number("token_count")], &digits, None),
        // A position that is counted is no cursor.
        (&[number("page"), number("limit")], &digits, Some("page page - things")),
    ]);
    let outcome = generate("get", &number("pagination_token"), &object(&digits));
    assert!(code(&outcome).contains("fn previous"), "{}", code(&outcome));
    let body = "requestBody: {content: {application/json: {schema: {type: object, properties: {page_token: {type: integer}}}}}}";
    let document = format!(
        "{{openapi: 3.0.3, info: {{title: Things, version: '1'}}, servers: [{{url: 'https://a.example'}}], paths: {{/things: \
         {{post: {{{body}, responses: {{'200': {{description: A page, {}}}}}}}}}}}}}",
        object(&format!("{THINGS}, next_page_token: {{type: string}}"))
    );
    let outcome = sdkgen::generate(&Source::new("things.yaml", document), &Config::default(), &Options::default());
    assert!(!outcome.diagnostics.has_errors(), "{:?}", outcome.diagnostics);
    assert_eq!(paging(&outcome), None);
}

#[test]
fn a_position_within_each_item_does_not_lead_to_other_pages() {
    let start = |description: &str| query("start", &format!("schema: {{type: integer}}, description: {description}"));
    let page = format!("{THINGS}, start: {{type: integer}}, limit: {{type: integer}}");
    check(&[
        (&[start("The index of the parts in the returned things."), number("limit")], &page, None),
        (&[start("The index of the returned things."), number("limit")], &page, Some("offset start - things")),
        (
            &[start("The index of the first thing in the returned list."), number("limit")],
            &page,
            Some("offset start - things"),
        ),
    ]);
    // A text that the response shows to be a number.
    check(&[
        (&[text("start"), text("limit")], &page, Some("offset start - things")),
        (&[text("start"), text("limit")], &format!("{THINGS}, start: {{type: integer}}"), None),
        (
            &[text("start"), text("limit")],
            &format!("{THINGS}, start: {{type: string}}, limit: {{type: integer}}"),
            None,
        ),
    ]);
}

#[test]
fn lists_under_keys_are_items_beside_a_certain_cursor() {
    let lists = "things: {type: object, additionalProperties: {type: array, items: {type: object, properties: {id: {type: string}}}}}";
    let token = "next_page_token: {type: string}";
    check(&[
        (&[text("page_token")], &format!("{lists}, {token}"), Some("cursor page_token next_page_token things (map)")),
        (&[text("page_token")], &format!("{lists}, cursor: {{type: string}}"), None),
        (&[text("cursor")], &format!("{lists}, cursor: {{type: string}}"), None),
        (
            &[text("page_token")],
            &format!("{lists}, {token}, others: {{type: array, items: {{type: string}}}}"),
            Some("cursor page_token next_page_token others"),
        ),
    ]);
    // Groups of results.
    let cut = "cut: {type: object, additionalProperties: {type: boolean}}";
    check(&[(&[text("page_token")], &format!("{lists}, {token}, {cut}"), None)]);
    let posted = generate("post", &text("page_token"), &object(&format!("{lists}, {token}")));
    assert_eq!(paging(&posted), None);
    let outcome = generate("get", &text("page_token"), &object(&format!("{lists}, {token}")));
    let file =
        outcome.files.iter().find(|file| file.text.contains("can come again")).expect("repeated keys are documented");
    assert!(file.text.contains("pub fn items(self)"), "{}", file.text);
}
