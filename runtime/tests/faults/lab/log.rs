//! The log of the server.

use std::time::{Duration, Instant};

#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    /// Accepted connections, and closed ones.
    pub(crate) connections: usize,
    pub(crate) closed: usize,
    /// TLS handshakes that were completed.
    pub(crate) handshakes: usize,
    /// In the order in which they were complete, or their heads if the script runs early.
    pub(crate) requests: Vec<Seen>,
    /// HTTP/2: streams that the client reset.
    pub(crate) resets: usize,
    /// HTTP/2: PINGs of the client.
    pub(crate) pings: usize,
    /// Bytes of bodies that were sent.
    pub(crate) sent: usize,
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    /// In order; over HTTP/1.1 in the case that was sent.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Its connection, counted from 1.
    pub(crate) connection: usize,
    /// Which request of the server it is, counted from 1, and which of its connection.
    pub(crate) number: usize,
    pub(crate) on_connection: usize,
    pub(crate) at: Instant,
    /// HTTP/2: the stream.
    pub(crate) stream: u32,
}

impl Log {
    /// The connections of the requests.
    pub(crate) fn on(&self) -> Vec<usize> {
        self.requests.iter().map(|request| request.connection).collect()
    }

    /// The time between each request and the previous one.
    pub(crate) fn gaps(&self) -> Vec<Duration> {
        self.requests.windows(2).map(|pair| pair[1].at - pair[0].at).collect()
    }

    /// Methods and targets of the requests.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests.iter().map(|request| format!("{} {}", request.method, request.target)).collect()
    }
}

impl Seen {
    pub(crate) fn new(connection: usize, method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            connection,
            number: 0,
            on_connection: 0,
            at: Instant::now(),
            stream: 0,
        }
    }

    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let of_name = self.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        of_name.map(|(_, value)| value.as_str()).collect()
    }

    /// The only value of a header; `None` if there is none or several.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        match self.all(name)[..] {
            [value] => Some(value),
            _ => None,
        }
    }
}
