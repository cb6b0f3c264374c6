//! What a setter or an argument accepts for a value of some type. Knows no codec.
//!
//! An enumeration says in one short impl that text is accepted for it, rather than in one for each kind of text: a
//! large SDK has thousands of types, and each impl costs compile time. A union names each literal that it accepts, so
//! that an alternative that is added breaks nothing: an impl for anything that becomes an item would exclude a second
//! list.

use std::collections::{BTreeMap, HashMap};

use bytes::{Bytes, BytesMut};
use serde_json::{Map, Value};

use super::{Base64, Clearable, Patch, texts};
use crate::Secret;

/// What can be written where a value of type `T` is wanted: the value itself, a reference to it, and literals that mean
/// the same in JSON.
///
/// - `&str` for a string, a secret or an enumeration;
/// - arrays and slices for a list, if each item can be written for an item of it;
/// - arrays of pairs for a map;
/// - what one of the alternatives of a union is made from;
/// - text, `b"…"`, arrays, slices and vectors for bytes. A slice is copied: what is large and in the program is
///   [`Bytes::from_static`].
///
/// An empty list needs its type: `Vec::<Pet>::new()`.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use sdkgen_runtime::IntoValue;
///
/// fn tags(tags: impl IntoValue<Vec<String>>) -> Vec<String> {
///     tags.into_value()
/// }
///
/// fn metadata(metadata: impl IntoValue<BTreeMap<String, String>>) -> BTreeMap<String, String> {
///     metadata.into_value()
/// }
///
/// assert_eq!(tags(["a", "b"]), tags(vec!["a".to_owned(), "b".to_owned()]));
/// assert_eq!(metadata([("plan", "gold")])["plan"], "gold");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written where `{T}` is wanted",
    label = "expected `{T}`, a reference to it, or a literal that means the same in JSON"
)]
pub trait IntoValue<T> {
    /// Returns the value.
    fn into_value(self) -> T;
}

/// What can be written where a value of type `T` is wanted that `None` clears: whatever [`IntoValue`] accepts, an
/// `Option`, and a [`Patch`].
///
/// ```
/// use sdkgen_runtime::{IntoPatch, Patch};
///
/// fn name(name: impl IntoPatch<String>) -> Patch<String> {
///     name.into_patch()
/// }
///
/// assert_eq!(name("x"), Patch::Value("x".to_owned()));
/// assert_eq!(name(None), Patch::Null);
/// assert_eq!(name(Patch::Absent), Patch::Absent);
/// ```
///
/// `Option<&str>` is not accepted, since the type of `None` would be ambiguous; convert it with `.map(String::from)`.
/// An empty list is `Some(Vec::new())`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written where `{T}` or `None` is wanted",
    label = "expected `{T}`, a reference to it, `None`, or a literal that means the same in JSON"
)]
pub trait IntoPatch<T> {
    /// Returns the value, or that it is cleared.
    fn into_patch(self) -> Patch<T>;
}

/// A type of the SDK that text is accepted for: an enumeration, or a union with an alternative that is one or any text.
pub trait FromText: for<'a> From<&'a str> {}

impl<T> IntoValue<T> for T {
    fn into_value(self) -> T {
        self
    }
}

impl<T> IntoPatch<T> for T {
    fn into_patch(self) -> Patch<T> {
        Patch::Value(self)
    }
}

impl<T> IntoPatch<T> for Option<T> {
    /// `None` clears the field.
    fn into_patch(self) -> Patch<T> {
        self.map_or(Patch::Null, Patch::Value)
    }
}

impl<T> IntoPatch<T> for Patch<T> {
    fn into_patch(self) -> Self {
        self
    }
}

impl<T> IntoValue<Clearable<T>> for T {
    fn into_value(self) -> Clearable<T> {
        Clearable::Value(self)
    }
}

impl<T> IntoValue<Clearable<T>> for Option<T> {
    /// `None` clears the field.
    fn into_value(self) -> Clearable<T> {
        self.map_or(Clearable::Clear, Clearable::Value)
    }
}

impl<T> IntoValue<Option<T>> for T {
    fn into_value(self) -> Option<T> {
        Some(self)
    }
}

