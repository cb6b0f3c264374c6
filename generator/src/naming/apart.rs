//! Distinguishes names with the same words: by the signs in which they differ, then by their case. Knows neither what
//! is named nor the order of names, so a name depends on neither.
//!
//! The plainest of several names keeps the words: `a_b` besides `a-b`, `x` besides `_x`, `asc` besides `ASC`. The
//! others spell the difference: `ADashB`, `UnderscoreX`, `AscUpper`. If each has a sign, none is plain: `APlus`,
//! `AMinus`.

use std::collections::HashMap;

use super::words::Case;
use super::words::Words;

/// The possible spellings of one of several names.
pub(super) struct Spellings {
    /// The words, best first; at least one.
    pub(super) words: Vec<Words>,
    /// How far the name is from its words; names with less of it choose first.
    pub(super) oddness: Oddness,
}

/// How far a name is from its words alone: how many of its distinguishing signs separate no words, which separators the
/// others are, and how its letters are cased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Oddness {
    signs: usize,
    separators: usize,
    letters: Letters,
}

/// How letters are cased, plainest first: `asc`, `Asc`, `sortOrder`, `ASC`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Letters {
    #[default]
    Lower,
    Capital,
    Mixed,
    Upper,
}

/// What separates words without a meaning of its own, plainest first.
const SEPARATORS: [&str; 6] = ["", "_", "-", " ", ".", "/"];

/// Returns the possible spellings of each of these names.
pub(super) fn spellings(names: &[&str], case: Case) -> Vec<Spellings> {
    let words: Vec<Words> = names.iter().map(|name| Words::split(name)).collect();
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, words) in words.iter().enumerate() {
        alike.entry(words.spelled(case)).or_default().push(index);
    }
    let mut spellings: Vec<Spellings> =
        words.into_iter().map(|words| Spellings { words: vec![words], oddness: Oddness::default() }).collect();
    for group in alike.values().filter(|group| group.len() > 1) {
        let mut by_letters: HashMap<String, Vec<usize>> = HashMap::new();
        for index in group {
            by_letters.entry(Parts::of(names[*index]).letters()).or_default().push(*index);
        }
        for group in by_letters.values() {
            distinguish(names, group, &mut spellings);
        }
        let oddness: Vec<Oddness> = group.iter().map(|index| spellings[*index].oddness).collect();
        let least = oddness.iter().min().copied().unwrap_or_default();
        let has_plain = least.signs == 0 && oddness.iter().filter(|own| **own == least).count() == 1;
        for (index, own) in group.iter().zip(oddness) {
            if !has_plain || own != least {
                // The words that all of them share are its last choice.
                spellings[*index].words.rotate_left(1);
            }
        }
    }
    spellings
}

/// Adds spellings that distinguish the names of a group, which all have the same letters and digits.
fn distinguish(names: &[&str], group: &[usize], spellings: &mut [Spellings]) {
    let parts: Vec<Parts<'_>> = group.iter().map(|index| Parts::of(names[*index])).collect();
    let first = &parts[0];
    let distinguishing: Vec<usize> =
        (0..first.gaps.len()).filter(|at| parts.iter().any(|other| other.gaps[*at] != first.gaps[*at])).collect();
    // A hyphen where another name has a plus is a minus.
    let has_plus = |at: &usize| parts.iter().any(|other| other.gaps[*at].contains('+'));
    let opposed: Vec<usize> = distinguishing.iter().copied().filter(has_plus).collect();
    let mut cases: HashMap<&[&str], Vec<Letters>> = HashMap::new();
    for own in &parts {
        cases.entry(&own.gaps).or_default().push(own.case());
    }
    for (index, own) in group.iter().zip(&parts) {
        let signed = own.with_signs(|at| distinguishing.contains(&at));
        let same = &cases[&own.gaps[..]];
        let least = same.iter().min().copied().unwrap_or_default();
        let cased = (own.case() != least).then(|| signed.clone().then(&own.case_words()));
        let entry = &mut spellings[*index];
        entry.oddness = own.oddness(&distinguishing, &opposed);
        // Of names that differ only in case, the plainest does not mention its case.
        match cased {
            Some(cased) => entry.words.push(cased),
            None => entry.words.push(signed),
        }
        entry.words.push(own.with_signs(|at| own.is_odd(at)));
        entry.words.push(entry.words[0].clone().then(&Words::split("value")));
    }
}

