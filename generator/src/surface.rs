//! The surface of an SDK: everything that a program which uses it can name, keyed by where the document says it. Two
//! versions of an SDK are compared by their surfaces. Knows no stage.
//!
//! Keys are the document's, never names of Rust, so that a new name is one difference and not a removal beside an
//! addition. An operation is its method and path, with placeholders by their position (`GET /users/{}`), an input its
//! location and wire name (`query limit`). A type is the JSON Pointer of its component, or the key of its owner and the
//! name of the property (`/components/schemas/Pet.tags[]`), or its operation and the input or the status. A field, a
//! value or an alternative is its wire name, its text or its label.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Everything that users of an SDK can name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Surface {
    /// The name of the package.
    pub package: String,
    /// The version of the package.
    pub version: String,
    /// The types that have the methods of resources, by the calls that lead to them: `users.keys`.
    pub resources: BTreeMap<String, String>,
    /// The operations.
    pub operations: BTreeMap<String, Method>,
    /// The models.
    pub types: BTreeMap<String, Model>,
    /// The credentials, by the name of their security scheme.
    pub credentials: BTreeMap<String, Credential>,
    /// The cargo features.
    pub features: BTreeSet<String>,
    /// The features that are on by default.
    pub default_features: BTreeSet<String>,
}

/// The method of an operation, and the request that it makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// The calls that lead to its resource: `users.keys`.
    pub resource: String,
    /// The method.
    pub name: String,
    /// The type of the request.
    pub request: String,
    /// The required inputs in the order of the arguments, each with its key.
    #[serde(default, with = "keyed", skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<(String, Named)>,
    /// The struct that holds them, if there are too many for arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs: Option<String>,
    /// The setters of optional inputs; the type of one without argument is empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub setters: BTreeMap<String, Named>,
    /// What the request returns.
    pub returns: String,
    /// The variants of what it returns, by status, if each status has another type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcomes: BTreeMap<String, String>,
    /// The type of an item, if the operation has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Whether pages can be read backward.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub backward: bool,
}

/// An input, a field or a variant: its name and its type. As a string it is `name: type`, or the name if it has no
/// type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Named {
    /// The name of the argument, setter, field or variant.
    pub name: String,
    /// What it accepts or contains.
    pub ty: String,
}

impl From<Named> for String {
    fn from(named: Named) -> Self {
        if named.ty.is_empty() { named.name } else { format!("{}: {}", named.name, named.ty) }
    }
}

impl From<String> for Named {
    fn from(text: String) -> Self {
        let (name, ty) = text.split_once(": ").unwrap_or((&text, ""));
        Self { name: name.to_owned(), ty: ty.to_owned() }
    }
}

/// Pairs of a key and what it names, in their order, as strings `name: type <- key`.
mod keyed {
    use serde::de::Error;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::Named;

    pub(super) fn serialize<S: Serializer>(pairs: &[(String, Named)], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(pairs.iter().map(|(key, named)| format!("{} <- {key}", String::from(named.clone()))))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, Named)>, D::Error> {
        let pair = |text: String| {
            // No type contains an arrow to the left.
            let (named, key) =
                text.split_once(" <- ").ok_or_else(|| D::Error::custom("expected `name: type <- key`"))?;
            Ok((key.to_owned(), Named::from(named.to_owned())))
        };
        Vec::<String>::deserialize(deserializer)?.into_iter().map(pair).collect()
    }
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// The type.
    pub name: String,
    /// What it is.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a model is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A struct.
    Struct {
        /// The fields, by wire name.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: BTreeMap<String, Named>,
        /// The wire names of the arguments of `new`, in their order; `None` if users cannot create it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new: Option<Vec<String>>,
        /// The type of further properties.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest: Option<Named>,
        /// Whether it has a default value.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        default: bool,
    },
    /// An enumeration of strings or integers: the variants, by value.
    Enumeration(BTreeMap<String, String>),
    /// A union.
    Union {
        /// The variants, by label; the type of one without content is empty.
        variants: BTreeMap<String, Named>,
        /// The methods that return a field of every variant, with what they return.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        accessors: BTreeMap<String, String>,
    },
    /// An alias of this type.
    Alias(String),
}

/// How users give a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// The method of the client's builder.
    pub method: String,
    /// The method that accepts a token instead, for credentials that are exchanged for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The environment variables that it is read from: alternatives, each of them variables that are set together.
    pub variables: Vec<Vec<String>>,
}
