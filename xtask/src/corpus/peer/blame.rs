//! Whose fault it is that a call failed. It is ours unless something that is checked here speaks for another cause: the
//! document, the request as it was sent, the answer, a validator of JSON Schema. Runs no tests.

mod kinds;

use serde_json::Value;

pub(super) use self::kinds::*;
use super::described::Described;
use super::request::Sent;
use super::said::{Failure, Fault};
use super::schemas;

/// The header parameters that are ignored (OpenAPI 3.0.4, section Parameter Object).
const RESERVED: [&str; 3] = ["accept", "authorization", "content-type"];

/// Tells whether values are valid for the schemas at pointers; `None` where that cannot be told.
pub(super) type Judge<'a> = dyn Fn(&[(String, Value)]) -> Vec<Option<bool>> + 'a;

/// All that there is to judge by.
pub(super) struct Evidence<'a> {
    pub(super) operation: Option<&'a Described<'a>>,
    pub(super) sent: Option<&'a Sent>,
    pub(super) judge: &'a Judge<'a>,
}

/// The kind of a failure.
pub(super) fn of(failure: &Failure, evidence: &Evidence<'_>) -> Kind {
    let operation = evidence.operation;
    let is = |word: &str| failure.code.ends_with(word);
    if failure.faults.iter().any(|fault| !fault.is_of_answer()) {
        return evidence.of_request(&failure.faults).unwrap_or(REFUSED);
    }
    if operation.is_some_and(|operation| !operation.has_success())
        && (is(" as documented") || is(" NO_RESPONSE_RESPONSE_DEFINED"))
    {
        return NO_SUCCESS;
    }
    if failure.is_lost() {
        return match operation {
            _ if failure.crash.is_some() => CRASH,
            Some(operation) if operation.is_never_answered() => NO_ANSWER,
            _ => FAILED,
        };
    }
    if is(" NO_PATH_MATCHED_ERROR") || is(" NO_METHOD_MATCHED_ERROR") {
        let path = operation.map_or("", |operation| operation.path.as_str());
        return match path {
            _ if path.contains(['?', '#']) => PATH_WITH_QUERY,
            _ if has_sign_in_name(path) => SIGN_IN_NAME,
            _ => REFUSED,
        };
    }
    match failure.code.as_str() {
        "500 VIOLATIONS" if !failure.faults.is_empty() => evidence.of_answer(failure),
        // Nothing else is told of an answer to HEAD.
        "500 as documented" | "500 VIOLATIONS" if operation.is_some_and(is_empty_head) => EMPTY_HEAD,
        "500 SCHEMA_TOO_COMPLEX" => TOO_COMPLEX,
        "500 NO_COMPLEX_OBJECT_TEXT" => NO_WRITER,
        "500 UNKNOWN" if failure.reason.contains("Cannot find serializer") => NO_WRITER,
        "decode" => evidence.of_undecoded(failure),
        _ if failure.status.is_empty() || is("auth") => FAILED,
        _ => REFUSED,
    }
}

