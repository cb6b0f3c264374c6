//! What shows how pages follow each other beyond the names of fields: shapes, formats, descriptions and examples; and
//! near each what shows nothing.

mod certain;

use sdkgen::{Config, Options, Outcome, Source};

/// Generates one operation of `/things` with these parameters and this response, both in YAML.
fn generate(method: &str, parameters: &str, response: &str) -> Outcome {
    let document = format!(
        "{{openapi: 3.0.3, info: {{title: Things, version: '1'}}, servers: [{{url: 'https://a.example'}}], paths: {{/things: \
         {{{method}: {{parameters: [{parameters}], responses: {{'200': {{description: A page, {response}}}}}}}}}}}}}"
    );
    let outcome = sdkgen::generate(&Source::new("things.yaml", document), &Config::default(), &Options::default());
    assert!(!outcome.diagnostics.has_errors(), "{response}: {:?}", outcome.diagnostics);
    outcome
}

/// Returns how an operation is paged as `kind input next items`.
fn paging(outcome: &Outcome) -> Option<String> {
    let paging = outcome.report.operations[0].paging.as_ref()?;
    let or_dash = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
    Some(format!("{} {} {} {}", paging.kind, or_dash(&paging.input), or_dash(&paging.next), paging.items))
}

/// Returns the content of a response with this schema.
fn content(schema: &str) -> String {
    format!("content: {{application/json: {{schema: {schema}}}}}")
}

/// Returns the content of a response that is an object with these properties.
fn object(properties: &str) -> String {
    content(&format!("{{type: object, properties: {{{properties}}}}}"))
}

fn query(name: &str, rest: &str) -> String {
    format!("{{name: '{name}', in: query, {rest}}}")
}

fn text(name: &str) -> String {
    query(name, "schema: {type: string}")
}

fn number(name: &str) -> String {
    query(name, "schema: {type: integer}")
}

/// Checks how GETs with these parameters and properties are paged.
fn check(cases: &[(&[String], &str, Option<&str>)]) {
    for (parameters, properties, expected) in cases {
        let outcome = generate("get", &parameters.join(", "), &object(properties));
        assert_eq!(paging(&outcome).as_deref(), *expected, "{properties}");
    }
}

#[test]
fn a_url_below_the_path_does_not_lead_to_the_next_page() {
    let page = |url: &str| {
        format!(
            "things: {{type: array, items: {{type: object, properties: {{a: {{type: string}}}}}}}}, total: {{type: integer}}, \
             links: {{type: object, properties: {{next: {{type: string, example: '{url}'}}, prev: {{type: string}}}}}}"
        )
    };
    let counted = [number("page")];
    check(&[
        (&counted, &page("https://a.example/v1/things?page=2"), Some("url - links.next things")),
        (&counted, &page("/things?page=2"), Some("url - links.next things")),
        (&counted, &page("https://a.example/"), Some("url - links.next things")),
        // An example can be that of all lists.
        (&counted, &page("https://a.example/v1/others?page=2"), Some("url - links.next things")),
        (&counted, &page("https://a.example/v1/things/parts?page=2"), Some("page page - things")),
        // Nothing else leads to it.
        (&[], &page("https://a.example/v1/things/parts?page=2"), Some("url - links.next things")),
    ]);
}

fn code(outcome: &Outcome) -> &str {
    let file = outcome.files.iter().find(|file| file.text.contains("impl Paginate for"));
    &file.expect("the list is paged").text
}

const THINGS: &str = "things: {type: array, items: {type: object, properties: {id: {type: string}}}}";

#[test]
fn cursors_in_an_object_called_links_are_no_urls() {
    let links = |description: &str, next: &str| {
        format!(
            "{THINGS}, meta: {{type: object, properties: {{links: {{type: object, {description} properties: {{next: \
             {{type: string, {next}}}, prev: {{type: string, {next}}}}}}}}}}}"
        )
    };
    let cursor = [number("per_page"), text("cursor")];
    let cases = [
        (links("", "description: Cursor value for the page."), "cursor cursor meta.links.next things"),
        (links("description: Cursor values for paging.,", ""), "cursor cursor meta.links.next things"),
        (links("", ""), "url - meta.links.next things"),
        (links("", "description: Link to the page after the cursor."), "url - meta.links.next things"),
        (links("description: Cursors.,", "format: uri"), "url - meta.links.next things"),
    ];
    for (properties, expected) in &cases {
        check(&[(&cursor, properties, Some(expected))]);
    }
    let outcome = generate("get", &cursor.join(", "), &object(&cases[0].0));
    assert!(code(&outcome).contains("fn previous"), "{}", code(&outcome));
}

