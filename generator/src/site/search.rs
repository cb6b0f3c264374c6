//! The index of the search: the pages, what stands on them under a name, and the words of the descriptions. It is two
//! scripts, since a page that is a file may load scripts but read no other files. The first has all names, from which
//! the page itself makes lists of words, so that they are not sent twice; the second has the words of descriptions.

mod coding;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;
use std::fmt::Write as _;

use self::coding::{lines, number, quoted};
use super::Cx;
use super::page::{Member, Page, PageId, Part};
use crate::ir::Shape;
use crate::text;
use crate::tree::File;

/// What members are. The script has the same list, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Section,
    Path,
    Query,
    Header,
    Cookie,
    Body,
    Field,
    Variant,
    Value,
}

impl Group {
    /// Returns what the anchors of its members begin with.
    fn prefix(self) -> &'static str {
        match self {
            Self::Path => "path-",
            Self::Query => "query-",
            Self::Header => "header-",
            Self::Cookie => "cookie-",
            Self::Body => "body.",
            Self::Section | Self::Field | Self::Variant | Self::Value => "",
        }
    }

    /// Returns what the members in a section of a page are; `None` if they stand on another page too.
    fn of(page: PageId, section: &str, otherwise: Self) -> Option<Self> {
        match page {
            PageId::Operation(_) => match section {
                "path" => Some(Self::Path),
                "query" => Some(Self::Query),
                "header" => Some(Self::Header),
                "cookie" => Some(Self::Cookie),
                "body" => Some(Self::Body),
                _ => None,
            },
            PageId::Event(_) => Some(Self::Body),
            _ => Some(otherwise),
        }
    }
}

/// A page in the index.
struct Entry {
    kind: char,
    title: String,
    /// The endpoint of an operation.
    detail: String,
    /// Another name: the one that the operation has in the document.
    alias: String,
    address: String,
    /// Its members, each with the number of its name in the order in which names were seen.
    members: Vec<(Group, usize)>,
}

/// The index while pages are added to it. Pages and members are numbered in one row: each page, then its members.
#[derive(Default)]
pub(super) struct Index {
    names: HashMap<String, usize>,
    entries: Vec<Entry>,
    /// How many documents there are.
    count: usize,
    /// The anchors that do not follow from a name.
    anchors: Vec<(usize, String)>,
    /// The documents of each word of the descriptions.
    words: HashMap<String, Vec<usize>>,
}

impl Index {
    /// Adds a page, if it is more than a list of others.
    pub(super) fn add(&mut self, cx: Cx<'_>, page: &Page) {
        let Some((kind, title)) = described(cx, page) else { return };
        let (mut alias, mut detail) = (String::new(), String::new());
        if let PageId::Operation(id) = page.id {
            let operation = &cx.api.operations[id.index()];
            let other = operation.operation_id.as_deref().map(text::line).unwrap_or_default();
            alias = if is_same(&other, &title) { String::new() } else { other };
            detail = text::line(&format!("{} {}", operation.method.as_str(), operation.path));
        }
        let address = cx.addresses.of_page(page.id).to_owned();
        self.entries.push(Entry { kind, title, detail, alias, address, members: Vec::new() });
        let document = self.count;
        self.count += 1;
        for part in &page.parts {
            if let Part::Prose(text) = part {
                self.describe(document, text);
            }
        }
        self.parts(page.id, "", &page.parts);
    }

