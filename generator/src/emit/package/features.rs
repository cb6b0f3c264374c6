//! The cargo features of the emitted crate: which files need which of them, and which are enabled by default. A file is
//! compiled if a feature needs anything in it, and then so is each file that it refers to.

mod files;
mod published;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use self::files::Files;
use self::published::Published;
use crate::config::{Config, DefaultFeatures};
use crate::emit::models::modules::Models;
use crate::ir::{Api, Feature, FeatureId, ResourceId};
use crate::naming::{FULL, Ident, Names};
use crate::settings::Settings;

/// The feature of what three quarters of all features need.
const SHARED: &str = "_shared";

/// An SDK of up to this many definitions and operations is compiled whole by default. Checking one takes about 6 ms of
/// a processor for each of them, so that this is some 20 s; users of a larger SDK choose the features that they need.
const SMALL: usize = 3_000;

/// Up to this many definitions that only webhooks use are compiled by default.
const FEW_OF_EVENTS: usize = 100;

/// A condition lists up to this many features; modules that more of them need have a feature of their own.
const WRITTEN_OUT: usize = 3;

/// The features of a crate.
pub(in crate::emit) struct CfgFeatures<'a> {
    api: &'a Api,
    names: &'a Names,
    /// The condition of each module of models; modules without one are always compiled.
    modules: BTreeMap<&'a Ident, Vec<String>>,
    /// Features that others turn on.
    shared: Vec<Shared>,
    default: BTreeSet<FeatureId>,
}

/// The feature of models that the same features need.
struct Shared {
    name: String,
    /// Those that turn it on.
    by: Vec<FeatureId>,
    /// The shared features without which its models do not compile, by their index. More features need each of these,
    /// so that there is no cycle.
    needs: BTreeSet<usize>,
}

