//! Chooses every identifier of an SDK before anything is emitted. Knows the model and words; neither OpenAPI nor
//! tokens.
//!
//! [`Names`] has a name for everything, and names in one scope are unique; only a scope can create an [`Ident`].

mod apart;
mod bodies;
mod components;
mod decided;
mod earlier;
mod features;
mod held;
mod ident;
mod inputs;
mod joined;
mod members;
mod methods;
mod operations;
mod proposals;
mod reserved;
mod retired;
mod scope;
mod signs;
mod types;
mod variables;
mod words;

pub use earlier::EarlierResource;
pub(crate) use features::FULL;
pub use ident::Ident;
pub use inputs::{Input, InputSource};
pub use operations::{OperationNames, OutputNames, ResourceNames};
pub use types::TypeNames;
pub use variables::Variable;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use self::reserved::{BUILDER_METHODS, DEVICES};
use self::scope::{Clash, Help, Scope};
use self::words::{Case, Words};
use crate::config::{Config, crates_io};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, OperationId, ResourceId, Scheme, SchemeKind, TypeId};
use crate::lock::Lock;
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::surface::Surface;

/// Every identifier of an SDK.
#[derive(Clone, Debug)]
pub struct Names {
    /// The package, as Cargo spells it.
    pub package: String,
    /// The crate, as Rust spells it.
    pub krate: Ident,
    /// The version of the package.
    pub version: String,
    /// The prefix of environment variables, without the last underscore.
    pub environment_prefix: String,
    /// The methods of the client's builder that take credentials, in the order of the API's schemes.
    pub schemes: Vec<Ident>,
    /// For schemes that exchange other credentials for a token: the method that accepts a token.
    pub access_tokens: Vec<Option<Ident>>,
    /// The environment variables of credentials, in the order of the API's schemes.
    pub variables: Vec<Variable>,
    /// The cargo features, in the order of the API's.
    pub features: Vec<String>,
    /// The cargo features of earlier releases that are none of these, with those of these that they enable.
    pub retired_features: BTreeMap<String, BTreeSet<String>>,
    /// The earlier names of resources, which are deprecated aliases.
    pub earlier_resources: Vec<EarlierResource>,
    types: Vec<TypeNames>,
    resources: Vec<ResourceNames>,
    operations: Vec<OperationNames>,
}

impl Names {
    /// The names of a definition and its parts.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }

    /// The names of a resource.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> &ResourceNames {
        &self.resources[id.index()]
    }

    /// The names of an operation and its parts.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &OperationNames {
        &self.operations[id.index()]
    }

    /// Returns the calls that lead to a resource: `users.keys`.
    fn resource_path(&self, api: &Api, id: ResourceId) -> String {
        let steps = api.path_to(id).into_iter().map(|id| self.resource(id).accessor.as_str());
        steps.collect::<Vec<_>>().join(".")
    }

    /// Keeps the earlier names of resources and cargo features of the last release. `moved` pairs the keys of
    /// operations in the lock with those that they have now.
    pub(crate) fn keep_released(
        &mut self,
        api: &Api,
        (lock, released): (&Lock, &Surface),
        moved: &[(String, String)],
        config: &Config,
    ) {
        earlier::resources(api, self, lock, released);
        self.retired_features = retired::features(api, self, released, moved, config);
    }

    /// Keeps the earlier name of a definition with this key, if nothing else has the name.
    pub(crate) fn keep_earlier(&mut self, api: &Api, key: &str, name: &str) {
        let types = self.types.iter().flat_map(|names| names.was.iter().chain([&names.ident]));
        let handles = self.resources.iter().map(|names| &names.handle);
        let requests = self.operations.iter().flat_map(|names| names.request_was.iter().chain([&names.request]));
        let is_taken = types.chain(handles).chain(requests).any(|ident| ident.as_str() == name);
        let id = api.type_ids().find(|id| api.def(*id).keys.iter().any(|known| known == key));
        if let Some(id) = id.filter(|_| !is_taken && !reserved::PRELUDE.contains(&name)) {
            self.types[id.index()].was.push(Ident::new(name.to_owned()));
        }
    }

    /// Returns the name of the crate that contains a part of the models.
    #[must_use]
    pub fn part(&self, number: usize) -> Ident {
        Ident::new(format!("{}_models_{number}", self.krate.as_str()))
    }

    /// Returns the name of the module of models that need any of these cargo features; it differs from all modules of
    /// models.
    #[must_use]
    pub fn group(&self, features: &[String]) -> Ident {
        let spelled = |feature: &String| match feature.strip_prefix('_') {
            Some("shared") => "shared".to_owned(),
            Some(shared) => format!("shared_{shared}"),
            None => feature.clone(),
        };
        let spelled: Vec<String> = features.iter().map(spelled).collect();
        let mut module = format!("with_{}", spelled.join("_or_").replace('-', "_"));
        while self.types.iter().any(|names| names.module.as_str() == module) {
            module.push('_');
        }
        Ident::new(module)
    }

    /// The files in the folder of a module of models, each named after its first definition; none is called like the
    /// folder (Clippy's `module_inception`).
    #[must_use]
    pub fn files(&self, module: &Ident, firsts: &[TypeId]) -> Vec<Ident> {
        let mut scope = Scope::reserving(&DEVICES);
        scope.reserve(module.as_str());
        let words = |id: &TypeId| Words::split(self.ty(*id).ident.as_str()).ascii();
        firsts.iter().map(|id| scope.assign(&[words(id)], Case::Snake, &Pointer::root())).collect()
    }

    /// Returns the name of the bundled runtime's package.
    #[must_use]
    pub fn runtime(&self) -> String {
        format!("{}-runtime", self.package)
    }

    /// Returns whether an identifier has letters beyond ASCII.
    #[must_use]
    pub fn leave_ascii(&self) -> bool {
        let types = self.types.iter().flat_map(|names| names.members.iter().chain([&names.ident]));
        let resources = self.resources.iter().map(|names| &names.handle);
        let operations = self.operations.iter().flat_map(|names| {
            let inputs = names.inputs.iter().map(|input| &input.ident);
            let output = names.output.iter().map(|output| &output.ident);
            inputs.chain(output).chain([&names.method, &names.request, &names.facts, &names.arguments])
        });
        types.chain(resources).chain(operations).any(|ident| !ident.as_str().is_ascii())
    }

    /// Returns whether an argument has a name that Clippy rejects as a placeholder (`disallowed_names`).
    #[must_use]
    pub fn have_placeholders(&self) -> bool {
        let members = self.types.iter().flat_map(|names| &names.members);
        let inputs = self.operations.iter().flat_map(|names| names.inputs.iter().map(|input| &input.ident));
        members.chain(inputs).any(|ident| ["foo", "baz", "quux"].contains(&ident.as_str()))
    }
}

