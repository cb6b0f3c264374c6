//! What may be the matter with schemas. Knows no stage.

use super::{Explanation, told};

/// Its codes, sorted.
pub(super) const CODES: &[Explanation] = &[
    told(
        "additional-properties-text",
        "`additionalProperties` is written as a text such as \"true\". The boolean of that name is taken.",
        "Write `true`, `false` or a schema.",
    ),
    told(
        "contradiction",
        "Several parts of a schema hold at once (`allOf`, siblings of `$ref`, a property that several parts describe), \
         and no value is all of them: a string and an integer, an object and a list, two lists of values without a \
         common one. The value becomes free JSON, so that nothing that is sent is lost.",
        "Correct one of the two locations named, or change the type by an overlay.",
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
        "enum-value",
        "A value of `enum` is not of the type beside it, or is an integer of more than 64 bits, whose digits are lost \
         when the document is read. It has no variant. Where it is an integer all the same, a response that holds it \
         is read, and the value is kept as `Unrecognized`.",
        "Correct the value or the type.",
    ),
    told(
        "ignored-sibling",
        "A keyword stands beside `$ref`. Until OpenAPI 3.1 nothing beside a reference counts, so it is ignored.",
        "Write `allOf: [{$ref: …}]` and the keyword beside it, or say `openapi: 3.1.0` if that is what the document is.",
    ),
    told(
        "items-list",
        "`items` is a list of schemas, as in older JSON Schema. Each item may be any of them.",
        "Use `prefixItems` (OpenAPI 3.1) or one schema.",
    ),
    told("missing-items", "An array does not say what it holds. Anything is allowed.", "Add `items`."),
    told(
        "recursive-alias",
        "A schema is nothing but a list or map of itself. It has no Rust type and becomes free JSON.",
        "Put an object in between.",
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
        "several-unions",
        "Several lists of alternatives apply at once. One type gets the members of all alternatives, each optional.",
        "Combine them into one `oneOf`.",
    ),
    told(
        "tag-conflict",
        "A value of `discriminator.mapping` leads to a schema whose own property does not allow that value. No valid \
         object of the schema could have it, so the values that the schema allows are used.",
        "Map a value that the schema allows, or correct the property.",
    ),
    told(
        "too-many-parts",
        "Properties that several parts of `allOf` describe make more different schemas than any real document needs. \
         From \
         there on the last part that describes a property is taken alone.",
        "Describe each property in fewer parts.",
    ),
    told(
        "undescribed-property",
        "`required` lists a name that no part of the schema describes as a property. The type has no such field, so \
         it can \
         neither be set nor read.",
        "Describe the property, or remove the name.",
    ),
    told(
        "unknown-keyword",
        "A schema has a key that is no keyword of OpenAPI or JSON Schema, such as a misspelt one. It is ignored.",
        "Correct it, or begin its name with `x-`.",
    ),
    told(
        "unknown-mapping",
        "A discriminator maps a value to a schema that is not there. That value is ignored.",
        "Correct the name.",
    ),
    told(
        "unknown-type",
        "A schema has a type that JSON Schema does not know (`any`, `float`, `datetime`). The nearest one is taken.",
        "Use one of its types, and `format`.",
    ),
    told(
        "unsupported-keyword",
        "A keyword is understood in part or not at all; the message says what is made of it.",
        "Nothing, if the message does not hurt you; else say it with other keywords.",
    ),
    told(
        "unused-mapping",
        "A value of `discriminator.mapping` leads to a schema that is none of the alternatives. The entry is ignored: an \
         object with that value of the tag is kept as unrecognized JSON.",
        "List the schema among the alternatives, or remove the entry.",
    ),
    told(
        "unused-schema",
        "No operation uses a component schema, so it has no type.",
        "List it in `[models] keep` to have it all the same.",
    ),
    told(
        "wide-integer",
        "The bounds of an integer reach below zero and beyond what 64 bits hold with a sign, or beyond 64 bits. Its \
         type is `i128`, which holds them all.",
        "State the bounds that hold, such as `minimum: 0`.",
    ),
];
