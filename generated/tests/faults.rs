//! What goes wrong on the way and at the other end, over real HTTP: what is repeated, what is reported, and how.

mod server;

use std::time::{Duration, Instant};

use keycard::models;
use keycard::{Client, Error, ErrorKind, RequestOptions};
use server::seeds::{ACCOUNT, ACCOUNTS, CREDENTIALS};
use server::{Response, Server};

/// A client whose token never has to be fetched.
fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).bearer_token("t").build().expect("a client can be built")
}

fn with_token(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).token_url(server.token_url());
    builder.client_credentials("id", "secret").build().expect("a client can be built")
}

async fn retrieve(client: &Client) -> Result<models::ServiceAccount, Error> {
    client.organizations().service_accounts().retrieve("acme", "sa").await
}

async fn create(client: &Client) -> Result<models::ServiceAccount, Error> {
    client.organizations().service_accounts().create("acme", "ci-bot").await
}

fn unauthorized() -> Response {
    Response::error(401, "unauthorized", "the token is expired")
}

#[tokio::test]
async fn a_401_without_credentials_says_how_to_set_them() {
    let server = Server::new([unauthorized()]);
    let client = Client::builder().base_url(server.url()).build().expect("a client can be built");
    let error = retrieve(&client).await.expect_err("the server refuses it");
    assert_eq!(server.request().header("authorization"), None);
    let expected = "organizations.service_accounts.retrieve: 401 Unauthorized: the token is expired (no credentials were \
                    sent: set KEYCARD_API_CLIENT_ID and KEYCARD_API_CLIENT_SECRET for Client::from_env(), or call \
                    Client::builder().client_credentials(..))";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_401_refreshes_the_token_once_and_repeats_the_request() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT), unauthorized(), Response::json(201, ACCOUNT)]);
    let client = with_token(&server);
    retrieve(&client).await?;
    // A POST as well: a request that was not let in was not carried out.
    create(&client).await?;
    let tokens: Vec<_> =
        server.requests().iter().map(|request| request.header("authorization").map(str::to_owned)).collect();
    let token = |number: u32| Some(format!("Bearer token-{number}"));
    assert_eq!(tokens, [token(1), token(1), token(2)]);
    assert_eq!(server.token_requests().len(), 2);
    assert_eq!(server.requests()[1].body, server.requests()[2].body);
    Ok(())
}

#[tokio::test]
async fn a_second_401_is_the_answer() {
    let server = Server::new([unauthorized(), unauthorized()]);
    let error = retrieve(&with_token(&server)).await.expect_err("no token is good enough");
    assert!(error.is_unauthorized(), "{error:?}");
    assert_eq!(error.attempts(), 2);
    assert_eq!((server.requests().len(), server.token_requests().len()), (2, 2));
}

