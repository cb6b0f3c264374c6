//! Turns deviations of real responses into an overlay that makes the document true. Knows the shape of OpenAPI
//! documents of every version as raw values, and nothing of Rust.
//!
//! A deviation is a line of JSON, as `Deviation::to_json` of an SDK writes it. `find` follows its path from the
//! response to the schemas that describe the value, through `$ref`, `allOf` and the alternatives of unions; `change`
//! says what must change there. Actions are applied as they are made, the deepest first, since a schema that is
//! replaced is written with the changes within it.

mod change;
mod find;
mod line;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::change::{Action, Dialect};
use self::find::Place;
use self::line::Line;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::document::{self, Source};
use crate::pointer::Pointer;

/// The overlay for a file of deviations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// The overlay, in YAML. Deviations that it does not express are in comments at its end.
    pub overlay: String,
    /// How many actions it has.
    pub actions: usize,
    /// The deviations that it does not express, each with the reason.
    pub others: Vec<String>,
}

/// What must change in a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Names are removed from `required`.
    Required,
    /// Values of an accepted JSON type may have any form.
    Form,
    /// More JSON types are accepted.
    Types,
}

/// What several deviations say about one change of a schema.
#[derive(Default)]
struct Wanted {
    /// The names, or the JSON types.
    names: BTreeSet<String>,
    reasons: Vec<String>,
}

/// Returns the overlay that makes the document true, for deviations that are written as `lines` of JSON. `None` if the
/// document cannot be read; the reason is among `diagnostics`.
///
/// # Errors
///
/// Fails if a line is not a deviation; with its number and the reason.
pub fn overlay(
    source: &Source,
    config: &Config,
    lines: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Drift>, (usize, String)> {
    let lines = line::read(lines)?;
    let Some(mut root) = document::as_written(source, &config.limits, diagnostics) else { return Ok(None) };
    let dialect = Dialect::of(&root);
    let mut others = Vec::new();
    let mut wanted = BTreeMap::new();
    for (line, count) in &lines {
        match find::places(&root, line) {
            Ok(places) => want(&mut wanted, places, line, *count),
            Err(reason) => others.push(format!("{line}: {reason}")),
        }
    }
    let mut actions = Vec::new();
    // The deepest first.
    let mut wanted: Vec<_> = wanted.into_iter().collect();
    wanted.sort_by_key(|((at, _), _): &((Pointer, Change), Wanted)| Reverse(at.segments().count()));
    for ((at, change), wanted) in wanted {
        match change::actions(&root, dialect, &at, change, &wanted) {
            Ok(own) => {
                for action in own {
                    document::apply_action(&mut root, &action.to_json(), &config.limits, diagnostics);
                    actions.push(action);
                }
            }
            Err(reason) => others.extend(wanted.reasons.iter().map(|line| format!("{line}: {reason}"))),
        }
    }
    Ok(Some(Drift { overlay: written(source, &actions, &others), actions: actions.len(), others }))
}

fn want(wanted: &mut BTreeMap<(Pointer, Change), Wanted>, places: Vec<Place>, line: &Line, count: usize) {
    let times = if count == 1 { String::new() } else { format!(" ({count} times)") };
    for place in places {
        let (at, change, name) = match place {
            Place::Requiring(at, name) => (at, Change::Required, Some(name)),
            Place::Typed(at, kind) => (at, Change::Types, Some(kind)),
            Place::Formed(at) => (at, Change::Form, None),
        };
        let wanted = wanted.entry((at, change)).or_default();
        wanted.names.extend(name);
        wanted.reasons.push(format!("{line}{times}"));
    }
}

/// Writes the overlay as YAML, of which JSON is a part.
fn written(source: &Source, actions: &[Action], others: &[String]) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let title = format!("What responses show about {}", source.name.rsplit(['/', '\\']).next().unwrap_or_default());
    let mut text = format!(
        "overlay: 1.0.0\ninfo:\n  title: {}\n  version: {}\nactions:",
        quoted(&title),
        quoted(env!("CARGO_PKG_VERSION"))
    );
    if actions.is_empty() {
        text.push_str(" []");
    }
    text.push('\n');
    for action in actions {
        for reason in &action.reasons {
            text.push_str(&format!("  # {}\n", plain(reason)));
        }
        text.push_str(&format!("  - target: {}\n", quoted(&action.target)));
        match &action.update {
            Some(update) => text.push_str(&format!("    update: {update}\n")),
            None => text.push_str("    remove: true\n"),
        }
    }
    for other in others {
        text.push_str(&format!("# Not expressed: {}\n", plain(other)));
    }
    text
}

/// Returns a text on one line, for a comment.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}
