//! The three states of what can be changed: absent, null, and a value. Each is held against the exact body.

#![cfg(feature = "testing")]

mod mock;

use std::collections::BTreeMap;

use keycard::models::{
    CimdSettings, CreateZoneProtocols, EncryptionKeyAwsKmsConfig, MetadataUpdate, Pagination, SsoConnection,
    SsoConnectionProtocol, SsoConnectionProtocolOauth2, SsoConnectionProtocolOpenid, TokenCredentialUpdate,
    UpdateApplicationProtocols, UpdateApplicationProtocolsOauth2, UpdateProviderProtocols,
    UpdateProviderProtocolsOauth2, UpdateProviderProtocolsOpenid, UpdateZoneProtocols, UpdateZoneProtocolsOauth2,
};
use keycard::serde_json::{self, json};
use keycard::{Patch, Secret};
use mock::{body, sent};

/// For each setter of a request: null by `None`, a value by itself and by `Some`, and nothing by `Patch::Absent`.
macro_rules! requests {
    ($start:expr, $nothing:literal, $($setter:ident($type:ty): $value:expr => $json:expr,)*) => {{
        let start = $start;
        assert_eq!(body(&sent(|client| start(client).send()).await), $nothing);
        $(
            let name = stringify!($setter);
            let null = sent(|client| start(client).$setter(None).send()).await;
            assert_eq!(body(&null), format!(r#"{{"{name}":null}}"#));
            let expected = format!(r#"{{"{name}":{}}}"#, $json);
            let value = sent(|client| start(client).$setter($value).send()).await;
            assert_eq!(body(&value), expected);
            let some = sent(|client| start(client).$setter(Some(owned::<$type>($value))).send()).await;
            assert_eq!(body(&some), expected);
            let absent = sent(|client| start(client).$setter(Patch::<$type>::Absent).send()).await;
            assert_eq!(body(&absent), "{}", "an object is sent once something of it is spoken of");
        )*
    }};
}

/// The same for the setters of a model.
macro_rules! models {
    ($start:expr, $($setter:ident($type:ty): $value:expr => $json:expr,)*) => {{
        assert_eq!(written(&$start), "{}");
        $(
            let name = stringify!($setter);
            assert_eq!(written(&$start.$setter(None)), format!(r#"{{"{name}":null}}"#));
            assert_eq!(written(&$start.$setter($value)), format!(r#"{{"{name}":{}}}"#, $json));
            assert_eq!(written(&$start.$setter(Patch::<$type>::Absent)), "{}");
            for text in ["{}".to_owned(), format!(r#"{{"{name}":null}}"#), format!(r#"{{"{name}":{}}}"#, $json)] {
                assert_eq!(written(&again(&$start, &text)), text);
            }
        )*
    }};
}

fn written(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("a model can be written")
}

/// Decodes what the other is.
fn again<T: serde::de::DeserializeOwned>(_: &T, text: &str) -> T {
    serde_json::from_str(text).expect("what was written can be read")
}

fn owned<T>(value: impl Into<T>) -> T {
    value.into()
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[tokio::test]
async fn zones() {
    // The body is optional: where nothing is set, nothing is sent.
    requests!(|client: keycard::Client| client.zones().update("z"), "",
        default_mcp_gateway_application_id(String): "a" => r#""a""#,
        default_resource_id(String): "r" => r#""r""#,
        description(String): "" => r#""""#,
        encryption_key(EncryptionKeyAwsKmsConfig): EncryptionKeyAwsKmsConfig::new("arn:aws")
            => r#"{"arn":"arn:aws","type":"aws"}"#,
        protocols(UpdateZoneProtocols): UpdateZoneProtocols::new() => "{}",
        user_identity_provider_id(String): "p" => r#""p""#,
    );
    let created = sent(|client| client.zones().create("n").description(None).send()).await;
    assert_eq!(body(&created), r#"{"name":"n","description":null}"#);
}

#[tokio::test]
async fn zones_nested() {
    let update = async |oauth2: UpdateZoneProtocolsOauth2| {
        let protocols = UpdateZoneProtocols::new().oauth2(oauth2);
        let request = sent(|client| client.zones().update("z").protocols(protocols).send()).await;
        body(&request).to_owned()
    };
    let oauth2 = UpdateZoneProtocolsOauth2::new;
    assert_eq!(update(oauth2()).await, r#"{"protocols":{"oauth2":{}}}"#);
    assert_eq!(
        update(oauth2().dcr_enabled(None).pkce_required(true)).await,
        r#"{"protocols":{"oauth2":{"dcr_enabled":null,"pkce_required":true}}}"#
    );
    assert_eq!(
        update(oauth2().cimd(CimdSettings::new(["https://example.com/c"], true)).dcr_enabled(false)).await,
        r#"{"protocols":{"oauth2":{"cimd":{"allowed_client_ids":["https://example.com/c"],"enabled":true},"dcr_enabled":false}}}"#
    );
    models!(UpdateZoneProtocolsOauth2::new(),
        dcr_enabled(bool): true => "true",
        pkce_required(bool): false => "false",
    );
}

#[tokio::test]
async fn applications() {
    requests!(|client: keycard::Client| client.zones().applications().update("z", "a"), "{}",
        description(String): "d" => r#""d""#,
        metadata(MetadataUpdate): MetadataUpdate::new() => "{}",
        metadata(MetadataUpdate): MetadataUpdate::new().docs_url(None) => r#"{"docs_url":null}"#,
        protocols(UpdateApplicationProtocols): UpdateApplicationProtocols::new().oauth2(None) => r#"{"oauth2":null}"#,
        protocols(UpdateApplicationProtocols): UpdateApplicationProtocols::new()
            .oauth2(UpdateApplicationProtocolsOauth2::new().redirect_uris(None))
            => r#"{"oauth2":{"redirect_uris":null}}"#,
    );
    models!(UpdateApplicationProtocols::new(),
        oauth2(UpdateApplicationProtocolsOauth2): UpdateApplicationProtocolsOauth2::new() => "{}",
    );
    models!(UpdateApplicationProtocolsOauth2::new(),
        post_logout_redirect_uris(Vec<String>): strings(&["u"]) => r#"["u"]"#,
        redirect_uris(Vec<String>): strings(&[]) => "[]",
    );
    models!(MetadataUpdate::new(), docs_url(String): "u" => r#""u""#,);
}

#[tokio::test]
async fn providers() {
    requests!(|client: keycard::Client| client.zones().providers().update("z", "p"), "{}",
        client_id(String): "i" => r#""i""#,
        client_secret(Secret): "s" => r#""s""#,
        description(String): "d" => r#""d""#,
        protocols(UpdateProviderProtocols): UpdateProviderProtocols::new()
            .oauth2(UpdateProviderProtocolsOauth2::new().jwks_uri(None))
            .openid(None)
            => r#"{"oauth2":{"jwks_uri":null},"openid":null}"#,
    );
    models!(UpdateProviderProtocols::new(),
        oauth2(UpdateProviderProtocolsOauth2): UpdateProviderProtocolsOauth2::new() => "{}",
        openid(UpdateProviderProtocolsOpenid): UpdateProviderProtocolsOpenid::new() => "{}",
    );
    models!(UpdateProviderProtocolsOauth2::new(),
        authorization_endpoint(String): "u" => r#""u""#,
        authorization_parameters(BTreeMap<String, String>): BTreeMap::from([("a".to_owned(), "b".to_owned())])
            => r#"{"a":"b"}"#,
        authorization_resource_enabled(bool): true => "true",
        authorization_resource_parameter(String): "u" => r#""u""#,
        code_challenge_methods_supported(Vec<String>): strings(&["S256"]) => r#"["S256"]"#,
        jwks_uri(String): "u" => r#""u""#,
        registration_endpoint(String): "u" => r#""u""#,
        scope_parameter(String): "u" => r#""u""#,
        scope_separator(String): " " => r#"" ""#,
        scopes_supported(Vec<String>): strings(&["a", "b"]) => r#"["a","b"]"#,
        token_endpoint(String): "u" => r#""u""#,
        token_response_access_token_pointer(String): "u" => r#""u""#,
    );
    models!(UpdateProviderProtocolsOpenid::new(),
        user_identifier_claim(String): "email" => r#""email""#,
        userinfo_endpoint(String): "u" => r#""u""#,
    );
}

#[tokio::test]
async fn resources() {
    requests!(|client: keycard::Client| client.zones().resources().update("z", "r"), "{}",
        application_id(String): "a" => r#""a""#,
        credential_lifetime_seconds(i64): 60 => "60",
        credential_provider_id(String): "p" => r#""p""#,
        description(String): "d" => r#""d""#,
        metadata(MetadataUpdate): MetadataUpdate::new().docs_url("u") => r#"{"docs_url":"u"}"#,
        scopes(Vec<String>): strings(&["a"]) => r#"["a"]"#,
    );
}

#[tokio::test]
async fn single_sign_on() {
    requests!(|client: keycard::Client| client.organizations().sso_connection().update("o"), "{}",
        client_id(String): "i" => r#""i""#,
        client_secret(Secret): "s" => r#""s""#,
        protocols(SsoConnectionProtocol): SsoConnectionProtocol::new()
            .oauth2(SsoConnectionProtocolOauth2::new().scopes_supported(None))
            => r#"{"oauth2":{"scopes_supported":null}}"#,
    );
    models!(SsoConnectionProtocol::new(),
        oauth2(SsoConnectionProtocolOauth2): SsoConnectionProtocolOauth2::new() => "{}",
        openid(SsoConnectionProtocolOpenid): SsoConnectionProtocolOpenid::new() => "{}",
    );
    models!(SsoConnectionProtocolOauth2::new(),
        authorization_endpoint(String): "u" => r#""u""#,
        code_challenge_methods_supported(Vec<String>): strings(&[]) => "[]",
        jwks_uri(String): "u" => r#""u""#,
        registration_endpoint(String): "u" => r#""u""#,
        scopes_supported(Vec<String>): strings(&["openid"]) => r#"["openid"]"#,
        token_endpoint(String): "u" => r#""u""#,
    );
    models!(SsoConnectionProtocolOpenid::new(), userinfo_endpoint(String): "u" => r#""u""#,);
}

#[tokio::test]
async fn lists_and_models_in_every_spelling() {
    let scopes = ["read".to_owned(), "write".to_owned()];
    let words = ["read", "write"];
    let update = |client: keycard::Client| client.zones().resources().update("z", "r");
    let expected = r#"{"scopes":["read","write"]}"#;
    assert_eq!(body(&sent(|client| update(client).scopes(["read", "write"]).send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).scopes(&words[..]).send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).scopes(words.to_vec()).send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).scopes(&scopes).send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).scopes(Some(Vec::new())).send()).await), r#"{"scopes":[]}"#);
    let create = |client: keycard::Client| client.zones().resources().create("z", "i", "n");
    let expected = r#"{"identifier":"i","name":"n","scopes":["read","write"]}"#;
    assert_eq!(body(&sent(|client| create(client).scopes(words).send()).await), expected);
    assert_eq!(body(&sent(|client| create(client).scopes(&words[..]).send()).await), expected);
    assert_eq!(body(&sent(|client| create(client).scopes(&scopes).send()).await), expected);
    assert_eq!(body(&sent(|client| create(client).scopes(words.to_vec()).send()).await), expected);

    let protocols = UpdateZoneProtocols::new();
    let expected = r#"{"protocols":{}}"#;
    let update = |client: keycard::Client| client.zones().update("z");
    assert_eq!(body(&sent(|client| update(client).protocols(&protocols).send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).protocols(protocols.clone()).send()).await), expected);
    let protocols = CreateZoneProtocols::new();
    let expected = r#"{"name":"n","protocols":{}}"#;
    let create = |client: keycard::Client| client.zones().create("n");
    assert_eq!(body(&sent(|client| create(client).protocols(&protocols).send()).await), expected);
    assert_eq!(body(&sent(|client| create(client).protocols(protocols.clone()).send()).await), expected);
}

#[tokio::test]
async fn secrets_in_every_spelling() {
    let (text, secret) = ("s".to_owned(), Secret::from("s"));
    let create = |client: keycard::Client| client.zones().providers().create("z", "i", "n");
    let expected = r#"{"identifier":"i","name":"n","client_secret":"s"}"#;
    assert_eq!(body(&sent(|client| create(client).client_secret("s").send()).await), expected);
    assert_eq!(body(&sent(|client| create(client).client_secret(&text).send()).await), expected);
    assert_eq!(body(&sent(|client| create(client).client_secret(&secret).send()).await), expected);
    assert_eq!(body(&sent(|client| create(client).client_secret(secret.clone()).send()).await), expected);
    let update = |client: keycard::Client| client.zones().providers().update("z", "p");
    let expected = r#"{"client_secret":"s"}"#;
    assert_eq!(body(&sent(|client| update(client).client_secret("s").send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).client_secret(&text).send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).client_secret(&secret).send()).await), expected);
    assert_eq!(body(&sent(|client| update(client).client_secret(secret.clone()).send()).await), expected);
}

#[tokio::test]
async fn what_is_created() {
    let created = sent(|client| {
        let policies = client.zones().policies().versions();
        policies.create("z", "p", "2026-02-01").cedar_raw(None).send()
    });
    assert_eq!(body(&created.await), r#"{"schema_version":"2026-02-01","cedar_raw":null}"#);
    let created = sent(|client| {
        let connections = client.organizations().sso_connection();
        connections.enable("o", "i", "https://example.com").client_secret("s").protocols(None).send()
    });
    let expected = r#"{"client_id":"i","identifier":"https://example.com","client_secret":"s","protocols":null}"#;
    assert_eq!(body(&created.await), expected);
}

#[test]
fn a_constant_beside_a_patch() {
    let update = TokenCredentialUpdate::new;
    assert_eq!(written(&update()), r#"{"type":"token"}"#);
    assert_eq!(written(&update().subject(None)), r#"{"subject":null,"type":"token"}"#);
    assert_eq!(written(&update().subject("s")), r#"{"subject":"s","type":"token"}"#);
}

#[test]
fn required_but_nullable() {
    let last = r#"{"after_cursor":null,"before_cursor":"b"}"#;
    let pagination: Pagination = serde_json::from_str(last).expect("null is allowed");
    assert_eq!((pagination.after_cursor.as_deref(), pagination.before_cursor.as_deref()), (None, Some("b")));
    assert_eq!(written(&pagination), last, "null is written, for the field is required");
    // A server that leaves it out is forgiven; there is nothing else that it could mean.
    let absent: Pagination = serde_json::from_str(r#"{"before_cursor":"b"}"#).expect("absent reads as null");
    assert_eq!(absent, pagination);

    let connection = json!({
        "id": "ab3def8hij2klm9opq5rst7uvw",
        "client_id": null,
        "client_secret_set": false,
        "created_at": "2019-12-27T18:11:19.117Z",
        "identifier": "https://example.com",
        "updated_at": "2019-12-27T18:11:19.117Z",
    });
    let decoded: SsoConnection = serde_json::from_value(connection.clone()).expect("null is allowed");
    assert_eq!(decoded.client_id, None);
    assert_eq!(serde_json::to_value(&decoded).expect("a model can be written"), connection);
}
