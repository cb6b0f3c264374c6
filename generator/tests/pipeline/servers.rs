//! Base URLs of the configuration beside documents that say only the path of their server, and HEAD beside GET.

use sdkgen::{Config, Options, Outcome, Source};

fn generate(document: &str, config: &str) -> Outcome {
    let config = Config::parse(config).expect("it is a configuration");
    sdkgen::generate(&Source::new("api.yaml", document), &config, &Options::default())
}

fn warnings(outcome: &Outcome) -> Vec<String> {
    outcome.diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message)).collect()
}

#[test]
fn a_base_url_without_the_path_of_the_document_is_reported() {
    let paths = "paths: {/a: {get: {responses: {'204': {description: none}}}}}";
    let of_2_0 =
        |servers: &str| format!("swagger: '2.0'\ninfo: {{title: A, version: '1'}}\nsecurity: []\n{servers}\n{paths}\n");
    let of_3_0 = |url: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\nservers: [{{url: '{url}'}}]\nsecurity: []\n{paths}\n"
        )
    };
    let said = |document: &str, url: &str| warnings(&generate(document, &format!("[client]\nbase_url = \"{url}\"\n")));
    let expected = ["missing-base-path: the base URL does not end with `/v1`, the path of the server in the document"];
    for document in [of_2_0("basePath: /v1/"), of_3_0("/v1")] {
        assert_eq!(said(&document, "https://a.example"), expected);
        assert_eq!(said(&document, "https://a.example/proxy/"), expected);
        assert_eq!(said(&document, "https://a.example/proxy/v1/"), [""; 0]);
    }
    // A whole URL is what the configuration replaces.
    for document in [of_2_0("host: b.example\nbasePath: /v1"), of_2_0("basePath: /"), of_3_0("https://b.example/v1")] {
        assert_eq!(said(&document, "https://a.example"), [""; 0]);
    }
}

#[test]
fn a_head_with_the_id_of_its_get_has_a_name_of_its_own() {
    let operation = "{operationId: getPet, parameters: [{name: id, in: path, required: true, schema: {type: string}}], \
                     responses: {'204': {description: none}}}";
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\nsecurity: []\nservers: [{{url: 'https://a.example'}}]\n\
         paths: {{'/pets/{{id}}': {{head: {operation}, get: {operation}}}}}\n"
    );
    let outcome = generate(&document, "");
    assert_eq!(warnings(&outcome), ["duplicate-operation-id: the operationId `getPet` is already in use"]);
    let operations = outcome.report.operations.iter().map(|one| one.method.as_str());
    assert_eq!(operations.collect::<Vec<_>>(), ["retrieve", "head"], "{:?}", outcome.report.operations);
}
