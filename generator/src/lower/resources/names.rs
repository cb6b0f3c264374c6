//! The names that an operation may have within its resource, by its method, its path and its `operationId`.

use openapiv3::PathItem;

use super::super::endpoint::methods;
use crate::ir::Method;

/// Last segments that are an action on the collection rather than a collection of their own.
const VERBS: [&str; 24] = [
    "activate",
    "approve",
    "archive",
    "batch",
    "bulk",
    "cancel",
    "confirm",
    "count",
    "deactivate",
    "disable",
    "enable",
    "execute",
    "export",
    "import",
    "invite",
    "preview",
    "publish",
    "query",
    "refresh",
    "reset",
    "restore",
    "search",
    "validate",
    "verify",
];

/// Whether a last segment begins with one of the usual verbs.
pub(super) fn is_verb(segment: &str) -> bool {
    let first_word = segment.split(['-', '_', '.']).next().unwrap_or_default().to_ascii_lowercase();
    VERBS.contains(&first_word.as_str())
}

/// Returns the names of an operation on one item, best first; `done` is the verb of its `operationId`.
pub(super) fn item_names(method: &Method, item: &PathItem, done: Option<&str>) -> Vec<String> {
    let has_update = methods(item).any(|(method, _)| matches!(method, Method::Put | Method::Patch));
    let name = match method {
        Method::Post => match done {
            Some(done) => done.to_owned(),
            None if has_update => "create".to_owned(),
            None => "update".to_owned(),
        },
        other => verb(other),
    };
    vec![name.clone(), format!("{name} one")]
}

/// Returns what a POST to an item does, if its `operationId` is a verb before the item's own name: `runTask` runs a
/// task. A POST may mean anything, so that its name says more than the shape of its path, unless it only says "POST".
pub(super) fn done_by_id<'i>(id: Option<&'i str>, resource: &[String]) -> Option<&'i str> {
    let id = id?;
    let end = id.find(|c: char| !c.is_ascii_lowercase())?;
    let (verb, rest) = id.split_at(end);
    let plain = |text: &str| {
        let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        text.to_ascii_lowercase()
    };
    let (rest, last) = (plain(rest), plain(resource.last()?));
    let of_the_item = !rest.is_empty() && (rest == last || last.strip_suffix('s') == Some(&rest));
    match verb {
        "post" | "save" | "set" | "modify" | "edit" | "change" | "put" | "patch" | "update" => None,
        "add" | "create" | "insert" | "make" | "new" => of_the_item.then_some("create"),
        other => (of_the_item && other.len() > 1).then_some(other),
    }
}

/// Returns the usual name of what a method does to an item.
pub(super) fn verb(method: &Method) -> String {
    let verb = match method {
        Method::Get => "retrieve",
        Method::Put => "replace",
        Method::Post => "create",
        Method::Delete => "delete",
        Method::Patch => "update",
        Method::Head => "head",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Query => "query",
        Method::Other(token) => return token.to_lowercase(),
    };
    verb.to_owned()
}
