//! Models from one list of their members: the macros that generated code hands the lists to, and the part of their work
//! that is the same for all models. Knows names and values, nothing of concrete types.
//!
//! The macros match one flat list, without recursion, and what they expand to calls functions that are not generic:
//! a large SDK has them by the thousand, so both count when it is compiled.

use std::fmt;
use std::str::SplitAsciiWhitespace;

use super::constants::Constants;

/// Shows a struct as a derived `Debug` does, one member after the other.
///
/// A derived one is `#[inline]`: a program that shows a response would compile it anew, and with it that of every model
/// that the response leads to and the code that drops them, once for each part that its crate is compiled in.
pub struct Show<'a, 'f> {
    debug: fmt::DebugStruct<'a, 'f>,
    names: SplitAsciiWhitespace<'static>,
}

impl<'a, 'f> Show<'a, 'f> {
    /// Begins with the name of the struct; `names` are those of its members, with white space between them.
    pub fn new(f: &'a mut fmt::Formatter<'f>, model: &str, names: &'static str) -> Self {
        Self { debug: f.debug_struct(model), names: names.split_ascii_whitespace() }
    }

    /// Shows the next member.
    pub fn member(&mut self, value: &dyn fmt::Debug) {
        let name = self.names.next().unwrap_or_default();
        self.debug.field(name.trim_start_matches("r#"), value);
    }

    /// Shows the constants that a server wrote differently, if there are any.
    pub fn constants(&mut self, constants: &Constants) {
        constants.show(&mut self.debug);
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

/// Completes a struct: `Debug`, the codec and serde from the list of its members, in the order of the wire.
///
/// ```text
/// object!(Card: Eq + Hash, constants in constants, rest in other {
///     id: required("id"),
///     kind: optional("type"),
///     _: constant("object", "\"card\""),
/// });
/// ```
///
/// - Each member names the constructor of its [`Field`](crate::private::Field), which says what it holds until it is
///   decoded as well (`__blank!`); one that has only one value is a `_`,
///   since the struct does not hold it.
/// - `: Eq + Hash` stands where the equality is total.
/// - `constants in` names the field that keeps constants which a server wrote differently; it stands where there are
///   any.
/// - `rest in` names the map of the members beyond the list.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $name:ident $(: $eq:ident + $hash:ident)? $(, constants in $constants:ident)? $(, rest in $rest:ident)? {
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
                show.finish()
            }
        }

        impl $crate::private::Encode for $name {
            fn encode(&self, writer: &mut $crate::private::Writer<'_>) {
                writer.object_with(
                    Self::FIELDS,
                    &[$($(&self.$field,)?)*],
                    ::std::option::Option::None $(.or(Some(&self.$constants)))?,
                    ::std::option::Option::None $(.or(Some(&self.$rest)))?,
                );
            }
        }

        impl $crate::private::Decode for $name {
            fn blank() -> Self {
                Self {
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
                    ::std::option::Option::None $(.or(Some(&mut self.$rest)))?,
                )
            }
        }

        $crate::__serde_impls!($name);

        $(
            impl $eq for $name {}

            impl ::std::hash::$hash for $name {
                fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                    $crate::private::hash(self, state);
                }
            }
        )?
    };
}

/// What a member holds until it is decoded. What cannot panic brings no code that drops the members
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
    (patch) => {
        $crate::Patch::Absent
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

/// Completes an open enumeration of strings: `as_str`, `From` and what `__wire_string!` adds, from the list of its
/// values.
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
            /// Returns the value as the API spells it.
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
/// union!(Owner: Eq + Hash, choose_tagged("type") {
///     0 => User(value),
///     1 => Team tagged(value, "type", "team"),
///     _ => Nobody = "nobody",
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
        $name:ident $(: $eq:ident + $hash:ident)?, $choose:ident($($by:literal)?) {
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

        $(
            impl $eq for $name {}

            impl ::std::hash::$hash for $name {
                fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                    $crate::private::hash(self, state);
                }
            }
        )?
    };
}
