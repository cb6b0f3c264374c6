//! The parts of a README, each about one thing that users of the SDK want to do. Those that do not apply are left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::calls::{self, Shown};
use crate::emit::docs::{list, wrapped};
use crate::emit::models::accessors;
use crate::emit::models::evidence::as_union;
use crate::emit::models::sample::has_sample;
use crate::emit::models::union::converted;
use crate::emit::operations::access;
use crate::emit::uses::Uses;
use crate::emit::views::{Def, Op};
use crate::emit::{Cx, file};
use crate::ir::{BodyContent, Generic, Operation, Output, Scalar, SchemeKind, Server, Shape, Type, TypeId};
use crate::text::own::{blocks, code_block};

/// Returns all parts that apply.
pub(super) fn all(cx: Cx<'_>) -> [String; 13] {
    [
        credentials(cx),
        inputs(cx),
        outputs(cx),
        pages(cx),
        streams(cx),
        files(cx),
        whole_models(cx),
        errors(cx),
        options(cx),
        other_endpoints(cx),
        newer(cx),
        blocking(cx),
        tests(cx),
    ]
}

fn part<const N: usize>(title: &str, below: [String; N]) -> String {
    blocks([format!("## {title}")].into_iter().chain(below))
}

fn rust(statements: TokenStream) -> String {
    code_block("rust", file::statements(statements).trim_end())
}

fn credentials(cx: Cx<'_>) -> String {
    let prefix = &cx.names.environment_prefix;
    let idents = cx.names.schemes.iter().zip(&cx.names.variables);
    let schemes = cx.api.schemes.iter().zip(idents);
    let lines = list(schemes.map(|(scheme, (ident, variable))| {
        let arguments = match scheme.kind {
            SchemeKind::ClientCredentials { .. } => "id, secret",
            SchemeKind::Basic => "user, password",
            SchemeKind::Bearer => "token",
            SchemeKind::ApiKey { .. } => "key",
            SchemeKind::Http { .. } => "credentials",
        };
        let variables = access::variables_in_words(prefix, scheme, variable);
        let bare = match &scheme.prefix {
            None if scheme.is_bare_key() => format!("; {}", access::BARE_KEY),
            _ => String::new(),
        };
        format!("`.{}({arguments})`, or {variables}{bare}", ident.as_str())
    }));
    let krate = cx.names.krate.as_str();
    if lines.is_empty() {
        let none = format!(
            "The document of the API says nothing about credentials. A header is sent with every request by \
             `{krate}::Client::builder().header(\"authorization\", \"Bearer …\")`, or by the variable \
             `{prefix}_CUSTOM_HEADERS`, one `name: value` a line."
        );
        return part("Credentials", [wrapped(&none), base_url(cx)]);
    }
    let from =
        "Credentials come from methods of `Client::builder()`, or with `Client::from_env()` from the environment:";
    let without = "Credentials are optional. If a request without them gets a 401 response, the error says which of these to set.";
    part("Credentials", [from.to_owned(), lines, wrapped(without), base_url(cx)])
}

/// Where requests go, and how to send them elsewhere.
fn base_url(cx: Cx<'_>) -> String {
    let prefix = &cx.names.environment_prefix;
    let elsewhere = format!("`Client::builder().base_url(url)` or `{prefix}_BASE_URL`");
    let usual = cx.api.servers.first().filter(|server| server.is_absolute() && server.variables.is_empty());
    wrapped(&match usual {
        Some(server) => format!("Requests go to `{}` unless {elsewhere} says otherwise.", server.url),
        None if cx.api.servers.iter().any(Server::is_absolute) => {
            format!(
                "The base URL of requests is {elsewhere}; the docs of `Client::builder()` list the documented ones."
            )
        }
        None => format!("The document of the API names no server, so the base URL has to be given: {elsewhere}."),
    })
}

