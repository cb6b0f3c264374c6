//! Finds everything that a document refers to, in its own file and in others: from each reference to its target, whose
//! references are followed in turn. The result is a plan; after it is applied, the other files are below one key of the
//! root, and every reference leads to a node below the root. Knows the grammar, not how a target is used.

mod apply;
mod identifiers;
mod scan;

use std::collections::{BTreeMap, HashSet, VecDeque};

use indexmap::IndexMap;
use serde_json::Value;

use self::identifiers::Identifiers;
use self::scan::{Form, Found};
use super::super::budget::Budget;
use super::super::file_paths::{Target, split, target};
use super::super::files::Part;
use super::super::grammar::{Kind, kind_at, reference_of};
use super::super::notes::Notes;
use super::super::path::Path;
use super::resolve::{Failure, at, decode, is_component, step};
use crate::diagnostics::{Diagnostics, codes};
use crate::pointer::Pointer;

/// Parses a file, given its path from the document's folder.
pub(in crate::document) type Fetch<'a> = dyn FnMut(&str, &mut Diagnostics) -> Part + 'a;

/// What a target is expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    One(Kind),
    Map(Kind),
    List(Kind),
    /// A value without references, such as text.
    Plain,
}

/// Targets of references that are outside of the grammar, each with its kind.
pub(super) type OutsideTargets = Vec<(Pointer, Kind)>;

/// The greatest length of a chain of references.
const HOPS: usize = 64;

/// Finds all files and targets, moves them below one root, and reports what is missing.
pub(super) fn link(
    root: &mut Value,
    name: &str,
    lenient: bool,
    fetch: &mut Fetch<'_>,
    budget: &mut Budget,
    notes: &Notes,
    diagnostics: &mut Diagnostics,
) -> OutsideTargets {
    let Explored { parts, plan } = Linker::explore(root, name, fetch, notes, diagnostics);
    apply::apply(root, parts, plan, lenient, budget, diagnostics)
}

/// Fetches every file that the document refers to, directly or through other files.
pub(in crate::document) fn explore(root: &Value, name: &str, fetch: &mut Fetch<'_>) {
    Linker::explore(root, name, fetch, &Notes::default(), &mut Diagnostics::new());
}

/// The changes to make once all references are known.
#[derive(Default)]
struct Plan {
    rewrites: Vec<(Pointer, Form, String)>,
    /// The references to replace by a copy of their target, because OpenAPI does not allow references there.
    copies: BTreeMap<Pointer, (Pointer, Shape)>,
    outside_targets: Vec<(Pointer, Shape)>,
    failures: IndexMap<(Option<String>, String, Shape), Failed>,
}

struct Failed {
    failure: Failure,
    locations: Vec<Pointer>,
}

struct Linker<'a> {
    /// The name of the document's own file in references of other files.
    own: &'a str,
    root: &'a Value,
    parts: IndexMap<String, Part>,
    fetch: &'a mut Fetch<'a>,
    notes: &'a Notes,
    diagnostics: &'a mut Diagnostics,
    queue: VecDeque<(Pointer, Shape)>,
    known: HashSet<(Pointer, Shape)>,
    /// The references that were visited, by their addresses, which stay valid until the plan is complete.
    met: HashSet<(usize, Form)>,
    identifiers: Identifiers,
    pending: Vec<Found>,
    plan: Plan,
}

impl<'a> Linker<'a> {
    fn explore(
        root: &'a Value,
        name: &'a str,
        fetch: &'a mut Fetch<'_>,
        notes: &'a Notes,
        diagnostics: &'a mut Diagnostics,
    ) -> Explored {
        let own = name.rfind('/').map_or(name, |cut| &name[cut + 1..]);
        let mut linker = Linker {
            own,
            root,
            parts: IndexMap::new(),
            fetch,
            notes,
            diagnostics,
            queue: VecDeque::new(),
            known: HashSet::new(),
            met: HashSet::new(),
            identifiers: Identifiers::default(),
            pending: Vec::new(),
            plan: Plan::default(),
        };
        linker.visit(Pointer::root(), Shape::One(Kind::Document));
        linker.run();
        Explored { parts: linker.parts, plan: linker.plan }
    }

