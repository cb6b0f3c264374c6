//! Codes looked up, and all of them as Markdown. Knows no code by name.

use super::{ALL, Code};

/// The explanation of a code.
#[must_use]
pub fn explain(code: &str) -> Option<&'static Code> {
    ALL.binary_search_by(|known| known.name.cmp(code)).ok().map(|index| ALL[index])
}

/// The whole index as Markdown.
#[must_use]
pub fn index() -> String {
    let mut text =
        "# Diagnostics\n\nAll codes of diagnostics, each with its cause and what to do about it; `sdkgen explain CODE` \
                    prints one of them.\n"
            .to_owned();
    for Code { name, cause, cure, .. } in ALL.iter() {
        text.push_str(&format!("\n## `{name}`\n\n{cause}\n\n*What to do:* {cure}\n"));
    }
    text
}