fn inputs(cx: Cx<'_>) -> String {
    let Some((op, call)) = calls::inputs(cx) else { return String::new() };
    let statements = match op.ir.output {
        Output::Empty => quote!(#call.await?;),
        _ => quote! {
            let response = #call.await?;
            println!("{response:?}");
        },
    };
    let nullable = cx.api.operations.iter().any(|operation| {
        let fields = match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Fields(fields)) => fields.as_slice(),
            _ => &[],
        };
        fields.iter().any(|field| !field.presence.required && field.presence.nullable)
    });
    let how = "Literals go in: text for a value of an enumeration, an array for a list, an array of pairs for a map, \
               `json!` for free JSON, and whatever an alternative of a union is written as. Models are made with \
               `new`, which takes what is required, and have a setter for everything else. They go in by reference \
               too, and a request can be cloned and sent again.";
    let null = if nullable {
        wrapped("A setter that takes `impl IntoPatch<T>` sends null for `None`; what is not set is not sent.")
    } else {
        String::new()
    };
    let mixed = mixed(op).map(|union| {
        wrapped(&format!(
            "In a list of different alternatives of a union, the first one says which union it is, as in \
             `[{union}::from(first), second.into()]`."
        ))
    });
    part("Inputs", [wrapped(how), rust(statements), mixed.unwrap_or_default(), null, formats(cx)])
}

/// The first union whose values this operation takes a list of, and that two or more models become.
fn mixed(op: Op<'_>) -> Option<&str> {
    let cx = op.cx;
    let Some(BodyContent::Fields(fields)) = op.ir.body.as_ref().map(|body| &body.content) else { return None };
    let uses = Uses::in_surface(cx);
    fields.iter().find_map(|field| {
        let Type::List(item) = cx.api.resolve(field.value.ty()?) else { return None };
        let (id, shape) = as_union(cx, &item.ty)?;
        let def = cx.def(id);
        (converted(def, &uses, shape).count() > 1).then(|| def.type_name().as_str())
    })
}

/// Where the types of formats come from.
fn formats(cx: Cx<'_>) -> String {
    let krate = cx.names.krate.as_str();
    let has = |scalar: Scalar| {
        let is_one = |ty: &Type| *cx.api.resolve(ty) == Type::Scalar(scalar);
        let inputs = cx.api.operations.iter().flat_map(|operation| &operation.parameters).any(|one| is_one(&one.ty));
        inputs
            || cx.api.types.iter().any(|def| match &def.shape {
                Shape::Struct(shape) => shape.fields.iter().filter_map(|field| field.value.ty()).any(is_one),
                _ => false,
            })
    };
    let lines = [
        has(Scalar::Timestamp)
            .then(|| format!("a time is a `{krate}::jiff::Timestamp`: `\"2026-01-02T03:04:05Z\".parse()?`")),
        has(Scalar::Date).then(|| format!("a day is a `{krate}::jiff::civil::Date`: `\"2026-01-02\".parse()?`")),
        has(Scalar::Uuid).then(|| format!("a UUID is a `{krate}::uuid::Uuid`, which is parsed in the same way")),
    ];
    let lines = list(lines.into_iter().flatten());
    if lines.is_empty() { lines } else { blocks(["Some formats have types of their own:".to_owned(), lines]) }
}

