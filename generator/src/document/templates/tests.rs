//! Odd paths, and what is sent for them.

use serde_json::{Value, json};

use super::super::notes::Notes;
use super::{SENT_PATH, is_plain, normalize};
use crate::diagnostics::Diagnostics;

fn normalized(path: &str, parameters: Value) -> (Value, Vec<&'static str>) {
    let mut root = json!({"paths": {path: {"parameters": parameters, "get": {}}}});
    let (notes, mut diagnostics) = (Notes::default(), Diagnostics::new());
    normalize(&mut root, &notes);
    notes.report(&mut diagnostics);
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    (root["paths"][path].take(), codes)
}

fn sent(path: &str, names: &[&str]) -> (String, Vec<&'static str>) {
    let parameters = names.iter().map(|name| json!({"name": name, "in": "path"})).collect();
    let (item, codes) = normalized(path, parameters);
    (item.get(SENT_PATH).and_then(Value::as_str).unwrap_or(path).to_owned(), codes)
}

#[test]
fn plain_paths_are_left_alone() {
    for path in ["/", "/a/{b}/", "/a/{b}.{c}", "/a/{b}:go", "/a/{b_c-d}/{e}"] {
        assert!(is_plain(path), "{path}");
    }
    for path in ["", "a", "/a b", "/a#b", "/a?b", "/{a", "/a}", "/{+a}", "/{a:b}", "/{}", "/ü", "/{a/b}"] {
        assert!(!is_plain(path), "{path}");
    }
}

#[test]
fn fragments_are_not_sent() {
    assert_eq!(sent("/#Action=AllocateAddress", &[]), ("/".to_owned(), vec!["path-fragment"]));
    assert_eq!(sent("/{Bucket}/{Key}#acl", &["Bucket", "Key"]), ("/{Bucket}/{Key}".to_owned(), vec!["path-fragment"]));
    assert_eq!(sent("/a#{b}", &[]).0, "/a");
}

#[test]
fn placeholders_of_every_dialect() {
    let pattern = vec!["placeholder-pattern"];
    assert_eq!(sent("/v1/{+name}:go", &["name"]), ("/v1/{+name}:go".to_owned(), pattern.clone()));
    assert_eq!(sent("/v1/{name=projects/*/x/*}", &["name"]), ("/v1/{+name}".to_owned(), pattern.clone()));
    assert_eq!(sent("/{proxy+}", &["proxy"]), ("/{+proxy}".to_owned(), pattern.clone()));
    assert_eq!(sent("/{proxy+}", &["proxy+"]), ("/{+proxy+}".to_owned(), pattern.clone()));
    assert_eq!(sent("/{*rest}", &["rest"]), ("/{+rest}".to_owned(), pattern.clone()));
    assert_eq!(sent("/{id: [0-9]{3}}/x", &["id"]), ("/{id}/x".to_owned(), pattern));
    assert_eq!(sent("/a{/b}{.c}", &["b", "c"]), ("/a/{b}.{c}".to_owned(), vec![]));
    assert_eq!(sent("/{ petId }", &["petid"]), ("/{petid}".to_owned(), vec![]));
    assert_eq!(sent("/{}", &[]).0, "/{value}");
    assert_eq!(sent("/a{b", &[]), ("/a%7Bb".to_owned(), vec!["path-characters"]));
    assert_eq!(sent("pets/{id}/", &["id"]), ("/pets/{id}/".to_owned(), vec!["path-without-slash"]));
    assert_eq!(sent(" /a b/ü%20 ", &[]), ("/a%20b/%C3%BC%20".to_owned(), vec!["path-characters"]));
}

#[test]
fn parameters_may_keep_their_slashes() {
    let (item, codes) =
        normalized("/{scope}/x", json!([{"name": "scope", "in": "path", "x-ms-skip-url-encoding": true}]));
    assert_eq!((item[SENT_PATH].as_str(), codes), (Some("/{+scope}/x"), vec![]));
    let (item, _) = normalized("/{scope}/x", json!([{"name": "scope", "in": "query", "allowReserved": true}]));
    assert_eq!(item.get(SENT_PATH), None);
}

#[test]
fn a_query_is_made_of_parameters() {
    let (item, codes) = normalized(
        "/a?comp=x&flag&q={query}&p={path}&own={other}",
        json!([
            {"name": "query", "in": "query"}, {"name": "path", "in": "path", "required": true}, {"name": "own", "in": "query"},
        ]),
    );
    assert_eq!(codes, ["path-query"]);
    assert_eq!(item[SENT_PATH], "/a");
    let constant = |name, value| json!({"name": name, "in": "query", "required": true, "schema": {"type": "string", "enum": [value]}});
    assert_eq!(
        item["parameters"],
        json!([
            {"name": "query", "in": "query"}, {"name": "p", "in": "query", "required": true}, {"name": "own", "in": "query"},
            constant("comp", "x"), constant("flag", ""),
        ])
    );
    let (item, _) = normalized("/users{?page,size*}", json!([{"name": "page", "in": "query"}]));
    assert_eq!(item[SENT_PATH], "/users");
    assert_eq!(item["parameters"][1]["name"], "size");
}

#[test]
fn a_value_in_a_path_is_sent_although_a_parameter_of_its_name_is_optional() {
    let declared = |required: bool| json!([{"name": "beta", "in": "query", "required": required, "schema": {}}]);
    let parameters = |required| normalized("/a?beta=true", declared(required)).0["parameters"].clone();
    let constant =
        json!({"name": "beta", "in": "query", "required": true, "schema": {"type": "string", "enum": ["true"]}});
    assert_eq!(parameters(false), json!([constant]));
    assert_eq!(parameters(true), declared(true));
}
