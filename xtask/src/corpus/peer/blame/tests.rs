//! Each cause, and that nothing is excused without one.

use serde_json::{Value, json};

use super::super::described::Described;
use super::super::request::Sent;
use super::super::said::{Failure, Fault};
use super::*;

/// What is asked for, and what a validator would say.
fn judged(operation: Value, failure: &Failure, body: &str, verdicts: &[bool]) -> Kind {
    let document = json!({"openapi": "3.0.0", "paths": {"/a?b": {"post": operation}}});
    let operation = Described::find(&document, ("POST", "/a?b")).unwrap();
    let media = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let head = format!("POST / HTTP/1.1\r\ncontent-type: {media}");
    let sent = Sent { head, body: body.as_bytes().to_vec() };
    let judge = |pairs: &[(String, Value)]| {
        let given = verdicts.iter().copied().map(Some).chain(std::iter::repeat(None));
        given.take(pairs.len()).collect::<Vec<_>>()
    };
    of(failure, &Evidence { operation: Some(&operation), sent: Some(&sent), judge: &judge })
}

fn failure(code: &str, faults: &[(&[&str], &str)]) -> Failure {
    let status = code.split(' ').next().unwrap_or_default().to_owned();
    let faults = faults.iter().map(|(place, message)| Fault {
        place: place.iter().map(|step| (*step).to_owned()).collect(),
        message: (*message).to_owned(),
    });
    Failure { status, faults: faults.collect(), ..Failure::new("a", code, "r") }
}

fn body(schema: Value) -> Value {
    json!({"requestBody": {"content": {"application/json": {"schema": schema.clone()},
        "application/x-www-form-urlencoded": {"schema": schema}}}, "responses": {"200": {}}})
}

fn refused(operation: Value, fault: (&[&str], &str), sent: &str, verdicts: &[bool]) -> Kind {
    judged(operation, &failure("422 UNPROCESSABLE_ENTITY", &[fault]), sent, verdicts)
}

#[test]
fn kinds_have_names_of_their_own() {
    for (index, kind) in ALL.iter().enumerate() {
        assert!(ALL[index + 1..].iter().all(|other| other.name != kind.name), "{}", kind.name);
        assert!(kind.why.ends_with('.') && kind.why.len() < 110, "{}", kind.why);
    }
}

#[test]
fn nothing_is_excused_without_a_cause() {
    let any = || body(json!({"type": "object", "properties": {"n": {"type": "integer"}}}));
    let fault: (&[&str], &str) = (&["body", "n"], "must be integer");
    assert_eq!(refused(any(), fault, "{\"n\":\"x\"}", &[false]), REFUSED);
    assert_eq!(refused(any(), (&["query", "n"], "must be integer"), "{}", &[]), REFUSED);
    assert_eq!(refused(any(), (&["header"], "must have required property 'authorization'"), "{}", &[]), REFUSED);
    assert_eq!(refused(any(), (&[], "Invalid security scheme used"), "{}", &[]), REFUSED);
    for code in ["400 as documented", "406 NOT_ACCEPTABLE", "500 UNKNOWN", "404 NO_RESOURCE"] {
        assert_eq!(judged(any(), &failure(code, &[]), "{}", &[]), REFUSED, "{code}");
    }
    assert_eq!(judged(any(), &failure("auth", &[]), "{}", &[]), FAILED);
    let unread = Failure { status: "200".into(), answer: Some(json!(1)), ..failure("decode", &[]) };
    assert_eq!(judged(any(), &unread, "{}", &[true]), UNDECODED);
    // One good excuse is not enough for two faults.
    let two = [(&["body"] as &[&str], "must match exactly one schema in oneOf"), (&["query", "n"], "must be integer")];
    let either = body(json!({"oneOf": [{}, {}]}));
    assert_eq!(judged(either, &failure("422 UNPROCESSABLE_ENTITY", &two), "{}", &[true, true]), REFUSED);
}

