//! Declarations of structs and enumerations as syntax trees: a crate has tens of thousands of their fields and
//! variants, and parsing them from tokens costs several times as much. Whatever has a body is quoted instead. Knows
//! nothing of the model.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Fields, GenericArgument, Generics, Meta, PathArguments, Visibility};

pub(super) use syn::{Field, Item, Path, Type, Variant};

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

pub(super) fn number(number: usize) -> GenericArgument {
    let lit = syn::Lit::Int(syn::LitInt::new(&number.to_string(), Span::call_site()));
    GenericArgument::Const(Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit }))
}

/// `path<ty>`
pub(super) fn of(path: Path, ty: Type) -> Type {
    generic(path, [argument(ty)])
}

pub(super) fn named(path: Path) -> Type {
    Type::Path(syn::TypePath { attrs: Vec::new(), qself: None, path })
}

/// `path!(tokens);`
pub(super) fn macro_call(path: Path, tokens: TokenStream) -> Item {
    let delimiter = syn::MacroDelimiter::Paren(Default::default());
    let mac = syn::Macro { path, bang_token: Default::default(), delimiter, tokens };
    Item::Macro(syn::ItemMacro { attrs: Vec::new(), ident: None, mac, semi_token: Some(Default::default()) })
}

/// `pub struct Name { fields }`
pub(super) fn public_struct(attributes: Attributes, ident: Ident, fields: impl IntoIterator<Item = Field>) -> Item {
    let fields = syn::FieldsNamed { brace_token: Default::default(), named: fields.into_iter().collect() };
    Item::Struct(syn::ItemStruct {
        attrs: attributes.0,
        vis: visible(),
        struct_token: Default::default(),
        ident,
        generics: Generics::default(),
        fields: Fields::Named(fields),
        semi_token: None,
    })
}

/// `pub enum Name { variants }`
pub(super) fn public_enum(attributes: Attributes, ident: Ident, variants: impl IntoIterator<Item = Variant>) -> Item {
    Item::Enum(syn::ItemEnum {
        attrs: attributes.0,
        vis: visible(),
        enum_token: Default::default(),
        ident,
        generics: Generics::default(),
        brace_token: Default::default(),
        variants: variants.into_iter().collect(),
    })
}

/// `pub name: ty`
pub(super) fn public_field(attributes: Attributes, ident: Ident, ty: Type) -> Field {
    let (modifiers, colon_token) = (Default::default(), Some(Default::default()));
    Field { attrs: attributes.0, vis: visible(), modifiers, ident: Some(ident), colon_token, ty, default: None }
}

/// `name: ty`
pub(super) fn private_field(ident: Ident, ty: Type) -> Field {
    Field { vis: Visibility::Inherited, ..public_field(Attributes::default(), ident, ty) }
}

fn visible() -> Visibility {
    Visibility::Public(Default::default())
}

/// `Name` as a variant.
pub(super) fn variant(attributes: Attributes, ident: Ident) -> Variant {
    Variant { attrs: attributes.0, ident, fields: Fields::Unit, discriminant: None }
}

/// `Name(ty)` as a variant.
pub(super) fn variant_of(attributes: Attributes, ident: Ident, ty: Type) -> Variant {
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
    Variant { attrs: attributes.0, ident, fields: Fields::Unnamed(fields), discriminant: None }
}

/// The attributes of a type, a field or a variant, in the order in which they are written.
#[derive(Default)]
pub(super) struct Attributes(Vec<Attribute>);

impl Attributes {
    /// Adds `#[doc = "text"]`.
    pub(super) fn doc(self, text: &str) -> Self {
        self.with(name_value("doc", text))
    }

    /// Adds `#[derive(traits)]`.
    pub(super) fn derive(self, traits: TokenStream) -> Self {
        self.with(list("derive", traits))
    }

    /// Adds `#[non_exhaustive]`.
    pub(super) fn non_exhaustive(self) -> Self {
        self.with(Meta::Path(path(["non_exhaustive"])))
    }

    /// Adds `#[deprecated(note = "…")]` if there is a note.
    pub(super) fn deprecated(self, note: Option<String>) -> Self {
        match note {
            Some(note) => self.with(list("deprecated", quote!(note = #note))),
            None => self,
        }
    }

    fn with(mut self, meta: Meta) -> Self {
        let (pound_token, bracket_token) = (Default::default(), Default::default());
        self.0.push(Attribute { pound_token, style: syn::AttrStyle::Outer, bracket_token, meta });
        self
    }
}

/// `name = "text"`
fn name_value(name: &str, text: &str) -> Meta {
    let lit = syn::Lit::Str(syn::LitStr::new(text, Span::call_site()));
    let value = Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit });
    Meta::NameValue(syn::MetaNameValue { path: path([name]), eq_token: Default::default(), value })
}

/// `name(tokens)`
fn list(name: &str, tokens: TokenStream) -> Meta {
    let delimiter = syn::MacroDelimiter::Paren(Default::default());
    Meta::List(syn::MetaList { path: path([name]), delimiter, tokens })
}
