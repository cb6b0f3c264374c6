//! The run against an independent peer: Prism mocks `specs/keycard.yaml` and validates what the SDK sends, then the
//! generated tests `operations` of the SDK call every operation, and the test `prism` some by hand. Knows how to find,
//! start and end Prism; what is called stands in the tests.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::process::{self, cargo};
use crate::project::Project;

/// The newest release that still runs on Node 18 to 22.
const VERSION: &str = "5.14.2";
/// What the tests are told: where Prism listens.
const URL_VARIABLES: [&str; 2] = ["SDKGEN_PRISM_URL", "SDKGEN_TEST_URL"];
/// What the test by hand prints when it has really run.
const AGREED: &str = "prism agrees";
/// The generated tests.
const OPERATIONS: &str = "generated/tests/operations.rs";
/// What each of them begins with.
const TEST: &str = "#[tokio::test]";
/// What each of them prints when its call has succeeded.
const ANSWERED: &str = ": answered";
/// How long Prism may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);
/// Ends Prism when its input is closed, which happens however we end.
const LEASH: &str = "data:text/javascript,process.stdin.on('end',()=>process.exit(0)).resume()";

/// Runs the tests of the SDK against Prism. Without Prism this says so, and fails only where `CI` is set.
pub(crate) fn run(project: &Project) -> Result<(), String> {
    let Some(program) = find(project) else {
        let message = format!(
            "Prism {VERSION} is not installed: the SDK was NOT run against it. `cargo xtask prism --install` installs it \
             below the target folder (Node 18.20 or newer is needed)"
        );
        if env::var_os("CI").is_some_and(|value| value == "true") {
            return Err(message);
        }
        println!("warning: {message}");
        return Ok(());
    };
    let server = Server::start(project, &program)?;
    // With the features of the other test run, so that nothing is compiled again.
    let arguments = ["test", "--workspace", "--all-features", "--test", "prism", "--test", "operations"];
    let mut command = cargo(project, &arguments);
    command.args(["--", "--nocapture"]);
    for variable in URL_VARIABLES {
        command.env(variable, server.url());
    }
    let said = process::run_and_keep(command, |line| line.contains(AGREED) || line.contains(ANSWERED))?;
    let answered = said.iter().filter(|line| line.contains(ANSWERED)).count();
    let expected = project.read(OPERATIONS)?.lines().filter(|line| *line == TEST).count();
    if answered != expected || expected == 0 {
        return Err(format!("{answered} of the {expected} generated tests called Prism"));
    }
    if answered == said.len() {
        return Err("the test `prism` did not call Prism".to_owned());
    }
    println!("Prism answered all {answered} operations");
    Ok(())
}

/// Installs Prism below the target folder.
pub(crate) fn install(project: &Project) -> Result<(), String> {
    if find(project).is_some() {
        println!("Prism {VERSION} is installed already");
        return Ok(());
    }
    let folder = folder(project);
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    // Without a manifest of its own, npm would look for one in the folders above.
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")
        .map_err(|error| format!("cannot write to {}: {error}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-fund", "--no-audit", "--no-update-notifier", "--ignore-scripts", "--save-exact"]);
    npm.arg(format!("@stoplight/prism-cli@{VERSION}")).current_dir(&folder).stdin(Stdio::null());
    process::run(npm)?;
    find(project).map(|_| ()).ok_or_else(|| "npm went through, but Prism cannot be found".to_owned())
}

fn folder(project: &Project) -> PathBuf {
    project.target().join("prism").join(VERSION)
}

fn find(project: &Project) -> Option<PathBuf> {
    let program = folder(project).join("node_modules/@stoplight/prism-cli/dist/index.js");
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    (program.is_file() && node.is_ok_and(|status| status.success())).then_some(program)
}

/// A running Prism; it ends when this value is dropped, and also when this program ends in any other way.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(project: &Project, program: &PathBuf) -> Result<Self, String> {
        let address = free_address().map_err(|error| format!("no free port on the loopback interface: {error}"))?;
        let log = project.target().join("prism").join("log.txt");
        let output = fs::File::create(&log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let errors = output.try_clone().map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let mut command = Command::new("node");
        command.args(["--import", LEASH]).arg(program);
        command.args(["mock", "--errors", "--multiprocess=false", "--host", "127.0.0.1"]);
        command.args(["--port", &address.port().to_string()]).arg(project.path("specs/keycard.yaml"));
        command.stdin(Stdio::piped()).stdout(output).stderr(errors);
        let child = command.spawn().map_err(|error| format!("cannot start Prism: {error}"))?;
        let mut server = Self { child, address };
        server.wait_until_it_answers().map_err(|message| {
            let log = fs::read_to_string(&log).unwrap_or_default();
            format!("{message}; it said:\n{log}")
        })?;
        Ok(server)
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn wait_until_it_answers(&mut self) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("Prism ended at once ({status})"));
            }
            if answers(self.address) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(format!("Prism did not answer within {} s", PATIENCE.as_secs()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that nobody listens on at this moment.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

/// Whether something there speaks HTTP.
fn answers(address: SocketAddr) -> bool {
    let second = Duration::from_secs(1);
    let Ok(mut stream) = TcpStream::connect_timeout(&address, second) else { return false };
    let asked = stream.set_read_timeout(Some(second)).and_then(|()| {
        stream.write_all(format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
    });
    let mut start = [0; 5];
    asked.is_ok() && stream.read_exact(&mut start).is_ok() && start == *b"HTTP/"
}
