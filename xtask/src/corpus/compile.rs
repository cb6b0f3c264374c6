//! Compiles generated crates: one workspace, one target folder, batches; counts the errors and warnings of each crate.
//! Denies no lints. Knows cargo, not the generator.

use std::collections::HashMap;

use serde_json::Value;

use super::Work;
use crate::crates::{self, lines_of_json};
use crate::losses::shorten;
use crate::project::Project;

/// The number of crates per run of cargo: enough to keep it busy, few enough to show progress.
const BATCH: usize = 20;

/// Errors, warnings and the first message.
type Verdict = (usize, usize, String);

/// Checks the crates with these names.
pub(super) fn check(project: &Project, work: &Work, names: &[&str]) -> Result<HashMap<String, Verdict>, String> {
    crates::workspace(project, &work.crates, names)?;
    let mut verdicts = HashMap::new();
    for (index, batch) in names.chunks(BATCH).enumerate() {
        println!("compiling crates {} to {} of {}", index * BATCH + 1, index * BATCH + batch.len(), names.len());
        let mut command = crates::command(project, &work.crates, &work.target);
        command.args(["check", "--all-features", "--keep-going", "--message-format=json", "--quiet"]);
        command.args(batch.iter().flat_map(|name| ["-p", name]));
        let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
        let messages = lines_of_json(&output.stdout);
        if messages.is_empty() && !output.status.success() {
            // Cargo itself failed, for example because of a manifest.
            let said = String::from_utf8_lossy(&output.stderr);
            let first = said.lines().find(|line| line.contains("error")).unwrap_or_default();
            verdicts.extend(batch.iter().map(|name| ((*name).to_owned(), (1, 0, shorten(first, 160)))));
            continue;
        }
        verdicts.extend(batch.iter().map(|name| ((*name).to_owned(), verdict(name, &messages))));
    }
    Ok(verdicts)
}

/// Counts the messages of the compiler about one crate.
fn verdict(name: &str, messages: &[Value]) -> Verdict {
    let mut verdict = (0, 0, String::new());
    for message in crates::complaints(messages, name) {
        *if message["level"] == "error" { &mut verdict.0 } else { &mut verdict.1 } += 1;
        if verdict.2.is_empty() {
            let spans = message["spans"].as_array().and_then(|spans| spans.first());
            let location =
                spans.map(|span| format!(" ({}:{})", span["file_name"].as_str().unwrap_or("?"), span["line_start"]));
            let text = message["message"].as_str().unwrap_or_default();
            verdict.2 = shorten(text, 160) + &location.unwrap_or_default();
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::verdict;

    #[test]
    fn messages_are_counted_where_they_belong() {
        let message = |name: &str, level: &str| {
            json!({"reason": "compiler-message", "target": {"name": name},
                "message": {"level": level, "message": "no such thing", "spans": [{"file_name": "a.rs", "line_start": 3}]}})
        };
        let said = [
            message("a", "error"),
            message("a", "warning"),
            message("a", "failure-note"),
            message("b", "error"),
            json!({"reason": "build-finished"}),
        ];
        assert_eq!(verdict("a", &said), (1, 1, "no such thing (a.rs:3)".to_owned()));
        assert_eq!(verdict("c", &said), (0, 0, String::new()));
    }
}
