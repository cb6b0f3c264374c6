//! Every example of the document decodes into the model that the document assigns to it, and encodes back to the same
//! JSON. So do its mutations: unknown fields added, which are kept; optional fields removed; values of enumerations
//! that nobody has heard of.

mod document;

use std::collections::{BTreeMap, BTreeSet};

use document::{Document, elements, members, schema_name};
use keycard::models;
use keycard::serde_json::{self, Value, json};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::sample::Index;

/// Decodes and encodes.
type RoundTrip = fn(&Value) -> Result<Value, String>;

fn round_trip<T>(value: &Value) -> Result<Value, String>
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let model: T = serde_json::from_str(&value.to_string()).map_err(|error| error.to_string())?;
    let tree: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    assert_eq!(model, tree, "text and a tree of values read the same");
    let written = serde_json::to_string(&model).map_err(|error| error.to_string())?;
    serde_json::from_str(&written).map_err(|error| error.to_string())
}

macro_rules! table {
    ($($model:ident)*) => { [$((stringify!($model), round_trip::<models::$model> as RoundTrip)),*] };
}

/// Every model of the SDK.
fn table() -> BTreeMap<&'static str, RoundTrip> {
    table! {
        Application ApplicationConsent ApplicationCredentialCreate ApplicationCredentialCreatePassword
        ApplicationCredentialCreatePublic ApplicationCredentialCreatePublicKey
        ApplicationCredentialCreateResponse ApplicationCredentialCreateToken ApplicationCredentialCreateUrl
        ApplicationCredentialListResponse ApplicationCredentialUpdate ApplicationDependency
        ApplicationListCredentialsResponse ApplicationListResourcesResponse ApplicationListResponse
        ApplicationProtocols ApplicationProtocolsOauth2 ApplicationSession ApplicationTrait ApplicationType
        Attestation AttestationStatement AttestationStatus CedarFormat CimdSettings CreateApplicationProtocols
        CreateApplicationProtocolsOauth2 CreateProviderProtocols CreateProviderProtocolsOauth2
        CreateProviderProtocolsOpenid CreateZoneProtocols CreateZoneProtocolsOauth2 Credential
        CredentialCreateResponse CredentialExpand CredentialListResponse Cursor DelegatedGrantListResponse
        DependencyListResponse EncryptionKeyAwsKmsConfig Error Grant GrantStatus Identity IdentityStatus
        IdentityType Invitation InvitationAcceptResponse InvitationListResponse InvitationRetrieveResponse
        InvitationStatus Link ListExpand MemberListResponse Metadata MetadataUpdate Organization
        OrganizationExpand OrganizationListIdentitiesResponse OrganizationListResponse
        OrganizationListRolesResponse OrganizationRole OrganizationStatus OrganizationUser
        OrganizationUserListResponse OwnerType PageInfoCursor PageInfoPagination Pagination Password
        PasswordCredentialUpdate Permissions Policy PolicyDraft PolicyListResponse PolicySchemaListResponse
        PolicySetDraft PolicySetDraftWarning PolicySetDraftWarningDetail PolicySetDraftWarningType
        PolicySetListResponse PolicySetManifest PolicySetManifestEntry PolicySetMode PolicySetScope
        PolicySetSortKey PolicySetVersion PolicySetVersionListPoliciesResponse PolicySetVersionListResponse
        PolicySetWithBinding PolicyVersion PolicyVersionListResponse Provider ProviderListResponse
        ProviderProtocols ProviderProtocolsOauth2 ProviderProtocolsOpenid ProviderType Public
        PublicCredentialUpdate PublicKey PublicKeyCredentialUpdate Resource ResourceListResponse Role
        RoleScope SchemaVersionStatus SchemaVersionWithZoneInfo Secret SecretData SecretListResponse
        SecretPasswordFields SecretRetrieveResponse SecretTokenFields SecretType ServiceAccount
        ServiceAccountCredential ServiceAccountExpand ServiceAccountListResponse Session SessionListResponse
        SessionMetadata SessionStatus SessionType SortOrder SsoConnection SsoConnectionProtocol
        SsoConnectionProtocolOauth2 SsoConnectionProtocolOpenid Token TokenCredentialUpdate TokenResponse
        UpdateApplicationProtocols UpdateApplicationProtocolsOauth2 UpdateProviderProtocols
        UpdateProviderProtocolsOauth2 UpdateProviderProtocolsOpenid UpdateZoneProtocols
        UpdateZoneProtocolsOauth2 Url UrlCredentialUpdate User UserAgent UserAgentListResponse UserListResponse
        UserSession Zone ZoneExpand ZoneListExpand ZoneListResponse ZoneMember ZoneMemberLinks ZoneProtocols
        ZoneProtocolsOauth2 ZoneProtocolsOpenid ZoneRole
    }
    .into_iter()
    .collect()
}

/// The name of the model that is made of this schema: as the document spells it, `URL` being `Url`.
fn model(name: &str) -> Option<&'static str> {
    table().into_keys().find(|model| model.eq_ignore_ascii_case(name))
}

