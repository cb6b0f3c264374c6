//! Changes the model as lowered into the model as emitted: passes that run in this order. Each knows the model only.

mod circles;
mod derives;
mod edges;
mod equal;
mod features;
mod generic;
mod joined;
mod kept;
mod keys;
mod labels;
mod layout;
mod presence;
mod prune;
mod published;
mod recursion;
mod repeated;
mod share;
mod tags;
mod usage;

use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Inlined};
use crate::surface::Surface;

/// The definitions that the passes removed.
#[derive(Debug, Default)]
pub(crate) struct Removed {
    /// Component schemas without a definition; where they stand is not known here.
    pub(crate) components: Vec<Inlined>,
}

/// Keeps what users have of types that have another key now, as pairs of the key in the lock and the present one. What
/// moved is known only when everything has a name.
pub(crate) fn keep_moved(
    api: &mut Api,
    published: &Surface,
    moved: &[(String, String)],
    diagnostics: &mut Diagnostics,
) {
    published::run_moved(api, published, moved, diagnostics);
    derives::run(api);
}

/// Runs every pass.
///
/// `keep` names components that stay although no operation uses them; `by_resource` says whether each resource below
/// the client can be left out.
/// `surface` is what users of the SDK have, and `published` the same, unless they are to get the shapes of the
/// document.
pub(crate) fn run(
    api: &mut Api,
    keep: &[String],
    by_resource: bool,
    (surface, published): (Option<&Surface>, Option<&Surface>),
    diagnostics: &mut Diagnostics,
) -> Removed {
    keys::run(api, surface);
    if let Some(published) = published {
        // A union within an alternative has its key only when that one has its label.
        while labels::run(api, published) {
            keys::run(api, surface);
        }
    }
    generic::run(api, published);
    if let Some(published) = published {
        kept::run(api, published, diagnostics);
    }
    tags::run(api);
    share::run(api, published);
    usage::run(api, keep, published);
    let joined = published.map(|published| joined::run(api, published, diagnostics)).unwrap_or_default();
    repeated::run(api, published, &joined);
    let components = prune::run(api, keep);
    if let Some(surface) = surface {
        joined::leave_one(api, surface, diagnostics);
    }
    layout::run(api);
    recursion::run(api, diagnostics);
    usage::run(api, keep, published);
    if let Some(published) = published {
        published::run(api, published, diagnostics);
    }
    derives::run(api);
    features::run(api, keep, by_resource, published);
    Removed { components }
}
