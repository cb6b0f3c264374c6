//! The names that an operation may have within its resource: the usual one, and what tells it apart from others that
//! have the same.

use super::super::endpoint::Endpoint;
use super::path::{Path, Segment};
use crate::english::{are_alike, is_verb, singular, words};
use crate::ir::Method;

/// Returns the usual name of what a method does to one thing. `PUT` updates it, unless a `PATCH` beside it does.
pub(super) fn usual(method: &Method, methods: &[Method]) -> String {
    let verb = match method {
        Method::Get => "retrieve",
        Method::Put if methods.contains(&Method::Patch) => "replace",
        Method::Put | Method::Patch => "update",
        Method::Post => "create",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
        Method::Trace => "trace",
        Method::Query => "query",
        Method::Other(token) => return token.to_lowercase(),
    };
    verb.to_owned()
}

/// Returns the words of an `operationId`, without those that only repeat the path and the method: FastAPI ends with
/// both, springfox ends with `UsingGET`, and some have nothing else.
pub(super) fn id_words(endpoint: &Endpoint<'_>) -> Vec<String> {
    let mut id = words(endpoint.operation.operation_id.as_deref().unwrap_or_default());
    let method = endpoint.method.as_str().to_ascii_lowercase();
    let path = words(endpoint.path);
    let ends = [[path.clone(), vec![method.clone()]].concat(), vec!["using".to_owned(), method.clone()]];
    if let Some(end) = ends.iter().find(|end| id.len() > end.len() && id.ends_with(end)) {
        id.truncate(id.len() - end.len());
    }
    let is_path = id.first() == Some(&method) && id[1..].iter().all(|word| path.contains(word));
    // `getUser` of `/users/{id}` names the resource; `get_users_id` is the path.
    let repeats = is_path && id.len() > 1 && id.len() == path.len() + 1;
    if repeats { Vec::new() } else { id }
}

/// Returns names that tell an operation apart from others of its resource that would have the name `name`: by the words
/// of its `operationId` that are not those of the resource, by its parameters, by its whole `operationId`. If the first
/// of them is `name` itself, the `operationId` says nothing but that.
pub(super) fn apart(name: &str, endpoint: &Endpoint<'_>, path: &Path, resource: &[String]) -> Vec<String> {
    let id = id_words(endpoint);
    let own: Vec<String> = resource.iter().flat_map(|step| words(step)).map(|word| singular(&word)).collect();
    let rest: Vec<String> = id.iter().filter(|word| !own.contains(&singular(word))).cloned().collect();
    let is_torn =
        rest.iter().any(|word| word == "and") || rest.last().is_some_and(|last| JOINING.contains(&last.as_str()));
    let by_rest = if is_torn { None } else { verb_first(name, rest) };
    let parameters = path.segments.iter().filter_map(|segment| match segment {
        Segment::Parameter(name) => Some(parameter_words(name)),
        Segment::Fixed(_) => None,
    });
    let parameters: Vec<Vec<String>> = parameters.filter(|words| !words.is_empty()).collect();
    let by = |parameters: &[Vec<String>]| format!("{name} by {}", parameters.concat().join(" "));
    // The first parameter is what an operation on a part of a collection has more than one on all of it.
    let by_first = parameters.first().map(|first| by(std::slice::from_ref(first)));
    let by_all = (parameters.len() > 1).then(|| by(&parameters));
    // All of it, even what repeats the path, is better than a number.
    let by_id = endpoint.operation.operation_id.clone().filter(|id| !words(id).is_empty());
    let by_short_id = by_id.as_ref().and_then(|id| without_resource(id, resource));
    let usual = usual(&endpoint.method, &[]);
    let by_method = if name == usual {
        resource.last().map(|last| format!("{name} {last}"))
    } else {
        Some(format!("{usual} {name}"))
    };
    let by_short_id = by_short_id.filter(|short| short != name && by_rest.as_ref() != Some(short));
    [by_rest, by_first, by_all, by_short_id, by_id, by_method].into_iter().flatten().collect()
}

/// Returns a name without the words of its resource at its beginning, which calls have already said: `reactions_get` of
/// `reactions` is `get`. `None` if it does not begin with them, or if what is left is no name.
pub(super) fn without_resource(name: &str, resource: &[String]) -> Option<String> {
    let own = words(name);
    let last = words(resource.last()?);
    let whole: Vec<String> = resource.iter().flat_map(|step| words(step)).collect();
    let is_name = |rest: &&[String]| {
        let begins = rest.first().is_some_and(|first| first.starts_with(char::is_alphabetic));
        begins && !rest.iter().all(|word| JOINING.contains(&word.as_str())) && !JOINING.contains(&rest[0].as_str())
    };
    let rest = [&whole, &last].into_iter().find_map(|repeated| {
        let (start, rest) = own.split_at_checked(repeated.len())?;
        (!repeated.is_empty() && are_alike(start, repeated)).then_some(rest)
    });
    rest.filter(is_name).map(|rest| rest.join(" "))
}

/// Words that join others, so that an `operationId` cannot end with one.
pub(super) const JOINING: [&str; 14] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"];

/// Returns words as a name, the verb first. A verb that says no more than the method of the request is the usual one.
fn verb_first(usual: &str, mut words: Vec<String>) -> Option<String> {
    if let Some(at) = words.iter().position(|word| is_verb(word)) {
        let verb = words.remove(at);
        let is_usual = says_method(&verb) && is_verb(usual.split(' ').next().unwrap_or_default());
        words.insert(0, if is_usual { usual.to_owned() } else { verb });
    }
    Some(words.join(" ")).filter(|name| !name.is_empty())
}

/// The words of a parameter without the last one if that only says that it is an identifier.
fn parameter_words(name: &str) -> Vec<String> {
    let mut own = words(name);
    if own.len() > 1 && own.last().is_some_and(|last| last == "id") {
        own.pop();
    }
    own
}

/// Whether a verb says no more than the method of a request.
pub(super) fn says_method(verb: &str) -> bool {
    const USUAL: [&str; 30] = [
        "add", "change", "create", "delete", "destroy", "edit", "fetch", "find", "get", "insert", "list", "load",
        "make", "modify", "new", "patch", "post", "put", "query", "read", "remove", "replace", "retrieve", "save",
        "search", "set", "show", "update", "upsert", "view",
    ];
    USUAL.contains(&verb)
}
