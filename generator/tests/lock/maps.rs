//! What a lock does with objects that had no properties, and with what is added beside types that users have.

use sdkgen::surface::{Kind, Surface};
use serde_json::{Value, json};

use super::changes::{document, locked, operation, warnings};
use super::lost::lost;
use super::{generate, surface_of};

/// A document with objects that have these properties: a component, a part of another one, a response and bodies.
fn objects(properties: &str) -> String {
    let object = format!("{{type: object, properties: {{{properties}}}}}");
    let body = |schema: &str| {
        format!("requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}, ")
    };
    let reference = "{$ref: '#/components/schemas/Empty'}";
    let paths = [
        operation("/pets", "get", "", "{$ref: '#/components/schemas/Owner'}"),
        operation("/empty", "get", "", reference),
        operation("/parts", "get", "", &format!("{{type: array, items: {object}}}")),
        operation("/sent", "post", &body(reference), "{type: object}"),
        operation("/inline", "post", &body(&object), "{type: object}"),
    ];
    let owner =
        format!("Owner: {{type: object, properties: {{part: {object}, parts: {{type: array, items: {object}}}}}}}");
    document(&paths.join(", "), &format!("Empty: {object}, {owner}"))
}

fn surface(document: &str, lock: Option<&sdkgen::Lock>) -> Surface {
    surface_of(document, "", lock).expect("it is an SDK")
}

#[test]
fn a_map_whose_schema_gets_properties_stays_one() {
    let (before, after) = (objects(""), objects("data: {type: array, items: {type: string}}, next: {type: string}"));
    let lock = locked(&before);
    let known = surface(&before, None);
    assert_eq!(lost(&known, &surface(&after, Some(&lock))), [""; 0]);
    assert_eq!(lost(&known, &surface(&after, None)).len(), 6);
    let outcome = generate(&after, "", Some(&lock));
    let message = "kept-map: this schema has properties now; users of the SDK have a map for it, which stays one";
    assert_eq!(warnings(&outcome), [message; 5]);
    let accepted = lock.accepting(&surface(&after, None));
    assert_eq!(surface(&after, Some(&accepted)).types, surface(&after, None).types);
}

#[test]
fn a_body_that_stays_a_map_has_no_pages_by_its_fields() {
    let search = |properties: &str| {
        let schema = format!("{{type: object, properties: {{{properties}}}}}");
        let body = format!("requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}, ");
        let pets = "pets: {type: array, items: {type: object, properties: {id: {type: string}}}}";
        let page = format!("{{type: object, properties: {{{pets}, next_cursor: {{type: string}}}}}}");
        document(&operation("/pets/search", "post", &body, &page), "")
    };
    let (before, after) = (search(""), search("cursor: {type: string}"));
    let [known, with, without] =
        [surface(&before, None), surface(&after, Some(&locked(&before))), surface(&after, None)];
    let is_paged = |surface: &Surface| surface.operations.values().any(|method| method.item.is_some());
    assert_eq!([&known, &with, &without].map(is_paged), [false, false, true]);
    assert_eq!(lost(&known, &with), [""; 0]);
    let outcome = generate(&after, "", Some(&locked(&before)));
    assert!(!outcome.diagnostics.has_errors(), "{:?}", warnings(&outcome));
}

#[test]
fn a_map_that_is_a_field_of_a_body_or_can_be_cleared_stays_one() {
    let body = |properties: &str| {
        let object = format!("{{type: object, properties: {{{properties}}}}}");
        let clearable = format!("{{anyOf: [{object}, {{type: string, enum: ['']}}]}}");
        let options = format!("{{type: object, properties: {{konbini: {clearable}}}}}");
        let schema = format!("{{type: object, properties: {{alipay: {object}, options: {options}}}}}");
        let body = format!("requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}, ");
        document(&operation("/methods", "post", &body, "{type: object}"), "")
    };
    let (before, after) = (body(""), body("data: {type: string}"));
    let known = surface(&before, None);
    assert_eq!(lost(&known, &surface(&after, Some(&locked(&before)))), [""; 0]);
    assert_eq!(lost(&known, &surface(&after, None)).len(), 2);
}

