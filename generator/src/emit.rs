//! Emits the files of a crate from the model and its names. Cannot fail: whatever cannot be generated was refused
//! earlier.
//!
//! Emitting functions are free functions from a part of the model ([`views`]) to tokens. Code is never concatenated as
//! text; only prose and manifests are text.

mod aliases;
mod descriptions;
mod docs;
mod file;
mod length;
mod lints;
mod models;
mod operations;
mod package;
mod surface;
mod syntax;
mod types;
mod uses;
mod views;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt};

use self::file::Body;
use self::models::accepted;
use self::models::groups::Groups;
use self::models::modules::{self, Models};
use self::operations::page_tests::PageTests;
use self::operations::tree::Tree;
use self::operations::{examples, facts, operation_tests, resource};
use self::package::features::CfgFeatures;
use self::package::split::{self, Split};
use self::package::{api_md, client, manifest, models_md, readme};
use crate::examples::RustExample;
use crate::ir::{Api, OperationId, TypeId, User, first_users};
use crate::naming::{Ident, Names};
use crate::settings::Settings;
use crate::surface::Surface;
use crate::text::Pages;
use crate::tree::File;

/// What emitting functions read.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) settings: Settings<'a>,
    /// The resources and operations below each resource.
    tree: &'a Tree,
    modules: &'a [Models<'a>],
    /// The cargo features, and the parts of the SDK that need them.
    cfg_features: &'a CfgFeatures<'a>,
    /// The crates that the models are divided into.
    split: &'a Split<'a>,
    /// The modules of models by their features.
    groups: &'a Groups<'a>,
    /// The pages that relative links in texts of the document refer to.
    pages: &'a Pages,
    /// The first user of each definition, by its identifier.
    users: &'a [Option<User>],
    /// The unions that `None` is accepted for somewhere.
    nullable_unions: &'a HashSet<TypeId>,
}

/// A crate.
pub(crate) struct Emitted {
    /// Its files, sorted by path.
    pub(crate) files: Vec<File>,
    /// The parts of the API that are on by default.
    pub(crate) default_features: Vec<String>,
    /// How many features its manifest has.
    pub(crate) features: usize,
    /// The operations whose pages the generated tests do not read, each with the reason.
    pub(crate) untested_pages: Vec<(OperationId, String)>,
}

/// A source file without its header.
struct Module {
    path: String,
    /// The text of the `//!` comment.
    docs: String,
    body: Body,
}

/// A function that emits a source file. Files do not depend on each other, so several are emitted at a time.
type Job<'a> = Box<dyn Fn() -> Module + Send + Sync + 'a>;

/// A function that emits a file that is not Rust.
type Text<'a> = &'a (dyn Fn() -> File + Sync + 'a);

/// Emits a whole crate.
///
/// # Errors
///
/// Fails if the tokens of a module are not valid Rust: a fault of the generator, never of the document.
pub(crate) fn emit(api: &Api, names: &Names, settings: Settings<'_>) -> Result<Emitted, String> {
    with_context(api, names, settings, files)
}

/// Returns the surface of a crate: what users can name.
pub(crate) fn surface(api: &Api, names: &Names, settings: Settings<'_>) -> Surface {
    with_context(api, names, settings, surface::surface)
}

/// Returns the Rust examples of all operations, in their order.
pub(crate) fn examples(api: &Api, names: &Names, settings: Settings<'_>) -> Vec<RustExample> {
    with_context(api, names, settings, |cx| {
        let first = examples::first(cx).map(|op| &op.ir.key);
        let text = |op: views::Op<'_>| RustExample { is_first: Some(&op.ir.key) == first, ..examples::as_texts(op) };
        cx.ops().map(text).collect()
    })
}

fn with_context<T>(api: &Api, names: &Names, settings: Settings<'_>, run: impl FnOnce(Cx<'_>) -> T) -> T {
    let tree = Tree::of(api, names);
    let modules = modules::all(api, names);
    let cfg_features = CfgFeatures::of(api, names, settings, &modules);
    let split = settings.options.split.map(|count| Split::of(api, &modules, count)).unwrap_or_default();
    let groups = Groups::of(names, &cfg_features, &split, &modules);
    let pages = Pages::new(api.about.websites.clone(), api.about.pages.clone());
    let users = first_users(api);
    let nullable_unions = accepted::nullable(api);
    let cx = Cx {
        api,
        names,
        settings,
        tree: &tree,
        modules: &modules,
        cfg_features: &cfg_features,
        split: &split,
        groups: &groups,
        pages: &pages,
        users: &users,
        nullable_unions: &nullable_unions,
    };
    run(cx)
}

fn files(cx: Cx<'_>) -> Result<Emitted, String> {
    let Cx { settings, cfg_features, .. } = cx;
    let page_tests = settings.options.tests.then(|| PageTests::of(cx));
    let mut jobs = client::modules(cx);
    jobs.push(Box::new(move || facts::module(cx)));
    if settings.options.tests {
        jobs.push(package::sample_tests::tests(cx));
        jobs.extend(operation_tests::job(cx));
        jobs.extend(page_tests.as_ref().and_then(|tests| tests.job(cx)));
    }
    // The longest files first, so that all threads finish at about the same time.
    jobs.extend(resource::modules(cx));
    jobs.extend(models::modules(cx));
    jobs.extend(split::libraries(cx));
    let texts: [Text<'_>; 4] =
        [&|| models_md::file(cx), &|| api_md::file(cx), &|| readme::file(cx), &|| manifest::file(cx)];
    let texts = if cx.api.types.is_empty() { &texts[1..] } else { &texts[..] };
    let mut files = file::print(&jobs, texts)?;
    files.extend(manifest::parts(cx));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let default_features = cfg_features.by_default().into_iter().map(str::to_owned).collect();
    let untested_pages = page_tests.as_ref().map(|tests| tests.untested().to_vec()).unwrap_or_default();
    Ok(Emitted { files, default_features, features: manifest::count_features(cx), untested_pages })
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(self.token());
    }
}
