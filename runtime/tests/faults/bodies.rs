//! Response bodies that are broken, endless or not what was expected.

use std::time::Duration;

use sdkgen_runtime::ErrorKind;
use sdkgen_runtime::http::Method;

use crate::lab::{Act, Lab, Step};
use crate::support::{after, assert_error, before, builder, client, create, get, raw};

const LIMIT: Duration = Duration::from_millis(300);

/// A body that ends before its length is an error, and a GET is sent again.
#[tokio::test]
async fn short_body() {
    let lab = Lab::plain(|request| match request.number {
        1 => Act::new().head(200, &[("content-length", "99")]).data("{}").close(),
        _ => Act::ok("2"),
    });
    assert_eq!(get(&client(&lab), "a").send().await.unwrap(), 2);
    assert_eq!(lab.log().on(), [1, 2]);
}

/// A POST is not, since the server has executed it.
#[tokio::test]
async fn short_body_of_a_post() {
    let lab = Lab::plain(|_| Act::new().head(200, &[("content-length", "99")]).data("{}").close());
    let error = create(&client(&lab)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.may_have_been_sent()), (ErrorKind::Transport, 1, true));
    assert_eq!(lab.log().requests.len(), 1);
}

/// A chunked body without its last chunk is an error, although it is valid JSON so far.
#[tokio::test]
async fn chunks_without_the_last() {
    let lab = Lab::plain(|_| Act::new().head(200, &[("transfer-encoding", "chunked")]).data("{}").close());
    let error = create(&client(&lab)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error:?}");
}

/// Invalid chunk sizes are an error.
#[tokio::test]
async fn chunks_of_no_size() {
    for size in ["x", "-1", "fffffffffffffffff", "2;", ""] {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        let bytes = format!("{head}{size}\r\n{{}}oops");
        let lab = Lab::plain(move |_| Act::new().raw(&bytes).close());
        let error = create(&client(&lab)).send().await.expect_err(size);
        assert_eq!(error.kind(), ErrorKind::Transport, "{size}: {error:?}");
    }
}

/// An HTTP/2 stream that is reset within its body is an error.
#[tokio::test]
async fn http2_reset_within_the_body() {
    let lab = Lab::http2(|_| Act::new().head(200, &[]).data("{}").then(Step::Reset(8)));
    let error = create(&client(&lab)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), lab.log().requests.len()), (ErrorKind::Transport, 1, 1), "{error:?}");
}

/// An HTTP/2 body that is shorter or longer than its length is an error.
#[tokio::test]
async fn http2_body_of_another_length() {
    for length in ["1", "3"] {
        let lab = Lab::http2(move |_| Act::new().head(200, &[("content-length", length)]).last("{}"));
        let error = create(&client(&lab)).send().await.expect_err(length);
        assert_eq!(error.kind(), ErrorKind::Transport, "{length}: {error:?}");
    }
}

/// A body that stalls ends with the time limit of the attempt.
#[tokio::test]
async fn body_that_stalls() {
    let lab = Lab::plain(|_| Act::new().head(200, &[("content-length", "99")]).data("{").hang());
    let core = builder(&lab).attempt_timeout(LIMIT).max_retries(0).build().unwrap();
    let text = "things.get: no complete response within 300ms, the time limit of an attempt";
    assert_error(after(LIMIT, get(&core, "a").send()).await, ErrorKind::Timeout, text);
    lab.until("the end of the connection", |log| log.closed == 1).await;
}

/// So does a body that trickles forever: received bytes do not extend the limit.
#[tokio::test]
async fn body_that_trickles() {
    let lab = Lab::plain(|_| {
        let head = Act::new().head(200, &[("content-length", "999")]);
        (0..999).fold(head, |act, _| act.data(" ").pause(20))
    });
    let core = builder(&lab).attempt_timeout(LIMIT).max_retries(0).build().unwrap();
    assert!(after(LIMIT, get(&core, "a").send()).await.unwrap_err().is_timeout());
}

