//! What may be the matter with a document as a whole: its text, its files, its references, what is patched.
//! Knows no stage.

use super::{Explanation, lenient, told};

/// Its codes, sorted.
pub(super) const CODES: &[Explanation] = &[
    told(
        "bad-overlay",
        "An overlay is no OpenAPI Overlay of version 1, or one of its actions cannot be carried out.",
        "Correct the action that it points at.",
    ),
    lenient(
        "duplicate-key",
        "An object has the same key twice, so one of the two values would be lost. It is refused; with \
         `--lenient-names` the later one counts.",
        "Remove or rename one of them.",
    ),
    told(
        "malformed",
        "Something is of another JSON type than the specification says, for instance a list where an object belongs. \
         It is left out.",
        "Correct the place it points at.",
    ),
    told(
        "malformed-component",
        "A component cannot be read. It is left out, and what refers to it is typed loosely.",
        "Correct the component.",
    ),
    told(
        "mended-reference",
        "A reference misses its target by little: another case, a missing `#`, another section. The target nearby is \
         taken.",
        "Correct the reference.",
    ),
    told(
        "misplaced-reference",
        "A `$ref` stands where the specification allows none, on an operation for instance. A copy of the target \
         takes its place.",
        "Refer to a whole path item, or write the object out.",
    ),
    lenient(
        "missing-file",
        "A reference leads to a file that cannot be read, or whose text is broken. It is refused; with \
         `--lenient-names` anything is allowed there.",
        "Correct the way, which begins at the folder of the file that the reference stands in.",
    ),
    told("missing-info", "The document has no `info`. Title and version are left empty.", "Add `info`."),
    told("missing-paths", "The document has no `paths`. The SDK has models only.", "Add `paths`."),
    told(
        "newer-keyword",
        "A document of version 3.0 uses a keyword of 3.1 that cannot be mistaken. It is read as in 3.1.",
        "Say `openapi: 3.1.0`, or use what 3.0 has.",
    ),
    told(
        "not-openapi",
        "The text is no OpenAPI document: it names no version.",
        "Begin it with `openapi: 3.1.0` or `swagger: \"2.0\"`; give the root of a document of many files.",
    ),
    lenient(
        "outside-file",
        "A reference leads to a file outside of the document's own folder, by `..`, an absolute path or a link. A \
         document is not trusted: the file was not opened. It is refused; with `--lenient-names` anything is allowed \
         there.",
        "If you trust the document, name the folder with `--root DIR` or with `roots` below `[source]` in the \
         configuration; or move the file below the folder of the document.",
    ),
    told(
        "overlay-without-effect",
        "The target of an overlay's action is nowhere in the document, or the action changes nothing.",
        "Correct the JSONPath, or remove the action.",
    ),
    told(
        "reference-cycle",
        "References lead in a circle.",
        "One of them must say what it is, instead of referring on.",
    ),
    lenient(
        "remote-reference",
        "A reference leads to the network, from which nothing is fetched. It is refused; with `--lenient-names` \
         anything is allowed there.",
        "Download the file and refer to it by its way.",
    ),
    told("syntax", "The text is no JSON or YAML.", "Correct it at the line and column shown."),
    told(
        "too-deep",
        "The document nests deeper than any that a person or a program would make on purpose.",
        "Name the parts as components and refer to them.",
    ),
    told(
        "too-large",
        "The document asks for more than a limit allows: aliases, overlays or references that copy copies, `allOf` that \
         repeats long chains, more operations, fields or values than any API has, a path that no server takes, a \
         JSONPath that visits too much. A document is not trusted, so nothing is made of it.",
        "Refer to components instead of copying; if the document is right, raise the limit that the help names, below \
         `[limits]` in the configuration.",
    ),
    lenient(
        "unknown-reference",
        "A reference leads nowhere. It is refused; with `--lenient-names` anything is allowed there.",
        "Correct it; the help names what is spelled alike.",
    ),
    told("unreadable-file", "A file cannot be read, or is not UTF-8.", "Check the path; save the file as UTF-8."),
    told(
        "unsupported-version",
        "The document says that it is of a version that cannot be read.",
        "Use Swagger 2.0 or OpenAPI 3.0 to 3.2.",
    ),
    lenient(
        "wrong-reference",
        "A reference leads to something of another kind than belongs there. It is refused; with `--lenient-names` \
         anything is allowed there.",
        "Refer to a component of the right section.",
    ),
];
