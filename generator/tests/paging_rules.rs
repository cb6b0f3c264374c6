//! Paging rules for many operations: which operations they apply to, in which order, and what is reported about them.

use insta::assert_snapshot;
use sdkgen::diagnostics::render::{Texts, human};
use sdkgen::{Config, Options, Outcome, Source};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Rows, version: "1" }
servers: [{ url: "https://a.example" }]
paths:
  /rows:
    get:
      operationId: listRows
      parameters: [{ $ref: "#/components/parameters/mark" }]
      responses: { "200": { $ref: "#/components/responses/Rows" } }
  /columns/{id}/rows:
    get:
      parameters:
        - { $ref: "#/components/parameters/mark" }
        - { name: id, in: path, required: true, schema: { type: string } }
      responses: { "200": { $ref: "#/components/responses/Rows" } }
  /rows/search:
    post:
      operationId: searchRows
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                mark: { type: string }
                words: { type: string }
                page: { type: object, properties: { from: { type: integer } } }
      responses: { "200": { $ref: "#/components/responses/Rows" } }
  /cells:
    get:
      operationId: listCells
      parameters: [{ name: mark, in: query, schema: { type: string } }]
      responses:
        "200":
          description: A page
          content:
            application/json:
              schema: { type: object, properties: { cells: { type: array, items: { type: object } } } }
  /marks:
    get:
      operationId: listMarks
      parameters:
        - { name: mark, in: query, schema: { type: boolean } }
        - { name: from, in: query, schema: { type: integer } }
      responses:
        "200":
          description: A page
          headers: { X-Mark: { schema: { type: string } } }
          content: { application/json: { schema: { type: array, items: { type: string } } } }
  /sheets:
    get:
      operationId: listSheets
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses:
        "200":
          description: A page
          content:
            application/json:
              schema:
                type: object
                properties:
                  sheets: { type: array, items: { type: object } }
                  next_cursor: { type: string }
                  other: { type: string }
  /state: { get: { operationId: getState, responses: { "204": { description: Nothing } } } }
components:
  parameters:
    mark: { name: mark, in: query, schema: { type: string } }
  responses:
    Rows:
      description: A page
      content:
        application/json:
          schema:
            type: object
            properties:
              rows: { type: array, items: { type: object, properties: { key: { type: string } } } }
              others: { type: array, items: { type: object } }
              info:
                type: object
                properties: { at: { type: string }, open: { type: boolean }, sum: { type: integer } }
security: []
"##;

const ROWS: &str = "[[paging]]\nkind = \"cursor\"\nparameter = \"mark\"\nnext = \"info.at\"\nitems = \"rows\"\n";

fn generate(config: &str) -> Outcome {
    generate_from(DOCUMENT, config)
}

fn generate_from(document: &str, config: &str) -> Outcome {
    let config = Config::parse(config).expect("it is a configuration");
    sdkgen::generate(&Source::new("rows.yaml", document), &config, &Options::default())
}

/// How each paged operation is paged, as `METHOD /path: kind input next items`.
fn paged(outcome: &Outcome) -> Vec<String> {
    assert!(!outcome.diagnostics.has_errors(), "{:?}", outcome.diagnostics);
    let or_dash = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
    let paged = outcome.report.operations.iter().filter_map(|listed| {
        let paging = listed.paging.as_ref()?;
        let (input, next) = (or_dash(&paging.input), or_dash(&paging.next));
        Some(format!("{}: {} {input} {next} {}", listed.operation, paging.kind, paging.items))
    });
    paged.collect()
}

fn reported<'o>(outcome: &'o Outcome, code: &str) -> Vec<&'o sdkgen::Diagnostic> {
    outcome.diagnostics.iter().filter(|reported| reported.code.name == code).collect()
}

const RECOGNISED: &str = "GET /sheets: cursor cursor next_cursor sheets";

#[test]
fn a_rule_applies_to_all_operations_that_it_fits() {
    assert_eq!(paged(&generate("")), [RECOGNISED]);
    let rows = [
        "GET /columns/{id}/rows: cursor mark info.at rows",
        "GET /rows: cursor mark info.at rows",
        "POST /rows/search: cursor mark info.at rows",
    ];
    assert_eq!(paged(&generate(ROWS)), [&rows[..], &[RECOGNISED]].concat());
    // More that the rule names narrows it: no response has `info.more`, and `info.sum` is only looked for.
    assert_eq!(paged(&generate(&format!("{ROWS}more = \"info.open\"\ntotal = \"info.sum\"\n"))).len(), 4);
    let more = generate(&format!("{ROWS}total = \"info.number\"\n"));
    assert!(reported(&more, "unfitting-paging")[0].message.contains("`info.number` does not exist from `number` on"));
}

