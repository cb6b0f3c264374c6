//! Calls with literals: for each input of an operation and of a model, what a person writes for each shape of JSON that
//! it accepts. Knows types, not Rust's type checker.

use sdkgen::ir::{Api, BodyContent, Field, Generic, Presence, Scalar, Shape, Struct, Type, TypeId, Value, Wire};
use sdkgen::naming::Names;
use sdkgen::surface::{Kind, Method, Surface};

/// How many alternatives of a union are tried, and how deep.
const MOST_VARIANTS: usize = 12;
const DEEPEST: usize = 3;

/// A call that should compile.
pub(super) struct Call {
    /// The input: `POST /users body name`.
    pub(super) of: String,
    /// What kind of literal it is.
    pub(super) kind: String,
    /// The statement.
    pub(super) statement: String,
}

/// What a person can write for a value.
struct Literal {
    kind: String,
    text: String,
}

fn literal(kind: &str, text: impl Into<String>) -> Literal {
    Literal { kind: kind.to_owned(), text: text.into() }
}

/// Returns the calls of an SDK.
pub(super) fn all(api: &Api, names: &Names, surface: &Surface) -> Vec<Call> {
    let writer = Writer { api, names };
    let mut calls = Vec::new();
    for operation in &api.operations {
        if let Some(method) = surface.operations.get(&operation.key) {
            writer.operation(operation, method, &mut calls);
        }
    }
    for id in api.type_ids() {
        let model = surface.types.values().find(|model| model.name == names.ty(id).ident.as_str());
        if let (Shape::Struct(shape), Some(model)) = (&api.def(id).shape, model)
            && let (Some(constructor), Kind::Struct { fields, new, .. }) = (&model.constructor, &model.kind)
        {
            let new = new.clone().unwrap_or_default();
            let setters = constructor.setters.keys().filter_map(|wire| Some((wire, fields.get(wire)?.name.as_str())));
            let model = Model { name: &model.name, shape, function: &constructor.name, new: &new };
            writer.model(&model, setters, &mut calls);
        }
    }
    calls
}

/// A struct that users create.
struct Model<'a> {
    name: &'a str,
    shape: &'a Struct,
    function: &'a str,
    /// The wire names of the arguments.
    new: &'a [String],
}

/// An input.
#[derive(Clone, Copy)]
struct Input<'a> {
    ty: &'a Type,
    presence: Presence,
}

struct Writer<'a> {
    api: &'a Api,
    names: &'a Names,
}

