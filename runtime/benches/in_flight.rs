//! The memory that requests in flight take: 10,000 of one client at the same time, which all wait for their answers.
//! Once with a transport that holds nothing, so that only the SDK's own part is left, and once over the loopback
//! interface beside reqwest by hand. Prints bytes for each request: the most that was held at any moment.
//!
//! ```text
//! cargo bench -p sdkgen-runtime --bench in_flight
//! ```
//!
//! Each request has a connection of its own. The server is another process, so that 10,000 and some open files suffice;
//! `SDKGEN_BENCH_REQUESTS` sets another number.

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

use support::answers::issue;
use support::by_hand::ByHand;
use support::{api, server};

const COUNT: &str = "SDKGEN_BENCH_REQUESTS";
/// Tells this program to be the server.
const SERVE: &str = "SDKGEN_BENCH_SERVE";

fn main() {
    let count = env::var(COUNT).ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    if env::var_os(SERVE).is_some() {
        return serve(count);
    }
    println!("{count} requests in flight, bytes for each:");
    let answer = serde_json::to_vec(&issue(4)).expect("the models can be written");
    let transport = Held { gate: Arc::new(Semaphore::new(0)), waiting: Arc::default(), answer };
    let (gate, waiting) = (Arc::clone(&transport.gate), Arc::clone(&transport.waiting));
    let core = api::builder("http://127.0.0.1:1").transport(transport).build().expect("the client can be set up");
    let call = || {
        let core = core.clone();
        async move { api::get_issue(&core, 4).send().await.expect("it is answered").id }
    };
    tell("the SDK alone", count, measure(count, call, Some((&gate, &waiting))));

    let with_server = |name: &str, all: &dyn Fn(String) -> Cost| {
        let (mut child, address) = start(count);
        tell(name, count, all(format!("http://{address}")));
        child.kill().expect("the server is ours");
        child.wait().expect("the server is ours");
    };
    with_server("ours on the loopback interface", &|url| {
        let patience = Duration::from_secs(300);
        let builder = api::builder(&url).connect_timeout(patience).attempt_timeout(patience).total_timeout(patience);
        let core = builder.build().expect("the client can be set up");
        let call = || {
            let core = core.clone();
            async move { api::get_issue(&core, 4).send().await.expect("it is answered").id }
        };
        measure(count, call, None)
    });
    with_server("reqwest by hand, the same", &|url| {
        let client = ByHand::new(url);
        let call = || {
            let client = client.clone();
            async move { client.get_issue(4).await.expect("it is answered").id }
        };
        measure(count, call, None)
    });
}

/// What all requests took together.
struct Cost {
    bytes: u64,
    allocations: u64,
    elapsed: Duration,
}

fn tell(name: &str, count: usize, cost: Cost) {
    let each = |number: u64| number / count as u64;
    let (bytes, allocations) = (each(cost.bytes), each(cost.allocations));
    println!("{name:<32} {bytes:>7} B, {allocations:>4} allocations, {:.2} s in all", cost.elapsed.as_secs_f64());
}

/// Sends so many requests from this thread. A gate is opened when all of them wait at it; a server does that by itself.
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

/// A transport that answers when it is let.
struct Held {
    gate: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    answer: Vec<u8>,
}

impl Transport for Held {
    fn send(&self, _: &Request) -> BoxFuture<Result<Reply, TransportError>> {
        let (gate, answer) = (Arc::clone(&self.gate), self.answer.clone());
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            gate.acquire().await.expect("the gate is never closed").forget();
            Ok(Reply::new(StatusCode::OK, HeaderMap::new(), answer))
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

/// Is the server: tells its address, and ends with its standard input, which is to say with its parent.
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
    BufReader::new(output).read_line(&mut address).expect("the server tells its address");
    (child, address.trim().to_owned())
}
