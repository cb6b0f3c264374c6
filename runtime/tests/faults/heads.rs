//! Response heads that are invalid, too large or arrive in pieces.

use std::time::Duration;

use sdkgen_runtime::{Error, ErrorKind};

use crate::lab::{Act, Lab};
use crate::support::{after, assert_error, before, builder, client, create, get, raw};

/// Sends a POST whose response is these bytes and then the end of the connection.
async fn result_of(bytes: impl AsRef<[u8]>) -> (Result<sdkgen_runtime::serde_json::Value, Error>, Lab) {
    let bytes = bytes.as_ref().to_vec();
    let lab = Lab::plain(move |_| Act::new().raw(&bytes).close());
    let result = before(Duration::from_secs(10), create(&client(&lab)).send()).await;
    (result, lab)
}

/// Asserts that such a response is a broken connection and that the request is sent once.
async fn assert_broken(bytes: impl AsRef<[u8]>) {
    let shown = String::from_utf8_lossy(bytes.as_ref()).chars().take(60).collect::<String>();
    let (result, lab) = result_of(bytes).await;
    let error = result.expect_err(&shown);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{shown}: {error:?}");
    assert!(error.to_string().starts_with("things.create: the connection broke: "), "{shown}: {error}");
    assert!(error.may_have_been_sent() && error.to_string().len() < 300);
    assert_eq!(lab.log().requests.len(), 1, "{shown}");
}

/// An invalid status line is a broken connection, and a POST is not sent again.
#[tokio::test]
async fn status_line_that_is_none() {
    for line in ["hello", "HTTP/9.9 200 OK", "HTTP/1.1 OK", "HTTP/1.1 99999 OK", "HTTP/1.1 -1 OK", "SSH-2.0-OpenSSH"] {
        assert_broken(format!("{line}\r\ncontent-length: 0\r\n\r\n")).await;
    }
}

/// Statuses above 599 are error responses.
#[tokio::test]
async fn status_beyond_all() {
    let (result, _) = result_of("HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n").await;
    assert_error(result, ErrorKind::Status, "things.create: 999");
}

/// Invalid headers are a broken connection.
#[tokio::test]
async fn headers_that_are_none() {
    for header in ["no colon", "na me: x", ": x", "name: a\0b", "na\u{e4}me: x"] {
        assert_broken(format!("HTTP/1.1 200 OK\r\n{header}\r\ncontent-length: 2\r\n\r\n{{}}")).await;
    }
}

/// Invalid or contradictory lengths are a broken connection.
#[tokio::test]
async fn lengths_that_are_none() {
    for lengths in
        ["content-length: -1", "content-length: 2, 3", "content-length: 2\r\ncontent-length: 3", "content-length: 2x"]
    {
        assert_broken(format!("HTTP/1.1 200 OK\r\n{lengths}\r\n\r\n{{}}")).await;
    }
    assert_broken("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n{}").await;
}

/// A length is ignored if the body is chunked (RFC 9112, section 6.3), and nothing after the chunks is read.
#[tokio::test]
async fn length_beside_chunks() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\ntransfer-encoding: chunked\r\n\r\n";
    let (result, _) = result_of(format!("{head}1\r\n1\r\n0\r\n\r\n234")).await;
    assert_eq!(result.unwrap(), 1);
}

/// A head that stops in the middle is a broken connection.
#[tokio::test]
async fn head_that_stops() {
    for part in ["H", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\ncontent-le", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"] {
        assert_broken(part).await;
    }
}

/// A head that arrives in pieces of one byte is read.
#[tokio::test]
async fn head_in_pieces() {
    let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7";
    let lab = Lab::plain(move |_| whole.iter().fold(Act::new(), |act, byte| act.raw([*byte]).pause(1)));
    assert_eq!(get(&client(&lab), "a").send().await.unwrap(), 7);
}

/// A head that stalls in the middle ends with the time limit of the attempt.
#[tokio::test]
async fn head_that_stalls() {
    let lab = Lab::plain(|_| Act::new().raw("HTTP/1.1 200 OK\r\ncontent-").hang());
    let core = builder(&lab).attempt_timeout(Duration::from_millis(300)).max_retries(0).build().unwrap();
    let error = after(Duration::from_millis(300), get(&core, "a").send()).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent());
}

/// A head that trickles forever ends with the time limit of the attempt.
#[tokio::test]
async fn head_that_trickles() {
    let lab =
        Lab::plain(|_| (0..200).fold(Act::new().raw("HTTP/1.1 200 OK\r\n"), |act, _| act.raw("x: y\r\n").pause(50)));
    let core = builder(&lab).attempt_timeout(Duration::from_millis(300)).max_retries(0).build().unwrap();
    assert!(after(Duration::from_millis(300), get(&core, "a").send()).await.unwrap_err().is_timeout());
}

