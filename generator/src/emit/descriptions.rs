//! Descriptions of the document as paragraphs of docs, and what is said about a type that it does not describe.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::views::{Def, Op};
use crate::emit::{Cx, docs};
use crate::ir::{Docs, Feature, Origin, Shape, Type, User, WireName};
use crate::prose;
use crate::text;

impl<'a> Cx<'a> {
    /// Returns the title of the API; if the document states none, the name of the package.
    pub(super) fn title(self) -> &'a str {
        let title = self.api.title.trim();
        if title.is_empty() { &self.names.package } else { title }
    }

    /// Returns the title of the API, and its version if the document states one: `Acme, version 2`.
    pub(super) fn title_and_version(self) -> String {
        let (title, version) = (docs::plain(self.title()), docs::plain(&self.api.version));
        if version.trim().is_empty() { title } else { format!("{title}, version {version}") }
    }

    /// Returns a text of the document as Markdown.
    pub(super) fn markdown(self, text: &str) -> String {
        text::markdown(text, self.pages)
    }

    /// Returns the first paragraph of a text of the document, without a full stop, as a part of a sentence; empty if
    /// there is none.
    pub(super) fn phrase(self, text: &str) -> String {
        text::phrase(text, self.pages).trim().trim_end_matches('.').to_owned()
    }

    /// Returns summary and description, as far as they differ; `None` if both are empty.
    pub(super) fn description(self, docs: &Docs) -> Option<String> {
        self.description_of(&[], docs, "")
    }

    /// Returns the same for something with these names, followed by `sentences`. A text that only repeats a name is
    /// left out.
    pub(super) fn description_of(self, names: &[&str], docs: &Docs, sentences: &str) -> Option<String> {
        let texts: Vec<String> = prose::texts_beside(names, docs).collect();
        let (last, before) = match texts.split_last() {
            Some((last, before)) => (last.as_str(), before),
            None => ("", [].as_slice()),
        };
        let before = before.iter().map(|text| self.markdown(text));
        let texts = before.chain([text::with_sentences(last, sentences, self.pages)]);
        // A text of characters that a comment cannot contain becomes empty.
        let texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }

    /// Returns the same; `None` if there is neither summary nor description, or if they only repeat a name.
    pub(super) fn description_with(self, names: &[&str], docs: &Docs, sentences: &str) -> Option<String> {
        prose::texts_beside(names, docs).next()?;
        self.description_of(names, docs, sentences)
    }

    /// Returns the name of the model that a type is, if it is one.
    pub(super) fn model_name(self, ty: &Type) -> Option<&'a str> {
        match ty {
            Type::Named(id) => Some(self.def(*id).type_name().as_str()),
            _ => None,
        }
    }

    /// Returns the first paragraph of summary and description, as a part of a sentence.
    pub(super) fn first_paragraph(self, docs: &Docs) -> Option<String> {
        prose::texts(docs).map(|text| text::phrase(&text, self.pages)).find(|text| !text.trim().is_empty())
    }

    /// Returns the link of `externalDocs`.
    pub(super) fn more(self, docs: &Docs) -> Option<String> {
        let (url, label) = docs.link.as_ref()?;
        text::link(label.as_deref().map_or("More", |label| label.trim().trim_end_matches('.')), url, self.pages)
    }

    /// Whether all of the API is in one crate, and what is compiled of it is all or nothing.
    fn is_whole(self) -> bool {
        let is_one = match self.api.features.list.as_slice() {
            [] => true,
            [Feature::Resource(_)] => {
                self.modules.iter().all(|models| !self.cfg_features.of_module(models.module).is_empty())
            }
            _ => false,
        };
        is_one && self.split.all().next().is_none()
    }
}

impl Def<'_> {
    /// Returns where the type is used, which is said about types that the document does not describe.
    pub(super) fn usage(self) -> Option<String> {
        if let Origin::Repeated { path, .. } = &self.ir.origin {
            return Some(format!("{}, shared by several schemas.", prose::code(&path.last()?.name)));
        }
        let cx = self.cx;
        Some(match cx.users.get(self.id.index())?.as_ref()? {
            User::Response(operation) => format!("Returned by {}.", cx.op(*operation).link()),
            User::Body(operation) => format!("The request body of {}.", cx.op(*operation).link()),
            User::Property(owner, wire) => format!("{} of {}.", property(wire), cx.def(*owner).link()),
            User::Input(operation, wire) => format!("{} of {}.", property(wire), cx.op(*operation).link()),
            User::Definition(owner) => format!("{} {}.", part(&cx.def(*owner).ir.shape), cx.def(*owner).link()),
            User::Error(operation) => format!("The body of error responses of {}.", cx.op(*operation).link()),
            User::Event(index) => format!("The body of {}.", prose::code(&cx.api.events.get(*index)?.name)),
        })
    }

    /// Returns the name of the type, linked if it is compiled whenever these docs are.
    fn link(self) -> String {
        let name = self.type_name().as_str();
        if self.cx.is_whole() { format!("[`{name}`](crate::models::{name})") } else { format!("`{name}`") }
    }
}

impl Op<'_> {
    /// Returns the method with its resource, linked if it is compiled whenever these docs are.
    fn link(self) -> String {
        let resource = self.resource();
        let name = format!("{}::{}", resource.handle().as_str(), self.method_name().as_str());
        if !self.cx.is_whole() {
            return format!("`{name}`");
        }
        let modules: String = resource.modules().iter().map(|module| format!("{}::", module.as_str())).collect();
        format!("[`{name}`](crate::resources::{modules}{name})")
    }
}

/// What a definition is to one that contains it other than as a property.
fn part(owner: &Shape) -> &'static str {
    match owner {
        Shape::Union(_) => "A variant of",
        Shape::Struct(_) => "The value of further properties of",
        Shape::Alias(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) => "Part of",
    }
}

fn property(wire: &WireName) -> String {
    prose::code(wire.as_str())
}

/// `#[deprecated]` with its note, if the document says so.
pub(super) fn deprecated(docs: &Docs) -> TokenStream {
    let note = deprecation_note(docs).into_iter();
    quote!(#(#[deprecated(note = #note)])*)
}

/// Returns the deprecation notice of the document; `None` if there is none.
pub(super) fn deprecation_note(docs: &Docs) -> Option<String> {
    docs.deprecated.then(|| prose::deprecation(docs))
}
