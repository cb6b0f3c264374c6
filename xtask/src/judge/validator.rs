//! Asks Ajv, a validator of JSON Schema, whether values are valid. Knows nothing of SDKs.

mod json_schema;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The script that runs Ajv.
const VALIDATE: &str = include_str!("validator/validate.mjs");

/// Validates values, each with the pointer of its schema in the document. Returns for each value `true`, `false`, or
/// the reason why neither is known. Node finds Ajv in `modules`.
///
/// # Errors
///
/// Fails if Node cannot be started, or if a file in `scratch` cannot be written.
pub(super) fn validate(
    scratch: &Path,
    modules: &Path,
    document: &Value,
    pairs: Vec<Value>,
) -> Result<Vec<Value>, String> {
    let failed = |error: std::io::Error| format!("cannot run the validator: {error}");
    let [script, schema, list] = ["validate.mjs", "document.json", "cases.json"].map(|name| scratch.join(name));
    fs::write(&script, VALIDATE).map_err(failed)?;
    fs::write(&schema, json_schema::translated(document).to_string()).map_err(failed)?;
    let length = pairs.len();
    fs::write(&list, Value::Array(pairs).to_string()).map_err(failed)?;
    let mut node = Command::new("node");
    node.arg(&script).arg(modules).arg(&schema).arg(&list).stdin(Stdio::null());
    let output = node.output().map_err(failed)?;
    match serde_json::from_slice(&output.stdout) {
        Ok(Value::Array(verdicts)) if verdicts.len() == length => Ok(verdicts),
        _ => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            let reason = stderr.lines().find(|line| line.contains("Error")).unwrap_or("it printed nothing");
            Ok(vec![json!(reason); length])
        }
    }
}