/// The time limit of the call applies to all attempts together.
#[tokio::test]
async fn limit_of_the_call() {
    let lab = Lab::plain(|_| Act::new().hang());
    let core = builder(&lab).attempt_timeout(LIMIT).total_timeout(Duration::from_millis(900)).build().unwrap();
    let text = "things.get: not done within 900ms, the time limit of the call (2 attempts)";
    assert_error(after(Duration::from_millis(900), get(&core, "a").send()).await, ErrorKind::Timeout, text);
}

/// An endless body is an error at the size limit.
#[tokio::test]
async fn body_without_end() {
    let lab = Lab::plain(|_| {
        (0..2_000).fold(Act::new().head(200, &[("connection", "close")]), |act, _| act.data([b' '; 65_536]))
    });
    let core = builder(&lab).max_response_bytes(1 << 20).build().unwrap();
    let text = "things.get: the response is larger than the limit of 1048576 bytes";
    assert_error(get(&core, "a").send().await, ErrorKind::TooLarge, text);
    assert!(lab.log().sent < 64 << 20, "{} bytes were sent", lab.log().sent);
}

/// A length beyond the limit is an error before the body is read.
#[tokio::test]
async fn length_beyond_the_limit() {
    let lab = Lab::http2(|_| Act::new().head(200, &[("content-length", "2000000000")]).hang());
    let error = before(Duration::from_secs(5), get(&client(&lab), "a").send()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
    lab.until("RST_STREAM", |log| log.resets == 1).await;
}

/// A response may arrive while the request is still being sent: a large upload is rejected with its status.
#[tokio::test]
async fn response_before_the_request_was_sent() {
    let lab = Lab::early(|_| Act::reply(413, &[("connection", "close")], "too much").pause(300));
    let body = vec![b'x'; 8 << 20];
    let call = client(&lab).request(sdkgen_runtime::http::Method::POST, "/a").body("text/plain", body);
    let error = call.send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(413), "{error:?}");
    assert_eq!(lab.log().requests.len(), 1);
}

/// A server that shuts down its sending side but does not close the connection does not delay the client.
#[tokio::test]
async fn half_closed_after_the_response() {
    let lab = Lab::plain(|_| Act::new().head(200, &[]).data("7").then(Step::HalfClose).hang());
    assert_eq!(before(Duration::from_secs(5), get(&client(&lab), "a").send()).await.unwrap(), 7);
}

