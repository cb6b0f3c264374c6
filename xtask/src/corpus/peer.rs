//! The wire, judged from outside: Prism mocks a document and validates what the generated tests of its SDK send; what
//! it refuses, and what the SDK cannot decode, is told by kind and by whose fault it is. Knows the order of the work;
//! the parts have their modules.

mod blame;
mod described;
mod dialect;
mod request;
mod said;
mod schemas;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use self::blame::{Blame, Evidence, Kind};
use self::described::{Described, endpoint};
use self::said::Failure;
use super::document::Document;
use super::outcome::{Outcome, Row, shorten};
use super::{Work, compile, examples};
use crate::crates::{self, lines_of_json};
use crate::prism::{self, Server};
use crate::project::Project;

/// How many crates are compiled at once.
const BATCH: usize = 10;
/// How long the tests of one document may take, in seconds.
const SECONDS: &str = "600";
/// How many tests run at the same time.
const THREADS: &str = "--test-threads=4";
/// How many documents are named with each kind of failure.
const NAMED: usize = 6;

/// What became of the tests of one document.
struct Calls {
    document: String,
    /// How many operations they are about: each has one test, and some have a second one.
    operations: usize,
    answered: usize,
    failed: Vec<(Kind, Failure)>,
}

/// What is needed for every document.
struct Bench<'a> {
    work: &'a Work,
    program: PathBuf,
    /// Where Node finds the validator.
    modules: PathBuf,
}

