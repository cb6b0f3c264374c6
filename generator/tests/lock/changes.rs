//! What a lock does with changes of the document and of the configuration.

use sdkgen::{Lock, Outcome};

use super::{generate, surface_of};

/// A document with these paths and schemas, both as the members of an object in YAML.
pub(super) fn document(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Acme, version: '1'}}\nsecurity: []\nservers: [{{url: 'https://a.example'}}]\n\
         paths: {{{paths}}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
    )
}

pub(super) fn operation(path: &str, method: &str, rest: &str, response: &str) -> String {
    let content = format!("content: {{application/json: {{schema: {response}}}}}");
    format!("{path}: {{{method}: {{{rest}responses: {{'200': {{description: ok, {content}}}}}}}}}")
}

const PET: &str = "Pet: {type: object, required: [id], properties: {id: {type: string}, kind: {enum: [cat, dog]}}}";

fn pets() -> String {
    document(&operation("/pets", "get", "", "{$ref: '#/components/schemas/Pet'}"), PET)
}

pub(super) fn locked(document: &str) -> Lock {
    Lock::new(surface_of(document, "", None).expect("it is an SDK"))
}

pub(super) fn warnings(outcome: &Outcome) -> Vec<String> {
    outcome.diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message)).collect()
}

pub(super) fn lock_of(outcome: &Outcome) -> Lock {
    let file = outcome.files.iter().find(|file| file.path == sdkgen::LOCK_FILE).expect("the lock is written");
    Lock::parse(&file.text).unwrap_or_else(|error| panic!("{}", error.message))
}

pub(super) fn code(outcome: &Outcome) -> String {
    outcome.files.iter().filter(|file| file.path.starts_with("src/")).map(|file| file.text.as_str()).collect()
}

#[test]
fn names_of_the_configuration_are_reported_and_leave_aliases() {
    let pets = pets();
    let lock = locked(&pets);
    let config = "[names]\n\"/components/schemas/Pet\" = \"Animal\"\n[operations.\"GET /pets\"]\nmethod = \"fetch\"\n";
    let outcome = generate(&pets, config, Some(&lock));
    let expected = [
        "renamed: the method `pets.retrieve` is now `pets.fetch`; the old name is a deprecated alias",
        "renamed: the type `Pet` is now `Animal`; the old name is a deprecated alias",
    ];
    assert_eq!(warnings(&outcome), expected);
    assert_eq!(lock_of(&outcome), lock, "only a release takes other names");
    let code = code(&outcome);
    for alias in [
        "#[deprecated(note = \"renamed to `Animal`\")]\npub type Pet = Animal;",
        "#[deprecated(note = \"renamed to `fetch`\")]\n    pub fn retrieve(&self) -> RetrievePet {\n        self.fetch()",
    ] {
        assert!(code.contains(alias), "{alias} in\n{code}");
    }
}

#[test]
fn values_and_setters_leave_aliases() {
    let parameter = "parameters: [{name: limit, in: query, schema: {type: integer}}], ";
    let pets = document(&operation("/pets", "get", parameter, "{$ref: '#/components/schemas/Pet'}"), PET);
    let lock = locked(&pets);
    let config = "[names]\n\"/components/schemas/Pet/properties/kind/enum/0\" = \"Feline\"\n\
                  \"/paths/~1pets/get/parameters/0\" = \"most\"\n";
    let outcome = generate(&pets, config, Some(&lock));
    let expected = [
        "renamed: the input `limit` is now `most`; the old name is a deprecated alias",
        "renamed: the member `Cat` is now `Feline`; the old name is a deprecated alias",
    ];
    assert_eq!(warnings(&outcome), expected);
    let aliases = [
        "#[deprecated(note = \"renamed to `Feline`\")]\n    pub const Cat: Self = Self::Feline;",
        "#[deprecated(note = \"renamed to `most`\")]\n    pub fn limit(self, most: i64) -> Self {\n        self.most(most)",
    ];
    let count = |outcome: &Outcome| aliases.iter().filter(|alias| code(outcome).contains(*alias)).count();
    assert_eq!(count(&outcome), 2, "{}", code(&outcome));
    // They stay until the next incompatible release.
    let surface = |lock: &Lock| surface_of(&pets, config, Some(lock)).expect("it is an SDK");
    let changes = sdkgen::diff::compare(lock.surface(), &surface(&lock));
    // A constant is no pattern for references.
    assert_eq!(changes.verdict(), Some(sdkgen::diff::Verdict::Major), "{changes:?}");
    let setter = changes.list.iter().find(|change| change.old.as_deref() == Some("limit"));
    assert_eq!(setter.map(|change| change.rust), Some(sdkgen::diff::Verdict::Minor), "{changes:?}");
    let renaming = lock.release(&surface(&lock), "0.2.0", true);
    let outcome = generate(&pets, config, Some(&renaming));
    assert_eq!((warnings(&outcome), count(&outcome)), (Vec::new(), 2));
    let major = renaming.release(&surface(&renaming), "0.3.0", true);
    assert_eq!(count(&generate(&pets, config, Some(&major))), 0);
}

