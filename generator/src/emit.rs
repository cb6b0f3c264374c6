//! From the model and its names to files of Rust. Cannot fail: every refusal happened earlier.
//!
//! Emitting functions are free functions from a part of the model to tokens. Code is never put together as text; what
//! is text here is prose and manifests.

mod descriptions;
mod docs;
mod file;
mod lints;
mod models;
mod operations;
mod package;
mod prose;
mod syntax;
mod types;
mod uses;
mod views;

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt};

use self::file::Body;
use self::models::groups::Groups;
use self::models::modules::{self, Models};
use self::operations::tree::Tree;
use self::operations::{facts, operation_tests, resource};
use self::package::features::Gates;
use self::package::split::{self, Split};
use self::package::{api_md, client, manifest, readme};
use crate::config::Config;
use crate::ir::{Api, User, first_users};
use crate::naming::{Ident, Names};
use crate::text::Pages;
use crate::tree::File;

/// What emitting functions read.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) config: &'a Config,
    /// What stands below which resource.
    tree: &'a Tree,
    modules: &'a [Models<'a>],
    /// Which part stands behind which cargo feature.
    gates: &'a Gates<'a>,
    /// The crates that the models are divided into.
    split: &'a Split<'a>,
    /// The modules of models by their features.
    groups: &'a Groups<'a>,
    /// Where relative links in texts of the document lead.
    pages: &'a Pages,
    /// Who uses each definition first, by its identifier.
    users: &'a [Option<User>],
}

/// A crate.
pub(crate) struct Emitted {
    /// Its files, sorted by path.
    pub(crate) files: Vec<File>,
    /// The parts of the API that are on by default.
    pub(crate) default_features: Vec<String>,
    /// How many features its manifest has.
    pub(crate) features: usize,
}

/// A source file, all but its head.
struct Module {
    path: String,
    /// The text of the `//!` comment.
    docs: String,
    body: Body,
}

/// A source file that is still to be emitted: files are independent of each other, so several are made at a time.
type Job<'a> = Box<dyn Fn() -> Module + Send + Sync + 'a>;

/// A file that is no source.
type Text<'a> = &'a (dyn Fn() -> File + Sync + 'a);

/// Emits a whole crate.
///
/// # Errors
///
/// A module whose tokens are no Rust: a fault of the generator, never of the document.
pub(crate) fn emit(api: &Api, names: &Names, config: &Config) -> Result<Emitted, String> {
    let tree = Tree::of(api, names);
    let modules = modules::all(api, names);
    let gates = Gates::of(api, names, config, &modules);
    let split = config.split.map(|count| Split::of(api, &modules, count)).unwrap_or_default();
    let groups = Groups::of(names, &gates, &split, &modules);
    let pages = Pages::new(api.about.websites.clone(), api.about.pages.clone());
    let users = first_users(api);
    let cx = Cx {
        api,
        names,
        config,
        tree: &tree,
        modules: &modules,
        gates: &gates,
        split: &split,
        groups: &groups,
        pages: &pages,
        users: &users,
    };
    let mut jobs = client::modules(cx);
    jobs.push(Box::new(move || facts::module(cx)));
    if config.tests {
        jobs.extend(operation_tests::job(cx));
    }
    // The longest files first, so that no thread is left with one of them when the others are done.
    jobs.extend(resource::modules(cx));
    jobs.extend(models::modules(cx));
    jobs.extend(split::libraries(cx));
    let texts: [Text<'_>; 3] = [&|| api_md::file(cx), &|| readme::file(cx), &|| manifest::file(cx)];
    let mut files = file::print(&jobs, &texts)?;
    files.extend(manifest::parts(cx));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let default_features = gates.by_default().into_iter().map(str::to_owned).collect();
    Ok(Emitted { files, default_features, features: manifest::count_features(cx) })
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(self.token());
    }
}
