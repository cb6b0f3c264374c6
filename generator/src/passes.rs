//! Changes the model as lowered into the model as emitted: passes that run in this order. Each knows the model only.

mod circles;
mod derives;
mod edges;
mod equal;
mod features;
mod generic;
mod keys;
mod layout;
mod prune;
mod published;
mod recursion;
mod repeated;
mod share;
mod tags;
mod usage;

use crate::diagnostics::Diagnostics;
use crate::ir::Api;
use crate::pointer::Pointer;
use crate::surface::Surface;

/// The definitions that the passes removed.
#[derive(Debug, Default)]
pub(crate) struct Removed {
    /// Component schemas that nothing refers to, each with the reason.
    pub(crate) unused: Vec<(Pointer, String)>,
}

/// Runs every pass.
///
/// `keep` names components that stay although no operation uses them; `by_resource` says whether each resource below
/// the client can be left out.
/// `published` is what users of the SDK have.
pub(crate) fn run(
    api: &mut Api,
    keep: &[String],
    by_resource: bool,
    published: Option<&Surface>,
    diagnostics: &mut Diagnostics,
) -> Removed {
    keys::run(api);
    generic::run(api, published);
    tags::run(api);
    share::run(api, published);
    usage::run(api, keep, published);
    repeated::run(api, published);
    let unused = prune::run(api, keep);
    layout::run(api);
    recursion::run(api, diagnostics);
    usage::run(api, keep, published);
    if let Some(published) = published {
        published::run(api, published, diagnostics);
    }
    derives::run(api);
    features::run(api, keep, by_resource, published);
    Removed { unused }
}
