//! How the pages of a list follow each other: where the cursor is, where it goes, which member holds the items.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::request::output;
use super::types::{Wrapping, owned, wrapping};
use super::uses::Uses;
use crate::ir::{Cursor, OperationId, Paging, Step};

/// `pages` and `items`.
pub(super) fn methods(cx: Cx<'_>, uses: &Uses<'_>, id: OperationId) -> TokenStream {
    if cx.api.operations[id.index()].paging.is_none() {
        return TokenStream::new();
    }
    let [pages, items] = ["Pages", "Items"].map(|name| uses.name(name));
    quote! {
        #[doc = " Returns every page from this one on, as a stream."]
        pub fn pages(self) -> #pages<Self> {
            #pages::new(self)
        }

        #[doc = " Returns every item of every page from this one on, as a stream."]
        pub fn items(self) -> #items<Self> {
            #items::new(self)
        }
    }
}

/// `Paginate` and, if the list can be walked backward, `PaginateBackward`.
pub(super) fn implementations(cx: Cx<'_>, uses: &Uses<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.api.operations[id.index()];
    let Some(paging) = &operation.paging else { return TokenStream::new() };
    let request = &cx.names.operation(id).request;
    let page = output(uses, &operation.output);
    let item = owned(uses, &paging.item);
    let items = items(cx, paging);
    let backward = paging.backward.as_ref();
    let next = next(cx, uses, &paging.forward, backward);
    let [paginate, call, next_type] = ["Paginate", "Call", "Next"].map(|name| uses.name(name));
    let backward = backward.map(|cursor| {
        let previous = self::next(cx, uses, cursor, Some(&paging.forward));
        let paginate_backward = uses.name("PaginateBackward");
        quote! {
            impl #paginate_backward for #request {
                fn previous(page: &#page) -> #next_type {
                    #previous
                }
            }
        }
    });
    quote! {
        impl #paginate for #request {
            type Page = #page;
            type Item = #item;

            fn into_call(self) -> #call<#page> {
                self.call
            }

            fn items(page: #page) -> Vec<#item> {
                #items
            }

            fn next(page: &#page) -> #next_type {
                #next
            }
        }

        #backward
    }
}

/// The items of a page that is taken apart.
fn items(cx: Cx<'_>, paging: &Paging) -> TokenStream {
    let mut value = quote!(page);
    let mut optional = false;
    for step in &paging.items {
        let field = &cx.names.ty(step.owner).members[step.field];
        value = if optional { quote!(#value.map(|value| value.#field)) } else { quote!(#value.#field) };
        optional |= is_optional(cx, step);
    }
    if optional { quote!(#value.unwrap_or_default()) } else { value }
}

fn next(cx: Cx<'_>, uses: &Uses<'_>, cursor: &Cursor, opposite: Option<&Cursor>) -> TokenStream {
    let next = uses.name("Next");
    let parameter = cursor.parameter.as_str();
    let (start, envelope) = envelope(cx, cursor);
    let value = way(cx, &start, skip(&cursor.cursor, &envelope));
    let base = match &cursor.more {
        Some(more) => {
            let more = flag(cx, &start, skip(more, &envelope));
            quote!(#next::cursor(#parameter, #more, #value))
        }
        None => quote!(#next::cursor_only(#parameter, #value)),
    };
    let opposite = opposite.map(|opposite| {
        let name = opposite.parameter.as_str();
        quote!(.without(#name))
    });
    quote!(#envelope #base #opposite)
}

/// A short name for the member that holds flag and cursor, where both stand in the same one and it is always there.
fn envelope(cx: Cx<'_>, cursor: &Cursor) -> (TokenStream, TokenStream) {
    let shared = |more: &Vec<Step>| more.len() == 2 && cursor.cursor.len() == 2 && more[0] == cursor.cursor[0];
    match &cursor.more {
        Some(more) if shared(more) && !is_optional(cx, &more[0]) => {
            let field = &cx.names.ty(more[0].owner).members[more[0].field];
            (quote!(info), quote!(let info = &page.#field;))
        }
        _ => (quote!(page), TokenStream::new()),
    }
}

/// The steps that remain behind an envelope that has a name.
fn skip<'s>(steps: &'s [Step], envelope: &TokenStream) -> &'s [Step] {
    if envelope.is_empty() { steps } else { &steps[1..] }
}

/// A cursor, as an `Option<&str>`.
fn way(cx: Cx<'_>, start: &TokenStream, steps: &[Step]) -> TokenStream {
    let (holder, last, optional) = holder(cx, start, steps);
    let field = &cx.names.ty(last.owner).members[last.field];
    match (optional, is_optional(cx, last)) {
        (false, false) => quote!(Some(&#holder.#field)),
        (false, true) => quote!(#holder.#field.as_deref()),
        (true, false) => quote!(#holder.map(|value| value.#field.as_str())),
        (true, true) => quote!(#holder.and_then(|value| value.#field.as_deref())),
    }
}

/// A flag, as a `bool`.
fn flag(cx: Cx<'_>, start: &TokenStream, steps: &[Step]) -> TokenStream {
    let (holder, last, optional) = holder(cx, start, steps);
    let field = &cx.names.ty(last.owner).members[last.field];
    match (optional, is_optional(cx, last)) {
        (false, false) => quote!(#holder.#field),
        (false, true) => quote!(#holder.#field.unwrap_or_default()),
        (true, false) => quote!(#holder.is_some_and(|value| value.#field)),
        (true, true) => quote!(#holder.and_then(|value| value.#field).unwrap_or_default()),
    }
}

/// What holds the last step, and whether that is an `Option` of a reference.
fn holder<'s>(cx: Cx<'_>, start: &TokenStream, steps: &'s [Step]) -> (TokenStream, &'s Step, bool) {
    let mut value = start.clone();
    let mut optional = false;
    let last = steps.len() - 1;
    for step in &steps[..last] {
        let field = &cx.names.ty(step.owner).members[step.field];
        value = match (optional, is_optional(cx, step)) {
            (false, false) => quote!(#value.#field),
            (false, true) => quote!(#value.#field.as_ref()),
            (true, false) => quote!(#value.map(|value| &value.#field)),
            (true, true) => quote!(#value.and_then(|value| value.#field.as_ref())),
        };
        optional |= is_optional(cx, step);
    }
    (value, &steps[last], optional)
}

fn is_optional(cx: Cx<'_>, step: &Step) -> bool {
    let def = cx.api.def(step.owner);
    let crate::ir::Shape::Struct(shape) = &def.shape else { return false };
    wrapping(shape.fields[step.field].presence, def.usage.sent) != Wrapping::Bare
}