#[test]
fn the_document_is_to_blame_for_what_it_says() {
    let either = || body(json!({"oneOf": [{}, {}]}));
    let fault: (&[&str], &str) = (&["body"], "must match exactly one schema in oneOf");
    // The first answer is asked for the whole body as well.
    assert_eq!(refused(either(), fault, "{}", &[false, true]), REFUSED);
    let lacking = body(json!({"type": "object", "required": ["a"], "properties": {"b": {}}}));
    let fault: (&[&str], &str) = (&["body"], "must have required property 'a'");
    assert_eq!(refused(lacking, fault, "{}", &[false]), UNDESCRIBED_MEMBER);
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
    assert_eq!(judged(interim, &failure("transport", &[]), "{}", &[]), NO_ANSWER);
    let errors = json!({"responses": {"400": {}}});
    assert_eq!(judged(errors, &failure("transport", &[]), "{}", &[]), FAILED);
    let shown = json!({"responses": {"200": {"content": {"application/json": {"schema": {}, "example": 1}}}}});
    let unread = Failure { status: "200".into(), answer: Some(json!(1)), ..failure("decode", &[]) };
    assert_eq!(judged(shown.clone(), &unread, "{}", &[false]), BAD_EXAMPLE);
    let bad = failure("500 VIOLATIONS", &[(&["response", "body"], "must be object")]);
    assert_eq!(judged(shown, &bad, "{}", &[]), BAD_EXAMPLE);
}

#[test]
fn prism_is_to_blame_for_what_it_does() {
    let any = || body(json!({"type": "object", "properties": {"l": {"type": "array"}}}));
    let fault: (&[&str], &str) = (&["body", "l"], "Request body property l must be array");
    assert_eq!(refused(any(), fault, "l=a", &[]), FORM_TEXT);
    assert_eq!(refused(any(), fault, "{\"l\":[]}", &[true]), VALID_BODY);
    let header = json!({"parameters": [{"in": "header", "name": "Authorization"}]});
    let fault: (&[&str], &str) = (&["header"], "must have required property 'authorization'");
    assert_eq!(refused(header, fault, "{}", &[]), RESERVED_HEADER);
    let bad = failure("500 VIOLATIONS", &[(&["response", "body"], "must be object")]);
    assert_eq!(judged(any(), &bad, "{}", &[]), BAD_ANSWER);
    let list = json!({"parameters": [{"in": "query", "name": "l", "schema": {"type": ["array", "null"]}}]});
    assert_eq!(refused(list, (&["query", "l"], "Request query parameter l must be array,null"), "{}", &[]), LIST_TEXT);
    let ended = Failure { crash: Some("TypeError: x".into()), ..failure("transport", &[]) };
    assert_eq!(judged(any(), &ended, "{}", &[]), CRASH);
    assert_eq!(judged(any(), &Failure { crash: None, ..ended }, "{}", &[]), FAILED);
}

#[test]
fn an_example_above_the_faulty_place_is_the_documents() {
    let schema = |example: Value| {
        let hit = json!({"type": "object", "example": example, "properties": {"h": {"type": "array"}}});
        let list = json!({"type": "object", "properties": {"hits": {"type": "array", "items": hit}}});
        json!({"responses": {"200": {"content": {"application/json": {"schema": list}}}}})
    };
    let place: &[&str] = &["response", "body", "hits", "0", "h"];
    let bad = failure("500 VIOLATIONS", &[(place, "must be array")]);
    assert_eq!(judged(schema(json!({"h": {}})), &bad, "{}", &[]), BAD_EXAMPLE);
    // An example that has nothing there is not what Prism answered with.
    assert_eq!(judged(schema(json!({"i": {}})), &bad, "{}", &[]), BAD_ANSWER);
}

#[test]
fn signs_in_the_names_of_templates_are_prisms() {
    assert!(has_sign_in_template("/a/{user.id}") && has_sign_in_template("/a/{b$}"));
    assert!(!has_sign_in_template("/a.b/{c}.{d}/{e-f_g}"));
}
