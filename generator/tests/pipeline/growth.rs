//! Documents that are reordered or grow: boxes, and what is optional, stay where they were.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::Config as Runs;
use sdkgen::ir::{Api, Presence, Shape};
use sdkgen::{Config, Options, Outcome, Source};
use serde_json::{Map, Value, json};

/// The names of the components, of which some documents have only the first ones.
const NAMES: [&str; 6] = ["Alpha", "Beta", "Delta", "Gamma", "Omega", "Sigma"];

/// The properties that a component can have.
const PROPERTIES: [&str; 5] = ["one", "two", "three", "four", "five"];

/// What a property is; the numbers are those of components.
#[derive(Clone, Debug)]
enum Kind {
    Text,
    Number,
    List(usize),
    Model(usize),
    Nullable(usize),
    /// An object that always contains a model.
    Inline(usize),
    Either(usize, usize),
}

#[derive(Clone, Debug)]
struct Property {
    name: String,
    kind: Kind,
    required: bool,
}

/// A document: the properties of each component.
#[derive(Clone, Debug)]
struct Model(Vec<Vec<Property>>);

fn model() -> impl Strategy<Value = Model> {
    let at = || 0..NAMES.len();
    let kind = prop_oneof![
        Just(Kind::Text),
        Just(Kind::Number),
        at().prop_map(Kind::List),
        at().prop_map(Kind::Model),
        at().prop_map(Kind::Model),
        at().prop_map(Kind::Nullable),
        at().prop_map(Kind::Inline),
        (at(), at()).prop_map(|(one, other)| Kind::Either(one, other)),
    ];
    let properties = vec((kind, prop::bool::weighted(0.4)), 1..=PROPERTIES.len()).prop_map(|kinds| {
        let named = kinds.into_iter().zip(PROPERTIES);
        named.map(|((kind, required), name)| Property { name: name.to_owned(), kind, required }).collect()
    });
    vec(properties, 2..=NAMES.len()).prop_map(Model)
}

impl Model {
    fn reference(&self, index: usize) -> Value {
        json!({ "$ref": format!("#/components/schemas/{}", NAMES[index % self.0.len()]) })
    }

    fn schema(&self, owner: usize, property: &Property) -> Value {
        match property.kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Number => json!({ "type": "number" }),
            Kind::List(of) => json!({ "type": "array", "items": self.reference(of) }),
            Kind::Model(of) => self.reference(of),
            Kind::Nullable(of) => json!({ "nullable": true, "allOf": [self.reference(of)] }),
            // No two inline schemas have the same name or the same properties, so none is merged with another.
            Kind::Inline(of) => json!({
                "type": "object",
                "required": ["inner"],
                "properties": { "inner": self.reference(of), (format!("{owner}_{}", property.name)): { "type": "string" } },
            }),
            Kind::Either(one, other) => json!({
                "title": format!("{} {} either", NAMES[owner], property.name),
                "oneOf": [self.reference(one), self.reference(other)],
            }),
        }
    }

    /// The text of a document with the components and properties in the order of `order`.
    fn document(&self, order: &[Index]) -> String {
        let mut order = order.iter().cycle();
        let mut shuffled = |count: usize| {
            let mut left: Vec<usize> = (0..count).collect();
            let mut all = Vec::new();
            while !left.is_empty() {
                let next = order.next().map_or(0, |index| index.index(left.len()));
                all.push(left.remove(next));
            }
            all
        };
        let (mut schemas, mut paths) = (Map::new(), Map::new());
        for owner in shuffled(self.0.len()) {
            let (name, own) = (NAMES[owner], &self.0[owner]);
            let mut properties = Map::new();
            for property in shuffled(own.len()).into_iter().map(|at| &own[at]) {
                properties.insert(property.name.clone(), self.schema(owner, property));
            }
            let required: Vec<&str> = own.iter().filter(|one| one.required).map(|one| &*one.name).collect();
            let schema = json!({ "type": "object", "required": required, "properties": properties });
            schemas.insert(name.to_owned(), schema);
            let content = json!({ "application/json": { "schema": self.reference(owner) } });
            let item = json!({
                "put": {
                    "requestBody": { "required": true, "content": content },
                    "responses": { "200": { "description": "It", "content": content } },
                },
            });
            paths.insert(format!("/{name}"), item);
        }
        let info = json!({ "title": "Growth", "version": "1" });
        let document =
            json!({ "openapi": "3.0.3", "info": info, "paths": paths, "components": { "schemas": schemas } });
        document.to_string()
    }
}

/// What a member is in Rust: whether it is boxed, and when it can be absent.
type Facts = BTreeMap<(String, String), (bool, Option<Presence>)>;

fn facts(document: &str) -> Facts {
    let (config, options) = (Config::default(), Options::default());
    let mut outcome = Outcome::default();
    let source = Source::new("growth.json", document);
    let model = sdkgen::model(&source, &config, &options, &mut outcome, &mut |_| ());
    let model = model.unwrap_or_else(|| panic!("{:?}: {document}", outcome.diagnostics));
    facts_of(&model.api)
}

fn facts_of(api: &Api) -> Facts {
    let mut facts = Facts::new();
    for def in &api.types {
        let mut add = |member: &str, boxed, presence| {
            let key = (def.at.to_string(), member.to_owned());
            assert!(facts.insert(key, (boxed, presence)).is_none(), "{}: {member} occurs twice", def.at);
        };
        match &def.shape {
            Shape::Struct(shape) => {
                let fields = shape.fields.iter();
                fields.for_each(|field| add(field.wire.as_str(), field.boxed, Some(field.presence)));
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| add(&variant.label, variant.boxed, None)),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Alias(_) => {}
        }
    }
    facts
}

