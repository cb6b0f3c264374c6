//! Documents of many files and their overlays: which files are requested, what is generated, and where faults are
//! reported.

use std::collections::BTreeMap;

use sdkgen::diagnostics::render::{Texts, human};
use sdkgen::document::{Overlay, SourceFile, gather};
use sdkgen::{Config, Limits, Options, Outcome, Source};

const ROOT: &str = "openapi: 3.0.3
info: {title: Zoo, version: '1', description: {$ref: 'texts/intro.yaml#/text'}}
servers: [{url: 'https://zoo.example'}]
paths:
  /animals: {$ref: 'paths/animals.yaml'}
  /animals/{id}:
    get: {$ref: './paths/../paths/animal.yaml#/read'}
components:
  schemas:
    Zoo: {$ref: models.yaml#/Zoo}
";

const OTHERS: [(&str, &str); 7] = [
    ("texts/intro.yaml", "text: Animals and keepers.\n"),
    (
        "paths/animals.yaml",
        "parameters: [{$ref: '../shared/parameters.json#/page~1size'}]
get:
  operationId: listAnimals
  responses:
    '200': {$ref: '../shared/responses.yaml#/Animals'}
    default: {$ref: '../shared/responses.yaml#/Fault'}
post:
  operationId: createAnimal
  requestBody: {$ref: '../shared/bodies.yaml'}
  responses:
    '201': {$ref: '../shared/responses.yaml#/Animal'}
",
    ),
    (
        "paths/animal.yaml",
        "read:
  operationId: readAnimal
  parameters: [{$ref: '#/own/id'}]
  responses: {'200': {$ref: '../shared/responses.yaml#/Animal'}}
own:
  id: {name: id, in: path, required: true, schema: {type: string}}
samples: {$ref: never-read.yaml}
",
    ),
    ("shared/parameters.json", r#"{"page/size": {"name": "page size", "in": "query", "schema": {"type": "integer"}}}"#),
    (
        "shared/responses.yaml",
        "Animals:
  description: Some
  content: {application/json: {schema: {type: array, items: {$ref: '../models.yaml#/Animal'}}}}
Animal:
  description: One
  headers: {X-Rate: {$ref: './bodies.yaml#/x-rate'}}
  content:
    application/json:
      schema: {$ref: '..//models.yaml#/Animal'}
      examples: {one: {$ref: bodies.yaml#/x-one}}
Fault:
  description: Bad
  content: {application/json: {schema: {$ref: '../api.yaml#/components/schemas/Zoo'}}}
",
    ),
    (
        "shared/bodies.yaml",
        "content: {application/json: {schema: {$ref: '../models.yaml#/Animal'}}}
x-rate: {schema: {type: integer}}
x-one: {value: {name: Rex, '$ref': data.yaml}}
",
    ),
    (
        "models.yaml",
        "Animal:
  type: object
  required: [name]
  properties:
    name: {type: string}
    parents: {type: array, items: {$ref: '#/Animal'}}
    zoo: {$ref: 'api.yaml#/components/schemas/Zoo'}
    kind: {$ref: '#/Animal/properties/parents/items'}
Zoo:
  type: object
  properties:
    animals: {type: array, items: {$ref: '#/Animal'}}
    title: {$ref: '#/Zoo/properties/named'}
    named: {type: string}
",
    ),
];

fn source(root: &str, others: &[(&str, &str)]) -> (Source, Vec<String>) {
    let others: BTreeMap<&str, &str> = others.iter().copied().collect();
    let mut source = Source::new("specs/api.yaml", root);
    let mut requested = Vec::new();
    gather(&mut source, &Limits::default(), &mut |path| {
        requested.push(path.to_owned());
        match others.get(path) {
            Some(text) => SourceFile::Text((*text).to_owned()),
            None => SourceFile::Unreadable("no such file".to_owned()),
        }
    });
    (source, requested)
}

fn run(source: &Source, lenient: bool) -> (Outcome, String) {
    let options = Options { lenient_names: lenient, ..Options::default() };
    let outcome = sdkgen::generate(source, &Config::default(), &options);
    let said = human(&outcome.diagnostics, Texts { document: source, config: None }, false);
    (outcome, said)
}

fn file<'a>(outcome: &'a Outcome, path: &str) -> &'a str {
    let found = outcome.files.iter().find(|file| file.path == path);
    let paths = || outcome.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>();
    found.map_or_else(|| panic!("{path} is not among {:?}", paths()), |file| &file.text)
}

#[test]
fn each_file_is_read_once_and_data_is_not_followed() {
    let (_, mut requested) = source(ROOT, &OTHERS);
    requested.sort();
    let mut expected: Vec<&str> = OTHERS.iter().map(|(path, _)| *path).collect();
    expected.sort_unstable();
    assert_eq!(requested, expected);
    assert_eq!(source("openapi: 3.0.0\npaths: {}\n", &OTHERS).1, Vec::<String>::new());
}

#[test]
fn a_document_of_many_files_is_one_sdk() {
    let (source, _) = source(ROOT, &OTHERS);
    let (outcome, said) = run(&source, false);
    assert_eq!(outcome.report.document.operations, 3, "{said}");
    assert_eq!(outcome.report.generated.operations, 3, "{said}");
    let animal = file(&outcome, "src/models/animal.rs");
    assert!(animal.contains("pub parents: Option<Vec<Animal>>"), "{animal}");
    assert!(animal.contains("pub zoo: Option<Box<Zoo>>") || animal.contains("pub zoo: Option<Zoo>"), "{animal}");
    let operations = file(&outcome, "src/resources/animals.rs");
    assert!(operations.contains("page_size"), "{operations}");
    assert!(!said.contains("error"), "{said}");
    assert_eq!(run(&source, false).1, said);
}

#[test]
fn faults_are_reported_where_they_are_written() {
    let root = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n  /a: {$ref: parts/a.yaml#/item}\n";
    let part = "item:\n  get:\n    operationId: a\n    responses:\n      '200':\n        description: ok\n        content:\n          application/json:\n            schema: {$ref: '../models.yaml'}\n";
    for (model, code, location) in [
        ("type: object\nproperties:\n  a: {$ref: gone.yaml#/X}\n", "missing-file", "specs/models.yaml:3:13"),
        ("type: object\nproperties:\n  a: {$ref: '#/gone'}\n", "unknown-reference", "specs/models.yaml:3:13"),
        (
            "type: object\nproperties:\n  a: {$ref: 'https://e.example/a.yaml'}\n",
            "remote-reference",
            "specs/models.yaml:3:13",
        ),
        ("type: object\nproperties: [\n", "syntax", "specs/models.yaml:"),
        ("type: object\ntype: string\n", "duplicate-key", "specs/models.yaml:2:1"),
        ("type: object\nproperties: {a: {type: any}}\n", "type-name", "specs/models.yaml:2:"),
    ] {
        let (source, _) = source(root, &[("parts/a.yaml", part), ("models.yaml", model)]);
        let (outcome, said) = run(&source, false);
        let codes: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        assert!(codes.contains(&code) || code == "type-name", "{codes:?}\n{said}");
        assert!(said.contains(location), "{location}\n{said}");
    }
}

#[test]
fn what_is_missing_takes_out_only_what_needs_it() {
    let root = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n  /a: {get: {operationId: getA, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: gone.yaml}}}}}}}\n  /b: {get: {$ref: 'https://e.example/b.yaml'}}\n  /c: {get: {operationId: getC, responses: {'204': {description: ok}}}}\n";
    let (source, requested) = source(root, &[]);
    assert_eq!(requested, ["gone.yaml"]);
    let (outcome, said) = run(&source, true);
    assert!(!outcome.diagnostics.has_errors(), "{said}");
    assert_eq!((outcome.report.document.operations, outcome.report.generated.operations), (3, 2), "{said}");
    assert_eq!(outcome.report.skipped.len(), 1, "{:?}", outcome.report.skipped);
    assert!(run(&source, false).0.diagnostics.has_errors());
}

