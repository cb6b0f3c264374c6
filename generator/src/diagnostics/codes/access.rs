//! What may be the matter with servers and security schemes. Knows no stage.

use super::{Code, warning};

codes! {
    ASSUMED_SECURITY = warning(
        "assumed-security",
        "The document declares security schemes, but neither its root nor any operation has a `security` that \
         names one. The SDK accepts credentials for all schemes, and sends those that are set with every request, \
         except for operations with a `security` of their own.",
        "Add `security` at the root of the document, or `security: []` if no operation needs credentials.",
    );
    BARE_KEY = warning(
        "bare-key",
        "An API key is sent in the header `Authorization`, where HTTP has the name of a scheme before it, such as \
         `Bearer`. The SDK sends the key as users give it, so they have to write the scheme too.",
        "Write the text before the key as `prefix` in `[auth]` of the configuration, such as `prefix = \"Bearer \"`, or \
         `prefix = \"\"` if the key stands alone.",
    );
    CREDENTIALS_TO_ANOTHER_ORIGIN = warning(
        "credentials-to-another-origin",
        "An operation's own server, or a token URL, has another origin than the servers of the API. Credentials \
         are sent to it too.",
        "Nothing, if you trust that host with the credentials. Otherwise change the document with an overlay, or \
         set `token_url` in `[auth]` of the configuration.",
    );
    HOST_WITH_SCHEME = warning(
        "host-with-scheme",
        "`host` starts with a scheme such as `https://`. It is split into scheme and host.",
        "Write the scheme in `schemes`.",
    );
    INSECURE_SERVER = warning(
        "insecure-server",
        "The URL of a server or token endpoint starts with `http://`, and its host is not this machine: others \
         can read and change requests and credentials in transit.",
        "Write `https://`, if the server supports it.",
    );
    MISSING_BASE_PATH = warning(
        "missing-base-path",
        "The document says only the path of its server (`basePath` without `host`, or a relative URL in `servers`), and \
         the base URL of the configuration does not end with it. Requests are sent without that path.",
        "Add the path to `base_url` in `[client]` of the configuration, unless the API is served without it.",
    );
    MISSING_URL = warning(
        "missing-url",
        "A server has no `url`. `/` is assumed.",
        "Add the URL.",
    );
    NO_CREDENTIALS = warning(
        "no-credentials",
        "The document has no security scheme that the SDK can use, and does not say that operations need no \
         credentials. The SDK has no method and no variable for credentials; users can only set headers.",
        "Describe how the API authenticates: with a `type` in `[auth]` of the configuration, or in \
         `components.securitySchemes` by an overlay. If nothing needs credentials, add `security: []` at the root of \
         the document.",
    );
    OAUTH2_FLOW = warning(
        "oauth2-flow",
        "An OAuth 2.0 scheme of Swagger 2.0 has no known `flow`. It is guessed from its URLs.",
        "Write `implicit`, `password`, `application` or `accessCode`.",
    );
    SECURITY_TYPE = warning(
        "security-type",
        "A security scheme has the type `basic` or `bearer`. It is read as `http` with that scheme.",
        "Write `type: http` and `scheme: basic` or `scheme: bearer`.",
    );
    SERVER_QUERY = warning(
        "server-query",
        "The URL of a server has a query or a fragment. That part is ignored.",
        "Describe a query parameter instead.",
    );
    UNFIT_SERVER_VARIABLE = warning(
        "unfit-server-variable",
        "A default or an allowed value of a server variable is invalid in its part of the URL, such as a space or \
         a slash in a host name, or the name of the variable in braces. The value is ignored; without a default, \
         users of the SDK have to set the variable. The SDK rejects such values too, so that no value can send \
         requests and credentials to another host.",
        "Correct the default or the list of values.",
    );
    UNKNOWN_SECURITY_SCHEME = warning(
        "unknown-security-scheme",
        "An operation requires a security scheme that is not defined. No credential is sent for it.",
        "Define it in `components.securitySchemes`, or in `[auth]` of the configuration with a `type`, or remove the \
         requirement.",
    );
    UNKNOWN_SERVER_VARIABLE = warning(
        "unknown-server-variable",
        "The URL of a server has a variable that is not described, so callers have to set it.",
        "Describe it in `variables`, with a default.",
    );
    UNSUPPORTED_SCHEME = warning(
        "unsupported-scheme",
        "`schemes` lists WebSocket schemes, which are not supported. They are ignored.",
        "Nothing, if `https` is listed as well.",
    );
    UNSUPPORTED_SECURITY = warning(
        "unsupported-security",
        "The SDK cannot use this security scheme. It is skipped.",
        "Say how it works with a `type` in `[auth]` of the configuration. Otherwise users can set headers in the options \
         of the client.",
    );
    UNUSABLE_SERVER = warning(
        "unusable-server",
        "The URL of a server is malformed, or not an `http` or `https` URL. The server is ignored.",
        "Correct the URL.",
    );
    UNUSED_SECURITY_SCHEME = warning(
        "unused-security-scheme",
        "A security scheme is declared, but no operation of the SDK requires it. The SDK accepts no credential \
         for it, since it would never be sent.",
        "Name it in `security` of the root or of operations, or remove it.",
    );
}
