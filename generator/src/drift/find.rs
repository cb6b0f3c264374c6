//! Finds the schemas that describe a value of a response. Follows references and compositions; changes nothing.

use serde_json::{Map, Value};

use super::line::{Line, Step, steps};
use crate::document;
use crate::pointer::Pointer;

/// How many references may follow one another, and how deeply compositions may nest.
const DEPTH: usize = 64;

/// Adds what one alternative of a union has to find.
type Visit<'v> = dyn Fn(&Pointer, &mut Vec<Pointer>) -> Result<(), String> + 'v;

/// What must change, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The schema that requires this property.
    Requiring(Pointer, String),
    /// The schema that does not accept this JSON type.
    Typed(Pointer, String),
    /// The schema that accepts the JSON type, but not the form of the value.
    Formed(Pointer),
}

/// Returns the places that a deviation is about.
///
/// # Errors
///
/// Fails with a reason if there is none.
pub(super) fn places(root: &Value, line: &Line) -> Result<Vec<Place>, String> {
    let walk = Walk { root };
    let operation = operation(root, line).ok_or("the document has no such operation")?;
    let schema = walk.response_schema(&operation, line.status)?;
    let mut steps = steps(&line.path).unwrap_or_default();
    let last = if line.missing { steps.pop() } else { None };
    let mut schemas = vec![schema];
    for step in &steps {
        schemas = walk.below_all(&schemas, step)?;
    }
    let mut places = match (last, &line.found) {
        (Some(Step::Key(name)), _) => {
            let mut holders = Vec::new();
            for schema in &schemas {
                walk.requiring(schema, &name, 0, &mut holders)?;
            }
            if holders.is_empty() {
                return Err(format!("the document does not require `{name}`"));
            }
            holders.into_iter().map(|holder| Place::Requiring(holder, name.clone())).collect()
        }
        (None, Some(found)) => walk.refusing(&schemas, found)?,
        _ => return Err("only properties can be missing".to_owned()),
    };
    places.sort();
    places.dedup();
    Ok(places)
}

/// Returns the location of an operation.
fn operation(root: &Value, line: &Line) -> Option<Pointer> {
    let walk = Walk { root };
    let wanted = line.path_template.as_deref().map(template);
    for (path, item) in root.get("paths")?.as_object()? {
        let at = walk.resolved(&Pointer::root().child("paths").child(path)).ok()?;
        let item = root.pointer(at.as_str()).unwrap_or(item);
        let more = item.get("additionalOperations").and_then(Value::as_object);
        let more = more.into_iter().flatten().map(|(key, one)| (at.child("additionalOperations").child(key), key, one));
        let own = item.as_object().into_iter().flatten().map(|(key, one)| (at.child(key), key, one));
        for (at, key, operation) in own.chain(more) {
            let has_id = || {
                line.operation_id.is_some()
                    && operation.get("operationId").and_then(Value::as_str) == line.operation_id.as_deref()
            };
            let has_name = || {
                let method = line.method.as_ref().is_some_and(|method| method.eq_ignore_ascii_case(key));
                method && wanted.as_ref().is_some_and(|wanted| *wanted == template(path))
            };
            if operation.is_object() && (has_name() || has_id()) {
                return Some(at);
            }
        }
    }
    None
}

/// Returns a path without the names of its parameters, which an SDK may write in another way.
fn template(path: &str) -> String {
    let parts = path.split('{').enumerate();
    parts
        .map(|(index, part)| if index == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) })
        .collect::<Vec<_>>()
        .join("{}")
}

struct Walk<'r> {
    root: &'r Value,
}

