//! How large a room may be. Generated files are as large as the API they stand for.

use super::Complaint;
use super::source::{Function, Source};

/// Lines of a file before its tests.
const FILE: usize = 450;
/// Lines of a function.
const FUNCTION: usize = 80;

/// Complains about files and functions that are too long.
pub(super) fn check(source: &Source, complaints: &mut Vec<Complaint>) {
    if source.is_generated() || source.path.contains("/tests/") {
        return;
    }
    if source.lines() > FILE {
        let message =
            format!("{} lines before the tests; {FILE} is the limit, about 300 is a good room", source.lines());
        complaints.push(Complaint::new(&source.path, 1, message));
    }
    for function in source.functions.iter().filter(|function| function.lines > FUNCTION) {
        let Function { name, line, lines } = function;
        let message = format!("`{name}` has {lines} lines; {FUNCTION} is the limit, about 40 is a good length");
        complaints.push(Complaint::new(&source.path, *line, message));
    }
}

/// Returns a line about the longest file and the longest function, to see what will have to be split next.
pub(super) fn longest(sources: &[Source]) -> String {
    let ours = || sources.iter().filter(|source| !source.is_generated() && !source.path.contains("/tests/"));
    let file = ours().max_by_key(|source| source.lines());
    let function = ours()
        .flat_map(|source| source.functions.iter().map(move |function| (source, function)))
        .max_by_key(|(_, function)| function.lines);
    let file = file.map(|source| format!("longest file: {} ({} lines)", source.path, source.lines()));
    let function = function.map(|(source, function)| {
        format!("longest function: {} in {} ({} lines)", function.name, source.path, function.lines)
    });
    [file, function].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::check;

    fn complaints(path: &str, text: String) -> usize {
        let mut complaints = Vec::new();
        check(&Source::parse(path.to_owned(), text).unwrap(), &mut complaints);
        complaints.len()
    }

    #[test]
    fn limits_hold() {
        let file = |lines: usize| "//! A.\n".repeat(lines);
        assert_eq!(complaints("runtime/src/a.rs", file(450)), 0);
        assert_eq!(complaints("runtime/src/a.rs", file(451)), 1);
        assert_eq!(complaints("runtime/src/a.rs", file(450) + "#[cfg(test)]\nmod tests {\n\n\n}\n"), 0);
        assert_eq!(complaints("generated/src/a.rs", file(451)), 0);
        let function = |lines: usize| format!("fn a() {{{}}}\n", "\n".repeat(lines - 1));
        assert_eq!(complaints("runtime/src/a.rs", function(80)), 0);
        assert_eq!(complaints("runtime/src/a.rs", function(81)), 1);
    }
}
