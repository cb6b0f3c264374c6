//! The pages that the configuration adds: Markdown files of the user.

use std::collections::BTreeMap;

use super::Cx;
use super::anchors::Anchors;
use super::page::{Page, PageId, Part};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, codes};
use crate::text::{self, Chapter, Pages};

/// A guide.
#[derive(Debug)]
pub(super) struct Guide {
    pub(super) title: String,
    /// What is below its title.
    chapters: Vec<Chapter>,
}

/// Reads the guides of the configuration from their texts; reports links that lead nowhere.
pub(super) fn read(config: &Config, texts: &[String], pages: &Pages, found: &mut Vec<Diagnostic>) -> Vec<Guide> {
    let paths = &config.docs.guides;
    let guides = paths.iter().zip(texts).enumerate().map(|(index, (path, text))| {
        let own = names(paths, index);
        let mut dead: Vec<String> = text::targets(text);
        dead.retain(|target| is_relative(target) && !own.contains_key(target.split('#').next().unwrap_or_default()));
        dead.sort();
        dead.dedup();
        for target in dead {
            let message = format!("the guide `{path}` links to `{}`, which is no guide", target.escape_debug());
            let location = config.locations.location(&["docs", "guides", &index.to_string()]);
            let help = "add it to `guides`, or write its URL; its text is shown without a link";
            found.push(Diagnostic::new(codes::DEAD_LINK, location, message).help(help));
        }
        guide(path, text, &pages.with_own(own))
    });
    guides.collect()
}

fn guide(path: &str, text: &str, pages: &Pages) -> Guide {
    let mut chapters = text::chapters(text, pages);
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let heading = chapters.iter().position(|chapter| !chapter.title.is_empty());
    let Some(at) = heading else { return Guide { title: name.to_owned(), chapters } };
    let title = std::mem::take(&mut chapters[at].title);
    chapters[at].level = 0;
    Guide { title, chapters }
}

/// Whether a target is a path beside the guide, or an anchor.
fn is_relative(target: &str) -> bool {
    let before = target.split(['/', '?', '#']).next().unwrap_or_default();
    !before.contains(':') && !target.starts_with('/')
}

/// Returns what a guide calls all guides, each with a target that tells which one it is.
fn names(paths: &[String], from: usize) -> BTreeMap<String, String> {
    let mut names = BTreeMap::from([(String::new(), target(from))]);
    for (index, path) in paths.iter().enumerate() {
        let relative = between(&paths[from], path);
        names.insert(format!("./{relative}"), target(index));
        names.insert(relative, target(index));
    }
    names
}

fn target(index: usize) -> String {
    format!("guide:{index}")
}

/// Returns the path of a file as seen from another one.
fn between(from: &str, to: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !matches!(*part, "" | ".")).map(str::to_owned).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let last = from.len().saturating_sub(1);
    let shared = from[..last].iter().zip(&to).take_while(|(one, other)| one == other).count();
    format!("{}{}", "../".repeat(last - shared), to[shared..].join("/"))
}

/// Returns the websites with the guides, as the pages of one of them link to the others.
pub(super) fn links(cx: Cx<'_>, from: PageId, extension: &str) -> Pages {
    let guides = cx.guides.iter().enumerate();
    let own =
        guides.map(|(index, _)| (target(index), cx.addresses.between(from, PageId::Guide(index), extension, None)));
    cx.pages.with_own(own.collect())
}

/// Returns the page of a guide.
pub(super) fn page(cx: Cx<'_>, index: usize) -> Page {
    let guide = &cx.guides[index];
    let mut ids = Anchors::default();
    let chapters: Vec<(String, &Chapter)> =
        guide.chapters.iter().map(|chapter| (ids.numbered(&anchor(&chapter.title), 1), chapter)).collect();
    let before = chapters.iter().take_while(|(_, chapter)| chapter.level == 0).count();
    let mut parts: Vec<Part> = chapters[..before].iter().filter_map(|(_, chapter)| prose(chapter)).collect();
    parts.extend(sections(&chapters[before..]));
    let first = guide.chapters.iter().find(|chapter| !chapter.text.is_empty());
    Page {
        id: PageId::Guide(index),
        title: guide.title.clone(),
        summary: first.map(|chapter| text::words(&chapter.text, cx.pages)).unwrap_or_default(),
        deprecated: false,
        parts,
    }
}

fn prose(chapter: &Chapter) -> Option<Part> {
    (!chapter.text.is_empty()).then(|| Part::Prose(chapter.text.clone()))
}

/// Returns chapters as sections; those with a lower heading are in the section before them.
fn sections(chapters: &[(String, &Chapter)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = chapters;
    while let Some(((id, chapter), below)) = rest.split_first() {
        let inner = below.iter().take_while(|(_, other)| other.level > chapter.level).count();
        let own = prose(chapter).into_iter().chain(sections(&below[..inner])).collect();
        parts.push(Part::Section { id: id.clone(), title: chapter.title.clone(), parts: own });
        rest = &below[inner..];
    }
    parts
}

/// Returns the anchor of a heading, as GitHub does: lower case, with hyphens between words.
fn anchor(title: &str) -> String {
    let words = title.to_lowercase().replace(' ', "-");
    let anchor: String = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
    if anchor.is_empty() { "section".to_owned() } else { anchor }
}

#[cfg(test)]
mod tests {
    use super::{anchor, between, is_relative};

    #[test]
    fn paths_lead_from_one_file_to_another() {
        assert_eq!(between("a.md", "b.md"), "b.md");
        assert_eq!(between("x/a.md", "x/b.md"), "b.md");
        assert_eq!(between("x/a.md", "./b.md"), "../b.md");
        assert_eq!(between("x/y/a.md", "x/z/b.md"), "../z/b.md");
    }

    #[test]
    fn targets_are_relative_or_not() {
        assert!(["a.md", "./a.md", "../a", "#b", "a/b:c"].into_iter().all(is_relative));
        assert!(
            ["https://a.example", "mailto:a@b.example", "/a", "//a.example"].into_iter().all(|url| !is_relative(url))
        );
        assert_eq!(anchor("What's new in 2.0?"), "whats-new-in-20");
    }
}
