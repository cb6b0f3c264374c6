//! Each cause, and that a failure without any is ours.

use serde_json::{Value, json};

use super::super::captured::CapturedRequest;
use super::super::failure::{Failure, Violation};
use super::super::operation::Operation;
use super::*;

/// The request, and the verdicts of a validator.
fn judged(operation: Value, failure: &Failure, body: &str, verdicts: &[bool]) -> Cause {
    let document = json!({"openapi": "3.0.0", "paths": {"/a?b": {"post": operation}}});
    let operation = Operation::find(&document, ("POST", "/a?b")).unwrap();
    let media = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let head = format!("POST / HTTP/1.1\r\ncontent-type: {media}");
    let sent = CapturedRequest { head, body: body.as_bytes().to_vec() };
    let validate = |pairs: &[(String, Value)]| {
        let given = verdicts.iter().copied().map(Some).chain(std::iter::repeat(None));
        given.take(pairs.len()).collect::<Vec<_>>()
    };
    find(failure, &Evidence { operation: Some(&operation), request: Some(&sent), validate: &validate })
}

fn failure(code: &str, violations: &[(&[&str], &str)]) -> Failure {
    let status = code.split(' ').next().unwrap_or_default().to_owned();
    let violations = violations.iter().map(|(location, message)| Violation {
        location: location.iter().map(|step| (*step).to_owned()).collect(),
        message: (*message).to_owned(),
    });
    Failure { status, violations: violations.collect(), ..Failure::new("a", code, "r") }
}

fn body(schema: Value) -> Value {
    json!({"requestBody": {"content": {"application/json": {"schema": schema.clone()},
        "application/x-www-form-urlencoded": {"schema": schema}}}, "responses": {"200": {}}})
}

fn refused(operation: Value, violation: (&[&str], &str), sent: &str, verdicts: &[bool]) -> Cause {
    judged(operation, &failure("422 UNPROCESSABLE_ENTITY", &[violation]), sent, verdicts)
}

#[test]
fn causes_have_distinct_names() {
    for (index, cause) in ALL.iter().enumerate() {
        assert!(ALL[index + 1..].iter().all(|other| other.name != cause.name), "{}", cause.name);
        assert!(cause.explanation.ends_with('.') && cause.explanation.len() < 110, "{}", cause.explanation);
    }
}

#[test]
fn failures_without_a_cause_are_ours() {
    let any = || body(json!({"type": "object", "properties": {"n": {"type": "integer"}}}));
    let violation: (&[&str], &str) = (&["body", "n"], "must be integer");
    assert_eq!(refused(any(), violation, "{\"n\":\"x\"}", &[false]), REFUSED);
    assert_eq!(refused(any(), (&["query", "n"], "must be integer"), "{}", &[]), REFUSED);
    assert_eq!(refused(any(), (&["header"], "must have required property 'authorization'"), "{}", &[]), REFUSED);
    assert_eq!(refused(any(), (&[], "Invalid security scheme used"), "{}", &[]), REFUSED);
    for code in ["400 as documented", "406 NOT_ACCEPTABLE", "500 UNKNOWN", "404 NO_RESOURCE"] {
        assert_eq!(judged(any(), &failure(code, &[]), "{}", &[]), REFUSED, "{code}");
    }
    assert_eq!(judged(any(), &failure("auth", &[]), "{}", &[]), FAILED);
    let unread = Failure { status: "200".into(), response: Some(json!(1)), ..failure("decode", &[]) };
    assert_eq!(judged(any(), &unread, "{}", &[true]), UNDECODED);
    // One good excuse is not enough for two violations.
    let two = [(&["body"] as &[&str], "must match exactly one schema in oneOf"), (&["query", "n"], "must be integer")];
    let either = body(json!({"oneOf": [{}, {}]}));
    assert_eq!(judged(either, &failure("422 UNPROCESSABLE_ENTITY", &two), "{}", &[true, true]), REFUSED);
}

