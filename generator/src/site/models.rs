//! The pages of models: their members, their variants or values, where they are used.

use super::members::Rows;
use super::navigation::Tree;
use super::page::{Code, Detail, Entry, Language, Page, PageId, Part, Span, TableRow, Target, excerpt};
use super::resource::section;
use super::{Cx, MOST_ROOM, inlined, words};
use crate::ir::{Api, BodyContent, ErrorResponse, Shape, Type, TypeId, User};
use crate::prose;
use crate::samples::Samples;

/// Returns who uses each definition, by its identifier: all that have a page, in the order of the document.
pub(super) fn users(api: &Api, tree: &Tree) -> Vec<Vec<User>> {
    let mut users: Vec<Vec<User>> = vec![Vec::new(); api.types.len()];
    let mut add = |ty: &Type, user: User| {
        if let Some(list) = ty.mentioned().and_then(|id| users.get_mut(id.index()))
            && tree.position(page_of(&user)).is_some()
            && !list.contains(&user)
        {
            list.push(user);
        }
    };
    for id in api.operation_ids() {
        let operation = &api.operations[id.index()];
        let streamed = operation.responses.stream.as_ref().and_then(|stream| stream.records.item.as_ref());
        operation.output.types().into_iter().chain(streamed).for_each(|ty| add(ty, User::Response(id)));
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Whole(ty)) => add(ty, User::Body(id)),
            Some(BodyContent::Fields(fields)) => {
                let typed = fields.iter().filter_map(|field| Some((field, field.value.ty()?)));
                typed.for_each(|(field, ty)| add(ty, User::Input(id, field.wire.clone())));
            }
            None => {}
        }
        operation.parameters.iter().for_each(|one| add(&one.ty, User::Input(id, one.wire.clone())));
        operation.errors.iter().flat_map(ErrorResponse::types).for_each(|ty| add(ty, User::Error(id)));
    }
    for id in api.type_ids() {
        match &api.def(id).shape {
            Shape::Struct(shape) => {
                let typed = shape.fields.iter().filter_map(|field| Some((field, field.value.ty()?)));
                typed.for_each(|(field, ty)| add(ty, User::Property(id, field.wire.clone())));
                shape.rest.iter().for_each(|item| add(&item.ty, User::Definition(id)));
            }
            shape => shape.mentioned().for_each(|inner| add(&Type::Named(inner), User::Definition(id))),
        }
    }
    for (index, event) in api.events.iter().enumerate() {
        event.payload.iter().for_each(|ty| add(ty, User::Event(index)));
    }
    users
}

/// Returns the page of a user.
fn page_of(user: &User) -> PageId {
    match user {
        User::Response(id) | User::Body(id) | User::Error(id) | User::Input(id, _) => PageId::Operation(*id),
        User::Property(id, _) | User::Definition(id) => PageId::Model(*id),
        User::Event(index) => PageId::Event(*index),
    }
}

/// Returns the list of all models, or of their groups if there are many.
pub(super) fn list(cx: Cx<'_>) -> Page {
    let groups = cx.tree.groups();
    let part = if groups.is_empty() {
        Part::Pages(entries(cx, cx.tree.models()))
    } else {
        let name = |index: usize| words::model(cx, cx.tree.models()[index]);
        let rows = groups.iter().enumerate().map(|(index, group)| {
            let to = Target::Page(PageId::ModelGroup(index), None);
            let range = &group.models;
            let mut ends = vec![name(range.start)];
            if range.len() > 1 {
                ends.extend([Span::Text(" to ".to_owned()), name(range.end - 1)]);
            }
            let cells = vec![vec![Span::Link(to, group.name.clone())], words::text(range.len().to_string()), ends];
            TableRow { cells, prose: None }
        });
        Part::Table { head: vec!["Letters", "Models", "First and last"], rows: rows.collect() }
    };
    Page {
        id: PageId::Models,
        title: "Models".to_owned(),
        summary: format!("All types of the Rust SDK of {}.", cx.title()),
        deprecated: false,
        parts: vec![part],
    }
}

/// Returns a part of the list of all models.
pub(super) fn group(cx: Cx<'_>, index: usize) -> Page {
    let group = &cx.tree.groups()[index];
    let models = &cx.tree.models()[group.models.clone()];
    Page {
        id: PageId::ModelGroup(index),
        title: format!("Models: {}", group.name),
        summary: format!("The types of the Rust SDK of {} that begin with {}.", cx.title(), group.name),
        deprecated: false,
        parts: vec![Part::Pages(entries(cx, models))],
    }
}

fn entries(cx: Cx<'_>, models: &[TypeId]) -> Vec<Entry> {
    let entry = |id: &TypeId| {
        let def = cx.api.def(*id);
        Entry {
            to: Target::Page(PageId::Model(*id), None),
            name: cx.names.ty(*id).ident.as_str().to_owned(),
            detail: Some(Detail::Word(words::kind(&def.shape))),
            about: prose::texts(&def.docs).next().into_iter().map(Span::Phrase).collect(),
            deprecated: def.docs.deprecated,
        }
    };
    models.iter().map(entry).collect()
}

