//! Inputs of one resource that are the same are one type, and so are equal parts of inputs that differ.

use sdkgen::{Config, Options, Source};

/// Two operations of one resource; what they send is described in the same words but for one member.
fn document(second: &str) -> String {
    let text = "openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example'}]
paths:
  /orders:
    post:
      operationId: createOrder
      responses: {'204': {description: Done}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {options: OPTIONS first}}}}}
  /orders/{order}:
    patch:
      operationId: updateOrder
      parameters: [{name: order, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {options: OPTIONS second}}}}}
";
    let card = "{type: object, properties: {brand: {type: string, enum: [c, d]}, year: {type: integer}}}";
    let options = |other: &str| {
        format!(
            "{{type: object, properties: {{kind: {{type: string, enum: [a, b]}}, card: {card}, {other}: {{type: string}}}}}}"
        )
    };
    text.replace("OPTIONS first", &options("first")).replace("OPTIONS second", &options(second))
}

fn types(second: &str) -> Vec<String> {
    let source = Source::new("shop.yaml", document(second));
    let outcome = sdkgen::generate(&source, &Config::default(), &Options::default());
    assert!(!outcome.diagnostics.has_errors());
    let models = outcome.files.iter().find(|file| file.path == "src/models/orders.rs").expect("there are models");
    let lines =
        models.text.lines().filter_map(|line| line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn equal_inputs_are_one_with_all_their_parts() {
    assert_eq!(types("first"), ["OrderOptions", "OrderOptionsCard", "OrderOptionsCardBrand", "OrderOptionsKind"]);
}

#[test]
fn equal_parts_are_one_in_inputs_that_differ() {
    let shared = ["OrderOptions", "OrderOptionsCard", "OrderOptionsCardBrand", "OrderOptionsKind"];
    let all = types("second");
    assert_eq!(all.iter().filter(|name| !shared.contains(&name.as_str())).count(), 1, "{all:?}");
    assert_eq!(all.len(), shared.len() + 1);
}
