//! Values of cursors and identifiers, and where they are in a page.

use crate::emit::operations::page_tests::json;
use crate::ir::{Api, Field, Literal, Shape, Step, Type, Value, Wire};
use crate::samples::{Samples, known_values};

/// Returns the field that a step reads.
pub(super) fn field<'a>(api: &'a Api, step: &Step) -> Option<&'a Field> {
    match &api.def(step.owner).shape {
        Shape::Struct(shape) => shape.fields.get(step.field),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}

fn path(api: &Api, steps: &[Step]) -> Vec<String> {
    api.names_of(steps).map(str::to_owned).collect()
}

/// Sets a property of a page. Objects on the path to it that a sample omits are added.
pub(super) fn place(api: &Api, page: &mut Literal, steps: &[Step], value: Literal) -> Result<(), String> {
    for (index, step) in steps.iter().enumerate().take(steps.len().saturating_sub(1)) {
        let here = path(api, &steps[..=index]);
        if matches!(json::get(page, &here), Some(Literal::Object(_))) {
            continue;
        }
        let ty = field(api, step).and_then(|field| field.value.ty());
        let object = ty.and_then(|ty| Samples::new(api).value(ty, None, None));
        let object = object.ok_or_else(|| format!("`{}` of its page has no finite sample", here.join(".")))?;
        json::set(page, &here, object);
    }
    json::set(page, &path(api, steps), value);
    Ok(())
}

/// Removes what leads to the next page: the property is null, absent or empty, whichever the document allows.
pub(super) fn end(api: &Api, page: &mut Literal, steps: &[Step]) -> Result<(), String> {
    let name = path(api, steps);
    for (index, step) in steps.iter().enumerate().rev() {
        let Some(field) = field(api, step) else { continue };
        let here = &name[..=index];
        let is_text = matches!(&field.value, Value::Typed(ty) if api.resolve(ty).is_string());
        if field.presence.nullable {
            place(api, page, &steps[..=index], Literal::Null)?;
        } else if !field.presence.required {
            json::remove(page, here);
        } else if is_text && index + 1 == steps.len() {
            place(api, page, steps, Literal::String(String::new()))?;
        } else {
            continue;
        }
        return Ok(());
    }
    Err(format!("no value of `{}` says that a page is the last one", name.join(".")))
}

/// Returns one of several cursors for the property that steps lead to.
pub(super) fn nth_of_step(api: &Api, steps: &[Step], number: usize) -> Result<Literal, String> {
    let field = steps.last().and_then(|step| field(api, step));
    let value = field.and_then(|field| field.value.ty()).and_then(|ty| nth(api, ty, number));
    value.ok_or_else(|| format!("`{}` has too few values", path(api, steps).join(".")))
}

/// Returns one of several values of a type.
fn nth(api: &Api, ty: &Type, number: usize) -> Option<Literal> {
    match api.resolve(ty) {
        Type::Json => Some(Literal::String(text(number))),
        Type::Scalar(scalar) => match scalar.row().wire {
            Wire::Text(known) => match known.sample {
                None => Some(Literal::String(text(number))),
                Some(sample) => varied(sample, number, known.accepts).map(Literal::String),
            },
            Wire::Integer(_) | Wire::Number => Some(integer(number)),
            Wire::Boolean | Wire::Body(_) => None,
        },
        Type::Named(_) => known_values(api, ty).into_iter().nth(number),
        Type::List(_) | Type::Map(_) | Type::Generic(..) => None,
    }
}

/// Returns one of several values like another one: numbers if it is a number, else texts.
pub(super) fn like(value: Option<&Literal>, number: usize) -> Literal {
    match value {
        Some(Literal::Number(_)) => integer(number),
        _ => Literal::String(text(number)),
    }
}

/// Returns one of several texts, with characters that have a meaning in URLs.
pub(super) fn text(number: usize) -> String {
    format!("c{number}/+=")
}

fn integer(number: usize) -> Literal {
    Literal::Number((number * 10 + 1).to_string())
}

/// Returns a text like a sample with another digit.
fn varied(sample: &str, number: usize, accepts: fn(&str) -> bool) -> Option<String> {
    let digit = char::from_digit(u32::try_from(number).ok()?, 10)?;
    let positions = sample.char_indices().rev().filter(|(_, character)| character.is_ascii_digit());
    let mut texts = positions.map(|(at, _)| format!("{}{digit}{}", &sample[..at], &sample[at + 1..]));
    texts.find(|text| accepts(text))
}

#[cfg(test)]
mod tests {
    use super::varied;
    use crate::ir::Scalar;

    #[test]
    fn samples_of_formats_are_varied() {
        for format in ["date-time", "date", "uuid"] {
            let text = Scalar::of_text(format).text().expect("it has values");
            let sample = text.sample.expect("it has a sample");
            let values: Vec<_> = (1..=6).map(|number| varied(sample, number, text.accepts)).collect();
            assert!(values.iter().all(|value| value.as_deref().is_some_and(text.accepts)), "{values:?}");
            let mut distinct = values.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), values.len(), "{values:?}");
        }
    }
}
