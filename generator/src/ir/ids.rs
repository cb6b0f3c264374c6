//! Indices of the parts of a model in its lists. Knows nothing of the parts.

macro_rules! ids {
    ($($(#[$docs:meta])* $name:ident)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Returns the identifier of the element at `index`.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// Its index.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// Identifies a definition: its index in [`Api::types`](super::Api::types).
    TypeId
    /// Identifies an operation: its index in [`Api::operations`](super::Api::operations).
    OperationId
    /// Identifies a resource: its index in [`Api::resources`](super::Api::resources).
    ResourceId
    /// Identifies a feature: its index in [`Features::list`](super::Features::list).
    FeatureId
}
