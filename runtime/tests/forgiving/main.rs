//! Forgiving decoding: what is left out, what gets a neutral value, what stays an error, and what is reported.

#![cfg(feature = "testing")]

#[path = "../codec/models.rs"]
#[allow(dead_code, reason = "the models of the codec's own tests")]
mod models;
mod places;
mod properties;
mod responses;
mod streams;

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, Call, ClientBuilder, Core, Decode, Operation, Server};
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Decoding, Error, Response};

static API: Api = Api::new("acme", "1.2.3").servers(&[Server::new("https://api.example.com/v1")]);
static CREATE: Operation = Operation::new("sessions.create", Method::POST, "/accounts/{account}/sessions");

/// A builder of a client that decodes forgivingly what `mock` returns.
fn builder(mock: &MockTransport) -> ClientBuilder {
    ClientBuilder::new(&API).transport(mock.clone()).decoding(Decoding::Forgiving)
}

/// A client to which the server always returns `body`.
fn core(body: &str) -> Core {
    let body = body.to_owned();
    let mock = MockTransport::from_fn(move |_| MockReply::new(201).json(&body));
    builder(&mock).build().expect("a client without credentials can be built")
}

/// Decodes `body` forgivingly.
fn forgiving<T: Decode + 'static>(body: &str) -> Result<Response<T>, Error> {
    now(Call::json(&core(body), &CREATE, &[&"a"]).send_with_response())
}

/// Decodes `body` forgivingly; returns the value and the deviations, one a line, without the operation.
fn decoded<T: Decode + 'static>(body: &str) -> (T, Vec<String>) {
    match forgiving(body) {
        Ok(response) => {
            let deviations = response.deviations().iter().map(ToString::to_string);
            let short = |line: String| line.replace("sessions.create: ", "").replace(" in the 201 response", "");
            let lines = deviations.map(short).collect();
            (response.into_inner(), lines)
        }
        Err(error) => panic!("{error} in {body}"),
    }
}

/// Waits for a future that a mock transport completes at once.
fn now<T>(work: impl IntoFuture<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be built").block_on(work.into_future())
}
