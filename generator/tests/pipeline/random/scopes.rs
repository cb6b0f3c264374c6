//! Whether a source file is Rust in which no identifier stands twice in its scope.

use std::collections::HashSet;

use syn::{Fields, FnArg, ImplItem, Item, Pat};

/// The first fault of a source file.
pub(crate) fn fault(text: &str) -> Option<String> {
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return Some(format!("this is no Rust: {error}")),
    };
    let mut types = HashSet::new();
    let mut values = HashSet::new();
    let mut methods = HashSet::new();
    file.items.iter().find_map(|item| match item {
        Item::Struct(item) => twice(&mut types, &item.ident).or_else(|| fields(&item.fields)),
        Item::Enum(item) => {
            let mut variants = HashSet::new();
            twice(&mut types, &item.ident).or_else(|| item.variants.iter().find_map(|v| twice(&mut variants, &v.ident)))
        }
        Item::Type(item) => twice(&mut types, &item.ident),
        Item::Mod(item) => twice(&mut types, &item.ident),
        Item::Use(item) => imported(&item.tree, &mut types),
        Item::Static(item) => twice(&mut values, &item.ident),
        Item::Const(item) => twice(&mut values, &item.ident),
        Item::Impl(item) if item.trait_.is_none() => {
            let owner = quote::ToTokens::to_token_stream(&item.self_ty).to_string();
            item.items.iter().find_map(|item| match item {
                ImplItem::Fn(method) => {
                    let name = format!("{owner}::{}", method.sig.ident);
                    let again = (!methods.insert(name.clone())).then(|| format!("`{name}` stands twice"));
                    again.or_else(|| arguments(method))
                }
                _ => None,
            })
        }
        _ => None,
    })
}

fn twice(seen: &mut HashSet<String>, ident: &syn::Ident) -> Option<String> {
    (!seen.insert(ident.to_string())).then(|| format!("`{ident}` stands twice"))
}

fn fields(fields: &Fields) -> Option<String> {
    let mut seen = HashSet::new();
    fields.iter().find_map(|field| field.ident.as_ref().and_then(|ident| twice(&mut seen, ident)))
}

fn arguments(method: &syn::ImplItemFn) -> Option<String> {
    let mut seen = HashSet::new();
    method.sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(input) => match &*input.pat {
            Pat::Ident(pattern) => twice(&mut seen, &pattern.ident),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

fn imported(tree: &syn::UseTree, seen: &mut HashSet<String>) -> Option<String> {
    match tree {
        syn::UseTree::Path(path) => imported(&path.tree, seen),
        syn::UseTree::Name(name) => twice(seen, &name.ident),
        syn::UseTree::Rename(rename) => twice(seen, &rename.rename),
        syn::UseTree::Group(group) => group.items.iter().find_map(|tree| imported(tree, seen)),
        syn::UseTree::Glob(_) => None,
    }
}