impl Evidence<'_> {
    /// The document's fault if it shows the bad answer, or a bad part of it, or some value where the bad one is.
    fn of_answer(&self, failure: &Failure) -> Kind {
        let answer = self.operation.and_then(|operation| operation.answer("200"));
        let (Some(operation), Some((schema, has_example))) = (self.operation, answer) else { return BAD_ANSWER };
        if has_example || failure.faults.iter().any(|fault| self.is_shown(operation, &schema, fault)) {
            BAD_EXAMPLE
        } else if self.misses_undescribed(operation, &schema, &failure.faults) {
            UNDESCRIBED_MEMBER
        } else {
            BAD_ANSWER
        }
    }

    /// Whether a value is shown where the fault is, or one above it that does not fit its schema: Prism answers with
    /// those as they are.
    fn is_shown(&self, operation: &Described<'_>, schema: &str, fault: &Fault) -> bool {
        if fault.place.get(1).is_some_and(|part| part != "body") {
            return false;
        }
        let steps = fault.place.get(2..).unwrap_or_default();
        // What no schema describes is a part of the nearest that one does.
        let found = (0..=steps.len()).rev().find_map(|length| operation.trail(schema, steps.get(..length)?));
        let Some(trail) = found else { return false };
        let last = trail.len().saturating_sub(1);
        trail.iter().enumerate().any(|(step, (at, schema))| {
            let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
            let parts = (0..parts).filter_map(|index| operation.at(&format!("{at}/allOf/{index}")));
            let all = std::iter::once(*schema).chain(parts.map(|(_, part)| part)).flat_map(shown);
            let shown: Vec<(String, Value)> = all.map(|value| (at.clone(), value.clone())).collect();
            let verdicts = if shown.is_empty() { Vec::new() } else { (self.judge)(&shown) };
            verdicts.iter().any(|verdict| *verdict == Some(false) || (step == last && verdict.is_none()))
        })
    }

    fn of_undecoded(&self, failure: &Failure) -> Kind {
        let answer = self.operation.and_then(|operation| operation.answer(&failure.status));
        let (Some((schema, has_example)), Some(value)) = (answer, &failure.answer) else { return UNDECODED };
        match (self.judge)(&[(schema.clone(), value.clone())]).first() {
            Some(Some(false)) if has_example || self.shows_unread(failure, &schema) => BAD_EXAMPLE,
            Some(Some(false)) => BAD_ANSWER,
            _ => UNDECODED,
        }
    }

    /// Whether the document shows what the SDK could not read.
    fn shows_unread(&self, failure: &Failure, schema: &str) -> bool {
        let place = ["response", "body"].map(str::to_owned).into_iter().chain(failure.unread()).collect();
        let fault = Fault { place, message: String::new() };
        self.operation.is_some_and(|operation| self.is_shown(operation, schema, &fault))
    }

    /// Whether all that an answer misses is asked for by a name that nothing describes: who makes up a value from the
    /// schema cannot know what it would be.
    fn misses_undescribed(&self, operation: &Described<'_>, schema: &str, faults: &[Fault]) -> bool {
        let is_undescribed = |fault: &Fault| {
            let name = fault.message.split_once("required property '")?.1.trim_end_matches('\'');
            let (at, found) = operation.below(schema, fault.place.get(2..)?)?;
            let is_described = operation.below(&at, &[name.to_owned()]).is_some();
            Some(schemas::names_required(found, name) && !is_described)
        };
        !faults.is_empty() && faults.iter().all(|fault| is_undescribed(fault) == Some(true))
    }

    /// The first excuse, if there is one for every fault.
    fn of_request(&self, faults: &[Fault]) -> Option<Kind> {
        let faults: Vec<&Fault> = faults.iter().filter(|fault| !fault.is_of_answer()).collect();
        let excuses: Vec<Option<Kind>> = faults.iter().map(|fault| self.excuse(fault)).collect();
        // Prism tells as well what the alternatives that do not fit miss, there and below.
        let is_told_by_choice = |fault: &&Fault| {
            faults.iter().zip(&excuses).any(|(choice, excuse)| {
                *excuse == Some(NOT_EXCLUSIVE) && fault.place.starts_with(&choice.place) && self.is_only_choice(choice)
            })
        };
        let all = faults.iter().zip(&excuses).filter(|(fault, excuse)| excuse.is_some() || !is_told_by_choice(fault));
        // What joined operations say of each other explains nothing by itself.
        let all = all.map(|(_, excuse)| *excuse).collect::<Option<Vec<Kind>>>()?;
        all.into_iter().find(|kind| *kind != JOINED)
    }

    /// Whether nothing but alternatives is said of the place of a fault in a body.
    fn is_only_choice(&self, fault: &Fault) -> bool {
        let schema = || {
            let (operation, sent) = (self.operation?, self.sent?);
            let (top, _) = operation.body(sent.header("content-type"))?;
            operation.below(&top, fault.place.get(1..)?)?.1.as_object()
        };
        let says_nothing = |key: &String| {
            key.starts_with("x-") || ["oneOf", "discriminator", "description", "title", "example"].contains(&&**key)
        };
        schema().is_some_and(|schema| schema.keys().all(says_nothing))
    }

    fn excuse(&self, fault: &Fault) -> Option<Kind> {
        let operation = self.operation?;
        if fault.message.contains("Invalid security scheme") {
            return operation.needs_two_authorizations().then_some(TWO_AUTHORIZATIONS);
        }
        let (place, rest) = fault.place.split_first()?;
        if place == "body" {
            return self.excuse_body(rest, &fault.message);
        }
        let lacks = |name: &&&str| fault.message.ends_with(&format!("required property '{name}'"));
        let reserved = RESERVED.iter().filter(|_| place == "header" && operation.is_newer()).find(lacks);
        if reserved.is_some_and(|name| operation.parameter("header", Some(name)).is_some()) {
            return Some(RESERVED_HEADER);
        }
        let (name, steps) = rest.split_first()?;
        let (at, _) = operation.parameter(place, Some(name))?;
        let (top, _) = operation.schema(&at)?;
        let (at, schema) = operation.below(&top, steps)?;
        if !steps.is_empty() && schemas::is_compound(schema) {
            return Some(NESTED_PARAMETER);
        }
        // Of a list among alternatives Prism tells that none of them fits.
        let missed = ["must be array", "must be object", "must be null", "in anyOf", "in oneOf"];
        let misses_list = missed.iter().any(|words| fault.message.contains(words));
        if misses_list && schemas::is_compound_or_null(operation, &at) {
            return Some(LIST_OR_NULL);
        }
        if fault.message.contains("exactly one schema in oneOf") && schemas::takes_any_text(operation, &at) {
            return Some(NOT_EXCLUSIVE);
        }
        if !["allowed values", "match format"].iter().any(|words| fault.message.contains(words)) {
            return None;
        }
        // The tests send every value of an enumeration in a list, in order; alone it is the first.
        let index = steps.last().and_then(|step| step.parse().ok()).unwrap_or(0);
        let value = schema.get("enum")?.as_array()?.get::<usize>(index)?;
        let pairs = [value.clone(), text_of(value)].map(|value| (at.clone(), value));
        (self.judge)(&pairs).contains(&Some(false)).then_some(ENUM_MISFIT)
    }

    fn excuse_body(&self, steps: &[String], message: &str) -> Option<Kind> {
        let (operation, sent) = (self.operation?, self.sent?);
        let media = sent.header("content-type");
        let (top, _) = operation.body(media)?;
        let (at, schema) = operation.below(&top, steps)?;
        if media.contains("form") {
            let kinds = ["array", "object"];
            let is_missed = |kind: &&str| message.ends_with(&format!("must be {kind}")) && schema["type"] == **kind;
            // Operations that differ in what stands behind `#` are one for Prism, which takes the body of either.
            let is_of_both = steps.is_empty() && message.contains("in anyOf") && schema.get("anyOf").is_none();
            let twins = operation.twins();
            // Prism adds the default of the other one where nothing was sent.
            let given = steps.first().and_then(|name| sent.field(name)).map(Value::String);
            let is_right = |schema: &Value| {
                schemas::says_no_values(schema) || given.is_none() || given == schema.get("const").map(text_of)
            };
            let of_twins = twins.iter().filter_map(|twin| twin.below(&twin.body(media)?.0, steps));
            let is_of_other = message.contains("equal to constant")
                && std::iter::once(schema).chain(of_twins.map(|(_, schema)| schema)).any(is_right);
            if !steps.is_empty() && kinds.iter().any(is_missed) {
                return Some(FORM_TEXT);
            }
            return (!twins.is_empty() && (is_of_both || is_of_other)).then_some(JOINED);
        }
        let spelled = || std::str::from_utf8(&sent.body).ok().and_then(|text| serde_json::from_str::<Value>(text).ok());
        if media.starts_with("text/")
            && spelled().is_some_and(|value| (self.judge)(&[(top.clone(), value)]) == [Some(true)])
        {
            return Some(TEXT_OF_NUMBER);
        }
        if schemas::is_impossible(operation, &top) {
            return Some(IMPOSSIBLE);
        }
        if message.contains("must NOT have additional properties") && schemas::forbids_members_of_parts(operation, &at)
        {
            return Some(FORBIDDEN_MEMBERS);
        }
        let body: Value = serde_json::from_slice(&sent.body).ok()?;
        let value = steps.iter().try_fold(&body, |value, step| match step.parse::<usize>() {
            Ok(index) if value.is_array() => value.get(index),
            _ => value.get(step),
        });
        // What is right where the fault is said to be; other faults of the body have to find their own excuses.
        let part = value.filter(|_| !steps.is_empty()).map(|value| (at.clone(), value.clone()));
        let pairs: Vec<_> = std::iter::once((top, body.clone())).chain(part).collect();
        if (self.judge)(&pairs).contains(&Some(true)) {
            return Some(VALID_BODY);
        }
        if let Some((_, name)) = message.split_once("required property '") {
            let is_described = operation.below(&at, &[name.trim_end_matches('\'').to_owned()]).is_some();
            let is_named = schemas::names_required(schema, name.trim_end_matches('\''));
            return (is_named && !is_described).then_some(UNDESCRIBED_MEMBER);
        }
        let alternatives = schema.get("oneOf").and_then(Value::as_array).filter(|_| message.contains("in oneOf"))?;
        let value = value?;
        let pairs: Vec<_> =
            (0..alternatives.len()).map(|index| (format!("{at}/oneOf/{index}"), value.clone())).collect();
        let fitting = (self.judge)(&pairs).into_iter().filter(|verdict| *verdict == Some(true)).count();
        (fitting > 1).then_some(NOT_EXCLUSIVE)
    }
}

/// The values that a schema shows.
fn shown(schema: &Value) -> impl Iterator<Item = &Value> {
    let one = ["example", "default"].into_iter().filter_map(|key| schema.get(key));
    one.chain(schema.get("examples").and_then(Value::as_array).into_iter().flatten())
}

/// Whether a body is described that an answer to HEAD cannot have.
fn is_empty_head(operation: &Described<'_>) -> bool {
    operation.is_head() && operation.answer("200").is_some()
}

/// Whether a path has a placeholder with a sign in its name that Prism escapes before it looks for the placeholder.
fn has_sign_in_name(path: &str) -> bool {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.into_iter().any(|name| name.contains(['.', '*', '+', '?', '^', '$', '(', ')', '|', '[', ']', '\\']))
}

/// A value of an enumeration as it stands in a parameter.
fn text_of(value: &Value) -> Value {
    Value::String(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests;
