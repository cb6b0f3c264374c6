//! Creates a service account with one credential, and shows the secret, which cannot be read again later.
//!
//! ```text
//! export KEYCARD_API_CLIENT_ID=… KEYCARD_API_CLIENT_SECRET=…
//! cargo run -p keycard --example create_service_account -- ORGANIZATION NAME
//! ```

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(organization), Some(name)) = (arguments.next(), arguments.next()) else {
        return Err("usage: create_service_account ORGANIZATION NAME".into());
    };
    let client = keycard::Client::from_env()?;
    let accounts = client.organizations().service_accounts();
    let account = match accounts.create(&organization, &name).description("Made by an example").await {
        Ok(account) => account,
        Err(error) if error.is_conflict() => return Err(format!("there is a `{name}` already").into()),
        Err(error) => return Err(error.into()),
    };
    let credential = accounts.credentials().create(&organization, &account.id, "first").await?;
    println!("service account: {}", account.id);
    println!("client ID:       {}", credential.client_id);
    println!("client secret:   {}", credential.client_secret.expose());
    Ok(())
}
