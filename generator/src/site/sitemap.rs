//! The list of all pages for search engines (sitemaps.org).

use std::fmt::Write as _;

use crate::tree::{File, MARK};

/// How many pages one list may have.
const MOST: usize = 50_000;

/// Returns the list of these pages, of which `base` is the URL of the folder: `sitemap.xml`, and if there are too many
/// for one file, the files that it lists.
pub(super) fn files(base: &str, paths: &[String]) -> Vec<File> {
    let url = |path: &str| encoded(&format!("{}/{path}", base.trim_end_matches('/')));
    let list = |paths: &[String]| {
        document("urlset", paths.iter().map(|path| format!("  <url><loc>{}</loc></url>\n", url(path))))
    };
    let file = |path: String, text: String| File { path, text };
    if paths.len() <= MOST {
        return vec![file("sitemap.xml".to_owned(), list(paths))];
    }
    let parts: Vec<File> = paths
        .chunks(MOST)
        .enumerate()
        .map(|(index, paths)| file(format!("sitemap-{}.xml", index + 1), list(paths)))
        .collect();
    let lines = parts.iter().map(|part| format!("  <sitemap><loc>{}</loc></sitemap>\n", url(&part.path)));
    let index = document("sitemapindex", lines);
    parts.into_iter().chain([file("sitemap.xml".to_owned(), index)]).collect()
}

fn document(tag: &str, lines: impl Iterator<Item = String>) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {MARK} -->\n<{tag} \
         xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    text.extend(lines);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "</{tag}>");
    text
}

/// Returns a URL as it may stand in XML: other characters than those of ASCII are percent-encoded.
fn encoded(url: &str) -> String {
    let mut text = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'&' => text.push_str("&amp;"),
            b'\'' => text.push_str("&apos;"),
            b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^' | 0..=32 | 127.. => {
                // Writing to a string cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
            byte => text.push(char::from(byte)),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{MOST, files};

    #[test]
    fn urls_are_escaped() {
        let made = files("https://a.example/b'&c/", &["ü<.html".to_owned()]);
        assert_eq!(made.len(), 1);
        assert!(made[0].text.contains("<loc>https://a.example/b&apos;&amp;c/%C3%BC%3C.html</loc>"), "{}", made[0].text);
    }

    #[test]
    fn many_pages_have_several_lists() {
        let paths: Vec<String> = (0..=MOST).map(|number| format!("{number}.html")).collect();
        let made = files("https://a.example", &paths);
        let names: Vec<&str> = made.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        assert_eq!(made[1].text.matches("<url>").count(), 1);
        assert!(made[2].text.contains("<loc>https://a.example/sitemap-2.xml</loc>"));
    }
}
