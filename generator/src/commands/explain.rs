//! `sdkgen explain`: what a diagnostic code means and what to do about it.

use std::io::Write;

use clap::Args;
use sdkgen::diagnostics::codes::{ALL, Code, explain};

use super::print_line;

/// The arguments of `sdkgen explain`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The code that a diagnostic shows in brackets; without it, all codes are listed.
    code: Option<String>,
}

/// Runs it; false if there is no such code.
pub(crate) fn run(arguments: &Arguments) -> bool {
    let Some(code) = &arguments.code else {
        print(&ALL.iter().map(|code| format!("{code}\n")).collect::<String>());
        return true;
    };
    let Some(Code { cause, cure, .. }) = explain(code) else {
        print_line(&format!("sdkgen: there is no code `{code}`; `sdkgen explain` lists all of them"));
        return false;
    };
    print(&format!("{code}\n\n{cause}\n\nWhat to do: {cure}\n"));
    true
}

/// Writes to the standard output. Errors are ignored, since there is nowhere to report them.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
