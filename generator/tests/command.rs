//! The command as a user calls it: what it says, what it writes, and its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use insta::assert_snapshot;

const DOCUMENT: &str = r#"openapi: 3.0.3
info: {title: Library, version: "1"}
servers: [{url: "https://library.example"}]
paths:
  /books/{book_id}:
    get:
      operationId: readBook
      parameters: [{name: book_id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The book
          content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}
components:
  schemas:
    Book: {type: object, required: [title], properties: {title: {type: string}}}
security: []
"#;

fn sdkgen(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sdkgen"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR").output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it speaks UTF-8")
}

fn folder_with(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::write(folder.path().join(name), text).expect("files can be written");
    folder
}

/// The entries of a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it can be listed").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn every_bad_document_is_refused_in_the_right_place() {
    insta::glob!("fixtures/bad/*", |path| {
        let name = path.file_name().expect("it is a file").to_string_lossy().into_owned();
        let folder = folder_with(&name, &fs::read_to_string(path).expect("the fixture can be read"));
        let output = sdkgen(folder.path(), &["generate", &name, "--out", "out"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert_eq!(names(folder.path()), std::slice::from_ref(&name), "nothing is written");
        assert!(output.stdout.is_empty());
        let machine = sdkgen(folder.path(), &["check", &name, "--message-format", "json"]);
        assert_eq!(machine.status.code(), Some(1));
        assert!(machine.stderr.is_empty());
        let both = format!("{}\n----\n{}", text(&output.stderr), text(&machine.stdout));
        assert_snapshot!(both);
    });
}

#[test]
fn names_that_clash_may_be_numbered_for_a_first_try() {
    let advice = "to try it anyway, `--lenient-names` appends numbers to names that clash";
    let folder = folder_with("api.yaml", include_str!("fixtures/bad/name_clash.yaml"));
    let all = ["generate", "api.yaml", "--out", "out"];
    let output = sdkgen(folder.path(), &all);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr).lines().last(), Some(advice));
    let output = sdkgen(folder.path(), &[&all[..], &["--lenient-names"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains(advice));

    // It is no use where anything else is wrong.
    let config = "[features]\ndefault = [\"nothing\"]\n";
    fs::write(folder.path().join("sdkgen.toml"), config).expect("it can be written");
    let output = sdkgen(folder.path(), &[&all[..], &["--config", "sdkgen.toml"]].concat());
    let said = text(&output.stderr);
    assert!(said.contains("error[name-clash]") && said.contains("error[unknown-feature]"), "{said}");
    assert_eq!(said.lines().last(), Some("failed: 2 errors, 0 warnings; nothing was written"));
}

#[test]
fn a_file_that_cannot_be_read_is_a_diagnostic() {
    let folder = folder_with("latin1.yaml", "");
    fs::write(folder.path().join("latin1.yaml"), b"openapi: 3.0.3\ninfo: {title: caf\xe9}\n")
        .expect("it can be written");
    let output = sdkgen(folder.path(), &["generate", "latin1.yaml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "error[unreadable-file]: this file is not UTF-8
 --> latin1.yaml:2:18
  |
2 | info: {title: caf\u{fffd}}
  |                  ^^
  |
  = help: save it as UTF-8";
    assert_eq!(text(&output.stderr).trim_end(), expected);
    for missing in [&["generate", "missing.yaml", "--out", "out"][..], &["check", "missing.yaml"]] {
        let output = sdkgen(folder.path(), missing);
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert!(said.starts_with("error[unreadable-file]: cannot read this file: "), "{said}");
        assert!(said.contains("--> missing.yaml"), "{said}");
    }
    assert_eq!(names(folder.path()), ["latin1.yaml"]);
}

#[test]
fn wrong_usage_is_exit_2() {
    let folder = folder_with("api.yaml", DOCUMENT);
    for wrong in [
        &[][..],
        &["generate"],
        &["generate", "api.yaml"],
        &["generate", "api.yaml", "--out", "out", "--nmae", "x"],
        &["generate", "api.yaml", "--out", "out", "--name", "not a name"],
        &["check", "api.yaml", "--message-format", "xml"],
        &["make", "api.yaml"],
    ] {
        assert_eq!(sdkgen(folder.path(), wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(sdkgen(folder.path(), &["--help"]).status.code(), Some(0));
    assert_eq!(sdkgen(folder.path(), &["--version"]).status.code(), Some(0));
    assert_eq!(names(folder.path()), ["api.yaml"]);
}

#[test]
fn a_configuration_with_a_slip_is_refused_with_its_line() {
    let folder = folder_with("api.yaml", DOCUMENT);
    fs::write(folder.path().join("sdkgen.toml"), "[crate]\nnmae = \"library\"\n").expect("it can be written");
    let output = sdkgen(folder.path(), &["generate", "api.yaml", "--out", "out", "--config", "sdkgen.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("--> sdkgen.toml:2:1"), "{said}");
}

#[test]
fn a_crate_is_written_checked_and_brought_up_to_date() {
    let folder = folder_with("api.yaml", DOCUMENT);
    let all = ["generate", "api.yaml", "--out", "out", "--name", "library", "--report", "report.json"];
    let check: Vec<&str> = all.iter().copied().chain(["--check"]).collect();

    let output = sdkgen(folder.path(), &check);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("missing: src/lib.rs"));
    assert!(!folder.path().join("out").exists(), "--check writes nothing");

    let output = sdkgen(folder.path(), &all);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("1 of 1 operations"), "{}", text(&output.stderr));
    let out = folder.path().join("out");
    for made in
        ["Cargo.toml", "README.md", "api.md", "src/lib.rs", "sdkgen-runtime/Cargo.toml", "sdkgen-runtime/src/lib.rs"]
    {
        assert!(out.join(made).is_file(), "{made}");
    }
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("report.json")).expect("it is there")).expect("it is JSON");
    assert_eq!(report["document"], serde_json::json!({"version": "3.0.3", "operations": 1, "schemas": 1, "events": 0}));
    assert_eq!(report["generated"]["operations"], 1);
    assert!(report["seconds"]["load"].is_number() && report["seconds"]["total"].is_number());

    assert_eq!(sdkgen(folder.path(), &check).status.code(), Some(0));
    // A file that no run generated is reported and not changed.
    fs::write(out.join("src/mine.rs"), "").expect("it can be written");
    let output = sdkgen(folder.path(), &check);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("not changed, because no earlier run recorded it: src/mine.rs"));
    fs::write(out.join("src/stray.rs"), "").expect("it can be written");
    let record = fs::read_to_string(out.join(".sdkgen-files")).expect("it is there");
    assert!(
        record.starts_with("# @generated by sdkgen") && record.contains("\nsdkgen-runtime/Cargo.toml\n"),
        "{record}"
    );
    fs::write(out.join(".sdkgen-files"), record + "src/stray.rs\n").expect("it can be written");
    fs::remove_file(out.join("api.md")).expect("it can be removed");
    let output = sdkgen(folder.path(), &check);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("missing: api.md") && said.contains("stray: src/stray.rs"), "{said}");
    assert!(out.join("src/stray.rs").exists() && !out.join("api.md").exists(), "--check writes nothing");
    let output = sdkgen(folder.path(), &all);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("removed: src/stray.rs\n"), "{}", text(&output.stderr));
    assert!(out.join("src/mine.rs").exists() && !out.join("src/stray.rs").exists());
    assert_eq!(sdkgen(folder.path(), &check).status.code(), Some(0));
}

#[test]
fn a_folder_with_a_crate_of_ones_own_is_left_alone() {
    let folder = folder_with("api.yaml", DOCUMENT);
    fs::create_dir(folder.path().join("src")).expect("it can be made");
    fs::write(folder.path().join("src/lib.rs"), "// mine\n").expect("it can be written");
    let output = sdkgen(folder.path(), &["generate", "api.yaml", "--out", "."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("did not write"), "{}", text(&output.stderr));
    assert_eq!(names(folder.path()), ["api.yaml", "src"]);
}

#[test]
fn a_runtime_elsewhere_is_pointed_at() {
    let folder = folder_with("api.yaml", DOCUMENT);
    let wrong = sdkgen(folder.path(), &["generate", "api.yaml", "--out", "out", "--runtime-path", "nowhere"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("error[no-runtime]"));
    fs::create_dir(folder.path().join("rt")).expect("it can be made");
    fs::write(folder.path().join("rt/Cargo.toml"), "").expect("it can be written");
    let right = sdkgen(folder.path(), &["generate", "api.yaml", "--out", "a/out", "--runtime-path", "rt"]);
    assert_eq!(right.status.code(), Some(0), "{}", text(&right.stderr));
    let manifest = fs::read_to_string(folder.path().join("a/out/Cargo.toml")).expect("it is there");
    assert!(manifest.contains("../../rt"), "{manifest}");
    assert!(!folder.path().join("a/out/sdkgen-runtime").exists());
}

#[test]
fn codes_are_explained_and_strangers_are_not() {
    let folder = folder_with("api.yaml", DOCUMENT);
    let known = sdkgen(folder.path(), &["explain", "unknown-reference"]);
    assert_eq!(known.status.code(), Some(0));
    assert!(text(&known.stdout).contains("did you mean") || text(&known.stdout).contains("--lenient-names"));
    let unknown = sdkgen(folder.path(), &["explain", "unknown-referense"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("unknown-referense"));
}

#[test]
fn the_schema_of_the_configuration_is_a_json_schema() {
    let folder = folder_with("api.yaml", DOCUMENT);
    let output = sdkgen(folder.path(), &["config-schema"]);
    assert_eq!(output.status.code(), Some(0));
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert!(schema["$schema"].is_string());
    assert!(schema["properties"]["client"].is_object(), "{schema}");
}

#[test]
fn timings_name_every_stage() {
    let folder = folder_with("api.yaml", DOCUMENT);
    for arguments in [&["check", "api.yaml", "--timings"][..], &["generate", "api.yaml", "--out", "out", "--timings"]] {
        let output = sdkgen(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        let reported = text(&output.stderr);
        let stages: Vec<&str> = reported
            .lines()
            .filter(|line| line.ends_with('%'))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        let all = ["read", "load", "versions", "mend", "lower", "check", "passes", "naming", "emit"];
        let last: &[&str] = if arguments[0] == "check" { &["total"] } else { &["write", "total"] };
        assert_eq!(stages, [&all[..], last].concat(), "{reported}");
        assert!(!reported.contains('\r'), "progress is for terminals");
    }
}

#[test]
fn decisions_for_what_is_not_there_are_errors_in_the_configuration() {
    let folder = folder_with("api.yaml", DOCUMENT);
    for (config, reported) in [
        ("[crate]\nname = \"library\"\n\n[operations.readBok]\nskip = \"x\"\n", "4:13 did you mean `readBook`?"),
        ("[operations]\n\"GET /book/{book_id}\" = { skip = \"x\" }\n", "2:1 did you mean `GET /books/{book_id}`?"),
        ("[operations.nothingLikeIt]\nmethod = \"x\"\n", "1:13 remove it, or correct the name"),
        ("[auth.nope]\nenvironment = \"X\"\n", "1:7 correct the name, or add the scheme with a `type`"),
        ("[models]\nkeep = [\"Book\", \"Bok\"]\n", "2:17 did you mean `Book`?"),
        (
            "[names]\n\"/components/schemas/Bok/properties/title\" = \"name\"\n",
            "2:1 did you mean `/components/schemas/Book/properties/title`?",
        ),
        ("[names]\n\"/paths/~1book~1{book_id}/get\" = \"X\"\n", "2:1 did you mean `/paths/~1books~1{book_id}/get`?"),
    ] {
        fs::write(folder.path().join("sdkgen.toml"), config).expect("it can be written");
        let all = ["check", "api.yaml", "--config", "sdkgen.toml", "--message-format", "json"];
        let output = sdkgen(folder.path(), &all);
        assert_eq!(output.status.code(), Some(1), "{config}");
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is one line of JSON");
        assert_eq!((&said["code"], &said["file"]), (&"unknown-decision".into(), &"sdkgen.toml".into()), "{said}");
        let help = said["help"].as_str().expect("it helps");
        assert_eq!(format!("{}:{} {help}", said["line"], said["column"]), reported, "{said}");
    }
    // A setting without effect is reported too; one with an effect is not.
    let config = "[operations.\"GET /books/{book_id}\"]\nmethod = \"fetch\"\n[names]\n\"/components/schemas/Book/properties/titel\" = \"x\"\n";
    fs::write(folder.path().join("sdkgen.toml"), config).expect("it can be written");
    let output = sdkgen(folder.path(), &["check", "api.yaml", "--config", "sdkgen.toml"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.starts_with("warning[unused-name]") && said.contains("--> sdkgen.toml:4:1"), "{said}");
    assert!(said.contains("did you mean `/components/schemas/Book/properties/title`?"), "{said}");
    fs::write(folder.path().join("sdkgen.toml"), "[features]\ndefault = [\n  \"nothing\"\n]\n")
        .expect("it can be written");
    let said = text(&sdkgen(folder.path(), &["check", "api.yaml", "--config", "sdkgen.toml"]).stderr);
    assert!(said.contains("--> sdkgen.toml:3:3"), "{said}");
}

#[test]
fn versions_are_compared() {
    let folder = folder_with("old.yaml", DOCUMENT);
    fs::write(folder.path().join("same.yaml"), DOCUMENT).expect("it can be written");
    let grown = DOCUMENT.replace("title: {type: string}", "title: {type: string}, pages: {type: integer}");
    fs::write(folder.path().join("grown.yaml"), grown).expect("it can be written");
    let broken = DOCUMENT.replace("required: [title], ", "");
    fs::write(folder.path().join("broken.yaml"), broken).expect("it can be written");
    let diff = |arguments: &[&str]| {
        let output = sdkgen(folder.path(), &[&["diff", "old.yaml"], arguments].concat());
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, said, errors) = diff(&["same.yaml", "--allow", "patch"]);
    assert_eq!((code, &*said, &*errors), (Some(0), "old.yaml -> same.yaml\n\nno changes\n", ""));
    let (code, said, _) = diff(&["grown.yaml"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("M1   `Book.pages`: property added"), "{said}");
    assert!(said.contains("at #/components/schemas/Book/properties/pages"), "{said}");
    assert_eq!(diff(&["grown.yaml", "--allow", "minor"]).0, Some(0));
    assert_eq!(diff(&["grown.yaml", "--allow", "patch"]).0, Some(1));
    assert_eq!(diff(&["broken.yaml"]).0, Some(0));
    let (code, said, _) = diff(&["broken.yaml", "--allow", "minor", "--format", "json"]);
    assert_eq!(code, Some(1));
    let line: serde_json::Value = serde_json::from_str(&said).expect("it is one line of JSON");
    assert_eq!((&line["rule"], &line["rust"]), (&"M6".into(), &"major".into()), "{said}");
    let (_, said, _) = diff(&["broken.yaml", "--format", "markdown"]);
    assert!(said.starts_with("### Breaking changes\n\n- `Book.title`: "), "{said}");
    assert_eq!(diff(&["missing.yaml"]).0, Some(2));
    assert_eq!(diff(&["grown.yaml", "--allow", "all"]).0, Some(2));
    let clash = include_str!("fixtures/bad/name_clash.yaml");
    fs::write(folder.path().join("wrong.yaml"), clash).expect("it can be written");
    let (code, said, errors) = diff(&["wrong.yaml"]);
    assert_eq!((code, &*said), (Some(2), ""));
    assert!(errors.contains("wrong.yaml"), "{errors}");

    // The configuration is of both versions, unless the old one has its own.
    let config = "[names]\n\"/components/schemas/Book\" = \"Volume\"\n";
    fs::write(folder.path().join("sdkgen.toml"), config).expect("it can be written");
    fs::write(folder.path().join("old.toml"), "").expect("it can be written");
    assert!(diff(&["same.yaml", "--config", "sdkgen.toml"]).1.ends_with("no changes\n"));
    let (_, said, _) = diff(&["same.yaml", "--config", "sdkgen.toml", "--old-config", "old.toml"]);
    assert!(said.contains("N1   `Book`: type renamed: `Book` is now `Volume`"), "{said}");
}

#[test]
fn versions_are_compared_with_what_users_have() {
    let folder = folder_with("new.yaml", DOCUMENT);
    let optional = DOCUMENT.replace("required: [title], ", "");
    fs::write(folder.path().join("old.yaml"), optional).expect("it can be written");
    let run = |arguments: &[&str]| {
        let output = sdkgen(folder.path(), arguments);
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    assert_eq!(run(&["lock", "old.yaml", "--out", "sdk"]).0, Some(0));
    let compare = ["diff", "old.yaml", "new.yaml", "--allow", "minor"];
    let (code, said) = run(&compare);
    assert_eq!(code, Some(1), "{said}");
    let (code, said) = run(&[&compare[..], &["--lock", "sdk/sdkgen.lock"]].concat());
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(&[&compare[..], &["--lock", "missing.lock"]].concat());
    assert_eq!(code, Some(2));
    assert!(said.contains("error[bad-lock]") && said.contains("missing.lock"), "{said}");
}

#[test]
fn a_lock_that_is_gone_is_missed() {
    let folder = folder_with("api.yaml", DOCUMENT);
    let run = |command: &str| {
        let output = sdkgen(folder.path(), &[command, "api.yaml", "--out", "sdk"]);
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    for command in ["lock", "generate"] {
        assert_eq!(run(command).0, Some(0), "{command}");
    }
    fs::remove_file(folder.path().join("sdk/sdkgen.lock")).expect("it is there");
    for command in ["generate", "release"] {
        let (code, said) = run(command);
        assert_eq!(code, Some(1), "{command}: {said}");
        assert!(said.contains("error[bad-lock]: `sdkgen.lock` is gone"), "{said}");
    }
    assert_eq!(run("lock").0, Some(0));
    assert_eq!(run("generate").0, Some(0));
}

#[test]
fn deviations_become_an_overlay() {
    let folder = folder_with("library.yaml", DOCUMENT);
    let line = |path: &str| {
        format!(r#"{{"method":"GET","path_template":"/books/{{id}}","status":200,"path":"{path}","missing":true}}"#)
    };
    fs::write(folder.path().join("seen.jsonl"), format!("{}\n{}\n", line("$.title"), line("$.author")))
        .expect("files can be written");
    let arguments = ["drift", "seen.jsonl", "--document", "library.yaml", "--out", "drift.yaml"];
    let made = sdkgen(folder.path(), &arguments);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let expected = "not expressed: GET /books/{id} 200: $.author: required, but missing: the document does not require \
                    `author`\n1 actions; 1 deviations are not expressed\n";
    assert_eq!(text(&made.stderr), expected);
    let checked = sdkgen(folder.path(), &["check", "library.yaml", "--overlay", "drift.yaml"]);
    assert_eq!((checked.status.code(), text(&checked.stderr).contains("warning")), (Some(0), false));
    fs::write(folder.path().join("seen.jsonl"), "{}\n").expect("files can be written");
    let refused = sdkgen(folder.path(), &arguments);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).starts_with("sdkgen: seen.jsonl:1 is not a deviation: "),
        "{}",
        text(&refused.stderr)
    );
}
