//! Every variant of every union: what is sent, what is decoded, and that what no variant fits is kept and sent back.

#![cfg(feature = "testing")]

mod document;
mod mock;

use document::Document;
use keycard::models::{
    ApplicationCredentialCreate, ApplicationCredentialCreatePassword, ApplicationCredentialCreatePublic,
    ApplicationCredentialCreatePublicKey, ApplicationCredentialCreateToken, ApplicationCredentialCreateUrl,
    ApplicationCredentialUpdate, Credential, PasswordCredentialUpdate, PublicCredentialUpdate,
    PublicKeyCredentialUpdate, SecretData, SecretPasswordFields, SecretTokenFields, Session, TokenCredentialUpdate,
    UrlCredentialUpdate,
};
use keycard::serde_json::{self, Value, json};
use keycard::{Error, Request, RequestOptions};
use mock::{body, responding, sent};

/// The named example of the document.
fn example(name: &str) -> Value {
    let document = Document::read();
    let found = document.examples().find(|(known, _)| *known == name).expect("the document has the example");
    found.1["value"].clone()
}

fn decode<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("a union can be decoded from any JSON")
}

fn encode(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("a union can be written")
}

async fn created(credential: impl Into<ApplicationCredentialCreate>) -> Request {
    let credential = credential.into();
    sent(|client| client.zones().application_credentials().create("z", credential).send()).await
}

async fn updated(credential: impl Into<ApplicationCredentialUpdate>) -> Request {
    let credential = credential.into();
    sent(|client| client.zones().application_credentials().update("z", "c", credential).send()).await
}

