//! Pages as HTML, which shows everything without a script, and loads nothing but the style and the script beside it.

mod brand;
mod code;
mod inline;
mod layout;
mod parts;
mod rows;

pub(super) use self::brand::files as brand;
pub(super) use self::layout::page;
use crate::tree::File;

/// Returns the files that all pages share.
pub(super) fn assets() -> [File; 2] {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: compact(text) };
    [file("style.css", include_str!("assets/style.css")), file("script.js", include_str!("assets/script.js"))]
}

/// Leaves out indentation, empty lines, and comments that are whole lines, but for the first line, which says that the
/// file is generated.
fn compact(text: &str) -> String {
    let is_comment = |line: &str| line.starts_with("// ") || (line.starts_with("/* ") && line.ends_with(" */"));
    let lines = text.lines().map(str::trim).enumerate();
    let kept = lines.filter(|(at, line)| *at == 0 || !(line.is_empty() || is_comment(line)));
    kept.map(|(_, line)| format!("{line}\n")).collect()
}
