//! The macros that implement models from lists of their fields, and the part of their work that is the same for all
//! models. Knows names and values, nothing of concrete types.
//!
//! The macros match one flat list, without recursion, and their expansions call functions that are not generic: a large
//! SDK has thousands of them, so both matter for its compile time.

use std::fmt;

use super::Encode;
use super::field::Field;
use super::marks::is_marked;
use super::writer::{Others, Writer};

/// Formats a struct like a derived `Debug`, field by field: `model` is its name, `names` are those of its fields,
/// separated by white space. It hands its fields to a writer, which passes them on.
///
/// A derived implementation has code for each field and is `#[inline]`: a program that formats a response would compile
/// it again, together with those of all models that the response refers to, in each codegen unit.
///
/// # Errors
///
/// Fails if the formatter did.
pub fn show(f: &mut fmt::Formatter<'_>, model: &str, names: &'static str, value: &dyn Borrowed) -> fmt::Result {
    let mut result = Ok(());
    let mut each = |fields: &[Field], slots: &[&dyn Encode], others: Others<'_>| {
        result = show_fields(f.debug_struct(model), names, fields, slots, others);
    };
    value.encode_to(&mut Writer::showing(&mut Vec::new(), &mut each));
    result
}

/// A reference to a struct. In contrast to `dyn Encode`, its table has no code that drops the struct.
pub trait Borrowed {
    /// Encodes the struct.
    fn encode_to(&self, writer: &mut Writer<'_>);
}

impl<T: Encode> Borrowed for &T {
    fn encode_to(&self, writer: &mut Writer<'_>) {
        T::encode(self, writer);
    }
}

fn show_fields(
    mut debug: fmt::DebugStruct<'_, '_>,
    names: &'static str,
    fields: &[Field],
    slots: &[&dyn Encode],
    others: Others<'_>,
) -> fmt::Result {
    let mut names = names.split_ascii_whitespace().map(|name| name.trim_start_matches("r#"));
    for (name, slot) in names.by_ref().zip(slots) {
        debug.field(name, slot);
    }
    if let (Some(name), Some(rest)) = (names.next(), others.rest) {
        debug.field(name, &rest);
    }
    if let Some(kept) = others.kept {
        kept.show(&mut debug);
    }
    let mut slots = slots.iter();
    let nulls = fields.iter().enumerate().filter(|(index, field)| {
        // The mark of a field that was set later does not count.
        let is_absent = !field.is_constant() && slots.next().is_some_and(|slot| slot.is_absent());
        is_absent && is_marked(others.nulls, *index)
    });
    let nulls: Vec<&str> = nulls.map(|(_, field)| field.name).collect();
    if !nulls.is_empty() {
        debug.field("nulls", &nulls);
    }
    debug.finish()
}

/// Implements `Debug`, `PartialEq`, the codec and serde for a struct from the list of its fields, in wire order.
///
/// ```text
/// object!(Card, kept in kept, nulls in nulls, rest in other {
///     id: required("id"),
///     kind: optional("type"),
///     _: constant("object", "\"card\""),
/// });
/// ```
///
/// - Each field names the constructor of its [`Field`](crate::private::Field), which also determines its placeholder
///   (`__blank!`); a constant is `_`, since the struct has no field for it.
/// - `kept in` names the field that keeps unknown properties and deviating values of constants.
/// - `nulls in` names the field that keeps which fields are null rather than absent, if there are fields for which
///   these are distinct. It is why `PartialEq` is not derived: a mark counts only while its field is `None`.
/// - `rest in` names the map of additional properties; with `without Dropped`, unknown properties are dropped.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $name:ident $(, kept in $kept:ident)? $(, nulls in $nulls:ident)?
        $(, rest in $rest:ident)? $(, without $dropped:ident)? {
            $($($field:ident)? $(_)? : $kind:ident($($text:literal),+)),* $(,)?
        }
    ) => {
        impl $name {
            #[doc(hidden)]
            pub const FIELDS: &'static [$crate::private::Field] = &[$($crate::private::Field::$kind($($text),+)),*];
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let names = ::std::stringify!($($($field)?)* $($rest)?);
                $crate::private::show(f, ::std::stringify!($name), names, &self)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            // Like a derived one, it is compiled only where it is used.
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $($(self.$field == other.$field &&)?)*
                $(self.$rest == other.$rest &&)?
                $(self.$kept == other.$kept &&)?
                $((self.$nulls == other.$nulls || $crate::private::same_nulls(Self::FIELDS, &self, &other)) &&)?
                true
            }
        }

        impl $crate::private::Encode for $name {
            fn encode(&self, writer: &mut $crate::private::Writer<'_>) {
                $crate::__hand_over!(
                    writer, Self::FIELDS, &[$($(&self.$field,)?)*];
                    $(kept &self.$kept,)? $(nulls &self.$nulls.0,)? $(rest &self.$rest,)?
                );
            }
        }

        impl $crate::private::Decode for $name {
            fn blank() -> Self {
                Self {
                    $($($field: $crate::__blank!($kind),)?)*
                    $($rest: ::std::collections::BTreeMap::new(),)?
                    $($kept: $crate::private::Kept::NONE,)?
                    $($nulls: $crate::private::Nulls::NONE,)?
                }
            }

            fn decode(&mut self, reader: &mut $crate::private::Reader<'_>) -> Result<(), $crate::private::Fault> {
                $crate::__hand_over!(
                    reader, Self::FIELDS, &mut [$($(&mut self.$field,)?)*];
                    $(kept &mut self.$kept,)? $(nulls &mut self.$nulls.0,)? $(rest &mut self.$rest,)?
                    $(rest &mut $crate::private::$dropped,)?
                )
            }
        }

        $crate::__serde_impls!($name);
    };
}

