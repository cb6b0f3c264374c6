//! The warning `maybe-paged`: the rules that it suggests, which work when they are pasted and completed.

use sdkgen::{Config, Options, Outcome, Source};

fn generate(document: &str, config: &str) -> Outcome {
    let config = Config::parse(config).expect("it is a configuration");
    sdkgen::generate(&Source::new("lists.yaml", document), &config, &Options::default())
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

/// A document of operations with these inputs, which return a list or an object with a list, and show nothing of how
/// pages follow each other.
fn lists(lists: &[(&str, &[&str], bool)]) -> String {
    let list = |(operation, inputs, is_list): &(&str, &[&str], bool)| {
        let (method, path) = operation.split_once(' ').expect("it is a method and a path");
        let is_text = |name: &str| ["cursor", "page_number", "after"].contains(&name);
        let ty = |name: &str| format!("{{type: {}}}", if is_text(name) { "string" } else { "integer" });
        let inputs = inputs.iter().map(|name| match method {
            "get" => format!("{{name: {name}, in: query, schema: {}}}", ty(name)),
            _ => format!("{name}: {}", ty(name)),
        });
        let inputs = inputs.collect::<Vec<_>>().join(", ");
        let inputs = match method {
            "get" => format!("parameters: [{inputs}]"),
            _ => format!(
                "requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{{inputs}}}}}}}}}}}"
            ),
        };
        let things = "{type: array, items: {type: object, properties: {key: {type: string}}}}";
        let object = format!("{{type: object, properties: {{spot: {{type: string}}, things: {things}}}}}");
        let schema = if *is_list { things } else { &object };
        format!(
            "{path}: {{{method}: {{{inputs}, responses: {{'200': {{description: A page, content: {{application/json: \
             {{schema: {schema}}}}}}}}}}}}}"
        )
    };
    let paths = lists.iter().map(list).collect::<Vec<_>>().join(", ");
    format!(
        "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, servers: [{{url: 'https://a.example'}}], security: [], paths: {{{paths}}}}}"
    )
}

/// The lines of the warnings `maybe-paged`.
fn suggested(outcome: &Outcome) -> Vec<String> {
    let found = outcome.diagnostics.iter().filter(|reported| reported.code.name == "maybe-paged");
    found.map(|reported| reported.lines.join("\n")).collect()
}

#[test]
fn one_rule_is_suggested_for_requests_that_are_alike() {
    let document = lists(&[
        ("get /a", &["cursor"], false),
        ("get /b", &["cursor"], false),
        ("post /c", &["page", "limit"], false),
        ("post /d", &["cursor", "page", "limit"], false),
        ("post /e", &["page", "limit"], false),
        ("post /f", &["offset", "limit"], false),
        ("get /g", &["page_number", "limit"], false),
    ]);
    let outcome = generate(&document, "");
    assert_eq!(paged(&outcome), [""; 0]);
    let suggested = suggested(&outcome);
    let expected = [
        "[[paging]]\nkind = \"cursor\"\nparameter = \"cursor\"\nnext = \"…\"",
        "[[paging]]\nkind = \"page\"\nparameter = \"page\"\nsize = \"limit\"\noperations = [\"POST /c\", \"POST /e\"]",
        "[operations.\"POST /f\"]\npaging = { kind = \"offset\", parameter = \"offset\", size = \"limit\" }",
        "[operations.\"GET /g\"]\npaging = { kind = \"page\", parameter = \"page_number\", size = \"limit\" }",
    ];
    assert_eq!(suggested, expected);
    // Pasted one after the other and completed, they describe all lists, and nothing is left to report.
    let completed = generate(&document, &suggested.join("\n").replace('…', "spot"));
    let expected = [
        "GET /a: cursor cursor spot things",
        "GET /b: cursor cursor spot things",
        "POST /c: page page - things",
        "POST /d: cursor cursor spot things",
        "POST /e: page page - things",
        "POST /f: offset offset - things",
        "GET /g: page page_number - things",
    ];
    assert_eq!(paged(&completed), expected);
    assert_eq!(completed.diagnostics.iter().count(), 0, "{:?}", completed.diagnostics);
}

#[test]
fn a_header_is_suggested_for_responses_that_are_lists() {
    let header = "[[paging]]\nkind = \"header\"\nparameter = \"cursor\"\nheader = \"…\"\n";
    let one = "[operations.\"GET /a\"]\npaging = { kind = \"header\", parameter = \"cursor\", header = \"…\" }\n";
    let object = "[operations.\"GET /c\"]\npaging = { kind = \"cursor\", parameter = \"cursor\", next = \"…\" }";
    let link = "# or `kind = \"link\"` without `header`";
    let list = |path: &'static str, is_list: bool| (path, &["cursor"][..], is_list);
    let (a, b, c) = (list("get /a", true), list("get /b", true), list("get /c", false));
    let cases = [
        (lists(&[a]), vec![format!("{one}{link}")]),
        (lists(&[a, b]), vec![format!("{header}operations = [\"*\"]\n{link}")]),
        (lists(&[a, b, c]), vec![format!("{header}operations = [\"GET /a\", \"GET /b\"]\n{link}"), object.to_owned()]),
    ];
    for (document, expected) in cases {
        let suggested = suggested(&generate(&document, ""));
        assert_eq!(suggested, expected);
        let completed = generate(&document, &suggested.join("\n").replace('…', "spot"));
        assert!(paged(&completed)[0] == "GET /a: header cursor spot .", "{:?}", paged(&completed));
        assert_eq!(completed.diagnostics.iter().count(), 0, "{:?}", completed.diagnostics);
    }
}

#[test]
fn the_last_item_is_suggested_for_what_comes_after_it() {
    let document = lists(&[("get /a", &["after", "limit"], true), ("get /b", &["after", "limit"], false)]);
    let suggested = suggested(&generate(&document, ""));
    assert_eq!(suggested, ["[[paging]]\nkind = \"last-item\"\nparameter = \"after\"\nid = \"…\""]);
    let completed = generate(&document, &suggested.join("\n").replace('…', "key"));
    assert_eq!(paged(&completed), ["GET /a: last-item after [].key .", "GET /b: last-item after things[].key things"]);
}

#[test]
fn suggestions_name_paths_as_the_document_writes_them() {
    let document = lists(&[("get /a?kind=b", &["cursor"], false)]);
    let outcome = generate(&document, "");
    let rule = "paging = { kind = \"cursor\", parameter = \"cursor\", next = \"…\" }";
    assert_eq!(suggested(&outcome), [format!("[operations.\"GET /a?kind=b\"]\n{rule}")]);
    let off = generate(&document, "[operations.\"GET /a?kind=b\"]\npaging = false\n");
    assert_eq!(suggested(&off), [""; 0]);
}

#[test]
fn names_in_suggestions_are_strings_of_toml() {
    let document = lists(&[("get /a", &["cursor"], false)])
        .replace("{parameters:", "{operationId: \"a\\n\\\"b\\\\ü\", parameters:");
    let outcome = generate(&document, "");
    assert_eq!(suggested(&outcome)[0].lines().next(), Some(r#"[operations."a\n\"b\\ü"]"#));
    let completed = generate(&document, &suggested(&outcome)[0].replace('…', "spot"));
    assert_eq!(paged(&completed).len(), 1);
}