/// Returns the spellings of a name whose words are taken: with the signs that do not separate words, and with its case.
pub(super) fn alone(name: &str) -> Vec<Words> {
    let own = Parts::of(name);
    let signed = own.with_signs(|at| own.is_odd(at));
    let has_signs = (0..own.gaps.len()).any(|at| own.is_odd(at));
    let cased = (own.case() != Letters::Lower).then(|| signed.clone().then(&own.case_words()));
    has_signs.then_some(signed).into_iter().chain(cased).collect()
}

/// The parts of a name: its letters and digits, and the signs before, between and after them.
struct Parts<'a> {
    characters: Vec<char>,
    /// One more than characters.
    gaps: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(name: &'a str) -> Self {
        let (mut characters, mut gaps, mut start) = (Vec::new(), Vec::new(), 0);
        for (at, character) in name.char_indices().filter(|(_, character)| Words::holds(*character)) {
            characters.push(character);
            gaps.push(&name[start..at]);
            start = at + character.len_utf8();
        }
        gaps.push(&name[start..]);
        Self { characters, gaps }
    }

    fn letters(&self) -> String {
        // One character for each, so that gaps are at the same positions.
        self.characters.iter().map(|character| character.to_lowercase().next().unwrap_or(*character)).collect()
    }

    /// Returns whether the characters at a position are a sign rather than a separator of words.
    fn is_odd(&self, at: usize) -> bool {
        let is_inside = at > 0 && at < self.characters.len();
        !(self.gaps[at].is_empty() || (is_inside && SEPARATORS.contains(&self.gaps[at])))
    }

    /// Returns the words of the name, including the signs at some positions.
    fn with_signs(&self, is_spelled: impl Fn(usize) -> bool) -> Words {
        let mut text = String::new();
        for (at, gap) in self.gaps.iter().enumerate() {
            if is_spelled(at) && !gap.is_empty() {
                let before = at.checked_sub(1).map(|before| self.characters[before]);
                let spelled = super::signs::words(gap, before, self.characters.get(at).copied());
                text.push_str(&format!(" {} ", spelled.join(" ")));
            } else {
                text.push_str(gap);
            }
            text.extend(self.characters.get(at));
        }
        Words::split(text.trim())
    }

    fn oddness(&self, distinguishing: &[usize], opposed: &[usize]) -> Oddness {
        let is_minus = |at: &usize| self.gaps[*at] == "-" && opposed.contains(at);
        let signs = distinguishing.iter().filter(|at| self.is_odd(**at) || is_minus(at)).count();
        let rank =
            |at: &usize| SEPARATORS.iter().position(|separator| *separator == self.gaps[*at]).unwrap_or_default();
        Oddness { signs, separators: distinguishing.iter().map(rank).sum(), letters: self.case() }
    }

    fn case(&self) -> Letters {
        let mut letters = self.characters.iter().filter(|character| character.is_alphabetic());
        let is_capital = letters.next().is_some_and(|first| first.is_uppercase());
        let (mut upper, mut lower) = (false, false);
        for letter in letters {
            upper |= letter.is_uppercase();
            lower |= letter.is_lowercase();
        }
        match (is_capital, upper, lower) {
            (false, false, _) => Letters::Lower,
            (true, _, false) => Letters::Upper,
            // `Asc` and `SortOrder`.
            (true, _, true) => Letters::Capital,
            _ => Letters::Mixed,
        }
    }

    fn case_words(&self) -> Words {
        Words::split(match self.case() {
            Letters::Lower => "lower",
            Letters::Capital => "capital",
            Letters::Mixed => "mixed",
            Letters::Upper => "upper",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{alone, spellings};
    use crate::naming::scope::Scope;
    use crate::naming::words::Case;
    use crate::pointer::Pointer;

    /// The names that are given, each the first that is free, the plainest first.
    fn named(names: &[&str]) -> Vec<String> {
        let spellings = spellings(names, Case::Pascal);
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|index| (spellings[*index].oddness, names[*index]));
        let mut scope = Scope::default();
        let mut idents = vec![String::new(); names.len()];
        for index in order {
            let ident = scope.claim(&spellings[index].words, Case::Pascal, &Pointer::root());
            idents[index] = ident.map_or_else(|| "taken".to_owned(), |ident| ident.as_str().to_owned());
        }
        idents
    }

    #[track_caller]
    fn check(pairs: &[(&str, &str)]) {
        let (names, idents): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
        assert_eq!(named(&names), idents);
        // The order of the document changes nothing.
        let (names, idents): (Vec<&str>, Vec<&str>) = pairs.iter().rev().copied().unzip();
        assert_eq!(named(&names), idents);
    }

    #[test]
    fn signs_are_spelled_where_they_distinguish_names() {
        check(&[("A+", "APlus"), ("A-", "AMinus"), ("AB+", "AbPlus"), ("AB-", "AbMinus"), ("O+", "O")]);
        check(&[("Etc/GMT-9", "EtcGmtMinus9"), ("Etc/GMT+9", "EtcGmtPlus9"), ("Etc/GMT+1", "EtcGmt1")]);
        check(&[("GMT0", "Gmt0"), ("GMT-0", "GmtMinus0"), ("GMT+0", "GmtPlus0")]);
        check(&[("c", "C"), ("c++", "CPlusPlus"), ("c#", "CSharp"), ("objective-c", "ObjectiveC"), ("f#", "F")]);
        check(&[
            ("<10", "LessThan10"),
            (">10", "GreaterThan10"),
            ("10%", "N10Percent"),
            ("$10", "Dollar10"),
            ("0-10", "N0_10"),
        ]);
        check(&[("<=5", "AtMost5"), (">=5", "AtLeast5"), ("!=5", "NotEqual5"), ("5", "N5"), ("=5", "Equal5")]);
        check(&[("m", "M"), ("m²", "MSquared"), ("m³", "MCubed")]);
        check(&[
            ("in-progress", "InProgress"),
            ("text/plain", "TextPlain"),
            ("a.b", "AB"),
            ("-1", "Minus1"),
            ("1", "N1"),
        ]);
    }

    #[test]
    fn separators_are_spelled_but_for_the_plainest() {
        check(&[("a_b", "AB"), ("a-b", "ADashB"), ("a b", "ASpaceB"), ("a/b", "ASlashB"), ("a.b", "ADotB")]);
        check(&[("x", "X"), ("_x", "UnderscoreX"), ("x_", "XUnderscore"), ("x ", "XSpace")]);
        check(&[("_x", "UnderscoreX"), ("x_", "XUnderscore")]);
        check(&[("a_b-c", "AUnderscoreBDashC"), ("a-b_c", "ADashBUnderscoreC")]);
        check(&[("1.0", "N1Dot0"), ("10", "N10"), ("1-0", "N1_0")]);
        check(&[("", "Empty"), (" ", "Space"), ("  ", "SpaceSpace"), ("\"", "Quote"), ("*", "Any"), ("👍", "U1f44d")]);
        check(&[("yes", "Yes"), ("\"yes\"", "QuoteYesQuote"), ("yes!", "YesExclamation")]);
    }

    #[test]
    fn case_is_reported_after_the_plainest() {
        check(&[("asc", "Asc"), ("ASC", "AscUpper"), ("Asc", "AscCapital"), ("ASc", "ASc")]);
        check(&[("m", "M"), ("M", "MUpper")]);
        check(&[("Asc", "Asc"), ("ASC", "AscUpper")]);
        check(&[("A+", "APlusUpper"), ("a+", "APlus"), ("A-", "AMinus")]);
        check(&[("A+", "AValue"), ("A-", "AMinus"), ("APlus", "APlus")]);
        check(&[("10", "N10"), ("N10", "N10Value")]);
    }

    #[test]
    fn a_name_alone_says_its_signs_and_its_case() {
        let snake = |name: &str| alone(name).iter().map(|words| words.spelled(Case::Snake)).collect::<Vec<_>>();
        assert_eq!(snake("_name"), ["underscore_name"]);
        assert_eq!(snake("Name"), ["name_capital"]);
        assert_eq!(snake("start-time>"), ["start_time_greater_than"]);
        assert_eq!(snake("first_name"), Vec::<String>::new());
    }
}
