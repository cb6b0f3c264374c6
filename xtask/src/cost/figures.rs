//! The measures and the rows with their numbers, also as JSON. Does not measure.

use std::collections::BTreeMap;

use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::peers::Generator;

/// A measure that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Measure {
    /// Generating the crate, which all others need
    Generate,
    /// `cargo check` of the crate alone
    Check,
    /// `cargo check` of the crate without its functions' bodies, ours only
    Bare,
    /// `cargo build` of the crate alone
    Debug,
    /// `cargo build --release` of the crate alone
    Release,
    /// A program that calls three operations, ours only
    Program,
}

impl Measure {
    /// All measures, in the order in which they are taken.
    pub(crate) const ALL: [Self; 6] =
        [Self::Generate, Self::Check, Self::Bare, Self::Debug, Self::Release, Self::Program];
    /// The measures that are taken for peers.
    pub(crate) const PEERS: [Self; 4] = [Self::Generate, Self::Check, Self::Debug, Self::Release];

    /// Returns its name in JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Generate => "generate",
            Self::Check => "check",
            Self::Bare => "bare",
            Self::Debug => "debug",
            Self::Release => "release",
            Self::Program => "program",
        }
    }
}

/// A number that is reported: its word in JSON, the measure it comes from, its heading, and how many digits are shown
/// after the point.
pub(crate) struct Figure {
    pub(crate) word: &'static str,
    pub(crate) measure: Measure,
    pub(crate) heading: &'static str,
    pub(crate) digits: usize,
    /// Whether less is better; only then a ratio is shown.
    pub(crate) is_cost: bool,
}

const fn cost(word: &'static str, measure: Measure, heading: &'static str, digits: usize) -> Figure {
    Figure { word, measure, heading, digits, is_cost: true }
}

/// All numbers, in the order of the table's columns.
pub(crate) const FIGURES: [Figure; 16] = [
    Figure { is_cost: false, ..cost("operations", Measure::Generate, "operations", 0) },
    cost("lines", Measure::Generate, "k lines", 1),
    cost("generate_seconds", Measure::Generate, "generate s", 2),
    cost("generate_megabytes", Measure::Generate, "MB", 0),
    cost("check_seconds", Measure::Check, "check CPU s", 1),
    cost("check_megabytes", Measure::Check, "MB", 0),
    Figure { is_cost: false, ..cost("bare_seconds", Measure::Bare, "bare CPU s", 1) },
    Figure { is_cost: false, ..cost("bare_megabytes", Measure::Bare, "MB", 0) },
    cost("debug_seconds", Measure::Debug, "debug CPU s", 1),
    cost("debug_megabytes", Measure::Debug, "MB", 0),
    cost("debug_rlib", Measure::Debug, "rlib MB", 1),
    cost("release_seconds", Measure::Release, "release CPU s", 1),
    cost("release_megabytes", Measure::Release, "MB", 0),
    cost("release_rlib", Measure::Release, "rlib MB", 1),
    Figure { is_cost: false, ..cost("program", Measure::Program, "program MB", 2) },
    Figure { is_cost: false, ..cost("program_over_bare", Measure::Program, "over bare reqwest MB", 2) },
];

/// The results of one generator for one document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The document's name.
    pub(crate) document: String,
    /// The generator.
    pub(crate) generator: Generator,
    /// The numbers, by the words of [`FIGURES`].
    pub(crate) figures: BTreeMap<String, f64>,
    /// Why a measure has no numbers.
    pub(crate) failures: BTreeMap<String, String>,
}

impl Row {
    /// Creates a row without numbers.
    pub(crate) fn new(document: &str, generator: Generator) -> Self {
        Self { document: document.to_owned(), generator, figures: BTreeMap::new(), failures: BTreeMap::new() }
    }

    /// Records a number.
    pub(crate) fn set(&mut self, word: &str, number: f64) {
        self.figures.insert(word.to_owned(), number);
    }

    /// Records why a measure has no numbers.
    pub(crate) fn fail(&mut self, measure: Measure, reason: String) {
        self.fail_at(measure.word(), reason);
    }

    fn fail_at(&mut self, measure: &str, reason: String) {
        self.figures.retain(|word, _| !is_of(word, measure));
        self.failures.insert(measure.to_owned(), reason);
    }

    /// Replaces numbers by those of a newer row; numbers of other measures are kept.
    pub(crate) fn update(&mut self, newer: &Self) {
        let is_reported = |measure: &str| newer.figures.keys().any(|word| is_of(word, measure));
        self.failures.retain(|measure, _| !is_reported(measure));
        self.figures.extend(newer.figures.clone());
        for (measure, reason) in &newer.failures {
            self.fail_at(measure, reason.clone());
        }
    }

    /// Returns a number, if it was recorded.
    pub(crate) fn get(&self, word: &str) -> Option<f64> {
        self.figures.get(word).copied()
    }

    /// As JSON.
    pub(crate) fn json(&self) -> Value {
        // More than three digits would differ between runs.
        let rounded = |number: &f64| json!((number * 1000.0).round() / 1000.0);
        let figures: Map<String, Value> = self.figures.iter().map(|(word, it)| (word.clone(), rounded(it))).collect();
        json!({
            "document": self.document,
            "generator": self.generator.word(),
            "figures": figures,
            "failures": self.failures,
        })
    }

    /// Parses JSON; `None` if it is not a row.
    pub(crate) fn of(json: &Value) -> Option<Self> {
        let generator = Generator::from_str(json["generator"].as_str()?, false).ok()?;
        let mut row = Self::new(json["document"].as_str()?, generator);
        for (word, number) in json["figures"].as_object()? {
            row.set(word, number.as_f64()?);
        }
        for (word, reason) in json["failures"].as_object()? {
            row.fail_at(word, reason.as_str()?.to_owned());
        }
        Some(row)
    }
}

/// Returns whether a number belongs to this measure.
fn is_of(word: &str, measure: &str) -> bool {
    FIGURES.iter().any(|figure| figure.word == word && figure.measure.word() == measure)
}

#[cfg(test)]
mod tests {
    use super::{FIGURES, Generator, Measure, Row};

    #[test]
    fn rows_come_back() {
        let mut row = Row::new("pets", Generator::Oas3Gen);
        row.set("lines", 1.25);
        row.fail(Measure::Check, "over 600 CPU s".to_owned());
        assert_eq!(Row::of(&row.json()), Some(row));
        assert_eq!(Row::of(&serde_json::json!({ "generator": "nobody" })), None);
    }

    fn full() -> Row {
        let mut row = Row::new("pets", Generator::Ours);
        FIGURES.iter().for_each(|figure| row.set(figure.word, 1.0));
        row
    }

    #[test]
    fn what_fails_leaves_no_numbers() {
        for measure in Measure::ALL {
            let others = FIGURES.iter().filter(|figure| figure.measure != measure).map(|figure| figure.word);
            let is_left = |row: &Row| others.clone().all(|word| row.get(word).is_some());
            let mut newer = Row::new("pets", Generator::Ours);
            newer.fail(measure, "over 600 CPU s".to_owned());
            let mut row = full();
            row.update(&newer);
            assert!(row.figures.len() == others.clone().count() && is_left(&row), "{measure:?}: {row:?}");
            // Nor do files that hold such numbers bring them back.
            let mut stale = full().json();
            stale["failures"] = newer.json()["failures"].take();
            assert_eq!(Row::of(&stale), Some(row.clone()), "{measure:?}");
            row.update(&full());
            assert_eq!(row, full(), "{measure:?}");
        }
    }
}
