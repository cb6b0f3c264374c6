//! The record of what a run wrote, kept in the output folder: the next run removes what is in it and is not made any
//! more, and nothing else. A folder may come from anywhere, so the record is not believed where it names a file that
//! cannot be ours. Knows its own format, nothing of what the files hold.

use std::path::Path;

use super::{Error, File, MARK, disk};

/// What the record is called.
pub const RECORD: &str = ".sdkgen-files";

/// How large a record may be: some hundred thousand files.
const MOST: u64 = 32 << 20;

/// The record of these files.
pub(super) fn of<'a>(paths: impl Iterator<Item = &'a str>) -> File {
    let mut paths: Vec<&str> = paths.chain([RECORD]).collect();
    paths.sort_unstable();
    let mut text =
        format!("# {MARK}: the files that it wrote, so that it can remove those that it no longer writes.\n");
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    File { path: RECORD.to_owned(), text }
}

/// The files that an earlier run wrote, sorted; `None` if there is no record.
pub(super) fn read(root: &Path) -> Result<Option<Vec<String>>, Error> {
    let path = root.join(RECORD);
    if !disk::is_there(root, RECORD)? {
        return Ok(None);
    }
    let bad = |line: usize| Error::Record { path: path.clone(), line };
    let bytes = disk::head(&path, MOST + 1)?;
    if bytes.len() as u64 > MOST || !disk::has_mark(&bytes) {
        return Err(bad(1));
    }
    let text = String::from_utf8(bytes).map_err(|_| bad(1))?;
    let mut paths = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        if !is_plain(line) {
            return Err(bad(index + 1));
        }
        paths.push(line.to_owned());
    }
    paths.sort();
    paths.dedup();
    Ok(Some(paths))
}

/// Whether a path stays below its folder on every system.
fn is_plain(path: &str) -> bool {
    let is_odd = |letter: char| letter == '\\' || letter == ':' || letter.is_control();
    !path.contains(is_odd) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn paths_stay_below_their_folder() {
        for plain in ["Cargo.toml", "src/a/b.rs", ".sdkgen-files", "a/..b"] {
            assert!(is_plain(plain), "{plain}");
        }
        for odd in ["", "/etc/passwd", "../a", "a/../b", "a//b", "./a", "a/", r"..\a", "C:a", "a\u{0}b"] {
            assert!(!is_plain(odd), "{odd}");
        }
    }
}
