//! What the types around a value can be made from: the same for all of them. Knows no codec.

/// Implements `From` for a type `$name<T>` whose variant `Value` holds the value and whose variant `$none` clears it.
macro_rules! conversions {
    ($name:ident, $none:ident, $docs:literal) => {
        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self::Value(value)
            }
        }

        impl<T> From<Option<T>> for $name<T> {
            #[doc = $docs]
            fn from(value: Option<T>) -> Self {
                value.map_or(Self::$none, Self::Value)
            }
        }

        impl<T: Clone> From<&T> for $name<T> {
            fn from(value: &T) -> Self {
                Self::Value(value.clone())
            }
        }

        impl From<&str> for $name<String> {
            fn from(value: &str) -> Self {
                Self::Value(value.to_owned())
            }
        }

        impl From<&str> for $name<$crate::Secret> {
            fn from(value: &str) -> Self {
                Self::Value($crate::Secret::from(value))
            }
        }

        impl From<String> for $name<$crate::Secret> {
            fn from(value: String) -> Self {
                Self::Value($crate::Secret::from(value))
            }
        }

        impl From<&String> for $name<$crate::Secret> {
            fn from(value: &String) -> Self {
                Self::Value($crate::Secret::from(value))
            }
        }

        impl<T, const N: usize> From<[T; N]> for $name<Vec<T>> {
            fn from(value: [T; N]) -> Self {
                Self::Value(Vec::from(value))
            }
        }

        impl<T: Clone, const N: usize> From<&[T; N]> for $name<Vec<T>> {
            fn from(value: &[T; N]) -> Self {
                Self::Value(value.to_vec())
            }
        }

        impl<T: Clone> From<&[T]> for $name<Vec<T>> {
            fn from(value: &[T]) -> Self {
                Self::Value(value.to_vec())
            }
        }

        // Not from `Vec<&str>`: with a second conversion from vectors, the type of `Vec::new()` and `.collect()` would
        // be ambiguous. A reference to such a vector converts.
        impl From<&Vec<&str>> for $name<Vec<String>> {
            fn from(value: &Vec<&str>) -> Self {
                Self::Value($crate::codec::texts(value))
            }
        }

        impl From<&[&str]> for $name<Vec<String>> {
            fn from(value: &[&str]) -> Self {
                Self::Value($crate::codec::texts(value))
            }
        }

        impl<const N: usize> From<[&str; N]> for $name<Vec<String>> {
            fn from(value: [&str; N]) -> Self {
                Self::Value($crate::codec::texts(value))
            }
        }

        impl<const N: usize> From<&[&str; N]> for $name<Vec<String>> {
            fn from(value: &[&str; N]) -> Self {
                Self::Value($crate::codec::texts(value))
            }
        }
    };
}

pub(super) use conversions;
