//! Splits a path into pieces, and joins them as they are sent. Knows URLs and the operators of RFC 6570, nothing of
//! parameters.

/// A part of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// The text between braces, which may contain braces.
    Hole(&'a str),
}

/// The text between braces, parsed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hole {
    pub(super) name: String,
    /// The text before the value if there is one.
    before: &'static str,
    /// Whether slashes in the value are kept.
    pub(super) keeps_slashes: bool,
    /// Whether it has a pattern for its values.
    has_pattern: bool,
    /// Whether these are parameters of the query, by RFC 6570.
    in_query: bool,
}

/// What is sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) path: String,
    /// Names and values; a value in braces is the name of a parameter.
    pub(super) query: Vec<(String, String)>,
    pub(super) has_fragment: bool,
    pub(super) has_escapes: bool,
    pub(super) has_patterns: bool,
    in_query: bool,
}

/// Splits a path into pieces. A brace without a matching one is text.
pub(super) fn pieces(path: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), path);
    while let Some(start) = rest.find('{') {
        let mut depth = 0_usize;
        let end = rest[start..].char_indices().find(|(_, letter)| {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some(end) = end.map(|(end, _)| start + end) else { break };
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        pieces.push(Piece::Hole(&rest[start + 1..end]));
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

impl Hole {
    /// Creates a plain placeholder.
    pub(super) fn plain(name: String) -> Self {
        Self { name, before: "", keeps_slashes: false, has_pattern: false, in_query: false }
    }

    /// Parses `name`, `+name`, `*name`, `name*`, `name+`, `name=pattern`, `name:pattern`, `/name`, `.name` and `?a,b`.
    pub(super) fn of(inner: &str) -> Self {
        let inner = inner.trim();
        let (operator, rest) = match inner.chars().next() {
            Some(first @ ('+' | '*' | '/' | '.' | '?' | '&' | '#' | ';')) => (first, &inner[1..]),
            _ => (' ', inner),
        };
        let (name, pattern) = match rest.find(['=', ':']) {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        let greedy = name.ends_with(['*', '+']);
        Self {
            name: name.trim_end_matches(['*', '+']).trim().to_owned(),
            before: match operator {
                '/' => "/",
                '.' => ".",
                _ => "",
            },
            keeps_slashes: matches!(operator, '+' | '*')
                || greedy
                || pattern.is_some_and(|pattern| pattern.contains(['/', '*']) && !pattern.contains('[')),
            has_pattern: pattern.is_some() || greedy || matches!(operator, '+' | '*'),
            in_query: matches!(operator, '?' | '&'),
        }
    }
}

impl Sent {
    /// Adds text outside of braces.
    pub(super) fn text(&mut self, text: &str) {
        if self.has_fragment {
            return;
        }
        let (text, fragment) = text.split_once('#').map_or((text, None), |(text, rest)| (text, Some(rest)));
        let (path, query) = match (self.in_query, text.split_once('?')) {
            (true, _) => ("", Some(text)),
            (false, Some((path, query))) => (path, Some(query)),
            (false, None) => (text, None),
        };
        self.literal(path);
        if let Some(query) = query {
            self.in_query = true;
            self.pairs(query);
        }
        self.has_fragment = fragment.is_some();
    }

    /// Adds a placeholder.
    pub(super) fn hole(&mut self, hole: &Hole) {
        if self.has_fragment {
            return;
        }
        if self.in_query {
            match self.query.last_mut() {
                Some((_, value)) if value.is_empty() => *value = format!("{{{}}}", hole.name),
                _ => self.query.push((hole.name.clone(), format!("{{{}}}", hole.name))),
            }
            return;
        }
        if hole.in_query {
            let names =
                hole.name.split(',').map(|name| name.trim().trim_end_matches('*')).filter(|name| !name.is_empty());
            self.query.extend(names.map(|name| (name.to_owned(), format!("{{{name}}}"))));
            return;
        }
        self.has_patterns |= hole.has_pattern;
        self.path.push_str(hole.before);
        self.path.push('{');
        if hole.keeps_slashes {
            self.path.push('+');
        }
        self.path.push_str(&hole.name);
        self.path.push('}');
    }

    fn pairs(&mut self, query: &str) {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.query.push((name.to_owned(), value.to_owned()));
        }
    }

    fn literal(&mut self, text: &str) {
        let bytes = text.as_bytes();
        for (index, byte) in bytes.iter().enumerate() {
            let digits = bytes.get(index + 1..index + 3);
            let escape = *byte == b'%' && digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            if escape || byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(byte) {
                self.path.push(char::from(*byte));
            } else {
                self.has_escapes = true;
                self.path.push_str(&format!("%{byte:02X}"));
            }
        }
    }
}
