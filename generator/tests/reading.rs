//! What the command reads on behalf of a document, which is not trusted: what is below its folder, and what the user
//! allows. Nothing of any other file is shown.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const SECRET: &str = "hunter2";

/// A document whose only schema is what the reference leads to.
fn document(reference: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: Readers, version: '1', description: {{$ref: '{reference}'}}}}
servers: [{{url: 'https://readers.example'}}]
paths:
  /a:
    get:
      operationId: a
      responses:
        '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}}}
"
    )
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

fn sdkgen(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sdkgen"));
    command.args(arguments).current_dir(folder).output().expect("the program starts")
}

/// What the command says and writes, all of it as one text.
fn everything(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = sdkgen(folder, arguments);
    let mut all = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let mut folders = vec![folder.join("out")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                all.push_str(&fs::read_to_string(entry.path()).expect("what was written is text"));
            }
        }
    }
    (output.status.success(), all)
}

const GENERATE: [&str; 6] = ["generate", "api/api.yaml", "--out", "out", "--runtime-path", "rt"];

fn work() -> tempfile::TempDir {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    put(work.path(), "rt/Cargo.toml", "");
    put(work.path(), "private/secret.yaml", &format!("description: {SECRET}\ntext: {SECRET}\n"));
    put(work.path(), "private/broken.yaml", &format!("text: {SECRET}\n  broken: [{SECRET}\n"));
    put(work.path(), "private/key", &format!("-----BEGIN KEY-----\n{SECRET}\n"));
    work
}

#[test]
fn a_document_reads_no_file_of_others() {
    let work = work();
    let absolute = work.path().join("private/secret.yaml").display().to_string();
    let (escaped, url) = (absolute.replace('/', "%2F"), format!("file://{absolute}#/text"));
    for reference in [
        "../private/secret.yaml",
        "../private/secret.yaml#/text",
        "../private/broken.yaml",
        "../private/key",
        "x/../../private/secret.yaml",
        "%2e%2e%2fprivate/secret.yaml",
        r"..\private\secret.yaml",
        &absolute,
        &escaped,
        &url,
        &url.replace("file://", "file://localhost"),
    ] {
        put(work.path(), "api/api.yaml", &document(reference));
        for more in [&[][..], &["--lenient-names"], &["--message-format", "json"]] {
            let (is_done, all) = everything(work.path(), &[&GENERATE[..], more].concat());
            assert!(!all.contains(SECRET), "{reference}: {all}");
            assert!(all.contains("outside-file") && all.contains("--root"), "{reference}: {all}");
            assert_eq!(is_done, more == ["--lenient-names"], "{reference}: {all}");
        }
    }
}

#[test]
fn what_is_no_part_of_a_document_is_not_shown() {
    let work = work();
    for text in [
        format!("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{SECRET}\n"),
        format!("[default]\naws_access_key_id = {SECRET}\n\tbad: ]\n"),
        format!("PASSWORD={SECRET}\nOTHER=x\n"),
        format!("{SECRET}\n"),
        format!("'{SECRET}"),
        format!("machine a login b password {SECRET}\n"),
    ] {
        put(work.path(), "api/key", &text);
        put(work.path(), "api/api.yaml", &document("key"));
        let (is_done, all) = everything(work.path(), &GENERATE);
        assert!(!is_done && !all.contains(SECRET), "{text}: {all}");
        assert!(all.contains("missing-file"), "{text}: {all}");
    }
    // A part that somebody wrote in good faith is shown where it is broken.
    put(work.path(), "api/key", "type: object\nproperties: [\n");
    assert!(everything(work.path(), &GENERATE).1.contains("api/key:3:1"));
}

#[test]
fn folders_that_the_user_names_are_read() {
    let work = work();
    put(work.path(), "api/api.yaml", &document("../parts/a.yaml#/text"));
    put(work.path(), "parts/a.yaml", "text: Shared words\n");
    let (is_done, all) = everything(work.path(), &GENERATE);
    assert!(!is_done && all.contains("--root parts"), "{all}");
    for root in ["parts", ".", "private/../parts"] {
        let (_, all) = everything(work.path(), &[&GENERATE[..], &["--root", "private", "--root", root]].concat());
        assert!(!all.contains("outside-file"), "{all}");
    }
    put(work.path(), "conf/sdkgen.toml", "[source]\nroots = [\"../parts\"]\n");
    let (_, all) = everything(work.path(), &[&GENERATE[..], &["--config", "conf/sdkgen.toml"]].concat());
    assert!(!all.contains("outside-file"), "{all}");
    let (is_done, all) = everything(work.path(), &[&GENERATE[..], &["--root", "nowhere"]].concat());
    assert!(!is_done && all.contains("unreadable-file") && all.contains("nowhere"), "{all}");
}

#[test]
fn an_overlay_extends_no_file() {
    let work = work();
    put(work.path(), "api/api.yaml", &document("a.yaml"));
    put(work.path(), "api/a.yaml", "type: object\n");
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nextends: ../private/secret.yaml\nactions: []\n";
    put(work.path(), "fixes/fix.yaml", overlay);
    let (_, all) = everything(work.path(), &[&GENERATE[..], &["--overlay", "fixes/fix.yaml"]].concat());
    assert!(!all.contains(SECRET) && !all.contains("outside-file"), "{all}");
}

#[test]
fn more_than_the_limit_is_not_read() {
    let work = work();
    put(work.path(), "api/api.yaml", &document("a.yaml"));
    put(work.path(), "api/a.yaml", &format!("type: object\n# {}\n", "x".repeat(2000)));
    for (bytes, reported) in [(100, "--> api/api.yaml"), (1500, "`a.yaml` and the files before it")] {
        put(work.path(), "sdkgen.toml", &format!("[limits]\ndocument_bytes = {bytes}\n"));
        let (is_done, all) = everything(work.path(), &[&GENERATE[..], &["--config", "sdkgen.toml"]].concat());
        assert!(!is_done && all.contains("error[too-large]") && all.contains(reported), "{all}");
        assert!(all.contains("raise `document_bytes` in `[limits]`"), "{all}");
    }
}
