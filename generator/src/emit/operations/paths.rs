//! Where a resource is: the modules that contain it, and the methods that return it.

use crate::emit::Cx;
use crate::ir::ResourceId;
use crate::naming::Ident;

/// The modules from the root of the resources to a resource, its own last.
pub(in crate::emit) fn module_path(cx: Cx<'_>, id: ResourceId) -> Vec<&Ident> {
    let mut path = vec![&cx.names.resource(id).module];
    let mut parent = cx.api.resources[id.index()].parent;
    while let Some(id) = parent {
        path.insert(0, &cx.names.resource(id).module);
        parent = cx.api.resources[id.index()].parent;
    }
    path
}

/// The methods from the client to a resource, its own last.
pub(in crate::emit) fn accessor_path(cx: Cx<'_>, id: ResourceId) -> Vec<&Ident> {
    let mut path = vec![&cx.names.resource(id).accessor];
    let mut parent = cx.api.resources[id.index()].parent;
    while let Some(id) = parent {
        path.insert(0, &cx.names.resource(id).accessor);
        parent = cx.api.resources[id.index()].parent;
    }
    path
}
