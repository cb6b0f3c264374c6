//! What the recognisers look at: the inputs of an operation, and the fields of its page level by level. Knows no kind
//! of paging.

use super::names::is_named;
use super::terms::Words;
use crate::ir::{
    Api, BodyContent, BodyEncoding, Constraints, Docs, Field, Item, Location, Method, Operation, Output, Scalar, Shape,
    Step, Struct, Style, Type, TypeId, Wire, WireName,
};

/// How deep in a page its items and its links to other pages may be.
const DEPTH: usize = 3;
/// The rank of an object that is about pages by nothing but its shape.
const LAST_RANK: usize = 11;
/// How many objects of a page are looked at.
const MOST_LEVELS: usize = 200;

/// An operation that returns JSON.
pub(super) struct View<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
    pub(super) inputs: Vec<Input<'a>>,
    /// What the response consists of: the page first, then each object in it that may be a page by itself.
    pub(super) groups: Vec<Group<'a>>,
    /// The headers that the document names for successes.
    pub(super) headers: Vec<String>,
    /// The descriptions of the operation and its successes, in lower case.
    pub(super) descriptions: String,
}

/// An object with the objects in it that hold items and links.
pub(super) struct Group<'a> {
    /// The objects, outermost first; none if the page is a list.
    pub(super) levels: Vec<Level<'a>>,
    /// The items, by evidence.
    pub(super) items: Option<Items>,
    /// Whether it is the whole response.
    pub(super) is_root: bool,
}

/// A list in a page.
#[derive(Clone)]
pub(super) struct Items {
    pub(super) path: Vec<Step>,
    pub(super) item: Type,
    pub(super) nullable: bool,
    /// Whether they are the values of a map.
    pub(super) keyed: bool,
    /// Whether the page is nothing but the list.
    pub(super) is_page: bool,
}

/// A query parameter or a field of the body.
pub(super) struct Input<'a> {
    pub(super) name: WireName,
    pub(super) words: Words,
    pub(super) ty: &'a Type,
    pub(super) constraints: &'a Constraints,
    pub(super) docs: &'a Docs,
    pub(super) in_body: bool,
}

/// An object within a page.
pub(super) struct Level<'a> {
    pub(super) path: Vec<Step>,
    /// The words of the field that holds it; none for the page itself.
    pub(super) name: Words,
    pub(super) owner: TypeId,
    pub(super) shape: &'a Struct,
}

/// What a cursor may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Text,
    Number,
}

impl<'a> View<'a> {
    pub(super) fn of(
        api: &'a Api,
        operation: &'a Operation,
        headers: Vec<String>,
        descriptions: String,
    ) -> Option<Self> {
        let Output::Json { ty, .. } = &operation.output else { return None };
        if !matches!(operation.method, Method::Get | Method::Post) {
            return None;
        }
        let mut found = Found { api, groups: Vec::new(), count: 0 };
        match api.as_struct(ty) {
            Some((owner, shape)) => {
                found.group(Level { path: Vec::new(), name: Words::default(), owner, shape }, true);
            }
            None => found.groups.push(Group { levels: Vec::new(), items: None, is_root: true }),
        }
        let view = Self { api, operation, inputs: inputs(api, operation), groups: Vec::new(), headers, descriptions };
        let mut groups = found.groups;
        for group in &mut groups {
            group.items = if group.levels.is_empty() { view.whole_list(ty) } else { view.list(group) };
        }
        Some(Self { groups, ..view })
    }

