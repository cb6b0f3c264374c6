//! Every method over real HTTP: the exact request that goes out, and the typed result that comes back.

mod server;

use std::time::Duration;

use keycard::models::{CredentialExpand, ServiceAccount, ServiceAccountExpand};
use keycard::{Client, Error, Method, RequestOptions};
use server::seeds::{ACCOUNT, ACCOUNTS, CREDENTIAL, CREDENTIALS, NEW_CREDENTIAL};
use server::{Request, Response, Server};

const ACCOUNT_ID: &str = "ab3def8hij2klm9opq5rst7uvw";
const CREDENTIAL_ID: &str = "cd3def8hij2klm9opq5rst7uvw";
const REQUEST_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).token_url(server.token_url());
    builder.client_credentials("id", "secret").build().expect("a client can be built")
}

/// The whole request, host and user agent apart, which are looked at once.
#[track_caller]
fn assert_sent(request: &Request, line: &str, headers: &[(&str, &str)], body: &str) {
    assert_eq!(format!("{} {}", request.method, request.target), line);
    assert_eq!(request.body, body);
    let mut expected: Vec<(String, String)> =
        headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let mut sent = request.headers.clone();
    sent.retain(|(name, _)| name != "host" && name != "user-agent");
    sent.sort();
    expected.push(("authorization".to_owned(), "Bearer token-1".to_owned()));
    if cfg!(feature = "gzip") {
        expected.push(("accept-encoding".to_owned(), "gzip".to_owned()));
    }
    expected.sort();
    assert_eq!(sent, expected);
    assert!(request.header("user-agent").is_some_and(|agent| agent.starts_with("keycard-rust/0.1.0")), "{request:?}");
    assert!(request.header("host").is_some_and(|host| host.starts_with("127.0.0.1:")), "{request:?}");
}

const JSON: (&str, &str) = ("accept", "application/json");
const SENDS_JSON: (&str, &str) = ("content-type", "application/json");
const ANYTHING: (&str, &str) = ("accept", "*/*");
const CHOSEN_ID: (&str, &str) = ("x-client-request-id", REQUEST_ID);

fn request_id() -> keycard::uuid::Uuid {
    REQUEST_ID.parse().expect("it is a UUID")
}

#[tokio::test]
async fn create_service_account() -> Result<(), Error> {
    let server = Server::new([Response::json(201, ACCOUNT)]);
    let accounts = client(&server).organizations().service_accounts();
    let account =
        accounts.create("acme", "ci-bot").description("Used by \"CI\" – ü").x_client_request_id(request_id()).await?;
    assert_eq!((account.id.as_str(), account.name.as_str()), (ACCOUNT_ID, "name"));
    let body = r#"{"name":"ci-bot","description":"Used by \"CI\" – ü"}"#;
    let length = body.len().to_string();
    let headers = [JSON, SENDS_JSON, CHOSEN_ID, ("content-length", &length)];
    assert_sent(&server.request(), "POST /organizations/acme/service-accounts", &headers, body);
    Ok(())
}

#[tokio::test]
async fn list_service_accounts() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNTS)]);
    let accounts = client(&server).organizations().service_accounts();
    let page = accounts
        .list("acme")
        .after("a+b/c= ")
        .before("b")
        .expand([ServiceAccountExpand::Permissions, ServiceAccountExpand::TotalCount])
        .limit(25)
        .x_client_request_id(request_id())
        .await?;
    assert_eq!(page.items.len(), 1);
    assert!(page.page_info.has_next_page);
    let query = "after=a%2Bb%2Fc%3D%20&before=b&expand=permissions&expand=total_count&limit=25";
    let line = format!("GET /organizations/acme/service-accounts?{query}");
    assert_sent(&server.request(), &line, &[JSON, CHOSEN_ID], "");
    Ok(())
}

#[tokio::test]
async fn retrieve_service_account() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT)]);
    let accounts = client(&server).organizations().service_accounts();
    let account = accounts.retrieve("acme", ACCOUNT_ID).expand([ServiceAccountExpand::Permissions]).await?;
    assert_eq!(account.updated_at.to_string(), "2019-12-27T18:11:19.117Z");
    let line = format!("GET /organizations/acme/service-accounts/{ACCOUNT_ID}?expand=permissions");
    assert_sent(&server.request(), &line, &[JSON], "");
    Ok(())
}

