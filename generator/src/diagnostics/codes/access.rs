//! What may be the matter with servers and security schemes. Knows no stage.

use super::{Explanation, told};

/// Its codes, sorted.
pub(super) const CODES: &[Explanation] = &[
    told(
        "host-with-scheme",
        "`host` begins with a scheme such as `https://`. The two are taken apart.",
        "Write the scheme in `schemes`.",
    ),
    told("missing-url", "A server has no `url`. It is taken to stand at `/`.", "Add the URL."),
    told(
        "oauth2-flow",
        "An OAuth 2 scheme of Swagger 2.0 has no known `flow`. It is guessed by the URLs that are there.",
        "Write `implicit`, `password`, `application` or `accessCode`.",
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
        "unusable-server",
        "Requests cannot go to a server: its URL is malformed, or not of `http` or `https`. It is left out.",
        "Correct the URL.",
    ),
];
