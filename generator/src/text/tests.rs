//! What becomes of texts, ordinary and hostile.

mod html;
mod properties;

use super::{Pages, plain};

fn markdown(text: &str) -> String {
    super::markdown(text, &Pages::default())
}

fn phrase(text: &str) -> String {
    super::phrase(text, &Pages::default())
}

fn link(label: &str, target: &str) -> Option<String> {
    super::link(label, target, &Pages::default())
}

#[test]
fn relative_links_lead_to_the_pages_of_the_document() {
    let websites = [("docs".to_owned(), "https://docs.example".to_owned())].into();
    let pages = Pages::new(websites, Some("https://example.com/api".to_owned()));
    for (given, made) in [
        ("[a](/docs/a)", "[a](https://docs.example/docs/a)"),
        ("<a href=\"/docs/a\">a</a>", "[a](https://docs.example/docs/a)"),
        ("![a](/b.png)", "![a](https://example.com/b.png)"),
        ("[a](../b)", "[a](https://example.com/../b)"),
        ("[a-z](?:-[a-z])", "\\[a-z](?:-\\[a-z\\])"),
        ("[a](b)", "\\[a](b)"),
    ] {
        assert_eq!(super::markdown(given, &pages), made, "{given:?}");
    }
    assert_eq!(markdown("[a](/docs/a), <a href='/b'>b</a>"), "a (/docs/a), b (/b)");
}

/// Takes minutes if each bracket is compared with all that follow.
#[test]
fn a_long_line_is_read_once() {
    let line = "[".repeat(1 << 20);
    assert_eq!(markdown(&line), line.replace('[', "\\["));
}

#[test]
fn markdown_is_made_fit_for_rustdoc() {
    for (given, made) in [
        ("plain", "plain"),
        ("an [item] and `[code]`", "an \\[item\\] and `[code]`"),
        ("[a link](https://a.example/b) stays", "[a link](https://a.example/b) stays"),
        ("[a place](#below)", "a place"),
        ("see https://a.example/b.", "see <https://a.example/b>."),
        ("<https://a.example>", "<https://a.example>"),
        ("(see https://a.example/b_(c))", "(see <https://a.example/b_(c)>)"),
        ("a\u{0}b\u{202e}c", "abc"),
        ("List<String>", "List\\<String>"),
        ("```\ncode\n```", "```text\ncode\n```"),
        ("```json\n{}\n```", "```json\n{}\n```"),
        ("```\nnot closed", "```text\nnot closed\n```"),
        ("a\r\rb", "a\n\nb"),
        ("text\n\n    indented", "text\n\n```text\nindented\n```"),
        ("already \\[escaped\\]", "already \\[escaped\\]"),
        ("one ` tick", "one \\` tick"),
        ("- a list\nthat goes on\n      deeply\n  - nested\nlazily", "- a list that goes on deeply\n  - nested lazily"),
        ("- item\n\n  its second paragraph\n\nnot its", "- item\n\n  its second paragraph\n\nnot its"),
        ("# A\n    indented", "# A\n\n```text\nindented\n```"),
        (">     quoted", "> ```text\n> quoted\n> ```"),
        ("see [text\nmatch](https://a.example)", "see [text match](https://a.example)"),
        ("-      far", "- ```text\n   far\n  ```"),
        ("- ```json\n  {}\n  ```\nafter", "- ```json\n  {}\n  ```\n\nafter"),
        ("> ```\n> a\n> ```\nafter", "> ```text\n> a\n> ```\n\nafter"),
        ("```ignore,rust\na\n```", "```text\na\n```"),
        ("```json {title}\na\n```", "```json\na\n```"),
        ("[https://a.example](https://a.example)", "[https://a.example](https://a.example)"),
        ("- item\n```\ncode\n```", "- item\n\n```text\ncode\n```"),
    ] {
        assert_eq!(markdown(given), made, "{given:?}");
    }
}

#[test]
fn long_quotations_keep_their_mark() {
    let made = markdown(&format!("> - {}", "word ".repeat(32)));
    let lines: Vec<&str> = made.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("> - word") && lines[1].starts_with(">   word"), "{made}");
}

#[test]
fn long_lines_are_wrapped_under_their_list_item() {
    let words = "word ".repeat(40);
    let wrapped = markdown(&format!("- {words}"));
    assert!(wrapped.lines().count() > 1);
    assert!(wrapped.lines().all(|line| line.len() <= super::WIDTH));
    assert!(wrapped.lines().skip(1).all(|line| line.starts_with("  word")));
}

