//! The order of the pages, and the tree at their side.

use std::collections::HashMap;

use super::examples;
use super::page::PageId;
use crate::ir::{Api, OperationId, ResourceId, TypeId};
use crate::naming::Names;

/// The pages in their order, and the resources as a tree.
pub(super) struct Tree {
    order: Vec<PageId>,
    positions: HashMap<PageId, usize>,
    /// The resources below each resource, by name; those directly below the client are last.
    children: Vec<Vec<ResourceId>>,
    operations: Vec<Vec<OperationId>>,
    models: Vec<TypeId>,
}

impl Tree {
    pub(super) fn of(api: &Api, names: &Names) -> Self {
        let count = api.resources.len();
        let (mut children, mut operations) = (vec![Vec::new(); count + 1], vec![Vec::new(); count]);
        for id in api.resource_ids() {
            children[api.resources[id.index()].parent.map_or(count, ResourceId::index)].push(id);
        }
        let accessor = |id: &ResourceId| names.resource(*id).accessor.as_str();
        children.iter_mut().for_each(|list| list.sort_by(|a, b| accessor(a).cmp(accessor(b))));
        api.operation_ids().for_each(|id| operations[api.operations[id.index()].resource.index()].push(id));
        let mut models: Vec<TypeId> = api.type_ids().collect();
        models.sort_by_cached_key(|id| names.ty(*id).ident.as_str().to_lowercase());
        let mut tree = Self { order: vec![PageId::Overview], positions: HashMap::new(), children, operations, models };
        let have_examples = |id: OperationId| examples::have_page(&api.operations[id.index()]);
        for id in tree.children[count].clone() {
            tree.add(id, &have_examples);
        }
        if !api.events.is_empty() {
            tree.order.push(PageId::Events);
            tree.order.extend((0..api.events.len()).map(PageId::Event));
        }
        tree.order.push(PageId::Models);
        tree.order.extend(tree.models.iter().map(|id| PageId::Model(*id)).collect::<Vec<_>>());
        tree.positions = tree.order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        tree
    }

    fn add(&mut self, id: ResourceId, have_examples: &dyn Fn(OperationId) -> bool) {
        self.order.push(PageId::Resource(id));
        for id in self.operations[id.index()].clone() {
            self.order.push(PageId::Operation(id));
            self.order.extend(have_examples(id).then_some(PageId::Examples(id)));
        }
        for child in self.children[id.index()].clone() {
            self.add(child, have_examples);
        }
    }

    /// Returns all pages in the order in which they are read.
    pub(super) fn order(&self) -> &[PageId] {
        &self.order
    }

    /// Returns where a page is in this order.
    pub(super) fn position(&self, id: PageId) -> Option<usize> {
        self.positions.get(&id).copied()
    }

    /// Returns the resources directly below one, or below the client.
    pub(super) fn below(&self, parent: Option<ResourceId>) -> &[ResourceId] {
        &self.children[parent.map_or(self.children.len() - 1, ResourceId::index)]
    }

    /// Returns the operations of a resource.
    pub(super) fn operations(&self, resource: ResourceId) -> &[OperationId] {
        &self.operations[resource.index()]
    }

    /// Returns the models by name.
    pub(super) fn models(&self) -> &[TypeId] {
        &self.models
    }
}
