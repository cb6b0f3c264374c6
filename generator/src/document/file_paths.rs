//! Paths of files in references (RFC 3986). Knows no file's content.

/// The target of a reference without its fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file, by its path from the document's folder.
    File(String),
    /// Something other than a file.
    Remote(String),
}

/// Splits a reference at the `#`, if it has one.
pub(super) fn split(reference: &str) -> (&str, Option<&str>) {
    reference.split_once('#').map_or((reference, None), |(path, fragment)| (path, Some(fragment)))
}

/// Returns the target of `path` in the file `from`.
pub(super) fn target(from: &str, path: &str) -> Target {
    if let Some(absolute) = path.strip_prefix("file://") {
        // The host can be omitted (RFC 8089).
        let absolute = absolute.strip_prefix("localhost").unwrap_or(absolute);
        return match absolute.strip_prefix('/') {
            Some(_) => Target::File(normalized(&percent(absolute))),
            None => Target::Remote(path.to_owned()),
        };
    }
    if has_scheme(path) || path.starts_with("//") {
        return Target::Remote(path.to_owned());
    }
    // Documents written on Windows can have backslashes; no URL may contain one.
    let path = percent(path).replace('\\', "/");
    if path.starts_with('/') {
        return Target::File(normalized(&path));
    }
    let folder = from.rfind('/').map_or("", |cut| &from[..=cut]);
    Target::File(normalized(&format!("{folder}{path}")))
}

/// Removes the segments `.` from a path, and `..` together with the segment before it.
pub(super) fn normalized(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// Resolves the identifier `reference` against `base` (RFC 3986, section 5), both without fragments.
pub(super) fn identifier(base: &str, reference: &str) -> String {
    if has_scheme(reference) || base.is_empty() {
        return reference.to_owned();
    }
    let Some((scheme, rest)) = base.split_once("://") else {
        return normalized(&format!("{}{reference}", base.rfind('/').map_or("", |cut| &base[..=cut])));
    };
    let (authority, path) = rest.find('/').map_or((rest, "/"), |cut| rest.split_at(cut));
    let path = if reference.starts_with('/') {
        normalized(reference)
    } else {
        normalized(&format!("{}{reference}", path.rfind('/').map_or("/", |cut| &path[..=cut])))
    };
    format!("{scheme}://{authority}{path}")
}

/// Returns whether a text begins with a scheme, such as `https:` or `urn:`.
pub(super) fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Decodes percent-escapes such as `%2F`; other characters stay unchanged.
pub(super) fn percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        let escaped = (*byte == b'%')
            .then(|| bytes.get(index + 1..index + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(*byte));
        index += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Target, identifier, normalized, target};

    #[test]
    fn references_lead_from_file_to_file() {
        let file = |from: &str, path: &str| match target(from, path) {
            Target::File(key) => key,
            Target::Remote(url) => format!("remote {url}"),
        };
        assert_eq!(file("", "a.yaml"), "a.yaml");
        assert_eq!(file("api.yaml", "./models/../models/a%20b.yaml"), "models/a b.yaml");
        assert_eq!(file("a/b/c.yaml", "../../d.yaml"), "d.yaml");
        assert_eq!(file("a/b/c.yaml", "../../../d.yaml"), "../d.yaml");
        assert_eq!(file("../a.yaml", "../b.yaml"), "../../b.yaml");
        assert_eq!(file("a.yaml", "/etc/./b.yaml"), "/etc/b.yaml");
        assert_eq!(file("a.yaml", "file:///x/b.yaml"), "/x/b.yaml");
        assert_eq!(file("a.yaml", "file://localhost/x/b.yaml"), "/x/b.yaml");
        assert_eq!(file("a.yaml", "file://e.example/x/b.yaml"), "remote file://e.example/x/b.yaml");
        assert_eq!(file("a/b.yaml", r"..\c\d.yaml"), "c/d.yaml");
        assert_eq!(file("b.yaml", "..%2Fc%5Cd.yaml"), "../c/d.yaml");
        assert_eq!(file("a.yaml", "https://e.example/b.yaml"), "remote https://e.example/b.yaml");
        assert_eq!(file("a.yaml", "urn:x:y"), "remote urn:x:y");
        assert_eq!(normalized("a//b/"), "a/b");
    }

    #[test]
    fn identifiers_are_joined() {
        assert_eq!(identifier("https://e.example/s/a", "b"), "https://e.example/s/b");
        assert_eq!(identifier("https://e.example/s/a", "/b"), "https://e.example/b");
        assert_eq!(identifier("https://e.example/s/a", "../b"), "https://e.example/b");
        assert_eq!(identifier("https://e.example", "b"), "https://e.example/b");
        assert_eq!(identifier("https://e.example/s/a", "https://f.example/b"), "https://f.example/b");
        assert_eq!(identifier("a", "b"), "b");
        assert_eq!(identifier("", "b"), "b");
    }
}
