//! What an SDK offers, read from its emitted code alone: its types and how they are made, its methods and what they
//! accept.

use std::collections::BTreeMap;

use syn::{Attribute, Fields, File, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, Pat, ReturnType, Type, Visibility};

use super::scope::{SDK, Scope, text};
use super::sdk::Sdk;

/// The types and methods of an SDK. Types are written as programs write them.
#[derive(Default)]
pub(super) struct Library {
    /// How types are made, by their paths.
    pub(super) types: BTreeMap<String, Making>,
    /// The public methods of types, by the paths of those, in the order of the code.
    pub(super) methods: BTreeMap<String, Vec<Method>>,
}

/// How users make a value of a type.
pub(super) enum Making {
    /// By `new` or `default`, and by its setters.
    Struct {
        /// Whether it has a default value.
        default: bool,
    },
    /// By one of its variants, each with the type of what it contains.
    Enum(Vec<(String, Option<Type>)>),
    /// As the type of which it is another name.
    Alias(Box<Type>),
}

/// A public method or function.
pub(super) struct Method {
    pub(super) name: String,
    pub(super) receiver: Receiver,
    pub(super) arguments: Vec<Type>,
    /// What it returns.
    pub(super) returns: Option<Type>,
}

/// What a method is called on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Receiver {
    /// Nothing: it is a function.
    None,
    Reference,
    Value,
}

/// Returns the files of an SDK that define what its users can name, each with the path of its module.
pub(super) fn files(sdk: &Sdk) -> Result<Vec<(String, File)>, String> {
    let mut files = Vec::new();
    for file in &sdk.files {
        let Some(module) = file.path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        let parsed = syn::parse_file(&file.text).map_err(|error| format!("{}: {error}", file.path))?;
        let module = match module.split_once('/') {
            Some(("models", _)) => format!("{SDK}::models"),
            Some(("resources", below)) => format!("{SDK}::resources::{}", module_of(below, &parsed)),
            None if module == "client" => SDK.to_owned(),
            _ => continue,
        };
        files.push((module, parsed));
    }
    Ok(files)
}

/// The module that users find the items of a resource's file in: operations of large resources have a file each, which
/// is private.
fn module_of(below: &str, file: &File) -> String {
    let is_of_operation = file.items.iter().any(|item| match item {
        Item::Use(import) => text(&import.tree).starts_with("super"),
        _ => false,
    });
    let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
    (if is_of_operation { folder } else { below }).replace('/', "::")
}

/// Whether an item is public.
pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl Library {
    /// Reads the code of an SDK.
    pub(super) fn of(sdk: &Sdk) -> Result<Self, String> {
        let mut library = Self::default();
        for (module, file) in files(sdk)? {
            let scope = Scope::of(&file, &module);
            file.items.iter().for_each(|item| library.item(&scope, &module, item));
        }
        Ok(library)
    }

    /// Returns the methods of a type.
    pub(super) fn methods_of(&self, path: &str) -> &[Method] {
        self.methods.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    fn item(&mut self, scope: &Scope, module: &str, item: &Item) {
        let path = |ident: &syn::Ident| format!("{module}::{ident}");
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let default = derives(&item.attrs, "Default");
                self.types.insert(path(&item.ident), Making::Struct { default });
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let own = path(&item.ident);
                let variants = item.variants.iter().filter_map(|variant| match &variant.fields {
                    Fields::Unit => Some((variant.ident.to_string(), None)),
                    Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                        let ty = scope.outside(&fields.unnamed[0].ty, &own, module);
                        Some((variant.ident.to_string(), Some(ty)))
                    }
                    _ => None,
                });
                self.types.insert(own.clone(), Making::Enum(variants.collect()));
            }
            Item::Type(item) if is_public(&item.vis) => {
                let ty = scope.outside(&item.ty, &path(&item.ident), module);
                self.types.insert(path(&item.ident), Making::Alias(Box::new(ty)));
            }
            Item::Impl(block) if block.trait_.is_none() => self.methods(scope, module, block),
            _ => {}
        }
    }

    fn methods(&mut self, scope: &Scope, module: &str, block: &ItemImpl) {
        let own = text(&scope.outside(&block.self_ty, "", module));
        let methods = block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) if is_public(&method.vis) => {
                Some(Method::of(method, &|ty| scope.outside(ty, &own, module)))
            }
            _ => None,
        });
        let methods: Vec<Method> = methods.collect();
        self.methods.entry(own).or_default().extend(methods);
    }
}

impl Method {
    fn of(method: &ImplItemFn, outside: &dyn Fn(&Type) -> Type) -> Self {
        let arguments = method.sig.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(typed) if matches!(*typed.pat, Pat::Ident(_)) => Some(outside(&typed.ty)),
            _ => None,
        });
        let receiver = match method.sig.receiver() {
            None => Receiver::None,
            Some(receiver) if text(receiver).starts_with('&') => Receiver::Reference,
            Some(_) => Receiver::Value,
        };
        let returns = match &method.sig.output {
            ReturnType::Type(_, ty) => Some(outside(ty)),
            ReturnType::Default => None,
        };
        Self { name: method.sig.ident.to_string(), receiver, arguments: arguments.collect(), returns }
    }

    /// Whether it takes a value of the type at this path and returns one.
    pub(super) fn is_setter_of(&self, path: &str) -> bool {
        self.receiver == Receiver::Value && self.returns.as_ref().is_some_and(|ty| text(ty) == path)
    }
}

/// Whether a type derives a trait.
fn derives(attributes: &[Attribute], name: &str) -> bool {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    derives.map(text).any(|list| list.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == name))
}
