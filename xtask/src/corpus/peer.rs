//! The wire, judged from outside: Prism mocks a document and validates what the generated tests of its SDK send; what
//! it refuses, and what the SDK cannot decode, is told by kind. Knows Prism's answers and the output of Rust's tests.

mod dialect;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::generate::lines_of_json;
use super::outcome::{Loss, Outcome, Row, shorten};
use super::{Work, compile, summary};
use crate::prism::{self, Server};
use crate::project::Project;

/// How many crates are compiled at once.
const BATCH: usize = 10;
/// How long the tests of one document may take, in seconds.
const SECONDS: &str = "600";
/// How many tests run at the same time.
const THREADS: &str = "--test-threads=4";

/// Where a fault lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Prism refused the request, or the SDK could not make it.
    Refused,
    /// The answer did not decode.
    Undecoded,
    /// Prism could not make an answer that fits the document, or none that is a success is described.
    Peer,
    /// The crate does not compile, or Prism does not take the document: none of its operations were called.
    NotRun,
}

impl Class {
    const ALL: [Self; 4] = [Self::Refused, Self::Undecoded, Self::Peer, Self::NotRun];

    fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused by Prism or not sent",
            Self::Undecoded => "answer not decoded",
            Self::Peer => "no success to be had from Prism",
            Self::NotRun => "not called",
        }
    }
}

/// What became of the operations of one document.
struct Calls {
    document: String,
    answered: usize,
    failed: Vec<(Class, Loss)>,
}

/// Runs the tests of every crate, and tells.
pub(super) fn run(project: &Project, work: &Work, folder: &Path, rows: &[Row]) -> Result<Value, String> {
    let program = prism::find(project).ok_or_else(prism::missing)?;
    let made: Vec<&Row> = rows.iter().filter(|row| work.has(&row.name)).collect();
    let names: Vec<&str> = made.iter().map(|row| row.name.as_str()).collect();
    compile::workspace(project, work, &names)?;
    let mut calls = Vec::new();
    for batch in made.chunks(BATCH) {
        let tests = build(project, work, batch)?;
        for row in batch {
            let path = if folder.is_file() { folder.to_owned() } else { folder.join(&row.document) };
            let one = match tests.get(&row.name) {
                Some(test) => call(&program, test, &path, work, row),
                None => not_run(row, "its tests do not compile".to_owned()),
            };
            println!("{} · {} of {} answered", one.document, one.answered, row.made);
            for (class, loss) in &one.failed {
                let reason = shorten(&loss.reason.replace('\n', " "), 160);
                println!("    {} · {} · {} · {reason}", loss.pointer, class.name(), loss.code);
            }
            calls.push(one);
        }
    }
    let left_out = rows.iter().filter(|row| row.outcome != Outcome::Whole).count();
    print!("{}", account(&calls, left_out));
    Ok(calls.iter().map(Calls::json).collect())
}

/// Compiles the tests of some crates: their programs by the names of the crates.
fn build(project: &Project, work: &Work, rows: &[&Row]) -> Result<HashMap<String, PathBuf>, String> {
    let mut command = compile::command(project, work);
    command.args(["build", "--test", "operations", "--keep-going", "--message-format=json", "--quiet"]);
    command.args(rows.iter().flat_map(|row| ["-p", &row.name]));
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let messages = lines_of_json(&output.stdout);
    let programs: HashMap<_, _> = compile::programs(&messages, "operations").collect();
    if programs.is_empty() {
        println!("{}", shorten(&String::from_utf8_lossy(&output.stderr), 2000));
    }
    Ok(programs)
}

fn not_run(row: &Row, reason: String) -> Calls {
    let loss = || Loss { pointer: String::new(), code: "not called".to_owned(), reason: reason.clone() };
    let failed = (0..row.made).map(|_| (Class::NotRun, loss())).collect();
    Calls { document: row.document.clone(), answered: 0, failed }
}

