//! The `Link` header (RFC 8288). Knows nothing of pages.

use http::HeaderMap;
use http::header::LINK;

/// The relations in the `Link` headers of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Links {
    links: Vec<(String, String)>,
}

/// Relations between the pages of a list.
const PAGE_RELATIONS: [&str; 5] = ["next", "prev", "previous", "first", "last"];

impl Links {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let texts = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
        let mut links = Vec::new();
        texts.for_each(|text| read(text, &mut links));
        Self { links }
    }

    /// Returns whether there is any relation between pages.
    pub(super) fn have_page_relations(&self) -> bool {
        PAGE_RELATIONS.iter().any(|relation| self.target(relation).is_some())
    }

    /// Returns the target of a relation, ignoring case (RFC 8288, section 3.3); `prev` may also be written `previous`.
    pub(super) fn target(&self, relation: &str) -> Option<&str> {
        let is = |name: &str| {
            name.eq_ignore_ascii_case(relation) || (relation == "prev" && name.eq_ignore_ascii_case("previous"))
        };
        let found = self.links.iter().find(|(relations, _)| relations.split_ascii_whitespace().any(is));
        found.map(|(_, target)| target.as_str())
    }
}

/// Parses `<target>; name=value; name="value", <target>…`; stops at malformed text.
fn read(mut text: &str, links: &mut Vec<(String, String)>) {
    while let Some((_, rest)) = text.split_once('<') {
        let Some((target, rest)) = rest.split_once('>') else { return };
        let (relation, rest) = relation(rest);
        if let Some(relation) = relation {
            links.push((relation, target.trim().to_owned()));
        }
        text = rest;
    }
}

/// Returns the first `rel` among the parameters of a link, and the rest of the text.
fn relation(mut text: &str) -> (Option<String>, &str) {
    let mut found = None;
    loop {
        text = text.trim_start();
        let Some(rest) = text.strip_prefix(';') else {
            return (found, text.strip_prefix(',').unwrap_or(text));
        };
        let end = rest.find(['=', ';', ',']).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let (value, rest) = match rest.strip_prefix('=') {
            Some(rest) => value(rest.trim_start()),
            None => (String::new(), rest),
        };
        if name.trim().eq_ignore_ascii_case("rel") {
            found.get_or_insert(value);
        }
        text = rest;
    }
}

/// Returns a token or a quoted string, and the rest of the text.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, rest) = text.split_at(text.find([';', ',']).unwrap_or(text.len()));
        return (token.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            letter => value.push(letter),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn links(lines: &[&'static str]) -> Links {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(LINK, HeaderValue::from_static(line));
        }
        Links::of(&headers)
    }

    #[test]
    fn relations_are_found() {
        let github = links(&[r#"<https://a/x?page=2>; rel="next", <https://a/x?page=9>; rel="last""#]);
        assert_eq!(github.target("next"), Some("https://a/x?page=2"));
        assert_eq!(github.target("prev"), None);
        assert!(github.have_page_relations());
        let odd = links(&[
            r#"</a,b;c>;title="x \" , <no>; rel=next" ; REL = Next;rel=prev"#,
            "<?p=1>; rel=\"start previous\"",
        ]);
        assert_eq!(odd.target("next"), Some("/a,b;c"));
        assert_eq!(odd.target("prev"), Some("?p=1"));
    }

    #[test]
    fn invalid_links_are_ignored() {
        for text in ["", "<", "<x", "<x>", "<x>;", "<x>; rel", "<x>; rel=\"", "next", "<x>; rel=\"\\", ",,;;<<>>"] {
            let links = links(&[text]);
            assert!(!links.have_page_relations(), "{text}: {links:?}");
        }
        assert!(!links(&["<https://a/doc>; rel=\"describedby\""]).have_page_relations());
    }
}
