//! How one run behaves, decided by its caller. Knows nothing of what a run does.

use crate::lock::Lock;

/// How one run behaves. Decisions about the SDK itself are in [`Config`](crate::Config).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Makes errors about names and references warnings: names that clash get numbers, and a reference without target
    /// accepts any value. For documents that the user cannot correct.
    pub lenient_names: bool,
    /// Also generates `tests/operations.rs`, which calls every operation of the server at `SDKGEN_TEST_URL`,
    /// `tests/paging.rs`, which reads each paged list to its end from a server of its own, and `tests/samples.rs`,
    /// which makes the sample of each model. Lists without a test are reported (`untested-pages`).
    pub tests: bool,
    /// The names that users of the SDK have: the crate keeps them. The files of the outcome include the lock with what
    /// this run added.
    pub lock: Option<Lock>,
    /// The number of crates that the models are split into, approximately. `None` keeps them in the SDK.
    pub split: Option<usize>,
    /// The path of an existing runtime, relative to the folder of the SDK or absolute, with `/` between its parts. It
    /// is written into `Cargo.toml`. `None` uses the runtime that [`Package::runtime`](crate::config::Package::runtime)
    /// names.
    pub runtime_path: Option<String>,
    /// The package at [`runtime_path`](Self::runtime_path). `None` is `sdkgen-runtime` with the version of the generator.
    pub runtime_package: Option<RuntimePackage>,
}

/// The name and version of a package that contains the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimePackage {
    /// Its name.
    pub name: String,
    /// Its version; `None` if the manifest inherits it from a workspace.
    pub version: Option<String>,
}

impl RuntimePackage {
    /// Reads the text of a `Cargo.toml`; returns `None` if it has no `package.name`.
    #[must_use]
    pub fn read(manifest: &str) -> Option<Self> {
        let manifest: toml::Table = manifest.parse().ok()?;
        let value = |key: &str| manifest.get("package")?.get(key)?.as_str().map(str::to_owned);
        Some(Self { name: value("name")?, version: value("version") })
    }
}
