//! The environment of the process: proxies, and a limit of open files. Each case runs in a separate process, since
//! environment variables and limits apply to a whole process.

use std::process::Command;

use sdkgen_runtime::Error;
use sdkgen_runtime::private::ClientBuilder;

use crate::lab::{Act, Lab, trusted_root};
use crate::support::{API, get};

/// The variable that passes the URL to the process of a case.
const URL: &str = "FAULTS_URL";
/// The prefix of the line with its error.
const MARK: &str = "the error is ";

/// Runs the case `name` in a separate process, and returns the error that it prints.
fn elsewhere(name: &str, url: &str, variables: &[(&str, &str)], before: &str) -> String {
    let program = std::env::current_exe().expect("this program has a path");
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{before} exec \"$0\" --exact environment::{name} --nocapture")).arg(program);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command.env(URL, url).envs(variables.iter().copied()).output().expect("there is a shell");
    let text = String::from_utf8_lossy(&output.stdout);
    let error = text.split_once(MARK).and_then(|(_, rest)| rest.lines().next());
    error.unwrap_or_else(|| panic!("no error was printed: {output:?}")).to_owned()
}

/// In the process of a case: the URL to request.
fn url() -> Option<String> {
    std::env::var(URL).ok()
}

async fn ask(url: &str) -> Error {
    let core = ClientBuilder::new(&API).base_url(url).trust_root(trusted_root()).max_retries(0).build().unwrap();
    get(&core, "a").send().await.unwrap_err()
}

/// A URL on a port without a listener.
fn no_listener(scheme: &str) -> String {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port is free");
    format!("{scheme}://127.0.0.1:{}", listener.local_addr().expect("a listener has an address").port())
}

const REFUSED: &str = "things.get: no connection could be established: Connection refused (os error 111)";

/// If a proxy cannot be reached, the error names its environment variable, but not its value.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn unreachable_proxy_is_named() {
    if let Some(url) = url() {
        return println!("{MARK}{}", ask(&url).await);
    }
    let proxy = no_listener("http").replace("127", "user:hunter2@127");
    for (scheme, variable) in [("https", "HTTPS_PROXY"), ("https", "all_proxy"), ("http", "HTTP_PROXY")] {
        let url = format!("{scheme}://api.example.com");
        let error = elsewhere("unreachable_proxy_is_named", &url, &[(variable, &proxy)], "");
        assert_eq!(error, format!("{REFUSED}; through the proxy in `{variable}`"));
    }
}

/// A proxy that refuses to establish the connection is named too.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn proxy_that_refuses_is_named() {
    if let Some(url) = url() {
        return println!("{MARK}{}", ask(&url).await);
    }
    let lab = Lab::plain(|_| Act::reply(407, &[], ""));
    let proxy = format!("http://127.0.0.1:{}", lab.port());
    let error = elsewhere("proxy_that_refuses_is_named", "https://api.example.com", &[("HTTPS_PROXY", &proxy)], "");
    let text = "things.get: no connection could be established: tunnel error: proxy authorization required; through the proxy in `HTTPS_PROXY`";
    assert_eq!(error, text);
    assert_eq!(lab.log().lines(), ["CONNECT api.example.com:443"]);
}

/// A proxy that requires authentication responds with an error status, which without TLS looks like a response of the
/// server.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn proxy_that_wants_a_name() {
    if let Some(url) = url() {
        return println!("{MARK}{}", ask(&url).await);
    }
    let lab = Lab::plain(|_| Act::reply(407, &[], ""));
    let proxy = format!("http://user:hunter2@127.0.0.1:{}", lab.port());
    let error = elsewhere("proxy_that_wants_a_name", "http://api.example.com", &[("HTTP_PROXY", &proxy)], "");
    assert_eq!(error, "things.get: 407 Proxy Authentication Required");
    assert_eq!(lab.log().lines(), ["GET http://api.example.com/things/a"]);
}

/// If no proxy is used, none is named.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn proxy_that_is_not_used_is_not_named() {
    if let Some(url) = url() {
        return println!("{MARK}{}", ask(&url).await);
    }
    let proxy = no_listener("http");
    let variables = [("HTTP_PROXY", proxy.as_str()), ("NO_PROXY", "127.0.0.1")];
    let error = elsewhere("proxy_that_is_not_used_is_not_named", &no_listener("http"), &variables, "");
    assert_eq!(error, REFUSED);
}

/// The error of a process that has reached its limit of open files says so.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn too_many_open_files_are_reported() {
    if let Some(url) = url() {
        let core = ClientBuilder::new(&API).base_url(&url).max_retries(0).build().unwrap();
        let files: Vec<_> = std::iter::from_fn(|| std::fs::File::open("/dev/null").ok()).collect();
        let error = get(&core, "a").send().await.unwrap_err();
        assert!(files.len() > 10 && error.is_connect() && error.is_retryable() && !error.may_have_been_sent());
        drop(files);
        get(&core, "a").send().await.unwrap();
        return println!("{MARK}{error}");
    }
    let lab = Lab::plain(|_| Act::ok("{}"));
    let url = format!("http://127.0.0.1:{}", lab.port());
    let error = elsewhere("too_many_open_files_are_reported", &url, &[], "ulimit -n 64;");
    let start = "things.get: no connection could be established: Too many open files (os error 24); ";
    assert_eq!(
        error,
        format!(
            "{start}the process has reached its limit of open files and connections; use fewer, or raise the limit"
        )
    );
    assert_eq!(lab.log().requests.len(), 1);
}
