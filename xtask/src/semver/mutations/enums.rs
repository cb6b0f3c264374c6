//! Changes of enumerations and unions.

use serde_json::{Value, json};

use super::{Mutation, of};
use crate::random::Random;
use crate::semver::sites::{change_schema, components, object, reverse};

pub(super) const LIST: &[Mutation] = &[
    of("E1", "a value is added", |document, random| {
        change_values(document, random, |values| {
            values.push(json!("mutated"));
            Some(())
        })
    }),
    of("E3", "a value is removed", |document, random| {
        change_values(document, random, |values| (values.len() > 2).then(|| values.remove(0)).map(drop))
    }),
    of("E4", "a value is respelled with the same words", |document, random| {
        change_values(document, random, |values| {
            let value = values.iter_mut().find(|value| value.as_str().is_some_and(|text| text.contains(['_', '-'])))?;
            let text = value.as_str()?;
            *value = json!(if text.contains('_') { text.replace('_', "-") } else { text.replace('-', "_") });
            Some(())
        })
    }),
    of("E5", "a value is respelled otherwise", |document, random| {
        change_values(document, random, |values| {
            let value = values.last_mut()?;
            *value = json!(format!("mutated_{}", value.as_str()?));
            Some(())
        })
    }),
    of("E6", "values are reordered", |document, random| {
        change_values(document, random, |values| {
            values.reverse();
            Some(())
        })
    }),
    of("E7", "values get other names", |document, random| {
        change_schema(document, random, |schema| {
            let count = schema.get("enum")?.as_array()?.len();
            let names: Vec<String> =
                (0..count).map(|number| format!("Mutated{}", ['A', 'B', 'C'][number % 3])).collect();
            (count < 4).then(|| schema["x-enum-varnames"] = json!(names))
        })
    }),
    of("E8", "a single value gets a second one", |document, random| {
        change_schema(document, random, |schema| {
            let schema = schema.as_object_mut()?;
            if let Some(value) = schema.shift_remove("const") {
                schema.insert("enum".to_owned(), json!([value, "mutated"]));
                return Some(());
            }
            let values = schema.get_mut("enum")?.as_array_mut()?;
            (values.len() == 1 && values[0].is_string()).then(|| values.push(json!("mutated")))
        })
    }),
    of("E10", "an enumeration gets down to one value", |document, random| {
        change_values(document, random, |values| {
            values.truncate(1);
            Some(())
        })
    }),
    of("E11", "a number is added to an enumeration of numbers", |document, random| {
        change_schema(document, random, |schema| {
            let values = schema.get_mut("enum")?.as_array_mut()?;
            values.first()?.as_i64()?;
            values.push(json!(4_711));
            Some(())
        })
    }),
    of("E14", "an enumeration becomes open", |document, random| {
        change_schema(document, random, |schema| {
            (schema["type"] == "string").then_some(())?;
            schema.get("enum")?;
            *schema = json!({"anyOf": [{"type": "string"}, schema.clone()]});
            Some(())
        })
    }),
    of("U1", "an alternative is added", |document, random| {
        change_alternatives(document, random, |list| {
            let other =
                json!({"type": "object", "required": ["mutated"], "properties": {"mutated": {"type": "integer"}}});
            list.push(other);
            Some(())
        })
    }),
    of("U3", "an alternative is removed", |document, random| {
        change_alternatives(document, random, |list| (list.len() > 2).then(|| list.pop()).map(drop))
    }),
    of("U4", "a model that is an alternative grows", grow),
    of("U8", "a discriminator is removed", |document, random| {
        change_schema(document, random, |schema| schema.as_object_mut()?.shift_remove("discriminator").map(drop))
    }),
    of("U9", "a value of a discriminator is renamed", |document, random| {
        change_schema(document, random, |schema| {
            let mapping = schema.get_mut("discriminator")?.get_mut("mapping")?.as_object_mut()?;
            let first = mapping.keys().next()?.clone();
            let target = mapping.shift_remove(&first)?;
            mapping.insert(format!("mutated_{first}"), target);
            Some(())
        })
    }),
    of("U10", "alternatives are reordered", |document, random| {
        change_alternatives(document, random, |list| {
            list.reverse();
            Some(())
        })
    }),
    of("U11", "one alternative becomes two", |document, random| {
        change_schema(document, random, |schema| {
            schema.get("properties")?;
            let other =
                json!({"type": "object", "required": ["mutated"], "properties": {"mutated": {"type": "integer"}}});
            *schema = json!({"oneOf": [schema.clone(), other]});
            Some(())
        })
    }),
    of("U12", "two alternatives become one", |document, random| {
        change_alternatives(document, random, |list| {
            list.truncate(1);
            Some(())
        })
    }),
    of("U13", "`oneOf` becomes `anyOf`, or back", |document, random| {
        change_schema(document, random, |schema| {
            let schema = schema.as_object_mut()?;
            let (from, to) = if schema.contains_key("oneOf") { ("oneOf", "anyOf") } else { ("anyOf", "oneOf") };
            let list = schema.shift_remove(from)?;
            schema.insert(to.to_owned(), list);
            Some(())
        })
    }),
    of("M17", "the properties of all schemas are reordered", |document, _| {
        let mut changed = None;
        for name in components(document, "schemas") {
            let at = crate::semver::sites::below("/components/schemas", &name);
            if object(document, &format!("{at}/properties")).and_then(reverse).is_some() {
                changed = Some(at);
            }
        }
        changed
    }),
];

/// Changes the values of an enumeration of text that has several.
fn change_values(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Vec<Value>) -> Option<()>,
) -> Option<String> {
    change_schema(document, random, |schema| {
        let values = schema.get_mut("enum")?.as_array_mut()?;
        (values.len() > 1 && values.iter().all(Value::is_string)).then_some(())?;
        change(values)
    })
}

fn change_alternatives(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Vec<Value>) -> Option<()>,
) -> Option<String> {
    change_schema(document, random, |schema| {
        let key = if schema.get("oneOf").is_some() { "oneOf" } else { "anyOf" };
        let list = schema.get_mut(key)?.as_array_mut()?;
        (list.len() > 1).then_some(())?;
        change(list)
    })
}

/// Adds many optional properties to a component that is an alternative of a union.
fn grow(document: &mut Value, random: &mut Random) -> Option<String> {
    let mut targets = Vec::new();
    for at in crate::semver::sites::schemas(document) {
        let schema = document.pointer(&at)?;
        let lists = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
        let references = lists.flatten().filter_map(|part| part.get("$ref")?.as_str()?.strip_prefix('#'));
        targets.extend(references.map(str::to_owned));
    }
    crate::semver::sites::change(document, random, targets, |schema| {
        let properties = schema.get_mut("properties")?.as_object_mut()?;
        properties.extend((0..12).map(|number| (format!("mutated_{number}"), json!({"type": "string"}))));
        Some(())
    })
}
