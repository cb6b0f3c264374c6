//! Paging extensions of other generators, read as rules of our own:
//!
//! - `x-speakeasy-pagination` (`offsetLimit`, `cursor`, `url`): <https://www.speakeasy.com/docs/sdks/customize/runtime/pagination>
//! - `x-fern-pagination` (cursor, offset, next URI): <https://buildwithfern.com/learn/api-definitions/openapi/extensions/pagination>
//! - `x-ms-pageable` (`nextLinkName`, `itemName`): <https://github.com/Azure/autorest/blob/main/docs/extensions/readme.md>

use indexmap::IndexMap;
use serde_json::Value;

use crate::config::PagingRule;
use crate::ir::PagingKind;

/// What an extension says.
#[derive(Debug, PartialEq)]
pub(super) enum Reading {
    /// The operation has no pages.
    Nothing,
    /// How pages follow each other.
    Rule(Box<PagingRule>),
    /// Something that no rule can express.
    Unknown(String),
}

/// Returns the first extension about paging: its name and what it says.
pub(super) fn read(
    extensions: &IndexMap<String, Value>,
    globals: &IndexMap<String, Value>,
) -> Option<(&'static str, Reading)> {
    type Reader = fn(&Value) -> Reading;
    let known: [(&str, Reader); 3] =
        [("x-speakeasy-pagination", speakeasy), ("x-fern-pagination", fern), ("x-ms-pageable", pageable)];
    known.into_iter().find_map(|(name, read)| {
        let value = extensions.get(name)?;
        // `true` refers to the extension of the document as a whole.
        let value = if *value == Value::Bool(true) { globals.get(name)? } else { value };
        Some((name, if *value == Value::Bool(false) { Reading::Nothing } else { read(value) }))
    })
}

fn speakeasy(value: &Value) -> Reading {
    let output = |name: &str| value["outputs"][name].as_str().map(from_path);
    let inputs = value["inputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let input = |kind: &str| {
        let found = inputs.iter().find(|input| input["type"] == kind)?;
        found["name"].as_str().map(str::to_owned)
    };
    let mut rule = PagingRule { items: output("results"), ..PagingRule::default() };
    match value["type"].as_str() {
        Some("offsetLimit") => {
            let (page, offset) = (input("page"), input("offset"));
            rule.kind = Some(if page.is_some() { PagingKind::Page } else { PagingKind::Offset });
            rule.parameter = page.or(offset);
            rule.size = input("limit");
            rule.pages = output("numPages");
        }
        Some("cursor") => {
            rule.parameter = input("cursor");
            let next = output("nextCursor");
            match next.as_deref().and_then(|path| path.split_once(LAST)) {
                Some((_, id)) => {
                    rule.kind = Some(PagingKind::LastItem);
                    rule.id = Some(id.trim_start_matches('.').to_owned()).filter(|id| !id.is_empty());
                }
                None => {
                    rule.kind = Some(PagingKind::Cursor);
                    rule.next = next;
                }
            }
        }
        Some("url") => {
            rule.kind = Some(PagingKind::Url);
            rule.next = output("nextUrl");
        }
        Some(other) => return Reading::Unknown(format!("its type `{other}` is unknown")),
        None => return Reading::Unknown("it has no `type`".to_owned()),
    }
    Reading::Rule(Box::new(rule))
}

fn fern(value: &Value) -> Reading {
    let text = |name: &str| value[name].as_str().map(from_path);
    let mut rule = PagingRule { items: text("results"), more: text("has-next-page"), ..PagingRule::default() };
    if let Some(next) = text("next_uri").or(text("next_path")) {
        rule.kind = Some(PagingKind::Url);
        rule.next = Some(next);
    } else if let Some(cursor) = text("cursor") {
        rule.kind = Some(PagingKind::Cursor);
        rule.parameter = Some(cursor);
        rule.next = text("next_cursor");
    } else if let Some(offset) = text("offset") {
        let by_page = super::terms::Words::of(&offset).has(&["page"]);
        rule.kind = Some(if by_page { PagingKind::Page } else { PagingKind::Offset });
        rule.parameter = Some(offset);
        rule.size = text("step");
    } else {
        return Reading::Unknown("it names neither `cursor` nor `offset` nor `next_uri`".to_owned());
    }
    Reading::Rule(Box::new(rule))
}