/// A document whose response is a component or an object with these properties, after these alternatives.
fn union(before: &str, properties: &str, rest: &str) -> String {
    let empty = format!("{{type: object, properties: {{{properties}}}{rest}}}");
    let union = format!("{{anyOf: [{{$ref: '#/components/schemas/Limit'}}, {before}{empty}]}}");
    let list = format!("{{type: object, properties: {{all: {{type: array, items: {union}}}}}}}");
    let paths = [operation("/limits", "get", "", &union), operation("/all", "get", "", &list)];
    document(&paths.join(", "), "Limit: {type: object, required: [limit], properties: {limit: {type: string}}}")
}

#[test]
fn a_map_that_is_an_alternative_stays_one() {
    let text = "{type: string}, ";
    let other = "{type: object, required: [id], properties: {id: {type: string}, name: {type: string}}}, ";
    for rest in ["", ", additionalProperties: false", ", title: Nothing"] {
        let before = union(text, "", rest);
        let lock = locked(&before);
        let known = surface(&before, None);
        let both = "limit: {type: string}, until: {type: string}";
        for (added, properties) in [("", "limit: {type: string}"), ("", both), (other, "until: {type: string}")] {
            let after = union(&format!("{text}{added}"), properties, rest);
            assert_eq!(lost(&known, &surface(&after, Some(&lock))), [""; 0], "{after}");
            assert_ne!(lost(&known, &surface(&after, None)), [""; 0], "{after}");
            let outcome = generate(&after, "", Some(&lock));
            let kept = warnings(&outcome).iter().filter(|one| one.starts_with("kept-map: ")).count();
            assert_eq!((kept, outcome.diagnostics.has_errors()), (2, false), "{after}");
        }
    }
}

#[test]
fn an_alternative_that_is_added_beside_a_map_is_none() {
    let object = "{type: object, required: [id], properties: {id: {type: string}}}, ";
    let (before, after) = (union("", "", ""), union(object, "", ""));
    let after = surface(&after, Some(&locked(&before)));
    assert_eq!(lost(&surface(&before, None), &after), [""; 0]);
    let Kind::Union { variants, .. } = &after.types["GET /limits response"].kind else { panic!("it is a union") };
    let types: Vec<&str> = variants.values().map(|named| named.ty.as_str()).collect();
    assert_eq!(types, ["Box<Limit>", "Box<RetrieveLimitResponseId>", "BTreeMap<String, Value>"]);
}

/// A document with a list that takes a page number or not, and has inputs called like the methods for pages.
fn list(paged: bool, method: &str) -> String {
    let number = if paged { "{name: page, in: query, schema: {type: integer}}, " } else { "" };
    let of_get = format!("parameters: [{number}{{name: items, in: query, schema: {{type: integer}}}}], ");
    let body = "{type: object, required: [items], properties: {items: {type: integer}}}";
    let of_post = format!(
        "parameters: [{}], requestBody: {{required: true, content: {{application/json: {{schema: {body}}}}}}}, ",
        number.trim_end_matches(", "),
    );
    let pets = "{type: array, items: {type: string}}";
    let response = format!(
        "{{type: object, required: [data, page, total_pages], properties: {{data: {pets}, page: {{type: integer}}, \
         total_pages: {{type: integer}}}}}}"
    );
    document(&operation("/pets", method, if method == "get" { &of_get } else { &of_post }, &response), "")
}

#[test]
fn a_setter_called_like_a_method_for_pages_stays() {
    let lock = locked(&list(false, "get"));
    let setter = |lock| surface(&list(true, "get"), lock).operations["GET /pets"].setters["query items"].name.clone();
    assert_eq!([setter(None), setter(Some(&lock))], ["query_items", "items"]);
    assert_eq!(surface(&list(true, "get"), Some(&lock)).operations["GET /pets"].item, None);
    let message = "kept-pages: `GET /pets` could be read page by page now, but its request has a setter `items`, which \
                   stays";
    assert_eq!(warnings(&generate(&list(true, "get"), "", Some(&lock))), [message]);
}