/// Chooses every identifier.
///
/// Clashes that context cannot resolve are errors with the configuration line to add; with
/// [`Options::lenient_names`](crate::Options::lenient_names) they are numbered, with a warning.
pub(crate) fn decide(api: &Api, settings: Settings<'_>, diagnostics: &mut Diagnostics) -> Names {
    let Settings { config, options } = settings;
    let package = config.package.name.clone().unwrap_or_else(|| words::package(&api.title));
    let krate = krate(&package, config, diagnostics);
    publishable(&package, settings, diagnostics);
    let prefix = config.client.environment_prefix.clone();
    let environment_prefix = prefix.unwrap_or_else(|| package.replace('-', "_").to_uppercase());
    let resources = operations::resources(api, settings, diagnostics);
    let methods = operations::methods(api, &resources, settings, diagnostics);
    decided::report_unused(api, config, diagnostics);
    let fields = decided::without_names_of_types(api, config);
    let fields = Settings { config: &fields, options };
    let types = types::decide(api, &methods, settings, fields, diagnostics);
    let operations = operations::decide(api, &methods, &types, fields, diagnostics);
    let resources = operations::handles(api, resources, &types, settings);
    let version = version(settings);
    let features = features::decide(api, &resources, config, diagnostics);
    let (schemes, access_tokens) = schemes(api, settings, diagnostics);
    let variables = variables::decide(api, held::Held::of(settings), &environment_prefix);
    Names {
        package,
        krate,
        version,
        environment_prefix,
        schemes,
        access_tokens,
        variables,
        features,
        retired_features: BTreeMap::new(),
        earlier_resources: Vec::new(),
        types,
        resources,
        operations,
    }
}

/// Returns the version of the package: that of the configuration, or of the last release if that is later.
fn version(settings: Settings<'_>) -> String {
    let configured = settings.config.package.version.clone().unwrap_or_else(|| "0.1.0".to_owned());
    let parsed = |version: &str| semver::Version::parse(version).ok();
    let released = settings.options.lock.as_ref().map(Lock::released);
    match released.filter(|released| parsed(released) > parsed(&configured)) {
        Some(released) => released.to_owned(),
        None => configured,
    }
}