#[tokio::test]
async fn a_token_of_ones_own_cannot_be_refreshed() {
    let server = Server::new([unauthorized()]);
    let error = retrieve(&client(&server)).await.expect_err("the token is expired");
    assert!(error.is_unauthorized(), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_client_is_an_error_of_its_own_kind_and_another_one_asks_anew() -> Result<(), Error> {
    let refused = Response::json(400, r#"{"error":"invalid_client","error_description":"no such client"}"#);
    let server = Server::new([Response::json(200, ACCOUNT)]).tokens([refused]);
    let client = with_token(&server);
    let error = retrieve(&client).await.expect_err("there is no token");
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert!(error.to_string().contains("no such client"), "{error}");
    assert!(!format!("{error:?} {error}").contains("secret"), "{error:?}");
    assert!(!error.may_have_been_sent() && server.requests().is_empty());
    let again = retrieve(&client).await.expect_err("the token endpoint is not asked again within ten seconds");
    assert_eq!(again.to_string(), error.to_string());
    retrieve(&with_token(&server)).await?;
    Ok(())
}

#[tokio::test]
async fn a_429_waits_as_long_as_the_server_asks() -> Result<(), Error> {
    let busy = || Response::error(429, "rate_limited", "slow down");
    let server = Server::new([
        busy().header("retry-after", "1"),
        busy().header("retry-after-ms", "300"),
        Response::json(201, ACCOUNT),
    ]);
    let start = Instant::now();
    // A POST as well: a request that was turned away was not carried out.
    create(&client(&server)).await?;
    // A lower bound holds on any machine.
    assert!(start.elapsed() >= Duration::from_millis(1300), "{:?}", start.elapsed());
    let bodies: Vec<_> = server.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [r#"{"name":"ci-bot"}"#; 3]);
    Ok(())
}

#[tokio::test]
async fn a_429_that_stays_is_an_error() {
    let busy = Response::error(429, "rate_limited", "slow down").header("retry-after-ms", "1");
    let server = Server::new(vec![busy; 3]);
    let error = retrieve(&client(&server)).await.expect_err("the server is busy");
    assert!(error.is_rate_limited() && error.is_retryable(), "{error:?}");
    assert_eq!((error.attempts(), server.requests().len()), (3, 3));
}

#[tokio::test]
async fn a_500_is_repeated_where_that_is_safe() -> Result<(), Error> {
    let broken = || Response::error(500, "internal_error", "broken").header("retry-after-ms", "1");
    let server = Server::new([broken(), broken(), Response::json(200, ACCOUNT)]);
    retrieve(&client(&server)).await?;
    assert_eq!(server.requests().len(), 3);

    let server = Server::new([broken(), Response::json(201, ACCOUNT)]);
    let error = create(&client(&server)).await.expect_err("it may have been created already");
    assert!(error.is_server_error() && error.may_have_been_sent(), "{error:?}");
    assert_eq!(server.requests().len(), 1);

    let server = Server::new([broken(), Response::json(200, ACCOUNT)]);
    let never = client(&server).with_options(RequestOptions::new().max_retries(0));
    assert!(retrieve(&never).await.is_err());
    assert_eq!(server.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_reset_connection_is_repeated_where_that_is_safe() -> Result<(), Error> {
    let server = Server::new([Response::reset(), Response::json(200, ACCOUNT)]);
    retrieve(&client(&server)).await?;
    assert_eq!(server.requests().len(), 1);

    let server = Server::new([Response::reset(), Response::json(201, ACCOUNT)]);
    let error = create(&client(&server)).await.expect_err("nobody knows whether it was created");
    assert!(error.may_have_been_sent() && error.is_retryable(), "{error:?}");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(std::error::Error::source(&error).is_some());
    Ok(())
}

#[tokio::test]
async fn half_a_response_is_repeated_too() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNT).cut_in_half(), Response::json(200, ACCOUNT)]);
    retrieve(&client(&server)).await?;
    assert_eq!(server.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn nobody_there_is_a_connection_error() {
    let address = Server::new([]).url();
    // The server is gone; what it listened on refuses connections from now on.
    let client =
        Client::builder().base_url(address).bearer_token("t").max_retries(0).build().expect("a client can be built");
    let error = loop {
        let error = create(&client).await.expect_err("nobody is there");
        if error.status().is_none() {
            break error;
        }
    };
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
    assert!(error.to_string().starts_with("organizations.service_accounts.create: "), "{error}");
}

#[tokio::test]
async fn a_slow_server_runs_into_the_limit_of_an_attempt() -> Result<(), Error> {
    let options = RequestOptions::new().attempt_timeout(Duration::from_millis(200));
    let server = Server::new([Response::silence(), Response::json(200, ACCOUNT)]);
    retrieve(&client(&server).with_options(options.clone())).await?;
    assert_eq!(server.requests().len(), 2);

    let server = Server::new([Response::silence()]);
    let error = create(&client(&server).with_options(options)).await.expect_err("the server says nothing");
    assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
    assert_eq!((error.attempts(), error.kind()), (1, ErrorKind::Timeout));
    Ok(())
}

#[tokio::test]
async fn a_slow_server_runs_into_the_limit_of_the_call() {
    let server = Server::new([Response::silence()]);
    let options = RequestOptions::new().timeout(Duration::from_millis(200));
    let error = retrieve(&client(&server).with_options(options)).await.expect_err("the server says nothing");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn documented_errors_are_typed() {
    type Predicate = fn(&Error) -> bool;
    let cases: [(u16, &str, Predicate); 6] = [
        (400, "bad_request", Error::is_bad_request),
        (403, "forbidden", Error::is_forbidden),
        (404, "not_found", Error::is_not_found),
        (409, "conflict", Error::is_conflict),
        (422, "unprocessable", Error::is_unprocessable),
        (418, "teapot", |error| !error.is_server_error()),
    ];
    for (status, code, predicate) in cases {
        let response = Response::error(status, code, "it is so").header("x-request-id", "r-1");
        let server = Server::new([response]);
        let error = create(&client(&server)).await.expect_err("it is refused");
        assert!(predicate(&error), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.request_id(), Some("r-1"));
        assert_eq!((error.attempts(), error.is_retryable()), (1, false));
        let body: models::Error = error.body_as().expect("the body is the documented one");
        assert_eq!((body.code.as_str(), body.message.as_str()), (code, "it is so"));
        assert_eq!(body.status, f64::from(status));
        let shown = error.to_string();
        for part in ["organizations.service_accounts.create", &status.to_string(), "it is so", "r-1"] {
            assert!(shown.contains(part), "{shown}");
        }
        assert!(!shown.contains('\n'), "{shown}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn an_error_that_is_no_json_is_an_error_all_the_same() {
    let server = Server::new([Response::json(404, "<html>nothing here</html>").header("content-type", "text/html")]);
    let error = retrieve(&client(&server)).await.expect_err("there is nothing");
    assert!(error.is_not_found(), "{error:?}");
    assert!(error.body_as::<models::Error>().is_none());
    assert_eq!(error.body().map(|body| body.as_ref()), Some(&b"<html>nothing here</html>"[..]));
}

#[tokio::test]
async fn a_response_may_say_more_than_we_know() -> Result<(), Error> {
    let more = CREDENTIALS.replacen("\"items\"", "\"kind\": {\"of\": [\"list\"]}, \"items\"", 1).replacen(
        "\"client_id\"",
        "\"status\": \"paused\", \"client_id\"",
        1,
    );
    let server = Server::new([Response::json(200, more)]);
    let credentials = client(&server).organizations().service_accounts().credentials();
    let page = credentials.list("acme", "sa").await?;
    let back = keycard::serde_json::to_value(&page).expect("a page is JSON");
    assert_eq!((&back["kind"]["of"][0], &back["items"][0]["status"]), (&"list".into(), &"paused".into()));
    Ok(())
}

#[tokio::test]
async fn a_page_with_an_unknown_value_of_an_enum_is_kept_and_written_back() -> Result<(), Error> {
    let page = r#"{"items":[{"id":"i1","created_at":"2019-12-27T18:11:19.117Z","created_by":"u1",
        "email":"a@example.com","expires_at":"2019-12-27T18:11:19.117Z","organization_id":"o1","role":"org_member",
        "status":"postponed","updated_at":"2019-12-27T18:11:19.117Z"}],
        "page_info":{"has_next_page":false,"has_prev_page":false}}"#;
    let server = Server::new([Response::json(200, page)]);
    let invitations = client(&server).organizations().invitations().list("acme").await?;
    let [invitation] = invitations.items.as_slice() else { panic!("there is one item: {invitations:?}") };
    assert_eq!(invitation.role, models::OrganizationRole::OrgMember);
    assert_eq!(invitation.status.as_str(), "postponed");
    assert!(matches!(invitation.status, models::InvitationStatus::Unrecognized(_)));
    let value = |text: &str| keycard::serde_json::from_str::<keycard::serde_json::Value>(text).expect("it is JSON");
    let again = keycard::serde_json::to_string(&invitations).expect("a page can be written");
    assert_eq!(value(&again), value(page));
    Ok(())
}

#[tokio::test]
async fn an_unknown_value_is_sent_as_it_is() -> Result<(), Error> {
    let server = Server::new([Response::json(200, ACCOUNTS)]);
    let accounts = client(&server).organizations().service_accounts();
    accounts.list("acme").expand(["permissions", "owner"]).await?;
    assert_eq!(server.request().query(), "expand=permissions&expand=owner");
    Ok(())
}

#[tokio::test]
async fn a_missing_field_is_named_by_its_path() {
    let without = CREDENTIALS.replacen("\"client_id\": \"A1b2C3d4E5f6G7h8I9j0K\",", "", 1);
    let wrong = CREDENTIALS.replacen("true", "\"yes\"", 1);
    let cases = [
        (without, "$.items[0].client_id"),
        (wrong, "$.items[0].permissions.organizations.read"),
        (CREDENTIALS.replacen("2019-12-27T18", "2019-13-27T18", 1), "$.items[0].created_at"),
        (CREDENTIALS[..100].to_owned(), "organizations.service_accounts.credentials.list"),
        ("null".to_owned(), "$"),
    ];
    for (body, path) in cases {
        let server = Server::new([Response::json(200, body).header("x-request-id", "r-2")]);
        let credentials = client(&server).organizations().service_accounts().credentials();
        let error = credentials.list("acme", "sa").await.expect_err("the response is not as documented");
        assert!(error.is_decode() && error.to_string().contains(path), "{error}");
        assert_eq!(error.request_id(), Some("r-2"));
        assert_eq!(server.requests().len(), 1, "a response that cannot be read is no reason to ask again");
    }
}

#[tokio::test]
async fn secrets_of_a_broken_response_are_not_shown() {
    let broken = r#"{"id":"i","client_id":"c","client_secret":"hush-hush","created_at":"never","name":"n"}"#;
    let server = Server::new([Response::json(201, broken)]);
    let credentials = client(&server).organizations().service_accounts().credentials();
    let error = credentials.create("acme", "sa", "deploy").await.expect_err("there is no such date");
    assert!(error.to_string().contains("$.created_at"), "{error}");
    assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
}
