//! The parts of syntax that a crate has by the ten thousand, made as they are printed: the way through tokens and the
//! parser costs several times as much. Knows nothing of the model.

mod expr;

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::{Parse as _, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Block, Fields, FnArg, GenericArgument, Generics, Meta, PathArguments, ReturnType, Visibility};

pub(super) use syn::{Attribute, Expr, Field, ImplItem, Item, Path, Result, Stmt, Type, Variant};

pub(super) use self::expr::{
    any, arm, array, bind, bind_mutable, call, call_on, holds, is, is_text, last, matching, new_self, no, own,
    reference, spelled, statement, text, value, zero,
};

/// The items of something that is defined; an error is a fault of the generator.
pub(super) type Items = Result<Vec<Item>>;

pub(super) fn ident(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

/// `a::b`
pub(super) fn path<'a>(steps: impl IntoIterator<Item = &'a str>) -> Path {
    let segments = steps.into_iter().map(|step| syn::PathSegment::from(ident(step))).collect();
    Path { leading_colon: None, segments }
}

/// `path::step`
pub(super) fn below(path: &Path, step: &str) -> Path {
    let mut path = path.clone();
    path.segments.push(ident(step).into());
    path
}

/// `()`
pub(super) fn unit() -> Type {
    Type::Tuple(syn::TypeTuple { attrs: Vec::new(), paren_token: Default::default(), elems: Punctuated::new() })
}

/// `path<arguments>`
pub(super) fn generic(path: Path, arguments: impl IntoIterator<Item = GenericArgument>) -> Type {
    named(bracketed(path, arguments))
}

/// `path<ty>` as a path.
pub(super) fn with(path: Path, ty: Type) -> Path {
    bracketed(path, [argument(ty)])
}

fn bracketed(mut path: Path, arguments: impl IntoIterator<Item = GenericArgument>) -> Path {
    if let Some(last) = path.segments.last_mut() {
        last.arguments = PathArguments::AngleBracketed(syn::AngleBracketedGenericArguments {
            colon2_token: None,
            lt_token: Default::default(),
            args: arguments.into_iter().collect(),
            gt_token: Default::default(),
        });
    }
    path
}

pub(super) fn argument(ty: Type) -> GenericArgument {
    GenericArgument::Type(ty)
}

/// `path<ty>`
pub(super) fn of(path: Path, ty: Type) -> Type {
    generic(path, [argument(ty)])
}

pub(super) fn named(path: Path) -> Type {
    Type::Path(syn::TypePath { attrs: Vec::new(), qself: None, path })
}

/// `&ty` or `&mut ty`
pub(super) fn referenced(is_mutable: bool, ty: Type) -> Type {
    Type::Reference(syn::TypeReference {
        attrs: Vec::new(),
        and_token: Default::default(),
        lifetime: None,
        mutability: is_mutable.then(Default::default),
        elem: Box::new(ty),
    })
}

/// `&mut path<'_>`
pub(super) fn borrowing(path: Path) -> Type {
    let lifetime = syn::Lifetime::new("'_", Span::call_site());
    referenced(true, generic(path, [GenericArgument::Lifetime(lifetime)]))
}

/// `[ty]`
pub(super) fn slice(ty: Type) -> Type {
    Type::Slice(syn::TypeSlice { attrs: Vec::new(), bracket_token: Default::default(), elem: Box::new(ty) })
}

/// `dyn path`
pub(super) fn object(path: Path) -> Type {
    let bound =
        syn::TraitBound { paren_token: None, lifetimes: None, modifiers: Default::default(), maybe: None, path };
    Type::TraitObject(syn::TypeTraitObject {
        attrs: Vec::new(),
        dyn_token: Some(Default::default()),
        bounds: Punctuated::from_iter([syn::TypeParamBound::Trait(bound)]),
    })
}

/// How a function takes `self`.
#[derive(Clone, Copy)]
pub(super) enum Receiver {
    None,
    Shared,
    Mutable,
}

