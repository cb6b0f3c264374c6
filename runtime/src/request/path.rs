//! Fills the template of a path. Knows percent-encoding and dot segments, but no operation.

use std::borrow::Cow;

use super::shape::{push_encoded, push_path, push_unreserved};
use super::style::{self, Style};
use crate::codec::Encode;

/// Replaces the placeholders of `template` with `values`, in order.
///
/// Everything outside the unreserved characters of RFC 3986 is percent-encoded. `styles` are those of the parameters,
/// in the same order; the default is `simple`. In a value for `{+name}`, slashes (RFC 6570, section 3.2.3) and the
/// other characters that are valid in a path are kept. A placeholder that occurs more than once has the same value each
/// time. An empty value is an error, since it would address another resource. So is a value that makes its segment `.`
/// or `..`, since the URL standard of the WHATWG resolves these segments even if they are escaped (`%2e`).
///
/// # Errors
///
/// Fails with a message that names the parameter.
pub(crate) fn fill<'t>(template: &'t str, styles: &[Style], values: &[&dyn Encode]) -> Result<Cow<'t, str>, String> {
    if values.is_empty() && !template.contains('{') {
        return Ok(Cow::Borrowed(template));
    }
    let mut path = String::with_capacity(template.len() + 16 * values.len());
    let mut parameters = 0;
    let mut rest = template;
    let mut guard = Guard { segment: 0, parameter: None };
    while let Some((literal, tail)) = rest.split_once('{') {
        let (name, tail) =
            tail.split_once('}').ok_or_else(|| format!("the path `{template}` has an unclosed brace"))?;
        guard.literal(&mut path, literal)?;
        let (name, keeps_slashes) = name.strip_prefix('+').map_or((name, false), |name| (name, true));
        let index = index_of(template, name);
        parameters = parameters.max(index + 1);
        let value = values.get(index).ok_or_else(|| format!("there is no value for the path parameter `{name}`"))?;
        let style = styles.get(index).copied().unwrap_or_default();
        guard.parameter = Some(name);
        rest = tail;
        if style == Style::Usual && !value.is_absent() && push_unreserved(&mut path, *value) {
            continue;
        }
        let text = style::expanded(name, style, *value, if keeps_slashes { push_path } else { push_encoded });
        let text = text.filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| format!("the path parameter `{name}` is empty"))?;
        guard.value(&mut path, &text)?;
    }
    guard.literal(&mut path, rest)?;
    guard.check(&path)?;
    if values.len() > parameters {
        return Err(format!("there are more values than parameters in the path `{template}`"));
    }
    Ok(Cow::Owned(path))
}

/// Checks a path or an absolute URL of the caller: a path that a URL parser would change is an error, as in values of
/// path parameters.
///
/// # Errors
///
/// Fails if it contains a control character, a backslash or a segment `.` or `..`, escaped or not.
pub(crate) fn check(path: &str) -> Result<(), String> {
    if path.contains(char::is_control) {
        return Err("the path contains a control character".to_owned());
    }
    let path = path.split('?').next().unwrap_or_default();
    if path.contains('\\') {
        return Err("the path contains a backslash, which is a slash in URLs".to_owned());
    }
    let plain = path.replace("%2e", ".").replace("%2E", ".");
    match plain.split('/').find(|segment| matches!(*segment, "." | "..")) {
        Some(segment) => Err(format!("the path contains a segment `{segment}`, which is not possible in URLs")),
        None => Ok(()),
    }
}

/// Returns the index of the parameter `name`: how many other parameters occur before it.
fn index_of(template: &str, name: &str) -> usize {
    let names = || {
        let names = template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        names.map(|name| name.strip_prefix('+').unwrap_or(name))
    };
    let is_first = |(at, name): &(usize, &str)| !names().take(*at).any(|earlier| earlier == *name);
    names().take_while(|other| *other != name).enumerate().filter(is_first).count()
}

/// Detects segments that become `.` or `..` by their parameters.
struct Guard<'a> {
    /// Where the current segment begins.
    segment: usize,
    /// The last parameter in it.
    parameter: Option<&'a str>,
}

