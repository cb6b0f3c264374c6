//! The next release of an SDK: its version from what changed since the last one, and its lock. Knows surfaces; no stage
//! and no files.

use std::collections::BTreeSet;

use semver::Version;

use crate::diff::{Change, Changes, Verdict, compare, markdown};
use crate::lock::Lock;
use crate::surface::Surface;

/// The next release of an SDK.
#[derive(Debug)]
pub struct Release {
    /// Its version.
    pub version: Version,
    /// What changed since the last release; `None` for the first one.
    pub changes: Option<Changes>,
    /// The lock with this release.
    pub lock: Lock,
}

/// Why there is no release.
#[derive(Debug)]
pub enum Refused {
    /// These changes compile and do another thing, and the configuration accepts none of them.
    Silent(Vec<Change>),
    /// The version that was requested is less than the changes need.
    TooLow {
        /// The least version that fits the changes.
        least: Version,
    },
    /// The version of the last release is no version.
    NoVersion(String),
}

impl Release {
    /// Returns the release that follows the one in the lock, or the first one.
    ///
    /// `accepted` has the silent changes that the configuration accepts, as [`id`] names them; `wanted` is a version to
    /// use instead of the least one that fits.
    ///
    /// # Errors
    ///
    /// Fails if there is a silent change that is not accepted, or if `wanted` is too low.
    pub fn next(
        lock: Option<&Lock>,
        surface: &Surface,
        accepted: &BTreeSet<String>,
        wanted: Option<&Version>,
    ) -> Result<Self, Refused> {
        let Some(lock) = lock else {
            let version = wanted.cloned().map_or_else(|| parsed(&surface.version), Ok)?;
            let surface = Surface { version: version.to_string(), ..surface.clone() };
            return Ok(Self { version, changes: None, lock: Lock::new(surface) });
        };
        let last = parsed(lock.released())?;
        let changes = compare(&lock.published(), surface);
        let silent = changes.list.iter().filter(|change| change.silent && !accepted.contains(&id(change)));
        let silent: Vec<Change> = silent.cloned().collect();
        if !silent.is_empty() {
            return Err(Refused::Silent(silent));
        }
        let verdict = changes.verdict().unwrap_or(Verdict::Patch);
        let least = following(&last, verdict);
        let version = match wanted {
            Some(wanted) if *wanted < least => return Err(Refused::TooLow { least }),
            Some(wanted) => wanted.clone(),
            None => least,
        };
        let next = lock.release(surface, &version.to_string(), verdict == Verdict::Major);
        // An incompatible release also drops cargo features that earlier ones retired.
        let drops_features = next.surface().features != surface.features;
        let changes = if drops_features { compare(&lock.published(), next.surface()) } else { changes };
        Ok(Self { version, changes: Some(changes), lock: next })
    }

    /// Returns the entry of the release for a changelog, in Markdown.
    #[must_use]
    pub fn entry(&self) -> String {
        let text = match &self.changes {
            None => "The first release.\n".to_owned(),
            Some(changes) if changes.list.is_empty() => "Nothing changed for programs that use the SDK.\n".to_owned(),
            Some(changes) => markdown(changes),
        };
        format!("## {}\n\n{}", self.version, text.trim_start())
    }
}

/// Returns the name of a change in the configuration: its rule and its key.
#[must_use]
pub fn id(change: &Change) -> String {
    format!("{} {}", change.rule.id, change.key)
}

/// Returns the version after another one (Cargo book, chapter SemVer Compatibility): below 1.0.0, the second number is
/// what the first one is otherwise.
fn following(last: &Version, verdict: Verdict) -> Version {
    match verdict {
        Verdict::Major if last.major == 0 => Version::new(0, last.minor + 1, 0),
        Verdict::Major => Version::new(last.major + 1, 0, 0),
        Verdict::Minor if last.major > 0 => Version::new(last.major, last.minor + 1, 0),
        Verdict::Minor | Verdict::Patch => Version::new(last.major, last.minor, last.patch + 1),
    }
}

fn parsed(version: &str) -> Result<Version, Refused> {
    Version::parse(version).map_err(|_| Refused::NoVersion(version.to_owned()))
}

/// Returns a changelog with one more entry, before all others; `text` is empty if there is none yet.
#[must_use]
pub fn with_entry(text: &str, entry: &str) -> String {
    if text.trim().is_empty() {
        return format!("# Changelog\n\n{entry}");
    }
    let starts = text.match_indices("\n## ").map(|(index, _)| index + 1);
    // An entry of what is not released yet is the work of a person, and stays first.
    let mut starts = starts.filter(|index| !text[*index..].to_lowercase().starts_with("## [unreleased]"));
    match starts.next() {
        Some(index) => format!("{}{}\n\n{}", &text[..index], entry.trim_end(), &text[index..]),
        None => format!("{}\n\n{entry}", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::{following, with_entry};
    use crate::diff::Verdict;

    #[test]
    fn versions_follow_what_changed() {
        let next = |last: &str, verdict| following(&Version::parse(last).expect("it is one"), verdict).to_string();
        let all = |last| [Verdict::Patch, Verdict::Minor, Verdict::Major].map(|verdict| next(last, verdict));
        assert_eq!(all("0.3.2"), ["0.3.3", "0.3.3", "0.4.0"]);
        assert_eq!(all("1.3.2"), ["1.3.3", "1.4.0", "2.0.0"]);
    }

    #[test]
    fn an_entry_is_before_all_others_but_what_is_unreleased() {
        let entry = "## 2.0.0\n\nNew.\n";
        assert_eq!(with_entry("", entry), "# Changelog\n\n## 2.0.0\n\nNew.\n");
        assert_eq!(with_entry("# Log\n\n## 1.0.0\n\nOld.\n", entry), "# Log\n\n## 2.0.0\n\nNew.\n\n## 1.0.0\n\nOld.\n");
        let unreleased = "# Log\n\n## [Unreleased]\n\nSoon.\n\n## 1.0.0\n";
        assert_eq!(
            with_entry(unreleased, entry),
            "# Log\n\n## [Unreleased]\n\nSoon.\n\n## 2.0.0\n\nNew.\n\n## 1.0.0\n"
        );
        assert_eq!(with_entry("# Log\n", entry), "# Log\n\n## 2.0.0\n\nNew.\n");
    }
}
