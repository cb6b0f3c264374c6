//! The locations of keys in the configuration's text, for diagnostics about settings. Knows TOML only.

use std::collections::HashMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diagnostics::Location;

/// The lines and columns of the keys of a configuration. Empty if it was not read from a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyLocations(HashMap<Vec<String>, (usize, usize)>);

impl KeyLocations {
    /// Finds the keys of a text; none if it is invalid TOML, which is reported elsewhere.
    pub(super) fn of(text: &str) -> Self {
        let mut locations = Self::default();
        if let Ok(root) = DeTable::parse(text) {
            let lines: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            locations.table(root.get_ref(), &mut Vec::new(), &Lines { text, starts: lines });
        }
        locations
    }

    fn table(&mut self, table: &DeTable<'_>, above: &mut Vec<String>, lines: &Lines<'_>) {
        for (key, value) in table {
            above.push(key.get_ref().to_string());
            self.0.insert(above.clone(), lines.position(&key.span()));
            self.value(value.get_ref(), above, lines);
            above.pop();
        }
    }

    fn value(&mut self, value: &DeValue<'_>, above: &mut Vec<String>, lines: &Lines<'_>) {
        match value {
            DeValue::Table(table) => self.table(table, above, lines),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    above.push(index.to_string());
                    self.0.insert(above.clone(), lines.position(&item.span()));
                    self.value(item.get_ref(), above, lines);
                    above.pop();
                }
            }
            _ => {}
        }
    }

    /// Returns the location of a key, by the keys above it and itself; if it is absent, that of its nearest ancestor.
    pub(crate) fn location(&self, keys: &[&str]) -> Location {
        let mut keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        while !keys.is_empty() {
            if let Some((line, column)) = self.0.get(&keys) {
                return Location::Config { line: *line, column: *column };
            }
            keys.pop();
        }
        Location::Document
    }

    /// Forgets a key whose value came from elsewhere.
    pub(crate) fn forget(&mut self, keys: &[&str]) {
        self.0.retain(|known, _| known != keys);
    }
}

struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl Lines<'_> {
    fn position(&self, span: &Range<usize>) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= span.start);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        (line, self.text.get(start..span.start).unwrap_or_default().chars().count() + 1)
    }
}