#[test]
fn a_position_that_may_be_a_text_is_a_cursor() {
    let either = "{oneOf: [{type: integer}, {type: string}]}";
    let position = query("offset", &format!("schema: {either}"));
    let page = |ty: &str| {
        format!("{THINGS}, pagination: {{type: object, properties: {{offset: {ty}, total: {{type: integer}}}}}}")
    };
    let parameters = [number("limit"), position];
    check(&[
        (&parameters, &page(either), Some("cursor offset pagination.offset things")),
        (&[number("limit"), number("offset")], &page("{type: integer}"), Some("offset offset - things")),
        // Only one side may be a text.
        (&parameters, &page("{type: integer}"), None),
        (&[text("marker")], &format!("{THINGS}, next_marker: {either}"), Some("cursor marker next_marker things")),
    ]);
    let outcome = generate("get", &parameters.join(", "), &object(&page(either)));
    assert!(code(&outcome).contains(".until_empty("), "{}", code(&outcome));
}

#[test]
fn links_may_be_objects_or_texts() {
    let link = "{oneOf: [{type: string}, {type: object, properties: {href: {type: string}}}]}";
    let links = format!("links: {{type: object, properties: {{self: {link}, next: {link}, prev: {link}}}}}");
    let things = format!("{THINGS}, {links}");
    let thing = "{id: {type: string}, parts: {type: array, items: {type: object, properties: {name: {type: string}}}}}";
    let parameters = [number("limit"), text("starting_after")];
    let other = "{oneOf: [{type: string}, {type: object, properties: {name: {type: string}}}]}";
    check(&[
        (&parameters, &things, Some("url - links.next things")),
        (&[], &things, None),
        (&parameters, &format!("data: {{type: object, properties: {thing}}}, {links}"), None),
        (&parameters, &format!("{THINGS}, links: {{type: object, properties: {{next: {other}}}}}"), None),
    ]);
}

#[test]
fn links_in_a_map_are_followed_if_the_document_shows_them() {
    let link = "{type: object, properties: {href: {type: string}, type: {type: string}}}";
    let map = |example: &str| format!("{THINGS}, _links: {{type: object, {example} additionalProperties: {link}}}");
    let shown = "example: {next: {href: /things?after=a}, self: {href: /things}},";
    let told = query("after", "schema: {type: string}, description: 'For paging; the `next` link has it.'");
    check(&[
        (&[text("after")], &map(shown), Some("url - _links.next things")),
        (&[told], &map(""), Some("url - _links.next things")),
        (&[text("after")], &map("example: {self: {href: /things}},"), None),
        (&[text("kind")], &map(shown), None),
    ]);
}

#[test]
fn a_cursor_is_recognised_by_the_object_that_holds_it() {
    let page = |name: &str, fields: &str| format!("{THINGS}, {name}: {{type: object, properties: {{{fields}}}}}");
    let after = [number("first"), text("after"), text("before")];
    let cursor = "cursor: {type: string}";
    check(&[
        (&after, &page("pagination", cursor), Some("cursor after pagination.cursor things")),
        (&after[1..], &page("paging", "token: {type: string}"), Some("cursor after paging.token things")),
        (
            &after,
            &page("pagination", &format!("{cursor}, next: {{type: string}}")),
            Some("cursor after pagination.next things"),
        ),
        (
            &after,
            &format!("{THINGS}, pagination: {{type: string, description: The cursor of the page after this one.}}"),
            Some("cursor after pagination things"),
        ),
        (&after, &format!("{THINGS}, pagination: {{type: string, description: How things are sorted.}}"), None),
        (&after, &page("session", cursor), None),
        (&after[2..], &page("pagination", cursor), None),
        (
            &after,
            &format!("data: {{type: object, properties: {{{}}}}}", page("pagination", cursor)),
            Some("cursor after data.pagination.cursor data.things"),
        ),
    ]);
}

