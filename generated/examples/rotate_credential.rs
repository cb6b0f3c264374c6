//! Replaces a credential of a service account: makes a new one, tries it, and deletes the old one only if it works.
//!
//! ```text
//! export KEYCARD_API_CLIENT_ID=… KEYCARD_API_CLIENT_SECRET=…
//! cargo run -p keycard --example rotate_credential -- ORGANIZATION ACCOUNT CREDENTIAL
//! ```

use std::error::Error;

use keycard::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [organization, account, old] = arguments.as_slice() else {
        return Err("usage: rotate_credential ORGANIZATION ACCOUNT CREDENTIAL".into());
    };
    let client = Client::from_env()?;
    let credentials = client.organizations().service_accounts().credentials();

    let current = credentials.retrieve(organization, account, old).await?;
    // The new one takes over the description, if there is one.
    let mut request = credentials.create(organization, account, &format!("{} (rotated)", current.name));
    if let Some(description) = &current.description {
        request = request.description(description);
    }
    let new = request.await?;

    // The environment would bring the old credential in; only the base URL is taken from it.
    let trial = Client::builder().from_env()?.client_credentials(&new.client_id, new.client_secret.clone()).build()?;
    if let Err(error) = trial.organizations().retrieve(organization).await {
        credentials.delete(organization, account, new.id.as_ref()).await?;
        return Err(format!("the new credential does not work, the old one stays: {error}").into());
    }
    match credentials.delete(organization, account, old).await {
        // Somebody else was faster; what matters is that it is gone.
        Err(error) if error.is_not_found() => {}
        other => other?,
    }
    println!("client ID:     {}", new.client_id);
    println!("client secret: {}", new.client_secret.expose());
    Ok(())
}
