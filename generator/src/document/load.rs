//! Parses JSON or YAML into one raw value. Knows syntax, nothing of OpenAPI. No other file parses either format.

mod depth;
mod raw;

use serde::de::IgnoredAny;
use serde_json::Value;

use self::raw::{Gathered, Raw};
use super::Source;
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};

/// The mark at the beginning of some files, which shows their encoding.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Returns whether a text, valid or not, begins with an object, as documents do and keys or logs do not.
pub(super) fn begins_with_an_object(text: &str) -> bool {
    depth::begins_with_an_object(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

/// Parses the text. `None` if it is neither JSON nor YAML, or if a key is repeated and the run is not lenient.
pub(super) fn read(source: &Source, lenient: bool, diagnostics: &mut Diagnostics) -> Option<Value> {
    let text = source.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&source.text);
    let gathered = Gathered::for_text(text);
    let value = match parse(&source.name, text, &gathered) {
        Ok(value) => value,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            return None;
        }
    };
    let repeated = gathered.repeated.into_inner();
    for pointer in &repeated {
        let key = pointer.segments().last().unwrap_or_default();
        let message = format!("the key `{key}` appears more than once");
        let help =
            if lenient { "the last one is used" } else { "keep one of them: programs disagree about which one to use" };
        let location = Location::Key(pointer.clone());
        diagnostics.push(Diagnostic::new(codes::DUPLICATE_KEY, location, message).help(help).lenient(lenient));
    }
    (lenient || repeated.is_empty()).then_some(value)
}

/// Returns whether a whole text is JSON.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Returns the value of a YAML text; `None` if it is not YAML. If a key is repeated, the last one counts.
pub(super) fn values(text: &str) -> Option<Value> {
    yaml(text, &Gathered::for_text(text)).ok()
}

/// Returns whether a YAML scalar represents this value.
pub(super) fn reads_as(scalar: &str, value: &Value) -> bool {
    values(scalar).is_some_and(|read| read == *value)
}

fn parse(name: &str, text: &str, gathered: &Gathered) -> Result<Value, Box<Diagnostic>> {
    let named_json = name.to_ascii_lowercase().ends_with(".json");
    // JSON is nearly a subset of YAML; its own parser is much faster and has better messages.
    if named_json || text.trim_start().starts_with(['{', '[']) {
        match json(text, gathered) {
            // That parser rejects numbers beyond the range of an `f64`; the other one does not.
            Err(diagnostic) if !named_json || diagnostic.message.contains("number out of range") => gathered.reset(),
            result => return result,
        }
    }
    yaml(text, gathered)
}

fn json(text: &str, gathered: &Gathered) -> Result<Value, Box<Diagnostic>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = Raw::root(gathered).parse(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    parsed.map_err(|error| {
        // The column counts bytes, and is 0 after the last character of a line.
        let (line, bytes) = (error.line().max(1), error.column().saturating_sub(1));
        let prefix = text.lines().nth(line - 1).and_then(|line| line.get(..bytes)).unwrap_or_default();
        let location = Location::Position { line, column: prefix.chars().count() + 1 };
        Box::new(syntax_error("JSON", &error.to_string(), location))
    })
}

fn yaml(text: &str, gathered: &Gathered) -> Result<Value, Box<Diagnostic>> {
    if let Some((line, column)) = depth::excess(text) {
        return Err(Box::new(too_deep(Location::Position { line, column })));
    }
    Raw::root(gathered).parse(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let location = error.location().map_or(Location::Document, |location| Location::Position {
            line: location.line(),
            column: location.column(),
        });
        if gathered.is_spent() {
            return Box::new(too_large(location));
        }
        Box::new(syntax_error("YAML", &error.to_string(), location))
    })
}

fn syntax_error(format: &str, text: &str, location: Location) -> Diagnostic {
    // Both libraries include the position in the message, which would show it twice.
    let (message, context) = text.split_once(", while ").map_or((text, None), |(head, tail)| (head, Some(tail)));
    let message = message.split_once(" at line ").map_or(message, |(head, _)| head).trim_end_matches(" at position 0");
    if message.contains("recursion limit") {
        return too_deep(location);
    }
    if message.contains("repetition limit") {
        return too_large(location);
    }
    let diagnostic = Diagnostic::new(codes::SYNTAX, location, format!("this is not {format}: {message}"));
    match context.and_then(position) {
        Some((words, location)) => diagnostic.related(location, format!("while {words}")),
        None => diagnostic,
    }
}

/// Splits `parsing a block mapping at line 2 column 3` into its two parts.
fn position(context: &str) -> Option<(&str, Location)> {
    let (words, rest) = context.split_once(" at line ")?;
    let (line, column) = rest.split_once(" column ")?;
    Some((words, Location::Position { line: line.parse().ok()?, column: column.parse().ok()? }))
}

fn too_deep(location: Location) -> Diagnostic {
    Diagnostic::new(codes::TOO_DEEP, location, "the document nests too deeply").help(
        "at most about 120 levels of objects and arrays are read; move inner parts into `components`, and refer to them",
    )
}

fn too_large(location: Location) -> Diagnostic {
    Diagnostic::new(codes::TOO_LARGE, location, "the YAML aliases of this document make it much larger than its text")
        .help("move shared parts into `components`, and refer to them with `$ref`")
}

#[cfg(test)]
mod tests;