    /// Returns the first input whose name has a role, and that fits.
    pub(super) fn input(&self, role: impl Fn(&Words) -> bool, fits: impl Fn(&Input<'a>) -> bool) -> Option<&Input<'a>> {
        self.inputs.iter().find(|input| role(&input.words) && fits(input))
    }

    pub(super) fn class(&self, ty: &Type) -> Option<Class> {
        class(self.api, ty)
    }

    pub(super) fn is_class(&self, field: &Field, wanted: Class) -> bool {
        field.value.ty().and_then(|ty| self.class(ty)) == Some(wanted)
    }

    pub(super) fn is_flag(&self, field: &Field) -> bool {
        field.value.ty().is_some_and(|ty| *self.api.resolve(ty) == Type::Scalar(Scalar::Boolean))
    }

    /// Returns what a field of this name may be, if a type is a union of objects that all have it.
    pub(super) fn class_in_union(&self, ty: &Type, name: &str) -> Option<Class> {
        let classes = self.variants(ty)?.into_iter().map(|shape| {
            let field = shape?.fields.iter().find(|field| field.wire.as_str() == name)?;
            self.class(field.value.ty()?)
        });
        let classes: Option<Vec<Class>> = classes.collect();
        let (first, others) = classes.as_deref()?.split_first()?;
        others.iter().all(|other| other == first).then_some(*first)
    }

    /// Returns the alternatives of a union, each with its object if it is one.
    pub(super) fn variants(&self, ty: &Type) -> Option<Vec<Option<&'a Struct>>> {
        let Type::Named(id) = self.api.resolve(ty) else { return None };
        let Shape::Union(union) = &self.api.def(*id).shape else { return None };
        Some(union.variants.iter().map(|variant| Some(self.api.as_struct(&variant.ty)?.1)).collect())
    }

    /// Returns a path as a JSON Pointer (RFC 6901).
    pub(super) fn pointer(&self, path: &[Step]) -> String {
        let names = self.api.names_of(path);
        names.map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect()
    }

    /// Whether the body of the request has the items of the response: they are created, not listed.
    pub(super) fn sends_items(&self, items: &Items) -> bool {
        let body = self.operation.body.as_ref().map(|body| &body.content);
        let fields = match body {
            Some(BodyContent::Fields(fields)) => fields.as_slice(),
            Some(BodyContent::Whole(ty)) => self.api.as_struct(ty).map_or(&[][..], |(_, shape)| &shape.fields),
            None => &[],
        };
        let is_sent = |field: &Field| match field.value.ty().map(|ty| self.api.resolve(ty)) {
            Some(Type::List(item)) => item.ty == items.item && matches!(item.ty, Type::Named(_)),
            _ => false,
        };
        fields.iter().any(is_sent)
    }

    /// Returns the items of the whole response.
    pub(super) fn items(&self) -> Option<&Items> {
        self.groups.first()?.items.as_ref()
    }

    fn whole_list(&self, ty: &Type) -> Option<Items> {
        let Type::List(item) = self.api.resolve(ty) else { return None };
        let (item, nullable) = (item.ty.clone(), item.nullable);
        Some(Items { path: Vec::new(), item, nullable, keyed: false, is_page: true })
    }

    fn list(&self, group: &Group<'a>) -> Option<Items> {
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
        let (index, item, keyed) = match found {
            Some((index, _, item)) => (*index, *item, false),
            None if lists.is_empty() => {
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

impl<'a> Group<'a> {
    /// Returns the words of the field to which a step leads.
    pub(super) fn name_of(&self, step: &Step) -> Option<Words> {
        let level = self.levels.iter().find(|level| level.owner == step.owner)?;
        Some(Words::of(level.shape.fields.get(step.field)?.wire.as_str()))
    }

    /// Returns the path to the first field whose name has a role, and that fits: outer levels before inner ones.
    pub(super) fn member(&self, role: impl Fn(&Words) -> bool, fits: impl Fn(&Field) -> bool) -> Option<Vec<Step>> {
        self.levels.iter().find_map(|level| level.member(&role, &fits))
    }
}

impl<'a> Level<'a> {
    /// Returns the path to the first field whose name has a role, and that fits.
    pub(super) fn member(&self, role: impl Fn(&Words) -> bool, fits: impl Fn(&Field) -> bool) -> Option<Vec<Step>> {
        let mut fields = members(self.shape);
        let (field, _) = fields.find(|(_, field)| fits(field) && role(&Words::of(field.wire.as_str())))?;
        let mut path = self.path.clone();
        path.push(Step { owner: self.owner, field });
        Some(path)
    }

    pub(super) fn has(&self, role: impl Fn(&Words) -> bool) -> bool {
        self.member(role, |_| true).is_some()
    }
}

impl Found<'_> {
    /// Returns how early an object is searched for links to other pages by its shape, whatever its name is: last, if
    /// one of its fields is about the next page and each of them is a value about pages.
    fn rank_by_shape(&self, shape: &Struct) -> Option<usize> {
        let is_value = |field: &Field| {
            let ty = field.value.ty().map(|ty| self.api.resolve(ty));
            ty.is_none_or(|ty| matches!(ty, Type::Scalar(_)))
        };
        let names: Vec<Words> = members(shape).map(|(_, field)| Words::of(field.wire.as_str())).collect();
        let is_about_pages = names.iter().any(Words::says_next) && names.iter().all(Words::is_of_pages);
        (is_about_pages && members(shape).all(|(_, field)| is_value(field))).then_some(LAST_RANK)
    }
}

/// Returns the fields of an object with their indices.
fn members(shape: &Struct) -> impl Iterator<Item = (usize, &Field)> {
    shape.fields.iter().enumerate()
}

/// The objects of a response as they are found.
struct Found<'a> {
    api: &'a Api,
    groups: Vec<Group<'a>>,
    count: usize,
}

impl<'a> Found<'a> {
    /// Adds an object that may be a page, and then those within it.
    fn group(&mut self, base: Level<'a>, is_root: bool) {
        let index = self.groups.len();
        self.groups.push(Group { levels: Vec::new(), items: None, is_root });
        let depth = base.path.len();
        let mut foreign = Vec::new();
        self.descend(index, depth, base, &mut foreign);
        foreign.into_iter().for_each(|level| self.group(level, false));
    }

    /// Adds a level to a group, and the objects in it that are about pages or hold what the response is about. Other
    /// objects are groups of their own.
    fn descend(&mut self, group: usize, base: usize, level: Level<'a>, foreign: &mut Vec<Level<'a>>) {
        self.count += 1;
        if self.count > MOST_LEVELS {
            return;
        }
        let mut inner = Vec::new();
        if level.path.len() < base + DEPTH {
            for (index, field) in members(level.shape) {
                let Some((owner, shape)) = field.value.ty().and_then(|ty| self.api.as_struct(ty)) else { continue };
                let is_within_itself = owner == level.owner || level.path.iter().any(|step| step.owner == owner);
                let name = Words::of(field.wire.as_str());
                let mut path = level.path.clone();
                path.push(Step { owner: level.owner, field: index });
                let found = Level { path, name, owner, shape };
                if is_within_itself {
                    continue;
                } else if let Some(rank) = found.name.rank_as_envelope().or_else(|| self.rank_by_shape(shape)) {
                    inner.push((rank, found));
                } else if found.path.len() <= DEPTH {
                    foreign.push(found);
                }
            }
        }
        inner.sort_by_key(|(rank, _)| *rank);
        if let Some(group) = self.groups.get_mut(group) {
            group.levels.push(level);
        }
        inner.into_iter().for_each(|(_, level)| self.descend(group, base, level, foreign));
    }
}

/// Returns what a value of a type may be as a cursor or a position.
pub(super) fn class(api: &Api, ty: &Type) -> Option<Class> {
    match api.resolve(ty) {
        Type::Scalar(scalar) => match scalar.row().wire {
            Wire::Text(text) => text.is_cursor.then_some(Class::Text),
            Wire::Integer(_) | Wire::Number => Some(Class::Number),
            Wire::Boolean | Wire::Body(_) => None,
        },
        Type::Json | Type::List(_) | Type::Map(_) | Type::Named(_) | Type::Generic(..) => None,
    }
}

fn inputs<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Input<'a>> {
    let query = operation.parameters.iter().filter(|parameter| {
        parameter.location == Location::Query && parameter.style != Style::Json && parameter.constant.is_none()
    });
    let query = query.map(|parameter| Input {
        name: parameter.wire.clone(),
        words: Words::of(parameter.wire.as_str()),
        ty: &parameter.ty,
        constraints: &parameter.constraints,
        docs: &parameter.docs,
        in_body: false,
    });
    let mut inputs: Vec<Input<'a>> = query.collect();
    // A position can be set in a JSON body only.
    let json = operation.body.as_ref().filter(|body| body.encoding == BodyEncoding::Json);
    let fields = match json.map(|body| &body.content) {
        Some(BodyContent::Fields(fields)) => fields.as_slice(),
        Some(BodyContent::Whole(ty)) => api.as_struct(ty).map_or(&[][..], |(_, shape)| &shape.fields),
        None => &[],
    };
    body_fields(api, "", fields, &mut inputs);
    inputs
}

/// Adds the fields of a body, and those of an object in it that is about paging.
fn body_fields<'a>(api: &'a Api, prefix: &str, fields: &'a [Field], inputs: &mut Vec<Input<'a>>) {
    for field in fields {
        let Some(ty) = field.value.ty() else { continue };
        let wire = field.wire.as_str();
        let words = Words::of(wire);
        if let Some((_, shape)) = api.as_struct(ty) {
            if prefix.is_empty() && words.is_about_pages() {
                body_fields(api, &format!("/{wire}/"), &shape.fields, inputs);
            }
        } else if !wire.contains(['/', '~']) {
            let name = WireName::new(format!("{prefix}{wire}"));
            let (constraints, docs) = (&field.constraints, &field.docs);
            inputs.push(Input { name, words, ty, constraints, docs, in_body: true });
        }
    }
}