#[test]
fn a_component_with_another_name_leaves_an_alias() {
    let (old, new) = (pets(), pets().replace("Pet", "Animal"));
    let lock = locked(&old);
    let outcome = generate(&new, "", Some(&lock));
    let expected = "renamed: the type `Pet` is now `Animal`; the old name is a deprecated alias";
    assert!(warnings(&outcome).iter().any(|warning| warning == expected), "{:?}", warnings(&outcome));
    assert!(code(&outcome).contains("pub type Pet = Animal;"));
    // Another run before the release knows the new key from the lock, and does the same.
    let again = generate(&new, "", Some(&lock_of(&outcome)));
    assert_eq!((warnings(&again), code(&again)), (warnings(&outcome), code(&outcome)));
    let surface = surface_of(&new, "", Some(&lock_of(&outcome))).expect("it is an SDK");
    let released = lock.release(&surface, "0.1.1", false);
    let outcome = generate(&new, "", Some(&released));
    assert_eq!(warnings(&outcome), [""; 0]);
    assert!(code(&outcome).contains("pub type Pet = Animal;"));
    // It moves once more, with all its earlier names.
    let new = pets().replace("Pet", "Beast");
    let outcome = generate(&new, "", Some(&released));
    let again = lock_of(&outcome);
    let next = again.release(&surface_of(&new, "", Some(&again)).expect("it is an SDK"), "0.1.2", false);
    for outcome in [&outcome, &generate(&new, "", Some(&again)), &generate(&new, "", Some(&next))] {
        assert!(["Pet", "Animal"].iter().all(|was| code(outcome).contains(&format!("pub type {was} = Beast;"))));
    }
}

#[test]
fn values_of_an_enumeration_with_another_name_leave_aliases() {
    let kinds = |name: &str| {
        let schemas = format!("{name}: {{type: string, enum: [cat, dog, owl]}}");
        let pet = format!("{{type: object, properties: {{kind: {{$ref: '#/components/schemas/{name}'}}}}}}");
        document(&operation("/pets", "get", "", &pet), &schemas)
    };
    let config = |name: &str, value: &str| format!("[names]\n\"/components/schemas/{name}/enum/0\" = \"{value}\"\n");
    let alias = |was: &str, now: &str| format!("pub const {was}: Self = Self::{now};");
    let has = |outcome: &Outcome, was: &str, now: &str| code(outcome).contains(&alias(was, now));
    // An earlier release renamed the value, and was compatible otherwise.
    let (old, new) = (kinds("Kind"), kinds("Sort"));
    let surface =
        |document: &str, config: &str, lock: &Lock| surface_of(document, config, Some(lock)).expect("it is an SDK");
    let before = config("Kind", "Kitten");
    let lock = locked(&old);
    let lock = lock.release(&surface(&old, &before, &lock), "0.1.1", false);
    assert!(has(&generate(&old, &before, Some(&lock)), "Cat", "Kitten"));
    let after = config("Sort", "Feline");
    let first = generate(&new, &after, Some(&lock));
    assert!(has(&first, "Cat", "Feline") && has(&first, "Kitten", "Feline"), "{}", code(&first));
    let expected = "renamed: the member `Kitten` is now `Feline`; the old name is a deprecated alias";
    assert!(warnings(&first).iter().any(|warning| warning == expected), "{:?}", warnings(&first));
    // Another run before the release.
    let again = lock_of(&first);
    let second = generate(&new, &after, Some(&again));
    assert_eq!((warnings(&second), code(&second)), (warnings(&first), code(&first)));
    assert_eq!(lock_of(&second), again);
    // After it, and with the alias of its type.
    let released = again.release(&surface(&new, &after, &again), "0.1.2", false);
    let third = generate(&new, &after, Some(&released));
    assert_eq!((warnings(&third), code(&third)), (Vec::new(), code(&first).replace("0.1.1", "0.1.2")));
    // The next compatible release does not change that, and the second incompatible one drops them.
    let next = released.release(&surface(&new, &after, &released), "0.1.3", false);
    assert!(has(&generate(&new, &after, Some(&next)), "Cat", "Feline"));
    let incompatible = next.release(&surface(&new, &after, &next), "0.2.0", true);
    assert!(!code(&generate(&new, &after, Some(&incompatible))).contains("pub const Cat"));
    // An incompatible release that renames it itself has the aliases of its own names only.
    let renaming = again.release(&surface(&new, &after, &again), "0.2.0", true);
    let outcome = generate(&new, &after, Some(&renaming));
    assert!(has(&outcome, "Kitten", "Feline") && !has(&outcome, "Cat", "Feline"), "{}", code(&outcome));
}