#[test]
fn the_document_is_the_cause_of_what_it_describes() {
    let either = || body(json!({"oneOf": [{}, {}]}));
    let violation: (&[&str], &str) = (&["body"], "must match exactly one schema in oneOf");
    // The first verdict is on the whole body.
    assert_eq!(refused(either(), violation, "{}", &[false, true]), REFUSED);
    let lacking = body(json!({"type": "object", "required": ["a"], "properties": {"b": {}}}));
    let violation: (&[&str], &str) = (&["body"], "must have required property 'a'");
    assert_eq!(refused(lacking, violation, "{}", &[false]), UNDESCRIBED_PROPERTY);
    let impossible = body(json!({"allOf": [{"type": "string"}, {"type": "integer"}]}));
    assert_eq!(refused(impossible, (&["body"], "must be integer"), "{}", &[false]), IMPOSSIBLE);
    let nested = json!({"parameters": [{"in": "header", "name": "c", "schema": {"items": {"type": "object"}}}]});
    assert_eq!(refused(nested, (&["header", "c", "0"], "must be object"), "{}", &[]), NESTED_PARAMETER);
    let days = json!({"type": "string", "format": "date", "enum": [20160128]});
    let days = json!({"parameters": [{"in": "query", "name": "d", "schema": days}]});
    assert_eq!(refused(days, (&["query", "d"], "must match format"), "{}", &[false]), ENUM_MISFIT);
    let errors = json!({"responses": {"400": {}}});
    assert_eq!(judged(errors, &failure("400 as documented", &[]), "{}", &[]), NO_SUCCESS);
    assert_eq!(judged(json!({}), &failure("404 NO_PATH_MATCHED_ERROR", &[]), "{}", &[]), PATH_WITH_QUERY);
    let interim = json!({"responses": {"103": {}}});
    assert_eq!(judged(interim, &failure("transport", &[]), "{}", &[]), NO_RESPONSE);
    let errors = json!({"responses": {"400": {}}});
    assert_eq!(judged(errors, &failure("transport", &[]), "{}", &[]), FAILED);
    let shown = json!({"responses": {"200": {"content": {"application/json": {"schema": {}, "example": 1}}}}});
    let unread = Failure { status: "200".into(), response: Some(json!(1)), ..failure("decode", &[]) };
    assert_eq!(judged(shown.clone(), &unread, "{}", &[false]), BAD_EXAMPLE);
    let bad = failure("500 VIOLATIONS", &[(&["response", "body"], "must be object")]);
    assert_eq!(judged(shown, &bad, "{}", &[]), BAD_EXAMPLE);
}

#[test]
fn violations_of_other_alternatives_follow_from_the_choice() {
    let kind = |beside: Value| {
        let object = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {}}});
        let mut schema = json!({"oneOf": [object("a"), object("b"), {"type": "object"}]});
        schema.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
        let choice: (&[&str], &str) = (&["body"], "must match exactly one schema in oneOf");
        let missed: (&[&str], &str) = (&["body"], "must have required property 'b'");
        let violations = failure("422 UNPROCESSABLE_ENTITY", &[missed, choice]);
        let document = json!({"openapi": "3.0.0", "paths": {"/a": {"post": body(schema)}}});
        let operation = Operation::find(&document, ("POST", "/a")).unwrap();
        let head = "POST / HTTP/1.1\r\ncontent-type: application/json".to_owned();
        let sent = CapturedRequest { head, body: b"{\"a\":1}".to_vec() };
        // As a validator would say: the first and the third fit, the whole does not.
        let validate = |pairs: &[(String, Value)]| {
            pairs.iter().map(|(at, _)| Some(at.ends_with("/0") || at.ends_with("/2"))).collect::<Vec<_>>()
        };
        find(&violations, &Evidence { operation: Some(&operation), request: Some(&sent), validate: &validate })
    };
    assert_eq!(kind(json!({"description": "d"})), NOT_EXCLUSIVE);
    // What stands beside the alternatives may ask for it.
    assert_eq!(kind(json!({"required": ["b"]})), REFUSED);
}

