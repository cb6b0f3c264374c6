//! Runs documents one after the other in a child process, which can end at any time. Contains both sides of the pipe;
//! knows nothing of how documents are made.

use std::io::{BufRead, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, fs, io, panic, thread};

use sdkgen::{Config, Options, Source};

/// The size of the command's stack, in bytes.
const STACK: usize = 256 << 20;
/// The memory that any document needs, in bytes; only more than that counts.
const FLOOR: usize = 96 << 20;
/// The limit of memory, as a multiple of the document's length.
const TIMES: usize = 50;

/// The verdict on a document.
pub(super) enum Verdict {
    /// No fault: an SDK, or a refusal.
    Fine { made: bool },
    /// The kind of fault, with equal texts for equal faults.
    Bad(String),
}

/// Sends documents to a child process, and starts another one if it ends.
pub(super) struct Judge {
    patience: Duration,
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: ChildStdin,
    results: Receiver<String>,
}

impl Judge {
    pub(super) fn new(patience: Duration) -> Self {
        Self { patience, running: None }
    }

    /// Returns the verdict on a document.
    pub(super) fn judge(&mut self, text: &str) -> Result<Verdict, String> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => Running::start().map_err(|error| format!("cannot start a child: {error}"))?,
        };
        let sent = writeln!(running.input, "{}", text.len()).and_then(|()| running.input.write_all(text.as_bytes()));
        let result = match sent.and_then(|()| running.input.flush()) {
            Ok(()) => running.result(self.patience),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        let fault = match result {
            Ok(result) => {
                self.running = Some(running);
                return Ok(match result.split_once(' ') {
                    Some(("bad", fault)) => Verdict::Bad(fault.to_owned()),
                    _ => Verdict::Fine { made: result == "made" },
                });
            }
            Err(RecvTimeoutError::Timeout) => "a hang",
            Err(RecvTimeoutError::Disconnected) => "the process ended",
        };
        // It may have ended already.
        let _ = running.child.kill();
        let _ = running.child.wait();
        Ok(Verdict::Bad(fault.to_owned()))
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

impl Running {
    fn start() -> io::Result<Self> {
        let mut command = Command::new(env::current_exe()?);
        command.args(["fuzz", "--child"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("a child without pipes"));
        };
        let (sender, results) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, input, results })
    }

    /// Waits for a result. Only processor time counts, so a child on a busy machine does not time out.
    fn result(&self, patience: Duration) -> Result<String, RecvTimeoutError> {
        let (begun, before) = (Instant::now(), spent(self.child.id()));
        loop {
            let result = self.results.recv_timeout(patience.min(Duration::from_secs(1)));
            let taken = match (before, spent(self.child.id())) {
                (Some(before), Some(now)) if begun.elapsed() < 30 * patience => now.saturating_sub(before),
                _ => begun.elapsed(),
            };
            if result != Err(RecvTimeoutError::Timeout) || taken >= patience {
                return result;
            }
        }
    }
}

/// Returns the processor time of a process; `None` if Linux does not report it.
fn spent(process: u32) -> Option<Duration> {
    let about = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Fields 14 and 15 after the name, which can contain anything; in hundredths of a second (proc(5)).
    let times = about.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
    times.map(|time| time.parse().ok().map(|hundredths: u64| Duration::from_millis(hundredths * 10))).sum()
}

/// The child's side: judges what comes in until nothing does.
pub(super) fn serve() -> Result<(), String> {
    let location = Arc::new(Mutex::new(String::new()));
    let noted = Arc::clone(&location);
    panic::set_hook(Box::new(move |info| {
        let at = info.location().map(|location| format!("{}:{}", location.file(), location.line()));
        if let Ok(mut noted) = noted.lock() {
            *noted = at.unwrap_or_default();
        }
    }));
    let work = move || {
        let mut input = BufReader::new(io::stdin());
        let mut head = String::new();
        while input.read_line(&mut head).is_ok_and(|read| read > 0) {
            let mut bytes = vec![0; head.trim().parse().unwrap_or(0)];
            head.clear();
            if input.read_exact(&mut bytes).is_err() {
                return;
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let result = catch_unwind(AssertUnwindSafe(|| one(text))).unwrap_or_else(|_| {
                let location = location.lock().map(|location| location.clone()).unwrap_or_default();
                format!("bad a panic at {}", location.rsplit("/src/").next().unwrap_or_default())
            });
            println!("{result}");
        }
    };
    let worker = thread::Builder::new().stack_size(STACK).spawn(work).map_err(|error| error.to_string())?;
    worker.join().map_err(|_| "the worker panicked".to_owned())
}

fn one(text: String) -> String {
    let length = text.len();
    let source = Source::new("document.yaml", text);
    let runtime_path = Some("../runtime".to_owned());
    let options = Options { lenient_names: true, runtime_path, tests: true, ..Options::default() };
    // This resets the peak on Linux; elsewhere memory is not measured.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = memory("VmRSS:");
    let outcome = sdkgen::generate(&source, &Config::default(), &options);
    let peak = memory("VmHWM:").saturating_sub(before);
    if let Some(internal) = outcome.diagnostics.iter().find(|diagnostic| diagnostic.code == "internal-error") {
        let words = internal.message.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).take(10);
        return format!("bad an internal error, {}", words.collect::<Vec<_>>().join(" "));
    }
    if peak > FLOOR.max(length.saturating_mul(TIMES)) {
        return "bad too much memory".to_owned();
    }
    let is_refused = outcome.diagnostics.has_errors();
    if is_refused != outcome.files.is_empty() {
        return "bad neither an SDK nor a refusal".to_owned();
    }
    // Rendering looks at the text again.
    let texts = sdkgen::diagnostics::render::Texts { document: &source, config: None };
    let said = sdkgen::diagnostics::render::human(&outcome.diagnostics, texts, false);
    match (is_refused, said.is_empty()) {
        (true, true) => "bad a refusal without a word".to_owned(),
        (true, false) => "refused".to_owned(),
        (false, _) => "made".to_owned(),
    }
}

fn memory(key: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap_or_default() << 10
}
