//! The report of a run: what the document contains, what was generated, what was skipped and why. Has counts and
//! locations only; knows neither how a stage works nor the clock (the command adds the seconds).

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::diagnostics::codes::Code;
use crate::diagnostics::{Diagnostics, Severity};
use crate::pointer::Pointer;

/// The report of one run, which `--report` writes as JSON.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// What the document contains.
    pub document: Counted,
    /// What was generated from it.
    pub generated: Generated,
    /// What was skipped, each with a reason.
    pub skipped: Vec<Skipped>,
    /// Each component schema that has no type of its own because what it describes stands where it is used.
    pub inlined: Vec<Inlined>,
    /// Each operation that was generated, in the order of the document.
    pub operations: Vec<Listed>,
    /// Each location where the document describes a structure and the SDK has free JSON.
    pub untyped: Vec<Untyped>,
    /// What changed since the last release, if the SDK has a lock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_release: Option<SinceRelease>,
    /// How many diagnostics there were.
    pub diagnostics: Tally,
    /// How long each stage took.
    pub seconds: Seconds,
}

/// What the document contains, counted before anything is skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The version as written, such as `3.1.0`.
    pub version: String,
    /// Operations under `paths`, those of referenced path items included.
    pub operations: usize,
    /// Entries of `components.schemas`.
    pub schemas: usize,
    /// Webhooks and callbacks.
    pub events: usize,
}

/// How many changes there are since the last release, by what they do to programs that use the SDK.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SinceRelease {
    /// The version of the last release.
    pub version: String,
    /// Changes after which programs may not compile, or do another thing.
    pub breaking: usize,
    /// Those of them after which programs compile and do another thing.
    pub silent: usize,
    /// Additions.
    pub added: usize,
}

/// What was generated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Generated {
    /// Operations with a method in the SDK.
    pub operations: usize,
    /// Those of them that return a page of a list, by the kind of paging.
    pub paged: BTreeMap<&'static str, usize>,
    /// Structs, enums, unions and aliases of the SDK.
    pub types: usize,
    /// Webhooks and callbacks whose payload has a type.
    pub payloads: usize,
    /// Cargo features of the SDK: one for each resource below the client, and one for webhooks and callbacks. Not part
    /// of the JSON.
    #[serde(skip)]
    pub features: usize,
    /// The cargo features that are enabled by default; `full` stands for all.
    #[serde(skip)]
    pub default_features: Vec<String>,
    /// Files of the crate.
    pub files: usize,
    /// Lines of all files together.
    pub lines: usize,
}

/// An operation that was generated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its HTTP method and its path as the document writes it, such as `GET /users/{id}`.
    pub operation: String,
    /// The methods from the client to its resource, joined by dots: `organizations.users`.
    pub resource: String,
    /// The method of the resource.
    pub method: String,
    /// How its pages follow each other, if it returns a page of a list.
    pub paging: Option<ListedPaging>,
}

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedPaging {
    /// The kind, as the configuration calls it: `cursor`.
    pub kind: &'static str,
    /// The parameter or body field that changes from page to page; `None` if a URL is followed.
    pub input: Option<String>,
    /// The property or header that leads to the next page: `page_info.end_cursor`, `data[].id`; `None` if pages or
    /// items are counted.
    pub next: Option<String>,
    /// The path of the items; `.` if the page is a list.
    pub items: String,
}

/// An operation or component of the document that is not in the SDK.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The operation or component.
    #[serde(serialize_with = "as_text")]
    pub pointer: Pointer,
    /// The kind of reason, the code of its warning.
    pub code: &'static Code,
    /// The reason, in a sentence.
    pub reason: String,
    /// Where it is written, if that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
}

impl Skipped {
    /// Creates an entry for the node at `pointer`.
    #[must_use]
    pub fn new(pointer: Pointer, code: &'static Code, reason: impl Into<String>) -> Self {
        Self { pointer, code, reason: reason.into(), written: None }
    }
}

/// A component schema without a type of its own. The properties of a body are setters, those of a part of an `allOf`
/// are fields, and a string or a number is a plain value; `[models] keep` of the configuration gives it a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inlined {
    /// The schema.
    #[serde(serialize_with = "as_text")]
    pub pointer: Pointer,
    /// The operations and schemas where it stands.
    #[serde(serialize_with = "as_texts")]
    pub places: Vec<Pointer>,
}