/// Implements both traits for types that become a value by an expression, which can also be cleared or missing.
macro_rules! accept {
    ($([$($generics:tt)*] $from:ty => $to:ty, |$value:ident| $made:expr;)*) => {
        $(
            impl<$($generics)*> IntoValue<$to> for $from {
                fn into_value(self) -> $to {
                    let $value = self;
                    $made
                }
            }

            impl<$($generics)*> IntoPatch<$to> for $from {
                fn into_patch(self) -> Patch<$to> {
                    Patch::Value(self.into_value())
                }
            }

            impl<$($generics)*> IntoValue<Clearable<$to>> for $from {
                fn into_value(self) -> Clearable<$to> {
                    Clearable::Value(self.into_value())
                }
            }

            impl<$($generics)*> IntoValue<Option<$to>> for $from {
                fn into_value(self) -> Option<$to> {
                    Some(self.into_value())
                }
            }
        )*
    };
}

accept! {
    [T: Clone] &T => T, |value| value.clone();
    [T: FromText] &str => T, |value| T::from(value);
    [T: FromText] String => T, |value| T::from(&value);
    [T: FromText] &String => T, |value| T::from(value);
    [] &str => String, |value| value.to_owned();
    [] &str => Secret, |value| Secret::from(value);
    [] String => Secret, |value| Secret::from(value);
    [] &String => Secret, |value| Secret::from(value);
    [] Value => BTreeMap<String, Value>, |value| members(value);
    [] &Value => BTreeMap<String, Value>, |value| members(value.clone());
    [] Map<String, Value> => BTreeMap<String, Value>, |value| value.into_iter().collect();
    [] Vec<u8> => Base64, |value| Base64::from(value);
    [] &[u8] => Base64, |value| Base64::from(value);
    [const N: usize] &[u8; N] => Base64, |value| Base64::from(value);
    [] &str => Bytes, |value| Bytes::copy_from_slice(value.as_bytes());
    [] String => Bytes, |value| Bytes::from(value);
    [] Vec<u8> => Bytes, |value| Bytes::from(value);
    [] &[u8] => Bytes, |value| Bytes::copy_from_slice(value);
    [const N: usize] &[u8; N] => Bytes, |value| Bytes::copy_from_slice(value);
    [const N: usize] [u8; N] => Bytes, |value| Bytes::copy_from_slice(&value);
    [] Box<[u8]> => Bytes, |value| Bytes::from(value);
    [] BytesMut => Bytes, |value| value.freeze();
    [T, A: IntoValue<T>, const N: usize] [A; N] => Vec<T>, |value| list(value);
    [T, A: IntoValue<T> + Clone, const N: usize] &[A; N] => Vec<T>, |value| list(value.iter().cloned());
    [T, A: IntoValue<T> + Clone] &[A] => Vec<T>, |value| list(value.iter().cloned());
    [] Vec<&str> => Vec<String>, |value| texts(&value);
    [T: FromText] Vec<&str> => Vec<T>, |value| value.into_iter().map(T::from).collect();
    [] Vec<&str> => Vec<Option<String>>, |value| value.into_iter().map(|text| Some(text.to_owned())).collect();
    [T: FromText] Vec<&str> => Vec<Option<T>>, |value| value.into_iter().map(|text| Some(T::from(text))).collect();
    [] &Vec<&str> => Vec<String>, |value| texts(value);
    [T, K: Into<String>, A: IntoValue<T>, const N: usize] [(K, A); N] => BTreeMap<String, T>, |value| map(value);
    [T, K: Into<String>, A: IntoValue<T>] Vec<(K, A)> => BTreeMap<String, T>, |value| map(value);
    [T, K: Into<String>, A: IntoValue<T>, S] HashMap<K, A, S> => BTreeMap<String, T>, |value| map(value);
}

fn list<T, A: IntoValue<T>>(items: impl IntoIterator<Item = A>) -> Vec<T> {
    items.into_iter().map(A::into_value).collect()
}

/// Returns the members of an object. Any other value cannot be sent where an object is wanted; it becomes the only
/// member, with an empty name, so that the API refuses it and nothing is lost.
fn members(value: Value) -> BTreeMap<String, Value> {
    match value {
        Value::Object(members) => members.into_iter().collect(),
        other => BTreeMap::from([(String::new(), other)]),
    }
}

