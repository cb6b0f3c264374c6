//! Texts that want to do harm, and such as are merely odd: what is made of them is bounded by counts, never by a clock.

use std::fmt::Write as _;

use sdkgen::diagnostics::Diagnostics;
use sdkgen::document::{Overlay, Source, load, text_of};
use sdkgen::{Config, Limits, Options, Outcome};

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nservers: [{url: 'https://a.example'}]\n";

fn run(text: &str) -> Outcome {
    let options = Options { lenient_names: true, ..Options::default() };
    sdkgen::generate(&Source::new("a.yaml", text), &Config::default(), &options)
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    let mut codes: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    codes.dedup();
    codes
}

/// A document whose only operation returns the schema `A`.
fn with_schemas(schemas: &str) -> String {
    format!(
        "{HEAD}paths:\n  /a: {{get: {{operationId: getA, responses: {{'200': {{description: ok, content: {{application/json: \
         {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

fn lines(outcome: &Outcome) -> usize {
    outcome.report.generated.lines
}

#[test]
fn references_that_double_at_every_step_stay_small() {
    for form in [
        "{allOf: [{$ref: '#/components/schemas/@'}, {$ref: '#/components/schemas/@'}]}",
        "{allOf: [{$ref: '#/components/schemas/@'}, {properties: {x: {$ref: '#/components/schemas/@'}}}]}",
        "{properties: {l: {$ref: '#/components/schemas/@'}, r: {$ref: '#/components/schemas/@'}}}",
        "{oneOf: [{$ref: '#/components/schemas/@'}, {type: array, items: {$ref: '#/components/schemas/@'}}]}",
        "{anyOf: [{$ref: '#/components/schemas/@'}, {$ref: '#/components/schemas/@'}]}",
    ] {
        let mut schemas = String::new();
        for level in 0..40 {
            let name = if level == 0 { "A".to_owned() } else { format!("A{level}") };
            let _ = writeln!(schemas, "    {name}: {}", form.replace('@', &format!("A{}", level + 1)));
        }
        schemas.push_str("    A40: {type: object, properties: {end: {type: string}}}\n");
        let outcome = run(&with_schemas(&schemas));
        assert!(lines(&outcome) < 20_000, "{form}: {} lines", lines(&outcome));
        assert!(!codes(&outcome).contains(&"internal-error"));
    }
}

#[test]
fn copies_of_copies_are_refused() {
    // Each media type holds the next one twice: what cannot be a reference is copied.
    let mut parts = String::new();
    for level in 0..40 {
        let next = level + 1;
        let _ = writeln!(
            parts,
            "  m{level}: {{encoding: {{a: {{headers: {{h: {{content: {{x: {{$ref: '#/x-parts/m{next}'}}, y: {{$ref: '#/x-parts/m{next}'}}}}}}}}}}}}}}"
        );
    }
    let document = format!(
        "{HEAD}paths:\n  /a: {{get: {{operationId: a, responses: {{'200': {{description: ok, content: {{a/b: {{$ref: '#/x-parts/m0'}}}}}}}}}}}}\nx-parts:\n{parts}  m40: {{}}\n"
    );
    let outcome = run(&document);
    assert!(codes(&outcome).contains(&"too-large"), "{:?}", codes(&outcome));
}

#[test]
fn one_large_path_item_under_many_paths_is_refused() {
    let mut document = format!(
        "{HEAD}components:\n  pathItems:\n    big:\n      get:\n        description: '{}'\n",
        "x".repeat(200_000)
    );
    document.push_str("        responses: {'204': {description: ok}}\npaths:\n");
    for number in 0..4_000 {
        let _ = writeln!(document, "  /{number}: {{$ref: '#/components/pathItems/big'}}");
    }
    assert!(codes(&run(&document)).contains(&"too-large"));
}

#[test]
fn circles_of_all_of_end() {
    for schemas in [
        "    A: {allOf: [{$ref: '#/components/schemas/A'}]}\n",
        "    A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {a: {type: string}}}]}\n    B: {allOf: [{$ref: '#/components/schemas/A'}]}\n",
        "    A: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}]}\n",
        "    A: {anyOf: [{allOf: [{$ref: '#/components/schemas/A'}]}, {type: 'null'}]}\n",
        "    A: {type: array, items: {$ref: '#/components/schemas/A'}}\n",
        "    A: {additionalProperties: {$ref: '#/components/schemas/A'}}\n",
        "    A: {properties: {a: {allOf: [{$ref: '#/components/schemas/A/properties/a'}]}}}\n",
    ] {
        let outcome = run(&with_schemas(schemas));
        assert!(!codes(&outcome).contains(&"internal-error"), "{schemas}");
        assert!(outcome.diagnostics.has_errors() || lines(&outcome) > 0, "{schemas}");
    }
}

#[test]
fn a_long_chain_of_unions_is_borne() {
    let mut schemas = String::new();
    for level in 0..300 {
        let name = if level == 0 { "A".to_owned() } else { format!("A{level}") };
        let next = level + 1;
        let _ =
            writeln!(schemas, "    {name}: {{oneOf: [{{$ref: '#/components/schemas/A{next}'}}, {{type: string}}]}}");
    }
    schemas.push_str("    A300: {type: object, properties: {end: {type: string}}}\n");
    let outcome = run(&with_schemas(&schemas));
    assert!(!outcome.diagnostics.has_errors(), "{:?}", codes(&outcome));
    let candidates: usize = outcome.files.iter().map(|file| file.text.matches("Candidate::").count()).sum();
    // A few for each union, however many stand below it.
    assert!((300 * 2..300 * 12).contains(&candidates), "{candidates} candidates");
}

#[test]
fn long_lists_and_texts_are_borne() {
    let values: Vec<String> = (0..20_000).map(|number| format!("v{number}")).collect();
    let outcome = run(&with_schemas(&format!("    A: {{enum: [{}]}}\n", values.join(", "))));
    assert!(!outcome.diagnostics.has_errors());
    assert!(lines(&outcome) < 20_000 * 8);

    let long = "x".repeat(10 << 20);
    let outcome = run(&with_schemas(&format!(
        "    A: {{type: object, description: {long}, properties: {{a: {{type: string}}}}}}\n"
    )));
    let bytes: usize = outcome.files.iter().map(|file| file.text.len()).sum();
    assert!(bytes < 6 * long.len(), "{bytes}");

    let key = "k".repeat(100_000);
    let outcome = run(&with_schemas(&format!("    A: {{type: object, properties: {{? {key} : {{type: string}}}}}}\n")));
    assert!(!codes(&outcome).contains(&"internal-error"));
    // JSON has no bound for the length of a key.
    let json = format!(
        r#"{{"openapi": "3.0.0", "info": {{}}, "paths": {{}}, "components": {{"schemas": {{"{key}": {{"type": "object"}}}}}}}}"#
    );
    assert!(!run(&json).diagnostics.has_errors());
}

#[test]
fn odd_texts_are_read_as_they_are_meant() {
    let plain = with_schemas("    A: {type: object, properties: {on: {type: string}, no: {type: string}}}\n");
    let expected = run(&plain);
    assert!(!expected.diagnostics.has_errors());
    for odd in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        format!("---\n{plain}...\n"),
        plain.replace("{type: string}", "!!map {type: !!str string}"),
    ] {
        let outcome = run(&odd);
        assert!(!outcome.diagnostics.has_errors(), "{:?}", codes(&outcome));
        assert_eq!(outcome.files, expected.files);
    }
}

#[test]
fn numbers_beyond_any_type_are_no_end() {
    for number in ["1e400", "-1e400", "123456789012345678901234567890", "1e308", "0.1e-400", "18446744073709551616"] {
        let yaml = with_schemas(&format!(
            "    A: {{type: object, properties: {{a: {{type: number, maximum: {number}, example: {number}, enum: [{number}]}}}}}}\n"
        ));
        let outcome = run(&yaml);
        assert!(!outcome.diagnostics.has_errors(), "{number}: {:?}", codes(&outcome));
        let json = format!(
            r#"{{"openapi": "3.0.0", "info": {{}}, "paths": {{}}, "components": {{"schemas": {{"A": {{"type": "integer", "maximum": {number}}}}}}}}}"#
        );
        let source = Source::new("a.json", json);
        assert!(
            load(&source, true, &Limits::default(), &mut Diagnostics::new(), &mut |_| {}).is_some(),
            "{number} in JSON"
        );
    }
}

#[test]
fn what_is_no_text_or_no_single_document_is_reported() {
    let utf16: Vec<u8> = HEAD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, word) in [
        ([&[0xff, 0xfe], &utf16[..]].concat(), "UTF-16"),
        (utf16, "UTF-16"),
        (vec![0xff, 0xfe, 0, 0, b'a', 0, 0, 0], "UTF-32"),
        (b"a: caf\xe9\n".to_vec(), "not UTF-8"),
    ] {
        let fault = text_of(bytes).expect_err("it is no UTF-8");
        assert!(fault.message.contains(word), "{}", fault.message);
    }
    for text in ["a: b\n---\nc: d\n", "a: \u{0}b\n", "a:\n\t- b\n", "{\"a\": \"\u{0}\"", "a: *b\n", "<<: *a\n"] {
        assert!(run(text).diagnostics.has_errors(), "{text:?}");
    }
}

