//! The reasons for differences from swagger-client, row by row. The first reason that applies counts.

use crate::Row;
use crate::Value;

/// A reason to differ.
pub(crate) struct Reason {
    pub(crate) name: &'static str,
    /// How many rows differ for this reason.
    pub(crate) rows: usize,
    holds: fn(&Row, Option<&str>) -> bool,
}

/// Returns the reason for which a row may differ; `ours` is what we send, `None` if nothing is sent or the value is an
/// error.
pub(crate) fn of(row: &Row, ours: Option<&str>) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| (reason.holds)(row, ours))
}

pub(crate) static REASONS: &[Reason] = &[
    // RFC 6570, section 2.3: an empty list or object is undefined and expands to nothing. In a path it would address
    // another resource, so it is an error.
    Reason { name: "empty list or object", rows: 28, holds: |row, _| is_empty(&row.value) && row.content.is_none() },
    // A value that is given is sent: `p=` (RFC 6570, section 3.2.8). swagger-client treats an empty field of its form
    // as missing, unless there is `allowEmptyValue`.
    Reason {
        name: "empty string in a query",
        rows: 15,
        holds: |row, _| row.kind == "string, empty" && row.place == "query" && row.content.as_deref() != Some(JSON),
    },
    // RFC 6570, section 3.2.7: `;p` without an equals sign; OpenAPI 3.0.4, section Style Examples, column `empty`.
    Reason {
        name: "empty string in matrix",
        rows: 4,
        holds: |row, _| row.kind.contains("empty") && styled(row, "matrix"),
    },
    // It would address another resource, or be a segment `.`, which is not possible in URLs.
    Reason {
        name: "empty string in a path",
        rows: 5,
        holds: |row, ours| row.kind == "string, empty" && row.place == "path" && ours.is_none(),
    },
    // RFC 6570, section 2.3: an undefined member is omitted. swagger-client sends an empty text.
    Reason { name: "null", rows: 48, holds: |row, _| row.kind.ends_with(", null") && row.content.is_none() },
    // OpenAPI 3.0.4, section Style Examples: `.blue,black,brown`; 3.0.3 and before had `.blue.black.brown`.
    Reason {
        name: "label without explode",
        rows: 10,
        holds: |row, _| styled(row, "label") && row.explode == Some(false),
    },
    // Keys are percent-encoded like values (RFC 6570, section 3.2.1); swagger-client does so in queries only.
    Reason { name: "keys in a path", rows: 6, holds: |row, _| row.place == "path" && row.kind == "object, special" },
    // OpenAPI 3.0.4, section Style Examples: keys and values in turn, with the separator of the style.
    Reason {
        name: "delimited object",
        rows: 16,
        holds: |row, _| delimited(row) && row.explode == Some(false) && row.value.is_object(),
    },
    // Undefined in OpenAPI. swagger-client sends JSON text for nested values, and repeats the name of a list; servers
    // that read brackets read `p[tags][0]=a` (qs, PHP, Prism).
    Reason {
        name: "nested in deepObject",
        rows: 18,
        holds: |row, _| styled(row, "deepObject") && (row.value.is_array() || row.kind == "object, nested"),
    },
    // Undefined in OpenAPI. A list in a property of an exploded object is exploded itself.
    Reason {
        name: "list in an exploded object",
        rows: 6,
        holds: |row, _| row.place == "query" && row.explode == Some(true) && row.kind == "object, nested",
    },
    // `|` is not valid in a URI (RFC 3986, appendix A); OpenAPI 3.0.4 has `%7C` in its examples.
    Reason {
        name: "pipe",
        rows: 12,
        holds: |row, ours| {
            styled(row, "pipeDelimited") && ours.map(|text| text.replace("%7C", "|")) == theirs(row, "%7C")
        },
    },
    // RFC 6570, section 3.2.3: existing percent-encoding is kept. `&` and `#` would end the value, and names are never
    // reserved text.
    Reason { name: "allowReserved", rows: 33, holds: |row, _| row.allow_reserved },
    // OpenAPI 3.1.1, appendix D: `&` does not separate cookies. We send `p=a; p=b` and `R=1; G=2`, which is style
    // `cookie` of OpenAPI 3.2; swagger-client escapes the whole of it into one cookie.
    Reason {
        name: "exploded cookie",
        rows: 11,
        holds: |row, _| row.place == "cookie" && row.explode == Some(true) && !scalar(&row.value),
    },
    // A media type other than JSON does not define lists and objects: JSON text, not JavaScript's `[object Object]`.
    Reason {
        name: "list or object as text",
        rows: 60,
        holds: |row, _| row.content.as_deref() == Some("text/plain") && !scalar(&row.value),
    },
    // A string as JSON is quoted; swagger-client treats it as JSON text.
    Reason {
        name: "string as JSON",
        rows: 28,
        holds: |row, _| row.content.as_deref() == Some(JSON) && row.value.is_string(),
    },
    // A value arrives unchanged, including percent signs.
    Reason {
        name: "percent sign in a cookie",
        rows: 3,
        holds: |row, _| row.place == "cookie" && row.kind == "string, encoded already",
    },
    // The same after decoding: we escape everything except unreserved characters, which servers must treat the same.
    Reason {
        name: "escaped more than needed",
        rows: 29,
        holds: |row, ours| ours.map(decoded) == row.expected.as_deref().map(decoded),
    },
];

const JSON: &str = "application/json";

fn theirs(row: &Row, pipe: &str) -> Option<String> {
    row.expected.as_ref().map(|text| text.replace(pipe, "|"))
}

fn styled(row: &Row, style: &str) -> bool {
    row.style.as_deref() == Some(style)
}

fn delimited(row: &Row) -> bool {
    styled(row, "pipeDelimited") || styled(row, "spaceDelimited")
}

fn scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(|map| map.is_empty())
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
