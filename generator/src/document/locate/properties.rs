//! Property tests of positions over generated YAML: each node is found where it was written, in any style, and no other
//! node is found instead.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::super::load;
use super::{Span, Tree, Wanted, agree, lax, locate};
use crate::pointer::Pointer;

/// A node to be written.
#[derive(Clone, Debug)]
enum Node {
    /// A scalar in one of several styles.
    Scalar(u8),
    /// A sequence; whether it is written in brackets.
    List(Vec<Node>, bool),
    /// A mapping, with the styles of its keys; whether it is written in braces.
    Map(Vec<(u8, Node)>, bool),
}

/// How scalars are written, with a number that distinguishes them. Those that need lines of their own come last.
const SCALARS: [&str; 14] = [
    "v@;",
    "v@; with:colon#and 'more\"",
    "'v@; it''s: {a, b} # not a comment'",
    "\"v@; \\\" \\u00e9 [x: 'y'] #\"",
    "!!str v@;",
    "!local 'v@; é'",
    "&a@ v@;",
    "1@00",
    "-0.5@",
    "\"\\u0076@;\"",
    "|\n%v@;\n%more: {x\n",
    ">-\n%v@;\n%- folded\n\n%text",
    "\"v@;\n%goes on: \\\n%here\"",
    "v@;\n%goes on",
];

/// The styles that fit between brackets.
const IN_FLOW: u8 = 10;

/// How keys are written.
const KEYS: [&str; 7] = ["k@", "'k@: it''s'", "\"k@ \\\" \\u00e9\"", "k@/a~b", "!!str k@", "1@", "k@ with spaces"];

fn nodes() -> impl Strategy<Value = Node> {
    let scalar = (0..SCALARS.len() as u8).prop_map(Node::Scalar);
    scalar.prop_recursive(4, 40, 4, |inner| {
        let map = (vec((0..KEYS.len() as u8, inner.clone()), 1..5), any::<bool>());
        prop_oneof![
            (vec(inner, 1..5), any::<bool>()).prop_map(|(items, flow)| Node::List(items, flow)),
            map.prop_map(|(members, flow)| Node::Map(members, flow)),
        ]
    })
}

fn documents() -> impl Strategy<Value = String> {
    (vec((0..KEYS.len() as u8, nodes()), 1..5), any::<[bool; 3]>()).prop_map(|(members, [mark, start, windows])| {
        let mut writer = Writer::default();
        writer.text.push_str(if start { "--- # a document\n" } else { "# a comment: x\n" });
        writer.block(&Node::Map(members, false), 0);
        let text = if windows { writer.text.replace('\n', "\r\n") } else { writer.text };
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

/// Writes nodes, each with a number of its own.
#[derive(Default)]
struct Writer {
    text: String,
    number: usize,
}

impl Writer {
    /// A text with the next number, its further lines indented.
    fn numbered(&mut self, pattern: &str, indent: usize) -> String {
        self.number += 1;
        pattern.replace('@', &self.number.to_string()).replace('%', &" ".repeat(indent))
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&format!("{}{text}", " ".repeat(indent)));
    }

    /// Writes what follows a key or a dash.
    fn value(&mut self, node: &Node, indent: usize) {
        match node {
            Node::List(_, false) | Node::Map(_, false) => {
                self.text.push_str(if self.number.is_multiple_of(3) { " # a comment\n\n" } else { "\n" });
                self.block(node, indent + 1 + self.number % 2);
            }
            node => {
                self.text.push(' ');
                self.flow(node, indent + 2, SCALARS.len() as u8);
                self.text.push_str(if self.text.ends_with('\n') { "" } else { "\n" });
            }
        }
    }

    fn block(&mut self, node: &Node, indent: usize) {
        match node {
            Node::List(items, _) => {
                for item in items {
                    self.line(indent, "-");
                    self.value(item, indent);
                }
            }
            Node::Map(members, _) => {
                for (style, member) in members {
                    let key = self.numbered(KEYS[usize::from(*style)], 0);
                    self.line(indent, &key);
                    self.text.push(':');
                    self.value(member, indent);
                }
            }
            Node::Scalar(_) => {}
        }
    }

    /// Writes a node within a line, or a scalar on several if its style is one of the last.
    fn flow(&mut self, node: &Node, indent: usize, styles: u8) {
        match node {
            Node::Scalar(style) => {
                let style = style % styles;
                let scalar = self.numbered(SCALARS[usize::from(style)], indent);
                self.text.push_str(&scalar);
            }
            Node::List(items, _) => {
                self.text.push('[');
                for item in items {
                    self.flow(item, indent, IN_FLOW);
                    self.text.push_str(", ");
                }
                self.text.push(']');
            }
            Node::Map(members, _) => {
                self.text.push('{');
                for (style, member) in members {
                    let key = self.numbered(KEYS[usize::from(*style)], 0);
                    self.text.push_str(&format!("{key}: "));
                    self.flow(member, indent, IN_FLOW);
                    self.text.push_str(", ");
                }
                self.text.push('}');
            }
        }
    }
}

/// Every scalar of a value with its pointer.
fn scalars(value: &Value, at: &Pointer, all: &mut Vec<(Pointer, Value)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| scalars(value, &at.child(key), all)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| scalars(value, &at.item(index), all));
        }
        scalar => all.push((at.clone(), scalar.clone())),
    }
}