/// A function of an `impl` of a trait.
pub(super) fn function<const N: usize>(
    name: &str,
    receiver: Receiver,
    arguments: [(&str, Type); N],
    output: Option<Type>,
    stmts: Vec<Stmt>,
) -> ImplItem {
    let receiver = match receiver {
        Receiver::None => None,
        Receiver::Shared => Some(None),
        Receiver::Mutable => Some(Some(Default::default())),
    };
    let receiver = receiver.map(|mutable| {
        FnArg::Receiver(syn::Receiver {
            attrs: Vec::new(),
            mutability: None,
            self_token: Default::default(),
            kind: syn::ReceiverKind::Reference(Default::default(), None, mutable),
        })
    });
    let arguments = arguments.into_iter().map(|(name, ty)| {
        let pat = Box::new(any(name));
        FnArg::Typed(syn::PatType { attrs: Vec::new(), pat, colon_token: Default::default(), ty: Box::new(ty) })
    });
    let sig = syn::Signature {
        constness: None,
        asyncness: None,
        safety: syn::Safety::default(),
        abi: None,
        fn_token: Default::default(),
        ident: ident(name),
        generics: Generics::default(),
        paren_token: Default::default(),
        inputs: receiver.into_iter().chain(arguments).collect(),
        variadic: None,
        output: output.map_or(ReturnType::Default, |ty| ReturnType::Type(Default::default(), Box::new(ty))),
    };
    ImplItem::Fn(syn::ImplItemFn {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        modifiers: Default::default(),
        sig,
        block: Block { brace_token: Default::default(), stmts },
    })
}

/// The same function, public and with attributes.
pub(super) fn public(attributes: Vec<Attribute>, function: ImplItem) -> ImplItem {
    match function {
        ImplItem::Fn(function) => ImplItem::Fn(syn::ImplItemFn { attrs: attributes, vis: visible(), ..function }),
        other => other,
    }
}

/// `pub(crate) const NAME: &'static [ty] = &[items];`
pub(super) fn list(name: &str, ty: Path, items: impl IntoIterator<Item = Expr>) -> ImplItem {
    let restricted = syn::VisRestricted {
        pub_token: Default::default(),
        paren_token: Default::default(),
        in_token: None,
        path: Box::new(path(["crate"])),
    };
    let ty = Type::Reference(syn::TypeReference {
        attrs: Vec::new(),
        and_token: Default::default(),
        lifetime: Some(syn::Lifetime::new("'static", Span::call_site())),
        mutability: None,
        elem: Box::new(slice(named(ty))),
    });
    ImplItem::Const(syn::ImplItemConst {
        attrs: Vec::new(),
        vis: Visibility::Restricted(restricted),
        modifiers: Default::default(),
        const_token: Default::default(),
        ident: ident(name),
        generics: Generics::default(),
        colon_token: Default::default(),
        ty,
        eq_token: Default::default(),
        expr: reference(false, array(items)),
        semi_token: Default::default(),
    })
}

/// The same constant for other crates of the SDK, and for nobody else.
pub(super) fn hidden(constant: ImplItem) -> ImplItem {
    match constant {
        ImplItem::Const(constant) => {
            let attrs = vec![list_attribute("doc", TokenStream::from(proc_macro2::TokenTree::from(ident("hidden"))))];
            ImplItem::Const(syn::ImplItemConst { attrs, vis: visible(), ..constant })
        }
        other => other,
    }
}

/// `impl` of a trait, or of nothing.
pub(super) fn implementation(of: Option<Path>, ty: Ident, items: Vec<ImplItem>) -> Item {
    Item::Impl(syn::ItemImpl {
        attrs: Vec::new(),
        modifiers: Default::default(),
        unsafety: None,
        impl_token: Default::default(),
        generics: Generics::default(),
        trait_: of.map(|path| (path, Default::default())),
        self_ty: Box::new(named(ty.into())),
        brace_token: Default::default(),
        items,
    })
}

