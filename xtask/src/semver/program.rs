//! The program that uses everything that is public in an SDK, written from the emitted code alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sdkgen::surface::Surface;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Fields, File, FnArg, ImplItem, ImplItemFn, Item, ItemEnum, ItemImpl, ItemStruct, Pat, ReturnType, Token,
    Type, UseTree,
};

use super::arbiter::Program;
use super::library::{self, is_public};
use super::scope::{SDK, Scope, text};
use super::sdk::Sdk;
use super::values::values;

/// What precedes the functions of every program.
const BEGIN: &str = r"#![allow(warnings)]

fn any<T>() -> T {
    unimplemented!()
}

mod traits {
    pub fn Clone<T: Clone>() {}
    pub fn Debug<T: std::fmt::Debug>() {}
    pub fn Default<T: Default>() {}
    pub fn PartialEq<T: PartialEq>() {}
    pub fn Eq<T: Eq>() {}
    pub fn Hash<T: std::hash::Hash>() {}
    pub fn Thread<T: Send + Sync + Unpin + std::panic::UnwindSafe>() {}
    pub fn Backward<T: sdk::PaginateBackward>() {}
}

";

/// A program over everything in an SDK.
pub(super) struct Uses {
    text: String,
    /// How many items it uses.
    pub(super) items: usize,
    /// How many statements it has.
    pub(super) statements: usize,
    /// The cargo features that turn each model on.
    models: BTreeMap<String, BTreeSet<String>>,
}

/// Writes the program.
pub(super) fn of(sdk: &Sdk) -> Result<Uses, String> {
    let mut uses = Uses { text: BEGIN.to_owned(), items: 0, statements: 0, models: models(sdk)? };
    for (module, file) in library::files(sdk)? {
        Writer { scope: Scope::of(&file, &module), module, uses: &mut uses }.file(&file);
    }
    Ok(uses)
}

/// The features any of which turns each model on, without those that begin with an underscore; a model that is always
/// there has the empty name.
fn models(sdk: &Sdk) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let features = sdk.features()?;
    let Some(file) = sdk.files.iter().find(|file| file.path == "src/models.rs") else { return Ok(BTreeMap::new()) };
    let file = syn::parse_file(&file.text).map_err(|error| format!("src/models.rs: {error}"))?;
    let mut models: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in &file.items {
        let Item::Use(exports) = item else { continue };
        let named = condition(&exports.attrs);
        let on = features.iter().filter(|(name, _)| !name.starts_with('_') && *name != "default" && *name != "full");
        let on = on.filter(|(_, turned_on)| named.iter().any(|name| turned_on.contains(name)));
        let on: BTreeSet<String> = match named.is_empty() {
            true => BTreeSet::from([String::new()]),
            false => on.map(|(name, _)| name.clone()).collect(),
        };
        let mut names = Vec::new();
        leaves(&exports.tree, &mut names);
        models.extend(names.into_iter().map(|name| (name, on.clone())));
    }
    Ok(models)
}

/// The feature of the resource whose operation a model is a part of; `None` for components. A file can have the parts
/// of operations of several resources, so that it is compiled with features of which no operation accepts them.
fn own_feature<'a>(surface: &'a Surface, model: &str) -> Option<&'a String> {
    let (key, _) = surface.types.iter().find(|(_, known)| known.name == model)?;
    let is_part = |operation: &str| key.strip_prefix(operation).is_some_and(|rest| rest.starts_with(' '));
    let (_, method) = surface.operations.iter().rev().find(|(operation, _)| is_part(operation))?;
    surface.resource_features.get(method.resource.split('.').next().unwrap_or_default())
}

