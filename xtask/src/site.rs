//! `cargo xtask docs` makes the reference of the Keycard API. `cargo xtask site-test` makes references of documents and
//! holds each against its document, against the SDK of the same document, and against a browser. Knows the order of the
//! work; each check has its module.

mod browser;
mod complete;
mod facts;
mod hostile;
mod pages;
mod programs;
mod seeds;
mod signatures;
pub(crate) mod words;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::Value;

use self::browser::Browser;
use self::pages::Site;
use crate::crates;
use crate::document::{self, Document};
use crate::process::{self, cargo};
use crate::project::Project;

/// The most bytes of HTML that a page should have.
const MOST_BYTES: usize = 60_000;
/// CI has time for one of so many pages in the browser.
const EVERY_IN_CI: usize = 16;
/// How many lines of a list are printed.
const MOST_LINES: usize = 40;

/// The arguments of `cargo xtask site-test`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Arguments {
    /// Documents, or folders of documents [default: the Keycard API]
    documents: Vec<PathBuf>,
    /// Compile the Rust examples
    #[arg(long)]
    compile: bool,
    /// Check the pages in Chromium and with html-validate too; with the Keycard API, also those of hostile documents
    #[arg(long)]
    browser: bool,
    /// Check the hostile documents alone
    #[arg(long, requires = "browser", conflicts_with = "documents")]
    hostile: bool,
    /// Install what `--browser` needs instead: npm packages below the target folder, and Chromium with apt-get
    #[arg(long)]
    install: bool,
    /// Print everything that is missing, not only the first lines
    #[arg(long)]
    all: bool,
    /// Use this program instead of compiling sdkgen
    #[arg(long, value_name = "FILE")]
    generator: Option<PathBuf>,
    /// Where to put sites and crates [default: `site` below the target folder]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
}

/// Makes the reference of the Keycard API in `target/reference`.
pub(crate) fn docs(project: &Project) -> Result<(), String> {
    let generator = crates::generator(project)?;
    let out = project.target().join("reference");
    let mut command = Command::new(generator);
    command.arg("docs").arg(project.path("specs/keycard.yaml"));
    command.arg("--config").arg(project.path("specs/keycard.toml"));
    command.arg("--lock").arg(project.path("generated/sdkgen.lock")).arg("--out").arg(&out);
    process::run(command)?;
    println!("open {}", out.join("index.html").display());
    Ok(())
}

/// Makes and checks the sites, or installs what that needs.
pub(crate) fn test(project: &Project, arguments: &Arguments) -> Result<(), String> {
    if arguments.install {
        return browser::install(project);
    }
    let browser = arguments.browser.then(|| Browser::find(project)).transpose()?;
    let generator = arguments.generator.clone().map_or_else(|| crates::generator(project), Ok)?;
    let work = arguments.work.clone().unwrap_or_else(|| project.target().join("site"));
    if let Some(browser) = browser.as_ref().filter(|_| arguments.hostile) {
        return verdict(hostile::check(browser, &generator, &work, hostile::LONG)?);
    }
    if arguments.documents.is_empty() {
        let faults = keycard(project, &generator, &work, browser.as_ref(), hostile::LONG, arguments)?;
        return verdict(faults);
    }
    let run = Run {
        generator: &generator,
        work: &work,
        config: None,
        seeds: None,
        browser: browser.as_ref(),
        all: arguments.all,
        compile: arguments.compile.then_some(project),
    };
    let mut faults = 0;
    for folder in &arguments.documents {
        for path in document::files(folder)? {
            let Some(document) = Document::read(&path) else { continue };
            faults += run.check(&document)?;
        }
    }
    verdict(faults)
}

