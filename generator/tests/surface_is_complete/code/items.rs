//! Items of models and resources.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, Fields, File, FnArg, ImplItem, ImplItemFn, Item, ItemEnum, ItemImpl, ItemMacro, ItemStruct, Lit,
    Meta, Pat, ReturnType, Signature, Token, Type, UseTree, Visibility,
};

use super::client::text_of_path;
use super::{plain, text};

/// The methods that return resources, by the path of the resource that they are of: name, path of what is returned,
/// feature.
pub(crate) type Handles = BTreeMap<String, Vec<(String, String, String)>>;

/// Methods of every request, except `send`.
const OF_REQUESTS: [&str; 3] = ["options", "send_with_response", "send_blocking"];

pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The documentation of an item.
pub(crate) fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim_start().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The arguments of a function without `self`: names and types.
pub(crate) fn arguments(signature: &Signature) -> impl Iterator<Item = (String, &Type)> {
    signature.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(name) => Some((name.ident.to_string(), &*typed.ty)),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

/// The type that a function returns.
pub(crate) fn returned(signature: &Signature) -> Option<&Type> {
    match &signature.output {
        ReturnType::Type(_, ty) => Some(ty),
        ReturnType::Default => None,
    }
}

/// The features any of which compiles an item.
pub(crate) fn condition(attributes: &[Attribute]) -> BTreeSet<String> {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    conditions
        .flat_map(|attribute| strings(attribute.meta.require_list().expect("it is a list").tokens.clone()))
        .collect()
}

/// The strings in tokens.
fn strings(tokens: TokenStream) -> Vec<String> {
    let of_token = |token: TokenTree| match token {
        TokenTree::Group(group) => strings(group.stream()),
        TokenTree::Literal(literal) => match syn::parse_str::<Lit>(&literal.to_string()) {
            Ok(Lit::Str(text)) => vec![text.value()],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    tokens.into_iter().flat_map(of_token).collect()
}

/// Reads `models.rs`: the features of each model.
pub(crate) fn conditions(file: &File, features: &BTreeMap<String, BTreeSet<String>>, lines: &mut BTreeSet<String>) {
    for item in &file.items {
        let Item::Use(exports) = item else { continue };
        let mut names = Vec::new();
        leaves(&exports.tree, &mut names);
        let mut needs = BTreeSet::new();
        for feature in condition(&exports.attrs) {
            match feature.starts_with('_') {
                true => needs.extend(features[&feature].iter().cloned()),
                false => _ = needs.insert(feature),
            }
        }
        let needs: Vec<&String> = needs.iter().collect();
        lines.extend(names.iter().map(|name| format!("{name} needs {needs:?}")));
    }
}

fn leaves(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(_) | UseTree::Glob(_) => panic!("models are re-exported by name"),
    }
}

/// Reads a file of models.
pub(crate) fn models(file: &File, lines: &mut BTreeSet<String>) {
    let wires: BTreeMap<String, BTreeMap<String, String>> = file.items.iter().filter_map(wires).collect();
    for item in &file.items {
        match item {
            Item::Struct(item) => structure(item, wires.get(&item.ident.to_string()), lines),
            Item::Enum(item) => enumeration(item, wires.get(&item.ident.to_string()), lines),
            Item::Type(item) => _ = lines.insert(format!("{} = {}", item.ident, text(&item.ty))),
            Item::Impl(block) => implementation(block, lines),
            Item::Macro(item) => expanded(item, lines),
            Item::Use(_) | Item::Mod(_) => {}
            other => panic!("no line is known for {}", text(other)),
        }
    }
}

fn structure(item: &ItemStruct, wires: Option<&BTreeMap<String, String>>, lines: &mut BTreeSet<String>) {
    let name = &item.ident;
    derived(&item.attrs, &name.to_string(), lines);
    for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
        let ident = field.ident.as_ref().expect("fields have names").to_string();
        let wire = wires.and_then(|wires| wires.get(&ident));
        let wire = wire.map_or_else(|| "the rest".to_owned(), |wire| format!("{wire:?}"));
        lines.insert(format!("{name}.{ident}: {} is {wire}", text(&field.ty)));
    }
}

fn derived(attributes: &[Attribute], name: &str, lines: &mut BTreeSet<String>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let paths = attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        lines.extend(paths.expect("it is a list").iter().map(|path| format!("{name} derives {}", text(path))));
    }
}

