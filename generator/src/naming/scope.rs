//! A scope creates identifiers: each at most once, and no keyword or reserved word.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::ident::Ident;
use super::reserved::KEYWORDS;
use super::words::{self, Case, Words};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::pointer::Pointer;

/// The identifiers of one scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: HashMap<String, Option<Pointer>>,
    /// Names that are taken from the start. A list, because there are few of them and as many scopes as types.
    reserved: &'static [&'static str],
    /// Names in the lock, which only those that have them can take.
    held: HashSet<String>,
    /// The last number that each name was given, by its first numbered spelling; all earlier numbers are taken.
    numbers: HashMap<String, usize>,
    /// Names that are taken in many scopes, stored once.
    outside: Rc<HashSet<String>>,
}

impl Scope {
    /// Creates a scope in which these names are taken from the start.
    pub(super) fn reserving(reserved: &'static [&'static str]) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// Creates a scope in which these shared names are taken.
    pub(super) fn inside(outside: &Rc<HashSet<String>>) -> Self {
        Self { outside: Rc::clone(outside), ..Self::default() }
    }

    /// Marks one more name as taken.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned(), None);
    }

    /// Keeps a name for what has it in the lock.
    pub(super) fn hold(&mut self, name: &str) {
        self.held.insert(name.to_owned());
    }

    /// Takes a name of the lock; `None` if another one has taken it, or if it is reserved by now.
    pub(super) fn take_held(&mut self, name: &str, at: &Pointer) -> Option<Ident> {
        let is_taken = self.taken.contains_key(name) || self.reserved.contains(&name) || self.outside.contains(name);
        if is_taken || KEYWORDS.contains(&name) {
            return None;
        }
        self.taken.insert(name.to_owned(), Some(at.clone()));
        Some(Ident::new(name.to_owned()))
    }

    /// Takes the first spelling that is free; `None` if there is none.
    pub(super) fn claim(&mut self, spellings: &[Words], case: Case, at: &Pointer) -> Option<Ident> {
        spellings.iter().find_map(|words| self.take(spelled(words, case), at))
    }

    /// Takes one of the spellings. If none is free, adds a number with a warning if the run is lenient, and reports an
    /// error otherwise.
    pub(super) fn choose(
        &mut self,
        spellings: &[Words],
        case: Case,
        clash: &Clash<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        if let Some(ident) = self.claim(spellings, case, clash.at) {
            return ident;
        }
        let (base, name) = self.number(spellings, case);
        // The lock keeps the number.
        let lenient = clash.lenient || self.held.contains(&base);
        self.report(&base, &name, &Clash { lenient, ..*clash }, diagnostics);
        self.taken.insert(name.clone(), Some(clash.at.clone()));
        Ident::new(name)
    }

    /// Takes one of the spellings, with a number if none is free, and reports nothing: for names that users never
    /// write.
    pub(super) fn assign(&mut self, spellings: &[Words], case: Case, at: &Pointer) -> Ident {
        self.claim(spellings, case, at).unwrap_or_else(|| {
            let (_, name) = self.number(spellings, case);
            self.taken.insert(name.clone(), Some(at.clone()));
            Ident::new(name)
        })
    }

    /// Returns the last spelling, without and with the first number that is free.
    fn number(&mut self, spellings: &[Words], case: Case) -> (String, String) {
        let base = spellings.last().map(|words| spelled(words, case)).unwrap_or_default();
        let first = numbered(&base, 2, case);
        let known = self.numbers.get(&first).copied().unwrap_or(2);
        let number = (known..).find(|number| !self.holds(&numbered(&base, *number, case))).unwrap_or(2);
        self.numbers.insert(first, number);
        let name = numbered(&base, number, case);
        (base, name)
    }

    fn report(&self, base: &str, name: &str, clash: &Clash<'_>, diagnostics: &mut Diagnostics) {
        let location = Location::Node(clash.at.clone());
        let diagnostic = if clash.lenient {
            Diagnostic::new(
                codes::NUMBERED_NAME,
                location,
                format!("{} would have the name `{base}`, which is already in use; it becomes `{name}`", clash.what),
            )
        } else {
            Diagnostic::new(
                codes::NAME_CLASH,
                location,
                format!("{} would have the name `{base}`, which is already in use", clash.what),
            )
        };
        let diagnostic = diagnostic.help(clash.help.text());
        let first = self.taken.get(base).and_then(Option::as_ref);
        diagnostics.push(match first {
            Some(first) => diagnostic.related(Location::Node(first.clone()), format!("`{base}` is used here")),
            None => diagnostic,
        });
    }

    fn holds(&self, name: &str) -> bool {
        self.taken.contains_key(name)
            || self.reserved.contains(&name)
            || self.outside.contains(name)
            || self.held.contains(name)
    }

    fn take(&mut self, name: String, at: &Pointer) -> Option<Ident> {
        if self.holds(&name) {
            return None;
        }
        self.taken.insert(name.clone(), Some(at.clone()));
        Some(Ident::new(name))
    }
}