impl<'a> CfgFeatures<'a> {
    pub(in crate::emit) fn of(
        api: &'a Api,
        names: &'a Names,
        settings: Settings<'_>,
        modules: &'a [Models<'a>],
    ) -> Self {
        let published = settings.kept().map(|surface| Published::of(surface, names));
        let files = Files::of(api, names, published.as_ref(), modules);
        let default = default(api, names, settings.config, published.as_ref(), &files);
        let mut cfg_features = Self { api, names, modules: BTreeMap::new(), shared: Vec::new(), default };
        let sets = files.by_features();
        let most = sets.keys().copied().max_by_key(|features| features.len()).unwrap_or_default();
        // The features of modules that those of each shared feature refer to.
        let mut mentioned = Vec::new();
        for (features, members) in sets {
            let condition = if features.len() <= WRITTEN_OUT {
                let mut condition: Vec<String> = features.iter().map(|id| cfg_features.name(*id).to_owned()).collect();
                condition.sort_unstable();
                condition
            } else {
                let Some(first) = files.principal(&members) else { continue };
                mentioned.push(files.mentioned_by(&members));
                let is_for_all = features == most && features.len() * 4 >= api.features.list.len() * 3;
                let name = match first.as_str() {
                    _ if is_for_all => SHARED.to_owned(),
                    // No module ends in an underscore but for keywords.
                    "shared" => format!("{SHARED}_"),
                    first => format!("_{first}"),
                };
                cfg_features.shared.push(Shared { name: name.clone(), by: features.to_vec(), needs: BTreeSet::new() });
                vec![name]
            };
            cfg_features.modules.extend(members.into_iter().map(|at| (modules[at].module, condition.clone())));
        }
        let number: BTreeMap<Vec<FeatureId>, usize> =
            cfg_features.shared.iter().enumerate().map(|(at, shared)| (shared.by.clone(), at)).collect();
        for ((at, shared), mentioned) in cfg_features.shared.iter_mut().enumerate().zip(mentioned) {
            let needs = mentioned.into_iter().filter_map(|features| number.get(features).copied());
            shared.needs = needs.filter(|other| *other != at).collect();
        }
        cfg_features
    }

    fn name(&self, id: FeatureId) -> &str {
        self.names.features.get(id.index()).map_or("", String::as_str)
    }

    /// The feature of events, if there is one.
    pub(in crate::emit) fn events(&self) -> Option<&str> {
        self.api.features.of_events().map(|id| self.name(id))
    }

    /// The feature that a resource needs: that of the resource directly below the client.
    pub(in crate::emit) fn resource(&self, id: ResourceId) -> Option<&str> {
        self.api.features.of_resource(self.api.top(id)).map(|id| self.name(id))
    }

    /// The features of resources, each with its resource, by name.
    pub(in crate::emit) fn resources(&self) -> Vec<(&str, ResourceId)> {
        let features = self.api.features.ids().zip(&self.api.features.list);
        let mut resources: Vec<_> = features
            .filter_map(|(id, feature)| match feature {
                Feature::Resource(resource) => Some((self.name(id), *resource)),
                Feature::Events => None,
            })
            .collect();
        resources.sort_unstable();
        resources
    }

    /// Whether the feature of this name is on by default.
    pub(in crate::emit) fn is_default(&self, name: &str) -> bool {
        self.default.iter().any(|id| self.name(*id) == name)
    }

    /// Whether all parts of the SDK are enabled by default.
    pub(in crate::emit) fn all_default(&self) -> bool {
        self.default.len() == self.api.features.list.len()
    }

    /// Whether features are turned on by others only.
    pub(in crate::emit) fn are_shared(&self) -> bool {
        !self.shared.is_empty()
    }

    /// The features any of which a module of models needs; none if it is always compiled.
    pub(in crate::emit) fn of_module(&self, module: &Ident) -> &[String] {
        self.modules.get(module).map_or(&[], Vec::as_slice)
    }

    /// The same, without features that others turn on: each of them is replaced by those.
    pub(in crate::emit) fn public_of_module(&self, module: &Ident) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for name in self.of_module(module) {
            match self.shared.iter().find(|shared| shared.name == *name) {
                Some(shared) => names.extend(shared.by.iter().map(|id| self.name(*id))),
                None => _ = names.insert(name.as_str()),
            }
        }
        names
    }

    /// The attribute of a module of models.
    pub(in crate::emit) fn on_module(&self, module: &Ident) -> Option<TokenStream> {
        let names = self.modules.get(module)?;
        Some(match names.as_slice() {
            [one] => quote!(#[cfg(feature = #one)]),
            many => quote!(#[cfg(any(#(feature = #many),*))]),
        })
    }

    /// The attribute of what is re-exported from a module of models. It is true where that of the module is, and names
    /// the features of resources first: rustc shows it to those who have none of them.
    pub(in crate::emit) fn on_exports(&self, module: &Ident) -> Option<TokenStream> {
        let own = self.of_module(module).iter().map(String::as_str);
        let public = self.public_of_module(module);
        let names: Vec<&str> = public.iter().copied().chain(own.filter(|name| !public.contains(name))).collect();
        match names.as_slice() {
            [] => None,
            [one] => Some(quote!(#[cfg(feature = #one)])),
            many => Some(quote!(#[cfg(any(#(feature = #many),*))])),
        }
    }

    /// The attribute of what belongs to a resource.
    pub(in crate::emit) fn on_resource(&self, id: ResourceId) -> Option<TokenStream> {
        self.resource(id).map(|name| quote!(#[cfg(feature = #name)]))
    }

    /// What is on by default.
    pub(in crate::emit) fn by_default(&self) -> Vec<&str> {
        if self.all_default() && !self.resources().is_empty() {
            return vec![FULL];
        }
        let mut names: Vec<&str> = self.default.iter().map(|id| self.name(*id)).collect();
        names.sort_unstable();
        names
    }

    /// All features, each with those that it turns on: the one for everything, those of resources and events by name,
    /// then those that these turn on, then those of earlier releases.
    pub(in crate::emit) fn table(&self) -> Vec<(&str, Vec<&str>)> {
        let turned_on = |id: FeatureId| {
            let shared = self.shared.iter().enumerate().filter(|(_, shared)| shared.by.contains(&id));
            self.least(shared.map(|(at, _)| at).collect())
        };
        let mut own: Vec<(&str, Vec<&str>)> =
            self.api.features.ids().map(|id| (self.name(id), turned_on(id))).collect();
        own.sort_unstable();
        let full = own.iter().map(|(name, _)| *name).collect();
        let full = (!self.resources().is_empty()).then_some((FULL, full));
        let shared = self.shared.iter().map(|shared| (shared.name.as_str(), self.least(shared.needs.clone())));
        let mut shared: Vec<_> = shared.collect();
        shared.sort_unstable();
        let retired = self.names.retired_features.iter();
        let retired = retired.map(|(name, on)| (name.as_str(), on.iter().map(String::as_str).collect()));
        full.into_iter().chain(own).chain(shared).chain(retired).collect()
    }

    /// The names of shared features without those that others of them turn on anyway.
    fn least(&self, wanted: BTreeSet<usize>) -> Vec<&str> {
        let mut implied = BTreeSet::new();
        let mut open: Vec<usize> = wanted.iter().flat_map(|at| self.shared[*at].needs.iter().copied()).collect();
        while let Some(at) = open.pop() {
            if implied.insert(at) {
                open.extend(self.shared[at].needs.iter().copied());
            }
        }
        let mut names: Vec<&str> = wanted.difference(&implied).map(|at| self.shared[*at].name.as_str()).collect();
        names.sort_unstable();
        names
    }
}

fn default(
    api: &Api,
    names: &Names,
    config: &Config,
    published: Option<&Published<'_>>,
    files: &Files<'_>,
) -> BTreeSet<FeatureId> {
    let has_resources = api.features.list.iter().any(|feature| *feature != Feature::Events);
    let is_small = !has_resources || api.types.len() + api.operations.len() <= SMALL;
    let is_usual = |id: FeatureId, name: &str| match (published, api.features.of_events() == Some(id)) {
        (Some(published), _) if published.is_default(name) || published.replaces_default(names, name) => true,
        (Some(published), false) if published.all_resources_are_default() => true,
        (_, true) => is_small && files.definitions_of(id) <= FEW_OF_EVENTS,
        (_, false) => is_small,
    };
    let name = |id: FeatureId| names.features.get(id.index()).map_or("", String::as_str);
    let is_wanted = |id: FeatureId| match &config.features.default {
        Some(DefaultFeatures::Every(wanted)) => *wanted,
        Some(DefaultFeatures::Only(wanted)) => wanted.iter().any(|wanted| wanted == name(id)),
        None => is_usual(id, name(id)),
    };
    api.features.ids().filter(|id| is_wanted(*id)).collect()
}
