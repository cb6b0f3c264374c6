//! Converts `securityDefinitions` to security schemes.

use serde_json::{Value, json};

use super::{Context, Members, TrackedLocation};
use crate::diagnostics::codes;

/// The flows, by the names they have in 2.0 and in 3.0.
const FLOWS: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

/// Converts the security schemes of a document.
pub(super) fn schemes(mut schemes: Members, location: &TrackedLocation, cx: &Context<'_>) -> Members {
    for (name, scheme) in &mut schemes {
        let Value::Object(scheme) = scheme else { continue };
        match scheme.get("type").and_then(Value::as_str) {
            Some("basic") => {
                scheme.insert("type".to_owned(), json!("http"));
                scheme.insert("scheme".to_owned(), json!("basic"));
            }
            Some("oauth2") => oauth2(scheme, &location.key(name), cx),
            _ => {}
        }
    }
    schemes
}

fn oauth2(scheme: &mut Members, location: &TrackedLocation, cx: &Context<'_>) {
    let name = scheme.shift_remove("flow");
    let mut flow = Members::new();
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = scheme.shift_remove(key) {
            flow.insert(key.to_owned(), value);
        }
    }
    flow.entry("scopes").or_insert_with(|| json!({}));
    let name = name.as_ref().and_then(Value::as_str);
    let known = FLOWS.iter().find(|(old, new)| name.is_some_and(|name| name == *old || name == *new));
    let flow_name = known.map(|(_, new)| *new).unwrap_or_else(|| {
        let guess = match (flow.contains_key("authorizationUrl"), flow.contains_key("tokenUrl")) {
            (true, true) => "authorizationCode",
            (false, true) => "clientCredentials",
            _ => "implicit",
        };
        let message = format!("`flow` is unknown; `{guess}` is assumed because of the URLs");
        cx.warn(codes::OAUTH2_FLOW, &location.now, message);
        guess
    });
    scheme.insert("flows".to_owned(), json!({flow_name: flow}));
}
