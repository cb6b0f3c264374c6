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
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    [file("style.css", include_str!("assets/style.css")), file("script.js", include_str!("assets/script.js"))]
}