/// Returns the crate's name in Rust. A name that Cargo does not allow is an error (Cargo book, section The `name`
/// field).
fn krate(package: &str, config: &Config, diagnostics: &mut Diagnostics) -> Ident {
    let text = package.replace('-', "_");
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let valid = starts && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && text.chars().any(|c| c != '_');
    if valid && !reserved::KEYWORDS.contains(&text.as_str()) {
        return Ident::new(text);
    }
    let message = format!("`{package}` is not a valid package name");
    diagnostics
        .push(Diagnostic::new(codes::BAD_PACKAGE_NAME, config.locations.location(&["crate", "name"]), message).help(
        "use letters, digits, `-` and `_`, starting with a letter, and no Rust keyword, in [crate] name or with --name",
    ));
    Ident::new("sdk".to_owned())
}

/// Warns about names that crates.io does not accept: of the package, and of the packages that are published with it.
fn publishable(package: &str, settings: Settings<'_>, diagnostics: &mut Diagnostics) {
    let runtime = settings.is_runtime_bundled().then(|| "-runtime".to_owned());
    let part = settings.options.split.map(|count| format!("-models-{count}"));
    let longest = runtime.into_iter().chain(part).max_by_key(String::len).unwrap_or_default();
    let message = if crates_io::is_reserved(package) {
        format!("crates.io reserves the name `{package}`")
    } else if package.len() + longest.len() > crates_io::LONGEST_NAME {
        format!(
            "crates.io accepts names of at most {} characters; `{package}{longest}` is longer",
            crates_io::LONGEST_NAME
        )
    } else {
        return;
    };
    let help = "choose another name, in [crate] name or with --name, to publish the crate on crates.io";
    let location = settings.config.locations.location(&["crate", "name"]);
    diagnostics.push(Diagnostic::new(codes::UNPUBLISHABLE_NAME, location, message).help(help));
}

/// Names the methods for credentials after the kind of credential; of several schemes of one kind, the one that most
/// operations prefer has that name, and the others have their own, so that an added scheme takes no name away.
fn schemes(api: &Api, settings: Settings<'_>, diagnostics: &mut Diagnostics) -> (Vec<Ident>, Vec<Option<Ident>>) {
    let mut scope = Scope::reserving(&BUILDER_METHODS);
    let held = held::Held::of(settings);
    api.schemes.iter().filter_map(|scheme| held.credential(&scheme.name)).for_each(|name| scope.hold(name));
    let mut schemes: Vec<Option<Ident>> = vec![None; api.schemes.len()];
    for (index, scheme) in api.schemes.iter().enumerate() {
        schemes[index] = held.credential(&scheme.name).and_then(|name| scope.take_held(name, &Pointer::root()));
    }
    let mut tokens: Vec<Option<Ident>> = vec![None; api.schemes.len()];
    // What is passed is the credential: `admin_key` for `adminKeyAuth`, unless another scheme has a better claim to it.
    // `admin` alone would not say what it is.
    let whole: HashSet<Words> = api.schemes.iter().map(|scheme| Words::split(&scheme.name)).collect();
    let of_kinds: HashSet<Words> = api.schemes.iter().map(|scheme| Words::split(usual(scheme))).collect();
    let mut choose = |scheme: &Scheme, kind: &str| {
        let own = Words::split(&scheme.name);
        let is_free = |short: &Words| !short.is_single() && !whole.contains(short) && !of_kinds.contains(short);
        let short = variables::short(scheme).filter(is_free);
        let spellings = [Some(Words::split(kind)), short, Some(own.clone()), Some(own.then(&Words::split(kind)))];
        let spellings: Vec<Words> = spellings.into_iter().flatten().collect();
        let at = Pointer::root().child("components").child("securitySchemes").child(&scheme.name);
        let help = Help::Words("rename the security scheme in the document");
        let clash = Clash { what: "this security scheme", at: &at, lenient: settings.options.lenient_names, help };
        scope.choose(&spellings, Case::Snake, &clash, diagnostics)
    };
    let order = variables::by_preference(api, held);
    for index in order.iter().filter(|index| schemes[**index].is_none()).copied().collect::<Vec<_>>() {
        let scheme = &api.schemes[index];
        schemes[index] = Some(choose(scheme, usual(scheme)));
    }
    for index in order {
        let scheme = &api.schemes[index];
        if matches!(scheme.kind, SchemeKind::ClientCredentials { .. }) {
            tokens[index] = Some(choose(scheme, "access token"));
        }
    }
    (schemes.into_iter().flatten().collect(), tokens)
}

/// Returns the words of the usual method for a kind of credential.
fn usual(scheme: &Scheme) -> &str {
    match &scheme.kind {
        SchemeKind::Bearer => "bearer token",
        SchemeKind::Basic => "basic auth",
        SchemeKind::Http { word } => word,
        SchemeKind::ApiKey { .. } => "api key",
        SchemeKind::ClientCredentials { .. } => "client credentials",
    }
}
