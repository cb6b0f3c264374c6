//! The alternatives of a union as the document has them, before anybody knows what they become.

use super::Node;
use crate::pointer::{Pointer, unescaped};

/// The alternatives of a union, each where it is written.
pub(super) type Parts<'a> = Vec<(Node<'a>, Pointer)>;

/// The name of the component that a reference leads to.
pub(super) fn component_name(reference: &str) -> String {
    unescaped(reference.rsplit('/').next().unwrap_or(reference))
}
