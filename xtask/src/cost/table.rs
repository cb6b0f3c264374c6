//! Formats rows: one Markdown table per document, ratios to the best peer, and why numbers are missing. Does not
//! measure.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::figures::{FIGURES, Figure, Measure, Row};
use super::peers::Generator;
use crate::meter;

/// The least part of our operations that a peer must cover to count as the best.
const COVERED: f64 = 0.9;

/// Returns the tables of all documents, in the order of the rows.
pub(super) fn markdown(rows: &[Row], measures: &[Measure]) -> String {
    let mut text = String::new();
    for document in documents(rows) {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.document == document).collect();
        one(&mut text, document, &rows, measures);
    }
    text
}

/// Compares our new numbers with the recorded ones, and computes the ratio to the best recorded peer.
pub(super) fn quick(now: &[Row], then: &[Row]) -> String {
    let mut text = "| document | figure | now | recorded | now / recorded | ratio to the best peer, recorded → now |\n\
                    |---|---|---|---|---|---|\n"
        .to_owned();
    for row in now {
        let recorded: Vec<&Row> = then.iter().filter(|other| other.document == row.document).collect();
        let ours = recorded.iter().find(|other| other.generator == Generator::Ours);
        for figure in FIGURES.iter().filter(|figure| row.get(figure.word).is_some()) {
            let value = row.get(figure.word).unwrap_or_default();
            let old = ours.and_then(|ours| ours.get(figure.word));
            let change = old.filter(|old| *old > 0.0).map(|old| value / old);
            let ratio = ratio(&recorded, figure).map(|(ratio, peer)| (ratio, change.unwrap_or(1.0) * ratio, peer));
            let ratio = ratio.map(|(old, new, peer)| format!("{old:.3} → {new:.3} ({})", peer.word()));
            let _ = writeln!(
                text,
                "| {} | {} {} | {} | {} | {} | {} |",
                row.document,
                figure.measure.word(),
                figure.heading,
                shown(Some(value), figure),
                shown(old, figure),
                change.map_or("–".to_owned(), |change| format!("{change:.2}")),
                ratio.unwrap_or_else(|| "–".to_owned()),
            );
        }
        for (measure, reason) in &row.failures {
            let _ = writeln!(text, "| {} | {measure} | failed: {reason} | | | |", row.document);
        }
    }
    text
}

fn documents(rows: &[Row]) -> Vec<&str> {
    let mut documents: Vec<&str> = Vec::new();
    for row in rows {
        if !documents.contains(&row.document.as_str()) {
            documents.push(&row.document);
        }
    }
    documents
}

fn one(text: &mut String, document: &str, rows: &[&Row], measures: &[Measure]) {
    // Numbers that were never measured have no column.
    let is_reported = |figure: &&Figure| {
        let reported = |row: &&Row| row.get(figure.word).is_some() || row.failures.contains_key(figure.measure.word());
        measures.contains(&figure.measure) && rows.iter().any(reported)
    };
    let figures: Vec<&Figure> = FIGURES.iter().filter(is_reported).collect();
    let line = |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
    let _ = write!(text, "### {document}\n\n");
    let headings = figures.iter().map(|figure| figure.heading.to_owned());
    *text += &line(&mut std::iter::once("generator".to_owned()).chain(headings));
    *text += &line(&mut (0..=figures.len()).map(|_| "---".to_owned()));
    for row in rows {
        let cells = figures.iter().map(|figure| cell(row, figure));
        *text += &line(&mut std::iter::once(row.generator.label()).chain(cells));
    }
    let ratios = figures.iter().map(|figure| match (bound(rows, figure), ratio(rows, figure)) {
        (Some(bound), _) => format!("**< {bound:.3}**"),
        (None, ratio) => ratio.map_or(String::new(), |(it, _)| format!("**{it:.3}**")),
    });
    *text += &line(&mut std::iter::once("ours / best peer".to_owned()).chain(ratios));
    text.push('\n');
    for (label, reason, measures) in reasons(rows) {
        let _ = writeln!(text, "- {label}, {}: {reason}", measures.join(", "));
    }
    text.push('\n');
}

/// Returns each reason once, with all measures that it prevents.
fn reasons<'a>(rows: &[&'a Row]) -> Vec<(String, &'a str, Vec<&'a str>)> {
    let mut all = Vec::new();
    for row in rows {
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (measure, reason) in &row.failures {
            by_reason.entry(reason).or_default().push(measure);
        }
        all.extend(by_reason.into_iter().map(|(reason, measures)| (row.generator.label(), reason, measures)));
    }
    all
}

