//! Pages that are certain by a description, by a count beside the number of the next page, or by the name of a cursor.

use super::{THINGS, check, code, generate, number, object, paging, text};

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