/// A server that shuts down its sending side without a response is a broken connection.
#[tokio::test]
async fn half_closed_without_a_response() {
    let lab = Lab::plain(|_| Act::new().then(Step::HalfClose).hang());
    let error = before(Duration::from_secs(5), create(&client(&lab)).send()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
}

/// If a proxy sends a page where JSON was expected, the error shows its media type, but not its content.
#[tokio::test]
async fn page_instead_of_json() {
    let lab = Lab::plain(|_| Act::reply(200, &[("content-type", "text/html")], "<html>hunter2</html>"));
    let text = get(&client(&lab), "a").send().await.unwrap_err().to_string();
    assert!(text.contains("text/html") && !text.contains("hunter2"), "{text}");
}

/// Deeply nested JSON is an error and does not overflow the stack.
#[tokio::test]
async fn deep_json() {
    let lab = Lab::plain(|_| Act::ok(&"[".repeat(1_000_000)));
    let error = get(&client(&lab), "a").send().await.unwrap_err();
    assert!(error.is_decode(), "{error:?}");
}

/// The error of a response in an unsupported encoding says so, whether it is read as JSON or text.
#[tokio::test]
async fn unknown_encoding_is_reported() {
    for encoding in ["br", "zstd", "gzip, br", "x-secret"] {
        let lab = Lab::plain(move |_| Act::reply(200, &[("content-encoding", encoding)], "\u{1}\u{2}"));
        let error = get(&client(&lab), "a").send().await.unwrap_err();
        let text = format!("the response is encoded as `{encoding}`, which this client does not decode");
        assert!(error.is_decode() && error.to_string().contains(&text), "{error}");
    }
}

/// So does the error of an error response in such an encoding.
#[tokio::test]
async fn unknown_encoding_of_an_error_is_reported() {
    let lab = Lab::plain(|_| Act::reply(404, &[("content-encoding", "br")], "\u{1}\u{2}"));
    let text = "things.get: 404 Not Found: the response is encoded as `br`, which this client does not decode";
    assert_error(get(&client(&lab), "a").send().await, ErrorKind::Status, text);
}

/// Bytes are returned still encoded, with the header that names the encoding.
#[tokio::test]
async fn unknown_encoding_of_bytes() {
    let lab = Lab::plain(|_| Act::reply(200, &[("content-encoding", "br")], "\u{1}\u{2}"));
    let response = raw(&client(&lab), "/a").send().await.unwrap();
    assert_eq!((&response.raw_body()[..], response.header("content-encoding")), (&b"\x01\x02"[..], Some("br")));
}

/// An empty body is empty in any encoding, whatever the headers.
#[tokio::test]
async fn nothing_in_any_encoding() {
    let lab = Lab::plain(|request| {
        let encoding = ("content-encoding", ["gzip", "br", "GZIP"][(request.number - 1) / 5]);
        match (request.number - 1) % 5 {
            0 => Act::new().head(204, &[encoding]),
            1 => Act::new().head(200, &[encoding, ("content-length", "0")]),
            2 => Act::new().head(200, &[encoding, ("transfer-encoding", "chunked")]).last(""),
            3 => Act::new().head(200, &[encoding, ("content-length", "120")]),
            _ => Act::new().head(404, &[encoding, ("content-length", "120")]),
        }
    });
    let core = client(&lab);
    for _ in 0..3 {
        for _ in 0..3 {
            assert_eq!(raw(&core, "/a").send().await.unwrap().text().unwrap(), "");
        }
        let head = || core.request(Method::HEAD, "/a").send();
        assert_eq!(head().await.unwrap().text().unwrap(), "");
        assert_error(head().await, ErrorKind::Status, "HEAD /a: 404 Not Found");
    }
}

/// `identity` is not an encoding.
#[tokio::test]
async fn identity_is_no_encoding() {
    let lab = Lab::plain(|_| Act::reply(200, &[("content-encoding", "identity")], "7"));
    assert_eq!(get(&client(&lab), "a").send().await.unwrap(), 7);
}

/// 10 MB of zeros, compressed to 10 kB; repeated, it is a decompression bomb.
#[cfg(feature = "gzip")]
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        encoder.write_all(&[b' '; 1 << 20]).unwrap();
    }
    encoder.finish().unwrap()
}

/// A decompression bomb is an error at the size limit after decompression.
#[cfg(feature = "gzip")]
#[tokio::test]
async fn compressed_bomb() {
    let bomb = bomb();
    assert!(bomb.len() < 200_000);
    let lab = Lab::plain(move |_| Act::reply_bytes(200, &[("content-encoding", "gzip")], &bomb));
    let core = builder(&lab).max_response_bytes(1 << 20).build().unwrap();
    assert_eq!(get(&core, "a").send().await.unwrap_err().kind(), ErrorKind::TooLarge);
    assert_eq!(lab.log().requests[0].header("accept-encoding"), Some("gzip"));
}

/// A decompression bomb in an error response is truncated, and the error keeps its status.
#[cfg(feature = "gzip")]
#[tokio::test]
async fn compressed_bomb_of_an_error() {
    let bomb = bomb();
    let lab = Lab::plain(move |_| Act::reply_bytes(404, &[("content-encoding", "gzip")], &bomb));
    let error = get(&client(&lab), "a").send().await.unwrap_err();
    assert_eq!((error.is_not_found(), error.body().unwrap().len()), (true, 1 << 20));
}

/// A body that is declared compressed but is not is an error.
#[cfg(feature = "gzip")]
#[tokio::test]
async fn compressed_that_is_not() {
    let lab = Lab::plain(|_| Act::reply(200, &[("content-encoding", "gzip")], "{}"));
    let error = create(&client(&lab)).send().await.unwrap_err();
    assert_eq!((error.kind(), lab.log().requests.len()), (ErrorKind::Transport, 1), "{error:?}");
}
