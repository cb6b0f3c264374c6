//! Every Rust block of the README, so that it compiles: in the order there, each in a function or a module. A block
//! that was changed on one side only is told by the test at the end. Only the block about testing is run; the others
//! would need the service.

// The blocks show what can be had, not what is used.
#![allow(dead_code)]

use keycard::models::{
    ApplicationCredentialCreatePassword, Credential, ListExpand, UpdateZoneProtocols, UpdateZoneProtocolsOauth2,
};
use keycard::{Client, Error, Patch, Secret};

mod first_call {
    #[tokio::main]
    async fn main() -> Result<(), keycard::Error> {
        let client = keycard::Client::from_env()?;
        let zone = client.zones().create("Production").description("What customers use").await?;
        println!("{} is at {}", zone.name, zone.protocols.oauth2.issuer);
        Ok(())
    }
}

fn authentication() -> Result<Client, Error> {
    use std::time::Duration;

    use keycard::Client;

    let client = Client::builder()
        .client_credentials("client-id", "client-secret")
        .total_timeout(Duration::from_secs(120))
        .build()?;
    Ok(client)
}

async fn pagination(client: Client) -> Result<(), Error> {
    let mut users = client.zones().users().list("zone-id").limit(100).items();
    while let Some(user) = users.try_next().await? {
        println!("{} {}", user.id, user.email);
    }

    // Whole pages, with what stands beside the items.
    let mut pages = client.zones().users().list("zone-id").expand([ListExpand::TotalCount]).pages();
    while let Some(page) = pages.try_next().await? {
        println!("{} of {:?}", page.items.len(), page.pagination.total_count);
    }

    // Toward the beginning of the list, from a cursor that was kept.
    let mut earlier = client.zones().users().list("zone-id").before("cursor").items().backward();
    while let Some(user) = earlier.try_next().await? {
        println!("{}", user.id);
    }
    Ok(())
}

async fn errors(client: Client) -> Result<(), Error> {
    match client.zones().retrieve("zone-id").await {
        Ok(zone) => println!("{}", zone.name),
        Err(error) if error.is_not_found() => println!("there is no such zone"),
        Err(error) if error.is_rate_limited() => println!("too many requests, after {} attempts", error.attempts()),
        Err(error) => {
            // The error body that the API documents, if it is one.
            if let Some(body) = error.body_as::<keycard::models::Error>() {
                println!("{}: {}", body.code, body.message);
            }
            println!("{error} (request {:?}, maybe sent: {})", error.request_id(), error.may_have_been_sent());
            return Err(error);
        }
    }
    Ok(())
}

async fn patching(client: Client) -> Result<(), Error> {
    let zones = client.zones();
    // The description is set, the identity provider is removed, everything else stays as it is.
    zones.update("zone-id").description("New").user_identity_provider_id(None).await?;

    // From an `Option`: `None` removes. An `Option<&str>` needs `.map(String::from)`.
    let description: Option<String> = std::env::args().nth(1);
    zones.update("zone-id").description(description).await?;

    // Nested, the same.
    let oauth2 = UpdateZoneProtocolsOauth2::new().pkce_required(true).dcr_enabled(None);
    zones.update("zone-id").protocols(UpdateZoneProtocols::new().oauth2(oauth2)).await?;

    // Lists from arrays, slices and vectors; an empty one is `Some(Vec::new())`.
    client.zones().resources().update("zone-id", "resource-id").scopes(["read", "write"]).await?;

    // To say "unchanged" in so many words.
    zones.update("zone-id").description(Patch::Absent).name("Production").await?;
    Ok(())
}

async fn unions(client: Client) -> Result<(), Error> {
    let credentials = client.zones().application_credentials();
    let body = ApplicationCredentialCreatePassword::new("application-id");
    let credential = credentials.create("zone-id", body).await?;
    println!("made {:?}", credential.id());
    match &credential {
        // The only time that the secret is shown.
        Credential::Password(password) => {
            println!("{} {:?}", password.identifier, password.password.as_ref().map(Secret::expose));
        }
        Credential::Token(token) => println!("tokens of {}", token.provider_id),
        other => println!("another kind: {other:?}"),
    }
    Ok(())
}

