//! The types of an SDK: structs, enumerations, unions and aliases, and their fields.

use super::Literal;
use super::ids::{OperationId, TypeId};
use super::scalar::{Integer, Scalar, Upload};
use crate::pointer::Pointer;

/// The name of a member exactly as it is sent; never altered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireName(String);

impl WireName {
    /// Takes the name as the document spells it.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as the document spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the document says about a thing in prose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// A title or summary: one line.
    pub summary: Option<String>,
    /// The text, in Markdown.
    pub description: Option<String>,
    /// A link to more, with its text.
    pub link: Option<(String, Option<String>)>,
    /// An example value.
    pub example: Option<Literal>,
    /// Whether the document discourages its use.
    pub deprecated: bool,
}

impl Docs {
    /// The title, if it is a name rather than a sentence.
    #[must_use]
    pub fn title_as_name(&self) -> Option<&str> {
        let title = self.summary.as_deref()?;
        let words = || title.split([' ', '_', '-']).filter(|word| !word.is_empty());
        let first = words().next()?.to_ascii_lowercase();
        let is_name = words().count() <= MOST_WORDS
            && words().all(|word| word.chars().all(char::is_alphanumeric))
            && !["a", "an", "the"].contains(&first.as_str());
        is_name.then_some(title)
    }
}

/// The most words of a title that is a name.
const MOST_WORDS: usize = 6;

/// A definition.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where it stands in the document.
    pub at: Pointer,
    /// Where its name comes from.
    pub origin: Origin,
    /// What the document says about it.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// Whether requests or responses hold it; filled in by the pass `usage`.
    pub usage: Usage,
    /// Which traits hold for it beyond the usual ones; filled in by the pass `derives`.
    pub derives: Derives,
}

/// Where the name of a definition comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A component of the document, or a name that the configuration gives: said once, used as it is.
    Component(String),
    /// The type of a member: named after its owner and the member's wire name.
    Member {
        /// The struct or union that holds it.
        parent: TypeId,
        /// The wire name of the field or the label of the variant.
        name: String,
        /// Whether it is the item of the list or map that stands there, and is named in the singular.
        item: bool,
    },
    /// The type of a parameter or of a field of a request body: named after the resource and the input.
    Input {
        /// The operation that takes it.
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
        /// The status, where it is not the usual success.
        status: Option<String>,
        /// Whether it is the item of a list.
        item: bool,
    },
    /// An inline schema that stands in several locations: named by itself, without its owners.
    Repeated {
        /// What it is called in each of these locations.
        way: Vec<NamePart>,
        /// What its owner is called, where that is the same in all of them.
        owner: Option<NamePart>,
        /// Whether all of them belong to one component or one resource.
        within: bool,
        /// Where its name would come from if it stood in the first location only; never `Repeated` itself.
        first: Box<Origin>,
    },
}

/// A part of what the API calls a thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamePart {
    /// A title, or the wire name of a member.
    pub name: String,
    /// Whether it is the item of the list or map that stands there, and is named in the singular.
    pub item: bool,
}

impl NamePart {
    /// The name in lower case, with letters and digits only: titles and members spell one name differently.
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

/// What a definition is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with known members.
    Struct(Struct),
    /// A string out of an open set.
    StringEnum(StringEnum),
    /// An integer out of an open set.
    IntegerEnum(IntegerEnum),
    /// One of several types.
    Union(Union),
    /// Another name of a type.
    Alias(Type),
}

impl Shape {
    /// The definitions that it mentions.
    pub fn mentioned(&self) -> impl Iterator<Item = TypeId> {
        self.mentioned_by(|_| true)
    }

    /// The definitions that it mentions, of its fields only by those that `keep` picks.
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

/// An object with known members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The members, in the order of the document.
    pub fields: Vec<Field>,
    /// The type of members beyond the known ones, where the document allows them explicitly.
    pub rest: Option<Item>,
    /// Members that are not required by themselves, but by the first of alternatives that say nothing else: a value
    /// that is made up holds them.
    pub asked: Vec<WireName>,
}

