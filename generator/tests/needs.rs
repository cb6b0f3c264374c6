//! `sdkgen features`: what a program uses of an SDK, found in its sources.

use std::fs;
use std::path::Path;
use std::process::Command;

use sdkgen::needs::{Needs, Sdk, Text};
use sdkgen::{Config, Options, Outcome, Source};

const DOCUMENT: &str = include_str!("fixtures/features.yaml");

fn generated(default: &str) -> Outcome {
    divided(default, None)
}

fn divided(default: &str, split: Option<usize>) -> Outcome {
    let config = format!("[models]\nkeep = [\"Kept\"]\n[features]\ndefault = {default}");
    let config = Config::parse(&config).expect("it is a configuration");
    let options = Options { split, ..Options::default() };
    sdkgen::generate(&Source::new("features.yaml", DOCUMENT), &config, &options)
}

fn sdk(default: &str) -> Sdk {
    let outcome = generated(default);
    let text = |path: &str| outcome.files.iter().find(|file| file.path == path).map_or("", |file| &file.text);
    Sdk::read(text("Cargo.toml"), text("src/client.rs"), text("src/models.rs")).expect("it is an SDK")
}

fn needs(sdk: &Sdk, sources: &[&str]) -> Needs {
    let sources = sources.iter().enumerate();
    let sources: Vec<Text> =
        sources.map(|(at, text)| Text { name: format!("{at}.rs"), text: (*text).to_owned() }).collect();
    Needs::of(sdk, &sources)
}

