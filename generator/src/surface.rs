//! The surface of an SDK: everything that a program which uses it can name, keyed by where the document says it. Two
//! versions of an SDK are compared by their surfaces. Knows no stage.
//!
//! Keys are the document's, never names of Rust, so that a new name is one difference and not a removal beside an
//! addition. An operation is its method and path, with placeholders by their position (`GET /users/{}`), an input its
//! location and wire name (`query limit`). A type is the JSON Pointer of its component, or the key of its owner and the
//! name of the property (`/components/schemas/Pet.tags[]`), or its operation and the input or the status. A field, a
//! value or an alternative is its wire name, its text or its label.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

/// The type of an object whose schema has no properties.
pub(crate) const ANY_MAP: &str = "BTreeMap<String, Value>";

/// The key of the setter for a whole body whose properties are inputs as well.
pub(crate) const BODY_MODEL: &str = "model";

/// The location in the key of a setter for another media type of the body: `media application/json-patch+json`.
pub(crate) const BODY_MEDIA_TYPE: &str = "media";

/// The methods of requests for pages.
pub(crate) const PAGED_METHODS: [&str; 2] = ["items", "pages"];

/// Everything that users of an SDK can name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Surface {
    /// The name of the package.
    pub package: String,
    /// The version of the package.
    pub version: String,
    /// The types that have the methods of resources, by the calls that lead to them: `users.keys`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub resources: BTreeMap<String, String>,
    /// The modules of resources below `resources`, by the same calls: `users::keys`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub modules: BTreeMap<String, String>,
    /// The cargo features of the resources directly below the client, by their calls; those that are always compiled
    /// are missing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub resource_features: BTreeMap<String, String>,
    /// The operations.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub operations: BTreeMap<String, Method>,
    /// Earlier names, which are deprecated, with the names that they have now: of methods, with the calls that lead to
    /// them, of requests and models, of values (`Status::Old`) and of setters (`ListPets::old`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub aliases: BTreeMap<String, String>,
    /// The models.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, Model>,
    /// The credentials, by the name of their security scheme.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub credentials: BTreeMap<String, Credential>,
    /// The other methods of the client's builder that not every API has, with the types of their arguments.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub builder: BTreeMap<String, Vec<String>>,
    /// The URLs of the servers, by which `server` selects one: its argument is an index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<String>,
    /// The variables in URLs of servers, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub server_variables: BTreeMap<String, ServerVariable>,
    /// The environment variables that belong to no credential.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub variables: BTreeSet<String>,
    /// The cargo features.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub features: BTreeSet<String>,
    /// The features that no part of the SDK has any more, with those that they enable instead.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub retired_features: BTreeMap<String, BTreeSet<String>>,
    /// The features that are on by default.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub default_features: BTreeSet<String>,
    /// What is deprecated: the keys of operations (`GET /users/{}`) and types, each of them followed by a space and the
    /// key of the input or field, if only that is deprecated.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub deprecated: BTreeSet<String>,
}

impl Surface {
    /// Returns the model with the key that a definition has in the lock, if it has one.
    pub(crate) fn model(&self, published: Option<&String>) -> Option<&Model> {
        self.types.get(published?)
    }

    /// Returns the names of models that come with their path (`models::Error`), since types of the runtime have them
    /// too.
    pub(crate) fn qualified_models(&self) -> HashSet<&str> {
        const PATH: &str = "models::";
        let texts = self.operations.values().flat_map(Method::types).chain(self.types.values().flat_map(Model::types));
        let names = texts.flat_map(|text| {
            let ends = text.match_indices(PATH).map(|(at, _)| &text[at + PATH.len()..]);
            ends.map(|rest| &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())])
        });
        names.collect()
    }

    /// Whether the earlier name of a value or a setter is an alias of the name that it has now.
    pub(crate) fn has_alias(&self, owner: &str, was: &str, now: &str) -> bool {
        let alias = self.aliases.get(&format!("{owner}::{was}"));
        alias.and_then(|alias| alias.strip_prefix(owner)?.strip_prefix("::")) == Some(now)
    }
}

