//! What rustdoc and browsers would make of emitted docs, asked of two parsers of Markdown: pulldown-cmark, with and
//! without the extensions of rustdoc, which looks for tests without them; and comrak, which shares no code with the
//! generator.

use comrak::nodes::NodeValue;
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};

/// What is wrong with an emitted file, each in a sentence.
pub(crate) fn file(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if path.ends_with(".rs") {
        for docs in doc_comments(text) {
            faults.extend(markdown(&docs, true));
        }
        let is_fine = |c: char| c == '\n' || !(c.is_control() || turns(c));
        faults.extend(text.chars().find(|c| !is_fine(*c)).map(|c| format!("the source holds {c:?}")));
    } else if path.ends_with(".md") {
        // The mark of the machine is the one comment of HTML.
        faults.extend(markdown(text.split_once("-->\n").map_or(text, |(_, rest)| rest), false));
    }
    faults.iter().map(|fault| format!("{path}: {fault}")).collect()
}

/// Each block of doc comments, as rustdoc reads it: without the marks and without the indentation that all lines share.
fn doc_comments(text: &str) -> Vec<String> {
    let mut blocks: Vec<(&str, Vec<&str>)> = vec![("", Vec::new())];
    for line in text.lines() {
        let line = line.trim_start();
        let mark = ["///", "//!"].into_iter().find(|mark| line.starts_with(mark) && !line.starts_with("////"));
        let mark = mark.unwrap_or_default();
        if blocks.last().is_some_and(|(last, _)| *last != mark) {
            blocks.push((mark, Vec::new()));
        }
        if let Some((_, lines)) = blocks.last_mut().filter(|_| !mark.is_empty()) {
            lines.push(&line[mark.len()..]);
        }
    }
    let unindented = |lines: Vec<&str>| {
        let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let least = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
        lines.iter().map(|line| line.get(least..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
    };
    blocks.into_iter().filter(|(_, lines)| !lines.is_empty()).map(|(_, lines)| unindented(lines)).collect()
}

fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is wrong with Markdown; `is_run` if rustdoc runs code in it.
pub(crate) fn markdown(text: &str, is_run: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let plain = Options::empty();
    let rustdoc = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    for options in [plain, rustdoc] {
        with_pulldown(text, options, is_run, &mut faults);
    }
    for with_extensions in [false, true] {
        with_comrak(text, with_extensions, is_run, &mut faults);
    }
    faults
}

fn with_pulldown(text: &str, options: Options, is_run: bool, faults: &mut Vec<String>) {
    let mut references = Vec::new();
    let mut callback = |link: BrokenLink<'_>| {
        references.push(link.reference.to_string());
        None
    };
    let mut block: Option<(String, bool, String)> = None;
    for event in Parser::new_with_broken_link_callback(text, options, Some(&mut callback)) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                block = Some((String::new(), false, String::new()))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                block = Some((info.to_string(), true, String::new()));
            }
            Event::Text(part) if block.is_some() => block.iter_mut().for_each(|(.., code)| code.push_str(&part)),
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => {
                if let Some((info, is_fenced, code)) = block.take() {
                    faults.extend(
                        code_block(&info, is_fenced, &code, is_run).map(|fault| format!("pulldown-cmark: {fault}")),
                    );
                }
            }
            Event::InlineHtml(html) if is_anchor(&html, is_run) => {}
            Event::Html(html) | Event::InlineHtml(html) => faults.push(format!("pulldown-cmark: live HTML {html:?}")),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if !is_fine_target(&dest_url) => {
                faults.push(format!("pulldown-cmark: a link to {dest_url:?}"));
            }
            _ => {}
        }
    }
    // Names of our own stand in code.
    let foreign = references.into_iter().filter(|reference| !(reference.starts_with('`') && reference.ends_with('`')));
    faults.extend(foreign.map(|reference| format!("rustdoc would look for {reference:?}")));
}

fn with_comrak(text: &str, with_extensions: bool, is_run: bool, faults: &mut Vec<String>) {
    let mut options = comrak::Options::default();
    options.extension.table = with_extensions;
    options.extension.strikethrough = with_extensions;
    options.extension.footnotes = with_extensions;
    options.extension.tasklist = with_extensions;
    let arena = comrak::Arena::new();
    for node in comrak::parse_document(&arena, text, &options).descendants() {
        let fault = match &node.data.borrow().value {
            NodeValue::CodeBlock(block) => code_block(&block.info, block.fenced, &block.literal, is_run),
            NodeValue::HtmlBlock(html) => Some(format!("live HTML {:?}", html.literal)),
            NodeValue::HtmlInline(html) if !is_anchor(html, is_run) => Some(format!("live HTML {html:?}")),
            NodeValue::Link(link) | NodeValue::Image(link) if !is_fine_target(&link.url) => {
                Some(format!("a link to {:?}", link.url))
            }
            _ => None,
        };
        faults.extend(fault.map(|fault| format!("comrak: {fault}")));
    }
}

