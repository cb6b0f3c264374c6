//! What a run reports, as text.

use std::fmt::Write as _;

use sdkgen::diagnostics::render;
use sdkgen::{Outcome, Source};

/// The diagnostics, then what the report says was left out or loosely typed.
pub(crate) fn print(source: &Source, outcome: &Outcome) -> String {
    let mut text = diagnostics(source, outcome);
    let report = &outcome.report;
    let (document, generated) = (&report.document, &report.generated);
    let _ = writeln!(
        text,
        "{} operations and {} schemas become {} operations and {} types",
        document.operations, document.schemas, generated.operations, generated.types
    );
    for inlined in &report.inlined {
        let places: Vec<&str> = inlined.places.iter().map(|place| place.as_str()).collect();
        let _ = writeln!(text, "without a type: {}: {}", inlined.pointer, places.join(" "));
    }
    for skipped in &report.skipped {
        let _ = writeln!(text, "left out ({}): {}: {}", skipped.code, skipped.pointer, skipped.reason);
    }
    for untyped in &report.untyped {
        let _ = writeln!(text, "untyped: {}: {}", untyped.pointer, untyped.reason);
    }
    text
}

/// The diagnostics as the command prints them.
pub(crate) fn diagnostics(source: &Source, outcome: &Outcome) -> String {
    render::human(&outcome.diagnostics, render::Texts { document: source, config: None }, false)
}