/// What CI checks: the reference of the Keycard API, in a browser if there is one. Returns what was not checked.
pub(crate) fn in_ci(project: &Project) -> Result<Option<String>, String> {
    // The tests have compiled it already, without optimisation.
    process::run(cargo(project, &["build", "--quiet", "-p", "sdkgen"]))?;
    let generator = project.target().join("debug").join(format!("sdkgen{}", env::consts::EXE_SUFFIX));
    let browser = Browser::find(project).map(|browser| browser.with_every(EVERY_IN_CI));
    let work = project.target().join("site");
    let arguments = Arguments::default();
    verdict(keycard(project, &generator, &work, browser.as_ref().ok(), hostile::LONG_IN_CI, &arguments)?)?;
    Ok(browser.err().map(|missing| format!("the site was NOT checked in a browser: {missing}")))
}

/// Checks the site of the Keycard API, and with a browser those of hostile documents.
fn keycard(
    project: &Project,
    generator: &Path,
    work: &Path,
    browser: Option<&Browser>,
    long: usize,
    arguments: &Arguments,
) -> Result<usize, String> {
    let (path, config) = (project.path("specs/keycard.yaml"), project.path("specs/keycard.toml"));
    let document = Document::read(&path).ok_or("specs/keycard.yaml is not a document")?;
    // They are other people's, and not part of this repository.
    let seeds = project.path("../shared/seeds");
    let run = Run {
        generator,
        work,
        config: Some(&config),
        seeds: Some(&seeds),
        browser,
        all: arguments.all,
        compile: arguments.compile.then_some(project),
    };
    let faults = run.check(&document)?;
    Ok(faults + browser.map_or(Ok(0), |browser| hostile::check(browser, generator, work, long))?)
}

fn verdict(faults: usize) -> Result<(), String> {
    if faults > 0 { Err(format!("{faults} faults")) } else { Ok(()) }
}

/// The warnings that say that a part of the document has no effect.
const IGNORED: [&str; 2] = ["unsupported-keyword", "unused-security-scheme"];

/// How documents are checked.
struct Run<'a> {
    generator: &'a Path,
    work: &'a Path,
    config: Option<&'a Path>,
    /// The pages that the reference began with.
    seeds: Option<&'a Path>,
    /// The browser, if pages are checked in it.
    browser: Option<&'a Browser>,
    all: bool,
    /// Where to compile the examples, if they are.
    compile: Option<&'a Project>,
}

