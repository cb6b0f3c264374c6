//! How connections are established, kept, shared and closed.

use std::time::Duration;

use sdkgen_runtime::ErrorKind;
use sdkgen_runtime::private::ClientBuilder;

use crate::lab::{Act, Lab, Step, another_root};
use crate::support::{API, assert_error, builder, client, create, get};

/// Sends three slow requests at once.
async fn three_at_once(core: &sdkgen_runtime::private::Core) {
    let calls: Vec<_> = (0..3).map(|id| tokio::spawn(get(core, &id.to_string()).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

fn slow() -> Act {
    Act::new().pause(100).head(200, &[("content-length", "2")]).last("{}")
}

/// Over HTTP/1.1, sequential requests use the same connection.
#[tokio::test]
async fn http1_connection_is_kept() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let core = client(&lab);
    for id in ["a", "b", "c"] {
        get(&core, id).send().await.unwrap();
    }
    assert_eq!((lab.log().on(), lab.log().connections), (vec![1, 1, 1], 1));
}

/// HTTP/1.1 works over TLS.
#[tokio::test]
async fn http1_over_tls() {
    let lab = Lab::tls(|_| Act::ok("{}"));
    get(&client(&lab), "a").send().await.unwrap();
    assert_eq!((lab.log().handshakes, lab.log().requests[0].stream), (1, 0));
}

/// If HTTP/2 is disabled, the offer of the server is ignored, and concurrent requests use separate connections.
#[tokio::test]
async fn http2_can_be_turned_off() {
    let lab = Lab::http2(|_| slow());
    let core = builder(&lab).http2(false).build().unwrap();
    three_at_once(&core).await;
    let log = lab.log();
    assert_eq!(log.connections, 3);
    assert!(log.requests.iter().all(|request| request.stream == 0 && request.header("host").is_some()));
}

/// Idle connections are closed after the limit that was set.
#[tokio::test]
async fn idle_connections_are_closed() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let core = builder(&lab).pool_idle_timeout(Duration::from_millis(100)).build().unwrap();
    get(&core, "a").send().await.unwrap();
    lab.until("the end of the idle connection", |log| log.closed == 1).await;
    get(&core, "b").send().await.unwrap();
    assert_eq!(lab.log().on(), [1, 2]);
}

/// No more idle connections are kept than was set.
#[tokio::test]
async fn idle_connections_are_counted() {
    let lab = Lab::plain(|_| slow());
    let core = builder(&lab).pool_max_idle_per_host(1).build().unwrap();
    three_at_once(&core).await;
    lab.until("the end of all idle connections but one", |log| log.closed == 2).await;
    get(&core, "a").send().await.unwrap();
    assert_eq!(lab.log().connections, 3);
}

/// With a limit of 0, each request uses a new connection.
#[tokio::test]
async fn no_idle_connection_at_all() {
    let lab = Lab::plain(|_| Act::ok("{}"));
    let core = builder(&lab).pool_max_idle_per_host(0).build().unwrap();
    get(&core, "a").send().await.unwrap();
    get(&core, "b").send().await.unwrap();
    lab.until("the end of both connections", |log| log.closed == 2).await;
    assert_eq!(lab.log().on(), [1, 2]);
}

/// `Connection: close` is honoured.
#[tokio::test]
async fn close_is_obeyed() {
    let lab = Lab::plain(|_| Act::reply(200, &[("connection", "close")], "{}"));
    let core = client(&lab);
    get(&core, "a").send().await.unwrap();
    get(&core, "b").send().await.unwrap();
    assert_eq!(lab.log().on(), [1, 2]);
}

/// A POST on an idle connection that the server closed meanwhile is sent on a new one, once.
#[tokio::test]
async fn post_on_a_connection_that_was_closed_meanwhile() {
    let lab = Lab::plain(|request| if request.connection == 1 { Act::ok("{}").close() } else { Act::ok("{}") });
    let core = client(&lab);
    get(&core, "a").send().await.unwrap();
    lab.until("the end of the connection", |log| log.closed == 1).await;
    create(&core).send().await.unwrap();
    assert_eq!(lab.log().lines(), ["GET /things/a", "POST /things"]);
}

/// After a connection that is closed before anything was read, a GET is sent again.
#[tokio::test]
async fn connection_that_is_closed_at_once() {
    let greeting = |number| if number == 1 { Act::new().close() } else { Act::new() };
    let lab = Lab::greeting(greeting, |_| Act::ok("{}"));
    get(&client(&lab), "a").send().await.unwrap();
    assert_eq!((lab.log().connections, lab.log().requests.len()), (2, 1));
}

/// If a server breaks every connection at once, there are as many attempts as allowed.
#[tokio::test]
async fn connections_that_always_break() {
    let lab = Lab::greeting(|_| Act::new().then(Step::Break), |_| Act::ok("{}"));
    let error = get(&client(&lab), "a").send().await.unwrap_err();
    // The reset may arrive while the connection is established, or later.
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport), "{error:?}");
    assert_eq!((error.attempts(), error.is_retryable(), lab.log().requests.len()), (3, true, 0));
}

