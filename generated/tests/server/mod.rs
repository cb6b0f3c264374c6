//! An HTTP server on the loopback interface that returns prepared responses and records the requests. It uses plain
//! threads and sockets, nothing of the SDK, so that it records what was really sent.

// Each test file is a crate of its own and uses its own part of this.
#![allow(dead_code)]

pub mod seeds;

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// No test may hang on a socket for longer than this.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where tokens are given out.
pub const TOKEN_PATH: &str = "/token";

/// What the server says to one request.
#[derive(Clone, Debug)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    manner: Manner,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
    /// As usual.
    Whole,
    /// The connection is reset before anything is read.
    Reset,
    /// Head and half of the body, then the connection ends.
    Half,
    /// Nothing at all until the server is dropped.
    Silent,
}

impl Response {
    /// JSON with this status.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status, headers, body: body.into(), manner: Manner::Whole }
    }

    /// A status without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new(), manner: Manner::Whole }
    }

    /// An error as the API words it.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, format!(r#"{{"message":"{message}","code":"{code}","status":{status}}}"#))
    }

    /// The connection is reset.
    pub fn reset() -> Self {
        Self { manner: Manner::Reset, ..Self::empty(0) }
    }

    /// Nothing is ever said.
    pub fn silence() -> Self {
        Self { manner: Manner::Silent, ..Self::empty(0) }
    }

    /// Only half of the body arrives.
    pub fn cut_in_half(self) -> Self {
        Self { manner: Manner::Half, ..self }
    }

    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Such as `GET`.
    pub method: String,
    /// Path and query, exactly as they were sent.
    pub target: String,
    /// In the order in which they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// As it was sent.
    pub body: String,
}

impl Request {
    /// The value of a header, if it came once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        values.next().filter(|_| values.next().is_none())
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query as it was sent; empty without one.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// The server. It ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    responses: Mutex<VecDeque<Response>>,
    tokens: Mutex<VecDeque<Response>>,
    requests: Mutex<Vec<Request>>,
    token_requests: Mutex<Vec<Request>>,
    over: AtomicBool,
    ended: (Mutex<bool>, Condvar),
}

impl Server {
    /// Responds to requests in this order. Further requests get status 418, which no test expects.
    pub fn new(responses: impl IntoIterator<Item = Response>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("the loopback interface has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let shared = Arc::new(Shared { responses: Mutex::new(responses.into_iter().collect()), ..Shared::default() });
        let server = Self { address, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.over.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&shared);
                // A connection that breaks is the client's affair; the test sees it on that side.
                thread::spawn(move || stream.and_then(|stream| shared.serve(stream)));
            }
        });
        server
    }

    /// Responds to token requests in this order, and then with `token-1`, `token-2` and so on.
    pub fn tokens(self, responses: impl IntoIterator<Item = Response>) -> Self {
        lock(&self.shared.tokens).extend(responses);
        self
    }

    /// Such as `http://127.0.0.1:4321`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where tokens are given out.
    pub fn token_url(&self) -> String {
        self.url() + TOKEN_PATH
    }

    /// What was asked so far, requests for tokens left out.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// The only request that was made.
    pub fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "one request was expected: {requests:#?}");
        requests[0].clone()
    }

    /// The requests for tokens so far.
    pub fn token_requests(&self) -> Vec<Request> {
        lock(&self.shared.token_requests).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        *lock(&self.shared.ended.0) = true;
        self.shared.ended.1.notify_all();
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        loop {
            if self.is_next_a_reset() {
                // Closed with something unread, so that the other side gets a reset rather than an end.
                stream.peek(&mut [0])?;
                lock(&self.responses).pop_front();
                return Ok(());
            }
            let Some(request) = read(&mut reader)? else { return Ok(()) };
            let response = self.response(request);
            match response.manner {
                Manner::Silent => return self.wait_for_the_end(),
                Manner::Half => return write(&stream, &response, response.body.len() / 2),
                Manner::Whole | Manner::Reset => write(&stream, &response, response.body.len())?,
            }
        }
    }

    fn is_next_a_reset(&self) -> bool {
        lock(&self.responses).front().is_some_and(|response| response.manner == Manner::Reset)
    }

    fn response(&self, request: Request) -> Response {
        if request.path() == TOKEN_PATH {
            let mut requests = lock(&self.token_requests);
            requests.push(request);
            let number = requests.len();
            let token = format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":3600}}"#);
            return lock(&self.tokens).pop_front().unwrap_or_else(|| Response::json(200, token));
        }
        lock(&self.requests).push(request);
        lock(&self.responses).pop_front().unwrap_or_else(|| Response::empty(418))
    }

    fn wait_for_the_end(&self) -> io::Result<()> {
        let (ended, signal) = &self.ended;
        let waited = signal.wait_timeout_while(lock(ended), PATIENCE, |ended| !*ended);
        waited.map(|_| ()).map_err(|_| io::Error::other("a test failed"))
    }
}

fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let Some(line) = read_line(reader)? else { return Ok(None) };
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut request = Request { method, target, headers: Vec::new(), body: String::new() };
    while let Some(line) = read_line(reader)?.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_string(&mut request.body)?;
    Ok(Some(request))
}

fn read_line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    let count = reader.read_line(&mut line)?;
    Ok((count > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn write(mut stream: &TcpStream, response: &Response, bytes: usize) -> io::Result<()> {
    let mut text = format!("HTTP/1.1 {} \r\n", response.status);
    for (name, value) in &response.headers {
        text += &format!("{name}: {value}\r\n");
    }
    if response.status != 204 {
        text += &format!("content-length: {}\r\n", response.body.len());
    }
    text += "\r\n";
    text += &response.body[..bytes];
    stream.write_all(text.as_bytes())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
