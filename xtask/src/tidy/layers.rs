//! Who may import what: the table of `ARCHITECTURE.md`, as data. A row is the whole truth about its folder; the rules
//! that hold a file against it stand in `imports`.

/// A part of the project whose imports are restricted.
pub(super) struct Layer {
    /// Where its files are: a path without `.rs`, which stands for the file and for the folder of that name.
    pub(super) folder: &'static str,
    /// The modules of the same crate that it may name, each with all that is below it; itself is always among them.
    pub(super) modules: Modules,
    /// Other crates.
    pub(super) crates: Crates,
}

/// What a layer may name in its own crate.
pub(super) enum Modules {
    /// Everything.
    All,
    /// These, and itself.
    Only(&'static [&'static str]),
}

/// What a layer may name of other crates.
pub(super) enum Crates {
    /// Nothing but these.
    Only(&'static [&'static str]),
    /// Everything but these.
    Never(&'static [&'static str]),
}

/// The layers. Of several that fit a file, the first counts.
pub(super) const LAYERS: &[Layer] = &[
    Layer {
        folder: "generator/src/document",
        modules: Modules::Only(&["pointer", "diagnostics", "report", "limits", "suggest", "token"]),
        crates: Crates::Never(&["quote", "syn", "prettyplease", "proc_macro2", "heck", "sdkgen_runtime", "keycard"]),
    },
    Layer {
        folder: "generator/src/lower",
        modules: Modules::Only(&[
            "document",
            "english",
            "ir",
            "config",
            "pointer",
            "diagnostics",
            "report",
            "limits",
            "suggest",
            "surface",
            "token",
        ]),
        crates: Crates::Never(&["quote", "syn", "prettyplease", "proc_macro2", "heck", "sdkgen_runtime", "keycard"]),
    },
    Layer {
        folder: "generator/src/ir",
        modules: Modules::Only(&["pointer"]),
        crates: Crates::Only(&["std", "indexmap"]),
    },
    Layer {
        folder: "generator/src/passes",
        modules: Modules::Only(&["english", "ir", "diagnostics", "pointer", "surface"]),
        crates: Crates::Never(&["openapiv3", "quote", "syn", "prettyplease", "proc_macro2", "heck"]),
    },
    Layer {
        folder: "generator/src/naming/ident",
        modules: Modules::Only(&["naming"]),
        crates: Crates::Only(&["std", "proc_macro2"]),
    },
    Layer {
        folder: "generator/src/naming",
        modules: Modules::Only(&[
            "english",
            "ir",
            "config",
            "settings",
            "diagnostics",
            "lock",
            "pointer",
            "suggest",
            "surface",
        ]),
        crates: Crates::Never(&["openapiv3", "quote", "syn", "prettyplease", "proc_macro2"]),
    },
    Layer { folder: "generator/src/english", modules: Modules::Only(&[]), crates: Crates::Only(&["std"]) },
    // Markdown in, Markdown out.
    Layer {
        folder: "generator/src/text",
        modules: Modules::Only(&[]),
        crates: Crates::Only(&["std", "pulldown_cmark", "html5gum", "proptest"]),
    },
    Layer {
        folder: "generator/src/emit/file",
        modules: Modules::Only(&["emit", "tree"]),
        crates: Crates::Only(&["std", "proc_macro2", "quote", "syn", "prettyplease"]),
    },
    Layer {
        folder: "generator/src/emit/syntax",
        modules: Modules::Only(&["emit"]),
        crates: Crates::Only(&["std", "proc_macro2", "quote", "syn"]),
    },
    // Expressions in, texts out.
    Layer {
        folder: "generator/src/samples/pattern",
        modules: Modules::Only(&[]),
        crates: Crates::Only(&["std", "regex", "regex_syntax"]),
    },
    Layer {
        folder: "generator/src/samples",
        modules: Modules::Only(&["ir", "pointer"]),
        crates: Crates::Only(&["std", "regex"]),
    },
    Layer {
        folder: "generator/src/requests",
        modules: Modules::Only(&["ir", "samples", "surface"]),
        crates: Crates::Only(&["std", "proptest"]),
    },
    Layer { folder: "generator/src/prose", modules: Modules::Only(&["ir", "text"]), crates: Crates::Only(&["std"]) },
    Layer {
        folder: "generator/src/emit",
        modules: Modules::Only(&[
            "ir", "naming", "config", "settings", "surface", "tree", "text", "prose", "samples", "examples",
        ]),
        crates: Crates::Never(&[
            "openapiv3",
            "pulldown_cmark",
            "regex_syntax",
            "syn",
            "prettyplease",
            "heck",
            "sdkgen_runtime",
            "keycard",
        ]),
    },
    Layer {
        folder: "generator/src/site",
        modules: Modules::Only(&[
            "config",
            "diagnostics",
            "diff",
            "examples",
            "ir",
            "naming",
            "prose",
            "requests",
            "samples",
            "suggest",
            "surface",
            "text",
            "tree",
        ]),
        crates: Crates::Only(&["std"]),
    },
    Layer {
        folder: "generator/src/diff",
        modules: Modules::Only(&["ir", "surface"]),
        crates: Crates::Only(&["std", "serde_json"]),
    },
    Layer {
        folder: "generator/src/needs",
        modules: Modules::Only(&[]),
        crates: Crates::Only(&["std", "toml", "unicode_ident"]),
    },
    Layer { folder: "generator/src/surface", modules: Modules::Only(&[]), crates: Crates::Only(&["std", "serde"]) },
    Layer {
        folder: "generator/src/lock",
        modules: Modules::Only(&["diagnostics", "diff", "pointer", "surface", "tree"]),
        crates: Crates::Only(&["std", "serde", "toml", "unicode_ident"]),
    },
    Layer { folder: "generator/src/pointer", modules: Modules::Only(&[]), crates: Crates::Only(&["std"]) },
    Layer { folder: "generator/src/token", modules: Modules::Only(&[]), crates: Crates::Only(&["std"]) },
    // The tests read what was emitted, as Rust.
    Layer {
        folder: "generator/tests",
        modules: Modules::All,
        crates: Crates::Never(&["openapiv3", "prettyplease", "heck", "sdkgen_runtime", "keycard"]),
    },
    Layer {
        folder: "generator",
        modules: Modules::All,
        crates: Crates::Never(&["openapiv3", "quote", "syn", "prettyplease", "heck", "sdkgen_runtime", "keycard"]),
    },
    Layer {
        folder: "runtime/src/transport/reqwest",
        modules: Modules::All,
        crates: Crates::Never(&["sdkgen", "keycard"]),
    },
    // Calls are measured beside the same calls by hand.
    Layer { folder: "runtime/benches", modules: Modules::All, crates: Crates::Never(&["sdkgen", "keycard"]) },
    Layer { folder: "runtime", modules: Modules::All, crates: Crates::Never(&["sdkgen", "keycard", "reqwest"]) },
    Layer { folder: "generated", modules: Modules::All, crates: Crates::Never(&["sdkgen"]) },
    // SDKs in, verdicts out: nothing of the commands that ask.
    Layer {
        folder: "xtask/src/judge",
        modules: Modules::Only(&["crates", "document", "losses", "prism", "project"]),
        crates: Crates::Never(&["sdkgen_runtime", "keycard"]),
    },
    Layer { folder: "xtask", modules: Modules::All, crates: Crates::Never(&["sdkgen_runtime", "keycard"]) },
];

