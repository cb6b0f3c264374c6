//! A client over the mock transport, and the one request that a call sends.

// Each test file is a crate of its own and uses its own part of this.
#![allow(dead_code)]

use keycard::serde_json::Value;
use keycard::testing::{MockReply, MockTransport};
use keycard::{Client, Request, Sending};

/// A response that no method accepts as a result, so that what is sent can be tested without one.
const REFUSAL: u16 = 418;

/// A client whose requests go to the mock.
pub fn client(mock: &MockTransport) -> Client {
    let builder = Client::builder().base_url("https://example.com").bearer_token("token").max_retries(0);
    builder.transport(mock.clone()).build().expect("a client can be built")
}

/// A client that receives this one response.
pub fn responding(body: &Value) -> Client {
    let mock = MockTransport::new();
    mock.enqueue(MockReply::new(200).json(body.to_string()));
    client(&mock)
}

/// The one request that `call` sends.
pub async fn sent<T: 'static>(call: impl FnOnce(Client) -> Sending<T>) -> Request {
    let mock = MockTransport::from_fn(|_| MockReply::new(REFUSAL));
    let error = call(client(&mock)).await.err().expect("the request is refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(REFUSAL), "{error:?}");
    let mut requests = mock.requests();
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

/// The body as text; an empty one is none.
pub fn body(request: &Request) -> &str {
    std::str::from_utf8(&request.body).expect("JSON is UTF-8")
}
