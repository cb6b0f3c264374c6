//! Alternatives that only say which properties are required together: rules about one shape, not several shapes.

use crate::lower::schemas::Node;
use crate::lower::schemas::facets::{Facets, Kind, SchemaList};

/// Returns the properties that each alternative requires, if the alternatives say nothing else.
pub(in crate::lower) fn conditions(list: SchemaList<'_>) -> Option<Vec<&[String]>> {
    let of = |part| match Node::from(part) {
        Node::Reference(_) => None,
        Node::Inline(schema) => {
            let part = Facets::of(schema);
            let object = part.kind.is_none_or(|kind| kind == Kind::Object);
            (part.is_light() && object && part.values.is_none() && !part.nullable).then_some(part.required)
        }
    };
    let conditions = list.iter().map(of).collect::<Option<Vec<&[String]>>>()?;
    conditions.iter().any(|required| !required.is_empty()).then_some(conditions)
}

/// Returns these conditions as sentences, for the documentation.
pub(in crate::lower) fn described_conditions(facets: &Facets<'_>) -> Vec<String> {
    let one = sentence(facets.one_of, "One of these is needed");
    one.into_iter().chain(sentence(facets.any_of, "At least one of these is needed")).collect()
}

fn sentence(list: SchemaList<'_>, what: &str) -> Option<String> {
    let conditions = conditions(list)?;
    let names = |members: &[String]| members.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let listed: Vec<String> = conditions.iter().filter(|members| !members.is_empty()).map(|m| names(m)).collect();
    if listed.len() < conditions.len() {
        // One alternative requires nothing, so that nothing is required.
        return None;
    }
    Some(match listed.as_slice() {
        [only] => format!("Needs {only}."),
        several => format!("{what}: {}.", several.join("; or ")),
    })
}
