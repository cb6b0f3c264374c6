//! The decisions of one run: those about the SDK, and those about the run itself.

use crate::config::{Config, Runtime};
use crate::lock::Lock;
use crate::options::Options;
use crate::surface::Surface;

/// A configuration and the options of a run, as the stages after reading need them together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings<'a> {
    /// The decisions about the SDK.
    pub(crate) config: &'a Config,
    /// The decisions about the run.
    pub(crate) options: &'a Options,
}

impl<'a> Settings<'a> {
    /// Returns the surface that users of the SDK have.
    pub(crate) fn published(self) -> Option<&'a Surface> {
        self.options.lock.as_ref().map(Lock::surface)
    }

    /// Returns the surface whose shapes stay; `None` once those of the document are accepted.
    pub(crate) fn kept(self) -> Option<&'a Surface> {
        self.options.lock.as_ref().filter(|lock| !lock.is_accepted()).map(Lock::surface)
    }

    /// Returns whether each resource below the client is a cargo feature: what the configuration says, else what users
    /// of the SDK have.
    pub(crate) fn by_resource(self) -> bool {
        let is_published = |surface: &Surface| surface.resources.is_empty() || !surface.resource_features.is_empty();
        self.config.features.resources.unwrap_or_else(|| self.kept().is_none_or(is_published))
    }

    /// Returns whether the sources of the runtime are written beside the SDK.
    pub(crate) fn is_runtime_bundled(self) -> bool {
        self.options.runtime_path.is_none() && self.config.package.runtime == Runtime::Bundled
    }
}