fn wanted(value: &Value) -> (Vec<Wanted>, Vec<Value>) {
    let mut all = Vec::new();
    scalars(value, &Pointer::root(), &mut all);
    all.into_iter().map(|(pointer, value)| (Wanted { pointer, key: false }, value)).unzip()
}

/// Returns the number that distinguishes a scalar from all others.
fn number(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.split([';', '\n']).next().unwrap_or_default().trim_start_matches('v').to_owned()
}

/// Whether a scalar begins where a span does: on its first two lines, since a block begins with a line of signs.
fn begins(text: &str, span: &Span, value: &Value) -> bool {
    let lines: Vec<&str> = text[span.bytes.start..].lines().take(2).collect();
    let number = number(value);
    let number = number.trim_start_matches("-0.").trim_end_matches("00");
    lines.join("\n").find(number).is_some_and(|at| at < 40)
}

fn strip(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_scalar_is_found_where_it_was_written(text in documents()) {
        let values = load::values(strip(&text));
        prop_assert!(values.is_some(), "not read:\n{text}");
        let (wanted, values) = wanted(&values.unwrap_or_default());
        for ((want, value), span) in wanted.iter().zip(&values).zip(locate(&text, &wanted)) {
            let span = span.expect("the root is always found");
            prop_assert!(span.exact, "{} is not found:\n{text}", want.pointer.as_str());
            prop_assert!(begins(&text, &span, value), "{} is found at `{}`:\n{text}", want.pointer.as_str(), &text[span.bytes]);
        }
    }

    #[test]
    fn a_scan_by_lines_finds_it_there_or_not_at_all(text in documents()) {
        let text = strip(&text);
        let values = load::values(text).unwrap_or_default();
        let (wanted, scalars) = wanted(&values);
        let mut tree = Tree::default();
        wanted.iter().for_each(|want| tree.want(&want.pointer));
        lax::scan(text, &mut tree);
        agree::check(&mut tree, &values);
        for (want, value) in wanted.iter().zip(&scalars) {
            let span = tree.span(want, text, 0).expect("the root is always found");
            let found = &text[span.bytes.clone()];
            prop_assert!(!span.exact || begins(text, &span, value), "{} is found at `{found}`:\n{text}", want.pointer.as_str());
        }
    }

    #[test]
    fn damaged_text_leads_to_no_wrong_line(
        text in documents(),
        damage in vec((any::<prop::sample::Index>(), prop::sample::select(DAMAGE)), 1..4),
    ) {
        let mut text = strip(&text).to_owned();
        for (index, insert) in damage {
            let at = index.index(text.len() + 1);
            let at = (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
            text.insert_str(at, insert);
        }
        let Some(values) = load::values(&text) else { return Ok(()) };
        let (wanted, values) = wanted(&values);
        for ((want, value), span) in wanted.iter().zip(&values).zip(locate(&text, &wanted)) {
            let span = span.expect("the root is always found");
            let is_whole = value.is_string() && number(value).parse::<usize>().is_ok();
            if span.exact && is_whole {
                let found = &text[span.bytes.clone()];
                prop_assert!(begins(&text, &span, value), "{} is found at `{found}`:\n{text}", want.pointer.as_str());
            }
        }
    }
}

/// What a text is damaged with.
const DAMAGE: &[&str] = &[
    "\n", " ", "  ", "\t", "'", "\"", "#", " # ", ":", ": ", "- ", "\n- ", "{", "}", "[", "]", ",", "&x ", "*x", "!t ",
    "|", "? ", "\u{2028}", "\u{85}", "\r", "<<: ", "%", "---\n", "\n...\n", "\\",
];
