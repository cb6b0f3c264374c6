//! Lists the names of types and variants that no one would choose: long ones, ones with a number that the document does
//! not have, and ones that repeat words.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use sdkgen::ir::{Api, Origin, Shape, TypeDef};
use sdkgen::naming::Names;
use sdkgen::{Config, Options, Outcome, Source, model};

use crate::crates;

/// The most letters of a name that is not listed.
const LONGEST: usize = 50;

/// What to list.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents, or folders of them
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// Print each of these names with its location, and not only the counts
    #[arg(long)]
    list: bool,
    /// Print the other names as well
    #[arg(long)]
    all: bool,
}

/// Prints the counts of each document, and of all.
pub(crate) fn run(arguments: Arguments) -> Result<(), String> {
    crates::with_stack(move || {
        let mut total = Counts::default();
        for path in documents(&arguments.documents)? {
            let counts = one(&path, &arguments)?;
            total.add(&counts);
            println!("{}\t{counts}", path.display());
        }
        println!("all\t{total}");
        Ok(())
    })?
}

/// Returns the files, and those in the folders, in order.
fn documents(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let files = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file());
        let mut files: Vec<PathBuf> = files.filter(|path| is_document(path)).collect();
        files.sort();
        found.extend(files);
    }
    Ok(found)
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known))
}

/// Counts the names of one document.
fn one(path: &Path, arguments: &Arguments) -> Result<Counts, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let source = Source::new(path.display().to_string(), text);
    let mut counts = Counts::default();
    for lenient_names in [false, true] {
        let options = Options { lenient_names, ..Options::default() };
        let made = model(&source, &Config::default(), &options, &mut Outcome::default(), &mut |_| ());
        let Some(made) = made else {
            counts.refused += 1;
            continue;
        };
        for id in made.api.type_ids() {
            let (def, names) = (made.api.def(id), made.names.ty(id));
            counts.types += 1;
            let name = names.ident.as_str();
            let faults = Faults::of(name, &stated(&made.api, &made.names, &def.origin, def));
            counts.count(faults, matches!(def.origin, Origin::Component(_)));
            if arguments.all || arguments.list && faults.any() {
                println!("{faults}\ttype\t{}\t{name}\t{}", kind(&def.origin), def.at.as_str());
            }
            let Shape::Union(union) = &def.shape else { continue };
            for (variant, ident) in union.variants.iter().zip(&names.members) {
                if Faults::of(ident.as_str(), &variant.label).number {
                    counts.variants += 1;
                    if arguments.list {
                        println!("number\tvariant\t{}\t{name}::{}\t{}", variant.label, ident.as_str(), def.at.as_str());
                    }
                }
            }
        }
        return Ok(counts);
    }
    Ok(counts)
}

fn kind(origin: &Origin) -> &'static str {
    match origin {
        Origin::Component(_) => "component",
        Origin::Member { .. } => "member",
        Origin::Input { .. } => "input",
        Origin::RequestBody { .. } => "body",
        Origin::ResponseBody { .. } => "response",
        Origin::Repeated { .. } => "repeated",
    }
}

/// Returns the last words that the document has for a type.
fn stated(api: &Api, names: &Names, origin: &Origin, def: &TypeDef) -> String {
    let title = def.docs.summary.clone().unwrap_or_default();
    let own = match origin {
        Origin::Component(name) | Origin::Member { name, .. } | Origin::Input { name, .. } => name.clone(),
        Origin::Repeated { path, .. } => path.last().map(|part| part.name.clone()).unwrap_or_default(),
        Origin::RequestBody { operation, .. } | Origin::ResponseBody { operation, .. } => {
            names.operation(*operation).method.as_str().to_owned()
                + api.resource_path(*operation).last().map_or("", |l| l)
        }
    };
    format!("{title} {own}")
}

/// What is wrong with a name.
#[derive(Clone, Copy)]
struct Faults {
    long: bool,
    number: bool,
    repeats: bool,
}