/// Whether inline HTML is the anchor of an operation in `api.md`: names of Rust and dots.
fn is_anchor(html: &str, is_run: bool) -> bool {
    let id = html.strip_prefix("<a id=\"").and_then(|rest| rest.strip_suffix("\">"));
    let is_name = |id: &str| id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    !is_run && (html == "</a>" || id.is_some_and(is_name))
}

/// Whether a block is one of those that a README has: it begins like them, and sends a request.
fn is_of_readme(code: &str) -> bool {
    const BEGINNINGS: [&str; 7] = [
        "#[tokio::main]\nasync fn main() -> ",
        "fn main() -> Result<(), ",
        "client",
        "let ",
        "match client",
        "use std::time::Duration;\nlet options = ",
        "use ",
    ];
    let begins = BEGINNINGS.iter().any(|beginning| code.starts_with(beginning));
    begins && code.contains("client") && [".await", ".send_blocking()"].iter().any(|sent| code.contains(sent))
}

/// What is wrong with a code block: rustdoc would run it, and it is none of our own examples.
fn code_block(info: &str, is_fenced: bool, code: &str, is_run: bool) -> Option<String> {
    let is_ours = match is_run {
        true => {
            info == "no_run" && (code.starts_with("# async fn example(") || code.starts_with("# #[cfg(feature = \""))
        }
        false => info == "rust" && is_of_readme(code),
    };
    let fault = !is_ours && (!is_fenced || runs(info));
    fault.then(|| format!("rustdoc would run a block of {info:?}: {code:?}"))
}

/// Whether rustdoc runs a code block with this info string (`LangString::parse` of rustdoc), and more: what begins like
/// one of its words.
fn runs(info: &str) -> bool {
    let is_code = |token: &str| token.len() == 5 && token.starts_with('E') && token[1..].parse::<u32>().is_ok();
    let words = [
        "rust",
        "ignore",
        "should_panic",
        "no_run",
        "compile_fail",
        "test_harness",
        "standalone",
        "edition",
        "custom",
        "allow_fail",
    ];
    let mut tokens = info.split([',', ' ', '\t', '{', '}', '(', ')', '"']).filter(|token| !token.is_empty()).peekable();
    // What stands in parentheses is a comment to rustdoc.
    info.contains('(')
        || tokens.peek().is_none()
        || tokens.any(|token| is_code(token) || words.iter().any(|word| token.starts_with(word)))
}

/// Whether a link leads to the web, to a mail address, or to a thing of the crate.
fn is_fine_target(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    let is_web = ["http://", "https://", "http:", "https:", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    is_web
        || ["api.md", "models.md"].contains(&lower.as_str())
        || lower.replace("::", "").chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::{doc_comments, file, markdown};

    #[test]
    fn what_is_bad_is_found() {
        for bad in [
            "text\n\n    code",
            "- -     code",
            "10. a\n\n        code",
            "```\ncode\n```",
            "```rust\ncode\n```",
            "~~~json,E0308\ncode\n~~~",
            "> ```(json)\n> code\n> ```",
            "```no_run\nfn main() {}\n```",
            "a <b>c</b>",
            "<script>",
            "[a](javascript:b)",
            "<javascript:a>",
            "![a](data:b)",
            "[an item]",
            "[^a]: b\n\n    code",
        ] {
            assert!(!markdown(bad, true).is_empty(), "{bad:?}");
        }
        for good in ["text", "```text\ncode\n```", "[a](https://b.example) [`C`](crate::D::e) [`F`]", "a `<b>`"] {
            assert_eq!(markdown(good, true), Vec::<String>::new(), "{good:?}");
        }
        assert!(!file("a.rs", "/// a\u{202e}\n").is_empty());
        assert!(!file("a.rs", "    ///     code\n    fn a() {}\n    /// <b>\n").is_empty());
        assert!(file("a.md", "<!-- mark -->\n\n# a\n").is_empty());
    }

    #[test]
    fn comments_are_read_as_rustdoc_does() {
        let text = "//! a\n//!   b\n\n    ///   c\n    ///\n    ///  d\n    //// e\n    x\n/// f\n";
        assert_eq!(doc_comments(text), ["a\n  b", " c\n\nd", "f"]);
    }
}
