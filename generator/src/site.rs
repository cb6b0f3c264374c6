//! The reference of an API for people: a page for each resource, operation and model, as HTML that works from a folder,
//! and as Markdown. Says what the SDK of the same document says, from its model, its names, its surface and its
//! examples.

mod about;
mod accent;
mod addresses;
mod anchors;
mod changes;
mod choice;
mod credentials;
mod events;
mod examples;
mod files;
mod guides;
mod how_to;
mod html;
mod inlined;
mod logo;
mod markdown;
mod members;
mod models;
mod navigation;
mod operation;
mod overview;
mod page;
mod resource;
mod responses;
mod search;
mod sitemap;
mod threads;
mod words;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use self::addresses::Addresses;
use self::choice::Choice;
use self::guides::Guide;
use self::logo::Logo;
use self::navigation::{Extra, Tree};
use self::page::PageId;
use crate::config::{Config, Docs};
use crate::diagnostics::{Diagnostic, Severity, codes};
use crate::diff::{Changes, Wire};
use crate::examples::RustExample;
use crate::ir::{self, Api, OperationId, TypeId, User};
use crate::naming::Names;
use crate::prose;
use crate::surface::{Method, Model, Surface};
use crate::text::{self, Pages};
use crate::tree::File;

/// How much room nested rows get at first.
const MOST_ROOM: usize = 24_000;

/// The most bytes of the image of the configuration.
pub const MOST_LOGO: u64 = logo::MOST;

/// What a reference is made with besides the document and the configuration.
#[derive(Clone, Debug, Default)]
pub struct ReferenceOptions<'a> {
    /// Where the reference will be: the URL of its folder.
    pub base_url: Option<&'a str>,
    /// The texts of the guides that the configuration lists, in its order.
    pub guides: Vec<String>,
    /// The content of the image that the configuration names.
    pub logo: Option<Vec<u8>>,
    /// The version of the SDK whose changes are listed.
    pub since: Option<&'a (Surface, Wire)>,
}

/// How much there is in a reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReferenceCounts {
    /// Pages, each of which is written as HTML and as Markdown.
    pub pages: usize,
    /// Operations with a page.
    pub operations: usize,
    /// Operations that the configuration hides.
    pub hidden_operations: usize,
    /// Models with a page.
    pub models: usize,
    /// Models that only hidden operations need.
    pub hidden_models: usize,
    /// Pages whose HTML is longer than a page should be.
    pub long_pages: usize,
    /// All files.
    pub files: usize,
    /// The bytes of all files.
    pub bytes: usize,
}

/// What a site is made from.
pub(crate) struct Input<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) surface: &'a Surface,
    /// The Rust examples, by operation.
    pub(crate) examples: &'a [RustExample],
    pub(crate) config: &'a Config,
    pub(crate) options: &'a ReferenceOptions<'a>,
    /// What changed since the version of the options.
    pub(crate) changes: Option<&'a Changes>,
}

/// What is known of a site whose files were given away.
#[derive(Default)]
pub(crate) struct Site {
    pub(crate) counts: ReferenceCounts,
    /// What is wrong with the configuration.
    pub(crate) found: Vec<Diagnostic>,
}

