//! Tokens under load: one request for all waiting calls.

use sdkgen_runtime::Credential;

use crate::lab::{Act, Lab};
use crate::support::{builder, get};

/// A thousand concurrent calls share one request for a token.
#[tokio::test]
async fn single_flight_of_a_thousand() {
    let lab = Lab::http2(|request| match request.target.as_str() {
        "/token" => Act::new().pause(200).head(200, &[]).last(r#"{"access_token":"t-1","expires_in":3600}"#),
        _ => Act::ok("{}"),
    });
    let core = builder(&lab).credential("oauth2", Credential::client_credentials("id", "hunter2")).build().unwrap();
    let calls: Vec<_> = (0..1_000).map(|id| tokio::spawn(get(&core, &id.to_string()).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let log = lab.log();
    let (tokens, others): (Vec<_>, Vec<_>) = log.requests.iter().partition(|request| request.target == "/token");
    assert_eq!((tokens.len(), others.len()), (1, 1_000));
    assert!(others.iter().all(|request| request.header("authorization") == Some("Bearer t-1")));
}

/// A thousand concurrent calls whose token is rejected share one request for a new one.
#[tokio::test]
async fn single_flight_of_a_thousand_refusals() {
    let lab = Lab::http2(|request| match (request.target.as_str(), request.header("authorization")) {
        ("/token", _) => Act::ok(&format!(r#"{{"access_token":"t-{}","expires_in":3600}}"#, request.number)),
        (_, Some("Bearer t-1")) => Act::reply(401, &[], ""),
        _ => Act::ok("{}"),
    });
    let core = builder(&lab).credential("oauth2", Credential::client_credentials("id", "hunter2")).build().unwrap();
    let calls: Vec<_> = (0..1_000).map(|id| tokio::spawn(get(&core, &id.to_string()).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let tokens = lab.log().requests.iter().filter(|request| request.target == "/token").count();
    assert_eq!(tokens, 2);
}
