//! What may be the matter with schemas. Knows no stage.

use super::{Code, warning};

codes! {
    ADDITIONAL_PROPERTIES_TEXT = warning(
        "additional-properties-text",
        "`additionalProperties` is a string such as \"true\" instead of a boolean or a schema. The boolean with \
         that name is assumed.",
        "Write `true`, `false` or a schema.",
    );
    CONTRADICTION = warning(
        "contradiction",
        "Several schemas apply to the same value (by `allOf`, keywords beside `$ref`, or a property that several \
         of them describe), but no value can satisfy all of them: a string and an integer, an object and an \
         array, or two enumerations without a common value. The type becomes free JSON, so that no data is lost.",
        "Correct one of the two locations named, or change the type with an overlay.",
    );
    EMPTY_ENUM = warning(
        "empty-enum",
        "An empty `enum` allows no value at all. It is ignored.",
        "List the values, or remove the keyword.",
    );
    ENDLESS_RECURSION = warning(
        "endless-recursion",
        "A required property leads back to its own type without an array, a map or an optional property in \
         between, so no finite value exists. The one that sorts last, by the location of its owner and its name, is \
         read as optional.",
        "Make one of the properties of the cycle optional.",
    );
    ENUM_FORMAT = warning(
        "enum-format",
        "Values of `enum` do not match the `format` beside them. The format is ignored, and the values are sent \
         as written.",
        "Remove the format, or correct the values.",
    );
    ENUM_TYPE = warning(
        "enum-type",
        "Values of `enum` have another type than `type`; YAML causes this easily (`on`, `1.0`). They are \
         converted to that type.",
        "Quote the strings.",
    );
    ENUM_VALUE = warning(
        "enum-value",
        "A value of `enum` does not have the type beside it, or is an integer of more than 64 bits, whose digits \
         are lost when the document is read. It gets no variant. A response with such an integer is still read; \
         its value is kept as `Unrecognized`.",
        "Correct the value or the type.",
    );
    IGNORED_SIBLING = warning(
        "ignored-sibling",
        "A keyword beside `$ref` is ignored: before OpenAPI 3.1, nothing beside a reference applies.",
        "Write `allOf: [{$ref: …}]` with the keyword beside it, or `openapi: 3.1.0` if the document is of that \
         version.",
    );
    ITEMS_LIST = warning(
        "items-list",
        "`items` is an array of schemas, as in older versions of JSON Schema. Each item may match any of them.",
        "Use `prefixItems` (OpenAPI 3.1) or a single schema.",
    );
    MISSING_ITEMS = warning(
        "missing-items",
        "An array has no `items`. Any item is accepted.",
        "Add `items`.",
    );
    RECURSIVE_ALIAS = warning(
        "recursive-alias",
        "A schema is only an array or map of itself. Rust has no such type, so it becomes free JSON.",
        "Put an object in between.",
    );
    REQUIRED_ON_PROPERTY = warning(
        "required-on-property",
        "A property has `required: true`, as in older versions of JSON Schema. Its name is added to the \
         `required` list of the object.",
        "List it in `required` of the object.",
    );
    REQUIRED_ON_SCHEMA = warning(
        "required-on-schema",
        "`required` of a schema is a boolean. It is ignored.",
        "List the required properties by name.",
    );
    SEVERAL_UNIONS = warning(
        "several-unions",
        "Several lists of alternatives apply at once. One type gets the fields of all alternatives, each \
         optional.",
        "Combine them into one `oneOf`.",
    );
    TAG_CONFLICT = warning(
        "tag-conflict",
        "`discriminator.mapping` maps a value to a schema whose own property does not allow that value. No object \
         could be valid, so the values that the schema allows are used.",
        "Map a value that the schema allows, or correct the property.",
    );
    TOO_MANY_PARTS = warning(
        "too-many-parts",
        "Properties that several schemas of `allOf` describe combine into more schemas than the limit. From there \
         on, only the last description of a property is used.",
        "Describe each property in fewer schemas.",
    );
    TYPES_IN_FORMAT = warning(
        "types-in-format",
        "The `format` of a string allows other types too, such as `int-or-string`. Values of each of these types are \
         accepted.",
        "Write the types as `oneOf`, or as a list of types in OpenAPI 3.1.",
    );
    UNDESCRIBED_PROPERTY = warning(
        "undescribed-property",
        "`required` lists a name that is not described as a property. The type has no such field, so callers can \
         neither set nor read it.",
        "Describe the property, or remove the name.",
    );
    UNKNOWN_KEYWORD = warning(
        "unknown-keyword",
        "A schema has a key that is not a keyword of OpenAPI or JSON Schema, perhaps a misspelled one. It is \
         ignored.",
        "Correct it, or start its name with `x-`.",
    );
    UNKNOWN_MAPPING = warning(
        "unknown-mapping",
        "A discriminator maps a value to a schema that does not exist. The entry is ignored.",
        "Correct the name.",
    );
    UNKNOWN_TYPE = warning(
        "unknown-type",
        "A schema has a type that JSON Schema does not define (`any`, `float`, `datetime`). The closest type is \
         used.",
        "Use a type of JSON Schema, with `format`.",
    );
    UNSUPPORTED_KEYWORD = warning(
        "unsupported-keyword",
        "A keyword is supported only in part, or not at all; the message says what is done instead.",
        "Nothing, if the result suits you; otherwise describe the same with other keywords.",
    );
    UNUSED_MAPPING = warning(
        "unused-mapping",
        "`discriminator.mapping` maps a value to a schema that is not among the alternatives. The entry is \
         ignored: an object with that value is kept as unrecognized JSON.",
        "Add the schema to the alternatives, or remove the entry.",
    );
    UNUSED_SCHEMA = warning(
        "unused-schema",
        "No operation uses this component schema, not even through another one, so it has no type.",
        "List it in `[models] keep` to get a type.",
    );
    WIDE_INTEGER = warning(
        "wide-integer",
        "The bounds of an integer exceed 64 bits, or need both a sign and the full range of 64 bits. Its type is \
         `i128`.",
        "State tighter bounds, such as `minimum: 0`.",
    );
}
