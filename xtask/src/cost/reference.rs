//! What references cost: ours, and those of Redoc and of Scalar for the same documents. Measures how long each takes to
//! make, how large it is, what it says without a script, and what a browser needs for it. Packages of npm are installed
//! below the target folder, and the network is used for nothing else.

mod browser;
mod said;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use self::browser::Browser;
use super::{Work, name_of};
use crate::document::Document;
use crate::meter::{self, Cost};
use crate::{crates, npm};

/// The packages of the peers, and the program that drives a browser.
const REDOCLY: (&str, &str) = ("@redocly/cli", "2.77.0");
/// The version of Redoc that this version of its command brings with it.
const REDOC: &str = "3.0.1";
const SCALAR: (&str, &str) = ("@scalar/api-reference", "1.76.0");
const PLAYWRIGHT: (&str, &str) = ("playwright-core", "1.65.1");

/// What makes a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Ours,
    Redoc,
    Scalar,
}

impl Tool {
    const ALL: [Self; 3] = [Self::Ours, Self::Redoc, Self::Scalar];

    fn label(self) -> String {
        match self {
            Self::Ours => "ours".to_owned(),
            Self::Redoc => format!("Redoc {REDOC}"),
            Self::Scalar => format!("Scalar {}", SCALAR.1),
        }
    }
}

/// A reference that was made.
struct Made {
    /// What each run cost; none for a page that is written by hand.
    runs: Vec<Cost>,
    folder: PathBuf,
    /// The scripts that its pages load, each with the file that has it here.
    scripts: Vec<(String, PathBuf)>,
}

/// Measures the references of documents and prints a table for each.
pub(super) fn run(work: &Work<'_>, documents: &[PathBuf]) -> Result<(), String> {
    let packages = work.root.join("references");
    for (name, version) in [REDOCLY, SCALAR, PLAYWRIGHT] {
        let folder = package_folder(&packages, name);
        if !folder.join("node_modules").join(name).is_dir() {
            npm::install(&folder, &[format!("{name}@{version}")])?;
        }
    }
    let browser = Browser::find(&package_folder(&packages, PLAYWRIGHT.0));
    for path in documents {
        let document = Document::read(path).ok_or_else(|| format!("{} is no document", path.display()))?;
        let value = document.value.as_ref().map_err(Clone::clone)?;
        let (summaries, title) = (said::summaries(value), said::title(value));
        println!("\n#### {}\n", name_of(path));
        println!(
            "| reference | first run s | user s | MB | second run s | files | largest page kB | gzipped kB | summaries in HTML | scripts kB gzipped | from the network | elements | title shown after ms |"
        );
        println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|");
        for tool in Tool::ALL {
            let row =
                make(work, &packages, tool, path).and_then(|made| row(&made, &summaries, &title, browser.as_ref()));
            println!("| {} | {} |", tool.label(), row.unwrap_or_else(|reason| format!("failed: {reason}")));
        }
    }
    if browser.is_none() {
        println!("\nNot in a browser: there is no Chromium (CHROMIUM names one).");
    }
    Ok(())
}

fn package_folder(packages: &Path, name: &str) -> PathBuf {
    packages.join(name.trim_start_matches('@').replace('/', "-"))
}

