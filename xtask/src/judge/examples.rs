//! Decodes each example that is valid for its schema with the SDK's type, encodes the value again, and compares the
//! JSON. Knows the order of the work; each part has its module.

mod cases;
mod compare;
mod model;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, thread};

use sdkgen::{Config, Model, Options, Outcome, Source};
use serde_json::{Value, json};

use self::cases::Case;
pub(crate) use self::cases::spelled;
use super::{Folders, Sdk, validator};
use crate::crates::{self, lines_of_json};
use crate::document::Document;
use crate::losses::{self, Loss, shorten};
use crate::prism;
use crate::project::Project;

/// How many crates are compiled at once.
const BATCH: usize = 10;
/// The program of every SDK, without its table of types.
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

/// The results of the examples of one document.
struct Account {
    document: String,
    /// How many are invalid.
    invalid: usize,
    /// Those that may be valid or not.
    not_validated: Vec<Loss>,
    equal: usize,
    different: Vec<Loss>,
    /// Properties that the document does not describe, and the SDK does not keep: reported, but no difference.
    undescribed: Vec<Loss>,
}

/// An SDK with its model and the valid examples.
struct Prepared {
    account: Account,
    name: String,
    model: Model,
    cases: Vec<Case>,
    /// The types, as Rust; each case has the index of its type.
    types: Vec<String>,
    indices: Vec<usize>,
}

