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
        outcome
            .diagnostics
            .iter()
            .any(|reported| reported.message.contains("only a GET or POST that returns JSON"))
    );
}