/// An example of a model.
#[derive(Clone, Debug)]
struct Sample {
    model: &'static str,
    value: Value,
    places: Vec<Place>,
}

/// Where an example can be changed, as a JSON pointer.
#[derive(Clone, Debug)]
enum Place {
    /// An object with members that are known.
    Object(String),
    /// A member of an object that may be absent.
    Optional(String, String),
    /// A value of an enumeration.
    Enumeration(String),
}

/// Goes through examples together with their schemas.
struct Collector<'a> {
    document: &'a Document,
    samples: BTreeMap<(&'static str, String), Sample>,
}

impl<'a> Collector<'a> {
    fn all(document: &'a Document) -> Vec<Sample> {
        let mut collector = Collector { document, samples: BTreeMap::new() };
        for operation in document.operations() {
            let name = request_name(operation.id);
            collector.content(document.resolve(&operation.value["requestBody"]), &name);
            for (_, response) in members(&operation.value["responses"]) {
                collector.content(document.resolve(response), "");
            }
        }
        for (name, schema) in document.schemas() {
            let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
            let values = elements(&schema["examples"]).chain(elements(&schema["enum"]));
            let named = document.examples().filter(|(known, _)| *known == name).map(|(_, example)| &example["value"]);
            for value in values.chain(named) {
                collector.visit(&reference, value, "");
            }
        }
        collector.samples.into_values().collect()
    }

    /// The examples of a request body or a response.
    fn content(&mut self, holder: &Value, name: &str) {
        let media = &holder["content"]["application/json"];
        let single = media.get("example").into_iter();
        let several = members(&media["examples"]).map(|(_, example)| &self.document.resolve(example)["value"]);
        let examples: Vec<Value> = single.chain(several).cloned().collect();
        for example in examples {
            self.visit(&media["schema"], &example, name);
        }
    }

    /// Notes the value if its schema has a model, and goes into it. `name` is that of an inline schema.
    fn visit(&mut self, schema: &Value, value: &Value, name: &str) {
        let name = schema_name(schema).unwrap_or(name);
        let resolved = self.document.resolve(schema);
        // An inline array has no model; its elements may have one.
        let named = schema_name(schema).is_some() || !value.is_array();
        if let Some(model) = model(name).filter(|_| named) {
            let key = (model, value.to_string());
            if !self.samples.contains_key(&key) {
                let mut places = Vec::new();
                self.places(resolved, value, "", &mut places);
                self.samples.insert(key, Sample { model, value: value.clone(), places });
            }
        }
        self.inside(resolved, value, name);
    }

    fn inside(&mut self, schema: &Value, value: &Value, name: &str) {
        for part in elements(&schema["allOf"]) {
            self.inside(self.document.resolve(part), value, name);
        }
        if let Some(variant) = self.variant(schema, value).cloned() {
            self.visit(&variant, value, name);
        }
        for (property, inner) in members(&schema["properties"]) {
            if let Some(member) = value.get(property).filter(|member| !member.is_null()) {
                self.visit(inner, member, &inline_name(name, property));
            }
        }
        for element in elements(value) {
            self.visit(&schema["items"], element, name);
        }
        if schema["additionalProperties"].is_object() {
            for (_, member) in members(value) {
                self.visit(&schema["additionalProperties"], member, "");
            }
        }
    }

    /// The variant of a union that the value is an example of.
    fn variant<'s>(&self, schema: &'s Value, value: &Value) -> Option<&'s Value> {
        let mut variants = elements(&schema["oneOf"]).chain(elements(&schema["anyOf"]));
        variants.find(|variant| self.fits(self.document.resolve(variant), value))
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        if schema["type"] == "null" {
            return value.is_null();
        }
        let constants = members(&schema["properties"]).filter_map(|(name, inner)| Some((name, inner.get("const")?)));
        constants.into_iter().all(|(name, constant)| value.get(name).is_none_or(|member| member == constant))
            && elements(&schema["required"]).all(|name| name.as_str().is_some_and(|name| value.get(name).is_some()))
            && elements(&schema["allOf"]).all(|part| self.fits(self.document.resolve(part), value))
    }

    /// Where the value can be changed without being wrong. Constants are no such place: the tag of a variant decides
    /// what the rest is, and is always written.
    fn places(&self, schema: &Value, value: &Value, pointer: &str, places: &mut Vec<Place>) {
        let schema = self.document.resolve(schema);
        for part in elements(&schema["allOf"]) {
            self.places(part, value, pointer, places);
        }
        if let Some(variant) = self.variant(schema, value) {
            self.places(variant, value, pointer, places);
        }
        if schema["enum"].is_array() && value.is_string() {
            places.push(Place::Enumeration(pointer.to_owned()));
        }
        if schema["properties"].is_object() && value.is_object() {
            places.push(Place::Object(pointer.to_owned()));
        }
        let required: BTreeSet<&str> = elements(&schema["required"]).filter_map(Value::as_str).collect();
        for (property, inner) in members(&schema["properties"]) {
            let Some(member) = value.get(property) else { continue };
            self.places(inner, member, &format!("{pointer}/{property}"), places);
            if !required.contains(property.as_str()) && inner.get("const").is_none() {
                places.push(Place::Optional(pointer.to_owned(), property.clone()));
            }
        }
        for (index, element) in elements(value).enumerate() {
            self.places(&schema["items"], element, &format!("{pointer}/{index}"), places);
        }
    }
}

