//! Required inputs, and properties that only responses contain.
