//! A server on the loopback interface that keeps connections alive and does as little as possible: what a client costs
//! shall not be lost in it. It ends with the process. Knows HTTP/1.1 as far as the clients here speak it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use super::models::LabelPage;
use super::responses::{issue, label};

/// Sets how many pages the list has.
pub(crate) const PAGES: usize = 1_000;
/// How many items a page has.
pub(crate) const ITEMS: i64 = 10;

/// Starts a server on its own thread and returns its address. With `together` it responds only when so many
/// requests are there.
pub(crate) fn start(together: Option<usize>) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(serve(together, sender)).expect("a socket on the loopback interface");
    });
    receiver.recv().expect("the server prints its address")
}

async fn serve(together: Option<usize>, sender: mpsc::Sender<SocketAddr>) -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let _ = sender.send(listener.local_addr()?);
    let responses = Arc::new(Responses::new());
    let barrier = together.map(|count| Arc::new(Barrier::new(count)));
    loop {
        let (stream, _) = listener.accept().await?;
        // Without it, small responses wait for the acknowledgement of previous ones.
        stream.set_nodelay(true)?;
        let (responses, barrier) = (Arc::clone(&responses), barrier.clone());
        tokio::spawn(async move {
            // A client that goes away is no failure.
            let _ = talk(stream, &responses, barrier.as_deref()).await;
        });
    }
}

async fn talk(mut stream: TcpStream, responses: &Responses, barrier: Option<&Barrier>) -> std::io::Result<()> {
    let mut buffer = Vec::with_capacity(1024);
    loop {
        let Some(length) = whole(&buffer) else {
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
            continue;
        };
        if let Some(barrier) = barrier {
            barrier.wait().await;
        }
        stream.write_all(responses.to(&buffer)).await?;
        buffer.drain(..length);
    }
}

/// How long the first request is, if all of it is there.
fn whole(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    let body = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    (buffer.len() >= head + body).then_some(head + body)
}

/// All responses, built before the first request.
struct Responses {
    issue: Vec<u8>,
    label: Vec<u8>,
    pages: Vec<Vec<u8>>,
}

impl Responses {
    fn new() -> Self {
        let page = |number: usize| {
            let next = (number + 1 < PAGES).then(|| format!("page-{}", number + 1));
            response(200, &LabelPage { items: (0..ITEMS).map(label).collect(), next })
        };
        let pages = (0..PAGES).map(page).collect();
        Self { issue: response(200, &issue(4)), label: response(201, &label(1)), pages }
    }

    fn to(&self, request: &[u8]) -> &[u8] {
        if request.starts_with(b"GET /issues") {
            return &self.issue;
        }
        if request.starts_with(b"POST ") {
            return &self.label;
        }
        let text = String::from_utf8_lossy(&request[..request.len().min(200)]);
        let number = text.split("after=page-").nth(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
        let number: usize = number.flatten().and_then(|number| number.parse().ok()).unwrap_or(0);
        &self.pages[number]
    }
}

fn response(status: u16, value: &impl serde::Serialize) -> Vec<u8> {
    let body = serde_json::to_vec(value).expect("the models can be written");
    let head = format!(
        "HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\nx-request-id: 1\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}
