//! The imports of one file, collected while its items are emitted.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};

use crate::emit::Cx;
use crate::emit::docs::{Block, Blocks};
use crate::emit::file::Body;
use crate::emit::syntax::{self, Path};
use crate::emit::views::Def;
use crate::ir::{Row, Scalar, TypeId};

/// The modules that names outside of the SDK are imported from, except the types of scalars, which `Scalar::row` knows.
const ORIGINS: [(&str, &[&str]); 6] = [
    ("std", &["fmt"]),
    ("std::borrow", &["Borrow"]),
    ("std::collections", &["BTreeMap"]),
    ("std::time", &["Duration"]),
    ("sdkgen_runtime::serde_json", &["Value"]),
    (
        "sdkgen_runtime",
        &[
            "ByteStream",
            "Clearable",
            "Decoding",
            "Deviation",
            "Error",
            "EventStream",
            "Expandable",
            "Items",
            "Pages",
            "Paginate",
            "PaginateBackward",
            "IntoPatch",
            "IntoValue",
            "Patch",
            "SimpleRequest",
            "RawCall",
            "RequestOptions",
            "Response",
            "Transport",
            "UnrecognizedInteger",
            "UnrecognizedJson",
            "UnrecognizedValue",
        ],
    ),
];

/// The rows of the scalars whose types are imported.
fn types_of_scalars() -> impl Iterator<Item = &'static Row> {
    Scalar::all().iter().map(|scalar| scalar.row()).filter(|row| !row.module.is_empty())
}

/// The module that a name is imported from; `None` for what only generated code uses.
fn origin(name: &str) -> Option<&'static str> {
    let of_scalar = || types_of_scalars().find(|row| row.name == name).map(|row| row.module);
    ORIGINS.iter().find(|(_, names)| names.contains(&name)).map(|(path, _)| *path).or_else(of_scalar)
}

/// The imports of one file.
pub(super) struct Uses<'a> {
    cx: Cx<'a>,
    /// The definitions of this file, which need no import.
    own: RefCell<BTreeSet<TypeId>>,
    imports: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// Names of models that this file defines or imports.
    models: RefCell<BTreeSet<String>>,
    /// Names that a model and the runtime have in common, both used in this file: the runtime's come with their path.
    qualified: BTreeSet<String>,
    /// Whether the names are for readers outside of the crate: models that share theirs come with a path, too.
    in_prose: bool,
    /// Whether only models come with a path then, so that a model that is added changes no other name.
    in_surface: bool,
    /// The docs of this file's items.
    docs: RefCell<Blocks>,
}

impl<'a> Uses<'a> {
    pub(super) fn new(cx: Cx<'a>) -> Self {
        let (own, imports, models) = (RefCell::default(), RefCell::default(), RefCell::default());
        let docs = RefCell::default();
        Self { cx, own, imports, models, qualified: BTreeSet::new(), in_prose: false, in_surface: false, docs }
    }

    /// Creates the imports of a text about the crate, which has none: names that a model and the runtime share are
    /// qualified as a user writes them.
    pub(super) fn in_prose(cx: Cx<'a>) -> Self {
        let own: BTreeSet<&str> = cx.defs().map(|def| def.type_name().as_str()).collect();
        let names = ORIGINS.iter().flat_map(|(_, names)| names.iter().copied());
        let names = names.chain(types_of_scalars().map(|row| row.name));
        let qualified = names.filter(|name| own.contains(*name)).map(str::to_owned).collect();
        Self { qualified, in_prose: true, ..Self::new(cx) }
    }

    /// Creates the imports of the surface, which has none: of a model and a name of the runtime that are the same, the
    /// model comes with its path.
    pub(super) fn in_surface(cx: Cx<'a>) -> Self {
        Self { in_surface: true, ..Self::in_prose(cx) }
    }

    /// Emits a file: imports, then items. If a model and the runtime turn out to share a name in it, it is emitted once
    /// more with the runtime's name qualified.
    pub(super) fn file(cx: Cx<'a>, items: impl Fn(&Self, &mut Body)) -> Body {
        let mut uses = Self::new(cx);
        let mut body = Body::default();
        items(&uses, &mut body);
        let clashes = uses.clashes();
        if !clashes.is_empty() {
            uses = Self { qualified: clashes, ..Self::new(cx) };
            body = Body::default();
            items(&uses, &mut body);
        }
        body.import(uses.tokens());
        body.document(&uses.docs.into_inner());
        body
    }

    fn clashes(&self) -> BTreeSet<String> {
        let models = self.models.borrow();
        let imports = self.imports.borrow();
        let others = imports.iter().filter(|(path, _)| *path != "crate::models").flat_map(|(_, names)| names);
        others.filter(|name| models.contains(*name)).cloned().collect()
    }

    /// The docs of an item, as what stands for them until the file is printed; empty paragraphs fall away.
    pub(super) fn docs(&self, paragraphs: impl IntoIterator<Item = String>) -> Block {
        self.docs.borrow_mut().add(paragraphs)
    }

