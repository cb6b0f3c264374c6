//! The cost of uploading a file of 500 MB: peak memory, and time on the thread of the caller. Each case runs in a
//! separate process, since the peak is that of a process. `cargo bench -p sdkgen-runtime --bench uploads` prints a
//! table.
//!
//! Linux only: both figures are read from `/proc`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Instant;

use sdkgen_runtime::FileUpload;
use sdkgen_runtime::http::Method;
use sdkgen_runtime::private::{Api, BodyFormat, Call, ClientBuilder, Operation};

static API: Api = Api::new("acme", "1.0.0");
static FORM: Operation =
    Operation::new("files.create", Method::POST, "/files").body(BodyFormat::Multipart, "multipart/form-data");
static PUT: Operation =
    Operation::new("files.put", Method::PUT, "/file").body(BodyFormat::Bytes, "application/octet-stream");

/// The size of the file.
const SIZE: usize = 500 << 20;
const CASES: [&str; 2] = ["multipart", "put"];

fn main() {
    let case = std::env::args().find(|argument| CASES.contains(&argument.as_str()));
    if let Some(case) = case {
        return measure(&case);
    }
    println!("{SIZE} bytes      peak above the file   until it is sent   CPU of the caller's thread   whole request");
    let program = std::env::current_exe().expect("a program knows where it is");
    for case in CASES {
        let status = Command::new(&program).arg(case).status().expect("the program can be started again");
        assert!(status.success(), "{case}: {status}");
    }
}

fn measure(case: &str) {
    let url = serve();
    // Every page is written, so that all of it is in memory.
    let file = FileUpload::new((0..SIZE).map(|at| (at >> 12) as u8).collect::<Vec<u8>>()).name("file.bin");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime can be built");
    let core = ClientBuilder::new(&API).base_url(url).build().expect("a client can be built");
    let before = resident("VmRSS:");
    runtime.block_on(async {
        let (start, cpu) = (Instant::now(), own_cpu());
        let mut call: Call<()> = Call::empty(&core, if case == "put" { &PUT } else { &FORM }, &[]);
        if case == "put" {
            call.body_upload(&file);
        } else {
            call.body_field("title", &"A file");
            call.body_file("file", &file);
        }
        let sending = call.send();
        let until_sent = start.elapsed();
        sending.await.expect("the server takes it");
        let whole = start.elapsed();
        let peak = resident("VmHWM:").saturating_sub(before);
        println!(
            "{case:<10} {:>20} MB {:>15.1} ms {:>23.1} ms {:>17.1} ms",
            peak >> 10,
            until_sent.as_secs_f64() * 1e3,
            (own_cpu() - cpu) as f64 / 1e6,
            whole.as_secs_f64() * 1e3,
        );
    });
}

/// The memory of the process in kilobytes, current or peak.
fn resident(which: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("procfs of Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(which)).expect("the memory of the process");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number of kilobytes")
}

/// The processor time of this thread, in nanoseconds.
fn own_cpu() -> u64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").expect("procfs of Linux");
    times.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number of nanoseconds")
}

/// Starts a server that reads a request, keeps nothing of it, and says that it was fine.
fn serve() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port is free");
    let url = format!("http://{}", listener.local_addr().expect("a listener has an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            respond(stream).expect("the client keeps to the protocol");
        }
    });
    url
}

fn respond(mut stream: TcpStream) -> std::io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    let mut head = Vec::new();
    let end = loop {
        let read = stream.read(&mut buffer)?;
        head.extend_from_slice(&buffer[..read]);
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        assert!(read > 0, "the client sends a whole head");
    };
    let text = String::from_utf8_lossy(&head[..end]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut left: usize = length.expect("the length is announced");
    left -= head.len() - end;
    while left > 0 {
        let read = stream.read(&mut buffer)?;
        assert!(read > 0, "the client sends what it announced");
        left -= read;
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
}
