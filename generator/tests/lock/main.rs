//! `sdkgen.lock`: what users of an SDK have stays as it is.

mod accept;
mod additions;
mod changes;
mod credentials;
mod features;
mod growth;
mod inputs;
mod joined;
mod lost;
mod maps;
mod names;
mod releases;
mod removals;
mod resources;

use sdkgen::surface::Surface;
use sdkgen::{Config, Lock, Options, Outcome, Source};

fn options(lock: Option<&Lock>) -> Options {
    Options { lock: lock.cloned(), ..Options::default() }
}

fn source(document: &str) -> Source {
    Source::new(if document.starts_with('{') { "document.json" } else { "document.yaml" }, document)
}

fn surface_of(document: &str, config: &str, lock: Option<&Lock>) -> Option<Surface> {
    let config = Config::parse(config).expect("it is a configuration");
    sdkgen::surface(&source(document), &config, &options(lock), &mut Outcome::default())
}

fn generate(document: &str, config: &str, lock: Option<&Lock>) -> Outcome {
    let config = Config::parse(config).expect("it is a configuration");
    sdkgen::generate(&source(document), &config, &options(lock))
}
