//! From the model as lowered to the model as emitted: named passes, in this order. Each knows the model only.

mod derives;
mod edges;
mod prune;
mod recursion;
mod share;
mod usage;

use crate::diagnostics::Diagnostics;
use crate::ir::Api;
use crate::pointer::Pointer;

/// What the passes took out.
#[derive(Debug, Default)]
pub struct Removed {
    /// Component schemas that nothing refers to, each with the reason.
    pub unused: Vec<(Pointer, String)>,
}

/// Runs every pass.
pub fn run(api: &mut Api, diagnostics: &mut Diagnostics) -> Removed {
    share::run(api);
    let unused = prune::run(api);
    recursion::run(api, diagnostics);
    usage::run(api);
    derives::run(api);
    Removed { unused }
}