fn cell(row: &Row, figure: &Figure) -> String {
    if row.failures.contains_key(figure.measure.word()) {
        return "failed".to_owned();
    }
    shown(row.get(figure.word), figure)
}

fn shown(number: Option<f64>, figure: &Figure) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.*}", figure.digits))
}

/// Returns our number divided by that of the best peer that covers as much; of all peers if there is none.
fn ratio(rows: &[&Row], figure: &Figure) -> Option<(f64, Generator)> {
    let ours = rows.iter().find(|row| row.generator == Generator::Ours)?;
    let value = ours.get(figure.word).filter(|_| figure.is_cost)?;
    let best = |peers: Vec<&Row>| {
        let costs = peers.into_iter().filter_map(|row| Some((row.get(figure.word)?, row.generator)));
        costs.filter(|(cost, _)| *cost > 0.0).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let (cost, generator) = best(peers(rows, COVERED)).or_else(|| best(peers(rows, 0.0)))?;
    Some((value / cost, generator))
}

/// Returns an upper bound of the ratio if all peers that cover as much exceeded the time limit.
fn bound(rows: &[&Row], figure: &Figure) -> Option<f64> {
    let ours = rows.iter().find(|row| row.generator == Generator::Ours)?;
    let value = ours.get(figure.word).filter(|_| figure.word.ends_with("_seconds"))?;
    let peers = peers(rows, COVERED);
    if peers.iter().any(|row| row.get(figure.word).is_some()) {
        return None;
    }
    let limit = |row: &&Row| row.failures.get(figure.measure.word()).and_then(|reason| meter::limit_of(reason));
    peers.iter().filter_map(limit).min().map(|limit| value / limit as f64)
}

/// Returns the peers that cover at least this part of our operations.
fn peers<'a>(rows: &[&'a Row], part: f64) -> Vec<&'a Row> {
    let of = |row: &&&Row| row.get("operations").unwrap_or_default();
    let wanted = rows.iter().find(|row| row.generator == Generator::Ours).map_or(0.0, |ours| of(&ours)) * part;
    rows.iter().filter(|row| row.generator != Generator::Ours && of(row) >= wanted).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::figures::Measure;
    use super::{Generator, Row, markdown, meter, quick};

    fn row(generator: Generator, operations: f64, seconds: f64) -> Row {
        let mut row = Row::new("pets", generator);
        row.set("operations", operations);
        row.set("check_seconds", seconds);
        row
    }

    #[test]
    fn the_best_peer_covers_as_much() {
        let mut failing = row(Generator::Oas3Gen, 10.0, 0.0);
        failing.figures.remove("check_seconds");
        failing.fail(Measure::Check, "error: no such type".to_owned());
        let rows = [
            row(Generator::Ours, 10.0, 1.0),
            row(Generator::Ploidy, 5.0, 0.5),
            row(Generator::OpenapiToRust, 10.0, 8.0),
            failing,
        ];
        let text = markdown(&rows, &[Measure::Check]);
        assert!(text.contains("| ours / best peer | **0.125** |"), "{text}");
        assert!(text.contains("- oas3-gen 0.29.0, check: error: no such type"), "{text}");
        assert!(text.contains("| oas3-gen 0.29.0 | failed | failed |"), "{text}");
        let mut slow = row(Generator::OpenapiToRust, 10.0, 0.0);
        slow.figures.remove("check_seconds");
        slow.fail(Measure::Check, meter::over(600));
        let rows_with_slow = [row(Generator::Ours, 10.0, 3.0), row(Generator::Ploidy, 5.0, 0.5), slow];
        assert!(markdown(&rows_with_slow, &[Measure::Check]).contains("| ours / best peer | **< 0.005** |"));
        let mut ungenerated = row(Generator::OpenapiToRust, 10.0, 4.0);
        ungenerated.fail(Measure::Generate, "no".to_owned());
        let rows_with_ungenerated = [row(Generator::Ours, 10.0, 3.0), row(Generator::Ploidy, 9.0, 6.0), ungenerated];
        assert!(markdown(&rows_with_ungenerated, &[Measure::Check]).contains("| ours / best peer | **0.500** |"));
        let text = quick(&[row(Generator::Ours, 10.0, 2.0)], &rows);
        assert!(text.contains("| 2.0 | 1.0 | 2.00 | 0.125 → 0.250 (openapi-to-rust) |"), "{text}");
    }
}