impl Run<'_> {
    /// Makes the site and the SDK of a document and checks them; returns the number of faults.
    fn check(&self, document: &Document) -> Result<usize, String> {
        let name = document.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = self.work.join(&name);
        let (site, krate, report) = (folder.join("site"), folder.join("sdk"), folder.join("report.json"));
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        self.generate("docs", document, &site, &[])?;
        let said = self.generate(
            "generate",
            document,
            &krate,
            &["--report".as_ref(), report.as_ref(), "--message-format".as_ref(), "json".as_ref()],
        )?;
        let mut skipped = skipped_by(&report)?;
        let is_ignored = |one: &Value| IGNORED.iter().any(|code| one["code"] == *code);
        let ignored = crates::lines_of_json(&said).into_iter().filter(is_ignored);
        skipped.extend(ignored.filter_map(|one| one["pointer"].as_str().map(str::to_owned)));
        let site_folder = site;
        let site = Site::read(&site_folder)?;
        println!("{name}: {} pages", site.pages.len());
        let mut faults = self.completeness(document, &site, &skipped);
        let compared = signatures::compare(&site, &krate)?;
        println!("  signatures: {} shown", compared.shown);
        faults += self.list("signatures that the source does not have", &compared.wrong);
        faults += self.list("links that lead nowhere", &site.dead_links(&site_folder));
        let repeated =
            site.pages.iter().flat_map(|(path, page)| page.repeated.iter().map(move |id| format!("{path}: {id}")));
        faults += self.list("anchors that occur twice", &repeated.collect::<Vec<_>>());
        faults += self.seeds(&site)?;
        if let Some(project) = self.compile {
            let (count, refused) = programs::compile(project, &site, &krate)?;
            println!("  Rust examples: {count}");
            faults += self.list("that do not compile", &refused);
        }
        if let Some(browser) = self.browser {
            faults += browser.check(&site_folder)?;
        }
        self.sizes(&site, &site_folder)?;
        Ok(faults)
    }

    /// Runs the generator; returns what it prints.
    fn generate(&self, command: &str, document: &Document, out: &Path, more: &[&Path]) -> Result<Vec<u8>, String> {
        let mut run = Command::new(self.generator);
        run.arg(command).arg(&document.path).arg("--out").arg(out).arg("--lenient-names").args(more);
        if let Some(config) = self.config {
            run.arg("--config").arg(config);
        }
        run.stderr(Stdio::null());
        let output = run.output().map_err(|error| format!("cannot start {}: {error}", self.generator.display()))?;
        if output.status.success() { Ok(output.stdout) } else { Err(format!("failed: {}", process::shown(&run))) }
    }

    fn completeness(&self, document: &Document, site: &Site, skipped: &[String]) -> usize {
        let value = match &document.value {
            Ok(value) => value,
            Err(error) => {
                println!("  not compared with its document: {error}");
                return 0;
            }
        };
        let account = complete::compare(&facts::read(value, skipped), site, skipped);
        let counts: Vec<String> = account.counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        println!("  said: {}", counts.join(", "));
        let lines = |list: &[(&str, String, String)]| -> Vec<String> {
            let short = |what: &str| what.chars().take(120).collect::<String>().replace('\n', " ");
            list.iter().map(|(kind, at, what)| format!("{kind}: {at}: {}", short(what))).collect()
        };
        self.list("not on any page where it belongs", &lines(&account.missing))
    }

    fn seeds(&self, site: &Site) -> Result<usize, String> {
        let Some(folder) = self.seeds else { return Ok(0) };
        if !folder.is_dir() {
            println!("  NOT compared with the pages that the reference began with: there is no {}", folder.display());
            return Ok(0);
        }
        let compared = seeds::compare(folder, site)?;
        for (page, count) in &compared.counts {
            println!("  {page}: {count} facts");
        }
        Ok(self.list("not on our pages", &compared.missing))
    }

    /// Prints the sizes of pages.
    fn sizes(&self, site: &Site, folder: &Path) -> Result<(), String> {
        let large: Vec<String> = site
            .pages
            .iter()
            .filter(|(_, page)| page.bytes > MOST_BYTES)
            .map(|(path, page)| format!("{path}: {} bytes", page.bytes))
            .collect();
        let total: u64 = pages::sizes(folder)?.into_iter().map(|(_, size)| size).sum();
        println!("  size: {} kB, {} pages above {} kB", total / 1000, large.len(), MOST_BYTES / 1000);
        self.print(&large);
        Ok(())
    }

    /// Prints a list of faults, and returns how many there are.
    fn list(&self, title: &str, lines: &[String]) -> usize {
        if !lines.is_empty() {
            println!("  {title}: {}", lines.len());
            self.print(lines);
        }
        lines.len()
    }

    fn print(&self, lines: &[String]) {
        let most = if self.all { lines.len() } else { MOST_LINES };
        lines.iter().take(most).for_each(|line| println!("    {line}"));
        if lines.len() > most {
            println!("    … and {} more", lines.len() - most);
        }
    }
}

/// Returns the pointers of what the report of a run says is left out.
fn skipped_by(report: &Path) -> Result<Vec<String>, String> {
    let report: Value = serde_json::from_str(&crates::text(report)?).map_err(|error| error.to_string())?;
    let lists = [&report["skipped"], &report["untyped"]];
    let all = lists.into_iter().filter_map(Value::as_array).flatten();
    // Only what operations lead to is looked for; that the report calls it unused is no reason.
    let skipped = all.filter(|one| one["code"] != "unused-schema");
    Ok(skipped.filter_map(|one| one["pointer"].as_str()).map(str::to_owned).collect())
}
