//! Component schemas that have no page because they have no type: their texts stand on the pages of what uses them.

use std::collections::HashMap;

use super::page::{Part, Span, TableRow};
use super::{Cx, words};
use crate::ir::{Api, BodyContent, Docs, Inlined, Operation, Shape, TypeDef};
use crate::prose;

/// The schemas that stand in each place, by its location.
pub(super) type Places<'a> = HashMap<&'a str, Vec<&'a Inlined>>;

/// Returns the schemas that stand in each place.
pub(super) fn places(api: &Api) -> Places<'_> {
    let mut places = Places::new();
    for inlined in &api.inlined {
        inlined.places.iter().for_each(|place| places.entry(place.as_str()).or_default().push(inlined));
    }
    places
}

/// Returns the schemas that stand in an operation.
pub(super) fn of_operation(cx: Cx<'_>, operation: &Operation) -> Option<Part> {
    let body = operation.body.iter().flat_map(|body| {
        let fields = match &body.content {
            BodyContent::Fields(fields) => fields.as_slice(),
            BodyContent::Whole(_) => &[],
        };
        std::iter::once(&body.docs).chain(fields.iter().map(|field| &field.docs))
    });
    let shown = operation.parameters.iter().map(|parameter| &parameter.docs).chain(body).chain([&operation.docs]);
    section(cx, operation.at.as_str(), shown.collect())
}

/// Returns the schemas that stand in a model.
pub(super) fn of_model(cx: Cx<'_>, def: &TypeDef) -> Option<Part> {
    let fields = match &def.shape {
        Shape::Struct(shape) => shape.fields.as_slice(),
        _ => &[],
    };
    section(cx, def.at.as_str(), fields.iter().map(|field| &field.docs).chain([&def.docs]).collect())
}

/// Returns the schemas that stand in a place and say what the page does not `show` yet.
pub(super) fn section(cx: Cx<'_>, place: &str, shown: Vec<&Docs>) -> Option<Part> {
    let inlined = cx.inlined.get(place)?;
    let is_shown = |text: &String| shown.iter().any(|docs| prose::texts(docs).any(|other| other.contains(text.trim())));
    let rows = inlined.iter().filter_map(|one| {
        let texts: Vec<String> = prose::texts_beside(&[&one.name], &one.docs).filter(|text| !is_shown(text)).collect();
        let text = texts.join("\n\n");
        (!text.is_empty()).then(|| TableRow::described(vec![vec![Span::Code(one.name.clone())]], Some(&text)))
    });
    let table = Part::table(vec!["Schema", "Meaning"], rows.collect())?;
    let about = "What these schemas of the document describe stands above; they have no types of their own.";
    Some(Part::section("schemas", "Schemas", vec![Part::Line(words::text(about)), table]))
}
