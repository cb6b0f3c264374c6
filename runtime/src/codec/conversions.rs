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
    };
}

pub(super) use conversions;
