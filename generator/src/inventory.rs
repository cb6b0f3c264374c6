//! The inventory of the report: the operations that were generated, their methods in the SDK, and how their pages
//! follow each other. Knows the model and its names, but no stage.

use crate::ir::{Advance, Api, OperationId, Paging, Source, Step, WireName};
use crate::naming::Names;
use crate::report::{Listed, ListedPaging};

/// Lists the operations in the order of their paths.
pub(crate) fn inventory(api: &Api, names: &Names) -> Vec<Listed> {
    let listed = |(index, operation): (usize, &crate::ir::Operation)| {
        let path = api.path_to(operation.resource);
        let accessors: Vec<&str> = path.into_iter().map(|id| names.resource(id).accessor.as_str()).collect();
        Listed {
            operation: if operation.is_alternative { operation.key.clone() } else { operation.by_path() },
            resource: accessors.join("."),
            method: names.operation(OperationId::new(index)).method.as_str().to_owned(),
            paging: operation.paging.as_ref().map(|paging| paging_of(api, paging)),
        }
    };
    api.operations.iter().enumerate().map(listed).collect()
}

fn paging_of(api: &Api, paging: &Paging) -> ListedPaging {
    let items = path(api, &paging.items);
    let next = match &paging.forward.advance {
        Advance::Cursor { cursor: Source::Page(steps) | Source::Edge(steps), .. } | Advance::Url(steps) => {
            Some(path(api, steps))
        }
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
        input: paging.forward.parameter().map(WireName::dotted),
        next,
        items: if paging.keyed { format!("{items} (map)") } else { items },
    }
}

/// Returns a path as names joined by dots; `.` is the body itself.
fn path(api: &Api, steps: &[Step]) -> String {
    let names: Vec<&str> = api.names_of(steps).collect();
    if names.is_empty() { ".".to_owned() } else { names.join(".") }
}