/// A second response after the first one is not used for the next request.
#[tokio::test]
async fn response_too_many() {
    let extra = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n\"extra\"";
    let lab = Lab::plain(move |request| match request.number {
        1 => Act::ok("1").raw(extra),
        _ => Act::ok("2"),
    });
    let core = client(&lab);
    assert_eq!(get(&core, "a").send().await.unwrap(), 1);
    lab.until("both responses", |log| log.sent == 1).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// A stream that is dropped midway closes its HTTP/1.1 connection.
#[tokio::test]
async fn http1_dropped_stream_closes_its_connection() {
    let lab = Lab::plain(|_| Act::new().head(200, &[("content-length", "9")]).data("1").hang());
    let mut stream = get(&client(&lab), "a").send_streaming().await.unwrap();
    assert!(stream.try_next().await.unwrap().is_some());
    drop(stream);
    lab.until("the end of the connection", |log| log.closed == 1).await;
}

/// A stream that is dropped midway resets its HTTP/2 stream, and the connection stays open.
#[tokio::test]
async fn http2_dropped_stream_is_reset() {
    let lab = Lab::http2(|request| match request.number {
        1 => Act::new().head(200, &[]).data("1").hang(),
        _ => Act::ok("{}"),
    });
    let core = client(&lab);
    let mut stream = get(&core, "a").send_streaming().await.unwrap();
    assert!(stream.try_next().await.unwrap().is_some());
    drop(stream);
    lab.until("RST_STREAM", |log| log.resets == 1).await;
    get(&core, "b").send().await.unwrap();
    assert_eq!(lab.log().on(), [1, 1]);
}

/// After a stream was read to its end, the next request reuses its connection.
#[tokio::test]
async fn http1_finished_stream_leaves_its_connection() {
    let lab = Lab::plain(|_| Act::reply(200, &[("transfer-encoding", "chunked")], "12"));
    let core = client(&lab);
    let mut stream = get(&core, "a").send_streaming().await.unwrap();
    while stream.try_next().await.unwrap().is_some() {}
    drop(stream);
    get(&core, "b").send().await.unwrap();
    assert_eq!(lab.log().on(), [1, 1]);
}

/// All connections are closed when the client is dropped.
#[tokio::test]
async fn connections_end_with_the_client() {
    for lab in [Lab::plain(|_| slow()), Lab::http2(|_| slow())] {
        let core = client(&lab);
        three_at_once(&core).await;
        drop(core);
        lab.until("the end of all connections", |log| log.closed == log.connections).await;
    }
}

/// A certificate of an unknown authority is reported as such, and the request is not repeated.
#[tokio::test]
async fn unknown_authority_is_not_tried_again() {
    let lab = Lab::tls(|_| Act::ok("{}"));
    let core = ClientBuilder::new(&API).base_url(lab.url()).trust_root(another_root()).build().unwrap();
    let text = "things.get: no trusted connection could be established: invalid peer certificate: UnknownIssuer";
    let error = assert_error(get(&core, "a").send().await, ErrorKind::Connect, text);
    assert!(!error.is_retryable() && !error.may_have_been_sent());
    assert_eq!((error.attempts(), lab.log().connections), (1, 1));
}

/// So is a certificate for another host.
#[tokio::test]
async fn certificate_for_another_host_is_not_tried_again() {
    let lab = Lab::http2(|_| Act::ok("{}"));
    let core = builder(&lab).base_url(format!("https://127.0.0.1:{}", lab.port())).build().unwrap();
    let error = get(&core, "a").send().await.unwrap_err();
    let start = "things.get: no trusted connection could be established: invalid peer certificate: certificate not valid for name";
    assert!(error.to_string().starts_with(start), "{error}");
    assert_eq!((error.kind(), error.attempts(), lab.log().connections), (ErrorKind::Connect, 1, 1));
}

/// If a server does not speak TLS, the request is repeated, since nothing was sent.
#[tokio::test]
async fn server_without_tls() {
    let lab = Lab::greeting(|_| Act::new().raw("HTTP/1.1 400 Bad Request\r\n\r\n").close(), |_| Act::ok("{}"));
    let core = builder(&lab).base_url(lab.url().replace("http:", "https:")).max_retries(1).build().unwrap();
    let error = create(&core).send().await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
    assert_eq!((error.attempts(), lab.log().connections), (2, 2));
}

/// If a server fails during the TLS handshake, the request is repeated; if it rejects the client, it is not.
#[tokio::test]
async fn alerts_of_tls() {
    for (alert, attempts) in [(80, 2), (0, 2), (40, 1), (70, 1), (116, 1)] {
        let record = [0x15, 3, 3, 0, 2, 2, alert];
        let lab = Lab::greeting(move |_| Act::new().raw(record).close(), |_| Act::ok("{}"));
        let core = builder(&lab).base_url(lab.url().replace("http:", "https:")).max_retries(1).build().unwrap();
        let error = create(&core).send().await.unwrap_err();
        assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
        assert_eq!(
            (error.attempts(), error.is_retryable(), lab.log().connections),
            (attempts, attempts > 1, attempts as usize)
        );
    }
}
