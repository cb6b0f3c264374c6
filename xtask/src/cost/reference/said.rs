//! What pages say without a script: which summaries of operations are in their HTML. Knows no tool.

use std::collections::HashSet;
use std::path::PathBuf;

use scraper::Html;
use serde_json::Value;

use crate::crates;
use crate::site::words::of_text;

/// Elements whose content is not shown.
const HIDDEN: [&str; 4] = ["script", "style", "template", "title"];

/// Returns the letters and digits of the title of a document, in lower case.
pub(super) fn title(document: &Value) -> String {
    document.pointer("/info/title").and_then(Value::as_str).map(of_text).unwrap_or_default().replace(' ', "")
}

/// Returns the summaries of the operations of a document, each once, as words.
pub(super) fn summaries(document: &Value) -> Vec<String> {
    let items = document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object());
    let said = items.flatten().filter_map(|(_, operation)| operation.get("summary")?.as_str());
    let mut seen = HashSet::new();
    said.map(of_text).filter(|text| !text.trim().is_empty() && seen.insert(text.clone())).collect()
}

/// Counts the summaries that are in pages.
pub(super) fn find(pages: &[PathBuf], summaries: &[String]) -> Result<usize, String> {
    let mut missing: Vec<&String> = summaries.iter().collect();
    for path in pages {
        let said = shown(&crates::text(path)?);
        missing.retain(|summary| !said.contains(*summary));
    }
    Ok(summaries.len() - missing.len())
}

/// Returns the words that a page shows without a script.
fn shown(html: &str) -> String {
    let html = Html::parse_document(html);
    let mut said = String::new();
    for node in html.root_element().descendants() {
        let is_hidden =
            node.parent().and_then(|above| above.value().as_element().map(|one| HIDDEN.contains(&one.name())));
        if let Some(text) = node.value().as_text().filter(|_| is_hidden != Some(true)) {
            said.push_str(text);
            said.push(' ');
        }
    }
    of_text(&said)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{shown, summaries};

    #[test]
    fn texts_are_those_that_are_shown() {
        let html = "<head><title>No</title></head><p>List <code>all</code> pets</p><script>var a = 'no';</script><h2>Tom &amp; Jerry</h2>";
        assert_eq!(shown(html), " list all pets tom jerry ");
    }

    #[test]
    fn summaries_count_once() {
        let document = json!({"paths": {"/a": {"get": {"summary": "List `all` pets"}, "summary": "x", "put": {"summary": "list all pets."}}}});
        assert_eq!(summaries(&document), [" list all pets "]);
    }
}
