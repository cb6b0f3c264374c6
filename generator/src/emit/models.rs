//! The modules of the models: one for each component with its inline schemas.

pub(super) mod accepted;
pub(super) mod accessors;
pub(super) mod codec;
pub(super) mod declaration;
pub(super) mod enumeration;
pub(super) mod evidence;
pub(super) mod groups;
pub(super) mod modules;
pub(super) mod sample;
pub(super) mod structure;
pub(super) mod union;

use quote::quote;

use crate::emit::aliases;
use crate::emit::descriptions::deprecated;
use crate::emit::docs::{list, section, wrapped};
use crate::emit::file::Body;
use crate::emit::models::declaration::type_docs;
use crate::emit::models::groups::Group;
use crate::emit::models::modules::{Models, Part};
use crate::emit::package::{split, webhook_docs};
use crate::emit::uses::Uses;
use crate::emit::views::Def;
use crate::emit::{Cx, Job, Module, types};
use crate::ir::{Shape, TypeId};
use crate::naming::Ident;
use crate::text::own::blocks;

/// `models.rs` and one module a component.
pub(super) fn modules(cx: Cx<'_>) -> Vec<Job<'_>> {
    if cx.modules.is_empty() {
        return Vec::new();
    }
    let modules = cx.modules.iter().map(|models| -> Job<'_> { Box::new(move || module(cx, models)) });
    let files = cx.modules.iter().flat_map(|models| models.files.iter().map(move |part| (models, part)));
    let files = files.map(|(models, part)| -> Job<'_> { Box::new(move || file(cx, models, part)) });
    let parts = cx.split.all().map(Some).chain([None]);
    let folders = cx.groups.folders().map(|(part, group)| -> Job<'_> { Box::new(move || folder(cx, part, group)) });
    let roots = parts.map(|part| -> Job<'_> { Box::new(move || root(cx, part)) });
    modules.chain(files).chain(folders).chain(roots).collect()
}

/// The module of a folder of models.
fn folder(cx: Cx<'_>, part: Option<usize>, group: &Group<'_>) -> Module {
    let name = group.folder.as_ref().map_or("", Ident::as_str);
    Module {
        path: format!("{}src/models/{name}.rs", part.map(split::folder).map(|part| part + "/").unwrap_or_default()),
        docs: String::new(),
        body: Body::of(group.modules(cx.names)),
    }
}

/// `models.rs` of a part, or of the crate itself: the modules in it, and re-exports of the models of other parts.
fn root(cx: Cx<'_>, part: Option<usize>) -> Module {
    let others: Vec<usize> = match part {
        Some(part) => cx.split.mentions(part).collect(),
        None => cx.split.all().collect(),
    };
    let others = others.into_iter().map(|part| {
        let path = split::path(cx, part);
        let is_empty_without = !split::features(cx, part).is_empty();
        let unused = is_empty_without
            .then(|| quote!(#[allow(unused_imports, reason = "without features, the crate may have no models")]));
        quote!(#[doc(inline)] #unused pub use #path::*;)
    });
    let groups = cx.groups.of_crate(part);
    let (modules, exports): (Vec<_>, Vec<_>) =
        groups.iter().map(|group| group.declarations(cx.cfg_features, cx.names)).unzip();
    let body = Body::of(quote!(#(#modules)* #(#others)* #(#exports)*));
    match part {
        Some(part) => {
            let docs = "A part of the models, with the models of other parts that they refer to.".to_owned();
            Module { path: format!("{}/src/models.rs", split::folder(part)), docs, body }
        }
        None => Module { path: "src/models.rs".to_owned(), docs: docs(cx), body },
    }
}

/// The docs of `models.rs`: how models are built, how to send what this release does not know, and webhooks.
fn docs(cx: Cx<'_>) -> String {
    let krate = cx.names.krate.as_str();
    let has = |of: fn(&Shape) -> bool| cx.api.types.iter().any(|def| of(&def.shape));
    let sent = cx.api.types.iter().any(|def| def.usage.sent && matches!(def.shape, Shape::Struct(_)));
    let mut parts = vec!["The types of requests and responses.".to_owned()];
    if sent {
        parts.push(wrapped(
            "Build a type that requests send with `new`, which takes the required fields, and a setter for each other \
             field. Where a type is named in `impl IntoValue<T>`, a value of it, a reference to one, and literals are \
             accepted: text for an enumeration, an array for a list, pairs for a map, and what an alternative of a \
             union is made from.",
        ));
    }
    let mut newer = Vec::new();
    if has(|shape| matches!(shape, Shape::StringEnum(_))) {
        newer.push("a value of an enumeration: its text, `\"value\"`;".to_owned());
    }
    if has(|shape| matches!(shape, Shape::IntegerEnum(_))) {
        newer.push("a number of an enumeration: the number;".to_owned());
    }
    if has(|shape| matches!(shape, Shape::Union(_))) {
        newer.push(format!(
            "a variant of a union: `{krate}::serde_json::from_value(json)?` returns `Unrecognized` for JSON that fits \
             no variant;"
        ));
    }
    newer.push(
        "a field or a parameter: [`RequestOptions::extra_body`](crate::RequestOptions::extra_body) and \
         [`extra_query`](crate::RequestOptions::extra_query)."
            .to_owned(),
    );
    let how = wrapped(
        "Enumerations and unions have a variant `Unrecognized`, which keeps an unknown value and sends it back \
         unchanged. To send something that this release does not know, use:",
    );
    parts.push(section("# Additions to the API after this release", [how, list(newer)]));
    parts.push(webhook_docs::docs(cx));
    blocks(parts)
}

/// A module with its definitions, or with those that are not in files of its folder, which it re-exports.
fn module(cx: Cx<'_>, models: &Models<'_>) -> Module {
    let files = models.files.iter().map(|part| (&part.file, part.definitions.as_slice()));
    let body = Uses::file(cx, |uses, body| {
        if !models.files.is_empty() {
            body.push(groups::modules(cx.names, files.clone()));
            // What the module re-exports is in its scope, so that it must not be imported as well.
            models.files.iter().flat_map(|part| &part.definitions).for_each(|id| uses.defines(cx.def(*id)));
        }
        definitions(cx, uses, body, &models.here);
    });
    Module { path: format!("{}.rs", path(cx, models)), docs: String::new(), body }
}

/// A file in the folder of a module.
fn file(cx: Cx<'_>, models: &Models<'_>, part: &Part) -> Module {
    let body = Uses::file(cx, |uses, body| definitions(cx, uses, body, &part.definitions));
    Module { path: format!("{}/{}.rs", path(cx, models), part.file.as_str()), docs: String::new(), body }
}

/// The path of a module without the end of its name.
fn path(cx: Cx<'_>, models: &Models<'_>) -> String {
    let folder = cx.split.holding(models.module).map(|part| format!("{}/", split::folder(part))).unwrap_or_default();
    format!("{folder}src/models/{}", cx.groups.path(models.module))
}

/// Definitions of one file: the first one, then its parts by name.
fn definitions(cx: Cx<'_>, uses: &Uses<'_>, body: &mut Body, ids: &[TypeId]) {
    let mut sorted: Vec<Def<'_>> = ids.iter().map(|id| cx.def(*id)).collect();
    if let [_, parts @ ..] = sorted.as_mut_slice() {
        parts.sort_by_key(|def| def.type_name());
    }
    sorted.iter().for_each(|def| uses.defines(*def));
    sorted.iter().for_each(|def| definition(*def, uses, body));
}

/// A definition with its earlier names.
fn definition(def: Def<'_>, uses: &Uses<'_>, body: &mut Body) {
    shape(def, uses, body);
    def.earlier_names().iter().for_each(|was| body.push(aliases::alias(was, def.type_name())));
}

fn shape(def: Def<'_>, uses: &Uses<'_>, body: &mut Body) {
    match &def.ir.shape {
        Shape::Struct(shape) => structure::structure(def, uses, body, shape),
        Shape::StringEnum(shape) => enumeration::string_enum(def, uses, body, shape),
        Shape::IntegerEnum(shape) => enumeration::integer_enum(def, uses, body, shape),
        Shape::Union(shape) => union::union(def, uses, body, shape),
        Shape::Alias(ty) => {
            let ident = def.type_name();
            let docs = type_docs(def, uses);
            let deprecated = deprecated(&def.ir.docs);
            let ty = types::owned(uses, ty);
            body.push(quote!(#docs #deprecated pub type #ident = #ty;));
        }
    }
}
