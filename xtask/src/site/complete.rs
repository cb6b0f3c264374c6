//! Whether a site says everything that its document says.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::facts::{Fact, Said};
use super::pages::{Page, Row, Site};
use super::words::{of_markdown, of_text, with_targets};

/// What of a document a site says.
pub(super) struct Account {
    /// How many facts of each kind there are.
    pub(super) counts: BTreeMap<&'static str, usize>,
    /// What is missing: the kind, where it stands, what it is.
    pub(super) missing: Vec<Missing>,
    /// Missing descriptions of schemas without a type of their own: parts of others, which have descriptions too.
    pub(super) of_parts: Vec<Missing>,
}

/// What is missing: the kind, where it stands, what it is.
type Missing = (&'static str, String, String);

/// What the report of a run says about a document.
pub(super) struct Report {
    /// The pointers of what is left out.
    pub(super) skipped: Vec<String>,
    /// The pointers of schemas that have no type of their own.
    pub(super) parts: Vec<String>,
}

/// What all pages say together.
struct Index<'a> {
    by_endpoint: HashMap<&'a str, Vec<&'a Page>>,
    /// The rows of each name.
    rows: HashMap<&'a str, Vec<&'a Row>>,
    texts: HashSet<&'a str>,
}

impl<'a> Index<'a> {
    fn of(site: &'a Site) -> Self {
        let mut index = Self { by_endpoint: HashMap::new(), rows: HashMap::new(), texts: HashSet::new() };
        for page in site.pages.values() {
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

/// Compares a site with what its document says. What the report of the run says is left out does not count.
pub(super) fn compare(facts: &[Fact], site: &Site, report: &Report) -> Account {
    let index = Index::of(site);
    let mut account = Account { counts: BTreeMap::new(), missing: Vec::new(), of_parts: Vec::new() };
    for fact in facts {
        if report.skipped.iter().any(|above| fact.at == *above || fact.at.starts_with(&format!("{above}/"))) {
            *account.counts.entry("left out, with a reason").or_default() += 1;
            continue;
        }
        let (kind, what, is_there) = look_up(&fact.said, &index, of_markdown);
        let is_there = is_there || look_up(&fact.said, &index, with_targets).2;
        *account.counts.entry(kind).or_default() += 1;
        if !is_there {
            let schema = fact.at.strip_suffix("/description").unwrap_or(&fact.at);
            let is_of_part = matches!(fact.said, Said::Schema(_)) && report.parts.iter().any(|part| part == schema);
            let list = if is_of_part { &mut account.of_parts } else { &mut account.missing };
            list.push((kind, fact.at.clone(), what));
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
                index.has_row(name, &words),
            )
        }
        Said::Value(value) => ("values", value.clone(), is_value(value, index)),
        Said::Schema(text) => ("descriptions of schemas", text.clone(), index.says(&words_of(text))),
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
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    description.as_deref().filter(|text| letters(name) != letters(text))
}

/// Whether a value has a row, or stands where a property or a variant has only one.
fn is_value(value: &str, index: &Index<'_>) -> bool {
    let words = of_text(value);
    index.rows.contains_key(value) || index.rows.values().flatten().any(|row| row.own.contains(&words))
}
