//! Names that the configuration or the document states, and others in the lock.

use sdkgen::surface::{Kind, Surface};

use super::changes::{document, locked, operation, warnings};
use super::{generate, surface_of};

/// A document with an enumeration whose values have these names.
fn values(names: &str) -> String {
    let schema = format!("Kind: {{type: string, enum: [a, b], x-enum-varnames: [{names}]}}");
    document(
        &operation("/kinds", "get", "", "{type: object, properties: {kind: {$ref: '#/components/schemas/Kind'}}}"),
        &schema,
    )
}

fn variants(surface: &Surface) -> Vec<&str> {
    match &surface.types["/components/schemas/Kind"].kind {
        Kind::Enumeration(values) => values.values().map(String::as_str).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_of_values_that_the_document_corrects_are_reported() {
    let (before, after) = (values("Alfa, Bravo"), values("Alpha, Bravo"));
    let lock = locked(&before);
    assert_eq!(warnings(&generate(&before, "", Some(&lock))), [""; 0]);
    let outcome = generate(&after, "", Some(&lock));
    let expected = "kept-name: users have the value `a` as `Alfa`, and the document calls it `Alpha`";
    assert_eq!(warnings(&outcome), [expected]);
    let help = outcome.diagnostics.iter().find_map(|one| one.help.clone()).unwrap_or_default();
    assert!(help.contains("`sdkgen lock --accept`"), "{help}");
    let line = help.split("warning: ").nth(1).expect("it says how to keep the name");
    let surface = surface_of(&after, "", Some(&lock)).expect("it is an SDK");
    assert_eq!(variants(&surface), ["Alfa", "Bravo"]);
    // The line that the help shows.
    let config = line.replace("[names] ", "[names]\n");
    assert_eq!(warnings(&generate(&after, &config, Some(&lock))), [""; 0]);
    // What the help says first.
    let accepted = lock.accepting(&surface_of(&after, "", None).expect("it is an SDK"));
    assert_eq!(warnings(&generate(&after, "", Some(&accepted))), [""; 0]);
    assert_eq!(variants(&surface_of(&after, "", Some(&accepted)).expect("it is an SDK")), ["Alpha", "Bravo"]);
}

#[test]
fn names_of_values_are_reported_once_and_only_if_they_are_stated() {
    let lock = locked(&values("Alfa, Bravo"));
    let expected = "kept-name: users have the value `a` as `Alfa`, and the document calls it `Bravo`; the names of another value differ, too";
    assert_eq!(warnings(&generate(&values("Bravo, Alfa"), "", Some(&lock))), [expected]);
    assert_eq!(warnings(&generate(&values(""), "", Some(&lock))), [""; 0]);
    // A name that nothing can have, or that an earlier value has, is none.
    let both = values("Alfa, Alfa");
    assert_eq!(warnings(&generate(&both, "", Some(&locked(&both)))), [""; 0]);
}

#[test]
fn names_of_the_configuration_come_before_those_in_the_lock() {
    let body =
        "requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}, ";
    let schemas = "Pet: {type: object, properties: {id: {type: string}, kind: {$ref: '#/components/schemas/Kind'}}}, \
                   Kind: {type: string, enum: [cat, dog]}";
    let path = operation("/pets", "post", body, "{$ref: '#/components/schemas/Pet'}");
    let pets = document(
        &path.replace("post: {", "post: {parameters: [{name: q, in: query, schema: {type: string}}], "),
        schemas,
    );
    let lock = locked(&pets);
    let config = "[names]\n\"/components/schemas/Pet/properties/id\" = \"number\"\n\
                  \"/components/schemas/Kind/enum/0\" = \"Feline\"\n\
                  \"/paths/~1pets/post/parameters/0\" = \"question\"\n\
                  [operations.\"POST /pets\"]\nmethod = \"make\"\nresource = \"animals\"\n";
    let surface = surface_of(&pets, config, Some(&lock)).expect("it is an SDK");
    let method = &surface.operations["POST /pets"];
    assert_eq!((method.resource.as_str(), method.name.as_str()), ("animals", "make"));
    assert_eq!(method.setters["query q"].name, "question");
    assert_eq!(variants(&surface), ["Feline", "Dog"]);
    let Kind::Struct { fields, .. } = &surface.types["/components/schemas/Pet"].kind else { panic!("it is a struct") };
    assert_eq!(fields["id"].name, "number");
    let reported = warnings(&generate(&pets, config, Some(&lock)));
    for (old, new) in [("pets.create", "animals.make"), ("id", "number"), ("Cat", "Feline"), ("q", "question")] {
        let part = format!("`{old}` is now `{new}`");
        assert!(reported.iter().any(|one| one.starts_with("renamed: ") && one.contains(&part)), "{part}: {reported:?}");
    }
}