/// What members of the old document are in the new one, and were.
fn common<'a>(old: &'a Facts, new: &'a Facts) -> impl Iterator<Item = (&'a (String, String), bool, bool)> {
    old.iter().filter_map(|(key, (was, _))| Some((key, *was, new.get(key)?.0)))
}

fn order() -> impl Strategy<Value = Vec<Index>> {
    vec(any::<Index>(), 40)
}

/// Few runs as a rule; `PROPTEST_CASES` asks for more.
fn runs() -> Runs {
    let usual = Runs::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 100 };
    Runs { cases, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn the_order_of_components_and_properties_changes_nothing(model in model(), order in order()) {
        prop_assert_eq!(facts(&model.document(&[])), facts(&model.document(&order)));
    }

    #[test]
    fn a_model_that_grows_moves_no_box(model in model(), owner in any::<Index>(), added in 1..30usize) {
        let old = facts(&model.document(&[]));
        let mut grown = model;
        let own = owner.get_mut(&mut grown.0);
        own.extend((0..added).map(|number| Property { name: format!("a{number}"), kind: Kind::Text, required: false }));
        let new = facts(&grown.document(&[]));
        for (key, was, is) in common(&old, &new) {
            prop_assert_eq!(was, is, "{:?}", key);
        }
    }

    #[test]
    fn a_field_that_sorts_last_takes_the_box(model in model(), target in 0..NAMES.len()) {
        let old = facts(&model.document(&[]));
        let mut grown = model;
        let last = grown.0.len() - 1;
        grown.0[last].push(Property { name: "zeta".to_owned(), kind: Kind::Model(target), required: false });
        let new = facts(&grown.document(&[]));
        for (key, was, is) in common(&old, &new) {
            prop_assert_eq!(was, is, "{:?}", key);
        }
    }

    #[test]
    fn no_addition_takes_a_box_away(
        model in model(),
        owner in any::<Index>(),
        target in 0..NAMES.len(),
        required in any::<bool>(),
        name in select(vec!["alpha", "zeta"]),
    ) {
        let old = facts(&model.document(&[]));
        let mut grown = model;
        owner.get_mut(&mut grown.0).push(Property { name: name.to_owned(), kind: Kind::Model(target), required });
        let new = facts(&grown.document(&[]));
        for (key, was, is) in common(&old, &new) {
            prop_assert!(is || !was, "{:?}", key);
        }
    }
}

#[test]
fn the_optional_field_that_sorts_last_is_boxed() {
    let property = |name: &str, of, required| Property { name: name.to_owned(), kind: Kind::Model(of), required };
    // Alpha.one → Beta, Beta.one → Alpha, and Beta.two → Alpha, which is required.
    let model = Model(vec![vec![property("one", 1, false)], vec![property("one", 0, false), property("two", 0, true)]]);
    let facts = facts(&model.document(&[]));
    let boxed: Vec<String> =
        facts.iter().filter(|(_, facts)| facts.0).map(|((at, member), _)| format!("{at} {member}")).collect();
    assert_eq!(boxed, ["/components/schemas/Alpha one", "/components/schemas/Beta one"]);
}

/// The accessors of the union `Either` in the SDK of a document: the name and type of each.
fn accessors(document: &Value) -> Vec<String> {
    let source = Source::new("growth.json", document.to_string());
    let outcome = sdkgen::generate(&source, &Config::default(), &Options::default());
    let file = outcome.files.iter().find(|file| file.path.ends_with("models/either.rs"));
    let file = file.unwrap_or_else(|| panic!("{:?}: {document}", outcome.diagnostics));
    let methods = file.text.lines().filter_map(|line| line.trim().strip_prefix("pub fn "));
    methods.filter(|method| method.contains("(&self) -> Option<")).map(str::to_owned).collect()
}

/// A document with a union of objects, each given by its properties.
fn either(variants: &[Vec<(&str, &str, bool)>]) -> Value {
    let (mut schemas, mut references) = (Map::new(), Vec::new());
    for (index, properties) in variants.iter().enumerate() {
        let name = format!("Variant{index}");
        let required: Vec<&str> = properties.iter().filter(|one| one.2).map(|one| one.0).collect();
        let mut own = Map::from_iter([("tag".to_owned(), json!({ "type": "string", "enum": [name] }))]);
        own.extend(properties.iter().map(|(name, kind, _)| ((*name).to_owned(), json!({ "type": kind }))));
        references.push(json!({ "$ref": format!("#/components/schemas/{name}") }));
        schemas.insert(name, json!({ "type": "object", "required": required, "properties": own }));
    }
    schemas.insert("Either".to_owned(), json!({ "oneOf": references }));
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Either" } } });
    let get = json!({ "get": { "responses": { "200": { "description": "It", "content": content } } } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Growth", "version": "1" },
        "paths": { "/either": get },
        "components": { "schemas": schemas },
    })
}

fn variant() -> impl Strategy<Value = Vec<(&'static str, &'static str, bool)>> {
    let kinds = || select(vec!["string", "integer", "boolean"]);
    let properties = vec((kinds(), any::<bool>()), PROPERTIES.len());
    (properties, proptest::sample::subsequence((0..PROPERTIES.len()).collect::<Vec<_>>(), 0..=PROPERTIES.len()))
        .prop_map(|(kinds, chosen)| chosen.into_iter().map(|at| (PROPERTIES[at], kinds[at].0, kinds[at].1)).collect())
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn a_variant_that_is_added_changes_no_accessor(variants in vec(variant(), 2..5), added in vec(variant(), 1..3)) {
        let old = accessors(&either(&variants));
        let new = accessors(&either(&[variants, added].concat()));
        for accessor in &old {
            prop_assert!(new.contains(accessor), "{} is not among {:?}", accessor, new);
        }
    }
}
