//! The names of methods, and their words, which also name requests and types.

use super::ident::Ident;
use super::joined::joined;
use super::words::Words;
use crate::ir::{Api, OperationId};

/// The names of methods, decided before types are: types are named after them.
pub(super) struct MethodNames {
    idents: Vec<Ident>,
    /// Their earlier names.
    earlier: Vec<Vec<Ident>>,
}

impl MethodNames {
    /// The names and the earlier names, in the order of the operations.
    pub(super) fn new(idents: Vec<Ident>, earlier: Vec<Vec<Ident>>) -> Self {
        Self { idents, earlier }
    }

    /// The earlier names of the method of an operation.
    pub(super) fn earlier(&self, operation: OperationId) -> &[Ident] {
        &self.earlier[operation.index()]
    }

    /// The name of the method of an operation.
    pub(super) fn ident(&self, operation: OperationId) -> &Ident {
        &self.idents[operation.index()]
    }

    /// The words of a method.
    pub(super) fn words(&self, operation: OperationId) -> Words {
        Words::split(self.ident(operation).as_str())
    }

    /// The words of the resource that an operation belongs to, without those of its parents.
    pub(super) fn resource_words(&self, api: &Api, operation: OperationId) -> Words {
        Words::split(api.resource_path(operation).last().map_or("", String::as_str))
    }

    /// `list service accounts`, `create service account`; `container logs` of a method that is no verb.
    pub(super) fn request_words(&self, api: &Api, operation: OperationId) -> Words {
        self.request_words_below(api, operation, &Words::default())
    }

    /// `list organization service accounts`: the same with the words of the parent resources.
    pub(super) fn request_words_below(&self, api: &Api, operation: OperationId, parents: &Words) -> Words {
        let resource = self.resource_words(api, operation);
        let method = self.words(operation);
        if !method.is_verb() {
            return parents.clone().then(&resource.singular()).then(&method);
        }
        let many = method.snake().starts_with("list");
        method.then(parents).then(&if many { resource } else { resource.singular() })
    }

    /// `list organization runners` for a method `list_organization_runners` of `runners`: the words of a request, none
    /// of them twice. Two requests of one resource can have the same.
    pub(super) fn body_words(&self, api: &Api, operation: OperationId) -> Words {
        let method = self.words(operation);
        let whole = self.request_words(api, operation);
        let Some((verb, rest)) =
            method.as_slice().split_first().filter(|(_, rest)| method.is_verb() && !rest.is_empty())
        else {
            return whole;
        };
        let rest = Words::of(rest.iter());
        let resource = Words::of(whole.as_slice()[method.as_slice().len()..].iter());
        Words::of([verb].into_iter()).then(&joined(&rest, &resource).unwrap_or(rest))
    }
}
