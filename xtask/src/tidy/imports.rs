//! Holds what files mention against the table of [`layers`](super::layers).

use super::Complaint;
use super::layers::{ALONE, Crates, LAYERS, Layer, Modules, NAMING, PRINTING};
use super::mentions::{self, Mention, Target};
use super::source::Source;

/// Complains about what a file may not mention.
pub(super) fn check(source: &Source, complaints: &mut Vec<Complaint>) {
    let layer = LAYERS.iter().find(|layer| is_in(&source.path, layer.folder));
    for mention in mentions::of(source) {
        if let Some(message) = layer.and_then(|layer| trespass(layer, &mention)).or_else(|| forged(source, &mention)) {
            complaints.push(Complaint::new(&source.path, mention.line, message));
        }
    }
}

/// Complains about a crate that is mentioned in more than the one file it may be in.
pub(super) fn check_alone(sources: &[Source], complaints: &mut Vec<Complaint>) {
    for alone in ALONE {
        let others =
            sources.iter().filter(|source| source.path.starts_with(alone.package) && source.path != alone.file);
        for source in others {
            if let Some(line) = first_mention(source, alone.name) {
                let message = format!("`{}` may be mentioned in {} only", alone.name, alone.file);
                complaints.push(Complaint::new(&source.path, line, message));
            }
        }
    }
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn trespass(layer: &Layer, mention: &Mention) -> Option<String> {
    let folder = layer.folder;
    match &mention.target {
        Target::Module(path) => {
            let Modules::Only(allowed) = layer.modules else { return None };
            let own = folder.split_once("/src/").map_or("", |(_, inner)| inner);
            let whole = path.join("/");
            let within = |module: &str| whole == module || whole.starts_with(&format!("{module}/"));
            // A path to an item of the crate's root has no module that could be a layer.
            let fine = path.is_empty() || within(own) || allowed.iter().any(|module| within(module));
            (!fine).then(|| format!("{folder} may not mention crate::{}", path.join("::")))
        }
        Target::Other(path) => {
            let name = path.first()?;
            let fine = match layer.crates {
                // What is written otherwise is a type or a variant in scope; `u32::MAX` is no crate either.
                Crates::Only(allowed) => !is_crate(name) || allowed.contains(&name.as_str()),
                Crates::Never(banned) => !banned.contains(&name.as_str()),
            };
            (!fine).then(|| format!("{folder} may not mention {name}"))
        }
        Target::Macro(_) => None,
    }
}

fn is_crate(name: &str) -> bool {
    const PRIMITIVES: &[&str] = &[
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64",
        "u128", "usize",
    ];
    name.chars().next().is_some_and(char::is_lowercase) && !PRIMITIVES.contains(&name)
}

/// An identifier made outside of naming, or code made out of a string.
fn forged(source: &Source, mention: &Mention) -> Option<String> {
    if !source.path.starts_with("generator/src/") || is_in(&source.path, NAMING) {
        return None;
    }
    match &mention.target {
        Target::Macro(name) if name == "format_ident" => Some("only naming may make identifiers".to_owned()),
        Target::Other(path) if path.ends_with(&["Ident".to_owned(), "new".to_owned()]) => {
            Some("only naming may make identifiers".to_owned())
        }
        Target::Other(path) if path.last().is_some_and(|last| last == "parse_str") => {
            (!is_in(&source.path, PRINTING)).then(|| "code is made of tokens, not of strings".to_owned())
        }
        _ => None,
    }
}

/// The line of the first mention of a crate before the tests, comments and strings included.
fn first_mention(source: &Source, name: &str) -> Option<usize> {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let mentions = |line: &str| {
        line.match_indices(name).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + name.len()..].chars().next();
            !before.is_some_and(word) && !after.is_some_and(word)
        })
    };
    source.text.lines().take(source.lines()).position(mentions).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::{check, check_alone};

    fn complaints(path: &str, text: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        check(&Source::parse(path.to_owned(), text.to_owned()).unwrap(), &mut complaints);
        complaints.into_iter().map(|complaint| complaint.message).collect()
    }

    #[test]
    fn forbidden_imports_are_found() {
        let fine = "use crate::document::Document;\nuse crate::ir::Api;\nuse openapiv3::Schema;";
        assert!(complaints("generator/src/lower/schema.rs", fine).is_empty());
        assert_eq!(
            complaints("generator/src/lower/schema.rs", "use crate::naming::Names;\nuse quote::quote;"),
            ["generator/src/lower may not mention crate::naming::Names", "generator/src/lower may not mention quote"]
        );
        assert_eq!(complaints("generator/src/ir.rs", "use serde::Serialize;").len(), 1);
        assert!(complaints("generator/src/ir.rs", "use std::fmt;\nfn a() -> Self { Self::new(); Kind::A }").is_empty());
        assert_eq!(complaints("generator/src/emit/file.rs", "use crate::ir::Api;").len(), 1);
        assert_eq!(complaints("runtime/src/client.rs", "use sdkgen::Config;").len(), 1);
        assert_eq!(complaints("xtask/src/regen.rs", "fn a() { keycard::b() }").len(), 1);
    }

    #[test]
    fn identifiers_are_made_by_naming_alone() {
        let text = "fn a() { format_ident!(\"a\"); Ident::new(\"a\", span) }";
        assert_eq!(complaints("generator/src/emit/types.rs", text).len(), 2);
        assert!(complaints("generator/src/naming/scope.rs", text).is_empty());
    }

    #[test]
    fn a_lonely_crate_has_one_home() {
        let source = |path: &str, text: &str| Source::parse(path.to_owned(), text.to_owned()).unwrap();
        let sources = [
            source("generator/src/document/load.rs", "use serde_yaml::Value;"),
            source("generator/src/document/refs.rs", "//! As serde_yaml has it."),
            source(
                "generator/src/document/mend.rs",
                "//! Nothing of that.\n#[cfg(test)]\nmod tests { use serde_yaml::Value; }",
            ),
            source("generator/src/naming/words.rs", "use heck::ToPascalCase;"),
        ];
        let mut complaints = Vec::new();
        check_alone(&sources, &mut complaints);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert_eq!(complaints[0].path, "generator/src/document/refs.rs");
    }
}
