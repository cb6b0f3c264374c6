//! Words that cannot be identifiers of an SDK.

/// Keywords of every edition, strict and reserved.
pub(super) const KEYWORDS: [&str; 54] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "union", "_",
];

/// Crates that every program has, or that emitted code names.
pub(super) const CRATES: [&str; 6] = ["alloc", "core", "proc-macro", "sdkgen-runtime", "std", "test"];

/// Names that files cannot have on some systems.
pub(super) const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Names of the prelude that emitted code uses without a path: no type of an SDK has them.
pub(super) const PRELUDE: [&str; 36] = [
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "Unpin",
    "Vec",
    "Sized",
];

/// Methods of models that fields must not shadow.
pub(super) const MODEL_METHODS: [&str; 11] =
    ["blank", "clone", "decode", "decode_absent", "empty", "encode", "eq", "fmt", "into", "is_absent", "new"];

/// Variants and constants of enumerations and unions that values must not shadow. A variant named like an associated
/// type (`Err`, `Output`) is fine, because emitted code does not write `Self::Err`.
pub(super) const VARIANTS: [&str; 3] = ["CANDIDATES", "Self", "Unrecognized"];

/// Methods of requests, and locals of the functions that make them.
pub(super) const REQUEST_METHODS: [&str; 13] = [
    "body_value",
    "call",
    "clone",
    "fmt",
    "into",
    "into_future",
    "options",
    "send",
    "send_as",
    "send_blocking",
    "send_events",
    "send_streaming",
    "send_with_response",
];

/// Methods of resources and of the client.
pub(super) const RESOURCE_METHODS: [&str; 8] =
    ["builder", "clone", "fmt", "from_env", "into", "new", "request", "with_options"];

/// Methods of the client's builder.
pub(super) const BUILDER_METHODS: [&str; 28] = [
    "attempt_timeout",
    "automatic_idempotency_keys",
    "base_url",
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "decoding",
    "fmt",
    "from_env",
    "header",
    "http2",
    "http2_keep_alive",
    "idempotency_header",
    "max_response_bytes",
    "max_retries",
    "on_deviation",
    "options",
    "pool_idle_timeout",
    "pool_max_idle_per_host",
    "retry_budget",
    "scopes",
    "server",
    "server_variable",
    "token_url",
    "total_timeout",
    "transport",
    "user_agent",
];
