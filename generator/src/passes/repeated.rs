//! Merges inline schemas that repeat: equal in every part, and with the same name.
//!
//! A document without `$ref` repeats its `address` in each model that has one; an author of the SDK would write one
//! `Address`. Two schemas are merged if their properties, values and descriptions are equal, if they have the same name
//! (a title, or the property that contains them), and if both are used in requests or both in responses. Schemas that
//! are equal by chance and have different names are not merged. What users have as one type stays one, as long as it is
//! equal.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::edges::rewrite;
use super::equal;
use crate::english::is_general;
use crate::ir::{Api, NamePart, Origin, ResourceId, Shape, TypeId, Usage};
use crate::surface::Surface;

/// `joined` maps definitions to others that they equal, and that users have as one type with them.
pub(super) fn run(api: &mut Api, published: Option<&Surface>, joined: &HashMap<TypeId, TypeId>) {
    let paths: BTreeMap<TypeId, Vec<NamePart>> =
        api.type_ids().filter(|id| is_used(api, *id)).filter_map(|id| Some((id, path(api, id)?))).collect();
    // Parts precede the definitions that contain them.
    let mut ids: Vec<TypeId> = paths.keys().copied().collect();
    let one = |id: TypeId| joined.get(&id).copied().unwrap_or(id);
    let mut depths: HashMap<TypeId, usize> = HashMap::new();
    for id in &ids {
        let deepest = depths.entry(one(*id)).or_default();
        *deepest = depth(api, *id).max(*deepest);
    }
    // Definitions that contain the same ones follow each other.
    ids.sort_by_key(|id| (Reverse(depths[&one(*id)]), one(*id), *id));
    let called = ids.into_iter().map(|id| {
        let like = Some(one(id)).filter(|first| paths.contains_key(first)).unwrap_or(id);
        (id, (paths[&like].iter().map(NamePart::plain).collect::<Vec<_>>(), users(api, like)))
    });
    let classes = equal::classes(api, called, published);
    let classes: Vec<(TypeId, Vec<TypeId>)> =
        classes.into_iter().map(|class| (representative(api, &class.members), class.members)).collect();
    let mut same: HashMap<TypeId, TypeId> = HashMap::new();
    for (one, members) in &classes {
        let others = members.iter().filter(|other| *other != one && !is_component(api, **other));
        same.extend(others.map(|other| (*other, *one)));
    }
    rewrite(api, &|id| same.get(&id).copied().unwrap_or(id));
    for (one, members) in &classes {
        let merged: Vec<TypeId> = members.iter().copied().filter(|id| same.contains_key(id)).collect();
        equal::stand_for(api, *one, &merged);
    }
    for (one, members) in classes.iter().filter(|(_, members)| members.len() > 1) {
        if !is_component(api, *one) {
            unify(api, *one, members, &paths);
        }
    }
}

/// Returns the definition that replaces the others: a component, else the one that is nested least, else the first. So
/// a definition that equals its own owner cannot become the owner of that owner.
fn representative(api: &Api, members: &[TypeId]) -> TypeId {
    let order = |id: &TypeId| (!is_component(api, *id), depth(api, *id), *id);
    members.iter().copied().min_by_key(order).unwrap_or(members[0])
}

/// Combines the facts about all definitions of a class in one of them. Owners that are equal are already merged.
fn unify(api: &mut Api, one: TypeId, members: &[TypeId], paths: &BTreeMap<TypeId, Vec<NamePart>>) {
    let others = || members.iter().map(|id| api.def(*id));
    let mut def = api.def(one).clone();
    let stays = matches!(def.origin, Origin::Member { .. }) && others().all(|other| other.origin == def.origin);
    if !stays {
        let roots: HashSet<Root> = members.iter().map(|id| root(api, *id)).collect();
        let owners: BTreeSet<Option<NamePart>> = members.iter().map(|id| owner(api, *id)).collect();
        def.origin = Origin::Repeated {
            path: paths[&one].clone(),
            owner: owners.first().filter(|_| owners.len() == 1).cloned().flatten(),
            within: roots.len() == 1,
            first: Box::new(def.origin),
        };
    }
    if others().any(|other| other.docs.description != def.docs.description) {
        def.docs.description = None;
    }
    if others().any(|other| other.docs.example != def.docs.example) {
        def.docs.example = None;
    }
    if others().any(|other| other.docs.link != def.docs.link) {
        def.docs.link = None;
    }
    def.docs.deprecated = others().all(|other| other.docs.deprecated);
    api.types[one.index()] = def;
}

