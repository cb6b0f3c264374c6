//! The path from the root to the current node of a walk: a chain of borrowed keys on the stack, so that a walk over a
//! large document creates a [`Pointer`] only where something is reported.

use crate::pointer::Pointer;

/// The location of a node, as a link to that of its parent.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    /// The root of the document.
    Root,
    /// A node whose pointer is known already, or from which a walk begins.
    At(&'a Pointer),
    /// A property of an object.
    Key(&'a Path<'a>, &'a str),
    /// An item of an array.
    Item(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    /// Returns the location of a property of this object.
    pub(super) fn key(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    /// Returns the location of an item of this array.
    pub(super) fn item(&'a self, index: usize) -> Path<'a> {
        Path::Item(self, index)
    }

    /// Returns the location as a pointer.
    pub(super) fn pointer(&self) -> Pointer {
        let mut links = Vec::new();
        let mut link = self;
        loop {
            match link {
                Path::Root | Path::At(_) => break,
                Path::Key(parent, _) | Path::Item(parent, _) => {
                    links.push(link);
                    link = parent;
                }
            }
        }
        let start = if let Path::At(location) = link { (*location).clone() } else { Pointer::root() };
        links.iter().rev().fold(start, |pointer, link| match link {
            Path::Root | Path::At(_) => pointer,
            Path::Key(_, key) => pointer.child(key),
            Path::Item(_, index) => pointer.item(*index),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_chain_of_keys_is_a_pointer() {
        let root = Path::Root;
        let paths = root.key("paths");
        let path = paths.key("/a/{b}");
        assert_eq!(path.item(3).pointer().as_str(), "/paths/~1a~1{b}/3");
        assert_eq!(root.pointer().as_str(), "");
        let location = paths.pointer();
        assert_eq!(Path::At(&location).key("/c").pointer().as_str(), "/paths/~1c");
    }
}