#[test]
fn cursors_are_recognised_by_their_descriptions() {
    let after = [text("starting_after"), text("ending_before")];
    let edge = |description: &str| {
        let edge = format!("{{type: string, description: {description}}}");
        format!("{THINGS}, first: {edge}, last: {edge}, more: {{type: boolean}}")
    };
    check(&[
        (&after, &edge("Cursor of an object of the response."), Some("cursor starting_after last things")),
        (&after, &edge("An object of the response."), Some("last-item starting_after things[].id things")),
        (
            &[number("cursor")],
            &format!("{THINGS}, cursor: {{type: integer, description: For the next request.}}"),
            Some("cursor cursor cursor things"),
        ),
        (&[number("cursor")], &format!("{THINGS}, cursor: {{type: integer}}"), None),
    ]);
    let outcome = generate("get", &after.join(", "), &object(&edge("Cursor of an object.")));
    let (_, previous) = code(&outcome).split_once("fn previous").expect("the list can be read backward");
    assert!(code(&outcome).matches(".until_empty(").count() == 2 && previous.contains("first"), "{previous}");
    let described =
        |name: &str| query(name, "schema: {type: string}, description: 'The thing to begin with, for pagination.'");
    let next = |description: &str| format!("{THINGS}, nextThing: {{type: string, description: {description}}}");
    check(&[
        (&[described("startAt")], &next("The thing for pagination."), Some("cursor startAt nextThing things")),
        (&[described("startAt")], &next("The thing that happens next."), None),
        (&[text("startAt")], &next("The thing for pagination."), None),
    ]);
}

