//! `tests/operations.rs`: one request for each operation, with values that the document shows or allows, and a second
//! one with everything that may be set.
//!
//! Decides which inputs are set; the values come from `samples`, and `expression` writes them in Rust.

pub(super) mod expression;

use proc_macro2::TokenStream;
use quote::quote;

use self::expression::{Form, expression};
use crate::emit::docs::{paragraphs, span, wrapped};
use crate::emit::file::Body;
use crate::emit::operations::examples::full;
use crate::emit::operations::inputs::{Input, Inputs};
use crate::emit::package::client;
use crate::emit::views::Op;
use crate::emit::{Cx, Job, Module};
use crate::ir::{FormStyle, Literal as Json, Need, Scalar, SchemeKind, Type};
use crate::naming::Ident;
use crate::samples::{Samples, full_value, within};
use crate::text::own::blocks;

/// The environment variable that names the server under test.
const URL: &str = "SDKGEN_TEST_URL";

/// What digests are made of (RFC 7616, section 3.4); a mock looks for the names alone.
const DIGEST: &str = r#"username="test", realm="test", nonce="test", uri="test", response="0123456789abcdef""#;

/// The file of tests; none if there are no operations.
pub(in crate::emit) fn job(cx: Cx<'_>) -> Option<Job<'_>> {
    (!cx.api.operations.is_empty()).then(|| Box::new(move || module(cx)) as Job<'_>)
}

fn module(cx: Cx<'_>) -> Module {
    let allowed = allowed(cx);
    let [set_up, call] = [set_up(cx), call(cx)];
    let parts = (!cx.cfg_features.resources().is_empty())
        .then(|| quote!(#![allow(dead_code, reason = "disabled features remove tests, possibly all of them")]));
    let mut body = Body::of(quote! {
        #![cfg_attr(rustfmt, rustfmt_skip)]
        #allowed
        #parts

        type Outcome = Result<(), Box<dyn std::error::Error>>;

        #set_up
        #call
    });
    cx.ops().for_each(|op| body.push(tests(op)));
    let docs = blocks([
        wrapped(
            "One request for each operation, with values from the examples of the document or, without examples, \
             values that its schemas allow: everything that is required, parameters that are not deprecated, and \
             fields of the body that have an example. A second request sets everything that the document allows to be \
             set together.",
        ),
        wrapped(&format!(
            "Requests are sent to the server that `{URL}` names, such as a mock of the document; without it, nothing \
             is sent. A test passes if the response is a success and can be decoded."
        )),
    ]);
    Module { path: "tests/operations.rs".to_owned(), docs, body }
}

/// The lints that the tests allow: they set deprecated fields, too.
pub(super) fn allowed(cx: Cx<'_>) -> TokenStream {
    let is_deprecated = |op| Inputs::of(op).optional().any(|input| input.docs.deprecated);
    client::allowed_in_tests(cx, cx.ops().any(is_deprecated))
}

/// The function that makes the client.
fn set_up(cx: Cx<'_>) -> TokenStream {
    let krate = &cx.names.krate;
    let credentials = credentials(cx);
    let missing = format!("{URL} is not set: this operation was NOT called");
    quote! {
        #[doc = " Returns a client of the server under test; `None` if no server is given."]
        fn client() -> Result<Option<#krate::Client>, #krate::Error> {
            let Ok(url) = std::env::var(#URL) else {
                println!(#missing);
                return Ok(None);
            };
            let builder = #krate::Client::builder() #credentials .base_url(url).max_retries(0);
            builder.build().map(Some)
        }
    }
}

/// The function that sends a request and prints the result.
fn call(cx: Cx<'_>) -> TokenStream {
    let krate = &cx.names.krate;
    quote! {
        #[doc = " Sends a request and prints whether it succeeded, or the body of the error response."]
        async fn call<T>(
            operation: &str,
            request: impl IntoFuture<Output = Result<T, #krate::Error>>,
        ) -> Outcome {
            request.await.inspect_err(|error| {
                let body = error.body().map(|body| String::from_utf8_lossy(body));
                println!("{operation}: {}", body.unwrap_or_default());
            })?;
            println!("{operation}: response");
            Ok(())
        }
    }
}

/// The paths at which tokens are requested with [`credentials`].
pub(super) fn token_paths(cx: Cx<'_>) -> Vec<String> {
    let schemes = cx.api.schemes.iter().filter(|_| must_trade(cx));
    let urls = schemes.filter_map(|scheme| match &scheme.kind {
        SchemeKind::ClientCredentials { token_url, .. } => Some(token_url),
        SchemeKind::Bearer | SchemeKind::Http { .. } | SchemeKind::ApiKey { .. } | SchemeKind::Basic => None,
    });
    urls.map(|url| path_of(url).to_owned()).collect()
}

/// Credentials for every scheme. OAuth 2.0 is left to bearer tokens and the like where an operation takes those too.
pub(super) fn credentials(cx: Cx<'_>) -> TokenStream {
    let must_trade = must_trade(cx);
    let schemes = cx.api.schemes.iter().zip(&cx.names.schemes);
    let calls = schemes.map(|(scheme, ident)| match &scheme.kind {
        SchemeKind::Bearer => quote!(.#ident("test-token")),
        SchemeKind::Http { word } if word.eq_ignore_ascii_case("digest") => quote!(.#ident(#DIGEST)),
        SchemeKind::ApiKey { .. } | SchemeKind::Http { .. } => quote!(.#ident("test-key")),
        SchemeKind::Basic => quote!(.#ident("test-user", "test-password")),
        SchemeKind::ClientCredentials { token_url, .. } if must_trade => {
            let there = format!("{{url}}{}", path_of(token_url).replace('{', "{{").replace('}', "}}"));
            quote!(.#ident("test-client", "test-secret").token_url(format!(#there)))
        }
        SchemeKind::ClientCredentials { .. } => TokenStream::new(),
    });
    calls.collect()
}

/// Whether an operation takes no other credentials than a token that the client requests.
fn must_trade(cx: Cx<'_>) -> bool {
    let is_traded = |need: &Need| {
        let scheme = cx.api.schemes.iter().find(|scheme| scheme.name == need.scheme);
        scheme.is_some_and(|scheme| matches!(scheme.kind, SchemeKind::ClientCredentials { .. }))
    };
    let operations = cx.api.operations.iter().filter_map(|operation| operation.security.as_ref());
    operations.chain([&cx.api.security]).any(|alternatives| {
        !alternatives.is_empty() && alternatives.iter().all(|schemes| schemes.iter().any(is_traded))
    })
}

/// What follows the host in a URL.
fn path_of(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    after.find('/').map_or("", |start| &after[start..])
}

/// How many of the optional inputs are set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// What the document requires to be set.
    Least,
    /// What the document shows.
    Shown,
    /// Everything that the document allows to be set together.
    Everything,
}

/// The test of an operation, and the one with everything, if that sends anything else.
fn tests(op: Op<'_>) -> TokenStream {
    let inputs = Inputs::of(op);
    let [request, full] = [Amount::Shown, Amount::Everything].map(|amount| request(op, &inputs, amount, &|_| None));
    let is_other = full.to_string() != request.to_string();
    let first = test(op, op.test_name(), &request);
    let second = is_other.then(|| test(op, op.full_test_name(), &full));
    quote!(#first #second)
}

fn test(op: Op<'_>, test: &Ident, request: &TokenStream) -> TokenStream {
    let docs = paragraphs([span(&op.endpoint())]);
    let (condition, name) = (op.condition(), op.qualified_name());
    quote! {
        #docs
        #condition
        #[tokio::test]
        async fn #test() -> Outcome {
            let Some(client) = client()? else { return Ok(()) };
            let request = #request;
            call(#name, request).await
        }
    }
}

/// The values of inputs that a test decides itself.
type Decide<'d, 'a> = &'d dyn Fn(&Input<'_>) -> Option<&'a Json>;

/// The expression that builds the request.
pub(super) fn request(op: Op<'_>, inputs: &Inputs<'_>, amount: Amount, decide: Decide<'_, '_>) -> TokenStream {
    let (accessors, method) = (op.resource().accessors(), op.method_name());
    let required = required(op, inputs, amount, decide);
    let values = inputs.optional().filter(|input| input.as_media_type().is_none());
    let optional = values.filter_map(|input| {
        let ident = input.ident;
        let is_fixed = input.constant().is_some() && amount != Amount::Least;
        let value = match decide(input) {
            Some(value) => return Some(decided(op, input, value)),
            None if is_fixed => TokenStream::new(),
            None => optional(op, input, amount)?,
        };
        (amount == Amount::Everything || input.needed || !input.docs.deprecated).then(|| quote!(.#ident(#value)))
    });
    quote!(client #(.#accessors())* .#method(#required) #(#optional)*)
}

/// The setter of an optional input with a value that the test decides.
fn decided(op: Op<'_>, input: &Input<'_>, value: &Json) -> TokenStream {
    let ident = input.ident;
    let is_fixed = input.constant().is_some();
    let value = (!is_fixed).then(|| expression(op.cx, input.ty, value, form_of(input)));
    quote!(.#ident(#value))
}

/// The arguments of the method.
fn required(op: Op<'_>, inputs: &Inputs<'_>, amount: Amount, decide: Decide<'_, '_>) -> TokenStream {
    let by_struct = !inputs.fit_as_arguments();
    let value_of = |input: &Input<'_>| {
        let shown = shown(op, input).filter(|shown| **shown != Json::Null);
        let form = match (input.presence.nullable, by_struct) {
            (true, _) => Form::Converted,
            (false, true) => Form::Held,
            (false, false) => Form::Argument,
        };
        let value = decide(input).cloned().or_else(|| value(op, input, shown, amount));
        let value = value.map(|value| expression(op.cx, input.ty, &value, form));
        // A type whose values all contain another one of it has no finite value.
        value.unwrap_or_else(|| {
            let ty = full(op.cx, input.ty);
            if input.presence.nullable { quote!(None::<#ty>) } else { quote!(#ty::default()) }
        })
    };
    if !by_struct {
        let values = inputs.required().map(value_of);
        return quote!(#(#values),*);
    }
    let krate = &op.cx.names.krate;
    let (path, ident) = (op.resource().modules(), op.arguments_type());
    let in_path = inputs.path().map(value_of);
    let setters = inputs.required().filter(|input| !input.is_in_path()).map(|input| {
        let (ident, value) = (input.ident, value_of(input));
        quote!(.#ident(#value))
    });
    quote!(&#krate::resources::#(#path)::*::#ident::new(#(#in_path),*) #(#setters)*)
}

/// The argument of a setter; `None` if nothing is set. Parameters are all set, so that each spelling is seen; members
/// of a body only if there is an example, as they often exclude each other, or if the document requires them. With
/// [`Amount::Everything`], all are set that may be set together.
fn optional(op: Op<'_>, input: &Input<'_>, amount: Amount) -> Option<TokenStream> {
    if input.as_model().is_some() {
        return None;
    }
    let cx = op.cx;
    let shown = shown(op, input);
    if amount == Amount::Everything {
        let shown = shown.filter(|shown| **shown != Json::Null);
        let is_left_out =
            input.is_member() && !input.needed && (input.conflicting || (is_switch(cx, input) && shown.is_none()));
        let value = if is_left_out { None } else { value(op, input, shown, amount) }?;
        let is_good = input.needed || !input.is_member() || input.constraints.is_none_or(|it| within(it, &value));
        return is_good.then(|| expression(cx, input.ty, &value, form_of(input)));
    }
    if (input.is_member() && shown.is_none() || amount == Amount::Least) && !input.needed {
        return None;
    }
    if shown == Some(&Json::Null) {
        let ty = full(cx, input.ty);
        return input.presence.nullable.then(|| quote!(None::<#ty>));
    }
    Some(expression(cx, input.ty, &value(op, input, shown, amount)?, form_of(input)))
}

/// What the value of a setter is written for.
fn form_of(input: &Input<'_>) -> Form {
    if input.presence.nullable { Form::Converted } else { Form::Argument }
}

/// Whether a flag enables streaming, which changes the type of the response.
fn is_switch(cx: Cx<'_>, input: &Input<'_>) -> bool {
    input.wire == Some("stream") && *cx.api.resolve(input.ty) == Type::Scalar(Scalar::Boolean)
}

/// The value of an input.
pub(super) fn value(op: Op<'_>, input: &Input<'_>, shown: Option<&Json>, amount: Amount) -> Option<Json> {
    let api = op.cx.api;
    if amount == Amount::Everything {
        let shown: Vec<&Json> = shown.into_iter().chain(&input.docs.example).collect();
        let is_plain = input.is_parameter() || is_in_a_form(op, input);
        return full_value(api, is_plain, input.ty, input.constraints, &shown);
    }
    let mut samples = if input.is_parameter() { Samples::of_parameters(api) } else { Samples::new(api) };
    samples.value(input.ty, input.constraints, shown.into_iter().chain(&input.docs.example))
}

/// Whether a value is part of a form in a style that spells no lists and objects within an object.
fn is_in_a_form(op: Op<'_>, input: &Input<'_>) -> bool {
    let members = op.ir.body.iter().flat_map(|body| &body.members);
    let of_input = members.filter(|member| input.wire.is_none_or(|wire| member.wire.as_str() == wire));
    let mut styles = of_input.filter_map(|member| member.style);
    !input.is_parameter() && styles.any(|style| style != FormStyle::Deep)
}

/// What the document shows for an input: the example of the body takes precedence over its own.
pub(super) fn shown<'a>(op: Op<'a>, input: &Input<'a>) -> Option<&'a Json> {
    let body = op.ir.body.as_ref().and_then(|body| body.example.as_ref());
    match (body, input.wire) {
        (Some(body), None) => Some(body),
        (Some(Json::Object(members)), Some(wire)) if input.is_member() => {
            members.iter().find(|(key, _)| key == wire).map(|(_, value)| value)
        }
        _ => input.docs.example.as_ref(),
    }
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn tokens_are_requested_at_the_same_path_of_the_server_under_test() {
        assert_eq!(path_of("https://auth.example.com/oauth2/token"), "/oauth2/token");
        assert_eq!(path_of("https://auth.example.com"), "");
        assert_eq!(path_of("/oauth2/token"), "/oauth2/token");
    }
}
