//! What a file mentions: the modules of its own crate and the other crates that its paths lead to, each with a line.
//! Tests are left out, and so is what stands inside `quote!`: that is the code of another crate. Knows no rule.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::source::{Source, is_test};

/// A path in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// What it leads to.
    pub(super) target: Target,
    /// Its line, from 1.
    pub(super) line: usize,
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a module of the same crate, by its path from the crate's root.
    Module(Vec<String>),
    /// To something else by its whole path, another crate most of the time.
    Other(Vec<String>),
    /// To a macro, by its name.
    Macro(String),
}

/// Everything that `source` mentions, in its order.
pub(super) fn of(source: &Source) -> Vec<Mention> {
    search(source).found
}

/// The names that `source` imports from its own crate, each with its path from the crate's root.
pub(super) fn imported(source: &Source) -> BTreeMap<String, Vec<String>> {
    search(source).imported
}

fn search(source: &Source) -> Finder {
    let mut scope = Scope::default();
    scope.visit_file(&source.syntax);
    let mut finder = Finder { module: source.module(), scope, found: Vec::new(), imported: BTreeMap::new() };
    finder.visit_file(&source.syntax);
    finder
}

/// The names that a file brings into scope.
#[derive(Default)]
struct Scope {
    /// By `use`: a path that begins with one of them leads nowhere new.
    used: BTreeSet<String>,
    /// By `mod`: a path that begins with one of them leads below the module.
    modules: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Scope {
    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.used.insert(name.ident.to_string());
    }

    fn visit_use_rename(&mut self, name: &'ast syn::UseRename) {
        self.used.insert(name.rename.to_string());
    }

    fn visit_use_path(&mut self, path: &'ast syn::UsePath) {
        // `use a::b::{self}` brings `b` into scope.
        let syn::UseTree::Group(group) = &*path.tree else { return visit::visit_use_path(self, path) };
        if group.items.iter().any(|item| matches!(item, syn::UseTree::Name(name) if name.ident == "self")) {
            self.used.insert(path.ident.to_string());
        }
        visit::visit_use_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.modules.insert(item.ident.to_string());
        visit::visit_item_mod(self, item);
    }
}

struct Finder {
    module: Vec<String>,
    scope: Scope,
    found: Vec<Mention>,
    imported: BTreeMap<String, Vec<String>>,
}

impl Finder {
    /// Takes a path, unless it begins with a name in scope: then what it leads to was counted where that came from.
    fn add_unless_in_scope(&mut self, path: &[Ident]) {
        if path.first().is_some_and(|first| !self.scope.used.contains(&first.to_string())) {
            self.add(path);
        }
    }

    /// Takes a path with its root resolved against the module it stands in.
    fn add(&mut self, path: &[Ident]) {
        let Some(first) = path.first() else { return };
        let line = first.span().start().line;
        let mut words: Vec<String> = path.iter().map(Ident::to_string).collect();
        let mut base = match words[0].as_str() {
            "crate" | "$crate" => Vec::new(),
            "self" | "super" => self.module.clone(),
            first if self.scope.modules.contains(first) => self.module.clone(),
            _ => {
                self.found.push(Mention { target: Target::Other(words), line });
                return;
            }
        };
        while let Some(word) = words.first() {
            match word.as_str() {
                "crate" | "self" => {}
                "super" => drop(base.pop()),
                _ => break,
            }
            words.remove(0);
        }
        base.append(&mut words);
        self.found.push(Mention { target: Target::Module(base), line });
    }

    fn use_tree(&mut self, tree: &syn::UseTree, prefix: &mut Vec<Ident>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.clone());
                self.use_tree(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.use_tree(item, prefix)),
            syn::UseTree::Name(syn::UseName { ident }) | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                // `use a::b::{self}` leads to `b` itself.
                let myself = ident == "self" && !prefix.is_empty();
                let whole: Vec<Ident> = prefix.iter().chain((!myself).then_some(ident)).cloned().collect();
                self.add(&whole);
                if let Some(Target::Module(path)) = self.found.last().map(|mention| &mention.target) {
                    let name = match tree {
                        syn::UseTree::Rename(renamed) => Some(&renamed.rename),
                        _ => whole.last(),
                    };
                    self.imported.extend(name.map(|name| (name.to_string(), path.clone())));
                }
            }
            syn::UseTree::Glob(_) => self.add(prefix),
        }
    }

    /// Paths among the tokens of a macro call: two or more words joined by `::`.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<Ident> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.finish(&mut path);
                    }
                    path.push(ident);
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.finish(&mut path);
                    self.tokens(group.stream());
                }
                _ => self.finish(&mut path),
            }
        }
        self.finish(&mut path);
    }

    fn finish(&mut self, path: &mut Vec<Ident>) {
        if path.len() > 1 {
            self.add_unless_in_scope(path);
        }
        path.clear();
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test(&item.attrs) {
            self.use_tree(&item.tree, &mut Vec::new());
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let words: Vec<Ident> = path.segments.iter().map(|segment| segment.ident.clone()).collect();
            self.add_unless_in_scope(&words);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        let Some(name) = call.path.segments.last() else { return };
        let line = name.ident.span().start().line;
        let name = name.ident.to_string();
        // What is quoted, and what a macro expands to, is code of another file.
        if !name.starts_with("quote") && !name.starts_with("parse_quote") && name != "macro_rules" {
            self.tokens(call.tokens.clone());
        }
        self.found.push(Mention { target: Target::Macro(name), line });
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, of};
    use crate::tidy::source::Source;

    fn found(text: &str) -> Vec<String> {
        let source = Source::parse("generator/src/emit/docs.rs".to_owned(), text.to_owned()).unwrap();
        let shown = of(&source).into_iter().map(|mention| match mention.target {
            Target::Module(path) => format!("crate::{}", path.join("::")),
            Target::Other(path) => path.join("::"),
            Target::Macro(name) => format!("{name}!"),
        });
        shown.collect()
    }

    #[test]
    fn uses_are_flattened_and_resolved() {
        assert_eq!(found("use crate::ir::{self, types::Struct};"), ["crate::ir", "crate::ir::types::Struct"]);
        assert_eq!(found("use super::{types, super::naming::Names};"), ["crate::emit::types", "crate::naming::Names"]);
        assert_eq!(found("use quote::quote;\nuse heck::*;"), ["quote::quote", "heck"]);
    }

    #[test]
    fn paths_and_macros_count_and_quoted_code_does_not() {
        assert_eq!(found("fn a(x: crate::ir::Api) {}"), ["crate::ir::Api"]);
        assert_eq!(found("fn a() { format!(\"{}\", heck::b(x)) }"), ["heck::b", "format!"]);
        assert_eq!(found("fn a() { quote! { heck::b() } }"), ["quote!"]);
        assert_eq!(found("use std::fmt;\nfn a() -> fmt::Result {}"), ["std::fmt"]);
        assert_eq!(found("mod inner;\npub use inner::A;"), ["crate::emit::docs::inner::A"]);
        assert_eq!(found("mod inner { use super::super::types::b; }"), ["crate::emit::types::b"]);
    }

    #[test]
    fn tests_are_left_out() {
        assert!(found("#[cfg(test)]\nmod tests { use heck::A; }\n#[test]\nfn a() { heck::b() }").is_empty());
    }
}