#[test]
fn prism_is_the_cause_of_what_it_does() {
    let any = || body(json!({"type": "object", "properties": {"l": {"type": "array"}}}));
    let violation: (&[&str], &str) = (&["body", "l"], "Request body property l must be array");
    assert_eq!(refused(any(), violation, "l=a", &[]), FORM_TEXT);
    assert_eq!(refused(any(), violation, "{\"l\":[]}", &[true]), VALID_BODY);
    // Something else is wrong with the body, which is told by a violation of its own.
    assert_eq!(refused(any(), violation, "{\"l\":[]}", &[false, true]), VALID_BODY);
    assert_eq!(refused(any(), violation, "{\"l\":[]}", &[false, false]), REFUSED);
    assert_eq!(refused(any(), violation, "{}", &[false, true]), REFUSED);
    let header = json!({"parameters": [{"in": "header", "name": "Authorization"}]});
    let violation: (&[&str], &str) = (&["header"], "must have required property 'authorization'");
    assert_eq!(refused(header, violation, "{}", &[]), RESERVED_HEADER);
    let bad = failure("500 VIOLATIONS", &[(&["response", "body"], "must be object")]);
    assert_eq!(judged(any(), &bad, "{}", &[]), BAD_RESPONSE);
    let ended = Failure { crash: Some("TypeError: x".into()), ..failure("transport", &[]) };
    assert_eq!(judged(any(), &ended, "{}", &[]), CRASH);
    assert_eq!(judged(any(), &Failure { crash: None, ..ended }, "{}", &[]), FAILED);
}

/// An operation of a path and a method.
fn at(path: &str, method: &str, operation: Value, failure: &Failure, validate: &Validate<'_>) -> Cause {
    let document = json!({"openapi": "3.0.0", "paths": {path: {method: operation}}});
    let operation = Operation::find(&document, (method, path)).unwrap();
    find(failure, &Evidence { operation: Some(&operation), request: None, validate })
}

fn no_verdict(pairs: &[(String, Value)]) -> Vec<Option<bool>> {
    vec![None; pairs.len()]
}

#[test]
fn the_document_is_the_cause_of_an_invalid_example_around_the_violation() {
    let schema = |example: Value| {
        let inner = json!({"type": "object", "properties": {"c": {"type": "string"}}});
        let list = json!({"type": "array", "items": inner});
        let of_map = json!({"type": "object", "additionalProperties": list});
        let schema = json!({"allOf": [{"type": "object", "example": example, "properties": {"a": of_map}}]});
        json!({"responses": {"200": {"content": {"application/json": {"schema": schema}}}}})
    };
    let violation: (&[&str], &str) = (&["response", "body", "a", "key", "0", "c"], "must be string");
    let bad = failure("500 VIOLATIONS", &[violation]);
    // As a validator would say.
    let validate = |pairs: &[(String, Value)]| {
        pairs.iter().map(|(_, value)| Some(value["a"]["key"][0]["c"].is_string())).collect::<Vec<_>>()
    };
    let shown = |c: Value| schema(json!({"a": {"key": [{"c": c}]}}));
    assert_eq!(at("/a", "get", shown(json!(1)), &bad, &validate), BAD_EXAMPLE);
    assert_eq!(at("/a", "get", shown(json!("x")), &bad, &validate), BAD_RESPONSE);
    // What no validator can check is not an excuse.
    assert_eq!(at("/a", "get", shown(json!(1)), &bad, &no_verdict), BAD_RESPONSE);
    // No schema describes the location: the one above it counts.
    let violation: (&[&str], &str) = (&["response", "body", "b"], "must be string");
    let deeper = failure("500 VIOLATIONS", &[violation]);
    assert_eq!(at("/a", "get", shown(json!(1)), &deeper, &validate), BAD_EXAMPLE);
    let of_header: (&[&str], &str) = (&["response", "headers", "a"], "must be integer");
    assert_eq!(at("/a", "get", shown(json!(1)), &failure("500 VIOLATIONS", &[of_header]), &validate), BAD_RESPONSE);
}

