//! The outcome of a document: whole, partial, refused or broken, with the reasons. Derives it from the report and exit
//! code of the generator; runs nothing.

use serde_json::{Value, json};

use super::generate::{End, Run};
use crate::document::Document;
use crate::losses::{Loss, shorten};

/// The outcome of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Every operation was generated.
    Whole,
    /// Some operations were skipped, each with a reason.
    Partial,
    /// Nothing was generated, with diagnostics.
    Refused,
    /// A panic, a signal, a time-out, an internal error, or operations that are missing from the report.
    Broken,
}

impl Outcome {
    /// All outcomes, best first.
    pub(super) const ALL: [Self; 4] = [Self::Whole, Self::Partial, Self::Refused, Self::Broken];

    /// Returns its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::Broken => "broken",
        }
    }
}

/// A document and its outcome.
pub(super) struct Row {
    /// Its path in the folder.
    pub(super) document: String,
    /// The name of the crate.
    pub(super) name: String,
    /// Its version, if it could be read.
    pub(super) version: Option<String>,
    /// Its size.
    pub(super) bytes: u64,
    /// The operations that this program counts, if it could be read.
    pub(super) operations: Option<usize>,
    /// Its outcome.
    pub(super) outcome: Outcome,
    /// Why, if it is not whole.
    pub(super) note: String,
    /// The number of generated operations.
    pub(super) made: usize,
    /// The skipped operations.
    pub(super) skipped: Vec<Loss>,
    /// The locations that became any JSON.
    pub(super) untyped: Vec<Loss>,
    /// The codes of all diagnostics, each with its first message.
    pub(super) codes: Vec<Loss>,
    /// The time in seconds.
    pub(super) seconds: f64,
    /// The most memory, in KiB.
    pub(super) memory: Option<u64>,
    /// The errors, warnings and first message of the compiler, if it was run.
    pub(super) compiled: Option<(usize, usize, String)>,
}

impl Row {
    /// Determines the outcome of a run.
    pub(super) fn of(document: &Document, shown: String, name: String, run: &Run) -> Self {
        let operations = document.operations();
        let made = run.report.as_ref().and_then(|report| report.pointer("/generated/operations")?.as_u64());
        let made = made.and_then(|made| usize::try_from(made).ok()).unwrap_or_default();
        let mut skipped = losses(run.report.as_ref(), "skipped");
        skipped.retain(|loss| loss.pointer.starts_with("/paths/"));
        let (outcome, note) = judge(run, operations, made, &skipped);
        let unreadable = document.value.as_ref().err().map(|error| format!("[not read by us: {error}] "));
        Self {
            document: shown,
            name,
            version: document.version(),
            bytes: document.bytes,
            operations,
            outcome,
            note: shorten(&(unreadable.unwrap_or_default() + &note), 240),
            made,
            skipped,
            untyped: losses(run.report.as_ref(), "untyped"),
            codes: codes(run),
            seconds: run.seconds,
            memory: run.memory,
            compiled: None,
        }
    }

    /// Returns the row for `--json`.
    pub(super) fn json(&self) -> Value {
        let list = |losses: &[Loss]| -> Value {
            let entry = |loss: &Loss| json!({"pointer": loss.pointer, "code": loss.code, "reason": loss.reason});
            losses.iter().map(entry).collect()
        };
        let compiled = self.compiled.as_ref();
        json!({
            "document": self.document, "name": self.name, "version": self.version, "bytes": self.bytes,
            "operations": self.operations, "made": self.made, "outcome": self.outcome.name(), "note": self.note,
            "skipped": list(&self.skipped), "untyped": list(&self.untyped), "diagnostics": list(&self.codes),
            "seconds": self.seconds, "memory_kib": self.memory,
            "errors": compiled.map(|(errors, _, _)| errors), "warnings": compiled.map(|(_, warnings, _)| warnings),
            "message": compiled.map(|(_, _, message)| message),
        })
    }
}