    fn parts(&mut self, page: PageId, section: &str, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Section { id, title, parts } => {
                    if page == PageId::Overview {
                        self.member(Group::Section, title, id, &[]);
                    }
                    self.parts(page, id, parts);
                }
                Part::Fold { parts, .. } => self.parts(page, section, parts),
                Part::Members(list) => {
                    let group = Group::of(page, section, Group::Field);
                    group.into_iter().for_each(|group| self.members(group, list));
                }
                Part::Variants(list) => {
                    let Some(group) = Group::of(page, section, Group::Variant) else { continue };
                    list.iter().for_each(|one| self.member(group, &one.rust, &one.id, &one.prose));
                }
                Part::Values(list) => {
                    let Some(group) = Group::of(page, section, Group::Value) else { continue };
                    for one in list {
                        self.member(group, one.value.trim_matches('"'), &one.id, one.prose.as_slice());
                    }
                }
                _ => {}
            }
        }
    }

    fn members(&mut self, group: Group, list: &[Member]) {
        list.iter().for_each(|one| self.member(group, &one.wire, &one.id, &one.prose));
    }

    /// Adds a member to the last page.
    fn member(&mut self, group: Group, name: &str, id: &str, prose: &[String]) {
        let Some(entry) = self.entries.last_mut() else { return };
        let name = shortened(&text::line(name));
        if anchor(group, &name) != id {
            self.anchors.push((self.count, id.to_owned()));
        }
        let fresh = self.names.len();
        entry.members.push((group, *self.names.entry(name).or_insert(fresh)));
        let document = self.count;
        self.count += 1;
        prose.iter().for_each(|text| self.describe(document, text));
    }

    /// Adds the words of a description.
    fn describe(&mut self, document: usize, markdown: &str) {
        words::each(markdown, |word| {
            let documents = match self.words.get_mut(word) {
                Some(documents) => documents,
                None => self.words.entry(word.to_owned()).or_default(),
            };
            if documents.last() != Some(&document) {
                documents.push(document);
            }
        });
    }

    /// Returns the files of the index.
    pub(super) fn files(self) -> [File; 2] {
        let file = |path: &str, call: &str, fields: &[(&str, String)]| {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}:{value}")).collect();
            let text = format!("// @generated by sdkgen\n{call}({{{}}});\n", fields.join(",\n"));
            File { path: path.to_owned(), text }
        };
        [
            file("search-names.js", "searchNames", &self.fields_of_names()),
            file("search-words.js", "searchWords", &self.fields_of_words()),
        ]
    }

    fn fields_of_names(&self) -> Vec<(&'static str, String)> {
        let mut sorted: Vec<(&str, usize)> = self.names.iter().map(|(name, seen)| (name.as_str(), *seen)).collect();
        sorted.sort_unstable();
        let mut numbers = vec![0; sorted.len()];
        sorted.iter().enumerate().for_each(|(at, (_, seen))| numbers[*seen] = at);
        let mut members = String::new();
        for entry in &self.entries {
            let groups: Vec<&[(Group, usize)]> = entry.members.chunk_by(|(a, _), (b, _)| a == b).collect();
            number(groups.len(), &mut members);
            for group in groups {
                number(group[0].0 as usize, &mut members);
                number(group.len(), &mut members);
                group.iter().for_each(|(_, seen)| number(numbers[*seen], &mut members));
            }
        }
        let mut anchors = String::new();
        for (document, anchor) in &self.anchors {
            let _ = write!(anchors, "[{document},{}],", quoted(anchor));
        }
        let of_entries = |field: fn(&Entry) -> &str| quoted(&lines(self.entries.iter().map(field)));
        vec![
            ("names", quoted(&lines(sorted.iter().map(|(name, _)| *name)))),
            ("kinds", quoted(&self.entries.iter().map(|entry| entry.kind).collect::<String>())),
            ("titles", of_entries(|entry| &entry.title)),
            ("aliases", of_entries(|entry| &entry.alias)),
            ("details", of_entries(|entry| &entry.detail)),
            ("addresses", of_entries(|entry| &entry.address)),
            ("members", quoted(&members)),
            ("anchors", format!("[{}]", anchors.trim_end_matches(','))),
        ]
    }

    /// A word that stands almost everywhere has no documents: it narrows nothing, and would take the most room.
    fn fields_of_words(&self) -> Vec<(&'static str, String)> {
        let most = (self.count / 10).max(50);
        let mut postings = String::new();
        let mut words: Vec<(&str, &[usize])> = self.words.iter().map(|(word, list)| (word.as_str(), &**list)).collect();
        words.sort_unstable();
        for (at, (_, documents)) in words.iter().enumerate() {
            if at > 0 {
                postings.push(' ');
            }
            let mut before = 0;
            for document in documents.iter().filter(|_| documents.len() <= most) {
                number(document - before, &mut postings);
                before = *document;
            }
        }
        vec![("terms", quoted(&lines(words.iter().map(|(word, _)| *word)))), ("postings", quoted(&postings))]
    }
}

/// Returns the kind of a page, as the script knows it, and its name; `None` for lists of other pages.
fn described(cx: Cx<'_>, page: &Page) -> Option<(char, String)> {
    let kind = match page.id {
        PageId::Resource(_) => 'r',
        PageId::Operation(_) => 'm',
        PageId::Event(_) => 'w',
        PageId::Model(id) => match cx.api.def(id).shape {
            Shape::Struct(_) => 'o',
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => 'e',
            Shape::Union(_) => 'u',
            Shape::Alias(_) => 'a',
        },
        PageId::Overview | PageId::Guide(_) | PageId::Changes => 'p',
        PageId::Models | PageId::ModelGroup(_) | PageId::Methods(..) | PageId::Events | PageId::Examples(_) => {
            return None;
        }
    };
    let title = if matches!(page.id, PageId::Guide(_)) { page.title.clone() } else { cx.label(page.id) };
    Some((kind, shortened(&text::line(&title))))
}

/// Returns whether two names have the same letters and digits.
fn is_same(one: &str, other: &str) -> bool {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    plain(one) == plain(other)
}

/// Returns the beginning of a name that nobody reads to its end.
fn shortened(name: &str) -> String {
    name.chars().take(160).collect()
}

/// Returns the anchor of a member as the script makes it of its name.
fn anchor(group: Group, name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    group.prefix().chars().chain(name.chars().map(plain)).collect()
}
