//! The order of the pages, and the tree at their side.

use std::collections::HashMap;
use std::ops::Range;

use super::choice::Choice;
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
    groups: Vec<Group>,
}

/// Models whose names begin with the same letters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// These letters.
    pub(super) name: String,
    /// Where they are among all models.
    pub(super) models: Range<usize>,
}

/// How many models one list may have.
const LONGEST: usize = 200;

/// How many methods the page of a resource may list; if it has more, parts of them have pages.
const MOST_METHODS: usize = 110;
/// How many methods each part has: as many as a page has room for, with the first words about each.
const PART: usize = 100;

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
        let idents: Vec<&str> = models.iter().map(|id| names.ty(*id).ident.as_str()).collect();
        let groups = groups(&idents);
        let (order, positions) = (vec![PageId::Overview], HashMap::new());
        let mut tree = Self { order, positions, children, operations, models, groups };
        tree.order.extend((0..extra.guides).map(PageId::Guide));
        let have_examples = |id: OperationId| examples::have_page(&api.operations[id.index()]);
        for id in tree.children[count].clone() {
            tree.add(id, &have_examples);
        }
        let mut events = (0..api.events.len()).filter(|index| choice.shows_event(*index)).map(PageId::Event).peekable();
        if events.peek().is_some() {
            tree.order.push(PageId::Events);
            tree.order.extend(events);
        }
        tree.add_models();
        tree.order.extend(extra.has_changes.then_some(PageId::Changes));
        tree.positions = tree.order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        tree
    }

    fn add(&mut self, id: ResourceId, have_examples: &dyn Fn(OperationId) -> bool) {
        self.order.push(PageId::Resource(id));
        let parts = self.parts(id).len();
        for (at, operation) in self.operations[id.index()].clone().into_iter().enumerate() {
            let begins = at.is_multiple_of(PART) && at / PART < parts;
            self.order.extend(begins.then_some(PageId::Methods(id, at / PART)));
            self.order.push(PageId::Operation(operation));
            self.order.extend(have_examples(operation).then_some(PageId::Examples(operation)));
        }
        for child in self.children[id.index()].clone() {
            self.add(child, have_examples);
        }
    }

    fn add_models(&mut self) {
        self.order.push(PageId::Models);
        let model = |id: &TypeId| PageId::Model(*id);
        if self.groups.is_empty() {
            self.order.extend(self.models.iter().map(model));
        }
        for (index, group) in self.groups.iter().enumerate() {
            self.order.push(PageId::ModelGroup(index));
            self.order.extend(self.models[group.models.clone()].iter().map(model));
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

    /// Returns the parts of the operations of a resource, if there are so many that one list would be too long.
    pub(super) fn parts(&self, resource: ResourceId) -> Vec<&[OperationId]> {
        let all = self.operations(resource);
        if all.len() > MOST_METHODS { all.chunks(PART).collect() } else { Vec::new() }
    }

    /// Returns the models by name.
    pub(super) fn models(&self) -> &[TypeId] {
        &self.models
    }

    /// Returns the groups of models, if there are so many that one list would be too long.
    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// Returns groups of names, sorted without regard to case, by their first letters: as few letters as it takes.
fn groups(names: &[&str]) -> Vec<Group> {
    let names: Vec<Vec<char>> = names.iter().map(|name| name.chars().collect()).collect();
    let mut groups = Vec::new();
    if names.len() > LONGEST {
        divide(&names, 0..names.len(), 0, &mut groups);
    }
    groups
}

/// Adds the groups of names that have the same letters up to one.
fn divide(names: &[Vec<char>], range: Range<usize>, shared: usize, groups: &mut Vec<Group>) {
    let letter = |index: usize, at: usize| names[index].get(at).map(char::to_ascii_lowercase);
    let mut start = range.start;
    while start < range.end {
        let same = |index: &usize| letter(*index, shared) == letter(start, shared);
        let end = start + (start..range.end).take_while(same).count();
        let mut length = shared + 1;
        if end - start > LONGEST {
            // The letters that all of them have.
            let is_shared = |at: usize| (start..end).all(|index| letter(index, at) == letter(start, at));
            while length < names[start].len() && is_shared(length) {
                length += 1;
            }
            if length < names[end - 1].len() {
                divide(names, start..end, length, groups);
                start = end;
                continue;
            }
        }
        groups.push(Group { name: names[start].iter().take(length).collect(), models: start..end });
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, groups};

    #[test]
    fn long_lists_are_divided_by_first_letters() {
        let mut names = vec!["Account".to_owned(), "Bill".to_owned()];
        names.extend((0..150).map(|number| format!("EventA{number:03}")));
        names.extend((0..150).map(|number| format!("Eventb{number:03}")));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(groups(&names[..200]).is_empty());
        let group = |name: &str, models| Group { name: name.to_owned(), models };
        let expected = [group("A", 0..1), group("B", 1..2), group("EventA", 2..152), group("Eventb", 152..302)];
        assert_eq!(groups(&names), expected);
    }
}