fn outputs(cx: Cx<'_>) -> String {
    let krate = cx.names.krate.as_str();
    let has = |of: fn(&Shape) -> bool| cx.api.types.iter().any(|def| def.usage.received && of(&def.shape));
    let expandable = cx.api.types.iter().any(|def| match &def.shape {
        Shape::Struct(shape) => {
            shape.fields.iter().any(|field| matches!(field.value.ty(), Some(Type::Generic(Generic::Expandable, _))))
        }
        _ => false,
    });
    let lines = [
        Some("what may be missing or null is an `Option`".to_owned()),
        has(|shape| matches!(shape, Shape::StringEnum(_))).then(|| {
            "an enumeration has a variant for each known value, `as_str()`, and `Unrecognized` for what is newer"
                .to_owned()
        }),
        has(|shape| matches!(shape, Shape::Union(_))).then(|| {
            "a union is an `enum` with a variant for each alternative, which `match` tells apart; `Unrecognized` holds \
             the JSON of any other"
                .to_owned()
        }),
        cx.defs().find_map(|def| shared_method(def)).map(|(union, method)| {
            format!("what alternatives of a union have in common is read by methods of it, such as `{method}()` of `{union}`")
        }),
        expandable.then(|| format!("a `{krate}::Expandable<T>` is an identifier or the object: `id()`, `object()`")),
        Some("`send_with_response()` returns status, headers and request identifier beside the value".to_owned()),
    ];
    let how = "A response is a struct with public fields; [`models.md`](models.md) lists all of them:";
    part("Outputs", [how.to_owned(), list(lines.into_iter().flatten())])
}

/// The first method of a union in responses that reads a field which its alternatives share, and the union.
fn shared_method(def: Def<'_>) -> Option<(String, String)> {
    let Shape::Union(shape) = &def.ir.shape else { return None };
    let (method, _) = accessors::types(def, &Uses::in_surface(def.cx), shape).into_iter().next()?;
    def.ir.usage.received.then(|| (def.type_name().as_str().to_owned(), method))
}

fn pages(cx: Cx<'_>) -> String {
    let Some(Shown { models, call, .. }) = calls::paged(cx) else { return String::new() };
    let items = rust(quote! {
        #models
        let mut items = #call.items();
        while let Some(item) = items.try_next().await? {
            println!("{item:?}");
        }
    });
    let how = "A list is a request like any other, and returns one page. `.items()` goes on to the last item and \
               `.pages()` to the last page, each fetched when it is needed; both are `Stream`s. `.items().take(10)` \
               stops earlier, and `.items().try_collect().await?` is a `Vec` of all.";
    part("Pages", [wrapped(how), items])
}

fn streams(cx: Cx<'_>) -> String {
    let Some(Shown { op, models, call }) = calls::stream(cx) else { return String::new() };
    let send = if matches!(op.ir.output, Output::Stream(_)) { quote!() } else { quote!(.send_events()) };
    let events = rust(quote! {
        #models
        let mut events = #call #send.await?;
        while let Some(event) = events.try_next().await? {
            println!("{event:?}");
        }
    });
    let how = "A response that arrives piece by piece is an `EventStream` of typed records.";
    part("Streams", [how.to_owned(), events])
}

