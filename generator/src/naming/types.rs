//! Names of definitions, of their files, and of their fields.

use std::collections::HashMap;

use super::held::Held;
use super::ident::Ident;
use super::members;
use super::methods::MethodNames;
use super::proposals::{Parts, Proposals};
use super::reserved::{DEVICES, PRELUDE};
use super::scope::{Clash, Help, Scope};
use super::words::{Case, Words};
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Origin, Shape, TypeDef, TypeId};
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
    /// Its earlier names, which are deprecated aliases.
    pub was: Vec<Ident>,
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
    let held = Held::of(settings);
    let mut modules = Modules::new();
    let is_component = |id: TypeId| matches!(api.def(id).origin, Origin::Component(_));
    let decided = |id: TypeId| settings.config.names.get(api.def(id).at.as_str()).filter(|_| is_component(id));
    let mut proposals = Proposals::new(api, methods, |id| decided(id).is_some());
    let published = |id: TypeId| held.model(api.def(id)).filter(|_| decided(id).is_none());
    api.type_ids().filter_map(published).for_each(|model| scope.hold(&model.name));
    // The modules of resources import models, so that no model can have the name of a request.
    held.names_in_resources().for_each(|name| scope.hold(name));
    let mut idents: HashMap<TypeId, Ident> = HashMap::new();
    // Names in the document take precedence over composed names.
    let (first, then): (Vec<TypeId>, Vec<TypeId>) = api.type_ids().partition(|id| is_component(*id));
    for id in first.into_iter().chain(then) {
        let def = api.def(id);
        let possible = match decided(id) {
            Some(name) => vec![Parts::one(Words::split(name))],
            None => proposals.of(id),
        };
        let spellings: Vec<Words> = possible.iter().map(Parts::words).collect();
        let kept = published(id).and_then(|model| scope.take_held(&model.name, &def.at));
        let ident = match kept {
            Some(ident) => ident,
            None => scope.choose(&spellings, Case::Pascal, &clash(api, def, settings), diagnostics),
        };
        proposals.chose(id, &possible, &ident);
        idents.insert(id, ident);
    }
    for (id, words) in proposals.shorter(&idents) {
        if published(id).is_some() {
            continue;
        }
        if let Some(ident) = scope.claim(&[words], Case::Pascal, &api.def(id).at) {
            idents.insert(id, ident);
        }
    }
    let mut earlier: HashMap<TypeId, Vec<Ident>> = HashMap::new();
    for id in api.type_ids() {
        let names = held.earlier_types(api.def(id), idents[&id].as_str());
        let free = names.into_iter().filter_map(|name| scope.take_held(name, &api.def(id).at));
        earlier.insert(id, free.collect());
    }
    let ids = api.type_ids();
    ids.map(|id| {
        let def = api.def(id);
        let ident = idents[&id].clone();
        let renamed = renamed(&def.origin, &ident);
        let module = modules.of(&module_words(api, methods, id, &idents), &def.at);
        TypeNames {
            module,
            members: members::decide(def, held.members(def), |id, name| proposals.short(id, name), fields, diagnostics),
            was: earlier.remove(&id).unwrap_or_default(),
            ident,
            renamed,
        }
    })
    .collect()
}

/// Returns what to report if the name of a definition is taken. Variants that cannot be distinguished are always
/// numbered.
fn clash<'a>(api: &Api, def: &'a TypeDef, settings: Settings<'_>) -> Clash<'a> {
    let origin = match &def.origin {
        Origin::Repeated { first, .. } => first,
        origin => origin,
    };
    let is_alternative = matches!(
        origin,
        Origin::Member { parent, item: false, .. } if matches!(api.def(*parent).shape, Shape::Union(_))
    );
    let lenient = settings.options.lenient_names || is_alternative;
    Clash { what: "this type", at: &def.at, lenient, help: Help::Name(&def.at) }
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
