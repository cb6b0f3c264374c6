use sdk::Client;

const FROM: &str = "+15550100";
const TO: &str = "+15550101";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The user name of the credentials is the SID of the account.
    run(Client::from_env()?, &std::env::var("SDK_USERNAME")?).await
}

async fn run(client: Client, account: &str) -> Result<(), Box<dyn std::error::Error>> {
    let messages = client.accounts().messages();

    // 1. Send a message.
    let message = messages
        .create(account, TO)
        .from(FROM)
        .body("Hello")
        .await?;
    let status = message.status.as_ref().map_or("", |status| status.as_str());
    println!("{} {status}", message.sid.unwrap_or_default());

    // 2. List the messages of a day.
    let day = "2026-11-01T00:00:00Z".parse()?;
    let mut items = messages.list(account).to(TO).date_sent(day).items();
    while let Some(item) = items.try_next().await? {
        println!(
            "{} {}",
            item.sid.unwrap_or_default(),
            item.body.unwrap_or_default()
        );
    }

    // 3. Make a call.
    let calls = client.accounts().calls();
    let call = calls
        .create(account, TO, FROM)
        .url("https://example.com/twiml")
        .await?;
    println!("{}", call.sid.unwrap_or_default());

    // 4. Fetch a message that does not exist.
    match messages.retrieve(account, "SM0").await {
        Ok(_) => {}
        Err(error) if error.is_not_found() => println!("{:?} {}", error.code(), error.message()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sdk::models::AccountCall;
    use sdk::testing::{MockReply, MockTransport};
    use serde_json::{Value, json};

    use super::*;

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let message =
            json!({ "sid": "SM1", "status": "queued", "body": "Hello", "error_code": null });
        let path = "/2010-04-01/Accounts/AC1/Messages.json";
        let mock = MockTransport::new();
        let reply = |status: u16, body: Value| mock.enqueue(MockReply::new(status).json(body));
        reply(201, message.clone());
        let next = format!("{path}?PageSize=1&Page=1&PageToken=PASM1");
        reply(
            200,
            json!({ "messages": [message], "page": 0, "page_size": 1, "next_page_uri": next }),
        );
        reply(
            200,
            json!({ "messages": [message], "page": 1, "page_size": 1, "next_page_uri": null }),
        );
        reply(201, json!(AccountCall::sample()));
        let missing = "The requested resource was not found";
        reply(
            404,
            json!({ "code": 20404, "message": missing, "more_info": "https://example.com", "status": 404 }),
        );
        let client = Client::builder()
            .base_url("https://example.com")
            .basic_auth("AC1", "secret")
            .transport(mock.clone())
            .build()?;
        run(client, "AC1").await?;

        let requests = mock.requests();
        let sent: Vec<_> = requests
            .iter()
            .map(|r| format!("{} {}", r.method.as_str(), r.path()))
            .collect();
        assert_eq!(
            sent,
            [
                format!("POST {path}"),
                format!("GET {path}"),
                format!("GET {path}"),
                "POST /2010-04-01/Accounts/AC1/Calls.json".to_owned(),
                "GET /2010-04-01/Accounts/AC1/Messages/SM0.json".to_owned(),
            ]
        );
        let body = |index: usize| String::from_utf8_lossy(&requests[index].body);
        assert_eq!(body(0), "To=%2B15550101&From=%2B15550100&Body=Hello");
        let call = "To=%2B15550101&From=%2B15550100&Url=https%3A%2F%2Fexample.com%2Ftwiml";
        assert_eq!(body(3), call);
        let query = |index: usize, name: &str| {
            let query = requests[index].query();
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.to_string())
        };
        assert_eq!(query(1, "To").as_deref(), Some("+15550101"));
        assert_eq!(
            query(1, "DateSent").as_deref(),
            Some("2026-11-01T00:00:00Z")
        );
        assert_eq!(query(2, "PageToken").as_deref(), Some("PASM1"));
        Ok(())
    }
}