/// The names that a `use` brings into scope.
fn leaves(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

/// Whether a feature only turns features of the runtime on, and no code of the SDK: they take long to compile.
fn is_of_transport(feature: &str, on: &BTreeSet<String>) -> bool {
    !["blocking", "testing"].contains(&feature)
        && on.iter().all(|name| name == feature || name.contains('/'))
        && on.iter().any(|name| name.contains('/'))
}

/// The names of features in the conditions of an item.
fn condition(attributes: &[Attribute]) -> BTreeSet<String> {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let texts: Vec<String> = conditions.map(text).collect();
    texts.iter().flat_map(|text| text.split('"').skip(1).step_by(2).map(str::to_owned)).collect()
}

impl Uses {
    /// Returns the program as a crate of this name that depends on `sdk`; it was written for `old`.
    pub(super) fn against(&self, name: &str, old: &Sdk, sdk: &Sdk) -> Program {
        let (mut features, mut missing) = (vec!["blocking".to_owned()], Vec::new());
        let (before, after) = (old.features().unwrap_or_default(), sdk.features().unwrap_or_default());
        let is_public = |name: &&String| !name.starts_with('_');
        for feature in before.keys().filter(is_public).filter(|name| *name != "default") {
            match after.get(feature) {
                Some(on) if is_of_transport(feature, on) => {}
                Some(_) => features.push(feature.clone()),
                None => missing.push(format!("the feature `{feature}` is missing")),
            }
        }
        let on = |features: &BTreeMap<String, BTreeSet<String>>| features.get("default").cloned().unwrap_or_default();
        let (by_default, still) = (on(&before), on(&after));
        let lost = by_default.difference(&still).filter(is_public).filter(|name| after.contains_key(*name));
        missing.extend(lost.map(|feature| format!("the feature `{feature}` is not on by default any more")));
        if let Ok(models) = models(sdk) {
            for (name, on) in &self.models {
                let Some(still) = models.get(name).filter(|still| !still.contains("")) else { continue };
                let own = own_feature(&old.surface, name);
                let lost = on.difference(still).filter(|feature| feature.is_empty() || after.contains_key(*feature));
                let lost = lost.filter(|feature| own.is_none_or(|own| own == *feature));
                missing.extend(lost.map(|feature| format!("the feature `{feature}` does not turn `{name}` on")));
            }
        }
        Program {
            name: name.to_owned(),
            sdk: sdk.name.clone(),
            text: self.text.clone(),
            features,
            missing,
            runs: false,
        }
    }
}

struct Writer<'a> {
    scope: Scope,
    module: String,
    uses: &'a mut Uses,
}

