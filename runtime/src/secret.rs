//! A string that is hidden in `Debug` output. Knows nothing of where it is sent.

use std::cell::RefCell;
use std::fmt;
use std::mem;

thread_local! {
    /// The secrets that were encoded on this thread during [`noting`].
    static WRITTEN: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Runs `work` and adds the secrets that it encodes, at any depth of a model, to `secrets`, so that errors can be
/// redacted.
pub(crate) fn noting<R>(secrets: &mut Vec<Secret>, work: impl FnOnce() -> R) -> R {
    let outer = WRITTEN.replace(Some(mem::take(secrets)));
    let result = work();
    *secrets = WRITTEN.replace(outer).unwrap_or_default();
    result
}

/// Records that `secret` is encoded.
pub(crate) fn note(secret: &Secret) {
    WRITTEN.with_borrow_mut(|written| {
        if let Some(written) = written {
            written.push(secret.clone());
        }
    });
}

/// A secret such as a password or a token: a string that `Debug` does not show.
///
/// It is encoded like any other string, also by serde; only `Debug` output hides it.
///
/// ```
/// use sdkgen_runtime::Secret;
///
/// let secret = Secret::from("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret([redacted])");
/// assert_eq!(secret.expose(), "hunter2");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Box<str>);

impl Secret {
    /// Returns the secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.into())
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value.into())
    }
}

impl From<&String> for Secret {
    fn from(value: &String) -> Self {
        Self(value.as_str().into())
    }
}

impl From<&Self> for Secret {
    fn from(value: &Self) -> Self {
        value.clone()
    }
}

impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer).map(Self::from)
    }
}
