//! The causes of failures, each with the culprit and an explanation. Judges nothing.

/// Who has to change something so that the test passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::judge::requests) enum Culprit {
    /// The generator, the SDK or its tests.
    Ours,
    /// Prism.
    Prism,
    /// The document.
    Document,
}

impl Culprit {
    pub(in crate::judge::requests) const ALL: [Self; 3] = [Self::Ours, Self::Prism, Self::Document];

    pub(in crate::judge::requests) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Prism => "Prism's",
            Self::Document => "the document's",
        }
    }
}

/// A cause of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::judge::requests) struct Cause {
    pub(in crate::judge::requests) culprit: Culprit,
    pub(in crate::judge::requests) name: &'static str,
    /// What happened, in one sentence.
    pub(in crate::judge::requests) explanation: &'static str,
}

macro_rules! causes {
    ($($ident:ident: $culprit:ident, $name:literal, $explanation:literal;)*) => {
        $(pub(in crate::judge::requests) const $ident: Cause =
            Cause { culprit: Culprit::$culprit, name: $name, explanation: $explanation };)*
        #[cfg(test)]
        pub(super) const ALL: &[Cause] = &[$($ident),*];
    };
}

causes! {
    REFUSED: Ours, "refused", "Prism refused the request, and no other cause was found.";
    UNDECODED: Ours, "undecoded", "The SDK cannot decode a response that nothing shows to be invalid for its schema.";
    FAILED: Ours, "failed", "The request ended with an error before there was a response.";
    NO_TESTS: Ours, "no-tests", "The tests of the crate do not compile, or ended too early.";
    NOT_STARTED: Ours, "not-started", "Prism does not start on the document, for no reason found in the document.";
    CRASH: Prism, "crash", "Prism ended with an error of its own at this request, twice.";
    BAD_RESPONSE: Prism, "bad-response", "Prism generated a response that is invalid, as Prism itself or a validator reports.";
    NO_WRITER: Prism, "no-writer", "Prism reports that it cannot write the media type of the response.";
    TOO_COMPLEX: Prism, "too-complex", "Prism reports that the schema of the response is too complex for it.";
    RESERVED_HEADER: Prism, "reserved-header",
        "Prism requires a header parameter that OpenAPI 3 ignores (3.0.4, Parameter Object), such as `Accept`.";
    FORM_TEXT: Prism, "form-text",
        "Prism reads the only item of a list in a form, or an object there, as text, and misses the list or object.";
    JOINED: Prism, "joined",
        "Prism cannot tell operations apart that differ after `#`, and reports what the other body would need.";
    LIST_OR_NULL: Prism, "list-or-null",
        "Prism reads the only item of a nullable list, in a parameter, as text, and misses the list.";
    SIGN_IN_NAME: Prism, "sign-in-name",
        "Prism matches no placeholder whose name has a sign of regular expressions in it, such as a dot.";
    EMPTY_HEAD: Prism, "empty-head",
        "Prism validates its own response to HEAD, which has no content, against the schema of the content.";
    VALID_BODY: Prism, "valid-body",
        "Prism refuses a body, or a part of one, that an independent validator of JSON Schema accepts.";
    TEXT_OF_NUMBER: Prism, "text-of-number",
        "Prism validates a `text/plain` body that contains a number or a boolean as if it were JSON.";
    NO_SUCCESS: Document, "no-success", "The operation describes no success, so the response is one of its errors.";
    NO_RESPONSE: Document, "no-response", "The operation describes only statuses below 200, which end no exchange.";
    MISSING_FILE: Document, "missing-file", "The document names a file that does not exist, so Prism does not start.";
    PATH_WITH_QUERY: Document, "path-with-query", "The path has a query or fragment, which paths cannot have; Prism matches none.";
    BAD_EXAMPLE: Document, "bad-example", "The response is an example, or made of examples, that is invalid for its schema.";
    NOT_EXCLUSIVE: Document, "not-exclusive",
        "The body is valid for several alternatives of a `oneOf`, which must exclude each other.";
    IMPOSSIBLE: Document, "impossible", "No value is valid: the schema requires itself without end, or two types at once.";
    FORBIDDEN_PROPERTIES: Document, "forbidden-properties",
        "Parts of an `allOf` with `additionalProperties: false` forbid the properties of each other.";
    UNDESCRIBED_PROPERTY: Document, "undescribed-property", "`required` names a property that no `properties` describe.";
    NESTED_PARAMETER: Document, "nested-parameter",
        "A parameter has lists or objects within a list or object, which its style cannot encode.";
    ENUM_MISFIT: Document, "enum-misfit", "The value is listed in `enum`, but invalid for the `type` or `format` beside it.";
    TWO_AUTHORIZATIONS: Document, "two-authorizations",
        "The operation requires two security schemes that both need the one header `Authorization`.";
}
