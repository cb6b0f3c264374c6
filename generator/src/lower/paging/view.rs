//! What the recognisers look at: the inputs of an operation, and the fields of its page level by level. Knows no kind
//! of paging.

use super::names::{BESIDE, CONTAINERS, ENVELOPES, ITEMS, plain};
use crate::ir::{
    Api, BodyContent, BodyEncoding, Constraints, Docs, Field, Item, Location, Method, Operation, Output, Scalar, Step,
    Struct, Style, Type, TypeId, Wire, WireName,
};

/// How deep in a page its links to other pages may be.
const DEPTH: usize = 3;

/// An operation that returns JSON.
pub(super) struct View<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
    pub(super) inputs: Vec<Input<'a>>,
    /// The page and the objects in it that may hold links or items, outermost first; none if the page is a list.
    pub(super) levels: Vec<Level<'a>>,
    /// The headers that the document names for successes.
    pub(super) headers: Vec<String>,
    /// The items, by evidence.
    pub(super) items: Option<Items>,
}

/// A list in a page.
pub(super) struct Items {
    pub(super) path: Vec<Step>,
    pub(super) item: Type,
    pub(super) nullable: bool,
    /// Whether the page is nothing but the list.
    pub(super) is_page: bool,
}

/// A query parameter or a field of the body.
pub(super) struct Input<'a> {
    pub(super) name: WireName,
    pub(super) plain: String,
    pub(super) ty: &'a Type,
    pub(super) constraints: &'a Constraints,
    pub(super) docs: &'a Docs,
    pub(super) in_body: bool,
}

/// An object within a page.
pub(super) struct Level<'a> {
    pub(super) path: Vec<Step>,
    /// The plain name of the field that holds it; empty for the page itself.
    pub(super) name: String,
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
    pub(super) fn of(api: &'a Api, operation: &'a Operation, headers: Vec<String>) -> Option<Self> {
        let Output::Json { ty, optional: false } = &operation.output else { return None };
        if !matches!(operation.method, Method::Get | Method::Post) {
            return None;
        }
        let mut levels = Vec::new();
        if let Some((owner, shape)) = api.as_struct(ty) {
            descend(api, Level { path: Vec::new(), name: String::new(), owner, shape }, &mut levels);
        }
        let mut view = Self { api, operation, inputs: inputs(api, operation), levels, headers, items: None };
        view.items = view.list(ty);
        Some(view)
    }

    /// Returns the first input with one of these names that fits.
    pub(super) fn input(&self, names: &[&str], fits: impl Fn(&Input<'a>) -> bool) -> Option<&Input<'a>> {
        names.iter().find_map(|name| self.inputs.iter().find(|input| input.plain == *name && fits(input)))
    }

    /// Returns the path to the first field with one of these names that fits: outer levels before inner ones.
    pub(super) fn member(&self, names: &[&str], fits: impl Fn(&Field) -> bool) -> Option<Vec<Step>> {
        self.levels.iter().find_map(|level| level.member(names, &fits))
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

    fn list(&self, ty: &Type) -> Option<Items> {
        if let Type::List(item) = self.api.resolve(ty) {
            let (item, nullable) = (item.ty.clone(), item.nullable);
            return Some(Items { path: Vec::new(), item, nullable, is_page: true });
        }
        let holders = self.levels.iter().filter(|level| {
            level.path.len() < 2 && (level.name.is_empty() || CONTAINERS.contains(&level.name.as_str()))
        });
        holders.filter_map(|level| self.list_of(level)).next()
    }

    fn list_of(&self, level: &Level<'a>) -> Option<Items> {
        let lists: Vec<(usize, String, &Item)> = lists(self.api, level.shape).collect();
        let named = ITEMS.iter().find_map(|name| lists.iter().find(|(_, plain, _)| plain == name));
        let last = self.operation.path.rsplit('/').find(|part| !part.is_empty() && !part.contains('{'));
        let last = plain(last.unwrap_or_default().split('.').next().unwrap_or_default());
        let of_path = || lists.iter().find(|(_, plain, _)| *plain == last);
        let main = || lists.iter().filter(|(_, plain, _)| !BESIDE.contains(&plain.as_str()));
        let alone = || main().next().filter(|_| main().count() == 1);
        let objects = || main().filter(|(_, _, item)| self.api.as_struct(&item.ty).is_some());
        let alone_of_objects = || objects().next().filter(|_| objects().count() == 1);
        let found = named.or_else(of_path).or_else(alone).or_else(alone_of_objects);
        let (field, _, item) = found?;
        let mut path = level.path.clone();
        path.push(Step { owner: level.owner, field: *field });
        Some(Items { path, item: item.ty.clone(), nullable: item.nullable, is_page: false })
    }
}

impl Level<'_> {
    /// Returns the path to the first field with one of these names that fits.
    pub(super) fn member(&self, names: &[&str], fits: impl Fn(&Field) -> bool) -> Option<Vec<Step>> {
        let fields = || self.shape.fields.iter().enumerate();
        let found = names
            .iter()
            .find_map(|name| fields().find(|(_, field)| plain(field.wire.as_str()) == *name && fits(field)));
        let (field, _) = found?;
        let mut path = self.path.clone();
        path.push(Step { owner: self.owner, field });
        Some(path)
    }
}

fn class(api: &Api, ty: &Type) -> Option<Class> {
    match api.resolve(ty) {
        Type::Scalar(scalar) => match scalar.row().wire {
            Wire::Text(text) => text.is_cursor.then_some(Class::Text),
            Wire::Integer(_) | Wire::Number => Some(Class::Number),
            Wire::Boolean | Wire::Body(_) => None,
        },
        Type::Json | Type::List(_) | Type::Map(_) | Type::Named(_) => None,
    }
}

/// Returns the fields that are lists: index, plain name, item.
fn lists<'a>(api: &'a Api, shape: &'a Struct) -> impl Iterator<Item = (usize, String, &'a Item)> {
    shape.fields.iter().enumerate().filter_map(|(index, field)| match api.resolve(field.value.ty()?) {
        Type::List(item) => Some((index, plain(field.wire.as_str()), &**item)),
        _ => None,
    })
}