/// A variable in the URL of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerVariable {
    /// Its value unless users set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The values that `build` accepts; all of them if empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub values: BTreeSet<String>,
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
    /// Whether the request is an alias of the type that the requests of all such operations share.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub simple: bool,
    /// The arguments of the constructor of the struct of required inputs; empty if there is no such struct.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs_new: Vec<Named>,
    /// The setters of the struct of required inputs, by the keys of the inputs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs_setters: BTreeMap<String, Named>,
    /// What the variants of what it returns contain, by status; the type of one without content is empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcome_types: BTreeMap<String, String>,
    /// The media types that requests ask for, by status, if each status has another type; those of plain JSON are
    /// missing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcome_media_types: BTreeMap<String, String>,
    /// What every request sends, and users cannot set: the values as JSON, by the keys of the inputs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
    /// What `send_events` returns, if the response is available as a stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<String>,
    /// Whether `send_streaming` returns the bytes of the response as they arrive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub streaming: bool,
    /// The media type of the body that requests send; `None` for plain JSON, and without a body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// What requests ask for in their `Accept` header; `None` for plain JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// The media type that `send_events` asks for, if the response is available as a stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_events: Option<String>,
    /// Whether `send_as` requests other media types.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other_media_types: bool,
}

impl Method {
    /// Whether its body is a map of any JSON, which is given as a whole.
    pub(crate) fn sends_map(&self) -> bool {
        let arguments = self.arguments.iter().map(|(key, named)| (key, named)).chain(&self.setters);
        arguments.into_iter().any(|(key, named)| key == "body" && named.ty.contains(ANY_MAP))
    }

    /// Returns the types of its inputs and of what it returns.
    fn types(&self) -> impl Iterator<Item = &str> {
        let arguments = self.arguments.iter().map(|(_, named)| &named.ty);
        let setters = self.setters.values().map(|named| &named.ty);
        let texts = arguments.chain(setters).chain([&self.returns]).chain(self.item.as_ref());
        texts.chain(self.outcome_types.values()).map(String::as_str)
    }
}

impl Model {
    /// Returns the types of its fields or variants.
    fn types(&self) -> impl Iterator<Item = &str> {
        let (named, rest, alias) = match &self.kind {
            Kind::Struct { fields, rest, .. } => (Some(fields), rest.as_ref(), None),
            Kind::Union { variants, .. } => (Some(variants), None, None),
            Kind::Alias(ty) => (None, None, Some(ty)),
            Kind::Enumeration(_) => (None, None, None),
        };
        let named = named.into_iter().flat_map(BTreeMap::values).chain(rest).map(|named| &named.ty);
        named.chain(alias).map(String::as_str)
    }
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

impl Named {
    /// Whether it is an `Option`.
    pub(crate) fn is_option(&self) -> bool {
        self.ty.starts_with("Option<")
    }
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

/// A few names in one string.
mod joined {
    use std::collections::BTreeSet;

    use serde::{Deserialize as _, Deserializer, Serializer};

    /// No type contains it.
    const BETWEEN: &str = " | ";

    pub(super) fn serialize<S: Serializer>(names: &BTreeSet<String>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&names.iter().map(String::as_str).collect::<Vec<_>>().join(BETWEEN))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<String>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(text.split(BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// The type.
    pub name: String,
    /// The keys of the other schemas that it is the type of, since they are equal.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub places: BTreeSet<String>,
    /// What it is.
    #[serde(flatten)]
    pub kind: Kind,
    /// How users create it, if it is a struct and requests contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constructor: Option<Constructor>,
    /// The properties that always have one value and are no fields: the values as JSON, by wire name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
    /// The traits that it derives.
    #[serde(default, with = "joined", skip_serializing_if = "BTreeSet::is_empty")]
    pub derives: BTreeSet<String>,
    /// Whether it has a sample under the cargo feature `testing`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// The types that become it by `From`.
    #[serde(default, with = "joined", skip_serializing_if = "BTreeSet::is_empty")]
    pub conversions: BTreeSet<String>,
    /// The cargo features any of which compiles it; empty if it is always compiled.
    #[serde(default, with = "joined", skip_serializing_if = "BTreeSet::is_empty")]
    pub features: BTreeSet<String>,
}

/// How users create a struct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constructor {
    /// The name of the function.
    pub name: String,
    /// The types of its arguments, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// What the setters accept, by the wire names of their fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub setters: BTreeMap<String, String>,
    /// Whether there is a setter of further properties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
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
    /// The types of its arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// The method that accepts a token instead, for credentials that are exchanged for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The environment variables that it is read from: alternatives, each of them variables that are set together.
    pub variables: Vec<Vec<String>>,
}
