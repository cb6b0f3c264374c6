//! A small API and clients for it.

use std::time::{Duration, Instant};

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Core, Operation, Scheme};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::{Credential, Error, ErrorKind, RawCall};

use crate::lab::{Lab, trusted_root};

pub(crate) static API: Api = Api::new("acme", "1.2.3")
    .environment_prefix("ACME")
    .schemes(&[
        Scheme::client_credentials("oauth2", "/token", &[]),
        Scheme::bearer("bearer"),
        Scheme::api_key_header("key", "X-Api-Key"),
        Scheme::api_key_query("query_key", "api_key"),
        Scheme::api_key_cookie("cookie_key", "session"),
    ])
    .security(&[&["oauth2"], &["bearer"], &["key"], &["query_key"], &["cookie_key"]]);

static GET: Operation = Operation::new("things.get", Method::GET, "/things/{id}");
static CREATE: Operation = Operation::new("things.create", Method::POST, "/things");

/// A builder for a client of `lab` with short delays between retries.
pub(crate) fn builder(lab: &Lab) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(lab.url()).trust_root(trusted_root())
}

pub(crate) fn client(lab: &Lab) -> Core {
    builder(lab).build().expect("a client without credentials can be built")
}

/// `GET /things/{id}`.
pub(crate) fn get(core: &Core, id: &str) -> Call<Value> {
    Call::json(core, &GET, &[&id])
}

/// `POST /things` with `{"name": "x"}`.
pub(crate) fn create(core: &Core) -> Call<Value> {
    let mut call = Call::json(core, &CREATE, &[]);
    call.body_field("name", &"x");
    call
}

/// A GET whose body is returned as bytes.
pub(crate) fn raw(core: &Core, path: &str) -> RawCall {
    core.request(Method::GET, path)
}

pub(crate) fn bearer() -> Credential {
    Credential::bearer("hunter2")
}

/// Asserts the kind and the whole text of an error.
#[track_caller]
pub(crate) fn assert_error<T: std::fmt::Debug>(result: Result<T, Error>, kind: ErrorKind, text: &str) -> Error {
    let error = result.expect_err("the server did something wrong");
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, text), "{error:?}");
    error
}

/// The tolerance for delays.
const SLACK: Duration = Duration::from_millis(50);

/// Waits for `work`, which must complete after `limit`, at most [`SLACK`] later. On a busy machine timers are late too,
/// so the delay is measured from a timer of the same limit.
pub(crate) async fn after<T>(limit: Duration, work: impl IntoFuture<Output = T>) -> T {
    let start = Instant::now();
    let timer = async {
        tokio::time::sleep(limit).await;
        start.elapsed()
    };
    let work = async { (work.await, start.elapsed()) };
    let (timer, (done, elapsed)) = tokio::join!(timer, work);
    assert!(elapsed >= limit, "done {:?} too early", limit - elapsed);
    assert!(elapsed <= timer + SLACK, "done {:?} too late", elapsed - timer);
    done
}

/// Waits for `work`, which must not take longer than `limit`, measured the same way.
pub(crate) async fn before<T>(limit: Duration, work: impl IntoFuture<Output = T>) -> T {
    let work = work.into_future();
    tokio::time::timeout(limit, work).await.expect("this should have been done long ago")
}
