//! Limits how much copies enlarge a document: those by overlays, of parts of other files, and of the targets of
//! misplaced references. All share one budget, so copies of copies end. Knows the raw value only.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Location, codes};
use crate::limits::Limits;
use crate::pointer::Pointer;

/// How deeply a document may be nested after all copies; texts may be nested up to a third of it.
const DEPTH: usize = 384;

/// What is left of the budget of one run.
pub(super) struct Budget {
    bytes: u64,
    /// How much each byte that is read adds to the budget: nothing if the configuration sets the budget.
    factor: u64,
    steps: u64,
}

/// The limit that was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Bytes,
    Depth,
    Steps,
}

impl Budget {
    /// The budget for a document.
    pub(super) fn new(root: &Value, limits: &Limits) -> Self {
        let (bytes, factor) = limits.copied_bytes.map_or((4 << 20, 4), |bytes| (bytes, 0));
        let mut budget = Self { bytes, factor, steps: limits.query_steps };
        budget.meets(root);
        budget
    }

    /// Enlarges the budget for a part of another file, so that a document of many files can have as many copies as one
    /// of a single file.
    pub(super) fn meets(&mut self, part: &Value) {
        if self.factor > 0 {
            self.bytes = self.bytes.saturating_add(weight(part).0.saturating_mul(self.factor));
        }
    }

    /// Spends the budget for a copy of `value` below `depth` levels; fails if a limit would be exceeded.
    pub(super) fn allows(&mut self, value: &Value, depth: usize) -> Result<(), Excess> {
        let (bytes, levels) = weight(value);
        if depth + levels > DEPTH {
            return Err(Excess::Depth);
        }
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Excess::Bytes)?;
        Ok(())
    }

    /// Spends the budget for a query that visits so many nodes; fails if the limit would be exceeded.
    pub(super) fn steps(&mut self, number: u64) -> Result<(), Excess> {
        self.steps = self.steps.checked_sub(number).ok_or(Excess::Steps)?;
        Ok(())
    }
}

/// Returns the approximate size of a value as text, in bytes, and its depth.
fn weight(value: &Value) -> (u64, usize) {
    let (mut bytes, mut deepest) = (0, 0);
    let mut rest = vec![(value, 1)];
    while let Some((value, depth)) = rest.pop() {
        bytes += 8;
        deepest = deepest.max(depth);
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => rest.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => {
                bytes += members.keys().map(|key| key.len() + 8).sum::<usize>();
                rest.extend(members.values().map(|member| (member, depth + 1)));
            }
            _ => {}
        }
    }
    (bytes as u64, deepest)
}

impl Excess {
    /// Returns the diagnostic for the copy at `location`.
    pub(super) fn diagnostic(self, location: Pointer) -> Diagnostic {
        let (code, message, help) = match self {
            Self::Bytes => (
                codes::TOO_LARGE,
                "copies make this document much larger than its text",
                format!(
                    "move shared parts into `components`, and refer to them where OpenAPI allows references; {}",
                    Limits::help("copied_bytes")
                ),
            ),
            Self::Depth => {
                (codes::TOO_DEEP, "copies within copies nest this document too deeply", "copy smaller parts".to_owned())
            }
            Self::Steps => (
                codes::TOO_LARGE,
                "evaluating this JSONPath would take too long",
                format!("write the names of the path instead of `..` and `*`; {}", Limits::help("query_steps")),
            ),
        };
        Diagnostic::new(code, Location::Node(location), message).help(help)
    }
}
