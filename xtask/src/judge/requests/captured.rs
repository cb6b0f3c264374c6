//! Captures a request as it is sent: runs a test once more against a listener that keeps what it receives. Knows
//! HTTP/1.1 as far as the SDK uses it, and no document.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// How long the test may take, in seconds.
const SECONDS: &str = "30";
/// How long the test may take to send the next bytes.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest request that is read.
const LONGEST: usize = 16 << 20;
const RESPONSE: &[u8] = b"HTTP/1.1 500 Kept\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A request that was captured.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CapturedRequest {
    /// The first line and the headers.
    pub(super) head: String,
    /// The body.
    pub(super) body: Vec<u8>,
}

impl CapturedRequest {
    /// The value of a header, in any case; empty if there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.trim())
    }

    /// The first field of this name in a form, if its value needs no decoding.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        let body = String::from_utf8_lossy(&self.body);
        let value = if self.header("content-type").starts_with("multipart") {
            let (_, rest) = body.split_once(&format!("name=\"{name}\""))?;
            rest.split_once("\r\n\r\n")?.1.split("\r\n").next()
        } else {
            body.split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value)
        };
        value.map(str::to_owned)
    }
}

/// Runs a test, and returns the last request that it sends.
pub(super) fn capture(program: &Path, test: &str) -> Option<CapturedRequest> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
    listener.set_nonblocking(true).ok()?;
    let mut command = Command::new("timeout");
    command.args(["-k", "5", SECONDS]).arg(program).args(["--exact", test]);
    command.env("SDKGEN_TEST_URL", format!("http://{}", listener.local_addr().ok()?));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let mut last = None;
    loop {
        match listener.accept() {
            Ok((stream, _)) => last = read(stream).or(last),
            Err(_) if !matches!(child.try_wait(), Ok(None)) => return last,
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn read(mut stream: TcpStream) -> Option<CapturedRequest> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let (mut bytes, mut part) = (Vec::new(), [0; 8192]);
    while !is_whole(&bytes) && bytes.len() < LONGEST {
        let length = stream.read(&mut part).ok().filter(|length| *length > 0)?;
        bytes.extend(part.iter().take(length));
    }
    // The test fails with or without a response.
    let _ = stream.write_all(RESPONSE);
    split(&bytes)
}

fn split(bytes: &[u8]) -> Option<CapturedRequest> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = bytes.split_at(end);
    Some(CapturedRequest { head: String::from_utf8_lossy(head).into_owned(), body: body.get(4..)?.to_vec() })
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some(sent) = split(bytes) else { return false };
    if sent.header("transfer-encoding").eq_ignore_ascii_case("chunked") {
        return sent.body.ends_with(b"0\r\n\r\n");
    }
    sent.body.len() >= sent.header("content-length").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{CapturedRequest, is_whole, split};

    #[test]
    fn fields_of_forms_are_found() {
        let request = |media: &str, body: &str| CapturedRequest {
            head: format!("POST / HTTP/1.1\r\ncontent-type: {media}"),
            body: body.as_bytes().to_vec(),
        };
        let pairs = request("application/x-www-form-urlencoded", "a=1&stream=false");
        assert_eq!(pairs.field("stream").as_deref(), Some("false"));
        assert_eq!(pairs.field("b"), None);
        let part = "--x\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\nfalse\r\n--x--\r\n";
        assert_eq!(request("multipart/form-data; boundary=x", part).field("stream").as_deref(), Some("false"));
    }

    #[test]
    fn a_request_ends_where_its_length_says() {
        let text = "POST /a HTTP/1.1\r\ncontent-type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        assert!(is_whole(text.as_bytes()) && !is_whole(&text.as_bytes()[..text.len() - 1]));
        let sent = split(text.as_bytes()).unwrap();
        assert_eq!((sent.header("Content-Type"), sent.body.as_slice()), ("application/json", b"{}".as_slice()));
        assert!(is_whole(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n") && !is_whole(b"GET / HTTP/1.1\r\n"));
    }
}