/// What the functions that make pages read.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    api: &'a Api,
    names: &'a Names,
    surface: &'a Surface,
    examples: &'a [RustExample],
    docs: &'a Docs,
    base_url: Option<&'a str>,
    guides: &'a [Guide],
    logo: Option<&'a Logo>,
    changes: Option<&'a Changes>,
    /// The operations that take or return each model, by its identifier.
    uses: &'a [Vec<User>],
    /// The component schemas without a model, by where they stand.
    inlined: &'a inlined::Places<'a>,
    /// The models by their names.
    models: &'a HashMap<&'a str, TypeId>,
    /// The names of models that types of the runtime have too.
    clashing: &'a HashSet<&'a str>,
    addresses: &'a Addresses,
    tree: &'a Tree,
    /// The websites that relative links in texts lead to.
    pages: &'a Pages,
    /// How much of a page the rows of nested members may take, in bytes of HTML, as estimated.
    room: usize,
    /// Whether pages show the models that they are about; else they link to them.
    shows_models: bool,
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

    /// Returns what something is about in words, for search engines and previews: its first text, else what `otherwise`
    /// says.
    fn summary(self, docs: &ir::Docs, otherwise: impl FnOnce() -> String) -> String {
        prose::texts(docs).next().map_or_else(otherwise, |text| text::words(&text, self.pages))
    }

    /// Returns what a page is called in a list.
    fn label(self, id: PageId) -> String {
        match id {
            PageId::Overview => "Overview".to_owned(),
            PageId::Models => "Models".to_owned(),
            PageId::ModelGroup(index) => format!("Models: {}", self.tree.groups()[index].name),
            PageId::Events => "Webhooks".to_owned(),
            PageId::Changes => "Changes".to_owned(),
            PageId::Guide(index) => self.guides[index].title.clone(),
            PageId::Resource(id) => self.names.resource(id).accessor.as_str().to_owned(),
            PageId::Methods(id, index) => resource::name_of_part(self, id, index),
            PageId::Operation(id) => {
                let method = self.method(id);
                method.map(|method| format!("{}.{}", method.resource, method.name)).unwrap_or_default()
            }
            PageId::Examples(id) => format!("{}: examples", self.label(PageId::Operation(id))),
            PageId::Model(id) => self.names.ty(id).ident.as_str().to_owned(),
            PageId::Event(index) => self.api.events[index].name.clone(),
        }
    }

    /// Returns the title of the configuration, or of the API; the name of the package if neither states one.
    fn title(self) -> &'a str {
        let title = self.docs.title.as_deref().unwrap_or(&self.api.title).trim();
        if title.is_empty() { &self.names.package } else { title }
    }
}

/// Takes the files of a site as they are made, in any order, from several threads.
pub type TakeFile<'a> = dyn Fn(File) + Sync + 'a;

/// Makes a site and gives its files to `take`; none if there are errors. Calls `progress` with the number of pages that
/// were begun, and of all.
pub(crate) fn make(input: &Input<'_>, take: &TakeFile<'_>, progress: &mut dyn FnMut(usize, usize)) -> Site {
    let Input { api, names, surface, examples, config, options, changes } = *input;
    let mut site = Site::default();
    let pages = Pages::new(api.about.websites.clone(), api.about.pages.clone());
    let choice = Choice::of(api, names, config, &mut site.found);
    let guides = guides::read(config, &options.guides, &pages, &mut site.found);
    let logo = logo(input, &mut site.found);
    if site.found.iter().any(|found| found.severity == Severity::Error) {
        return site;
    }
    let tree = Tree::of(api, names, &choice, Extra { guides: guides.len(), has_changes: changes.is_some() });
    let titles: Vec<String> = guides.iter().map(|guide| guide.title.clone()).collect();
    let addresses = Addresses::of(api, names, &tree, &titles);
    let models = tree.models().iter().map(|id| (names.ty(*id).ident.as_str(), *id)).collect();
    let uses = models::users(api, &tree);
    let inlined = inlined::places(api);
    let clashing = surface.qualified_models();
    let cx = Cx {
        api,
        names,
        surface,
        examples,
        docs: &config.docs,
        base_url: options.base_url,
        guides: &guides,
        logo: logo.as_ref(),
        changes,
        uses: &uses,
        inlined: &inlined,
        models: &models,
        clashing: &clashing,
        addresses: &addresses,
        tree: &tree,
        pages: &pages,
        room: MOST_ROOM,
        shows_models: true,
    };
    let totals = files::make(cx, take, progress);
    site.counts = counts(cx, &choice, &totals);
    site
}

/// Reads the image of the configuration.
fn logo(input: &Input<'_>, found: &mut Vec<Diagnostic>) -> Option<Logo> {
    match logo::read(input.options.logo.as_ref()?) {
        Ok(logo) => Some(logo),
        Err(message) => {
            let location = input.config.locations.location(&["docs", "logo"]);
            found.push(Diagnostic::new(codes::BAD_CONFIGURATION, location, message));
            None
        }
    }
}

fn counts(cx: Cx<'_>, choice: &Choice, totals: &files::Totals) -> ReferenceCounts {
    let hidden_operations = choice.hidden_operations();
    let models = cx.tree.models().len();
    let number = |total: &AtomicUsize| total.load(Ordering::Relaxed);
    ReferenceCounts {
        pages: cx.tree.order().len(),
        operations: cx.api.operations.len() - hidden_operations,
        hidden_operations,
        models,
        hidden_models: cx.api.types.len() - models,
        long_pages: number(&totals.long_pages),
        files: number(&totals.files),
        bytes: number(&totals.bytes),
    }
}
