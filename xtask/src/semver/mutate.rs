//! Mutated pairs: one random change of a document by each kind of mutation, both SDKs, and what rustc says of a program
//! over the first one against the second one, beside what `sdkgen diff` says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sdkgen::diff::compare;
use sdkgen::{Config, Source};
use serde_json::{Value, json};

use super::arbiter::{Program, Verdict, Work};
use super::cut;
use super::mutations::{self, Mutation};
use super::program::{self, Uses};
use super::record::Recorder;
use super::record::outcome::{self, Recorded};
use super::said::Said;
use super::sdk::Sdk;
use crate::document::Document;
use crate::random::Random;

/// This many SDKs are compiled at a time: enough to keep cargo busy.
const BATCH: usize = 16;

/// The arguments of `cargo xtask semver mutate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The documents: of version 3, and without references to other files
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// How many pairs to compile
    #[arg(long, default_value_t = 100)]
    pairs: usize,
    /// Where the random numbers begin; the same seed makes the same pairs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only mutations by this rule
    #[arg(long)]
    rule: Option<String>,
    /// Run programs that call every operation with both SDKs as well, and compare their requests
    #[arg(long)]
    record: bool,
    /// Cut documents with more paths down to so many, and to what these need; large SDKs compile for minutes
    #[arg(long, value_name = "NUMBER")]
    most_paths: Option<usize>,
}

/// A document with its SDK and the program over it.
struct Base {
    path: PathBuf,
    value: Value,
    sdk: Sdk,
    uses: Uses,
    recorded: Option<Recorded>,
}

/// A pair: a base, a mutation of it, and the SDK of that.
struct Pair<'a> {
    base: &'a Base,
    mutation: &'static Mutation,
    at: String,
    sdk: Sdk,
}

/// Compiles mutated pairs and prints a line of JSON for each of them, and counts at the end.
pub(super) fn run(work: &Work<'_>, arguments: &Arguments) -> Result<(), String> {
    let bases = bases(work, arguments)?;
    let mut random = Random::new(arguments.seed);
    let mut mutations = mutations::all();
    mutations.retain(|mutation| arguments.rule.as_deref().is_none_or(|rule| rule == mutation.rule));
    let mut counts = Counts::default();
    let (mut made, mut tried) = (0, 0);
    // Some mutations find nothing to change, and some documents are refused afterwards.
    while made < arguments.pairs && tried < arguments.pairs * 10 {
        let mut batch = Vec::new();
        while batch.len() < BATCH.min(arguments.pairs - made) && tried < arguments.pairs * 10 {
            // Each kind has its turn, with one document after the other.
            let Some(mutation) = mutations.get(tried % mutations.len().max(1)) else { break };
            let base = &bases[(tried / mutations.len() + random.below(bases.len())) % bases.len()];
            tried += 1;
            batch.extend(pair(work, base, mutation, batch.len(), &mut random, &mut counts));
        }
        made += batch.len();
        judge(work, &batch, &mut counts)?;
    }
    counts.print();
    Ok(())
}

/// Reads the documents and generates their SDKs; each program has to compile against the SDK that it was written for.
fn bases(work: &Work<'_>, arguments: &Arguments) -> Result<Vec<Base>, String> {
    let mut bases = Vec::new();
    for path in &arguments.documents {
        match base(work, path, bases.len(), arguments.most_paths) {
            Ok(base) => bases.push(base),
            Err(why) => eprintln!("{}: left out: {why}", path.display()),
        }
    }
    let sdks: Vec<&Sdk> = bases.iter().map(|base| &base.sdk).collect();
    let programs: Vec<Program> = bases.iter().map(own).collect();
    if programs.is_empty() {
        return Err("no document can be mutated".to_owned());
    }
    let verdicts = work.judge(&sdks, &programs.iter().collect::<Vec<_>>())?;
    bases.retain(|base| match &verdicts[&own(base).name] {
        Verdict::Compiles => true,
        verdict => {
            eprintln!("{}: left out: its program does not compile against its own SDK: {verdict}", base.path.display());
            false
        }
    });
    if arguments.record {
        self::record(work, &mut bases)?;
    }
    if bases.is_empty() { Err("no document is left".to_owned()) } else { Ok(bases) }
}