/// Returns what is reported about a document that these actions patch.
fn patched(document: &str, actions: &[String]) -> Outcome {
    let list: Vec<String> = actions.iter().map(|action| format!("  - {action}\n")).collect();
    let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{}", list.concat());
    let mut source = Source::new("a.yaml", document);
    source.overlays.push(Overlay { name: "fix.yaml".to_owned(), text });
    sdkgen::generate(&source, &Config::default(), &Options::default())
}

#[test]
fn overlays_that_copy_copies_end() {
    let document = format!("{HEAD}paths: {{}}\nx: {{a: {{}}}}\n");
    let double =
        |step| [format!("{{target: $.x, update: {{b{step}: {{}}}}}}"), format!("{{target: $.x.b{step}, copy: $.x}}")];
    let doubling: Vec<String> = (0..40).flat_map(double).collect();
    assert_eq!(codes(&patched(&document, &doubling)), ["too-large"]);
    // A step deeper with each action.
    let deeper: Vec<String> = (0..2000).map(|_| "{target: $..a, update: {a: {}}}".to_owned()).collect();
    assert!(matches!(codes(&patched(&document, &deeper))[..], ["too-deep" | "too-large"]));
    // Many targets, a large update.
    let wide: Vec<String> = (0..20).map(|number| format!("{{target: $..*, update: {{k{number}: {{}}}}}}")).collect();
    assert_eq!(codes(&patched(&document, &wide)), ["too-large"]);
    let fine = patched(
        &document,
        &["{target: $.x, update: {b: {c: 1}}}".to_owned(), "{target: $.x.a, copy: $.x.b}".to_owned()],
    );
    assert!(!fine.diagnostics.has_errors(), "{:?}", codes(&fine));
}

