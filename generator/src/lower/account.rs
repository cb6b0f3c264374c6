//! The account of what is lowered: what is reported, and what is left out with a reason. Knows no schema.

use std::collections::HashSet;

use crate::diagnostics::codes::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::report::{Skipped, Untyped};

/// What is reported while a document is lowered.
pub(super) struct Account<'a> {
    diagnostics: &'a mut Diagnostics,
    /// The operations that are skipped.
    pub(super) skipped: Vec<Skipped>,
    /// Where the document describes a structure and the model has free JSON.
    pub(super) untyped: Vec<Untyped>,
    /// The pairs of locations that were reported: a schema is lowered again wherever it is inherited.
    reported: HashSet<(Pointer, Pointer)>,
}

impl<'a> Account<'a> {
    /// An empty account whose diagnostics go to `diagnostics`.
    pub(super) fn new(diagnostics: &'a mut Diagnostics) -> Self {
        Self { diagnostics, skipped: Vec::new(), untyped: Vec::new(), reported: HashSet::new() }
    }

    /// Reports a diagnostic at a node, with the severity of its code.
    pub(super) fn report(&mut self, code: &'static Code, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.report(code, at, message);
    }

    /// Removes what was reported at a node with this code, and no longer holds.
    pub(super) fn withdraw(&mut self, code: &'static Code, at: &Pointer) {
        self.diagnostics.withdraw(code, at);
    }

    /// Reports a diagnostic.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a diagnostic unless there is one with the same code at the same location.
    pub(super) fn push_once(&mut self, diagnostic: Diagnostic) {
        let is_same = |other: &Diagnostic| other.code == diagnostic.code && other.location == diagnostic.location;
        if !self.diagnostics.iter().any(is_same) {
            self.push(diagnostic);
        }
    }

    /// Whether nothing was reported for these two locations yet. From now on, something is.
    pub(super) fn is_first(&mut self, at: Pointer, other: Pointer) -> bool {
        self.reported.insert((at, other))
    }

    /// Records a structure that becomes free JSON.
    pub(super) fn untyped(&mut self, at: &Pointer, reason: impl Into<String>) {
        self.untyped.push(Untyped::new(at.clone(), reason));
    }

    /// Records an operation that is skipped, and reports it.
    pub(super) fn skip(&mut self, at: &Pointer, code: &'static Code, reason: impl Into<String>) {
        let reason = reason.into();
        self.report(code, at, format!("this operation is skipped: {reason}"));
        self.skipped.push(Skipped::new(at.clone(), code, reason));
    }
}
