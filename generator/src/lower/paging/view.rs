//! What the recognisers look at: the inputs of an operation, and the fields of its page level by level. Knows no kind
//! of paging.

pub(super) use super::input::Input;
use super::input::{description, inputs};
use super::terms::Words;
use crate::ir::{Api, BodyContent, Field, Method, Operation, Output, Scalar, Shape, Step, Struct, Type, TypeId, Wire};

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
    pub(super) headers: Vec<Header>,
    /// The descriptions of the operation and its successes, in lower case.
    pub(super) descriptions: String,
}

/// A header of a response.
pub(super) struct Header {
    pub(super) name: String,
    /// Its description, in lower case.
    pub(super) description: String,
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

/// An object within a page.
pub(super) struct Level<'a> {
    pub(super) path: Vec<Step>,
    /// The words of the field that holds it; none for the page itself.
    pub(super) name: Words,
    /// What the document says about it, in lower case.
    pub(super) about: String,
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
        headers: Vec<Header>,
        descriptions: String,
    ) -> Option<Self> {
        let Output::Json { ty, .. } = &operation.output else { return None };
        if !matches!(operation.method, Method::Get | Method::Post) {
            return None;
        }
        let mut found = Found { api, groups: Vec::new(), count: 0 };
        match api.as_struct(ty) {
            Some((owner, shape)) => {
                let about = description(&api.def(owner).docs);
                found.group(Level { path: Vec::new(), name: Words::default(), about, owner, shape }, true);
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
        let alternatives = self.alternatives(ty)?;
        Some(alternatives.into_iter().map(|ty| Some(self.api.as_struct(ty)?.1)).collect())
    }

    /// Returns the types of the alternatives of a union.
    pub(super) fn alternatives(&self, ty: &Type) -> Option<Vec<&'a Type>> {
        let Type::Named(id) = self.api.resolve(ty) else { return None };
        let Shape::Union(union) = &self.api.def(*id).shape else { return None };
        Some(union.variants.iter().map(|variant| &variant.ty).collect())
    }

    /// Whether a type is a union of texts and numbers, as that of a position that is a cursor for some lists and an
    /// offset for others.
    pub(super) fn is_text_or_number(&self, ty: &Type) -> bool {
        let classes = || self.alternatives(ty).into_iter().flatten().map(|ty| self.class(ty));
        classes().all(|class| class.is_some()) && classes().any(|class| class == Some(Class::Text))
    }

    /// Returns what a value of a type may be as a cursor: a union of texts and numbers is written as text.
    pub(super) fn cursor_class(&self, ty: &Type) -> Option<Class> {
        self.class(ty).or_else(|| self.is_text_or_number(ty).then_some(Class::Text))
    }

    /// Returns a path as a JSON Pointer (RFC 6901).
    pub(super) fn pointer(&self, path: &[Step]) -> String {
        let names = self.api.names_of(path);
        names.map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect()
    }

    /// Whether one of the objects on a path has an identifier.
    pub(super) fn has_identifier(&self, path: &[Step]) -> bool {
        path.iter().any(|step| match &self.api.def(step.owner).shape {
            Shape::Struct(shape) => shape.fields.iter().any(|field| field.wire.as_str() == "id"),
            _ => false,
        })
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
    /// Returns how early an object is searched for links to other pages by its shape, whatever its name is: last, if it
    /// says something about the next page and all of it is about pages.
    fn rank_by_shape(&self, shape: &Struct) -> Option<usize> {
        let is_value = |field: &Field| {
            let ty = field.value.ty().map(|ty| self.api.resolve(ty));
            ty.is_none_or(|ty| matches!(ty, Type::Scalar(_)))
        };
        let is_part = |field: &Field| {
            let object = field.value.ty().and_then(|ty| self.api.as_struct(ty));
            object.is_some_and(|(_, shape)| says_turn(shape) && members(shape).all(|(_, field)| is_value(field)))
        };
        let is_about_pages = |field: &Field| {
            let words = Words::of(field.wire.as_str());
            (words.is_of_pages() && is_value(field)) || (words.is_about_pages() && is_part(field))
        };
        let has_part = || members(shape).any(|(_, field)| is_part(field));
        let all = members(shape).all(|(_, field)| is_about_pages(field));
        (all && (says_turn(shape) || has_part())).then_some(LAST_RANK)
    }
}

/// Whether a field of an object is about the next page.
fn says_turn(shape: &Struct) -> bool {
    members(shape).map(|(_, field)| Words::of(field.wire.as_str())).any(|words| words.says_next() || words.is_more())
}

/// Returns the fields of an object with their indices.
pub(super) fn members(shape: &Struct) -> impl Iterator<Item = (usize, &Field)> {
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
                let about = [&field.docs, &self.api.def(owner).docs].map(description).join("\n");
                let found = Level { path, name, about, owner, shape };
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
