//! Documents made at random: the pipeline never panics, and what it makes is Rust in which no name stands twice.

mod documents;
mod scopes;

use proptest::prelude::*;
use proptest::test_runner::Config as Runs;
use sdkgen::diagnostics::Severity;
use sdkgen::{Config, Options, Outcome, Source};

use self::documents::{document, named};

fn generate(document: &serde_json::Value) -> Outcome {
    let text = serde_json::to_string_pretty(document).expect("a tree has a text");
    let options = Options { lenient_names: true, ..Options::default() };
    sdkgen::generate(&Source::new("random.json", text), &Config::default(), &options)
}

/// What is wrong with a run, if anything is.
fn fault(outcome: &Outcome) -> Option<String> {
    let own = outcome.diagnostics.iter().find(|diagnostic| diagnostic.code.name == "internal-error");
    if let Some(diagnostic) = own {
        return Some(diagnostic.message.clone());
    }
    let sources = outcome.files.iter().filter(|file| file.path.ends_with(".rs"));
    sources
        .filter_map(|file| scopes::fault(&file.text).map(|fault| format!("{}: {fault}\n{}", file.path, file.text)))
        .next()
}

fn refusals(outcome: &Outcome) -> Vec<String> {
    let errors = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| diagnostic.message.clone()).collect()
}

/// Few runs as a rule; `PROPTEST_CASES` asks for more.
fn runs() -> Runs {
    let usual = Runs::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 100 };
    Runs { cases, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn random_schemas_never_panic_and_make_rust(document in document()) {
        let outcome = generate(&document);
        prop_assert_eq!(fault(&outcome), None, "{}", document);
    }

    #[test]
    fn any_names_make_rust(document in named()) {
        let outcome = generate(&document);
        prop_assert_eq!(refusals(&outcome), Vec::<String>::new(), "{}", document);
        prop_assert_eq!(fault(&outcome), None, "{}", document);
    }
}
