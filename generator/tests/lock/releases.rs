//! The version of a release, and what is refused.

use std::collections::BTreeSet;

use sdkgen::release::{Refused, Release, id};
use sdkgen::surface::Surface;

use super::surface_of;

/// A paged list, whose items are always there or not, with more properties of its items.
fn pets(required: &str, more: &str) -> Surface {
    let document = format!(
        "openapi: 3.0.3
info: {{title: Acme, version: '1'}}
security: []
servers: [{{url: 'https://a.example'}}]
paths:
  /pets:
    get:
      parameters: [{{name: cursor, in: query, schema: {{type: string}}}}]
      responses:
        '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Page'}}}}}}}}
components:
  schemas:
    Page:
      type: object
      required: [{required}]
      properties: {{items: {{type: array, items: {{$ref: '#/components/schemas/Pet'}}}}, next_cursor: {{type: string}}}}
    Pet: {{type: object, required: [id], properties: {{id: {{type: string}}{more}}}}}
"
    );
    surface_of(&document, "", None).expect("it is an SDK")
}

fn next(last: Option<&Release>, surface: &Surface) -> Result<Release, Refused> {
    Release::next(last.map(|release| &release.lock), surface, &BTreeSet::new(), None)
}

#[test]
fn what_changed_decides_the_version() {
    let first = next(None, &pets("items", "")).expect("it is the first one");
    assert_eq!(
        (first.version.to_string(), first.entry()),
        ("0.1.0".to_owned(), "## 0.1.0\n\nThe first release.\n".to_owned())
    );
    let same = next(Some(&first), &pets("items", "")).expect("nothing changed");
    assert_eq!(same.version.to_string(), "0.1.1");
    assert_eq!(same.entry(), "## 0.1.1\n\nNothing changed for programs that use the SDK.\n");
    let more = next(Some(&same), &pets("items", ", name: {type: string}")).expect("it only grew");
    assert_eq!(more.version.to_string(), "0.1.2");
    assert!(more.entry().contains("### Added\n\n- `Pet.name`"), "{}", more.entry());
    let other = next(Some(&more), &pets("items", ", name: {type: integer}")).expect("nothing is silent");
    assert_eq!(other.version.to_string(), "0.2.0");
    assert!(other.entry().contains("### Breaking changes\n\n- `Pet.name`"), "{}", other.entry());
}

#[test]
fn silent_changes_are_refused_until_they_are_accepted() {
    let first = next(None, &pets("items", "")).expect("it is the first one");
    // `for pet in page.items` would go over an `Option`.
    let surface = pets("", "");
    let Err(Refused::Silent(changes)) = next(Some(&first), &surface) else { panic!("it is refused") };
    let ids: BTreeSet<String> = changes.iter().map(id).collect();
    assert_eq!(ids, BTreeSet::from(["P6 /components/schemas/Page items".to_owned()]));
    let accepted = Release::next(Some(&first.lock), &surface, &ids, None).expect("it is accepted");
    assert_eq!(accepted.version.to_string(), "0.2.0");
}

#[test]
fn a_version_is_not_less_than_what_changed() {
    let first = next(None, &pets("items", "")).expect("it is the first one");
    let surface = pets("items", ", name: {type: string}");
    let release = |version: &str| {
        let version = version.parse().expect("it is a version");
        Release::next(Some(&first.lock), &surface, &BTreeSet::new(), Some(&version))
    };
    assert!(matches!(release("0.1.0"), Err(Refused::TooLow { least }) if least.to_string() == "0.1.1"));
    assert_eq!(release("1.0.0").expect("it is greater").version.to_string(), "1.0.0");
}
