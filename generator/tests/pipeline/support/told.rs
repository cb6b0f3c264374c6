//! What a run tells, as text.

use std::fmt::Write as _;

use sdkgen::{Outcome, Source};

/// The diagnostics, then what the report says was left out or loosely typed.
pub fn print(source: &Source, outcome: &Outcome) -> String {
    let mut text = diagnostics(source, outcome);
    let report = &outcome.report;
    let (document, generated) = (&report.document, &report.generated);
    let _ = writeln!(
        text,
        "{} operations and {} schemas become {} operations and {} types",
        document.operations, document.schemas, generated.operations, generated.types
    );
    for skipped in &report.skipped {
        let _ = writeln!(text, "left out ({}): {}: {}", skipped.code, skipped.pointer, skipped.reason);
    }
    for untyped in &report.untyped {
        let _ = writeln!(text, "untyped: {}: {}", untyped.pointer, untyped.reason);
    }
    text
}

/// The diagnostics as the command prints them.
pub fn diagnostics(_source: &Source, outcome: &Outcome) -> String {
    outcome.diagnostics.iter().fold(String::new(), |mut text, diagnostic| {
        let _ = writeln!(text, "{:?} [{}] {:?}: {}", diagnostic.severity, diagnostic.code, diagnostic.place, diagnostic.message);
        text.extend(diagnostic.help.as_ref().map(|help| format!("  help: {help}\n")));
        for (place, words) in &diagnostic.related {
            let _ = writeln!(text, "  {place:?}: {words}");
        }
        text
    })
}