/// Records the requests of each base.
fn record(work: &Work<'_>, bases: &mut [Base]) -> Result<(), String> {
    let recorders: Vec<Recorder> = bases.iter().map(|base| Recorder::of(&base.sdk)).collect::<Result<_, _>>()?;
    let name = |base: &Base| format!("recorder-of-{}", base.sdk.name);
    let programs: Vec<Program> =
        bases.iter().zip(&recorders).map(|(base, recorder)| recorder.beside(&own(base), &name(base))).collect();
    let sdks: Vec<&Sdk> = bases.iter().map(|base| &base.sdk).collect();
    let verdicts = work.judge(&sdks, &programs.iter().collect::<Vec<_>>())?;
    for (base, recorder) in bases.iter_mut().zip(recorders) {
        let (path, name) = (base.path.display().to_string(), name(base));
        match &verdicts[&name] {
            Verdict::Compiles => {
                let recorded = Recorded::of(work, recorder, &name)?;
                eprintln!("{path}: {}", recorded.coverage());
                recorded.gaps().for_each(|gap| eprintln!("  {gap}"));
                base.recorded = Some(recorded);
            }
            verdict => eprintln!("{path}: requests are not recorded: {verdict}"),
        }
    }
    Ok(())
}

fn own(base: &Base) -> Program {
    base.uses.against(&format!("own-{}", base.sdk.name), &base.sdk, &base.sdk)
}

fn base(work: &Work<'_>, path: &Path, number: usize, most_paths: Option<usize>) -> Result<Base, String> {
    let mut value = Document::read(path).ok_or("it is no document")?.value?;
    if value.get("openapi").is_none() {
        return Err("it is no document of version 3".to_owned());
    }
    if let Some(said) = most_paths.and_then(|most| cut::cut(&mut value, most)) {
        eprintln!("{}: {said}", path.display());
    }
    let sdk = generate(work, &format!("base-{number}"), &value)?;
    let uses = program::of(&sdk)?;
    Ok(Base { path: path.to_owned(), value, sdk, uses, recorded: None })
}

fn generate(work: &Work<'_>, name: &str, document: &Value) -> Result<Sdk, String> {
    Sdk::of(work.project(), name, Source::new("document.json", document.to_string()), &Config::default(), None)
}

fn pair<'a>(
    work: &Work<'_>,
    base: &'a Base,
    mutation: &'static Mutation,
    number: usize,
    random: &mut Random,
    counts: &mut Counts,
) -> Option<Pair<'a>> {
    let mut mutant = base.value.clone();
    let Some(at) = (mutation.apply)(&mut mutant, random) else {
        counts.without_site += 1;
        return None;
    };
    match generate(work, &format!("mutant-{number}"), &mutant) {
        Ok(sdk) => Some(Pair { base, mutation, at, sdk }),
        Err(why) => {
            counts.refused += 1;
            eprintln!("{} {} of {}: {why}", mutation.rule, at, base.path.display());
            None
        }
    }
}

fn judge(work: &Work<'_>, pairs: &[Pair<'_>], counts: &mut Counts) -> Result<(), String> {
    if pairs.is_empty() {
        return Ok(());
    }
    let sdks: Vec<&Sdk> = pairs.iter().map(|pair| &pair.sdk).collect();
    let programs: Vec<(Program, Option<Program>)> = pairs.iter().enumerate().map(programs).collect();
    let all: Vec<&Program> =
        programs.iter().flat_map(|(uses, records)| [Some(uses), records.as_ref()]).flatten().collect();
    let verdicts = work.judge(&sdks, &all)?;
    for (pair, (uses, records)) in pairs.iter().zip(&programs) {
        let verdict = &verdicts[&uses.name];
        let said = Said::of(&pair.base.sdk.changes(&pair.sdk));
        // A release has no document of the version before.
        let released = Said::of(&compare(&pair.base.sdk.surface, &pair.sdk.surface));
        let mut row = row(pair, verdict, &said, &released);
        let outcome = match (&pair.base.recorded, records) {
            (Some(recorded), Some(program)) => {
                Some(recorded.with(work, (program, &verdicts[&program.name]), (&pair.base.sdk, &pair.sdk))?)
            }
            _ => None,
        };
        if let Some(outcome) = &outcome {
            row["requests"] = outcome.row();
            counts.requests.count(outcome, matches!(verdict, Verdict::Compiles), &said, &row);
        }
        println!("{row}");
        counts.count(pair.mutation, verdict, &said, &row);
        counts.surfaces(verdict, &released);
    }
    Ok(())
}