#[test]
fn circles_through_files_end() {
    let root = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n  /a: {$ref: a.yaml}\n";
    for (a, b) in [
        ("{$ref: b.yaml}", "{$ref: a.yaml}"),
        ("{get: {$ref: b.yaml}}", "{$ref: 'a.yaml#/get'}"),
        ("{get: {responses: {$ref: b.yaml}}}", "{'200': {$ref: b.yaml}}"),
        ("{get: {responses: {'200': {$ref: b.yaml#/a}}}}", "{a: {$ref: '#/b'}, b: {$ref: b.yaml#/a}}"),
        (
            "{get: {responses: {'200': {content: {$ref: b.yaml#/a}}}}}",
            "{a: {x: {$ref: '#/b'}}, b: {encoding: {$ref: '#/a'}}}",
        ),
    ] {
        let (source, _) = source(root, &[("a.yaml", a), ("b.yaml", b)]);
        let (outcome, said) = run(&source, true);
        assert!(outcome.diagnostics.has_errors() || !outcome.files.is_empty(), "{a} {b}\n{said}");
    }
}

#[test]
fn names_of_3_1_are_followed() {
    let document = "openapi: 3.1.0
info: {title: a, version: '1'}
security: []
servers: [{url: 'https://a.example'}]
paths:
  /a: {get: {operationId: getA, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: 'https://s.example/types/a'}}}}}}}
