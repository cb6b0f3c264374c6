//! The surface of an SDK: everything that a program which uses it can name, keyed by where the document says it. Two
//! versions of an SDK are compared by their surfaces. Knows no stage.
//!
//! Keys are the document's, never names of Rust, so that a new name is one difference and not a removal beside an
//! addition. An operation is its method and path, with placeholders by their position (`GET /users/{}`), an input its
//! location and wire name (`query limit`), a type the JSON Pointer of its schema; a field, a value or an alternative is
//! its wire name, its text or its tag.

use std::collections::{BTreeMap, BTreeSet};

/// Everything that users of an SDK can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// The calls that lead to its resource: `users.keys`.
    pub resource: String,
    /// The method.
    pub name: String,
    /// The type of the request.
    pub request: String,
    /// The required inputs in the order of the arguments, each with its key.
    pub arguments: Vec<(String, Argument)>,
    /// The struct that holds them, if there are too many for arguments.
    pub inputs: Option<String>,
    /// The setters of optional inputs.
    pub setters: BTreeMap<String, Argument>,
    /// What the request returns.
    pub returns: String,
    /// The variants of what it returns, by status, if each status has another type.
    pub outcomes: BTreeMap<String, String>,
    /// The type of an item, if the operation has pages.
    pub item: Option<String>,
    /// Whether pages can be read backward.
    pub backward: bool,
}

/// An input: its name and its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name of the argument or the setter.
    pub name: String,
    /// What it accepts; empty for a setter without argument.
    pub accepts: String,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The type.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// What a model is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A struct.
    Struct {
        /// The fields, by wire name.
        fields: BTreeMap<String, Field>,
        /// The wire names of the arguments of `new`, in their order; `None` if users cannot create it.
        new: Option<Vec<String>>,
        /// The type of further properties.
        rest: Option<Field>,
        /// Whether it has a default value.
        default: bool,
    },
    /// An enumeration of strings or integers: the variants, by value.
    Enumeration(BTreeMap<String, String>),
    /// A union.
    Union {
        /// The variants, by tag or label.
        variants: BTreeMap<String, Field>,
        /// The methods that return a field of every variant, with what they return.
        accessors: BTreeMap<String, String>,
    },
    /// An alias of this type.
    Alias(String),
}

/// A field or a variant: its name and its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field or variant.
    pub name: String,
    /// Its type; empty for a variant without content.
    pub ty: String,
}

/// How users give a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The method of the client's builder.
    pub method: String,
    /// The environment variables that it is read from, in words.
    pub variables: String,
}

/// Returns the key of an operation: its method and its path, with placeholders by their position.
pub(crate) fn operation_key(method: &str, path: &str) -> String {
    let mut key = format!("{method} ");
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        key.push_str(before);
        key.push_str("{}");
        rest = after;
    }
    key + rest
}

#[cfg(test)]
mod tests {
    use super::operation_key;

    #[test]
    fn the_names_of_placeholders_do_not_matter() {
        assert_eq!(operation_key("GET", "/a/{id}/b/{other}"), "GET /a/{}/b/{}");
        assert_eq!(operation_key("GET", "/a/{b"), "GET /a/{b");
        assert_eq!(operation_key("PUT", "/"), "PUT /");
    }
}
