//! The examples of the documents: each that is valid for its schema, as an independent validator has it, is decoded
//! by the SDK's type and encoded again, and has to be the same JSON. Knows the order of the work; the parts have their
//! modules.

mod cases;
mod compare;
mod dialect;
mod known;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, thread};

use sdkgen::{Config, Model, Outcome, Source};
use serde_json::{Value, json};

use self::cases::Case;
use super::document::Document;
use super::outcome::{Loss, Row, shorten};
use super::{Arguments, Work, compile, summary};
use crate::crates::{self, lines_of_json};
use crate::prism;
use crate::project::Project;

/// How many crates are compiled at once.
const BATCH: usize = 10;
/// The validator's script.
const VALIDATE: &str = include_str!("examples/validate.mjs");
/// What every program has besides its table of types.
const PROGRAM: &str = r#"//! Decodes and encodes examples; made by `cargo xtask corpus --examples`.
#![allow(deprecated)]

use sdkgen_runtime::private::{decode_json, encode_json};

macro_rules! back {
    ($type:ty) => {
        // By the codec, as the SDK itself: dates and UUIDs have no serde of their own.
        |text| match decode_json::<$type>(text.as_bytes()) {
            Ok(value) => String::from_utf8(encode_json(&value)).map_err(|_| "not encoded: no text".to_owned()),
            Err(fault) => Err(format!("not decoded: {fault}")),
        }
    };
}

fn main() {
    for line in std::io::stdin().lines() {
        let line = line.expect("lines are text");
        let (index, text) = line.split_once(' ').expect("a line is an index and a text");
        let index: usize = index.parse().expect("the index is a number");
        match std::panic::catch_unwind(|| TYPES[index](text)) {
            Ok(Ok(text)) => println!("={text}"),
            Ok(Err(message)) => println!("!{}", message.replace('\n', " ")),
            Err(_) => println!("!panicked"),
        }
    }
}
"#;

/// What became of the examples of one document.
struct Account {
    document: String,
    /// Those that are not valid, or of which that cannot be told.
    unfit: usize,
    unjudged: Vec<Loss>,
    equal: usize,
    different: Vec<Loss>,
    /// Members that the document does not describe, and the SDK does not keep: told, not counted against it.
    undescribed: Vec<Loss>,
}

/// A document with its model and the valid examples.
struct Prepared {
    account: Account,
    name: String,
    model: Model,
    cases: Vec<Case>,
    /// The types, as Rust; a case has the index of its own.
    types: Vec<String>,
    indices: Vec<usize>,
}

/// Does all of it for every crate that was made.
pub(super) fn run(project: &Project, work: &Work, arguments: &Arguments, rows: &[Row]) -> Result<Value, String> {
    let folder = &arguments.folder;
    let decided = arguments.config.as_deref().map(decided).transpose()?.unwrap_or_default();
    let validator = prism::modules(project).ok_or_else(prism::missing)?;
    let made: Vec<&Row> = rows.iter().filter(|row| work.has(&row.name)).collect();
    let mut accounts = Vec::new();
    for batch in made.chunks(BATCH) {
        let mut prepared = Vec::new();
        for row in batch {
            let path = if folder.is_file() { folder.to_owned() } else { folder.join(&row.document) };
            prepared.extend(prepare(work, &validator, &decided, row, &path)?);
        }
        // What has nothing to ask is not compiled.
        let asking = prepared.iter().filter(|one: &&Prepared| !one.cases.is_empty());
        let names: Vec<&str> = asking.map(|one| one.name.as_str()).collect();
        let programs = build(project, work, &names)?;
        for one in prepared {
            let program = programs.get(&one.name).map(PathBuf::as_path);
            let account = one.judge(program);
            let (equal, different) = (account.equal, account.different.len());
            println!("{} · {equal} equal · {different} different", account.document);
            accounts.push(account);
        }
    }
    print!("{}", text(&accounts));
    Ok(accounts.iter().map(Account::json).collect())
}