/// The program that uses everything of a pair, and the one that records requests.
fn programs((number, pair): (usize, &Pair<'_>)) -> (Program, Option<Program>) {
    let uses = pair.base.uses.against(&format!("program-{number}"), &pair.base.sdk, &pair.sdk);
    let recorded = pair.base.recorded.as_ref();
    let records = recorded.map(|recorded| recorded.recorder.beside(&uses, &format!("recorder-{number}")));
    (uses, records)
}

fn row(pair: &Pair<'_>, verdict: &Verdict, said: &Said, released: &Said) -> Value {
    let (rustc, errors) = match verdict {
        Verdict::Compiles => ("compiles", Vec::new()),
        Verdict::Fails(errors) => ("fails", errors.iter().take(3).map(ToString::to_string).collect()),
        Verdict::Broken(error) => ("no SDK", vec![error.to_string()]),
    };
    json!({
        "rule": pair.mutation.rule,
        "what": pair.mutation.what,
        "document": pair.base.path.file_name().map(|name| name.to_string_lossy()),
        "at": pair.at,
        "rustc": rustc,
        "diff": said.verdict(),
        "diff of surfaces": released.verdict(),
        "errors": errors,
        "changes": said.why.iter().take(3).collect::<Vec<_>>(),
    })
}

/// What became of the pairs.
#[derive(Default)]
struct Counts {
    without_site: usize,
    refused: usize,
    broken: usize,
    /// For each rule: pairs, those that compile, those that diff says break.
    rules: BTreeMap<&'static str, [usize; 3]>,
    /// Pairs that rustc refuses and diff calls minor or patch.
    missed: Vec<String>,
    /// Pairs that rustc accepts and diff says break.
    strict: Vec<String>,
    /// The numbers of both, if only surfaces are compared.
    surfaces: [usize; 2],
    /// What became of the requests.
    requests: outcome::Counts,
}

impl Counts {
    fn count(&mut self, mutation: &Mutation, verdict: &Verdict, said: &Said, row: &Value) {
        let rule = self.rules.entry(mutation.rule).or_default();
        rule[0] += 1;
        rule[1] += usize::from(matches!(verdict, Verdict::Compiles));
        rule[2] += usize::from(said.breaks);
        match verdict {
            Verdict::Broken(_) => self.broken += 1,
            Verdict::Fails(_) if !said.breaks && !said.silent => self.missed.push(row.to_string()),
            Verdict::Compiles if said.breaks => self.strict.push(row.to_string()),
            Verdict::Compiles | Verdict::Fails(_) => {}
        }
    }

    fn surfaces(&mut self, verdict: &Verdict, released: &Said) {
        let is_missed = matches!(verdict, Verdict::Fails(_)) && !released.breaks && !released.silent;
        let is_strict = matches!(verdict, Verdict::Compiles) && released.breaks;
        self.surfaces[0] += usize::from(is_missed);
        self.surfaces[1] += usize::from(is_strict);
    }

    fn print(&self) {
        let sum = |index: usize| self.rules.values().map(|counts| counts[index]).sum::<usize>();
        eprintln!("rule: pairs, compile, diff says that programs break");
        for (rule, [pairs, compile, breaks]) in &self.rules {
            eprintln!("{rule}: {pairs}, {compile}, {breaks}");
        }
        eprintln!("{} rules, {} pairs: {} compile, {} break by diff", self.rules.len(), sum(0), sum(1), sum(2));
        eprintln!("{} without a place, {} refused, {} no SDK", self.without_site, self.refused, self.broken);
        let [missed, strict] = self.surfaces;
        eprintln!("if only surfaces are compared, rustc alone refuses {missed}, and diff alone {strict}");
        eprintln!("rustc refuses, and diff says minor or patch: {}", self.missed.len());
        self.missed.iter().for_each(|row| eprintln!("  {row}"));
        eprintln!("rustc accepts, and diff says major: {}", self.strict.len());
        self.strict.iter().for_each(|row| eprintln!("  {row}"));
        self.requests.print();
    }
}
