//! The index of diagnostic codes: what each means and what to do. `sdkgen explain CODE` prints it, and
//! `docs/diagnostics.md` is made of it. Knows no stage.

mod index;

pub use self::index::{explain, index};

/// What there is to know about a kind of diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code, such as `unknown-reference`.
    pub code: &'static str,
    /// What is the case, and what the generator does about it.
    pub cause: &'static str,
    /// What the author of the document or the user of the generator can do.
    pub cure: &'static str,
}

const fn told(code: &'static str, cause: &'static str, cure: &'static str) -> Explanation {
    Explanation { code, cause, cure }
}

/// Every code, sorted.
pub const ALL: &[Explanation] = &[
    told(
        "additional-method",
        "A method that a path item has a key for stands in `additionalOperations`. It is read as if it stood under \
         its own key.",
        "Move it to the key of that name.",
    ),
    told(
        "additional-properties-text",
        "`additionalProperties` is written as a text such as \"true\". The boolean of that name is taken.",
        "Write `true`, `false` or a schema.",
    ),
    told(
        "assumed-media-type",
        "`produces` lists no type that an error described by a schema could be written in. JSON is assumed.",
        "Add the media type of errors to `produces`.",
    ),
    told(
        "bad-configuration",
        "The configuration is no TOML, or has a key or value that means nothing.",
        "Correct the line it points at; the README lists the keys, and `sdkgen config-schema` prints a JSON schema \
         for editors.",
    ),
    told(
        "bad-overlay",
        "An overlay is no OpenAPI Overlay of version 1, or one of its actions cannot be carried out.",
        "Correct the action that it points at.",
    ),
    told(
        "bad-package-name",
        "The name of the crate is none that cargo accepts.",
        "Use letters, digits, `-` and `_`, beginning with a letter: `--name my-api` or `[crate] name`.",
    ),
    told(
        "body-parameter",
        "A parameter says `in: body`, as Swagger 2.0 did. It is taken for a JSON request body.",
        "Use `requestBody`.",
    ),
    told(
        "collection-format",
        "A `collectionFormat` is unknown, or cannot be sent where it stands; the message says what is sent instead.",
        "Correct it, if the server expects something else.",
    ),
    told(
        "duplicate-key",
        "An object has the same key twice, so one of the two values would be lost. It is refused; with \
         `--lenient-names` the later one counts.",
        "Remove or rename one of them.",
    ),
    told(
        "duplicate-operation-id",
        "Two operations have the same `operationId`. It is refused; with `--lenient-names` the later one is named \
         after its method and path.",
        "Give each operation an id of its own.",
    ),
    told(
        "early-response",
        "A response has a status of the range 1XX, which comes before the answer. It is left out.",
        "Describe the answer itself.",
    ),
    told(
        "empty-enum",
        "An empty `enum` allows no value at all. It is ignored.",
        "List the values or remove the keyword.",
    ),
    told(
        "endless-recursion",
        "A value of this type could never end: each holds another one of its kind, always. It is held in a box, but \
         no server can send it.",
        "Make one of the members on the way optional.",
    ),
    told(
        "enum-format",
        "Values of `enum` are not of the `format` beside them. The format is ignored: the values are what is sent.",
        "Remove the format, or correct the values.",
    ),
    told(
        "enum-type",
        "Values of `enum` are of another type than `type` says, which YAML causes easily (`on`, `1.0`). They are \
         turned into that type.",
        "Put quotes around texts.",
    ),
    told(
        "form-without-members",
        "A form or multipart body has a schema without members, so the SDK cannot offer them.",
        "Describe the members with `properties`.",
    ),
    told(
        "host-with-scheme",
        "`host` begins with a scheme such as `https://`. The two are taken apart.",
        "Write the scheme in `schemes`.",
    ),
    told("internal-error", "The generator has a fault.", "Please report it together with the document."),
    told(
        "items-list",
        "`items` is a list of schemas, as in older JSON Schema. Each item may be any of them.",
        "Use `prefixItems` (OpenAPI 3.1) or one schema.",
    ),
    told(
        "malformed",
        "Something is of another JSON type than the specification says, for instance a list where an object belongs. \
         It is left out.",
        "Correct the place it points at.",
    ),
    told(
        "malformed-component",
        "A component cannot be read. It is left out, and what refers to it is typed loosely.",
        "Correct the component.",
    ),
    told("malformed-link", "A link cannot be read. It is not shown.", "Correct the link."),
    told(
        "malformed-media-type",
        "A key of `content` is no media type. Its content is sent or read as bytes.",
        "Write a type and a subtype: `application/json`.",
    ),
    told("malformed-operation", "An operation cannot be read. It is left out.", "Correct the operation."),
    told("malformed-parameter", "A parameter cannot be read. It is left out.", "Correct the parameter."),
    told(
        "mended-reference",
        "A reference misses its target by little: another case, a missing `#`, another section. The target nearby is \
         taken.",
        "Correct the reference.",
    ),
    told(
        "method-in-capitals",
        "A path item has a key such as `GET`. It is taken for the method.",
        "Write methods in small letters.",
    ),
    told(
        "misplaced-reference",
        "A `$ref` stands where the specification allows none, on an operation for instance. A copy of the target \
         takes its place.",
        "Refer to a whole path item, or write the object out.",
    ),
    told("missing-description", "A response has no `description`. It is left empty.", "Describe the response."),
    told(
        "missing-file",
        "A reference leads to a file that cannot be read, or whose text is broken. It is refused; with \
         `--lenient-names` anything is allowed there.",
        "Correct the way, which begins at the folder of the file that the reference stands in.",
    ),
    told("missing-info", "The document has no `info`. Title and version are left empty.", "Add `info`."),
    told("missing-items", "An array does not say what it holds. Anything is allowed.", "Add `items`."),
    told(
        "missing-parameter",
        "A parameter refers to a component that was left out, so it is left out as well.",
        "Correct the component.",
    ),
    told(
        "missing-path-parameter",
        "A placeholder of the path has no parameter. A required string is assumed.",
        "Describe the parameter with `in: path` and `required: true`.",
    ),
    told("missing-paths", "The document has no `paths`. The SDK has models only.", "Add `paths`."),
    told(
        "missing-request-body",
        "An operation refers to a request body that was left out. It takes any bytes instead.",
        "Correct the component.",
    ),
    told(
        "missing-responses",
        "An operation has no `responses`. An empty answer is assumed.",
        "Describe at least one response.",
    ),
    told(
        "missing-schema",
        "A parameter or header has neither `schema` nor `content`. A string is assumed.",
        "Add `schema`.",
    ),
    told("missing-url", "A server has no `url`. It is taken to stand at `/`.", "Add the URL."),
    told(
        "name-clash",
        "Two things would have the same Rust name, whatever the generator adds to tell them apart. It is refused; \
         with `--lenient-names` one of them is numbered.",
        "Name one of them in the configuration; the help of the diagnostic shows the line.",
    ),
    told(
        "newer-keyword",
        "A document of version 3.0 uses a keyword of 3.1 that cannot be mistaken. It is read as in 3.1.",
        "Say `openapi: 3.1.0`, or use what 3.0 has.",
    ),
    told("no-runtime", "The folder given by `--runtime-path` holds no crate.", "Give the folder of `sdkgen-runtime`."),
    told(
        "not-openapi",
        "The text is no OpenAPI document: it names no version.",
        "Begin it with `openapi: 3.1.0` or `swagger: \"2.0\"`; give the root of a document of many files.",
    ),
    told(
        "numbered-name",
        "With `--lenient-names`: a name was taken, so a number was put behind it.",
        "Name it in the configuration; numbers change when the document does.",
    ),
    told(
        "oauth2-flow",
        "An OAuth 2 scheme of Swagger 2.0 has no known `flow`. It is guessed by the URLs that are there.",
        "Write `implicit`, `password`, `application` or `accessCode`.",
    ),
    told(
        "optional-in-path",
        "A parameter in the path is not marked as required. It is taken for required.",
        "Add `required: true`.",
    ),
    told(
        "overlay-without-effect",
        "The target of an overlay's action is nowhere in the document, or the action changes nothing.",
        "Correct the JSONPath, or remove the action.",
    ),
    told(
        "path-characters",
        "A path holds characters that no URL may hold, such as blanks. They are sent percent-encoded.",
        "Write them percent-encoded.",
    ),
    told(
        "path-fragment",
        "A path holds a `#`. What stands behind it tells operations apart and is not sent.",
        "Nothing, if that is what it is for.",
    ),
    told(
        "path-query",
        "A path holds a `?`. What stands behind it is sent as parameters of the query.",
        "Describe them as parameters of the operations.",
    ),
    told("path-without-slash", "A path does not begin with `/`. One is put in front.", "Write it with the slash."),
    told(
        "placeholder-pattern",
        "A placeholder says what its values look like, as `{name=projects/*}` or `{path+}` do. That is not checked; \
         if they may hold slashes, these are sent as slashes.",
        "Nothing, if that is what the server expects.",
    ),
    told(
        "recursive-alias",
        "A schema is nothing but a list or map of itself. It has no Rust type and becomes free JSON.",
        "Put an object in between.",
    ),
    told(
        "reference-cycle",
        "References lead in a circle.",
        "One of them must say what it is, instead of referring on.",
    ),
    told(
        "remote-reference",
        "A reference leads to the network, from which nothing is fetched. It is refused; with `--lenient-names` \
         anything is allowed there.",
        "Download the file and refer to it by its way.",
    ),
    told(
        "repeated-parameter",
        "An operation lists the same parameter twice. The first one counts.",
        "Remove one of them.",
    ),
    told(
        "required-on-property",
        "A property says `required: true`, as older JSON Schema did. It is moved to the list of its object.",
        "List it in `required` of the object.",
    ),
    told(
        "required-on-schema",
        "`required` of a schema is a boolean. It is ignored.",
        "List the required properties by name.",
    ),
    told(
        "schema-beside-items",
        "A media type has `schema` and `itemSchema`. The whole is taken for a list of the latter.",
        "Keep one of them.",
    ),
    told(
        "schema-on-parameter",
        "Keywords such as `type` stand on the parameter, as in Swagger 2.0. They are moved to `schema`.",
        "Put them below `schema`.",
    ),
    told(
        "security-type",
        "A security scheme has the type `basic` or `bearer`. It is taken for `http` with that scheme.",
        "Write `type: http` and `scheme: basic`.",
    ),
    told(
        "server-query",
        "The URL of a server has a query or a fragment. That part is left out.",
        "Describe a query parameter instead.",
    ),
    told(
        "several-bodies",
        "An operation has a body and parts of a form, or several bodies. Only the first `in: body` is sent.",
        "Describe one body, or one form.",
    ),
    told(
        "several-unions",
        "Several lists of alternatives apply at once. One type gets the members of all alternatives, each optional.",
        "Combine them into one `oneOf`.",
    ),
    told("skipped-by-configuration", "The configuration leaves this operation out.", "Remove `skip` to have it."),
    told("syntax", "The text is no JSON or YAML.", "Correct it at the line and column shown."),
    told(
        "too-deep",
        "The document nests deeper than any that a person or a program would make on purpose.",
        "Name the parts as components and refer to them.",
    ),
    told(
        "too-large",
        "Aliases of the YAML text unfold into more than can be read.",
        "Refer to components instead of using aliases of aliases.",
    ),
    told(
        "too-many-media-types",
        "`consumes` or `produces` lists more media types than are read. The last ones are left out.",
        "List those that callers need first.",
    ),
    told(
        "unfitting-paging",
        "A rule about paging in the configuration names a parameter or a member that is not there, or of another \
         type.",
        "Correct the rule; the message names what does not fit.",
    ),
    told(
        "unfollowed-paging-extension",
        "An extension about paging (`x-speakeasy-pagination`, `x-fern-pagination`, `x-ms-pageable`) says what cannot \
         be followed. Pages are recognised without it.",
        "Give the operation a `paging` rule in the configuration.",
    ),
    told(
        "unknown-feature",
        "The configuration wants a feature to be on by default that the crate does not have.",
        "Take one of those that the message lists; resources are called like the methods that lead to them.",
    ),
    told(
        "unknown-mapping",
        "A discriminator maps a value to a schema that is not there. That value is ignored.",
        "Correct the name.",
    ),
    told(
        "unknown-reference",
        "A reference leads nowhere. It is refused; with `--lenient-names` anything is allowed there.",
        "Correct it; the help names what is spelled alike.",
    ),
    told(
        "unknown-security-scheme",
        "An operation requires a security scheme that is not defined. Nothing is sent for it.",
        "Define it under `components.securitySchemes`, or remove the requirement.",
    ),
    told(
        "unknown-server-variable",
        "The URL of a server has a variable that is not described, so that callers have to set it.",
        "Describe it under `variables`, with a default.",
    ),
    told(
        "unknown-status",
        "A response has a key that is no status. It is left out.",
        "Use a status such as `200`, a range such as `4XX`, or `default`.",
    ),
    told(
        "unknown-style",
        "A parameter has a style that its location does not know. The usual one is taken.",
        "Remove it.",
    ),
    told(
        "unknown-type",
        "A schema has a type that JSON Schema does not know (`any`, `float`, `datetime`). The nearest one is taken.",
        "Use one of its types, and `format`.",
    ),
    told("unreadable-file", "A file cannot be read, or is not UTF-8.", "Check the path; save the file as UTF-8."),
    told(
        "unsupported-encoding",
        "An `encoding` entry says something that cannot be followed; the message says what is done instead.",
        "Use a style and content type that OpenAPI defines for this kind of body.",
    ),
    told(
        "unsupported-keyword",
        "A keyword is understood in part or not at all; the message says what is made of it.",
        "Nothing, if the message does not hurt you; else say it with other keywords.",
    ),
    told(
        "unsupported-operation",
        "An operation cannot be generated for the reason given. It is left out.",
        "Please report it together with the document.",
    ),
    told(
        "unsupported-part-header",
        "A part of a multipart body declares a header without one fixed value. It is left out.",
        "Give the header a `const` or a single `enum` value, or leave it out.",
    ),
    told(
        "unsupported-scheme",
        "`schemes` lists web sockets, which are not supported. They are left out.",
        "Nothing, if there is `https` as well.",
    ),
    told(
        "unsupported-security",
        "A security scheme cannot be used by the SDK. It is left out.",
        "Users can set headers in the options of the client.",
    ),
    told(
        "unsupported-version",
        "The document says that it is of a version that cannot be read.",
        "Use Swagger 2.0 or OpenAPI 3.0 to 3.2.",
    ),
    told(
        "unusable-server",
        "Requests cannot go to a server: its URL is malformed, or not of `http` or `https`. It is left out.",
        "Correct the URL.",
    ),
    told(
        "unused-example",
        "An example is of a media type that the response never has. It is not shown.",
        "Correct its media type, or add that to `produces`.",
    ),
    told(
        "unused-name",
        "The configuration names something that the SDK has not: nothing stands at that place, or it was left out.",
        "Correct the JSON Pointer, or remove the line.",
    ),
    told(
        "unused-path-parameter",
        "A parameter says `in: path`, but the path has no placeholder of that name. It is left out.",
        "Correct the name or the path.",
    ),
    told(
        "unused-schema",
        "No operation uses a component schema, so it has no type.",
        "List it in `[models] keep` to have it all the same.",
    ),
    told(
        "wrong-reference",
        "A reference leads to something of another kind than belongs there.",
        "Refer to a component of the right section.",
    ),
];

#[cfg(test)]
mod tests {
    use super::{ALL, explain, index};

    #[test]
    fn codes_are_sorted_and_found() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(ALL.iter().all(|known| explain(known.code) == Some(known)
            && known.cause.ends_with('.')
            && known.cure.ends_with('.')));
        assert!(explain("no-such-code").is_none());
        assert!(index().contains("## `unknown-reference`"));
    }
}
