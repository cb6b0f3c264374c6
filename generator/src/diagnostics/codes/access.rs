//! What may be the matter with servers and security schemes. Knows no stage.

use super::{Explanation, told};

/// Its codes, sorted.
pub(super) const CODES: &[Explanation] = &[
    told(
        "assumed-security",
        "Security schemes are declared, but neither the root nor any operation has a `security` that names one. The SDK \
         takes credentials for all of them and sends those that are set with every request, unless the operation has a \
         `security` of its own.",
        "Add `security` at the root of the document, or `security: []` if nothing needs credentials.",
    ),
    told(
        "credentials-to-another-origin",
        "An operation has a server of its own, or tokens are fetched at a URL, of another origin than those that the \
         API's `servers` name. Credentials go there too.",
        "Nothing, if that host is to be trusted with them. Otherwise change the document by an overlay, or set \
         `token_url` in `[auth]` of the configuration.",
    ),
    told(
        "host-with-scheme",
        "`host` begins with a scheme such as `https://`. The two are taken apart.",
        "Write the scheme in `schemes`.",
    ),
    told(
        "insecure-server",
        "The URL of a server or of a token endpoint begins with `http://` and its host is not this machine: requests \
         and credentials can be read and changed on the way.",
        "Write `https://`, if the server has it.",
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
        "unfit-server-variable",
        "A default or a listed value of a server variable is nothing that its part of the URL can hold: white space or a \
         slash in a host name, for instance, or the name of the variable in braces. It is left out; without a default, \
         users of the SDK have to set the variable. The SDK refuses such values too, so that none of them moves \
         requests and credentials to another host.",
        "Correct the default or the list of values.",
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
    told(
        "unused-security-scheme",
        "Nothing of the SDK requires a security scheme that is declared, although the document says elsewhere what is \
         required. The SDK takes no credential for it, since it would never be sent.",
        "Name it in the `security` of the root or of operations, or remove it.",
    ),
];
