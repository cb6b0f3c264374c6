//! What a lock does with resources that the configuration calls differently.

use std::collections::BTreeSet;

use sdkgen::diff::{Verdict, compare};
use sdkgen::release::Release;

use super::changes::{code, document, lock_of, locked, operation, warnings};
use super::{generate, surface_of};

/// A document with a resource of two methods, which has another one below it, and a second resource.
fn widgets() -> String {
    let path = |path: &str, methods: &[&str]| {
        let id = "parameters: [{name: id, in: path, required: true, schema: {type: string}}], ";
        let method = |method: &&str| {
            let parameters = if path.contains("{id}") { id } else { "" };
            format!("{method}: {{{parameters}responses: {{'204': {{description: none}}}}}}")
        };
        format!("{path}: {{{}}}", methods.iter().map(method).collect::<Vec<_>>().join(", "))
    };
    let paths = [
        path("/widgets", &["post"]),
        path("'/widgets/{id}'", &["get", "delete"]),
        path("'/widgets/{id}/parts'", &["post", "get"]),
        operation("/zones", "get", "", "{type: object}"),
    ];
    document(&paths.join(", "), "")
}

/// Gives the resource another name.
fn renamed(to: &str) -> String {
    let keys = [
        ("POST /widgets", ""),
        ("GET /widgets/{id}", ""),
        ("DELETE /widgets/{id}", ""),
        ("POST /widgets/{id}/parts", ".parts"),
        ("GET /widgets/{id}/parts", ".parts"),
    ];
    keys.iter().map(|(key, below)| format!("[operations.\"{key}\"]\nresource = \"{to}{below}\"\n")).collect()
}

#[test]
fn a_resource_with_another_name_leaves_an_alias() {
    let (document, lock) = (widgets(), locked(&widgets()));
    let outcome = generate(&document, &renamed("gadgets"), Some(&lock));
    let expected = "renamed: the method `widgets.create` is now `gadgets.create`; the old name is a deprecated alias";
    assert_eq!(warnings(&outcome).len(), 5, "{:?}", warnings(&outcome));
    assert!(warnings(&outcome).iter().any(|warning| warning == expected), "{:?}", warnings(&outcome));
    let text = code(&outcome);
    for alias in [
        "#[deprecated(note = \"renamed to `gadgets()`\")]\n    #[cfg(feature = \"gadgets\")]\n    #[must_use]\n    \
         pub fn widgets(&self) -> crate::resources::gadgets::Gadgets {",
        "#[deprecated(note = \"renamed to `gadgets`\")]\n#[cfg(feature = \"gadgets\")]\npub mod widgets {\n    \
         pub use crate::resources::gadgets::*;\n    pub use crate::resources::gadgets::Gadgets as Widgets;\n}",
    ] {
        assert!(text.contains(alias), "{alias} in\n{text}");
    }
    // Another run before the release does the same.
    assert_eq!(generate(&document, &renamed("gadgets"), Some(&lock_of(&outcome))).files, outcome.files);
    // Programs that use it compile.
    let surface = surface_of(&document, &renamed("gadgets"), Some(&lock)).expect("it is an SDK");
    let changes = compare(lock.surface(), &surface);
    assert_eq!(changes.verdict(), Some(Verdict::Minor), "{changes:?}");
    // It stays in compatible releases, whatever the resource is called then, and goes with an incompatible one.
    let release = Release::next(Some(&lock), &surface, &BTreeSet::new(), None).expect("it is a release");
    assert_eq!(release.version.to_string(), "0.1.1");
    let outcome = generate(&document, &renamed("gadgets"), Some(&release.lock));
    assert_eq!((warnings(&outcome), code(&outcome)), (Vec::new(), text.replace("0.1.0", "0.1.1")));
    let again = surface_of(&document, &renamed("things"), Some(&release.lock)).expect("it is an SDK");
    let alias = |was: &str| again.aliases.get(was).map(String::as_str);
    assert_eq!([alias("widgets"), alias("gadgets")], [Some("things"), Some("things")], "{:?}", again.aliases);
    assert_eq!(alias("widgets.parts.create"), Some("things.parts.create"));
    assert_eq!(alias("widgets::Widgets"), Some("things::Things"));
    let incompatible = release.lock.release(&surface, "0.2.0", true);
    let outcome = generate(&document, &renamed("gadgets"), Some(&incompatible));
    assert!(!code(&outcome).contains("fn widgets"), "{}", code(&outcome));
}

#[test]
fn a_resource_that_is_divided_leaves_no_alias() {
    let (document, lock) = (widgets(), locked(&widgets()));
    let config = renamed("gadgets").replacen("gadgets", "things", 1);
    let surface = surface_of(&document, &config, Some(&lock)).expect("it is an SDK");
    assert_eq!(surface.aliases.get("widgets"), None);
    assert_eq!(compare(lock.surface(), &surface).verdict(), Some(Verdict::Major));
    // Nor does one whose name another one has now.
    let config = format!("{}[operations.\"GET /zones\"]\nresource = \"widgets\"\n", renamed("gadgets"));
    let surface = surface_of(&document, &config, Some(&lock)).expect("it is an SDK");
    assert_eq!(surface.aliases.get("widgets"), None);
    assert_eq!(surface.aliases.get("zones").map(String::as_str), Some("widgets"));
}

#[test]
fn a_method_and_its_resource_with_other_names_leave_aliases() {
    let (document, lock) = (widgets(), locked(&widgets()));
    let config = renamed("zoo.gadgets").replacen("resource", "method = \"make\"\nresource", 1);
    let surface = surface_of(&document, &config, Some(&lock)).expect("it is an SDK");
    let alias = |was: &str| surface.aliases.get(was).map(String::as_str);
    assert_eq!(alias("widgets"), Some("zoo.gadgets"));
    assert_eq!(alias("widgets.create"), Some("zoo.gadgets.make"));
    assert_eq!(alias("widgets.parts.create"), Some("zoo.gadgets.parts.create"));
    let changes = compare(lock.surface(), &surface);
    assert_eq!(changes.verdict(), Some(Verdict::Minor), "{changes:?}");
    let text = code(&generate(&document, &config, Some(&lock)));
    assert!(text.contains("pub fn widgets(&self) -> crate::resources::zoo::gadgets::Gadgets {"), "{text}");
    assert!(text.contains("pub fn create(&self) -> CreateWidget {\n        self.make()"), "{text}");
}
