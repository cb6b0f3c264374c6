//! A small API and clients for it.

#[cfg(feature = "reqwest")]
mod loopback;

use sdkgen_runtime::Credential;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Core, Encode, Operation, Scheme, Server as ApiServer};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};

#[cfg(feature = "reqwest")]
pub(crate) use self::loopback::{Act, Server, reply};

pub(crate) static API: Api = Api::new("acme", "1.2.3")
    .environment_prefix("ACME")
    .servers(&[ApiServer::new("https://api.example.com/v1")])
    .schemes(&[
        Scheme::client_credentials("oauth2", "https://auth.example.com/token", &["read", "write all"]),
        Scheme::bearer("bearer").variable("API_KEY"),
        Scheme::basic("basic"),
        Scheme::api_key_header("key", "X-Api-Key"),
        Scheme::api_key_query("query_key", "api key"),
        Scheme::api_key_cookie("cookie_key", "session"),
    ])
    .security(&[&["oauth2"], &["bearer"]]);

pub(crate) static GET: Operation = Operation::new("things.get", Method::GET, "/things/{id}");
pub(crate) static POST: Operation = Operation::new("things.create", Method::POST, "/things");
pub(crate) static DELETE: Operation = Operation::new("things.delete", Method::DELETE, "/things/{id}").accept("*/*");

/// A builder for a client of `mock` without credentials.
pub(crate) fn builder(mock: &MockTransport) -> ClientBuilder {
    ClientBuilder::new(&API).transport(mock.clone())
}

/// A client of `mock` without credentials.
pub(crate) fn client(mock: &MockTransport) -> Core {
    builder(mock).build().expect("a client without credentials can be built")
}

#[cfg(feature = "reqwest")]
/// A builder for a client of a loopback server, which also issues its tokens.
pub(crate) fn real(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(server.url()).token_url(format!("{}/token", server.url()))
}

pub(crate) fn service_account() -> Credential {
    Credential::client_credentials("client-id", "client-secret")
}

pub(crate) fn get(core: &Core) -> Call<Value> {
    Call::json(core, &GET, &[&"a"])
}

pub(crate) fn post(core: &Core) -> Call<Value> {
    let mut call = Call::json(core, &POST, &[]);
    call.body_field("name", &"x");
    call
}

pub(crate) fn query(name: &'static str, value: &dyn Encode) -> String {
    let mock = MockTransport::from_fn(|_| ok());
    let mut call = get(&client(&mock));
    call.query(name, value);
    sent(&mock, call).raw_query().to_owned()
}

/// Sends `call` and returns its request.
pub(crate) fn sent(mock: &MockTransport, call: Call<Value>) -> sdkgen_runtime::Request {
    now(call.send()).expect("the mock returns a success");
    mock.requests().pop().expect("a request was sent")
}

/// Waits for a future that a mock transport completes at once.
pub(crate) fn now<T>(work: impl IntoFuture<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be built").block_on(work.into_future())
}

pub(crate) fn ok() -> MockReply {
    MockReply::new(200).json("{}")
}
