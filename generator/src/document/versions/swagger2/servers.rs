//! Converts `host`, `basePath` and `schemes` to servers.

use serde_json::{Value, json};

use super::super::super::notes::Notes;
use super::super::super::path::Path;
use super::{Members, TrackedLocation};
use crate::diagnostics::codes;

/// The parts of the URLs of servers.
pub(super) struct Servers {
    /// Best first; at least one if there is a host.
    schemes: Vec<String>,
    host: Option<String>,
    base: String,
}

impl Servers {
    /// Removes the three keys from the root.
    pub(super) fn take(root: &mut Members, location: &TrackedLocation, notes: &Notes) -> Self {
        let mut text = |key: &str| match root.shift_remove(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        };
        let host = text("host").map(|host| host.trim_end_matches('/').to_owned());
        let base = text("basePath").map(|base| format!("/{}", base.trim_matches('/'))).unwrap_or_default();
        let (host, scheme) = match host.as_deref().and_then(|host| host.split_once("://")) {
            Some((scheme, rest)) => {
                let message = "`host` must not contain a scheme; it was split";
                notes.warn(codes::HOST_WITH_SCHEME, &Path::At(&location.now.child("host")), message);
                (Some(rest.to_owned()), Some(scheme.to_owned()))
            }
            None => (host, None),
        };
        let mut schemes: Vec<String> = root.shift_remove("schemes").as_ref().map(listed).unwrap_or_default();
        schemes.extend(scheme);
        let web_sockets = schemes.iter().any(|scheme| scheme.starts_with("ws"));
        if web_sockets {
            let message = "WebSockets are not supported; the scheme is ignored";
            notes.warn(codes::UNSUPPORTED_SCHEME, &Path::At(&location.now.child("schemes")), message);
        }
        let mut schemes = usable(schemes);
        if schemes.is_empty() {
            schemes.push("https".to_owned());
        }
        Self { schemes, host, base }
    }

    /// Returns the servers of the document; `None` if it has none.
    pub(super) fn of_document(&self) -> Option<Value> {
        match &self.host {
            // Without a host, it is the host that serves the document, which is not known here.
            None => (!self.base.is_empty()).then(|| json!([{"url": self.base}])),
            Some(_) => Some(self.listed(&self.schemes)),
        }
    }

    /// Returns the servers of an operation with its own `schemes`; `None` if they equal those of the document.
    pub(super) fn of_operation(&self, schemes: &Value) -> Option<Value> {
        let schemes = usable(listed(schemes));
        let same = schemes.is_empty() || self.schemes.first().is_some_and(|first| schemes.contains(first));
        (self.host.is_some() && !same).then(|| self.listed(&schemes))
    }

    fn listed(&self, schemes: &[String]) -> Value {
        let host = self.host.as_deref().unwrap_or_default();
        schemes.iter().map(|scheme| json!({"url": format!("{scheme}://{host}{}", self.base)})).collect()
    }
}

fn listed(schemes: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(|scheme| scheme.trim().to_ascii_lowercase());
    match schemes {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        other => text(other).into_iter().collect(),
    }
}

/// Returns the schemes `https` and `http`, in this order.
fn usable(mut schemes: Vec<String>) -> Vec<String> {
    schemes.retain(|scheme| scheme == "http" || scheme == "https");
    schemes.sort_by_key(|scheme| scheme != "https");
    schemes.dedup();
    schemes
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::super::super::notes::Notes;
    use super::super::TrackedLocation;
    use super::Servers;

    fn servers(root: Value) -> Servers {
        let Value::Object(mut members) = root else { unreachable!("the tests give objects") };
        let servers = Servers::take(&mut members, &TrackedLocation::root(), &Notes::default());
        assert!(members.is_empty());
        servers
    }

    #[test]
    fn the_safe_scheme_comes_first() {
        let given = servers(json!({"host": "a.example:8080", "basePath": "v1/", "schemes": ["http", "ws", "HTTPS"]}));
        let urls = json!([{"url": "https://a.example:8080/v1"}, {"url": "http://a.example:8080/v1"}]);
        assert_eq!(given.of_document(), Some(urls));
        assert_eq!(given.of_operation(&json!(["https", "http"])), None);
        assert_eq!(given.of_operation(&json!(["http"])), Some(json!([{"url": "http://a.example:8080/v1"}])));
        assert_eq!(given.of_operation(&json!(null)), None);
    }

    #[test]
    fn what_is_missing_is_assumed() {
        assert_eq!(servers(json!({"host": "a.example"})).of_document(), Some(json!([{"url": "https://a.example"}])));
        assert_eq!(servers(json!({"basePath": "/v1"})).of_document(), Some(json!([{"url": "/v1"}])));
        assert_eq!(servers(json!({"schemes": ["http"], "basePath": "/"})).of_document(), Some(json!([{"url": "/"}])));
        assert_eq!(servers(json!({})).of_document(), None);
        let odd = servers(json!({"host": "http://a.example/", "basePath": "/v1"}));
        assert_eq!(odd.of_document(), Some(json!([{"url": "http://a.example/v1"}])));
    }
}
