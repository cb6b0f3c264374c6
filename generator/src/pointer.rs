//! JSON Pointers to the nodes of a document and its other files. Knows nothing of the nodes.

use std::fmt;
use std::sync::Arc;

/// The member of the root below which the nodes of other files are known, each file by its path from the document's
/// folder.
pub const OTHER_FILES: &str = "x-sdkgen-files";

/// Like [`OTHER_FILES`], for locations that are reported as they were written.
const WRITTEN: &str = "x-sdkgen-written";

/// The location of a node: a JSON Pointer ([RFC 6901]) into the document.
///
/// Cloning is cheap. The text is always escaped (`~0`, `~1`); [`child`](Self::child) takes raw keys.
///
/// [RFC 6901]: https://www.rfc-editor.org/rfc/rfc6901
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// Returns the root of the document.
    #[must_use]
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Creates a pointer from escaped text such as `/paths/~1a/get`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// Returns the location of a property of this object, or of an item of this array.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        // Few keys need it.
        if key.contains(['~', '/']) {
            text.push_str(&escaped(key));
        } else {
            text.push_str(key);
        }
        Self(Arc::from(text))
    }

    /// Returns the location of the item at `index` of this array.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// Returns the location that contains this one; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|cut| Self(Arc::from(&self.0[..cut])))
    }

    /// Returns the escaped text; empty at the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns this location in another file, as a location below one root.
    #[must_use]
    pub fn in_file(&self, file: &str) -> Self {
        let holder = Self::root().child(OTHER_FILES).child(file);
        Self(Arc::from(format!("{}{}", holder.0, self.0)))
    }

    /// Returns this location as it is written, even if another node is moved there later.
    #[must_use]
    pub fn as_written(&self) -> Self {
        let (file, inner) = self.file();
        let holder = Self::root().child(WRITTEN).child(&file.unwrap_or_default());
        Self(Arc::from(format!("{}{}", holder.0, inner.0)))
    }

    /// Returns the file, if it is not the document itself, and the location in it.
    #[must_use]
    pub fn file(&self) -> (Option<String>, Self) {
        let below = |holder: &str| self.0.strip_prefix('/')?.strip_prefix(holder)?.strip_prefix('/');
        let Some(rest) = below(OTHER_FILES).or_else(|| below(WRITTEN)) else { return (None, self.clone()) };
        let cut = rest.find('/').unwrap_or(rest.len());
        let file = Some(unescaped(&rest[..cut])).filter(|file| !file.is_empty());
        (file, Self(Arc::from(&rest[cut..])))
    }

    /// Returns the keys from the root to this node, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescaped)
    }
}

/// Escapes a key for a pointer.
#[must_use]
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Unescapes a step of a pointer.
#[must_use]
pub fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn keys_are_escaped_once_and_come_back() {
        let location = Pointer::root().child("paths").child("/a~b/{id}").item(2);
        assert_eq!(location.as_str(), "/paths/~1a~0b~1{id}/2");
        assert_eq!(location.segments().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "2"]);
        assert_eq!(location.parent().map(|p| p.as_str().to_owned()).as_deref(), Some("/paths/~1a~0b~1{id}"));
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn a_location_in_another_file_includes_the_file() {
        let location = Pointer::parse("/a/b").in_file("../x/y~z.yaml");
        assert_eq!(location.file(), (Some("../x/y~z.yaml".to_owned()), Pointer::parse("/a/b")));
        assert_eq!(Pointer::root().in_file("x").file(), (Some("x".to_owned()), Pointer::root()));
        assert_eq!(Pointer::parse("/a").file(), (None, Pointer::parse("/a")));
        assert_eq!(Pointer::parse("/a").as_written().file(), (None, Pointer::parse("/a")));
        assert_eq!(location.as_written().file(), location.file());
    }
}