/// Runs the tests of every crate, and tells.
pub(super) fn run(project: &Project, work: &Work, folder: &Path, rows: &[Row]) -> Result<Value, String> {
    let program = prism::find(project).ok_or_else(prism::missing)?;
    let bench = Bench { work, program, modules: prism::modules(project).ok_or_else(prism::missing)? };
    let made: Vec<&Row> = rows.iter().filter(|row| work.has(&row.name)).collect();
    let names: Vec<&str> = made.iter().map(|row| row.name.as_str()).collect();
    crates::workspace(project, &work.crates, &names)?;
    let mut calls = Vec::new();
    for batch in made.chunks(BATCH) {
        let tests = build(project, work, batch)?;
        for row in batch {
            let path = if folder.is_file() { folder.to_owned() } else { folder.join(&row.document) };
            let one = match tests.get(&row.name) {
                Some(test) => bench.call(test, &path, row),
                None => not_run(row, tests_of(work, row), blame::NO_TESTS, "its tests do not compile"),
            };
            let requests = one.answered + one.failed.len();
            println!("{} · {} of {requests} requests of {} operations answered", one.document, one.answered, row.made);
            for (kind, failure) in &one.failed {
                let reason = shorten(&failure.reason, 160);
                println!("    {} · {} · {} · {} · {reason}", failure.test, kind.blame.name(), kind.name, failure.code);
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
    let mut command = crates::command(project, &work.crates, &work.target);
    command.args([
        "build",
        "--test",
        "operations",
        "--all-features",
        "--keep-going",
        "--message-format=json",
        "--quiet",
    ]);
    command.args(rows.iter().flat_map(|row| ["-p", &row.name]));
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let messages = lines_of_json(&output.stdout);
    let programs: HashMap<_, _> = compile::programs(&messages, "operations").collect();
    if programs.is_empty() {
        println!("{}", shorten(&String::from_utf8_lossy(&output.stderr), 2000));
    }
    Ok(programs)
}

fn not_run(row: &Row, tests: usize, kind: Kind, reason: &str) -> Calls {
    let failed = (0..tests).map(|_| (kind, Failure::new("", "not called", reason))).collect();
    Calls { document: row.document.clone(), operations: row.made, answered: 0, failed }
}

/// How many tests the crate has; at least one for each operation.
fn tests_of(work: &Work, row: &Row) -> usize {
    prism::tests(&operations_file(work, row)).max(row.made)
}

/// The generated tests.
fn operations_file(work: &Work, row: &Row) -> String {
    fs::read_to_string(work.crates.join(&row.name).join("tests/operations.rs")).unwrap_or_default()
}

/// Waits until Prism has written what it has to say of a request: it answers first, and writes then.
fn wait_for_log(log: &Path) {
    const STEP: Duration = Duration::from_millis(100);
    const MOST: usize = 50;
    let mut length = 0;
    for _ in 0..MOST {
        thread::sleep(STEP);
        let told = fs::read_to_string(log).unwrap_or_default();
        if told.len() == length && said::is_handled(&told) {
            return;
        }
        length = told.len();
    }
}

/// The kind of a start that failed: the document's fault if it names a file that is not there.
fn unstarted(said: &str) -> Kind {
    let missing = said.split_once("Error opening file \"").and_then(|(_, rest)| rest.split('"').next());
    let is_missing = missing.is_some_and(|file| !file.is_empty() && !Path::new(file).exists());
    if is_missing { blame::MISSING_FILE } else { blame::NOT_STARTED }
}

impl Bench<'_> {
    /// Runs the tests of one document against Prism.
    fn call(&self, test: &Path, document: &Path, row: &Row) -> Calls {
        let log = self.work.passing.join("prism.log");
        let (given, changed) = dialect::of(document, &self.work.passing.join("prism.json"));
        if changed > 0 {
            println!("{}: Prism has a copy with {changed} changes (types of bodies and answers, tokens)", row.document);
        }
        let ask = |only: Option<&str>| -> Result<String, String> {
            let server = Server::start(&self.program, &given, &log)?;
            let mut command = Command::new("timeout");
            command.args(["-k", "5", SECONDS]).arg(test).arg(THREADS).env("SDKGEN_TEST_URL", server.url());
            command.args(only.into_iter().flat_map(|name| ["--exact", name]));
            let output = command.output().map_err(|error| format!("cannot start the tests: {error}"))?;
            if only.is_some() {
                wait_for_log(&log);
            }
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let said = match ask(None) {
            Ok(said) => said,
            Err(message) => return not_run(row, tests_of(self.work, row), unstarted(&message), &message),
        };
        let mut answered = said::count(&said, " ... ok");
        let mut failures = said::failures(&said);
        // Those of which nothing is known, because the tests had to be ended for instance.
        let known = answered + failures.len().max(said::count(&said, " ... FAILED"));
        let unknown =
            (known..tests_of(self.work, row)).map(|_| (blame::NO_TESTS, Failure::new("", "not called", "not reached")));
        let mut failed: Vec<_> = unknown.collect();
        // Some requests end Prism, and with it the calls that come after: each of these is asked once more, alone. So
        // is each documented refusal: a 400 may be what Prism tells of a bad request with, and only its log says so.
        failures.retain_mut(|failure| {
            if failure.is_lost() || failure.may_be_refusal() {
                let again = ask(Some(&failure.test)).unwrap_or_default();
                let told = fs::read_to_string(&log).unwrap_or_default();
                match said::failures(&again).pop() {
                    None if said::count(&again, " ... ok") == 1 => {
                        answered += 1;
                        return false;
                    }
                    None => {}
                    Some(next) => *failure = next,
                }
                failure.crash = said::crash(&told).filter(|_| failure.is_lost());
                failure.reason = failure.crash.clone().unwrap_or_else(|| failure.reason.clone());
                if failure.may_be_refusal() {
                    failure.learn(&told);
                }
            }
            true
        });
        failed.extend(self.judge(test, document, row, failures));
        Calls { document: row.document.clone(), operations: row.made, answered, failed }
    }

    /// Finds whose fault each failure is.
    fn judge(&self, test: &Path, document: &Path, row: &Row, failures: Vec<Failure>) -> Vec<(Kind, Failure)> {
        let read = Document::read(document).map_or_else(|| Err("it is no document".to_owned()), |read| read.value);
        if let Err(why) = &read {
            println!("{}: judged without the document, which cannot be read: {why}", row.document);
        }
        let read = read.unwrap_or_default();
        let tests = operations_file(self.work, row);
        let mut schemas = read.clone();
        dialect::alternatives(&mut schemas);
        let judge = |pairs: &[(String, Value)]| {
            let asked = pairs.iter().map(|(schema, value)| json!([schema, value])).collect();
            let verdicts = examples::verdicts(self.work, &self.modules, &schemas, asked).unwrap_or_default();
            let told = verdicts.iter().map(Value::as_bool);
            told.chain(std::iter::repeat(None)).take(pairs.len()).collect()
        };
        let judged = failures.into_iter().map(|failure| {
            let operation = endpoint(&tests, &failure.test).and_then(|found| Described::find(&read, found));
            let is_refused = failure.faults.iter().any(|fault| fault.place.first().is_some_and(|step| step == "body"));
            let sent = if is_refused { request::of(test, &failure.test) } else { None };
            let evidence = Evidence { operation: operation.as_ref(), sent: sent.as_ref(), judge: &judge };
            (blame::of(&failure, &evidence), failure)
        });
        judged.collect()
    }
}

impl Calls {
    fn json(&self) -> Value {
        let failed = self.failed.iter().map(|(kind, failure)| {
            json!({
                "blame": kind.blame.name(), "kind": kind.name, "test": failure.test, "code": failure.code,
                "reason": failure.reason,
            })
        });
        let failed = failed.collect::<Value>();
        json!({"document": self.document, "operations": self.operations, "answered": self.answered, "failed": failed})
    }
}

/// The table of kinds, and the sums.
fn account(calls: &[Calls], left_out: usize) -> String {
    let mut kinds: BTreeMap<&str, (Kind, BTreeMap<&str, usize>, &Failure)> = BTreeMap::new();
    for one in calls {
        for (kind, failure) in &one.failed {
            let (_, documents, _) = kinds.entry(kind.name).or_insert_with(|| (*kind, BTreeMap::new(), failure));
            *documents.entry(&one.document).or_default() += 1;
        }
    }
    let count = |documents: &BTreeMap<&str, usize>| documents.values().sum::<usize>();
    let mut kinds: Vec<_> = kinds.into_values().collect();
    kinds.sort_by_key(|(kind, documents, _)| (std::cmp::Reverse(count(documents)), kind.name));
    let mut text = String::new();
    let mut sums = String::new();
    for blame in Blame::ALL {
        let own: Vec<_> = kinds.iter().filter(|(kind, ..)| kind.blame == blame).collect();
        let sum: usize = own.iter().map(|(_, documents, _)| count(documents)).sum();
        // Writing to a string cannot fail.
        let _ = write!(sums, " · {} {sum}", blame.name());
        let _ = writeln!(text, "\n{}: {sum}", blame.name());
        for (kind, documents, first) in own {
            let _ = writeln!(text, "{:6} {} · {}", count(documents), kind.name, kind.why);
            let mut named: Vec<_> = documents.iter().collect();
            named.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), **name));
            let shown: Vec<String> = named.iter().take(NAMED).map(|(name, count)| format!("{name} {count}")).collect();
            let more = if named.len() > NAMED { ", …" } else { "" };
            let _ = writeln!(text, "       in {}{more}", shown.join(", "));
            let _ = writeln!(text, "       such as {} · {} · {}", first.test, first.code, shorten(&first.reason, 160));
        }
    }
    let answered: usize = calls.iter().map(|calls| calls.answered).sum();
    let failed: usize = calls.iter().map(|calls| calls.failed.len()).sum();
    let (documents, requests) = (calls.len(), answered + failed);
    let operations: usize = calls.iter().map(|calls| calls.operations).sum();
    text + &format!(
        "\ndocuments {documents} ({left_out} not whole) · operations {operations} · requests {requests} · accepted and \
         decoded {answered}{sums}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{Calls, Failure, account, blame, unstarted};

    #[test]
    fn kinds_are_counted_with_their_reasons() {
        let failed = |kind| (kind, Failure::new("a_get", "500 x", "because"));
        let calls = [
            Calls {
                document: "a".into(),
                operations: 3,
                answered: 3,
                failed: vec![failed(blame::CRASH), failed(blame::REFUSED)],
            },
            Calls { document: "b".into(), operations: 1, answered: 1, failed: vec![failed(blame::CRASH)] },
        ];
        let text = account(&calls, 0);
        assert!(
            text.contains(&format!("     2 crash · {}", blame::CRASH.why)) && text.contains("in a 1, b 1"),
            "{text}"
        );
        let sums = "operations 4 · requests 7 · accepted and decoded 4 · ours 1 · Prism's 2 · the document's 0\n";
        assert!(text.ends_with(sums), "{text}");
    }

    #[test]
    fn a_start_is_excused_by_files_that_are_missing() {
        assert_eq!(unstarted("fatal Error opening file \"/no/such/file.md\" ENOENT"), blame::MISSING_FILE);
        assert_eq!(unstarted("fatal Error opening file \"/\""), blame::NOT_STARTED);
        assert_eq!(unstarted("no free port"), blame::NOT_STARTED);
    }
}