#[tokio::test]
async fn update_service_account() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT), Response::json(200, ACCOUNT)]);
    let accounts = client(&server).organizations().service_accounts();
    accounts.update("acme", ACCOUNT_ID).await?;
    let account =
        accounts.update("acme", ACCOUNT_ID).name("n").description("").x_client_request_id(request_id()).await?;
    assert_eq!(account.description.as_deref(), Some("description"));
    let line = format!("PATCH /organizations/acme/service-accounts/{ACCOUNT_ID}");
    let requests = server.requests();
    // An object is sent even if nothing in it is set.
    assert_sent(&requests[0], &line, &[JSON, SENDS_JSON, ("content-length", "2")], "{}");
    let body = requests[1].body.as_str();
    assert_eq!(
        body.parse::<keycard::serde_json::Value>().unwrap(),
        keycard::serde_json::json!({ "name": "n", "description": "" })
    );
    let length = body.len().to_string();
    assert_sent(&requests[1], &line, &[JSON, SENDS_JSON, CHOSEN_ID, ("content-length", &length)], body);
    Ok(())
}

#[tokio::test]
async fn delete_service_account() -> Result<(), Error> {
    let server = Server::new([Response::empty(204), Response::empty(204)]);
    let accounts = client(&server).organizations().service_accounts();
    let () = accounts.delete("acme", ACCOUNT_ID).await?;
    let response = accounts.delete("acme", ACCOUNT_ID).x_client_request_id(request_id()).send_with_response().await?;
    assert_eq!(response.status(), 204);
    let line = format!("DELETE /organizations/acme/service-accounts/{ACCOUNT_ID}");
    assert_sent(&server.requests()[0], &line, &[ANYTHING], "");
    assert_sent(&server.requests()[1], &line, &[ANYTHING, CHOSEN_ID], "");
    Ok(())
}

#[tokio::test]
async fn create_credential() -> Result<(), Error> {
    let server = Server::new([Response::json(201, NEW_CREDENTIAL)]);
    let credentials = client(&server).organizations().service_accounts().credentials();
    let created =
        credentials.create("acme", ACCOUNT_ID, "deploy").description("d").x_client_request_id(request_id()).await?;
    assert_eq!(created.client_id, "A1b2C3d4E5f6G7h8I9j0K");
    assert_eq!(created.client_secret.expose(), "client_secret");
    assert!(!format!("{created:?}").contains("client_secret\""), "{created:?}");
    let line = format!("POST /organizations/acme/service-accounts/{ACCOUNT_ID}/credentials");
    let body = r#"{"name":"deploy","description":"d"}"#;
    let headers = [JSON, SENDS_JSON, CHOSEN_ID, ("content-length", "35")];
    assert_sent(&server.request(), &line, &headers, body);
    Ok(())
}

#[tokio::test]
async fn list_credentials() -> Result<(), Error> {
    let server = Server::new([Response::json(200, CREDENTIALS), Response::json(200, CREDENTIALS)]);
    let credentials = client(&server).organizations().service_accounts().credentials();
    credentials.list("acme", ACCOUNT_ID).await?;
    let page = credentials
        .list("acme", ACCOUNT_ID)
        .limit(100)
        .expand([CredentialExpand::Permissions, CredentialExpand::TotalCount])
        .after("x")
        .before("y")
        .x_client_request_id(request_id())
        .await?;
    assert_eq!(page.items[0].client_id, "A1b2C3d4E5f6G7h8I9j0K");
    assert_eq!(page.page_info.end_cursor.as_deref(), Some("x"));
    let path = format!("/organizations/acme/service-accounts/{ACCOUNT_ID}/credentials");
    let requests = server.requests();
    assert_sent(&requests[0], &format!("GET {path}"), &[JSON], "");
    let query = requests[1].query();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["after=x", "before=y", "expand=permissions", "expand=total_count", "limit=100"]);
    assert_sent(&requests[1], &format!("GET {path}?{query}"), &[JSON, CHOSEN_ID], "");
    Ok(())
}

