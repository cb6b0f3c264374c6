//! Renames a policy unless somebody else changed it in the meantime, and shows what can go wrong and how to tell.
//!
//! ```text
//! export KEYCARD_API_CLIENT_ID=… KEYCARD_API_CLIENT_SECRET=…
//! cargo run -p keycard --example handle_errors -- ZONE POLICY NAME
//! ```

use std::process::ExitCode;
use std::time::Duration;

use keycard::models::{self, Policy};
use keycard::{Client, Error, ErrorKind};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [zone, policy, name] = arguments.as_slice() else {
        eprintln!("usage: handle_errors ZONE POLICY NAME");
        return ExitCode::FAILURE;
    };
    match rename(zone, policy, name).await {
        Ok(policy) => {
            println!("{} is called {} now", policy.id, policy.name);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", advice(&error));
            // One line: the operation, the status, and what the service says.
            eprintln!("{error}");
            if let Some(id) = error.request_id() {
                eprintln!("to be named to the support: {id}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn rename(zone: &str, policy: &str, name: &str) -> Result<Policy, Error> {
    let client = Client::builder().from_env()?.total_timeout(Duration::from_secs(30)).build()?;
    let policies = client.zones().policies();
    let current = policies.retrieve(zone, policy).send_with_response().await?;
    let update = policies.update(zone, policy).name(name);
    match current.etag() {
        Some(tag) => update.if_match(tag).await,
        None => update.await,
    }
}

/// What the reader can do about it.
fn advice(error: &Error) -> String {
    if error.is_not_found() {
        return "There is no such policy, or it is none of your business.".to_owned();
    }
    if error.is_precondition_failed() {
        return "Somebody else changed it; look at it again.".to_owned();
    }
    if error.is_unauthorized() || error.is_auth() {
        return "The credentials are missing, wrong or expired.".to_owned();
    }
    if error.is_rate_limited() {
        return format!("Too many requests, even after {} attempts; try later.", error.attempts());
    }
    // The error body that the API documents.
    if let Some(body) = error.body_as::<models::Error>() {
        return format!("The service refuses it: {} ({}).", body.message, body.code);
    }
    match error.kind() {
        ErrorKind::Connect => "The service cannot be reached.".to_owned(),
        ErrorKind::Timeout if error.may_have_been_sent() => "It took too long; it may be renamed or not.".to_owned(),
        ErrorKind::Build => "Nothing was sent; the request makes no sense.".to_owned(),
        _ => "That was not expected.".to_owned(),
    }
}
