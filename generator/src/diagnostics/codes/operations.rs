//! What may be the matter with operations: paths, parameters, bodies, responses. Knows no stage.

use super::{Explanation, told};

/// Its codes, sorted.
pub(super) const CODES: &[Explanation] = &[
    told(
        "additional-method",
        "A method that a path item has a key for stands in `additionalOperations`. It is read as if it stood under \
         its own key.",
        "Move it to the key of that name.",
    ),
    told(
        "assumed-media-type",
        "`produces` lists no type that an error described by a schema could be written in. JSON is assumed.",
        "Add the media type of errors to `produces`.",
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
        "early-response",
        "A response has a status of the range 1XX, which comes before the answer. It is left out.",
        "Describe the answer itself.",
    ),
    told(
        "form-without-members",
        "A form or multipart body has a schema without members, so the SDK cannot offer them.",
        "Describe the members with `properties`.",
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
        "method-in-capitals",
        "A path item has a key such as `GET`. It is taken for the method.",
        "Write methods in small letters.",
    ),
    told("missing-description", "A response has no `description`. It is left empty.", "Describe the response."),
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
    told(
        "optional-in-path",
        "A parameter in the path is not marked as required. It is taken for required.",
        "Add `required: true`.",
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
        "repeated-parameter",
        "An operation lists the same parameter twice. The first one counts.",
        "Remove one of them.",
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
        "several-bodies",
        "An operation has a body and parts of a form, or several bodies. Only the first `in: body` is sent.",
        "Describe one body, or one form.",
    ),
    told(
        "too-many-media-types",
        "`consumes` or `produces` lists more media types than are read. The last ones are left out.",
        "List those that callers need first.",
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
        "unsupported-encoding",
        "An `encoding` entry says something that cannot be followed; the message says what is done instead.",
        "Use a style and content type that OpenAPI defines for this kind of body.",
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
        "unused-example",
        "An example is of a media type that the response never has. It is not shown.",
        "Correct its media type, or add that to `produces`.",
    ),
    told(
        "unused-path-parameter",
        "A parameter says `in: path`, but the path has no placeholder of that name. It is left out.",
        "Correct the name or the path.",
    ),
];