fn judge(run: &Run, operations: Option<usize>, made: usize, skipped: &[Loss]) -> (Outcome, String) {
    let panic = run.errors.lines().position(|line| line.contains("panicked at"));
    if let Some(line) = panic {
        let reported: Vec<&str> = run.errors.lines().skip(line).take(2).collect();
        return (Outcome::Broken, reported.join(" "));
    }
    let errors = || run.diagnostics.iter().filter(|reported| reported["severity"] == "error");
    let first = errors().next().map(reported).or_else(|| run.errors.lines().next_back().map(str::to_owned));
    let first = first.unwrap_or_default();
    match run.end {
        End::Code(1) if errors().any(|reported| reported["code"] == "internal-error") => (Outcome::Broken, first),
        End::Code(1) => (Outcome::Refused, first),
        End::Code(0) if run.report.is_none() => (Outcome::Broken, "no report".to_owned()),
        End::Code(0) => {
            let expected = operations.unwrap_or(made + skipped.len());
            let missing = format!("{made} of {expected} operations, {} left out with a reason", skipped.len());
            if made == expected {
                (Outcome::Whole, String::new())
            } else if made + skipped.len() >= expected && skipped.iter().all(|loss| !loss.reason.is_empty()) {
                (Outcome::Partial, missing)
            } else {
                (Outcome::Broken, missing)
            }
        }
        end => (Outcome::Broken, format!("{}: {first}", end.shown())),
    }
}

fn reported(diagnostic: &Value) -> String {
    let text = |key: &str| diagnostic[key].as_str().unwrap_or_default().to_owned();
    let pointer = diagnostic.get("pointer").and_then(Value::as_str).unwrap_or_default();
    format!("{}: {} {pointer}", text("code"), text("message"))
}

fn losses(report: Option<&Value>, key: &str) -> Vec<Loss> {
    let entries = report.and_then(|report| report[key].as_array()).map(Vec::as_slice).unwrap_or_default();
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let loss =
        |entry| Loss { pointer: text(entry, "pointer"), code: text(entry, "code"), reason: text(entry, "reason") };
    entries.iter().map(loss).collect()
}

/// One entry for each diagnostic.
fn codes(run: &Run) -> Vec<Loss> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let loss = |reported: &Value| Loss {
        pointer: text(reported.get("pointer")),
        code: format!("{}: {}", text(reported.get("severity")), text(reported.get("code"))),
        reason: text(reported.get("message")),
    };
    run.diagnostics.iter().map(loss).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::generate::{End, Run};
    use super::{Loss, Outcome, judge};

    fn run(end: End) -> Run {
        let report = Some(json!({}));
        Run { end, seconds: 0.0, memory: None, report, diagnostics: Vec::new(), errors: String::new() }
    }

    #[test]
    fn outcomes_are_judged_by_what_is_missing() {
        let skip = |reason: &str| Loss { pointer: "/paths/x".into(), code: "c".into(), reason: reason.into() };
        let done = run(End::Code(0));
        assert_eq!(judge(&done, Some(2), 2, &[]).0, Outcome::Whole);
        assert_eq!(judge(&done, None, 2, &[]).0, Outcome::Whole);
        assert_eq!(judge(&done, Some(3), 2, &[skip("why")]).0, Outcome::Partial);
        assert_eq!(judge(&done, Some(3), 2, &[skip("")]).0, Outcome::Broken, "no reason");
        assert_eq!(judge(&done, Some(3), 2, &[]).0, Outcome::Broken, "lost in silence");
        assert_eq!(judge(&Run { report: None, ..run(End::Code(0)) }, Some(0), 0, &[]).0, Outcome::Broken);
    }

    #[test]
    fn a_refusal_is_no_fault_unless_the_generator_says_so() {
        let refused = Run { diagnostics: vec![json!({"severity": "error", "code": "x"})], ..run(End::Code(1)) };
        assert_eq!(judge(&refused, Some(2), 0, &[]).0, Outcome::Refused);
        let fault =
            Run { diagnostics: vec![json!({"severity": "error", "code": "internal-error"})], ..run(End::Code(1)) };
        assert_eq!(judge(&fault, Some(2), 0, &[]).0, Outcome::Broken);
        let panic = Run { errors: "thread 'sdkgen' panicked at a.rs:1:2:\nno".to_owned(), ..run(End::Code(1)) };
        assert_eq!(
            judge(&panic, Some(2), 0, &[]),
            (Outcome::Broken, "thread 'sdkgen' panicked at a.rs:1:2: no".into())
        );
        assert_eq!(judge(&run(End::TimeOut), Some(2), 0, &[]).0, Outcome::Broken);
        assert_eq!(judge(&run(End::Signal(6)), Some(2), 0, &[]).0, Outcome::Broken);
    }
}