#[test]
fn parameters_may_be_in_the_body() {
    let rule = "[[paging]]\nkind = \"offset\"\nparameter = \"page.from\"\ntotal = \"info.sum\"\nitems = \"rows\"\n";
    assert_eq!(paged(&generate(rule)), ["POST /rows/search: offset page.from - rows", RECOGNISED]);
}

#[test]
fn rules_are_narrowed_by_names_and_patterns() {
    let narrowed = |lines: &str| {
        let paged = paged(&generate(&format!("{ROWS}{lines}\n")));
        paged.iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(narrowed("operations = [\"GET *\"]"), ["GET /columns/{id}/rows", "GET /rows", "GET /sheets"]);
    assert_eq!(narrowed("operations = [\"* /rows*\"]"), ["GET /rows", "POST /rows/search", "GET /sheets"]);
    assert_eq!(narrowed("operations = [\"listRows\"]"), ["GET /rows", "GET /sheets"]);
    assert_eq!(narrowed("except = [\"* /columns/*\", \"searchRows\"]"), ["GET /rows", "GET /sheets"]);
    assert_eq!(narrowed("operations = [\"*Rows\"]\nexcept = [\"GET /rows\"]"), ["POST /rows/search", "GET /sheets"]);
}

#[test]
fn the_first_rule_that_fits_comes_after_the_operations_own_and_before_recognition() {
    let other = "[[paging]]\nkind = \"cursor\"\nparameter = \"mark\"\nnext = \"info.at\"\nmore = \"info.open\"\n\
                 items = \"others\"\noperations = [\"GET *\"]\n";
    let sheets = "[[paging]]\nkind = \"cursor\"\nparameter = \"cursor\"\nnext = \"other\"\n";
    let own = "[operations.listRows]\npaging = { kind = \"last-item\", parameter = \"mark\", id = \"key\", items = \"rows\" }\n\
               [operations.searchRows]\npaging = false\n";
    assert_eq!(
        paged(&generate(&format!("{other}{ROWS}{sheets}{own}"))),
        [
            "GET /columns/{id}/rows: cursor mark info.at others",
            "GET /rows: last-item mark rows[].key rows",
            "GET /sheets: cursor cursor other sheets",
        ]
    );
    assert_eq!(
        paged(&generate(&format!("{other}{ROWS}")))[..3],
        [
            "GET /columns/{id}/rows: cursor mark info.at others",
            "GET /rows: cursor mark info.at others",
            "POST /rows/search: cursor mark info.at rows",
        ]
    );
}

#[test]
fn an_extension_takes_precedence() {
    let extended = |value: &str| {
        let extension = format!("operationId: listRows\n      x-fern-pagination: {value}");
        paged(&generate_from(&DOCUMENT.replace("operationId: listRows", &extension), ROWS))
    };
    let found = extended("{ cursor: $request.mark, next_cursor: $response.info.at, results: $response.others }");
    assert_eq!(found[1], "GET /rows: cursor mark info.at others");
    assert_eq!(extended("false")[0], "GET /columns/{id}/rows: cursor mark info.at rows");
    // One that cannot be followed is ignored.
    assert_eq!(extended("{ cursor: $request.none }")[1], "GET /rows: cursor mark info.at rows");
}

#[test]
fn a_rule_that_names_nothing_of_the_response_needs_the_header() {
    let header = "[[paging]]\nkind = \"header\"\nparameter = \"from\"\nheader = \"x-mark\"\n";
    assert_eq!(paged(&generate(header))[0], "GET /marks: header from x-mark .");
    let link = "[[paging]]\nkind = \"link\"\nparameter = \"mark\"\n";
    let refused = generate(link);
    let [error] = reported(&refused, "unfitting-paging")[..] else { panic!("{:?}", refused.diagnostics) };
    assert!(error.message.contains("declare no header `Link`"), "{}", error.message);
    let expected = ["GET /columns/{id}/rows: link - Link rows", "GET /rows: link - Link rows", RECOGNISED];
    assert_eq!(paged(&generate(&format!("{link}items = \"rows\"\noperations = [\"GET *\"]\n"))), expected);
    assert_eq!(paged(&generate(&format!("{link}items = \"cells\"\n"))), ["GET /cells: link - Link cells", RECOGNISED]);
    let all = paged(&generate(&format!("{link}operations = [\"*\"]\n")));
    assert_eq!((all.len(), all[2].as_str()), (6, "GET /marks: link - Link ."));
}

#[test]
fn requests_that_send_the_items_create_them() {
    let document = "
openapi: 3.0.3
info: { title: Rows, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /rows:
    get: { operationId: listRows, responses: { '200': { $ref: '#/components/responses/Rows' } } }
    post:
      operationId: createRows
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Rows' } } } }
      responses: { '200': { $ref: '#/components/responses/Rows' } }
components:
  responses:
    Rows: { description: A page, content: { application/json: { schema: { $ref: '#/components/schemas/Rows' } } } }
  schemas:
    Row: { type: object, properties: { key: { type: string } } }
    Rows:
      type: object
      properties: { rows: { type: array, items: { $ref: '#/components/schemas/Row' } }, more: { type: string } }
";
    let rule = "[[paging]]\nkind = \"url\"\nnext = \"more\"\n";
    assert_eq!(paged(&generate_from(document, rule)), ["GET /rows: url - more rows"]);
    let all = format!("{rule}operations = [\"*\"]\n");
    assert_eq!(paged(&generate_from(document, &all)).len(), 2);
}

#[test]
fn a_rule_that_says_what_is_recognised_keeps_the_backward_direction() {
    let document = "
openapi: 3.0.3
info: { title: Rows, version: '1' }
servers: [{ url: 'https://a.example' }]
paths:
  /rows:
    get:
      parameters:
        - { name: after, in: query, schema: { type: string } }
        - { name: before, in: query, schema: { type: string } }
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema:
                type: object
                properties:
                  rows: { type: array, items: { type: object } }
                  next_cursor: { type: string }
                  previous_cursor: { type: string }
                  other: { type: string }
";
    let goes_back = |rule: &str| {
        let outcome = generate_from(document, rule);
        assert_eq!(paged(&outcome).len(), 1);
        outcome.files.iter().any(|file| file.text.contains("fn previous"))
    };
    let rule = |next: &str| format!("[[paging]]\nkind = \"cursor\"\nparameter = \"after\"\nnext = \"{next}\"\n");
    assert!(goes_back("") && goes_back(&rule("next_cursor")) && !goes_back(&rule("other")));
}

#[test]
fn rules_without_effect_are_reported() {
    let later = generate(&format!(
        "{ROWS}[[paging]]\nkind = \"last-item\"\nparameter = \"mark\"\nid = \"key\"\n\
                                   operations = [\"GET *\"]\nitems = \"rows\"\n"
    ));
    assert_eq!(paged(&later).len(), 4);
    let [unused] = reported(&later, "unused-paging-rule")[..] else { panic!("{:?}", later.diagnostics) };
    assert_eq!(unused.location, sdkgen::diagnostics::Location::Config { line: 6, column: 1 });
    assert!(unused.message.contains("the 2 operations that it fits"), "{}", unused.message);
    let off = generate(&format!("{ROWS}operations = [\"listRows\"]\n[operations.listRows]\npaging = false\n"));
    assert_eq!((paged(&off).len(), reported(&off, "unused-paging-rule").len()), (1, 1));
}

#[test]
fn a_rule_that_fits_nothing_is_an_error() {
    let wrong = [
        (
            "kind = \"cursor\"\nparameter = \"mrk\"\nnext = \"info.at\"\nitems = \"rows\"",
            "body field `mrk`; there are `mark`",
        ),
        (
            "kind = \"cursor\"\nparameter = \"mark\"\nnext = \"info.it\"\nitems = \"rows\"",
            "the nearest is `GET /columns/{id}/rows`, but `info.it` does not exist",
        ),
        ("kind = \"offset\"\nparameter = \"mark\"\nitems = \"rows\"", "`mark` is not a number"),
        (
            "kind = \"url\"\nnext = \"info.at\"\nitems = \"rows\"\noperations = [\"getState\", \"PUT *\"]",
            "has a setting for the operation `PUT *`",
        ),
        ("kind = \"url\"\nnext = \"info.at\"\nitems = \"rows\"\nexcept = [\"*\"]", "there is none that it applies to"),
        (
            "kind = \"link\"\noperations = [\"getState\"]",
            "does not fit `GET /state`: only a GET or POST that returns JSON",
        ),
        ("kind = \"link\"\noperations = [\"listRow\"]", "has a setting for the operation `listRow`"),
        ("kind = \"link\"\nexcept = [\"GET /rowss\"]", "has a setting for the operation `GET /rowss`"),
    ];
    for (rule, words) in wrong {
        let outcome = generate(&format!("[[paging]]\n{rule}\n"));
        let found = outcome.diagnostics.iter().any(|reported| reported.message.contains(words));
        assert!(found && outcome.files.is_empty(), "{rule}: {:?}", outcome.diagnostics);
    }
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let text = format!(
        "{ROWS}operations = [\"listRows\", \"GET /columns/*\", \"listCells\"]\n\n[[paging]]\nkind = \"offset\"\n\
         parameter = \"mark\"\nitems = \"rows\"\ntotal = \"info.sum\"\n"
    );
    let outcome = generate(&text);
    let (document, config) = (Source::new("rows.yaml", DOCUMENT), Source::new("sdkgen.toml", text));
    let errors = human(&outcome.diagnostics, Texts { document: &document, config: Some(&config) }, false);
    assert_snapshot!(errors);
}
