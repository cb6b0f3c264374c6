//! The pages that the reference began with: what each of them shows of a method or a model must stand on ours. They
//! show the same API in Go, TypeScript and plain HTTP, so that names are compared without case and separators.
//! Descriptions are in our own words: one has to be there.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::pages::{Page, Site};
use super::words::of_text;
use crate::crates;

/// What the pages were compared by.
#[derive(Default)]
pub(super) struct Compared {
    /// How many facts each page has, by its name.
    pub(super) counts: Vec<(String, usize)>,
    /// What is missing, with the page that shows it.
    pub(super) missing: Vec<String>,
}

/// A member that a page shows: a parameter, a property.
#[derive(Debug, Default, PartialEq)]
struct Member {
    name: String,
    optional: bool,
    is_described: bool,
    /// Constraints as words: `minlength 1`.
    constraints: Vec<String>,
    /// The values of an enumeration.
    values: Vec<String>,
}

/// What a page shows.
#[derive(Debug, Default)]
struct Shown {
    /// Endpoints: `GET /a/{b}`.
    endpoints: Vec<String>,
    members: Vec<Member>,
    /// The JSON of its examples.
    examples: Vec<Value>,
    /// The lines of a curl command.
    curl: Vec<String>,
}

/// Compares the pages in a folder with a site.
pub(super) fn compare(folder: &Path, site: &Site) -> Result<Compared, String> {
    let mut compared = Compared::default();
    for path in crates::files(folder)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let shown = read(&crates::text(&path)?);
        let mut checks = Checks { page: &name, count: 0, missing: &mut compared.missing };
        checks.all(&shown, site);
        let count = checks.count;
        compared.counts.push((name, count));
    }
    Ok(compared)
}

/// Counts facts and keeps those that are missing.
struct Checks<'a> {
    page: &'a str,
    count: usize,
    missing: &'a mut Vec<String>,
}

impl Checks<'_> {
    fn check(&mut self, is_there: bool, what: impl FnOnce() -> String) {
        self.count += 1;
        if !is_there {
            self.missing.push(format!("{}: {}", self.page, what()));
        }
    }

    fn all(&mut self, shown: &Shown, site: &Site) {
        let pages: Vec<&Page> = shown.endpoints.iter().flat_map(|endpoint| on(site, endpoint)).collect();
        for endpoint in &shown.endpoints {
            self.check(on(site, endpoint).next().is_some(), || format!("no page of {endpoint}"));
        }
        let of_models = site.pages.iter().filter(|(path, _)| path.starts_with("models/")).map(|(_, page)| page);
        // The page of a method shows all; a page of a resource shows models too.
        let pages: Vec<&Page> =
            if shown.endpoints.len() == 1 { pages } else { pages.into_iter().chain(of_models).collect() };
        for member in &shown.members {
            let rows = || pages.iter().flat_map(|page| &page.rows).filter(|row| same(&row.name, &member.name));
            self.check(rows().next().is_some(), || format!("no row of `{}`", member.name));
            let presence = if member.optional { "optional" } else { "required" };
            self.check(rows().any(|row| has(&row.own, presence)), || format!("`{}` is not {presence}", member.name));
            for constraint in &member.constraints {
                let is_there = rows().any(|row| has(&row.own, constraint));
                self.check(is_there, || format!("`{}` does not say {constraint}", member.name));
            }
            for value in &member.values {
                let is_there = rows().any(|row| has(&row.all, of_text(value).trim()));
                self.check(is_there, || format!("`{}` has no value {value}", member.name));
            }
            // Name, type, marks and the spelling in Rust are about a dozen words.
            if member.is_described {
                let is_there = rows().any(|row| row.own.split_whitespace().count() > 6);
                self.check(is_there, || format!("`{}` is not described", member.name));
            }
        }
        let texts: Vec<&String> = pages.iter().flat_map(|page| &page.codes).collect();
        for example in &shown.examples {
            for (path, value) in leaves(example) {
                let is_there = texts.iter().any(|text| text.contains(&value));
                self.check(is_there, || format!("no example has {path} = {value}"));
            }
        }
        for line in &shown.curl {
            let is_there = texts.iter().any(|text| curl(text).contains(line));
            self.check(is_there, || format!("no curl example has {line}"));
        }
    }
}

/// The pages of an operation: its own, and that of its examples, if there is one.
fn on<'a>(site: &'a Site, endpoint: &str) -> impl Iterator<Item = &'a Page> {
    site.pages.values().filter(move |page| page.endpoint.as_deref() == Some(endpoint))
}

/// Reads a page as it was copied from a browser.
fn read(text: &str) -> Shown {
    let mut shown = Shown::default();
    let mut json = String::new();
    let mut depth = 0_usize;
    let mut in_curl = false;
    for line in text.lines() {
        let line_trimmed = line.trim();
        let opens = line_trimmed == "{" && json.is_empty();
        if opens || depth > 0 {
            json.push_str(line);
            json.push('\n');
            depth = (depth + line.matches(['{', '[']).count()).saturating_sub(line.matches(['}', ']']).count());
            if depth == 0 {
                shown.examples.extend(serde_json::from_str(&json).ok());
                json.clear();
            }
            continue;
        }
        in_curl = line_trimmed.starts_with("curl ") || (in_curl && line.starts_with("    -"));
        if in_curl {
            shown.curl.extend(curl(line_trimmed));
            continue;
        }
        if let Some(endpoint) = endpoint(line_trimmed) {
            shown.endpoints.push(endpoint);
        } else if let Some(member) = member(line_trimmed) {
            shown.members.push(member);
        } else if let Some(last) = shown.members.last_mut() {
            add(line_trimmed, last);
        }
    }
    let mut seen = BTreeSet::new();
    shown.endpoints.retain(|endpoint| seen.insert(endpoint.clone()));
    shown
}

