//! A short text that a regular expression (ECMA 262) matches. Understands what patterns of documents are made of, and
//! gives up on the rest; knows neither the model nor Rust.

/// Longer texts are not made.
const LONGEST: usize = 4096;
/// Parts that are visited for one text, empty ones included.
const STEPS: usize = 20_000;
/// Deeper groups are not entered.
const DEEPEST: usize = 32;
/// What a class is asked for, the most readable first.
const READABLE: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890-_./:+=@ ,;!#$%&'*<>?^|~()[]{}\"\\`";

/// A text that matches, with a length between the bounds in characters; `None` if none was found.
pub(super) fn matching(pattern: &str, least: usize, most: usize) -> Option<String> {
    let characters: Vec<char> = pattern.chars().collect();
    let mut parser = Parser { rest: &characters, depth: 0 };
    let tree = parser.alternatives()?;
    if !parser.rest.is_empty() {
        return None;
    }
    // The more often what may repeat does so, the longer the text; a few steps reach every common bound.
    (0..=least.min(LONGEST)).find_map(|times| {
        let (mut text, mut steps) = (String::new(), STEPS);
        write(&tree, times, &mut text, &mut steps)?;
        (least..=most).contains(&text.chars().count()).then_some(text)
    })
}

/// Ways to match, each a sequence.
type Alternatives = Vec<Vec<Part>>;

/// A part of a sequence, with how often it may stand there.
struct Part {
    atom: Atom,
    least: usize,
    most: usize,
}

enum Atom {
    /// One character.
    Character(char),
    /// One character of these ranges, or of none of them.
    Class { ranges: Vec<(char, char)>, negated: bool },
    /// A group.
    Group(Alternatives),
    /// Nothing, as an anchor.
    Nothing,
}

fn write(tree: &Alternatives, times: usize, text: &mut String, steps: &mut usize) -> Option<()> {
    // The first alternative is as good as any.
    for part in tree.first()? {
        for _ in 0..part.least.max(times).min(part.most) {
            *steps = steps.checked_sub(1)?;
            match &part.atom {
                Atom::Character(character) => text.push(*character),
                Atom::Class { ranges, negated } => text.push(one_of(ranges, *negated)?),
                Atom::Group(tree) => write(tree, times, text, steps)?,
                Atom::Nothing => {}
            }
            if text.len() > LONGEST {
                return None;
            }
        }
    }
    Some(())
}

fn one_of(ranges: &[(char, char)], negated: bool) -> Option<char> {
    let is_within = |character: &char| ranges.iter().any(|(first, last)| (first..=last).contains(&character));
    let readable = READABLE.chars().find(|character| is_within(character) != negated);
    readable.or_else(|| if negated { None } else { ranges.first().map(|(first, _)| *first) })
}

