//! Pagination: the field of a page that holds the items, and where a page refers to its neighbours.

mod reach;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::reach::Reached;
use crate::emit::Cx;
use crate::emit::operations::responses::output;
use crate::emit::types::owned;
use crate::emit::uses::Uses;
use crate::emit::views::Op;
use crate::ir::{Advance, Count, Direction, Output, Paging, Source, Step, Type, Unit};

/// `pages` and `items`.
pub(in crate::emit) fn methods(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let Some(paging) = &op.ir.paging else { return TokenStream::new() };
    let left_out = if paging.nullable { " Items that are `null` are skipped." } else { "" };
    let are_lists = paging.keyed && matches!(op.cx.api.resolve(&paging.item), Type::List(_));
    let again = if are_lists { " An item is a key with a list; a key can come again on a later page." } else { "" };
    let items_docs = format!(" Returns every item of every page from this one on, as a stream.{left_out}{again}");
    let [pages, items] = ["Pages", "Items"].map(|name| uses.name(name));
    quote! {
        #[doc = " Returns every page from this one on, as a stream."]
        pub fn pages(self) -> #pages<Self> {
            #pages::new(self)
        }

        #[doc = #items_docs]
        pub fn items(self) -> #items<Self> {
            #items::new(self)
        }
    }
}

