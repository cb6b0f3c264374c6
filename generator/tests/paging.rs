//! What a person may say about the pages of an operation, and what is reported if it does not fit.

use sdkgen::{Config, Options, Outcome, Source};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Rows, version: "1" }
paths:
  /rows:
    get:
      operationId: listRows
      parameters:
        - { name: from, in: query, schema: { type: integer } }
        - { name: mark, in: query, schema: { type: string } }
      responses:
        "200":
          description: A page
          content:
            application/json:
              schema:
                type: object
                properties:
                  rows: { type: array, items: { type: object, properties: { key: { type: string } } } }
                  others: { type: array, items: { type: object } }
                  sum: { type: string }
                  "@odata.nextLink": { type: string }
                  info: { type: object, properties: { mark: { type: string }, open: { type: boolean } } }
  /state: { get: { operationId: getState, responses: { "204": { description: Nothing } } } }
"##;

fn generate(id: &str, paging: &str) -> Outcome {
    let config = Config::parse(&format!("[operations.{id}]\npaging = {paging}\n")).expect("it is a configuration");
    let source = Source::new("rows.yaml", DOCUMENT);
    sdkgen::generate(&source, &config, &Options::default())
}

#[test]
fn rules_that_fit_are_followed() {
    let rules = [
        (
            "cursor",
            r#"{ kind = "cursor", parameter = "mark", next = "info.mark", more = "info.open", items = "rows" }"#,
        ),
        ("url", r#"{ kind = "url", next = "@odata.nextLink", items = "rows" }"#),
        ("last-item", r#"{ kind = "last-item", parameter = "mark", id = "key", items = "rows" }"#),
        ("header", r#"{ kind = "header", parameter = "mark", header = "X-Mark", items = "rows" }"#),
        ("page", r#"{ kind = "page", parameter = "from", items = "rows", first = 0, last = "info.open" }"#),
        ("link", r#"{ kind = "link", items = "rows" }"#),
    ];
    for (kind, rule) in rules {
        let outcome = generate("listRows", rule);
        assert!(!outcome.diagnostics.has_errors(), "{rule}: {:?}", outcome.diagnostics);
        assert_eq!(outcome.report.generated.paged.get(kind), Some(&1), "{rule}");
    }
    assert!(generate("listRows", "false").report.generated.paged.is_empty());
}

#[test]
fn what_does_not_fit_is_reported() {
    let wrong = [
        (
            r#"{ kind = "offset", parameter = "offset", items = "rows" }"#,
            "body field `offset`; there are `from`, `mark`",
        ),
        (r#"{ kind = "offset", parameter = "mark", items = "rows" }"#, "`mark` is not a number"),
        (r#"{ kind = "offset", items = "rows" }"#, "`parameter` is missing"),
        (r#"{ kind = "offset", parameter = "from", items = "sum" }"#, "`sum` is not a list"),
        (r#"{ kind = "offset", parameter = "from", items = "." }"#, "`.` is not a list"),
        (r#"{ kind = "offset", parameter = "from", items = "rows", total = "sum" }"#, "`sum` is not a number"),
        (
            r#"{ kind = "page", parameter = "from", items = "rows", pages = "info.sum" }"#,
            "does not exist from `sum` on",
        ),
        (r#"{ kind = "cursor", parameter = "mark", next = "rows", items = "rows" }"#, "neither a string nor a number"),
        (r#"{ kind = "cursor", parameter = "mark", next = "sum.x", items = "rows" }"#, "a value that is not an object"),
        (r#"{ kind = "cursor", parameter = "mark", items = "rows" }"#, "`next`, the path of the cursor, is missing"),
        (r#"{ kind = "url", next = "info.open", items = "rows" }"#, "is not a string"),
        (r#"{ kind = "last-item", parameter = "mark", items = "rows" }"#, "`id` does not exist"),
        (r#"{ kind = "header", parameter = "mark", items = "rows" }"#, "`header`, the name of the header, is missing"),
        (r#"{ kind = "link", items = "rows", more = "sum" }"#, "`sum` is not a boolean"),
    ];
    for (rule, words) in wrong {
        let outcome = generate("listRows", rule);
        let reported: Vec<_> =
            outcome.diagnostics.iter().filter(|reported| reported.code.name == "unfitting-paging").collect();
        assert!(reported.len() == 1 && reported[0].message.contains(words), "{rule}: {reported:?}");
        assert!(outcome.files.is_empty());
    }
    let outcome = generate("getState", r#"{ kind = "link" }"#);
    assert!(
        outcome.diagnostics.iter().any(|reported| reported.message.contains("only a GET or POST that returns JSON"))
    );
}

/// Generates one operation from its parts in YAML, and returns how it is paged as `kind input next items`, and
/// the warnings that it may be paged.
fn recognised(operation: &str) -> (Option<String>, Vec<&'static str>) {
    let document = format!(
        "{{openapi: 3.0.3, info: {{title: Things, version: '1'}}, servers: [{{url: 'https://a.example'}}], \
         paths: {{/things: {operation}}}}}"
    );
    let outcome = sdkgen::generate(&Source::new("things.yaml", document), &Config::default(), &Options::default());
    assert!(!outcome.diagnostics.has_errors(), "{operation}: {:?}", outcome.diagnostics);
    let paging = outcome.report.operations[0].paging.as_ref().map(|paging| {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
        format!("{} {} {} {}", paging.kind, or_dash(&paging.input), or_dash(&paging.next), paging.items)
    });
    (
        paging,
        outcome.diagnostics.iter().map(|reported| reported.code.name).filter(|name| *name == "maybe-paged").collect(),
    )
}

/// A GET with query parameters (`name: type`) whose response is an object with these properties.
fn get(parameters: &[(&str, &str)], properties: &str) -> String {
    get_with(parameters, &format!("type: object, properties: {{{properties}}}"), "", "")
}

fn get_with(parameters: &[(&str, &str)], schema: &str, headers: &str, description: &str) -> String {
    let parameter = |(name, ty): &(&str, &str)| format!("{{name: '{name}', in: query, schema: {{type: {ty}}}}}");
    let parameters = parameters.iter().map(parameter).collect::<Vec<_>>().join(", ");
    format!(
        "{{get: {{description: '{description}', parameters: [{parameters}], responses: {{'200': {{description: A page, \
         headers: {{{headers}}}, content: {{application/json: {{schema: {{{schema}}}}}}}}}}}}}}}"
    )
}

const THINGS: &str = "things: {type: array, items: {type: object, properties: {id: {type: string}}}}";
const ERRORS: &str = "error: {type: array, items: {type: object, properties: {code: {type: string}}}}";

#[test]
fn lists_are_recognised_by_shape() {
    let things = |more: &str| format!("{THINGS}, {more}");
    let text = |name: &str| format!("{name}: {{type: string}}");
    let wrapped = |more: &str| format!("answer: {{type: object, properties: {{{THINGS}, {more}}}}}, {ERRORS}");
    let header = |name: &str| format!("'{name}': {{schema: {{type: string}}}}");
    let list = "type: array, items: {type: object, properties: {id: {type: string}}}";
    let told = "cursor: {type: string, description: 'See [the guide](https://a.example/guide) for the next page'}";
    let map = "things: {type: object, additionalProperties: {type: object, properties: {id: {type: string}}}}";
    let cases = [
        // Any name, with a word that says that it is the next one.
        (get(&[("sonde", "string")], &things(&text("next_sonde"))), "cursor sonde next_sonde things"),
        (
            get(&[("sondePosition", "integer")], &things("nextSondePosition: {type: integer}")),
            "cursor sondePosition nextSondePosition things",
        ),
        // An object about pages by its shape, whatever its name is.
        (
            get(
                &[("cursor", "string")],
                &things(&format!(
                    "meta: {{type: object, properties: {{turns: {{type: object, properties: {{{}}}}}}}}}",
                    text("next_page")
                )),
            ),
            "cursor cursor meta.turns.next_page things",
        ),
        // A link in a description does not make a URL of a cursor.
        (get(&[("cursor", "string")], &things(told)), "cursor cursor cursor things"),
        // The parameter's own name, where a flag says whether there is more and the document what it is for.
        (
            get(
                &[("sonde", "string")],
                &things("done: {type: boolean}, sonde: {type: string, description: For the next request}"),
            ),
            "cursor sonde sonde things",
        ),
        (
            get(&[("iterator", "string")], &things("iterator: {type: string}, done: {type: boolean}")),
            "cursor iterator iterator things",
        ),
        (
            get(
                &[("limit", "integer"), ("from", "integer")],
                &things("from: {type: integer}, limit: {type: integer}, next: {type: integer}"),
            ),
            "cursor from next things",
        ),
        (get(&[("after", "string")], &things("next_cursor: {type: integer}")), "cursor after next_cursor things"),
        // Headers.
        (
            get_with(&[("after_cursor", "string")], list, &header("X-After-Cursor"), ""),
            "header after_cursor X-After-Cursor .",
        ),
        (get_with(&[("page", "integer")], list, &header("X-Next-Page"), ""), "header page X-Next-Page ."),
        (get_with(&[("page", "integer")], list, "", "The response has a `Link` response header."), "link - Link ."),
        // Flags and counts under any name.
        (get(&[("after", "string")], &things("next_page: {type: boolean}")), "last-item after things[].id things"),
        (get(&[("from", "integer"), ("size", "integer")], &things("")), "offset from - things"),
        (get(&[("skip", "integer")], &things("total_things: {type: integer}")), "offset skip - things"),
        (
            get(&[("page_number", "string")], &things("page: {type: integer}, pageSize: {type: integer}")),
            "page page_number - things",
        ),
        // A page within an object of its own, beside another list.
        (
            get(&[("cursor", "string")], &wrapped(&text("next_cursor"))),
            "cursor cursor answer.next_cursor answer.things",
        ),
        (get(&[("page", "integer")], &wrapped("next: {type: string, format: uri}")), "url - answer.next answer.things"),
        (
            get(
                &[("offset", "integer"), ("limit", "integer")],
                &format!("meta: {{type: object, properties: {{{THINGS}}}}}"),
            ),
            "offset offset - meta.things",
        ),
        // A second list, a map, a page that may be missing.
        (
            get(
                &[("cursor", "string")],
                &things(&format!("{}, others: {{type: array, items: {{type: object}}}}", text("next_cursor"))),
            ),
            "cursor cursor next_cursor things",
        ),
        (
            get(&[("cursor", "string")], &format!("{map}, {}", text("next_cursor"))),
            "cursor cursor next_cursor things (map)",
        ),
        (
            get_with(
                &[("cursor", "string")],
                &format!("nullable: true, type: object, properties: {{{THINGS}, {}}}", text("next_cursor")),
                "",
                "",
            ),
            "cursor cursor next_cursor things",
        ),
        // Values within unions.
        (
            get(
                &[("starting_after", "string")],
                "things: {type: array, items: {anyOf: [{type: object, required: [a], properties: {id: {type: string}, a: \
                 {type: string}}}, {type: object, required: [b], properties: {id: {type: string}, b: {type: \
                 string}}}]}}, has_more: {type: boolean}",
            ),
            "last-item starting_after things[].id things",
        ),
        (
            get(
                &[],
                &things(
                    "pages: {anyOf: [{type: object, required: [next], properties: {next: {type: string, format: uri}}}, \
                     {type: object, required: [prev], properties: {prev: {type: string, format: uri}}}]}",
                ),
            ),
            "url - pages.next things",
        ),
        // A URL without a parameter.
        (
            get(&[], &things("paging: {type: object, properties: {next: {type: string, format: uri}}}")),
            "url - paging.next things",
        ),
    ];
    for (operation, expected) in cases {
        assert_eq!(recognised(&operation), (Some(expected.to_owned()), Vec::new()), "{operation}");
    }
}

#[test]
fn what_only_looks_like_pages_is_not_recognised() {
    let things = |more: &str| format!("{THINGS}, {more}");
    let cases = [
        // The query is repeated in the response.
        (get(&[("query", "string")], &things("query: {type: string}, has_more: {type: boolean}")), false),
        (get(&[("status", "string")], &things("next_billing_status: {type: string}")), false),
        // A number beside the token of a page is for the client.
        (get(&[("page", "integer"), ("size", "integer"), ("page_token", "string")], &things("")), true),
        // The list is a part of a thing.
        (
            get(
                &[("offset", "integer"), ("limit", "integer")],
                &format!(
                    "id: {{type: string}}, parts: {{type: object, properties: {{{THINGS}, total: {{type: integer}}}}}}"
                ),
            ),
            false,
        ),
        // The flag is about the pages before.
        (get(&[("after", "string")], &things("has_previous_page: {type: boolean}")), true),
        // Lists under several names, without a flag that ends them, are groups of results.
        (
            get(
                &[("cursor", "string")],
                "groups: {type: object, additionalProperties: {type: array, items: {type: object, properties: {id: \
                 {type: string}}}}}, next_cursor: {type: string}",
            ),
            true,
        ),
        // The headers are times.
        (
            get_with(
                &[("after", "string")],
                "type: array, items: {type: object, properties: {id: {type: string}}}",
                "X-RateLimit-Reset-After: {schema: {type: string}}, Retry-After: {schema: {type: string}}",
                "",
            ),
            true,
        ),
        // Only the request says anything.
        (get(&[("cursor", "string")], &things("")), true),
        (get(&[("page", "integer")], "name: {type: string}"), false),
    ];
    for (operation, is_noted) in cases {
        let (paging, noted) = recognised(&operation);
        assert_eq!((paging, noted.len()), (None, usize::from(is_noted)), "{operation}");
    }
}

#[test]
fn a_parameter_that_another_one_turns_on_is_left_out() {
    let parameters = [("marker", "string"), ("usemarker", "boolean"), ("offset", "integer"), ("limit", "integer")];
    let (paging, _) = recognised(&get(&parameters, &format!("{THINGS}, next_marker: {{type: string}}")));
    assert_eq!(paging.as_deref(), Some("offset offset - things"));
}

#[test]
fn going_back_reads_no_flag_about_the_pages_after() {
    let backward = |flags: &str| {
        let operation =
            get(&[("starting_after", "string"), ("ending_before", "string")], &format!("{THINGS}, {flags}"));
        let document = format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, servers: [{{url: 'https://a.example'}}], paths: {{/things: {operation}}}}}"
        );
        let outcome = sdkgen::generate(&Source::new("t.yaml", document), &Config::default(), &Options::default());
        let file =
            outcome.files.iter().find(|file| file.text.contains("fn previous")).expect("the list can be read backward");
        file.text.split_once("fn previous").expect("it is there").1.to_owned()
    };
    let flag = "has_more: {type: boolean}";
    assert!(!backward(flag).contains("has_more"));
    assert!(backward(&format!("{flag}, has_previous: {{type: boolean}}")).contains("has_previous"));
}

#[test]
fn lists_that_may_be_paged_are_reported_once() {
    let list = |path: &str| {
        let operation = get(&[("cursor", "string")], THINGS);
        format!("{path}: {operation}")
    };
    let paths = ["/a", "/b", "/c"].map(list).join(", ");
    let document = format!(
        "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, servers: [{{url: 'https://a.example'}}], paths: {{{paths}}}}}"
    );
    let generate = |config: &str| {
        let config = Config::parse(config).expect("it is a configuration");
        sdkgen::generate(&Source::new("t.yaml", document.clone()), &config, &Options::default())
    };
    let outcome = generate("");
    let found: Vec<_> = outcome.diagnostics.iter().filter(|reported| reported.code.name == "maybe-paged").collect();
    assert!(found.len() == 1 && found[0].message.contains("`GET /a`, `GET /b`, `GET /c`"), "{found:?}");
    let lines = ["[[paging]]", r#"kind = "cursor""#, r#"parameter = "cursor""#, r#"next = "…""#];
    assert_eq!(found[0].lines, lines);
    let rest = generate(
        "[operations.\"GET /a\"]\npaging = false\n[operations]\n\"GET /b\".paging = false\n\"GET /c\".paging = false\n",
    );
    assert!(rest.diagnostics.iter().all(|reported| reported.code.name != "maybe-paged"));
}
