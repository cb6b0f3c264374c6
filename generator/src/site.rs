//! The reference of an API for people: a page for each resource, operation and model, as HTML that works from a folder,
//! and as Markdown. Says what the SDK of the same document says, from its model, its names, its surface and its
//! examples.

mod addresses;
mod events;
mod html;
mod markdown;
mod members;
mod models;
mod navigation;
mod operation;
mod overview;
mod page;
mod resource;
mod threads;
mod words;

use std::collections::{HashMap, HashSet};

use self::addresses::Addresses;
use self::markdown::Written;
use self::navigation::Tree;
use self::page::{Page, PageId};
use crate::examples::RustExample;
use crate::ir::{Api, OperationId, TypeId, User};
use crate::naming::Names;
use crate::surface::{Method, Model, Surface};
use crate::text::Pages;
use crate::tree::File;

/// What a site is made from.
pub(crate) struct Input<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) surface: &'a Surface,
    /// The Rust examples, by operation.
    pub(crate) examples: &'a [RustExample],
    /// Where the site will be: the URL of its folder.
    pub(crate) base_url: Option<&'a str>,
}

/// What the functions that make pages read.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    api: &'a Api,
    names: &'a Names,
    surface: &'a Surface,
    examples: &'a [RustExample],
    base_url: Option<&'a str>,
    /// The operations that take or return each model, by its identifier.
    uses: &'a [Vec<User>],
    /// The models by their names.
    models: &'a HashMap<&'a str, TypeId>,
    /// The names of models that types of the runtime have too.
    clashing: &'a HashSet<&'a str>,
    addresses: &'a Addresses,
    tree: &'a Tree,
    /// The websites that relative links in texts lead to.
    pages: &'a Pages,
}

impl<'a> Cx<'a> {
    /// Returns what users can name of an operation.
    fn method(self, id: OperationId) -> Option<&'a Method> {
        self.surface.operations.get(&self.api.operations[id.index()].key)
    }

    /// Returns what users can name of a model.
    fn model(self, id: TypeId) -> Option<&'a Model> {
        let def = self.api.def(id);
        self.surface.types.get(def.published.as_ref().or(def.keys.first())?)
    }

    /// Returns the model that a word of Rust means, by what precedes it. A model that has the name of a type of the
    /// runtime comes with its path.
    fn linked(self, before: &str, word: &str) -> Option<TypeId> {
        let id = self.models.get(word).copied()?;
        let is_path = before.ends_with("::");
        let is_model = before.ends_with("models::") || (!is_path && !self.clashing.contains(word));
        is_model.then_some(id)
    }

    /// Returns what a page is called in a list.
    fn label(self, id: PageId) -> String {
        match id {
            PageId::Overview => "Overview".to_owned(),
            PageId::Models => "Models".to_owned(),
            PageId::Events => "Webhooks".to_owned(),
            PageId::Changes => "Changes".to_owned(),
            PageId::Guide(index) => format!("Guide {index}"),
            PageId::Resource(id) => self.names.resource(id).accessor.as_str().to_owned(),
            PageId::Operation(id) | PageId::Examples(id) => {
                let method = self.method(id);
                method.map(|method| format!("{}.{}", method.resource, method.name)).unwrap_or_default()
            }
            PageId::Model(id) => self.names.ty(id).ident.as_str().to_owned(),
            PageId::Event(index) => self.api.events[index].name.clone(),
        }
    }

    /// Returns the title of the API; the name of the package if the document states none.
    fn title(self) -> &'a str {
        let title = self.api.title.trim();
        if title.is_empty() { &self.names.package } else { title }
    }
}

/// Makes the files of a site, sorted by path. Calls `progress` with the number of pages that were begun, and of all.
pub(crate) fn files(input: &Input<'_>, progress: &mut dyn FnMut(usize, usize)) -> Vec<File> {
    let Input { api, names, surface, examples, base_url } = *input;
    let addresses = Addresses::of(api, names, &[]);
    let tree = Tree::of(api, names);
    let pages = Pages::new(api.about.websites.clone(), api.about.pages.clone());
    let models = api.type_ids().map(|id| (names.ty(id).ident.as_str(), id)).collect();
    let uses = models::users(api);
    let clashing = surface.qualified_models();
    let cx = Cx {
        api,
        names,
        surface,
        examples,
        base_url,
        uses: &uses,
        models: &models,
        clashing: &clashing,
        addresses: &addresses,
        tree: &tree,
        pages: &pages,
    };
    let count = tree.order().len();
    let written = threads::map(tree.order(), |id| written(cx, *id), &mut |begun| progress(begun, count));
    let mut files = Vec::with_capacity(2 * written.len() + 8);
    let mut texts = Vec::with_capacity(written.len());
    for (html, text) in written {
        files.push(html);
        texts.push(text);
    }
    files.extend(markdown::index(cx, &texts));
    files.extend(texts.into_iter().map(|page| File { path: cx.addresses.file(page.id, "md"), text: page.text }));
    files.extend(html::assets());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Writes one page as HTML and as Markdown.
fn written(cx: Cx<'_>, id: PageId) -> (File, Written) {
    let page = page(cx, id);
    let html = File { path: cx.addresses.file(id, "html"), text: html::page(cx, &page) };
    let text = markdown::page(cx, &page);
    (html, Written { id, summary: page.summary, text })
}

/// Makes one page.
fn page(cx: Cx<'_>, id: PageId) -> Page {
    match id {
        PageId::Resource(id) => resource::page(cx, id),
        PageId::Operation(id) => operation::page(cx, id),
        PageId::Models => models::list(cx),
        PageId::Model(id) => models::page(cx, id),
        PageId::Events => events::list(cx),
        PageId::Event(index) => events::page(cx, index),
        PageId::Overview | PageId::Guide(_) | PageId::Examples(_) | PageId::Changes => overview::page(cx),
    }
}
