//! Finds the examples of a document, and the type of the SDK for each. Knows the generator's model.

use std::collections::HashMap;

use sdkgen::Model;
use sdkgen::diagnostics::Diagnostics;
use sdkgen::ir::{self, ErrorResponse, Item, Output, Shape, Type};
use sdkgen::pointer::Pointer;
use serde_json::Value;

/// An example.
pub(super) struct Case {
    /// Where its schema is in the document.
    pub(super) schema: String,
    /// Where the example is.
    pub(super) at: String,
    /// The type that decodes it.
    pub(super) ty: Item,
    /// The example.
    pub(super) value: Value,
}

/// All examples of responses and schemas.
pub(super) fn cases(model: &Model, document: &Value, diagnostics: &Diagnostics) -> Vec<Case> {
    let mut found = Cases { document, cases: Vec::new() };
    for (pointer, ty) in schemas(&model.api, diagnostics) {
        found.of_schema(&pointer, &ty);
    }
    for operation in &model.api.operations {
        let at = diagnostics.origin(&operation.at);
        found.of_responses(&at, operation);
    }
    found.cases
}

/// The schemas that have a type of their own, or are what a field holds.
fn schemas(api: &ir::Api, diagnostics: &Diagnostics) -> Vec<(String, Item)> {
    let mut order = Vec::new();
    let mut types: HashMap<String, Item> = HashMap::new();
    let mut note = |at: &Pointer, ty: Item| {
        let (mut at, mut ty) = (diagnostics.origin(at), ty);
        loop {
            let below = match &ty.ty {
                Type::List(item) => Some((at.child("items"), (**item).clone())),
                Type::Map(item) => Some((at.child("additionalProperties"), (**item).clone())),
                _ => None,
            };
            if types.insert(at.as_str().to_owned(), ty).is_none() {
                order.push(at.as_str().to_owned());
            }
            let Some(next) = below else { break };
            (at, ty) = next;
        }
    };
    for (index, def) in api.types.iter().enumerate() {
        let id = ir::TypeId::new(index);
        if let Shape::Alias(ty) = &def.shape {
            note(&def.at, Item { ty: ty.clone(), nullable: false });
        }
        note(&def.at, Item { ty: Type::Named(id), nullable: false });
    }
    // What a field holds may be null where its schema says so; that is known only here.
    for def in &api.types {
        let Shape::Struct(shape) = &def.shape else { continue };
        for field in &shape.fields {
            if let ir::Value::Typed(ty) = &field.value {
                note(&field.at, Item { ty: ty.clone(), nullable: field.presence.nullable });
            }
        }
    }
    order.into_iter().filter_map(|at| types.remove(&at).map(|ty| (at, ty))).collect()
}

struct Cases<'a> {
    document: &'a Value,
    cases: Vec<Case>,
}

impl Cases<'_> {
    fn push(&mut self, schema: &str, at: String, ty: &Item, value: &Value) {
        let case = Case { schema: schema.to_owned(), at, ty: ty.clone(), value: value.clone() };
        self.cases.push(case);
    }

    fn of_schema(&mut self, pointer: &str, ty: &Item) {
        let Some(node) = self.document.pointer(pointer) else { return };
        // An example beside a reference is ignored before 3.1, and says nothing of what the reference means after it.
        if node.get("$ref").is_some() {
            return;
        }
        if let Some(value) = node.get("example") {
            self.push(pointer, format!("{pointer}/example"), ty, value);
        }
        if let Some(Value::Array(values)) = node.get("examples") {
            for (index, value) in values.iter().enumerate() {
                self.push(pointer, format!("{pointer}/examples/{index}"), ty, value);
            }
        }
    }

    fn of_responses(&mut self, operation: &Pointer, model: &ir::Operation) {
        let at = operation.child("responses");
        let Some(responses) = self.document.pointer(at.as_str()).and_then(Value::as_object) else { return };
        for (status, response) in responses {
            let ty = success(&model.output, status).or_else(|| error(&model.errors, status));
            let own = at.child(status).as_str().to_owned();
            let location =
                response.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
            let location = location.map_or(own, str::to_owned);
            if let (Some(ty), Some(response)) = (ty, self.document.pointer(&location)) {
                self.of_response(&location, response, &ty);
            }
        }
    }

    fn of_response(&mut self, at: &str, response: &Value, ty: &Item) {
        let members = |key: &str| response.get(key).and_then(Value::as_object).into_iter().flatten();
        // Swagger 2.0: one schema, and an example for each media type.
        let is_typed = |media_type: &str| is_json(media_type) && response.get("schema").is_some();
        for (media_type, value) in members("examples").filter(|(media_type, _)| is_typed(media_type)) {
            let location = Pointer::parse(at).child("examples").child(media_type);
            self.push(&format!("{at}/schema"), location.as_str().to_owned(), ty, value);
        }
        // Of several, the generator takes plain JSON first.
        let content = members("content").filter(|(media_type, _)| is_json(media_type));
        let Some((media_type, content)) = content.min_by_key(|(media_type, _)| *media_type != "application/json")
        else {
            return;
        };
        let location = Pointer::parse(at).child("content").child(media_type);
        if content.get("schema").is_none() {
            return;
        }
        let schema = location.child("schema").as_str().to_owned();
        if let Some(value) = content.get("example") {
            self.push(&schema, location.child("example").as_str().to_owned(), ty, value);
        }
        for (name, example) in content.get("examples").and_then(Value::as_object).into_iter().flatten() {
            let target = example.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
            let example = target.map_or(Some(example), |target| self.document.pointer(target));
            if let Some(value) = example.and_then(|example| example.get("value")) {
                self.push(&schema, location.child("examples").child(name).as_str().to_owned(), ty, value);
            }
        }
    }
}

