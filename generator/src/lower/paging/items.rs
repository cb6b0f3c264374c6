//! The items of a page: which of its lists they are. Knows no kind of paging.

use super::names::{is_begun, is_named};
use super::terms::Words;
use super::view::{Group, Items, Level, View, members};
use crate::ir::{Field, Item, Step, Type};

impl<'a> View<'a> {
    pub(super) fn whole_list(&self, ty: &Type) -> Option<Items> {
        let Type::List(item) = self.api.resolve(ty) else { return None };
        let (item, nullable) = (item.ty.clone(), item.nullable);
        Some(Items { path: Vec::new(), item, nullable, keyed: false, is_page: true })
    }

    pub(super) fn list(&self, group: &Group<'a>) -> Option<Items> {
        let base = group.levels.first()?.path.len();
        let near = || group.levels.iter().filter(|level| level.path.len() < base + 2);
        let mut holders = near().filter(|level| level.path.len() == base || level.name.is_container());
        // What is about pages holds the items only if nothing else does.
        let mut others = near().filter(|level| level.path.len() > base && !level.name.is_container());
        holders.find_map(|level| self.list_of(level)).or_else(|| others.find_map(|level| self.list_of(level)))
    }

    /// Returns the items of a page whose cursor is at a level: those beside the cursor first.
    pub(super) fn items_beside(&self, group: &Group<'a>, level: &Level<'a>) -> Option<Items> {
        let beside = || self.list_of(level).filter(|_| !level.name.is_about_pages());
        beside().or_else(|| group.items.clone())
    }

    /// Returns the only list of an object beside a cursor: of the object that the path names, or of the only one that
    /// has a list.
    pub(super) fn items_within(&self, level: &Level<'a>) -> Option<Items> {
        let found: Vec<(Words, Items)> = self.lists_within(level).collect();
        let named = || found.iter().find(|(name, _)| self.is_last_of_path(name));
        let alone = || found.first().filter(|_| found.len() == 1);
        named().or_else(alone).map(|(_, items)| items.clone())
    }

    /// Returns the only list of the object beside a cursor that the path names, if a list that is found otherwise is
    /// another form of that object: it has the object's name with a word before it.
    pub(super) fn items_of_named(&self, level: &Level<'a>, found: &Items) -> Option<Items> {
        let step = found.path.last().filter(|step| step.owner == level.owner)?;
        let list = Words::of(level.shape.fields.get(step.field)?.wire.as_str());
        let is_form = |name: &Words| self.is_last_of_path(name) && list != *name && list.ends_with(name);
        self.lists_within(level).find(|(name, _)| is_form(name)).map(|(_, items)| items)
    }

    /// Whether the last fixed part of the path is this name.
    pub(super) fn is_last_of_path(&self, name: &Words) -> bool {
        let mut parts = self.operation.path.rsplit('/').filter(|part| !part.is_empty() && !part.contains('{'));
        parts.next().is_some_and(|part| Words::of(part) == *name)
    }

    /// Returns the objects of a level that have one list and are not about pages, each with its name and its list.
    fn lists_within(&self, level: &Level<'a>) -> impl Iterator<Item = (Words, Items)> {
        members(level.shape).filter_map(|(index, field)| {
            let (owner, shape) = self.api.as_struct(field.value.ty()?)?;
            let name = Words::of(field.wire.as_str());
            let is_list =
                |field: &Field| matches!(field.value.ty().map(|ty| self.api.resolve(ty)), Some(Type::List(_)));
            let lists = members(shape).filter(|(_, field)| is_list(field)).count();
            let mut path = level.path.clone();
            path.push(Step { owner: level.owner, field: index });
            let within = Level { path, name, about: String::new(), owner, shape };
            let is_other = within.name.is_about_pages() || within.name.is_beside();
            let items = self.list_of(&within).filter(|_| lists == 1 && !is_other)?;
            Some((within.name, items))
        })
    }

    fn list_of(&self, level: &Level<'a>) -> Option<Items> {
        let lists = members(level.shape).filter_map(|(index, field)| match self.api.resolve(field.value.ty()?) {
            Type::List(item) => Some((index, Words::of(field.wire.as_str()), &**item)),
            _ => None,
        });
        let lists: Vec<(usize, Words, &Item)> = lists.collect();
        let usual = || {
            let ranked = lists.iter().filter_map(|list| Some((list.1.rank_of_items()?, list)));
            ranked.min_by_key(|(rank, _)| *rank).map(|(_, list)| list)
        };
        let main = || lists.iter().filter(|(_, words, _)| !words.is_beside());
        let alone = || main().next().filter(|_| main().count() == 1);
        let objects = || main().filter(|(_, _, item)| self.api.as_struct(&item.ty).is_some());
        let alone_of_objects = || objects().next().filter(|_| objects().count() == 1);
        let found = usual().or_else(|| self.named(level, &lists)).or_else(alone).or_else(alone_of_objects);
        let found = found.or_else(|| self.begun(&lists));
        let (index, item, keyed) = match found {
            Some((index, _, item)) => (*index, *item, false),
            None if main().next().is_none() => {
                let (index, item) = self.map_of(level)?;
                (index, item, true)
            }
            None => return None,
        };
        let mut path = level.path.clone();
        path.push(Step { owner: level.owner, field: index });
        Some(Items { path, item: item.ty.clone(), nullable: item.nullable, keyed, is_page: false })
    }

    /// Returns the list that a total, the path or the `operationId` names, the last word of these first.
    fn named<'l>(
        &self,
        level: &Level<'a>,
        lists: &'l [(usize, Words, &'a Item)],
    ) -> Option<&'l (usize, Words, &'a Item)> {
        let has_total = |(_, words, _): &&(usize, Words, &Item)| {
            level.has(|name| name.is_total(Some(words)) && !name.is_total(None))
        };
        let parts = self.operation.path.rsplit('/').filter(|part| !part.is_empty() && !part.contains('{'));
        let parts = parts.map(|part| Words::of(part.split('.').next().unwrap_or_default()));
        let id = Words::of(self.operation.operation_id.as_deref().unwrap_or_default());
        let words = id.0.into_iter().rev().map(|word| Words(vec![word]));
        let fits = |name: &Words| lists.iter().find(|(_, words, _)| is_named(words, name));
        lists.iter().find(has_total).or_else(|| parts.chain(words).find_map(|name| fits(&name)))
    }

    /// Returns the list whose name begins with the last fixed part of the path: `thing_groups` of `/things`.
    fn begun<'l>(&self, lists: &'l [(usize, Words, &'a Item)]) -> Option<&'l (usize, Words, &'a Item)> {
        let mut parts = self.operation.path.rsplit('/').filter(|part| !part.is_empty() && !part.contains('{'));
        let name = Words::of(parts.next()?);
        let mut begun = lists.iter().filter(|(_, words, _)| is_begun(words, &name));
        begun.next().filter(|_| begun.next().is_none())
    }

    /// Returns the only map of a level whose values are objects or lists.
    fn map_of(&self, level: &Level<'a>) -> Option<(usize, &'a Item)> {
        let mut maps = members(level.shape).filter_map(|(index, field)| match self.api.resolve(field.value.ty()?) {
            Type::Map(item) if !Words::of(field.wire.as_str()).is_beside() => {
                let inner = match self.api.resolve(&item.ty) {
                    Type::List(inner) => &inner.ty,
                    _ => &item.ty,
                };
                self.api.as_struct(inner).map(|_| (index, &**item))
            }
            _ => None,
        });
        maps.next().filter(|_| maps.next().is_none())
    }
}
