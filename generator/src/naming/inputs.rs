//! Names of the parameters and body fields of an operation; equal names are distinguished by the part of the request.

use super::apart;
use super::ident::Ident;
use super::members::plain_first;
use super::reserved::{PAGED_METHODS, REQUEST_METHODS};
use super::scope::{Clash, Help, Scope};
use super::words::{Case, Words};
use crate::diagnostics::Diagnostics;
use crate::ir::{BodyContent, Location, Operation, Value};
use crate::pointer::Pointer;
use crate::settings::Settings;

/// An input of an operation.
#[derive(Clone, Debug)]
pub struct Input {
    /// The argument or setter.
    pub ident: Ident,
    /// What it sets.
    pub source: InputSource,
    /// Whether its name includes its location, because another input has the plain one.
    pub qualified: bool,
}

/// What an input sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputSource {
    /// The parameter at this index.
    Parameter(usize),
    /// The property of the body at this index.
    Field(usize),
    /// The body as a whole.
    Body,
}

/// Returns the inputs of an operation in the order in which they are named: path, query, header, cookie, body.
pub(super) fn decide(operation: &Operation, settings: Settings<'_>, diagnostics: &mut Diagnostics) -> Vec<Input> {
    let mut scope = Scope::reserving(&REQUEST_METHODS);
    if operation.paging.is_some() {
        PAGED_METHODS.iter().for_each(|name| scope.reserve(name));
    }
    let mut inputs = Vec::new();
    let mut claim = |wire: &str, location: &str, at: &Pointer, source: InputSource, required: bool| {
        let name = settings.config.names.get(at.as_str()).map_or(wire, String::as_str);
        let words = Words::split(name);
        let qualified = Words::split(location).then(&words);
        // `StartTime<` beside `StartTime`.
        let with_sign = Words::with_last_sign(name);
        let apart = apart::alone(name);
        // The struct of required inputs has a function of this name.
        let plain = Some(words.clone()).filter(|words| !(required && words.snake() == "new"));
        let spellings: Vec<Words> = plain.into_iter().chain(with_sign).chain([qualified]).chain(apart).collect();
        let clash = Clash { what: "this input", at, lenient: settings.options.lenient_names, help: Help::Name(at) };
        let ident = scope.choose(&spellings, Case::Snake, &clash, diagnostics);
        let plain = words.snake();
        let qualified = ident.as_str().trim_end_matches('_') != plain.trim_end_matches('_');
        Input { ident, source, qualified }
    };
    for location in [Location::Path, Location::Query, Location::Header, Location::Cookie] {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            // A required parameter with one possible value is not an input.
            let fixed = parameter.constant.is_some() && parameter.presence.required;
            if parameter.location == location && !fixed {
                let source = InputSource::Parameter(index);
                let required = parameter.presence.required;
                inputs.push(claim(parameter.wire.as_str(), location.as_str(), &parameter.at, source, required));
            }
        }
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Fields(fields)) => {
            let typed = fields.iter().enumerate().filter(|(_, field)| matches!(field.value, Value::Typed(_)));
            inputs.extend(plain_first(
                typed,
                |(_, field)| field.wire.as_str(),
                |(index, field)| {
                    let source = InputSource::Field(index);
                    claim(field.wire.as_str(), "body", &field.at, source, field.presence.required)
                },
            ));
        }
        Some(BodyContent::Whole(_)) => inputs.push(claim("body", "request", &operation.at, InputSource::Body, false)),
        None => {}
    }
    inputs
}
