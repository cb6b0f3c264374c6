//! Tests the golden crate: the exact requests that it sends and how it reads responses, over a mock transport.

#![allow(mixed_script_confusables, reason = "a member is called π")]

mod bodies;
mod presence;
mod requests;
mod responses;
mod scalars;
mod styles;
mod unions;
mod values;

use sdkgen_golden::Client;
use sdkgen_golden::serde_json::Value;
use sdkgen_runtime::Request;
use sdkgen_runtime::testing::{MockReply, MockTransport};

/// A client and the transport behind it.
fn client() -> (Client, MockTransport) {
    let mock = MockTransport::new();
    let builder = Client::builder().bearer_token("token-1").transport(mock.clone());
    (builder.build().expect("a client can be built"), mock)
}

/// A client whose next response is this JSON.
fn responding(json: &str) -> (Client, MockTransport) {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(200).json(json));
    (client, mock)
}

/// A client whose next response has no body.
fn silent() -> (Client, MockTransport) {
    let (client, mock) = client();
    mock.enqueue(MockReply::new(204));
    (client, mock)
}

/// The only request that was sent.
#[track_caller]
fn sent(mock: &MockTransport) -> Request {
    let [request] = mock.requests().try_into().expect("one request is sent");
    request
}

/// The body of the only request, as text.
#[track_caller]
fn body(mock: &MockTransport) -> String {
    String::from_utf8(sent(mock).body.to_vec()).expect("the body is text")
}

/// JSON by its meaning.
fn json(text: &str) -> Value {
    sdkgen_golden::serde_json::from_str(text).expect("the test writes JSON")
}
