//! Whether the Rust blocks of the READMEs of SDKs compile, and whether those with a mock of the API do what they say.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use sdkgen::Config;

use crate::crates;
use crate::project::Project;

/// What to try.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Documents; that of Keycard, if none is given
    documents: Vec<PathBuf>,
    /// Where to keep crates and what is compiled
    #[arg(long)]
    work: Option<PathBuf>,
}

/// Tries the README that Keycard's SDK would have.
pub(crate) fn in_ci(project: &Project) -> Result<(), String> {
    run(project, &Arguments { documents: Vec::new(), work: None })
}

/// Compiles the blocks of each README, and runs those with a mock.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<(), String> {
    let keycard = [project.path("specs/keycard.yaml")];
    let documents = if arguments.documents.is_empty() { &keycard[..] } else { &arguments.documents };
    let work = arguments.work.clone().unwrap_or_else(|| project.target().join("readmes"));
    let mut failed = Vec::new();
    for document in documents {
        match one(project, &work, document) {
            Ok(blocks) => println!("{}: {blocks} blocks compile", document.display()),
            Err(why) => {
                eprintln!("{}: {why}", document.display());
                failed.push(document.display().to_string());
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("blocks of these do not compile: {}", failed.join(", "))) }
}

fn one(project: &Project, work: &Path, document: &Path) -> Result<usize, String> {
    let name = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = work.join(&name);
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    crates::sdk(project, document, Config::default(), &folder.join("sdk"), |_, _, _| Some(()))?;
    let readme = crates::text(&folder.join("sdk/README.md"))?;
    let blocks = blocks(&readme);
    if blocks.is_empty() {
        return Err("the README has no blocks".to_owned());
    }
    let features = ["reqwest", "blocking", "testing", "full"];
    let tokio = "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";
    let own = crates::user(project, &folder, "blocks", (&features, tokio))?;
    fs::write(own.join("src/lib.rs"), program(&blocks)).map_err(failed)?;
    let mut command = crates::command(project, &own, &project.target().join("readmes-target"));
    command.args(["test", "--quiet", "--lib"]);
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    if output.status.success() {
        return Ok(blocks.len());
    }
    Err([output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat())
}

/// The Rust blocks of a Markdown text.
fn blocks(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if line == "```rust" {
            let block = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n"));
            blocks.push(block.collect());
        }
    }
    blocks
}

/// A crate with each block: a program as a module, what has a mock as a test, anything else as a function.
fn program(blocks: &[String]) -> String {
    let mut source = "#![allow(dead_code)]\n".to_owned();
    for (index, block) in blocks.iter().enumerate() {
        let result = "Result<(), sdk::Error>";
        // Writing to a string cannot fail.
        let _ = if block.contains("fn main()") {
            writeln!(source, "mod block{index} {{\n{block}}}")
        } else if block.contains("MockTransport") {
            writeln!(source, "#[tokio::test]\nasync fn block{index}() -> {result} {{\n{block}Ok(())\n}}")
        } else {
            writeln!(source, "async fn block{index}(client: sdk::Client) -> {result} {{\n{block}Ok(())\n}}")
        };
    }
    source
}

#[cfg(test)]
mod tests {
    use super::{blocks, program};

    #[test]
    fn only_rust_blocks_are_compiled() {
        let text = "a\n```rust\nlet a = 1;\n```\n```toml\nb\n```\n```rust\nfn main() {}\n```\n";
        let found = blocks(text);
        assert_eq!(found, ["let a = 1;\n", "fn main() {}\n"]);
        let source = program(&found);
        assert!(source.contains("async fn block0(client: sdk::Client)") && source.contains("mod block1 {"));
    }
}