#[test]
fn pages_of_the_configuration_take_the_name_of_a_setter() {
    let (before, after) = (list(false, "get"), list(true, "get"));
    let lock = locked(&before);
    let rule = "kind = \"page\", parameter = \"page\", items = \"data\", pages = \"total_pages\"";
    for config in [
        format!("[operations.\"GET /pets\"]\npaging = {{ {rule} }}\n"),
        "[operations.\"GET /pets\"]\npaging = true\n".to_owned(),
        format!("[[paging]]\n{}\n", rule.replace(", ", "\n")),
    ] {
        let after = surface_of(&after, &config, Some(&lock)).expect("it is an SDK");
        let method = &after.operations["GET /pets"];
        assert_eq!(method.item.as_deref(), Some("String"), "{config}");
        assert_eq!(method.setters["query items"].name, "query_items", "{config}");
        let changes = sdkgen::diff::compare(lock.surface(), &after).list;
        let rules: Vec<&str> = changes.iter().map(|change| change.rule.id).collect();
        assert!(rules.contains(&"P1") && rules.contains(&"I17"), "{config}: {rules:?}");
        let outcome = generate(&list(true, "get"), &config, Some(&lock));
        assert_eq!(warnings(&outcome), ["renamed: the input `items` is now `query_items`"], "{config}");
    }
}

#[test]
fn pages_of_the_configuration_are_read_by_the_fields_of_a_former_map() {
    let search = |sent: &str, received: &str| {
        let schema = format!("{{type: object, properties: {{{sent}}}}}");
        let body = format!("requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}, ");
        document(&operation("/search", "post", &body, &format!("{{type: object, properties: {{{received}}}}}")), "")
    };
    let (sent, received) =
        ("cursor: {type: string}", "pets: {type: array, items: {type: string}}, next: {type: string}");
    let lock = locked(&search("", ""));
    let rule = "paging = {kind = \"cursor\", parameter = \"cursor\", items = \"pets\", next = \"next\"}";
    let config = format!("[operations.\"POST /search\"]\n{rule}\n");
    let outcome = generate(&search(sent, received), &config, Some(&lock));
    assert_eq!(warnings(&outcome), [""; 0]);
    let surface = surface_of(&search(sent, received), &config, Some(&lock)).expect("it is an SDK");
    assert_eq!(surface.operations["POST /search"].item.as_deref(), Some("String"));
    assert_ne!(lost(lock.surface(), &surface), [""; 0], "the diff says what changed");
}

#[test]
fn an_argument_called_like_a_method_for_pages_keeps_its_name() {
    let lock = locked(&list(false, "post"));
    let method = |lock| surface(&list(true, "post"), lock).operations["POST /pets"].clone();
    let name = |lock| method(lock).arguments[0].1.name.clone();
    assert_eq!([name(None), name(Some(&lock))], ["body_items", "items"]);
    assert_eq!(method(Some(&lock)).item.as_deref(), Some("String"));
    assert_eq!(lost(&surface(&list(false, "post"), None), &surface(&list(true, "post"), Some(&lock))), [""; 0]);
    assert_eq!(warnings(&generate(&list(true, "post"), "", Some(&lock))), [""; 0]);
}

#[test]
fn pages_that_begin_are_accepted_and_no_others() {
    let [without, with] = [false, true].map(|paged| surface(&list(paged, "post"), None));
    let mut renamed = with.clone();
    let key = "POST /pets";
    renamed.operations.get_mut(key).expect("it is there").arguments = without.operations[key].arguments.clone();
    assert_eq!(lost(&without, &renamed), [""; 0]);
    // Pages that end, and items of another type.
    assert_eq!(lost(&renamed, &without).len(), 1);
    let mut other = renamed.clone();
    other.operations.get_mut(key).expect("it is there").item = Some("Other".to_owned());
    assert_eq!(lost(&renamed, &other).len(), 1);
}

