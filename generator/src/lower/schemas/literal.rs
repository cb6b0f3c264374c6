//! From parsed JSON to the model's literals.

use serde_json::Value;

use crate::ir::Literal;

/// Returns a JSON value as a literal.
pub(in crate::lower) fn literal(value: &Value) -> Literal {
    match value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Boolean(*value),
        Value::Number(number) => Literal::Number(number.to_string()),
        Value::String(text) => Literal::String(text.clone()),
        Value::Array(items) => Literal::List(items.iter().map(literal).collect()),
        Value::Object(members) => {
            Literal::Object(members.iter().map(|(key, value)| (key.clone(), literal(value))).collect())
        }
    }
}
