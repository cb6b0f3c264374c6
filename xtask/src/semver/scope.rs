//! The names of a file of an SDK, as a program that uses the SDK writes them.

use std::collections::HashMap;

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{File, Item, Path, Type, UseTree};

/// The name by which the program knows the SDK.
pub(super) const SDK: &str = "sdk";

/// Returns the text of a part of the code on one line, with few spaces.
pub(super) fn text(part: &impl ToTokens) -> String {
    let text = part.to_token_stream().to_string().replace('\n', " ");
    let signs = [(" :: ", "::"), (" < ", "<"), (" >", ">"), ("& ", "&"), (" ,", ",")];
    signs.iter().fold(text, |text, (wide, narrow)| text.replace(wide, narrow))
}

/// The names that a file imports or defines, with the paths by which users know them.
pub(super) struct Scope {
    paths: HashMap<String, String>,
}

impl Scope {
    /// Reads the imports and the items of a file whose public items users find in `module`.
    pub(super) fn of(file: &File, module: &str) -> Self {
        let mut scope = Self { paths: HashMap::new() };
        for item in &file.items {
            let defined = match item {
                Item::Use(import) => {
                    scope.import(&import.tree, "", module);
                    continue;
                }
                Item::Struct(item) => &item.ident,
                Item::Enum(item) => &item.ident,
                Item::Type(item) => &item.ident,
                Item::Mod(item) => &item.ident,
                _ => continue,
            };
            scope.paths.insert(defined.to_string(), format!("{module}::{defined}"));
        }
        scope
    }

    fn import(&mut self, tree: &UseTree, before: &str, module: &str) {
        match tree {
            UseTree::Path(path) => {
                let step = path.ident.to_string();
                let path_so_far = if before.is_empty() { step } else { format!("{before}::{step}") };
                self.import(&path.tree, &path_so_far, module);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before, module)),
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.paths.insert(name.clone(), outside(&format!("{before}::{name}"), module));
            }
            UseTree::Rename(_) | UseTree::Glob(_) => {}
        }
    }

    /// Returns a type as the program writes it; `own` is what `Self` stands for.
    pub(super) fn outside(&self, ty: &Type, own: &str, module: &str) -> Type {
        let mut ty = ty.clone();
        Outside { scope: self, own, module }.visit_type_mut(&mut ty);
        ty
    }
}

/// Returns a path within the SDK as users write it.
fn outside(path: &str, module: &str) -> String {
    let path = path.trim_start_matches("::");
    match path.split_once("::") {
        Some(("crate", rest)) => format!("{SDK}::{rest}"),
        // What generated code has of the runtime's private module, users have from the root of the SDK.
        Some(("sdkgen_runtime", rest)) => format!("{SDK}::{}", rest.trim_start_matches("private::")),
        Some(("super" | "self", rest)) => format!("{module}::{rest}"),
        _ => path.to_owned(),
    }
}

struct Outside<'a> {
    scope: &'a Scope,
    own: &'a str,
    module: &'a str,
}

impl VisitMut for Outside<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let Some(first) = path.segments.first() else { return };
        let head = first.ident.to_string();
        let known = match head.as_str() {
            "Self" => Some(self.own.to_owned()),
            "crate" | "super" | "self" | "sdkgen_runtime" => {
                let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                let arguments = path.segments.last().map(|last| last.arguments.clone()).unwrap_or_default();
                replace(path, &outside(&names.join("::"), self.module), arguments);
                return;
            }
            head => self.scope.paths.get(head).cloned(),
        };
        let Some(known) = known else { return };
        let rest: Vec<syn::PathSegment> = path.segments.iter().skip(1).cloned().collect();
        let arguments = first.arguments.clone();
        replace(path, &known, arguments);
        path.segments.extend(rest);
    }
}

fn replace(path: &mut Path, text: &str, arguments: syn::PathArguments) {
    if let Ok(mut other) = syn::parse_str::<Path>(text) {
        if let Some(last) = other.segments.last_mut() {
            last.arguments = arguments;
        }
        *path = other;
    }
}
