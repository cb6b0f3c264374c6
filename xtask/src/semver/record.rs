//! Programs that record the requests of an SDK: they call each operation of the SDK that they were written for, with
//! values that differ from each other, and print what a mock transport receives. Nothing is sent.

mod maker;
pub(super) mod outcome;
mod recorder;
mod requests;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use syn::Type;

use self::maker::Maker;
use super::arbiter::Program;
use super::library::{Library, Making, Method, Receiver};
use super::scope::{SDK, text};
use super::sdk::Sdk;

/// This many operations of an SDK are called; of larger ones, a sample that is spread evenly.
const MOST_CALLS: usize = 250;

/// A program that calls the operations of an SDK.
pub(super) struct Recorder {
    text: String,
    /// How many operations it calls.
    pub(super) calls: usize,
    /// The operations that it does not call, since a required value cannot be made.
    pub(super) left_out: Vec<String>,
}

/// A call of an operation.
struct Operation<'a> {
    /// What leads to the method, and the method: `users.keys.list`.
    name: String,
    /// The resource as an expression.
    resource: String,
    method: &'a Method,
}

impl Recorder {
    /// Writes the program.
    pub(super) fn of(sdk: &Sdk) -> Result<Self, String> {
        let library = Library::of(sdk)?;
        let operations = operations(&library);
        let step = operations.len().div_ceil(MOST_CALLS).max(1);
        let mut maker = Maker::new(&library);
        let mut program = Self { text: recorder::BEGIN.to_owned(), calls: 0, left_out: Vec::new() };
        let mut main = String::from(recorder::MAIN);
        for operation in operations.iter().step_by(step) {
            let Some(function) = call(&library, &mut maker, operation, program.calls) else {
                program.left_out.push(operation.name.clone());
                continue;
            };
            program.text.push_str(&function);
            let _ = writeln!(main, "    record({:?}, call{});", operation.name, program.calls);
            program.calls += 1;
        }
        let client = client(sdk, &library, &mut maker);
        let _ = writeln!(program.text, "{client}{}{main}}}", maker.functions());
        Ok(program)
    }

    /// Returns the program as a crate that depends on the SDK of `program`, with the same features.
    pub(super) fn beside(&self, program: &Program, name: &str) -> Program {
        Program {
            name: name.to_owned(),
            sdk: program.sdk.clone(),
            text: self.text.clone(),
            features: program.features.clone(),
            missing: Vec::new(),
            runs: true,
        }
    }
}

