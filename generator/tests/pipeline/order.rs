//! The order in which a document lists its paths, components, tags, responses and security schemes changes nothing:
//! the same document in another order makes the same bytes. The fixtures are shuffled, and documents of a corpus if
//! there is one (`SDKGEN_CORPUS`, else `../shared/corpus` beside the project).

use std::path::{Path, PathBuf};

use sdkgen::{Config, File, Options, Source};
use serde_json::{Map, Value};

use crate::support::{self, Fixture};

/// Each fixture is shuffled once for each of these, each given document once.
const SEEDS: [u64; 2] = [1, 2];

/// The documents of the corpus that are shuffled: small and large ones, in all versions of OpenAPI.
const CORPUS: [&str; 20] = [
    "first-party/museum-3.1.yaml",
    "first-party/train-travel-3.1.yaml",
    "first-party/netlify-2.0.yaml",
    "first-party/nomad.yaml",
    "first-party/googleapis.com__drive-v3.json",
    "first-party/spotify.com.json",
    "first-party/slack.com.json",
    "first-party/intercom.yaml",
    "first-party/discord.json",
    "directory/adyen.com__BalancePlatformService.json",
    "directory/amazonaws.com__appmesh.json",
    "directory/amazonaws.com__migrationhuborchestrator.json",
    "directory/api.video.json",
    "directory/apideck.com__ecommerce.json",
    "directory/avaza.com.json",
    "directory/azure.com__devtestlabs-DTL.json",
    "directory/digitallinguistics.io.json",
    "directory/getpostman.com.json",
    "directory/gitea.io.json",
    "directory/googleapis.com__androidmanagement.json",
];

/// Numbers by xorshift (Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).expect("it is small")).expect("it is below `end`")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }

    fn members(&mut self, value: Option<&mut Value>) {
        let Some(Value::Object(object)) = value else { return };
        let mut members: Vec<(String, Value)> = std::mem::take(object).into_iter().collect();
        self.shuffle(&mut members);
        object.extend(members);
    }

    /// Shuffles the methods of a path item, and what their operations have by name.
    fn path_item(&mut self, item: &mut Value) {
        self.members(Some(item));
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut).filter(|value| value.is_object()) {
            self.members(operation.get_mut("responses"));
            self.members(operation.get_mut("callbacks"));
        }
    }

    fn document(&mut self, root: &mut Value) {
        for section in ["paths", "webhooks", "x-webhooks"] {
            self.members(root.get_mut(section));
            let items = root.get_mut(section).and_then(Value::as_object_mut);
            items.into_iter().flat_map(Map::values_mut).for_each(|item| self.path_item(item));
        }
        for section in ["definitions", "parameters", "responses", "securityDefinitions", "components"] {
            self.members(root.get_mut(section));
        }
        let sections = root.get_mut("components").and_then(Value::as_object_mut);
        sections.into_iter().flat_map(Map::values_mut).for_each(|section| self.members(Some(section)));
        if let Some(Value::Array(tags)) = root.get_mut("tags") {
            self.shuffle(tags);
        }
        self.members(Some(root));
    }
}

/// The document of a text, in JSON, so that it can be written in another order; `None` if it is none, as of fixtures of
/// damaged texts.
fn value(text: &str) -> Option<Value> {
    let value: Value = serde_yaml::from_str(text).ok()?;
    value.is_object().then_some(value)
}

fn files(fixture: &Fixture, document: &Value) -> Vec<File> {
    let source = Source { text: document.to_string(), ..fixture.source.clone() };
    sdkgen::generate(&source, &fixture.config, &fixture.options).files
}

/// The files that another order of the document changes, with the first line that differs.
fn changed(fixture: &Fixture, seeds: &[u64]) -> Vec<String> {
    let Some(document) = value(&fixture.source.text) else { return Vec::new() };
    let expected = files(fixture, &document);
    let mut changed = Vec::new();
    for seed in seeds {
        let mut other = document.clone();
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)).document(&mut other);
        let found = files(fixture, &other);
        let name = |what: &str| format!("{} (seed {seed}): {what}", fixture.name);
        let paths = |files: &[File]| files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        if paths(&expected) != paths(&found) {
            changed.push(name("the names of files"));
        }
        for (expected, found) in expected.iter().zip(&found).filter(|(a, b)| a.path == b.path && a.text != b.text) {
            let mut lines = expected.text.lines().zip(found.text.lines());
            let (line, instead) = lines.find(|(a, b)| a != b).unwrap_or_default();
            changed.push(name(&format!("{}: `{}` is `{}`", expected.path, line.trim(), instead.trim())));
        }
    }
    changed
}

/// Fails with the number of files that changed and the first of them for each document.
fn assert_unchanged(fixtures: &[Fixture], seeds: &[u64]) {
    let changed = |fixture| changed(fixture, seeds);
    let all: Vec<Vec<String>> = fixtures.iter().map(changed).filter(|changed| !changed.is_empty()).collect();
    let first: Vec<&str> = all.iter().flat_map(|changed| changed.iter().take(4)).map(String::as_str).collect();
    let count = all.iter().map(Vec::len).sum::<usize>();
    assert!(all.is_empty(), "{count} files of {} documents changed:\n{}", all.len(), first.join("\n"));
}

#[test]
fn the_order_of_a_fixture_changes_no_byte() {
    assert_unchanged(&support::all(), &SEEDS);
}

#[test]
fn the_order_of_given_documents_changes_no_byte() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let root = std::env::var_os("SDKGEN_CORPUS").map_or_else(beside, PathBuf::from);
    let read = |name: &str| {
        let text = std::fs::read_to_string(root.join(name)).ok()?;
        let options = Options { lenient_names: true, ..Options::default() };
        let source = Source::new("given.json", text);
        Some(Fixture { name: name.to_owned(), source, config: Config::default(), options })
    };
    let given: Vec<Fixture> = CORPUS.iter().filter_map(|name| read(name)).collect();
    println!("{} of {} documents of {} are tested", given.len(), CORPUS.len(), root.display());
    // Schemas can nest deeply.
    let worker = std::thread::Builder::new().stack_size(256 << 20).spawn(move || assert_unchanged(&given, &SEEDS[..1]));
    if let Err(panic) = worker.expect("a thread can be started").join() {
        std::panic::resume_unwind(panic);
    }
}
