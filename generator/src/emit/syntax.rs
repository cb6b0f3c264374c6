//! The parts of syntax that a crate has by the ten thousand, made as they are printed: the way through tokens and the
//! parser costs several times as much. Knows nothing of the model.

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::{Parse as _, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, Fields, GenericArgument, Generics, Meta, PathArguments, Visibility};

pub(super) use syn::{Attribute, Field, ImplItem, Item, Path, Result, Type, Variant};

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

/// `path<arguments>`
pub(super) fn generic(path: Path, arguments: impl IntoIterator<Item = GenericArgument>) -> Type {
    named(bracketed(path, arguments))
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

/// `impl` of a type alone.
pub(super) fn implementation(ty: Ident, items: Vec<ImplItem>) -> Item {
    Item::Impl(syn::ItemImpl {
        attrs: Vec::new(),
        modifiers: Default::default(),
        unsafety: None,
        impl_token: Default::default(),
        generics: Generics::default(),
        trait_: None,
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
    let (path, eq_token, value) = (path(["doc"]), Default::default(), text_literal(text));
    attribute(Meta::NameValue(syn::MetaNameValue { path, eq_token, value }))
}

fn text_literal(text: &str) -> Expr {
    let lit = syn::Lit::Str(syn::LitStr::new(text, Span::call_site()));
    Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit })
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
