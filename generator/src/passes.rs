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
mod recursion;
mod repeated;
mod share;
mod tags;
mod usage;

use crate::diagnostics::Diagnostics;
use crate::ir::Api;
use crate::pointer::Pointer;

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
pub(crate) fn run(api: &mut Api, keep: &[String], by_resource: bool, diagnostics: &mut Diagnostics) -> Removed {
    keys::run(api);
    generic::run(api);
    tags::run(api);
    share::run(api);
    usage::run(api, keep);
    repeated::run(api);
    let unused = prune::run(api, keep);
    layout::run(api);
    recursion::run(api, diagnostics);
    usage::run(api, keep);
    derives::run(api);
    features::run(api, keep, by_resource);
    Removed { unused }
}
