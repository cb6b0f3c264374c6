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
    /// The modules of resources below `resources`, by the same calls: `users::keys`.
    pub modules: BTreeMap<String, String>,
    /// The cargo features of the resources directly below the client, by their calls; those that are always compiled
    /// are missing.
    pub resource_features: BTreeMap<String, String>,
    /// The operations.
    pub operations: BTreeMap<String, Method>,
    /// The models.
    pub types: BTreeMap<String, Model>,
    /// The credentials, by the name of their security scheme.
    pub credentials: BTreeMap<String, Credential>,
    /// The other methods of the client's builder that not every API has, with the types of their arguments.
    pub builder: BTreeMap<String, Vec<String>>,
    /// The URLs of the servers, by which `server` selects one: its argument is an index.
    pub servers: Vec<String>,
    /// The variables in URLs of servers, by name.
    pub server_variables: BTreeMap<String, ServerVariable>,
    /// The environment variables that belong to no credential.
    pub variables: BTreeSet<String>,
    /// The cargo features.
    pub features: BTreeSet<String>,
    /// The features that are on by default.
    pub default_features: BTreeSet<String>,
    /// What is deprecated: the keys of operations (`GET /users/{}`) and types, each of them followed by a space and the
    /// key of the input or field, if only that is deprecated.
    pub deprecated: BTreeSet<String>,
}

/// A variable in the URL of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its value unless users set it.
    pub default: Option<String>,
    /// The values that `build` accepts; all of them if empty.
    pub values: BTreeSet<String>,
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
    pub arguments: Vec<(String, Named)>,
    /// The struct that holds them, if there are too many for arguments.
    pub inputs: Option<String>,
    /// The setters of optional inputs; the type of one without argument is empty.
    pub setters: BTreeMap<String, Named>,
    /// What the request returns.
    pub returns: String,
    /// The variants of what it returns, by status, if each status has another type.
    pub outcomes: BTreeMap<String, String>,
    /// The type of an item, if the operation has pages.
    pub item: Option<String>,
    /// Whether pages can be read backward.
    pub backward: bool,
    /// Whether the request is an alias of the type that the requests of all such operations share.
    pub simple: bool,
    /// The arguments of the constructor of the struct of required inputs; empty if there is no such struct.
    pub inputs_new: Vec<Named>,
    /// The setters of the struct of required inputs, by the keys of the inputs.
    pub inputs_setters: BTreeMap<String, Named>,
    /// What the variants of what it returns contain, by status; the type of one without content is empty.
    pub outcome_types: BTreeMap<String, String>,
    /// What `send_events` returns, if the response is available as a stream.
    pub events: Option<String>,
    /// Whether `send_streaming` returns the bytes of the response as they arrive.
    pub streaming: bool,
    /// Whether `send_as` requests other media types.
    pub other_media_types: bool,
}

/// An input, a field or a variant: its name and its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name of the argument, setter, field or variant.
    pub name: String,
    /// What it accepts or contains.
    pub ty: String,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The type.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// How users create it, if it is a struct and requests contain it.
    pub constructor: Option<Constructor>,
    /// The traits that it derives.
    pub derives: BTreeSet<String>,
    /// The types that become it by `From`.
    pub conversions: BTreeSet<String>,
    /// The cargo features any of which compiles it; empty if it is always compiled.
    pub features: BTreeSet<String>,
}

/// How users create a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constructor {
    /// The name of the function.
    pub name: String,
    /// The types of its arguments, in their order.
    pub arguments: Vec<String>,
    /// What the setters accept, by the wire names of their fields.
    pub setters: BTreeMap<String, String>,
    /// Whether there is a setter of further properties.
    pub rest: bool,
}

/// What a model is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A struct.
    Struct {
        /// The fields, by wire name.
        fields: BTreeMap<String, Named>,
        /// The wire names of the arguments of `new`, in their order; `None` if users cannot create it.
        new: Option<Vec<String>>,
        /// The type of further properties.
        rest: Option<Named>,
        /// Whether it has a default value.
        default: bool,
    },
    /// An enumeration of strings or integers: the variants, by value.
    Enumeration(BTreeMap<String, String>),
    /// A union.
    Union {
        /// The variants, by tag or label; the type of one without content is empty.
        variants: BTreeMap<String, Named>,
        /// The methods that return a field of every variant, with what they return.
        accessors: BTreeMap<String, String>,
    },
    /// An alias of this type.
    Alias(String),
}

/// How users give a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The method of the client's builder.
    pub method: String,
    /// The types of its arguments.
    pub arguments: Vec<String>,
    /// The method that accepts a token instead, for credentials that are exchanged for one.
    pub access_token: Option<String>,
    /// The environment variables that it is read from: alternatives, each of them variables that are set together.
    pub variables: Vec<Vec<String>>,
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