/// Finds the examples of a document, validates them, and writes the program; `None` if there is no model.
fn prepare(
    work: &Work,
    validator: &Path,
    decided: &Config,
    row: &Row,
    path: &Path,
) -> Result<Option<Prepared>, String> {
    let failed = |error: std::io::Error| format!("cannot work on {}: {error}", row.document);
    let Some(Document { value: Ok(document), .. }) = Document::read(path) else { return Ok(None) };
    let text = String::from_utf8_lossy(&fs::read(path).map_err(failed)?).into_owned();
    let source = Source::new(path.display().to_string(), text);
    let mut config = Config { lenient_names: true, ..decided.clone() };
    config.package.name = Some(row.name.clone());
    let (model, outcome) = model(&source, &config)?;
    let Some(model) = model else { return Ok(None) };
    let cases = cases::cases(&model, &document, &outcome.diagnostics);
    let verdicts = validate(work, validator, &document, &cases)?;
    let mut account = Account::new(row.document.clone());
    let mut valid = Vec::new();
    for (case, verdict) in cases.into_iter().zip(verdicts) {
        match verdict {
            Value::Bool(true) => valid.push(case),
            Value::Bool(false) => account.unfit += 1,
            why => account.unjudged.push(Loss {
                pointer: case.at,
                code: "not judged".to_owned(),
                reason: shorten(why.as_str().unwrap_or_default(), 300),
            }),
        }
    }
    let mut types: Vec<String> = Vec::new();
    let mut known = BTreeMap::new();
    let indices = valid.iter().map(|case| {
        let ty = cases::spelled(&model, &case.ty);
        *known.entry(ty.clone()).or_insert_with(|| {
            types.push(ty);
            types.len() - 1
        })
    });
    let indices = indices.collect();
    let folder = work.crates.join(&row.name).join("examples");
    fs::create_dir_all(&folder).map_err(failed)?;
    fs::write(folder.join(target(&row.name) + ".rs"), program(&row.name, &types)).map_err(failed)?;
    Ok(Some(Prepared { account, name: row.name.clone(), model, cases: valid, types, indices }))
}

/// The configuration for all documents.
fn decided(path: &Path) -> Result<Config, String> {
    Config::parse(&crates::text(path)?).map_err(|fault| format!("{}: {}", path.display(), fault.message))
}

/// Makes the model on a stack as large as the command's.
fn model(source: &Source, config: &Config) -> Result<(Option<Model>, Outcome), String> {
    let work = || {
        let mut outcome = Outcome::default();
        let model = sdkgen::model(source, config, &mut outcome, &mut |_| {});
        (model, outcome)
    };
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, work);
        let worker = worker.map_err(|error| format!("cannot start a thread: {error}"))?;
        worker.join().map_err(|_| format!("the generator panicked on {}", source.name))
    })
}

fn program(name: &str, types: &[String]) -> String {
    let mut text = PROGRAM.replacen("use sdkgen", &format!("use {name} as sdk;\nuse sdkgen"), 1);
    text += "\nconst TYPES: &[fn(&str) -> Result<String, String>] = &[\n";
    for ty in types {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    back!({ty}),");
    }
    text + "];\n"
}

/// Asks the validator about every example.
fn validate(work: &Work, modules: &Path, document: &Value, cases: &[Case]) -> Result<Vec<Value>, String> {
    let pairs: Vec<Value> = cases.iter().map(|case| json!([case.schema, case.value])).collect();
    verdicts(work, modules, document, pairs)
}

