//! The macros that implement models from lists of their fields, and the part of their work that is the same for all
//! models. Knows names and values, nothing of concrete types.
//!
//! The macros match one flat list, without recursion, and their expansions call functions that are not generic: a large
//! SDK has thousands of them, so both matter for its compile time.

use std::fmt;
use std::str::SplitAsciiWhitespace;

use super::Encode;
use super::constants::Constants;
use super::field::Field;
use super::nulls::written;

/// Formats a struct like a derived `Debug`, field by field.
///
/// A derived implementation is `#[inline]`: a program that formats a response would compile it again, together with
/// those of all models that the response refers to, in each codegen unit.
pub struct Show<'a, 'f> {
    debug: fmt::DebugStruct<'a, 'f>,
    names: SplitAsciiWhitespace<'static>,
}

impl<'a, 'f> Show<'a, 'f> {
    /// Starts with the name of the struct; `names` are those of its fields, separated by white space.
    pub fn new(f: &'a mut fmt::Formatter<'f>, model: &str, names: &'static str) -> Self {
        Self { debug: f.debug_struct(model), names: names.split_ascii_whitespace() }
    }

    /// Formats the next field.
    pub fn member(&mut self, value: &dyn fmt::Debug) {
        let name = self.names.next().unwrap_or_default();
        self.debug.field(name.trim_start_matches("r#"), value);
    }

    /// Formats the constants that have other values, if there are any.
    pub fn constants(&mut self, constants: &Constants) {
        constants.show(&mut self.debug);
    }

    /// Formats the names of the fields that are null rather than absent, if there are any.
    pub fn nulls(&mut self, marks: &[u64], fields: &[Field], value: &dyn Encode) {
        if marks.iter().all(|word| *word == 0) {
            return;
        }
        let names = written(fields, value);
        if !names.is_empty() {
            self.debug.field("nulls", &names);
        }
    }

    /// Ends the struct.
    ///
    /// # Errors
    ///
    /// Fails if the formatter did.
    pub fn finish(&mut self) -> fmt::Result {
        self.debug.finish()
    }
}

/// Implements `Debug`, `PartialEq`, the codec and serde for a struct from the list of its fields, in wire order.
///
/// ```text
/// object!(Card, constants in constants, nulls in nulls, rest in other {
///     id: required("id"),
///     kind: optional("type"),
///     _: constant("object", "\"card\""),
/// });
/// ```
///
/// - Each field names the constructor of its [`Field`](crate::private::Field), which also determines its placeholder
///   (`__blank!`); a constant is `_`, since the struct has no field for it.
/// - `constants in` names the field that keeps deviating values of constants, if there are constants.
/// - `nulls in` names the field that keeps which fields are null rather than absent, if there are fields for which
///   these are distinct. It is why `PartialEq` is not derived: a mark counts only while its field is `None`.
/// - `rest in` names the map of additional properties.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $name:ident $(, constants in $constants:ident)? $(, nulls in $nulls:ident)? $(, rest in $rest:ident)? {
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
                let mut show = $crate::private::Show::new(f, ::std::stringify!($name), names);
                $($(show.member(&self.$field);)?)*
                $(show.member(&self.$rest);)?
                $(show.constants(&self.$constants);)?
                // A reference, because the code to drop the model would be a part of its own vtable.
                $(show.nulls(self.$nulls.marks(), Self::FIELDS, &self);)?
                show.finish()
            }
        }

        impl ::std::cmp::PartialEq for $name {
            // Like a derived one, it is compiled only where it is used.
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $($(self.$field == other.$field &&)?)*
                $(self.$rest == other.$rest &&)?
                $(self.$constants == other.$constants &&)?
                $((self.$nulls == other.$nulls || $crate::private::same_nulls(Self::FIELDS, &self, &other)) &&)?
                true
            }
        }

        impl $crate::private::Encode for $name {
            fn encode(&self, writer: &mut $crate::private::Writer<'_>) {
                writer.object_with(
                    Self::FIELDS,
                    &[$($(&self.$field,)?)*],
                    ::std::option::Option::None $(.or(Some(&self.$constants)))?,
                    ::std::option::Option::None $(.or(Some(self.$nulls.marks())))?,
                    ::std::option::Option::None $(.or(Some(&self.$rest)))?,
                );
            }
        }

        impl $crate::private::Decode for $name {
            fn blank() -> Self {
                Self {
                    // First, because a call that may panic needs code that drops the fields before it.
                    $($nulls: $crate::private::Nulls::new(),)?
                    $($($field: $crate::__blank!($kind),)?)*
                    $($rest: ::std::collections::BTreeMap::new(),)?
                    $($constants: $crate::private::Constants::new(),)?
                }
            }

            fn decode(&mut self, reader: &mut $crate::private::Reader<'_>) -> Result<(), $crate::private::Fault> {
                reader.object_with(
                    Self::FIELDS,
                    &mut [$($(&mut self.$field,)?)*],
                    ::std::option::Option::None $(.or(Some(&mut self.$constants)))?,
                    ::std::option::Option::None $(.or(Some(self.$nulls.marks_mut())))?,
                    ::std::option::Option::None $(.or(Some(&mut self.$rest)))?,
                )
            }
        }

        $crate::__serde_impls!($name);
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

/// Implements an open enum of strings from the list of its values: `as_str`, `From` and what `__wire_string!` adds.
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
