//! The inputs of an operation: query parameters and fields of a JSON body. Knows no kind of paging.

use super::terms::Words;
use crate::ir::{
    Api, BodyContent, BodyEncoding, Constraints, Docs, Field, Literal, Location, Operation, Style, Type, WireName,
};

/// A query parameter or a field of the body.
pub(super) struct Input<'a> {
    pub(super) name: WireName,
    pub(super) words: Words,
    pub(super) ty: &'a Type,
    pub(super) constraints: &'a Constraints,
    pub(super) docs: &'a Docs,
    pub(super) in_body: bool,
}

impl Input<'_> {
    /// Returns its description in lower case.
    pub(super) fn description(&self) -> String {
        description(self.docs)
    }
}

/// Returns a description in lower case.
pub(super) fn description(docs: &Docs) -> String {
    docs.description.as_deref().unwrap_or_default().to_ascii_lowercase()
}

/// Returns an integer, which a document may write with a fraction.
pub(super) fn integer(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Number(text) => text.strip_suffix(".0").unwrap_or(text).parse().ok(),
        _ => None,
    }
}

pub(super) fn inputs<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Input<'a>> {
    let query = operation.parameters.iter().filter(|parameter| {
        parameter.location == Location::Query && parameter.style != Style::Json && parameter.constant.is_none()
    });
    let query = query.map(|parameter| Input {
        name: parameter.wire.clone(),
        words: Words::of(parameter.wire.as_str()),
        ty: &parameter.ty,
        constraints: &parameter.constraints,
        docs: &parameter.docs,
        in_body: false,
    });
    let mut inputs: Vec<Input<'a>> = query.collect();
    // A position can be set in a JSON body only.
    let json = operation.body.as_ref().filter(|body| body.encoding == BodyEncoding::Json);
    let fields = match json.map(|body| &body.content) {
        Some(BodyContent::Fields(fields)) => fields.as_slice(),
        Some(BodyContent::Whole(ty)) => api.as_struct(ty).map_or(&[][..], |(_, shape)| &shape.fields),
        None => &[],
    };
    body_fields(api, "", fields, &mut inputs);
    inputs
}

/// Adds the fields of a body, and those of an object in it that is about paging.
fn body_fields<'a>(api: &'a Api, prefix: &str, fields: &'a [Field], inputs: &mut Vec<Input<'a>>) {
    for field in fields {
        let Some(ty) = field.value.ty() else { continue };
        let wire = field.wire.as_str();
        let words = Words::of(wire);
        if let Some((_, shape)) = api.as_struct(ty) {
            if prefix.is_empty() && words.is_about_pages() {
                body_fields(api, &format!("/{wire}/"), &shape.fields, inputs);
            }
        } else if !wire.contains(['/', '~']) {
            let name = WireName::new(format!("{prefix}{wire}"));
            let (constraints, docs) = (&field.constraints, &field.docs);
            inputs.push(Input { name, words, ty, constraints, docs, in_body: true });
        }
    }
}