/// Asks the validator about values, each after the pointer of its schema: true, false, or why that cannot be told.
pub(super) fn verdicts(work: &Work, modules: &Path, document: &Value, pairs: Vec<Value>) -> Result<Vec<Value>, String> {
    let failed = |error: std::io::Error| format!("cannot run the validator: {error}");
    let [script, schema, list] = ["validate.mjs", "document.json", "cases.json"].map(|name| work.passing.join(name));
    fs::write(&script, VALIDATE).map_err(failed)?;
    fs::write(&schema, dialect::translated(document).to_string()).map_err(failed)?;
    let length = pairs.len();
    fs::write(&list, Value::Array(pairs).to_string()).map_err(failed)?;
    let mut node = Command::new("node");
    node.arg(&script).arg(modules).arg(&schema).arg(&list).stdin(Stdio::null());
    let output = node.output().map_err(failed)?;
    match serde_json::from_slice(&output.stdout) {
        Ok(Value::Array(verdicts)) if verdicts.len() == length => Ok(verdicts),
        _ => {
            let said = String::from_utf8_lossy(&output.stderr);
            let why = said.lines().find(|line| line.contains("Error")).unwrap_or("it said nothing");
            Ok(vec![json!(why); length])
        }
    }
}

/// Compiles the programs: their paths by the names of the crates.
fn build(project: &Project, work: &Work, names: &[&str]) -> Result<BTreeMap<String, PathBuf>, String> {
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    crates::workspace(project, &work.crates, names)?;
    let mut command = crates::command(project, &work.crates, &work.target);
    // Nothing is sent, so no transport is compiled.
    command.args(["build", "--no-default-features", "--keep-going", "--message-format=json", "--quiet"]);
    for name in names {
        command.args(["-p", name, "--example", &target(name)]);
        // What each resource needs, and what nothing but events brings, stands behind a feature.
        let manifest = crates::manifest(&work.crates.join(name)).unwrap_or_default();
        let is_declared = |feature: &&str| crates::features(&manifest).any(|declared| declared == *feature);
        if let Some(feature) = ["full", "webhooks"].iter().find(|feature| is_declared(feature)) {
            command.args(["--features", &format!("{name}/{feature}")]);
        }
    }
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let messages = lines_of_json(&output.stdout);
    for told in messages.iter().filter(|told| told["message"]["level"] == "error").take(5) {
        println!("{}", shorten(told["message"]["rendered"].as_str().unwrap_or_default(), 600));
    }
    if messages.is_empty() {
        println!("{}", shorten(&String::from_utf8_lossy(&output.stderr), 2000));
    }
    Ok(names.iter().flat_map(|name| compile::programs(&messages, &target(name)).collect::<Vec<_>>()).collect())
}

/// The name of a crate's program; programs of one name would take each other's place in the target folder.
fn target(name: &str) -> String {
    format!("back_{name}")
}

impl Prepared {
    /// Gives the program every example, and compares.
    fn judge(mut self, program: Option<&Path>) -> Account {
        let answers = program.map_or_else(|| Err("the program does not compile".to_owned()), |path| self.ask(path));
        let (model, mut account) = (&self.model, std::mem::replace(&mut self.account, Account::new(String::new())));
        for (index, case) in self.cases.iter().enumerate() {
            let answer = match &answers {
                Ok(lines) => lines.get(index).map_or("!the program ended before it", String::as_str),
                Err(_) => "!the program does not compile",
            };
            account.count(model, case, &self.types[self.indices[index]], answer);
        }
        account
    }

    fn ask(&self, program: &Path) -> Result<Vec<String>, String> {
        let failed = |error: std::io::Error| error.to_string();
        let mut command = Command::new("timeout");
        command
            .args(["-k", "5", "120"])
            .arg(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(failed)?;
        let mut input = child.stdin.take().ok_or("no pipe")?;
        let lines: String =
            self.cases.iter().zip(&self.indices).map(|(case, index)| format!("{index} {}\n", case.value)).collect();
        // It answers while it reads, so somebody has to write while we read.
        let writer = thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().map_err(failed)?;
        // If it ended early, lines are missing, and that is told of each.
        let _ = writer.join();
        Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
    }
}

impl Account {
    fn new(document: String) -> Self {
        let (unjudged, different, undescribed) = (Vec::new(), Vec::new(), Vec::new());
        Self { document, unfit: 0, unjudged, equal: 0, different, undescribed }
    }

