//! Where in which document a thing stands. Knows nothing of what stands there.

use std::fmt;
use std::sync::Arc;

/// The member of the root below which the nodes of other files are known, each file by its way from the document's
/// folder.
pub const OTHER_FILES: &str = "x-sdkgen-files";

/// Like [`OTHER_FILES`], for places that are told as they were written.
const WRITTEN: &str = "x-sdkgen-written";

/// The place of a node: a JSON Pointer ([RFC 6901]) into the document.
///
/// Cloning is cheap. The text is always escaped (`~0`, `~1`); [`child`](Self::child) takes raw keys.
///
/// [RFC 6901]: https://www.rfc-editor.org/rfc/rfc6901
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The root of the document.
    #[must_use]
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Takes an already escaped pointer such as `/paths/~1a/get`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The place of a member of this object, or of an item of this array.
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

    /// The place of the item at `index` of this array.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// The place that holds this one; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|cut| Self(Arc::from(&self.0[..cut])))
    }

    /// The escaped text; empty at the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This place in another file, as a place below one root.
    #[must_use]
    pub fn in_file(&self, file: &str) -> Self {
        let holder = Self::root().child(OTHER_FILES).child(file);
        Self(Arc::from(format!("{}{}", holder.0, self.0)))
    }

    /// This place as it is written, whatever is put there later.
    #[must_use]
    pub fn as_written(&self) -> Self {
        let (file, inner) = self.file();
        let holder = Self::root().child(WRITTEN).child(&file.unwrap_or_default());
        Self(Arc::from(format!("{}{}", holder.0, inner.0)))
    }

    /// The file, if this is a place in another file than the document's own, and the place there.
    #[must_use]
    pub fn file(&self) -> (Option<String>, Self) {
        let below = |holder: &str| self.0.strip_prefix('/')?.strip_prefix(holder)?.strip_prefix('/');
        let Some(rest) = below(OTHER_FILES).or_else(|| below(WRITTEN)) else { return (None, self.clone()) };
        let cut = rest.find('/').unwrap_or(rest.len());
        let file = Some(unescaped(&rest[..cut])).filter(|file| !file.is_empty());
        (file, Self(Arc::from(&rest[cut..])))
    }

    /// The keys on the way from the root, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescaped)
    }
}

/// A key as a step of a pointer.
#[must_use]
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key that a step of a pointer stands for.
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
        let place = Pointer::root().child("paths").child("/a~b/{id}").item(2);
        assert_eq!(place.as_str(), "/paths/~1a~0b~1{id}/2");
        assert_eq!(place.segments().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "2"]);
        assert_eq!(place.parent().map(|p| p.as_str().to_owned()).as_deref(), Some("/paths/~1a~0b~1{id}"));
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn a_place_in_another_file_tells_the_file() {
        let place = Pointer::parse("/a/b").in_file("../x/y~z.yaml");
        assert_eq!(place.file(), (Some("../x/y~z.yaml".to_owned()), Pointer::parse("/a/b")));
        assert_eq!(Pointer::root().in_file("x").file(), (Some("x".to_owned()), Pointer::root()));
        assert_eq!(Pointer::parse("/a").file(), (None, Pointer::parse("/a")));
        assert_eq!(Pointer::parse("/a").as_written().file(), (None, Pointer::parse("/a")));
        assert_eq!(place.as_written().file(), place.file());
    }
}
