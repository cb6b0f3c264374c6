//! What may be the matter with a document as a whole: its text, its files, its references, what is patched.
//! Knows no stage.

use super::{Code, error, lenient, warning};

codes! {
    BAD_OVERLAY = error(
        "bad-overlay",
        "An overlay is not an OpenAPI Overlay of version 1, or one of its actions cannot be applied.",
        "Correct the action shown.",
    );
    DUPLICATE_KEY = lenient(
        "duplicate-key",
        "An object has the same key twice, so one of the two values would be lost. This is an error; with \
         `--lenient-names` the later value is used.",
        "Remove or rename one of the keys.",
    );
    MALFORMED = warning(
        "malformed",
        "A value has another JSON type than OpenAPI requires, such as an array instead of an object. It is \
         ignored.",
        "Correct the location shown.",
    );
    MALFORMED_COMPONENT = warning(
        "malformed-component",
        "A component cannot be read. It is skipped, and whatever refers to it accepts any value.",
        "Correct the component.",
    );
    MENDED_REFERENCE = warning(
        "mended-reference",
        "A reference has no exact target, but there is a similar one: with other upper or lower case, with a `#`, \
         or in another section. That target is used.",
        "Correct the reference.",
    );
    MISPLACED_REFERENCE = warning(
        "misplaced-reference",
        "A `$ref` is in a location where OpenAPI allows none, such as an operation. It is replaced by a copy of \
         its target.",
        "Refer to a whole path item, or write the object out.",
    );
    MISSING_FILE = lenient(
        "missing-file",
        "A reference names a file that cannot be read or parsed. This is an error; with `--lenient-names` any \
         value is accepted in that location.",
        "Correct the path, which is relative to the folder of the file with the reference.",
    );
    MISSING_INFO = warning(
        "missing-info",
        "The document has no `info`. Its title and version are left empty.",
        "Add `info`.",
    );
    MISSING_PATHS = warning(
        "missing-paths",
        "The document has no `paths`. The SDK has models only.",
        "Add `paths`.",
    );
    NEWER_KEYWORD = warning(
        "newer-keyword",
        "A document of version 3.0 uses a keyword of version 3.1. The keyword is read as in 3.1.",
        "Write `openapi: 3.1.0`, or use the keywords of 3.0.",
    );
    NOT_OPENAPI = error(
        "not-openapi",
        "The file is not an OpenAPI document: it has no `openapi` or `swagger` version.",
        "Start it with `openapi: 3.1.0` or `swagger: \"2.0\"`. If the document has several files, give the root \
         file.",
    );
    OUTSIDE_FILE = lenient(
        "outside-file",
        "A reference names a file outside the folder of the document, by `..`, an absolute path or a symbolic \
         link. Documents are not trusted, so the file was not opened. This is an error; with `--lenient-names` \
         any value is accepted in that location.",
        "If you trust the document, allow the folder with `--root DIR` or with `roots` in `[source]` of the \
         configuration; or move the file into the folder of the document.",
    );
    OVERLAY_WITHOUT_EFFECT = warning(
        "overlay-without-effect",
        "The target of an overlay action matches nothing in the document, or the action changes nothing.",
        "Correct the JSONPath, or remove the action.",
    );
    REFERENCE_CYCLE = error(
        "reference-cycle",
        "References form a cycle that never reaches a definition.",
        "Replace one of them with the definition.",
    );
    REMOTE_REFERENCE = lenient(
        "remote-reference",
        "A reference is a network URL; nothing is fetched from the network. This is an error; with \
         `--lenient-names` any value is accepted in that location.",
        "Download the file, and refer to it by its path.",
    );
    SYNTAX = error(
        "syntax",
        "The text is neither valid JSON nor valid YAML.",
        "Correct it at the line and column shown.",
    );
    TOO_DEEP = error(
        "too-deep",
        "The document nests deeper than the limit, which no sensible document reaches.",
        "Move the inner parts into components, and refer to them.",
    );
    TOO_LARGE = error(
        "too-large",
        "The document exceeds a limit on size or work: by YAML aliases, overlays or references that copy copies, \
         long chains of `allOf`, too many operations, fields or values, a very long path, or a JSONPath that \
         visits too many nodes. Documents are not trusted, so nothing is generated.",
        "Refer to components instead of copying them. If the document is right, raise the limit that the help \
         names, in `[limits]` of the configuration.",
    );
    UNKNOWN_REFERENCE = lenient(
        "unknown-reference",
        "A reference has no target. This is an error; with `--lenient-names` any value is accepted in that \
         location.",
        "Correct it; the help suggests a similar name.",
    );
    UNREADABLE_FILE = error(
        "unreadable-file",
        "A file cannot be read, or is not UTF-8.",
        "Check the path, and save the file as UTF-8.",
    );
    UNSUPPORTED_VERSION = error(
        "unsupported-version",
        "The version of the document is not supported.",
        "Use Swagger 2.0 or OpenAPI 3.0 to 3.2.",
    );
    WRONG_REFERENCE = lenient(
        "wrong-reference",
        "A reference refers to another kind of component than its location requires. This is an error; with \
         `--lenient-names` any value is accepted in that location.",
        "Refer to a component of the right section.",
    );
}