async fn newer(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    use keycard::RequestOptions;
    use keycard::models::{ApplicationCredentialCreate, ProviderType};
    use keycard::serde_json::{self, json};

    // A value of an enum, as text.
    client.zones().providers().list("zone-id").type_("keycard-next").await?;
    assert!(matches!(ProviderType::from("keycard-next"), ProviderType::Unrecognized(_)));

    // A variant of a union, from JSON: what no variant fits is `Unrecognized`.
    let passkey = json!({ "type": "passkey", "application_id": "application-id" });
    let passkey: ApplicationCredentialCreate = serde_json::from_value(passkey)?;
    client.zones().application_credentials().create("zone-id", passkey).await?;

    // A member that no setter knows.
    client.zones().update("zone-id").options(RequestOptions::new().extra_body("colour", "red")).await?;
    Ok(())
}

async fn options(client: Client) -> Result<(), Error> {
    use std::time::Duration;

    use keycard::{Method, RequestOptions};

    // One request.
    let options = RequestOptions::new().timeout(Duration::from_secs(5)).max_retries(0).header("x-trace", "1");
    client.zones().list().options(options).await?;

    // Many requests: a derived client, which shares everything else.
    let patient = client.with_options(RequestOptions::new().attempt_timeout(Duration::from_secs(300)));
    patient.zones().list().await?;

    // Status and headers beside the typed body.
    let response = client.zones().list().send_with_response().await?;
    println!("{} {:?} {} bytes", response.status(), response.request_id(), response.raw_body().len());

    // What this release has no method or no setter for.
    client.zones().create("Test").options(RequestOptions::new().extra_body("colour", "red")).await?;
    let response = client.request(Method::GET, "/zones").query("slug", "production").send().await?;
    let page: keycard::models::ZoneListResponse = response.json()?;
    println!("{} zones", page.items.len());
    Ok(())
}

async fn entity_tags(client: Client) -> Result<(), Error> {
    let policies = client.zones().policies();
    let response = policies.retrieve("zone-id", "policy-id").send_with_response().await?;
    let tag = response.etag().unwrap_or("*").to_owned();
    match policies.update("zone-id", "policy-id").name("Renamed").if_match(&tag).await {
        Err(error) if error.is_precondition_failed() => println!("somebody was faster"),
        other => println!("renamed to {}", other?.name),
    }
    Ok(())
}

#[cfg(feature = "blocking")]
fn blocking() -> Result<(), Error> {
    let client = keycard::Client::from_env()?;
    let zone = client.zones().retrieve("zone-id").send_blocking()?;
    println!("{}", zone.name);

    let mut users = client.zones().users().list(&zone.id).items();
    while let Some(user) = users.try_next_blocking()? {
        println!("{}", user.email);
    }
    Ok(())
}

#[cfg(feature = "testing")]
#[tokio::test]
async fn testing() -> Result<(), Error> {
    use keycard::Client;
    use keycard::testing::{MockReply, MockTransport};

    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(503));
    mock.enqueue(MockReply::new(204));
    let client = Client::builder().base_url("https://example.com").bearer_token("t").transport(mock.clone()).build()?;

    client.zones().delete("zone-id").await?;

    let requests = mock.requests();
    assert_eq!(requests.len(), 2, "the first attempt failed, and deleting may be repeated");
    assert_eq!((requests[1].method.as_str(), requests[1].path()), ("DELETE", "/zones/zone-id"));
    Ok(())
}

/// The blocks of a Markdown text in this language, without indentation.
fn blocks(markdown: &str) -> Vec<Vec<&str>> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if line == "```rust" {
            blocks.push(lines.by_ref().take_while(|line| *line != "```").map(str::trim).collect());
        }
    }
    blocks
}

#[test]
fn every_block_is_here() {
    let here: Vec<&str> = include_str!("readme.rs").lines().map(str::trim).collect();
    let blocks = blocks(include_str!("../README.md"));
    assert!(blocks.len() >= 10, "only {} blocks", blocks.len());
    for block in blocks {
        let found = here.windows(block.len()).any(|lines| lines == block);
        assert!(found, "this block of the README is not compiled:\n{}", block.join("\n"));
    }
}
