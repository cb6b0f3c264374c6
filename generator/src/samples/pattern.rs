//! Makes a short text that matches the `pattern` of a schema, a regular expression of ECMA 262. regex-syntax parses the
//! expression; this module walks what it returns. Knows neither the model nor Rust.

mod ecma;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The longest pattern that is read, in bytes. Patterns of real documents are far shorter; the limit bounds the time
/// and memory of parsing.
const LONGEST_PATTERN: usize = 4096;
/// The longest text that is made, in bytes.
const LONGEST: usize = 4096;
/// How many parts are visited for one text, empty ones included.
const STEPS: usize = 20_000;
/// How many alternatives are tried: the first one can be too short, as in `^$|…`.
const CHOICES: usize = 3;
/// How deep groups, repetitions, alternatives and classes may nest.
const DEEPEST: u32 = 100;
/// The characters that are taken from a class, the most readable first.
const READABLE: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890-_./:+=@ ,;!#$%&'*<>?^|~()[]{}\"\\`";

/// Returns a text that matches and has between `least` and `most` characters; `None` if none was found, or if the
/// pattern is not understood.
///
/// Negative lookahead, `(?!…)`, is ignored, so the text may violate it.
pub(super) fn matching(pattern: &str, least: usize, most: usize) -> Option<String> {
    let translated = Some(pattern).filter(|pattern| pattern.len() <= LONGEST_PATTERN).and_then(ecma::translate)?;
    let tree = ParserBuilder::new().nest_limit(DEEPEST).build().parse(&translated).ok()?;
    (0..CHOICES).find_map(|choice| {
        let text = |times: u32| {
            let mut writer = Writer { times, choice, steps: STEPS, text: String::new() };
            writer.write(&tree).map(|()| writer.text)
        };
        // The more often optional parts repeat, the longer the text: find the fewest repetitions that are enough. A
        // text that grows too long to be made counts as long enough.
        let is_enough = |times: u32| text(times).is_none_or(|text| text.chars().count() >= least);
        let (mut times, mut enough) = (0, u32::try_from(least.min(LONGEST)).ok()?);
        while times < enough {
            let middle = times.midpoint(enough);
            if is_enough(middle) { enough = middle } else { times = middle + 1 }
        }
        text(times).filter(|text| (least..=most).contains(&text.chars().count()))
    })
}

/// Writes a text that matches an expression.
struct Writer {
    /// How often optional parts repeat, if they may.
    times: u32,
    /// Which alternative is written; the last one if there are fewer.
    choice: usize,
    /// How many more parts may be visited.
    steps: usize,
    text: String,
}

impl Writer {
    fn write(&mut self, part: &Hir) -> Option<()> {
        self.steps = self.steps.checked_sub(1)?;
        match part.kind() {
            // Anchors and word boundaries are ignored, because the text usually satisfies them.
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => self.text.push(character(class)?),
            HirKind::Capture(capture) => self.write(&capture.sub)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part))?,
            HirKind::Alternation(parts) => self.write(parts.get(self.choice).or(parts.last())?)?,
            HirKind::Repetition(repetition) => {
                for _ in 0..repetition.min.max(self.times).min(repetition.max.unwrap_or(u32::MAX)) {
                    self.write(&repetition.sub)?;
                }
            }
        }
        (self.text.len() <= LONGEST).then_some(())
    }
}

/// Returns the most readable character of a class; `None` if it has none.
fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let is_within =
        |character: &char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(character));
    let printable = || class.ranges().iter().map(|range| range.start().max('\u{a1}').min(range.end()));
    let first = || class.ranges().first().map(|range| range.start());
    READABLE.chars().find(is_within).or_else(|| printable().find(|c| !c.is_control())).or_else(first)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::matching;

    fn first(pattern: &str) -> Option<String> {
        matching(pattern, 0, 100)
    }

    #[test]
    fn texts_are_as_short_and_readable_as_the_pattern_allows() {
        let pairs = [
            ("^acc_[a-z]+$", "acc_a"),
            (r"^\d{4}-\d{2}$", "1111-11"),
            (r"^(?:GET|POST)\s?\S*$", "GET"),
            (r"arn:(aws|aws-cn):[^:]+:.{3}", "arn:aws:a:aaa"),
            (r"[\w.-]+@[\w]+\.com", "a@a.com"),
            (r"^[^a-zA-Z0-9]\.$", "-."),
            (r"^\x41\u0042\/$", "AB/"),
            (r"(?<year>[0-9]{2,4})(?!x)", "11"),
            (r"^$", ""),
            (r"a{,2}", "a{,2}"),
            (r"^\p{Lu}\p{Greek}$", "AͰ"),
            (r"^[^\x00-\x7f]$", "¡"),
            (r"^a\b[é]$", "aé"),
        ];
        for (pattern, text) in pairs {
            assert_eq!(first(pattern).as_deref(), Some(text), "{pattern}");
        }
    }

    #[test]
    fn lengths_are_kept() {
        assert_eq!(matching("^[a-z]*$", 3, 5).as_deref(), Some("aaa"));
        assert_eq!(matching("^x[a-z]{0,9}$", 4, 4).as_deref(), Some("xaaa"));
        assert_eq!(matching("^(?:ab?)+$", 5, 99).as_deref(), Some("ababab"));
        assert_eq!(matching("^$|^[a-z]{2,4}$", 1, 9).as_deref(), Some("aa"));
        assert_eq!(matching("^[a-z]{6}$", 0, 5), None);
        assert_eq!(matching("^[a-z]{2}$", 3, 5), None);
        assert_eq!(matching("^a+$", 4096, 9999).map(|text| text.len()), Some(4096));
        assert_eq!(matching("^a+$", 4097, 9999), None);
    }

    #[test]
    fn patterns_that_are_not_understood_have_no_text() {
        for pattern in ["(?=a)b", r"(a)\1", "(", "a)", "[a", "*", "[]", "(((a{4000}){4000})", r"\", r"\ud800"] {
            assert_eq!(first(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn hostile_patterns_are_bounded() {
        let begun = Instant::now();
        let longest = |part: &str| part.repeat(super::LONGEST_PATTERN / part.len());
        let nested = |open: &str, close: &str, depth: usize| open.repeat(depth) + "a" + &close.repeat(depth);
        let without_text = [
            "(a{1000}){1000}".to_owned(),
            "((a{999999999}){999999999}){999999999}".to_owned(),
            "(((){999999999}){999999999})".to_owned(),
            "a{99999999999999999999}".to_owned(),
            "(".repeat(100_000),
            "[".repeat(super::LONGEST_PATTERN),
            nested("(", ")", 2000),
            nested("(", "{2,9}){2,9}", 500),
            nested("(?!", ")", 1300),
            "a".repeat(100_000),
        ];
        for pattern in &without_text {
            assert_eq!(matching(pattern, 1, usize::MAX), None, "{pattern:.40}");
        }
        let large = [
            longest(r"\p{L}"),
            longest(r"[\u{0}-\u{10ffff}]"),
            longest(r"[^\p{L}\P{Lu}\d]"),
            format!("[{}]+", r"\p{L}\P{Lu}".repeat(300)),
            longest("(?:a|)"),
            format!("(?:{})+", "a?".repeat(2000)),
        ];
        for pattern in &large {
            let text = matching(pattern, 4000, usize::MAX);
            assert!(text.is_none_or(|text| (4000..=super::LONGEST).contains(&text.len())), "{pattern:.40}");
        }
        // About a second without optimisation.
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }
}
