//! What a change of a document does to programs that use its SDK: compares two versions by the keys of their documents,
//! and judges each difference for Rust and for the wire. Reads no documents and no files.
//!
//! The [`Surface`] of an SDK decides about Rust: whether a program still compiles, and whether it still does the same.
//! The [`Wire`] decides what happens between a program of one version and a server of the other. Surfaces alone can be
//! compared too; the changes then have no verdict for the wire, and fewer of them are found.

mod access;
mod constants;
mod effects;
mod fields;
mod fold;
mod inputs;
mod models;
mod names;
mod operations;
mod pairs;
mod render;
mod responses;
pub mod rules;
mod sides;
mod types;
mod variants;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

pub use self::render::{Entry, Group, groups, human, json_lines, markdown};
pub use self::rules::Rule;
pub use self::wire::Wire;
use crate::surface::Surface;

/// What the next version of an SDK must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing that a program can name changes.
    Patch,
    /// Something is added.
    Minor,
    /// Programs may not compile any more, or may do another thing.
    Major,
}

impl Verdict {
    /// Returns its name: `major`, `minor` or `patch`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What happens to a program whose server has another version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It works.
    #[default]
    Ok,
    /// It fails for some values or requests.
    Some,
    /// It works, but a value is lost or misread.
    Loses,
    /// It fails.
    Breaks,
}

impl Effect {
    /// Returns its name: `ok`, `some`, `loses` or `breaks`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Some => "some",
            Self::Loses => "loses",
            Self::Breaks => "breaks",
        }
    }
}

/// A change with its verdicts.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind of change it is.
    pub rule: &'static Rule,
    /// What the next version of the SDK must be because of it.
    pub rust: Verdict,
    /// Whether old programs still compile, and do another thing.
    pub silent: bool,
    /// What happens to a program of the old version with a server of the new one, and the other way round; `None` if
    /// only surfaces were compared.
    pub wire: Option<(Effect, Effect)>,
    /// The document's key of what changed: `GET /users/{} query limit`, `/components/schemas/User name`.
    pub key: String,
    /// What users call it: `users.list`, `User.name`.
    pub subject: String,
    /// Its location in the old and in the new document, as JSON Pointers.
    pub at: (Option<String>, Option<String>),
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
    /// What users call the other things that changed for the same cause.
    pub also: BTreeSet<String>,
    /// The types that came or went with it.
    pub with: BTreeSet<String>,
    /// The models that are mentioned by what is removed and by what is added.
    mentions: (String, String),
}

impl Change {
    /// Creates a change with the usual verdicts of its rule.
    fn new(rule: &'static Rule, key: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            rule,
            rust: rule.rust,
            silent: rule.silent,
            wire: Some(rule.wire),
            key: key.into(),
            subject: subject.into(),
            at: (None, None),
            old: None,
            new: None,
            also: BTreeSet::new(),
            with: BTreeSet::new(),
            mentions: (String::new(), String::new()),
        }
    }

    fn from(mut self, old: impl Into<String>) -> Self {
        self.old = Some(old.into());
        self
    }

    fn to(mut self, new: impl Into<String>) -> Self {
        self.new = Some(new.into());
        self
    }

    fn at(mut self, old: Option<&str>, new: Option<&str>) -> Self {
        self.at = (old.map(str::to_owned), new.map(str::to_owned));
        self
    }

    fn rust(mut self, rust: Verdict) -> Self {
        self.rust = rust;
        self
    }

    fn silent(mut self, silent: bool) -> Self {
        self.silent = silent;
        if silent {
            self.rust = Verdict::Major;
        }
        self
    }

    fn effects(mut self, effects: Option<(Effect, Effect)>) -> Self {
        self.wire = effects.or(self.wire);
        self
    }

    fn mentions(mut self, old: impl Into<String>, new: impl Into<String>) -> Self {
        self.mentions = (old.into(), new.into());
        self
    }

    /// Returns the change in a sentence without a full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        let what = format!("{}: {}", code(&self.subject), self.rule.title);
        match (&self.old, &self.new) {
            (Some(old), Some(new)) if old != new => format!("{what}: {} is now {}", code(old), code(new)),
            (Some(old), _) => format!("{what}: {}", code(old)),
            (None, Some(new)) => format!("{what}: {}", code(new)),
            (None, None) => what,
        }
    }
}

