//! Prints the results of the tests of SDKs: for each SDK, and the causes of all failures with their counts. Judges
//! nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::cause::{Cause, Culprit};
use super::failure::Failure;
use crate::losses::shorten;

/// How many documents are named with each cause.
const NAMED: usize = 6;

/// The results of the tests of one SDK.
pub(super) struct Tested {
    /// The document as reports name it.
    pub(super) document: String,
    /// How many operations the SDK has: each has one test, and some have a second one.
    pub(super) operations: usize,
    /// How many tests passed.
    pub(super) passed: usize,
    /// The tests that failed, each with its cause.
    pub(super) failed: Vec<(Cause, Failure)>,
}

impl Tested {
    /// One line for the SDK, and one for each failure.
    pub(super) fn text(&self) -> String {
        let (passed, requests) = (self.passed, self.passed + self.failed.len());
        let mut text =
            format!("{} · {passed} of {requests} requests of {} operations passed\n", self.document, self.operations);
        for (cause, failure) in &self.failed {
            let reason = shorten(&failure.reason, 160);
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "    {} · {} · {} · {} · {reason}",
                failure.test,
                cause.culprit.name(),
                cause.name,
                failure.code
            );
        }
        text
    }

    /// The same as JSON.
    pub(super) fn json(&self) -> Value {
        let failed = self.failed.iter().map(|(cause, failure)| {
            json!({
                "blame": cause.culprit.name(), "kind": cause.name, "test": failure.test, "code": failure.code,
                "reason": failure.reason,
            })
        });
        let failed = failed.collect::<Value>();
        json!({
            "document": self.document, "operations": self.operations, "passed": self.passed, "failed": failed,
        })
    }
}

/// The table of causes, and the sums.
pub(super) fn text(all: &[Tested], incomplete: usize) -> String {
    let mut causes: BTreeMap<&str, (Cause, BTreeMap<&str, usize>, &Failure)> = BTreeMap::new();
    for tested in all {
        for (cause, failure) in &tested.failed {
            let (_, documents, _) = causes.entry(cause.name).or_insert_with(|| (*cause, BTreeMap::new(), failure));
            *documents.entry(&tested.document).or_default() += 1;
        }
    }
    let count = |documents: &BTreeMap<&str, usize>| documents.values().sum::<usize>();
    let mut causes: Vec<_> = causes.into_values().collect();
    causes.sort_by_key(|(cause, documents, _)| (std::cmp::Reverse(count(documents)), cause.name));
    let mut text = String::new();
    let mut sums = String::new();
    for culprit in Culprit::ALL {
        let own: Vec<_> = causes.iter().filter(|(cause, ..)| cause.culprit == culprit).collect();
        let sum: usize = own.iter().map(|(_, documents, _)| count(documents)).sum();
        // Writing to a string cannot fail.
        let _ = write!(sums, " · {} {sum}", culprit.name());
        let _ = writeln!(text, "\n{}: {sum}", culprit.name());
        for (cause, documents, first) in own {
            let _ = writeln!(text, "{:6} {} · {}", count(documents), cause.name, cause.explanation);
            let mut named: Vec<_> = documents.iter().collect();
            named.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), **name));
            let shown: Vec<String> = named.iter().take(NAMED).map(|(name, count)| format!("{name} {count}")).collect();
            let more = if named.len() > NAMED { ", …" } else { "" };
            let _ = writeln!(text, "       in {}{more}", shown.join(", "));
            let _ = writeln!(text, "       such as {} · {} · {}", first.test, first.code, shorten(&first.reason, 160));
        }
    }
    let passed: usize = all.iter().map(|tested| tested.passed).sum();
    let failed: usize = all.iter().map(|tested| tested.failed.len()).sum();
    let (documents, requests) = (all.len(), passed + failed);
    let operations: usize = all.iter().map(|tested| tested.operations).sum();
    text + &format!(
        "\ndocuments {documents} ({incomplete} not whole) · operations {operations} · requests {requests} · accepted and \
         decoded {passed}{sums}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::super::cause;
    use super::{Failure, Tested, text};

    #[test]
    fn causes_are_counted_with_an_example_each() {
        let failed = |cause| (cause, Failure::new("a_get", "500 x", "because"));
        let all = [
            Tested {
                document: "a".into(),
                operations: 3,
                passed: 3,
                failed: vec![failed(cause::CRASH), failed(cause::REFUSED)],
            },
            Tested { document: "b".into(), operations: 1, passed: 1, failed: vec![failed(cause::CRASH)] },
        ];
        let text = text(&all, 0);
        let crash = format!("     2 crash · {}", cause::CRASH.explanation);
        assert!(text.contains(&crash) && text.contains("in a 1, b 1"), "{text}");
        let sums = "operations 4 · requests 7 · accepted and decoded 4 · ours 1 · Prism's 2 · the document's 0\n";
        assert!(text.ends_with(sums), "{text}");
    }
}
