//! Members, variants and values as items of lists; what they contain is a list below them.

use super::inline::{code, line};
use super::lists::list;
use crate::ir::TypeId;
use crate::site::Cx;
use crate::site::page::{EnumValue, Inner, Line, Member, PageId, Variant};
use crate::text::{self, own};

/// The level below which the headings of the texts of rows are.
const LEVEL: usize = 4;

/// Returns the rows of members.
pub(super) fn members(cx: Cx<'_>, from: PageId, members: &[Member]) -> Vec<Vec<String>> {
    members.iter().map(|one| member(cx, from, one)).collect()
}

fn member(cx: Cx<'_>, from: PageId, member: &Member) -> Vec<String> {
    let marks = member.marks.iter().map(|mark| (*mark).to_owned());
    let marks = marks.chain(member.deprecated.then(|| "deprecated".to_owned()));
    let rust = (!member.rust.is_empty()).then(|| format!("in Rust {}", code(&member.rust)));
    let json = Some(line(cx, from, &member.json)).filter(|json| !json.is_empty());
    let words: Vec<String> = json.into_iter().chain(marks).chain(rust).collect();
    let mut blocks = vec![own::wrapped(&format!("{}: {}", code(&member.wire), words.join(", ")))];
    blocks.extend(member.prose.iter().map(|text| text::lowered(text, LEVEL, cx.pages)));
    blocks.extend(facts(cx, from, &member.facts));
    blocks.extend(inner(cx, from, &member.inner));
    blocks
}

fn facts(cx: Cx<'_>, from: PageId, facts: &[(&'static str, Line)]) -> Option<String> {
    let facts: Vec<String> =
        facts.iter().map(|(name, value)| format!("{name}: {}", line(cx, from, value).trim())).collect();
    (!facts.is_empty()).then(|| own::wrapped(&facts.join("; ")))
}

fn inner(cx: Cx<'_>, from: PageId, inner: &Inner) -> Vec<String> {
    let titled = |of: TypeId, what: &str, items: Vec<Vec<String>>| {
        if items.is_empty() {
            return Vec::new();
        }
        let many = if items.len() == 1 { "" } else { "s" };
        let title = format!("{} {what}{many} of {}:", items.len(), code(cx.names.ty(of).ident.as_str()));
        vec![title, list(items)]
    };
    match inner {
        // The type of the row links to it.
        Inner::None | Inner::Elsewhere(_) => Vec::new(),
        Inner::Members { of, list } => titled(*of, "field", members(cx, from, list)),
        Inner::Variants { of, list } => titled(*of, "variant", variants(cx, from, list)),
        Inner::Values { of, list } => titled(*of, "value", values(cx, list)),
    }
}

/// Returns the rows of the variants of a union.
pub(super) fn variants(cx: Cx<'_>, from: PageId, variants: &[Variant]) -> Vec<Vec<String>> {
    let row = |variant: &Variant| {
        let head = format!("{}: {}", code(&variant.rust), line(cx, from, &variant.json));
        let mut blocks = vec![own::wrapped(head.trim_end_matches([' ', ':']))];
        blocks.extend(variant.prose.iter().map(|text| text::lowered(text, LEVEL, cx.pages)));
        blocks.extend(facts(cx, from, &variant.facts));
        blocks.extend(inner(cx, from, &variant.inner));
        blocks
    };
    variants.iter().map(row).collect()
}

/// Returns the rows of the values of an enumeration.
pub(super) fn values(cx: Cx<'_>, values: &[EnumValue]) -> Vec<Vec<String>> {
    let row = |value: &EnumValue| {
        let rust = code(&value.rust);
        let head = if rust.is_empty() { code(&value.value) } else { format!("{}, in Rust {rust}", code(&value.value)) };
        let prose = value.prose.as_deref().filter(|text| !text.trim().is_empty());
        [head].into_iter().chain(prose.map(|text| text::lowered(text, LEVEL, cx.pages))).collect()
    };
    values.iter().map(row).collect()
}
