//! Values that are not composed of others, and the table of what the generator knows about each of them. Nothing else
//! needs to match over scalars: what they have in common is a column of the table.

mod table;
mod texts;

pub(crate) use texts::{is_date, is_date_time, is_local_date_time};

/// A single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// Text.
    String,
    /// Text that is never shown.
    Secret,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number with a fraction, in double precision.
    F64,
    /// A point in time (RFC 3339 `date-time`).
    Timestamp,
    /// A date and a time of day without an offset (`date-time-local`).
    LocalDateTime,
    /// A calendar day (RFC 3339 `full-date`).
    Date,
    /// A UUID (RFC 9562).
    Uuid,
    /// Bytes in base64 (RFC 4648).
    Base64,
    /// Raw bytes, as a document describes them inside of JSON: a text.
    Binary,
    /// A whole request body of bytes; nothing else has this type.
    Bytes,
    /// A file that is uploaded: a part of a multipart body, alone or in a list, or a whole request body whose media
    /// type the caller can set; nothing else has this type.
    File,
    /// A whole multipart body whose parts the document does not describe; nothing else has this type.
    Parts,
}

/// A type of integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// 32 bits with sign.
    I32,
    /// 64 bits with sign.
    I64,
    /// 32 bits without sign.
    U32,
    /// 64 bits without sign.
    U64,
    /// 128 bits with sign, for values that need more than 64 bits.
    I128,
}

/// What the generator knows about a scalar.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// How its values are sent.
    pub wire: Wire,
    /// The values of `format` that lead to it. A format that no row of the same JSON type lists leads to
    /// [`Scalar::String`] or [`Integer::I64`]; numbers are [`Scalar::F64`] with any format.
    pub formats: &'static [&'static str],
    /// The module that exports the Rust type, empty if it is in scope everywhere.
    pub module: &'static str,
    /// The name of the Rust type.
    pub name: &'static str,
    /// How functions take and return values.
    pub passing: Passing,
}

/// How values of a scalar are sent.
#[derive(Clone, Copy, Debug)]
pub enum Wire {
    /// `true` or `false`.
    Boolean,
    /// A JSON number without a fraction.
    Integer(Integer),
    /// Any JSON number.
    Number,
    /// A JSON string.
    Text(Text),
    /// A body or a part of one, which is not JSON.
    Body(Upload),
}

/// What is known about a scalar that JSON represents as a string.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// What the string represents.
    pub content: Content,
    /// A string of the form that values have; `None` if there is no such form, and any word is a value.
    pub sample: Option<&'static str>,
    /// Whether a string is a value.
    pub accepts: fn(&str) -> bool,
    /// How Rust code writes a value.
    pub literal: TextLiteral,
    /// Whether a cursor of a paged list can have this type.
    pub is_cursor: bool,
}

/// What a string represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Itself.
    Text,
    /// Bytes.
    Bytes,
    /// A value with a Rust type of its own, which also headers are parsed as.
    Value,
}

/// How Rust code writes a value that JSON represents as a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextLiteral {
    /// As a string literal.
    String,
    /// As a string literal, converted by `From` where the type itself is required.
    Converted,
    /// By `str::parse`: the type is of a crate that is built without serde.
    Parsed,
    /// As JSON, read by serde.
    Json,
}

/// A scalar that only bodies have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upload {
    /// Bytes.
    Bytes,
    /// A file.
    File,
    /// The parts of a multipart body.
    Parts,
}

/// How functions take and return values of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// By value, both ways: the type is `Copy`.
    Copied,
    /// As `&str`, or as `impl Into<String>` if the value is kept; borrowed when returned.
    Text,
    /// As what converts into the type, or as `&str` within an `Option`; borrowed when returned.
    ConvertedText,
    /// As what converts into the type; borrowed when returned.
    Converted,
}

impl Scalar {
    /// Returns the row of the table for this scalar.
    #[must_use]
    pub fn row(self) -> &'static Row {
        table::row(self)
    }

    /// Returns all scalars, in the order of the table.
    #[must_use]
    pub fn all() -> &'static [Self] {
        table::ALL
    }

    /// Returns the scalar of strings with this `format`.
    #[must_use]
    pub fn of_text(format: &str) -> Self {
        let of_format = |scalar: &&Self| scalar.text().is_some() && scalar.row().formats.contains(&format);
        Self::all().iter().find(of_format).copied().unwrap_or(Self::String)
    }

    /// Returns what is known about a scalar that JSON represents as a string; `None` for others.
    #[must_use]
    pub fn text(self) -> Option<&'static Text> {
        match &self.row().wire {
            Wire::Text(text) => Some(text),
            Wire::Boolean | Wire::Integer(_) | Wire::Number | Wire::Body(_) => None,
        }
    }

    /// Returns which part of a body it is; `None` for scalars that JSON can represent.
    #[must_use]
    pub fn upload(self) -> Option<Upload> {
        match self.row().wire {
            Wire::Body(upload) => Some(upload),
            Wire::Boolean | Wire::Integer(_) | Wire::Number | Wire::Text(_) => None,
        }
    }

    /// Returns whether it is text that represents itself, secret or not.
    #[must_use]
    pub fn is_plain_text(self) -> bool {
        self.text().is_some_and(|text| text.content == Content::Text)
    }

    /// Whether the Rust type is `String`.
    #[must_use]
    pub fn is_string(self) -> bool {
        self.row().passing == Passing::Text
    }

    /// Returns whether the Rust type itself shows the format of values.
    #[must_use]
    pub fn shows_format(self) -> bool {
        match self.row().wire {
            Wire::Boolean | Wire::Integer(_) | Wire::Number => false,
            Wire::Text(_) | Wire::Body(_) => self != Self::String,
        }
    }
}