#[test]
fn the_budget_is_a_setting() {
    let document = format!("{HEAD}paths: {{}}\nx: {{a: 12345678901234567890}}\n");
    let mut source = Source::new("a.yaml", &*document);
    let text = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.x, update: {b: some text}}]\n";
    source.overlays.push(Overlay { name: "fix.yaml".to_owned(), text: text.to_owned() });
    for (limits, expected) in [
        ("copied_bytes = 30", &["too-large"][..]),
        ("copied_bytes = 300", &[]),
        ("query_steps = 1", &["too-large"]),
        ("query_steps = 100", &[]),
    ] {
        let config = Config::parse(&format!("[limits]\n{limits}\n")).expect("it is a configuration");
        let outcome = sdkgen::generate(&source, &config, &Options::default());
        assert_eq!(codes(&outcome), expected, "{limits}");
        let help: Vec<_> = outcome.diagnostics.iter().filter_map(|diagnostic| diagnostic.help.clone()).collect();
        assert!(help.iter().all(|help| help.contains("in `[limits]` of the configuration")), "{help:?}");
    }
}

#[test]
fn long_chains_of_all_of_are_refused_before_they_are_followed() {
    let chain = |steps: usize| {
        let mut schemas = String::new();
        for step in 0..steps {
            let name = if step == 0 { "A".to_owned() } else { format!("A{step}") };
            let next = format!("{{$ref: '#/components/schemas/A{}'}}", step + 1);
            let _ = writeln!(schemas, "    {name}: {{allOf: [{next}, {{properties: {{p{step}: {{type: string}}}}}}]}}");
        }
        let _ = writeln!(schemas, "    A{steps}: {{properties: {{z: {{type: string}}}}}}");
        with_schemas(&schemas)
    };
    assert_eq!(codes(&run(&chain(3_000))), ["too-large"]);
    let outcome = run(&chain(60));
    assert!(!outcome.diagnostics.has_errors(), "{:?}", codes(&outcome));
}