/// A member of a struct, or an input of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key.
    pub wire: WireName,
    /// Where it stands in the document.
    pub at: Pointer,
    /// What it holds.
    pub value: Value,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether it is held in a box, because the type would hold itself otherwise; set by the pass `recursion`.
    pub boxed: bool,
    /// What the document says about it.
    pub docs: Docs,
    /// What values it takes, beyond its type.
    pub constraints: Constraints,
    /// Only responses hold it.
    pub read_only: bool,
    /// Only requests hold it.
    pub write_only: bool,
    /// It is not required by itself, but a value that is made up holds it: an alternative asks for it, or there must be
    /// some number of members.
    pub asked: bool,
    /// The document forbids it beside other members: a value that is made up with everything leaves it out.
    pub apart: bool,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A value of a type.
    Typed(Type),
    /// Always the same value: nothing for the user to see or set.
    Constant(Literal),
}

impl Value {
    /// The type, unless there is but one value.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Typed(ty) => Some(ty),
            Self::Constant(_) => None,
        }
    }
}

/// Whether a member may be absent, and whether it may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// The key must be there.
    pub required: bool,
    /// The value may be null.
    pub nullable: bool,
}

/// A type, as a member or a parameter uses it.
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
}

impl Type {
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
            Self::Json | Self::List(_) | Self::Map(_) | Self::Named(_) => None,
        }
    }

    /// The definition that it mentions, through lists and maps.
    #[must_use]
    pub fn mentioned(&self) -> Option<TypeId> {
        let mut ty = self;
        while let Self::List(item) | Self::Map(item) = ty {
            ty = &item.ty;
        }
        match ty {
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }
}

/// What a list or map holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// The type of an item.
    pub ty: Type,
    /// Whether an item may be null.
    pub nullable: bool,
}

/// A string out of an open set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StringEnum {
    /// The known values, in the order of the document.
    pub values: Vec<Variant<WireName>>,
}

/// An integer out of an open set.
#[derive(Clone, Debug, PartialEq)]
pub struct IntegerEnum {
    /// The type that holds every value: 64 bits with or without sign, or 128.
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
    /// What the document says about it.
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

/// One alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// What it is called: a component name, a title, a tag value or a kind of JSON.
    pub label: String,
    /// What it holds; a text where it is a constant.
    pub ty: Type,
    /// The only text that it is: nothing for the user to hold.
    pub constant: Option<String>,
    /// The values of the tag that select it; empty in an untagged union.
    pub tags: Vec<String>,
    /// Whether it is held in a box; set by the pass `recursion`.
    pub boxed: bool,
    /// What the document says about it.
    pub docs: Docs,
    /// What its values must be like; nothing for a constant.
    pub constraints: Constraints,
}

/// Whether requests or responses hold a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Usage {
    /// Requests hold it.
    pub sent: bool,
    /// Responses hold it.
    pub received: bool,
}

/// Traits that hold for a type beyond `Clone`, `Debug` and `PartialEq`. `Copy` is never among them: the API may add a
/// member that cannot be copied, and that must not break callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Derives {
    /// Equality is total, and the value can be hashed.
    pub eq_hash: bool,
    /// There is an obvious empty value.
    pub default: bool,
}

/// What values a scalar, list or map takes, beyond its type. The docs state them; the SDK never enforces them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The least length of a string, in characters.
    pub min_length: Option<u64>,
    /// The greatest length of a string, in characters.
    pub max_length: Option<u64>,
    /// The empty text is listed beside any other one, as it has a meaning of its own.
    pub empty: bool,
    /// A regular expression (ECMA 262).
    pub pattern: Option<String>,
    /// The formats of which it has one, where they have no type of their own.
    pub formats: Vec<String>,
    /// The least number, and whether it is excluded itself.
    pub minimum: Option<(String, bool)>,
    /// The greatest number, and whether it is excluded itself.
    pub maximum: Option<(String, bool)>,
    /// Numbers are multiples of this one.
    pub multiple_of: Option<String>,
    /// The least number of items.
    pub min_items: Option<u64>,
    /// The greatest number of items.
    pub max_items: Option<u64>,
    /// Items are all different.
    pub unique_items: bool,
    /// The least number of members of an object.
    pub min_properties: Option<u64>,
    /// The greatest number of members of an object.
    pub max_properties: Option<u64>,
    /// The same of each item of a list, or of each value of a map.
    pub items: Option<Box<Constraints>>,
    /// What the server assumes if nothing is sent.
    pub default: Option<Literal>,
}
