//! Checks the names that the configuration sets: which of them are for fields and parameters, and which are for
//! nothing. Knows locations, and of names only the case of the first letter.

use std::collections::{BTreeSet, HashSet};

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, BodyContent, Operation, Shape};
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// Returns the configuration without the names of types: if a property has its own type, a name that begins with a
/// capital letter is for the type.
pub(super) fn without_names_of_types(api: &Api, config: &Config) -> Config {
    let types: HashSet<&str> = api.types.iter().map(|def| def.at.as_str()).collect();
    let mut config = config.clone();
    config.names.retain(|at, name| !(name.starts_with(char::is_uppercase) && types.contains(at.as_str())));
    config
}

/// Warns about each name for something that the SDK does not have, and about idempotency keys that no request sends.
pub(super) fn report_unused(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    keys(api, config, diagnostics);
    if config.names.is_empty() {
        return;
    }
    let mut locations: BTreeSet<Pointer> = BTreeSet::new();
    for def in &api.types {
        locations.insert(def.at.clone());
        let values = match &def.shape {
            Shape::Struct(shape) => {
                locations.extend(shape.fields.iter().map(|field| field.at.clone()));
                0
            }
            Shape::StringEnum(shape) => shape.values.len(),
            Shape::IntegerEnum(shape) => shape.values.len(),
            Shape::Union(_) | Shape::Alias(_) => 0,
        };
        locations.extend((0..values).map(|index| def.at.child("enum").item(index)));
    }
    for operation in &api.operations {
        locations.insert(operation.at.clone());
        locations.extend(operation.parameters.iter().map(|parameter| parameter.at.clone()));
        if let Some(BodyContent::Fields(fields)) = operation.body.as_ref().map(|body| &body.content) {
            locations.extend(fields.iter().map(|field| field.at.clone()));
        }
    }
    for (at, name) in config.names.iter().filter(|(at, _)| !locations.contains(&Pointer::parse(at))) {
        let message = format!("the configuration names `{at}` `{name}`, but the SDK has nothing at that location");
        let location = config.locations.location(&["names", at]);
        let help = match nearest(at, locations.iter().map(Pointer::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use the JSON Pointers that messages about clashes and `--report` print".to_owned(),
        };
        diagnostics.push(Diagnostic::new(codes::UNUSED_NAME, location, message).help(help));
    }
}

/// Warns about automatic idempotency keys that no request would have.
fn keys(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    let client = &config.client;
    let is_known =
        || client.idempotency_header.is_some() || api.operations.iter().any(Operation::takes_idempotency_key);
    if client.automatic_idempotency_keys && !is_known() {
        let location = config.locations.location(&["client", "automatic_idempotency_keys"]);
        let message = "no header for idempotency keys is known, so no keys are sent";
        let help = "name the header: `[client] idempotency_header = \"…\"`";
        diagnostics.push(Diagnostic::new(codes::NO_IDEMPOTENCY_HEADER, location, message.to_owned()).help(help));
    }
}
