//! The possible names of types, best first: what the document calls them, their title, or the names that lead to them.
//!
//! A name depends on the names that lead to its type, and on nothing else, with these exceptions: two titles that are
//! the same are not used alone; of two types with one name, the later one in the document has its next possible name;
//! and a long name is shortened only if no other type has the short one.

use std::collections::HashMap;

use super::bodies::{Bodies, Body};
use super::components::Components;
use super::ident::Ident;
use super::joined::joined;
use super::methods::MethodNames;
use super::words::Words;
use crate::english::is_general;
use crate::ir::{Api, NamePart, Origin, Shape, TypeId};

/// The most letters of a name from which no parts are left out.
const LONGEST: usize = 50;

/// A name, divided into the names that lead to its type.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts(Vec<Words>);

impl Parts {
    /// Returns a name of one part.
    pub(super) fn one(words: Words) -> Self {
        Self(vec![words])
    }

    /// The words of all parts.
    pub(super) fn words(&self) -> Words {
        Words::of(self.0.iter().flat_map(Words::as_slice))
    }

    /// Returns the name with one part more, with every word of it.
    fn then(&self, own: &Words) -> Self {
        Self(self.0.iter().chain([own]).cloned().collect())
    }

    /// Returns the name with one part more and without repetitions; `None` if the part adds nothing.
    fn joined(&self, own: &Words) -> Option<Self> {
        let before = self.words();
        let words = joined(&before, own)?;
        let (all, count) = (words.as_slice(), before.as_slice().len());
        if all.starts_with(before.as_slice()) {
            return Some(self.then(&Words::of(all[count..].iter())));
        }
        // Words of the owner are further back now: none of the name is a part that can be left out.
        Some(Self::one(words))
    }

    /// Returns the name with a word more in its last part.
    fn qualified(&self, word: &str) -> Self {
        let (last, before) =
            self.0.split_last().map_or((Words::default(), &[][..]), |(last, before)| (last.clone(), before));
        Self(before.iter().cloned().chain([last.then(&Words::split(word))]).collect())
    }

    /// Returns a long name without as many of its middle parts as make it short enough; `None` if it has none.
    fn shorter(&self) -> Option<Words> {
        let (first, rest) = self.0.split_first()?;
        let without = |left_out: usize| {
            rest[left_out..].iter().fold(first.clone(), |words, own| joined(&words, own).unwrap_or(words))
        };
        // `input` alone does not say which one.
        let is_general = rest.last()?.as_slice().iter().all(|word| is_general(word));
        let kept = if is_general { 2 } else { 1 };
        let most = rest.len().checked_sub(kept).filter(|most| *most > 0)?;
        let short = (1..=most).map(without).find(|name| name.pascal().chars().count() <= LONGEST);
        Some(short.unwrap_or_else(|| without(most)))
    }
}

/// The names that types can have.
pub(super) struct Proposals<'a> {
    api: &'a Api,
    methods: &'a MethodNames,
    bodies: Bodies,
    components: Components,
    /// How many types each title, and each name of a component, is the name of.
    titles: HashMap<Words, usize>,
    /// The names that were chosen.
    named: HashMap<TypeId, Parts>,
}

impl<'a> Proposals<'a> {
    /// Collects what names depend on. The configuration names the components that are decided.
    pub(super) fn new(api: &'a Api, methods: &'a MethodNames, is_decided: impl Fn(TypeId) -> bool) -> Self {
        let components = Components::of(api, is_decided);
        let mut titles: HashMap<Words, usize> = HashMap::new();
        for id in api.type_ids() {
            let words = match &api.def(id).origin {
                Origin::Component(name) => components.name(id).cloned().or_else(|| Some(Words::split(name))),
                _ => api.def(id).docs.title_as_name().map(Words::split),
            };
            words.into_iter().for_each(|words| *titles.entry(words).or_default() += 1);
        }
        Self { api, methods, bodies: Bodies::of(api, methods), components, titles, named: HashMap::new() }
    }

    /// Remembers the name that was chosen from those of [`Self::of`].
    pub(super) fn chose(&mut self, id: TypeId, possible: &[Parts], ident: &Ident) {
        let chosen = possible.iter().find(|parts| parts.words().pascal() == ident.as_str());
        let parts = chosen.cloned().unwrap_or_else(|| Parts::one(Words::split(ident.as_str())));
        self.named.insert(id, parts);
    }

    /// Returns the possible names of a type, best first. The names of those that contain it are chosen.
    pub(super) fn of(&self, id: TypeId) -> Vec<Parts> {
        self.of_origin(id, &self.api.def(id).origin)
    }