/// The type of a success response of this status.
fn success(output: &Output, status: &str) -> Option<Item> {
    match output {
        Output::Several(all) => success(&all.iter().find(|one| one.status == *status)?.output, status),
        Output::Json { ty, optional } if status.starts_with('2') => Some(Item { ty: ty.clone(), nullable: *optional }),
        _ => None,
    }
}

fn error(errors: &[ErrorResponse], status: &str) -> Option<Item> {
    let error = errors.iter().find(|error| error.status.eq_ignore_ascii_case(status))?;
    let ty = error.types().next()?.clone();
    Some(Item { ty, nullable: false })
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// Returns the path of a type in the generated crate, as Rust.
pub(crate) fn spelled(model: &Model, item: &Item) -> String {
    let ty = match &item.ty {
        // Only request bodies have these, and their examples are not checked.
        ty if ty.upload().is_some() => "()".to_owned(),
        Type::Scalar(scalar) => scalar.row().path_in("sdk"),
        Type::Json => "sdk::serde_json::Value".to_owned(),
        Type::List(item) => format!("Vec<{}>", spelled(model, item)),
        Type::Map(item) => format!("std::collections::BTreeMap<String, {}>", spelled(model, item)),
        Type::Named(id) => format!("sdk::models::{}", model.names.ty(*id).ident.as_str()),
        Type::Generic(generic, inner) => {
            let inner = Item { ty: (**inner).clone(), nullable: false };
            format!("sdk::{}<{}>", generic.name(), spelled(model, &inner))
        }
    };
    if item.nullable { format!("Option<{ty}>") } else { ty }
}

#[cfg(test)]
mod tests {
    use sdkgen::{Config, Options, Outcome, Source};
    use serde_json::{Value, json};

    use super::{cases, spelled};

    fn document() -> Value {
        let schema = json!({"$ref": "#/components/schemas/Pet"});
        let content = json!({"application/json": {"schema": schema, "example": {"name": "a"},
            "examples": {"b": {"value": {"name": "b"}}, "c": {"$ref": "#/components/examples/C"}}}});
        json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {
                "200": {"$ref": "#/components/responses/It"}}}}},
            "components": {
                "responses": {"It": {"description": "It", "content": content}},
                "examples": {"C": {"value": {"name": "c"}}},
                "schemas": {"Pet": {"type": "object", "required": ["name"], "example": {"name": "d"},
                    "properties": {"name": {"type": "string", "nullable": true, "example": "e"}}}},
            },
        })
    }

    #[test]
    fn each_example_has_its_type() {
        let document = document();
        let source = Source::new("a.json", document.to_string());
        let mut outcome = Outcome::default();
        let model = sdkgen::model(&source, &Config::default(), &Options::default(), &mut outcome, &mut |_| {})
            .expect("it is a good document");
        let cases = cases(&model, &document, &outcome.diagnostics);
        let shown: Vec<_> = cases.iter().map(|case| (case.value.clone(), spelled(&model, &case.ty))).collect();
        let pet = "sdk::models::Pet".to_owned();
        let pets = ["d", "a", "b", "c"].map(|name| (json!({"name": name}), pet.clone()));
        let [first, rest @ ..] = pets;
        let text = (json!("e"), "Option<String>".to_owned());
        assert_eq!(shown, [vec![first, text], rest.to_vec()].concat());
        assert_eq!(cases[2].schema, "/components/responses/It/content/application~1json/schema");
    }

    #[test]
    fn several_successes_and_items_have_their_types() {
        let content = |schema: Value, example: Value| {
            json!({"description": "It", "content": {
            "application/problem+json": {"schema": {"type": "boolean"}, "example": true},
            "application/json": {"schema": schema, "example": example}}})
        };
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/pets": {"get": {"operationId": "getPets", "responses": {
                "200": content(json!({"type": "integer", "format": "int32"}), json!(1)),
                "201": content(json!({"$ref": "#/components/schemas/Names"}), json!({"all": []})),
                "202": content(json!({"type": "string"}), json!("a"))}}}},
            "components": {"schemas": {"Names": {"type": "object", "properties": {
                "all": {"type": "array", "items": {"type": "string", "example": "b"}}}}}},
        });
        let source = Source::new("a.json", document.to_string());
        let mut outcome = Outcome::default();
        let model = sdkgen::model(&source, &Config::default(), &Options::default(), &mut outcome, &mut |_| {})
            .expect("it is a good document");
        let cases = cases(&model, &document, &outcome.diagnostics);
        let shown: Vec<_> = cases.iter().map(|case| (case.value.clone(), spelled(&model, &case.ty))).collect();
        let names = (json!({"all": []}), "sdk::models::Names");
        let expected = [(json!("b"), "String"), (json!(1), "i32"), names, (json!("a"), "String")];
        assert_eq!(shown, expected.map(|(value, ty)| (value, ty.to_owned())));
    }
}
