//! Names that the configuration or the document states, and others in the lock.
