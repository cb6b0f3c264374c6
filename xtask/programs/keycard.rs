use sdk::Client;
use sdk::models::{ApplicationCredentialCreatePassword, Credential};
use sdk::serde_json;

const ZONE: &str = "zone_1";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(Client::from_env()?).await
}

async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let applications = client.zones().applications();
    let credentials = client.zones().application_credentials();

    // 1. Create a service account, which is an application in a zone.
    let account = applications.create(ZONE, "ci", "CI").await?;
    println!("{}", account.id);

    // 2. Create a password credential for it.
    let body = ApplicationCredentialCreatePassword::new(&account.id);
    let Credential::Password(credential) = credentials.create(ZONE, body).await? else {
        return Err("the credential is not a password".into());
    };
    println!("{}", credential.identifier);
    if let Some(secret) = &credential.password {
        println!("{}", secret.expose());
    }

    // 3. List all credentials of the service account.
    let mut items = applications.list_credentials(ZONE, &account.id).items();
    while let Some(item) = items.try_next().await? {
        let json = serde_json::to_value(&item)?;
        println!("{} {}", item.id().unwrap_or_default(), json["type"]);
    }

    // 4. Update its name and take its description away.
    applications
        .update(ZONE, &account.id)
        .name("Continuous integration")
        .description(None)
        .await?;

    // 5. Delete the credential, then the service account.
    credentials.delete(ZONE, &credential.id).await?;
    match applications.delete(ZONE, &account.id).await {
        Err(error) if error.is_not_found() => println!("the service account does not exist"),
        result => result?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sdk::serde_json::{Value, json};
    use sdk::testing::{MockReply, MockTransport};

    use super::*;

    #[tokio::test]
    async fn sends_every_request() -> Result<(), Box<dyn std::error::Error>> {
        let time = "2026-01-02T03:04:05Z";
        let application = json!({
            "id": "app_1", "consent": "implicit", "created_at": time, "dependencies_count": 0, "identifier": "ci",
            "name": "CI", "organization_id": "org_1", "owner_type": "customer", "slug": "ci", "updated_at": time,
            "zone_id": "zone_1",
        });
        let credential = json!({
            "id": "cred_1", "application_id": "app_1", "created_at": time, "organization_id": "org_1", "slug": "c",
            "updated_at": time, "zone_id": "zone_1", "type": "password", "identifier": "user", "password": "hush",
        });
        let page = |next: Option<&str>| {
            json!({
                "items": [credential],
                "pagination": { "after_cursor": next, "before_cursor": null },
                "page_info": { "has_next_page": next.is_some(), "has_previous_page": false, "end_cursor": next },
            })
        };
        let mock = MockTransport::new();
        mock.enqueue(MockReply::new(200).json(application.clone()));
        mock.enqueue(MockReply::new(200).json(credential.clone()));
        mock.enqueue(MockReply::new(200).json(page(Some("next"))));
        mock.enqueue(MockReply::new(200).json(page(None)));
        mock.enqueue(MockReply::new(200).json(application.clone()));
        mock.enqueue(MockReply::new(204));
        mock.enqueue(MockReply::new(404));
        let client = Client::builder()
            .base_url("https://example.com")
            .bearer_token("t")
            .transport(mock.clone())
            .build()?;
        run(client).await?;

        let requests = mock.requests();
        let sent: Vec<_> = requests
            .iter()
            .map(|r| format!("{} {}", r.method.as_str(), r.path()))
            .collect();
        assert_eq!(
            sent,
            [
                "POST /zones/zone_1/applications",
                "POST /zones/zone_1/application-credentials",
                "GET /zones/zone_1/applications/app_1/application-credentials",
                "GET /zones/zone_1/applications/app_1/application-credentials",
                "PATCH /zones/zone_1/applications/app_1",
                "DELETE /zones/zone_1/application-credentials/cred_1",
                "DELETE /zones/zone_1/applications/app_1",
            ]
        );
        let body = |index: usize| serde_json::from_slice::<Value>(&requests[index].body);
        assert_eq!(body(0)?, json!({ "identifier": "ci", "name": "CI" }));
        assert_eq!(
            body(1)?,
            json!({ "type": "password", "application_id": "app_1" })
        );
        assert_eq!(
            body(4)?,
            json!({ "name": "Continuous integration", "description": null })
        );
        Ok(())
    }
}