#[tokio::test]
async fn retrieve_credential() -> Result<(), Error> {
    let server = Server::new([Response::json(200, CREDENTIAL)]);
    let credentials = client(&server).organizations().service_accounts().credentials();
    let credential = credentials
        .retrieve("acme", ACCOUNT_ID, CREDENTIAL_ID)
        .expand([CredentialExpand::Permissions])
        .x_client_request_id(request_id())
        .await?;
    assert_eq!(credential.permissions.as_ref().map(|permissions| permissions["users"]["list"]), Some(true));
    let path = format!("/organizations/acme/service-accounts/{ACCOUNT_ID}/credentials/{CREDENTIAL_ID}");
    assert_sent(&server.request(), &format!("GET {path}?expand=permissions"), &[JSON, CHOSEN_ID], "");
    Ok(())
}

#[tokio::test]
async fn update_credential() -> Result<(), Error> {
    let server = Server::new([Response::json(200, CREDENTIAL), Response::json(200, CREDENTIAL)]);
    let credentials = client(&server).organizations().service_accounts().credentials();
    credentials.update("acme", ACCOUNT_ID, CREDENTIAL_ID).await?;
    let request = credentials.update("acme", ACCOUNT_ID, CREDENTIAL_ID).description("d").name("n");
    assert_eq!(request.x_client_request_id(request_id()).await?.name, "name");
    let line = format!("PATCH /organizations/acme/service-accounts/{ACCOUNT_ID}/credentials/{CREDENTIAL_ID}");
    let requests = server.requests();
    assert_sent(&requests[0], &line, &[JSON, SENDS_JSON, ("content-length", "2")], "{}");
    let headers = [JSON, SENDS_JSON, CHOSEN_ID, ("content-length", "30")];
    assert_sent(&requests[1], &line, &headers, r#"{"description":"d","name":"n"}"#);
    Ok(())
}

#[tokio::test]
async fn delete_credential() -> Result<(), Error> {
    let server = Server::new([Response::empty(204)]);
    let credentials = client(&server).organizations().service_accounts().credentials();
    let () = credentials.delete("acme", ACCOUNT_ID, CREDENTIAL_ID).x_client_request_id(request_id()).await?;
    let path = format!("/organizations/acme/service-accounts/{ACCOUNT_ID}/credentials/{CREDENTIAL_ID}");
    assert_sent(&server.request(), &format!("DELETE {path}"), &[ANYTHING, CHOSEN_ID], "");
    Ok(())
}

#[tokio::test]
async fn the_token_is_fetched_once_for_all_callers() -> Result<(), Error> {
    let server = Server::new(vec![Response::json(200, ACCOUNT); 8]);
    let client = client(&server);
    let mut calls = Vec::new();
    for _ in 0..8 {
        // A request can be spawned: handles are owned, futures are Send.
        let request = client.organizations().service_accounts().retrieve("acme", ACCOUNT_ID);
        calls.push(tokio::spawn(request.send()));
    }
    for call in calls {
        call.await.expect("no call panics")?;
    }
    assert_eq!(server.requests().len(), 8);
    let tokens = server.token_requests();
    assert_eq!(tokens.len(), 1, "{tokens:#?}");
    assert_eq!((tokens[0].method.as_str(), tokens[0].body.as_str()), ("POST", "grant_type=client_credentials"));
    assert_eq!(tokens[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    // `id:secret` in base64.
    assert_eq!(tokens[0].header("authorization"), Some("Basic aWQ6c2VjcmV0"));
    Ok(())
}

#[tokio::test]
async fn a_token_of_ones_own_is_sent_as_it_is() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT), Response::json(200, ACCOUNT)]);
    let client = Client::builder().base_url(server.url()).bearer_token("a.b.c").build()?;
    client.organizations().service_accounts().retrieve("acme", ACCOUNT_ID).await?;
    assert_eq!(server.request().header("authorization"), Some("Bearer a.b.c"));
    assert!(!format!("{client:?}").contains("a.b.c"), "{client:?}");
    let nobody = Client::builder().base_url(server.url()).build()?;
    nobody.organizations().service_accounts().retrieve("acme", ACCOUNT_ID).await?;
    assert_eq!(server.requests()[1].header("authorization"), None);
    Ok(())
}