impl Walk<'_> {
    fn at(&self, at: &Pointer) -> Option<&Value> {
        self.root.pointer(at.as_str())
    }

    fn members(&self, at: &Pointer) -> Option<&Map<String, Value>> {
        self.at(at)?.as_object()
    }

    /// Follows references.
    fn resolved(&self, at: &Pointer) -> Result<Pointer, String> {
        let mut at = at.clone();
        for _ in 0..DEPTH {
            let Some(reference) = self.members(&at).and_then(|members| members.get("$ref")) else { return Ok(at) };
            let reference = reference.as_str().unwrap_or_default();
            at = document::within(reference)
                .ok_or_else(|| format!("`{reference}` is in another file, which no overlay of the document reaches"))?;
            if self.at(&at).is_none() {
                return Err(format!("`{reference}` leads nowhere"));
            }
        }
        Err("the references form a cycle".to_owned())
    }

    /// Returns the location of the schema of a response.
    fn response_schema(&self, operation: &Pointer, status: u16) -> Result<Pointer, String> {
        let responses = operation.child("responses");
        let keys =
            [status.to_string(), format!("{}XX", status / 100), format!("{}xx", status / 100), "default".to_owned()];
        let found = keys.iter().map(|key| responses.child(key)).find(|at| self.at(at).is_some());
        let response = self.resolved(&found.ok_or("the document has no such response")?)?;
        // Swagger 2.0 has one schema.
        if self.at(&response.child("schema")).is_some() {
            return Ok(response.child("schema"));
        }
        let content = response.child("content");
        let media = self.members(&content).ok_or("the document describes no body of this response")?;
        let is_json = |key: &str| {
            let essence = key.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            essence.ends_with("/json") || essence.ends_with("+json")
        };
        let mut keys: Vec<&String> = media.keys().collect();
        keys.sort_by_key(|key| !is_json(key));
        let schemas = keys.iter().flat_map(|key| ["schema", "itemSchema"].map(|name| content.child(key).child(name)));
        let mut schemas = schemas.filter(|at| self.at(at).is_some());
        schemas.next().ok_or_else(|| "the document has no schema of this response".to_owned())
    }

    /// Returns the schemas of what is one step below a value of `schemas`.
    fn below_all(&self, schemas: &[Pointer], step: &Step) -> Result<Vec<Pointer>, String> {
        let mut found = Vec::new();
        for schema in schemas {
            self.below(schema, step, 0, &mut found)?;
        }
        let what = match step {
            Step::Key(key) => format!("the property `{key}`"),
            Step::Index(_) => "the items".to_owned(),
        };
        if found.is_empty() { Err(format!("the document does not describe {what}")) } else { Ok(found) }
    }

    fn below(&self, schema: &Pointer, step: &Step, depth: usize, found: &mut Vec<Pointer>) -> Result<(), String> {
        let schema = self.inside(schema, depth)?;
        let before = found.len();
        match step {
            Step::Key(key) => found.extend(self.existing(schema.child("properties").child(key))),
            Step::Index(index) => {
                found.extend(
                    self.existing(schema.child("prefixItems").item(*index))
                        .or_else(|| self.existing(schema.child("items"))),
                );
            }
        }
        self.each_part(&schema, |part| self.below(part, step, depth + 1, found))?;
        self.one_alternative(&schema, found, &|part, found| self.below(part, step, depth + 1, found))?;
        if found.len() == before && matches!(step, Step::Key(_)) {
            found.extend(self.existing(schema.child("additionalProperties")));
        }
        Ok(())
    }

    /// Collects the schemas that require a property.
    fn requiring(&self, schema: &Pointer, name: &str, depth: usize, found: &mut Vec<Pointer>) -> Result<(), String> {
        let schema = self.inside(schema, depth)?;
        let required = self.at(&schema.child("required")).and_then(Value::as_array);
        if required.is_some_and(|required| required.iter().any(|one| one == name)) {
            found.push(schema.clone());
        }
        self.each_part(&schema, |part| self.requiring(part, name, depth + 1, found))?;
        self.one_alternative(&schema, found, &|part, found| self.requiring(part, name, depth + 1, found))
    }

    /// Returns the places to change so that a value of this JSON type is accepted.
    fn refusing(&self, schemas: &[Pointer], kind: &str) -> Result<Vec<Place>, String> {
        let place = |schema: &Pointer| {
            let target = self.resolved(schema)?;
            let accepts = self.at(&target).is_some_and(|schema| accepts(schema, kind));
            // A form is part of the schema itself, a type is added where it is used.
            Ok(if accepts { Place::Formed(target) } else { Place::Typed(schema.clone(), kind.to_owned()) })
        };
        schemas.iter().map(place).collect()
    }

    fn existing(&self, at: Pointer) -> Option<Pointer> {
        self.at(&at).filter(|schema| schema.is_object()).map(|_| at)
    }

    fn inside(&self, schema: &Pointer, depth: usize) -> Result<Pointer, String> {
        if depth > DEPTH { Err("the schemas nest too deeply".to_owned()) } else { self.resolved(schema) }
    }

    /// Visits the parts that all apply to a value.
    fn each_part(&self, schema: &Pointer, mut visit: impl FnMut(&Pointer) -> Result<(), String>) -> Result<(), String> {
        let parts = self.at(&schema.child("allOf")).and_then(Value::as_array).map_or(0, Vec::len);
        (0..parts).try_for_each(|index| visit(&schema.child("allOf").item(index)))
    }

    /// Visits the alternatives of a union. Only one of them may have something to find, since the deviation does not
    /// say which one the value is.
    fn one_alternative(&self, schema: &Pointer, found: &mut Vec<Pointer>, visit: &Visit<'_>) -> Result<(), String> {
        for key in ["oneOf", "anyOf"] {
            let count = self.at(&schema.child(key)).and_then(Value::as_array).map_or(0, Vec::len);
            let mut with = Vec::new();
            for index in 0..count {
                let mut own = Vec::new();
                visit(&schema.child(key).item(index), &mut own)?;
                if !own.is_empty() && !with.contains(&own) {
                    with.push(own);
                }
            }
            if with.len() > 1 {
                return Err(format!(
                    "{} alternatives of a union describe it, and it is not known which one was sent",
                    with.len()
                ));
            }
            found.extend(with.into_iter().flatten());
        }
        Ok(())
    }
}

/// Returns whether a schema accepts values of a JSON type, whatever their form.
fn accepts(schema: &Value, kind: &str) -> bool {
    let fits = |ty: &str| ty == kind || (ty == "number" && kind == "integer");
    match schema.get("type") {
        Some(Value::String(ty)) => fits(ty),
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).any(fits),
        _ => {
            let composed =
                ["oneOf", "anyOf", "allOf", "properties", "items"].iter().any(|key| schema.get(key).is_some());
            !composed && kind != "null"
        }
    }
}
