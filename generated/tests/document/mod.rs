//! The document that the SDK is made from, as JSON. Knows nothing of the SDK, so that both can be held against each
//! other.

// Each test file is a crate of its own and uses its own part of this.
#![allow(dead_code)]

use std::fs;
use std::io;
use std::path::Path;

use keycard::serde_json::Value;
use saphyr::{LoadableYamlNode, Scalar, Yaml};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The document of the Keycard API.
pub struct Document {
    root: Value,
}

/// An operation of the document.
pub struct Operation<'a> {
    /// In lower case.
    pub method: &'a str,
    pub path: &'a str,
    pub id: &'a str,
    pub value: &'a Value,
    /// What stands beside the methods of the path.
    item: &'a Value,
}

impl Document {
    /// Reads the document beside the crate.
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/keycard.yaml");
        Self { root: read_yaml(&path).expect("the document is in the repository") }
    }

    /// Every operation, in the order of the document.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for (path, item) in members(&self.root["paths"]) {
            for (method, value) in members(item).filter(|(name, _)| METHODS.contains(&name.as_str())) {
                let id = value["operationId"].as_str().expect("an operation has an ID");
                operations.push(Operation { method, path, id, value, item });
            }
        }
        operations
    }

    /// Name, location and the parameter itself: those of the path first, then those of the operation.
    pub fn parameters<'a>(&'a self, operation: &Operation<'a>) -> Vec<(&'a str, &'a str, &'a Value)> {
        let all = elements(&operation.item["parameters"]).chain(elements(&operation.value["parameters"]));
        all.map(|parameter| {
            let parameter = self.resolve(parameter);
            (text(&parameter["name"]), text(&parameter["in"]), parameter)
        })
        .collect()
    }

    /// The named schemas.
    pub fn schemas(&self) -> impl Iterator<Item = (&String, &Value)> {
        members(&self.root["components"]["schemas"])
    }

    /// The named examples.
    pub fn examples(&self) -> impl Iterator<Item = (&String, &Value)> {
        members(&self.root["components"]["examples"])
    }

    /// The named responses.
    pub fn responses(&self) -> impl Iterator<Item = &Value> {
        members(&self.root["components"]["responses"]).map(|(_, response)| response)
    }

    /// Follows `$ref` as often as it takes.
    pub fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("references are local");
            value = self.root.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"));
        }
        value
    }
}

/// The members of an object; none if it is no object.
pub fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// The elements of an array; none if it is no array.
pub fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The last segment of a reference to a schema.
pub fn schema_name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

/// Reads a YAML file as JSON.
pub fn read_yaml(path: &Path) -> io::Result<Value> {
    let source = fs::read_to_string(path)?;
    let documents = Yaml::load_from_str(&source).expect("it is YAML");
    Ok(json(documents.first().expect("it holds something")))
}

fn json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => Value::from(*value),
        Yaml::Value(Scalar::Integer(value)) => Value::from(*value),
        Yaml::Value(Scalar::FloatingPoint(value)) => Value::from(value.into_inner()),
        Yaml::Value(Scalar::String(value)) => Value::from(value.as_ref()),
        Yaml::Sequence(sequence) => sequence.iter().map(json).collect(),
        Yaml::Mapping(mapping) => Value::Object(mapping.iter().map(|(name, value)| (key(name), json(value))).collect()),
        other => panic!("the files have nothing like {other:?}"),
    }
}

/// A status is a number in YAML where it is not quoted.
fn key(yaml: &Yaml<'_>) -> String {
    match json(yaml) {
        Value::String(name) => name,
        other => other.to_string(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is a string")
}
