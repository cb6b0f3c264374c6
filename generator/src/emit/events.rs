//! Webhooks and callbacks: the account of which event brings which model, and the feature of the crate that holds the
//! models that only they bring.

use std::collections::{BTreeMap, BTreeSet};

use super::Cx;
use super::answers::wrapped;
use super::docs::markdown;
use super::prose::code;
use super::request::wrap_only;
use super::structure::text;
use crate::ir::{Api, Event, Item, Shape, Type, TypeId, Value};
use crate::naming::{Ident, Names};

/// The feature of the emitted crate that holds what only webhooks and callbacks bring.
pub(super) const FEATURE: &str = "webhooks";

/// Up to so many definitions are there by default; more are for those who ask for them.
const BY_DEFAULT: usize = 100;

/// The modules of models that stand behind the feature.
#[derive(Debug, Default)]
pub(super) struct Gate<'a> {
    modules: BTreeSet<&'a Ident>,
    definitions: usize,
}

impl<'a> Gate<'a> {
    /// Finds them: modules whose definitions all belong to events, and that no other module mentions.
    pub(super) fn of(api: &Api, names: &'a Names) -> Self {
        if api.events.is_empty() {
            return Self::default();
        }
        let mut by_module: BTreeMap<&Ident, Vec<TypeId>> = BTreeMap::new();
        for id in api.type_ids() {
            by_module.entry(&names.ty(id).module).or_default().push(id);
        }
        let only_events = |ids: &[TypeId]| ids.iter().all(|id| api.def(*id).usage.by_events_only);
        let mut open: Vec<&Ident> = Vec::new();
        let mut modules: BTreeSet<&Ident> = BTreeSet::new();
        for (name, ids) in &by_module {
            if only_events(ids) {
                modules.insert(name);
            } else {
                open.push(name);
            }
        }
        while let Some(module) = open.pop() {
            for id in by_module.get(module).into_iter().flatten() {
                mentioned(&api.def(*id).shape, &mut |id| {
                    let module = &names.ty(id).module;
                    if modules.remove(module) {
                        open.push(module);
                    }
                });
            }
        }
        let definitions = modules.iter().filter_map(|module| by_module.get(module)).map(Vec::len).sum();
        Self { modules, definitions }
    }

    /// Whether there is such a feature.
    pub(super) fn is_needed(&self) -> bool {
        !self.modules.is_empty()
    }

    /// Whether it is among the default ones.
    pub(super) fn is_default(&self) -> bool {
        self.definitions <= BY_DEFAULT
    }

    /// Whether a module stands behind it.
    pub(super) fn holds(&self, module: &Ident) -> bool {
        self.modules.contains(module)
    }
}

fn mentioned(shape: &Shape, visit: &mut dyn FnMut(TypeId)) {
    let mut of_type = |mut ty: &Type| {
        while let Type::List(item) | Type::Map(item) = ty {
            ty = &item.ty;
        }
        if let Type::Named(id) = ty {
            visit(*id);
        }
    };
    match shape {
        Shape::Struct(shape) => {
            for field in &shape.fields {
                if let Value::Typed(ty) = &field.value {
                    of_type(ty);
                }
            }
            shape.rest.iter().for_each(|Item { ty, .. }| of_type(ty));
        }
        Shape::Union(union) => union.variants.iter().for_each(|variant| of_type(&variant.ty)),
        Shape::Alias(ty) => of_type(ty),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
    }
}

/// What the docs of the models say of events; empty if there are none.
pub(super) fn docs(cx: Cx<'_>) -> String {
    // A link leads nowhere while the feature is off.
    let link = |name: &str| if cx.gate.is_default() { format!("[`{name}`]") } else { format!("`{name}`") };
    section(cx, "# Webhooks and callbacks", &link)
}

/// The same for `api.md`.
pub(super) fn api_md(cx: Cx<'_>) -> String {
    section(cx, "\n## Webhooks and callbacks", &|name| format!("`models::{name}`"))
}

fn section(cx: Cx<'_>, title: &str, link: &dyn Fn(&str) -> String) -> String {
    if cx.api.events.is_empty() {
        return String::new();
    }
    let feature = if cx.gate.is_needed() {
        let default = if cx.gate.is_default() { ", which is on by default" } else { "" };
        format!(" Models that nothing else has need the feature `{FEATURE}`{default}.")
    } else {
        String::new()
    };
    let how = format!(
        "The API sends these by itself. Read a body with `{}::serde_json::from_slice`, after checking that it comes \
         from where it should.{feature}",
        cx.names.krate.as_str()
    );
    let lines: Vec<String> = cx.api.events.iter().map(|event| line(cx, event, link)).collect();
    let how = wrapped(&how);
    format!("{title}\n\n{how}\n\n{}\n", lines.join("\n"))
}

fn line(cx: Cx<'_>, event: &Event, link: &dyn Fn(&str) -> String) -> String {
    let of = event.operation.as_ref().map(|operation| format!(", called back by {},", code(operation)));
    let brings = match &event.payload {
        Some(Type::Named(id)) => format!(" brings {}", link(cx.names.ty(*id).ident.as_str())),
        Some(ty) => format!(" brings `{}`", super::file::inline(&super::examples::full(cx, ty))),
        None => " brings nothing that has a model".to_owned(),
    };
    let said = text(&event.docs).unwrap_or_default();
    let said = markdown(said.split("\n\n").next().unwrap_or_default()).replace('\n', " ");
    let said = said.trim().trim_end_matches('.');
    let colon = if said.is_empty() { "" } else { ": " };
    wrap_only(&format!("- {}{}{brings}{colon}{said}.", code(&event.name), of.unwrap_or_default()))
}