/// Finds the operations of an SDK, beginning at its client.
fn operations(library: &Library) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![(format!("{SDK}::Client"), String::new(), "client".to_owned())];
    while let Some((path, name, resource)) = open.pop() {
        for method in library.methods_of(&path).iter().filter(|method| method.receiver == Receiver::Reference) {
            let Some(returned) = method.returns.as_ref().map(text) else { continue };
            let name = if name.is_empty() { method.name.clone() } else { format!("{name}.{}", method.name) };
            if is_request(library, &returned) {
                found.push(Operation { name, resource: resource.clone(), method });
            } else if method.arguments.is_empty() && returned.contains("::resources::") && seen.insert(returned.clone())
            {
                open.push((returned, name, format!("{resource}.{}()", method.name)));
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn is_request(library: &Library, path: &str) -> bool {
    match library.types.get(path) {
        Some(Making::Struct { .. }) => library.methods_of(path).iter().any(|method| method.name == "send_blocking"),
        Some(Making::Alias(ty)) => is_simple(ty) || is_request(library, &text(&**ty)),
        _ => false,
    }
}

fn is_simple(ty: &Type) -> bool {
    text(ty).starts_with(&format!("{SDK}::SimpleRequest"))
}

/// Writes the function that calls an operation; `None` if a required argument cannot be made.
fn call(library: &Library, maker: &mut Maker<'_>, operation: &Operation<'_>, number: usize) -> Option<String> {
    let arguments = maker.arguments(operation.method)?;
    let Operation { resource, method, .. } = operation;
    let mut request = text(method.returns.as_ref()?);
    while let Some(Making::Alias(ty)) = library.types.get(&request) {
        request = text(&**ty);
    }
    let setters = maker.setters(&request, "options");
    Some(format!(
        "fn call{number}(client: &{SDK}::Client, n: &mut Values) -> Option<{SDK}::Error> {{\n    let mut it = \
         {resource}.{}({arguments});\n    if n.all {{ {setters} }}\n    it.send_blocking().err()\n}}\n\n",
        method.name
    ))
}

/// Writes the function that makes a client with all credentials. The last of the rounds selects another server, if
/// there are several.
fn client(sdk: &Sdk, library: &Library, maker: &mut Maker<'_>) -> String {
    let methods = library.methods_of(&format!("{SDK}::ClientBuilder"));
    let credentials = sdk.surface.credentials.values();
    let names: BTreeSet<&str> = credentials
        .flat_map(|credential| std::iter::once(&credential.method).chain(&credential.access_token))
        .map(String::as_str)
        .collect();
    let mut statements = String::new();
    for method in methods.iter().filter(|method| names.contains(method.name.as_str())) {
        if let Some(arguments) = maker.arguments(method) {
            let _ = writeln!(statements, "    it = it.{}({arguments});", method.name);
        }
    }
    let has = |name: &str| methods.iter().any(|method| method.name == name);
    if has("automatic_idempotency_keys") {
        statements.push_str("    it = it.automatic_idempotency_keys(false);\n");
    }
    if has("on_deviation") {
        statements.push_str("    it = it.on_deviation(|_| ());\n");
    }
    let servers = &sdk.surface.servers;
    if has("server") && servers.len() > 1 {
        statements.push_str("    if round + 1 == ROUNDS { it = it.server(1); }\n");
    }
    for (name, variable) in sdk.surface.server_variables.iter().filter(|(_, variable)| variable.default.is_none()) {
        let value = variable.values.first().map_or("value", String::as_str);
        let _ = writeln!(statements, "    it = it.server_variable({name:?}, {value:?});");
    }
    if !servers.first().is_some_and(|url| url.starts_with("http")) {
        // Users of such an SDK have to set it.
        statements.push_str("    it = it.base_url(\"https://api.test\");\n");
    }
    format!(
        "fn client(mock: &MockTransport, round: u64) -> {SDK}::Client {{\n    let n = &mut Values {{ count: 9000, \
         depth: 0, all: true }};\n    let mut it = \
         {SDK}::Client::builder().max_retries(0).transport(mock.clone());\n{statements}    \
         it.build().unwrap_or_else(|error| panic!(\"no client: {{error}}\"))\n}}\n\n"
    )
}

#[cfg(test)]
mod tests {
    use sdkgen::{Config, Source};
    use serde_json::json;

    use super::Recorder;
    use crate::project::Project;
    use crate::semver::sdk::Sdk;

    #[test]
    fn every_operation_is_called_with_all_that_it_accepts() {
        let pet = json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"},
            "kind": {"type": "string", "enum": ["cat", "dog"]}, "mother": {"$ref": "#/components/schemas/Pet"}}});
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}});
        let body = json!({"required": true, "content": {"application/json": {"schema": {
            "type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}});
        let limit = json!([{"name": "limit", "in": "query", "schema": {"type": "integer"}}]);
        let document = json!({"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
            "components": {"schemas": {"Pet": pet}, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
            "security": [{"key": []}],
            "paths": {"/pets": {
                "get": {"parameters": limit, "responses": {"200": {"description": "It", "content": content}}},
                "put": {"requestBody": body, "responses": {"204": {"description": "Done"}}},
            }, "/pets/{id}/toys": {"post": {
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "responses": {"204": {"description": "Done"}}}}}});
        let source = Source::new("pets.json", document.to_string());
        let sdk = Sdk::of(&Project::find(), "pets", source, &Config::default(), None).expect("it is an SDK");
        let recorder = Recorder::of(&sdk).expect("it is Rust");
        assert_eq!((recorder.calls, recorder.left_out.len()), (3, 0));
        for code in [
            "let mut it = client.pets().toys().create(n.text().as_str());",
            "if n.all { it = it.limit(n.number() as i64);  }",
            "let mut it = client.pets().update(n.list(|n| make0(n)));",
            "let mut it = sdk::models::Pet::new(n.text()); if n.full() { it = it.kind(make1(n)); it = it.mother(make0(n));",
            "match n.choose(2) { 0 => sdk::models::PetKind::Cat, _ => sdk::models::PetKind::Dog }",
            "it = it.bearer_token(n.text());",
            "it = it.base_url(\"https://api.test\");",
        ] {
            assert!(recorder.text.contains(code), "{code}\n{}", recorder.text);
        }
    }
}