fn descend<'a>(api: &'a Api, level: Level<'a>, levels: &mut Vec<Level<'a>>) {
    let inner: Vec<Level<'a>> = if level.path.len() < DEPTH {
        let of_name = |name: &&str| {
            let found = level.shape.fields.iter().enumerate().find(|(_, field)| plain(field.wire.as_str()) == **name);
            let (field, member) = found?;
            let (owner, shape) = api.as_struct(member.value.ty()?)?;
            let mut path = level.path.clone();
            path.push(Step { owner: level.owner, field });
            Some(Level { path, name: (*name).to_owned(), owner, shape })
        };
        ENVELOPES.iter().chain(&["embedded", "results", "body", "d"]).filter_map(of_name).collect()
    } else {
        Vec::new()
    };
    levels.push(level);
    inner.into_iter().for_each(|level| descend(api, level, levels));
}

fn inputs<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Input<'a>> {
    let query = operation.parameters.iter().filter(|parameter| {
        parameter.location == Location::Query && parameter.style != Style::Json && parameter.constant.is_none()
    });
    let query = query.map(|parameter| Input {
        name: parameter.wire.clone(),
        plain: plain(parameter.wire.as_str()),
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
    members(api, "", fields, &mut inputs);
    inputs
}

/// Adds the fields of a body, and those of an object in it that is about paging.
fn members<'a>(api: &'a Api, prefix: &str, fields: &'a [Field], inputs: &mut Vec<Input<'a>>) {
    for field in fields {
        let Some(ty) = field.value.ty() else { continue };
        let wire = field.wire.as_str();
        let plain = plain(wire);
        if let Some((_, shape)) = api.as_struct(ty) {
            if prefix.is_empty() && ["pagination", "paging", "page", "pager"].contains(&plain.as_str()) {
                members(api, &format!("/{wire}/"), &shape.fields, inputs);
            }
        } else if !wire.contains(['/', '~']) {
            let name = WireName::new(format!("{prefix}{wire}"));
            let (constraints, docs) = (&field.constraints, &field.docs);
            inputs.push(Input { name, plain, ty, constraints, docs, in_body: true });
        }
    }
}
