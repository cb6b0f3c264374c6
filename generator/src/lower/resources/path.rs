//! Paths of operations as texts: segments, versions, custom verbs.

/// A segment of a path.
pub(super) enum Segment<'a> {
    Fixed(&'a str),
    Placeholder,
}

/// Returns the segments of a path without those that are only a version.
pub(super) fn segments(path: &str) -> Vec<Segment<'_>> {
    let all: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let fixed = all.iter().filter(|segment| !segment.contains('{')).count();
    let prefix = all.iter().take_while(|segment| is_version(segment)).count();
    // A path that is only a version keeps it: a resource needs a name.
    let dropped = if prefix < fixed { prefix } else { 0 };
    all[dropped..]
        .iter()
        .map(|segment| match segment.split_once('{') {
            None => Segment::Fixed(segment),
            Some((name, _)) if is_name(name) => Segment::Fixed(name),
            Some(_) => Segment::Placeholder,
        })
        .collect()
}

/// Whether the text before a placeholder in the same segment is a name: `share{extension}`.
fn is_name(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.len() > 1 && text.chars().all(is_word) && text.ends_with(char::is_alphanumeric) && !is_version(text)
}

/// Whether a segment is a version or a common prefix: `api`, `v1`, `v2.1`, `v1beta2`.
fn is_version(segment: &str) -> bool {
    let text = segment.to_ascii_lowercase();
    let numbered = text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    text == "api" || text == "rest" || (numbered && text.len() <= 10)
}

/// Splits off a custom verb: `/v1/{name}:cancel` is `cancel` of `/v1/{name}` (<https://google.aip.dev/136>).
pub(super) fn split_custom_verb(path: &str) -> (&str, Option<&str>) {
    let last = path.rfind('/').map_or(path, |start| &path[start..]);
    match last.rfind(':') {
        Some(colon) if !last[colon..].contains(['}', '{']) && colon + 1 < last.len() => {
            let cut = path.len() - last.len() + colon;
            (&path[..cut], Some(&path[cut + 1..]))
        }
        _ => (path, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_version, segments, split_custom_verb};

    #[test]
    fn versions_are_no_resources() {
        assert!(["v1", "v2.1", "v1beta2", "api"].into_iter().all(is_version));
        assert!(!["vaults", "apis", "versions"].into_iter().any(is_version));
        assert_eq!(segments("/api/v1/zones/{id}").len(), 2);
        assert_eq!(segments("/v1").len(), 1, "a path of versions only keeps its name");
    }

    #[test]
    fn custom_verbs_stand_behind_the_last_colon() {
        assert_eq!(split_custom_verb("/v1/{name}:cancel"), ("/v1/{name}", Some("cancel")));
        assert_eq!(split_custom_verb("/v1/{a:b}"), ("/v1/{a:b}", None));
        assert_eq!(split_custom_verb("/v1/things"), ("/v1/things", None));
    }
}
