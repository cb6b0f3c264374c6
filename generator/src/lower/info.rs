//! What the document says about its API for readers. Only the reference needs it, so a run that generates an SDK does
//! not read it.

use super::endpoint::endpoints;
use crate::document::Document;
use crate::document::extensions::LICENSE_IDENTIFIER;
use crate::ir::{Api, Contact, Docs, Info, OperationId, Tag};

/// Reads what the document says about its API.
pub(crate) fn read(document: &Document, api: &mut Api) {
    let written = &document.openapi.info;
    let contact = written.contact.as_ref().map(|contact| Contact {
        name: stated(contact.name.as_ref()),
        url: stated(contact.url.as_ref()),
        email: stated(contact.email.as_ref()),
    });
    let license = written.license.as_ref().map(|license| {
        let identifier = license.extensions.get(LICENSE_IDENTIFIER).and_then(|value| value.as_str());
        let name = stated(Some(&license.name)).or_else(|| identifier.map(str::to_owned));
        (name, stated(license.url.as_ref()))
    });
    let info = Info {
        contact: contact.unwrap_or_default(),
        license: license.unwrap_or_default(),
        terms_of_service: stated(written.terms_of_service.as_ref()),
        tags: tags(document, api),
    };
    api.info = info;
}

fn tags(document: &Document, api: &Api) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for tag in &document.openapi.tags {
        let link = tag.external_docs.as_ref().map(|docs| (docs.url.clone(), docs.description.clone()));
        let description = stated(tag.description.as_ref());
        if description.is_some() || link.is_some() {
            let docs = Docs { description, link, ..Docs::default() };
            tags.push(Tag { name: tag.name.clone(), docs, operations: Vec::new() });
        }
    }
    // Both are in the order of the document; operations that were skipped are missing.
    let mut ids = api.operation_ids().peekable();
    for endpoint in endpoints(document) {
        let is_next = |id: &OperationId| api.operations[id.index()].at == endpoint.at;
        let Some(id) = ids.next_if(is_next) else { continue };
        let has = |tag: &&mut Tag| endpoint.operation.tags.contains(&tag.name);
        tags.iter_mut().filter(has).for_each(|tag| tag.operations.push(id));
    }
    tags
}

/// Returns a text that is not blank.
fn stated(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
