//! The memory of requests in flight: 10,000 concurrent requests of one client that all wait for their responses. Once
//! with a transport that holds nothing, to measure the SDK alone, and once over the loopback interface, compared with
//! plain reqwest. Prints the peak number of bytes per request.
//!
//! ```text
//! cargo bench -p sdkgen-runtime --bench in_flight
//! ```
//!
//! Each request uses a separate connection. The server is another process, so that a little more than 10,000 open files
//! suffice; `SDKGEN_BENCH_REQUESTS` sets another number.

mod support;

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http::{HeaderMap, StatusCode};
use sdkgen_runtime::{BoxFuture, Reply, Request, Transport, TransportError};
use tokio::runtime::Builder;
use tokio::sync::Semaphore;

use support::by_hand::ByHand;
use support::responses::issue;
use support::{api, server};

const COUNT: &str = "SDKGEN_BENCH_REQUESTS";
/// The argument that starts this program as the server.
const SERVE: &str = "SDKGEN_BENCH_SERVE";

fn main() {
    let count = env::var(COUNT).ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    if env::var_os(SERVE).is_some() {
        return serve(count);
    }
    println!("{count} requests in flight, bytes for each:");
    let response = serde_json::to_vec(&issue(4)).expect("the models can be written");
    let transport = Held { gate: Arc::new(Semaphore::new(0)), waiting: Arc::default(), response };
    let (gate, waiting) = (Arc::clone(&transport.gate), Arc::clone(&transport.waiting));
    let core = api::builder("http://127.0.0.1:1").transport(transport).build().expect("the client can be set up");
    let call = || {
        let core = core.clone();
        async move { api::get_issue(&core, 4).send().await.expect("the call succeeds").id }
    };
    report("the SDK alone", count, measure(count, call, Some((&gate, &waiting))));

    let with_server = |name: &str, all: &dyn Fn(String) -> Cost| {
        let (mut child, address) = start(count);
        report(name, count, all(format!("http://{address}")));
        child.kill().expect("the server is ours");
        child.wait().expect("the server is ours");
    };
    with_server("ours on the loopback interface", &|url| {
        let patience = Duration::from_secs(300);
        let builder = api::builder(&url).connect_timeout(patience).attempt_timeout(patience).total_timeout(patience);
        let core = builder.build().expect("the client can be set up");
        let call = || {
            let core = core.clone();
            async move { api::get_issue(&core, 4).send().await.expect("the call succeeds").id }
        };
        measure(count, call, None)
    });
    with_server("reqwest by hand, the same", &|url| {
        let client = ByHand::new(url);
        let call = || {
            let client = client.clone();
            async move { client.get_issue(4).await.expect("the call succeeds").id }
        };
        measure(count, call, None)
    });
}

/// The memory of all requests together.
struct Cost {
    bytes: u64,
    allocations: u64,
    elapsed: Duration,
}

fn report(name: &str, count: usize, cost: Cost) {
    let each = |number: u64| number / count as u64;
    let (bytes, allocations) = (each(cost.bytes), each(cost.allocations));
    println!("{name:<32} {bytes:>7} B, {allocations:>4} allocations, {:.2} s in all", cost.elapsed.as_secs_f64());
}

/// Sends this many requests from this thread. The gate, if any, is opened when all of them wait at it.
fn measure<F>(count: usize, call: impl Fn() -> F, gate: Option<(&Semaphore, &AtomicUsize)>) -> Cost
where
    F: Future<Output = i64> + Send + 'static,
{
    let begun = Instant::now();
    // Counts what this thread allocates; nothing of the client runs on another.
    let counted = allocation_counter::measure(|| {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(call())).collect();
            if let Some((gate, waiting)) = gate {
                while waiting.load(Ordering::Relaxed) < count {
                    tokio::task::yield_now().await;
                }
                gate.add_permits(count);
            }
            for task in tasks {
                assert_eq!(task.await.expect("no task panics"), 1_300_000_004);
            }
        });
    });
    Cost { bytes: counted.bytes_max, allocations: counted.count_total, elapsed: begun.elapsed() }
}

/// A transport that responds when its gate is opened.
struct Held {
    gate: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    response: Vec<u8>,
}

impl Transport for Held {
    fn send(&self, _: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        let (gate, response) = (Arc::clone(&self.gate), self.response.clone());
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            gate.acquire().await.expect("the gate is never closed").forget();
            Ok(Reply::new(StatusCode::OK, HeaderMap::new(), response))
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

/// Runs the server: prints its address, and exits when its standard input is closed, that is, with its parent.
fn serve(count: usize) {
    println!("{}", server::start(Some(count)));
    std::io::stdout().flush().expect("there is a parent");
    let _ = std::io::stdin().lock().read_line(&mut String::new());
}

fn start(count: usize) -> (Child, String) {
    let mut command = Command::new(env::current_exe().expect("a program knows where it is"));
    command.env(SERVE, "1").env(COUNT, count.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("this program can be started once more");
    let mut address = String::new();
    let output = child.stdout.take().expect("a pipe was asked for");
    BufReader::new(output).read_line(&mut address).expect("the server prints its address");
    (child, address.trim().to_owned())
}