/// `Paginate` and, if the list can be walked backward, `PaginateBackward`.
pub(in crate::emit) fn implementations(op: Op<'_>, uses: &Uses<'_>) -> TokenStream {
    let Some(paging) = &op.ir.paging else { return TokenStream::new() };
    let (cx, request) = (op.cx, op.request_type());
    let page = output(op, uses);
    let item = owned(uses, &paging.item);
    let item = if paging.keyed { quote!((String, #item)) } else { item };
    let items = reach::taken(cx, quote!(page), &paging.items);
    let items = match (paging.keyed, paging.nullable) {
        (false, false) => items,
        (false, true) => quote!(#items.into_iter().flatten().collect()),
        (true, false) => quote!(#items.into_iter().collect()),
        (true, true) => quote!(#items.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()),
    };
    let is_optional = matches!(op.ir.output, Output::Json { optional: true, .. });
    let unless =
        |otherwise: TokenStream| is_optional.then(|| quote!(let Some(page) = page else { return #otherwise };));
    let no_items = unless(quote!(Vec::new()));
    let first = paging.first.and_then(|first| {
        let (name, first) = (paging.forward.parameter()?.as_str(), Literal::i64_unsuffixed(first));
        Some(quote!(.or_query(#name, &#first)))
    });
    let backward = paging.backward.as_ref();
    let next = next(cx, uses, paging, &paging.forward, backward);
    let argument = argument(&paging.forward);
    let [paginate, call, next_type] = ["Paginate", "Call", "Next"].map(|name| uses.name(name));
    // What is in headers is read without the page.
    let no_page = |argument: &TokenStream| unless(quote!(#next_type::end())).filter(|_| argument.to_string() != "_");
    let no_next = no_page(&argument);
    let backward = backward.map(|direction| {
        let previous = self::next(cx, uses, paging, direction, Some(&paging.forward));
        let argument = self::argument(direction);
        let no_previous = no_page(&argument);
        let paginate_backward = uses.name("PaginateBackward");
        quote! {
            impl #paginate_backward for #request {
                fn previous(#argument: &#page) -> #next_type {
                    #no_previous
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
                self.call #first
            }

            fn items(page: #page) -> Vec<#item> {
                #no_items
                #items
            }

            fn next(#argument: &#page) -> #next_type {
                #no_next
                #next
            }
        }

        #backward
    }
}

/// Returns the name of the argument that is the page: `_` if what leads to the next page is not read from it.
fn argument(direction: &Direction) -> TokenStream {
    match &direction.advance {
        Advance::Header { .. } | Advance::Link(_) | Advance::At { until_empty: false, .. }
            if direction.more.is_none() =>
        {
            quote!(_)
        }
        Advance::Header { .. }
        | Advance::Link(_)
        | Advance::At { .. }
        | Advance::Cursor { .. }
        | Advance::Count(_)
        | Advance::Url(_) => {
            quote!(page)
        }
    }
}

fn next(
    cx: Cx<'_>,
    uses: &Uses<'_>,
    paging: &Paging,
    direction: &Direction,
    opposite: Option<&Direction>,
) -> TokenStream {
    let next = uses.name("Next");
    let (start, envelope) = envelope(cx, direction);
    let page = || Reached::There(start.clone());
    let mut is_flag_used = false;
    let base = match &direction.advance {
        Advance::Cursor { parameter, cursor } => {
            let parameter = parameter.as_str();
            let cursor = self::cursor(cx, paging, &start, &envelope, cursor);
            let plain = direction.more.as_ref().filter(|flag| !flag.is_last);
            match plain.and_then(|flag| reach::plain_flag(cx, page(), skip(&flag.at, &envelope))) {
                Some(more) => {
                    is_flag_used = true;
                    quote!(#next::cursor(#parameter, #more, #cursor))
                }
                None => quote!(#next::cursor_only(#parameter, #cursor)),
            }
        }
        Advance::Header { parameter, header } => {
            let parameter = parameter.as_str();
            quote!(#next::header(#parameter, #header))
        }
        Advance::Count(count) => self::count(cx, &next, paging, count),
        Advance::Url(steps) => {
            let url = reach::text(cx, page(), skip(steps, &envelope));
            quote!(#next::url(#url))
        }
        Advance::At { parameter: Some(parameter), path, .. } => {
            let parameter = parameter.as_str();
            quote!(#next::cursor_at(#parameter, #path))
        }
        Advance::At { parameter: None, path, .. } => quote!(#next::url_at(#path)),
        Advance::Link(relation) => quote!(#next::link(#relation)),
    };
    let more = direction.more.as_ref().filter(|_| !is_flag_used).map(|flag| {
        let value = reach::flag(cx, page(), skip(&flag.at, &envelope));
        let value = if flag.is_last { quote!(#value.map(|last| !last)) } else { value };
        quote!(.more(#value))
    });
    let in_body = direction.in_body.then(|| quote!(.in_body()));
    let opposite = opposite.and_then(Direction::parameter).filter(|name| direction.parameter() != Some(name));
    let without = opposite.map(|name| {
        let name = name.as_str();
        quote!(.without(#name))
    });
    let until_empty = ends_empty(&direction.advance).then(|| {
        let received = received(cx, paging);
        quote!(.until_empty(#received))
    });
    quote!(#envelope #base #more #until_empty #in_body #without)
}

fn cursor(cx: Cx<'_>, paging: &Paging, start: &TokenStream, envelope: &TokenStream, cursor: &Source) -> TokenStream {
    let items = || reach::list(cx, quote!(page), &paging.items);
    match cursor {
        Source::Page(steps) | Source::Edge(steps) => {
            reach::text(cx, Reached::There(start.clone()), skip(steps, envelope))
        }
        Source::LastItem(steps) => {
            let items = items();
            reach::text(cx, Reached::Maybe(quote!(#items.last())), steps)
        }
        Source::FirstItem(steps) => {
            let items = items();
            reach::text(cx, Reached::Maybe(quote!(#items.first())), steps)
        }
    }
}

/// Whether a page without items is the last one, whatever it says.
fn ends_empty(advance: &Advance) -> bool {
    matches!(advance, Advance::At { until_empty: true, .. } | Advance::Cursor { cursor: Source::Edge(_), .. })
}

/// Returns the number of items of a page.
fn received(cx: Cx<'_>, paging: &Paging) -> TokenStream {
    if paging.keyed {
        reach::len_of_map(cx, quote!(page), &paging.items)
    } else {
        let items = reach::list(cx, quote!(page), &paging.items);
        quote!(#items.len())
    }
}

fn count(cx: Cx<'_>, next: &TokenStream, paging: &Paging, count: &Count) -> TokenStream {
    let parameter = count.parameter.as_str();
    let received = received(cx, paging);
    let (base, usual) = match count.unit {
        Unit::Items => (quote!(#next::offset(#parameter, #received)), 0),
        Unit::Pages => (quote!(#next::page(#parameter, #received)), 1),
    };
    let first = (count.first != usual).then(|| {
        let first = Literal::i64_unsuffixed(count.first);
        quote!(.first(#first))
    });
    let number = |steps: &Vec<Step>| reach::number(cx, Reached::There(quote!(page)), steps);
    let here = count.here.as_ref().map(number).map(|here| quote!(.here(#here)));
    let total = count.total.as_ref().map(number).map(|total| quote!(.total(#total)));
    let pages = count.pages.as_ref().map(number).map(|pages| quote!(.pages(#pages)));
    // Without a default or a maximum, the number of items says nothing about further pages.
    let size = count.size.as_ref().filter(|size| size.default.or(size.maximum).is_some());
    let size = size.map(|size| {
        let parameter = size.parameter.as_str();
        let [default, maximum] = [size.default, size.maximum].map(|number| match number {
            Some(number) => {
                let number = Literal::i64_unsuffixed(number);
                quote!(Some(#number))
            }
            None => quote!(None),
        });
        quote!(.size(#parameter, #default, #maximum))
    });
    quote!(#base #first #here #size #total #pages)
}

/// Returns a variable for the field that holds flag and cursor, if both are in the same field and it is required.
fn envelope(cx: Cx<'_>, direction: &Direction) -> (TokenStream, TokenStream) {
    let Advance::Cursor { cursor: Source::Page(cursor), .. } = &direction.advance else {
        return (quote!(page), TokenStream::new());
    };
    let shared = |more: &[Step]| more.len() == 2 && cursor.len() == 2 && more[0] == cursor[0];
    match &direction.more {
        Some(flag) if shared(&flag.at) && reach::is_always(cx, &flag.at[0]) => {
            let field = cx.step_name(&flag.at[0]);
            (quote!(info), quote!(let info = &page.#field;))
        }
        _ => (quote!(page), TokenStream::new()),
    }
}

/// Returns the steps that follow an envelope that has a variable.
fn skip<'s>(steps: &'s [Step], envelope: &TokenStream) -> &'s [Step] {
    if envelope.is_empty() { steps } else { steps.get(1..).unwrap_or_default() }
}