#[test]
fn invalid_responses_of_the_document_are_distinguished() {
    let document = |schema: Value| json!({"responses": {"200": {"content": {"application/json": {"schema": schema}}}}});
    let list = |more: Value| {
        let mut list = json!({"type": "array", "items": {"type": "string"}});
        list.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        document(json!({"type": "object", "properties": {"l": list}}))
    };
    let bad = Failure {
        status: "200".into(),
        response: Some(json!({"l": "a, b"})),
        ..Failure::new("a", "decode", "cannot read the 200 response: $.l: expected an array")
    };
    let validate = |pairs: &[(String, Value)]| vec![Some(false); pairs.len()];
    assert_eq!(at("/a", "get", list(json!({"example": "a, b"})), &bad, &validate), BAD_EXAMPLE);
    assert_eq!(at("/a", "get", list(json!({})), &bad, &validate), BAD_RESPONSE);
    let violation: (&[&str], &str) = (&["response", "body"], "Response body must have required property 'b'");
    let lacking = failure("500 VIOLATIONS", &[violation]);
    let schema = |properties: Value| document(json!({"type": "object", "required": ["b"], "properties": properties}));
    assert_eq!(at("/a", "get", schema(json!({"a": {}})), &lacking, &no_verdict), UNDESCRIBED_PROPERTY);
    assert_eq!(at("/a", "get", schema(json!({"b": {}})), &lacking, &no_verdict), BAD_RESPONSE);
}

#[test]
fn paths_that_prism_does_not_match_are_distinguished() {
    let missed = failure("404 NO_PATH_MATCHED_ERROR", &[]);
    let kind = |path: &str| at(path, "get", json!({"responses": {"200": {}}}), &missed, &no_verdict);
    assert_eq!(kind("/a#b"), PATH_WITH_QUERY);
    assert_eq!(kind("/a?b={c.d}"), PATH_WITH_QUERY);
    for path in ["/a/{b.c}", "/a/{b}/{c[]}", "/a/{$b}"] {
        assert_eq!(kind(path), SIGN_IN_NAME, "{path}");
    }
    for path in ["/a/{b}.{c}", "/a.b/{c-d}", "/a/{b}.json"] {
        assert_eq!(kind(path), REFUSED, "{path}");
    }
}

#[test]
fn only_a_nullable_list_is_misread_by_prism() {
    let refused = |location: &str, schema: Value, message: &str| {
        let operation =
            json!({"parameters": [{"in": location, "name": "l", "schema": schema}], "responses": {"200": {}}});
        let violation: (&[&str], &str) = (&[location, "l"], message);
        at("/a", "get", operation, &failure("422 UNPROCESSABLE_ENTITY", &[violation]), &no_verdict)
    };
    let message = "Request query parameter l must be array,null";
    let list = |more: Value| {
        let mut list = json!({"type": "array", "items": {"type": "string"}});
        list.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        list
    };
    assert_eq!(refused("query", list(json!({"nullable": true})), message), LIST_OR_NULL);
    assert_eq!(refused("header", list(json!({"type": ["array", "null"]})), message), LIST_OR_NULL);
    let either = json!({"anyOf": [list(json!({})), {"type": "null"}]});
    assert_eq!(refused("query", either, message), LIST_OR_NULL);
    assert_eq!(refused("query", list(json!({})), "must be array"), REFUSED);
    assert_eq!(refused("query", json!({"type": "string", "nullable": true}), message), REFUSED);
    assert_eq!(refused("query", list(json!({"nullable": true})), "must be string"), REFUSED);
}

