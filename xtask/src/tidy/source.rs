//! A Rust file of the project, parsed once for all rules. Knows which files those are; knows no rule.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::Complaint;

/// A Rust file and what the rules ask about it.
pub(super) struct Source {
    /// From the root of the project, with `/` between the parts.
    pub(super) path: String,
    /// As it stands on the disk.
    pub(super) text: String,
    /// The same, parsed.
    pub(super) syntax: syn::File,
    /// All functions with a body, methods included, those of tests left out.
    pub(super) functions: Vec<Function>,
}

/// A function with a body.
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// Where it begins, from 1.
    pub(super) line: usize,
    /// How many lines it has, signature included.
    pub(super) lines: usize,
}

impl Source {
    /// Whether the rules apply to this file: sources, hand-written tests and examples; no fixture, no golden output.
    pub(super) fn is_ours(path: &str) -> bool {
        let mut parts = path.split('/');
        let package = parts.next().is_some_and(|part| ["generator", "runtime", "generated", "xtask"].contains(&part));
        let folder =
            parts.next().is_some_and(|part| ["src", "tests", "examples", "benches", "build.rs"].contains(&part));
        let kept = !parts.any(|part| ["fixtures", "golden", "snapshots"].contains(&part));
        package && folder && kept && path.ends_with(".rs")
    }

    /// Parses a file, or complains about it.
    pub(super) fn parse(path: String, text: String) -> Result<Self, Complaint> {
        let syntax = syn::parse_file(&text)
            .map_err(|error| Complaint::new(&path, error.span().start().line, format!("it is no Rust: {error}")))?;
        let mut functions = Functions(Vec::new());
        functions.visit_file(&syntax);
        Ok(Self { path, text, syntax, functions: functions.0 })
    }

    /// Whether it begins with a `//!`.
    pub(super) fn has_module_comment(&self) -> bool {
        let inner = |attribute: &syn::Attribute| matches!(attribute.style, syn::AttrStyle::Inner(_));
        self.syntax.attrs.iter().any(|attribute| inner(attribute) && attribute.path().is_ident("doc"))
    }

    /// Whether a machine owns it.
    pub(super) fn is_generated(&self) -> bool {
        self.path.starts_with("generated/src/")
            || ["generated/tests/operations.rs", "generated/tests/paging.rs", "generated/tests/samples.rs"]
                .contains(&self.path.as_str())
    }

    /// How many lines stand before its tests.
    pub(super) fn lines(&self) -> usize {
        self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count()
    }

    /// Its module path in the crate: `generator/src/emit/docs.rs` is `emit`, `docs`; a crate root has none.
    pub(super) fn module(&self) -> Vec<String> {
        let inner = self.path.split_once("/src/").map_or("", |(_, inner)| inner);
        let inner = inner.trim_end_matches(".rs").trim_end_matches("/mod");
        if inner.is_empty() || inner == "lib" || inner == "main" {
            return Vec::new();
        }
        inner.split('/').map(str::to_owned).collect()
    }
}

/// Whether an item exists only for tests.
pub(super) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        syn::Meta::NameValue(_) => false,
    })
}

struct Functions(Vec<Function>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.span().start().line;
        let lines = block.span().end().line + 1 - line;
        self.0.push(Function { name: signature.ident.to_string(), line, lines });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.add(&item.sig, &item.block);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.add(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn functions_are_measured_and_tests_are_not() {
        let text = "//! A.\nfn a() {\n}\nimpl A {\n    fn b(\n    ) {\n    }\n}\n#[cfg(test)]\nmod tests {\n    fn c() {}\n}\n";
        let source = Source::parse("runtime/src/codec/reader.rs".to_owned(), text.to_owned()).unwrap();
        let found: Vec<_> = source.functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(found, [("a", 2, 2), ("b", 5, 3)]);
        assert_eq!(source.lines(), 8);
        assert_eq!(source.module(), ["codec", "reader"]);
    }

    #[test]
    fn fixtures_are_not_ours() {
        assert!(Source::is_ours("generator/src/emit/file.rs"));
        assert!(Source::is_ours("generator/build.rs"));
        assert!(Source::is_ours("generated/tests/server/mod.rs"));
        assert!(!Source::is_ours("generator/tests/golden/pets/src/lib.rs"));
        assert!(!Source::is_ours("generator/src/emit/file.md"));
        assert!(!Source::is_ours("specs/build.rs"));
    }
}
