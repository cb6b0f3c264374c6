//! What the document says about the API besides what it does: its tags, whom to ask, on which terms it may be used.

use super::page::{Line, PageId, Part, Span, TableRow, Target};
use super::{Cx, words};
use crate::ir::{OperationId, Tag};
use crate::prose;

/// Returns the last sections of the first page.
pub(super) fn sections(cx: Cx<'_>) -> Vec<Part> {
    [tags(cx), terms(cx)].into_iter().flatten().collect()
}

/// Returns the tags whose description is not that of a resource.
fn tags(cx: Cx<'_>) -> Option<Part> {
    let is_shown = |id: &OperationId| cx.tree.position(PageId::Operation(*id)).is_some();
    let is_of_resource = |tag: &Tag| {
        tag.docs.link.is_none() && cx.api.resources.iter().any(|one| one.docs.description == tag.docs.description)
    };
    let tags = cx.api.info.tags.iter().filter(|tag| !is_of_resource(tag));
    let rows = tags.filter(|tag| tag.operations.is_empty() || tag.operations.iter().any(is_shown)).map(|tag| {
        let mut cell = words::text(tag.name.clone());
        if let Some((url, label)) = &tag.docs.link {
            let label = label.as_deref().map_or("More", str::trim);
            cell.extend([Span::Text(" ".to_owned()), Span::Link(Target::Web(url.clone()), label.to_owned())]);
        }
        let text = prose::texts(&tag.docs).collect::<Vec<_>>().join("\n\n");
        TableRow::described(vec![cell], Some(&text))
    });
    let table = Part::table(vec!["Tag", "Meaning"], rows.collect())?;
    let about = words::text("The document groups its operations by these tags.");
    Some(Part::section("tags", "Tags", vec![Part::Line(about), table]))
}

/// Returns whom to ask, the license and the terms of service.
fn terms(cx: Cx<'_>) -> Option<Part> {
    let info = &cx.api.info;
    let text = |text: &Option<String>| text.iter().map(|text| words::text(text.clone())).collect::<Vec<Line>>();
    let link = |url: &Option<String>| {
        url.iter().map(|url| vec![Span::Link(Target::Web(url.clone()), url.clone())]).collect::<Vec<Line>>()
    };
    let contact = [text(&info.contact.name), text(&info.contact.email), link(&info.contact.url)].concat();
    let license = [text(&info.license.0), link(&info.license.1)].concat();
    let documentation = words::more(&cx.api.docs).map_or_else(|| link(&cx.api.about.homepage), |more| vec![more]);
    let rows = [
        ("Documentation", documentation),
        ("Contact", contact),
        ("License", license),
        ("Terms of service", link(&info.terms_of_service)),
    ];
    let rows = rows.into_iter().filter(|(_, cells)| !cells.is_empty()).map(|(what, lines)| {
        let told: Line = lines.join(&Span::Text(", ".to_owned()));
        TableRow { cells: vec![words::text(what), told], prose: None }
    });
    Some(Part::section("about", "About the API", vec![Part::table(vec!["What", "Which"], rows.collect())?]))
}
