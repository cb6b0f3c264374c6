//! Sets up a zone with an application, a resource that the application depends on, and a client ID with a secret for
//! it. Run again after a failure, it goes on with what is there already: each thing is looked for before it is made.
//!
//! ```text
//! export KEYCARD_API_CLIENT_ID=… KEYCARD_API_CLIENT_SECRET=…
//! cargo run -p keycard --example bootstrap_zone -- ZONE
//! ```

use std::error::Error;

use keycard::models::{Application, ApplicationCredentialCreatePassword, Credential, Resource, Zone};
use keycard::{Client, Secret};

const APPLICATION: &str = "https://agent.example.com";
const RESOURCE: &str = "https://api.example.com";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(name) = std::env::args().nth(1) else {
        return Err("usage: bootstrap_zone ZONE".into());
    };
    let client = Client::from_env()?;
    let zone = zone(&client, &name).await?;
    println!("zone:          {} ({})", zone.id, zone.protocols.oauth2.issuer);

    let resource = resource(&client, &zone.id).await?;
    let application = application(&client, &zone.id).await?;
    client.zones().applications().dependencies().add(&zone.id, &application.id, &resource.id).await?;
    println!("application:   {} may use {}", application.id, resource.identifier);

    let body = ApplicationCredentialCreatePassword::new(&application.id);
    match client.zones().application_credentials().create(&zone.id, body).await? {
        Credential::Password(password) => {
            println!("client ID:     {}", password.identifier);
            // It cannot be read again later.
            println!("client secret: {}", password.password.as_ref().map_or("(not told)", Secret::expose));
        }
        other => println!("the service made another kind of credential: {:?}", other.id()),
    }
    Ok(())
}

async fn zone(client: &Client, name: &str) -> Result<Zone, keycard::Error> {
    let mut zones = client.zones().list().items();
    while let Some(zone) = zones.try_next().await? {
        if zone.name == name {
            return Ok(zone);
        }
    }
    client.zones().create(name).description("Made by an example").await
}

async fn application(client: &Client, zone: &str) -> Result<Application, keycard::Error> {
    let applications = client.zones().applications();
    match applications.list(zone).identifier(APPLICATION).await?.items.into_iter().next() {
        Some(application) => Ok(application),
        None => applications.create(zone, APPLICATION, "Agent").await,
    }
}

async fn resource(client: &Client, zone: &str) -> Result<Resource, keycard::Error> {
    let resources = client.zones().resources();
    match resources.list(zone).identifier(RESOURCE).await?.items.into_iter().next() {
        Some(resource) => Ok(resource),
        None => resources.create(zone, RESOURCE, "API").scopes(["read", "write"]).await,
    }
}
