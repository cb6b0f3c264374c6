//! Names of request and response bodies, where the document gives them none.

use std::collections::HashMap;

use super::methods::MethodNames;
use super::words::Words;
use crate::ir::{Api, OperationId, Origin};

/// What an operation sends or receives, as the origin of a type.
pub(super) struct Body {
    operation: OperationId,
    /// `response`, `404 error`, `body item`.
    what: String,
}

impl Body {
    /// What an operation sends.
    pub(super) fn sent(operation: OperationId, item: bool) -> Self {
        Self::new(operation, "body".to_owned(), item)
    }

    /// The response of an operation.
    pub(super) fn response(operation: OperationId, status: Option<&str>, item: bool) -> Self {
        let what = match status {
            Some(status) if !status.starts_with('2') => format!("{status} error"),
            Some(status) => format!("{status} response"),
            None => "response".to_owned(),
        };
        Self::new(operation, what, item)
    }

    fn new(operation: OperationId, what: String, item: bool) -> Self {
        Self { operation, what: if item { format!("{what} item") } else { what } }
    }

    fn of(origin: &Origin) -> Option<Self> {
        match origin {
            Origin::RequestBody { operation, item } => Some(Self::sent(*operation, *item)),
            Origin::ResponseBody { operation, status, item } => {
                Some(Self::response(*operation, status.as_deref(), *item))
            }
            Origin::Component(_) | Origin::Member { .. } | Origin::Input { .. } | Origin::Repeated { .. } => None,
        }
    }

    /// `ListUsersResponse`, whichever resource of this name the operation belongs to.
    fn short(&self, api: &Api, methods: &MethodNames) -> Words {
        methods.body_words(api, self.operation).then(&Words::split(&self.what))
    }

    /// The same with all words of the method and of the resource.
    fn whole(&self, api: &Api, methods: &MethodNames) -> Words {
        methods.request_words(api, self.operation).then(&Words::split(&self.what))
    }

    /// `RotateTokenBotsResponse`: with the resource as the API spells it, which distinguishes `bots` from `bot`.
    fn as_spelled(&self, api: &Api, methods: &MethodNames) -> Words {
        let resource = methods.resource_words(api, self.operation);
        methods.words(self.operation).then(&resource).then(&Words::split(&self.what))
    }

    /// `ListGroupUsersResponse`: with the resources that lead to the operation's own.
    fn long(&self, api: &Api, methods: &MethodNames) -> Words {
        let parents = api.resource_path(self.operation).split_last().map_or(&[][..], |(_, parents)| parents).iter();
        let parents = parents.fold(Words::default(), |words, next| words.then(&Words::split(next).singular()));
        methods.request_words_below(api, self.operation, &parents).then(&Words::split(&self.what))
    }
}

/// For each short name of a body, the nesting of the least nested resource that has it. Its operation has no longer
/// name; the others can add the names of parent resources.
pub(super) struct Bodies(HashMap<Words, usize>);

impl Bodies {
    /// Collects the names of all operations.
    pub(super) fn of(api: &Api, methods: &MethodNames) -> Self {
        let mut nearest: HashMap<Words, usize> = HashMap::new();
        for body in api.types.iter().filter_map(|def| Body::of(&def.origin)) {
            let depth = api.resource_path(body.operation).len();
            let known = nearest.entry(body.short(api, methods)).or_insert(depth);
            *known = depth.min(*known);
        }
        Self(nearest)
    }

    /// Returns the possible names of a body's type, best first.
    pub(super) fn proposals(&self, api: &Api, methods: &MethodNames, body: &Body) -> Vec<Words> {
        let (short, long) = (body.short(api, methods), body.long(api, methods));
        let is_nearest = self.0.get(&short).is_none_or(|depth| api.resource_path(body.operation).len() <= *depth);
        let whole = Some(body.whole(api, methods)).filter(|whole| is_nearest && *whole != short && *whole != long);
        let short = Some(short).filter(|_| is_nearest);
        short.into_iter().chain(whole).chain([long, body.as_spelled(api, methods)]).collect()
    }
}
