//! Lists the credentials of a service account, with what the caller may do with each.
//!
//! ```text
//! export KEYCARD_API_CLIENT_ID=… KEYCARD_API_CLIENT_SECRET=…
//! cargo run -p keycard --example list_credentials -- ORGANIZATION ACCOUNT
//! ```

use std::error::Error;

use keycard::models::CredentialExpand;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(organization), Some(account)) = (arguments.next(), arguments.next()) else {
        return Err("usage: list_credentials ORGANIZATION ACCOUNT".into());
    };
    let client = keycard::Client::from_env()?;
    let credentials = client.organizations().service_accounts().credentials();
    let mut items = credentials.list(&organization, &account).expand([CredentialExpand::Permissions]).items();
    while let Some(credential) = items.try_next().await? {
        let used = credential.last_used_at.map_or_else(|| "never".to_owned(), |used| used.to_string());
        println!("{}  {}  last used: {used}", credential.client_id, credential.name);
        for (resource, permissions) in credential.permissions.unwrap_or_default() {
            let granted: Vec<String> = permissions.into_iter().filter(|(_, yes)| *yes).map(|(name, _)| name).collect();
            println!("    {resource}: {}", granted.join(", "));
        }
    }
    Ok(())
}
