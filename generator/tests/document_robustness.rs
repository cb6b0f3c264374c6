//! Texts that mean harm, or nothing: loading and rendering neither panics nor hangs, on a stack of the usual size.

use std::time::Instant;

use sdkgen::Limits;
use sdkgen::diagnostics::Diagnostics;
use sdkgen::diagnostics::render::{Texts, human, json_lines};
use sdkgen::document::{Source, load};

const YAML: &str = r##"openapi: 3.1.0
info: {title: "T\u00e4st", version: 1.0}
servers: [{url: "https://{host}", variables: {host: {default: a}}}]
x-shared: &shared_put {summary: "s"}
paths:
  /a/{b}:
    parameters: &parameters
      - {name: b, in: path, required: true, schema: {type: [string, "null"]}}
    get: {operationId: x, parameters: [{$ref: '#/components/parameters/p'}], responses: {200: {description: ok,
      content: {application/json: {schema: {anyOf: [{$ref: '#/components/schemas/A'}, {type: "null"}]}}}}}}
    put:
      <<: *shared_put
      description: |
        many
        lines
      responses: {default: {$ref: '#/components/responses/r'}}
components:
  parameters: {p: {name: p, in: query, schema: {type: integer, exclusiveMinimum: 3}}}
  responses: {r: {description: "", headers: {H: {schema: {const: 1}}}}}
  schemas:
    A: {type: object, properties: {a: {$ref: '#/components/schemas/A/properties/b'}, b: {type: array, items: {}}}}
  securitySchemes: {s: {type: http, scheme: bearer}}
"##;

/// Loads and renders a text under both names, leniently and not.
fn survive(text: &str) {
    for name in ["a.yaml", "a.json"] {
        let source = Source::new(name, text);
        for lenient in [false, true] {
            let mut diagnostics = Diagnostics::new();
            let document = load(&source, lenient, &Limits::default(), &mut diagnostics, &mut |_| {});
            assert!(document.is_some() || diagnostics.has_errors(), "a refusal is reported: {text}");
            let texts = Texts { document: &source, config: None };
            let said = human(&diagnostics, texts, false);
            assert_eq!(said.is_empty(), json_lines(&diagnostics, texts).is_empty());
        }
    }
}

/// The fixture as JSON, from the value that the library reads.
fn json() -> String {
    let source = Source::new("a.yaml", YAML);
    let mut diagnostics = Diagnostics::new();
    let document = load(&source, false, &Limits::default(), &mut diagnostics, &mut |_| {});
    let document = document.unwrap_or_else(|| panic!("{:?}", diagnostics.iter().collect::<Vec<_>>()));
    serde_json::to_string(&document.openapi).expect("it can be written as JSON")
}

#[test]
fn the_whole_is_fine() {
    let text = json();
    let source = Source::new("a.json", text);
    let mut diagnostics = Diagnostics::new();
    let document = load(&source, false, &Limits::default(), &mut diagnostics, &mut |_| {})
        .expect("what was made can be read again");
    assert_eq!((document.operations, document.schemas), (2, 2));
}

#[test]
fn every_beginning_of_a_document() {
    for text in [YAML, &json()] {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(7) {
            survive(&text[..end]);
        }
    }
}

#[test]
fn characters_lost_doubled_and_replaced() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        // Marsaglia's xorshift: the same texts on every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("it is below a usize")
    };
    let odd: Vec<char> = "{}[],:&*!|>'\"%@`#- \n\t\u{0}\u{feff}\u{2028}é0~/$".chars().collect();
    for original in [YAML.to_owned(), json()] {
        for _ in 0..150 {
            let mut letters: Vec<char> = original.chars().collect();
            for _ in 0..=random(3) {
                let at = random(letters.len());
                match random(3) {
                    0 => drop(letters.remove(at)),
                    1 => letters.insert(at, odd[random(odd.len())]),
                    _ => letters[at] = odd[random(odd.len())],
                }
            }
            survive(&letters.into_iter().collect::<String>());
        }
    }
}

#[test]
fn noise() {
    let mut state = 7_u32;
    for length in 0..200 {
        let bytes: Vec<u8> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        survive(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn depth_and_aliases() {
    let begun = Instant::now();
    let head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n";
    for (open, close) in [("[", "]"), ("{\"a\": ", "}"), ("{\"items\": ", "}"), ("{\"allOf\": [", "]}")] {
        for depth in [40, 110, 100_000] {
            let nested = format!("{}{{}}{}", open.repeat(depth), close.repeat(depth));
            survive(&nested);
            survive(&format!("{head}components: {{schemas: {{A: {nested}}}}}\n"));
            survive(&format!(
                "{{\"openapi\": \"3.1.0\", \"paths\": {{}}, \"components\": {{\"schemas\": {{\"A\": {nested}}}}}}}"
            ));
            survive(&open.repeat(depth));
        }
    }
    let mut laughs = format!("{head}x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n");
    for level in 1..30 {
        laughs.push_str(&format!("x-{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", ")));
    }
    survive(&laughs);
    // Not a measurement: a hang would be hours.
    assert!(begun.elapsed().as_secs() < 300);
}

#[test]
fn long_chains_of_references() {
    let chain: String =
        (0..3_000).map(|n| format!("    S{n}: {{$ref: '#/components/schemas/S{}'}}\n", n + 1)).collect();
    let head = "openapi: 3.0.0\npaths: {}\ncomponents:\n  schemas:\n";
    survive(&format!("{head}{chain}    S3000: {{type: string}}\n"));
    survive(&format!("{head}{chain}    S3000: {{$ref: '#/components/schemas/S0'}}\n"));
    let nested: String = (0..200)
        .map(|n| {
            format!(
                "    N{n}: {{properties: {{a: {{$ref: '#/components/schemas/N{}/properties/a'}}}}}}\n",
                (n + 1) % 200
            )
        })
        .collect();
    survive(&format!("{head}{nested}"));
}
