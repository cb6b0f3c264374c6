//! HTTP/1.1 on the server side: raw bytes, so that any of them may be wrong.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{Act, Seen, Shared, Socket, Step};

/// Serves one request after the other.
pub(super) async fn serve(mut stream: impl Socket, number: usize, shared: &Arc<Shared>) {
    let mut unread = Vec::new();
    loop {
        let Some(seen) = read(&mut stream, &mut unread, number, shared.early).await else { return };
        let act = shared.ask(seen);
        if !perform(&mut stream, act, shared).await || shared.early {
            return;
        }
    }
}

/// Executes all steps; returns `false` if the connection is closed.
pub(super) async fn perform(stream: &mut impl Socket, act: Act, shared: &Shared) -> bool {
    let mut chunked = false;
    for step in act.steps {
        let written = match step {
            Step::Head(status, headers, _) => {
                chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
                let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                stream.write_all(format!("HTTP/1.1 {status} Because\r\n{lines}\r\n").as_bytes()).await
            }
            Step::Data(piece, last) => {
                shared.record(|log| log.sent += piece.len());
                let piece = if chunked { chunk(&piece, last) } else { piece };
                stream.write_all(&piece).await
            }
            Step::Raw(bytes) => stream.write_all(&bytes).await,
            Step::Pause(duration) => {
                tokio::time::sleep(duration).await;
                Ok(())
            }
            Step::Hang => {
                hang(stream).await;
                return false;
            }
            Step::Dead => return shared.stopped().await,
            Step::Break => {
                stream.reset();
                return false;
            }
            Step::HalfClose => stream.shutdown().await,
            Step::Close => {
                let _ = stream.shutdown().await;
                return false;
            }
            Step::Reset(_) | Step::GoAway(..) => panic!("HTTP/1.1 has no frames"),
        };
        if written.is_err() || stream.flush().await.is_err() {
            return false;
        }
    }
    true
}

impl Shared {
    /// Waits until the server stops.
    pub(super) async fn stopped(&self) -> bool {
        let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
        false
    }
}

fn chunk(piece: &[u8], last: bool) -> Vec<u8> {
    let mut chunk = Vec::new();
    if !piece.is_empty() {
        chunk.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        chunk.extend_from_slice(piece);
        chunk.extend_from_slice(b"\r\n");
    }
    if last {
        chunk.extend_from_slice(b"0\r\n\r\n");
    }
    chunk
}

/// Reads until the client ends the connection.
async fn hang(stream: &mut impl Socket) {
    let mut buffer = [0; 1_024];
    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}

/// Reads a request; `None` at the end of the connection.
async fn read(stream: &mut impl Socket, unread: &mut Vec<u8>, number: usize, early: bool) -> Option<Seen> {
    let end = loop {
        if let Some(end) = unread.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        more(stream, unread).await?;
    };
    let head = String::from_utf8_lossy(&unread[..end]).into_owned();
    unread.drain(..end + 4);
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let mut seen = Seen::new(number, words.next()?, words.next()?);
    let headers = lines.filter_map(|line| line.split_once(": "));
    seen.headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    if early {
        return Some(seen);
    }
    if seen.header("transfer-encoding") == Some("chunked") {
        while !unread.windows(5).any(|window| window == b"0\r\n\r\n") {
            more(stream, unread).await?;
        }
        seen.body = std::mem::take(unread);
        return Some(seen);
    }
    let length = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while unread.len() < length {
        more(stream, unread).await?;
    }
    seen.body = unread.drain(..length).collect();
    Some(seen)
}

async fn more(stream: &mut impl Socket, unread: &mut Vec<u8>) -> Option<()> {
    let mut buffer = [0; 16_384];
    let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
    unread.extend_from_slice(&buffer[..read]);
    Some(())
}