    fn run(&mut self) {
        loop {
            while let Some((location, shape)) = self.queue.pop_front() {
                for found in self.scan(&location, shape) {
                    self.follow(found, false);
                }
            }
            // An identifier may be found after the reference to it.
            let pending = std::mem::take(&mut self.pending);
            for found in pending {
                self.follow(found, true);
            }
            if self.queue.is_empty() {
                return;
            }
        }
    }

    fn visit(&mut self, location: Pointer, shape: Shape) {
        if self.known.insert((location.clone(), shape)) {
            self.queue.push_back((location, shape));
        }
    }

    fn scan(&mut self, location: &Pointer, shape: Shape) -> Vec<Found> {
        let (file, inner) = location.file();
        let whole = match &file {
            None => self.root,
            Some(file) => match self.parts.get(file) {
                Some(Part::Value(value)) => value,
                _ => return Vec::new(),
            },
        };
        let keys: Vec<String> = inner.segments().collect();
        let Some(value) = at(whole, &keys) else { return Vec::new() };
        scan::scan(value, shape, &Path::At(location), &mut self.met, &mut self.identifiers)
    }

    fn follow(&mut self, found: Found, is_last: bool) {
        let (file, _) = found.node.file();
        let stays = file.is_none() && found.reference.starts_with('#');
        if let (None, Shape::One(kind)) = (&file, found.shape)
            && found.form != Form::Copy
            && is_component(self.root, &found.reference, kind)
        {
            return;
        }
        match self.target(&found.node, &found.reference, HOPS) {
            Ok(target) => match wrong(&found, &target) {
                Some(failure) => self.fail(found, failure),
                None => self.plan_for(found, target),
            },
            // References within the document are reported, or repaired if their meaning is clear, in `resolve`.
            Err(Failure::Unknown { .. }) if stays && found.form != Form::Copy => {}
            Err(_) if found.form == Form::Dynamic => {}
            Err(Failure::Remote { .. }) if !is_last => self.pending.push(found),
            Err(_) if found.form == Form::Mapping && !looks_like_a_file(&found.reference) => {}
            Err(failure) => self.fail(found, failure),
        }
    }

    fn fail(&mut self, found: Found, failure: Failure) {
        let key = (found.node.file().0, found.reference, found.shape);
        let location = if found.form == Form::Ref { found.node.child("$ref") } else { found.node };
        let failed = self.plan.failures.entry(key).or_insert(Failed { failure, locations: Vec::new() });
        failed.locations.push(location);
    }

    fn plan_for(&mut self, found: Found, target: Pointer) {
        let keys: Vec<String> = target.segments().collect();
        let is_island = match found.shape {
            Shape::One(kind) => kind_at(&keys) != Some(kind) || target.file().0.is_some(),
            _ => true,
        };
        if is_island {
            self.visit(target.clone(), found.shape);
            self.plan.outside_targets.push((target.clone(), found.shape));
        }
        if found.form == Form::Copy {
            let what = if let Shape::One(kind) = found.shape { kind.words() } else { "this value" };
            let message = format!("{what} cannot be a reference; it was replaced by a copy of its target");
            self.notes.warn(codes::MISPLACED_REFERENCE, &Path::At(&found.node.as_written()), message);
            self.plan.copies.insert(found.node, (target, found.shape));
            return;
        }
        // The pointer is in a fragment, where a percent sign begins an escape.
        let written = format!("#{}", target.as_str().replace('%', "%25"));
        if written != found.reference {
            self.plan.rewrites.push((found.node, found.form, written));
        }
    }

