//! Generates the SDKs that are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sdkgen::diff::{Changes, Version, Wire, compare_versions};
use sdkgen::surface::Surface;
use sdkgen::{Config, File, Lock, Options, Outcome, Reader, Severity, Source, gather};

use crate::crates;
use crate::project::Project;

/// An SDK.
pub(super) struct Sdk {
    /// The name of its crate.
    pub(super) name: String,
    pub(super) files: Vec<File>,
    pub(super) surface: Surface,
    pub(super) wire: Wire,
    /// The warnings of this run that published names are others now.
    pub(super) renamed: Vec<String>,
}

/// Reads a configuration; the usual one without a file.
pub(super) fn config(path: Option<&Path>) -> Result<Config, String> {
    let Some(path) = path else { return Ok(Config::default()) };
    Config::parse(&crates::text(path)?).map_err(|_| format!("{}: the configuration cannot be read", path.display()))
}

impl Sdk {
    /// Generates the SDK of a file, with the other files that it refers to.
    pub(super) fn of_file(
        project: &Project,
        name: &str,
        path: &Path,
        config: &Config,
        lock: Option<&Lock>,
    ) -> Result<Self, String> {
        let mut source = Source::new(path.display().to_string(), crates::text(path)?);
        let mut reader = Reader::new(path, &[], config.limits.document_bytes)
            .map_err(|(root, error)| format!("{}: {error}", root.display()))?;
        gather(&mut source, &config.limits, &mut |file| reader.read(file));
        Self::of(project, name, source, config, lock)
    }

    /// Generates the SDK of a document.
    pub(super) fn of(
        project: &Project,
        name: &str,
        source: Source,
        config: &Config,
        lock: Option<&Lock>,
    ) -> Result<Self, String> {
        let mut config = config.clone();
        config.package.name = Some(name.to_owned());
        config.package.workspace = Some(false);
        // Otherwise it follows the name of the crate, which differs.
        config.client.environment_prefix.get_or_insert_with(|| "SDK".to_owned());
        let runtime_path = Some(crates::runtime(project)?);
        let options = Options { lenient_names: true, runtime_path, lock: lock.cloned(), ..Options::default() };
        let (outcome, described) = crates::with_stack(move || {
            let outcome = sdkgen::generate(&source, &config, &options);
            let described = sdkgen::described(&source, &config, &options, &mut Outcome::default());
            (outcome, described)
        })?;
        let error = outcome.diagnostics.iter().find(|reported| reported.severity == Severity::Error);
        let (None, Some((mut surface, wire))) = (error, described) else {
            return Err(format!("refused: {}", error.map_or("", |error| error.message.as_str())));
        };
        // The crates of both versions have different names only here.
        surface.package = "sdk".to_owned();
        let renamed = outcome.diagnostics.iter().filter(|reported| reported.code == "renamed");
        let renamed = renamed.map(|reported| reported.message.clone()).collect();
        Ok(Self { name: name.to_owned(), files: outcome.files, surface, wire, renamed })
    }

    /// Returns what `sdkgen diff` says of this version and a newer one.
    pub(super) fn changes(&self, newer: &Self) -> Changes {
        let new = Version { surface: &newer.surface, wire: Some(&newer.wire) };
        compare_versions(Version { surface: &self.surface, wire: Some(&self.wire) }, new)
    }

    /// Writes the crate into a folder.
    pub(super) fn write(&self, folder: &Path) -> Result<(), String> {
        let copy = |file: &File| File { path: file.path.clone(), text: file.text.clone() };
        crates::write(folder, self.files.iter().map(copy).collect())
    }

    /// Returns the cargo features of the manifest, each with all that it turns on, itself among them.
    pub(super) fn features(&self) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
        let manifest = self.files.iter().find(|file| file.path == "Cargo.toml").map_or("", |file| file.text.as_str());
        let manifest: toml::Table = manifest.parse().map_err(|error| format!("no manifest: {error}"))?;
        let Some(table) = manifest.get("features").and_then(toml::Value::as_table) else { return Ok(BTreeMap::new()) };
        let directly = |name: &str| -> Vec<String> {
            let list = table.get(name).and_then(toml::Value::as_array);
            list.into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
        };
        let all = |name: &String| {
            let (mut on, mut open) = (BTreeSet::new(), vec![name.clone()]);
            while let Some(name) = open.pop() {
                open.extend(directly(&name));
                on.insert(name);
            }
            (name.clone(), on)
        };
        Ok(table.keys().map(all).collect())
    }
}