/// Runs the tests of one document against Prism.
fn call(program: &Path, test: &Path, document: &Path, work: &Work, row: &Row) -> Calls {
    let log = work.passing.join("prism.log");
    let (document, named) = dialect::of(document, &work.passing.join("prism.json"));
    if named > 0 {
        println!("{}: Prism has a copy with {named} answers of any type as JSON or tokens issued", row.document);
    }
    let ask = |only: Option<&str>| -> Result<String, String> {
        let server = Server::start(program, &document, &log)?;
        let mut command = Command::new("timeout");
        command.args(["-k", "5", SECONDS]).arg(test).arg(THREADS).env("SDKGEN_TEST_URL", server.url());
        command.args(only.into_iter().flat_map(|name| ["--exact", name]));
        let output = command.output().map_err(|error| format!("cannot start the tests: {error}"))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let mut calls = match ask(None) {
        Ok(said) => judge(row, &said),
        Err(message) => return not_run(row, shorten(&message.replace('\n', " "), 300)),
    };
    // Some requests end Prism, and with it the calls that come after: each of these is asked once more, alone.
    let (lost, failed) = calls.failed.into_iter().partition(|(_, loss)| is_lost(&loss.code));
    calls.failed = failed;
    let lost: Vec<(Class, Loss)> = lost;
    for (class, loss) in lost {
        match ask(Some(&loss.pointer)).map(|said| judge_one(&said)) {
            Ok(None) => calls.answered += 1,
            Ok(Some((_, again))) if is_lost(&again.code) => {
                let log = std::fs::read_to_string(&log).unwrap_or_default();
                let why = log.lines().find(|line| line.contains("Error")).unwrap_or("it ended");
                let code = "Prism ended".to_owned();
                calls.failed.push((Class::Peer, Loss { code, reason: shorten(why.trim(), 200), ..again }));
            }
            Ok(Some(again)) => calls.failed.push(again),
            Err(message) => calls.failed.push((class, Loss { reason: message, ..loss })),
        }
    }
    // A documented 400 may be what Prism tells of a bad request with: each of these is asked alone, and the log says.
    for (class, loss) in calls.failed.iter_mut().filter(|(_, loss)| may_be_refusal(&loss.code)) {
        let asked = ask(Some(&loss.pointer));
        let said = asked.ok().and_then(|_| std::fs::read_to_string(&log).ok()).unwrap_or_default();
        if let Some(reason) = violations(&said) {
            (*class, loss.reason) = (Class::Refused, shorten(&reason, 600));
        }
    }
    calls
}

/// Whether Prism tells of bad requests with this status, where the document describes it.
fn may_be_refusal(code: &str) -> bool {
    let status = code.strip_suffix(" as documented");
    status.is_some_and(|status| ["400", "401", "403", "415", "422"].contains(&status))
}

/// What Prism's log says is wrong with the only request.
fn violations(log: &str) -> Option<String> {
    let (_, after) = log.split_once("Request did not pass the validation rules")?;
    let lines = after.lines().filter(|line| line.contains("[VALIDATOR]"));
    let told: Vec<&str> = lines.filter_map(|line| Some(line.split_once(" error ")?.1.trim())).collect();
    Some(told.join("; "))
}

/// Whether a call failed because nobody answered.
fn is_lost(code: &str) -> bool {
    ["connect", "transport", "timeout"].contains(&code)
}

/// What became of the only test; `None` if it was answered.
fn judge_one(said: &str) -> Option<(Class, Loss)> {
    blocks(said).next().map(|(test, text)| classify(test, text))
}

/// Reads what the tests said.
fn judge(row: &Row, said: &str) -> Calls {
    let result = |ending: &str| said.lines().filter(|line| line.starts_with("test ") && line.ends_with(ending)).count();
    let (answered, expected) = (result(" ... ok"), result(" ... FAILED"));
    let mut failed: Vec<_> = blocks(said).map(|(test, text)| classify(test, text)).collect();
    // Those of which nothing is known, because the tests had to be ended for instance.
    let known = answered + failed.len().max(expected);
    failed.extend((known..row.made).map(|_| {
        let reason = "the tests ended before it".to_owned();
        (Class::NotRun, Loss { pointer: String::new(), code: "not called".to_owned(), reason })
    }));
    Calls { document: row.document.clone(), answered, failed }
}

/// The names of failed tests, and what each has said.
fn blocks(said: &str) -> impl Iterator<Item = (&str, &str)> {
    let said = said.split_once("\nfailures:\n").map_or("", |(_, failures)| failures);
    let said = said.split_once("\nfailures:\n").map_or(said, |(blocks, _)| blocks);
    said.split("---- ").filter_map(|block| block.split_once(" stdout ----\n"))
}

fn classify(test: &str, text: &str) -> (Class, Loss) {
    let loss = |code: &str, reason: &str| {
        let reason = shorten(reason.trim(), 600);
        Loss { pointer: test.to_owned(), code: code.to_owned(), reason }
    };
    let error = text.lines().find(|line| line.starts_with("Error: ")).unwrap_or(text);
    let field = |name: &str| error.split_once(name).and_then(|(_, rest)| rest.split([',', ' ', '}']).next());
    let status = field("status: ").unwrap_or_default();
    match field("kind: ") {
        Some("Decode") => (Class::Undecoded, loss("decode", error)),
        Some("Status") => {
            let body = text.lines().find_map(|line| serde_json::from_str(line.split_once(": ")?.1).ok());
            let (class, code, reason) = refusal(status, body.unwrap_or_default());
            (class, loss(&code, if reason.is_empty() { text } else { &reason }))
        }
        Some(kind) => (Class::Refused, loss(&kind.to_lowercase(), error)),
        None => (Class::Refused, loss("test", text)),
    }
}

/// Whose fault a status is, by what Prism says of it.
fn refusal(status: &str, body: Value) -> (Class, String, String) {
    let kind = body["type"].as_str().and_then(|kind| kind.split_once("prism/errors#")).map(|(_, kind)| kind);
    let Some(kind) = kind else {
        let reason = "the document describes no success that Prism could make".to_owned();
        return (Class::Peer, format!("{status} as documented"), reason);
    };
    let faults = body["validation"].as_array().map(Vec::as_slice).unwrap_or_default();
    let place = |fault: &Value| {
        let parts = fault["location"].as_array().map(Vec::as_slice).unwrap_or_default();
        parts.iter().map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned)).collect::<Vec<_>>()
    };
    let of_request: Vec<_> =
        faults.iter().filter(|fault| place(fault).first().is_none_or(|part| part != "response")).collect();
    let shown = |fault: &&Value| {
        format!(
            "{} {}: {}",
            place(fault).join("."),
            fault["code"].as_str().unwrap_or(""),
            fault["message"].as_str().unwrap_or("")
        )
    };
    let code = format!("{status} {kind}");
    if !of_request.is_empty() {
        return (Class::Refused, code, of_request.iter().map(shown).collect::<Vec<_>>().join("; "));
    }
    let told = faults.iter().map(|fault| shown(&fault)).collect::<Vec<_>>().join("; ");
    let detail = if told.is_empty() { body["detail"].as_str().unwrap_or_default().to_owned() } else { told };
    let is_ours = ["422", "401", "404", "405", "406", "415"].contains(&status);
    (if is_ours { Class::Refused } else { Class::Peer }, code, detail)
}

