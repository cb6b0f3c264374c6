//! A scripted loopback server.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The script for a request.
pub(crate) enum Act {
    Reply(Vec<u8>),
    /// The same, after a while.
    Late(Duration, Vec<u8>),
    /// Writes this and closes the connection.
    Cut(Vec<u8>),
    /// Closes the connection without a response.
    Drop,
    /// Sends the head of a response, then an endless body.
    Endless,
    /// Writes these pieces with a pause after each, then closes the connection.
    Slowly(Vec<Vec<u8>>),
    /// Sends nothing until the client disconnects, or for some seconds.
    Silence,
}

type Handler = dyn Fn(&str) -> Act + Send + Sync;

/// A server on its own loopback port. It keeps connections open, and stops when dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    handler: Box<Handler>,
    requests: Mutex<Vec<String>>,
    written: AtomicU64,
    stopped: AtomicBool,
}

impl Server {
    /// `handler` receives each request as text, in lower case up to the body.
    pub(crate) fn start(handler: impl Fn(&str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            requests: Mutex::default(),
            written: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        });
        let server = Self { address, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.stopped.load(Ordering::Acquire) {
                    break;
                }
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(stream, &shared));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, as text.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().expect("no handler panicked").clone()
    }

    /// How many requests began with `start`.
    pub(crate) fn count(&self, start: &str) -> usize {
        self.requests().iter().filter(|request| request.starts_with(start)).count()
    }

    /// How many bytes of endless bodies were sent.
    pub(crate) fn written(&self) -> u64 {
        self.shared.written.load(Ordering::Acquire)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Release);
        // Wakes up the thread that accepts connections.
        let _ = TcpStream::connect(self.address);
    }
}

/// A complete response.
pub(crate) fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{body}").into_bytes()
}

fn serve(mut stream: TcpStream, shared: &Shared) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    let _ = stream.set_write_timeout(Some(Duration::from_secs(10)));
    while let Some(request) = read(&mut stream) {
        shared.requests.lock().expect("no handler panicked").push(request.clone());
        let written = match (shared.handler)(&request) {
            Act::Reply(bytes) => stream.write_all(&bytes),
            Act::Late(delay, bytes) => {
                thread::sleep(delay);
                stream.write_all(&bytes)
            }
            Act::Cut(bytes) => return drop(stream.write_all(&bytes)),
            Act::Slowly(pieces) => {
                for piece in pieces {
                    let _ = stream.write_all(&piece);
                    thread::sleep(Duration::from_millis(20));
                }
                return;
            }
            Act::Drop => return,
            Act::Endless => return endless(&mut stream, &shared.written),
            Act::Silence => return drop(stream.read(&mut [0; 1])),
        };
        if written.is_err() {
            return;
        }
    }
}

fn endless(stream: &mut TcpStream, written: &AtomicU64) {
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
    // A gigabyte is endless for a client that accepts a megabyte.
    for _ in 0..16_384 {
        if stream.write_all(&[b' '; 65_536]).is_err() {
            return;
        }
        written.fetch_add(65_536, Ordering::AcqRel);
    }
}

fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4_096];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return Some(format!("{head}\r\n\r\n{}", String::from_utf8_lossy(&bytes[end + 4..])));
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
        }
    }
}
