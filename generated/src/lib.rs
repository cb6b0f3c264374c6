//! Placeholder until the first regeneration.
