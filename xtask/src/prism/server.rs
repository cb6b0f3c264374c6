//! Starts Prism on a document, with validation, and ends it in any case. Knows nothing of its callers.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How long Prism may take to start.
const PATIENCE: Duration = Duration::from_secs(180);
/// Ends Prism when its input is closed, which happens however we end.
const LEASH: &str = "data:text/javascript,process.stdin.on('end',()=>process.exit(0)).resume()";

/// A running Prism; it ends when this value is dropped, and also when this program ends.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts Prism on a document, and waits until it responds; its output goes to the log.
    pub(crate) fn start(program: &Path, document: &Path, log: &Path) -> Result<Self, String> {
        let address = free_address().map_err(|error| format!("no free port on the loopback interface: {error}"))?;
        let output = fs::File::create(log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let errors = output.try_clone().map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let mut command = Command::new("node");
        command.args(["--import", LEASH]).arg(program);
        command.args(["mock", "--errors", "--multiprocess=false", "--host", "127.0.0.1"]);
        command.args(["--port", &address.port().to_string()]).arg(document);
        command.stdin(Stdio::piped()).stdout(output).stderr(errors);
        let child = command.spawn().map_err(|error| format!("cannot start Prism: {error}"))?;
        let mut server = Self { child, address };
        server.wait_until_it_responds().map_err(|message| {
            let log = fs::read_to_string(log).unwrap_or_default();
            format!("{message}; its output:\n{log}")
        })?;
        Ok(server)
    }

    /// The URL that it listens on.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn wait_until_it_responds(&mut self) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("Prism ended at once ({status})"));
            }
            if responds(self.address) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(format!("Prism did not respond within {} s", PATIENCE.as_secs()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns an address with a free port.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

/// Whether an HTTP server responds at the address.
fn responds(address: SocketAddr) -> bool {
    let second = Duration::from_secs(1);
    let Ok(mut stream) = TcpStream::connect_timeout(&address, second) else { return false };
    let sent = stream.set_read_timeout(Some(second)).and_then(|()| {
        stream.write_all(format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
    });
    let mut start = [0; 5];
    sent.is_ok() && stream.read_exact(&mut start).is_ok() && start == *b"HTTP/"
}
