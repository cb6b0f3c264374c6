//! The examples of all operations as one text: an OpenAPI Overlay that adds them to the document, a list in JSON, or
//! Markdown. Says only what the examples are; `emit` and `requests` make them.

use serde_json::{Value, json};

use crate::examples::RustExample;
use crate::ir::{Api, Literal, Operation, Type};
use crate::pointer::Pointer;
use crate::requests::Request;
use crate::samples;
use crate::surface::Surface;
use crate::text::own::{blocks, code_block};

/// The examples of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSamples {
    /// The calls that lead to its method in Rust: `users.keys.list`.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The path as the document writes it.
    pub path: String,
    /// Its location in the document.
    pub at: Pointer,
    /// The program in Rust; empty if no example can be written.
    pub rust: String,
    /// The curl command.
    pub curl: String,
    /// The request in HTTP/1.1.
    pub http: String,
}

/// Returns a value of the type of a response, with all of its properties; `None` if every value of the type contains
/// another value of it.
#[must_use]
pub fn response_sample(api: &Api, ty: &Type) -> Option<Literal> {
    samples::full_value(api, false, ty, None, &[])
}

/// Returns the examples of all operations, in the order of the model.
pub(crate) fn of(api: &Api, surface: &Surface, examples: &[RustExample], krate: &str) -> Vec<CodeSamples> {
    let one = |(index, operation): (usize, &Operation)| {
        let request = Request::of(api, surface, operation);
        let method = surface.operations.get(&operation.key);
        let rust = examples.get(index).filter(|example| !example.statements.is_empty());
        CodeSamples {
            operation: method.map(|method| format!("{}.{}", method.resource, method.name)).unwrap_or_default(),
            method: operation.method.as_str().to_owned(),
            path: operation.written_path.clone(),
            at: operation.at.clone(),
            rust: rust.map(|example| example.program(krate)).unwrap_or_default(),
            curl: request.curl(),
            http: request.http(),
        }
    };
    api.operations.iter().enumerate().map(one).collect()
}

/// Returns an OpenAPI Overlay 1.0.0 that adds the examples to the operations of the document, as `x-codeSamples` behind
/// those that the document has; and the operations that it cannot reach, because they are in another file.
#[must_use]
pub fn overlay<'s>(title: &str, samples: &'s [CodeSamples]) -> (String, Vec<&'s CodeSamples>) {
    let (reached, others): (Vec<_>, Vec<_>) = samples.iter().partition(|one| is_in_document(&one.at));
    let sample = |lang: &str, label: &str, source: &str| {
        (!source.is_empty()).then(|| json!({"lang": lang, "label": label, "source": source}))
    };
    let actions = reached.into_iter().map(|one| {
        let list = [sample("Rust", "Rust", &one.rust), sample("Shell", "curl", &one.curl)];
        let list: Vec<Value> = list.into_iter().flatten().collect();
        json!({"target": query(&one.at), "update": {"x-codeSamples": list}})
    });
    let overlay = json!({
        "overlay": "1.0.0",
        "info": {"title": title, "version": env!("CARGO_PKG_VERSION")},
        "actions": actions.collect::<Vec<_>>(),
    });
    (pretty(&overlay), others)
}

/// Returns the examples as a list in JSON.
#[must_use]
pub fn list(samples: &[CodeSamples]) -> String {
    let one = |one: &CodeSamples| {
        json!({
            "operation": one.operation, "method": one.method, "path": one.path,
            "rust": one.rust, "curl": one.curl, "http": one.http,
        })
    };
    pretty(&Value::Array(samples.iter().map(one).collect()))
}

/// Returns the examples in Markdown: a section for each operation.
#[must_use]
pub fn markdown(samples: &[CodeSamples]) -> String {
    let one = |one: &CodeSamples| {
        let heading = format!("## {}", crate::prose::code(&format!("{} {}", one.method, one.path)));
        let method = if one.operation.is_empty() { String::new() } else { crate::prose::code(&one.operation) };
        let rust = if one.rust.is_empty() { String::new() } else { code_block("rust", &one.rust) };
        let http = one.http.replace("\r\n", "\n");
        blocks([heading, method, rust, code_block("sh", &one.curl), code_block("http", http.trim_end())])
    };
    blocks(samples.iter().map(one)) + "\n"
}

fn pretty(value: &Value) -> String {
    // A value of strings, lists and objects can always be written.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Whether an overlay of the document can reach a location: it is not in another file.
fn is_in_document(at: &Pointer) -> bool {
    let first = at.segments().next();
    first.is_some_and(|first| first == "paths" || first == "components")
}

/// Returns a location as a JSONPath with quoted names (RFC 9535, section 2.3.1.1).
fn query(at: &Pointer) -> String {
    let mut query = "$".to_owned();
    for name in at.segments() {
        query.push_str("['");
        for c in name.chars() {
            match c {
                '\'' | '\\' => query.extend(['\\', c]),
                c if c < ' ' => query.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => query.push(c),
            }
        }
        query.push_str("']");
    }
    query
}

#[cfg(test)]
mod tests {
    use super::query;
    use crate::pointer::Pointer;

    #[test]
    fn names_in_queries_are_quoted() {
        let at = ["paths", "/it's/{a\\b}\n", "get"].into_iter().fold(Pointer::root(), |at, name| at.child(name));
        assert_eq!(query(&at), "$['paths']['/it\\'s/{a\\\\b}\\u000a']['get']");
    }
}
