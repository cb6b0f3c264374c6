//! The order of the pages, and the tree at their side.

use std::collections::HashMap;

use super::choice::Choice;
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

/// The pages that not every reference has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extra {
    /// How many guides there are.
    pub(super) guides: usize,
    /// Whether there is a page of what changed.
    pub(super) has_changes: bool,
}

impl Tree {
    pub(super) fn of(api: &Api, names: &Names, choice: &Choice, extra: Extra) -> Self {
        let count = api.resources.len();
        let (mut children, mut operations) = (vec![Vec::new(); count + 1], vec![Vec::new(); count]);
        for id in api.resource_ids().filter(|id| choice.shows_resource(*id)) {
            children[api.resources[id.index()].parent.map_or(count, ResourceId::index)].push(id);
        }
        let place = |id: &ResourceId| (choice.place(*id), names.resource(*id).accessor.as_str());
        children.iter_mut().for_each(|list| list.sort_by(|a, b| place(a).cmp(&place(b))));
        let shown = api.operation_ids().filter(|id| choice.shows_operation(*id));
        shown.for_each(|id| operations[api.operations[id.index()].resource.index()].push(id));
        let mut models: Vec<TypeId> = api.type_ids().filter(|id| choice.shows_model(*id)).collect();
        models.sort_by_cached_key(|id| names.ty(*id).ident.as_str().to_lowercase());
        let mut tree = Self { order: vec![PageId::Overview], positions: HashMap::new(), children, operations, models };
        tree.order.extend((0..extra.guides).map(PageId::Guide));
        for id in tree.children[count].clone() {
            tree.add(id);
        }
        let mut events = (0..api.events.len()).filter(|index| choice.shows_event(*index)).map(PageId::Event).peekable();
        if events.peek().is_some() {
            tree.order.push(PageId::Events);
            tree.order.extend(events);
        }
        tree.order.push(PageId::Models);
        tree.order.extend(tree.models.iter().map(|id| PageId::Model(*id)).collect::<Vec<_>>());
        tree.order.extend(extra.has_changes.then_some(PageId::Changes));
        tree.positions = tree.order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        tree
    }

    fn add(&mut self, id: ResourceId) {
        self.order.push(PageId::Resource(id));
        self.order.extend(self.operations[id.index()].iter().map(|id| PageId::Operation(*id)));
        for child in self.children[id.index()].clone() {
            self.add(child);
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
