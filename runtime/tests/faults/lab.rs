//! The server of the fault laboratory: where it listens, its script, and what it received.

mod act;
mod http1;
mod http2;
mod log;
mod tls;

use std::net::{SocketAddr, TcpStream as Blocking};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub(crate) use self::act::{Act, Step};
pub(crate) use self::http2::{DATA, HEADERS, PING, SETTINGS, WINDOW_UPDATE, frame};
pub(crate) use self::log::{Log, Seen};
pub(crate) use self::tls::{another_root, root as trusted_root};

/// The script for a request.
type Script = dyn Fn(&Seen) -> Act + Send + Sync;
/// The script for a connection, counted from 1, before anything is read from it.
type Greeting = dyn Fn(usize) -> Act + Send + Sync;

/// A server on its own loopback port, with its own thread. It stops when dropped.
pub(crate) struct Lab {
    address: SocketAddr,
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    protocol: Protocol,
    script: Box<Script>,
    greeting: Box<Greeting>,
    /// Whether the script runs as soon as the head of a request has arrived.
    early: bool,
    log: Mutex<Log>,
    changed: watch::Sender<()>,
    stop: watch::Sender<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    /// HTTP/1.1 over TCP.
    Plain,
    /// HTTP/1.1 over TLS.
    Tls,
    /// HTTP/2 over TLS, or HTTP/1.1 if the client wants that.
    Http2,
}

impl Lab {
    /// HTTP/1.1 over TCP. The script receives each request with its body.
    pub(crate) fn plain(script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        Self::start(Protocol::Plain, Box::new(script), Box::new(|_| Act::new()), false)
    }

    /// HTTP/1.1 over TCP; the script runs before the body of the request is read, and the body is never read.
    pub(crate) fn early(script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        Self::start(Protocol::Plain, Box::new(script), Box::new(|_| Act::new()), true)
    }

    /// HTTP/1.1 over TLS.
    pub(crate) fn tls(script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        Self::start(Protocol::Tls, Box::new(script), Box::new(|_| Act::new()), false)
    }

    /// HTTP/2 over TLS.
    pub(crate) fn http2(script: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        Self::start(Protocol::Http2, Box::new(script), Box::new(|_| Act::new()), false)
    }

    /// HTTP/1.1 over TCP; `greeting` runs first on each connection.
    pub(crate) fn greeting(
        greeting: impl Fn(usize) -> Act + Send + Sync + 'static,
        script: impl Fn(&Seen) -> Act + Send + Sync + 'static,
    ) -> Self {
        Self::start(Protocol::Plain, Box::new(script), Box::new(greeting), false)
    }

    fn start(protocol: Protocol, script: Box<Script>, greeting: Box<Greeting>, early: bool) -> Self {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port is free");
        listener.set_nonblocking(true).expect("a listener can be asked without waiting");
        let address = listener.local_addr().expect("a listener has an address");
        let (log, changed, stop) = (Mutex::default(), watch::channel(()).0, watch::channel(false).0);
        let shared = Arc::new(Shared { protocol, script, greeting, early, log, changed, stop });
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be built").block_on(listen(listener, server));
        });
        Self { address, shared }
    }

    /// The base URL.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.shared.protocol == Protocol::Plain { "http" } else { "https" };
        format!("{scheme}://localhost:{}", self.address.port())
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// What the server has received so far.
    pub(crate) fn log(&self) -> Log {
        self.shared.log().clone()
    }

    /// Waits until the log of the server satisfies `condition`, or fails after some seconds.
    pub(crate) async fn until(&self, what: &str, condition: impl Fn(&Log) -> bool) {
        let mut changed = self.shared.changed.subscribe();
        let wait = async {
            while !condition(&self.log()) {
                changed.changed().await.expect("the server holds the sender");
            }
        };
        if tokio::time::timeout(Duration::from_secs(5), wait).await.is_err() {
            panic!("{what} did not come to pass: {:?}", self.log());
        }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.shared.stop.send_replace(true);
        // Wakes up the loop that accepts connections.
        let _ = Blocking::connect_timeout(&self.address, Duration::from_millis(100));
    }
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, change: impl FnOnce(&mut Log)) {
        change(&mut self.log());
        self.changed.send_replace(());
    }

    /// Records a request and returns its script.
    fn ask(&self, mut seen: Seen) -> Act {
        {
            let log = self.log();
            seen.number = log.requests.len() + 1;
            seen.on_connection = log.requests.iter().filter(|other| other.connection == seen.connection).count() + 1;
            seen.at = Instant::now();
        }
        self.record(|log| log.requests.push(seen.clone()));
        (self.script)(&seen)
    }
}

async fn listen(listener: std::net::TcpListener, shared: Arc<Shared>) {
    let listener = TcpListener::from_std(listener).expect("the listener is one of a runtime");
    let mut stop = shared.stop.subscribe();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        let Ok((stream, _)) = stream else { continue };
        let mut number = 0;
        shared.record(|log| {
            log.connections += 1;
            number = log.connections;
        });
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            connection(stream, number, &shared).await;
            shared.record(|log| log.closed += 1);
        });
    }
}

async fn connection(mut stream: TcpStream, number: usize, shared: &Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let greeting = (shared.greeting)(number);
    if !http1::perform(&mut stream, greeting, shared).await {
        return;
    }
    if shared.protocol == Protocol::Plain {
        return http1::serve(stream, number, shared).await;
    }
    let Some(stream) = tls::accept(stream, shared.protocol == Protocol::Http2).await else { return };
    shared.record(|log| log.handshakes += 1);
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        http2::serve(stream, number, shared).await;
    } else {
        http1::serve(stream, number, shared).await;
    }
}

/// A connection, with TLS or without.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// Breaks the connection with a reset (RST) instead of an end (FIN) when it is dropped.
    fn reset(&mut self);
}

impl Socket for TcpStream {
    fn reset(&mut self) {
        let _ = self.set_zero_linger();
    }
}

impl Socket for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset(&mut self) {
        let _ = self.get_ref().0.set_zero_linger();
    }
}
