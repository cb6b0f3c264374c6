//! Measures how deeply a YAML text is nested, before the YAML library reads it: that library takes quadratic time in
//! the depth, and checks the depth last. Knows only where collections begin and end.

use saphyr_parser::{Event, Parser};

/// The greatest depth that is read, which both libraries allow.
const LIMIT: usize = 128;

/// The greatest number of open brackets in a text that the scanner rejects. No real document comes near it.
const BRACKETS: usize = 10_000;

/// Returns where the text is nested too deeply: line and column, from 1.
pub(super) fn excess(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            // The scanner reads brackets far ahead and has its own limit for them.
            Err(error) if error.info().contains("recursion limit") => {
                return Some((error.marker().line(), error.marker().col() + 1));
            }
            // The other library accepts some texts that this one does not.
            Err(_) => return unclosed(text),
        };
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > LIMIT {
            return Some((span.start.line(), span.start.col() + 1));
        }
    }
    None
}

/// Returns whether the text begins with an object.
pub(super) fn begins_with_an_object(text: &str) -> bool {
    let mut events = Parser::new_from_str(text).map_while(|event| event.ok().map(|(event, _)| event));
    let first = events.find(|event| !matches!(event, Event::Nothing | Event::StreamStart | Event::DocumentStart(_)));
    matches!(first, Some(Event::MappingStart(..)))
}

fn unclosed(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0_usize;
    for (number, line) in text.lines().enumerate() {
        for (column, character) in line.chars().enumerate() {
            match character {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > BRACKETS {
                return Some((number + 1, column + 1));
            }
        }
    }
    None
}
