//! Types in the words of JSON, and constraints by the keywords of OpenAPI.

use super::page::{Line, PageId, Span, Target};
use crate::ir::{Constraints, Docs, Generic, Scalar, Shape, Type, TypeId, Wire};
use crate::site::Cx;

/// Returns a type in the words of JSON, in which models are links: "array of strings", "map of `Pet`".
pub(super) fn json(cx: Cx<'_>, ty: &Type) -> Line {
    let mut line = Line::new();
    describe(cx, ty, false, &mut line);
    line
}

fn describe(cx: Cx<'_>, ty: &Type, are_many: bool, line: &mut Line) {
    let word = |one: &str, many: &str| Span::Text(if are_many { many } else { one }.to_owned());
    match ty {
        Type::Scalar(scalar) => line.push(match scalar.row().wire {
            Wire::Boolean => word("boolean", "booleans"),
            Wire::Integer(_) => word("integer", "integers"),
            Wire::Number => word("number", "numbers"),
            Wire::Text(_) => word("string", "strings"),
            Wire::Body(_) => word("file", "files"),
        }),
        Type::Json => line.push(word("any JSON", "any JSON")),
        Type::List(item) => {
            line.push(word("array of ", "arrays of "));
            describe(cx, &item.ty, true, line);
            line.extend(item.nullable.then(|| Span::Text(" or null".to_owned())));
        }
        Type::Map(item) => {
            line.push(word("map of ", "maps of "));
            describe(cx, &item.ty, true, line);
            line.extend(item.nullable.then(|| Span::Text(" or null".to_owned())));
        }
        Type::Named(id) => line.push(model(cx, *id)),
        Type::Generic(Generic::Expandable, inner) => {
            line.push(word("identifier or ", "identifiers or "));
            describe(cx, inner, are_many, line);
        }
        Type::Generic(Generic::Clearable, inner) => {
            describe(cx, inner, are_many, line);
            line.push(Span::Text(" or the empty string".to_owned()));
        }
    }
}

/// Returns a link to a model.
pub(super) fn model(cx: Cx<'_>, id: TypeId) -> Span {
    Span::Link(Target::Page(PageId::Model(id), None), cx.names.ty(id).ident.as_str().to_owned())
}

/// Returns what a definition is, in a word.
pub(super) fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "object",
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => "enumeration",
        Shape::Union(_) => "union",
        Shape::Alias(_) => "alias",
    }
}

/// Returns the constraints of a value, each with its keyword, the format of its type first.
pub(super) fn facts(cx: Cx<'_>, ty: Option<&Type>, constraints: Option<&Constraints>) -> Vec<(&'static str, Line)> {
    let mut facts: Vec<(&'static str, Line)> = Vec::new();
    let of_type = ty.and_then(|ty| format(cx, ty));
    let nothing = Constraints::default();
    let constraints = constraints.unwrap_or(&nothing);
    let given = constraints.formats.iter().map(String::as_str);
    let formats: Vec<&str> =
        if constraints.formats.is_empty() { of_type.into_iter().collect() } else { given.collect() };
    facts.extend(formats.into_iter().map(|format| ("format", code(format))));
    let number = |number: &Option<u64>| number.map(|number| code(&number.to_string()));
    let bound = |bound: &Option<(String, bool)>, names: [&'static str; 2]| {
        bound.as_ref().map(|(value, is_excluded)| (names[usize::from(*is_excluded)], code(value)))
    };
    let named = |name: &'static str, line: Option<Line>| line.map(|line| (name, line));
    let all = [
        named("minLength", number(&constraints.min_length)),
        named("maxLength", number(&constraints.max_length)),
        named("pattern", constraints.pattern.as_deref().map(code)),
        bound(&constraints.minimum, ["minimum", "exclusiveMinimum"]),
        bound(&constraints.maximum, ["maximum", "exclusiveMaximum"]),
        named("multipleOf", constraints.multiple_of.as_deref().map(code)),
        named("minItems", number(&constraints.min_items)),
        named("maxItems", number(&constraints.max_items)),
        named("uniqueItems", constraints.unique_items.then(|| code("true"))),
        named("minProperties", number(&constraints.min_properties)),
        named("maxProperties", number(&constraints.max_properties)),
        named("default", constraints.default.as_ref().map(|value| code(&value.to_string()))),
    ];
    facts.extend(all.into_iter().flatten());
    if constraints.empty {
        facts.push(("empty", vec![Span::Text("the empty string has a meaning of its own".to_owned())]));
    }
    if let Some(items) = &constraints.items {
        let inner = match ty {
            Some(Type::List(item) | Type::Map(item)) => Some(&item.ty),
            _ => None,
        };
        let of_items = self::facts(cx, inner, Some(items)).into_iter();
        let lines = of_items.flat_map(|(name, line)| {
            let words = [Span::Text(format!("{name} "))];
            words.into_iter().chain(line).chain([Span::Text(" ".to_owned())]).collect::<Line>()
        });
        let line: Line = lines.collect();
        facts.extend((!line.is_empty()).then_some(("each item", line)));
    }
    facts
}

/// Returns the format that a scalar has by its type.
fn format(cx: Cx<'_>, ty: &Type) -> Option<&'static str> {
    match cx.api.resolve(ty) {
        Type::Scalar(Scalar::LocalDateTime) => None,
        Type::Scalar(scalar) => scalar.row().formats.first().copied(),
        _ => None,
    }
}

/// Returns the link to further documentation.
pub(super) fn more(docs: &Docs) -> Option<Line> {
    let (url, label) = docs.link.as_ref()?;
    let label = label.as_deref().map_or("More", str::trim).to_owned();
    Some(vec![Span::Link(Target::Web(url.clone()), label)])
}

/// Returns a name as it is sent, in quotes if it would not be seen.
pub(super) fn name(wire: &str) -> String {
    if wire.trim().is_empty() { format!("\"{wire}\"") } else { wire.to_owned() }
}

/// Returns a line of code.
pub(super) fn code(text: &str) -> Line {
    vec![Span::Code(text.to_owned())]
}

/// Returns a line of text.
pub(super) fn text(text: impl Into<String>) -> Line {
    vec![Span::Text(text.into())]
}

/// Returns a sentence of the reference itself, in which code stands between tildes.
pub(super) fn marked(text: &'static str) -> Line {
    let spans = text.split('~').enumerate().map(|(index, piece)| match index % 2 {
        0 => Span::Text(piece.to_owned()),
        _ => Span::Code(piece.to_owned()),
    });
    spans.filter(|span| *span != Span::Text(String::new())).collect()
}
