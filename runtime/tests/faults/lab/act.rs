//! Scripts for requests: steps in sequence. The same for both versions of HTTP where possible.

use std::time::Duration;

/// Steps in sequence. The connection stays open unless a step closes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Act {
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends the head of a response; `true` ends it there in HTTP/2.
    Head(u16, Vec<(String, String)>, bool),
    /// Sends a piece of the body; `true` is the last one.
    Data(Vec<u8>, bool),
    /// Sends raw bytes; in HTTP/2 they should be frames.
    Raw(Vec<u8>),
    /// Waits.
    Pause(Duration),
    /// Sends nothing more for this request, until the client abandons it. In HTTP/2 the connection stays alive: other
    /// streams continue and PINGs are acknowledged.
    Hang,
    /// Plays dead from now on: the connection stays open, but nothing is read from it or written to it.
    Dead,
    /// Ends the connection.
    Close,
    /// Breaks the connection (RST).
    Break,
    /// Ends sending, but still reads.
    HalfClose,
    /// HTTP/2: resets the stream (RST_STREAM) with this code.
    Reset(u32),
    /// HTTP/2: GOAWAY with the last stream that is processed, and a code.
    GoAway(u32, u32),
}

impl Act {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A complete response with a JSON body.
    pub(crate) fn ok(body: &str) -> Self {
        Self::reply(200, &[("content-type", "application/json")], body)
    }

    /// A complete response. `Content-Length` is added unless it is among the headers.
    pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        Self::reply_bytes(status, headers, body.as_bytes())
    }

    pub(crate) fn reply_bytes(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let length = body.len().to_string();
        let mut all = headers.to_vec();
        if !headers.iter().any(|(name, _)| matches!(*name, "content-length" | "transfer-encoding")) {
            all.push(("content-length", &length));
        }
        Self::new().head(status, &all).last(body)
    }

    pub(crate) fn head(self, status: u16, headers: &[(&str, &str)]) -> Self {
        let owned = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.step(Step::Head(status, owned.collect(), false))
    }

    pub(crate) fn data(self, piece: impl AsRef<[u8]>) -> Self {
        self.step(Step::Data(piece.as_ref().to_vec(), false))
    }

    /// The last piece of a body.
    pub(crate) fn last(self, piece: impl AsRef<[u8]>) -> Self {
        self.step(Step::Data(piece.as_ref().to_vec(), true))
    }

    pub(crate) fn raw(self, bytes: impl AsRef<[u8]>) -> Self {
        self.step(Step::Raw(bytes.as_ref().to_vec()))
    }

    pub(crate) fn pause(self, milliseconds: u64) -> Self {
        self.step(Step::Pause(Duration::from_millis(milliseconds)))
    }

    pub(crate) fn then(self, step: Step) -> Self {
        self.step(step)
    }

    pub(crate) fn hang(self) -> Self {
        self.step(Step::Hang)
    }

    pub(crate) fn dead(self) -> Self {
        self.step(Step::Dead)
    }

    pub(crate) fn close(self) -> Self {
        self.step(Step::Close)
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}
