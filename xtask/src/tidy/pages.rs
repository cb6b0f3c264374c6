//! The files and folders that pages for people name in backticks exist. A page may leave out the beginning of a path.

use super::Complaint;

/// The pages whose paths are checked.
const PAGES: &[&str] = &["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "runtime/README.md"];
/// The endings of names of files.
const ENDINGS: &[&str] = &[".rs", ".toml", ".yaml", ".json", ".md", ".txt"];

/// Whether the paths of a page are checked.
pub(super) fn is_page(path: &str) -> bool {
    PAGES.contains(&path)
}

/// Checks that each path that a page names `exists`, which has to accept paths without their beginning. Names without a
/// slash are not checked: many of them are files of users.
pub(super) fn check(page: &str, text: &str, exists: &dyn Fn(&str) -> bool, complaints: &mut Vec<Complaint>) {
    for (index, line) in text.lines().enumerate() {
        for named in line.split('`').skip(1).step_by(2).filter(|named| is_path(named)) {
            if !exists(named) {
                let message = format!("`{named}` does not exist");
                complaints.push(Complaint::new(page, index + 1, message));
            }
        }
    }
}

/// Whether a text in backticks is a file in a folder, or a folder: no placeholder, pattern, URL or path of a URL.
fn is_path(named: &str) -> bool {
    let is_plain = named.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let Some((first, _)) = named.split_once('/') else { return false };
    is_plain && !first.is_empty() && (named.ends_with('/') || ENDINGS.iter().any(|ending| named.ends_with(ending)))
}

/// Whether a path that may lack its beginning is that of a file or of a folder that contains it.
pub(super) fn leads_to(file: &str, named: &str) -> bool {
    let found = if named.ends_with('/') { file.find(named) } else { file.strip_suffix(named).map(str::len) };
    found.is_some_and(|at| at == 0 || file[..at].ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{check, leads_to};

    fn complaints(text: &str) -> Vec<String> {
        let files = ["generator/src/lower/paging/rule.rs", "docs/cost.md"];
        let exists = |named: &str| files.iter().any(|file| leads_to(file, named));
        let mut complaints = Vec::new();
        check("CONTRIBUTING.md", text, &exists, &mut complaints);
        complaints.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_path_may_lack_its_beginning() {
        let text = "`docs/cost.md`, `lower/paging/rule.rs`, `generator/src/lower/`, `lower/paging/`\n";
        assert!(complaints(text).is_empty());
    }

    #[test]
    fn a_path_that_does_not_exist_is_found() {
        let text = "`lower/paging/rule.rs`\n`lower/pagination/rule.rs` and `paging/rule/`\n`aging/rule.rs`\n";
        let expected = [
            "CONTRIBUTING.md:2: `lower/pagination/rule.rs` does not exist",
            "CONTRIBUTING.md:2: `paging/rule/` does not exist",
            "CONTRIBUTING.md:3: `aging/rule.rs` does not exist",
        ];
        assert_eq!(complaints(text), expected);
    }

    #[test]
    fn what_is_no_path_is_not_checked() {
        assert!(
            complaints("`sdkgen.toml`, `fixtures/<name>.yaml`, `/things/`, `application/json`, `*.rs`\n").is_empty()
        );
    }
}
