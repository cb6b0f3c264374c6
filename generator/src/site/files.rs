//! The files of a site: each page as HTML and as Markdown, given away as soon as they are written, and the lists and
//! the index of all pages.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::page::{Page, PageId};
use super::{
    Cx, MOST_ROOM, TakeFile, changes, events, examples, guides, html, markdown, models, operation, overview, resource,
    search, sitemap, threads,
};
use crate::diff::Changes;
use crate::tree::File;

/// How long a page may be, in bytes of HTML, unless what is not nested already takes more.
const LONGEST: usize = 60_000;

/// How much room nested rows get, most first, and whether pages show the models that they are about: those of other
/// pages than a model's own can be links.
const ROOMS: [(usize, bool); 5] = [(MOST_ROOM, true), (12_000, true), (5_000, true), (0, true), (0, false)];
/// Counts what is made, on several threads.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) files: AtomicUsize,
    pub(super) bytes: AtomicUsize,
    pub(super) long_pages: AtomicUsize,
}

/// Makes the files of a site.
pub(super) fn make(cx: Cx<'_>, take: &TakeFile<'_>, progress: &mut dyn FnMut(usize, usize)) -> Totals {
    let count = cx.tree.order().len();
    let totals = Totals::default();
    let take = &|file: File| {
        totals.files.fetch_add(1, Ordering::Relaxed);
        totals.bytes.fetch_add(file.text.len(), Ordering::Relaxed);
        take(file);
    };
    let (mut index, mut lists) = (search::Index::default(), markdown::Lists::new(cx));
    let is_full = AtomicBool::new(false);
    let both = |id: &PageId| {
        let (page, html, text) = written(cx, *id);
        totals.long_pages.fetch_add(usize::from(html.len() > LONGEST), Ordering::Relaxed);
        take(File { path: cx.addresses.file(*id, "html"), text: html });
        let copy = (!is_full.load(Ordering::Relaxed)).then(|| text.clone());
        take(File { path: cx.addresses.file(*id, "md"), text });
        (page, copy)
    };
    let list = |(page, text): (Page, Option<String>)| {
        index.add(cx, &page);
        let has_room = lists.add(cx, page.id, &page.summary, text.as_deref());
        is_full.store(!has_room, Ordering::Relaxed);
    };
    threads::each(cx.tree.order(), both, list, &mut |begun| progress(begun, count));
    if let Some(base) = cx.base_url {
        let paths: Vec<String> = cx.tree.order().iter().map(|id| cx.addresses.file(*id, "html")).collect();
        sitemap::files(base, &paths).into_iter().for_each(take);
    }
    lists.files().into_iter().for_each(take);
    index.files().into_iter().for_each(take);
    html::assets().into_iter().for_each(take);
    html::brand(cx).into_iter().for_each(take);
    totals
}

/// Makes one page and writes it as HTML and as Markdown. A page that is too long gets fewer rows of nested members.
fn written(cx: Cx<'_>, id: PageId) -> (Page, String, String) {
    let mut page = page_of(cx, id);
    let mut html = as_text(cx, &page, "html");
    for (room, shows_models) in &ROOMS[1..] {
        if html.len() <= LONGEST {
            break;
        }
        page = page_of(Cx { room: *room, shows_models: *shows_models, ..cx }, id);
        html = as_text(cx, &page, "html");
    }
    let text = as_text(cx, &page, "md");
    (page, html, text)
}

/// Writes a page as HTML or as Markdown, by the extension of its file.
fn as_text(cx: Cx<'_>, page: &Page, extension: &'static str) -> String {
    // Guides link to each other.
    let pages = matches!(page.id, PageId::Guide(_)).then(|| guides::links(cx, page.id, extension));
    let cx = Cx { pages: pages.as_ref().unwrap_or(cx.pages), ..cx };
    if extension == "html" { html::page(cx, page) } else { markdown::page(cx, page) }
}

/// Makes one page.
fn page_of(cx: Cx<'_>, id: PageId) -> Page {
    match id {
        PageId::Resource(id) => resource::page(cx, id),
        PageId::Methods(id, index) => resource::part(cx, id, index),
        PageId::Operation(id) => operation::page(cx, id),
        PageId::Models => models::list(cx),
        PageId::ModelGroup(index) => models::group(cx, index),
        PageId::Model(id) => models::page(cx, id),
        PageId::Events => events::list(cx),
        PageId::Event(index) => events::page(cx, index),
        PageId::Examples(id) => examples::page(cx, id),
        PageId::Guide(index) => guides::page(cx, index),
        PageId::Changes => changes::page(cx, cx.changes.unwrap_or(&Changes::default())),
        PageId::Overview => overview::page(cx),
    }
}