/// A document in which two schemas extend a base with parts in each other, sent in a body within a union.
fn extended(first: bool) -> String {
    let base = json!({"type": "object", "properties": {"options": {"type": "array", "items": {
        "type": "object", "properties": {"text": {"type": "string"}}}}}});
    let extends = |name: &str| {
        json!({"type": "object", "allOf": [{"$ref": "#/components/schemas/Base"}],
        "required": [name], "properties": {name: {"type": "string"}}})
    };
    let deep = json!({"type": "object", "properties": {"outer": {"type": "object", "properties": {"inner": {
        "type": "object", "properties": {"own": {"type": "string"}},
        "allOf": [{"$ref": "#/components/schemas/Base"}]}}}}});
    let mut schemas = json!({"Base": base, "Email": extends("email"), "Zebra": deep});
    let answer =
        |schema: &Value| json!({"200": {"description": "It", "content": {"application/json": {"schema": schema}}}});
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut paths = json!({
        "/emails": {"get": {"responses": answer(&reference("Email"))}},
        "/zebras": {"get": {"responses": answer(&reference("Zebra"))}},
    });
    if first {
        schemas["Aa"] = extends("aa");
        let body = json!({"content": {"application/json": {"schema": {"type": "array", "items": reference("Aa")}}}});
        paths["/aa"] = json!({"post": {"requestBody": body, "responses": answer(&reference("Aa"))}});
    }
    let info = json!({"title": "Zoo", "version": "1"});
    json!({"openapi": "3.0.3", "info": info, "paths": paths, "security": [], "components": {"schemas": schemas}})
        .to_string()
}

#[test]
fn a_schema_that_extends_a_base_before_others_names_no_part_of_them() {
    let lock = locked(&extended(false));
    let known = surface(&extended(false), None);
    assert_eq!(lost(&known, &surface(&extended(true), Some(&lock))), [""; 0]);
    assert_ne!(lost(&known, &surface(&extended(true), None)), [""; 0], "it needs the lock");
}

/// A document with a union whose first alternative is selected by each of these values.
fn selected_by(values: &str) -> String {
    let alternative = |values: &str, own: &str| {
        format!(
            "{{type: object, required: [type, {own}], properties: {{type: {{type: string, enum: [{values}]}}, {own}: \
             {{type: object, properties: {{a: {{type: string}}}}}}}}}}"
        )
    };
    let union = format!("{{oneOf: [{}, {}]}}", alternative(values, "id"), alternative("url", "url"));
    document(&operation("/sources", "get", "", &format!("{{type: object, properties: {{source: {union}}}}}")), "")
}

#[test]
fn an_alternative_keeps_the_label_of_one_of_its_values() {
    let lock = locked(&selected_by("submission, template"));
    let known = surface(&selected_by("submission, template"), None);
    for values in ["aa, submission, template", "template, submission", "aa, template, submission"] {
        assert_eq!(lost(&known, &surface(&selected_by(values), Some(&lock))), [""; 0], "{values}");
        assert_ne!(lost(&known, &surface(&selected_by(values), None)), [""; 0], "{values}");
    }
}

/// A list of objects and texts; the object has these properties, and another one is before it.
fn unnamed(properties: &[&str], before: &str) -> String {
    let object = |properties: &[&str]| {
        let properties: Vec<String> = properties.iter().map(|name| format!("{name}: {{type: string}}")).collect();
        format!("{{type: object, properties: {{{}}}}}", properties.join(", "))
    };
    let union = format!("{{oneOf: [{before}{}, {{type: string}}]}}", object(properties));
    document(&operation("/labels", "get", "", &format!("{{type: object, properties: {{label: {union}}}}}")), "")
}

#[test]
fn an_alternative_keeps_the_label_of_one_of_its_properties() {
    let lock = locked(&unnamed(&["id", "color"], ""));
    let known = surface(&unnamed(&["id", "color"], ""), None);
    let other = "{type: object, properties: {id: {type: string}, name: {type: integer}}}, ";
    for (properties, before) in [(&["color", "id"][..], ""), (&["aa", "color", "id"], ""), (&["id", "color"], other)] {
        let document = unnamed(properties, before);
        assert_eq!(lost(&known, &surface(&document, Some(&lock))), [""; 0], "{document}");
        assert_ne!(lost(&known, &surface(&document, None)), [""; 0], "{document}");
    }
}
