//! A JSON value as the document wrote it: a default, an example, a constant. Knows no parser.

use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as its text.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    List(Vec<Literal>),
    /// An object, in the order of the document.
    Object(Vec<(String, Literal)>),
}

impl Literal {
    /// Returns the text of a string literal.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

impl Literal {
    /// Returns the value of an integer in any spelling: `2.0` and `1e3` are integers.
    #[must_use]
    pub fn whole(&self) -> Option<i128> {
        let Self::Number(text) = self else { return None };
        // Doubles beyond 2^53 are rounded.
        let float = || text.parse().ok().filter(|float: &f64| float.fract() == 0.0 && float.abs() <= EXACT);
        text.parse().ok().or_else(|| float().map(|float| float as i128))
    }
}

impl Literal {
    /// Returns the value as JSON with a line for each member and item, indented by two spaces.
    #[must_use]
    pub fn pretty(&self) -> String {
        let mut text = String::new();
        self.write_pretty(0, &mut text);
        text
    }

    fn write_pretty(&self, depth: usize, text: &mut String) {
        let line = |depth: usize, text: &mut String| {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        };
        match self {
            Self::List(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    text.push_str(if index == 0 { "[" } else { "," });
                    line(depth + 1, text);
                    item.write_pretty(depth + 1, text);
                }
                line(depth, text);
                text.push(']');
            }
            Self::Object(members) if !members.is_empty() => {
                for (index, (key, value)) in members.iter().enumerate() {
                    text.push_str(if index == 0 { "{" } else { "," });
                    line(depth + 1, text);
                    text.push_str(&Self::String(key.clone()).to_string());
                    text.push_str(": ");
                    value.write_pretty(depth + 1, text);
                }
                line(depth, text);
                text.push('}');
            }
            plain => text.push_str(&plain.to_string()),
        }
    }
}

/// The largest number up to which an `f64` represents every integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl fmt::Display for Literal {
    /// Writes the value as compact JSON.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Number(text) => formatter.write_str(text),
            Self::String(text) => write_string(formatter, text),
            Self::List(items) => {
                formatter.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(formatter, "{}{item}", if index == 0 { "" } else { "," })?;
                }
                formatter.write_str("]")
            }
            Self::Object(members) => {
                formatter.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    formatter.write_str(if index == 0 { "" } else { "," })?;
                    write_string(formatter, key)?;
                    write!(formatter, ":{value}")?;
                }
                formatter.write_str("}")
            }
        }
    }
}

fn write_string(formatter: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    formatter.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => formatter.write_str("\\\"")?,
            '\\' => formatter.write_str("\\\\")?,
            '\n' => formatter.write_str("\\n")?,
            '\r' => formatter.write_str("\\r")?,
            '\t' => formatter.write_str("\\t")?,
            control if control < ' ' => write!(formatter, "\\u{:04x}", control as u32)?,
            other => write!(formatter, "{other}")?,
        }
    }
    formatter.write_str("\"")
}

#[cfg(test)]
mod tests {
    use super::Literal;

    #[test]
    fn literals_print_as_json() {
        let value = Literal::Object(vec![
            ("a\"b".into(), Literal::List(vec![Literal::Null, Literal::Boolean(true), Literal::Number("1.50".into())])),
            ("c".into(), Literal::String("line\nbreak\u{1}".into())),
        ]);
        assert_eq!(value.to_string(), "{\"a\\\"b\":[null,true,1.50],\"c\":\"line\\nbreak\\u0001\"}");
    }

    #[test]
    fn pretty_literals_have_a_line_for_each_member() {
        let list = Literal::List(vec![Literal::Null, Literal::Object(Vec::new())]);
        let value = Literal::Object(vec![("a".into(), list), ("b".into(), Literal::Boolean(true))]);
        assert_eq!(value.pretty(), "{\n  \"a\": [\n    null,\n    {}\n  ],\n  \"b\": true\n}");
    }
}