struct Parser<'a> {
    rest: &'a [char],
    depth: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn eat(&mut self, text: &str) -> bool {
        let length = text.chars().count();
        let is_there = self.rest.get(..length).is_some_and(|start| start.iter().copied().eq(text.chars()));
        if is_there {
            self.rest = &self.rest[length..];
        }
        is_there
    }

    fn alternatives(&mut self) -> Option<Alternatives> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut all = vec![Vec::new()];
        while let Some(&character) = self.rest.first() {
            match character {
                ')' => break,
                '|' => {
                    self.next();
                    all.push(Vec::new());
                }
                _ => {
                    let atom = self.atom()?;
                    let (least, most) = self.quantifier()?;
                    all.last_mut()?.push(Part { atom, least, most });
                }
            }
        }
        self.depth -= 1;
        Some(all)
    }

    fn atom(&mut self) -> Option<Atom> {
        match self.next()? {
            '^' | '$' => Some(Atom::Nothing),
            '.' => Some(Atom::Class { ranges: vec![('\n', '\n'), ('\r', '\r')], negated: true }),
            '[' => self.class(),
            '\\' => self.escaped(),
            '(' => self.group(),
            '*' | '+' | '?' => None,
            other => Some(Atom::Character(other)),
        }
    }

    fn group(&mut self) -> Option<Atom> {
        // What must not follow is left to luck; what must follow besides cannot be.
        let is_denial = self.eat("?!") || self.eat("?<!");
        if self.eat("?=") || self.eat("?<=") {
            return None;
        }
        if !self.eat("?:") && self.eat("?<") {
            while self.next()? != '>' {}
        }
        let group = self.alternatives()?;
        (self.next()? == ')').then_some(if is_denial { Atom::Nothing } else { Atom::Group(group) })
    }

    fn quantifier(&mut self) -> Option<(usize, usize)> {
        let bounds = if self.eat("*") {
            (0, usize::MAX)
        } else if self.eat("+") {
            (1, usize::MAX)
        } else if self.eat("?") {
            (0, 1)
        } else if self.rest.first() == Some(&'{') && self.rest.get(1).is_some_and(char::is_ascii_digit) {
            let end = self.rest.iter().position(|character| *character == '}')?;
            let inner: String = self.rest.get(1..end)?.iter().collect();
            self.rest = self.rest.get(end + 1..)?;
            match inner.split_once(',') {
                None => {
                    let times = inner.parse().ok()?;
                    (times, times)
                }
                Some((least, "")) => (least.parse().ok()?, usize::MAX),
                Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
            }
        } else {
            return Some((1, 1));
        };
        // Greedy or not, it matches the same texts.
        self.eat("?");
        Some(bounds)
    }

    fn class(&mut self) -> Option<Atom> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        loop {
            let first = match self.next()? {
                ']' => return Some(Atom::Class { ranges, negated }),
                '\\' => match self.escaped()? {
                    Atom::Character(character) => character,
                    Atom::Class { ranges: more, negated: false } => {
                        ranges.extend(more);
                        continue;
                    }
                    _ => return None,
                },
                other => other,
            };
            let is_range = self.rest.first() == Some(&'-') && self.rest.get(1).is_some_and(|next| *next != ']');
            if !is_range {
                ranges.push((first, first));
                continue;
            }
            self.next();
            let last = match self.next()? {
                '\\' => match self.escaped()? {
                    Atom::Character(character) => character,
                    _ => return None,
                },
                other => other,
            };
            ranges.push((first, last));
        }
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Option<Atom> {
        let digits = || vec![('0', '9')];
        let words = || vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')];
        let spaces = || vec![(' ', ' '), ('\t', '\r')];
        let class = |ranges, negated| Some(Atom::Class { ranges, negated });
        match self.next()? {
            'd' => class(digits(), false),
            'D' => class(digits(), true),
            'w' => class(words(), false),
            'W' => class(words(), true),
            's' => class(spaces(), false),
            'S' => class(spaces(), true),
            't' => Some(Atom::Character('\t')),
            'n' => Some(Atom::Character('\n')),
            'r' => Some(Atom::Character('\r')),
            'A' | 'z' | 'Z' => Some(Atom::Nothing),
            'x' => self.coded(2),
            'u' => self.coded(4),
            other if other.is_ascii_alphanumeric() => None,
            other => Some(Atom::Character(other)),
        }
    }

    /// A character by its number.
    fn coded(&mut self, digits: usize) -> Option<Atom> {
        let text: String = self.rest.get(..digits)?.iter().collect();
        self.rest = self.rest.get(digits..)?;
        char::from_u32(u32::from_str_radix(&text, 16).ok()?).map(Atom::Character)
    }
}

#[cfg(test)]
mod tests {
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
        ];
        for (pattern, text) in pairs {
            assert_eq!(first(pattern).as_deref(), Some(text), "{pattern}");
        }
    }

    #[test]
    fn lengths_are_kept() {
        assert_eq!(matching("^[a-z]*$", 3, 5).as_deref(), Some("aaa"));
        assert_eq!(matching("^x[a-z]{0,9}$", 4, 4).as_deref(), Some("xaaa"));
        assert_eq!(matching("^[a-z]{6}$", 0, 5), None);
        assert_eq!(matching("^[a-z]{2}$", 3, 5), None);
    }

    #[test]
    fn what_is_not_understood_is_given_up() {
        for pattern in ["(?=a)b", r"\p{L}", r"(a)\1", "(", "a)", "[a", "*", "(((a{4000}){4000})", r"\"] {
            assert_eq!(first(pattern), None, "{pattern}");
        }
        assert_eq!(first(&"(".repeat(100_000)), None);
        assert_eq!(first("((a{999999999}){999999999}){999999999}"), None);
        assert_eq!(matching("(((){999999999}){999999999})", 0, 9), None);
    }
}
