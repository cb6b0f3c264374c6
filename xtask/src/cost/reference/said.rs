//! What pages say without a script: which summaries of operations are in their HTML. Knows no tool.

use std::collections::HashSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::crates;

/// Elements that do not end a text.
const INLINE: [&str; 12] = ["a", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "var", "wbr"];
/// Elements whose content is not shown.
const HIDDEN: [&str; 4] = ["script", "style", "template", "head"];

/// Returns the title of a document as words.
pub(super) fn title(document: &Value) -> String {
    document.pointer("/info/title").and_then(Value::as_str).map(words).unwrap_or_default()
}

/// Returns the summaries of the operations of a document, each once, as words.
pub(super) fn summaries(document: &Value) -> Vec<String> {
    let items = document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object());
    let said = items.flatten().filter_map(|(_, operation)| operation.get("summary")?.as_str());
    let mut seen = HashSet::new();
    said.map(words).filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}

/// Counts the summaries that are in pages.
pub(super) fn find(pages: &[PathBuf], summaries: &[String]) -> Result<usize, String> {
    let mut missing: HashSet<&str> = summaries.iter().map(String::as_str).collect();
    for path in pages {
        let said: HashSet<String> = texts(&crates::text(path)?).into_iter().collect();
        missing.retain(|summary| !said.contains(*summary));
    }
    Ok(summaries.len() - missing.len())
}

/// Returns the texts of a page as words: what is between the tags of blocks.
fn texts(html: &str) -> Vec<String> {
    let (mut texts, mut text, mut rest) = (Vec::new(), String::new(), html);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name: String = rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let is_end = rest.starts_with('/');
        rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        if INLINE.contains(&name.as_str()) {
            continue;
        }
        texts.push(words(&std::mem::take(&mut text)));
        if !is_end && HIDDEN.contains(&name.as_str()) {
            rest = rest.find(&format!("</{name}")).map_or("", |end| &rest[end..]);
        }
    }
    texts.push(words(&(text + rest)));
    texts.retain(|text| !text.is_empty());
    texts
}

/// Returns the letters and digits of a text in lower case: what Markdown and HTML add is left out.
fn words(text: &str) -> String {
    let plain = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")];
    let text = plain.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{summaries, texts};

    #[test]
    fn texts_are_those_that_are_shown() {
        let html = "<head><title>No</title></head><p>List <code>all</code> pets</p><script>var a = 'no';</script><h2>Tom &amp; Jerry</h2>";
        assert_eq!(texts(html), ["listallpets", "tomjerry"]);
    }

    #[test]
    fn summaries_count_once() {
        let document = json!({"paths": {"/a": {"get": {"summary": "List `all` pets"}, "summary": "x", "put": {"summary": "list all pets."}}}});
        assert_eq!(summaries(&document), ["listallpets"]);
    }
}
