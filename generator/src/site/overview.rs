//! The first page: what the API is, how to begin, where it is served, how callers authenticate.

use super::page::{Code, Entry, Language, Page, PageId, Part, Span, TableRow, Target};
use super::{Cx, about, credentials, how_to, resource, words};
use crate::ir::Server;
use crate::prose;

/// Returns the first page.
pub(super) fn page(cx: Cx<'_>) -> Page {
    let version = cx.api.version.trim();
    let mut parts = Vec::new();
    if !version.is_empty() {
        parts.push(Part::Line(words::text(format!("Version {version}"))));
    }
    parts.extend(prose::texts(&cx.api.docs).map(Part::Prose));
    if cx.changes.is_some() {
        let changes = Span::Link(Target::Page(PageId::Changes, None), "What changed in this version".to_owned());
        parts.push(Part::Line(vec![changes]));
    }
    parts.extend(guides(cx));
    parts.push(install(cx));
    parts.extend(first_request(cx));
    parts.extend(servers(cx));
    parts.extend(credentials::section(cx));
    parts.extend(how_to::sections(cx));
    let resources: Vec<Entry> = cx.tree.below(None).iter().map(|id| resource::entry(cx, *id)).collect();
    parts.extend(resource::section("resources", "Resources", resources));
    parts.extend(about::sections(cx));
    Page {
        id: PageId::Overview,
        title: cx.title().to_owned(),
        summary: format!("The reference of {} and its Rust SDK.", cx.title()),
        deprecated: false,
        parts,
    }
}

fn guides(cx: Cx<'_>) -> Option<Part> {
    let line = |(index, guide): (usize, &super::guides::Guide)| {
        Part::Line(vec![Span::Link(Target::Page(PageId::Guide(index), None), guide.title.clone())])
    };
    let lines: Vec<Part> = cx.guides.iter().enumerate().map(line).collect();
    (!lines.is_empty()).then(|| Part::section("guides", "Guides", lines))
}

fn install(cx: Cx<'_>) -> Part {
    let version = cx.names.version.split('.').take(2).collect::<Vec<_>>().join(".");
    let text = format!(
        "[dependencies]\n{} = \"{version}\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
        cx.names.package
    );
    Part::section("install", "Install", vec![Part::Code(Code { language: Language::Toml, text })])
}

fn first_request(cx: Cx<'_>) -> Option<Part> {
    let code = Code { language: Language::Rust, text: how_to::introduction(cx)?.program(cx.names.krate.as_str()) };
    Some(Part::section("first-request", "First request", vec![Part::Code(code)]))
}

fn servers(cx: Cx<'_>) -> Option<Part> {
    let row = |server: &Server| TableRow::described(vec![words::code(&server.url)], server.description.as_deref());
    let rows: Vec<TableRow> = cx.api.servers.iter().map(row).collect();
    let variables = cx.api.servers.iter().flat_map(|server| &server.variables).map(|variable| {
        let default = variable.default.as_deref().map(words::code).unwrap_or_default();
        let values = variable.values.iter().map(|value| Span::Code(format!("{value} "))).collect();
        TableRow::described(vec![words::code(&variable.name), default, values], variable.description.as_deref())
    });
    let variables: Vec<TableRow> = variables.collect();
    let mut parts = vec![Part::Table { head: vec!["URL", "Meaning"], rows }];
    if !variables.is_empty() {
        parts.push(Part::Table { head: vec!["Variable", "Default", "Values", "Meaning"], rows: variables });
    }
    (!cx.api.servers.is_empty()).then(|| Part::section("servers", "Servers", parts))
}
