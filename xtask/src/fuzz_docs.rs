//! Puts random texts into every location of a document: rustdoc must not run anything in them, and its pages must not
//! contain live HTML of them. The texts and the check are those of the generator's own test, which tries a few
//! thousand.

#[path = "../../generator/tests/hostile_docs/judge.rs"]
mod judge;
#[path = "../../generator/tests/hostile_docs/texts.rs"]
mod texts;

use std::time::Instant;

use clap::Args;
use sdkgen::{Config, Options, Source};

use self::texts::Texts;

/// The arguments of `cargo xtask fuzz-docs`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// How many texts to try
    #[arg(long, default_value_t = 100_000)]
    texts: usize,
    /// Where the random numbers begin; the same seed makes the same texts
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Tries the texts; fails at the first document that has such docs.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let mut texts = Texts::new(arguments.seed);
    let options = Options { lenient_names: true, ..Options::default() };
    let (mut documents, mut refused, mut shown, mut said) = (0_usize, 0_usize, 0_usize, Instant::now());
    while shown < arguments.texts {
        let before = texts.made();
        let document = texts.document().to_string();
        let outcome = sdkgen::generate(&Source::new("a.json", document.clone()), &Config::default(), &options);
        documents += 1;
        if outcome.files.is_empty() {
            refused += 1;
            continue;
        }
        let faults: Vec<String> = outcome.files.iter().flat_map(|file| judge::file(&file.path, &file.text)).collect();
        if !faults.is_empty() {
            return Err(format!("after {shown} texts:\n{}\nin the document\n{document}", faults.join("\n")));
        }
        shown += texts.made() - before;
        if said.elapsed().as_secs() >= 60 {
            println!("{shown} texts in {documents} documents");
            said = Instant::now();
        }
    }
    println!("{shown} texts in {documents} documents, {refused} of them refused: none is run, none is live");
    Ok(())
}