/// A crate that only one file of a package may mention, comments included, so that replacing it is one file's work.
pub(super) struct Alone {
    /// The crate, as Rust spells it.
    pub(super) name: &'static str,
    /// Where the rule holds.
    pub(super) package: &'static str,
    /// The one file.
    pub(super) file: &'static str,
}

/// The crates that stand alone.
pub(super) const ALONE: &[Alone] = &[
    Alone { name: "serde_yaml", package: "generator/src/", file: "generator/src/document/load.rs" },
    Alone { name: "serde_json_path", package: "generator/src/", file: "generator/src/document/overlay/query.rs" },
    Alone { name: "heck", package: "generator/src/", file: "generator/src/naming/words.rs" },
    Alone { name: "unicode_normalization", package: "generator/src/", file: "generator/src/naming/words.rs" },
    Alone { name: "pulldown_cmark", package: "generator/src/", file: "generator/src/text/read.rs" },
    Alone { name: "html5gum", package: "generator/src/", file: "generator/src/text/html.rs" },
    Alone { name: "prettyplease", package: "generator/src/", file: "generator/src/emit/file.rs" },
];

/// Where alone an identifier of the generated code may be made.
pub(super) const NAMING: &str = "generator/src/naming";
/// Where alone text may be parsed as Rust: tokens travel between threads as text.
pub(super) const PRINTING: &str = "generator/src/emit/file";
