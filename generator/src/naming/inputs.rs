//! Names of the parameters and body fields of an operation; equal names are distinguished by the part of the request.

use super::apart;
use super::held::{self, Held};
use super::ident::Ident;
use super::members::plain_first;
use super::reserved::REQUEST_METHODS;
use super::scope::{Clash, Help, Scope};
use super::words::{Case, Words};
use crate::diagnostics::Diagnostics;
use crate::ir::{Body, BodyContent, Location, Operation, Value};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::surface::{BODY_MEDIA_TYPE, BODY_MODEL, Method, PAGED_METHODS};

/// An input of an operation.
#[derive(Clone, Debug)]
pub struct Input {
    /// The argument or setter.
    pub ident: Ident,
    /// What it sets.
    pub source: InputSource,
    /// Whether its name includes its location, because another input has the plain one.
    pub qualified: bool,
    /// Its earlier names, which are deprecated aliases of the setter.
    pub was: Vec<Ident>,
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
    /// The body as a whole, whose properties are inputs as well.
    Model,
    /// The media type of the body: the alternative at this index.
    MediaType(usize),
}

/// Returns the inputs of an operation in the order in which they are named: path, query, header, cookie, body.
pub(super) fn decide(operation: &Operation, settings: Settings<'_>, diagnostics: &mut Diagnostics) -> Vec<Input> {
    let mut scope = Scope::reserving(&REQUEST_METHODS);
    let published = Held::of(settings).operation(operation);
    let is_decided = |at: &Pointer| settings.config.names.contains_key(at.as_str());
    let held = |key: &str, at: &Pointer| held::input(published, key).filter(|_| !is_decided(at));
    let mut arguments = Vec::new();
    for (source, key, at) in keys(operation) {
        let name = held(&key, at);
        name.into_iter().for_each(|name| scope.hold(name));
        arguments.extend(name.filter(|_| is_argument(operation, source)));
    }
    if operation.paging.is_some() {
        // An argument that users have keeps its name: only a setter would be in the way of a method.
        PAGED_METHODS.iter().filter(|name| !arguments.contains(name)).for_each(|name| scope.reserve(name));
    }
    let mut inputs = Vec::new();
    let mut claim = |wire: &str, location: &str, at: &Pointer, source: InputSource, required: bool| {
        let key = match source {
            InputSource::Body => wire.to_owned(),
            InputSource::Model => BODY_MODEL.to_owned(),
            InputSource::Parameter(_) | InputSource::Field(_) | InputSource::MediaType(_) => {
                format!("{location} {wire}")
            }
        };
        let kept = held(&key, at).and_then(|name| scope.take_held(name, at));
        // What has no location of its own has that of the operation.
        let is_own = !matches!(source, InputSource::Model | InputSource::MediaType(_));
        let name = settings.config.names.get(at.as_str()).filter(|_| is_own).map_or(wire, String::as_str);
        let (plain, spellings) = spellings(source, name, location, required);
        let clash = Clash { what: "this input", at, lenient: settings.options.lenient_names, help: Help::Name(at) };
        let ident = match kept {
            Some(ident) => ident,
            None => scope.choose(&spellings, Case::Snake, &clash, diagnostics),
        };
        let qualified = ident.as_str().trim_end_matches('_') != plain.trim_end_matches('_');
        Input { ident, source, qualified, was: Vec::new() }
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
    if let Some(body) = &operation.body {
        inputs.extend(of_body(operation, body, &mut claim));
    }
    for input in &mut inputs {
        let Some((key, at)) = key(operation, input.source) else { continue };
        let earlier = Held::of(settings).earlier_inputs(operation, &key, input.ident.as_str()).into_iter();
        input.was = earlier.filter_map(|name| scope.take_held(name, at)).collect();
    }
    keep_order(inputs, operation, published)
}

/// Names the fields of a body, or the body, and the other ways to give it.
fn of_body(
    operation: &Operation,
    body: &Body,
    claim: &mut dyn FnMut(&str, &str, &Pointer, InputSource, bool) -> Input,
) -> Vec<Input> {
    let mut inputs = match &body.content {
        BodyContent::Fields(fields) => {
            let typed = fields.iter().enumerate().filter(|(_, field)| matches!(field.value, Value::Typed(_)));
            plain_first(
                typed,
                |(_, field)| field.wire.as_str(),
                |(index, field)| {
                    let source = InputSource::Field(index);
                    claim(field.wire.as_str(), "body", &field.at, source, field.presence.required)
                },
            )
        }
        BodyContent::Whole(_) => vec![claim("body", "request", &operation.at, InputSource::Body, false)],
    };
    if body.model.is_some() {
        inputs.push(claim("body", "request", &operation.at, InputSource::Model, false));
    }
    for (index, alternative) in body.alternatives.iter().enumerate() {
        let source = InputSource::MediaType(index);
        inputs.push(claim(&alternative.media_type, BODY_MEDIA_TYPE, &operation.at, source, false));
    }
    inputs
}

/// Returns the plain name of an input, and how it can be spelled, best first.
fn spellings(source: InputSource, name: &str, location: &str, required: bool) -> (String, Vec<Words>) {
    if matches!(source, InputSource::MediaType(_)) {
        let (short, full) = words_of_media_type(name);
        return (short.snake(), vec![short, full]);
    }
    let words = Words::split(name);
    let (plain, qualified) = (words.snake(), Words::split(location).then(&words));
    // `StartTime<` beside `StartTime`.
    let with_sign = Words::with_last_sign(name);
    let apart = apart::alone(name);
    // The struct of required inputs has a function of this name.
    let usual = Some(words).filter(|_| !(required && plain == "new"));
    (plain, usual.into_iter().chain(with_sign).chain([qualified]).chain(apart).collect())
}

/// Returns the words for a setter of a media type, short and in full: `as json patch`.
fn words_of_media_type(media_type: &str) -> (Words, Words) {
    let essence = media_type.split(';').next().unwrap_or_default();
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", essence));
    let short = match (kind, subtype) {
        ("application", "x-www-form-urlencoded") => "form",
        ("multipart", _) => "multipart",
        _ => subtype.rsplit_once('+').map_or(subtype, |(before, _)| before),
    };
    let spelled = |name: &str| Words::split("as").then(&Words::split(name));
    (spelled(short.strip_prefix("x-").unwrap_or(short)), spelled(media_type))
}

/// Returns the inputs, those behind the path in the order of the arguments in the lock, and those that it does not have
/// last.
fn keep_order(mut inputs: Vec<Input>, operation: &Operation, published: Option<&Method>) -> Vec<Input> {
    let Some(published) = published else { return inputs };
    let place = |input: &Input| match key(operation, input.source) {
        Some((key, _)) if key.starts_with("path ") => None,
        Some((key, _)) => Some(held::position(Some(published), &key).unwrap_or(usize::MAX)),
        None => Some(usize::MAX),
    };
    inputs.sort_by_key(place);
    inputs
}

/// Whether an input is an argument, and not a setter.
fn is_argument(operation: &Operation, source: InputSource) -> bool {
    let body = operation.body.as_ref();
    match (source, body.map(|body| &body.content)) {
        (InputSource::Parameter(index), _) => operation.parameters[index].presence.required,
        (InputSource::Field(index), Some(BodyContent::Fields(fields))) => fields[index].presence.required,
        (InputSource::Model | InputSource::MediaType(_), _) => false,
        (InputSource::Field(_) | InputSource::Body, _) => body.is_some_and(|body| body.required),
    }
}

/// Returns all inputs with their keys and locations.
fn keys(operation: &Operation) -> impl Iterator<Item = (InputSource, String, &Pointer)> {
    let parameters = (0..operation.parameters.len()).map(InputSource::Parameter);
    let fields = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Fields(fields)) => fields.len(),
        _ => 0,
    };
    let alternatives = operation.body.as_ref().map_or(0, |body| body.alternatives.len());
    let all = parameters.chain((0..fields).map(InputSource::Field)).chain([InputSource::Body, InputSource::Model]);
    let all = all.chain((0..alternatives).map(InputSource::MediaType));
    all.filter_map(|source| key(operation, source).map(|(key, at)| (source, key, at)))
}

