//! Extensions for what a document contains and the types of OpenAPI 3.0 have no field for. `document` writes them and
//! `lower` reads them.

/// In a schema: a `minimum` that neither an `f64` nor an `i64` represents exactly.
pub(crate) const EXACT_MINIMUM: &str = "x-sdkgen-minimum";

/// In a schema: a `maximum` that neither an `f64` nor an `i64` represents exactly.
pub(crate) const EXACT_MAXIMUM: &str = "x-sdkgen-maximum";

/// In a schema: `dependentRequired` of JSON Schema.
pub(crate) const DEPENDENT_REQUIRED: &str = "x-sdkgen-dependent-required";

/// In `info`: `summary` of OpenAPI 3.1.
pub(crate) const INFO_SUMMARY: &str = "x-sdkgen-summary";

/// In a license: `identifier` of OpenAPI 3.1.
pub(crate) const LICENSE_IDENTIFIER: &str = "x-sdkgen-identifier";

/// In a media type: `itemSchema` of OpenAPI 3.2.
pub(crate) const ITEM_SCHEMA: &str = "x-sdkgen-item-schema";

/// In a media type: its items are whole server-sent events, with the properties of OpenAPI 3.2.
pub(crate) const WHOLE_EVENTS: &str = "x-sdkgen-whole-events";

/// In an example: `serializedValue` of OpenAPI 3.2, where `dataValue` is there too.
pub(crate) const SERIALIZED: &str = "x-sdkgen-serialized";

/// In a parameter: its value is the whole query (`in: querystring` of OpenAPI 3.2).
pub(crate) const WHOLE_QUERY: &str = "x-sdkgen-querystring";

/// In a cookie parameter: it has style `cookie` of OpenAPI 3.2.
pub(crate) const PLAIN_COOKIE: &str = "x-sdkgen-plain-cookie";
