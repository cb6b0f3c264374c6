//! What takes the place of a resource whose cargo feature is off. Knows no resource.

/// What the method of a resource would return if its cargo feature were on. The method cannot be called: it requires a
/// trait that nothing implements, so that the compiler names the feature.
#[derive(Clone, Copy, Debug)]
pub struct FeatureIsOff;
