//! What has a name: the key of everything in a surface, one for each line of a lock.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use unicode_ident::{is_xid_continue, is_xid_start};

use crate::pointer::Pointer;
use crate::surface::{Kind, Method, Model, Surface};

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Thing {
    /// The method of an operation, with the calls that lead to its resource.
    Operation(String),
    /// The request of an operation.
    Request(String),
    /// The struct of required inputs of an operation.
    Inputs(String),
    /// An input of an operation: the key of the operation, and of the input.
    Input(String, String),
    /// What an operation returns with a status.
    Outcome(String, String),
    /// A model, by its location.
    Type(String),
    /// Another schema that a model is the type of: the keys of both.
    Place(String, String),
    /// A field, a value or a variant of a model.
    Member(String, String),
    /// A method that accepts a credential.
    Credential(String),
    /// A cargo feature.
    Feature(String),
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(key) => write!(f, "operation {key}"),
            Self::Request(key) => write!(f, "request {key}"),
            Self::Inputs(key) => write!(f, "inputs {key}"),
            Self::Input(key, input) => write!(f, "input {key} {input}"),
            Self::Outcome(key, status) => write!(f, "outcome {key} {status}"),
            Self::Type(at) => write!(f, "type {at}"),
            Self::Place(at, place) => write!(f, "place {at} {place}"),
            Self::Member(at, wire) => write!(f, "member {at} {wire}"),
            Self::Credential(scheme) => write!(f, "credential {scheme}"),
            Self::Feature(name) => write!(f, "feature {name}"),
        }
    }
}

impl Thing {
    /// Returns what it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Operation(_) => "the method",
            Self::Request(_) => "the request",
            Self::Inputs(_) => "the struct of required inputs",
            Self::Input(..) => "the input",
            Self::Outcome(..) => "the variant of the result",
            Self::Type(_) | Self::Place(..) => "the type",
            Self::Member(..) => "the member",
            Self::Credential(_) => "the method for the credential",
            Self::Feature(_) => "the cargo feature",
        }
    }

    /// Returns the type that has it, if it is a part of one.
    pub(super) fn owner<'a>(&self, surface: &'a Surface) -> Option<&'a str> {
        match self {
            Self::Member(at, _) => surface.types.get(at).map(|model| model.name.as_str()),
            Self::Input(key, _) => surface.operations.get(key).map(|method| method.request.as_str()),
            _ => None,
        }
    }

    /// Returns its location in the document, if its key says it.
    pub(super) fn location(&self) -> Option<Pointer> {
        match self {
            Self::Type(at) | Self::Member(at, _) => Some(Pointer::parse(at)),
            _ => None,
        }
    }
}

/// Returns everything in a surface with its name; a method is preceded by the calls that lead to it.
pub(crate) fn things(surface: &Surface) -> BTreeMap<Thing, String> {
    let mut things = BTreeMap::new();
    for (key, method) in &surface.operations {
        things.extend(of_operation(key, method));
    }
    for (at, model) in &surface.types {
        things.insert(Thing::Type(at.clone()), model.name.clone());
        things.extend(members(model).into_iter().map(|(wire, name)| (Thing::Member(at.clone(), wire.clone()), name)));
    }
    let credentials = surface.credentials.iter();
    things.extend(credentials.map(|(scheme, one)| (Thing::Credential(scheme.clone()), one.method.clone())));
    things.extend(surface.features.iter().map(|name| (Thing::Feature(name.clone()), name.clone())));
    things
}

/// Returns the other schemas that models are the types of.
pub(super) fn places(surface: &Surface) -> impl Iterator<Item = Thing> {
    let types = surface.types.iter();
    types.flat_map(|(at, model)| model.places.iter().map(|place| Thing::Place(at.clone(), place.clone())))
}