#[test]
fn too_large_documents_are_refused_with_their_limit() {
    // JSON is read faster.
    let enumeration = |values: usize| {
        let values: Vec<String> = (0..values).map(|number| format!("\"v{number}\"")).collect();
        format!(
            r#"{{"openapi": "3.0.0", "info": {{"title": "a", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{"A": {{"enum": [{}]}}}}}}}}"#,
            values.join(", ")
        )
    };
    let path = |segment: &str, times: usize| {
        format!(
            "{HEAD}paths:\n  ? '/{}'\n  : {{get: {{responses: {{'204': {{description: ok}}}}}}}}\n",
            segment.repeat(times)
        )
    };
    let operations: String = (0..60).map(|number| format!("  /{number}: {{get: {{responses: {{}}}}}}\n")).collect();
    let members: Vec<String> = (0..60).map(|number| format!("m{number}: {{type: string}}")).collect();
    for (document, limits, key) in [
        (enumeration(400_000), "", "enum_values"),
        (enumeration(30), "enum_values = 20", "enum_values"),
        (path("s/", 1_000), "", "path_segments"),
        (path("{p}", 10_000), "", "path_bytes"),
        (path("{p}{q}", 4), "path_bytes = 20", "path_bytes"),
        (format!("{HEAD}paths:\n{operations}"), "operations = 50", "operations"),
        (with_schemas(&format!("    A: {{properties: {{{}}}}}\n", members.join(", "))), "fields = 50", "fields"),
        (with_schemas(&format!("    A: {{oneOf: [{}]}}\n", "{type: string}, ".repeat(60))), "fields = 50", "fields"),
    ] {
        let config = Config::parse(&format!("[limits]\n{limits}\n")).expect("it is a configuration");
        let outcome = sdkgen::generate(&Source::new("a.yaml", document), &config, &Options::default());
        let reported: Vec<_> =
            outcome.diagnostics.iter().map(|reported| (reported.code.name, reported.help.clone())).collect();
        let help = format!("if the document is right, raise `{key}` in `[limits]` of the configuration");
        assert_eq!(reported, [("too-large", Some(help))], "{limits}");
    }
}

#[test]
fn as_many_placeholders_as_a_path_can_have_are_borne() {
    let holes: Vec<String> = (0..90).map(|number| format!("{{p{number}}}-{{q{number}}}")).collect();
    let document = format!(
        "{HEAD}paths:\n  ? '/{}'\n  : {{get: {{operationId: a, responses: {{'204': {{description: ok}}}}}}}}\n",
        holes.join("/")
    );
    let outcome = run(&document);
    assert!(!outcome.diagnostics.has_errors(), "{:?}", codes(&outcome));
    assert_eq!(outcome.report.generated.operations, 1);
}

/// Which parts describe a property depends on the last steps to it: there are as many schemas as paths, and a document
/// of a few lines can have an enormous number of paths.
#[test]
fn parts_that_multiply_each_other_are_bounded() {
    let mut schemas = serde_json::Map::new();
    let to = |name: String| serde_json::json!({"$ref": format!("#/components/schemas/{name}")});
    let both = serde_json::json!({"allOf": [to("S0".to_owned()), to("S1".to_owned())]});
    schemas.insert("S0".to_owned(), serde_json::json!({"properties": {"a": to("S0".to_owned()), "b": both}}));
    for step in 1..24 {
        let next = || to(format!("S{}", step + 1));
        schemas.insert(format!("S{step}"), serde_json::json!({"properties": {"a": next(), "b": next(), "x": {}}}));
    }
    schemas.insert("S24".to_owned(), serde_json::json!({"properties": {"end": {"type": "string"}}}));
    let schema = to("S0".to_owned());
    let document = serde_json::json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "components": {"schemas": schemas},
        "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {
            "description": "", "content": {"application/json": {"schema": schema}},
        }}}}},
    });
    let source = sdkgen::Source::new("t.json", document.to_string());
    let mut diagnostics = sdkgen::diagnostics::Diagnostics::new();
    let config = sdkgen::Config::default();
    let document = sdkgen::document::load(&source, false, &config.limits, &mut diagnostics, &mut |_| ())
        .expect("it is a document");
    let lowered = sdkgen::lower::lower(&document, &config, (None, None), &mut diagnostics);
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.code.name == "too-many-parts"));
    assert!(lowered.api.types.len() < 25_000);
}
