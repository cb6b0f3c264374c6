//! Expressions, patterns and statements. Knows nothing of the model.

use proc_macro2::{Ident, Span, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Arm, Expr, Lit, Member, Pat, Path, Stmt, Type};

use super::{ident, path};

pub(in crate::emit) fn value(path: Path) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path })
}

/// The literal of a text.
pub(in crate::emit) fn text(text: &str) -> Expr {
    Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit: Lit::Str(syn::LitStr::new(text, Span::call_site())) })
}

/// `stringify!(name)`: a name as a text that is no value of the API.
pub(in crate::emit) fn spelled(name: Ident) -> Expr {
    let delimiter = syn::MacroDelimiter::Paren(Default::default());
    let tokens = TokenTree::Ident(name).into();
    let mac = syn::Macro { path: path(["stringify"]), bang_token: Default::default(), delimiter, tokens };
    Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac })
}

/// `false`
pub(in crate::emit) fn no() -> Expr {
    Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit: Lit::Bool(syn::LitBool::new(false, Span::call_site())) })
}

/// `0`
pub(in crate::emit) fn zero() -> Expr {
    Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit: Lit::Int(syn::LitInt::new("0", Span::call_site())) })
}

/// `function(arguments)`
pub(in crate::emit) fn call(function: Path, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(syn::ExprCall {
        attrs: Vec::new(),
        func: Box::new(value(function)),
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `receiver.method(arguments)`
pub(in crate::emit) fn call_on(receiver: Expr, method: &str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::MethodCall(syn::ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: Default::default(),
        method: ident(method),
        turbofish: None,
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `self.member`
pub(in crate::emit) fn own(member: Ident) -> Expr {
    Expr::Field(syn::ExprField {
        attrs: Vec::new(),
        base: Box::new(value(path(["self"]))),
        dot_token: Default::default(),
        member: Member::Named(member),
    })
}

/// `&value` or `&mut value`
pub(in crate::emit) fn reference(is_mutable: bool, value: Expr) -> Expr {
    Expr::Reference(syn::ExprReference {
        attrs: Vec::new(),
        and_token: Default::default(),
        mutability: is_mutable.then(Default::default),
        expr: Box::new(value),
    })
}

/// `[items]`
pub(in crate::emit) fn array(items: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Array(syn::ExprArray {
        attrs: Vec::new(),
        bracket_token: Default::default(),
        elems: items.into_iter().collect(),
    })
}

/// `Self { members }`
pub(in crate::emit) fn new_self(members: impl IntoIterator<Item = (Ident, Expr)>) -> Expr {
    let field = |(member, expr)| syn::FieldValue {
        attrs: Vec::new(),
        member: Member::Named(member),
        colon_token: Some(Default::default()),
        expr,
    };
    Expr::Struct(syn::ExprStruct {
        attrs: Vec::new(),
        qself: None,
        path: path(["Self"]),
        brace_token: Default::default(),
        fields: members.into_iter().map(field).collect(),
        dot2_token: None,
        rest: None,
    })
}

/// `let name: ty = value;`
pub(in crate::emit) fn bind(name: &str, ty: Type, value: Expr) -> Stmt {
    let pat = Pat::Type(syn::PatType {
        attrs: Vec::new(),
        pat: Box::new(any(name)),
        colon_token: Default::default(),
        ty: Box::new(ty),
    });
    local(pat, value)
}

/// `let mut name = value;`
pub(in crate::emit) fn bind_mutable(name: &str, value: Expr) -> Stmt {
    let pat = Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: Some(Default::default()),
        ident: ident(name),
        subpat: None,
    });
    local(pat, value)
}

fn local(pat: Pat, value: Expr) -> Stmt {
    let init = syn::LocalInit { eq_token: Default::default(), expr: Box::new(value), diverge: None };
    Stmt::Local(syn::Local {
        attrs: Vec::new(),
        let_token: Default::default(),
        modifiers: Default::default(),
        pat,
        init: Some(init),
        semi_token: Default::default(),
    })
}

/// The last expression of a function.
pub(in crate::emit) fn last(value: Expr) -> Stmt {
    Stmt::Expr(value, None)
}

/// `value;`
pub(in crate::emit) fn statement(value: Expr) -> Stmt {
    Stmt::Expr(value, Some(Default::default()))
}

/// `match value { arms }`
pub(in crate::emit) fn matching(value: Expr, arms: impl IntoIterator<Item = Arm>) -> Expr {
    Expr::Match(syn::ExprMatch {
        attrs: Vec::new(),
        match_token: Default::default(),
        expr: Box::new(value),
        brace_token: Default::default(),
        arms: arms.into_iter().collect(),
    })
}

/// `pattern => value`
pub(in crate::emit) fn arm(pat: Pat, value: Expr) -> Arm {
    let (fat_arrow_token, comma) = (Default::default(), Some(Default::default()));
    Arm { attrs: Vec::new(), pat, fat_arrow_token, body: Box::new(value), comma }
}

/// A pattern that is a path.
pub(in crate::emit) fn is(path: Path) -> Pat {
    Pat::Path(syn::PatPath { attrs: Vec::new(), qself: None, path })
}

/// A pattern that is a text.
pub(in crate::emit) fn is_text(text: &str) -> Pat {
    let lit = Lit::Str(syn::LitStr::new(text, Span::call_site()));
    Pat::Lit(syn::ExprLit { attrs: Vec::new(), lit })
}

/// A pattern that gives a name to whatever is there.
pub(in crate::emit) fn any(name: &str) -> Pat {
    Pat::Ident(syn::PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident: ident(name), subpat: None })
}

/// `path(name)` as a pattern.
pub(in crate::emit) fn holds(path: Path, name: &str) -> Pat {
    let (paren_token, elems) = (Default::default(), Punctuated::from_iter([any(name)]));
    Pat::TupleStruct(syn::PatTupleStruct { attrs: Vec::new(), qself: None, path, paren_token, elems })
}
