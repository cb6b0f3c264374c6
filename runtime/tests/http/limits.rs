//! Limits and failures on real sockets.

use std::net::TcpListener;
use std::time::Duration;

use sdkgen_runtime::private::ClientBuilder;
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::{Error, ErrorKind};

use crate::support::{API, Act, Server, get, post, real, reply};

const MIB: u64 = 1 << 20;

#[tokio::test]
async fn an_endless_response_is_an_error() {
    let server = Server::start(|_| Act::Endless);
    let core = real(&server).max_response_bytes(MIB).build().unwrap();
    let error = get(&core).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
    assert_eq!(error.to_string(), "things.get: the response is larger than the limit of 1048576 bytes");
    assert!(error.may_have_been_sent() && !error.is_retryable());
    // The rest is in the buffers of the sockets.
    assert!(server.written() < 64 * MIB, "{} bytes were sent", server.written());
}

#[tokio::test]
async fn a_response_that_announces_too_much_is_not_read() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 2000000000\r\n\r\n{}";
    let server = Server::start(move |_| Act::Reply(head.into()));
    let core = real(&server).max_response_bytes(MIB).build().unwrap();
    assert_eq!(get(&core).send().await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn the_limit_itself_is_fine() {
    let body = format!("\"{}\"", "a".repeat(100_000));
    let length = body.len() as u64;
    let server = Server::start(move |_| Act::Reply(reply("200 OK", "", &body)));
    let fits = real(&server).max_response_bytes(length).build().unwrap();
    assert_eq!(get(&fits).send().await.unwrap().as_str().map(str::len), Some(100_000));
    let short = real(&server).max_response_bytes(length - 1).build().unwrap();
    assert_eq!(get(&short).send().await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_large_error_keeps_its_status() {
    let body = format!(r#"{{"message": "no", "more": "{}"}}"#, "a".repeat(3_000_000));
    let server = Server::start(move |_| Act::Reply(reply("422 Unprocessable Content", "", &body)));
    let core = real(&server).build().unwrap();
    let error = get(&core).send().await.unwrap_err();
    assert!(error.is_unprocessable());
    assert_eq!(error.body().map(|body| body.len() as u64), Some(MIB));
}

#[tokio::test]
async fn a_server_that_is_silent() {
    let server = Server::start(|_| Act::Silence);
    let core = real(&server).attempt_timeout(Duration::from_millis(100)).max_retries(1).build().unwrap();
    let error = get(&core).send().await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent() && error.attempts() == 2, "{error:?}");
    let error = post(&core).send().await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 1);
    let core = real(&server).total_timeout(Duration::from_millis(100)).build().unwrap();
    let error = get(&core).send().await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 1, "{error:?}");
}

#[tokio::test]
async fn a_response_that_stops_midway() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
    let server = Server::start(move |_| Act::Cut(half.into()));
    let core = real(&server).max_retries(1).build().unwrap();
    let error = get(&core).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 2));
    let error = post(&core).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.may_have_been_sent()), (ErrorKind::Transport, 1, true));
}

#[tokio::test]
async fn a_connection_that_breaks_after_sending() {
    let server = Server::start(|_| Act::Drop);
    let core = real(&server).max_retries(1).build().unwrap();
    let error = post(&core).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.may_have_been_sent()), (ErrorKind::Transport, 1, true));
    assert_eq!(server.count("post /things"), 1);
    let error = get(&core).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 2));
}

#[tokio::test]
async fn a_port_without_a_listener() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let core = ClientBuilder::new(&API).base_url(format!("http://127.0.0.1:{port}")).max_retries(1).build().unwrap();
    let error = post(&core).send().await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent() && error.is_retryable());
    assert_eq!(error.attempts(), 2, "nothing was sent, so a POST is tried again");
    assert!(
        error.to_string().starts_with("things.create: no connection could be established: Connection refused"),
        "{error}"
    );
}

/// Without installed certificates, https fails before anything is sent.
fn has_no_certificates(error: &Error) -> bool {
    error.is_build() && error.to_string().contains("TLS is not available")
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || drop(listener.accept()));
    let core = ClientBuilder::new(&API).base_url(format!("https://127.0.0.1:{port}")).max_retries(0).build().unwrap();
    let error = post(&core).send().await.unwrap_err();
    assert!(error.is_connect() || has_no_certificates(&error), "{error}");
    assert!(!error.may_have_been_sent());
    // The server waits for any connection.
    let _ = std::net::TcpStream::connect(("127.0.0.1", port));
    server.join().unwrap();
}

#[tokio::test]
async fn a_connection_that_takes_too_long() {
    let server = Server::start(|_| Act::Silence);
    let builder = real(&server).base_url(server.url().replace("http:", "https:")).max_retries(1);
    let core = builder.connect_timeout(Duration::from_millis(100)).build().unwrap();
    let error = post(&core).send().await.unwrap_err();
    assert!(!error.may_have_been_sent());
    if !has_no_certificates(&error) {
        assert!(error.is_timeout() && error.attempts() == 2, "{error:?}");
        assert_eq!(error.to_string(), "things.create: establishing the connection took too long (2 attempts)");
    }
}

#[tokio::test]
async fn a_body_and_its_response() {
    let server = Server::start(|request| {
        let body = request.split("\r\n\r\n").nth(1).unwrap_or_default();
        Act::Reply(reply("200 OK", "content-type: application/json\r\n", if body.is_empty() { "{}" } else { body }))
    });
    let core = real(&server).build().unwrap();
    assert_eq!(post(&core).send().await.unwrap()["name"], "x");
    let request = &server.requests()[0];
    assert!(
        request.starts_with("post /things http/1.1\r\n") && request.contains("content-length: 12\r\n"),
        "{request}"
    );
}

#[test]
fn without_a_runtime_there_is_a_clear_error() {
    let core = ClientBuilder::new(&API).base_url("http://127.0.0.1:9").build().unwrap();
    let mut work = Box::pin(get(&core).send());
    let waker = std::task::Waker::noop();
    let result: std::task::Poll<Result<Value, Error>> =
        std::future::Future::poll(work.as_mut(), &mut std::task::Context::from_waker(waker));
    let std::task::Poll::Ready(Err(error)) = result else { panic!("{result:?}") };
    assert!(error.is_build() && !error.is_retryable(), "{error}");
    assert!(error.to_string().contains("there is no tokio runtime on this thread"), "{error}");
}

/// A string of 100,000 times `a`, compressed to this.
#[cfg(feature = "gzip")]
const COMPRESSED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 177, 0, 0, 0, 0, 2, 48, 151, 204, 242, 151, 72, 163, 99, 91, 10, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 220, 202, 0, 82, 107, 89, 64, 162, 134, 1, 0,
];

#[cfg(feature = "gzip")]
#[tokio::test]
async fn the_limit_holds_for_what_is_decompressed() {
    let server = Server::start(|_| {
        let length = COMPRESSED.len();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n");
        Act::Reply([head.as_bytes(), COMPRESSED].concat())
    });
    let fits = real(&server).max_response_bytes(100_002).build().unwrap();
    assert_eq!(get(&fits).send().await.unwrap().as_str().map(str::len), Some(100_000));
    assert!(server.requests()[0].contains("accept-encoding: gzip"));
    let short = real(&server).max_response_bytes(100_001).build().unwrap();
    assert_eq!(get(&short).send().await.unwrap_err().kind(), ErrorKind::TooLarge);
}
