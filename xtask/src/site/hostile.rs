//! References of documents with hostile texts in every location: no text runs, loads, or leaves its element, and the
//! size of a site is bounded. Knows what is checked without a browser; `xtask/site/hostile.mjs` does the rest.

mod documents;
mod markdown;
mod payloads;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use self::documents::{Made, Text, Texts};
use self::payloads::{Payload, TEXTS, URLS};
use super::browser::Browser;
use super::pages::{self, Site};
use crate::{crates, process};

/// The bytes of a long text.
pub(super) const LONG: usize = 1 << 20;
/// The same for a generator that is compiled without optimisation, and takes ten times as long.
pub(super) const LONG_IN_CI: usize = 1 << 16;
/// How many times the bytes of its document a site may have.
const MOST_TIMES: u64 = 8;
/// How many times the bytes of its document a page may have.
const MOST_TIMES_IN_A_PAGE: u64 = 2;
/// How many faults of a kind are printed.
const MOST_LINES: usize = 20;

/// Makes the sites below `work` and checks them, and one with texts of `long` bytes; returns the number of
/// faults.
pub(super) fn check(browser: &Browser, generator: &Path, work: &Path, long: usize) -> Result<usize, String> {
    let folder = work.join("hostile");
    if folder.is_dir() {
        // Pages of an earlier list of texts are not ours to judge.
        fs::remove_dir_all(&folder).map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    let mut texts = Texts::new();
    let all = documents::all(&mut texts);
    println!("hostile texts: {} of {} kinds in {} documents", texts.all.len(), TEXTS.len(), all.len());
    let site = folder.join("site");
    let mut faults = 0;
    for Made { name, value } in &all {
        make(generator, &folder, name, value, &site.join(name))?;
        faults += links(name, &site.join(name))?;
    }
    faults += shown(&texts.all, &site)?;
    faults += in_markdown(&site)?;
    let raw = folder.join("raw");
    write_raw(&raw)?;
    faults += browser.run("hostile.mjs", &site, &[&raw])?;
    faults += browser.run("validate.mjs", &site, &[])?;
    faults += large(generator, &folder, long)?;
    Ok(faults)
}

fn make(generator: &Path, folder: &Path, name: &str, value: &Value, out: &Path) -> Result<(), String> {
    let document = folder.join(format!("{name}.json"));
    write(&document, &value.to_string())?;
    let mut command = Command::new(generator);
    command.arg("docs").arg(&document).arg("--out").arg(out).arg("--lenient-names");
    command.stderr(Stdio::null());
    process::run(command)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot write {}: {error}", path.display());
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
    fs::write(path, text).map_err(failed)
}

/// Links that lead nowhere, and anchors that occur twice.
fn links(name: &str, folder: &Path) -> Result<usize, String> {
    let site = Site::read(folder)?;
    let repeated =
        site.pages.iter().flat_map(|(path, page)| page.repeated.iter().map(move |id| format!("{path}: {id}")));
    Ok(list(&format!("{name}: links that lead nowhere"), &site.dead_links(folder))
        + list(&format!("{name}: anchors that occur twice"), &repeated.collect::<Vec<_>>()))
}

/// The kinds of locations whose texts are in no file, with the reason.
const NOT_SHOWN: [(&str, &str); 2] = [
    ("extension", "extensions are for programs; those that sdkgen knows are followed"),
    ("value of a variable", "the generator warns of values that no URL can contain, and leaves them out"),
];

/// Prints how many texts are somewhere in a file. That none of a kind of location is, without a known reason, is a
/// fault: there nothing was tried.
fn shown(texts: &[Text], site: &Path) -> Result<usize, String> {
    let mut all = String::new();
    for path in crates::files(site)? {
        all.push_str(&crates::text(&path)?.to_lowercase());
    }
    // Names are spelled in several ways.
    let all = all.replace(['_', '-'], "").replace("<wbr>", "");
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for text in texts {
        let (there, count) = kinds.entry(text.kind).or_default();
        *there += usize::from(all.contains(&text.mark));
        *count += 1;
    }
    let sum: usize = kinds.values().map(|(there, _)| there).sum();
    println!("  {sum} of {} texts are in the sites", texts.len());
    let never: Vec<&str> = kinds.iter().filter(|(_, (there, _))| *there == 0).map(|(kind, _)| *kind).collect();
    for (kind, why) in NOT_SHOWN.iter().filter(|(kind, _)| never.contains(kind)) {
        println!("  not shown: {kind}: {why}");
    }
    let partly = kinds.iter().filter(|(_, (there, count))| *there > 0 && there < count);
    let partly: Vec<String> = partly.map(|(kind, (there, count))| format!("{kind} ({there} of {count})")).collect();
    println!("  not all: {}", partly.join(", "));
    let unknown = never.into_iter().filter(|kind| NOT_SHOWN.iter().all(|(known, _)| known != kind));
    Ok(list("kinds of locations whose texts are shown nowhere", &unknown.map(str::to_owned).collect::<Vec<_>>()))
}

fn in_markdown(site: &Path) -> Result<usize, String> {
    let mut faults = Vec::new();
    let mut count = 0;
    for path in crates::files(site)? {
        if path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
            count += 1;
            let relative = path.strip_prefix(site).unwrap_or(&path).display();
            let found = markdown::faults(&crates::text(&path)?);
            faults.extend(found.iter().map(|fault| format!("{relative}: {fault}")));
        }
    }
    println!("  Markdown: {count} files");
    Ok(list("Markdown that is not harmless", &faults))
}