/// A location where the document describes a structure and the SDK has free JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Untyped {
    /// The schema in question.
    #[serde(serialize_with = "as_text")]
    pub pointer: Pointer,
    /// Why it has no type of its own.
    pub reason: String,
    /// Where it is written, if that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
}

impl Untyped {
    /// Creates an entry for the schema at `pointer`.
    #[must_use]
    pub fn new(pointer: Pointer, reason: impl Into<String>) -> Self {
        Self { pointer, reason: reason.into(), written: None }
    }
}

/// Where a node is written, if its pointer says another location: in another file, or elsewhere in the document because
/// it has another version of OpenAPI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The path of the file from the document's folder; `None` if it is the document itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The location in the file.
    #[serde(serialize_with = "as_text")]
    pub pointer: Pointer,
}

impl Report {
    /// Sets where everything is written, from the moves that `diagnostics` recorded.
    pub(crate) fn locate(&mut self, diagnostics: &Diagnostics) {
        let written = |pointer: &Pointer| {
            let origin = diagnostics.origin(pointer);
            let (file, inner) = origin.file();
            (origin != *pointer).then_some(Written { file, pointer: inner })
        };
        for skipped in &mut self.skipped {
            skipped.written = written(&skipped.pointer);
        }
        for untyped in &mut self.untyped {
            untyped.written = written(&untyped.pointer);
        }
    }
}

/// How many diagnostics there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Errors; if there are any, nothing is generated.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Tally {
    /// Counts `diagnostics`.
    #[must_use]
    pub fn of(diagnostics: &Diagnostics) -> Self {
        Self { errors: diagnostics.count(Severity::Error), warnings: diagnostics.count(Severity::Warning) }
    }
}

/// A stage of the pipeline; the observer of a run is called with it when it begins.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The text is parsed and its references are followed.
    Load,
    /// Other versions of OpenAPI are brought to the shape of 3.0.
    Versions,
    /// Faults seen in the wild are repaired.
    Mend,
    /// The document becomes a model.
    Lower,
    /// The model's invariants are asserted.
    Check,
    /// The model is pruned and annotated.
    Passes,
    /// Every identifier is decided.
    Naming,
    /// The source text is written.
    Emit,
    /// The pages of the reference are written: how many were begun, and how many there are.
    Pages(usize, usize),
}

impl Stage {
    /// The name in reports, such as `load`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Versions => "versions",
            Self::Mend => "mend",
            Self::Lower => "lower",
            Self::Check => "check",
            Self::Passes => "passes",
            Self::Naming => "naming",
            Self::Emit => "emit",
            Self::Pages(..) => "pages",
        }
    }
}

/// The seconds each stage took, in the order in which the stages ran, and then the total.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seconds(pub Vec<(&'static str, f64)>);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(stage, seconds)| (stage, seconds)))
    }
}

fn as_texts<S: Serializer>(pointers: &[Pointer], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pointers.iter().map(Pointer::as_str))
}

fn as_text<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(pointer.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Inlined, Report, Seconds, Skipped, Untyped};
    use crate::diagnostics::codes;
    use crate::pointer::Pointer;

    #[test]
    fn the_report_has_the_promised_shape() {
        let report = Report {
            skipped: vec![Skipped::new(
                Pointer::parse("/paths/~1a/get"),
                codes::MALFORMED_OPERATION,
                "it is a number".to_owned(),
            )],
            inlined: vec![Inlined {
                pointer: Pointer::parse("/components/schemas/A"),
                places: vec![Pointer::parse("/paths/~1a/put")],
            }],
            untyped: vec![Untyped::new(Pointer::root().child("x"), "prefixItems")],
            seconds: Seconds(vec![("load", 0.25), ("total", 0.5)]),
            ..Report::default()
        };
        let json = serde_json::to_string(&report).expect("a report has string keys only");
        assert_eq!(
            json,
            r#"{"document":{"version":"","operations":0,"schemas":0,"events":0},"#.to_owned()
                + r#""generated":{"operations":0,"paged":{},"types":0,"payloads":0,"files":0,"lines":0},"#
                + r#""skipped":[{"pointer":"/paths/~1a/get","code":"malformed-operation","reason":"it is a number"}],"#
                + r#""inlined":[{"pointer":"/components/schemas/A","places":["/paths/~1a/put"]}],"operations":[],"#
                + r#""untyped":[{"pointer":"/x","reason":"prefixItems"}],"#
                + r#""diagnostics":{"errors":0,"warnings":0},"seconds":{"load":0.25,"total":0.5}}"#
        );
    }
}
