//! Runs the curl example of every operation against Prism. Knows how to run a shell; the examples come from the
//! generator.

use std::process::Command;

use sdkgen::code_samples::CodeSamples;
use sdkgen::{Config, Options, Outcome, Source};

use crate::project::Project;

/// Makes the examples of a document and runs each against a server; an error lists those without a status of success.
pub(super) fn run(project: &Project, document: &str, config: &str, url: &str) -> Result<(), String> {
    if !is_installed() {
        println!("warning: curl is not installed; the curl examples were NOT run against Prism");
        return Ok(());
    }
    let config = Config::parse(&project.read(config)?).map_err(|fault| fault.message.clone())?;
    let source = Source::new(document, project.read(document)?);
    let mut outcome = Outcome::default();
    let samples = sdkgen::samples(&source, &config, &Options::default(), &mut outcome);
    let samples = samples.ok_or("no examples can be made from the document")?;
    let server = config.client.base_url.clone().ok_or("the configuration names no server")?;
    let failed: Vec<String> = samples.iter().filter_map(|sample| failure(sample, &server, url)).collect();
    if samples.is_empty() || !failed.is_empty() {
        return Err(format!("{} of {} curl examples failed:\n{}", failed.len(), samples.len(), failed.join("\n")));
    }
    println!("Prism responded to all {} curl examples", samples.len());
    Ok(())
}

fn is_installed() -> bool {
    let version = Command::new("curl").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Runs an example; returns what is wrong unless the response is a success.
fn failure(sample: &CodeSamples, server: &str, url: &str) -> Option<String> {
    let name = format!("{} {}", sample.method, sample.path);
    // The quote keeps texts that only look like the server as they are.
    let command = sample.curl.replacen(&format!("'{server}"), &format!("'{url}"), 1);
    if command == sample.curl {
        return Some(format!("{name}: the command does not name the server {server}"));
    }
    // The function adds options of our own to the command as it is shown.
    let script = format!("curl() {{ command curl -sS -w '\\n%{{http_code}}' \"$@\"; }}\n{command}\n");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script);
    let variables = sample.curl.split('$').skip(1).map(|after| after.trim_start_matches('{'));
    for variable in variables {
        let end = variable.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(variable.len());
        if end > 0 {
            shell.env(&variable[..end], "test-key");
        }
    }
    let output = match shell.output() {
        Ok(output) => output,
        Err(error) => return Some(format!("{name}: cannot start a shell: {error}")),
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let status = said.trim_end().rsplit('\n').next().unwrap_or_default();
    let is_success = output.status.success() && status.len() == 3 && status.starts_with('2');
    let errors = String::from_utf8_lossy(&output.stderr);
    (!is_success).then(|| format!("{name}: {}{}\n{}", errors.trim(), said.trim(), sample.curl))
}
