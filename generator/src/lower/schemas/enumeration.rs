//! Enumerations of strings and integers, with what extensions say about each value.

use indexmap::IndexMap;
use serde_json::Value;

use super::integer::{Range, whole};
use crate::ir::{Integer, IntegerEnum, Scalar, Shape, StringEnum, Type, Variant, WireName};
use crate::lower::schemas::facets::Facets;

/// Lists of names beside `enum`, in its order.
const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];

/// Lists of texts beside `enum`, in its order, or maps from values to texts.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// A list of values with their names and texts beside `enum`, each in an object.
const VALUES: &str = "x-ms-enum";

/// Returns an open enumeration of the strings that a schema lists. Repeated values count once.
pub(in crate::lower) fn string_enum(facets: &Facets<'_>) -> Shape {
    let values = variants(facets, |value| value.as_str().map(WireName::new));
    if values.is_empty() {
        Shape::Alias(Type::Scalar(Scalar::String))
    } else {
        Shape::StringEnum(StringEnum { values })
    }
}

/// Returns an open enumeration of the integers that a schema lists. Repeated values count once.
pub(in crate::lower) fn integer_enum(facets: &Facets<'_>) -> Shape {
    let values = variants(facets, whole);
    let range =
        values.iter().map(|variant| Range::only(variant.value)).chain(Range::unsigned(facets)).reduce(Range::and);
    // A value whose digits were lost must be readable all the same.
    let is_lost = |value: &Value| value.is_number() && whole(value).is_none() && !is_fraction(value);
    let is_wide = facets.values.iter().flatten().any(is_lost);
    let known = [Integer::I64, Integer::U64].into_iter().filter(|_| !is_wide);
    let integer = range.unwrap_or(Range::only(0)).first(known);
    if values.is_empty() {
        Shape::Alias(Type::Scalar(Scalar::Integer(integer)))
    } else {
        Shape::IntegerEnum(IntegerEnum { integer, values })
    }
}

/// Whether a value is a number that is not an integer.
pub(in crate::lower) fn is_fraction(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() != 0.0)
}

/// Returns the values of one kind, each once, in the given order.
fn variants<T: Clone + Eq + std::hash::Hash>(
    facets: &Facets<'_>,
    read: impl Fn(&Value) -> Option<T>,
) -> Vec<Variant<T>> {
    let mut known: IndexMap<T, Variant<T>> = IndexMap::new();
    for (index, listed) in facets.values.iter().flatten().enumerate() {
        if let Some(value) = read(listed) {
            known.entry(value.clone()).or_insert_with(|| {
                let name = annotation(facets, &NAMES, "name", index, listed);
                Variant { value, name, description: annotation(facets, &DESCRIPTIONS, "description", index, listed) }
            });
        }
    }
    known.into_values().collect()
}

/// Returns what the extensions of a schema say about the value at `index`: one of `extensions`, or `member` of its
/// object in the list of values.
fn annotation(facets: &Facets<'_>, extensions: &[&str], member: &str, index: usize, value: &Value) -> Option<String> {
    let given = facets.extensions?;
    // A list of another length says nothing certain about any value.
    let is_parallel = |list: &[Value]| facets.values.as_ref().is_some_and(|values| values.len() == list.len());
    let beside = extensions.iter().find_map(|extension| match given.get(*extension)? {
        Value::Array(list) if is_parallel(list) => list.get(index),
        Value::Object(map) => map.get(&spelled(value)),
        _ => None,
    });
    let listed = || {
        let values = given.get(VALUES)?.get("values")?.as_array()?;
        values.iter().find(|entry| entry.get("value").is_some_and(|own| spelled(own) == spelled(value)))?.get(member)
    };
    let text = beside.or_else(listed)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns a value as the key of a map; some documents write numbers as strings there.
fn spelled(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