impl Integer {
    /// Returns the integers of this `format`. Without one they have 64 bits: real identifiers and amounts exceed 32.
    #[must_use]
    pub fn of_format(format: Option<&str>) -> Self {
        let of_format = |scalar: &Scalar| match scalar.row().wire {
            Wire::Integer(integer) => {
                format.is_some_and(|format| scalar.row().formats.contains(&format)).then_some(integer)
            }
            Wire::Boolean | Wire::Number | Wire::Text(_) | Wire::Body(_) => None,
        };
        Scalar::all().iter().find_map(of_format).unwrap_or(Self::I64)
    }

    /// Returns the least and the greatest value.
    #[must_use]
    pub fn bounds(self) -> (i128, i128) {
        match self {
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::I128 => (i128::MIN, i128::MAX),
        }
    }
}

impl Row {
    /// Returns the path of the Rust type in a crate that re-exports the runtime, such as `sdk::jiff::Timestamp`.
    #[must_use]
    pub fn path_in(&self, krate: &str) -> String {
        if self.module.is_empty() {
            return self.name.to_owned();
        }
        format!("{}::{}", self.module.replacen(RUNTIME, krate, 1), self.name)
    }

    /// Returns the path of the Rust type for prose, such as `jiff::Timestamp`.
    #[must_use]
    pub fn path_in_prose(&self) -> String {
        let inner = self.module.strip_prefix(RUNTIME).unwrap_or_default().trim_start_matches("::");
        if inner.is_empty() { self.name.to_owned() } else { format!("{inner}::{}", self.name) }
    }
}

/// The crate that exports the types of scalars.
const RUNTIME: &str = "sdkgen_runtime";

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Content, Integer, Passing, RUNTIME, Scalar, TextLiteral, Wire};

    #[test]
    fn every_row_has_a_rust_type() {
        for scalar in Scalar::all() {
            let row = scalar.row();
            assert!(!row.name.is_empty(), "{scalar:?}");
            let is_known = row.module.is_empty() || row.module.split("::").next() == Some(RUNTIME);
            assert!(is_known, "{scalar:?}: {} is not re-exported by the runtime", row.module);
        }
    }

    #[test]
    fn a_name_belongs_to_one_module() {
        for scalar in Scalar::all() {
            let others = Scalar::all().iter().filter(|other| other.row().name == scalar.row().name);
            for other in others {
                assert_eq!(other.row().module, scalar.row().module, "{scalar:?} and {other:?}");
            }
        }
    }

    #[test]
    fn a_format_leads_to_one_scalar_of_its_json_type() {
        let mut texts = HashSet::new();
        let mut integers = HashSet::new();
        for scalar in Scalar::all() {
            for format in scalar.row().formats {
                match scalar.row().wire {
                    Wire::Text(_) => {
                        assert!(texts.insert(*format), "{format} is listed twice");
                        assert_eq!(Scalar::of_text(format), *scalar);
                    }
                    Wire::Integer(integer) => {
                        assert!(integers.insert(*format), "{format} is listed twice");
                        assert_eq!(Integer::of_format(Some(format)), integer);
                    }
                    Wire::Boolean | Wire::Number | Wire::Body(_) => panic!("no format leads to {scalar:?}: {format}"),
                }
            }
        }
        assert_eq!(Scalar::of_text("int32"), Scalar::String);
        assert_eq!(Integer::of_format(Some("date")), Integer::I64);
        assert_eq!((Scalar::of_text(""), Integer::of_format(None)), (Scalar::String, Integer::I64));
    }

    #[test]
    fn samples_are_values_and_other_words_of_the_same_scalar_are_not() {
        for scalar in Scalar::all() {
            let Some(text) = scalar.text() else { continue };
            match text.sample {
                Some(sample) => {
                    assert!((text.accepts)(sample), "{scalar:?} does not accept {sample}");
                    assert!(!(text.accepts)("a word"), "{scalar:?} has a form, but accepts any word");
                }
                None => assert!((text.accepts)("a word"), "{scalar:?} has no sample, but not every word is a value"),
            }
        }
    }

    #[test]
    fn columns_agree() {
        for scalar in Scalar::all() {
            let row = scalar.row();
            match &row.wire {
                Wire::Integer(integer) => assert_eq!(*scalar, Scalar::Integer(*integer)),
                Wire::Boolean | Wire::Number => assert_eq!(row.passing, Passing::Copied, "{scalar:?}"),
                Wire::Text(text) => {
                    let is_value = text.content == Content::Value;
                    assert!(!is_value || text.sample.is_some(), "{scalar:?} is a value without a sample");
                    let is_string = text.literal == TextLiteral::String;
                    assert_eq!(is_string, row.passing == Passing::Text, "{scalar:?}");
                    assert_eq!(is_string, row.name == "String", "{scalar:?}");
                }
                Wire::Body(_) => assert_eq!(row.passing, Passing::Converted, "{scalar:?}"),
            }
        }
    }
}