impl Guard<'_> {
    fn literal(&mut self, path: &mut String, literal: &str) -> Result<(), String> {
        for (index, piece) in literal.split('/').enumerate() {
            if index > 0 {
                self.check(path)?;
                path.push('/');
                self.segment = path.len();
                self.parameter = None;
            }
            path.push_str(piece);
        }
        Ok(())
    }

    /// Adds an encoded value; a slash in it begins a segment of the same parameter.
    fn value(&mut self, path: &mut String, value: &str) -> Result<(), String> {
        for (index, piece) in value.split('/').enumerate() {
            if index > 0 {
                self.check(path)?;
                path.push('/');
                self.segment = path.len();
            }
            path.push_str(piece);
        }
        Ok(())
    }

    fn check(&self, path: &str) -> Result<(), String> {
        match (self.parameter, &path[self.segment..]) {
            (Some(name), segment @ ("." | "..")) => {
                Err(format!("the path parameter `{name}` makes a segment `{segment}`, which is not possible in URLs"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded() {
        let cases = [
            ("a", "/x/a/y"),
            ("a/b", "/x/a%2Fb/y"),
            ("ü", "/x/%C3%BC/y"),
            ("%2e", "/x/%252e/y"),
            ("%2E%2E", "/x/%252E%252E/y"),
            ("a b+c", "/x/a%20b%2Bc/y"),
            ("?#&=:@!$'()*,;", "/x/%3F%23%26%3D%3A%40%21%24%27%28%29%2A%2C%3B/y"),
            ("-._~", "/x/-._~/y"),
            ("...", "/x/.../y"),
            ("..a", "/x/..a/y"),
            ("\"\\\n", "/x/%22%5C%0A/y"),
            ("{id}", "/x/%7Bid%7D/y"),
        ];
        for (value, expected) in cases {
            assert_eq!(fill("/x/{id}/y", &[], &[&value]).as_deref(), Ok(expected));
        }
        assert_eq!(fill("/{a}/{b}", &[], &[&7_i64, &true]).as_deref(), Ok("/7/true"));
        assert_eq!(fill("/{a}:cancel", &[], &[&"x"]).as_deref(), Ok("/x:cancel"));
        assert_eq!(fill("/{list}", &[], &[&vec!["a,b".to_owned(), "c".to_owned()]]).as_deref(), Ok("/a%2Cb,c"));
    }

    #[test]
    fn styles() {
        let list = vec!["a".to_owned(), "".to_owned(), "b,c".to_owned()];
        let cases: &[(Style, &dyn Encode, &str)] = &[
            (Style::Label, &"x/y", "/.x%2Fy"),
            (Style::Label, &list, "/.a,,b%2Cc"),
            (Style::LabelExploded, &list, "/.a..b%2Cc"),
            (Style::Matrix, &"x", "/;id=x"),
            (Style::Matrix, &"", "/;id"),
            (Style::Matrix, &list, "/;id=a,,b%2Cc"),
            (Style::MatrixExploded, &list, "/;id=a;id;id=b%2Cc"),
            (Style::Json, &list, "/%5B%22a%22%2C%22%22%2C%22b%2Cc%22%5D"),
            (Style::Text, &"x", "/x"),
        ];
        for (style, value, expected) in cases {
            assert_eq!(fill("/{id}", &[*style], &[*value]).as_deref(), Ok(*expected), "{style:?}");
        }
        assert!(fill("/{id}", &[Style::Matrix], &[&Vec::<String>::new()]).is_err());
        assert!(fill("/{id}", &[Style::Label], &[&""]).is_err(), "a segment `.`");
        let values: &[&dyn Encode] = &[&1_i64, &2_i64];
        assert_eq!(fill("/{a}/{b}", &[Style::Usual, Style::Matrix], values).as_deref(), Ok("/1/;b=2"));
    }

    #[test]
    fn slashes_stay_where_the_template_says_so() {
        let filled = |value: &str| fill("/v1/{+name}:go", &[], &[&value]);
        assert_eq!(filled("projects/a b/x?y#z%2F").as_deref(), Ok("/v1/projects/a%20b/x%3Fy%23z%252F:go"));
        for escape in ["..", "a/../b", "../a", "a/./b"] {
            let refused = fill("/v1/{+name}/x", &[], &[&escape]);
            assert!(refused.is_err_and(|message| message.contains("makes a segment")), "{escape}");
        }
        assert_eq!(fill("/{a}/{b}/{a}", &[], &[&"x", &"y"]).as_deref(), Ok("/x/y/x"));
    }

    #[test]
    fn values_that_address_something_else_are_refused() {
        let segment = |value: &str, template| fill(template, &[], &[&value]).unwrap_err();
        assert_eq!(segment("", "/x/{id}"), "the path parameter `id` is empty");
        for dots in [".", ".."] {
            let expected = format!("the path parameter `id` makes a segment `{dots}`, which is not possible in URLs");
            assert_eq!(segment(dots, "/x/{id}"), expected);
            assert_eq!(segment(dots, "/x/{id}/y"), expected);
        }
        assert_eq!(
            segment(".", "/x/.{id}"),
            "the path parameter `id` makes a segment `..`, which is not possible in URLs"
        );
        assert!(fill("/x/{a}{b}", &[], &[&".", &"."]).is_err());
        assert_eq!(fill("/x/{a}.json", &[], &[&"."]).as_deref(), Ok("/x/..json"));
        assert_eq!(fill("/x/{a}", &[], &[&Option::<String>::None]), Err("the path parameter `a` is empty".to_owned()));
        assert!(fill("/x/{a}", &[], &[]).is_err());
        assert!(fill("/x", &[], &[&"a"]).is_err());
    }
}