/// The diagnostic for a name that is taken.
#[derive(Clone, Copy)]
pub(super) struct Clash<'a> {
    pub(super) what: &'a str,
    pub(super) at: &'a Pointer,
    pub(super) lenient: bool,
    pub(super) help: Help<'a>,
}

/// The advice of a clash, formatted only if it is reported, because most names do not clash.
#[derive(Clone, Copy)]
pub(super) enum Help<'a> {
    /// To set a name for this location.
    Name(&'a Pointer),
    /// To set a name for the method of this operation.
    Method(&'a str),
    Words(&'static str),
}

impl Help<'_> {
    fn text(&self) -> String {
        match self {
            Self::Name(at) => format!("name it in the configuration: [names] \"{}\" = \"…\"", at.as_str()),
            Self::Method(key) => format!("name it in the configuration: [operations.\"{key}\"] method = \"…\""),
            Self::Words(words) => (*words).to_owned(),
        }
    }
}

/// Returns the text of an identifier. Keywords get a trailing underscore.
fn spelled(words: &Words, case: Case) -> String {
    let mut text = shortened(words::composed(words.spelled(case)), case);
    if KEYWORDS.contains(&text.as_str()) {
        text.push('_');
    }
    text
}

/// Returns the text, or its beginning and a hash of it: modules are files and types are pages of the docs, and names of
/// files are limited to 255 bytes.
fn shortened(text: String, case: Case) -> String {
    const LONGEST: usize = 160;
    if text.len() <= LONGEST {
        return text;
    }
    let hash = hash(&text);
    let kept = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end < LONGEST - 9).last();
    let kept = text[..kept.unwrap_or(0)].trim_end_matches('_');
    match case {
        Case::Pascal => format!("{kept}X{hash:08x}"),
        Case::Snake => format!("{kept}_{hash:08x}"),
        Case::Shouty => format!("{kept}_{hash:08X}"),
    }
}

/// FNV-1a, folded: the same on every machine.
fn hash(text: &str) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    u32::try_from((hash >> 32) ^ (hash & 0xffff_ffff)).unwrap_or_default()
}

fn numbered(base: &str, number: usize, case: Case) -> String {
    let base = base.trim_end_matches('_');
    if case == Case::Pascal { format!("{base}{number}") } else { format!("{base}_{number}") }
}

#[cfg(test)]
mod tests {
    use super::{Case, Scope};
    use crate::naming::words::Words;
    use crate::pointer::Pointer;

    #[test]
    fn long_names_are_shortened_and_stay_distinct() {
        let (long, other) = ("word ".repeat(100_000), "word ".repeat(100_000) + "end");
        for case in [Case::Pascal, Case::Snake, Case::Shouty] {
            let mut scope = Scope::default();
            let mut claim =
                |name: &str| scope.claim(&[Words::split(name)], case, &Pointer::root()).expect("it is free");
            let (long, other, letters) = (claim(&long), claim(&other), claim(&"é".repeat(1_000)));
            assert!([&long, &other, &letters].iter().all(|ident| (100..=160).contains(&ident.as_str().len())));
            assert_ne!(long, other);
            // They are valid.
            let _ = [long, other, letters].map(|ident| ident.token());
        }
        let mut scope = Scope::default();
        let short = "word ".repeat(20);
        let ident = scope.claim(&[Words::split(&short)], Case::Snake, &Pointer::root()).expect("it is free");
        assert_eq!(ident.as_str(), "word_".repeat(20).trim_end_matches('_'));
    }

    /// rustc compares identifiers in this form.
    #[test]
    fn names_that_differ_in_their_composition_are_one() {
        let mut scope = Scope::default();
        let mut claim = |name: &str| scope.claim(&[Words::split(name)], Case::Pascal, &Pointer::root());
        assert_eq!(claim("\u{1100}\u{1161}").map(|ident| ident.as_str().to_owned()).as_deref(), Some("\u{ac00}"));
        assert_eq!(claim("\u{ac00}"), None);
        assert_eq!(claim("\u{1100} \u{1161}"), None);
    }

    #[test]
    fn numbers_go_on_and_step_over_names_that_are_taken() {
        let mut scope = Scope::reserving(&["Item3"]);
        let mut assign = |name: &str, case| {
            let ident = scope.assign(&[Words::split(name)], case, &Pointer::root());
            ident.as_str().to_owned()
        };
        let names: Vec<String> = (0..4).map(|_| assign("item", Case::Pascal)).collect();
        assert_eq!(names, ["Item", "Item2", "Item4", "Item5"]);
        let names: Vec<String> = (0..3).map(|_| assign("item", Case::Snake)).collect();
        assert_eq!(names, ["item", "item_2", "item_3"]);
    }
}