impl Writer<'_> {
    fn file(&mut self, file: &File) {
        for item in &file.items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => self.structure(item),
                Item::Enum(item) if is_public(&item.vis) => self.enumeration(item),
                Item::Type(item) if is_public(&item.vis) => {
                    let own = format!("{}::{}", self.module, item.ident);
                    if text(&item.ty).starts_with("SimpleRequest") {
                        self.simple_request(&own, &item.ty);
                    } else {
                        let target = self.outside(&item.ty, &own);
                        self.function(&own, &[format!("let _: {target} = any::<{own}>();")]);
                    }
                }
                Item::Impl(block) => self.implementation(block),
                Item::Macro(item) => self.expanded(&item.mac),
                _ => {}
            }
        }
    }

    fn outside(&self, ty: &Type, own: &str) -> String {
        text(&self.scope.outside(ty, own, &self.module))
    }

    /// Writes a function.
    fn function(&mut self, what: &str, statements: &[String]) {
        let number = self.uses.items;
        self.uses.items += 1;
        self.uses.statements += statements.len();
        let _ = write!(self.uses.text, "// {what}\nfn f{number}() {{\n    {}\n}}\n\n", statements.join("\n    "));
    }

    fn asynchronous(&mut self, what: &str, statement: &str) {
        let number = self.uses.items;
        self.uses.items += 1;
        self.uses.statements += 1;
        let signature = format!("async fn f{number}() -> Result<(), {SDK}::Error>");
        let _ = write!(self.uses.text, "// {what}\n{signature} {{\n    {statement}\n    Ok(())\n}}\n\n");
    }

    fn structure(&mut self, item: &ItemStruct) {
        let own = format!("{}::{}", self.module, item.ident);
        let mut statements = traits(&own, &item.attrs, self.module == format!("{SDK}::models"));
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            let Some(name) = &field.ident else { continue };
            let ty = self.outside(&field.ty, &own);
            statements.push(format!("let _: {ty} = any::<{own}>().{name};"));
        }
        self.function(&own, &statements);
    }

    fn enumeration(&mut self, item: &ItemEnum) {
        let own = format!("{}::{}", self.module, item.ident);
        let mut statements = traits(&own, &item.attrs, self.module == format!("{SDK}::models"));
        let mut arms = Vec::new();
        for variant in &item.variants {
            let name = &variant.ident;
            match &variant.fields {
                Fields::Unnamed(fields) => {
                    let types: Vec<String> = fields.unnamed.iter().map(|field| self.outside(&field.ty, &own)).collect();
                    let ty = types.join(", ");
                    arms.push(format!("{own}::{name}(held) => {{ let _: {ty} = held; }}"));
                    statements.push(format!("let _: {own} = {own}::{name}(any::<{ty}>());"));
                }
                _ => {
                    arms.push(format!("{own}::{name} => {{}}"));
                    statements.push(format!("let _: {own} = {own}::{name};"));
                }
            }
        }
        statements.push(format!("match any::<{own}>() {{ {} _ => {{}} }}", arms.join(" ")));
        self.function(&own, &statements);
    }

    fn simple_request(&mut self, own: &str, ty: &Type) {
        let ty = self.outside(ty, own);
        let Some(output) = inside(&ty) else { return };
        self.sent(own, output);
        self.function(
            own,
            &[
                format!("let _: {own} = any::<{own}>().options(any::<{SDK}::RequestOptions>());"),
                format!("let _: {SDK}::Sending<{output}> = any::<{own}>().send();"),
                format!("let _: {SDK}::Sending<{SDK}::Response<{output}>> = any::<{own}>().send_with_response();"),
                format!("let _: Result<{output}, {SDK}::Error> = any::<{own}>().send_blocking();"),
            ],
        );
    }

    fn sent(&mut self, own: &str, output: &str) {
        self.asynchronous(own, &format!("let _: {output} = any::<{own}>().await?;"));
    }

    fn implementation(&mut self, block: &ItemImpl) {
        let own = self.outside(&block.self_ty, "");
        let associated = |name: &str| {
            block.items.iter().find_map(|item| match item {
                ImplItem::Type(item) if item.ident == name => Some(&item.ty),
                _ => None,
            })
        };
        let Some((of, _)) = &block.trait_ else {
            for item in &block.items {
                if let ImplItem::Fn(method) = item
                    && is_public(&method.vis)
                {
                    self.method(&own, method);
                }
            }
            return;
        };
        match of.segments.last().map(|last| (last.ident.to_string(), last)) {
            Some((name, _)) if name == "Paginate" => {
                let Some(item) = associated("Item") else { return };
                let item = self.outside(item, &own);
                self.asynchronous(&own, &format!("let _: Option<{item}> = any::<{own}>().items().try_next().await?;"));
            }
            Some((name, _)) if name == "PaginateBackward" => {
                self.function(&own, &[format!("traits::Backward::<{own}>();")]);
            }
            Some((name, _)) if name == "IntoFuture" => {
                let Some(output) = associated("IntoFuture").map(|ty| self.outside(ty, &own)) else { return };
                if let Some(output) = inside(&output) {
                    self.sent(&own, output);
                }
            }
            Some((name, last)) if name == "From" => {
                let from = text(&last.arguments);
                let from = from.trim_start_matches("::").trim().trim_start_matches('<').trim_end_matches('>');
                let Ok(from) = syn::parse_str::<Type>(from) else { return };
                let from = self.outside(&from, &own);
                self.function(&own, &[format!("let _: {own} = any::<{from}>().into();")]);
            }
            _ => {}
        }
    }

    fn method(&mut self, own: &str, method: &ImplItemFn) {
        let name = &method.sig.ident;
        let types = method.sig.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(typed) if matches!(*typed.pat, Pat::Ident(_)) => Some(&*typed.ty),
            _ => None,
        });
        let choices: Vec<Vec<String>> = types.map(|ty| values(&self.scope.outside(ty, own, &self.module))).collect();
        if choices.iter().any(Vec::is_empty) {
            return;
        }
        let returns = match &method.sig.output {
            ReturnType::Type(_, ty) => self.outside(ty, own),
            ReturnType::Default => "()".to_owned(),
        };
        let receiver =
            if method.sig.receiver().is_some() { format!("any::<{own}>().{name}") } else { format!("{own}::{name}") };
        let rounds = choices.iter().map(Vec::len).max().unwrap_or(1);
        let statements: Vec<String> = (0..rounds)
            .map(|round| {
                let values: Vec<&str> = choices.iter().map(|choices| choices[round % choices.len()].as_str()).collect();
                format!("let _: {returns} = {receiver}({});", values.join(", "))
            })
            .collect();
        self.function(&format!("{own}::{name}"), &statements);
    }

    /// What macros of the runtime make: conversions, the texts of enumerations.
    fn expanded(&mut self, called: &syn::Macro) {
        let mut tokens = called.tokens.clone().into_iter();
        let Some(name) = tokens.next() else { return };
        let own = format!("{}::{name}", self.module);
        if called.path.is_ident("string_enum") {
            let made = ["\"text\"", "any::<String>()"].map(|value| format!("let _: {own} = {value}.into();"));
            let mut statements = made.to_vec();
            statements.push(format!("let _: &str = any::<{own}>().as_str();"));
            statements.push(format!("let _: Result<{own}, std::convert::Infallible> = \"text\".parse();"));
            statements
                .push(format!("let _: (String, bool) = (any::<{own}>().to_string(), any::<{own}>() == \"text\");"));
            self.function(&own, &statements);
        }
        if called.path.is_ident("conversions") {
            let Some(proc_macro2::TokenTree::Group(group)) = tokens.next() else { return };
            let variants = group.stream().into_iter().filter_map(|token| match token {
                proc_macro2::TokenTree::Group(held) => syn::parse2::<Type>(held.stream()).ok(),
                _ => None,
            });
            let types: Vec<String> = variants.map(|ty| self.outside(&unboxed(ty), &own)).collect();
            let statements: Vec<String> =
                types.iter().map(|ty| format!("let _: {own} = any::<{ty}>().into();")).collect();
            self.function(&own, &statements);
        }
    }
}

