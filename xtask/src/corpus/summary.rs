//! Formats the results of a run: counts, losses and their reasons, most frequent first, and how time and memory grow.

use std::fmt::Write as _;

use super::outcome::{Outcome, Row};
use crate::losses::{Loss, ranking};

/// The least size of documents that show how time grows; for smaller ones, the start of the process dominates.
const LARGE: u64 = 200_000;

/// Returns the whole summary.
pub(super) fn text(rows: &[Row]) -> String {
    let mut text = String::new();
    faults(&mut text, rows);
    ranked(&mut text, "skipped operations", rows, |row| &row.skipped);
    ranked(&mut text, "free JSON where the document says more", rows, |row| &row.untyped);
    ranked(&mut text, "diagnostics", rows, |row| &row.codes);
    costs(&mut text, rows);
    totals(&mut text, rows);
    text
}

/// Appends a line; writing to a string cannot fail.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{arguments}");
}

fn faults(text: &mut String, rows: &[Row]) {
    for outcome in [Outcome::Partial, Outcome::Refused, Outcome::Broken] {
        for row in rows.iter().filter(|row| row.outcome == outcome) {
            line(text, format_args!("{:8} {} · {}", outcome.name(), row.document, row.note));
        }
    }
    for row in rows {
        if let Some((errors, warnings, message)) = &row.compiled
            && errors + warnings > 0
        {
            line(text, format_args!("compiled {} · errors {errors} · warnings {warnings} · {message}", row.document));
        }
    }
}

/// Appends the kinds of losses of all documents, most frequent first.
fn ranked<'a>(text: &mut String, title: &str, rows: &'a [Row], losses: impl Fn(&'a Row) -> &'a [Loss]) {
    let all = rows.iter().flat_map(|row| losses(row).iter().map(|loss| (row.document.as_str(), loss)));
    *text += &ranking(title, all);
}

/// Appends the slowest documents, those with the most memory, and both in relation to the size.
fn costs(text: &mut String, rows: &[Row]) {
    let megabytes = |row: &Row| row.bytes as f64 / 1e6;
    let memory = |row: &Row| row.memory.unwrap_or_default() as f64 / 1024.0;
    let mut list = |title: &str, cost: &dyn Fn(&Row) -> f64| {
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by(|a, b| cost(b).total_cmp(&cost(a)));
        line(text, format_args!("\n{title}"));
        for row in sorted.iter().take(5) {
            let (seconds, size, memory) = (row.seconds, megabytes(row), memory(row));
            line(text, format_args!("{seconds:8.2} s {memory:7.0} MiB {size:7.2} MB · {}", row.document));
        }
    };
    list("slowest", &|row| row.seconds);
    list("hungriest", &memory);
    list("slowest for its size", &|row| if row.bytes < LARGE { 0.0 } else { row.seconds / megabytes(row) });
    let sizes = [(0.0, 0.2), (0.2, 1.0), (1.0, 3.0), (3.0, f64::INFINITY)];
    line(text, format_args!("\nfor each MB of input: median (greatest)"));
    for (from, to) in sizes {
        let these =
            || rows.iter().filter(|row| (from..to).contains(&megabytes(row)) && row.outcome != Outcome::Refused);
        let (seconds, seconds_worst) = median(these().map(|row| row.seconds / megabytes(row)).collect());
        let (held, held_worst) = median(these().map(|row| memory(row) / megabytes(row)).collect());
        let count = these().count();
        line(
            text,
            format_args!(
                "{from:4} to {to:4} MB: {count:5} documents · {seconds:6.2} s ({seconds_worst:.2}) · {held:6.0} MiB ({held_worst:.0})"
            ),
        );
    }
}

/// Returns the median and the maximum; zeros if there are no values.
fn median(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let middle = values.get(values.len() / 2).copied().unwrap_or_default();
    (middle, values.last().copied().unwrap_or_default())
}

fn totals(text: &mut String, rows: &[Row]) {
    let made: usize = rows.iter().map(|row| row.made).sum();
    let operations: usize = rows.iter().filter_map(|row| row.operations).sum();
    let seconds: f64 = rows.iter().map(|row| row.seconds).sum();
    let outcomes = Outcome::ALL.map(|outcome| {
        let count = rows.iter().filter(|row| row.outcome == outcome).count();
        format!("{} {count}", outcome.name())
    });
    let untyped: usize = rows.iter().map(|row| row.untyped.len()).sum();
    line(
        text,
        format_args!(
            "\ndocuments {} · {} · operations {made}/{operations} · untyped {untyped} · generation {seconds:.1} s",
            rows.len(),
            outcomes.join(" · ")
        ),
    );
    let compiled: Vec<_> = rows.iter().filter_map(|row| row.compiled.as_ref()).collect();
    if !compiled.is_empty() {
        let clean = compiled.iter().filter(|(errors, warnings, _)| errors + warnings == 0).count();
        let errors: usize = compiled.iter().map(|(errors, _, _)| errors).sum();
        let warnings: usize = compiled.iter().map(|(_, warnings, _)| warnings).sum();
        line(text, format_args!("compiled {} · clean {clean} · errors {errors} · warnings {warnings}", compiled.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::{Loss, Outcome, Row, median, text};

    fn row(document: &str, outcome: Outcome, reasons: &[&str]) -> Row {
        let loss = |reason: &&str| Loss { pointer: "/paths/x".into(), code: "kind".into(), reason: (*reason).into() };
        Row {
            document: document.into(),
            name: document.into(),
            version: None,
            bytes: 500_000,
            operations: Some(2),
            outcome,
            note: "noted".into(),
            made: 1,
            skipped: reasons.iter().map(loss).collect(),
            untyped: Vec::new(),
            codes: Vec::new(),
            seconds: 1.0,
            memory: Some(1024),
            compiled: Some((1, 2, "no such thing".into())),
        }
    }

    #[test]
    fn reasons_are_ranked_without_the_names_in_them() {
        let rows =
            [row("one", Outcome::Partial, &["rare", "`a` is", "`b` is"]), row("two", Outcome::Whole, &["`c` is"])];
        let text = text(&rows);
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is missing in\n{text}"));
        assert!(at("3 in 2 documents · kind · `a` is") < at("1 in 1 documents · kind · rare"));
        at("partial  one · noted");
        at("documents 2 · whole 1 · partial 1 · refused 0 · broken 0 · operations 2/4");
        at("compiled 2 · clean 0 · errors 2 · warnings 4");
        at(" 0.2 to    1 MB:     2 documents ·   2.00 s (2.00)");
    }

    #[test]
    fn the_middle_of_nothing_is_nothing() {
        assert_eq!(median(Vec::new()), (0.0, 0.0));
        assert_eq!(median(vec![3.0, 1.0, 2.0]), (2.0, 3.0));
    }
}