/// `name!(arguments);`
pub(super) fn invocation(path: Path, tokens: TokenStream) -> Item {
    let delimiter = syn::MacroDelimiter::Paren(Default::default());
    let mac = syn::Macro { path, bang_token: Default::default(), delimiter, tokens };
    Item::Macro(syn::ItemMacro { attrs: Vec::new(), ident: None, mac, semi_token: Some(Default::default()) })
}

/// A public struct.
pub(super) fn structure(attrs: Vec<Attribute>, ident: Ident, fields: impl IntoIterator<Item = Field>) -> Item {
    let fields = syn::FieldsNamed { brace_token: Default::default(), named: fields.into_iter().collect() };
    Item::Struct(syn::ItemStruct {
        attrs,
        vis: visible(),
        struct_token: Default::default(),
        ident,
        generics: Generics::default(),
        fields: Fields::Named(fields),
        semi_token: None,
    })
}

/// A public enumeration.
pub(super) fn enumeration(attrs: Vec<Attribute>, ident: Ident, variants: impl IntoIterator<Item = Variant>) -> Item {
    Item::Enum(syn::ItemEnum {
        attrs,
        vis: visible(),
        enum_token: Default::default(),
        ident,
        generics: Generics::default(),
        brace_token: Default::default(),
        variants: variants.into_iter().collect(),
    })
}

/// A public field.
pub(super) fn field(attrs: Vec<Attribute>, ident: Ident, ty: Type) -> Field {
    let (modifiers, colon_token) = (Default::default(), Some(Default::default()));
    Field { attrs, vis: visible(), modifiers, ident: Some(ident), colon_token, ty, default: None }
}

/// A field that only its module sees.
pub(super) fn private_field(ident: Ident, ty: Type) -> Field {
    Field { vis: Visibility::Inherited, ..field(Vec::new(), ident, ty) }
}

fn visible() -> Visibility {
    Visibility::Public(Default::default())
}

/// A variant that holds nothing.
pub(super) fn variant(attrs: Vec<Attribute>, ident: Ident) -> Variant {
    Variant { attrs, ident, fields: Fields::Unit, discriminant: None }
}

/// `Name(ty)` as a variant.
pub(super) fn variant_of(attrs: Vec<Attribute>, ident: Ident, ty: Type) -> Variant {
    let field = Field {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        modifiers: Default::default(),
        ident: None,
        colon_token: None,
        ty,
        default: None,
    };
    let fields = syn::FieldsUnnamed { paren_token: Default::default(), unnamed: Punctuated::from_iter([field]) };
    Variant { attrs, ident, fields: Fields::Unnamed(fields), discriminant: None }
}

/// `#[doc = "text"]`
pub(super) fn doc(text: &str) -> Attribute {
    let (path, eq_token, value) = (path(["doc"]), Default::default(), self::text(text));
    attribute(Meta::NameValue(syn::MetaNameValue { path, eq_token, value }))
}

/// `#[name]`
pub(super) fn path_attribute(name: &str) -> Attribute {
    attribute(Meta::Path(path([name])))
}

/// `#[name(tokens)]`
pub(super) fn list_attribute(name: &str, tokens: TokenStream) -> Attribute {
    let delimiter = syn::MacroDelimiter::Paren(Default::default());
    attribute(Meta::List(syn::MetaList { path: path([name]), delimiter, tokens }))
}

fn attribute(meta: Meta) -> Attribute {
    let (pound_token, bracket_token) = (Default::default(), Default::default());
    Attribute { pound_token, style: syn::AttrStyle::Outer, bracket_token, meta }
}

/// Attributes that are rare enough for the way through tokens.
pub(super) fn attributes(tokens: TokenStream) -> Result<Vec<Attribute>> {
    if tokens.is_empty() { Ok(Vec::new()) } else { Attribute::parse_outer.parse2(tokens) }
}

/// The members of an `impl`.
pub(super) fn members(tokens: TokenStream) -> Result<Vec<ImplItem>> {
    let all = |input: ParseStream<'_>| {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(ImplItem::parse(input)?);
        }
        Ok(items)
    };
    if tokens.is_empty() { Ok(Vec::new()) } else { all.parse2(tokens) }
}
