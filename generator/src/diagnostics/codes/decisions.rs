//! What may be the matter with names and with what a person decides, and what is no fault of the document at all.
//! Knows no stage.

use super::{Explanation, lenient, told};

/// Its codes, sorted.
pub(super) const CODES: &[Explanation] = &[
    told(
        "bad-configuration",
        "The configuration is no TOML, or has a key or value that means nothing.",
        "Correct the line it points at; the README lists the keys, and `sdkgen config-schema` prints a JSON schema \
         for editors.",
    ),
    told(
        "bad-package-name",
        "The name of the crate is none that cargo accepts.",
        "Use letters, digits, `-` and `_`, beginning with a letter: `--name my-api` or `[crate] name`.",
    ),
    lenient(
        "duplicate-operation-id",
        "Two operations have the same `operationId`. It is refused; with `--lenient-names` the later one is named \
         after its method and path.",
        "Give each operation an id of its own.",
    ),
    told("internal-error", "The generator has a fault.", "Please report it together with the document."),
    lenient(
        "name-clash",
        "Two things would have the same Rust name, whatever the generator adds to tell them apart. It is refused; \
         with `--lenient-names` one of them is numbered.",
        "Name one of them in the configuration; the help of the diagnostic shows the line.",
    ),
    told(
        "no-idempotency-header",
        "The configuration asks for automatic idempotency keys, but nothing says which header carries them: no operation \
         has a parameter `Idempotency-Key`. No keys are sent.",
        "Name the header in the configuration: `[client] idempotency_header`.",
    ),
    told("no-runtime", "The folder given by `--runtime-path` holds no crate.", "Give the folder of `sdkgen-runtime`."),
    told(
        "numbered-name",
        "A name was taken, so a number was put behind it: with `--lenient-names`, or for alternatives of a union that \
         nothing tells apart.",
        "Name it in the configuration; numbers change when the document does.",
    ),
    told("skipped-by-configuration", "The configuration leaves this operation out.", "Remove `skip` to have it."),
    told(
        "too-many-features",
        "The SDK has more cargo features than crates.io takes, which is 300. It compiles all the same, and other \
         registries may take it.",
        "Write `resources = false` into the table `[features]` of the configuration before publishing it there.",
    ),
    told(
        "unfit-for-manifest",
        "What the document says of its license or its page is not what a manifest may hold: the license is not an SPDX \
         expression, or the URL is not one of `http` or `https`. The manifest goes without it.",
        "Correct the document, or write `license` or `homepage` into the table `[crate]` of the configuration.",
    ),
    told(
        "unfitting-paging",
        "A rule about paging in the configuration names a parameter or a member that is not there, or of another \
         type.",
        "Correct the rule; the message names what does not fit.",
    ),
    told(
        "unfollowed-paging-extension",
        "An extension about paging (`x-speakeasy-pagination`, `x-fern-pagination`, `x-ms-pageable`) says what cannot \
         be followed. Pages are recognised without it.",
        "Give the operation a `paging` rule in the configuration.",
    ),
    told(
        "unknown-decision",
        "The configuration decides something for an operation, a security scheme, a component or a path that the document \
         does not have.",
        "Correct the name; the help names what is spelled alike. Operations go by `operationId` or by `METHOD /path`.",
    ),
    told(
        "unknown-feature",
        "The configuration wants a feature to be on by default that the crate does not have.",
        "Take one of those that the message lists; resources are called like the methods that lead to them.",
    ),
    told(
        "unpublishable-name",
        "crates.io would refuse the name of the crate, or of a package that is published with it: the name is reserved, \
         or has more than 64 characters.",
        "Choose another name if the crate is to be published there: `--name my-api` or `[crate] name`.",
    ),
    told(
        "unused-name",
        "The configuration names something that the SDK has not: nothing stands at that place, or it was left out.",
        "Correct the JSON Pointer, or remove the line.",
    ),
];