#[test]
fn html_is_read_as_what_it_means() {
    for (given, made) in [
        ("<p>A <b>bold</b> word.</p> <p>Two.</p>", "A **bold** word.\n\nTwo."),
        ("<p>See <a href=\"https://a.example/b\">the <code>docs</code></a>.", "See [the `docs`](https://a.example/b)."),
        ("one<br>two<br/><br />three", "one\\\ntwo\n\nthree"),
        ("<ul><li>a<li>b <ul><li>c</ul></ul>d", "- a\n- b\n  - c\n\nd"),
        ("<ol start=3>\n<li><p>a</p></li>\n<li>b</li>\n</ol>", "3. a\n4. b"),
        ("text <ul><li>a</li></ul> more", "text\n\n- a\n\nmore"),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>d<p>e</p></td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| d e |",
        ),
        ("<h2>Head</h2>text", "## Head\n\ntext"),
        ("<pre><code>a\n  &lt;b&gt;\n\nc</code></pre>", "```text\na\n  <b>\n\nc\n```"),
        ("<blockquote>a<hr>b</blockquote>", "> a\n>\n> ___\n>\n> b"),
        ("<s>a</s> <i> b </i>c", "~~a~~ *b* c"),
        ("10<sup>-6</sup>, H<sub>2</sub>O, 1<sup>st</sup>", "10⁻⁶, H₂O, 1st"),
        ("<details><summary>Sum</summary>\n\n- **a**\n\n</details>", "Sum\n\n- **a**"),
        ("<img src='https://a.example/b.png' alt='c'> <img src=x alt=d>", "![c](https://a.example/b.png) d"),
        ("<span class=x>a</span> <u>b</u><!-- gone --> c<style>p {}</style>", "a b c"),
        ("<b>a <i>b</b> c</i>", "**a *b*** c"),
        ("</b></p></li></td>a", "a"),
        ("<td>a<td>b", "| a | b |\n| --- | --- |"),
        ("<B>a</B><b>b</b> <CODE>a</CODE><code>b</code>", "**ab** `ab`"),
        ("a<b>(b)</b>c", "a(b)c"),
        ("[![a](https://a.example/b.svg)](https://a.example)", "[![a](https://a.example/b.svg)](https://a.example)"),
    ] {
        assert_eq!(markdown(given), made, "{given:?}");
    }
}

#[test]
fn tags_that_only_separate_paragraphs_leave_markdown_as_it_is() {
    for (given, made) in [
        ("One.\n<p>**Note**: `a`.", "One.\n\n**Note**: `a`."),
        ("<p>**a**\n<p>_b_", "**a**\n\n_b_"),
        ("<div class=\"x\">**a**", "**a**"),
        ("<p>**a**</p>", "\\*\\*a\\*\\*"),
        ("```\n<p>**a**\n```", "```text\n<p>**a**\n```"),
        ("a `x\n<p>y`", "a \\`x\n\ny\\`"),
    ] {
        assert_eq!(markdown(given), made, "{given:?}");
    }
}

#[test]
fn alerts_become_quotations() {
    for (given, made) in [
        ("> [!NOTE]\n> Use it.", "> **Note**\n>\n> Use it."),
        ("> [!warning]\n> - a", "> **Warning**\n>\n> - a"),
        ("> [!Other]\n> a", "> \\[!Other\\] a"),
    ] {
        assert_eq!(markdown(given), made, "{given:?}");
    }
}

#[test]
fn what_is_no_element_stays_text() {
    for text in [
        "<your-id>",
        "Vec<u8>",
        "Map<A, B>",
        "Option<B>",
        "Page<P>",
        "a < b > c",
        "a <b and c",
        "?code=<code>&a=<a>",
        "<x>a</x>",
        "<title> of <object>",
        "<!-- open",
        "<p title=\"open>",
        "<pre>open",
    ] {
        assert_eq!(markdown(text), text.replace('<', "\\<"), "{text:?}");
    }
}

/// Each of these was run by `cargo test` once, or got HTML or a script into the docs.
#[test]
fn nothing_of_a_text_is_run_or_live() {
    for (given, made) in [
        ("- -     code", "- - ```text\n    code\n    ```"),
        ("> >     code", "> > ```text\n> > code\n> > ```"),
        ("para\n10. not an item", "para 10. not an item"),
        ("1234567890. no item\n\n    code", "1234567890\\. no item\n\n```text\ncode\n```"),
        ("~~~rust\ncode\n~~~", "```text\ncode\n```"),
        ("```{.rust}\ncode\n```", "```text\ncode\n```"),
        ("```E+123\ncode\n```", "```e+123\ncode\n```"),
        ("````\n```rust\n````", "````text\n```rust\n````"),
        ("a ``x`` <script>alert(1)</script>", "a `x`"),
        ("``<script>`", "\\`\\`\\<script>\\`"),
        ("<div>\n\n    code\n\n</div>", "```text\ncode\n```"),
        ("a <script>not closed", "a \\<script>not closed"),
        ("<p>&lt;script&gt; &#60;b></p>", "\\<script> \\<b>"),
        ("<pre class=rust>\ncode\n\n</pre>", "```text\ncode\n```"),
        ("<a href='javascript:alert(1)' onclick=x>a</a> <a href=' JaVa&#115;cript:a'>b</a>", "a b"),
        ("<img src=x onerror=alert(1) alt='&lt;b>a'>", "\\<b>a"),
        ("<svg><script>a</script></svg><iframe src=https://a.example>b</iframe>c", "c"),
        ("<a href='https://a.example/\">\n'>a</a>", "[a](https://a.example/%22%3E)"),
        ("&lt;script&gt; &#60;b> &amp;lt;", "\\<script> \\<b> \\&lt;"),
        ("<javascript:alert(1)>", "\\<javascript:alert(1)>"),
        ("[x](javascript:alert(1))", "\\[x](javascript:alert(1))"),
        ("[x](JAVASCRIPT&#58;alert(1))", "\\[x](JAVASCRIPT:alert(1))"),
        ("![logo](data:image/png;base64,AAAA)", "logo"),
        ("[x][y]\n\n[y]: javascript:alert(1)", "\\[x](javascript:alert(1))"),
        ("[x][y]\n\n[y]: https://a.example", "[x](https://a.example)"),
        ("[x](https://a.example \"<script>\")", "[x](https://a.example \"\\<script\\>\")"),
        ("a[^1]\n\n[^1]: note\n\n    code", "a\\[^1\\]\n\n\\[^1\\]: note\n\ncode"),
        ("| a |\n|---|\n| `b\\|c` <i> \\| |", "| a |\n| --- |\n| `b\\|c` \\<i> \\| |"),
        ("a\n\n- - -\n\nb", "a\n\n___\n\nb"),
        ("a\\\n- b", "a\\\\\n\n- b"),
        ("a\\\n1986\\. b", "a\\\n1986\\. b"),
    ] {
        assert_eq!(markdown(given), made, "{given:?}");
    }
}

