//! `sdkgen.lock`: the surface that users of an SDK have. A run that reads it keeps every name in it, whatever is added
//! to the document. Knows surfaces; no stage and no files.
//!
//! It has what the last release had, and what was generated since. What a later run changes or removes of the release
//! stays in it until the next release, so that both can be compared, and its names are not given to something else.

mod merge;
mod things;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

pub(crate) use self::things::Thing;
use crate::diagnostics::{Diagnostic, Location, codes};
use crate::diff;
use crate::surface::Surface;

/// The name of the file, in the folder of the crate.
pub const FILE: &str = "sdkgen.lock";

/// The format of the file that this version writes.
const FORMAT: u32 = 1;

/// The key of what no release has had yet.
pub(crate) const UNRELEASED: &str = "unreleased";

/// The surface that users of an SDK have, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    format: u32,
    /// The version of the last release.
    released: String,
    /// Whether the next release has the presence of inputs and fields that the document has, and not that of the last
    /// release.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    accepted: bool,
    /// What was added after the first release, by the version that has it first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    since: BTreeMap<String, BTreeSet<String>>,
    /// Earlier names, which are deprecated aliases until the next major release.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    was: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    surface: Surface,
}

impl Lock {
    /// Returns the lock of the first release of an SDK.
    #[doc(hidden)]
    #[must_use]
    pub fn new(surface: Surface) -> Self {
        Self { format: FORMAT, released: surface.version.clone(), surface, ..Self::default() }
    }

    /// Reads the text of a lock.
    ///
    /// # Errors
    ///
    /// Fails if the text is not TOML, has another format, or has names that are none in Rust.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let refuse = |message: String, help: &str| {
            Box::new(Diagnostic::new(codes::BAD_LOCK, Location::Document, message).help(help.to_owned()))
        };
        let lock: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            let message = format!("`{FILE}`, line {line}: {}", error.message());
            refuse(message, "after a merge with conflicts, take one of the two versions and generate again")
        })?;
        if lock.format != FORMAT {
            let message = format!("`{FILE}` has the format {}; this version of sdkgen reads {FORMAT}", lock.format);
            return Err(refuse(message, "use the version of sdkgen that wrote it, or a later one"));
        }
        match things::invalid_name(&lock.surface) {
            Some(name) => Err(refuse(
                format!("`{FILE}` contains `{name}`, which is no identifier of Rust"),
                "restore the file from the version control, or remove it to name everything anew",
            )),
            None => Ok(lock),
        }
    }

    /// Returns the text of the file. Equal locks have equal texts.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!(
            "# {}. It holds the names that users of the SDK have: commit it, and do not edit it. After a\n\
             # conflict, take either version and generate again.\n\n",
            crate::tree::MARK
        );
        // Serialisation fails only for types that TOML does not have.
        match toml::to_string_pretty(self) {
            Ok(toml) => text.push_str(&toml),
            Err(error) => {
                let _ = write!(text, "# {error}");
            }
        }
        text
    }

    /// Returns the surface.
    #[doc(hidden)]
    #[must_use]
    pub fn surface(&self) -> &Surface {
        &self.surface
    }

    /// Returns the names that are others in a later lock, with those.
    #[doc(hidden)]
    #[must_use]
    pub fn changed_names(&self, later: &Self) -> Vec<(String, String)> {
        let renamed = things::renamed(&self.surface, &later.surface);
        renamed.into_iter().map(|(_, old, new)| (old, new)).collect()
    }

    /// Returns the version of the last release.
    #[must_use]
    pub fn released(&self) -> &str {
        &self.released
    }

    /// Returns the surface of the last release: without what was added since.
    #[doc(hidden)]
    #[must_use]
    pub fn published(&self) -> Surface {
        let mut surface = self.surface.clone();
        if let Some(added) = self.since.get(UNRELEASED) {
            things::remove(&mut surface, added);
        }
        surface
    }

    /// Whether the shapes of the document were accepted since the last release.
    pub(crate) fn is_accepted(&self) -> bool {
        self.accepted
    }

    /// Returns a warning for each name that is another one in the surface that was generated.
    pub(crate) fn renamed(&self, generated: &Surface) -> Vec<Diagnostic> {
        let warning = |(kind, location, old, new, owner): (&str, Location, String, String, Option<&str>)| {
            let has_alias = match owner {
                Some(owner) => generated.has_alias(owner, &old, &new),
                None => generated.aliases.get(&old) == Some(&new),
            };
            let alias = if has_alias { "; the old name is a deprecated alias" } else { "" };
            Diagnostic::new(codes::RENAMED, location, format!("{kind} `{old}` is now `{new}`{alias}"))
                .help("users of the SDK have the old name: keep it, or make a release that records the new one")
        };
        let same = things::renamed(&self.surface, generated).into_iter();
        let all = same.chain(self.moved(generated));
        let all = all.map(|(thing, old, new)| (thing.kind(), location(&thing), old, new, thing.owner(generated)));
        all.map(warning).collect()
    }

    /// Returns what has another key and another name now, since the document calls it differently or has it elsewhere,
    /// and the values of such enumerations that have another name.
    fn moved(&self, generated: &Surface) -> Vec<(Thing, String, String)> {
        let released = self.published();
        let moved = diff::moved(&released, generated);
        let (mut before, mut after) = (things::things(&released), things::things(generated));
        let operations = moved.operations.into_iter().map(|(old, new)| [old, new].map(Thing::Operation));
        let values = moved.types.iter().flat_map(|(old, key)| {
            let values = things::values(&generated.types[key]);
            values.map(move |value| [old, key].map(|at| Thing::Member(at.clone(), value.clone())))
        });
        let values: Vec<_> = values.collect();
        let types = moved.types.into_iter().map(|(old, new)| [old, new].map(Thing::Type));
        let names = operations.chain(types).chain(values).filter_map(|[old, new]| {
            let (name, other) = (before.remove(&old)?, after.remove(&new)?);
            (name != other).then_some((new, name, other))
        });
        names.collect()
    }

    /// Returns the earlier names of something.
    pub(crate) fn was(&self, thing: &Thing) -> &[String] {
        self.was.get(&thing.to_string()).map_or(&[], Vec::as_slice)
    }
}

/// Returns the location of something in the document.
fn location(thing: &Thing) -> Location {
    thing.location().map_or(Location::Document, Location::Node)
}
