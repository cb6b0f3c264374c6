//! The table that the runtime's encoding of parameters is held against: how swagger-client, the library that Swagger UI
//! sends its requests with, serialises values. Knows how to install and run it; what is serialised stands in
//! `wire_vectors/serialise.mjs`, and the comparison in the runtime's test `wire`.

use std::fs;
use std::process::{Command, Stdio};

use crate::npm;
use crate::project::Project;

/// The newest release that runs on Node 20.
const VERSION: &str = "3.37.0";
const TABLE: &str = "runtime/tests/wire/vectors.json";
const PROGRAM: &str = "xtask/src/wire_vectors/serialise.mjs";

/// Makes the table anew; with `check`, only reports whether it would change.
pub(crate) fn run(project: &Project, check: bool) -> Result<(), String> {
    let folder = project.target().join("swagger-client").join(VERSION);
    if !folder.join("node_modules/swagger-client/package.json").is_file() {
        npm::install(&folder, &[format!("swagger-client@{VERSION}")])?;
    }
    let mut node = Command::new("node");
    node.arg(project.path(PROGRAM)).arg(&folder).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = node.output().map_err(|error| format!("cannot start node: {error}"))?;
    if !output.status.success() {
        return Err(format!("{PROGRAM} failed ({})", output.status));
    }
    let table = String::from_utf8(output.stdout).map_err(|_| "the table is not UTF-8".to_owned())?;
    let rows = table.lines().filter(|line| line.starts_with("  {")).count();
    if check {
        let same = project.read(TABLE)? == table;
        return if same { Ok(()) } else { Err(format!("{TABLE} would change; run `cargo xtask wire-vectors`")) };
    }
    fs::write(project.path(TABLE), table).map_err(|error| format!("cannot write {TABLE}: {error}"))?;
    println!("{TABLE}: {rows} rows by swagger-client {VERSION}");
    Ok(())
}
