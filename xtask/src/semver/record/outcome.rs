//! Whether a program makes the same requests with another SDK, and whether `sdkgen diff` says so where it does not.

use std::fmt;

use sdkgen::diff::{Change, Changes, Effect, Verdict as Needed};
use serde_json::{Value, json};

use super::Recorder;
use super::requests::{Difference, Recording};
use crate::semver::arbiter::{Program, Verdict, Work};
use crate::semver::said::Said;
use crate::semver::sdk::Sdk;

/// This many differences of a pair are printed.
const MOST_SHOWN: usize = 3;

/// A program that records requests, and those that it makes with the SDK that it was written for.
pub(in crate::semver) struct Recorded {
    pub(in crate::semver) recorder: Recorder,
    recording: Recording,
}

/// What becomes of the requests.
pub(in crate::semver) enum Outcome {
    /// The program does not compile.
    Refused(String),
    Same,
    /// Some differ, with how `sdkgen diff` announces that.
    Others(Announced, Vec<String>),
}

/// How `sdkgen diff` announces that requests differ: the least of it for any of the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::semver) enum Announced {
    /// Not at all.
    No,
    /// The change is a patch in Rust, and does something on the wire.
    Wire,
    /// As major or silent.
    Yes,
}

impl fmt::Display for Announced {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::No => "not announced",
            Self::Wire => "announced for the wire",
            Self::Yes => "announced",
        })
    }
}

impl Recorded {
    /// Runs a program with the SDK that it was written for; it is compiled.
    pub(in crate::semver) fn of(work: &Work<'_>, recorder: Recorder, program: &str) -> Result<Self, String> {
        Ok(Self { recorder, recording: Recording::read(&work.run(program)?) })
    }

    /// Returns what it covers, for people.
    pub(in crate::semver) fn coverage(&self) -> String {
        let Recorder { calls, left_out, .. } = &self.recorder;
        let requests = self.recording.requests();
        format!("{calls} operations called, {requests} requests, {} operations left out", left_out.len())
    }

    /// Returns the calls that make no request, with what failed, and the operations that are not called.
    pub(in crate::semver) fn gaps(&self) -> impl Iterator<Item = String> {
        self.recording.failures().chain(self.recorder.left_out.iter().map(|name| format!("{name}: left out")))
    }

    /// Runs the program with a newer SDK, if it compiles.
    pub(in crate::semver) fn with(
        &self,
        work: &Work<'_>,
        (program, verdict): (&Program, &Verdict),
        (old, new): (&Sdk, &Sdk),
    ) -> Result<Outcome, String> {
        if !matches!(verdict, Verdict::Compiles) {
            return Ok(Outcome::Refused(verdict.to_string()));
        }
        let differences = self.recording.differences(&Recording::read(&work.run(&program.name)?));
        let changes = old.changes(new);
        let announced = differences.iter().map(|difference| announced(old, &changes, difference)).min();
        let Some(least) = announced else { return Ok(Outcome::Same) };
        let first = differences.iter().filter(|difference| announced_as(old, &changes, difference, least));
        Ok(Outcome::Others(least, first.take(MOST_SHOWN).map(Difference::shown).collect()))
    }
}

fn announced_as(old: &Sdk, changes: &Changes, difference: &Difference, announced: Announced) -> bool {
    self::announced(old, changes, difference) == announced
}

/// Looks for a change of the operation that is called, or of something that many operations use.
fn announced(old: &Sdk, changes: &Changes, difference: &Difference) -> Announced {
    let (resource, name) = difference.call.rsplit_once('.').unwrap_or(("", &difference.call));
    let mut operations = old.surface.operations.iter();
    let own = operations.find(|(_, method)| method.resource == resource && method.name == name).map(|(key, _)| key);
    // A path that moved has another key.
    let moved = changes.list.iter().find(|change| change.rule.id == "O9" && change.old.as_ref() == own);
    let keys: Vec<&String> = own.into_iter().chain(moved.map(|change| &change.key)).collect();
    let concerns = |change: &&Change| {
        let is_of_operation = change.key.split_once(" /").is_some_and(|(method, _)| !method.contains(['/', ' ']));
        let is_own = |key: &&String| change.key.strip_prefix(key.as_str()).is_some_and(|rest| !rest.starts_with('/'));
        !is_of_operation || keys.is_empty() || keys.iter().any(is_own)
    };
    let announces = |change: &Change| match change.wire {
        _ if change.silent || change.rust == Needed::Major => Announced::Yes,
        // What is only added changes no request of an old program.
        _ if change.rust == Needed::Minor && change.old.is_none() => Announced::No,
        Some((Effect::Ok, Effect::Ok)) | None => Announced::No,
        Some(_) => Announced::Wire,
    };
    changes.list.iter().filter(concerns).map(announces).max().unwrap_or(Announced::No)
}

impl Outcome {
    /// Returns it for a line of JSON.
    pub(in crate::semver) fn row(&self) -> Value {
        match self {
            Self::Refused(why) => json!({"refused": why}),
            Self::Same => json!("the same"),
            Self::Others(announced, first) => json!({"differ": announced.to_string(), "first": first}),
        }
    }
}

/// What became of the requests of several pairs.
#[derive(Default)]
pub(in crate::semver) struct Counts {
    /// Pairs whose requests are the same; that differ and are announced; that differ and are announced for the wire.
    pairs: [usize; 3],
    /// Pairs that differ and are not announced.
    unsaid: Vec<String>,
    /// Pairs that `sdkgen diff` calls silent, and whose requests are the same.
    unseen: Vec<String>,
    /// Pairs of which only the program that records does not compile.
    refused: Vec<String>,
}

impl Counts {
    pub(in crate::semver) fn count(&mut self, outcome: &Outcome, compiles: bool, said: &Said, row: &Value) {
        match outcome {
            Outcome::Refused(_) if compiles => self.refused.push(row.to_string()),
            Outcome::Refused(_) => {}
            Outcome::Same => {
                self.pairs[0] += 1;
                if compiles && said.silent {
                    self.unseen.push(row.to_string());
                }
            }
            Outcome::Others(Announced::No, _) => self.unsaid.push(row.to_string()),
            Outcome::Others(Announced::Wire, _) => self.pairs[2] += 1,
            Outcome::Others(Announced::Yes, _) => self.pairs[1] += 1,
        }
    }

    pub(in crate::semver) fn print(&self) {
        if self.pairs == [0; 3] && [&self.unsaid, &self.refused].into_iter().all(Vec::is_empty) {
            return;
        }
        let [same, announced, wire] = self.pairs;
        eprintln!("requests: the same in {same} pairs, others in {announced} that diff calls major or silent,");
        eprintln!("  others in {wire} that diff calls a patch in Rust with an effect on the wire");
        for (what, rows) in [
            ("requests differ, and diff does not say so", &self.unsaid),
            ("diff says silent, and the requests are the same", &self.unseen),
            ("only the program that records is refused", &self.refused),
        ] {
            eprintln!("{what}: {}", rows.len());
            rows.iter().for_each(|row| eprintln!("  {row}"));
        }
    }
}