/// Returns a text of a document between backticks. It may contain nothing that a terminal or Markdown acts on.
fn code(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() || c == '`' { '\u{fffd}' } else { c }).collect();
    format!("`{clean}`")
}

/// The changes between two versions of an SDK.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The changes: silent ones first, then by verdict, rule and key.
    pub list: Vec<Change>,
    /// Whether the old version is below 1.0.0, so that `major` means its second number.
    pub unstable: bool,
}

impl Changes {
    /// Returns what the next version of the SDK must be; `None` if nothing changed.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.list.iter().map(|change| change.rust).max()
    }

    /// Returns the silent changes.
    pub fn silent(&self) -> impl Iterator<Item = &Change> {
        self.list.iter().filter(|change| change.silent)
    }

    /// Returns the worst that happens to an old program with a new server, and to a new program with an old server;
    /// `None` if only surfaces were compared.
    #[must_use]
    pub fn wire(&self) -> Option<(Effect, Effect)> {
        let worse = |one: (Effect, Effect), other: (Effect, Effect)| (one.0.max(other.0), one.1.max(other.1));
        self.list.iter().filter_map(|change| change.wire).reduce(worse)
    }
}

/// One of the versions that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// What its users can name.
    pub surface: &'a Surface,
    /// What it sends and reads.
    pub wire: Option<&'a Wire>,
}

impl<'a> From<&'a (Surface, Wire)> for Version<'a> {
    fn from((surface, wire): &'a (Surface, Wire)) -> Self {
        Self { surface, wire: Some(wire) }
    }
}

/// Compares the surfaces of two versions of an SDK.
#[must_use]
pub fn compare(old: &Surface, new: &Surface) -> Changes {
    compare_versions(Version { surface: old, wire: None }, Version { surface: new, wire: None })
}

/// Compares two versions of an SDK. The wire is compared if both are known.
#[must_use]
pub fn compare_versions(old: Version<'_>, new: Version<'_>) -> Changes {
    let wires = old.wire.zip(new.wire);
    let (old_wire, new_wire) = wires.unzip();
    let (old, new) = (Version { wire: old_wire, ..old }, Version { wire: new_wire, ..new });
    let pairs = pairs::Pairs::of(old, new);
    let mut list = Vec::new();
    operations::compare(&pairs, &mut list);
    models::compare(&pairs, &mut list);
    access::compare(&pairs, &mut list);
    if wires.is_none() {
        list.retain(|change| change.rust > Verdict::Patch);
        list.iter_mut().for_each(|change| change.wire = None);
    }
    for change in &mut list {
        // Programs that use an earlier name still compile.
        let earlier = change.old.as_ref().and_then(|name| new.surface.aliases.get(name));
        if earlier.is_some() && earlier == change.new.as_ref() && !change.silent {
            change.rust = change.rust.min(Verdict::Minor);
        }
    }
    let list = fold::fold(&pairs, list);
    Changes { list, unstable: old.surface.version.starts_with("0.") }
}

/// What is in two versions of an SDK under different keys, as pairs of an old and a new key.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    pub(crate) operations: Vec<(String, String)>,
    pub(crate) types: Vec<(String, String)>,
}

/// Returns what has another key in the new version: its schema or its path moved, or has another name.
pub(crate) fn moved(old: &Surface, new: &Surface) -> Moved {
    let pairs = pairs::Pairs::of(Version { surface: old, wire: None }, Version { surface: new, wire: None });
    let differing = |all: &BTreeMap<&str, &str>| {
        let differing = all.iter().filter(|(old, new)| old != new);
        differing.map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect()
    };
    Moved { operations: differing(&pairs.operations), types: differing(&pairs.types) }
}