/// An endless head is abandoned long before memory is exhausted.
#[tokio::test]
async fn head_without_end() {
    let line = format!("x: {}\r\n", "y".repeat(1_000));
    assert_broken(format!("HTTP/1.1 200 OK\r\n{}", line.repeat(4_000))).await;
}

/// So is a head with too many headers.
#[tokio::test]
async fn too_many_headers() {
    assert_broken(format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(10_000))).await;
}

/// A header of 60 kB is accepted.
#[tokio::test]
async fn large_header() {
    let (result, _) =
        result_of(format!("HTTP/1.1 200 OK\r\nx: {}\r\ncontent-length: 1\r\n\r\n7", "y".repeat(60_000))).await;
    assert_eq!(result.unwrap(), 7);
}

/// Informational responses before the response are skipped.
#[tokio::test]
async fn informational_responses() {
    let early =
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n";
    let (result, lab) = result_of(format!("{early}HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7")).await;
    assert_eq!((result.unwrap(), lab.log().requests.len()), (7.into(), 1));
}

/// The same over HTTP/2.
#[tokio::test]
async fn http2_informational_responses() {
    let lab = Lab::http2(|_| Act::new().head(103, &[("link", "</a>")]).head(100, &[]).head(200, &[]).last("7"));
    assert_eq!(create(&client(&lab)).send().await.unwrap(), 7);
}

/// Endless informational responses end with the time limit of the attempt.
#[tokio::test]
async fn informational_responses_without_end() {
    let lab = Lab::plain(|_| {
        (0..400).fold(Act::new(), |act, _| act.raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(10)).pause(10))
    });
    let core = builder(&lab).attempt_timeout(Duration::from_millis(300)).max_retries(0).build().unwrap();
    assert!(after(Duration::from_millis(300), get(&core, "a").send()).await.unwrap_err().is_timeout());
}

/// An unrequested protocol switch is an error.
#[tokio::test]
async fn protocol_switched_unasked() {
    let head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n";
    let (result, lab) = result_of(head).await;
    let error = result.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport | ErrorKind::Status), "{error:?}");
    assert_eq!(lab.log().requests.len(), 1);
}

/// A 204 has no body, whatever its headers say, and the next request succeeds.
#[tokio::test]
async fn no_content_with_a_body() {
    let lab = Lab::plain(|request| match request.number {
        1 => Act::new().raw("HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello"),
        _ => Act::ok("2"),
    });
    let core = client(&lab);
    assert_eq!(raw(&core, "/a").send().await.unwrap().raw_body().len(), 0);
    lab.until("the response", |log| log.requests.len() == 1).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(get(&core, "b").send().await.unwrap(), 2);
}

/// A 304 or 205 without a body is an error at once, without waiting for a body.
#[tokio::test]
async fn not_modified_is_reported_at_once() {
    let lab = Lab::plain(|_| Act::new().raw("HTTP/1.1 304 Not Modified\r\ncontent-length: 99\r\n\r\n"));
    let result = before(Duration::from_secs(5), get(&client(&lab), "a").send()).await;
    assert_error(result, ErrorKind::Status, "things.get: 304 Not Modified");
}

/// A response to HEAD has no body, whatever its length.
#[tokio::test]
async fn head_has_no_body() {
    let lab = Lab::plain(|_| Act::new().raw("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n"));
    let core = client(&lab);
    for _ in 0..2 {
        let call = core.request(sdkgen_runtime::http::Method::HEAD, "/a").send();
        assert_eq!(before(Duration::from_secs(5), call).await.unwrap().raw_body().len(), 0);
    }
    assert_eq!(lab.log().on(), [1, 1]);
}

/// HTTP/1.0 without a length: the body ends with the connection.
#[tokio::test]
async fn body_of_http_1_0() {
    let (result, _) = result_of("HTTP/1.0 200 OK\r\n\r\n{\"a\":1}").await;
    assert_eq!(result.unwrap()["a"], 1);
}

/// Non-ASCII bytes in headers and in the reason phrase are accepted.
#[tokio::test]
async fn bytes_above_ascii() {
    let mut bytes = b"HTTP/1.1 200 \xc3\xa4\xff\r\nx-note: \xff\xfe\r\ncontent-length: 1\r\n\r\n7".to_vec();
    bytes.extend_from_slice(b"");
    let (result, _) = result_of(bytes).await;
    assert_eq!(result.unwrap(), 7);
}