/// Hands an object to a writer or a reader, which have methods of the same names. A method for each usual kind of
/// struct has fewer arguments to check than one for all.
#[doc(hidden)]
#[macro_export]
macro_rules! __hand_over {
    ($to:ident, $fields:expr, $slots:expr; kept $kept:expr,) => {
        $to.object_kept($fields, $slots, $kept)
    };
    ($to:ident, $fields:expr, $slots:expr; kept $kept:expr, nulls $nulls:expr,) => {
        $to.object_marked($fields, $slots, $kept, $nulls)
    };
    (
        $to:ident, $fields:expr, $slots:expr;
        $(kept $kept:expr,)? $(nulls $nulls:expr,)? $(rest $rest:expr,)?
    ) => {
        $to.object_with(
            $fields,
            $slots,
            $crate::__maybe!($($kept)?),
            $crate::__maybe!($($nulls)?),
            $crate::__maybe!($($rest)?),
        )
    };
}

/// `Some` of an expression, or `None` without one.
#[doc(hidden)]
#[macro_export]
macro_rules! __maybe {
    () => {
        ::std::option::Option::None
    };
    ($value:expr) => {
        ::std::option::Option::Some($value)
    };
}

/// The placeholder of a field until it is decoded. An expression that cannot panic needs no code to drop the fields
/// before it.
#[doc(hidden)]
#[macro_export]
macro_rules! __blank {
    (optional) => {
        ::std::option::Option::None
    };
    (nullable) => {
        ::std::option::Option::None
    };
    (optional_nullable) => {
        ::std::option::Option::None
    };
    (required_bool) => {
        false
    };
    (required_int) => {
        0
    };
    ($other:ident) => {
        $crate::private::Decode::blank()
    };
}

/// Implements an open enum of strings from the list of its values: `as_str`, `Debug`, `From` and what `__wire_string!`
/// adds.
///
/// ```text
/// string_enum!(Color {
///     "red" => Red,
///     "dark-blue" => DarkBlue,
/// });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum {
    ($name:ident { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $name {
            /// Returns the value as it is sent to the API.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            // A derived one has a call for each variant.
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::private::show_variant(f, &[$(($wire, ::std::stringify!($variant))),*], self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    other => Self::Unrecognized($crate::private::unrecognized(other)),
                }
            }
        }

        $crate::__wire_string!($name);
    };
}

/// Implements `From` for what variants of a union hold, boxed or not; `&str` as well if it is a `String`.
///
/// ```text
/// conversions!(Owner { User(Box<User>), Name(String) });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __conversions {
    ($name:ident { $($variant:ident $held:tt),* $(,)? }) => {
        $($crate::__conversions!(@one $name $variant $held);)*
    };
    (@one $name:ident $variant:ident (Box<$held:ty>)) => {
        impl ::std::convert::From<$held> for $name {
            #[inline]
            fn from(value: $held) -> Self {
                Self::$variant(::std::boxed::Box::new(value))
            }
        }
    };
    (@one $name:ident $variant:ident (String)) => {
        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::$variant(value)
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                Self::$variant(value.to_owned())
            }
        }
    };
    (@one $name:ident $variant:ident ($held:ty)) => {
        impl ::std::convert::From<$held> for $name {
            #[inline]
            fn from(value: $held) -> Self {
                Self::$variant(value)
            }
        }
    };
}

/// Completes a union: the codec and serde from the list of its variants, in the order of `CANDIDATES`, which says what
/// speaks for each of them.
///
/// ```text
/// union!(Owner, choose_tagged("type") {
///     0 => User(value),
///     1 => Team tagged(value, "type", "team"),
///     _ => Empty = "none",
/// });
/// ```
///
/// - After the name stands the method of `Reader` that chooses among the candidates, with the name of the tag if there
///   is one.
/// - `(value)` reads and writes what the variant holds, `tagged(…)` writes the tag as well, which what it holds does
///   not have; `= "…"` is a variant that is this string.
/// - The last variant has `_` in place of its number.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $name:ident, $choose:ident($($by:literal)?) {
            $(
                $at:tt => $variant:ident
                $(($value:ident))? $(tagged($inner:ident, $tag:literal, $own:literal))? $(= $text:literal)?
            ),* $(,)?
        }
    ) => {
        impl $crate::private::Encode for $name {
            fn encode(&self, writer: &mut $crate::private::Writer<'_>) {
                match self {
                    $(
                        Self::$variant $(($value))? $(($inner))? => {
                            $($value.encode(writer))? $(writer.tagged($tag, $own, $inner))? $(writer.string($text))?
                        }
                    )*
                    Self::Unrecognized(value) => value.encode(writer),
                }
            }
        }

        impl $crate::private::Decode for $name {
            fn blank() -> Self {
                Self::Unrecognized($crate::private::blank())
            }

            fn decode(&mut self, reader: &mut $crate::private::Reader<'_>) -> Result<(), $crate::private::Fault> {
                let mut read = |index: usize, reader: &mut $crate::private::Reader<'_>| {
                    *self = match index {
                        $(
                            $at => {
                                $(
                                    let _: &str = $text;
                                    reader.string()?;
                                )?
                                $(reader.own_tag($tag, $own);)?
                                Self::$variant $((reader.$value()?))? $((reader.$inner()?))?
                            }
                        )*
                    };
                    Ok(())
                };
                if !reader.$choose($($by,)? Self::CANDIDATES, &mut read)? {
                    *self = Self::Unrecognized(reader.value()?);
                }
                Ok(())
            }
        }

        $crate::__serde_impls!($name);
    };
}
