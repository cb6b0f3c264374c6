//! Required inputs of many, and properties that only responses contain.

use sdkgen::surface::{Kind, Surface};

use super::changes::{code, document, locked, operation, warnings};
use super::lost::lost;
use super::{generate, surface_of};

/// A document with an operation whose request needs these many properties.
fn needs(count: usize) -> String {
    let names: Vec<String> = (0..count).map(|index| format!("p{index}")).collect();
    let properties: Vec<String> = names.iter().map(|name| format!("{name}: {{type: string}}")).collect();
    let schema =
        format!("{{type: object, required: [{}], properties: {{{}}}}}", names.join(", "), properties.join(", "));
    let body = format!("requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}, ");
    document(&operation("/pets", "post", &body, "{type: object}"), "")
}

#[test]
fn a_struct_of_required_inputs_stays_one() {
    let inputs = |document: &str, lock| {
        let surface = surface_of(document, "", lock).expect("it is an SDK");
        surface.operations["POST /pets"].inputs.clone()
    };
    let lock = locked(&needs(8));
    assert_eq!([inputs(&needs(8), None), inputs(&needs(7), None)], [Some("CreatePetInputs".to_owned()), None]);
    assert_eq!(inputs(&needs(7), Some(&lock)), Some("CreatePetInputs".to_owned()));
    assert_eq!(inputs(&needs(1), Some(&lock)), Some("CreatePetInputs".to_owned()));
    assert!(code(&generate(&needs(7), "", Some(&lock))).contains("pub fn create(&self, inputs: &CreatePetInputs)"));
    let accepted = lock.accepting(&surface_of(&needs(7), "", None).expect("it is an SDK"));
    assert_eq!(inputs(&needs(7), Some(&accepted)), None);
    // Arguments stay arguments, as long as they are not too many.
    assert_eq!(inputs(&needs(7), Some(&locked(&needs(6)))), None);
}

const OWNER: &str = "Owner: {type: object, required: [key], properties: {key: {type: string, readOnly: true}}}";

/// A document that receives lists of pets, and sends them as well or not.
fn pets(sends: bool, pet: &str) -> String {
    let schemas = format!("Pet: {{type: object, {pet}}}, {OWNER}");
    let list = "{type: array, items: {$ref: '#/components/schemas/Pet'}}";
    let body = format!("requestBody: {{required: true, content: {{application/json: {{schema: {list}}}}}}}, ");
    let read = operation("/pets", "get", "", list);
    let paths = if sends { format!("{read}, {}", operation("/all", "put", &body, "{type: object}")) } else { read };
    document(&paths, &schemas)
}

const READ_ONLY: &str = "required: [id, name, owner], properties: {id: {type: string, readOnly: true}, name: {type: string}, \
                         owner: {readOnly: true, allOf: [{$ref: '#/components/schemas/Owner'}]}}";

/// The types of the fields of a pet, and the arguments of `new`.
fn pet(surface: &Surface) -> (Vec<String>, Option<Vec<String>>) {
    let Kind::Struct { fields, new, .. } = &surface.types["/components/schemas/Pet"].kind else {
        panic!("it is a struct")
    };
    (fields.values().map(|field| field.ty.clone()).collect(), new.clone())
}

#[test]
fn a_read_only_property_that_users_have_stays_required() {
    let lock = locked(&pets(false, READ_ONLY));
    let grown = pets(true, READ_ONLY);
    let optional = ["Option<String>", "String", "Option<Owner>"].map(str::to_owned).to_vec();
    let required = ["String", "String", "Owner"].map(str::to_owned).to_vec();
    let of = |document: &str, lock| pet(&surface_of(document, "", lock).expect("it is an SDK"));
    assert_eq!(of(&pets(false, READ_ONLY), None), (required.clone(), None));
    assert_eq!(of(&grown, None), (optional.clone(), Some(vec!["name".to_owned()])));
    let all = ["id", "name", "owner"].map(str::to_owned).to_vec();
    assert_eq!(of(&grown, Some(&lock)), (required, Some(all)));
    let outcome = generate(&grown, "", Some(&lock));
    let expected = [
        "kept-presence: `key` is read-only, but stays required, so that requests contain it too",
        "kept-presence: `id`, `owner` are read-only, but stay required, so that requests contain them too",
    ];
    assert_eq!(warnings(&outcome), expected);
    // Users can make what they have to give.
    assert!(code(&outcome).contains("pub fn new(key: impl Into<String>) -> Self"), "{}", code(&outcome));
    let accepted = lock.accepting(&surface_of(&grown, "", None).expect("it is an SDK"));
    assert_eq!(of(&grown, Some(&accepted)).0, optional);
}

#[test]
fn a_read_only_property_that_may_be_missing_is_optional() {
    let lock = locked(&pets(false, READ_ONLY));
    let of = |pet_of: &str, lock| pet(&surface_of(&pets(true, pet_of), "", lock).expect("it is an SDK")).0;
    let loose = READ_ONLY.replace("required: [id, name, owner]", "required: [name]");
    assert_eq!(of(&loose, Some(&lock)), ["Option<String>", "String", "Option<Owner>"]);
    // One that is added is optional as without a lock.
    let more = READ_ONLY.replace("[id,", "[id, born,").replace("{id:", "{born: {type: string, readOnly: true}, id:");
    assert_eq!(of(&more, Some(&lock)), ["Option<String>", "String", "String", "Owner"]);
}

#[test]
fn a_model_that_begins_to_be_sent_may_get_a_default_value_and_never_loses_it() {
    let pet = "required: [url], properties: {url: {type: string, readOnly: true, nullable: true}}";
    let surface = |sends| surface_of(&pets(sends, pet), "", Some(&locked(&pets(false, pet)))).expect("it is an SDK");
    let [without, with] = [false, true].map(surface);
    let has_default = |surface: &Surface| surface.types["/components/schemas/Pet"].derives.contains("Default");
    assert_eq!([&without, &with].map(has_default), [false, true]);
    assert_eq!(lost(&without, &with), [""; 0]);
    let mut less = with.clone();
    less.types.get_mut("/components/schemas/Pet").expect("it is there").derives.clear();
    assert_eq!(lost(&with, &less).len(), 1);
}