/// Returns the names of a definition: its title or the property that contains it, preceded by its owner's name if that
/// is too general.
fn path(api: &Api, id: TypeId) -> Option<Vec<NamePart>> {
    let def = api.def(id);
    if matches!(def.shape, Shape::Alias(_)) {
        return None;
    }
    let mut path = VecDeque::from([name_part(api, id)?]);
    let mut id = Some(id);
    while is_uninformative(&path[0])
        && let Some(part) = id.and_then(|id| owner(api, id))
    {
        path.push_front(part);
        id = id.and_then(|id| parent(api, id));
    }
    Some(path.into())
}

fn is_uninformative(part: &NamePart) -> bool {
    let name = part.name.to_ascii_lowercase();
    let one = name.strip_suffix('s').filter(|_| part.item);
    is_general(&name) || one.is_some_and(is_general)
}

/// Returns the name of a definition's owner: the struct or union that contains it, or the resource that it is sent to.
fn owner(api: &Api, id: TypeId) -> Option<NamePart> {
    match &api.def(id).origin {
        Origin::Member { parent, .. } => name_part(api, *parent),
        Origin::Input { operation, .. } => {
            Some(NamePart { name: api.resource_path(*operation).last()?.clone(), item: true })
        }
        Origin::Component(_) | Origin::RequestBody { .. } | Origin::ResponseBody { .. } | Origin::Repeated { .. } => {
            None
        }
    }
}

fn parent(api: &Api, id: TypeId) -> Option<TypeId> {
    match &api.def(id).origin {
        Origin::Member { parent, .. } => Some(*parent),
        Origin::Component(_)
        | Origin::Input { .. }
        | Origin::RequestBody { .. }
        | Origin::ResponseBody { .. }
        | Origin::Repeated { .. } => None,
    }
}

fn name_part(api: &Api, id: TypeId) -> Option<NamePart> {
    let def = api.def(id);
    let (name, item) = match (&def.origin, def.docs.title_as_name()) {
        (Origin::Component(name), _) => (name.as_str(), false),
        (_, Some(title)) => (title, false),
        (Origin::Member { name, item, .. } | Origin::Input { name, item, .. }, None) => (name.as_str(), *item),
        (Origin::RequestBody { .. } | Origin::ResponseBody { .. } | Origin::Repeated { .. }, None) => return None,
    };
    Some(NamePart { name: name.to_owned(), item })
}

/// What determines the file of a definition.
#[derive(PartialEq, Eq, Hash)]
enum Root {
    Component(TypeId),
    Resource(ResourceId),
}

fn root(api: &Api, id: TypeId) -> Root {
    let mut id = id;
    loop {
        let mut origin = &api.def(id).origin;
        while let Origin::Repeated { first, .. } = origin {
            origin = first;
        }
        match origin {
            Origin::Member { parent, .. } => id = *parent,
            Origin::Input { operation, .. }
            | Origin::RequestBody { operation, .. }
            | Origin::ResponseBody { operation, .. } => {
                return Root::Resource(api.operations[operation.index()].resource);
            }
            Origin::Component(_) | Origin::Repeated { .. } => return Root::Component(id),
        }
    }
}

/// Returns how deep a definition is nested in a component or an operation.
fn depth(api: &Api, id: TypeId) -> usize {
    std::iter::successors(Some(id), |id| parent(api, *id)).count()
}

fn is_component(api: &Api, id: TypeId) -> bool {
    matches!(api.def(id).origin, Origin::Component(_))
}

fn is_used(api: &Api, id: TypeId) -> bool {
    api.def(id).usage != Usage::default()
}

/// Returns whether requests or responses use a definition, if its fields depend on that.
fn users(api: &Api, id: TypeId) -> Usage {
    match &api.def(id).shape {
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => Usage::default(),
        Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => api.def(id).usage,
    }
}
