//! `tests/paging.rs`: for each operation with pages, a test that reads the list to its end from a server on loopback,
//! which refuses requests that do not carry what the page before leads to.
//!
//! `plan` decides the pages and the requests from the document; nothing here calls or repeats the runtime.

mod json;
mod loopback;
mod plan;

use proc_macro2::TokenStream;
use quote::quote;

use self::plan::{Items, Page, Sent, Walk};
use crate::emit::docs::{list, paragraphs, span, wrapped};
use crate::emit::file::{Body, raw_string};
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::operations::operation_tests::{Amount, allowed, credentials, request, token_paths};
use crate::emit::views::Op;
use crate::emit::{Cx, Job, Module};
use crate::ir::{Literal, OperationId};
use crate::text::own::blocks;

/// The tests of all operations with pages.
pub(in crate::emit) struct PageTests<'a> {
    tested: Vec<(Op<'a>, Vec<Walk>)>,
    untested: Vec<(OperationId, String)>,
}

impl<'a> PageTests<'a> {
    /// Plans the tests.
    pub(in crate::emit) fn of(cx: Cx<'a>) -> Self {
        let (mut tested, mut untested) = (Vec::new(), Vec::new());
        for id in cx.api.operation_ids() {
            let op = cx.op(id);
            match op.ir.paging.as_ref().map(|paging| plan::walks(op, paging)) {
                Some(Ok(walks)) => tested.push((op, walks)),
                Some(Err(reason)) => untested.push((id, reason)),
                None => {}
            }
        }
        Self { tested, untested }
    }

    /// Returns the operations whose pages are not tested, each with the reason.
    pub(in crate::emit) fn untested(&self) -> &[(OperationId, String)] {
        &self.untested
    }

    /// Returns the file of tests; none if no list is paged.
    pub(in crate::emit) fn job<'s>(&'s self, cx: Cx<'s>) -> Option<Job<'s>> {
        let is_paged = !self.tested.is_empty() || !self.untested.is_empty();
        is_paged.then(|| Box::new(move || self.module(cx)) as Job<'s>)
    }

    fn module(&self, cx: Cx<'_>) -> Module {
        let krate = &cx.names.krate;
        let (allowed, credentials) = (allowed(cx), credentials(cx));
        let server = loopback::module(cx, &token_paths(cx));
        let mut body = Body::of(quote! {
            #![cfg_attr(rustfmt, rustfmt_skip)]
            #allowed
            #![allow(dead_code, reason = "no SDK has every kind of paging, and disabled features remove tests")]

            type Outcome = Result<(), Box<dyn std::error::Error>>;

            #[doc = " Returns a client of a server."]
            fn client(server: &std::net::TcpListener) -> Result<#krate::Client, Box<dyn std::error::Error>> {
                let url = format!("http://{}", server.local_addr()?);
                let builder = #krate::Client::builder() #credentials .base_url(url).max_retries(0);
                Ok(builder.build()?)
            }
        });
        self.tested.iter().for_each(|(op, walks)| body.push(test(*op, walks)));
        body.push(server);
        Module { path: "tests/paging.rs".to_owned(), docs: self.docs(cx), body }
    }

    fn docs(&self, cx: Cx<'_>) -> String {
        let what = wrapped(
            "Reads each list of the document that is paged, from a server on loopback that returns a few pages of it. \
             A test passes if all items arrive, and if each request carries what the page before leads to.",
        );
        let untested = self.untested.iter().map(|(id, reason)| format!("{}: {reason}", span(&cx.op(*id).endpoint())));
        let untested: Vec<String> = untested.collect();
        if untested.is_empty() {
            return what;
        }
        let number = match untested.len() {
            1 => "One list is not tested:".to_owned(),
            number => format!("{number} lists are not tested:"),
        };
        blocks([what, number, list(untested)])
    }
}

/// The test of an operation: forward and, where that is possible, backward.
fn test(op: Op<'_>, walks: &[Walk]) -> TokenStream {
    let kind = op.ir.paging.as_ref().map(|paging| paging.kind().as_str()).unwrap_or_default();
    let docs = paragraphs([format!("{}, kind {}.", span(&op.endpoint()), span(kind))]);
    let (condition, name) = (op.condition(), op.test_name());
    let walks = walks.iter().map(|walk| self::walk(op, walk));
    quote! {
        #docs
        #condition
        #[tokio::test]
        async fn #name() -> Outcome {
            #(#walks)*
            Ok(())
        }
    }
}

fn walk(op: Op<'_>, walk: &Walk) -> TokenStream {
    let inputs = Inputs::of(op);
    let decide =
        |input: &Input<'_>| walk.decided.iter().find(|decided| decided.is(input)).map(|decided| &decided.value);
    let request = request(op, &inputs, Amount::Least, &decide);
    let backward = walk.backward.then(|| quote!(.backward()));
    let lines = raw_string(&lines(op, walk));
    quote! {
        let (list, client) = loopback::list(#lines)?;
        list.read(#request.items() #backward).await?;
    }
}

/// What the server has to know, in lines of JSON: one for the list, and one for each page.
fn lines(op: Op<'_>, walk: &Walk) -> String {
    let mut list = vec![("method", string(op.ir.method.as_str())), ("item", walk.item.clone())];
    list.extend(walk.keyed.then_some(("keyed", Literal::Boolean(true))));
    let lines = std::iter::once(list).chain(walk.pages.iter().map(line));
    let objects = lines.map(|line| Literal::Object(line.into_iter().map(|(key, it)| (key.to_owned(), it)).collect()));
    objects.map(|object| object.to_string()).collect::<Vec<_>>().join("\n")
}

fn line(page: &Page) -> Vec<(&'static str, Literal)> {
    let (sent, value) = match &page.sent {
        Sent::Anything => (None, None),
        Sent::Query(name, value) => (Some(("query", string(name))), value.as_deref().map(string)),
        Sent::Body(pointer, value) => (Some(("pointer", string(pointer))), value.clone()),
        Sent::Url(number) => (Some(("url", string(&number.to_string()))), None),
    };
    let items = match &page.items {
        Items::Alike(number) => Literal::Number(number.to_string()),
        Items::Identified(ids) => Literal::List(ids.clone()),
    };
    let header = page.header.as_ref().map(|(name, value)| ("header", string(&format!("{name}: {value}"))));
    let value = value.map(|value| ("value", value));
    sent.into_iter().chain(value).chain([("items", items)]).chain(header).chain([("body", page.body.clone())]).collect()
}

fn string(text: &str) -> Literal {
    Literal::String(text.to_owned())
}