/// Checks the examples of every document, and prints the results.
pub(super) fn run(
    project: &Project,
    folders: Folders<'_>,
    sdks: &[Sdk],
    config: Option<&Path>,
) -> Result<Value, String> {
    let config = config.map(read_config).transpose()?.unwrap_or_default();
    let modules = prism::modules(project).ok_or_else(prism::missing)?;
    let mut accounts = Vec::new();
    for batch in sdks.chunks(BATCH) {
        let mut prepared = Vec::new();
        for sdk in batch {
            prepared.extend(prepare(folders, &modules, &config, sdk)?);
        }
        // An SDK without examples is not compiled.
        let with_examples = prepared.iter().filter(|one: &&Prepared| !one.cases.is_empty());
        let names: Vec<&str> = with_examples.map(|one| one.name.as_str()).collect();
        let programs = compile(project, folders, &names)?;
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
fn prepare(folders: Folders<'_>, modules: &Path, config: &Config, sdk: &Sdk) -> Result<Option<Prepared>, String> {
    let failed = |error: std::io::Error| format!("cannot work on {}: {error}", sdk.document);
    let Some(Document { value: Ok(document), .. }) = Document::read(&sdk.path) else { return Ok(None) };
    let text = String::from_utf8_lossy(&fs::read(&sdk.path).map_err(failed)?).into_owned();
    let source = Source::new(sdk.path.display().to_string(), text);
    let mut config = config.clone();
    config.set_name(&sdk.name);
    let (model, outcome) = model(&source, &config)?;
    let Some(model) = model else { return Ok(None) };
    let cases = cases::cases(&model, &document, &outcome.diagnostics);
    let pairs = cases.iter().map(|case| json!([case.schema, case.value])).collect();
    let verdicts = validator::validate(folders.scratch, modules, &document, pairs)?;
    let mut account = Account::new(sdk.document.clone());
    let mut valid = Vec::new();
    for (case, verdict) in cases.into_iter().zip(verdicts) {
        match verdict {
            Value::Bool(true) => valid.push(case),
            Value::Bool(false) => account.invalid += 1,
            reason => account.not_validated.push(Loss {
                pointer: case.at,
                code: "not validated".to_owned(),
                reason: shorten(reason.as_str().unwrap_or_default(), 300),
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
    let folder = folders.crates.join(&sdk.name).join("examples");
    fs::create_dir_all(&folder).map_err(failed)?;
    fs::write(folder.join(target(&sdk.name) + ".rs"), program(&sdk.name, &types)).map_err(failed)?;
    Ok(Some(Prepared { account, name: sdk.name.clone(), model, cases: valid, types, indices }))
}

/// Reads the configuration of all SDKs.
fn read_config(path: &Path) -> Result<Config, String> {
    Config::parse(&crates::text(path)?).map_err(|fault| format!("{}: {}", path.display(), fault.message))
}

/// Makes the model on a stack as large as the command's.
fn model(source: &Source, config: &Config) -> Result<(Option<Model>, Outcome), String> {
    let options = Options { lenient_names: true, ..Options::default() };
    let work = || {
        let mut outcome = Outcome::default();
        let model = sdkgen::model(source, config, &options, &mut outcome, &mut |_| {});
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

/// Compiles the programs: their paths by the names of the crates.
fn compile(project: &Project, folders: Folders<'_>, names: &[&str]) -> Result<BTreeMap<String, PathBuf>, String> {
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    crates::workspace(project, folders.crates, names)?;
    let mut command = crates::command(project, folders.crates, folders.target);
    // The program sends nothing, so no transport is compiled.
    command.args(["build", "--no-default-features", "--keep-going", "--message-format=json", "--quiet"]);
    for name in names {
        command.args(["-p", name, "--example", &target(name)]);
        // Models are behind cargo features: those of resources, and that of webhooks.
        let manifest = crates::manifest(&folders.crates.join(name)).unwrap_or_default();
        let is_declared = |feature: &&str| crates::features(&manifest).any(|declared| declared == *feature);
        if let Some(feature) = ["full", "webhooks"].iter().find(|feature| is_declared(feature)) {
            command.args(["--features", &format!("{name}/{feature}")]);
        }
    }
    let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
    let messages = lines_of_json(&output.stdout);
    for error in messages.iter().filter(|error| error["message"]["level"] == "error").take(5) {
        println!("{}", shorten(error["message"]["rendered"].as_str().unwrap_or_default(), 600));
    }
    if messages.is_empty() {
        println!("{}", shorten(&String::from_utf8_lossy(&output.stderr), 2000));
    }
    Ok(names.iter().flat_map(|name| crates::programs(&messages, &target(name)).collect::<Vec<_>>()).collect())
}

/// The name of a crate's program: programs of the same name would replace each other in the target folder.
fn target(name: &str) -> String {
    format!("back_{name}")
}

impl Prepared {
    /// Passes every example to the program, and compares what it prints.
    fn judge(mut self, program: Option<&Path>) -> Account {
        let output = program.map_or_else(|| Err("the program does not compile".to_owned()), |path| self.run(path));
        let (model, mut account) = (&self.model, std::mem::replace(&mut self.account, Account::new(String::new())));
        for (index, case) in self.cases.iter().enumerate() {
            let line = match &output {
                Ok(lines) => lines.get(index).map_or("!the program ended before it", String::as_str),
                Err(_) => "!the program does not compile",
            };
            account.count(model, case, &self.types[self.indices[index]], line);
        }
        account
    }

    /// Runs the program: one line for each example.
    fn run(&self, program: &Path) -> Result<Vec<String>, String> {
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
        // The program writes while it reads, so a thread writes its input while this one reads its output.
        let writer = thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().map_err(failed)?;
        // If it ended early, lines are missing, and each is counted as a difference.
        let _ = writer.join();
        Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
    }
}

impl Account {
    fn new(document: String) -> Self {
        let (not_validated, different, undescribed) = (Vec::new(), Vec::new(), Vec::new());
        Self { document, invalid: 0, not_validated, equal: 0, different, undescribed }
    }

    fn count(&mut self, model: &Model, case: &Case, ty: &str, line: &str) {
        let loss = |kind: &str, detail: &str| Loss {
            pointer: format!("{} {ty} {detail}", case.at),
            code: kind.split(':').next().unwrap_or_default().to_owned(),
            reason: shorten(kind, 300),
        };
        let back = match line.split_at_checked(1) {
            Some(("=", text)) => serde_json::from_str::<Value>(text).map_err(|error| error.to_string()),
            Some((_, message)) => Err(message.to_owned()),
            None => Err("no output".to_owned()),
        };
        let back = match back {
            Ok(back) => back,
            Err(message) => {
                let shown = shorten(&case.value.to_string(), 200);
                return self.different.push(loss(&message, &shown));
            }
        };
        let found = compare::differences(&case.value, &back);
        let is_undescribed = |found: &&compare::Difference| {
            found.kind == compare::DROPPED && !model::describes(&model.api, &case.ty.ty, &case.value, &found.path)
        };
        let (undescribed, counted): (Vec<_>, Vec<_>) = found.iter().partition(is_undescribed);
        if let Some(found) = counted.first() {
            let path = found.path.join("/");
            let detail = format!("{path} of {} became {}", shorten(&case.value.to_string(), 160), shorten(line, 160));
            self.different.push(loss(found.kind, &detail));
        } else if let Some(found) = undescribed.first() {
            self.undescribed.push(loss("a property that is not described", &found.path.join("/")));
        } else {
            self.equal += 1;
        }
    }

    fn json(&self) -> Value {
        let list = |losses: &[Loss]| -> Value {
            losses.iter().map(|loss| json!({"at": loss.pointer, "kind": loss.code, "reason": loss.reason})).collect()
        };
        json!({
            "document": self.document, "invalid": self.invalid, "equal": self.equal, "different": list(&self.different),
            "undescribed": list(&self.undescribed), "unjudged": list(&self.not_validated),
        })
    }
}

fn text(accounts: &[Account]) -> String {
    let mut text = String::new();
    let mut list = |title: &str, of: fn(&Account) -> &Vec<Loss>| {
        let all = accounts.iter().flat_map(|account| of(account).iter().map(|loss| (account.document.as_str(), loss)));
        text += &losses::ranking(title, all);
    };
    list("examples that cannot be validated", |account| &account.not_validated);
    list("examples with properties that the document does not describe", |account| &account.undescribed);
    list("examples that differ after decoding and encoding", |account| &account.different);
    let sum = |count: fn(&Account) -> usize| accounts.iter().map(count).sum::<usize>();
    let (equal, different) = (sum(|account| account.equal), sum(|account| account.different.len()));
    let undescribed = sum(|account| account.undescribed.len());
    let valid = equal + different + undescribed;
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64 * 100.0;
    let (strict, described) = (share(equal, valid), share(equal, equal + different));
    text + &format!(
        "\ndocuments {} · valid examples {valid} · the same JSON {equal} · except for undescribed properties {undescribed} · \
         different {different} · {strict:.2} % of all, {described:.2} % of the described ones · invalid {} · \
         not validated {}\n",
        accounts.len(),
        sum(|account| account.invalid),
        sum(|account| account.not_validated.len())
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