/// Makes the reference of a document in an empty folder.
fn make(work: &Work<'_>, packages: &Path, tool: Tool, document: &Path) -> Result<Made, String> {
    let folder = work.root.join("references").join(format!("{}-{tool:?}", name_of(document)).to_lowercase());
    // It may exist from an earlier run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let measure = |command: &Command| meter::run(command, work.limit, packages);
    let module = |name: &str, path: &str| package_folder(packages, name).join("node_modules").join(name).join(path);
    match tool {
        Tool::Ours => {
            let mut command = Command::new(crates::generator(work.project)?);
            command.args(["docs", "--lenient-names", "--out"]).arg(&folder).arg(document);
            let runs = vec![measure(&command)?, measure(&command)?];
            let scripts = vec![("script.js".to_owned(), folder.join("script.js"))];
            Ok(Made { runs, folder, scripts })
        }
        Tool::Redoc => {
            let mut command = Command::new("node");
            command.arg(module(REDOCLY.0, "bin/cli.js")).arg("build-docs").arg(document);
            command.arg("-o").arg(folder.join("index.html"));
            command.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
            let runs = vec![measure(&command)?];
            let address = format!("https://cdn.redocly.com/redoc/v{REDOC}/bundles/redoc.standalone.js");
            let scripts = vec![(address, module(REDOCLY.0, "lib/chunks/redoc.standalone.js"))];
            Ok(Made { runs, folder, scripts })
        }
        Tool::Scalar => {
            // As its own documentation says, with the document in the page, so that it can be opened from the disk.
            let address = format!("https://cdn.jsdelivr.net/npm/{}@{}", SCALAR.0, SCALAR.1);
            let document = Document::read(document).ok_or("it is no document")?.value?;
            let page = format!(
                "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Scalar</title></head><body>\
                 <div id=\"app\"></div><script src=\"{address}\"></script>\
                 <script>Scalar.createApiReference('#app', {{ content: {} }})</script></body></html>",
                document.to_string().replace("</", "<\\/")
            );
            fs::write(folder.join("index.html"), page).map_err(|error| error.to_string())?;
            let scripts = vec![(address, module(SCALAR.0, "dist/browser/standalone.js"))];
            Ok(Made { runs: Vec::new(), folder, scripts })
        }
    }
}

/// Returns the cells of a reference.
fn row(made: &Made, summaries: &[String], title: &str, browser: Option<&Browser>) -> Result<String, String> {
    let pages: Vec<PathBuf> = crates::files(&made.folder)?;
    let files = pages.len();
    let pages: Vec<PathBuf> =
        pages.into_iter().filter(|path| path.extension().is_some_and(|it| it == "html")).collect();
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |about| about.len());
    let largest = pages.iter().max_by_key(|path| size(path)).ok_or("there are no pages")?;
    let mut scripts = 0;
    for (address, path) in &made.scripts {
        if !path.is_file() {
            return Err(format!("there is no file with the script {address}"));
        }
        scripts += gzipped(path)?;
    }
    let found = said::find(&pages, summaries)?;
    let is_remote = made.scripts.iter().any(|(address, _)| address.starts_with("https://"));
    let cell =
        |number: Option<f64>, digits: usize| number.map_or("–".to_owned(), |number| format!("{number:.digits$}"));
    let first = made.runs.first();
    let mut cells = vec![
        cell(first.map(|run| run.seconds), 1),
        cell(first.map(|run| run.user_seconds), 1),
        cell(first.map(|run| run.megabytes), 0),
        cell(made.runs.get(1).map(|run| run.seconds), 1),
        files.to_string(),
        format!("{:.0}", size(largest) as f64 / 1e3),
        format!("{:.0}", gzipped(largest)? as f64 / 1e3),
        format!("{found} of {}", summaries.len()),
        format!("{:.0}", scripts as f64 / 1e3),
        if is_remote { "its script" } else { "nothing" }.to_owned(),
    ];
    match browser.map(|browser| browser.open(&made.folder.join("index.html"), &made.scripts, title)) {
        Some(Ok((nodes, milliseconds))) => cells.extend([nodes.to_string(), format!("{milliseconds:.0}")]),
        Some(Err(reason)) => cells.extend([reason, "–".to_owned()]),
        None => cells.extend(["–".to_owned(), "–".to_owned()]),
    }
    Ok(cells.join(" | "))
}

/// Returns the bytes that a file has when gzip has compressed it as servers do.
fn gzipped(path: &Path) -> Result<usize, String> {
    let output = Command::new("gzip").args(["-6", "-c"]).arg(path).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cannot start gzip: {error}"))?;
    if output.status.success() { Ok(output.stdout.len()) } else { Err(format!("gzip failed for {}", path.display())) }
}