/// Returns the page of a model.
pub(super) fn page(cx: Cx<'_>, id: TypeId) -> Page {
    let def = cx.api.def(id);
    let name = cx.names.ty(id).ident.as_str();
    let krate = cx.names.krate.as_str();
    let mut parts = vec![Part::Code(Code { language: Language::Rust, text: format!("{krate}::models::{name}") })];
    parts.extend(prose::texts_beside(&[name], &def.docs).map(Part::Prose));
    parts.extend(words::more(&def.docs).map(Part::Line));
    parts.push(content(cx, id));
    parts.extend(inlined::of_model(cx, def));
    parts.extend(example(cx, id));
    parts.extend(uses(cx, id));
    Page {
        id: PageId::Model(id),
        title: name.to_owned(),
        summary: cx.summary(&def.docs, || {
            format!("The {} {name} in the Rust SDK of {}.", words::kind(&def.shape), cx.title())
        }),
        deprecated: def.docs.deprecated,
        parts,
    }
}

/// Returns the members, variants or values of a model.
fn content(cx: Cx<'_>, id: TypeId) -> Part {
    let mut rows = Rows::new(Cx { shows_models: true, ..cx }, cx.room);
    // The anchors of the sections of the page.
    for section in ["fields", "variants", "values", "type", "schemas", "example", "uses"] {
        rows.id(section);
    }
    let (anchor, title, above) = match &cx.api.def(id).shape {
        Shape::Struct(_) => ("fields", "Fields", "field"),
        Shape::Union(_) => ("variants", "Variants", "variant"),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => ("values", "Values", "value"),
        Shape::Alias(_) => ("type", "Type", "value"),
    };
    let mut parts = Vec::new();
    if let Shape::Alias(ty) = &cx.api.def(id).shape {
        let mut line = vec![Span::Text("The same as ".to_owned())];
        line.extend(words::json(cx, ty));
        parts.push(Part::Line(line));
    }
    parts.extend(rows.content(&Type::Named(id), above));
    Part::section(anchor, title, parts)
}

/// The bytes of the example as HTML that a page has at least, if there are so many.
const LEAST_EXAMPLE: usize = 4_000;

/// Returns an example of a model as JSON.
fn example(cx: Cx<'_>, id: TypeId) -> Option<Part> {
    if !matches!(cx.api.def(id).shape, Shape::Struct(_) | Shape::Union(_)) {
        return None;
    }
    // That of the document, whether or not it is valid.
    let text = match &cx.api.def(id).docs.example {
        Some(example) => example.pretty(),
        None => Samples::new(cx.api).value(&Type::Named(id), None, None)?.pretty(),
    };
    let code = Code { language: Language::Json, text };
    // A page that is too long has less of its example too.
    let room = if cx.room < MOST_ROOM { LEAST_EXAMPLE + cx.room } else { usize::MAX };
    Some(Part::section("example", "Example", vec![excerpt(code, room)]))
}

/// Returns where a model is used.
fn uses(cx: Cx<'_>, id: TypeId) -> Option<Part> {
    /// As many as are worth to be read.
    const SHOWN: usize = 100;
    let all = &cx.uses[id.index()];
    let entries = all.iter().take(SHOWN).map(|user| {
        let (to, name, about) = match user {
            User::Response(operation) => method(cx, *operation, "returns it"),
            User::Body(operation) => method(cx, *operation, "takes it as the request body"),
            User::Error(operation) => method(cx, *operation, "returns it with an error"),
            User::Input(operation, wire) => method(cx, *operation, &format!("takes it as {}", wire.as_str())),
            User::Property(owner, wire) => {
                let name = cx.names.ty(*owner).ident.as_str();
                (PageId::Model(*owner), name.to_owned(), format!("has it as {}", wire.as_str()))
            }
            User::Definition(owner) => {
                (PageId::Model(*owner), cx.names.ty(*owner).ident.as_str().to_owned(), "contains it".to_owned())
            }
            User::Event(index) => (PageId::Event(*index), cx.api.events[*index].name.clone(), "sends it".to_owned()),
        };
        Entry { to: Target::Page(to, None), name, detail: None, about: words::text(about), deprecated: false }
    });
    let mut section = section("uses", "Used by", entries.collect());
    if let Some(Part::Section { parts, .. }) = &mut section
        && all.len() > SHOWN
    {
        parts.push(Part::Line(words::text(format!("And in {} more places.", all.len() - SHOWN))));
    }
    section
}

fn method(cx: Cx<'_>, id: crate::ir::OperationId, about: &str) -> (PageId, String, String) {
    let method = cx.method(id);
    let name = method.map(|method| format!("{}.{}", method.resource, method.name)).unwrap_or_default();
    (PageId::Operation(id), name, about.to_owned())
}
