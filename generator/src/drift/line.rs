//! One deviation as a line of JSON, and the steps of its path.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// A deviation, as `Deviation::to_json` of an SDK writes it. Other keys are ignored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) struct Line {
    /// The `operationId`; an alternative to `method` and `path_template`.
    #[serde(default, rename = "operationId")]
    pub(super) operation_id: Option<String>,
    #[serde(default)]
    pub(super) method: Option<String>,
    #[serde(default)]
    pub(super) path_template: Option<String>,
    pub(super) status: u16,
    /// The location in the body: `$.items[3].created`.
    pub(super) path: String,
    #[serde(default)]
    expected: Option<String>,
    /// The JSON type that was found.
    #[serde(default)]
    pub(super) found: Option<String>,
    /// Whether a required property is missing.
    #[serde(default)]
    pub(super) missing: bool,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Reads the lines that are not blank, and counts those that say the same of other items of a list.
///
/// # Errors
///
/// Fails if a line is not a deviation; with its number and the reason.
pub(super) fn read(text: &str) -> Result<Vec<(Line, usize)>, (usize, String)> {
    let (mut lines, mut known) = (Vec::new(), BTreeMap::new());
    for (index, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let mut line: Line = serde_json::from_str(text).map_err(|error| (index + 1, error.to_string()))?;
        let steps = steps(&line.path).ok_or_else(|| (index + 1, format!("`{}` is not a path", line.path)))?;
        if line.found.is_none() && !line.missing {
            return Err((index + 1, "it has neither `found` nor `missing`".to_owned()));
        }
        let kinds = ["null", "boolean", "integer", "number", "string", "array", "object"];
        if let Some(found) = line.found.as_ref().filter(|found| !kinds.contains(&found.as_str())) {
            return Err((index + 1, format!("`{found}` is not a JSON type")));
        }
        line.path = general(&steps);
        let index = *known.entry(line.clone()).or_insert(lines.len());
        if index == lines.len() {
            lines.push((line, 0));
        }
        lines[index].1 += 1;
    }
    Ok(lines)
}

/// Returns a path with 0 for every index, since a document does not distinguish items.
fn general(steps: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Index(_) => "[0]".to_owned(),
        Step::Key(key) => format!("[{}]", serde_json::Value::from(key.as_str())),
    };
    std::iter::once("$".to_owned()).chain(steps.iter().map(step)).collect()
}

/// Parses a path such as `$.items[3].permissions["a b"]`; `None` if it is not one.
pub(super) fn steps(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(name) = rest.strip_prefix('.') {
            let end = name.find(['.', '[']).unwrap_or(name.len());
            steps.push(Step::Key(name[..end].to_owned()).filled()?);
            rest = &name[end..];
        } else if let Some(quoted) = rest.strip_prefix('[').filter(|rest| rest.starts_with('"')) {
            let mut texts = serde_json::Deserializer::from_str(quoted).into_iter::<String>();
            steps.push(Step::Key(texts.next()?.ok()?));
            rest = quoted[texts.byte_offset()..].strip_prefix(']')?;
        } else {
            let (index, more) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = more;
        }
    }
    Some(steps)
}

impl Step {
    fn filled(self) -> Option<Self> {
        if self == Self::Key(String::new()) { None } else { Some(self) }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.method, &self.path_template, &self.operation_id) {
            (Some(method), Some(path), _) => write!(f, "{method} {path}")?,
            (_, _, Some(id)) => f.write_str(id)?,
            _ => f.write_str("an operation without a name")?,
        }
        write!(f, " {}: {}: ", self.status, shown(&self.path))?;
        match (&self.found, self.missing) {
            (Some(found), false) => {
                write!(f, "expected {}, found {found}", self.expected.as_deref().unwrap_or("something else"))
            }
            _ => f.write_str("required, but missing"),
        }
    }
}

/// Returns a path as people write it, with `[]` for the items of lists.
fn shown(path: &str) -> String {
    let is_plain = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let step = |step: Step| match step {
        Step::Index(_) => "[]".to_owned(),
        Step::Key(key) if is_plain(&key) => format!(".{key}"),
        Step::Key(key) => format!("[{}]", serde_json::Value::from(key)),
    };
    std::iter::once("$".to_owned()).chain(steps(path).unwrap_or_default().into_iter().map(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Step, read, steps};

    #[test]
    fn paths_have_keys_and_indices() {
        let key = |key: &str| Step::Key(key.to_owned());
        assert_eq!(steps("$"), Some(vec![]));
        assert_eq!(steps(r#"$.a-b[3]["x]\"y"].c"#), Some(vec![key("a-b"), Step::Index(3), key("x]\"y"), key("c")]));
        for bad in ["", "a", "$.", "$a", "$[", "$[x]", "$[\"a", "$[\"a\"x]", "$..a"] {
            assert_eq!(steps(bad), None, "{bad}");
        }
    }

    #[test]
    fn lines_about_other_items_are_counted() {
        let line = |path: &str| {
            format!(r#"{{"method":"GET","path_template":"/a","status":200,"path":"{path}","missing":true}}"#)
        };
        let text = [line("$.items[0].b"), String::new(), line("$.items[7].b"), line("$.c")].join("\n");
        let lines = read(&text).unwrap();
        let counts: Vec<_> = lines.iter().map(|(line, count)| (line.to_string(), *count)).collect();
        let shown = |path: &str| format!("GET /a 200: {path}: required, but missing");
        assert_eq!(counts, [(shown("$.items[].b"), 2), (shown("$.c"), 1)]);
    }

    #[test]
    fn other_lines_are_refused() {
        let number = |text: &str| read(text).unwrap_err().0;
        assert_eq!(number("\n{}"), 2);
        assert_eq!(number(r#"{"status":200,"path":"a","missing":true}"#), 1);
        assert_eq!(number(r#"{"status":200,"path":"$"}"#), 1);
        assert_eq!(number(r#"{"status":200,"path":"$","found":"text"}"#), 1);
    }
}