/// Returns the key of an input by which the surface names it: its location and its wire name.
fn key(operation: &Operation, source: InputSource) -> Option<(String, &Pointer)> {
    match (source, operation.body.as_ref().map(|body| &body.content)) {
        (InputSource::Model, Some(_)) => {
            let has_model = operation.body.as_ref().is_some_and(|body| body.model.is_some());
            has_model.then(|| (BODY_MODEL.to_owned(), &operation.at))
        }
        (InputSource::MediaType(index), _) => {
            let alternative = operation.body.as_ref()?.alternatives.get(index)?;
            Some((format!("{BODY_MEDIA_TYPE} {}", alternative.media_type), &operation.at))
        }
        (InputSource::Parameter(index), _) => {
            let parameter = operation.parameters.get(index)?;
            Some((format!("{} {}", parameter.location.as_str(), parameter.wire.as_str()), &parameter.at))
        }
        (InputSource::Field(index), Some(BodyContent::Fields(fields))) => {
            let field = fields.get(index)?;
            Some((format!("body {}", field.wire.as_str()), &field.at))
        }
        (InputSource::Body, Some(BodyContent::Whole(_))) => Some(("body".to_owned(), &operation.at)),
        (InputSource::Field(_) | InputSource::Body | InputSource::Model, _) => None,
    }
}
