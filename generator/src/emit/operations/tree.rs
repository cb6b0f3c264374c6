//! The resources and operations below each resource, found once for all files.

use crate::ir::{Api, OperationId, ResourceId};
use crate::naming::Names;

/// The resources and operations below each resource.
pub(in crate::emit) struct Tree {
    /// The resources directly below the client, by name.
    top: Vec<ResourceId>,
    /// The same below each resource.
    below: Vec<Vec<ResourceId>>,
    /// The operations of each resource, in the order of their paths.
    operations: Vec<Vec<OperationId>>,
}

impl Tree {
    pub(in crate::emit) fn of(api: &Api, names: &Names) -> Self {
        let count = api.resources.len();
        let mut tree = Self { top: Vec::new(), below: vec![Vec::new(); count], operations: vec![Vec::new(); count] };
        for id in api.resource_ids() {
            match api.resources[id.index()].parent {
                Some(parent) => tree.below[parent.index()].push(id),
                None => tree.top.push(id),
            }
        }
        for children in tree.below.iter_mut().chain([&mut tree.top]) {
            children.sort_by(|a, b| names.resource(*a).module.cmp(&names.resource(*b).module));
        }
        for id in api.operation_ids() {
            tree.operations[api.operations[id.index()].resource.index()].push(id);
        }
        tree
    }

    /// The resources directly below another one, or below the client, by name.
    pub(in crate::emit) fn children(&self, parent: Option<ResourceId>) -> &[ResourceId] {
        parent.map_or(&self.top, |parent| &self.below[parent.index()])
    }

    /// The operations of a resource, in the order of their paths.
    pub(in crate::emit) fn operations(&self, resource: ResourceId) -> &[OperationId] {
        &self.operations[resource.index()]
    }
}
