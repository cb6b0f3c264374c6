//! What may be the matter with names and with what a person decides, and what is no fault of the document at all.
//! Knows no stage.

use super::{Code, error, lenient, warning};

codes! {
    BAD_CONFIGURATION = error(
        "bad-configuration",
        "The configuration is not valid TOML, or has an unknown key or an invalid value.",
        "Correct the line shown; `docs/configuration.md` lists the keys, and `sdkgen config-schema` prints their JSON \
         schema.",
    );
    BAD_LOCK = error(
        "bad-lock",
        "`sdkgen.lock` cannot be read: it is gone, is not TOML, was written by another version, or contains a name \
         that is no identifier of Rust. Without it, names that users of the SDK have could change.",
        "After a merge with conflicts, take either version of the file and generate again; otherwise restore it. If it \
         is gone on purpose, `sdkgen lock` names everything anew.",
    );
    BAD_PACKAGE_NAME = error(
        "bad-package-name",
        "The name of the crate is not a valid cargo package name.",
        "Use letters, digits, `-` and `_`, starting with a letter: `--name my-api` or `[crate] name`.",
    );
    DEAD_LINK = warning(
        "dead-link",
        "A guide of the reference links to a file that is not a guide; its text is shown without the link.",
        "List the file in `[docs] guides` of the configuration, or write its URL.",
    );
    DUPLICATE_OPERATION_ID = lenient(
        "duplicate-operation-id",
        "Two operations have the same `operationId`. This is an error; with `--lenient-names` the later operation \
         is named after its method and path. A HEAD with the id of the GET of the same path always is.",
        "Give each operation its own `operationId`.",
    );
    INTERNAL_ERROR = error(
        "internal-error",
        "The generator has a bug.",
        "Please report it together with the document.",
    );
    JOINED_TYPE = warning(
        "joined-type",
        "Several schemas were equal, so that users of the SDK, by `sdkgen.lock`, have one type for them. Now some of \
         them have a property, a value or an alternative that others do not have. They keep one type, which \
         has all of it; a property that only some have is an `Option`.",
        "Nothing needs to be done. `sdkgen lock --accept` gives schemas that differ types of their own, for the next \
         incompatible release.",
    );
    KEPT_MAP = warning(
        "kept-map",
        "A schema had no properties, so that users of the SDK have a map for it, by `sdkgen.lock`. Now it has \
         some: they are entries of the map, which stays one.",
        "Nothing needs to be done. `sdkgen lock --accept` makes a struct with fields of it, for the next incompatible \
         release.",
    );
    KEPT_MEDIA_TYPE = warning(
        "kept-media-type",
        "Responses or bodies have another media type than before, which the SDK would ask for or send. Its users have \
         the one that was there, by `sdkgen.lock`, and keep it: requests stay the same.",
        "Nothing needs to be done: `send_as` asks for another type of response. `sdkgen lock --accept` makes the new one \
         the usual one, for the next incompatible release.",
    );
    KEPT_NAME = warning(
        "kept-name",
        "The document names values of an enumeration (`x-enum-varnames`, `x-enumNames`, `x-ms-enum`, or titles of \
         constants), and users of the SDK have other names for them, by `sdkgen.lock`. Those stay.",
        "`sdkgen lock --accept` takes the names of the document, for the next incompatible release. `[names]` in the \
         configuration states the name of one value, and there is no warning about it.",
    );
    KEPT_PAGES = warning(
        "kept-pages",
        "An operation could be read page by page now, but its request has a setter called `items` or `pages` that \
         users of the SDK have, by `sdkgen.lock`, and the methods for pages would have its name. It has no pages.",
        "Nothing needs to be done. `sdkgen lock --accept` gives the setter another name, for the next incompatible \
         release. In the configuration, `paging = true` or a rule for this operation does the same at once, and \
         `paging = false` silences the warning.",
    );
    KEPT_PRESENCE = warning(
        "kept-presence",
        "A property or an input has become required or optional, requests contain a read-only property now, or a string \
         is a secret by its name now or is none any more, which would break programs of users who have the SDK by \
         `sdkgen.lock`. What they have fits the new document as well, so it stays.",
        "Nothing needs to be done. `sdkgen lock --accept` takes what the document says now, for the next incompatible \
         release. A string of `format: password`, or of a name among the `fields` of `[secrets]` in the configuration, \
         is a secret at once.",
    );
    MAYBE_PAGED = warning(
        "maybe-paged",
        "Requests take a cursor, an offset or a page number, and responses have a list, but the document does not say \
         how a response leads to the next page. The SDK has no `pages()` for them.",
        "Describe the cursor, the total or the `Link` header of the responses, or give the operations a paging rule in \
         the configuration, as the help of the warning shows; `paging = false` says that they are not paged.",
    );
    NAME_CLASH = lenient(
        "name-clash",
        "Two things would have the same Rust name, and nothing in the document tells them apart. This is an \
         error; with `--lenient-names` one of them gets a number.",
        "Name one of them in the configuration; the help of the diagnostic shows the line.",
    );
    NO_IDEMPOTENCY_HEADER = warning(
        "no-idempotency-header",
        "The configuration asks for automatic idempotency keys, but no operation has a parameter \
         `Idempotency-Key` and the configuration names no other header. No keys are sent.",
        "Name the header in the configuration: `[client] idempotency_header`.",
    );
    NO_RUNTIME = error(
        "no-runtime",
        "The folder given by `--runtime-path` does not contain a crate.",
        "Give the folder of `sdkgen-runtime`.",
    );
    NUMBERED_NAME = warning(
        "numbered-name",
        "A name was already in use, so a number was appended: because of `--lenient-names`, or for alternatives \
         of a union that nothing tells apart.",
        "Name it in the configuration, since such numbers can change with the document.",
    );
    PARTED_TYPE = warning(
        "parted-type",
        "Several schemas were equal, so that users of the SDK, by `sdkgen.lock`, have one type for them. Now one of \
         them is so different that no type fits both: a property has another type, or only one of them \
         always has it. It \
         gets a type of its own, and programs that use the old one in its place no longer compile.",
        "Make the schemas fit one type with an overlay, if the difference is a mistake of the document. Otherwise \
         nothing can be done: `sdkgen release` makes it an incompatible version.",
    );
    RENAMED = warning(
        "renamed",
        "Something that users of the SDK have, by `sdkgen.lock`, has another name now: because the configuration names \
         it, because something else has the name, or because the document has it elsewhere or calls it differently. \
         Its old name is a deprecated alias where Rust has such aliases and its key is the same; elsewhere, programs \
         that use it no longer compile.",
        "Remove the name from the configuration to keep the old one. Otherwise make a release with `sdkgen release`, \
         which records the new name and keeps the alias until the next incompatible release.",
    );
    SKIPPED_BY_CONFIGURATION = warning(
        "skipped-by-configuration",
        "The configuration skips this operation.",
        "Remove `skip` to include it.",
    );
    TOO_MANY_FEATURES = warning(
        "too-many-features",
        "The SDK has more cargo features than crates.io accepts (300). It compiles, and other registries may \
         accept it.",
        "Set `resources = false` in `[features]` of the configuration before you publish it there.",
    );
    UNFIT_FOR_MANIFEST = warning(
        "unfit-for-manifest",
        "The license or the home page of the document cannot be written into `Cargo.toml`: the license is not an \
         SPDX expression, or the URL is not an `http` or `https` URL. The field is left out.",
        "Correct the document, or set `license` or `homepage` in `[crate]` of the configuration.",
    );
    UNFITTING_PAGING = error(
        "unfitting-paging",
        "A paging rule of the configuration names a parameter or property that does not exist or has the wrong \
         type, or a rule for many operations fits none.",
        "Correct the rule; the message says what is wrong.",
    );
    UNFOLLOWED_PAGING_EXTENSION = warning(
        "unfollowed-paging-extension",
        "A paging extension (`x-speakeasy-pagination`, `x-fern-pagination`, `x-ms-pageable`) cannot be followed. \
         It is ignored, and paging is recognised without it.",
        "Give the operation a `paging` rule in the configuration.",
    );
    UNKNOWN_DECISION = error(
        "unknown-decision",
        "The configuration names an operation, a resource, a security scheme, a component or a path that the document \
         does not have.",
        "Correct the name; the help suggests a similar one. Operations are named by `operationId` or by `METHOD \
         /path`.",
    );
    UNKNOWN_FEATURE = error(
        "unknown-feature",
        "The configuration lists a default feature that the crate does not have.",
        "Use one of the features that the message lists; resources have the names of the methods that return \
         them.",
    );
    UNPUBLISHABLE_NAME = warning(
        "unpublishable-name",
        "crates.io would reject the name of the crate, or of a package published with it: the name is reserved, \
         or longer than 64 characters.",
        "Choose another name if you publish the crate there: `--name my-api` or `[crate] name`.",
    );
    UNTESTED_PAGES = warning(
        "untested-pages",
        "`tests/paging.rs` has no test for a list that is paged: no sample of a page can be made, or nothing in a page \
         can say that it is the last one.",
        "Check whether the document describes the response completely, or give the operation a `paging` rule in the \
         configuration.",
    );
    UNUSED_NAME = warning(
        "unused-name",
        "The configuration names something that the SDK does not have: the location does not exist, or was \
         skipped.",
        "Correct the JSON Pointer, or remove the line.",
    );
    UNUSED_PAGING_RULE = warning(
        "unused-paging-rule",
        "A paging rule of the configuration for many operations has no effect: each operation that it fits has a \
         `paging` of its own, a paging extension, or an earlier rule that fits.",
        "Remove the rule, or move it before the others.",
    );
}