#[test]
fn a_component_with_another_name_keeps_its_parts() {
    let path = |name: &str| {
        let schema = format!("{{$ref: '#/components/schemas/{name}'}}");
        let body = format!(
            "requestBody: {{required: true, content: {{application/json: {{schema: {{type: array, items: {schema}}}}}}}}}, "
        );
        operation("/pets", "post", &body, "{type: object}")
    };
    let component = |name: &str, required: &str, properties: &str| {
        document(
            &path(name),
            &format!("{name}: {{type: object, required: [{required}], properties: {{{properties}}}}}"),
        )
    };
    let old = component("Pet", "id, race", "id: {type: string}, race: {type: string}, kind_: {type: string}");
    let new = component("Animal", "id", "race: {type: string}, id: {type: string}, kind: {}, kind_: {type: string}");
    let lock = locked(&old);
    let outcome = generate(&new, "", Some(&lock));
    let surface = surface_of(&new, "", Some(&lock)).expect("it is an SDK");
    let [before, after] = [(lock.surface(), "Pet"), (&surface, "Animal")].map(|(surface, name)| {
        let model = surface.types[&format!("/components/schemas/{name}")].clone();
        let sdkgen::surface::Kind::Struct { fields, new, .. } = model.kind else { panic!("it is a struct") };
        (fields.into_iter().filter(|(wire, _)| wire != "kind").collect::<Vec<_>>(), new)
    });
    assert_eq!(before, after);
    assert_eq!(before.1.as_deref(), Some(&["id".to_owned(), "race".to_owned()][..]));
    assert!(warnings(&outcome).iter().any(|one| one.starts_with("kept-presence")), "{:?}", warnings(&outcome));
    assert!(warnings(&outcome).iter().any(|one| one.starts_with("renamed")), "{:?}", warnings(&outcome));
}

#[test]
fn names_of_schemas_that_are_elsewhere_are_reported() {
    let properties = "properties: {id: {type: string}, name: {type: string}}";
    let response = |owner: &str| format!("{{type: object, properties: {{owner: {owner}}}}}");
    let inline = response(&format!("{{type: object, {properties}}}"));
    let component = response("{$ref: '#/components/schemas/Human'}");
    let human = format!("Human: {{type: object, {properties}}}");
    let lock = locked(&document(&operation("/pets", "get", "", &inline), ""));
    let outcome = generate(&document(&operation("/pets", "get", "", &component), &human), "", Some(&lock));
    let expected =
        "renamed: the type `RetrievePetResponseOwner` is now `Human`; the old name is a deprecated alias".to_owned();
    assert_eq!(warnings(&outcome), [expected]);
    let lock = locked(&document(&operation("/v1/pets", "get", "operationId: find, ", "{type: object}"), ""));
    let next = document(&operation("/v2/pets", "get", "operationId: look, ", "{type: object}"), "");
    assert_eq!(warnings(&generate(&next, "", Some(&lock))), [""; 0], "the method has the same name");
}

