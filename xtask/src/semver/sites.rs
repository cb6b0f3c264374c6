//! The places of a document that a mutation can change, as JSON Pointers, and functions that change one of them that is
//! chosen at random. Knows OpenAPI 3 as far as that, and no rule.

use serde_json::{Map, Value};

use crate::random::Random;

/// The methods that a path item may have.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The longest nesting of schemas that is looked at.
const DEEPEST: usize = 12;

/// Returns the pointer to a member of what another pointer leads to.
pub(super) fn below(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

/// The object that a pointer leads to.
pub(super) fn object<'a>(document: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    document.pointer_mut(pointer)?.as_object_mut()
}

/// A section of the components, which is made if there is none.
pub(super) fn section<'a>(document: &'a mut Value, name: &str) -> Option<&'a mut Map<String, Value>> {
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| Value::Object(Map::new()));
    components.as_object_mut()?.entry(name).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}

fn members<'a>(document: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    document.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}

/// The operations.
pub(super) fn operations(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in members(document, "/paths") {
        let at = below("/paths", path);
        let methods = METHODS.iter().filter(|method| item.get(**method).is_some_and(Value::is_object));
        found.extend(methods.map(|method| below(&at, method)));
    }
    found
}

/// The parameters of operations that are written where they are used.
pub(super) fn parameters(document: &Value) -> Vec<String> {
    let of = |at: &String| {
        let list = document.pointer(&below(at, "parameters")).and_then(Value::as_array);
        let list = list.into_iter().flatten().enumerate().filter(|(_, parameter)| parameter.get("schema").is_some());
        list.map(|(index, _)| format!("{at}/parameters/{index}")).collect::<Vec<_>>()
    };
    operations(document).iter().flat_map(of).collect()
}

/// The media types of request bodies, if `sent`, or of responses that are successes.
pub(super) fn contents(document: &Value, sent: bool) -> Vec<String> {
    let mut found = Vec::new();
    for at in operations(document) {
        let bodies: Vec<String> = if sent {
            vec![below(&at, "requestBody")]
        } else {
            let responses = below(&at, "responses");
            let successes = members(document, &responses).filter(|(status, _)| status.starts_with('2'));
            successes.map(|(status, _)| below(&responses, status)).collect()
        };
        for body in bodies {
            let content = below(&body, "content");
            found.extend(members(document, &content).map(|(media_type, _)| below(&content, media_type)));
        }
    }
    found
}

/// The schemas: those of components, parameters and bodies, with all in them.
pub(super) fn schemas(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let components = members(document, "/components/schemas").map(|(name, _)| below("/components/schemas", name));
    let parameters = parameters(document).into_iter().map(|at| below(&at, "schema"));
    let bodies = [true, false].into_iter().flat_map(|sent| contents(document, sent)).map(|at| below(&at, "schema"));
    for at in components.chain(parameters).chain(bodies) {
        schema(document, at, 0, &mut found);
    }
    found
}

fn schema(document: &Value, at: String, depth: usize, found: &mut Vec<String>) {
    let Some(value) = document.pointer(&at).and_then(Value::as_object).filter(|_| depth < DEEPEST) else { return };
    let properties = value.get("properties").and_then(Value::as_object).into_iter().flatten();
    for (name, _) in properties {
        schema(document, below(&below(&at, "properties"), name), depth + 1, found);
    }
    for key in ["items", "additionalProperties"] {
        schema(document, below(&at, key), depth + 1, found);
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let parts = value.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        (0..parts).for_each(|index| schema(document, format!("{at}/{key}/{index}"), depth + 1, found));
    }
    found.push(at);
}

/// The names of the components of a section.
pub(super) fn components(document: &Value, section: &str) -> Vec<String> {
    members(document, &format!("/components/{section}")).map(|(name, _)| name.clone()).collect()
}

/// Changes one of the places for which there is a change; returns which one.
pub(super) fn change(
    document: &mut Value,
    random: &mut Random,
    mut places: Vec<String>,
    mut change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    while !places.is_empty() {
        let at = places.swap_remove(random.below(places.len()));
        let place = document.pointer_mut(&at)?;
        let mut changed = place.clone();
        if change(&mut changed).is_some() && !is_same(&changed, place) {
            *place = changed;
            return Some(at);
        }
    }
    None
}

/// Whether two values are written alike; objects are equal whatever the order of their members.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    let [one, other] = [one, other].map(ToString::to_string);
    one == other
}

/// Changes one of the schemas.
pub(super) fn change_schema(
    document: &mut Value,
    random: &mut Random,
    change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    let places = schemas(document);
    self::change(document, random, places, change)
}

/// Changes one property of one of the schemas of objects: its name, the schema around it, a random number.
pub(super) fn change_property(
    document: &mut Value,
    random: &mut Random,
    mut change: impl FnMut(&mut Value, &str) -> Option<()>,
) -> Option<String> {
    let places: Vec<String> = schemas(document).into_iter().filter(|at| has_properties(document, at)).collect();
    let number = random.below(1_000_000);
    change_schema_at(document, random, places, |schema| {
        let names: Vec<String> = schema.get("properties")?.as_object()?.keys().cloned().collect();
        // Each name is tried, beginning with a random one.
        (0..names.len()).find_map(|step| change(schema, &names[(number + step) % names.len()]))
    })
}

fn change_schema_at(
    document: &mut Value,
    random: &mut Random,
    places: Vec<String>,
    change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    self::change(document, random, places, change)
}

fn has_properties(document: &Value, at: &str) -> bool {
    document.pointer(&below(at, "properties")).and_then(Value::as_object).is_some_and(|map| !map.is_empty())
}

/// Changes one of the operations.
pub(super) fn change_operation(
    document: &mut Value,
    random: &mut Random,
    change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    let places = operations(document);
    self::change(document, random, places, change)
}

/// Changes one of the parameters.
pub(super) fn change_parameter(
    document: &mut Value,
    random: &mut Random,
    change: impl FnMut(&mut Value) -> Option<()>,
) -> Option<String> {
    let places = parameters(document);
    self::change(document, random, places, change)
}

/// Reverses the members of an object.
pub(super) fn reverse(object: &mut Map<String, Value>) -> Option<()> {
    if object.len() < 2 {
        return None;
    }
    let members: Vec<(String, Value)> = std::mem::take(object).into_iter().rev().collect();
    object.extend(members);
    Some(())
}

/// Renames a member of an object, where it is.
pub(super) fn rename(object: &mut Map<String, Value>, from: &str, to: &str) -> Option<()> {
    if !object.contains_key(from) || object.contains_key(to) {
        return None;
    }
    let members = std::mem::take(object).into_iter();
    object.extend(members.map(|(name, value)| if name == from { (to.to_owned(), value) } else { (name, value) }));
    Some(())
}

/// Whether a schema lists a property as required.
pub(super) fn is_required(schema: &Value, name: &str) -> bool {
    schema.get("required").and_then(Value::as_array).is_some_and(|list| list.iter().any(|other| other == name))
}

/// Lists a property as required, or not.
pub(super) fn require(schema: &mut Value, name: &str, required: bool) -> Option<()> {
    let list = schema.as_object_mut()?.entry("required").or_insert_with(|| Value::Array(Vec::new()));
    let list = list.as_array_mut()?;
    list.retain(|other| other != name);
    if required {
        list.push(name.into());
    }
    if list.is_empty() {
        schema.as_object_mut()?.remove("required");
    }
    Some(())
}