fn of_operation(key: &str, method: &Method) -> Vec<(Thing, String)> {
    let own = || key.to_owned();
    let mut things = vec![
        (Thing::Operation(own()), format!("{}.{}", method.resource, method.name)),
        (Thing::Request(own()), method.request.clone()),
    ];
    things.extend(method.inputs.iter().map(|name| (Thing::Inputs(own()), name.clone())));
    let arguments = method.arguments.iter().map(|(input, named)| (input, named));
    let inputs = arguments.chain(&method.setters);
    things.extend(inputs.map(|(input, named)| (Thing::Input(own(), input.clone()), named.name.clone())));
    let outcomes = method.outcomes.iter();
    things.extend(outcomes.map(|(status, name)| (Thing::Outcome(own(), status.clone()), name.clone())));
    things
}

/// Returns the members of a model with their names.
fn members(model: &Model) -> Vec<(&String, String)> {
    match &model.kind {
        Kind::Struct { fields: members, .. } | Kind::Union { variants: members, .. } => {
            members.iter().map(|(wire, named)| (wire, named.name.clone())).collect()
        }
        Kind::Enumeration(values) => values.iter().map(|(value, name)| (value, name.clone())).collect(),
        Kind::Alias(_) => Vec::new(),
    }
}

/// Returns the values of an enumeration.
pub(super) fn values(model: &Model) -> impl Iterator<Item = &String> {
    let values = match &model.kind {
        Kind::Enumeration(values) => Some(values.keys()),
        Kind::Struct { .. } | Kind::Union { .. } | Kind::Alias(_) => None,
    };
    values.into_iter().flatten()
}

/// Returns what is in both surfaces and has another name in the second one, with both names.
pub(crate) fn renamed(old: &Surface, new: &Surface) -> Vec<(Thing, String, String)> {
    let mut after = things(new);
    let both = things(old).into_iter().filter_map(|(thing, name)| {
        let other = after.remove(&thing).filter(|other| *other != name)?;
        Some((thing, name, other))
    });
    both.collect()
}

/// Removes what has one of these keys from a surface.
pub(super) fn remove(surface: &mut Surface, keys: &BTreeSet<String>) {
    let has = |thing: Thing| keys.contains(&thing.to_string());
    surface.operations.retain(|key, _| !has(Thing::Operation(key.clone())));
    for (key, method) in &mut surface.operations {
        method.setters.retain(|input, _| !has(Thing::Input(key.clone(), input.clone())));
        method.outcomes.retain(|status, _| !has(Thing::Outcome(key.clone(), status.clone())));
    }
    surface.types.retain(|at, _| !has(Thing::Type(at.clone())));
    for (at, model) in &mut surface.types {
        let is_new = |wire: &String| has(Thing::Member(at.clone(), wire.clone()));
        model.places.retain(|place| !has(Thing::Place(at.clone(), place.clone())));
        match &mut model.kind {
            Kind::Struct { fields: members, .. } | Kind::Union { variants: members, .. } => {
                members.retain(|wire, _| !is_new(wire));
            }
            Kind::Enumeration(values) => values.retain(|value, _| !is_new(value)),
            Kind::Alias(_) => {}
        }
    }
    surface.credentials.retain(|scheme, _| !has(Thing::Credential(scheme.clone())));
    surface.features.retain(|name| !has(Thing::Feature(name.clone())));
    surface.default_features.retain(|name| !has(Thing::Feature(name.clone())));
    let used: Vec<&str> = surface.operations.values().map(|method| method.resource.as_str()).collect();
    let leads =
        |path: &str, to: &str| to.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    surface.resources.retain(|path, _| used.iter().any(|used| leads(path, used)));
}

/// Returns a name that is no identifier.
pub(super) fn invalid_name(surface: &Surface) -> Option<String> {
    let named = things(surface).into_iter().filter(|(thing, _)| !matches!(thing, Thing::Feature(_)));
    let handles = surface.resources.iter().flat_map(|(path, handle)| [path.clone(), handle.clone()]);
    let mut names = named.map(|(_, name)| name).chain(handles);
    names.find(|name| !name.split('.').all(is_identifier))
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|first| first == '_' || is_xid_start(first));
    starts && characters.all(is_xid_continue) && name != "_"
}
