//! The kinds of failures, each with whose fault it is and what happened. Judges nothing.

/// Who is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::corpus::peer) enum Blame {
    /// The generator, the SDK or its tests.
    Ours,
    /// Prism.
    Peer,
    /// The document.
    Document,
}

impl Blame {
    pub(in crate::corpus::peer) const ALL: [Self; 3] = [Self::Ours, Self::Peer, Self::Document];

    pub(in crate::corpus::peer) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Peer => "Prism's",
            Self::Document => "the document's",
        }
    }
}

/// A kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::corpus::peer) struct Kind {
    pub(in crate::corpus::peer) blame: Blame,
    pub(in crate::corpus::peer) name: &'static str,
    /// What happened, in one sentence.
    pub(in crate::corpus::peer) why: &'static str,
}

macro_rules! kinds {
    ($($ident:ident: $blame:ident, $name:literal, $why:literal;)*) => {
        $(pub(in crate::corpus::peer) const $ident: Kind = Kind { blame: Blame::$blame, name: $name, why: $why };)*
        #[cfg(test)]
        pub(super) const ALL: &[Kind] = &[$($ident),*];
    };
}

kinds! {
    REFUSED: Ours, "refused", "Prism did not take the request, and no other cause was found.";
    UNDECODED: Ours, "undecoded", "The SDK cannot read an answer of which nothing says that it does not fit its schema.";
    FAILED: Ours, "failed", "The call ended with an error before there was an answer.";
    NO_TESTS: Ours, "no-tests", "The tests of the crate do not compile, or ended too early.";
    NOT_STARTED: Ours, "not-started", "Prism does not start on the document, for no reason that lies in it.";
    CRASH: Peer, "crash", "Prism ended with an error of its own when it was asked, twice.";
    BAD_ANSWER: Peer, "bad-answer", "Prism made up an answer that does not fit the schema, as it says or a validator does.";
    NO_WRITER: Peer, "no-writer", "Prism cannot write the media type of the answer, and says so.";
    TOO_COMPLEX: Peer, "too-complex", "Prism gives up making an answer as the schema is too complex for it, and says so.";
    RESERVED_HEADER: Peer, "reserved-header",
        "Prism demands a header parameter that OpenAPI 3 says is ignored (3.0.4, Parameter Object), such as `Accept`.";
    FORM_TEXT: Peer, "form-text",
        "Prism takes the only item of a list in a form, or an object there, for a text, and misses the list or object.";
    JOINED: Peer, "joined",
        "Prism takes operations that differ after `#` for one, and reports what the other body would need.";
    LIST_OR_NULL: Peer, "list-or-null",
        "Prism takes the only item of a list that may be null, in a parameter, for a text, and misses the list.";
    SIGN_IN_NAME: Peer, "sign-in-name",
        "Prism matches no placeholder whose name has a sign of regular expressions in it, such as a dot.";
    EMPTY_HEAD: Peer, "empty-head",
        "Prism holds its own answer to HEAD, which has no body, against the schema of a body.";
    VALID_BODY: Peer, "valid-body",
        "Prism refuses a body, or a part of one, that an independent validator of JSON Schema takes.";
    TEXT_OF_NUMBER: Peer, "text-of-number",
        "Prism checks a `text/plain` body, which spells a number or a boolean, as if it were one in JSON.";
    NO_SUCCESS: Document, "no-success", "The operation describes no success, so the answer is one of its errors.";
    NO_ANSWER: Document, "no-answer", "All that the operation describes are statuses below 200, which end no exchange.";
    MISSING_FILE: Document, "missing-file", "The document names a file that does not exist, and Prism does not start.";
    PATH_WITH_QUERY: Document, "path-with-query", "The path has a query or fragment, which paths have not; Prism matches no such.";
    BAD_EXAMPLE: Document, "bad-example", "The answer is an example, or made of some, that does not fit its own schema.";
    NOT_EXCLUSIVE: Document, "not-exclusive",
        "The body fits several alternatives of a `oneOf`, which do not exclude each other as they have to.";
    IMPOSSIBLE: Document, "impossible", "No value fits the schema: it needs itself without end, or parts of two types.";
    FORBIDDEN_MEMBERS: Document, "forbidden-members",
        "Parts of an `allOf` with `additionalProperties: false` forbid the members of each other.";
    UNDESCRIBED_MEMBER: Document, "undescribed-member", "`required` names a member that no `properties` describe.";
    NESTED_PARAMETER: Document, "nested-parameter",
        "A parameter holds lists or objects within a list or object, for which its style has no spelling.";
    ENUM_MISFIT: Document, "enum-misfit", "The value is listed in `enum`, but not of the `type` or `format` beside it.";
    TWO_AUTHORIZATIONS: Document, "two-authorizations",
        "The operation needs two schemes at once that both go into the one header `Authorization`.";
}