#[test]
fn violations_of_a_joined_operation_are_not_ours() {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let operation = |stream: Value| body(json!({"type": "object", "properties": {"l": list, "stream": stream}}));
    let kind_with = |operation: Value, paths: &[&str], violations: &[(&[&str], &str)]| {
        let paths: Value = paths.iter().map(|path| ((*path).to_owned(), json!({"post": operation}))).collect();
        let document = json!({"openapi": "3.0.0", "paths": paths});
        let operation = Operation::find(&document, ("POST", "/a")).unwrap();
        let head = "POST / HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded".to_owned();
        let sent = CapturedRequest { head, body: b"l=a&stream=false".to_vec() };
        let failure = failure("422 UNPROCESSABLE_ENTITY", violations);
        find(&failure, &Evidence { operation: Some(&operation), request: Some(&sent), validate: &no_verdict })
    };
    let kind = |paths: &[&str], violations: &[(&[&str], &str)]| {
        kind_with(operation(json!({"type": "boolean"})), paths, violations)
    };
    let missed: (&[&str], &str) = (&["body", "l"], "must be array");
    let constant: (&[&str], &str) = (&["body", "stream"], "must be equal to constant");
    let either: (&[&str], &str) = (&["body"], "must match a schema in anyOf");
    assert_eq!(kind(&["/a", "/a#b"], &[constant, missed, either]), FORM_TEXT);
    assert_eq!(kind(&["/a"], &[constant, missed, either]), REFUSED);
    let only = |value: bool| operation(json!({"type": "boolean", "const": value}));
    assert_eq!(kind_with(only(false), &["/a", "/a#b"], &[constant, missed, either]), FORM_TEXT);
    assert_eq!(kind_with(only(true), &["/a", "/a#b"], &[constant, missed, either]), REFUSED, "neither has it");
    assert_eq!(kind(&["/a", "/a#b"], &[constant, either]), REFUSED, "nothing explains it");
}

#[test]
fn text_of_a_number_is_valid() {
    let text = json!({"text/plain": {"schema": {"type": "integer"}}});
    let document = json!({"openapi": "3.0.0", "paths": {"/a": {"post": {"requestBody": {"content": text}}}}});
    let operation = Operation::find(&document, ("POST", "/a")).unwrap();
    let kind = |body: &str| {
        let head = "POST / HTTP/1.1\r\ncontent-type: text/plain; charset=utf-8".to_owned();
        let sent = CapturedRequest { head, body: body.as_bytes().to_vec() };
        let validate =
            |pairs: &[(String, Value)]| pairs.iter().map(|(_, value)| Some(value.is_i64())).collect::<Vec<_>>();
        let failure = failure("422 UNPROCESSABLE_ENTITY", &[(&["body"], "Request body must be integer")]);
        find(&failure, &Evidence { operation: Some(&operation), request: Some(&sent), validate: &validate })
    };
    assert_eq!([kind("5"), kind("five")], [TEXT_OF_NUMBER, REFUSED]);
}

#[test]
fn a_number_in_a_query_is_also_a_string() {
    let kind = |text: Value| {
        let schema = json!({"oneOf": [{"type": "integer"}, text]});
        let parameter = json!({"in": "query", "name": "Build", "schema": schema});
        let operation = json!({"parameters": [parameter], "responses": {"200": {}}});
        let violation: (&[&str], &str) = (&["query", "build"], "must match exactly one schema in oneOf");
        at("/a", "get", operation, &failure("422 UNPROCESSABLE_ENTITY", &[violation]), &no_verdict)
    };
    assert_eq!(kind(json!({"type": "string"})), NOT_EXCLUSIVE);
    assert_eq!(kind(json!({"type": "string", "pattern": "^v"})), REFUSED);
}

#[test]
fn a_response_to_head_has_no_content() {
    let described = json!({"responses": {"200": {"content": {"application/json": {"schema": {"type": "object"}}}}}});
    let ended = failure("500 as documented", &[]);
    assert_eq!(at("/a", "head", described.clone(), &ended, &no_verdict), EMPTY_HEAD);
    assert_eq!(at("/a", "get", described.clone(), &ended, &no_verdict), REFUSED);
    assert_eq!(at("/a", "head", json!({"responses": {"200": {}}}), &ended, &no_verdict), REFUSED);
    let refused = failure("422 UNPROCESSABLE_ENTITY", &[(&["query", "q"], "must be integer")]);
    assert_eq!(at("/a", "head", described, &refused, &no_verdict), REFUSED);
}
