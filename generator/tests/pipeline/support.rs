//! Fixtures, and how the layers are printed for snapshots.

pub(crate) mod emitted;
pub(crate) mod ir;
pub(crate) mod names;
pub(crate) mod reported;

use std::path::{Path, PathBuf};

use sdkgen::document::{Overlay, SourceFile, gather};
use sdkgen::{Config, Options, Outcome, Reader, Source};

/// A document with its configuration.
pub(crate) struct Fixture {
    /// The file's name without its extension.
    pub(crate) name: String,
    /// The document.
    pub(crate) source: Source,
    /// The configuration.
    pub(crate) config: Config,
    /// The options of its run.
    pub(crate) options: Options,
}

/// The folder of the fixtures.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Every fixture, by name.
pub(crate) fn all() -> Vec<Fixture> {
    let entries = std::fs::read_dir(folder()).expect("the fixtures are part of the repository");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut documents: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    documents.sort();
    documents.iter().map(|path| Fixture::read(path)).collect()
}

impl Fixture {
    /// Reads a document, the files it refers to, and the configuration beside it and the overlay in `overlays/`, if
    /// there are such. A document that begins with `# lenient names` is read as the command reads it with
    /// `--lenient-names`.
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a fixture is readable text");
        let decided = std::fs::read_to_string(path.with_extension("toml")).unwrap_or_default();
        let config = Config::parse(&decided).expect("a fixture's configuration is correct");
        let lenient_names = text.starts_with("# lenient names");
        let options = Options { lenient_names, ..Options::default() };
        let name = path.file_stem().expect("a fixture has a name").to_string_lossy().into_owned();
        let folder = path.parent().expect("a fixture stands in a folder");
        let mut source = Source::new(format!("{name}.yaml"), text);
        if let Ok(text) = std::fs::read_to_string(folder.join("overlays").join(format!("{name}.yaml"))) {
            source.overlays.push(Overlay { name: format!("overlays/{name}.yaml"), text });
        }
        let mut reader = Reader::new(path, &[], u64::MAX).expect("the folder of the fixtures is there");
        gather(&mut source, &config.limits, &mut |way| match reader.read(way) {
            // What the system says differs from system to system.
            SourceFile::Unreadable(_) => SourceFile::Unreadable("no such file".to_owned()),
            other => other,
        });
        Self { source, name, config, options }
    }

    /// Everything that a run makes.
    pub(crate) fn generate(&self) -> Outcome {
        sdkgen::generate(&self.source, &self.config, &self.options)
    }

    /// The model and its names.
    pub(crate) fn model(&self) -> sdkgen::Model {
        let mut outcome = Outcome::default();
        let model = sdkgen::model(&self.source, &self.config, &self.options, &mut outcome, &mut |_| {});
        model.unwrap_or_else(|| panic!("{} is refused:\n{}", self.name, reported::diagnostics(&self.source, &outcome)))
    }
}
