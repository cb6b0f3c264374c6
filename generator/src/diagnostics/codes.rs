//! The index of diagnostic codes: what each means and what to do. `sdkgen explain CODE` prints it, and
//! `docs/diagnostics.md` is made of it. Each kind of codes has its module. Knows no stage.

/// Declares codes, each as a constant with its name in capitals, and lists them.
macro_rules! codes {
    ($($item:ident = $severity:ident($name:literal, $cause:literal, $cure:literal $(,)?);)*) => {
        $(#[doc = $cause] pub const $item: &Code = &$severity($name, $cause, $cure);)*

        /// Its codes, sorted, each with the name of its constant.
        pub(super) const CODES: &[(&Code, &str)] = &[$(($item, stringify!($item))),*];
    };
}

mod access;
mod decisions;
mod documents;
mod index;
mod operations;
mod schemas;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

pub use self::access::*;
pub use self::decisions::*;
pub use self::documents::*;
pub use self::index::{explain, index};
pub use self::operations::*;
pub use self::schemas::*;

use super::Severity;

/// A kind of diagnostic: its name, its severity, and what there is to know about it.
///
/// Equal to its name, so that `diagnostic.code == "unknown-reference"` can be written; displayed as its name.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Code {
    /// The name in kebab case, such as `unknown-reference`. It never changes.
    pub name: &'static str,
    /// How severe diagnostics of this kind are, unless `--lenient-names` makes them warnings.
    pub severity: Severity,
    /// What is wrong, and what the generator does about it.
    pub cause: &'static str,
    /// What the author of the document or the user of the generator can do.
    pub cure: &'static str,
    /// Whether it is an error that `--lenient-names` makes a warning.
    pub lenient: bool,
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, name: &str) -> bool {
        self.name == name
    }
}

const fn warning(name: &'static str, cause: &'static str, cure: &'static str) -> Code {
    Code { name, severity: Severity::Warning, cause, cure, lenient: false }
}

const fn error(name: &'static str, cause: &'static str, cure: &'static str) -> Code {
    Code { name, severity: Severity::Error, cause, cure, lenient: false }
}

/// An error that `--lenient-names` makes a warning.
const fn lenient(name: &'static str, cause: &'static str, cure: &'static str) -> Code {
    Code { name, severity: Severity::Error, cause, cure, lenient: true }
}

/// Codes that are raised by tests alone.
#[cfg(test)]
pub(crate) const TESTS: [&Code; 3] =
    [&warning("odd", "", ""), &warning("vague", "", ""), &error("unknown-key", "", "")];

/// The codes of each module, each with the name of its constant.
const MODULES: [&[(&Code, &str)]; 5] =
    [access::CODES, decisions::CODES, documents::CODES, operations::CODES, schemas::CODES];

/// Every code, sorted by name.
pub static ALL: LazyLock<Vec<&Code>> = LazyLock::new(|| {
    let mut all: Vec<&Code> = MODULES.iter().flat_map(|module| module.iter().map(|(code, _)| *code)).collect();
    all.sort_unstable_by_key(|code| code.name);
    all
});

#[cfg(test)]
mod tests {
    use super::{ALL, MODULES, explain, index};

    #[test]
    fn codes_are_sorted_and_found() {
        assert!(ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(MODULES.iter().all(|module| module.is_sorted_by_key(|(code, _)| code.name)));
        assert!(
            ALL.iter()
                .all(|code| explain(code.name) == Some(*code) && code.cause.ends_with('.') && code.cure.ends_with('.'))
        );
        assert!(ALL.iter().filter(|code| code.lenient).all(|code| code.cause.contains("`--lenient-names`")));
        assert!(explain("no-such-code").is_none());
        assert!(index().contains("## `unknown-reference`"));
    }

    #[test]
    fn constants_are_called_like_their_codes() {
        for (code, constant) in MODULES.iter().flat_map(|module| module.iter()) {
            assert_eq!(code.name.to_uppercase().replace('-', "_"), *constant);
        }
    }
}
