//! The lines of emitted code: what is public in it and not the same in every SDK.

mod client;
mod items;

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use sdkgen::File;

/// Returns what is public in the files of a crate, as lines.
pub(crate) fn lines(files: &[File]) -> BTreeSet<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    let mut lines = BTreeSet::new();
    let features = features(text("Cargo.toml"), &mut lines);
    let mut handles = BTreeMap::new();
    for File { path, text, .. } in files {
        let Some(module) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path} is Rust: {error}"));
        match module.split_once('/') {
            None if module == "client" => client::lines(&file, &mut lines, &mut handles),
            Some(("resources", below)) => items::resource(below, &file, &mut lines, &mut handles),
            Some(("models", _)) => items::models(&file, &mut lines),
            _ if module == "models" => items::conditions(&file, &features, &mut lines),
            _ => {}
        }
    }
    client::resources(&handles, &mut lines);
    lines
}

/// Reads the features of a manifest; returns for each one that others turn on which these are.
fn features(manifest: &str, lines: &mut BTreeSet<String>) -> BTreeMap<String, BTreeSet<String>> {
    /// The features of every SDK, and the one for all of its own.
    const FIXED: [&str; 6] = ["default", "reqwest", "gzip", "blocking", "testing", "full"];
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let table = manifest["features"].as_table().expect("there are features");
    let turned_on = |name: &str| {
        let list = table[name].as_array().expect("it is a list");
        list.iter().map(|name| name.as_str().expect("it is a name").to_owned()).collect::<Vec<_>>()
    };
    lines.extend(turned_on("default").iter().filter(|name| *name != "reqwest").map(|name| format!("default {name}")));
    let own: Vec<&String> =
        table.keys().filter(|name| !FIXED.contains(&name.as_str()) && !name.starts_with('_')).collect();
    lines.extend(own.iter().map(|name| format!("feature {name}")));
    let mut on: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in own {
        let mut open = turned_on(name);
        while let Some(other) = open.pop() {
            if on.entry(other.clone()).or_default().insert(name.clone()) {
                open.extend(turned_on(&other));
            }
        }
    }
    on
}

/// Returns the text of a part of the code as [`plain`] writes it.
fn text(part: &impl ToTokens) -> String {
    plain(&part.to_token_stream().to_string())
}

/// Returns a type without spaces where none are needed, without the paths of names and without trailing commas.
pub(crate) fn plain(text: &str) -> String {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let mut out = String::new();
    for character in text.chars() {
        let closes = matches!(character, '>' | ')' | ']');
        if closes && out.trim_end().ends_with(',') {
            out.truncate(out.trim_end().len() - 1);
        }
        if character == ':' && out.ends_with(':') {
            // The path before a name.
            out.pop();
            out.truncate(out.trim_end().trim_end_matches(is_name).len());
        } else if !character.is_whitespace() {
            if out.ends_with(' ') && !(is_name(character) && out.trim_end().ends_with(is_name)) {
                out.truncate(out.trim_end().len());
            }
            out.push(character);
        } else if !out.is_empty() && !out.ends_with([' ', ':']) {
            out.push(' ');
        }
    }
    out.trim_end().replace(',', ", ")
}

#[test]
fn types_are_written_alike() {
    assert_eq!(plain("std :: collections :: BTreeMap < String , Vec < & str > , >"), "BTreeMap<String, Vec<&str>>");
    assert_eq!(plain("impl Into<Patch<models::Value>>"), "impl Into<Patch<Value>>");
    assert_eq!(plain("impl IntoIterator < Item = impl AsRef < str > >"), "impl IntoIterator<Item=impl AsRef<str>>");
}