    fn count(&mut self, model: &Model, case: &Case, ty: &str, answer: &str) {
        let loss = |kind: &str, detail: &str| Loss {
            pointer: format!("{} {ty} {detail}", case.at),
            code: kind.split(':').next().unwrap_or_default().to_owned(),
            reason: shorten(kind, 300),
        };
        let back = match answer.split_at_checked(1) {
            Some(("=", text)) => serde_json::from_str::<Value>(text).map_err(|error| error.to_string()),
            Some((_, message)) => Err(message.to_owned()),
            None => Err("no answer".to_owned()),
        };
        let back = match back {
            Ok(back) => back,
            Err(message) => {
                let shown = shorten(&case.value.to_string(), 200);
                return self.different.push(loss(&message, &shown));
            }
        };
        let found = compare::differences(&case.value, &back);
        let is_told = |found: &&compare::Difference| {
            found.kind == compare::DROPPED && !known::knows(&model.api, &case.ty.ty, &case.value, &found.way)
        };
        let (told, counted): (Vec<_>, Vec<_>) = found.iter().partition(is_told);
        if let Some(found) = counted.first() {
            let way = found.way.join("/");
            let detail = format!("{way} of {} became {}", shorten(&case.value.to_string(), 160), shorten(answer, 160));
            self.different.push(loss(found.kind, &detail));
        } else if let Some(found) = told.first() {
            self.undescribed.push(loss("a member that is not described", &found.way.join("/")));
        } else {
            self.equal += 1;
        }
    }

    fn json(&self) -> Value {
        let list = |losses: &[Loss]| -> Value {
            losses.iter().map(|loss| json!({"at": loss.pointer, "kind": loss.code, "reason": loss.reason})).collect()
        };
        json!({
            "document": self.document, "invalid": self.unfit, "equal": self.equal, "different": list(&self.different),
            "undescribed": list(&self.undescribed), "unjudged": list(&self.unjudged),
        })
    }
}

fn text(accounts: &[Account]) -> String {
    let mut text = String::new();
    let mut list = |title: &str, of: fn(&Account) -> &Vec<Loss>| {
        let all = accounts.iter().flat_map(|account| of(account).iter().map(|loss| (account.document.as_str(), loss)));
        text += &summary::ranking(title, all);
    };
    list("examples that cannot be judged", |account| &account.unjudged);
    list("examples with members that the document does not describe", |account| &account.undescribed);
    list("examples that do not come back", |account| &account.different);
    let sum = |count: fn(&Account) -> usize| accounts.iter().map(count).sum::<usize>();
    let (equal, different) = (sum(|account| account.equal), sum(|account| account.different.len()));
    let undescribed = sum(|account| account.undescribed.len());
    let valid = equal + different + undescribed;
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64 * 100.0;
    let (strict, described) = (share(equal, valid), share(equal, equal + different));
    text + &format!(
        "\ndocuments {} · valid examples {valid} · the same JSON {equal} · but for undescribed members {undescribed} · \
         different {different} · {strict:.2} % of all, {described:.2} % of those that are described · invalid {} · \
         not judged {}\n",
        accounts.len(),
        sum(|account| account.unfit),
        sum(|account| account.unjudged.len())
    )
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn the_program_has_a_row_for_each_type() {
        let text = program("d0001_x", &["String".to_owned(), "sdk::models::Pet".to_owned()]);
        assert!(text.contains("use d0001_x as sdk;\nuse sdkgen_runtime::"), "{text}");
        assert!(text.ends_with("= &[\n    back!(String),\n    back!(sdk::models::Pet),\n];\n"), "{text}");
    }
}
