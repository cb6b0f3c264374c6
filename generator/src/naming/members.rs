//! Names of fields and variants.

use super::ident::Ident;
use super::reserved::{MODEL_METHODS, VARIANTS};
use super::scope::{Case, Clash, Help, Scope};
use super::words::Words;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Shape, TypeDef};
use crate::pointer::Pointer;

/// Names of the map of other members in a struct; it gives way to a member that is called so itself.
const REST: [&str; 2] = ["additional properties", "other members"];

/// Names of what is kept in place of constants. Users do not see it; it gives way to everything else.
const CONSTANTS: [&str; 2] = ["constants", "own constants"];

/// The names of a definition's fields or variants, in order; that of a struct's map of other members and that of its
/// constants come last.
pub(super) fn decide(def: &TypeDef, config: &Config, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut members = Members { scope: Scope::default(), config, diagnostics };
    match &def.shape {
        Shape::Struct(shape) => {
            members.scope = Scope::reserving(&MODEL_METHODS);
            let fields = shape.fields.iter();
            let mut idents = plain_first(
                fields,
                |field| field.wire.as_str(),
                |field| members.name(field.wire.as_str(), Case::Snake, &field.at, "this field"),
            );
            if shape.rest.is_some() {
                idents.push(members.rest(&def.at));
            }
            if shape.has_constants() {
                idents.push(members.constants(&def.at));
            }
            idents
        }
        Shape::StringEnum(shape) => {
            members.scope = Scope::reserving(&VARIANTS);
            let values = shape.values.iter().enumerate();
            values
                .map(|(index, variant)| members.value(variant.value.as_str(), variant.name.as_deref(), &def.at, index))
                .collect()
        }
        Shape::IntegerEnum(shape) => {
            members.scope = Scope::reserving(&VARIANTS);
            let values = shape.values.iter().enumerate();
            values
                .map(|(index, variant)| {
                    members.value(&variant.value.to_string(), variant.name.as_deref(), &def.at, index)
                })
                .collect()
        }
        Shape::Union(union) => {
            members.scope = Scope::reserving(&VARIANTS);
            let variants = union.variants.iter();
            variants.map(|variant| members.variant(&variant.label, &def.at)).collect()
        }
        Shape::Alias(_) => Vec::new(),
    }
}

struct Members<'a> {
    scope: Scope,
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
}

impl Members<'_> {
    fn name(&mut self, wire: &str, case: Case, at: &Pointer, what: &str) -> Ident {
        let decided = self.config.names.get(at.as_str());
        let words = Words::split(decided.map_or(wire, String::as_str));
        let clash = Clash { what, at, lenient: self.config.lenient_names, help: Help::Name(at) };
        // A name that is taken because a method has it is told apart by its kind.
        let words = if self.is_method(&words, case) {
            words.then(&Words::split(if case == Case::Snake { "field" } else { "value" }))
        } else {
            words
        };
        if let Some(ident) = self.scope.claim(std::slice::from_ref(&words), case, at) {
            return ident;
        }
        let mut spellings = told_apart(decided.map_or(wire, String::as_str), &words);
        spellings.insert(0, words);
        self.scope.settle(&spellings, case, &clash, self.diagnostics)
    }

    fn rest(&mut self, at: &Pointer) -> Ident {
        let help = Help::Words("name the member that is called the same: [names] \"/…\" = \"…\"");
        let clash = Clash { what: "the map of other members", at, lenient: self.config.lenient_names, help };
        self.scope.settle(&REST.map(Words::split), Case::Snake, &clash, self.diagnostics)
    }

    fn constants(&mut self, at: &Pointer) -> Ident {
        let help = Help::Words("name the member that is called the same: [names] \"/…\" = \"…\"");
        let clash = Clash { what: "what is kept of constants", at, lenient: true, help };
        self.scope.settle(&CONSTANTS.map(Words::split), Case::Snake, &clash, self.diagnostics)
    }

    fn is_method(&self, words: &Words, case: Case) -> bool {
        match case {
            Case::Snake => MODEL_METHODS.contains(&words.snake().as_str()),
            Case::Pascal | Case::Shouty => VARIANTS.contains(&words.pascal().as_str()),
        }
    }

    /// A value by the name that the document proposes, else by itself. Values that differ only in case or in a leading
    /// sign say so in their names.
    fn value(&mut self, value: &str, proposed: Option<&str>, at: &Pointer, index: usize) -> Ident {
        let at = at.child("enum").item(index);
        let decided = self.config.names.get(at.as_str());
        if let Some(name) = proposed.filter(|_| decided.is_none())
            && let Some(ident) = self.scope.claim(&[Words::split(name)], Case::Pascal, &at)
        {
            return ident;
        }
        let words = Words::split(decided.map_or(value, String::as_str));
        // Nearly always that will do.
        if let Some(ident) = self.scope.claim(std::slice::from_ref(&words), Case::Pascal, &at) {
            return ident;
        }
        let mut spellings = vec![words.clone()];
        spellings.extend(with_sign(value, &words));
        spellings.extend([with_case(value, &words), words.then(&Words::split("value"))]);
        let clash = Clash { what: "this value", at: &at, lenient: self.config.lenient_names, help: Help::Name(&at) };
        self.scope.settle(&spellings, Case::Pascal, &clash, self.diagnostics)
    }

    /// Alternatives have no place of their own in a configuration; twins are numbered, and the order is the document's.
    fn variant(&mut self, label: &str, at: &Pointer) -> Ident {
        let words = Words::split(label);
        let spellings = [words.clone(), words.clone().then(&Words::split("value"))];
        let help = Help::Words("give the alternatives titles to name them");
        let clash = Clash { what: "this alternative", at, lenient: true, help };
        self.scope.settle(&spellings, Case::Pascal, &clash, self.diagnostics)
    }
}

/// Names things in their order; but of two with the same words, the plainer takes them: `name` before `Name` before
/// `_name`.
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

/// The names of something that another is called like, but for a sign before it or capital letters.
pub(super) fn told_apart(wire: &str, words: &Words) -> Vec<Words> {
    let cased = wire.contains(char::is_uppercase).then(|| with_case(wire, words));
    with_sign(wire, words).into_iter().chain(cased).collect()
}

fn with_sign(wire: &str, words: &Words) -> Option<Words> {
    let sign = wire.chars().next().filter(char::is_ascii_punctuation)?;
    Some(Words::split(&sign.to_string()).then(words))
}

fn with_case(wire: &str, words: &Words) -> Words {
    words.clone().then(&Words::split(case_of(wire)))
}

fn case_of(value: &str) -> &'static str {
    let mut letters = value.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    match (first, letters.clone().any(char::is_uppercase), letters.any(char::is_lowercase)) {
        (true, _, false) => "uppercase",
        (true, false, _) => "capitalized",
        (false, false, _) => "lowercase",
        _ => "mixed case",
    }
}