fn enumeration(item: &ItemEnum, wires: Option<&BTreeMap<String, String>>, lines: &mut BTreeSet<String>) {
    let name = &item.ident;
    derived(&item.attrs, &name.to_string(), lines);
    for variant in item.variants.iter().filter(|variant| variant.ident != "Unrecognized") {
        let held = match &variant.fields {
            Fields::Unit => String::new(),
            Fields::Unnamed(fields) => text(&fields.unnamed[0].ty),
            Fields::Named(_) => panic!("variants have no named fields"),
        };
        let number = || Some(docs(&variant.attrs).split("Sent as `").nth(1)?.split('`').next()?.to_owned());
        let is_of_integers = is_of_integers(item);
        let value = if is_of_integers {
            number()
        } else {
            wires.and_then(|wires| wires.get(&variant.ident.to_string())).cloned()
        };
        let value = value.map(|value| format!(" is {value:?}")).unwrap_or_default();
        lines.insert(format!("{name}::{}({held}){value}", variant.ident));
    }
}

fn is_of_integers(item: &ItemEnum) -> bool {
    item.variants.iter().any(|variant| text(&variant.fields).contains("UnrecognizedInteger"))
}

fn implementation(block: &ItemImpl, lines: &mut BTreeSet<String>) {
    let name = text(&block.self_ty);
    if let Some((path, _)) = &block.trait_ {
        lines.insert(format!("{name}: {}", text(path)));
        return;
    }
    for item in &block.items {
        let ImplItem::Fn(method) = item else { continue };
        let ident = method.sig.ident.to_string();
        // Each enumeration of integers has such a method, named after the type that it is converted from.
        let is_number = ["as_i64", "as_u64", "as_i128"].contains(&ident.as_str());
        if is_public(&method.vis) && !is_number {
            lines.insert(format!("{name}{}", signature(method)));
        }
    }
}

/// A method as it is called: `.name(…) -> …`, or `::name(…) -> …` without `self`.
fn signature(method: &ImplItemFn) -> String {
    let sign = if method.sig.receiver().is_some() { "." } else { "::" };
    let takes: Vec<String> = arguments(&method.sig).map(|(name, ty)| format!("{name}: {}", text(ty))).collect();
    let returns = returned(&method.sig).map_or_else(String::new, |ty| format!(" -> {}", text(ty)));
    format!("{sign}{}({}){returns}", method.sig.ident, takes.join(", "))
}

/// The name of a type at the beginning of a macro's arguments, and its group in braces.
fn arguments_of_macro(item: &ItemMacro) -> Option<(String, Group)> {
    let mut tokens = item.mac.tokens.clone().into_iter();
    let name = tokens.next()?.to_string();
    let group = tokens.find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    });
    Some((name, group?))
}

/// The wire names of the fields of `object!`, and the values of the variants of `string_enum!`.
fn wires(item: &Item) -> Option<(String, BTreeMap<String, String>)> {
    let Item::Macro(item) = item else { return None };
    let (name, group) = arguments_of_macro(item)?;
    let is_enum = item.mac.path.is_ident("string_enum");
    let wires = split(group.stream()).into_iter().filter_map(|part| {
        let strings = strings(part.iter().cloned().collect());
        let ident = if is_enum { part.last() } else { part.first() }?.to_string();
        Some((ident, strings.into_iter().next()?))
    });
    (is_enum || item.mac.path.is_ident("object")).then(|| (name, wires.collect()))
}

/// Tokens between commas.
fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == ',' => parts.push(Vec::new()),
            token => parts.last_mut().expect("there is a part").push(token),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What macros of the runtime make: conversions of enumerations and unions.