#[tokio::test]
async fn path_values_are_encoded_and_never_empty() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT)]);
    let client = Client::builder().base_url(server.url()).bearer_token("t").build()?;
    let accounts = client.organizations().service_accounts();
    accounts.retrieve("a/b ü?#%2e", "..x").await?;
    assert_eq!(server.request().target, "/organizations/a%2Fb%20%C3%BC%3F%23%252e/service-accounts/..x");
    for (organization, account, name) in
        [("", "x", "organization_id"), ("acme", "", "service_account_id"), ("..", "x", "organization_id")]
    {
        let error = accounts.retrieve(organization, account).await.expect_err("nothing is sent");
        assert!(error.is_build() && !error.may_have_been_sent(), "{error:?}");
        assert!(error.to_string().contains(name), "{error}");
    }
    assert_eq!(server.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn options_of_one_request_and_of_many() -> Result<(), Error> {
    let server = Server::new(vec![Response::json(200, ACCOUNT); 3]);
    let client = Client::builder().base_url(server.url()).bearer_token("t").build()?;
    let derived = client.with_options(RequestOptions::new().header("x-team", "blue"));
    let options = RequestOptions::new()
        .header("x-trace", "1")
        .extra_query("debug", "a b")
        .extra_body("labels", keycard::serde_json::json!(["x"]))
        .timeout(Duration::from_secs(30));
    derived.organizations().service_accounts().update("acme", ACCOUNT_ID).name("n").options(options).await?;
    client.organizations().service_accounts().update("acme", ACCOUNT_ID).await?;
    let [first, second] = <[Request; 2]>::try_from(server.requests()).expect("two requests were made");
    assert_eq!((first.header("x-team"), first.header("x-trace")), (Some("blue"), Some("1")));
    assert_eq!(first.query(), "debug=a%20b");
    assert_eq!(first.body, r#"{"name":"n","labels":["x"]}"#);
    assert_eq!((second.header("x-team"), second.header("x-trace")), (None, None));
    assert_eq!((second.query(), second.body.as_str()), ("", "{}"));
    Ok(())
}

#[tokio::test]
async fn the_whole_response_is_there_for_who_wants_it() -> Result<(), Error> {
    let response = Response::json(200, CREDENTIAL).header("x-request-id", "r-1").header("x-other", "2");
    let server = Server::new([response]);
    let client = Client::builder().base_url(server.url()).bearer_token("t").build()?;
    let credentials = client.organizations().service_accounts().credentials();
    let response = credentials.retrieve("acme", ACCOUNT_ID, CREDENTIAL_ID).send_with_response().await?;
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.headers()["x-other"], "2");
    assert_eq!(response.raw_body().as_ref(), CREDENTIAL.as_bytes());
    assert_eq!(response.into_inner().name, "name");
    Ok(())
}

#[tokio::test]
async fn an_endpoint_without_a_method_can_be_called() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT)]);
    let response =
        client(&server).request(Method::GET, "/organizations/acme/whoami").query("deep", "a b").send().await?;
    assert_eq!(response.json::<ServiceAccount>()?.id, ACCOUNT_ID);
    assert_sent(&server.request(), "GET /organizations/acme/whoami?deep=a%20b", &[JSON], "");
    Ok(())
}

#[cfg(feature = "blocking")]
#[test]
fn the_same_requests_without_an_async_runtime() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT)]);
    let accounts = client(&server).organizations().service_accounts();
    assert_eq!(accounts.retrieve("acme", ACCOUNT_ID).send_blocking()?.id, ACCOUNT_ID);
    assert_sent(&server.request(), &format!("GET /organizations/acme/service-accounts/{ACCOUNT_ID}"), &[JSON], "");
    Ok(())
}