#[test]
fn a_release_takes_names_and_an_incompatible_one_drops_aliases() {
    let pets = pets();
    let config = "[names]\n\"/components/schemas/Pet\" = \"Animal\"\n";
    let surface = |lock: &Lock| surface_of(&pets, config, Some(lock)).expect("it is an SDK");
    let lock = locked(&pets);
    let minor = lock.release(&surface(&lock), "0.1.1", false);
    assert_eq!(minor.released(), "0.1.1");
    let outcome = generate(&pets, config, Some(&minor));
    assert_eq!(warnings(&outcome), [""; 0]);
    assert!(code(&outcome).contains("pub type Pet = Animal;"));
    let major = minor.release(&surface(&minor), "0.2.0", true);
    assert!(!code(&generate(&pets, config, Some(&major))).contains("pub type Pet"));
}

#[test]
fn what_is_added_is_unreleased_until_a_release() {
    let lock = locked(&pets());
    let more = document(
        &[pets_path(), operation("/owners", "get", "", "{$ref: '#/components/schemas/Pet'}")].join(", "),
        &PET.replace("cat, dog", "cat, dog, fish"),
    );
    let outcome = generate(&more, "", Some(&lock));
    let grown = lock_of(&outcome);
    let text = grown.text();
    for line in ["    \"member /components/schemas/Pet.kind fish\",", "    \"operation GET /owners\","] {
        assert!(text.lines().any(|known| known == line), "{line} in\n{text}");
    }
    assert_eq!(grown.published(), *lock.surface());
    let since = outcome.report.since_release.as_ref().expect("there is a lock");
    assert_eq!((since.version.as_str(), since.breaking, since.silent), ("0.1.0", 0, 0));
    assert!(since.added > 0, "{since:?}");
    // What is removed before a release was never there.
    assert_eq!(lock_of(&generate(&pets(), "", Some(&grown))), lock);
    let surface = surface_of(&more, "", Some(&grown)).expect("it is an SDK");
    let released = grown.release(&surface, "0.1.1", false);
    assert_eq!(released.published(), *released.surface());
    assert!(released.text().contains("\"0.1.1\" = ["));
}

fn pets_path() -> String {
    operation("/pets", "get", "", "{$ref: '#/components/schemas/Pet'}")
}

#[test]
fn what_a_release_had_stays_until_the_next_one() {
    let two =
        document(&[pets_path(), operation("/owners", "get", "", "{$ref: '#/components/schemas/Pet'}")].join(", "), PET);
    let lock = locked(&two);
    assert_eq!(lock_of(&generate(&pets(), "", Some(&lock))), lock);
    let surface = surface_of(&pets(), "", Some(&lock)).expect("it is an SDK");
    assert_eq!(
        *lock.release(&surface, "0.2.0", true).surface(),
        sdkgen::surface::Surface { version: "0.2.0".to_owned(), ..surface }
    );
}

#[test]
fn presence_stays_where_both_fit() {
    let parameter = |required: bool| {
        let one = format!("{{name: q, in: query, required: {required}, schema: {{type: string}}}}");
        document(&operation("/a", "get", &format!("parameters: [{one}], "), "{type: object}"), "")
    };
    let kept = |before: &str, after: &str| {
        let lock = locked(before);
        let outcome = generate(after, "", Some(&lock));
        let surface = surface_of(after, "", Some(&lock)).expect("it is an SDK");
        (warnings(&outcome), surface == *lock.surface())
    };
    let message = "kept-presence: `GET /a` need not have the input `query q` any more; it stays an argument".to_owned();
    assert_eq!(kept(&parameter(true), &parameter(false)), (vec![message], true));
    let response = |required: &str| {
        let schema = format!("{{type: object, required: [{required}], properties: {{a: {{type: string}}}}}}");
        document(&operation("/a", "get", "", &schema), "")
    };
    let message = "kept-presence: responses always have `a` now; its field stays an `Option`".to_owned();
    assert_eq!(kept(&response(""), &response("a")), (vec![message], true));
    // Here only the new type fits.
    assert_eq!(kept(&response("a"), &response("")), (vec![], false));
    let sent = |required: &str| {
        let schema = format!("A: {{type: object, required: [{required}], properties: {{a: {{type: string}}}}}}");
        let body = "requestBody: {required: true, content: {application/json: {schema: {type: array, items: \
                    {$ref: '#/components/schemas/A'}}}}}, ";
        document(&operation("/a", "post", body, "{type: object}"), &schema)
    };
    let message = "kept-presence: requests need not have `a` any more; it stays required".to_owned();
    assert_eq!(kept(&sent("a"), &sent("")), (vec![message], true));
}