fn files(cx: Cx<'_>) -> String {
    let upload = calls::upload(cx).map(|(_, call)| {
        let how = "A file is a `FileUpload`, with a name and a media type if they matter. \
                   `FileUpload::from_path(\"notes.txt\")?` reads it from disk while it is sent, so that it can be \
                   larger than the memory; this one is in memory:";
        blocks([wrapped(how), rust(quote!(#call.await?;))])
    });
    let download = calls::download(cx).map(|Shown { models, call, .. }| {
        let how = "A response of bytes is read into memory when it is awaited; `send_streaming()` returns it as it \
                   arrives, however large it is:";
        let pieces = rust(quote! {
            #models
            let mut content = #call.send_streaming().await?;
            while let Some(piece) = content.try_next().await? {
                println!("{} bytes", piece.len());
            }
        });
        blocks([wrapped(how), pieces])
    });
    let title = match (&upload, &download) {
        (Some(_), Some(_)) => "Uploads and downloads",
        (Some(_), None) => "Uploads",
        (None, Some(_)) => "Downloads",
        (None, None) => return String::new(),
    };
    part(title, [upload.unwrap_or_default(), download.unwrap_or_default()])
}

fn whole_models(cx: Cx<'_>) -> String {
    let Some((read, write)) = calls::whole(cx) else { return String::new() };
    let (models, get, more, put) = (read.models, read.call, write.models, write.call);
    let both = rust(quote! {
        #models
        let current = #get.await?;
        #more
        #put.body(&current).await?;
    });
    let how = "Where the API takes what it returns, `.body(&model)` sends the whole of it, with properties that this SDK \
               does not know; setters after it replace single properties.";
    part("Read, change, write", [wrapped(how), both])
}

fn errors(cx: Cx<'_>) -> String {
    let Some(Shown { op, models, call }) = calls::first(cx) else { return String::new() };
    let krate = &cx.names.krate;
    let body = error_model(op).map(|model| {
        quote! {
            if let Some(body) = error.body_as::<#model>() {
                println!("{body:?}");
            }
        }
    });
    let typed = if body.is_some() { " `body_as` reads the error body that the API documents." } else { "" };
    let handled = rust(quote! {
        #models
        match #call.await {
            Ok(response) => println!("{response:?}"),
            Err(error) if error.is_not_found() => println!("there is no such thing"),
            Err(error) if error.is_rate_limited() => println!("again after {:?}", error.retry_after()),
            Err(error) => {
                println!("{:?}: {}", error.code(), error.message());
                #body
                return Err(error);
            }
        }
    });
    let how = format!(
        "There is one error type, `{}::Error`, which says in one line which operation failed and why. `kind()` tells \
         apart what went wrong. Of a response, `status()`, `has_status(405)`, `is_conflict()` and the like, \
         `headers()`, `request_id()` and `body()` are what the API sent; `code()` and `message()` are found in \
         its JSON.{typed}",
        krate.as_str()
    );
    part("Errors", [wrapped(&how), handled])
}

/// The error body that this operation documents, or at least half of all do, if a program that calls it has the type.
fn error_model(op: Op<'_>) -> Option<TokenStream> {
    let cx = op.cx;
    let models = |operation: &Operation| -> HashSet<TypeId> {
        let all = operation.errors.iter().flat_map(|error| error.types());
        all.filter_map(|ty| if let Type::Named(id) = ty { Some(*id) } else { None }).collect()
    };
    let mut counts: BTreeMap<TypeId, usize> = BTreeMap::new();
    for id in cx.api.operations.iter().flat_map(models) {
        *counts.entry(id).or_default() += 1;
    }
    let own = models(op.ir);
    let is_usual = |(id, count): &(&TypeId, &usize)| own.contains(id) || **count * 2 >= cx.api.operations.len();
    let (id, _) = counts.iter().filter(is_usual).max_by_key(|(id, count)| (**count, Reverse(**id)))?;
    let (krate, ident) = (&cx.names.krate, cx.def(*id).type_name());
    // Without a feature that has it, it would not be there.
    let features = cx.cfg_features.public_of_module(cx.def(*id).module());
    let is_there = features.is_empty() || op.resource().feature().is_some_and(|feature| features.contains(feature));
    is_there.then(|| quote!(#krate::models::#ident))
}

fn options(cx: Cx<'_>) -> String {
    let Some(Shown { models, call, .. }) = calls::first(cx) else { return String::new() };
    let krate = &cx.names.krate;
    let set = rust(quote! {
        use std::time::Duration;
        let options = #krate::RequestOptions::new()
            .timeout(Duration::from_secs(5))
            .max_retries(0)
            .header("x-request-source", "nightly");
        #models
        #call.options(options).await?;
    });
    let keys = if cx.api.operations.iter().any(Operation::takes_idempotency_key) {
        " An idempotency key (`RequestOptions::idempotency_key`) makes any request safe to repeat."
    } else {
        ""
    };
    let how = format!(
        "A request that fails is sent again, twice by default and after a growing pause or what `Retry-After` says, but \
         only where that is safe.{keys} Attempts and connecting have time limits. The builder of the client sets all \
         of this for every request, options for one:"
    );
    part("Retries and time limits", [wrapped(&how), set])
}

fn other_endpoints(cx: Cx<'_>) -> String {
    let krate = &cx.names.krate;
    let raw = rust(quote! {
        let response = client.request(#krate::Method::GET, "/new/endpoint").query("limit", 10).await?;
        let value: #krate::serde_json::Value = response.json()?;
        println!("{value}");
    });
    let how = "Endpoints that this SDK does not know can be called with the same credentials, retries and errors:";
    part("Other endpoints", [wrapped(how), raw])
}

/// What the API adds after this release.
fn newer(cx: Cx<'_>) -> String {
    let has = |of: fn(&Shape) -> bool| cx.api.types.iter().any(|def| of(&def.shape));
    let krate = cx.names.krate.as_str();
    let mut lines = Vec::new();
    if has(|shape| matches!(shape, Shape::StringEnum(_))) {
        lines.push(
            "a value of an enumeration: its text. One that is received is `Unrecognized`, and is sent back.".to_owned(),
        );
    }
    if has(|shape| matches!(shape, Shape::Union(_))) {
        lines.push(format!("an alternative of a union: `{krate}::serde_json::from_value(json)?`"));
    }
    lines.push("an input: `RequestOptions::extra_body` and `RequestOptions::extra_query`".to_owned());
    if has(|shape| matches!(shape, Shape::Struct(shape) if shape.keeps_unknown)) {
        lines.push(format!("a property of a response: `{krate}::serde_json::to_value(&model)?[\"name\"]`"));
    }
    let how = "What the API adds after this release can be used before the next one:";
    part("Additions to the API", [how.to_owned(), list(lines)])
}

fn blocking(cx: Cx<'_>) -> String {
    let Some(Shown { models, call, .. }) = calls::first(cx) else { return String::new() };
    let krate = cx.names.krate.as_str();
    let statements = file::statements(quote! {
        #models
        let response = #call.send_blocking()?;
        println!("{response:?}");
    });
    let body: String = statements.lines().map(|line| format!("    {line}\n")).collect();
    let program = format!(
        "fn main() -> Result<(), {krate}::Error> {{\n    let client = {krate}::Client::from_env()?;\n{body}    \
         Ok(())\n}}"
    );
    let how = "Without an async runtime, with the cargo feature `blocking`:";
    part("Blocking", [how.to_owned(), code_block("rust", &program)])
}

fn tests(cx: Cx<'_>) -> String {
    let Some(Shown { op, models, call }) = calls::sampled(cx).or_else(|| calls::first(cx)) else {
        return String::new();
    };
    let krate = &cx.names.krate;
    let Output::Json { ty, .. } = &op.ir.output else { return String::new() };
    let sample = match cx.api.resolve(ty) {
        Type::Named(id) if has_sample(cx.def(*id), &Uses::in_surface(cx)) => {
            let ident = cx.def(*id).type_name();
            quote!(&#krate::models::#ident::sample())
        }
        _ => return String::new(),
    };
    let test = rust(quote! {
        use #krate::testing::{MockReply, MockTransport};
        let mock = MockTransport::new();
        mock.enqueue(MockReply::new(503));
        mock.enqueue(MockReply::new(200).model(#sample));
        let client = #krate::Client::builder().base_url("https://example.com").transport(mock.clone()).build()?;
        #models
        #call.await?;
        let requests = mock.requests();
        assert_eq!(requests.len(), 2, "the first attempt failed");
        assert_eq!((requests[1].method.as_str(), requests[1].body.len()), ("GET", 0));
    });
    let how = "With the cargo feature `testing`, a mock responds instead of the API, and most models of responses have \
               a `sample()`, so that functions which take them can be tested. A reply has a `model`, `json`, or a \
               `body` of any text or bytes, such as the events of a stream, and each `header` that is added. The \
               requests that were sent have `path()`, `query()`, `json()`, `headers` and `body`.";
    part("Tests", [wrapped(how), test])
}
