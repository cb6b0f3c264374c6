//! Codes looked up, and all of them as Markdown. Knows no code by name.

use super::{ALL, Explanation};

/// The explanation of a code.
#[must_use]
pub fn explain(code: &str) -> Option<&'static Explanation> {
    ALL.binary_search_by(|explanation| explanation.code.cmp(code)).ok().map(|index| &ALL[index])
}

/// The whole index as Markdown.
#[must_use]
pub fn index() -> String {
    let mut text =
        "# Diagnostics\n\nEvery code that `sdkgen` tells, with its cause and its cure; `sdkgen explain CODE` \
                    prints one of them.\n"
            .to_owned();
    for Explanation { code, cause, cure, .. } in ALL.iter() {
        text.push_str(&format!("\n## `{code}`\n\n{cause}\n\n*What to do:* {cure}\n"));
    }
    text
}