    /// The name of a definition.
    pub(super) fn model(&self, id: TypeId) -> Path {
        let def = self.cx.def(id);
        let ident = def.type_name();
        if !self.own.borrow().contains(&id) {
            self.import("crate::models", ident.as_str());
        }
        let mut models = self.models.borrow_mut();
        if !models.contains(ident.as_str()) {
            models.insert(ident.as_str().to_owned());
        }
        let is_qualified = self.in_prose && self.qualified.contains(ident.as_str());
        if is_qualified { syntax::path(["models", ident.as_str()]) } else { ident.token().into() }
    }

    /// Records that this file defines a model.
    pub(super) fn defines(&self, def: Def<'_>) {
        self.own.borrow_mut().insert(def.id);
        self.models.borrow_mut().insert(def.type_name().as_str().to_owned());
    }

    /// A name of the standard library or the runtime. If a model of this file is called the same, it comes with its
    /// path.
    pub(super) fn name(&self, name: &str) -> TokenStream {
        self.path(name).into_token_stream()
    }

    /// The same as a part of syntax.
    pub(super) fn path(&self, name: &str) -> Path {
        let path = origin(name).unwrap_or("sdkgen_runtime::private");
        if self.qualified.contains(name) && !self.in_surface {
            let shown = if self.in_prose { self.cx.names.krate.as_str() } else { "sdkgen_runtime" };
            return syntax::path(path.replace("sdkgen_runtime", shown).split("::").chain([name]));
        }
        self.import(path, name);
        syntax::ident(name).into()
    }

    /// A name of the runtime with its path, for names that the SDK uses for a type of its own.
    pub(super) fn runtime_path(&self, name: &str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        quote!(sdkgen_runtime::private::#ident)
    }

    /// Imports a name of the module around this one.
    pub(super) fn parent(&self, ident: &crate::naming::Ident) {
        self.import("super", ident.as_str());
    }

    fn import(&self, path: &str, name: &str) {
        let mut imports = self.imports.borrow_mut();
        // Most names are used many times.
        if !imports.get(path).is_some_and(|names| names.contains(name)) {
            imports.entry(path.to_owned()).or_default().insert(name.to_owned());
        }
    }

    /// The imports: the standard library, the runtime, the crate itself.
    fn tokens(&self) -> TokenStream {
        let imports = self.imports.borrow();
        let group = |path: &str| {
            let first = path.split("::").next().unwrap_or_default();
            ["std", "sdkgen_runtime", "super", "crate"].iter().position(|known| *known == first).unwrap_or(1)
        };
        // As rustfmt sorts them: by each step of the path, names in braces last.
        let mut sorted: Vec<_> = imports.iter().collect();
        sorted.sort_by(|(a, of_a), (b, of_b)| {
            let steps = |path: &str, names: &BTreeSet<String>| {
                let last = if let [one] = names.iter().collect::<Vec<_>>()[..] { one.clone() } else { "{".to_owned() };
                path.split("::").map(str::to_owned).chain([last]).collect::<Vec<_>>()
            };
            let (steps_of_a, steps_of_b) = (steps(a, of_a), steps(b, of_b));
            let differing =
                steps_of_a.iter().zip(&steps_of_b).map(|(a, b)| by_version(a, b)).find(|order| order.is_ne());
            group(a).cmp(&group(b)).then(differing.unwrap_or(Ordering::Equal))
        });
        let lines = sorted.into_iter().map(|(path, names)| {
            let path = path_tokens(path);
            let mut names: Vec<&String> = names.iter().collect();
            names.sort_by(|a, b| by_version(a, b));
            let names: Vec<Ident> = names.into_iter().map(|name| Ident::new(name, Span::call_site())).collect();
            match names.as_slice() {
                [one] => quote!(use #path::#one;),
                many => quote!(use #path::{#(#many),*};),
            }
        });
        quote!(#(#lines)*)
    }
}

/// The order of two names in imports: numbers in them by their value (Rust Style Guide, section Sorting).
pub(super) fn by_version(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (digits_of_a, digits_of_b) = (digits(a), digits(b));
        if digits_of_a > 0 && digits_of_b > 0 {
            let (number_of_a, number_of_b) = (&a[..digits_of_a], &b[..digits_of_b]);
            let value = |number: &str| number.trim_start_matches('0').to_owned();
            let (value_of_a, value_of_b) = (value(number_of_a), value(number_of_b));
            let order = value_of_a.len().cmp(&value_of_b.len()).then(value_of_a.cmp(&value_of_b));
            if order.is_ne() {
                return order;
            }
            (a, b) = (&a[digits_of_a..], &b[digits_of_b..]);
            continue;
        }
        match (a.chars().next(), b.chars().next()) {
            (Some(first), Some(other)) if first == other => {
                (a, b) = (&a[first.len_utf8()..], &b[other.len_utf8()..]);
            }
            // An underscore comes before anything else but the end.
            (Some('_'), Some(_)) => return Ordering::Less,
            (Some(_), Some('_')) => return Ordering::Greater,
            (first, other) => return first.cmp(&other),
        }
    }
}

/// How many digits a text begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn path_tokens(path: &str) -> TokenStream {
    let steps = path.split("::").map(|step| Ident::new(step, Span::call_site()));
    quote!(#(#steps)::*)
}
