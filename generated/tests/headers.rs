//! What goes into headers and comes out of them: request IDs, versions of the API, entity tags, credentials, content
//! types; and an input that stands in the path and in the body.

#![cfg(feature = "testing")]

mod document;
mod mock;

use document::Document;
use keycard::serde_json::{Value, json};
use keycard::testing::{MockReply, MockTransport};
use keycard::uuid::Uuid;
use keycard::{Client, Error, Request, RequestOptions};
use mock::{body, client, sent};

const REQUEST_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn request_id() -> Uuid {
    REQUEST_ID.parse().expect("it is a UUID")
}

/// The named example of the document.
fn example(name: &str) -> Value {
    let document = Document::read();
    let found = document.examples().find(|(known, _)| *known == name).expect("the document has the example");
    found.1["value"].clone()
}

#[tokio::test]
async fn none_is_sent_that_is_not_set() {
    let request = sent(|client| client.zones().policies().retrieve("z", "p").send()).await;
    for name in ["x-client-request-id", "x-api-version", "if-match", "content-type"] {
        assert_eq!(request.header(name), None, "{name}");
    }
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("authorization"), Some("Bearer token"));
}

#[tokio::test]
async fn inputs() {
    let request = sent(|client| {
        let update = client.zones().policies().update("z", "p").name("n");
        update.if_match("\"7\"").x_api_version("2026-02-01").x_client_request_id(request_id()).send()
    });
    let request = request.await;
    assert_eq!(request.header("if-match"), Some("\"7\""));
    assert_eq!(request.header("x-api-version"), Some("2026-02-01"));
    assert_eq!(request.header("x-client-request-id"), Some(REQUEST_ID));
    assert_eq!(body(&request), r#"{"name":"n"}"#);
    // A DELETE that has a precondition and returns a model.
    let request = sent(|client| client.zones().policy_sets().archive("z", "s").if_match("W/\"1\"").send()).await;
    assert_eq!((request.method.as_str(), request.header("if-match")), ("DELETE", Some("W/\"1\"")));
    assert_eq!(request.header("accept"), Some("application/json"));
    // What returns nothing accepts anything.
    let request =
        sent(|client| client.zones().secrets().delete("z", "s").x_client_request_id(request_id()).send()).await;
    assert_eq!((request.header("accept"), request.header("x-client-request-id")), (Some("*/*"), Some(REQUEST_ID)));
}

#[tokio::test]
async fn an_entity_tag_travels_from_a_response_to_the_next_request() -> Result<(), Error> {
    let mock = MockTransport::new();
    let policy = example("Policy").to_string();
    mock.enqueue(MockReply::new(200).header("etag", "\"7\"").json(policy.clone()));
    mock.enqueue(MockReply::new(200).header("etag", "\"8\"").json(policy));
    mock.enqueue(MockReply::new(412).json(r#"{"message":"changed","code":"precondition_failed","status":412}"#));
    let policies = client(&mock).zones().policies();

    let response = policies.retrieve("z", "p").send_with_response().await?;
    let tag = response.etag().expect("the service sent one").to_owned();
    let response = policies.update("z", "p").name("n").if_match(&tag).send_with_response().await?;
    assert_eq!(response.etag(), Some("\"8\""));
    let error = policies.update("z", "p").name("m").if_match(&tag).await.expect_err("the tag is old");
    assert!(error.is_precondition_failed(), "{error:?}");

    let tags: Vec<Option<String>> =
        mock.requests().iter().map(|request| request.header("if-match").map(str::to_owned)).collect();
    assert_eq!(tags, [None, Some("\"7\"".to_owned()), Some("\"7\"".to_owned())]);
    Ok(())
}

#[tokio::test]
async fn an_endpoint_without_security_gets_no_credentials() -> Result<(), Error> {
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(200).json(example("InvitationRetrieveResponse").to_string()));
    let builder = Client::builder().base_url("https://example.com").client_credentials("id", "secret");
    let client = builder.transport(mock.clone()).build()?;
    client.invitations().retrieve("t").await?;
    let requests = mock.requests();
    assert_eq!(requests.len(), 1, "no token is fetched either: {requests:?}");
    assert_eq!((requests[0].path(), requests[0].header("authorization")), ("/invitations/t", None));
    // Accepting one takes credentials.
    assert_eq!(
        sent(|client| client.invitations().accept("t").send()).await.header("authorization"),
        Some("Bearer token")
    );
    Ok(())
}

#[tokio::test]
async fn bodies_that_are_not_there_have_no_type() {
    let bodiless: [Request; 6] = [
        sent(|client| client.invitations().accept("t").send()).await,
        sent(|client| client.organizations().exchange_token("o").send()).await,
        // Optional bodies that nothing is set of.
        sent(|client| client.organizations().create().send()).await,
        sent(|client| client.zones().update("z").send()).await,
        sent(|client| client.zones().policy_schemas().set_default("z", "2026-02-01").send()).await,
        sent(|client| client.zones().delete("z").send()).await,
    ];
    for request in &bodiless {
        assert!(request.body.is_empty(), "{request:?}");
        assert_eq!(request.header("content-type"), None, "{request:?}");
    }
    let methods: Vec<&str> = bodiless.iter().map(|request| request.method.as_str()).collect();
    assert_eq!(methods, ["POST", "POST", "POST", "PATCH", "PATCH", "DELETE"]);
}

#[tokio::test]
async fn constant_and_free_bodies() {
    let sessions = sent(|client| client.zones().sessions().update("z", "s").send()).await;
    assert_eq!(
        (body(&sessions), sessions.header("content-type")),
        (r#"{"status":"revoked"}"#, Some("application/json"))
    );
    let grants = sent(|client| client.zones().delegated_grants().update("z", "g").send()).await;
    assert_eq!(body(&grants), r#"{"status":"revoked"}"#);
    let versions = sent(|client| client.zones().policy_sets().versions().update("z", "s", "v").send()).await;
    assert_eq!(body(&versions), r#"{"active":true}"#);
    let free = json!({ "anything": [1, null] });
    let schema = sent(|client| client.zones().policy_schemas().set_default("z", "2026-02-01").body(&free).send()).await;
    assert_eq!((schema.json(), schema.header("content-type")), (Some(free), Some("application/json")));
}

#[tokio::test]
async fn one_name_in_the_path_and_in_the_body() {
    let data = keycard::models::SecretTokenFields::new("t");
    let request =
        sent(|client| client.zones().secrets().create("in-path", data, "e", "n").body_zone_id("in-body").send());
    let request = request.await;
    assert_eq!(request.path(), "/zones/in-path/secrets");
    assert_eq!(
        body(&request),
        r#"{"data":{"token":"t","type":"token"},"entity_id":"e","name":"n","zone_id":"in-body"}"#
    );
}

#[tokio::test]
async fn headers_of_ones_own() {
    let options = RequestOptions::new().header("x-trace", "1").header("authorization", "Bearer mine");
    let request = sent(|client| client.zones().list().options(options).send()).await;
    assert_eq!((request.header("x-trace"), request.header("authorization")), (Some("1"), Some("Bearer mine")));
    let options = RequestOptions::new().without_header("x-trace");
    let derived = RequestOptions::new().header("x-trace", "1");
    let request = sent(|client| client.with_options(derived).zones().list().options(options).send()).await;
    assert_eq!(request.header("x-trace"), None);
}
