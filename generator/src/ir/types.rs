//! The types of an SDK: structs, enumerations, unions and aliases, and their fields.

use std::collections::HashMap;

use super::Literal;
use super::constraints::Constraints;
use super::docs::Docs;
use super::ids::{OperationId, TypeId};
use super::scalar::{Integer, Scalar, Upload};
use crate::pointer::Pointer;

/// The name of a property or parameter exactly as it is sent; never changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireName(String);

impl WireName {
    /// Creates a wire name from the spelling in the document.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// Returns the name as the document spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name as the configuration spells it: the steps of a JSON Pointer joined by dots.
    #[must_use]
    pub fn dotted(&self) -> String {
        self.0.trim_start_matches('/').replace('/', ".")
    }
}

/// A definition.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its location in the document.
    pub at: Pointer,
    /// What distinguishes it from all others, whatever else the document has: its own key first, then those of equal
    /// definitions that it replaces. Filled in by the pass `keys`.
    pub keys: Vec<String>,
    /// The key of the type by which users have it: that in the lock, if the lock has one of its keys.
    pub published: Option<String>,
    /// The key in the lock of the type that this one was, if the document has it elsewhere or calls it differently now.
    pub formerly: Option<String>,
    /// Where its name comes from.
    pub origin: Origin,
    /// Its description in the document.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// Whether requests or responses contain it; filled in by the pass `usage`.
    pub usage: Usage,
    /// The traits that it implements in addition to those of all models; filled in by the pass `derives`.
    pub derives: Derives,
}

/// Where the name of a definition comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A component of the document, or a name in the configuration: used unchanged.
    Component(String),
    /// The type of a property: named after its owner and the wire name of the property.
    Member {
        /// The struct or union that contains it.
        parent: TypeId,
        /// The wire name of the field or the label of the variant.
        name: String,
        /// Whether it is the item of a list or map, and so is named in the singular.
        item: bool,
    },
    /// The type of a parameter or of a field of a request body: named after the resource and the input.
    Input {
        /// The operation that has it.
        operation: OperationId,
        /// The wire name of the input.
        name: String,
        /// Whether it is the item of a list.
        item: bool,
    },
    /// A whole request body.
    RequestBody {
        /// The operation that sends it.
        operation: OperationId,
        /// Whether it is the item of a list.
        item: bool,
    },
    /// A response body.
    ResponseBody {
        /// The operation that receives it.
        operation: OperationId,
        /// The status, if it is not the first success, with the subtype of the media type for every further body of an
        /// error: `400`, `400 problem+json`.
        status: Option<String>,
        /// Whether it is the item of a list.
        item: bool,
    },
    /// An inline schema that occurs in several locations: its name does not include its owners.
    Repeated {
        /// The names that lead to it, which are the same in all of these locations.
        path: Vec<NamePart>,
        /// The name of its owner, if that is the same in all of them.
        owner: Option<NamePart>,
        /// Whether all of them belong to one component or one resource.
        within: bool,
        /// The origin that it would have if it occurred only in the first location; never `Repeated`.
        first: Box<Origin>,
    },
}

/// One name on the path to a definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamePart {
    /// A title, or the wire name of a property.
    pub name: String,
    /// Whether it is the item of a list or map, and so is named in the singular.
    pub item: bool,
}

impl NamePart {
    /// Returns the name in lower case, with letters and digits only, because titles and properties can spell one name
    /// differently.
    #[must_use]
    pub fn plain(&self) -> String {
        plain(&self.name)
    }
}

/// Returns a name as it is compared with others, without case and separators: `service-accounts`, `service_accounts`
/// and `serviceAccounts` are the same.
#[must_use]
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The kind and content of a definition.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with known properties.
    Struct(Struct),
    /// An open enumeration of strings.
    StringEnum(StringEnum),
    /// An open enumeration of integers.
    IntegerEnum(IntegerEnum),
    /// One of several types.
    Union(Union),
    /// An alias of a type.
    Alias(Type),
}

impl Shape {
    /// Returns the definitions that it refers to.
    pub fn mentioned(&self) -> impl Iterator<Item = TypeId> {
        self.mentioned_by(|_| true)
    }

    /// Returns the definitions that it refers to; only the fields that `keep` accepts count.
    pub fn mentioned_by(&self, keep: impl Fn(&Field) -> bool) -> impl Iterator<Item = TypeId> {
        let (fields, rest, variants, alias) = match self {
            Self::Struct(shape) => (&shape.fields[..], shape.rest.as_ref(), &[][..], None),
            Self::Union(union) => (&[][..], None, &union.variants[..], None),
            Self::Alias(ty) => (&[][..], None, &[][..], Some(ty)),
            Self::StringEnum(_) | Self::IntegerEnum(_) => (&[][..], None, &[][..], None),
        };
        let fields = fields.iter().filter(move |field| keep(field)).filter_map(|field| field.value.ty());
        let rest = rest.map(|item| &item.ty);
        let variants = variants.iter().map(|variant| &variant.ty);
        fields.chain(rest).chain(variants).chain(alias).filter_map(Type::mentioned)
    }
}

/// An object with known properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The properties, in the order of the document.
    pub fields: Vec<Field>,
    /// The type of additional properties, if the document allows them explicitly.
    pub rest: Option<Item>,
    /// Whether properties that the document does not describe are kept.
    pub keeps_unknown: bool,
    /// Properties that are not required, but that the first of several alternatives requires: samples contain them.
    pub needed: Vec<WireName>,
}