#[tokio::test]
async fn five_credentials_to_create() {
    let token = ApplicationCredentialCreateToken::new("a", "p");
    assert_eq!(body(&created(token.clone()).await), r#"{"application_id":"a","provider_id":"p","type":"token"}"#);
    assert_eq!(
        body(&created(token.subject("s")).await),
        r#"{"application_id":"a","provider_id":"p","type":"token","subject":"s"}"#
    );
    let password = ApplicationCredentialCreatePassword::new("a");
    assert_eq!(body(&created(password.clone()).await), r#"{"application_id":"a","type":"password"}"#);
    assert_eq!(
        body(&created(password.identifier("i")).await),
        r#"{"application_id":"a","type":"password","identifier":"i"}"#
    );
    let key = ApplicationCredentialCreatePublicKey::new("a", "https://example.com/jwks");
    assert_eq!(
        body(&created(key.identifier("i")).await),
        r#"{"application_id":"a","jwks_uri":"https://example.com/jwks","type":"public-key","identifier":"i"}"#
    );
    let url = ApplicationCredentialCreateUrl::new("a", "https://example.com");
    assert_eq!(body(&created(url).await), r#"{"application_id":"a","identifier":"https://example.com","type":"url"}"#);
    let public = ApplicationCredentialCreatePublic::new("a").identifier("i");
    let request = created(public).await;
    assert_eq!(body(&request), r#"{"application_id":"a","type":"public","identifier":"i"}"#);
    assert_eq!((request.method.as_str(), request.path()), ("POST", "/zones/z/application-credentials"));
}

#[tokio::test]
async fn a_kind_that_is_newer_than_this_release_can_be_created() {
    let newer = json!({ "type": "passkey", "application_id": "a", "attachment": ["platform", null] });
    let credential: ApplicationCredentialCreate = decode(&newer);
    assert!(matches!(credential, ApplicationCredentialCreate::Unrecognized(_)));
    assert_eq!(credential.application_id(), None, "nothing is known of it");
    assert_eq!(created(credential).await.json(), Some(newer));
}

#[tokio::test]
async fn values_and_members_that_are_newer_than_this_release_can_be_sent() {
    let listed = sent(|client| client.zones().providers().list("z").type_("keycard-next").send()).await;
    assert!(listed.url.ends_with("/zones/z/providers?type=keycard-next"), "{}", listed.url);
    let update = |client: keycard::Client| {
        let options = RequestOptions::new().extra_body("colour", "red").extra_query("dry_run", "true");
        client.zones().update("z").name("n").options(options).send()
    };
    let updated = sent(update).await;
    assert_eq!(body(&updated), r#"{"name":"n","colour":"red"}"#);
    assert!(updated.url.ends_with("/zones/z?dry_run=true"), "{}", updated.url);
    // Within a union, what is not said by its types is part of the JSON.
    let session: Session = decode(&json!({ "session_type": "device", "id": "s" }));
    assert!(matches!(session, Session::Unrecognized(_)));
    assert_eq!(encode(&session), json!({ "session_type": "device", "id": "s" }));
}

#[tokio::test]
async fn five_updates() {
    // The tag is optional for the service; it is sent, since the kind is known.
    let token = TokenCredentialUpdate::new;
    assert_eq!(body(&updated(token()).await), r#"{"type":"token"}"#);
    assert_eq!(body(&updated(token().subject("s")).await), r#"{"subject":"s","type":"token"}"#);
    assert_eq!(body(&updated(token().subject(None)).await), r#"{"subject":null,"type":"token"}"#);
    assert_eq!(body(&updated(PasswordCredentialUpdate::new()).await), r#"{"type":"password"}"#);
    assert_eq!(body(&updated(PublicKeyCredentialUpdate::new()).await), r#"{"type":"public-key"}"#);
    let url = UrlCredentialUpdate::new().identifier("https://example.com");
    assert_eq!(body(&updated(url).await), r#"{"identifier":"https://example.com","type":"url"}"#);
    let request = updated(PublicCredentialUpdate::new().identifier("i")).await;
    assert_eq!(body(&request), r#"{"identifier":"i","type":"public"}"#);
    assert_eq!((request.method.as_str(), request.path()), ("PATCH", "/zones/z/application-credentials/c"));
}

#[test]
fn updates_are_distinguished_with_and_without_a_tag() {
    let by_tag = |tag: &str| decode::<ApplicationCredentialUpdate>(&json!({ "type": tag }));
    assert!(matches!(by_tag("token"), ApplicationCredentialUpdate::Token(_)));
    assert!(matches!(by_tag("password"), ApplicationCredentialUpdate::Password(_)));
    assert!(matches!(by_tag("public-key"), ApplicationCredentialUpdate::PublicKey(_)));
    assert!(matches!(by_tag("url"), ApplicationCredentialUpdate::Url(_)));
    assert!(matches!(by_tag("public"), ApplicationCredentialUpdate::Public(_)));
    // Without it, only what one kind alone has tells.
    let subject: ApplicationCredentialUpdate = decode(&json!({ "subject": null }));
    assert!(matches!(&subject, ApplicationCredentialUpdate::Token(update) if update.subject.is_none()), "{subject:?}");
    assert_eq!(serde_json::to_value(&subject).expect("a model can be written"), json!({ "subject": null }));
}

#[tokio::test]
async fn five_credentials_in_responses() -> Result<(), Error> {
    for (name, kind) in [
        ("Token", "token"),
        ("Password", "password"),
        ("PublicKey", "public-key"),
        ("URL", "url"),
        ("Public", "public"),
    ] {
        let example = example(name);
        let credential = responding(&example).zones().application_credentials().retrieve("z", "c").await?;
        let found = match &credential {
            Credential::Token(token) => {
                assert_eq!(token.subject.as_deref(), Some("subject"));
                "token"
            }
            Credential::Password(password) => {
                assert_eq!(password.password.as_ref().map(keycard::Secret::expose), Some("password"));
                assert!(!format!("{password:?}").contains(r#""password""#), "{password:?}");
                "password"
            }
            Credential::PublicKey(key) => {
                assert_eq!(key.jwks_uri, "https://example.com/jwks_uri");
                "public-key"
            }
            Credential::Url(_) => "url",
            Credential::Public(_) => "public",
            other => panic!("{name} is {other:?}"),
        };
        assert_eq!(found, kind);
        assert_eq!(credential.id(), example["id"].as_str());
        assert_eq!(credential.application_id(), example["application_id"].as_str());
        assert_eq!(credential.identifier(), example["identifier"].as_str());
        assert_eq!(credential.slug(), example["slug"].as_str());
        assert_eq!(credential.zone_id(), example["zone_id"].as_str());
        assert_eq!(encode(&credential), example, "{name}");
        // Creating one returns the same.
        let body = ApplicationCredentialCreatePublic::new("a");
        let created = responding(&example).zones().application_credentials().create("z", body).await?;
        assert_eq!(encode(&created), example, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn two_sessions() -> Result<(), Error> {
    let example = example("UserSession");
    let session = responding(&example).zones().sessions().retrieve("z", "s").await?;
    let Session::User(user) = &session else { panic!("{session:?}") };
    assert_eq!(Some(user.user_id.as_str()), example["user_id"].as_str());
    assert_eq!(session.id(), example["id"].as_str());
    assert_eq!(session.created_at(), user.created_at);
    assert_eq!(encode(&session), example);

    let example = crate::example("ApplicationSession");
    let session = responding(&example).zones().sessions().update("z", "s").await?;
    let Session::Application(application) = &session else { panic!("{session:?}") };
    assert_eq!(application.subject, "subject");
    assert_eq!(session.zone_id(), example["zone_id"].as_str());
    assert_eq!(encode(&session), example);
    Ok(())
}

#[tokio::test]
async fn secret_data() -> Result<(), Error> {
    let create = async |data: SecretData| {
        let request = sent(|client| client.zones().secrets().create("z", data, "e", "n").send()).await;
        body(&request).to_owned()
    };
    assert_eq!(
        create(SecretTokenFields::new("t").into()).await,
        r#"{"data":{"token":"t","type":"token"},"entity_id":"e","name":"n"}"#
    );
    assert_eq!(
        create(SecretPasswordFields::new("p", "u").into()).await,
        r#"{"data":{"password":"p","type":"password","username":"u"},"entity_id":"e","name":"n"}"#
    );
    let request = sent(|client| client.zones().secrets().update("z", "s").data(SecretTokenFields::new("t")).send());
    assert_eq!(body(&request.await), r#"{"data":{"token":"t","type":"token"}}"#);

    let example = example("SecretRetrieveResponse");
    let secret = responding(&example).zones().secrets().retrieve("z", "s").await?;
    let SecretData::Token(token) = &secret.data else { panic!("{secret:?}") };
    assert_eq!(token.token.expose(), "token");
    assert_eq!(encode(&secret), example);
    let example = crate::example("SecretRetrieveResponseWithPassword");
    let secret = responding(&example).zones().secrets().retrieve("z", "s").await?;
    let SecretData::Password(password) = &secret.data else { panic!("{secret:?}") };
    assert_eq!((password.username.as_str(), password.password.expose()), ("username", "password"));
    assert_eq!(encode(&secret), example);
    Ok(())
}

#[tokio::test]
async fn what_no_variant_fits_is_kept_and_sent_back() -> Result<(), Error> {
    let newer = json!({ "type": "passkey", "id": "c", "nested": { "x": [1, 2.5, null] } });
    let credential = responding(&newer).zones().application_credentials().retrieve("z", "c").await?;
    let Credential::Unrecognized(kept) = &credential else { panic!("{credential:?}") };
    assert_eq!(kept.to_value(), newer);
    assert_eq!((credential.id(), credential.slug()), (None, None));
    assert_eq!(encode(&credential), newer);

    for strange in [json!({ "session_type": "device" }), json!({ "id": "s" }), json!({ "session_type": null })] {
        let session = responding(&strange).zones().sessions().retrieve("z", "s").await?;
        assert!(matches!(session, Session::Unrecognized(_)), "{session:?}");
        assert_eq!(encode(&session), strange);
    }

    let data: SecretData = decode(&json!({ "type": "certificate", "pem": "x" }));
    let request = sent(|client| client.zones().secrets().update("z", "s").data(data).send()).await;
    assert_eq!(request.json(), Some(json!({ "data": { "type": "certificate", "pem": "x" } })));

    let update = json!({ "type": "passkey", "identifier": "i" });
    let change: ApplicationCredentialUpdate = decode(&update);
    assert!(matches!(change, ApplicationCredentialUpdate::Unrecognized(_)), "{change:?}");
    assert_eq!(updated(change).await.json(), Some(update));
    Ok(())
}

#[tokio::test]
async fn a_known_variant_with_a_fault_is_an_error() {
    let mut broken = example("Token");
    broken.as_object_mut().expect("it is an object").remove("provider_id");
    let error = responding(&broken).zones().application_credentials().retrieve("z", "c").await;
    let error = error.expect_err("a token credential has a provider");
    assert!(error.is_decode() && error.to_string().contains("provider_id"), "{error}");
}
