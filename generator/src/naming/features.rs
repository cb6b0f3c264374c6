//! Names of the crate's cargo features: a resource's feature has the name of the method that returns the resource. Of
//! the manifest, knows only the names that are already in it.

use std::collections::HashSet;

use super::operations::ResourceNames;
use crate::config::{Config, DefaultFeatures};
use crate::diagnostics::{Diagnostic, Diagnostics, Location, codes};
use crate::ir::{Api, Feature};

/// Features that every crate has, the feature for all resources, and the feature of webhooks.
const TAKEN: [&str; 7] = ["blocking", "default", FULL, "gzip", "reqwest", "testing", EVENTS];

/// The feature that enables all others of the API.
pub(crate) const FULL: &str = "full";

/// The feature of webhooks and callbacks.
const EVENTS: &str = "webhooks";

/// The suffix of a name that is taken.
const SUFFIX: &str = "_resource";

/// Returns the names of all features, in the order of the model. A default that is not one of them is an error.
pub(super) fn decide(
    api: &Api,
    resources: &[ResourceNames],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let accessor = |feature: &Feature| match feature {
        Feature::Resource(id) => resources.get(id.index()).map(|names| names.accessor.as_str()),
        Feature::Events => None,
    };
    // A resource whose own name is free keeps it, even if another one needs a name.
    let mut taken: HashSet<String> = api.features.list.iter().filter_map(accessor).map(str::to_owned).collect();
    let reserved = reserved(config);
    let names = api.features.list.iter().map(|feature| {
        let Some(own) = accessor(feature) else { return EVENTS.to_owned() };
        if !reserved.contains(own) {
            return own.to_owned();
        }
        let mut name = format!("{own}{SUFFIX}");
        while reserved.contains(name.as_str()) || !taken.insert(name.clone()) {
            name.push_str(SUFFIX);
        }
        name
    });
    let names: Vec<String> = names.collect();
    if let Some(DefaultFeatures::Only(wanted)) = &config.features.default {
        for (index, name) in wanted.iter().enumerate().filter(|(_, name)| !names.contains(name)) {
            let location = config.locations.location(&["features", "default", &index.to_string()]);
            diagnostics.push(unknown(name, &names, location));
        }
    }
    names
}

/// Returns the other names in the manifest's features, and those of dependencies, which are features if they are
/// optional.
fn reserved(config: &Config) -> HashSet<&str> {
    TAKEN.into_iter().chain(["tokio"]).chain(keys(config, &["features"])).chain(of_dependencies(config)).collect()
}

/// Returns the names of the dependencies that the configuration puts into the manifest.
pub(super) fn of_dependencies(config: &Config) -> HashSet<&str> {
    keys(config, &["dependencies", "dev-dependencies", "build-dependencies"]).collect()
}

fn keys<'a>(config: &'a Config, tables: &'static [&'static str]) -> impl Iterator<Item = &'a str> {
    let own = tables.iter().filter_map(|name| config.cargo.get(*name)?.as_table());
    own.flat_map(toml::Table::keys).map(String::as_str)
}

fn unknown(name: &str, names: &[String], location: Location) -> Diagnostic {
    let message = format!("the default feature `{name}` does not exist");
    let help = match names {
        [] => "the SDK has no features for resources".to_owned(),
        names => format!("the features are {}", names.join(", ")),
    };
    Diagnostic::new(codes::UNKNOWN_FEATURE, location, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::{Config, reserved};

    #[test]
    fn what_the_configuration_puts_into_the_manifest_is_taken() {
        let config = "[cargo.features]\nextra = []\n[cargo.dependencies]\nlog = \"0.4\"\n";
        let config = Config::parse(config).expect("it is a configuration");
        let reserved = reserved(&config);
        assert!(["extra", "log", "default", "webhooks"].iter().all(|name| reserved.contains(name)));
    }
}