/// A field of a struct, or an input of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key.
    pub wire: WireName,
    /// Its location in the document.
    pub at: Pointer,
    /// Its type, or its only value.
    pub value: Value,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether it is boxed, because the type would contain itself otherwise; set by the pass `recursion`.
    pub boxed: bool,
    /// Its description in the document.
    pub docs: Docs,
    /// The constraints on its values.
    pub constraints: Constraints,
    /// Whether only responses contain it.
    pub read_only: bool,
    /// Whether only requests contain it.
    pub write_only: bool,
    /// Whether samples contain it although it is not required: an alternative requires it, or the object has a minimum
    /// number of properties.
    pub needed: bool,
    /// Whether the document forbids it beside other properties: a complete sample omits it.
    pub conflicting: bool,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A value of a type.
    Typed(Type),
    /// Always the same value: users neither see nor set it.
    Constant(Literal),
}

impl Value {
    /// Returns the type, if there is more than one value.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Typed(ty) => Some(ty),
            Self::Constant(_) => None,
        }
    }
}

/// Whether a property can be absent, and whether it can be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Whether the key is required.
    pub required: bool,
    /// Whether the value can be null.
    pub nullable: bool,
}

impl Presence {
    /// Returns whether absence and null are distinct: a value can be both.
    #[must_use]
    pub fn keeps_null(self) -> bool {
        self.nullable && !self.required
    }
}

/// The type of a property, parameter or body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A single value.
    Scalar(Scalar),
    /// Any JSON.
    Json,
    /// A list.
    List(Box<Item>),
    /// A map from strings.
    Map(Box<Item>),
    /// A definition.
    Named(TypeId),
    /// A value of a type, or a string in its place.
    Generic(Generic, Box<Type>),
}

/// The types of the runtime for a value or a string in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generic {
    /// An object, or only its identifier.
    Expandable,
    /// A value, or the empty string, which clears it.
    Clearable,
}

impl Generic {
    /// Returns its name in the runtime.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Expandable => "Expandable",
            Self::Clearable => "Clearable",
        }
    }
}

impl Type {
    /// Returns the type of an object of which the document says nothing: a map of any JSON.
    #[must_use]
    pub fn any_map() -> Self {
        Self::Map(Box::new(Item { ty: Self::Json, nullable: false }))
    }

    /// Whether it is a scalar whose Rust type is `String`.
    #[must_use]
    pub fn is_string(&self) -> bool {
        matches!(self, Self::Scalar(scalar) if scalar.is_string())
    }

    /// Returns which part of a body it is; `None` for types that JSON can represent.
    #[must_use]
    pub fn upload(&self) -> Option<Upload> {
        match self {
            Self::Scalar(scalar) => scalar.upload(),
            Self::Json | Self::List(_) | Self::Map(_) | Self::Named(_) | Self::Generic(..) => None,
        }
    }

    /// Returns the definition that it refers to, directly or through lists, maps and generic types.
    #[must_use]
    pub fn mentioned(&self) -> Option<TypeId> {
        let mut ty = self;
        loop {
            ty = match ty {
                Self::List(item) | Self::Map(item) => &item.ty,
                Self::Generic(_, inner) => inner,
                Self::Named(id) => return Some(*id),
                Self::Scalar(_) | Self::Json => return None,
            };
        }
    }
}

/// The item of a list or map.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// The type of an item.
    pub ty: Type,
    /// Whether an item may be null.
    pub nullable: bool,
}

/// An open enumeration of strings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StringEnum {
    /// The known values, in the order of the document.
    pub values: Vec<Variant<WireName>>,
}

/// An open enumeration of integers.
#[derive(Clone, Debug, PartialEq)]
pub struct IntegerEnum {
    /// The type that represents every value: 64 bits with or without sign, or 128.
    pub integer: Integer,
    /// The known values, in the order of the document.
    pub values: Vec<Variant<i128>>,
}

/// One known value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant<T> {
    /// The value.
    pub value: T,
    /// A name that the document proposes (`x-enum-varnames`).
    pub name: Option<String>,
    /// Its description in the document.
    pub description: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Union {
    /// The property that distinguishes the variants, declared or inferred.
    pub tag: Option<WireName>,
    /// The alternatives, in the order of the document.
    pub variants: Vec<Alternative>,
}

impl Union {
    /// Returns what distinguishes each variant from the others: its label, with a number if an earlier one has the
    /// same. Its tags would be no such key: they can be reordered, and several variants can have one.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let numbered = self.variants.iter().map(|variant| {
            let count = counts.entry(&variant.label).or_default();
            *count += 1;
            if *count > 1 { format!("{} #{count}", variant.label) } else { variant.label.clone() }
        });
        numbered.collect()
    }
}

/// One alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its name: that of a component, a title, a value of the tag or a kind of JSON.
    pub label: String,
    /// Its type; a string if it is a constant.
    pub ty: Type,
    /// Its only value, if it is a constant; then the variant has no content.
    pub constant: Option<String>,
    /// The values of the tag that select it; empty in an untagged union.
    pub tags: Vec<String>,
    /// Whether it is boxed, because it is a model; set by the pass `layout`.
    pub boxed: bool,
    /// Its description in the document.
    pub docs: Docs,
    /// The constraints on its values; none for a constant.
    pub constraints: Constraints,
}

/// Whether requests or responses contain a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Usage {
    /// Whether requests contain it.
    pub sent: bool,
    /// Whether responses contain it.
    pub received: bool,
}

/// The traits that a type implements in addition to `Clone`, `Debug` and `PartialEq`; enumerations implement `Eq` and
/// `Hash` too. Never `Copy`, and never `Eq` or `Hash` for structs and unions: if the API adds a property that cannot be
/// copied, or a number, callers must still compile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Derives {
    /// Whether there is an obvious empty value.
    pub default: bool,
}
