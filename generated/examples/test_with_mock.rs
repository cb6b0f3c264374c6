//! How to test code that calls Keycard, without a network: the code takes a client, and the test gives it one that
//! returns prepared responses. In a project of your own, `main` here would be the function of a test.
//!
//! ```text
//! cargo run -p keycard --example test_with_mock --features testing
//! ```

use keycard::models::{ServiceAccount, ServiceAccountExpand};
use keycard::{Client, Error};

/// The code under test: finds the service account with this name, or makes it.
async fn ensure_account(client: &Client, organization: &str, name: &str) -> Result<ServiceAccount, Error> {
    let accounts = client.organizations().service_accounts();
    let mut items = accounts.list(organization).expand([ServiceAccountExpand::Permissions]).items();
    while let Some(account) = items.try_next().await? {
        if account.name == name {
            return Ok(account);
        }
    }
    accounts.create(organization, name).await
}

#[cfg(feature = "testing")]
#[tokio::main]
async fn main() -> Result<(), Error> {
    use keycard::serde_json::json;
    use keycard::testing::{MockReply, MockTransport};

    let account = |id: &str, name: &str| {
        let moment = "2026-01-01T00:00:00Z";
        json!({ "id": id, "name": name, "created_at": moment, "updated_at": moment })
    };
    let page = |items: &[keycard::serde_json::Value], cursor: Option<&str>| {
        let info = json!({ "has_next_page": cursor.is_some(), "has_prev_page": false, "end_cursor": cursor });
        json!({ "items": items, "page_info": info }).to_string()
    };
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(200).json(page(&[account("1", "deploy")], Some("next"))));
    // What the service does on a bad day; the SDK tries again, and the test does not wait for it.
    mock.enqueue(MockReply::new(503));
    mock.enqueue(MockReply::new(200).json(page(&[account("2", "backup")], None)));
    mock.enqueue(MockReply::new(201).json(account("3", "ci").to_string()));

    let client = Client::builder().base_url("https://example.com").bearer_token("t").transport(mock.clone()).build()?;
    let made = ensure_account(&client, "acme", "ci").await?;
    assert_eq!(made.id, "3");

    let requests = mock.requests();
    assert_eq!(requests.len(), 4);
    assert_eq!(requests[0].raw_query(), "expand=permissions");
    assert!(requests[1].raw_query().contains("after=next"));
    assert_eq!(requests[3].json(), Some(json!({ "name": "ci" })));
    println!("all is well: {} requests, {:?} of pauses", requests.len(), mock.delays());
    Ok(())
}

#[cfg(not(feature = "testing"))]
#[tokio::main]
async fn main() -> Result<(), Error> {
    let account = ensure_account(&Client::from_env()?, "acme", "ci").await?;
    println!("{}; the test takes the feature `testing`", account.id);
    Ok(())
}