components:
  schemas:
    A:
      $id: https://s.example/types/a
      type: object
      properties:
        b: {$ref: b}
        c: {$ref: '#/$defs/c'}
        d: {$ref: '#dee'}
        e: {$ref: 'b#inner'}
        f: {$dynamicRef: '#node'}
      $defs:
        c: {type: object, properties: {k: {type: string}}}
        d: {$anchor: dee, type: integer}
        n: {$dynamicAnchor: node, type: boolean}
    B:
      $id: https://s.example/types/b
      type: object
      properties: {x: {$anchor: inner, type: object, properties: {y: {type: number}}}}
";
    let (source, _) = source(document, &[]);
    let (outcome, said) = run(&source, false);
    let reported: Vec<&str> = said.lines().filter(|line| line.starts_with("warning")).collect();
    let dynamic =
        "warning[unsupported-keyword]: `$dynamicRef` is read as a reference to the only schema with that anchor";
    assert_eq!(reported, [dynamic], "{said}");
    let model = file(&outcome, "src/models/a.rs");
    for field in ["pub b: Option<B>", "pub d: Option<Ad>", "pub e: Option<Bx>", "pub f: Option<An>"] {
        assert!(model.contains(field), "{field}: {model}");
    }
    assert_eq!(outcome.report.untyped.len(), 0);
}

#[test]
fn overlays_patch_what_other_files_are_part_of() {
    let (mut patched, _) = source(ROOT, &OTHERS);
    let text = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - target: $.paths['/animals/{id}']\n    remove: true\n  - target: $.nothing\n    remove: true\n";
    patched.overlays.push(Overlay { name: "fix.yaml".to_owned(), text: text.to_owned() });
    let (outcome, said) = run(&patched, false);
    assert_eq!(outcome.report.document.operations, 2);
    assert!(said.contains("fix.yaml:6:"), "{said}");
}

#[test]
fn the_account_says_in_which_file_something_is_written() {
    let root = "openapi: 3.0.0\ninfo: {title: A, version: '1'}\npaths:\n  /a: {$ref: 'a.yaml'}\n";
    let item = "get:\n  responses:\n    '200':\n      description: ''\n      content: {application/xml: {schema: \
                {type: object, properties: {x: {type: string}}}}}\n";
    let (source, _) = source(root, &[("a.yaml", item)]);
    let (outcome, said) = run(&source, false);
    let account = serde_json::to_value(&outcome.report.untyped).expect("it is JSON");
    let inner = "/get/responses/200/content/application~1xml";
    assert_eq!(account[0]["pointer"], format!("/paths/~1a{inner}"), "{said}");
    assert_eq!(account[0]["written"], serde_json::json!({"file": "a.yaml", "pointer": inner}), "{said}");
}

#[test]
fn a_description_may_be_a_markdown_file() {
    let root = |file: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Zoo, version: '1', description: {{$ref: {file}}}}}\nservers: [{{url: 'https://zoo.example'}}]\n\
             paths:\n  /a: {{get: {{operationId: a, responses: {{'204': {{description: {{$ref: ./{file}}}}}}}}}}}\n"
        )
    };
    let text = "# Zoo\n\nAll: our animals.\n";
    let (outcome, said) = run(&source(&root("texts/intro.md"), &[("texts/intro.md", text)]).0, false);
    assert!(file(&outcome, "src/lib.rs").contains("All: our animals."), "{said}");
    // A text file of another kind may be a secret, and is no part of a document.
    let (_, said) = run(&source(&root("texts/key.pem"), &[("texts/key.pem", "SECRET our animals\n")]).0, false);
    assert!(said.contains("`texts/key.pem` cannot be read") && !said.contains("our animals"), "{said}");
}

#[test]
fn a_markdown_file_is_no_schema() {
    let root = "openapi: 3.0.3\ninfo: {title: Zoo, version: '1'}\nservers: [{url: 'https://zoo.example'}]\n\
                paths: {}\ncomponents: {schemas: {A: {$ref: a.md}}}\n";
    let (_, said) = run(&source(root, &[("a.md", "type: string")]).0, false);
    assert!(said.contains("error"), "{said}");
}
