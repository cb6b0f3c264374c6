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
}