impl Faults {
    /// Returns what is wrong with a name, given what the document calls the type.
    fn of(name: &str, stated: &str) -> Self {
        let digits = &name[name.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
        let number = !digits.is_empty() && !stated.split_whitespace().any(|word| ends_in(word, digits));
        Self { long: name.chars().count() > LONGEST, number, repeats: repeats(&words(name)) }
    }

    fn any(self) -> bool {
        self.long || self.number || self.repeats
    }
}

fn ends_in(word: &str, digits: &str) -> bool {
    word.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(digits)
}

impl std::fmt::Display for Faults {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let faults = [(self.long, "long"), (self.number, "number"), (self.repeats, "repeats")];
        let faults: Vec<&str> = faults.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
        out.write_str(&faults.join("+"))
    }
}

/// Returns the words of a name in Pascal case, in lower case and in the singular.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for character in name.chars() {
        if character.is_uppercase() || words.is_empty() {
            words.push(String::new());
        }
        words.last_mut().into_iter().for_each(|word| word.extend(character.to_lowercase()));
    }
    words.iter().map(|word| singular(word).to_owned()).collect()
}

/// Returns a word without the ending of a plural: `addresses` and `address` are the same.
fn singular(word: &str) -> &str {
    match word.strip_suffix("es").filter(|stem| stem.ends_with("ss")) {
        Some(stem) => stem,
        None if word.ends_with("ss") => word,
        None => word.strip_suffix('s').unwrap_or(word),
    }
}

/// Returns whether a word follows itself, or a sequence of two or more words is there twice.
fn repeats(words: &[String]) -> bool {
    let follows = words.windows(2).any(|pair| pair[0] == pair[1]);
    let twice = (0..words.len().saturating_sub(3))
        .any(|at| (at + 2..words.len() - 1).any(|other| words[at..at + 2] == words[other..other + 2]));
    follows || twice
}

/// How many names have each fault: those of components, and composed ones.
#[derive(Default)]
struct Counts {
    refused: usize,
    types: usize,
    long: [usize; 2],
    number: [usize; 2],
    repeats: [usize; 2],
    variants: usize,
}

impl Counts {
    fn count(&mut self, faults: Faults, is_component: bool) {
        let index = usize::from(!is_component);
        self.long[index] += usize::from(faults.long);
        self.number[index] += usize::from(faults.number);
        self.repeats[index] += usize::from(faults.repeats);
    }

    fn add(&mut self, other: &Self) {
        self.refused += other.refused;
        self.types += other.types;
        self.variants += other.variants;
        for index in 0..2 {
            self.long[index] += other.long[index];
            self.number[index] += other.number[index];
            self.repeats[index] += other.repeats[index];
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let both = |[stated, composed]: [usize; 2]| format!("{stated}+{composed}");
        write!(
            out,
            "refused {} · types {} · component+composed: over {LONGEST} letters {}, with a number {}, repeating {} · \
             numbered variants {}",
            self.refused,
            self.types,
            both(self.long),
            both(self.number),
            both(self.repeats),
            self.variants
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Faults, repeats, words};

    #[test]
    fn faults_are_found() {
        let of = |name: &str, stated: &str| {
            let faults = Faults::of(name, stated);
            (faults.long, faults.number, faults.repeats)
        };
        assert_eq!(of("Pod", "Pod"), (false, false, false));
        assert_eq!(of("ArrayValue2", "array"), (false, true, false));
        assert_eq!(of("ItemV2", "item_v2"), (false, false, false));
        assert_eq!(of("AddressesAddress", "address"), (false, false, true));
        assert_eq!(of(&"Long".repeat(13), "long"), (true, false, true));
    }

    #[test]
    fn a_sequence_of_two_words_repeats_and_one_apart_does_not() {
        assert!(repeats(&words("PaymentMethodCardPaymentMethod")));
        assert!(!repeats(&words("PaymentSettingsPaymentMethod")));
    }
}