/// Reads `GET/a/{b}`.
fn endpoint(line: &str) -> Option<String> {
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let method = methods.iter().find(|method| line.starts_with(**method))?;
    let path = line[method.len()..].trim_start();
    (path.starts_with('/') && !path.contains(' ')).then(|| format!("{method} {path}"))
}

/// Reads a line that begins a member: `id: string`, `name?: string`, `"X-A": optional string`, `ClientID string`,
/// `After param.Field[string]optional`.
fn member(line: &str) -> Option<Member> {
    let of = |name: &str, optional: bool| {
        let name = name.trim_matches('"').to_owned();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        is_name.then(|| Member { name, optional, ..Member::default() })
    };
    if let Some((name, ty)) = line.split_once(": ") {
        let is_type = ["string", "optional ", "Record<", "boolean", "number", "Array<", "map["];
        let name_only = name.trim_end_matches('?');
        let is_one = is_type.iter().any(|start| ty.starts_with(start)) && !name.contains(' ');
        return if is_one { of(name_only, name.ends_with('?') || ty.starts_with("optional ")) } else { None };
    }
    let (name, ty) = line.split_once(' ')?;
    let plain = ty.strip_suffix("optional").unwrap_or(ty);
    let is_plain = ["string", "bool", "Time", "int64"].contains(&plain)
        || plain.starts_with("param.Field[")
        || plain.starts_with("map[");
    if is_plain { of(name, plain.len() < ty.len()) } else { None }
}

/// Adds what a line says of the member before it.
fn add(line: &str, member: &mut Member) {
    let keywords = ["minLength", "maxLength", "minimum", "maximum", "format"];
    let keyword = keywords.iter().find_map(|keyword| Some((*keyword, line.strip_prefix(keyword)?)));
    if let Some((keyword, value)) = keyword.filter(|(_, value)| !value.contains(' ') && !value.is_empty()) {
        member.constraints.push(format!("{} {}", keyword.to_lowercase(), of_text(value).trim()));
    } else if let Some((_, value)) = line.strip_prefix("const ").and_then(|rest| rest.split_once("= ")) {
        member.values.push(value.trim_matches('"').to_owned());
    } else if line.len() > 20 && line.contains(' ') && !line.contains('(') {
        member.is_described = true;
    }
}

/// Returns the options of a curl command, each as a word or two; whatever is quoted is not quoted.
fn curl(text: &str) -> Vec<String> {
    let joined = text.replace("\\\n", " ").replace('\\', " ");
    let mut options = Vec::new();
    let words: Vec<String> = joined.split_whitespace().map(|word| word.replace(['\'', '"'], "")).collect();
    for (index, word) in words.iter().enumerate() {
        match word.as_str() {
            "-X" => options.extend(words.get(index + 1).map(|method| format!("-X {method}"))),
            "-H" => options.extend(words.get(index + 1).map(|name| format!("-H {}", name.to_lowercase()))),
            "-d" | "--data" | "--json" => options.push("-d".to_owned()),
            _ => {}
        }
    }
    options
}

/// Returns the values of an example as its text has them, each with its path.
fn leaves(value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, inner)| {
                let own = [(key.clone(), format!("\"{key}\""))];
                own.into_iter()
                    .chain(leaves(inner).into_iter().map(move |(path, value)| (format!("{key}.{path}"), value)))
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        plain => vec![(String::new(), plain.to_string())],
    }
}

/// Whether two names are the same without case and separators.
fn same(a: &str, b: &str) -> bool {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    plain(a) == plain(b)
}

fn has(words: &str, wanted: &str) -> bool {
    words.contains(&format!(" {wanted} "))
}

#[cfg(test)]
mod tests {
    use super::{Member, curl, endpoint, member, read};

    #[test]
    fn members_are_read_in_three_languages() {
        let of = |name: &str, optional| Some(Member { name: name.to_owned(), optional, ..Member::default() });
        assert_eq!(member("id: string"), of("id", false));
        assert_eq!(member("name?: string"), of("name", true));
        assert_eq!(member("\"X-Id\": optional string"), of("X-Id", true));
        assert_eq!(member("ClientID string"), of("ClientID", false));
        assert_eq!(member("After param.Field[string]optional"), of("After", true));
        assert_eq!((member("Retrieve"), member("The client ID for authentication")), (None, None));
    }

    #[test]
    fn a_page_is_read() {
        let page = "GET/a/{b}\nLimit param.Field[int64]optional\n\nQuery param: The number of them to return\n\nminimum1\n\
                    formatdate-time\nconst A B = \"x_y\"\n{\n  \"a\": [1]\n}\ncurl https://a \\\n    -X PATCH \\\n    -d '{}'\n";
        let shown = read(page);
        assert_eq!(shown.endpoints, ["GET /a/{b}"]);
        assert_eq!(shown.members[0].constraints, ["minimum 1", "format date time"]);
        assert_eq!((shown.members[0].values[0].as_str(), shown.members[0].is_described), ("x_y", true));
        assert_eq!((shown.examples.len(), shown.curl), (1, vec!["-X PATCH".to_owned(), "-d".to_owned()]));
        assert_eq!(endpoint("GET it"), None);
        assert_eq!(curl("curl -H 'Content-Type: application/json'"), ["-H content-type:"]);
    }
}
