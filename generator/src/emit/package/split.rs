//! The division of a crate into several: which part holds which module of models, and the sources of the parts. Only
//! models are divided: they take most of the time of a build, and their modules do not depend on the rest. Each part
//! re-exports the models of other parts that it needs under the same path, so that a module is the same in any part.

mod divide;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::{plain, wrapped};
use crate::emit::file::Body;
use crate::emit::models::modules::Models;
use crate::emit::package::client;
use crate::emit::{Cx, Job, Module};
use crate::ir::{Api, Shape};
use crate::naming::Ident;
use crate::tree::PART;

/// The weight of a definition without its members.
const DEFINITION: usize = 4;

/// The parts of a crate; none if it is one.
#[derive(Debug, Default)]
pub(in crate::emit) struct Split<'a> {
    of: BTreeMap<&'a Ident, usize>,
    /// For each part those before it that it mentions.
    mentions: Vec<BTreeSet<usize>>,
}

impl<'a> Split<'a> {
    /// Divides the modules of models into about `count` parts.
    pub(in crate::emit) fn of(api: &Api, modules: &[Models<'a>], count: usize) -> Self {
        let weight = |models: &Models<'_>| {
            models.definitions.iter().map(|id| DEFINITION + members(&api.def(*id).shape)).sum::<usize>()
        };
        let weights: Vec<usize> = modules.iter().map(weight).collect();
        let edges: Vec<Vec<usize>> = modules.iter().map(|models| models.mentions.iter().copied().collect()).collect();
        let most = weights.iter().sum::<usize>().div_ceil(count.max(1)).max(1);
        let groups = divide::divide(&weights, &edges, most);
        if groups.len() < 2 {
            return Self::default();
        }
        let mut part_of = vec![0; weights.len()];
        for (part, group) in groups.iter().enumerate() {
            group.iter().for_each(|module| part_of[*module] = part);
        }
        let mentioned = |(part, group): (usize, &Vec<usize>)| {
            let all = group.iter().flat_map(|module| edges[*module].iter().map(|to| part_of[*to]));
            all.filter(|other| *other != part).collect()
        };
        let mentions = groups.iter().enumerate().map(mentioned).collect();
        Self { of: modules.iter().map(|models| models.module).zip(part_of).collect(), mentions }
    }

    /// The numbers of the parts.
    pub(in crate::emit) fn all(&self) -> std::ops::Range<usize> {
        0..self.mentions.len()
    }

    /// Those that a part mentions itself.
    pub(in crate::emit) fn mentions(&self, part: usize) -> impl Iterator<Item = usize> {
        self.mentions.get(part).into_iter().flatten().copied()
    }

    /// The part that holds a module; `None` if the crate is one.
    pub(in crate::emit) fn holding(&self, module: &Ident) -> Option<usize> {
        self.of.get(module).copied()
    }
}

fn members(shape: &Shape) -> usize {
    match shape {
        Shape::Struct(shape) => shape.fields.len(),
        Shape::StringEnum(shape) => shape.values.len(),
        Shape::IntegerEnum(shape) => shape.values.len(),
        Shape::Union(shape) => shape.variants.len(),
        Shape::Alias(_) => 0,
    }
}

/// The folder of a part, below that of the crate.
pub(in crate::emit) fn folder(part: usize) -> String {
    format!("{PART}{}", part + 1)
}

/// The package of a part.
pub(in crate::emit) fn package(cx: Cx<'_>, part: usize) -> String {
    format!("{}-{}", cx.names.package, folder(part))
}

/// The models of a part, as other crates name them.
pub(in crate::emit) fn path(cx: Cx<'_>, part: usize) -> TokenStream {
    let krate = cx.names.part(part + 1);
    quote!(#krate::models)
}

/// The cargo features that modules of a part need.
pub(in crate::emit) fn features(cx: Cx<'_>, part: usize) -> BTreeSet<&str> {
    let modules = cx.split.of.iter().filter(|(_, of)| **of == part);
    modules.flat_map(|(module, _)| cx.cfg_features.of_module(module)).map(String::as_str).collect()
}

/// `lib.rs` of every part.
pub(in crate::emit) fn libraries(cx: Cx<'_>) -> Vec<Job<'_>> {
    let job = |part: usize| -> Job<'_> { Box::new(move || library(cx, part)) };
    cx.split.all().map(job).collect()
}

fn library(cx: Cx<'_>, part: usize) -> Module {
    let allowed = client::allowed(cx);
    let tokens = quote! {
        #![forbid(unsafe_code)]
        #allowed

        #[rustfmt::skip] pub mod models;
    };
    let docs = wrapped(&format!(
        "Models of the Rust SDK of {}, part {} of {}. Use them through `{}`.",
        plain(cx.title()),
        part + 1,
        cx.split.all().len(),
        cx.names.package,
    ));
    Module { path: format!("{}/src/lib.rs", folder(part)), docs, body: Body::of(tokens) }
}
