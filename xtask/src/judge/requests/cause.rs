//! Finds the cause of a failed test. The cause is ours unless something that is checked here shows another one: the
//! document, the request as it was sent, the response, a validator of JSON Schema. Runs no tests.

mod causes;

use serde_json::Value;

pub(super) use self::causes::*;
use super::captured::CapturedRequest;
use super::failure::{Failure, Violation};
use super::operation::Operation;
use super::schema;

/// The header parameters that are ignored (OpenAPI 3.0.4, section Parameter Object).
const RESERVED: [&str; 3] = ["accept", "authorization", "content-type"];

/// Validates values, each against the schema at a pointer; `None` if it is not known whether a value is valid.
pub(super) type Validate<'a> = dyn Fn(&[(String, Value)]) -> Vec<Option<bool>> + 'a;

/// What the cause is found by.
pub(super) struct Evidence<'a> {
    pub(super) operation: Option<&'a Operation<'a>>,
    pub(super) request: Option<&'a CapturedRequest>,
    pub(super) validate: &'a Validate<'a>,
}

/// Finds the cause of a failure.
pub(super) fn find(failure: &Failure, evidence: &Evidence<'_>) -> Cause {
    let operation = evidence.operation;
    let is = |word: &str| failure.code.ends_with(word);
    if failure.violations.iter().any(|violation| !violation.is_of_response()) {
        return evidence.cause_of_refusal(&failure.violations).unwrap_or(REFUSED);
    }
    if operation.is_some_and(|operation| !operation.has_success())
        && (is(" as documented") || is(" NO_RESPONSE_RESPONSE_DEFINED"))
    {
        return NO_SUCCESS;
    }
    if failure.has_no_response() {
        return match operation {
            _ if failure.crash.is_some() => CRASH,
            Some(operation) if operation.has_only_interim_responses() => NO_RESPONSE,
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
        "500 VIOLATIONS" if !failure.violations.is_empty() => evidence.cause_of_bad_response(failure),
        // Of a response to HEAD nothing else is known.
        "500 as documented" | "500 VIOLATIONS" if operation.is_some_and(describes_content_of_head) => EMPTY_HEAD,
        "500 SCHEMA_TOO_COMPLEX" => TOO_COMPLEX,
        "500 NO_COMPLEX_OBJECT_TEXT" => NO_WRITER,
        "500 UNKNOWN" if failure.reason.contains("Cannot find serializer") => NO_WRITER,
        "decode" => evidence.cause_of_decode_error(failure),
        _ if failure.status.is_empty() || is("auth") => FAILED,
        _ => REFUSED,
    }
}

impl Evidence<'_> {
    /// The document is the cause if the invalid response, or an invalid part of it, is an example, or if there is an
    /// example of the invalid part.
    fn cause_of_bad_response(&self, failure: &Failure) -> Cause {
        let response = self.operation.and_then(|operation| operation.response_schema("200"));
        let (Some(operation), Some((schema, has_example))) = (self.operation, response) else { return BAD_RESPONSE };
        if has_example || failure.violations.iter().any(|violation| self.has_example(operation, &schema, violation)) {
            BAD_EXAMPLE
        } else if self.lacks_undescribed(operation, &schema, &failure.violations) {
            UNDESCRIBED_PROPERTY
        } else {
            BAD_RESPONSE
        }
    }

    /// Whether the document has an example of the part with the violation, or an invalid example of a part around it:
    /// Prism responds with examples as they are.
    fn has_example(&self, operation: &Operation<'_>, schema: &str, violation: &Violation) -> bool {
        if violation.location.get(1).is_some_and(|part| part != "body") {
            return false;
        }
        let steps = violation.location.get(2..).unwrap_or_default();
        // A part without a schema belongs to the nearest part around it that has one.
        let found = (0..=steps.len()).rev().find_map(|length| operation.schemas_along(schema, steps.get(..length)?));
        let Some(schemas) = found else { return false };
        let last = schemas.len().saturating_sub(1);
        schemas.iter().enumerate().any(|(step, (at, schema))| {
            let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
            let parts = (0..parts).filter_map(|index| operation.at(&format!("{at}/allOf/{index}")));
            let all = std::iter::once(*schema).chain(parts.map(|(_, part)| part)).flat_map(examples);
            let shown: Vec<(String, Value)> = all.map(|value| (at.clone(), value.clone())).collect();
            let verdicts = if shown.is_empty() { Vec::new() } else { (self.validate)(&shown) };
            verdicts.iter().any(|verdict| *verdict == Some(false) || (step == last && verdict.is_none()))
        })
    }

    /// Prism or the document is the cause if the response is invalid for its schema.
    fn cause_of_decode_error(&self, failure: &Failure) -> Cause {
        let response = self.operation.and_then(|operation| operation.response_schema(&failure.status));
        let (Some((schema, has_example)), Some(value)) = (response, &failure.response) else { return UNDECODED };
        match (self.validate)(&[(schema.clone(), value.clone())]).first() {
            Some(Some(false)) if has_example || self.has_example_of_undecoded(failure, &schema) => BAD_EXAMPLE,
            Some(Some(false)) => BAD_RESPONSE,
            _ => UNDECODED,
        }
    }

    /// Whether the document has an example of the part that the SDK could not decode.
    fn has_example_of_undecoded(&self, failure: &Failure, schema: &str) -> bool {
        let location = ["response", "body"].map(str::to_owned).into_iter().chain(failure.undecoded_path()).collect();
        let violation = Violation { location, message: String::new() };
        self.operation.is_some_and(|operation| self.has_example(operation, schema, &violation))
    }

    /// Whether everything that a response lacks is required by a name without a schema: Prism, which makes up values
    /// from schemas, cannot make up these.
    fn lacks_undescribed(&self, operation: &Operation<'_>, schema: &str, violations: &[Violation]) -> bool {
        let is_undescribed = |violation: &Violation| {
            let name = violation.message.split_once("required property '")?.1.trim_end_matches('\'');
            let (at, found) = operation.schema_of_part(schema, violation.location.get(2..)?)?;
            let is_described = operation.schema_of_part(&at, &[name.to_owned()]).is_some();
            Some(schema::names_required(found, name) && !is_described)
        };
        !violations.is_empty() && violations.iter().all(|violation| is_undescribed(violation) == Some(true))
    }

    /// The cause of the first violation of a request, if a cause is found for each of them.
    fn cause_of_refusal(&self, violations: &[Violation]) -> Option<Cause> {
        let violations: Vec<&Violation> = violations.iter().filter(|violation| !violation.is_of_response()).collect();
        let causes: Vec<Option<Cause>> =
            violations.iter().map(|violation| self.cause_of_violation(violation)).collect();
        // Prism also reports what the alternatives lack that do not match, at the same location and below.
        let follows_from_choice = |violation: &&Violation| {
            violations.iter().zip(&causes).any(|(choice, cause)| {
                *cause == Some(NOT_EXCLUSIVE)
                    && violation.location.starts_with(&choice.location)
                    && self.is_only_choice(choice)
            })
        };
        let all = violations
            .iter()
            .zip(&causes)
            .filter(|(violation, cause)| cause.is_some() || !follows_from_choice(violation));
        // The violations of joined operations explain nothing by themselves.
        let all = all.map(|(_, cause)| *cause).collect::<Option<Vec<Cause>>>()?;
        all.into_iter().find(|cause| *cause != JOINED)
    }

    /// Whether the schema of the part of the body with the violation has nothing but alternatives.
    fn is_only_choice(&self, violation: &Violation) -> bool {
        let schema = || {
            let (operation, request) = (self.operation?, self.request?);
            let (top, _) = operation.body_schema(request.header("content-type"))?;
            operation.schema_of_part(&top, violation.location.get(1..)?)?.1.as_object()
        };
        let is_annotation = |key: &String| {
            key.starts_with("x-") || ["oneOf", "discriminator", "description", "title", "example"].contains(&&**key)
        };
        schema().is_some_and(|schema| schema.keys().all(is_annotation))
    }

    /// The cause of one violation of a request, if it is not ours.
    fn cause_of_violation(&self, violation: &Violation) -> Option<Cause> {
        let operation = self.operation?;
        if violation.message.contains("Invalid security scheme") {
            return operation.needs_two_authorizations().then_some(TWO_AUTHORIZATIONS);
        }
        let (location, rest) = violation.location.split_first()?;
        if location == "body" {
            return self.cause_of_body_violation(rest, &violation.message);
        }
        let lacks = |name: &&&str| violation.message.ends_with(&format!("required property '{name}'"));
        let reserved = RESERVED.iter().filter(|_| location == "header" && operation.is_openapi_3()).find(lacks);
        if reserved.is_some_and(|name| operation.parameter("header", Some(name)).is_some()) {
            return Some(RESERVED_HEADER);
        }
        let (name, steps) = rest.split_first()?;
        let (at, _) = operation.parameter(location, Some(name))?;
        let (top, _) = operation.schema(&at)?;
        let (at, schema) = operation.schema_of_part(&top, steps)?;
        if !steps.is_empty() && schema::is_compound(schema) {
            return Some(NESTED_PARAMETER);
        }
        // If a list is one of several alternatives, Prism reports that none of them matches.
        let missed = ["must be array", "must be object", "must be null", "in anyOf", "in oneOf"];
        let misses_list = missed.iter().any(|words| violation.message.contains(words));
        if misses_list && schema::is_compound_or_null(operation, &at) {
            return Some(LIST_OR_NULL);
        }
        if violation.message.contains("exactly one schema in oneOf") && schema::takes_any_text(operation, &at) {
            return Some(NOT_EXCLUSIVE);
        }
        if !["allowed values", "match format"].iter().any(|words| violation.message.contains(words)) {
            return None;
        }
        // The tests send all values of an enum in a list, in order, and the first one elsewhere.
        let index = steps.last().and_then(|step| step.parse().ok()).unwrap_or(0);
        let value = schema.get("enum")?.as_array()?.get::<usize>(index)?;
        let pairs = [value.clone(), text_of(value)].map(|value| (at.clone(), value));
        (self.validate)(&pairs).contains(&Some(false)).then_some(ENUM_MISFIT)
    }

    /// The cause of a violation at the path `steps` of a body.
    fn cause_of_body_violation(&self, steps: &[String], message: &str) -> Option<Cause> {
        let (operation, request) = (self.operation?, self.request?);
        let media = request.header("content-type");
        let (top, _) = operation.body_schema(media)?;
        let (at, schema) = operation.schema_of_part(&top, steps)?;
        if media.contains("form") {
            let kinds = ["array", "object"];
            let is_missed = |kind: &&str| message.ends_with(&format!("must be {kind}")) && schema["type"] == **kind;
            // Operations that differ only in the fragment are one for Prism, which accepts the body of either.
            let is_of_both = steps.is_empty() && message.contains("in anyOf") && schema.get("anyOf").is_none();
            let twins = operation.twins();
            // Prism adds the default of the other operation if nothing was sent.
            let given = steps.first().and_then(|name| request.field(name)).map(Value::String);
            let is_right = |schema: &Value| {
                schema::has_no_listed_values(schema) || given.is_none() || given == schema.get("const").map(text_of)
            };
            let of_twins = twins.iter().filter_map(|twin| twin.schema_of_part(&twin.body_schema(media)?.0, steps));
            let is_of_other = message.contains("equal to constant")
                && std::iter::once(schema).chain(of_twins.map(|(_, schema)| schema)).any(is_right);
            if !steps.is_empty() && kinds.iter().any(is_missed) {
                return Some(FORM_TEXT);
            }
            return (!twins.is_empty() && (is_of_both || is_of_other)).then_some(JOINED);
        }
        let spelled =
            || std::str::from_utf8(&request.body).ok().and_then(|text| serde_json::from_str::<Value>(text).ok());
        if media.starts_with("text/")
            && spelled().is_some_and(|value| (self.validate)(&[(top.clone(), value)]) == [Some(true)])
        {
            return Some(TEXT_OF_NUMBER);
        }
        if schema::is_impossible(operation, &top) {
            return Some(IMPOSSIBLE);
        }
        if message.contains("must NOT have additional properties")
            && schema::forbids_properties_of_parts(operation, &at)
        {
            return Some(FORBIDDEN_PROPERTIES);
        }
        let body: Value = serde_json::from_slice(&request.body).ok()?;
        let value = steps.iter().try_fold(&body, |value, step| match step.parse::<usize>() {
            Ok(index) if value.is_array() => value.get(index),
            _ => value.get(step),
        });
        // A part that is valid where Prism reports the violation: other violations of the body need a cause of their
        // own.
        let part = value.filter(|_| !steps.is_empty()).map(|value| (at.clone(), value.clone()));
        let pairs: Vec<_> = std::iter::once((top, body.clone())).chain(part).collect();
        if (self.validate)(&pairs).contains(&Some(true)) {
            return Some(VALID_BODY);
        }
        if let Some((_, name)) = message.split_once("required property '") {
            let is_described = operation.schema_of_part(&at, &[name.trim_end_matches('\'').to_owned()]).is_some();
            let is_named = schema::names_required(schema, name.trim_end_matches('\''));
            return (is_named && !is_described).then_some(UNDESCRIBED_PROPERTY);
        }
        let alternatives = schema.get("oneOf").and_then(Value::as_array).filter(|_| message.contains("in oneOf"))?;
        let value = value?;
        let pairs: Vec<_> =
            (0..alternatives.len()).map(|index| (format!("{at}/oneOf/{index}"), value.clone())).collect();
        let fitting = (self.validate)(&pairs).into_iter().filter(|verdict| *verdict == Some(true)).count();
        (fitting > 1).then_some(NOT_EXCLUSIVE)
    }
}

/// The examples and the default of a schema.
fn examples(schema: &Value) -> impl Iterator<Item = &Value> {
    let one = ["example", "default"].into_iter().filter_map(|key| schema.get(key));
    one.chain(schema.get("examples").and_then(Value::as_array).into_iter().flatten())
}

/// Whether the operation describes content of a response to HEAD, which cannot have any.
fn describes_content_of_head(operation: &Operation<'_>) -> bool {
    operation.is_head() && operation.response_schema("200").is_some()
}

/// Whether a path has a placeholder with a sign in its name that Prism escapes before it looks for the placeholder.
fn has_sign_in_name(path: &str) -> bool {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.into_iter().any(|name| name.contains(['.', '*', '+', '?', '^', '$', '(', ')', '|', '[', ']', '\\']))
}

/// A value of an enum as text, as a parameter has it.
fn text_of(value: &Value) -> Value {
    Value::String(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests;
