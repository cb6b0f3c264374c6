//! A small API, clients for it, and a loopback server that answers as told.

use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Call, Encode, Operation};
use sdkgen_runtime::serde_json::Value;
use sdkgen_runtime::testing::{MockReply, MockTransport};
use sdkgen_runtime::{Api, ClientBuilder, Core, Credential, Scheme, Server as ApiServer};

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

/// A builder whose client talks to `mock`, without credentials.
pub(crate) fn builder(mock: &MockTransport) -> ClientBuilder {
    ClientBuilder::new(&API).transport(mock.clone())
}

/// A client that talks to `mock`, without credentials.
pub(crate) fn client(mock: &MockTransport) -> Core {
    builder(mock).build().expect("a client without credentials can be built")
}

/// A builder whose client talks to a loopback server, and fetches its tokens there.
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
    let mock = MockTransport::answering(|_| ok());
    let mut call = get(&client(&mock));
    call.query(name, value);
    sent(&mock, call).raw_query().to_owned()
}

/// Sends `call` and returns its request.
pub(crate) fn sent(mock: &MockTransport, call: Call<Value>) -> sdkgen_runtime::Request {
    now(call.send()).expect("the mock answers with success");
    mock.requests().pop().expect("a request was sent")
}

/// Waits for a future that a mock transport completes at once.
pub(crate) fn now<T>(work: impl IntoFuture<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be built").block_on(work.into_future())
}

pub(crate) fn ok() -> MockReply {
    MockReply::new(200).json("{}")
}

mod loopback {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpListener, TcpStream};
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    use std::sync::{Arc, Mutex};
    use std::thread;
    use std::time::Duration;

    /// What the server does about a request.
    pub(crate) enum Act {
        Reply(String),
        /// The same, after a while.
        Late(Duration, String),
        /// Closes the connection without a word.
        Drop,
        /// Sends the head of an answer, then a body without end.
        Endless,
        /// Says nothing until the client gives up, or for some seconds.
        Silence,
    }

    type Handler = dyn Fn(&str) -> Act + Send + Sync;

    /// A server on a loopback port of its own. It takes one request a connection, and stops when dropped.
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
        /// `handler` is given each request as text, in lower case up to the body.
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

        /// Bytes of endless bodies that went out.
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

    /// An answer as text.
    pub(crate) fn reply(status: &str, headers: &str, body: &str) -> String {
        let length = body.len();
        format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}")
    }

    fn serve(mut stream: TcpStream, shared: &Shared) {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
        let _ = stream.set_write_timeout(Some(Duration::from_secs(10)));
        let Some(request) = read(&mut stream) else { return };
        shared.requests.lock().expect("no handler panicked").push(request.clone());
        match (shared.handler)(&request) {
            Act::Reply(text) => drop(stream.write_all(text.as_bytes())),
            Act::Late(delay, text) => {
                thread::sleep(delay);
                drop(stream.write_all(text.as_bytes()));
            }
            Act::Drop => {}
            Act::Endless => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
                // A gigabyte is without end for a client that accepts a megabyte.
                for _ in 0..16_384 {
                    if stream.write_all(&[b' '; 65_536]).is_err() {
                        break;
                    }
                    shared.written.fetch_add(65_536, Ordering::AcqRel);
                }
            }
            Act::Silence => drop(stream.read(&mut [0; 1])),
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
}