/// The features that one source needs, without reasons.
fn required(source: &str) -> String {
    let needs = needs(&sdk("\"none\""), &[source]);
    needs.features.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn calls_lead_to_resources() {
    assert_eq!(required("fn f(c: &C) { c.pets().list(); c\n  .webhooks()\n .create(); }"), "pets webhooks_resource");
    assert_eq!(required("let f = features::Client::owners;"), "owners");
    assert_eq!(required("// c.pets()\nlet a = \"c.pets()\"; c.pets; c.pets(1); pets(); fn visits() {}"), "");
}

#[test]
fn what_macros_are_given_is_searched() {
    assert_eq!(required("println!(\"{:?}\", client.pets().list().await?);"), "pets");
    assert_eq!(required("tokio::select! { a = client.visits().list() => {}, _ = b => {} }"), "visits");
    assert_eq!(required("macro_rules! all { ($r:ident) => { client.$r().list() } } all!(owners);"), "owners");
    assert_eq!(required("all!(owners);"), "");
}

#[test]
fn ways_to_modules_lead_to_resources() {
    assert_eq!(required("use features::resources::pets::visits::List;"), "pets visits");
    assert_eq!(required("use features::resources::{clinics, health::{self, Retrieve}};"), "clinics health");
    assert_eq!(required("use features::resources::*; fn f(_: owners::Owners) {}"), "owners");
    assert_eq!(required("use mine::*; fn f(_: owners::Owners) {}"), "");
}

#[test]
fn models_come_with_what_brings_them() {
    assert_eq!(required("fn f(_: features::models::Clinic) {}"), "clinics");
    assert_eq!(required("use features::{Client, models::{self, Price as Cost, Kept}};"), "webhooks");
    // Of several features the one that brings least, and none if there is one of them already.
    assert_eq!(required("use features::models::Visit;"), "visits");
    assert_eq!(required("use features::models::Address; fn f(c: C) { c.pets(); }"), "pets");
    assert_eq!(required("use features::models::Kept; struct Clinic;"), "");
}

#[test]
fn models_without_their_way_count_once_they_may_be_meant() {
    assert_eq!(required("use features::models::*; struct A(Clinic);"), "clinics");
    assert_eq!(required("use features::models as m; struct A(m::Clinic);"), "clinics");
    let sdk = sdk("\"none\"");
    let needs = needs(&sdk, &["struct A(super::Clinic);", "pub use features::models::*;"]);
    assert_eq!(needs.features.keys().collect::<Vec<_>>(), ["clinics"]);
}

#[test]
fn features_of_every_sdk_are_found() {
    assert_eq!(required("request.send_blocking()?; use features::testing::MockTransport;"), "blocking testing");
}

#[test]
fn the_dependency_is_written_with_reasons() {
    let source = "fn f(c: C) {\n    c.pets();\n    c.pets();\n    c.owners();\n}\n/* no end";
    let [none, all] = ["\"none\"", "\"all\""].map(sdk);
    let found = needs(&none, &[source, "fn g(c: C) { c.pets() }"]);
    assert_eq!(
        found.manifest(&none, "version = \"1\""),
        "# owners: `.owners()` in 0.rs:4\n# pets: `.pets()` in 0.rs:2, and in 2 other places\n\
         features = { version = \"1\", features = [\"owners\", \"pets\"] }\n"
    );
    assert_eq!(found.unfinished, [("0.rs".to_owned(), 6)]);
    let line = needs(&all, &["c.owners()"]).manifest(&all, "path = \"..\"");
    let line = line.lines().last().expect("there is a dependency");
    assert_eq!(line, "features = { path = \"..\", default-features = false, features = [\"owners\", \"reqwest\"] }");
    assert_eq!(needs(&none, &["fn main() {}"]).manifest(&none, "path = \"..\""), "features = { path = \"..\" }\n");
}

fn command(arguments: &[&str], program: &Path) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sdkgen"));
    let output = command.arg("features").args(arguments).arg("--for").arg(program).output();
    let output = output.expect("the command can be started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_reads_folders() {
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |path: &str, text: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    for file in generated("\"none\"").files {
        write(&format!("program/sdk/{}", file.path), &file.text);
    }
    write("program/src/main.rs", "fn main() {\n    client.pets();\n}\n");
    write("program/target/CACHEDIR.TAG", "");
    write("program/target/a.rs", "client.owners();");
    write("program/.git/a.rs", "client.owners();");
    let (program, sdk) = (root.path().join("program"), root.path().join("program/sdk"));
    let sdk = sdk.to_str().expect("the path is text");
    let (code, said, reported) = command(&["--sdk", sdk], &program);
    assert_eq!((code, reported.as_str()), (Some(0), ""));
    assert_eq!(said, "# pets: `.pets()` in src/main.rs:2\nfeatures = { path = \"sdk\", features = [\"pets\"] }\n");
    let (_, said, _) = command(&["--sdk", sdk, "--message-format", "json"], &program);
    assert_eq!(
        said,
        "{\"package\":\"features\",\"default_features\":true,\"features\":[\"pets\"],\
         \"reasons\":{\"pets\":[{\"file\":\"src/main.rs\",\"line\":2,\"what\":\"`.pets()`\"}]}}\n"
    );
    let (code, said, reported) = command(&["--sdk", "src"], &program);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(reported.contains("not the folder of an SDK"), "{reported}");
}

#[test]
fn models_are_found_in_the_parts_of_a_divided_sdk() {
    let program = "use features::models::{Clinic, Price};\nfn f(c: C) { c.pets(); }\n";
    let said = [None, Some(8)].map(|split| {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        for file in divided("\"none\"", split).files {
            let path = root.path().join("sdk").join(&file.path);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
            fs::write(path, &file.text).expect("a file can be written");
        }
        fs::write(root.path().join("main.rs"), program).expect("a file can be written");
        let sdk = root.path().join("sdk");
        assert_eq!(sdk.join("models-1").exists(), split.is_some());
        // What a user has there is none of the SDK's parts.
        fs::create_dir_all(sdk.join("models-99")).expect("a folder can be made");
        let (code, said, reported) = command(&["--sdk", sdk.to_str().expect("the path is text")], root.path());
        assert_eq!((code, reported.as_str()), (Some(0), ""));
        said
    });
    assert_eq!(
        said[1],
        "# clinics: `models::Clinic` in main.rs:1\n# pets: `.pets()` in main.rs:2\n\
         # webhooks: `models::Price` in main.rs:1\n\
         features = { path = \"sdk\", features = [\"clinics\", \"pets\", \"webhooks\"] }\n"
    );
    assert_eq!(said[0], said[1], "dividing changes nothing of it");
}

#[test]
fn cargo_knows_the_sdk() {
    let root = tempfile::tempdir().expect("a temporary folder can be made");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    fs::create_dir_all(root.path().join("src")).expect("a folder can be made");
    fs::write(root.path().join("src/main.rs"), "fn main() { client.items(); }").expect("a file can be written");
    let manifest = format!(
        "[package]\nname = \"program\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         sdkgen-golden = {{ path = '{}' }}\n",
        golden.display()
    );
    fs::write(root.path().join("Cargo.toml"), manifest).expect("a file can be written");
    // The same versions as ours, so that nothing is looked for.
    fs::copy(golden.join("../../../Cargo.lock"), root.path().join("Cargo.lock")).expect("a file can be copied");
    let (code, said, reported) = command(&[], root.path());
    assert_eq!(code, Some(0), "{reported}");
    assert!(said.starts_with("# items: `.items()` in src/main.rs:1\nsdkgen-golden = { path = "), "{said}");
    assert!(said.ends_with("default-features = false, features = [\"items\", \"reqwest\"] }\n"), "{said}");
}
