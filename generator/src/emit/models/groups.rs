//! The modules of models by the cargo features that they need: one list of re-exports for each condition, and in large
//! crates a folder for each.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::models::modules::Models;
use crate::emit::package::features::CfgFeatures;
use crate::emit::package::split::Split;
use crate::emit::uses::by_version;
use crate::ir::TypeId;
use crate::naming::{Ident, Names};

/// A crate with more modules of models than this has a folder for those of each condition.
const MOST_IN_ONE_FOLDER: usize = 200;

/// The modules of models in each crate.
#[derive(Default)]
pub(in crate::emit) struct Groups<'a> {
    /// Those of each part, and of the crate itself (`None`), by their features: those that are always compiled first.
    crates: BTreeMap<Option<usize>, Vec<Group<'a>>>,
    /// The folders of modules that have one.
    folders: BTreeMap<&'a Ident, Ident>,
}

/// The modules behind one condition.
pub(in crate::emit) struct Group<'a> {
    /// The folder that they are in, if that is not the one of all models.
    pub(in crate::emit) folder: Option<Ident>,
    /// The modules, by name.
    pub(in crate::emit) models: Vec<&'a Models<'a>>,
}

impl<'a> Groups<'a> {
    pub(in crate::emit) fn of(
        names: &Names,
        cfg_features: &CfgFeatures<'_>,
        split: &Split<'_>,
        modules: &'a [Models<'a>],
    ) -> Self {
        let mut sets: BTreeMap<Option<usize>, BTreeMap<&[String], Vec<&Models<'_>>>> = BTreeMap::new();
        for models in modules {
            let of_crate = sets.entry(split.holding(models.module)).or_default();
            of_crate.entry(cfg_features.of_module(models.module)).or_default().push(models);
        }
        let mut groups = Self::default();
        for (part, sets) in sets {
            let is_large = sets.values().map(Vec::len).sum::<usize>() > MOST_IN_ONE_FOLDER;
            let mut of_crate = Vec::new();
            for (features, models) in sets {
                let folder = (is_large && !features.is_empty()).then(|| names.group(features));
                if let Some(folder) = &folder {
                    groups.folders.extend(models.iter().map(|models| (models.module, folder.clone())));
                }
                of_crate.push(Group { folder, models });
            }
            groups.crates.insert(part, of_crate);
        }
        groups
    }

    /// The groups of a part, or of the crate itself.
    pub(in crate::emit) fn of_crate(&self, part: Option<usize>) -> &[Group<'a>] {
        self.crates.get(&part).map_or(&[], Vec::as_slice)
    }

    /// The folders of all crates, with the part that each is in.
    pub(in crate::emit) fn folders(&self) -> impl Iterator<Item = (Option<usize>, &Group<'a>)> {
        let all = self.crates.iter().flat_map(|(part, groups)| groups.iter().map(|group| (*part, group)));
        all.filter(|(_, group)| group.folder.is_some())
    }

    /// The path of a module below `src/models`.
    pub(in crate::emit) fn path(&self, module: &Ident) -> String {
        let folder = self.folders.get(module).map(|folder| format!("{}/", folder.as_str())).unwrap_or_default();
        format!("{folder}{}", module.as_str())
    }
}

impl Group<'_> {
    /// The declarations of the modules, and the re-exports of what is in them.
    pub(in crate::emit) fn declarations(
        &self,
        cfg_features: &CfgFeatures<'_>,
        names: &Names,
    ) -> (TokenStream, TokenStream) {
        let first = self.models.first().map(|models| models.module);
        let condition = first.and_then(|module| cfg_features.on_module(module));
        let on_exports = first.and_then(|module| cfg_features.on_exports(module));
        let of_models = |models: &&Models<'_>| (models.module.clone(), idents(names, &models.definitions));
        let Some(folder) = &self.folder else {
            let modules = self.models.iter().map(|models| models.module);
            let exports = exports(self.models.iter().map(of_models));
            return (quote!(#(#condition mod #modules;)*), quote!(#on_exports pub use self::#exports;));
        };
        let all: Vec<TypeId> = self.models.iter().flat_map(|models| models.definitions.iter().copied()).collect();
        let exports = exports([(folder.clone(), idents(names, &all))]);
        (quote!(#condition mod #folder;), quote!(#on_exports pub use self::#exports;))
    }

    /// What the module of the folder declares and re-exports.
    pub(in crate::emit) fn modules(&self, names: &Names) -> TokenStream {
        let all = self.models.iter().map(|models| (models.module, models.definitions.as_slice()));
        modules(names, all)
    }
}

/// Private modules, and the re-exports of all that is defined in them.
pub(in crate::emit) fn modules<'a>(
    names: &Names,
    modules: impl Iterator<Item = (&'a Ident, &'a [TypeId])> + Clone,
) -> TokenStream {
    let declared = modules.clone().map(|(module, _)| module);
    let exports = exports(modules.map(|(module, definitions)| (module.clone(), idents(names, definitions))));
    quote!(#(mod #declared;)* pub use self::#exports;)
}

/// The names of definitions, with their earlier names, in the order of a `use`.
fn idents<'a>(names: &'a Names, definitions: &[TypeId]) -> Vec<&'a Ident> {
    let all = definitions.iter().map(|id| names.ty(*id)).flat_map(|names| [&names.ident].into_iter().chain(&names.was));
    let mut idents: Vec<&Ident> = all.collect();
    idents.sort_by(|a, b| by_version(a.as_str(), b.as_str()));
    idents
}

/// What a `use` takes from modules.
fn exports<'a>(modules: impl IntoIterator<Item = (Ident, Vec<&'a Ident>)>) -> TokenStream {
    let paths = modules.into_iter().map(|(module, idents)| match idents.as_slice() {
        [one] => quote!(#module::#one),
        many => quote!(#module::{#(#many),*}),
    });
    let paths: Vec<TokenStream> = paths.collect();
    match paths.as_slice() {
        [one] => one.clone(),
        many => quote!({#(#many),*}),
    }
}
