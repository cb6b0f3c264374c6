//! Texts that want to run, to load, or to leave their element. `@` stands for the mark of where the text is. Knows
//! nothing of documents.
//!
//! What runs sets `window.__pwned` or opens a dialog, what loads asks `escaped.invalid`, what leaves its element has
//! the attribute `data-escaped`: `xtask/site/hostile.mjs` looks for these.

/// A text, and the kind of harm that it tries.
pub(super) struct Payload {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    /// What a page must not make of it, as HTML, if that is neither the text itself nor its Markdown.
    pub(super) raw: Option<&'static str>,
}

const fn of(name: &'static str, text: &'static str) -> Payload {
    Payload { name, text, raw: None }
}

const fn with(name: &'static str, text: &'static str, raw: &'static str) -> Payload {
    Payload { name, text, raw: Some(raw) }
}

/// The texts.
pub(super) const TEXTS: &[Payload] = &[
    of("a script", "@ <script>window.__pwned='@'</script>"),
    of("an event handler", "@ <img src=x onerror=\"window.__pwned='@'\" data-escaped>"),
    of("a request", "@ <img src=\"https://escaped.invalid/@\"> <link rel=stylesheet href=https://escaped.invalid/@>"),
    of("SVG", "@ <svg onload=\"window.__pwned='@'\" data-escaped><script>window.__pwned='@'</script></svg>"),
    with(
        "a double quote",
        "@\" onmouseover=\"window.__pwned='@'\" onfocus=\"alert(1)\" autofocus tabindex=0 data-escaped x=\"",
        "<a title=\"@\" onmouseover=\"window.__pwned='@'\" data-escaped x=\"\">a</a>",
    ),
    with(
        "a single quote",
        "@' onmouseover='window.__pwned=1' onfocus='alert(1)' autofocus tabindex=0 data-escaped x='",
        "<a title='@' onmouseover='window.__pwned=1' data-escaped x=''>a</a>",
    ),
    of(
        "the end of the page",
        "@ </code></pre></summary></details></p></div></li></ul></section></main></body></html><b data-escaped>@</b>\
         <script>window.__pwned='@'</script>",
    ),
    of(
        "the end of raw text",
        "@ </title></textarea></style></script></noscript></template></select><b data-escaped>@</b><script>alert(1)</script>",
    ),
    of("the end of a comment", "@ --> --!> ]]> ?> <b data-escaped>@</b><!-- <![CDATA["),
    of(
        "links that run",
        "@ [a](javascript:window.__pwned='@') [b](&#106;avascript:alert(1)) <javascript:alert(1)> [c](JaVaScRiPt:alert(1)) \
         [d](<java\tscript:alert(1)>) [e]\n\n[e]: vbscript:alert(1)",
    ),
    of(
        "links to data and files",
        "@ [a](data:text/html,<script>alert(1)</script>) ![b](data:image/svg+xml,<svg>) [c](file:///etc/passwd) \
         [d](//escaped.invalid/@) [e](blob:a) [f](ftp://escaped.invalid)",
    ),
    of(
        "images",
        "@ ![a](https://escaped.invalid/@.png) ![b](https://escaped.invalid/a.png \"x\\\" onerror=alert(1)\")",
    ),
    of(
        "HTML in Markdown",
        "@ <a href=\"javascript:window.__pwned='@'\" onclick=\"alert(1)\" data-escaped>a</a> <iframe \
         srcdoc=\"<script>parent.__pwned=1</script>\" data-escaped></iframe> <form action=https://escaped.invalid>\
         <button formaction=javascript:alert(1)>b</button></form>\n\n<div data-escaped onclick=alert(1)>\n\n*a*\n\n\
         <object data=https://escaped.invalid>",
    ),
    of(
        "broken Markdown",
        "@ ```` ``` ~~~ `` <b data-escaped> ` | * _ [ ] ( ![ [^1]: <\n\n```html\n<b data-escaped>\n~~~\n\n> - 1. \
         <script>window.__pwned=1</script>\n\n[a]: <",
    ),
    of("a table", "@\n\n| a | b |\n|---|\n| <b data-escaped>\\|</td></table><script>window.__pwned=1</script> |"),
    with(
        "entities",
        "@ &lt;script&gt;window.__pwned=1&lt;/script&gt; &#60;b data-escaped&#62; &amp;lt;b data-escaped&amp;gt;",
        "<script>window.__pwned=1</script> <b data-escaped>",
    ),
    with(
        "the end of a string of a script",
        "@ \"});window.__pwned='@';//\\\"});window.__pwned=1;//</script> ${window.__pwned=1} `+(window.__pwned=1)+` \u{2028}",
        "<script>String({a:\"@ \"});window.__pwned='@';</script>",
    ),
    with("directions", "@ \u{202e}\u{2066}evil\u{2069} \u{200b}\u{feff}", "\u{202e}evil"),
    with("control characters", "@ \u{0}\u{1}\u{1b}[2J\u{85}\u{2028}\u{9b}31m", "\u{1}"),
    of(
        "another base and style",
        "@ <meta http-equiv=refresh content=\"0;url=https://escaped.invalid/\"><base href=\"https://escaped.invalid/\">\
         <style>body{display:none}</style>",
    ),
    with(
        "names of the page",
        "@\"><form id=page:content name=body><input name=attributes id=page:tree></form> __proto__ constructor",
        "<form id=\"page:content\"><input id=\"page:tree\"></form>",
    ),
    with(
        "a path",
        "@/../../../../escaped/..\\..\\@%2e%2e%2f%00.html?a#b",
        "<a href=\"../../../../../../../../../../escaped\">a</a>",
    ),
    of(
        "HTML that changes when it is read twice",
        "@ <math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 \
         onerror=window.__pwned=1&gt;\" data-escaped>",
    ),
];

/// URLs, for where a document has one.
pub(super) const URLS: &[&str] = &[
    "javascript:window.__pwned='@'",
    "data:text/html,<script>window.__pwned='@'</script>",
    "https://a.example/@\"><b data-escaped>",
    "JaVaScRiPt://a.example/%0aalert('@')",
    " java\tscript:alert('@')",
    "vbscript:alert('@')",
    "//escaped.invalid/@",
    "file:///etc/@",
    "https://a.example/@ onclick=alert(1) '",
    "\u{1}javascript:alert('@')",
];

#[cfg(test)]
mod tests {
    use super::{TEXTS, URLS};

    #[test]
    fn every_text_says_where_it_is() {
        assert!(TEXTS.iter().all(|payload| payload.text.contains('@')));
        assert!(URLS.iter().all(|url| url.contains('@')));
    }
}
