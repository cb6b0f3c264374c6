//! What a call costs, as far as it can be counted: the size of requests and of their futures, and the allocations that
//! they make. Bounds, no timings: the numbers are the same on every machine of 64 bits. Whoever makes the SDK cheaper
//! lowers them.

use std::future::ready;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use keycard::bytes::Bytes;
use keycard::http::{HeaderMap, HeaderValue, StatusCode, header};
use keycard::{BoxFuture, Client, Error, Reply, Request, Transport, TransportError};

/// The most bytes that an async function that awaits two calls may take.
const FUTURE: usize = 512;
const ACCOUNT: &str = r#"{"id":"sa1","name":"deploy","description":"d","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"#;

/// Returns the same response at once. Two of the allocations are its own: its future, and the headers of the response.
struct Canned(&'static str);

impl Transport for Canned {
    fn send(&self, request: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        assert!(request.headers.contains_key(header::AUTHORIZATION));
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        Box::pin(ready(Ok(Reply::new(StatusCode::OK, headers, Bytes::from_static(self.0.as_bytes())))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

fn client(response: &'static str) -> Client {
    let builder = Client::builder().base_url("https://api.example.com").bearer_token("token");
    builder.transport(Canned(response)).build().expect("a client can be built")
}

/// The result of a future that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the transport responds at once"),
    }
}

#[test]
fn futures_are_small() {
    let client = client(ACCOUNT);
    let accounts = client.organizations().service_accounts();
    let users = client.zones().users();
    let mut largest = 0;
    let mut check = |what: &str, size: usize| {
        println!("{what}: {size} bytes");
        largest = largest.max(size);
    };
    check("a request", size_of_val(&users.list("z")));
    check("a request with a body", size_of_val(&accounts.create("acme", "deploy").description("d")));
    check("a list on its way", size_of_val(&users.list("z").into_future()));
    check("an object on its way", size_of_val(&accounts.retrieve("acme", "sa1").into_future()));
    check("nothing on its way", size_of_val(&accounts.delete("acme", "sa1").into_future()));
    check("a body on its way", size_of_val(&accounts.create("acme", "deploy").into_future()));
    check("a whole response", size_of_val(&accounts.retrieve("acme", "sa1").send_with_response()));
    check("a request to any path", size_of_val(&client.request(keycard::Method::GET, "/x").into_future()));
    check("pages", size_of_val(&users.list("z").pages()));
    check("items", size_of_val(&users.list("z").items()));
    let mut items = users.list("z").items();
    check("the next item", size_of_val(&items.try_next()));
    // What waits is boxed; only a few words of it show here.
    assert!(largest <= 200, "the largest takes {largest} bytes");
    // What it comes to in a function that makes a call and uses the result.
    let function = async {
        let account = accounts.create("acme", "deploy").description("d").await?;
        accounts.retrieve("acme", &account.id).await
    };
    let size = size_of_val(&function);
    println!("a function with two calls: {size} bytes");
    assert!(size <= FUTURE, "a function with two calls takes {size} bytes, more than {FUTURE}");
}

/// A call made twice; the second is counted, as the first may set something up for good.
fn counted<T>(name: &str, call: impl Fn() -> Result<T, Error>) -> u64 {
    call().expect("the call succeeds");
    let counted = allocation_counter::measure(|| drop(call().expect("the call succeeds")));
    println!(
        "{name}: {} allocations, {} bytes in all, {} at most",
        counted.count_total, counted.bytes_total, counted.bytes_max
    );
    assert_eq!(counted.count_current, 0, "{name} keeps something");
    counted.count_total
}

#[test]
fn calls_allocate_little() {
    let client = client(ACCOUNT);
    let accounts = client.organizations().service_accounts();
    let bounds = [
        (counted("retrieve", || now(accounts.retrieve("acme", "sa1").into_future())), 12),
        (counted("create", || now(accounts.create("acme", "deploy").description("d").into_future())), 18),
        (counted("delete", || now(accounts.delete("acme", "sa1").into_future())), 9),
        (counted("retrieve, whole", || now(accounts.retrieve("acme", "sa1").send_with_response())), 14),
    ];
    for (allocations, bound) in bounds {
        assert!(allocations <= bound, "{allocations} allocations, more than {bound}");
    }
}

#[test]
fn a_request_that_is_not_sent_allocates_less() {
    let client = client(ACCOUNT);
    let users = client.zones().users();
    let counted = allocation_counter::measure(|| drop(users.list("z1").limit(10).sort("email")));
    println!("a request with two inputs: {} allocations, {} bytes", counted.count_total, counted.bytes_total);
    assert!(counted.count_total <= 5, "{} allocations", counted.count_total);
}