impl Writer<'_> {
    fn operation(&self, operation: &sdkgen::ir::Operation, method: &Method, calls: &mut Vec<Call>) {
        let input = |key: &str| -> Option<Input<'_>> {
            if let Some(wire) = key.strip_prefix("body ") {
                let BodyContent::Fields(fields) = &operation.body.as_ref()?.content else { return None };
                let field = fields.iter().find(|field| field.wire.as_str() == wire)?;
                return Some(Input { ty: field.value.ty()?, presence: field.presence });
            }
            if key == "body" {
                let body = operation.body.as_ref()?;
                let BodyContent::Whole(ty) = &body.content else { return None };
                return Some(Input { ty, presence: Presence { required: body.required, nullable: false } });
            }
            let parameter = operation
                .parameters
                .iter()
                .find(|one| key == format!("{} {}", one.location.as_str(), one.wire.as_str()))?;
            Some(Input { ty: &parameter.ty, presence: parameter.presence })
        };
        let handles: String = method.resource.split('.').map(|step| format!(".{step}()")).collect();
        let arguments: Vec<Option<Input<'_>>> = method.arguments.iter().map(|(key, _)| input(key)).collect();
        let in_struct = method.inputs.is_some();
        let call = |replaced: Option<(usize, &str)>| {
            let text = |(index, argument): (usize, &Option<Input<'_>>)| match (replaced, argument) {
                (Some((at, text)), _) if at == index => text.to_owned(),
                (_, Some(input)) => self.safe(*input),
                (_, None) => "any()".to_owned(),
            };
            // The struct of many inputs is made elsewhere.
            let list: Vec<String> = match in_struct {
                true => vec!["any()".to_owned()],
                false => arguments.iter().enumerate().map(text).collect(),
            };
            format!("c{handles}.{}({})", method.name, list.join(", "))
        };
        let of = |key: &str| format!("{} {key}", operation.key);
        for (index, (key, _)) in method.arguments.iter().enumerate().filter(|_| !in_struct) {
            let Some(input) = arguments[index] else { continue };
            for Literal { kind, text } in self.literals(input) {
                let statement = format!("let _ = {};", call(Some((index, &text))));
                calls.push(Call { of: of(key), kind: format!("argument, {kind}"), statement });
            }
        }
        for (key, setter) in method.setters.iter().filter(|(_, setter)| !setter.ty.is_empty()) {
            let Some(input) = input(key) else { continue };
            for Literal { kind, text } in self.literals(input) {
                let statement = format!("let _ = {}.{}({text});", call(None), setter.name);
                calls.push(Call { of: of(key), kind: format!("setter, {kind}"), statement });
            }
        }
    }

    fn model<'s>(
        &self,
        model: &Model<'_>,
        setters: impl Iterator<Item = (&'s String, &'s str)>,
        calls: &mut Vec<Call>,
    ) {
        let Model { name, shape, function, new } = *model;
        let input = |wire: &str| {
            let field: &Field = shape.fields.iter().find(|field| field.wire.as_str() == wire)?;
            match &field.value {
                Value::Typed(ty) => Some(Input { ty, presence: field.presence }),
                Value::Constant(_) => None,
            }
        };
        let call = |replaced: Option<(usize, &str)>| {
            let text = |(index, wire): (usize, &String)| match (replaced, input(wire)) {
                (Some((at, text)), _) if at == index => text.to_owned(),
                (_, Some(input)) => self.safe(input),
                (_, None) => "any()".to_owned(),
            };
            let list: Vec<String> = new.iter().enumerate().map(text).collect();
            format!("sdk::models::{name}::{function}({})", list.join(", "))
        };
        for (index, wire) in new.iter().enumerate() {
            let Some(input) = input(wire) else { continue };
            for Literal { kind, text } in self.literals(input) {
                let statement = format!("let _ = {};", call(Some((index, &text))));
                calls.push(Call { of: format!("{name} {wire}"), kind: format!("model, argument, {kind}"), statement });
            }
        }
        for (wire, setter) in setters {
            let Some(input) = input(wire) else { continue };
            for Literal { kind, text } in self.literals(input) {
                let statement = format!("let _ = {}.{setter}({text});", call(None));
                calls.push(Call { of: format!("{name} {wire}"), kind: format!("model, setter, {kind}"), statement });
            }
        }
    }

    /// Returns all literals of an input.
    fn literals(&self, input: Input<'_>) -> Vec<Literal> {
        let mut list = self.values(input.ty, 0);
        let nullable = input.presence.nullable;
        for one in &mut list {
            if nullable {
                one.kind.push_str(" where null is allowed");
            }
        }
        if nullable {
            list.push(literal("None", "None"));
        }
        let mut texts: Vec<String> = Vec::new();
        list.retain(|one| {
            let is_new = !texts.contains(&one.text);
            texts.push(one.text.clone());
            is_new
        });
        list
    }

    fn values(&self, ty: &Type, depth: usize) -> Vec<Literal> {
        match self.api.resolve(ty) {
            Type::Scalar(scalar) => match &scalar.row().wire {
                Wire::Boolean => vec![literal("boolean", "true")],
                Wire::Integer(_) => vec![literal("integer", "1")],
                Wire::Number => vec![literal("number", "0.5")],
                Wire::Text(_) if scalar.is_plain_text() => vec![literal("text", "\"a\"")],
                Wire::Body(_) if *scalar == Scalar::Bytes => vec![literal("bytes", "vec![1, 2]")],
                Wire::Body(_) => vec![literal("bytes", "b\"a\"")],
                Wire::Text(_) if *scalar == Scalar::Base64 => vec![literal("bytes", "b\"a\"")],
                // Dates, UUIDs and the like are no literals.
                Wire::Text(_) => Vec::new(),
            },
            Type::Json => vec![literal("free JSON", "serde_json::json!({ \"a\": 1 })")],
            Type::List(item) => {
                let items = self.values(&item.ty, depth + 1);
                let mut list: Vec<Literal> = Vec::new();
                for Literal { kind, text } in items {
                    if text == "\"a\"" {
                        list.push(literal(&format!("vector of {kind}"), "vec![\"a\", \"b\"]"));
                    }
                    list.push(literal(&format!("array of {kind}"), format!("[{text}, {text}]")));
                }
                list
            }
            Type::Map(item) => {
                let items = self.values(&item.ty, depth + 1).into_iter();
                items.map(|one| literal(&format!("map of {}", one.kind), format!("[(\"a\", {})]", one.text))).collect()
            }
            Type::Generic(Generic::Expandable, inner) => {
                let mut list = vec![literal("identifier", "\"a\"")];
                list.extend(self.values(inner, depth + 1));
                list
            }
            Type::Generic(Generic::Clearable, inner) => {
                let mut list = vec![literal("None that clears", "None")];
                list.extend(self.values(inner, depth + 1));
                list
            }
            Type::Named(id) => self.named(*id, depth),
        }
    }

    fn named(&self, id: TypeId, depth: usize) -> Vec<Literal> {
        let any = self.any(id);
        match &self.api.def(id).shape {
            Shape::StringEnum(list) => {
                let value = list.values.first().map(|one| format!("{:?}", one.value.as_str()));
                value.map(|value| literal("text of an enumeration", value)).into_iter().collect()
            }
            Shape::IntegerEnum(list) => {
                let value = list.values.first().map(|one| one.value.to_string());
                value.map(|value| literal("integer of an enumeration", value)).into_iter().collect()
            }
            Shape::Union(union) => {
                let mut list = vec![literal("union", any)];
                for variant in union.variants.iter().take(MOST_VARIANTS).filter(|_| depth < DEEPEST) {
                    let values = match &variant.constant {
                        Some(constant) => vec![literal("text", format!("{constant:?}"))],
                        None => self.values(&variant.ty, depth + 1),
                    };
                    let values = values.into_iter();
                    list.extend(values.map(|one| literal(&format!("union of {}", one.kind), one.text)));
                }
                list
            }
            Shape::Struct(_) => vec![literal("model", any.clone()), literal("borrowed model", format!("&{any}"))],
            Shape::Alias(ty) => self.values(ty, depth + 1),
        }
    }

    fn any(&self, id: TypeId) -> String {
        format!("any::<sdk::models::{}>()", self.names.ty(id).ident.as_str())
    }

    /// Returns a value that is accepted today, for the inputs beside the one that is tried.
    fn safe(&self, input: Input<'_>) -> String {
        if input.presence.nullable {
            return "None".to_owned();
        }
        match self.api.resolve(input.ty) {
            Type::Scalar(scalar) => match &scalar.row().wire {
                Wire::Boolean => "true".to_owned(),
                Wire::Integer(_) => "1".to_owned(),
                Wire::Number => "0.5".to_owned(),
                Wire::Text(_) if scalar.is_plain_text() => "\"a\"".to_owned(),
                Wire::Body(_) if *scalar == Scalar::Bytes => "vec![1, 2]".to_owned(),
                Wire::Body(_) => "b\"a\"".to_owned(),
                Wire::Text(_) if *scalar == Scalar::Base64 => "b\"a\"".to_owned(),
                Wire::Text(_) => "any()".to_owned(),
            },
            Type::Json => "serde_json::Value::Null".to_owned(),
            Type::List(item) => {
                let inner = self.safe(Input { ty: &item.ty, presence: Presence { required: true, nullable: false } });
                if inner == "any()" { inner } else { format!("[{inner}]") }
            }
            Type::Map(item) => {
                let inner = self.safe(Input { ty: &item.ty, presence: Presence { required: true, nullable: false } });
                format!("[(\"a\", {inner})]")
            }
            Type::Generic(_, inner) => self.safe(Input { ty: inner, presence: input.presence }),
            Type::Named(id) => self.any(*id),
        }
    }
}
