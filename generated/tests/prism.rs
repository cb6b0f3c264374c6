//! Every method against Prism, which mocks the document and refuses what it does not allow. `cargo xtask prism` starts
//! it and says where it listens; without that, this test says that it did not run.

use keycard::models::{CredentialExpand, ServiceAccountExpand};
use keycard::{Client, Error};

const URL_VARIABLE: &str = "SDKGEN_PRISM_URL";
const ACCOUNT: &str = "ab3def8hij2klm9opq5rst7uvw";
const CREDENTIAL: &str = "ab3def8hij2klm9opq5rst7uvw";

#[tokio::test]
async fn prism_refuses_no_request_and_every_response_decodes() -> Result<(), Error> {
    let Ok(url) = std::env::var(URL_VARIABLE) else {
        println!("{URL_VARIABLE} is not set: the SDK was NOT run against Prism; `cargo xtask prism` does that");
        return Ok(());
    };
    let client = Client::builder().base_url(url).bearer_token("a.b.c").max_retries(0).build()?;
    service_accounts(&client).await?;
    credentials(&client).await?;
    println!("prism agrees with all 10 methods");
    refusals(&client).await;
    Ok(())
}

async fn service_accounts(client: &Client) -> Result<(), Error> {
    let accounts = client.organizations().service_accounts();
    let expand = || [ServiceAccountExpand::Permissions, ServiceAccountExpand::TotalCount];

    accounts.create("x", "name").await?;
    let full = accounts.create("x", "name").description("description").x_client_request_id(request_id());
    let created = full.send_with_response().await?;
    assert_eq!((created.status().as_u16(), created.into_inner().id.as_str()), (201, ACCOUNT));

    accounts.list("x").await?;
    let full = accounts.list("x").after("a").before("b").expand(expand()).limit(1).x_client_request_id(request_id());
    let page = full.await?;
    assert_eq!((page.items.len(), page.page_info.end_cursor.as_deref()), (1, Some("x")));

    accounts.retrieve("x", ACCOUNT).await?;
    let account = accounts.retrieve("x", ACCOUNT).expand(expand()).x_client_request_id(request_id()).await?;
    assert!(account.permissions.is_some_and(|permissions| permissions["organizations"]["read"]));

    accounts.update("x", ACCOUNT).await?;
    let full = accounts.update("x", ACCOUNT).description("description").name("name").x_client_request_id(request_id());
    assert_eq!(full.await?.name, "name");

    accounts.delete("x", ACCOUNT).await?;
    let deleted = accounts.delete("x", ACCOUNT).x_client_request_id(request_id()).send_with_response().await?;
    assert_eq!(deleted.status(), 204);
    Ok(())
}

async fn credentials(client: &Client) -> Result<(), Error> {
    let credentials = client.organizations().service_accounts().credentials();
    let expand = || [CredentialExpand::Permissions, CredentialExpand::TotalCount];

    credentials.create("x", ACCOUNT, "name").await?;
    let full = credentials.create("x", ACCOUNT, "name").description("d").x_client_request_id(request_id());
    assert_eq!(full.await?.client_secret.expose(), "client_secret");

    credentials.list("x", ACCOUNT).await?;
    let full = credentials.list("x", ACCOUNT).after("a").before("b").expand(expand()).limit(100);
    let page = full.x_client_request_id(request_id()).await?;
    assert_eq!(page.items[0].client_id, "A1b2C3d4E5f6G7h8I9j0K");

    credentials.retrieve("x", ACCOUNT, CREDENTIAL).await?;
    let full = credentials.retrieve("x", ACCOUNT, CREDENTIAL).expand(expand()).x_client_request_id(request_id());
    assert!(full.await?.last_used_at.is_some());

    credentials.update("x", ACCOUNT, CREDENTIAL).await?;
    let longest = "d".repeat(500);
    let full = credentials.update("x", ACCOUNT, CREDENTIAL).description(&longest).name("name");
    assert_eq!(full.x_client_request_id(request_id()).await?.id, CREDENTIAL);

    credentials.delete("x", ACCOUNT, CREDENTIAL).await?;
    credentials.delete("x", ACCOUNT, CREDENTIAL).x_client_request_id(request_id()).await?;
    Ok(())
}

/// Prism really looks: what the document forbids is refused, as a typed error.
async fn refusals(client: &Client) {
    let credentials = client.organizations().service_accounts().credentials();
    let error = credentials.list("x", ACCOUNT).limit(101).await.expect_err("100 is the limit");
    assert!(error.is_bad_request(), "{error:?}");
    let too_long = "d".repeat(501);
    let error = credentials.update("x", ACCOUNT, CREDENTIAL).description(&too_long).await.expect_err("it is too long");
    assert!(error.is_unprocessable(), "{error:?}");
    let body: keycard::models::Error = error.body_as().expect("the body is the documented one");
    assert_eq!(body.code, "unprocessable");
}

fn request_id() -> keycard::uuid::Uuid {
    "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("it is a UUID")
}
