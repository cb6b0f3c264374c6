//! Whether a site says everything that its document says.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::facts::{Fact, Said};
use super::pages::{Page, Row, Site};
use super::words::{letters, of_markdown, of_text, with_targets};

/// What of a document a site says.
pub(super) struct Account {
    /// How many facts of each kind there are.
    pub(super) counts: BTreeMap<&'static str, usize>,
    /// What is missing: the kind, where it stands, what it is.
    pub(super) missing: Vec<Missing>,
}

/// What is missing: the kind, where it stands, what it is.
type Missing = (&'static str, String, String);

/// What all pages say together.
#[derive(Default)]
struct Index<'a> {
    by_endpoint: HashMap<&'a str, Vec<&'a Page>>,
    /// The rows of each name.
    rows: HashMap<&'a str, Vec<&'a Row>>,
    texts: HashSet<&'a str>,
    /// The letters of the names of models.
    models: HashSet<String>,
}

impl<'a> Index<'a> {
    fn of(site: &'a Site) -> Self {
        let mut index = Self::default();
        for (path, page) in &site.pages {
            let model = path.strip_prefix("models/").and_then(|path| path.strip_suffix(".html"));
            index.models.extend(model.map(letters));
            if let Some(endpoint) = &page.endpoint {
                index.by_endpoint.entry(endpoint).or_default().push(page);
            }
            for row in &page.rows {
                index.rows.entry(&row.name).or_default().push(row);
            }
            index.texts.extend(page.texts.iter().map(String::as_str));
        }
        index
    }

    fn on_page(&self, endpoint: &str, is_there: impl Fn(&Page) -> bool) -> bool {
        self.by_endpoint.get(endpoint).is_some_and(|pages| pages.iter().any(|page| is_there(page)))
    }

    /// Whether the words of a text are anywhere.
    fn says(&self, words: &str) -> bool {
        words.trim().is_empty() || self.texts.contains(words) || self.texts.iter().any(|text| text.contains(words))
    }

    fn has_row(&self, name: &str, words: &str) -> bool {
        self.rows.get(name).is_some_and(|rows| rows.iter().any(|row| row.own.contains(words)))
    }
}

/// Compares a site with what its document says. What is left out, with a reason, does not count: `skipped` has the
/// pointers.
pub(super) fn compare(facts: &[Fact], site: &Site, skipped: &[String]) -> Account {
    let index = Index::of(site);
    let mut account = Account { counts: BTreeMap::new(), missing: Vec::new() };
    for fact in facts {
        if skipped.iter().any(|above| fact.at == *above || fact.at.starts_with(&format!("{above}/"))) {
            *account.counts.entry("left out, with a reason").or_default() += 1;
            continue;
        }
        let (kind, what, is_there) = look_up(&fact.said, &index, of_markdown);
        let is_there = is_there || look_up(&fact.said, &index, with_targets).2;
        *account.counts.entry(kind).or_default() += 1;
        if !is_there {
            account.missing.push((kind, fact.at.clone(), what));
        }
    }
    account
}

/// Looks something up; `words_of` returns the words of a text in Markdown.
fn look_up(said: &Said, index: &Index<'_>, words_of: fn(&str) -> String) -> (&'static str, String, bool) {
    match said {
        Said::Operation(endpoint) => ("operations", endpoint.clone(), index.on_page(endpoint, |_| true)),
        Said::About(endpoint, text) => {
            let words = words_of(text);
            let is_there = index.on_page(endpoint, |page| page.texts.iter().any(|text| text.contains(&words)));
            ("texts of operations", text.clone(), words.trim().is_empty() || is_there)
        }
        Said::Parameter(endpoint, name, description) => {
            let words = new(name, description).map_or_else(|| " ".to_owned(), words_of);
            let has = |page: &Page| page.rows.iter().any(|row| row.name == *name && row.own.contains(&words));
            (
                "parameters",
                format!("{name}: {}", description.as_deref().unwrap_or_default()),
                index.on_page(endpoint, has),
            )
        }
        Said::Property(name, description) => {
            let words = new(name, description).map_or_else(|| " ".to_owned(), words_of);
            (
                "properties",
                format!("{name}: {}", description.as_deref().unwrap_or_default()),
                index.has_row(&shown(name), &words),
            )
        }
        Said::Value(value) => ("values", value.clone(), is_value(value, index)),
        Said::Schema(text) => {
            // The name of a model says what a description that is the same name says.
            let is_there = index.says(&words_of(text)) || index.models.contains(&letters(text));
            ("descriptions of schemas", text.clone(), is_there)
        }
        Said::Whole(text) => ("texts about the API", text.clone(), index.says(&words_of(text))),
        Said::Example(endpoint, value) => {
            let spelled = value.to_string();
            let is_same = |code: &String| match value {
                Value::String(text) => code.trim() == text.trim() || *code == spelled,
                value => serde_json::from_str::<Value>(code).is_ok_and(|shown| shown == *value),
            };
            let is_there = index.on_page(endpoint, |page| page.codes.iter().chain(&page.whole).any(is_same));
            ("examples", format!("{endpoint}: {value}"), is_there)
        }
    }
}

/// Returns a description, unless it says nothing but the name in other words.
fn new<'a>(name: &str, description: &'a Option<String>) -> Option<&'a str> {
    description.as_deref().filter(|text| letters(name) != letters(text))
}

/// Returns a name as pages show it: in quotes, if it would not be seen.
fn shown(name: &str) -> String {
    if name.trim().is_empty() { format!("\"{name}\"") } else { name.to_owned() }
}

/// Whether a value has a row, or stands where a property or a variant has only one.
fn is_value(value: &str, index: &Index<'_>) -> bool {
    let words = of_text(value);
    index.rows.contains_key(value) || index.rows.values().flatten().any(|row| row.own.contains(&words))
}