fn expanded(item: &ItemMacro, lines: &mut BTreeSet<String>) {
    if item.mac.path.is_ident("accepts") {
        let tokens: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
        // `text()` uses a conversion that exists.
        let is_text = |pair: &[TokenTree]| match pair {
            [TokenTree::Ident(word), TokenTree::Group(group)] => word == "text" && !group.stream().is_empty(),
            _ => false,
        };
        if tokens.windows(2).any(is_text) {
            lines.insert(format!("{}: From<&str>", tokens[0]));
        }
    }
    let Some((name, group)) = arguments_of_macro(item) else { return };
    if item.mac.path.is_ident("string_enum") {
        lines.extend(["Debug", "Eq", "Hash"].map(|derived| format!("{name} derives {derived}")));
    }
    let mut from = |ty: &str| lines.insert(format!("{name}: From<{}>", plain(ty)));
    if item.mac.path.is_ident("string_enum") {
        from("&str");
        from("String");
    }
    if item.mac.path.is_ident("conversions") {
        for part in split(group.stream()) {
            let Some(TokenTree::Group(held)) = part.last() else { panic!("a variant holds something") };
            let held = plain(&held.stream().to_string());
            let held = held.strip_prefix("Box<").and_then(|held| held.strip_suffix('>')).unwrap_or(&held);
            from(held);
            if held == "String" {
                from("&str");
            }
        }
    }
}

/// Reads a file of a resource, by its path below `resources`.
pub(crate) fn resource(path: &str, file: &File, lines: &mut BTreeSet<String>, handles: &mut Handles) {
    let is_of_operation = file.items.iter().any(|item| match item {
        Item::Use(item) => {
            text(item).starts_with("use super") || matches!(&item.tree, UseTree::Path(path) if path.ident == "super")
        }
        _ => false,
    });
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let module = if is_of_operation { folder } else { path }.replace('/', "::");
    let mut line = |text: String| lines.insert(format!("{module}::{text}"));
    for item in &file.items {
        match item {
            Item::Type(item) => _ = line(format!("{} = {}", item.ident, text(&item.ty))),
            Item::Enum(item) => {
                let mut variants = BTreeSet::new();
                enumeration(item, None, &mut variants);
                variants
                    .into_iter()
                    .filter(|variant| !variant.contains(" derives "))
                    .for_each(|variant| _ = line(variant));
            }
            Item::Impl(block) if block.trait_.is_some() => of_trait(block, &mut line),
            Item::Impl(block) => {
                let name = text(&block.self_ty);
                let methods = block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
                    _ => None,
                });
                for method in methods {
                    let ident = method.sig.ident.to_string();
                    let path = text_of_path(method);
                    if path.contains("::") && !path.contains('<') {
                        let key = format!("{module}::{name}");
                        handles.entry(key).or_default().push((ident, path, String::new()));
                    } else if !OF_REQUESTS.contains(&ident.as_str()) {
                        line(format!("{name}{}", signature(method)));
                    }
                }
            }
            Item::Struct(item) => {
                assert!(item.fields.iter().all(|field| !is_public(&field.vis)), "{} has no public field", item.ident);
            }
            _ => {}
        }
    }
}

fn of_trait(block: &ItemImpl, line: &mut impl FnMut(String) -> bool) {
    let name = text(&block.self_ty);
    let of = block.trait_.as_ref().map(|(path, _)| text(path)).unwrap_or_default();
    let item = block.items.iter().find_map(|item| match item {
        ImplItem::Type(item) if item.ident == "Item" => Some(text(&item.ty)),
        _ => None,
    });
    match (of.as_str(), item) {
        ("Paginate", Some(item)) => _ = line(format!("{name}: Paginate of {item}")),
        ("PaginateBackward", _) => _ = line(format!("{name}: PaginateBackward")),
        ("IntoFuture" | "Outcome", _) => {}
        (other, _) => panic!("no line is known for {other}"),
    }
}