impl Calls {
    fn count(&self, class: Class) -> usize {
        self.failed.iter().filter(|(of, _)| *of == class).count()
    }

    fn json(&self) -> Value {
        let failed = self.failed.iter().map(|(class, loss)| {
            json!({"class": class.name(), "operation": loss.pointer, "code": loss.code, "reason": loss.reason})
        });
        json!({"document": self.document, "answered": self.answered, "failed": failed.collect::<Value>()})
    }
}

fn account(calls: &[Calls], left_out: usize) -> String {
    let mut text = String::new();
    for class in Class::ALL {
        let losses = calls.iter().flat_map(|calls| {
            let own = calls.failed.iter().filter(move |(of, _)| *of == class);
            own.map(|(_, loss)| (calls.document.as_str(), loss))
        });
        text += &summary::ranking(class.name(), losses);
    }
    let answered: usize = calls.iter().map(|calls| calls.answered).sum();
    let classes = Class::ALL
        .map(|class| format!("{} {}", class.name(), calls.iter().map(|calls| calls.count(class)).sum::<usize>()));
    let failed: usize = calls.iter().map(|calls| calls.failed.len()).sum();
    let (documents, operations) = (calls.len(), answered + failed);
    text + &format!(
        "\ndocuments {documents} ({left_out} not whole) · operations {operations} · answered and decoded {answered} · {}\n",
        classes.join(" · ")
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Class, blocks, classify, is_lost, judge_one, may_be_refusal, refusal, violations};

    const SAID: &str = "running 2 tests\ntest a ... ok\ntest b_get ... FAILED\n\nfailures:\n\n---- b_get stdout ----\n\
        b.get: {\"type\":\"https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY\",\"validation\":[{\"location\":[\"request\",\
        \"body\",\"n\"],\"code\":\"type\",\"message\":\"must be integer\"}]}\n\
        Error: Error { kind: Status, message: b.get: x, status: 422, attempts: 1, may_have_been_sent: true }\n\n\n\
        failures:\n    b_get\n\ntest result: FAILED.\n";

    #[test]
    fn what_prism_refuses_is_told_with_its_reason() {
        let blocks: Vec<_> = blocks(SAID).collect();
        assert_eq!(blocks.len(), 1);
        let (class, loss) = classify(blocks[0].0, blocks[0].1);
        assert_eq!(class, Class::Refused);
        assert_eq!((loss.pointer.as_str(), loss.code.as_str()), ("b_get", "422 UNPROCESSABLE_ENTITY"));
        assert_eq!(loss.reason, "request.body.n type: must be integer");
    }

    #[test]
    fn a_documented_refusal_is_told_from_the_only_answer() {
        let log = "[1] \u{203a} [HTTP SERVER] post /a info Request received\n[1] [VALIDATOR] warning  Request did not pass the \
            validation rules\n[1] [VALIDATOR] \u{2716}  error     Request body must be integer\n[1] [NEGOTIATOR] error x\n";
        assert_eq!(violations(log).as_deref(), Some("Request body must be integer"));
        assert_eq!(violations("[1] [VALIDATOR] The request passed the validation rules."), None);
        assert!(may_be_refusal("400 as documented") && !may_be_refusal("404 as documented"));
    }

    #[test]
    fn a_call_that_nobody_answered_is_told_apart() {
        let error = "Error: Error { kind: Connect, message: a.get: no connection was made, attempts: 1 }\n";
        assert!(is_lost(&classify("a", error).1.code));
        assert!(judge_one(SAID).is_some_and(|(_, loss)| !is_lost(&loss.code)));
        assert!(judge_one("running 1 test\ntest a ... ok\n").is_none());
    }

    #[test]
    fn faults_lie_with_the_peer_only_if_the_request_is_good() {
        let of = |kind: &str, place: &str| json!({"type": format!("https://stoplight.io/prism/errors#{kind}"), "validation": [{"location": [place]}]});
        assert_eq!(refusal("500", of("VIOLATIONS", "response")).0, Class::Peer);
        assert_eq!(refusal("500", of("VIOLATIONS", "request")).0, Class::Refused);
        assert_eq!(refusal("404", json!({"any": 1})).0, Class::Peer);
        let no_path = json!({"type": "https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR", "detail": "d"});
        assert_eq!(refusal("404", no_path), (Class::Refused, "404 NO_PATH_MATCHED_ERROR".into(), "d".into()));
    }

    #[test]
    fn an_answer_that_does_not_decode_is_ours() {
        let text = "Error: Error { kind: Decode, message: a.get: at /b: no, status: 200, attempts: 1 }\n";
        assert_eq!(classify("a", text).0, Class::Undecoded);
        assert_eq!(classify("a", "thread 'a' panicked at x.rs:1:1\n").1.code, "test");
    }
}