    /// Returns the location that a reference in `node` means.
    fn target(&mut self, node: &Pointer, reference: &str, hops: usize) -> Result<Pointer, Failure> {
        if let Some(location) = self.identifiers.target(node, reference)
            && let Ok(location) = self.final_target(location, hops)
        {
            return Ok(location);
        }
        let (path, fragment) = split(reference);
        let (file, _) = node.file();
        let holder = match path {
            "" => file.clone(),
            path => match target(file.as_deref().unwrap_or(self.own), path) {
                Target::Remote(url) => return Err(Failure::Remote { url }),
                Target::File(key) if key == self.own => None,
                Target::File(key) => Some(key),
            },
        };
        if let Some(key) = &holder {
            self.ensure(key)?;
        }
        let fragment = fragment.unwrap_or_default();
        let keys: Vec<String> = match fragment.strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(decode).collect(),
            None if fragment.is_empty() => Vec::new(),
            None if holder.is_none() => return Err(Failure::Unknown { suggestion: None }),
            // `other.yaml#definitions/X`, without the slash.
            None => fragment.split('/').map(decode).collect(),
        };
        let location = |holder: Option<&str>| {
            let start = holder.map_or(Pointer::root(), |key| Pointer::root().in_file(key));
            keys.iter().fold(start, |location, key| location.child(key))
        };
        let target = self.final_target(location(holder.as_deref()), hops);
        if target.is_err() && path.is_empty() && file.is_some() {
            // References in other files are often written as if they were in the main document.
            let mended = self.final_target(location(None), hops)?;
            let message = format!("`{reference}` is not in this file; the one of the main document is used");
            self.notes.warn(codes::MENDED_REFERENCE, &Path::At(node), message);
            return Ok(mended);
        }
        target
    }

    /// Returns the location of a node without references on the path.
    fn final_target(&mut self, location: Pointer, hops: usize) -> Result<Pointer, Failure> {
        let unknown = || Failure::Unknown { suggestion: None };
        let (file, inner) = location.file();
        let start = file.as_ref().map_or(Pointer::root(), |key| Pointer::root().in_file(key));
        let mut value = match &file {
            None => self.root,
            Some(key) => match self.parts.get(key) {
                Some(Part::Value(value)) => value,
                _ => return Err(unknown()),
            },
        };
        let mut done = start;
        let keys: Vec<String> = inner.segments().collect();
        for (index, key) in keys.iter().enumerate() {
            if let Some(next) = step(value, key) {
                value = next;
                done = done.child(key);
                continue;
            }
            let reference = reference_of(value).filter(|_| hops > 0).ok_or_else(unknown)?.to_owned();
            let passage = self.target(&done, &reference, hops - 1)?;
            let rest = keys[index..].iter().fold(passage, |location, key| location.child(key));
            return self.final_target(rest, hops - 1);
        }
        Ok(done)
    }

    /// Fetches a file if that was not done before.
    fn ensure(&mut self, key: &str) -> Result<(), Failure> {
        if !self.parts.contains_key(key) {
            let part = (self.fetch)(key, self.diagnostics);
            self.parts.insert(key.to_owned(), part);
        }
        match self.parts.get(key) {
            Some(Part::Value(_)) => Ok(()),
            Some(Part::Unreadable(reason)) => Err(Failure::Unreadable { file: key.to_owned(), reason: reason.clone() }),
            Some(Part::Outside(folder)) => Err(Failure::Outside { file: key.to_owned(), folder: folder.clone() }),
            Some(Part::TooLarge) => Err(Failure::TooLarge { file: key.to_owned() }),
            Some(Part::Broken) | None => Err(Failure::Broken { file: key.to_owned() }),
        }
    }
}

/// Returns why a copy of the target cannot replace the reference.
fn wrong(found: &Found, target: &Pointer) -> Option<Failure> {
    let (Shape::One(wanted), Form::Copy) = (found.shape, found.form) else { return None };
    if target.as_str().is_empty() {
        return Some(Failure::WrongKind { wanted, found: "something else" });
    }
    let keys: Vec<String> = target.segments().collect();
    kind_at(&keys).filter(|kind| *kind != wanted).map(|kind| Failure::WrongKind { wanted, found: kind.words() })
}

/// The result of an exploration.
struct Explored {
    parts: IndexMap<String, Part>,
    plan: Plan,
}

/// Whether the value of a discriminator's mapping is a reference rather than a name.
fn looks_like_a_file(text: &str) -> bool {
    text.contains(['#', '/']) || [".json", ".yaml", ".yml"].iter().any(|ending| text.ends_with(ending))
}