/// The argument of a generic type, which a comma may follow.
fn inside(ty: &str) -> Option<&str> {
    let (_, rest) = ty.split_once('<')?;
    Some(rest.trim().strip_suffix('>')?.trim_end().trim_end_matches(',').trim_end())
}

fn unboxed(ty: Type) -> Type {
    let Type::Path(path) = &ty else { return ty };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Box") else { return ty };
    let syn::PathArguments::AngleBracketed(list) = &last.arguments else { return ty };
    match list.args.first() {
        Some(syn::GenericArgument::Type(inner)) => inner.clone(),
        _ => ty,
    }
}

/// Statements that need the traits of a type: those that it derives, and those that every type has.
fn traits(own: &str, attributes: &[Attribute], is_model: bool) -> Vec<String> {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let derives = derives
        .filter_map(|attribute| attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).ok());
    let mut names: BTreeSet<String> = derives.flatten().map(|path| text(&path)).collect();
    let mut statements = Vec::new();
    if is_model {
        names.extend(["Debug", "PartialEq", "Thread"].map(str::to_owned));
        statements.push(format!("let _ = {SDK}::serde_json::to_string(&any::<{own}>());"));
        statements.push(format!("let _: Result<{own}, _> = {SDK}::serde_json::from_str(\"text\");"));
    }
    statements.extend(names.into_iter().map(|name| format!("traits::{name}::<{own}>();")));
    statements
}

#[cfg(test)]
mod tests {
    use sdkgen::{Config, Source};
    use serde_json::json;

    use super::of;
    use crate::project::Project;
    use crate::semver::sdk::Sdk;

    #[test]
    fn everything_public_is_used() {
        let pet = json!({"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"}, "kind": {"type": "string", "enum": ["cat", "dog"]}}});
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}});
        let document = json!({"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.example"}], "components": {"schemas": {"Pet": pet}},
        "paths": {"/pets": {
            "get": {
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "It", "content": content}},
            },
            "put": {"requestBody": {"required": true, "content": {"application/json": {"schema": {
                "type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}},
                "responses": {"204": {"description": "Done"}}},
        }}});
        let source = Source::new("pets.json", document.to_string());
        let sdk = Sdk::of(&Project::find(), "pets", source, &Config::default(), None).expect("it is an SDK");
        let uses = of(&sdk).expect("it is Rust");
        for statement in [
            "let _: sdk::resources::pets::Pets = any::<sdk::Client>().pets();",
            ">().limit(any::<i64>());",
            "let _: sdk::models::Pet = any::<sdk::resources::pets::",
            "let _: sdk::models::Pet = sdk::models::Pet::new(\"text\");",
            "let _: sdk::models::Pet = any::<sdk::models::Pet>().kind(any::<sdk::models::PetKind>());",
            "let _: Option<sdk::models::PetKind> = any::<sdk::models::Pet>().kind;",
            "let _: sdk::models::PetKind = sdk::models::PetKind::Cat;",
            ".update([any::<sdk::models::Pet>()]);",
        ] {
            assert!(uses.text.contains(statement), "{statement}\n{}", uses.text);
        }
    }
}