/// Writes the pages to try the probe with: each text as it is, as HTML and as the HTML of its Markdown, and each URL.
/// The part of a name before `--` says which text it is.
fn write_raw(folder: &Path) -> Result<(), String> {
    write(&folder.join("plain.html"), &page("<p>Plain.</p>"))?;
    for (index, Payload { name, text, raw }) in TEXTS.iter().enumerate() {
        let text = raw.unwrap_or(text);
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
        let name = format!("{index}-{}", name.replace(' ', "-"));
        write(&folder.join(format!("{name}--html.html")), &page(&format!("<div>{text}</div>")))?;
        write(&folder.join(format!("{name}--markdown.html")), &page(&html))?;
    }
    for (index, url) in URLS.iter().enumerate() {
        let links = format!("<p><a href=\"{url}\">a</a> <a href={url}>b</a></p>");
        write(&folder.join(format!("url-{index}--link.html")), &page(&links))?;
    }
    Ok(())
}

/// A page with the structure of ours.
fn page(content: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Raw</title></head>\n<body>\
         <a class=\"skip\" href=\"#a\">a</a><header class=\"top\"><a class=\"menu\" href=\"#a\">a</a><a class=\"home\" \
         href=\"#a\">a</a><div class=\"search\"></div><div class=\"tools\"></div></header><div class=\"columns\"><nav \
         class=\"tree\"></nav><main id=\"a\"><h1>Raw</h1>\n{content}\n</main></div></body>\n</html>\n"
    )
}

/// A document of many long texts makes a site of bounded size.
fn large(generator: &Path, folder: &Path, size: usize) -> Result<usize, String> {
    let document = documents::large(size);
    let bytes = document.to_string().len() as u64;
    let site = folder.join("long");
    let start = Instant::now();
    make(generator, folder, "long", &document, &site)?;
    let took = start.elapsed();
    let sizes = pages::sizes(&site)?;
    let total: u64 = sizes.iter().map(|(_, size)| size).sum();
    let (largest, size) = sizes.iter().max_by_key(|(_, size)| *size).ok_or("no page")?;
    println!(
        "  long texts: {} kB become {} kB in {:.1} s; {largest} has {} kB",
        bytes / 1000,
        total / 1000,
        took.as_secs_f64(),
        size / 1000
    );
    let mut faults = Vec::new();
    if total > bytes * MOST_TIMES {
        faults.push(format!("{total} bytes, more than {MOST_TIMES} times the {bytes} of the document"));
    }
    if *size > bytes * MOST_TIMES_IN_A_PAGE {
        faults.push(format!(
            "{largest}: {size} bytes, more than {MOST_TIMES_IN_A_PAGE} times the {bytes} of the document"
        ));
    }
    Ok(list("long texts", &faults))
}

fn list(title: &str, lines: &[String]) -> usize {
    if !lines.is_empty() {
        println!("  {title}: {}", lines.len());
        lines.iter().take(MOST_LINES).for_each(|line| println!("    {line}"));
    }
    lines.len()
}
