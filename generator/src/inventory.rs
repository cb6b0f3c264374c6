//! The inventory of the report: the operations that were generated, their methods in the SDK, and how their pages
//! follow each other. Knows the model and its names, but no stage.

use crate::ir::{Advance, Api, OperationId, Paging, Shape, Source, Step};
use crate::naming::{Ident, Names};
use crate::report::{Listed, ListedPaging};

/// Lists the operations in the order of the document.
pub(crate) fn inventory(api: &Api, names: &Names) -> Vec<Listed> {
    let listed = |(index, operation): (usize, &crate::ir::Operation)| {
        let mut resource = Vec::new();
        let mut at = Some(operation.resource);
        while let Some(id) = at {
            resource.insert(0, plain(&names.resource(id).accessor));
            at = api.resources[id.index()].parent;
        }
        Listed {
            operation: format!("{} {}", operation.method.as_str(), operation.path),
            resource: resource.join("."),
            method: plain(&names.operation(OperationId::new(index)).method).to_owned(),
            paging: operation.paging.as_ref().map(|paging| paging_of(api, paging)),
        }
    };
    api.operations.iter().enumerate().map(listed).collect()
}

/// Returns an identifier without the prefix of raw identifiers.
fn plain(ident: &Ident) -> &str {
    ident.as_str().trim_start_matches("r#")
}

fn paging_of(api: &Api, paging: &Paging) -> ListedPaging {
    let items = path(api, &paging.items);
    let next = match &paging.forward.advance {
        Advance::Cursor { cursor: Source::Page(steps), .. } | Advance::Url(steps) => Some(path(api, steps)),
        Advance::Cursor { cursor: Source::LastItem(steps) | Source::FirstItem(steps), .. } => {
            let list = if items == "." { "" } else { &items };
            Some(format!("{list}[].{}", path(api, steps)))
        }
        Advance::Header { header, .. } => Some(header.clone()),
        Advance::At { path, .. } => Some(path.trim_start_matches('/').replace("/-/", "[].").replace('/', ".")),
        Advance::Link(_) => Some("Link".to_owned()),
        Advance::Count(_) => None,
    };
    ListedPaging {
        kind: paging.kind().as_str(),
        input: paging.forward.parameter().map(|name| name.as_str().trim_start_matches('/').replace('/', ".")),
        next,
        items: if paging.keyed { format!("{items} (map)") } else { items },
    }
}

/// Returns a path as names joined by dots; `.` is the body itself.
fn path(api: &Api, steps: &[Step]) -> String {
    let name = |step: &Step| match &api.def(step.owner).shape {
        Shape::Struct(shape) => Some(shape.fields.get(step.field)?.wire.as_str()),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_) | Shape::Alias(_) => None,
    };
    let names: Vec<&str> = steps.iter().filter_map(name).collect();
    if names.is_empty() { ".".to_owned() } else { names.join(".") }
}
