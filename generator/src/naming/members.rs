//! Names of fields and variants.

use super::apart;
use super::held::{self, Held};
use super::ident::Ident;
use super::reserved::{MODEL_METHODS, VARIANTS};
use super::scope::{Clash, Help, Scope};
use super::words::{Case, Words};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::ir::{Alternative, Shape, Type, TypeDef, TypeId, Union};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::surface::Model;

/// Names of the map of additional properties in a struct; a property with that name takes precedence.
const REST: [&str; 2] = ["additional properties", "other members"];

/// Names of the private field for what was read beside the fields; every other name takes precedence.
const KEPT: [&str; 2] = ["kept", "own kept"];

/// Names of the private field for which properties are null rather than absent; every other name takes precedence.
const NULLS: [&str; 2] = ["nulls", "own nulls"];

/// Returns the names of a definition's fields or variants, in order; those for additional properties, what is kept and
/// nulls are last. `held` is the lock; `short` returns the name of a component for the one that the document has.
pub(super) fn decide(
    def: &TypeDef,
    held: Held<'_>,
    short: impl Fn(TypeId, &str) -> Option<String>,
    settings: Settings<'_>,
    diagnostics: &mut Diagnostics,
) -> MemberNames {
    let published = held.members(def);
    let mut members = Members { scope: Scope::default(), published, settings, diagnostics };
    let idents = members.of(def, short);
    let values: Vec<String> = match &def.shape {
        Shape::StringEnum(shape) => shape.values.iter().map(|value| value.value.as_str().to_owned()).collect(),
        Shape::IntegerEnum(shape) => shape.values.iter().map(|value| value.value.to_string()).collect(),
        Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
    };
    let mut was = Vec::new();
    for (index, value) in values.iter().enumerate().filter(|_| published.is_some()) {
        let earlier = held.earlier_values(def, value, idents[index].as_str()).into_iter();
        was.extend(earlier.filter_map(|name| Some((index, members.scope.take_held(name, &def.at)?))));
    }
    MemberNames { idents, was }
}

/// The names of the fields or variants of a definition.
pub(super) struct MemberNames {
    pub(super) idents: Vec<Ident>,
    /// The earlier names of values, each with the index of the value.
    pub(super) was: Vec<(usize, Ident)>,
}