#[test]
fn pages_are_counted_from_what_the_document_says() {
    let first = |page: &str| {
        let page = query("page", page);
        let outcome = generate("get", &[page, number("per_page")].join(", "), &object(THINGS));
        let code = code(&outcome);
        (code.contains(".first(0)"), code.contains(r#".or_query("page", &0)"#))
    };
    let described = |text: &str| first(&format!("schema: {{type: integer}}, description: '{text}'"));
    assert_eq!(first("schema: {type: integer}"), (false, false));
    assert_eq!(first("schema: {type: integer, minimum: 1}, example: 0"), (false, false));
    assert_eq!(first("schema: {type: integer}, example: 2"), (false, false));
    assert_eq!(first("schema: {type: integer, example: 0}"), (true, false));
    for text in ["The page (base 0).", "Starts at zero.", "The page, with `0` being the first page.", "[default=0]"] {
        assert_eq!(described(text), (true, false), "{text}");
    }
    assert_eq!(described("The page, counted from 1; 20 by default."), (false, false));
    assert_eq!(described("The page, 0-based. If it is not specified, all things are returned."), (true, true));
}

#[test]
fn items_may_be_within_an_object_beside_the_cursor() {
    let list =
        |name: &str| format!("{name}: {{type: array, items: {{type: object, properties: {{id: {{type: string}}}}}}}}");
    let holder = |name: &str, lists: &str| format!("{name}: {{type: object, properties: {{{lists}}}}}");
    let token = "nextPageToken: {type: string}";
    let things = holder("things", &list("parts"));
    let other = holder("box", &list("parts"));
    let parameters = [text("nextPageToken")];
    let map = "{type: object, additionalProperties: {type: object, properties: {name: {type: string}}}}";
    check(&[
        (&parameters, &format!("{other}, {token}"), Some("cursor nextPageToken nextPageToken box.parts")),
        (&parameters, &format!("{things}, {other}, {token}"), Some("cursor nextPageToken nextPageToken things.parts")),
        (
            &parameters,
            &format!("{things}, {}, {token}", list("rawThings")),
            Some("cursor nextPageToken nextPageToken things.parts"),
        ),
        (&parameters, &format!("{other}, {}, {token}", holder("crate", &list("parts"))), None),
        // What is beside the items holds none; the items may be a map.
        (&parameters, &format!("{}, {token}", holder("warning", &list("data"))), None),
        (
            &parameters,
            &format!(
                "{}, {token}, unreachables: {{type: array, items: {{type: string}}}}, items: {map}",
                holder("warning", &list("data"))
            ),
            Some("cursor nextPageToken nextPageToken items (map)"),
        ),
        (&parameters, &format!("{}, {token}", holder("box", &[list("parts"), list("seals")].join(", "))), None),
        // The cursor is not certain.
        (
            &[text("after")],
            &format!("{other}, paging: {{type: object, properties: {{cursor: {{type: string}}}}}}"),
            None,
        ),
        (
            &[text("cursor")],
            &format!("{}, {}, next_cursor: {{type: string}}", list("thing_groups"), list("people")),
            Some("cursor cursor next_cursor thing_groups"),
        ),
    ]);
}

#[test]
fn urls_and_headers_need_no_parameter_if_they_are_certain() {
    let url = "{type: string, format: uri}";
    check(&[
        (&[], &format!("{THINGS}, nextPage: {url}, lastPage: {{type: boolean}}"), Some("url - nextPage things")),
        (&[], &format!("{THINGS}, next: {url}, previous: {url}, count: {{type: integer}}"), Some("url - next things")),
        (&[], &format!("{THINGS}, next: {url}"), None),
        (&[], &format!("{THINGS}, next: {{type: string}}, previous: {{type: string}}"), None),
    ]);
    let posted = generate("post", "", &object(&format!("{THINGS}, nextPage: {url}, lastPage: {{type: boolean}}")));
    assert_eq!(paging(&posted), None);
    let link = |description: &str| {
        let header = format!("headers: {{Link: {{description: '{description}', schema: {{type: string}}}}}}");
        paging(&generate("get", "", &format!("{header}, {}", object(THINGS))))
    };
    assert_eq!(link("The link with rel=\"next\" has the next page.").as_deref(), Some("link - Link things"));
    assert_eq!(link("Where the thing is described."), None);
    let parameters = [number("page"), number("perPage")].join(", ");
    let list = content("{type: array, items: {type: object, properties: {id: {type: string}}}}");
    let counted = |header: &str| {
        paging(&generate("post", &parameters, &format!("headers: {{{header}: {{schema: {{type: integer}}}}}}, {list}")))
    };
    assert_eq!(counted("TotalPages").as_deref(), Some("page page - ."));
    assert_eq!(counted("RetryAfter"), None);
}

#[test]
fn a_list_that_is_part_of_a_thing_is_no_page() {
    let parameters = [number("offset"), number("limit")];
    let tags = "tags: {type: array, items: {type: string}}";
    let group = format!("group: {{type: object, properties: {{count: {{type: integer}}, {THINGS}}}}}");
    let options = "options: {type: array, items: {type: object, properties: {name: {type: string}}}}";
    check(&[
        (&parameters, tags, Some("offset offset - tags")),
        (
            &parameters,
            &format!("{tags}, total: {{type: integer}}, name: {{type: string}}"),
            Some("offset offset - tags"),
        ),
        (&parameters, &format!("name: {{type: string}}, {tags}"), None),
        (&parameters, &format!("{group}, {options}"), None),
        (&parameters, options, Some("offset offset - options")),
    ]);
}

#[test]
fn an_object_is_about_pages_if_all_of_it_is() {
    let more = "more_items_in_collection: {type: boolean}, start: {type: integer}";
    let beside = |fields: &str| format!("{THINGS}, additional_data: {{type: object, properties: {{{fields}}}}}");
    let pagination = |fields: &str| format!("pagination: {{type: object, properties: {{{fields}}}}}");
    let parameters = [number("start"), number("limit")];
    let next = pagination(&format!("{more}, next_start: {{type: integer}}"));
    check(&[
        (&parameters, &beside(&next), Some("cursor start additional_data.pagination.next_start things")),
        (&parameters, &beside(&format!("{next}, owner: {{type: string}}")), Some("offset start - things")),
        (&parameters, &beside(more), Some("offset start - things")),
    ]);
    let outcome = generate("get", &parameters.join(", "), &object(&beside(more)));
    assert!(code(&outcome).contains(".more("), "{}", code(&outcome));
}