fn map<T, K: Into<String>, A: IntoValue<T>>(entries: impl IntoIterator<Item = (K, A)>) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.into(), value.into_value())).collect()
}

/// Says what a union accepts beside itself.
///
/// ```text
/// accepts!(Owner or none [User, &User as User] text("none" => None; Role(OwnerRole)));
/// ```
///
/// - After `or none`, it implements [`IntoPatch`] as well, which a union needs that can be `None` somewhere.
/// - `text()` is a union that has `From<&str>`; otherwise it comes from constants and, in case of all other text, what
///   a variant holds or `Unrecognized`.
/// - What stands in brackets becomes the union by `From`, or first the type after `as`. The sizes of arrays
///   stand before them, as in `const N => [&str; N]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __accepts {
    ($to:ident or none $list:tt $(text $text:tt)?) => {
        $crate::__accepts!($to $list $(text $text)?);
        $crate::__accepts!(@patches $to $list);
    };
    ($to:ident $list:tt $(text $text:tt)?) => {
        $($crate::__accepts!(@text $to $text);)?
        $crate::__accepts!(@values $to $list);
    };
    (@text $to:ident ()) => {
        impl $crate::private::FromText for $to {}
    };
    (@text $to:ident ($($text:literal => $constant:ident),*; $variant:ident $(($held:ty))?)) => {
        impl ::std::convert::From<&str> for $to {
            fn from(value: &str) -> Self {
                match value {
                    $($text => Self::$constant,)*
                    other => Self::$variant($crate::__accepts!(@other other $($held)?)),
                }
            }
        }

        impl $crate::private::FromText for $to {}
    };
    (@other $other:ident) => {
        $crate::private::unrecognized_text($other)
    };
    (@other $other:ident $held:ty) => {
        <$held>::from($other).into()
    };
    (@values $to:ty [$($(const $($size:ident)+ =>)? $from:ty $(as $via:ty)?),*]) => {
        $(
            impl$(<$(const $size: usize),+>)? $crate::IntoValue<$to> for $from {
                fn into_value(self) -> $to {
                    <$to>::from($crate::__accepts!(@via self $from $(as $via)?))
                }
            }
        )*
    };
    (@via $value:ident $from:ty) => {
        $value
    };
    // With the types written out, rustc does not search all impls for references and arrays.
    (@via $value:ident $from:ty as $via:ty) => {
        <$from as $crate::IntoValue<$via>>::into_value($value)
    };
    (@patches $to:ty [$($(const $($size:ident)+ =>)? $from:ty $(as $via:ty)?),*]) => {
        $(
            impl$(<$(const $size: usize),+>)? $crate::IntoPatch<$to> for $from {
                fn into_patch(self) -> $crate::Patch<$to> {
                    $crate::Patch::Value(<Self as $crate::IntoValue<$to>>::into_value(self))
                }
            }
        )*
    };
}

#[cfg(test)]
mod tests {
    use bytes::{Bytes, BytesMut};

    use super::IntoValue;

    #[test]
    fn bytes_are_made_from_text_and_from_lists_of_bytes() {
        fn made(bytes: impl IntoValue<Bytes>) -> Bytes {
            bytes.into_value()
        }
        let text = "ab".to_owned();
        let all = [
            made("ab"),
            made(text.as_str()),
            made(text.clone()),
            made(b"ab"),
            made(*b"ab"),
            made(text.as_bytes()),
            made(vec![b'a', b'b']),
            made(vec![b'a', b'b'].into_boxed_slice()),
            made(BytesMut::from("ab")),
            made(Bytes::from_static(b"ab")),
        ];
        assert!(all.iter().all(|bytes| bytes == "ab"));
    }
    #[test]
    fn text_goes_into_lists_whose_items_may_be_null() {
        fn made(texts: impl IntoValue<Vec<Option<String>>>) -> Vec<Option<String>> {
            texts.into_value()
        }
        let expected = [Some("a".to_owned()), Some("b".to_owned())];
        assert_eq!(made(vec!["a", "b"]), expected);
        assert_eq!(made(["a", "b"]), expected);
        assert_eq!(made(vec![Some("a".to_owned()), Some("b".to_owned())]), expected);
    }
}
