//! Finds whether the model of an SDK has a property of an example. Knows the generator's model, and nothing of JSON
//! Schema: of a union only those variants count that can hold the value, since the SDK can choose no other.

use sdkgen::ir::{self, Generic, Scalar, Shape, Type, Wire};
use serde_json::Value;

/// Whether the model has the property of `value` at `path`; if not, the document does not describe it.
pub(super) fn describes(api: &ir::Api, ty: &Type, value: &Value, path: &[String]) -> bool {
    let Some((key, rest)) = path.split_first() else { return true };
    let below = match value {
        Value::Array(items) => key.parse().ok().and_then(|index: usize| items.get(index)),
        value => value.get(key),
    };
    // A property that was dropped has a value; without one, the difference counts.
    let Some(below) = below else { return true };
    match ty {
        Type::Json => true,
        Type::Scalar(_) => false,
        Type::List(item) | Type::Map(item) => describes(api, &item.ty, below, rest),
        // A value that does not fit is kept as it is.
        Type::Generic(_, inner) => !fits(api, inner, value) || describes(api, inner, value, path),
        Type::Named(id) => match &api.def(*id).shape {
            Shape::Struct(shape) => match shape.fields.iter().find(|field| field.wire.as_str() == key) {
                Some(ir::Field { value: ir::Value::Typed(ty), .. }) => describes(api, ty, below, rest),
                Some(_) => true,
                None => shape.rest.as_ref().is_some_and(|item| describes(api, &item.ty, below, rest)),
            },
            Shape::Union(union) => {
                let is_tag = rest.is_empty() && union.tag.as_ref().is_some_and(|tag| tag.as_str() == key);
                let mut fitting = union.variants.iter().filter(|variant| fits(api, &variant.ty, value)).peekable();
                // A value that fits no variant is kept as it is.
                is_tag || fitting.peek().is_none() || fitting.any(|variant| describes(api, &variant.ty, value, path))
            }
            Shape::Alias(ty) => describes(api, ty, value, path),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => false,
        },
    }
}

/// Whether a type can hold a value: kinds of JSON, what is required, what is constant, all the path down.
fn fits(api: &ir::Api, ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (Type::Json, _) => true,
        (Type::Scalar(scalar), value) => scalar_fits(*scalar, value),
        (Type::List(item), Value::Array(items)) => items.iter().all(|value| item_fits(api, item, value)),
        (Type::Map(item), Value::Object(members)) => members.values().all(|value| item_fits(api, item, value)),
        (Type::List(_) | Type::Map(_), _) => false,
        (Type::Generic(Generic::Expandable, _), value) => {
            value.is_string() || value.get("id").is_some_and(|id| !id.is_null())
        }
        (Type::Generic(Generic::Clearable, _), _) => true,
        (Type::Named(id), value) => match (&api.def(*id).shape, value) {
            (Shape::Struct(shape), Value::Object(members)) => {
                let is_known = |key: &str| shape.fields.iter().any(|field| field.wire.as_str() == key);
                let mut others = members.iter().filter(|(key, _)| !is_known(key));
                shape.fields.iter().all(|field| field_fits(api, field, members.get(field.wire.as_str())))
                    && shape.rest.as_ref().is_none_or(|item| others.all(|(_, value)| item_fits(api, item, value)))
            }
            (Shape::Struct(_), _) => false,
            // A union keeps a value that fits no variant as it is.
            (Shape::Union(_), _) => true,
            (Shape::Alias(ty), value) => fits(api, ty, value),
            (Shape::StringEnum(_), value) => value.is_string(),
            (Shape::IntegerEnum(_), value) => value.is_number(),
        },
    }
}

fn item_fits(api: &ir::Api, item: &ir::Item, value: &Value) -> bool {
    (item.nullable && value.is_null()) || fits(api, &item.ty, value)
}

fn field_fits(api: &ir::Api, field: &ir::Field, value: Option<&Value>) -> bool {
    match (&field.value, value) {
        (_, None) => !field.presence.required || matches!(field.value, ir::Value::Constant(_)),
        // Many servers write null for an absent property, and the SDK reads it.
        (_, Some(Value::Null)) if field.presence.nullable || !field.presence.required => true,
        (ir::Value::Typed(ty), Some(value)) => fits(api, ty, value),
        (ir::Value::Constant(_), Some(_)) => true,
    }
}

fn scalar_fits(scalar: Scalar, value: &Value) -> bool {
    match scalar.row().wire {
        Wire::Boolean => value.is_boolean(),
        Wire::Integer(_) | Wire::Number => value.is_number(),
        Wire::Text(_) | Wire::Body(_) => value.is_string(),
    }
}

#[cfg(test)]
mod tests {
    use sdkgen::ir::Type;
    use sdkgen::{Config, Model, Options, Outcome, Source};
    use serde_json::{Value, json};

    use super::describes;

    fn model() -> Model {
        let owner = json!({"anyOf": [{"$ref": "#/components/schemas/User"}, {"$ref": "#/components/schemas/Team"}]});
        let pet = json!({"type": "object", "properties": {"owner": owner, "tags": {"type": "object"}}});
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}});
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/pets": {"get": {"operationId": "getPet", "responses": {
                "200": {"description": "It", "content": content}}}}},
            "components": {"schemas": {
                "Pet": pet,
                "User": {"type": "object", "required": ["name", "size"], "properties": {
                    "name": {"type": "string"}, "size": {"type": "integer"}, "picture": {"type": "string"}}},
                "Team": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
            }},
        });
        let source = Source::new("a.json", document.to_string());
        sdkgen::model(&source, &Config::default(), &Options::default(), &mut Outcome::default(), &mut |_| {})
            .expect("it is a good document")
    }

    fn pet_describes(model: &Model, value: &Value, path: &str) -> bool {
        let sdkgen::ir::Output::Json { ty, .. } = &model.api.operations[0].output else { panic!("it returns JSON") };
        assert!(matches!(ty, Type::Named(_)), "{ty:?}");
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        describes(&model.api, ty, value, &path)
    }

    #[test]
    fn properties_of_objects_are_found_by_name() {
        let model = model();
        let value = json!({"tags": {"a": {"b": 1}}, "nick": "n"});
        assert!(pet_describes(&model, &value, "tags/a/b"));
        assert!(!pet_describes(&model, &value, "nick"));
    }

    #[test]
    fn of_a_union_only_fitting_variants_count() {
        let model = model();
        let owner = |value: Value| json!({"owner": value});
        assert!(pet_describes(&model, &owner(json!({"name": "n", "size": 1, "picture": "p"})), "owner/picture"));
        let team = owner(json!({"name": "n", "picture": "p"}));
        assert!(!pet_describes(&model, &team, "owner/picture"), "a user has a size");
        let odd = owner(json!({"name": "n", "size": "xl", "picture": "p"}));
        assert!(!pet_describes(&model, &odd, "owner/picture"), "a size is a number");
        let neither = owner(json!({"nick": "n", "picture": "p"}));
        assert!(pet_describes(&model, &neither, "owner/picture"), "what fits none is kept, so nothing may be lost");
    }
}