/// `zones.applications.create` is `CreateApplication`: what the models of its body are called after.
fn request_name(id: &str) -> String {
    let mut words: Vec<&str> = id.split('.').collect();
    let (verb, resource) = (words.pop().unwrap_or_default(), words.pop().unwrap_or_default());
    format!("{}{}", pascal(verb), singular(&pascal(resource)))
}

/// What an inline schema is called: after its parent and the property, in the singular for the elements of an array.
fn inline_name(parent: &str, property: &str) -> String {
    let property = pascal(property);
    let plain = parent.strip_prefix("Create").unwrap_or(parent);
    let names = [
        format!("{parent}{property}"),
        format!("{parent}{}", singular(&property)),
        format!("{plain}{}", singular(&property)),
    ];
    names.iter().find(|name| model(name).is_some()).cloned().unwrap_or_default()
}

fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

fn pascal(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

impl Place {
    /// Changes `sent`, and `expected` to what has to come back. A place that an earlier change took away is left alone.
    fn change(&self, sent: &mut Value, expected: &mut Value) {
        match self {
            Self::Object(pointer) => {
                for value in [sent, expected] {
                    if let Some(Value::Object(object)) = value.pointer_mut(pointer) {
                        let unheard = json!({ "deep": [1, null, { "type": "x" }], "e": 2.5e-3 });
                        object.insert("unheard_of".to_owned(), unheard);
                    }
                }
            }
            Self::Optional(pointer, name) => {
                for value in [sent, expected] {
                    if let Some(Value::Object(object)) = value.pointer_mut(pointer) {
                        object.remove(name);
                    }
                }
            }
            Self::Enumeration(pointer) => {
                for value in [sent, expected] {
                    if let Some(value) = value.pointer_mut(pointer) {
                        *value = json!("un-heard \"of\" ✓");
                    }
                }
            }
        }
    }
}

#[track_caller]
fn check<'a>(table: &BTreeMap<&str, RoundTrip>, sample: &Sample, places: impl IntoIterator<Item = &'a Place>) {
    let (mut sent, mut expected) = (sample.value.clone(), sample.value.clone());
    for place in places {
        place.change(&mut sent, &mut expected);
    }
    match table[sample.model](&sent) {
        Ok(back) => assert_eq!(plain(back), plain(expected), "{} sent as {sent}", sample.model),
        Err(error) => panic!("{}: {error}: {sent}", sample.model),
    }
}

/// Numbers that are the same are written the same: 422.0, which a field of the type `number` is written as, is 422.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => json!(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(elements) => elements.into_iter().map(plain).collect(),
        Value::Object(members) => members.into_iter().map(|(name, member)| (name, plain(member))).collect(),
        other => other,
    }
}

#[test]
fn every_model_is_in_the_table() {
    let exported: BTreeSet<&str> = include_str!("../src/models.rs")
        .split("pub use ")
        .skip(1)
        .filter_map(|rest| rest.split(';').next())
        .flat_map(|path| path.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_'))
        .filter(|name| name.starts_with(|letter: char| letter.is_ascii_uppercase()))
        .collect();
    let table: BTreeSet<&str> = table().into_keys().collect();
    assert_eq!(table, exported);
    // Of the schemas, only those have no model that others are put together from, and one with a single value.
    let document = Document::read();
    let without: Vec<&String> = document.schemas().map(|(name, _)| name).filter(|name| model(name).is_none()).collect();
    assert_eq!(without, ["BaseFields", "SchemaVersion", "SortKey", "PolicySet"]);
}

#[test]
fn every_example_comes_back() {
    let document = Document::read();
    let table = table();
    let samples = Collector::all(&document);
    for sample in &samples {
        check(&table, sample, []);
    }
    let seen: BTreeSet<&str> = samples.iter().map(|sample| sample.model).collect();
    let unseen: Vec<&&str> = table.keys().filter(|model| !seen.contains(*model)).collect();
    assert!(unseen.is_empty(), "the document has no example of {unseen:?}");
    println!("{} examples of {} models", samples.len(), seen.len());
}

#[test]
fn every_single_mutation_comes_back() {
    let document = Document::read();
    let table = table();
    let mut mutations = 0;
    for sample in &Collector::all(&document) {
        for place in &sample.places {
            check(&table, sample, [place]);
            mutations += 1;
        }
    }
    println!("{mutations} mutations");
    assert!(mutations > 1000, "only {mutations}");
}

#[test]
fn mutations_together_come_back() {
    let document = Document::read();
    let table = table();
    let samples: Vec<Sample> =
        Collector::all(&document).into_iter().filter(|sample| !sample.places.is_empty()).collect();
    let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(which in any::<Index>(), chosen in vec(any::<Index>(), 0..24))| {
        let sample = which.get(&samples);
        check(&table, sample, chosen.iter().map(|place| place.get(&sample.places)));
    });
}
