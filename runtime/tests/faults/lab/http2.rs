//! HTTP/2 on the server side (RFC 9113): frames written by hand, so that any of them may be wrong or missing.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use loona_hpack::Decoder;
use loona_hpack::encoder::encode_integer;
use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::sync::{Mutex, Notify};

use super::{Act, Seen, Shared, Socket, Step};

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const PING: u8 = 6;
pub(crate) const GOAWAY: u8 = 7;
pub(crate) const WINDOW_UPDATE: u8 = 8;
pub(crate) const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;
const PADDED: u8 = 8;
const PRIORITY: u8 = 32;

/// The shared writer of all streams of a connection.
struct Writer<S> {
    half: Mutex<WriteHalf<S>>,
    /// Whether the connection is to play dead.
    dead: AtomicBool,
    /// Notified when the connection should end or die.
    over: Notify,
}

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

pub(super) async fn serve<S: Socket>(stream: S, number: usize, shared: &Arc<Shared>) {
    let (mut reader, writer) = split(stream);
    let writer = Arc::new(Writer { half: Mutex::new(writer), dead: AtomicBool::new(false), over: Notify::new() });
    let mut preface = [0; 24];
    if reader.read_exact(&mut preface).await.is_err() || !writer.write(&frame(SETTINGS, 0, 0, &[])).await {
        return;
    }
    tokio::select! {
        () = requests(&mut reader, &writer, number, shared) => {}
        () = writer.over.notified() => {}
    }
    if writer.dead.load(Ordering::Acquire) {
        shared.stopped().await;
    }
    let _ = reader.unsplit(take(writer).await).shutdown().await;
}

/// The writing half, once no stream writes any more; streams hold it only while they write.
async fn take<S: Socket>(mut writer: Arc<Writer<S>>) -> WriteHalf<S> {
    loop {
        match Arc::try_unwrap(writer) {
            Ok(alone) => return alone.half.into_inner(),
            Err(shared) => writer = shared,
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

/// Reads frames and starts a task for each request, until the client ends the connection.
async fn requests<S: Socket>(reader: &mut ReadHalf<S>, writer: &Arc<Writer<S>>, number: usize, shared: &Arc<Shared>) {
    let mut decoder = Decoder::new();
    let mut streams: HashMap<u32, Seen> = HashMap::new();
    let mut block = Vec::new();
    while let Some(Frame { kind, flags, stream, payload }) = read(reader).await {
        match kind {
            HEADERS | CONTINUATION => {
                block.extend_from_slice(fragment(kind, flags, &payload));
                if flags & END_HEADERS != 0 {
                    let mut seen = Seen::new(number, "", "");
                    seen.stream = stream;
                    decode(&mut decoder, &std::mem::take(&mut block), &mut seen);
                    streams.insert(stream, seen);
                }
            }
            DATA => {
                let more = u32::try_from(payload.len()).expect("a frame is short").to_be_bytes();
                if !payload.is_empty() {
                    writer.write(&frame(WINDOW_UPDATE, 0, 0, &more)).await;
                    writer.write(&frame(WINDOW_UPDATE, 0, stream, &more)).await;
                }
                streams.entry(stream).and_modify(|seen| seen.body.extend_from_slice(&payload));
            }
            RST_STREAM => shared.record(|log| log.resets += 1),
            SETTINGS if flags & ACK == 0 => drop(writer.write(&frame(SETTINGS, ACK, 0, &[])).await),
            PING if flags & ACK == 0 => {
                shared.record(|log| log.pings += 1);
                writer.write(&frame(PING, ACK, 0, &payload)).await;
            }
            _ => {}
        }
        if matches!(kind, HEADERS | DATA)
            && flags & END_STREAM != 0
            && let Some(seen) = streams.remove(&stream)
        {
            let act = shared.ask(seen);
            tokio::spawn(perform(Arc::clone(writer), stream, act, Arc::clone(shared)));
        }
        if writer.dead.load(Ordering::Acquire) {
            return;
        }
    }
}

async fn perform<S: Socket>(writer: Arc<Writer<S>>, stream: u32, act: Act, shared: Arc<Shared>) {
    for step in act.steps {
        let bytes = match step {
            Step::Head(status, headers, end) => {
                let end = if end { END_STREAM } else { 0 };
                frame(HEADERS, END_HEADERS | end, stream, &encode(status, &headers))
            }
            Step::Data(piece, last) => {
                shared.record(|log| log.sent += piece.len());
                let mut frames: Vec<u8> = piece.chunks(16_384).flat_map(|part| frame(DATA, 0, stream, part)).collect();
                if last {
                    frames.extend(frame(DATA, END_STREAM, stream, &[]));
                }
                frames
            }
            Step::Raw(bytes) => bytes,
            Step::Reset(code) => frame(RST_STREAM, 0, stream, &code.to_be_bytes()),
            Step::GoAway(last, code) => frame(GOAWAY, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat()),
            Step::Pause(duration) => {
                tokio::time::sleep(duration).await;
                continue;
            }
            Step::Hang => return,
            Step::Dead => {
                writer.dead.store(true, Ordering::Release);
                return writer.over.notify_one();
            }
            Step::Break | Step::Close | Step::HalfClose => return writer.over.notify_one(),
        };
        if !writer.write(&bytes).await {
            return;
        }
    }
}

impl<S: Socket> Writer<S> {
    async fn write(&self, bytes: &[u8]) -> bool {
        let mut half = self.half.lock().await;
        !self.dead.load(Ordering::Acquire) && half.write_all(bytes).await.is_ok() && half.flush().await.is_ok()
    }
}

/// A frame (RFC 9113, section 4.1).
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a frame is short").to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend_from_slice(&stream.to_be_bytes());
    frame.extend_from_slice(payload);
    frame
}

async fn read<S: Socket>(reader: &mut ReadHalf<S>) -> Option<Frame> {
    let mut head = [0; 9];
    reader.read_exact(&mut head).await.ok()?;
    let [a, b, c, kind, flags, d, e, f, g] = head;
    let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    reader.read_exact(&mut payload).await.ok()?;
    Some(Frame { kind, flags, stream: u32::from_be_bytes([d & 0x7f, e, f, g]), payload })
}

/// Returns the part of a frame that belongs to the header block.
fn fragment(kind: u8, flags: u8, payload: &[u8]) -> &[u8] {
    if kind == CONTINUATION {
        return payload;
    }
    let (mut start, mut end) = (0, payload.len());
    if flags & PADDED != 0 {
        start += 1;
        end -= usize::from(payload[0]);
    }
    if flags & PRIORITY != 0 {
        start += 5;
    }
    &payload[start..end]
}

fn decode(decoder: &mut Decoder<'_>, block: &[u8], seen: &mut Seen) {
    for (name, value) in decoder.decode(block).expect("the client writes HPACK") {
        let (name, value) = (String::from_utf8_lossy(&name), String::from_utf8_lossy(&value).into_owned());
        match &*name {
            ":method" => seen.method = value,
            ":path" => seen.target = value,
            _ => seen.headers.push((name.into_owned(), value)),
        }
    }
}

/// Literals without indexing (RFC 7541, section 6.2.2), so that nothing depends on what was sent before.
fn encode(status: u16, headers: &[(String, String)]) -> Vec<u8> {
    let status = (":status".to_owned(), status.to_string());
    let mut block = Vec::new();
    for (name, value) in [&status].into_iter().chain(headers) {
        block.push(0);
        for text in [name, value] {
            block.extend(encode_integer(text.len(), 7));
            block.extend_from_slice(text.as_bytes());
        }
    }
    block
}
