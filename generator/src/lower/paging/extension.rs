//! Extensions by which other generators are told how pages follow each other, as rules of our own:
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
pub(super) enum Said {
    /// There are no pages.
    Nothing,
    /// This is how they follow each other.
    Rule(Box<PagingRule>),
    /// Something that has no rule here.
    Unknown(String),
}

/// The first extension about paging: its name and what it says.
pub(super) fn read(
    extensions: &IndexMap<String, Value>,
    globals: &IndexMap<String, Value>,
) -> Option<(&'static str, Said)> {
    type Reader = fn(&Value) -> Said;
    let known: [(&str, Reader); 3] =
        [("x-speakeasy-pagination", speakeasy), ("x-fern-pagination", fern), ("x-ms-pageable", pageable)];
    known.into_iter().find_map(|(name, read)| {
        let said = extensions.get(name)?;
        // `true` refers to what the document says once for all.
        let said = if *said == Value::Bool(true) { globals.get(name)? } else { said };
        Some((name, if *said == Value::Bool(false) { Said::Nothing } else { read(said) }))
    })
}

fn speakeasy(said: &Value) -> Said {
    let output = |name: &str| said["outputs"][name].as_str().map(from_path);
    let inputs = said["inputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let input = |kind: &str| {
        let found = inputs.iter().find(|input| input["type"] == kind)?;
        found["name"].as_str().map(str::to_owned)
    };
    let mut rule = PagingRule { items: output("results"), ..PagingRule::default() };
    match said["type"].as_str() {
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
            match next.as_deref().and_then(|way| way.split_once(LAST)) {
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
        Some(other) => return Said::Unknown(format!("its type `{other}` is unknown")),
        None => return Said::Unknown("it has no `type`".to_owned()),
    }
    Said::Rule(Box::new(rule))
}

fn fern(said: &Value) -> Said {
    let text = |name: &str| said[name].as_str().map(from_path);
    let mut rule = PagingRule { items: text("results"), more: text("has-next-page"), ..PagingRule::default() };
    if let Some(next) = text("next_uri").or(text("next_path")) {
        rule.kind = Some(PagingKind::Url);
        rule.next = Some(next);
    } else if let Some(cursor) = text("cursor") {
        rule.kind = Some(PagingKind::Cursor);
        rule.parameter = Some(cursor);
        rule.next = text("next_cursor");
    } else if let Some(offset) = text("offset") {
        let by_page = super::names::plain(&offset).contains("page");
        rule.kind = Some(if by_page { PagingKind::Page } else { PagingKind::Offset });
        rule.parameter = Some(offset);
        rule.size = text("step");
    } else {
        return Said::Unknown("it names neither `cursor` nor `offset` nor `next_uri`".to_owned());
    }
    Said::Rule(Box::new(rule))
}

fn pageable(said: &Value) -> Said {
    let Some(next) = said["nextLinkName"].as_str() else { return Said::Nothing };
    let items = said["itemName"].as_str().unwrap_or("value").to_owned();
    let (kind, next) = (Some(PagingKind::Url), Some(next.to_owned()));
    Said::Rule(Box::new(PagingRule { kind, next, items: Some(items), ..PagingRule::default() }))
}

/// What stands for the last item in a JSONPath.
const LAST: &str = "[-1]";

/// `$.a.b`, `$response.a.b`, `$request.a` and `$["a"]` as the names joined by dots.
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

    fn said(name: &str, value: Value) -> Said {
        let extensions = IndexMap::from([(name.to_owned(), value)]);
        read(&extensions, &IndexMap::new()).expect("the extension is known").1
    }

    fn rule(name: &str, value: Value) -> PagingRule {
        match said(name, value) {
            Said::Rule(rule) => *rule,
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
        assert!(matches!(said("x-speakeasy-pagination", json!({"type": "new"})), Said::Unknown(_)));
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
        assert_eq!(said("x-fern-pagination", json!(false)), Said::Nothing);
    }

    #[test]
    fn pageable_is_read() {
        let pageable = rule("x-ms-pageable", json!({"nextLinkName": "nextLink"}));
        assert_eq!((pageable.kind, pageable.items.as_deref()), (Some(PagingKind::Url), Some("value")));
        assert_eq!(said("x-ms-pageable", json!({"nextLinkName": null})), Said::Nothing);
    }

    #[test]
    fn nonsense_is_not_fatal() {
        for value in [json!(null), json!([]), json!("x"), json!({"type": 1, "inputs": {}, "outputs": []})] {
            for name in ["x-speakeasy-pagination", "x-fern-pagination", "x-ms-pageable"] {
                assert!(!matches!(said(name, value.clone()), Said::Rule(_)), "{name}: {value}");
            }
        }
    }
}