fn pageable(value: &Value) -> Reading {
    let Some(next) = value["nextLinkName"].as_str() else { return Reading::Nothing };
    let items = value["itemName"].as_str().unwrap_or("value").to_owned();
    let (kind, next) = (Some(PagingKind::Url), Some(next.to_owned()));
    Reading::Rule(Box::new(PagingRule { kind, next, items: Some(items), ..PagingRule::default() }))
}

/// The notation of the last item in a JSONPath.
const LAST: &str = "[-1]";

/// Returns `$.a.b`, `$response.a.b`, `$request.a` and `$["a"]` as names joined by dots.
fn from_path(path: &str) -> String {
    let path = path.trim().replace("[(@.length-1)]", LAST).replace("[(@.length - 1)]", LAST);
    let path = path.replace("['", ".").replace("[\"", ".").replace("']", "").replace("\"]", "");
    let rest = ["$response", "$request", "$"].iter().find_map(|start| path.strip_prefix(start)).unwrap_or(&path);
    let rest = rest.trim_start_matches('.');
    if rest.is_empty() { ".".to_owned() } else { rest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reading(name: &str, value: Value) -> Reading {
        let extensions = IndexMap::from([(name.to_owned(), value)]);
        read(&extensions, &IndexMap::new()).expect("the extension is known").1
    }

    fn rule(name: &str, value: Value) -> PagingRule {
        match reading(name, value) {
            Reading::Rule(rule) => *rule,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn speakeasy_is_read() {
        let inputs = json!([{"name": "page", "in": "parameters", "type": "page"}, {"name": "n", "type": "limit"}]);
        let outputs = json!({"results": "$.data", "numPages": "$.meta.pages"});
        let page = json!({"type": "offsetLimit", "inputs": inputs, "outputs": outputs});
        let page = rule("x-speakeasy-pagination", page);
        assert_eq!((page.kind, page.parameter.as_deref()), (Some(PagingKind::Page), Some("page")));
        assert_eq!((page.pages.as_deref(), page.items.as_deref()), (Some("meta.pages"), Some("data")));
        let inputs = json!([{"name": "since", "in": "requestBody", "type": "cursor"}]);
        let outputs = json!({"nextCursor": "$.data[-1].created.at"});
        let last = json!({"type": "cursor", "inputs": inputs, "outputs": outputs});
        let last = rule("x-speakeasy-pagination", last);
        assert_eq!((last.kind, last.id.as_deref()), (Some(PagingKind::LastItem), Some("created.at")));
        assert!(matches!(reading("x-speakeasy-pagination", json!({"type": "new"})), Reading::Unknown(_)));
    }

    #[test]
    fn fern_is_read() {
        let cursor =
            json!({"cursor": "$request.after", "next_cursor": "$response.page.next", "results": "$response.data"});
        let cursor = rule("x-fern-pagination", cursor);
        assert_eq!((cursor.parameter.as_deref(), cursor.next.as_deref()), (Some("after"), Some("page.next")));
        let offset =
            json!({"offset": "$request.page_number", "results": "$response", "has-next-page": "$response.more"});
        let offset = rule("x-fern-pagination", offset);
        assert_eq!((offset.kind, offset.items.as_deref()), (Some(PagingKind::Page), Some(".")));
        assert_eq!(reading("x-fern-pagination", json!(false)), Reading::Nothing);
    }

    #[test]
    fn pageable_is_read() {
        let pageable = rule("x-ms-pageable", json!({"nextLinkName": "nextLink"}));
        assert_eq!((pageable.kind, pageable.items.as_deref()), (Some(PagingKind::Url), Some("value")));
        assert_eq!(reading("x-ms-pageable", json!({"nextLinkName": null})), Reading::Nothing);
    }

    #[test]
    fn nonsense_is_not_fatal() {
        for value in [json!(null), json!([]), json!("x"), json!({"type": 1, "inputs": {}, "outputs": []})] {
            for name in ["x-speakeasy-pagination", "x-fern-pagination", "x-ms-pageable"] {
                assert!(!matches!(reading(name, value.clone()), Reading::Rule(_)), "{name}: {value}");
            }
        }
    }
}