#[test]
fn what_means_nothing_is_not_escaped() {
    for text in [
        "snake_case_names and 2 * 3 * 4, 5 ~ 6",
        "one * star, one _ line, ~5 minutes",
        "*one* and _two_ and **three** and ~~four~~",
        "a & b &c; d > e # f | g - h + i = j! (k) \"l\" 'm'",
        "1. one\n2. two\n   - three\n\n     more\n3) x",
        "a\\\nb",
        "| a | b |\n| --- | :-: |\n| `c` | d |",
        "[a](https://a.example/b_c?d=e&f=g \"title\") ![b](https://a.example/c.png)",
    ] {
        let made = markdown(text);
        assert_eq!(markdown(&made), made, "{text:?}");
        if !text.contains("3)") {
            assert_eq!(made.replace("\\&c;", "&c;"), text);
        }
    }
}

#[test]
fn a_phrase_is_one_line_of_the_first_paragraph() {
    for (given, made) in [
        ("One\ntwo.\n\nThree.", "One two."),
        ("# Head\n\ntext", "Head"),
        ("- item\n- other", "item"),
        ("```\na\n\n```rust", "`a`"),
        ("a  \nb", "a b"),
        ("", ""),
        ("a<br>b", "a b"),
        ("<br>", ""),
    ] {
        assert_eq!(phrase(given), made, "{given:?}");
    }
}

#[test]
fn plain_text_has_no_markup() {
    assert_eq!(
        plain("A *b*\n# `c`\n\n    <d> [e] http://f.example"),
        "A \\*b\\* # \\`c\\` \\<d> \\[e\\] <http://f.example>"
    );
    assert_eq!(
        link("the [docs]", "https://a.example/b c").as_deref(),
        Some("[the \\[docs\\]](https://a.example/b%20c)")
    );
    assert_eq!(link("x", "javascript:a"), None);
}

/// Blocks and emphasis may nest as deep as a text is long.
#[test]
fn deep_texts_are_borne() {
    for text in [
        ">".repeat(50_000),
        "- ".repeat(50_000) + "a",
        "*a ".repeat(50_000),
        "**a* ".repeat(20_000),
        "[".repeat(20_000) + &"](https://a.example)".repeat(20_000),
        "![".repeat(20_000) + "a" + &"](https://a.example)".repeat(20_000),
        "`".repeat(50_000),
        (1..300).map(|length| "`".repeat(length) + " ").collect(),
        "<http://".repeat(50_000),
        "<p ".repeat(50_000),
        "<p a=\"".repeat(50_000),
        "<b>".repeat(50_000) + "</b>",
        "<ul><li>".repeat(50_000),
        "<blockquote>".repeat(50_000) + "a",
        "<table><tr><td>".repeat(20_000),
        "<td>".repeat(20_000) + &"<tr><td>a".repeat(20_000),
        "<!-- ".repeat(50_000) + "-->",
        "</p>".repeat(50_000),
        "> <ul><li>\n".repeat(5_000),
        "<i><b>a</i></b>".repeat(20_000),
        "a\n".repeat(50_000),
        "|a\n|-\n".repeat(10_000),
        format!("{}\n{}", "> ".repeat(3_000), "\n".repeat(3_000)),
        format!("{}a\n{}", "- ".repeat(3_000), "\n".repeat(3_000)),
    ] {
        let made = markdown(&text);
        assert!(made.len() < 40 * text.len(), "{} bytes of {}", made.len(), text.len());
    }
}