    fn of_origin(&self, id: TypeId, origin: &Origin) -> Vec<Parts> {
        let (api, methods) = (self.api, self.methods);
        match origin {
            Origin::Component(name) => {
                let words = Words::split(name);
                let short = self.components.name(id).cloned();
                short.into_iter().chain([words.clone(), words.then(&Words::split("model"))]).map(Parts::one).collect()
            }
            Origin::Member { parent, name, item } => {
                let owner = self.named.get(parent).cloned().unwrap_or_default();
                let own = singular(Words::split(name), *item);
                let kind = Words::split(if *item { "item" } else { "value" });
                let long = owner.then(&own);
                let short = match self.item_of_alternative(*parent, &own, *item) {
                    true => Some(self.item(&owner)),
                    false => Some(self.joined(id, &owner, &own, *item)),
                };
                self.title(id, &own).into_iter().chain(short).chain([long.clone(), long.then(&kind)]).collect()
            }
            Origin::Input { operation, name, item } => {
                let own = singular(Words::split(name), *item);
                let resource = Words::split(&api.resource_path(*operation).join(" "));
                let last = methods.resource_words(api, *operation).singular();
                let method = methods.words(*operation).then(&last);
                let whole = Parts::one(resource.then(&method));
                let join = |owner: Words| self.joined(id, &Parts::one(owner), &own, *item);
                let named = [join(last), join(method), whole.then(&own)];
                self.title(id, &own).into_iter().chain(named).collect()
            }
            Origin::Repeated { path, owner, first, .. } => {
                let part = |part: &NamePart| singular(Words::split(&part.name), part.item);
                let then = |words: Words, next: &Words| joined(&words, next).unwrap_or(words);
                let own = path.iter().map(part).fold(Words::default(), |words, next| then(words, &next));
                // A single word is too general: `ChangesTitle` rather than `Title`.
                let owned = owner.iter().filter(|_| own.is_single()).map(|owner| part(owner).then(&own));
                let named = owned.chain([own.clone()]).map(Parts::one).collect::<Vec<_>>();
                named.into_iter().chain(self.of_origin(id, first)).collect()
            }
            Origin::RequestBody { operation, item } => {
                let names = self.bodies.proposals(api, methods, &Body::sent(*operation, *item));
                names.into_iter().map(Parts::one).collect()
            }
            Origin::ResponseBody { operation, status, item } => {
                let body = Body::response(*operation, status.as_deref(), *item);
                self.bodies.proposals(api, methods, &body).into_iter().map(Parts::one).collect()
            }
        }
    }

    /// Returns the title of a type if it names the type without its owner: it has several words that are not all
    /// general, says more than the place of the type does, and no other type is called so. So a type that is repeated
    /// later keeps its name.
    fn title(&self, id: TypeId, own: &Words) -> Option<Parts> {
        let words = Words::split(self.api.def(id).docs.title_as_name()?);
        let is_name = words.as_slice().len() > 1 && words.as_slice().iter().any(|word| !is_general(word));
        (is_name && words != *own && self.titles.get(&words) == Some(&1)).then(|| Parts::one(words))
    }

    /// Returns the name of an owner followed by that of its part; if that only repeats the owner's, by the kind of the
    /// type.
    fn joined(&self, id: TypeId, owner: &Parts, own: &Words, item: bool) -> Parts {
        owner.joined(own).unwrap_or_else(|| {
            let is_value = owner.words().as_slice().last().is_some_and(|word| word == "value");
            owner.qualified(match self.api.def(id).shape {
                _ if item => "item",
                Shape::Struct(_) => "details",
                _ if is_value => "content",
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_) | Shape::Alias(_) => "value",
            })
        })
    }

    /// Whether a type is the item of a list that is an alternative without a name: only `objects`.
    fn item_of_alternative(&self, parent: TypeId, own: &Words, item: bool) -> bool {
        const KINDS: [&str; 7] = ["array", "boolean", "integer", "list", "number", "object", "string"];
        let is_kind = own.as_slice().iter().all(|word| KINDS.contains(&word.as_str()));
        item && is_kind && matches!(self.api.def(parent).shape, Shape::Union(_))
    }

    /// `AllowedUpdate` of `AllowedUpdates`, else `MetadataItem`.
    fn item(&self, owner: &Parts) -> Parts {
        let words = owner.words();
        let one = words.clone().singular();
        if one == words { owner.qualified("item") } else { Parts::one(one) }
    }

    /// Returns the name of a component without its namespace, given the name that the document has.
    pub(super) fn short(&self, id: TypeId, name: &str) -> Option<String> {
        let is_its = matches!(&self.api.def(id).origin, Origin::Component(own) if own == name);
        self.components.name(id).filter(|_| is_its).map(Words::pascal)
    }

    /// Returns a shorter name for each long one that is not the document's own. Names that would be those of two types
    /// are left out, so no order decides who has them.
    pub(super) fn shorter(&self, idents: &HashMap<TypeId, Ident>) -> Vec<(TypeId, Words)> {
        let is_long = |id: &TypeId| {
            let is_component = matches!(self.api.def(*id).origin, Origin::Component(_));
            !is_component && idents[id].as_str().chars().count() > LONGEST
        };
        let names = self.api.type_ids().filter(is_long);
        let names: Vec<(TypeId, Words)> = names.filter_map(|id| Some((id, self.named.get(&id)?.shorter()?))).collect();
        let mut counts: HashMap<Words, usize> = HashMap::new();
        for (_, words) in &names {
            *counts.entry(words.clone()).or_default() += 1;
        }
        names.into_iter().filter(|(_, words)| counts[words] == 1).collect()
    }
}

fn singular(words: Words, item: bool) -> Words {
    if item { words.singular() } else { words }
}
