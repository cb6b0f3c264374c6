//! Names of definitions, of their files, and of their fields.

use std::collections::HashMap;

use super::bodies::{Bodies, Body};
use super::ident::Ident;
use super::members;
use super::methods::MethodNames;
use super::reserved::{DEVICES, PRELUDE};
use super::scope::{Clash, Help, Scope};
use super::words::{Case, Words};
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, NamePart, Origin, Shape, TypeDef, TypeId};
use crate::pointer::Pointer;
use crate::settings::Settings;

/// The names of a definition and its parts.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// The type.
    pub ident: Ident,
    /// The module, and file, that contains it.
    pub module: Ident,
    /// Its fields or variants, in their order.
    pub members: Vec<Ident>,
    /// Its name in the API, if the Rust name differs in more than its case.
    pub renamed: Option<String>,
}

pub(super) fn decide(
    api: &Api,
    methods: &MethodNames,
    settings: Settings<'_>,
    fields: Settings<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<TypeNames> {
    let mut scope = Scope::reserving(&PRELUDE);
    let mut modules = Modules::new();
    let mut words: HashMap<TypeId, Words> = HashMap::new();
    let mut idents: HashMap<TypeId, Ident> = HashMap::new();
    // Names in the document take precedence over composed names.
    let stated = |id: &TypeId| matches!(api.def(*id).origin, Origin::Component(_));
    let bodies = Bodies::of(api, methods);
    let (first, then): (Vec<TypeId>, Vec<TypeId>) = api.type_ids().partition(stated);
    for id in first.into_iter().chain(then) {
        let def = api.def(id);
        let decided = settings.config.names.get(def.at.as_str()).filter(|_| matches!(def.origin, Origin::Component(_)));
        let proposals = match decided {
            Some(name) => vec![Words::split(name)],
            None => proposals(api, methods, &bodies, &def.origin, &words),
        };
        let clash = clash(api, def, settings);
        let ident = scope.choose(&proposals, Case::Pascal, &clash, diagnostics);
        words.insert(id, Words::split(ident.as_str()));
        idents.insert(id, ident);
    }
    let ids = api.type_ids();
    ids.map(|id| {
        let def = api.def(id);
        let ident = idents[&id].clone();
        let renamed = renamed(&def.origin, &ident);
        let module = modules.of(&module_words(api, methods, id, &idents), &def.at);
        TypeNames { module, members: members::decide(def, fields, diagnostics), ident, renamed }
    })
    .collect()
}

/// Returns what to report if the name of a definition is taken. Variants that cannot be distinguished are always
/// numbered.
fn clash<'a>(api: &Api, def: &'a TypeDef, settings: Settings<'_>) -> Clash<'a> {
    let is_alternative = matches!(
        &def.origin,
        Origin::Member { parent, item: false, .. } if matches!(api.def(*parent).shape, Shape::Union(_))
    );
    let lenient = settings.options.lenient_names || is_alternative;
    Clash { what: "this type", at: &def.at, lenient, help: Help::Name(&def.at) }
}

/// Returns the possible names of a definition, best first.
fn proposals(
    api: &Api,
    methods: &MethodNames,
    bodies: &Bodies,
    origin: &Origin,
    named: &HashMap<TypeId, Words>,
) -> Vec<Words> {
    let singular = |words: Words, item: bool| if item { words.singular() } else { words };
    match origin {
        Origin::Component(name) => {
            let words = Words::split(name);
            vec![words.clone(), words.then(&Words::split("model"))]
        }
        Origin::Member { parent, name, item } => {
            let owner = named.get(parent).cloned().unwrap_or_default();
            let own = singular(Words::split(name), *item);
            let kind = if *item { "item" } else { "value" };
            let long = owner.then(&own);
            vec![long.clone(), long.then(&Words::split(kind))]
        }
        Origin::Input { operation, name, item } => {
            let own = singular(Words::split(name), *item);
            let resource = Words::split(&api.resource_path(*operation).join(" "));
            let last = methods.resource_words(api, *operation).singular();
            let short = last.clone().then(&own);
            let method = methods.words(*operation).then(&last).then(&own);
            vec![short, method.clone(), resource.then(&method)]
        }
        Origin::Repeated { path, owner, first, .. } => {
            let part = |part: &NamePart| singular(Words::split(&part.name), part.item);
            let own = path.iter().fold(Words::default(), |words, next| words.then(&part(next)));
            // A single word is too general: `ChangesTitle` rather than `Title`.
            let owned = owner.iter().filter(|_| own.is_single()).map(|owner| part(owner).then(&own));
            owned.chain([own.clone()]).chain(proposals(api, methods, bodies, first, named)).collect()
        }
        Origin::RequestBody { operation, item } => bodies.proposals(api, methods, &Body::sent(*operation, *item)),
        Origin::ResponseBody { operation, status, item } => {
            bodies.proposals(api, methods, &Body::response(*operation, status.as_deref(), *item))
        }
    }
}

/// Returns the name of a definition in the API, if its Rust name differs in more than its case.
fn renamed(origin: &Origin, ident: &Ident) -> Option<String> {
    match origin {
        Origin::Component(name) => (Words::split(name).pascal() != ident.as_str()).then(|| name.clone()),
        Origin::Member { .. }
        | Origin::Input { .. }
        | Origin::RequestBody { .. }
        | Origin::ResponseBody { .. }
        | Origin::Repeated { .. } => None,
    }
}

/// Returns the words of a definition's file: that of its component, else that of its resource.
fn module_words(api: &Api, methods: &MethodNames, id: TypeId, idents: &HashMap<TypeId, Ident>) -> Words {
    let mut id = id;
    loop {
        let origin = match &api.def(id).origin {
            Origin::Repeated { first, within: true, .. } => first,
            origin => origin,
        };
        match origin {
            Origin::Component(_) | Origin::Repeated { .. } => return Words::split(idents[&id].as_str()),
            Origin::Member { parent, .. } => id = *parent,
            Origin::Input { operation, .. }
            | Origin::RequestBody { operation, .. }
            | Origin::ResponseBody { operation, .. } => return methods.resource_words(api, *operation),
        }
    }
}

/// The modules of the models: one for each distinct name, with any number of definitions.
struct Modules {
    scope: Scope,
    known: HashMap<Words, Ident>,
}

impl Modules {
    fn new() -> Self {
        Self { scope: Scope::reserving(&DEVICES), known: HashMap::new() }
    }

    fn of(&mut self, words: &Words, at: &Pointer) -> Ident {
        if let Some(known) = self.known.get(words) {
            return known.clone();
        }
        let plain = words.ascii();
        let spellings = [plain.clone(), plain.then(&Words::split("models"))];
        let ident = self.scope.assign(&spellings, Case::Snake, at);
        self.known.insert(words.clone(), ident.clone());
        ident
    }
}
