//! What may be the matter with operations: paths, parameters, bodies, responses. Knows no stage.

use super::{Code, warning};

codes! {
    ADDITIONAL_METHOD = warning(
        "additional-method",
        "An HTTP method that has its own key in a path item is listed in `additionalOperations`. It is read as if \
         it were under its own key.",
        "Move it to the key of that method.",
    );
    ASSUMED_MEDIA_TYPE = warning(
        "assumed-media-type",
        "No media type in `produces` can carry the schema of an error response. JSON is assumed.",
        "Add the media type of error responses to `produces`.",
    );
    BODY_PARAMETER = warning(
        "body-parameter",
        "A parameter has `in: body`, as in Swagger 2.0. It is read as a JSON request body.",
        "Use `requestBody`.",
    );
    COLLECTION_FORMAT = warning(
        "collection-format",
        "A `collectionFormat` is unknown, or cannot be used in this location; the message says which format is \
         used instead.",
        "Correct it if the server expects another format.",
    );
    EARLY_RESPONSE = warning(
        "early-response",
        "A response has an informational status (1XX), which the server sends before the actual response. It is \
         ignored.",
        "Describe the final response.",
    );
    FORM_WITHOUT_MEMBERS = warning(
        "form-without-members",
        "A form or multipart body has a schema without properties, so the SDK has no fields to offer.",
        "Describe the fields with `properties`.",
    );
    MALFORMED_LINK = warning(
        "malformed-link",
        "A link cannot be read. It is left out of the documentation.",
        "Correct the link.",
    );
    MALFORMED_MEDIA_TYPE = warning(
        "malformed-media-type",
        "A key of `content` is not a media type. The content is sent or read as bytes.",
        "Write a type and a subtype, such as `application/json`.",
    );
    MALFORMED_OPERATION = warning(
        "malformed-operation",
        "An operation cannot be read. It is skipped.",
        "Correct the operation.",
    );
    MALFORMED_PARAMETER = warning(
        "malformed-parameter",
        "A parameter cannot be read. It is skipped.",
        "Correct the parameter.",
    );
    METHOD_IN_CAPITALS = warning(
        "method-in-capitals",
        "A path item has a key such as `GET`. It is read as the method in lower case.",
        "Write methods in lower case.",
    );
    MISSING_DESCRIPTION = warning(
        "missing-description",
        "A response has no `description`, which OpenAPI requires. It is left empty.",
        "Describe the response.",
    );
    MISSING_PARAMETER = warning(
        "missing-parameter",
        "A parameter refers to a component that was skipped, so it is skipped as well.",
        "Correct the component.",
    );
    MISSING_PATH_PARAMETER = warning(
        "missing-path-parameter",
        "A placeholder of the path has no parameter. A required string is assumed.",
        "Describe the parameter with `in: path` and `required: true`.",
    );
    MISSING_REQUEST_BODY = warning(
        "missing-request-body",
        "An operation refers to a request body that was skipped. The operation takes any bytes instead.",
        "Correct the component.",
    );
    MISSING_RESPONSES = warning(
        "missing-responses",
        "An operation has no `responses`. An empty response is assumed.",
        "Describe at least one response.",
    );
    MISSING_SCHEMA = warning(
        "missing-schema",
        "A parameter or header has neither `schema` nor `content`. A string is assumed.",
        "Add `schema`.",
    );
    OPTIONAL_IN_PATH = warning(
        "optional-in-path",
        "A path parameter is not marked as required. It is read as required.",
        "Add `required: true`.",
    );
    PATH_CHARACTERS = warning(
        "path-characters",
        "A path contains characters that are not allowed in a URL, such as spaces. They are percent-encoded.",
        "Write them percent-encoded.",
    );
    PATH_FRAGMENT = warning(
        "path-fragment",
        "A path contains a `#`. The part after it only tells operations apart and is not sent.",
        "Nothing, if that is its purpose.",
    );
    PATH_QUERY = warning(
        "path-query",
        "A path contains a `?`. The part after it is sent as query parameters.",
        "Describe them as parameters of the operations.",
    );
    PATH_WITHOUT_SLASH = warning(
        "path-without-slash",
        "A path does not start with `/`. A slash is added.",
        "Write it with the slash.",
    );
    PLACEHOLDER_PATTERN = warning(
        "placeholder-pattern",
        "A placeholder restricts its values, as `{name=projects/*}` or `{path+}` do. The SDK does not check the \
         pattern; if it allows slashes, they are sent as slashes.",
        "Nothing, if that is what the server expects.",
    );
    REPEATED_PARAMETER = warning(
        "repeated-parameter",
        "An operation lists the same parameter twice. The first one is used.",
        "Remove one of them.",
    );
    SCHEMA_BESIDE_ITEMS = warning(
        "schema-beside-items",
        "A media type has both `schema` and `itemSchema`. The content is read as a list of the items.",
        "Keep one of them.",
    );
    SCHEMA_ON_PARAMETER = warning(
        "schema-on-parameter",
        "A parameter has schema keywords such as `type` directly, as in Swagger 2.0. They are moved to `schema`.",
        "Write them in `schema`.",
    );
    SEVERAL_BODIES = warning(
        "several-bodies",
        "An operation has both a body and form fields, or several bodies. Only the first `in: body` is sent.",
        "Describe one body or one form.",
    );
    TOO_MANY_MEDIA_TYPES = warning(
        "too-many-media-types",
        "`consumes` or `produces` lists more media types than the generator reads. The last ones are ignored.",
        "List those first that callers need.",
    );
    UNKNOWN_STATUS = warning(
        "unknown-status",
        "A key of `responses` is not a status. The response is ignored.",
        "Use a status such as `200`, a range such as `4XX`, or `default`.",
    );
    UNKNOWN_STYLE = warning(
        "unknown-style",
        "A parameter has a style that its location does not support. The default style is used.",
        "Remove it.",
    );
    UNSUPPORTED_ENCODING = warning(
        "unsupported-encoding",
        "An `encoding` entry cannot be followed; the message says what is done instead.",
        "Use a style and content type that OpenAPI defines for this kind of body.",
    );
    UNSUPPORTED_OPERATION = warning(
        "unsupported-operation",
        "An operation cannot be generated for the reason given. It is skipped.",
        "Please report it together with the document.",
    );
    UNSUPPORTED_PART_HEADER = warning(
        "unsupported-part-header",
        "A part of a multipart body has a header without a single fixed value. The header is ignored.",
        "Give the header a `const` or an `enum` with one value, or remove it.",
    );
    UNUSED_EXAMPLE = warning(
        "unused-example",
        "An example is for a media type that the response does not have. It is not shown.",
        "Correct its media type, or add that type to `produces`.",
    );
    UNUSED_PATH_PARAMETER = warning(
        "unused-path-parameter",
        "A parameter has `in: path`, but the path has no placeholder with its name. It is ignored.",
        "Correct the name or the path.",
    );
}
