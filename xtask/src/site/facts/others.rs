//! What a document says besides inputs and models: headers, links, examples, webhooks, and texts about the API.

use serde_json::Value;

use super::{Fact, METHODS, Reader, Said, escaped, text};

impl<'a> Reader<'a> {
    /// Reads names and descriptions of headers or links.
    pub(super) fn named(&mut self, response: &'a Value, key: &str, endpoint: &str, at: &str) {
        for (name, one) in response.get(key).and_then(Value::as_object).into_iter().flatten() {
            // A header of this name is ignored (OpenAPI 3.0.4, section Response Object).
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let (one, at) = self.follow(one, format!("{at}/{key}/{}", escaped(name)));
            self.add(&at, Said::About(endpoint.to_owned(), name.clone()));
            if let Some(text) = text(one, "description") {
                self.add(&format!("{at}/description"), Said::About(endpoint.to_owned(), text));
            }
        }
    }

    /// Reads the examples of bodies in JSON.
    pub(super) fn examples(&mut self, holder: &'a Value, endpoint: &str, at: &str) {
        for (media, content) in holder.get("content").and_then(Value::as_object).into_iter().flatten() {
            if !media.contains("json") {
                continue;
            }
            let at = format!("{at}/content/{}", escaped(media));
            if let Some(example) = content.get("example") {
                self.add(&format!("{at}/example"), Said::Example(endpoint.to_owned(), example.clone()));
            }
            for (name, example) in content.get("examples").and_then(Value::as_object).into_iter().flatten() {
                let (example, at) = self.follow(example, format!("{at}/examples/{}", escaped(name)));
                for key in ["summary", "description"] {
                    if let Some(text) = text(example, key) {
                        self.add(&format!("{at}/{key}"), Said::About(endpoint.to_owned(), text));
                    }
                }
                if let Some(value) = example.get("value") {
                    self.add(&format!("{at}/value"), Said::Example(endpoint.to_owned(), value.clone()));
                }
            }
        }
    }

    /// Reads the texts about the API as a whole.
    pub(super) fn whole(&mut self) {
        let mut texts: Vec<(String, Option<&str>)> = Vec::new();
        for at in ["/info/description", "/info/contact/name", "/info/contact/email", "/info/license/name"] {
            texts.push((at.to_owned(), self.document.pointer(at).and_then(Value::as_str)));
        }
        let description = |value: &'a Value| value.get("description").and_then(Value::as_str);
        let list = |key: &str| self.document.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
        for (index, server) in list("servers") {
            texts.push((format!("/servers/{index}/description"), description(server)));
            for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
                let at = format!("/servers/{index}/variables/{}/description", escaped(name));
                texts.push((at, description(variable)));
            }
        }
        for (index, tag) in list("tags") {
            texts.push((format!("/tags/{index}/description"), description(tag)));
        }
        let schemes = self.document.pointer("/components/securitySchemes").and_then(Value::as_object);
        for (name, scheme) in schemes.into_iter().flatten() {
            let at = format!("/components/securitySchemes/{}", escaped(name));
            texts.push((format!("{at}/description"), description(scheme)));
            let flows = scheme.get("flows").and_then(Value::as_object).into_iter().flatten();
            for (scope, text) in flows.filter_map(|(_, flow)| flow.get("scopes")?.as_object()).flatten() {
                texts.extend([(format!("{at}/flows"), Some(scope.as_str())), (format!("{at}/flows"), text.as_str())]);
            }
        }
        for (at, text) in texts {
            let text = text.map(str::trim).filter(|text| !text.is_empty());
            self.facts.extend(text.map(|text| Fact { at, said: Said::Whole(text.to_owned()) }));
        }
    }

    /// Reads webhooks with their payloads.
    pub(super) fn webhooks(&mut self) {
        for (name, item) in self.document.get("webhooks").and_then(Value::as_object).into_iter().flatten() {
            let (item, above) = self.follow(item, format!("/webhooks/{}", escaped(name)));
            for (method, operation) in item.as_object().into_iter().flatten() {
                if !METHODS.contains(&method.as_str()) {
                    continue;
                }
                for key in ["summary", "description"] {
                    if let Some(text) = text(operation, key) {
                        self.add(&format!("{above}/{method}/{key}"), Said::Whole(text));
                    }
                }
                let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
                for (index, parameter) in parameters.enumerate() {
                    let (parameter, at) = self.follow(parameter, format!("{above}/{method}/parameters/{index}"));
                    for key in ["name", "description"] {
                        text(parameter, key).into_iter().for_each(|text| self.add(&at, Said::Whole(text)));
                    }
                }
                if let Some(body) = operation.get("requestBody") {
                    let (body, at) = self.follow(body, format!("{above}/{method}/requestBody"));
                    self.content(body, &at);
                }
            }
        }
    }
}