struct Members<'a> {
    scope: Scope,
    published: Option<&'a Model>,
    settings: Settings<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Members<'_> {
    fn of(&mut self, def: &TypeDef, short: impl Fn(TypeId, &str) -> Option<String>) -> Vec<Ident> {
        match &def.shape {
            Shape::Struct(shape) => {
                self.scope = Scope::reserving(&MODEL_METHODS);
                self.hold(shape.fields.iter().map(|field| (field.wire.as_str(), &field.at)));
                let fields = shape.fields.iter();
                let mut idents = plain_first(
                    fields,
                    |field| field.wire.as_str(),
                    |field| self.name(field.wire.as_str(), Case::Snake, &field.at, "this field"),
                );
                if shape.rest.is_some() {
                    idents.push(self.rest(&def.at));
                }
                if def.has_kept() {
                    idents.push(self.private(&KEPT, "the field for what is kept", &def.at));
                }
                if shape.last_keeping_null().is_some() {
                    idents.push(self.private(&NULLS, "the field for nulls", &def.at));
                }
                idents
            }
            Shape::StringEnum(shape) => {
                let named =
                    shape.values.iter().map(|variant| (variant.value.as_str().to_owned(), variant.name.as_deref()));
                self.values(named.collect(), &def.at)
            }
            Shape::IntegerEnum(shape) => {
                let named = shape.values.iter().map(|variant| (variant.value.to_string(), variant.name.as_deref()));
                self.values(named.collect(), &def.at)
            }
            Shape::Union(union) => self.variants(union, short, &def.at),
            Shape::Alias(_) => Vec::new(),
        }
    }

    /// Keeps the names in the lock of those members that the configuration does not name.
    fn hold<'k>(&mut self, members: impl Iterator<Item = (&'k str, &'k Pointer)>) {
        for (key, at) in members {
            if let Some(name) = self.held(key, at) {
                let name = name.to_owned();
                self.scope.hold(&name);
            }
        }
    }

    /// Returns the name that a member has in the lock, unless the configuration names it.
    fn held(&self, key: &str, at: &Pointer) -> Option<&str> {
        let is_decided = self.settings.config.names.contains_key(at.as_str());
        held::member(self.published, key).filter(|_| !is_decided)
    }

    /// Takes the name that a member has in the lock.
    fn take_held(&mut self, key: &str, at: &Pointer) -> Option<Ident> {
        let name = self.held(key, at)?.to_owned();
        self.scope.take_held(&name, at)
    }

    fn name(&mut self, wire: &str, case: Case, at: &Pointer, what: &str) -> Ident {
        if let Some(ident) = self.take_held(wire, at) {
            return ident;
        }
        let decided = self.settings.config.names.get(at.as_str());
        let words = Words::split(decided.map_or(wire, String::as_str));
        let clash = Clash { what, at, lenient: self.settings.options.lenient_names, help: Help::Name(at) };
        // A name that is taken by a method is distinguished by its kind.
        let words = if self.is_method(&words, case) {
            words.then(&Words::split(if case == Case::Snake { "field" } else { "value" }))
        } else {
            words
        };
        if let Some(ident) = self.scope.claim(std::slice::from_ref(&words), case, at) {
            return ident;
        }
        let mut spellings = apart::alone(decided.map_or(wire, String::as_str));
        spellings.insert(0, words);
        self.scope.choose(&spellings, case, &clash, self.diagnostics)
    }

    fn rest(&mut self, at: &Pointer) -> Ident {
        self.further(&REST, "the map of additional properties", self.settings.options.lenient_names, at)
    }

    fn private(&mut self, names: &[&str; 2], what: &str, at: &Pointer) -> Ident {
        self.further(names, what, true, at)
    }

    /// Names a field that is no property.
    fn further(&mut self, names: &[&str; 2], what: &str, lenient: bool, at: &Pointer) -> Ident {
        let help = Help::Words("rename the property with the same name: [names] \"/…\" = \"…\"");
        let clash = Clash { what, at, lenient, help };
        self.scope.choose(&names.map(Words::split), Case::Snake, &clash, self.diagnostics)
    }

    fn is_method(&self, words: &Words, case: Case) -> bool {
        match case {
            Case::Snake => MODEL_METHODS.contains(&words.snake().as_str()),
            Case::Pascal | Case::Shouty => VARIANTS.contains(&words.pascal().as_str()),
        }
    }

    /// Names values: the configuration and the document take precedence over the values themselves. Values with the
    /// same words are distinguished independently of their order.
    fn values(&mut self, values: Vec<(String, Option<&str>)>, at: &Pointer) -> Vec<Ident> {
        self.scope = Scope::reserving(&VARIANTS);
        let texts: Vec<&str> = values.iter().map(|(text, _)| text.as_str()).collect();
        let mut spellings = apart::spellings(&texts, Case::Pascal);
        let locations: Vec<Pointer> = (0..values.len()).map(|index| at.child("enum").item(index)).collect();
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by_key(|index| (spellings[*index].oddness, texts[*index]));
        let mut idents: Vec<Option<Ident>> = vec![None; values.len()];
        self.hold(texts.iter().copied().zip(&locations));
        for index in 0..values.len() {
            idents[index] = self.take_held(texts[index], &locations[index]);
        }
        for index in order.iter().filter(|index| idents[**index].is_none()).copied().collect::<Vec<_>>().iter() {
            let decided = self.settings.config.names.get(locations[*index].as_str()).map(String::as_str);
            if let Some(name) = decided.or(values[*index].1) {
                let words = Words::split(name);
                idents[*index] = self.scope.claim(std::slice::from_ref(&words), Case::Pascal, &locations[*index]);
                if decided.is_some() {
                    spellings[*index].words = vec![words];
                }
            }
        }
        for index in order.iter().copied().filter(|index| idents[*index].is_none()).collect::<Vec<_>>() {
            idents[index] = Some(self.value(&mut spellings[index].words, &locations[index]));
        }
        let idents: Vec<Ident> = idents.into_iter().flatten().collect();
        let named = order.into_iter().map(|index| (&values[index], &locations[index], &idents[index]));
        self.report_kept(named, at);
        idents
    }

    /// Warns about values that the document names, and that have other names in the lock.
    fn report_kept<'v>(
        &mut self,
        named: impl Iterator<Item = (&'v (String, Option<&'v str>), &'v Pointer, &'v Ident)>,
        at: &Pointer,
    ) {
        if self.published.is_none() {
            return;
        }
        // Of several values with one name, only the first one has it.
        let mut scope = Scope::reserving(&VARIANTS);
        let mut kept = named.filter_map(|((value, stated), location, ident)| {
            let stated = stated.filter(|_| !self.settings.config.names.contains_key(location.as_str()))?;
            let wanted = scope.claim(&[Words::split(stated)], Case::Pascal, location)?;
            (wanted.as_str() != ident.as_str()).then_some((value, location, ident, wanted))
        });
        let Some((value, location, ident, wanted)) = kept.next() else { return };
        let (ident, wanted) = (ident.as_str(), wanted.as_str());
        let others = match kept.count() {
            0 => String::new(),
            1 => "; the names of another value differ, too".to_owned(),
            others => format!("; the names of {others} other values differ, too"),
        };
        let message =
            format!("users have the value `{value}` as `{ident}`, and the document calls it `{wanted}`{others}");
        let help = format!(
            "`sdkgen lock --accept` takes the names of the document, which is an incompatible change; to keep this one \
             without a warning: [names] \"{}\" = \"{ident}\"",
            location.as_str()
        );
        let location = Location::Node(at.clone());
        self.diagnostics.push(Diagnostic::new(codes::KEPT_NAME, location, message).help(help));
    }

    fn value(&mut self, words: &mut Vec<Words>, at: &Pointer) -> Ident {
        // This nearly always succeeds.
        if let Some(ident) = self.scope.claim(words, Case::Pascal, at) {
            return ident;
        }
        words.push(words[0].clone().then(&Words::split("value")));
        let clash =
            Clash { what: "this value", at, lenient: self.settings.options.lenient_names, help: Help::Name(at) };
        self.scope.choose(words, Case::Pascal, &clash, self.diagnostics)
    }

    /// Names the variants of a union. The configuration cannot name them, so equal names are numbered in the order of
    /// the document.
    fn variants(&mut self, union: &Union, short: impl Fn(TypeId, &str) -> Option<String>, at: &Pointer) -> Vec<Ident> {
        self.scope = Scope::reserving(&VARIANTS);
        let label = |variant: &Alternative| {
            let short = match &variant.ty {
                Type::Named(id) => short(*id, &variant.label),
                _ => None,
            };
            short.unwrap_or_else(|| variant.label.clone())
        };
        let labels: Vec<String> = union.variants.iter().map(label).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let spellings = apart::spellings(&labels, Case::Pascal);
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|index| spellings[*index].oddness);
        let mut idents: Vec<Option<Ident>> = vec![None; labels.len()];
        let keys = union.keys();
        self.hold(keys.iter().map(|key| (key.as_str(), at)));
        for (index, key) in keys.iter().enumerate() {
            idents[index] = self.take_held(key, at);
        }
        for index in order.into_iter().filter(|index| idents[*index].is_none()).collect::<Vec<_>>() {
            let mut words = spellings[index].words.clone();
            words.push(Words::split(labels[index]).then(&Words::split("value")));
            let help = Help::Words("name the alternatives by giving them titles");
            let clash = Clash { what: "this alternative", at, lenient: true, help };
            idents[index] = Some(self.scope.choose(&words, Case::Pascal, &clash, self.diagnostics));
        }
        idents.into_iter().flatten().collect()
    }
}

/// Names items in order; of two with the same words, the plainer one keeps them: `name` before `Name` before `_name`.
pub(super) fn plain_first<T, U>(
    things: impl Iterator<Item = T>,
    wire: impl Fn(&T) -> &str,
    mut name: impl FnMut(T) -> U,
) -> Vec<U> {
    let oddness = |wire: &str| (!wire.starts_with(char::is_alphanumeric), wire.contains(char::is_uppercase));
    let mut things: Vec<(usize, T)> = things.enumerate().collect();
    things.sort_by_key(|(_, thing)| oddness(wire(thing)));
    let mut named: Vec<(usize, U)> = things.into_iter().map(|(index, thing)| (index, name(thing))).collect();
    named.sort_by_key(|(index, _)| *index);
    named.into_iter().map(|(_, named)| named).collect()
}
