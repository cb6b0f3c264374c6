//! Where each page is: the paths of its files, which stay when other pages are added.

use std::collections::{HashMap, HashSet};

use super::navigation::Tree;
use super::page::PageId;
use crate::ir::{Api, OperationId, ResourceId};
use crate::naming::Names;

/// The paths of all pages, without their extension.
pub(super) struct Addresses(HashMap<PageId, String>);

/// Creates addresses that no file system takes for the same.
struct Creator {
    taken: HashSet<String>,
    addresses: HashMap<PageId, String>,
}

impl Creator {
    fn add(&mut self, id: PageId, wanted: String) {
        let mut address = wanted.clone();
        while !self.taken.insert(address.to_lowercase()) {
            address.push('_');
        }
        self.addresses.insert(id, address);
    }
}

impl Addresses {
    /// Returns the addresses of all pages that there can be.
    pub(super) fn of(api: &Api, names: &Names, tree: &Tree, guides: &[String]) -> Self {
        let mut creator = Creator { taken: HashSet::new(), addresses: HashMap::new() };
        creator.add(PageId::Overview, "index".to_owned());
        creator.add(PageId::Models, "models/index".to_owned());
        creator.add(PageId::Events, "webhooks/index".to_owned());
        creator.add(PageId::Changes, "changes".to_owned());
        for id in api.resource_ids() {
            creator.add(PageId::Resource(id), format!("{}/index", folder(api, names, id)));
            for index in 0..tree.parts(id).len() {
                creator.add(PageId::Methods(id, index), format!("{}/index-{}", folder(api, names, id), index + 1));
            }
        }
        for id in api.operation_ids() {
            let (resource, method) = (api.operations[id.index()].resource, &names.operation(id).method);
            let address = format!("{}/{}", folder(api, names, resource), file(method.as_str()));
            creator.add(PageId::Operation(id), address);
        }
        for id in api.type_ids() {
            creator.add(PageId::Model(id), format!("models/{}", file(names.ty(id).ident.as_str())));
        }
        for (index, group) in tree.groups().iter().enumerate() {
            creator.add(PageId::ModelGroup(index), format!("models/index-{}", slug(&group.name)));
        }
        for (index, event) in api.events.iter().enumerate() {
            creator.add(PageId::Event(index), format!("webhooks/{}", slug(&event.name)));
        }
        for (index, guide) in guides.iter().enumerate() {
            creator.add(PageId::Guide(index), format!("guides/{}", slug(guide)));
        }
        let operations: Vec<OperationId> = api.operation_ids().collect();
        for id in operations {
            let address = format!("{}-examples", creator.addresses[&PageId::Operation(id)]);
            creator.add(PageId::Examples(id), address);
        }
        Self(creator.addresses)
    }

    /// Returns the path of a page without its extension.
    pub(super) fn of_page(&self, id: PageId) -> &str {
        self.0.get(&id).map_or("index", String::as_str)
    }

    /// Returns the path of a file of a page.
    pub(super) fn file(&self, id: PageId, extension: &str) -> String {
        format!("{}.{extension}", self.of_page(id))
    }

    /// Returns the path from one page to another with an extension, and an anchor.
    pub(super) fn between(&self, from: PageId, to: PageId, extension: &str, anchor: Option<&str>) -> String {
        let (from, to) = (self.of_page(from), self.of_page(to));
        let hash = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        if from == to && !hash.is_empty() {
            return hash;
        }
        let (here, there): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
        let shared = here[..here.len() - 1].iter().zip(&there[..there.len() - 1]).take_while(|(a, b)| a == b).count();
        let up = "../".repeat(here.len() - 1 - shared);
        format!("{up}{}.{extension}{hash}", there[shared..].join("/"))
    }

    /// Returns the path from a page to the root of the site: empty, or `../` several times.
    pub(super) fn root(&self, from: PageId) -> String {
        "../".repeat(self.of_page(from).matches('/').count())
    }
}

/// Returns the folder of a resource.
fn folder(api: &Api, names: &Names, id: ResourceId) -> String {
    let steps = api.path_to(id).into_iter().map(|id| file(names.resource(id).accessor.as_str()));
    // Not below `models` or `webhooks`, whatever a resource is called.
    format!("resources/{}", steps.collect::<Vec<_>>().join("/"))
}

/// Returns an identifier as the name of a file: without the mark of raw identifiers, and none that Windows reserves.
fn file(ident: &str) -> String {
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
    let plain = ident.strip_prefix("r#").unwrap_or(ident);
    let lower = plain.to_lowercase();
    let is_device = (lower.starts_with("com") || lower.starts_with("lpt")) && lower.len() == 4;
    if RESERVED.contains(&lower.as_str()) || lower == "index" || is_device {
        format!("{plain}_")
    } else {
        plain.to_owned()
    }
}

/// Returns a text as the name of a file: letters and digits of ASCII, with a hyphen for everything else.
fn slug(text: &str) -> String {
    /// Characters at most.
    const MOST: usize = 60;
    let dashed: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(MOST).collect();
    if slug.is_empty() { "page".to_owned() } else { file(slug.trim_end_matches('-')) }
}

#[cfg(test)]
mod tests {
    use super::{file, slug};

    #[test]
    fn names_of_files_are_possible_everywhere() {
        assert_eq!(
            (file("r#type"), file("Con"), file("index"), file("com1")),
            ("type".into(), "Con_".into(), "index_".into(), "com1_".into())
        );
        assert_eq!(slug("POST {$request.body#/url}"), "post-request-body-url");
        assert_eq!((slug("☃"), slug("../../etc")), ("page".into(), "etc".into()));
    }
}
