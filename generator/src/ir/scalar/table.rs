//! The table of scalars: one row each. A new format is a variant of [`Scalar`] and a row here.

use super::texts::{is_base64, is_date, is_date_time, is_local_date_time, is_uuid};
use super::{Content, Integer, Passing, Row, Scalar, Text, TextLiteral, Upload, Wire};

/// Defines [`row`] and [`ALL`]. A scalar without a row does not compile.
macro_rules! table {
    ($($scalar:ident $(($integer:ident))? => $row:expr,)*) => {
        /// Every scalar that has a row.
        pub(super) const ALL: &[Scalar] = &[$(Scalar::$scalar $((Integer::$integer))?),*];

        /// Returns the row of a scalar.
        pub(super) fn row(scalar: Scalar) -> &'static Row {
            match scalar {
                $(Scalar::$scalar $((Integer::$integer))? => const { &$row },)*
            }
        }
    };
}

table! {
    String => Row {
        wire: Wire::Text(Text {
            content: Content::Text,
            sample: None,
            accepts: any,
            literal: TextLiteral::String,
            is_cursor: true,
        }),
        formats: &[],
        module: "",
        name: "String",
        passing: Passing::Text,
    },
    Secret => Row {
        wire: Wire::Text(Text {
            content: Content::Text,
            sample: None,
            accepts: any,
            literal: TextLiteral::Converted,
            is_cursor: false,
        }),
        formats: &["password"],
        module: "sdkgen_runtime",
        name: "Secret",
        passing: Passing::ConvertedText,
    },
    Boolean => Row {
        wire: Wire::Boolean,
        formats: &[],
        module: "",
        name: "bool",
        passing: Passing::Copied,
    },
    Integer(I32) => integer(Integer::I32, "i32", &["int32"]),
    Integer(I64) => integer(Integer::I64, "i64", &["int64"]),
    Integer(U32) => integer(Integer::U32, "u32", &["uint32"]),
    Integer(U64) => integer(Integer::U64, "u64", &["uint64"]),
    Integer(I128) => integer(Integer::I128, "i128", &[]),
    F64 => Row {
        wire: Wire::Number,
        formats: &[],
        module: "",
        name: "f64",
        passing: Passing::Copied,
    },
    Timestamp => Row {
        wire: Wire::Text(value(is_date_time, "2024-01-02T03:04:05Z")),
        formats: &["date-time"],
        module: "sdkgen_runtime::jiff",
        name: "Timestamp",
        passing: Passing::Copied,
    },
    LocalDateTime => Row {
        wire: Wire::Text(value(is_local_date_time, "2024-01-02T03:04:05")),
        formats: &["date-time-local"],
        module: "sdkgen_runtime::jiff::civil",
        name: "DateTime",
        passing: Passing::Copied,
    },
    Date => Row {
        wire: Wire::Text(value(is_date, "2024-01-02")),
        formats: &["date"],
        module: "sdkgen_runtime::jiff::civil",
        name: "Date",
        passing: Passing::Copied,
    },
    Uuid => Row {
        wire: Wire::Text(Text { is_cursor: true, ..value(is_uuid, "01890a5d-ac96-774b-bcce-b302099a8057") }),
        formats: &["uuid"],
        module: "sdkgen_runtime::uuid",
        name: "Uuid",
        passing: Passing::Copied,
    },
    Base64 => Row {
        wire: Wire::Text(Text {
            content: Content::Bytes,
            sample: Some("dGV4dA=="),
            accepts: is_base64,
            literal: TextLiteral::Json,
            is_cursor: false,
        }),
        formats: &["byte"],
        module: "sdkgen_runtime",
        name: "Base64",
        passing: Passing::Converted,
    },
    // Raw bytes cannot be represented in JSON; a field contains the text that the server encodes them as.
    Binary => Row {
        wire: Wire::Text(Text {
            content: Content::Bytes,
            sample: None,
            accepts: any,
            literal: TextLiteral::String,
            is_cursor: false,
        }),
        formats: &["binary"],
        module: "",
        name: "String",
        passing: Passing::Text,
    },
    Bytes => body(Upload::Bytes, "sdkgen_runtime::bytes", "Bytes"),
    File => body(Upload::File, "sdkgen_runtime", "FileUpload"),
    Parts => body(Upload::Parts, "sdkgen_runtime", "MultipartForm"),
}

const fn integer(integer: Integer, name: &'static str, formats: &'static [&'static str]) -> Row {
    Row { wire: Wire::Integer(integer), formats, module: "", name, passing: Passing::Copied }
}

/// The text of a type that implements `FromStr`.
const fn value(accepts: fn(&str) -> bool, sample: &'static str) -> Text {
    Text { content: Content::Value, sample: Some(sample), accepts, literal: TextLiteral::Parsed, is_cursor: false }
}

const fn body(upload: Upload, module: &'static str, name: &'static str) -> Row {
    Row { wire: Wire::Body(upload), formats: &[], module, name, passing: Passing::Converted }
}

/// Accepts every text.
fn any(_: &str) -> bool {
    true
}
