//! What holds for every file of the project, whatever is in it: no path of somebody's machine, no blanks at the end of
//! a line, no line too wide to read. Knows no Rust.

use super::Complaint;

/// Columns of a line of Rust.
const WIDTH: usize = 120;
/// Folders that exist on one machine only. Written apart, so that this list is no finding itself.
const MACHINE: &[&str] = &[concat!("/", "work/"), concat!("/", "tmp/"), concat!("/", "home/"), concat!("/", "root/")];

/// Whether a file is text that people of this project write or a program of theirs does.
pub(super) fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    name != "Cargo.lock" && (["rs", "toml", "md", "yaml", "yml", "json", ""].contains(&end))
}

/// Checks the lines of a file.
pub(super) fn check(path: &str, text: &str, complaints: &mut Vec<Complaint>) {
    // A fixture may be broken on purpose, golden output follows it, and two blanks end a line of Markdown.
    let free = ["/fixtures/", "/golden/"].iter().any(|part| path.contains(part)) || path.ends_with(".md");
    for (index, line) in text.lines().enumerate() {
        let mut complain = |message: &str| complaints.push(Complaint::new(path, index + 1, message));
        if MACHINE.iter().any(|folder| names_folder(line, folder)) {
            complain("the path of a machine");
        }
        if !free && line.ends_with([' ', '\t']) {
            complain("blanks at the end of the line");
        }
        if path.ends_with(".rs") && !free && line.chars().count() > WIDTH && !may_be_wide(line) {
            complain("the line is wider than 120 columns");
        }
    }
    if !free && !text.is_empty() && !text.ends_with('\n') {
        complaints.push(Complaint::new(path, text.lines().count(), "the last line has no end"));
    }
}

/// Whether the folder is named as such, rather than as a part of a URL or a longer path.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|before| before.is_whitespace() || "\"'`(=<[{:,".contains(before))
    })
}

/// Literals and links cannot be broken.
fn may_be_wide(line: &str) -> bool {
    line.contains('"') || line.contains("://") || line.contains("](")
}

#[cfg(test)]
mod tests {
    use super::{MACHINE, check, is_text};

    fn complaints(path: &str, text: &str) -> usize {
        let mut complaints = Vec::new();
        check(path, text, &mut complaints);
        complaints.len()
    }

    #[test]
    fn machine_paths_are_found_and_urls_are_not() {
        for folder in MACHINE {
            assert_eq!(complaints("README.md", &format!("see `{folder}a`\n")), 1);
            assert_eq!(complaints("README.md", &format!("see <https://example.com{folder}a>\n")), 0);
        }
    }

    #[test]
    fn line_ends_and_widths() {
        assert_eq!(complaints("Cargo.toml", "a\n"), 0);
        assert_eq!(complaints("Cargo.toml", "a \n"), 1);
        assert_eq!(complaints("Cargo.toml", "a"), 1);
        assert_eq!(complaints("README.md", "a  \nb\n"), 0);
        assert_eq!(complaints("generator/tests/fixtures/a.yaml", "a "), 0);
        assert_eq!(complaints("a.rs", &format!("// {}\n", "a".repeat(117))), 0);
        assert_eq!(complaints("a.rs", &format!("// {}\n", "a".repeat(118))), 1);
        assert_eq!(complaints("a.rs", &format!("\"{}\"\n", "a".repeat(120))), 0);
    }

    #[test]
    fn text_is_known_by_its_name() {
        assert!(is_text("LICENSE-MIT") && is_text(".ci/run") && is_text("generator/src/lib.rs"));
        assert!(!is_text("Cargo.lock") && !is_text("a/b.snap"));
    }
}