#[test]
fn kept_presence_is_reported_once_for_each_kind_and_owner() {
    let inputs = |required: bool| {
        let one = |name: &str| format!("{{name: {name}, in: query, required: {required}, schema: {{type: string}}}}");
        let all: Vec<String> = ["p", "q", "r", "s", "t"].map(one).to_vec();
        let names: Vec<String> = ["a", "b"].map(|name| format!("{name}: {{type: string}}")).to_vec();
        let listed = if required { "" } else { "a, b" };
        let response = format!("{{type: object, required: [{listed}], properties: {{{}}}}}", names.join(", "));
        document(&operation("/a", "get", &format!("parameters: [{}], ", all.join(", ")), &response), "")
    };
    let outcome = generate(&inputs(false), "", Some(&locked(&inputs(true))));
    let expected = [
        "kept-presence: responses always have `a`, `b` now; their fields stay `Option`s",
        "kept-presence: `GET /a` need not have the inputs `query p`, `query q`, `query r` and 2 others any more; they stay \
         arguments",
    ];
    assert_eq!(warnings(&outcome), expected);
    let places: Vec<usize> = outcome.diagnostics.iter().map(|one| one.related.len()).collect();
    assert_eq!(places, [1, 2]);
}

#[test]
fn secrets_stay_secrets_and_strings_stay_strings_unless_somebody_decides() {
    let sent = |a: &str| {
        let schema = format!("A: {{type: object, properties: {{{a}}}}}");
        let body = "requestBody: {content: {application/json: {schema: {type: array, items: \
                    {$ref: '#/components/schemas/A'}}}}}, ";
        document(&operation("/a", "post", body, "{type: object}"), &schema)
    };
    let kept = |before: &str, after: &str, config: &str| {
        let lock = locked(&sent(before));
        let outcome = generate(&sent(after), config, Some(&lock));
        let surface = surface_of(&sent(after), config, Some(&lock)).expect("it is an SDK");
        (warnings(&outcome), surface == *lock.surface())
    };
    let message = "kept-presence: `a` is no secret any more; it stays a `Secret`".to_owned();
    assert_eq!(kept("a: {type: string, format: password}", "a: {type: string}", ""), (vec![message], true));
    // The name `number` becomes one by what is added beside it.
    let (before, after) = ("number: {type: string}", "number: {type: string}, cvc: {type: string}");
    let message =
        "kept-presence: `number` is a secret by its name; it stays a `String`, which `Debug` shows".to_owned();
    assert_eq!(kept(before, after, "").0, [message]);
    assert_eq!(kept("a: {type: string}", "a: {type: string, format: password}", ""), (vec![], false));
    assert_eq!(kept("a: {type: string}", "a: {type: string}", "[secrets]\nfields = ['a']"), (vec![], false));
}

#[test]
fn accepting_takes_what_the_document_says_now() {
    let parameter = |required: bool| {
        let one = format!("{{name: q, in: query, required: {required}, schema: {{type: string}}}}");
        document(&operation("/a", "get", &format!("parameters: [{one}], "), "{type: object}"), "")
    };
    let lock = locked(&parameter(true));
    let chosen = surface_of(&parameter(false), "", None).expect("it is an SDK");
    let accepted = lock.accepting(&chosen);
    assert_ne!(accepted, lock);
    let outcome = generate(&parameter(false), "", Some(&accepted));
    assert_eq!(warnings(&outcome), [""; 0]);
    assert!(code(&outcome).contains("pub fn q(mut self"));
    assert_eq!(Lock::parse(&accepted.text()).map_err(|error| error.message), Ok(accepted));
}

#[test]
fn a_lock_that_cannot_be_read_is_refused_with_the_line() {
    let text = locked(&pets()).text();
    let refused = |text: &str| Lock::parse(text).expect_err("it is refused").message;
    let conflict = text.replace("[resources]", "<<<<<<< ours\n[resources]");
    let line = 1 + conflict.lines().position(|line| line.starts_with("<<<")).expect("it is there");
    assert!(refused(&conflict).contains(&format!("line {line}: ")), "{}", refused(&conflict));
    assert!(refused(&text.replace("format = 1", "format = 2")).contains("has the format 2"));
    let forged = text.replace("name = \"Pet\"", "name = \"Pet; fn a() {}\"");
    assert_eq!(refused(&forged), "`sdkgen.lock` contains `Pet; fn a() {}`, which is no identifier of Rust");
}
